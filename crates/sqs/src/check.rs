//! Assertions for tests: the invariants of sqs-facts §15, and that what is derived agrees with the messages.

use crate::queue::{Line, Queue};
use crate::soonest::NEVER;
use crate::store::Place;
use crate::{Counts, Engine, MessageState};

impl Engine {
    /// Asserts the invariants of sqs-facts §15. For tests: it scans everything.
    ///
    /// # Panics
    /// If one is broken.
    pub fn check(&self) {
        for queue in self.queues.iter().flatten() {
            self.check_queue(queue);
        }
        let waiting: u64 = self.queues.iter().flatten().map(|queue| queue.polls.len()).sum();
        assert_eq!(waiting, self.parked.len(), "every waiting receive is known by its ticket");
        self.check_move_tasks();
        assert!(self.soonest.least() > self.now || self.soonest.least() == NEVER, "no deadline is overdue");
        assert!(self.woken.is_empty(), "no waiting receive is left to serve");
    }

    fn check_move_tasks(&self) {
        let mut known = 0;
        for queue in self.queues.iter().flatten() {
            let mut ids = queue.move_tasks.ids().peekable();
            while let Some(id) = ids.next() {
                known += 1;
                assert_eq!(self.move_tasks.get(&id), Some(&queue.books.id), "where {id:?} is");
                assert!(ids.peek().is_none_or(|next| *next > id), "tasks in order of start");
            }
        }
        assert_eq!(known, self.move_tasks.len(), "every known move task stands at its queue");
    }

    fn check_queue(&self, queue: &Queue) {
        let id = queue.books.id;
        let mut counts = Counts::default();
        let mut copies = 0;
        for view in self.messages(id) {
            match view.state {
                MessageState::Delayed { until } => {
                    counts.delayed += 1;
                    assert!(until > self.now, "a delay is over: {view:?}");
                }
                MessageState::Visible { since } => {
                    counts.visible += 1;
                    assert!(since <= self.now, "visible too early: {view:?}");
                }
                MessageState::InFlight { until, .. } => {
                    counts.in_flight += 1;
                    assert!(until > self.now, "a visibility timeout is over: {view:?}");
                }
            }
            assert!(view.expires_at > self.now, "retention is over: {view:?}");
            let message = self.store.get(view.id.slot);
            assert_eq!((message.queue, message.serial), (id, view.id.serial), "in its own queue: {view:?}");
            assert!(!message.has_copy || message.place == Place::InFlight, "a copy of what is visible");
            copies += u64::from(message.has_copy);
        }
        assert_eq!(counts, queue.books.counts, "counts of {id:?}");
        match &queue.line {
            Line::Standard(shards) => assert_eq!(shards.stock(), counts.visible + copies, "stock of {id:?}"),
            Line::Fifo(groups) => groups.check(&queue.books, &self.store),
        }
    }
}
