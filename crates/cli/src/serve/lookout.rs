//! Looks out for the next request a moment longer before the server falls asleep.
//!
//! A client that works off a queue comes back as soon as it has its answer, and waking up would take longer than
//! answering it. Clients that come back later, or wait for messages, find the server asleep: a look in vain is
//! followed by a rest, twice as long each time.
//!
//! While a single connection asks, its own socket is looked at, which is sooner than asking for news of all.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::task::yield_now;

/// How long after an answer the next request is looked for.
const LOOK: Duration = Duration::from_micros(50);
/// Answers in the longest rest.
const REST_MAX: u32 = 256;
/// So many answers in a row make a connection the only one that asks.
const ALONE_ANSWERS: u32 = 8;

/// One for all connections, so that at most one task is awake without work.
#[derive(Debug)]
pub struct Lookout {
    /// With a single processor a client can only ask while we sleep.
    is_of_use: bool,
    answers: AtomicU64,
    is_looking: AtomicBool,
    /// So many answers go out without a look.
    rest: AtomicU32,
    begin: Notify,
    posts: AtomicU64,
    /// The number of the post that answered last, and how often in a row it did.
    last: AtomicU64,
    in_a_row: AtomicU32,
}

/// A connection's place in the lookout.
#[derive(Debug)]
pub struct Post {
    lookout: Arc<Lookout>,
    number: u64,
}

impl Default for Lookout {
    /// Nothing to look for yet.
    fn default() -> Self {
        Self {
            is_of_use: available_parallelism().is_ok_and(|processors| processors > NonZero::<usize>::MIN),
            answers: AtomicU64::new(0),
            is_looking: AtomicBool::new(false),
            rest: AtomicU32::new(0),
            begin: Notify::new(),
            posts: AtomicU64::new(0),
            last: AtomicU64::new(0),
            in_a_row: AtomicU32::new(0),
        }
    }
}

impl Post {
    /// A new connection's.
    pub fn new(lookout: Arc<Lookout>) -> Self {
        let number = lookout.posts.fetch_add(1, Ordering::Relaxed) + 1;
        Self { lookout, number }
    }

    /// An answer goes out: the next request may follow at once.
    pub fn answered(&self) {
        let lookout = &self.lookout;
        let before = lookout.last.swap(self.number, Ordering::Relaxed);
        let in_a_row = if before == self.number { lookout.in_a_row.load(Ordering::Relaxed) } else { 0 };
        lookout.in_a_row.store(in_a_row.saturating_add(1), Ordering::Relaxed);
        lookout.answered();
    }

    /// True while there is a look, and nobody else asks.
    pub fn is_alone(&self) -> bool {
        let lookout = &self.lookout;
        lookout.is_looking.load(Ordering::Relaxed)
            && lookout.last.load(Ordering::Relaxed) == self.number
            && lookout.in_a_row.load(Ordering::Relaxed) >= ALONE_ANSWERS
    }
}

impl Lookout {
    fn answered(&self) {
        self.answers.fetch_add(1, Ordering::Relaxed);
        if !self.is_of_use || self.is_looking.load(Ordering::Relaxed) {
            return;
        }
        match self.rest.load(Ordering::Relaxed) {
            0 => self.begin.notify_one(),
            rest => self.rest.store(rest - 1, Ordering::Relaxed),
        }
    }

    /// Looks out after answers, until dropped.
    pub async fn keep(&self) {
        let mut rest = 0;
        loop {
            self.begin.notified().await;
            self.is_looking.store(true, Ordering::Relaxed);
            rest = if self.look().await { 0 } else { (rest * 2).clamp(1, REST_MAX) };
            self.rest.store(rest, Ordering::Relaxed);
            self.is_looking.store(false, Ordering::Relaxed);
        }
    }

    /// Stays awake for as long as one answer follows another; false if none did.
    async fn look(&self) -> bool {
        let first = self.answers.load(Ordering::Relaxed);
        let (mut last, mut until) = (first, Instant::now() + LOOK);
        loop {
            // While a task only lets others go first, the runtime asks its sockets without sleeping on them.
            yield_now().await;
            let answers = self.answers.load(Ordering::Relaxed);
            let now = Instant::now();
            if answers != last {
                (last, until) = (answers, now + LOOK);
            } else if now >= until {
                return last != first;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs with a lookout that is kept.
    fn kept<F: Future<Output = ()>>(test: impl FnOnce(Arc<Lookout>) -> F) {
        let runtime =
            tokio::runtime::Builder::new_current_thread().build().expect("a runtime without sockets");
        runtime.block_on(async {
            let lookout = Arc::new(Lookout { is_of_use: true, ..Lookout::default() });
            tokio::spawn({
                let lookout = Arc::clone(&lookout);
                async move { lookout.keep().await }
            });
            test(lookout).await;
        });
    }

    async fn fallen_asleep(lookout: &Lookout) {
        while lookout.is_looking.load(Ordering::Relaxed) {
            yield_now().await;
        }
    }

    #[test]
    fn a_look_in_vain_is_followed_by_a_longer_rest() {
        kept(async |lookout| {
            let mut looks = Vec::new();
            for answer in 0..16 {
                lookout.answered();
                yield_now().await;
                if lookout.is_looking.load(Ordering::Relaxed) {
                    looks.push(answer);
                }
                fallen_asleep(&lookout).await;
            }
            assert_eq!(looks, [0, 2, 5, 10]);
        });
    }

    #[test]
    fn a_connection_is_alone_until_another_one_asks() {
        let lookout = Arc::new(Lookout::default());
        let (one, other) = (Post::new(Arc::clone(&lookout)), Post::new(Arc::clone(&lookout)));
        (0..ALONE_ANSWERS).for_each(|_| one.answered());
        assert!(!one.is_alone(), "nobody looks");
        lookout.is_looking.store(true, Ordering::Relaxed);
        assert!(one.is_alone());
        other.answered();
        one.answered();
        assert!(!one.is_alone() && !other.is_alone());
    }

    #[test]
    fn a_client_that_comes_back_ends_the_rest() {
        kept(async |lookout| {
            lookout.rest.store(1, Ordering::Relaxed);
            lookout.answered();
            lookout.answered();
            yield_now().await;
            lookout.answered();
            fallen_asleep(&lookout).await;
            assert_eq!(lookout.rest.load(Ordering::Relaxed), 0);
        });
    }
}
