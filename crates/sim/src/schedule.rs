//! What is to happen and when: by instant, answers to parked calls first, then first in first out.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use sqs::Time;

/// Who is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wake {
    /// A producer by index: its next message is due.
    Producer(u32),
    /// A worker by its place among all workers, and its life: a crash ends a life and its wakes.
    Worker { place: u32, life: u32 },
    /// A fault by index.
    Fault(u32),
    /// A poller of an event source mapping.
    Poller { mapping: u32, poller: u32 },
    /// An event source mapping looks whether its concurrency should change.
    Ramp(u32),
    /// A minute has begun, and CloudWatch has the metrics of the one before.
    Minute,
    /// An instance of an Auto Scaling group has started, by its place.
    Launched { place: u32 },
    /// The end of what a fault by index began.
    FaultEnds(u32),
    /// A consumer by index goes away.
    Away(u32),
    /// A subscription by its number among all of the run tries again to deliver the first of a lane.
    Delivery { subscription: u32, lane: u32 },
    /// A worker's heartbeat, by its place and the number of the beat, which ends with a batch.
    Heartbeat { place: u32, beat: u32 },
    /// A scheduler sends the oldest message that it holds for a producer by index.
    Scheduled(u32),
    /// The window of a producer's batch is over; the number ends with the batch.
    BatchWindow { producer: u32, batch: u32 },
    /// A producer makes a call again.
    Retry { producer: u32, call: u32 },
    /// A producer waits no longer for the answer to a direct call.
    CallTimeout { producer: u32, call: u32 },
}

/// Sorts all other wakes of an instant behind the answers to parked calls.
const AFTER_ANSWERS: u64 = 1 << 63;

/// A wake under its instant (upper half of the key) and sequence (lower half): one comparison orders two.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: u128,
    wake: Wake,
}

/// Wakes that are kept in order; beyond them a heap is cheaper.
const NEAR_MAX: usize = 32;

/// Wakes by time and sequence. The nearest are a short sorted list, since most runs have few actors; the
/// others wait in a heap. What is due at once (round trips of zero) comes after all of its instant and class,
/// so that it needs neither.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schedule {
    /// The earliest is the last; none is later than any of `far`; empty only if `far` is.
    near: Vec<Entry>,
    far: BinaryHeap<Entry>,
    sequence: u64,
    answers_due: VecDeque<Wake>,
    wakes_due: VecDeque<Wake>,
}

impl Schedule {
    /// A wake, after all others of its instant so far.
    pub(crate) fn wake(&mut self, now: Time, at: Time, wake: Wake) {
        if at == now {
            self.wakes_due.push_back(wake);
        } else {
            self.push(at, AFTER_ANSWERS, wake);
        }
    }

    /// The answer to a parked call: before all other wakes of its instant.
    pub(crate) fn answer(&mut self, now: Time, at: Time, wake: Wake) {
        if at == now {
            self.answers_due.push_back(wake);
        } else {
            self.push(at, 0, wake);
        }
    }

    fn push(&mut self, at: Time, class: u64, wake: Wake) {
        let key = u128::from(at) << 64 | u128::from(class | self.sequence);
        self.sequence += 1;
        if self.far.peek().is_some_and(|first| first.key < key) {
            self.far.push(Entry { key, wake });
            return;
        }
        // Most wakes come soon: those that come sooner still are few and near the end.
        let entry = Entry { key, wake };
        let mut place = self.near.len();
        self.near.push(entry);
        while place > 0 && self.near[place - 1].key < key {
            self.near[place] = self.near[place - 1];
            place -= 1;
        }
        self.near[place] = entry;
        if self.near.len() > NEAR_MAX {
            self.far.extend(self.near.drain(..NEAR_MAX / 2));
        }
    }

    fn pop_first(&mut self) -> Option<Wake> {
        let first = self.near.pop()?;
        if self.near.is_empty() && !self.far.is_empty() {
            self.near.extend(std::iter::from_fn(|| self.far.pop()).take(NEAR_MAX / 2));
            self.near.reverse();
        }
        Some(first.wake)
    }

    /// The next instant at which there is a wake.
    pub(crate) fn next_at(&self, now: Time) -> Option<Time> {
        if self.answers_due.is_empty() && self.wakes_due.is_empty() {
            self.near.last().map(|entry| (entry.key >> 64) as Time)
        } else {
            Some(now)
        }
    }

    /// The next wake. `now` is the instant of the latest one, and of what is due at once.
    pub(crate) fn pop(&mut self, now: Time) -> Option<Wake> {
        if !self.answers_due.is_empty() && !self.has_before(now, AFTER_ANSWERS) {
            return self.answers_due.pop_front();
        }
        if !self.wakes_due.is_empty() && !self.has_before(now, u64::MAX) {
            return self.wakes_due.pop_front();
        }
        self.pop_first()
    }

    fn has_before(&self, now: Time, sequence: u64) -> bool {
        self.near.last().is_some_and(|entry| entry.key < (u128::from(now) << 64 | u128::from(sequence)))
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        ((self.near.len() + self.far.len()) * size_of::<Entry>()) as u64
    }
}

/// The heap gives the greatest first, so the earliest is the greatest.
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Entry {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_first_and_then_first_in_first_out() {
        let mut schedule = Schedule::default();
        schedule.wake(0, 5, Wake::Producer(1));
        schedule.wake(0, 3, Wake::Producer(2));
        schedule.wake(0, 5, Wake::Producer(3));
        schedule.answer(0, 5, Wake::Producer(4));
        assert_eq!(schedule.next_at(0), Some(3));
        assert_eq!(schedule.pop(3), Some(Wake::Producer(2)));
        assert_eq!(schedule.next_at(3), Some(5));
        // These are due at once, when all others of the instant are known.
        schedule.wake(5, 5, Wake::Producer(5));
        schedule.answer(5, 5, Wake::Producer(6));
        schedule.wake(5, 6, Wake::Producer(7));
        let order: Vec<_> = std::iter::from_fn(|| schedule.pop(5)).collect();
        assert_eq!(order, [4, 6, 1, 3, 5, 7].map(Wake::Producer));
    }

    #[test]
    fn many_wakes_come_in_order() {
        let mut schedule = Schedule::default();
        let mut expected = Vec::new();
        let mut now = 0;
        for n in 0..5_000u32 {
            // Rises and falls, so that the heap fills and empties.
            let at = now + 1 + u64::from(n.wrapping_mul(2_654_435_761) >> 20);
            schedule.wake(now, at, Wake::Fault(n));
            expected.push((at, n));
            if n % 3 == 0 || n > 4_000 {
                expected.sort_unstable();
                let (at, first) = expected.remove(0);
                assert_eq!(schedule.next_at(now), Some(at));
                assert_eq!(schedule.pop(now), Some(Wake::Fault(first)));
                now = at;
            }
        }
        expected.sort_unstable();
        for (at, n) in expected {
            assert_eq!(schedule.next_at(now), Some(at));
            assert_eq!(schedule.pop(now), Some(Wake::Fault(n)));
        }
        assert_eq!(schedule.pop(now), None);
    }
}
