//! What is to happen and when: by instant, answers to parked calls first, then first in first out.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use sqs::Time;

/// Who is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wake {
    /// A producer by index: its next message is due.
    Producer(u32),
    /// A worker by its place among all workers, and its life: a crash ends a life and its wakes.
    Worker { place: u32, life: u32 },
    /// A fault by index.
    Fault(u32),
}

/// Sorts all other wakes of an instant behind the answers to parked calls.
const AFTER_ANSWERS: u64 = 1 << 63;

/// A heap keyed by time and sequence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schedule {
    heap: BinaryHeap<Reverse<(Time, u64, Wake)>>,
    sequence: u64,
}

impl Schedule {
    /// A wake, after all others of its instant so far.
    pub(crate) fn wake(&mut self, at: Time, wake: Wake) {
        self.push(at, AFTER_ANSWERS, wake);
    }

    /// The answer to a parked call: before all other wakes of its instant.
    pub(crate) fn answer(&mut self, at: Time, wake: Wake) {
        self.push(at, 0, wake);
    }

    fn push(&mut self, at: Time, class: u64, wake: Wake) {
        self.heap.push(Reverse((at, class | self.sequence, wake)));
        self.sequence += 1;
    }

    pub(crate) fn next_at(&self) -> Option<Time> {
        self.heap.peek().map(|Reverse((at, ..))| *at)
    }

    pub(crate) fn pop(&mut self) -> Option<Wake> {
        self.heap.pop().map(|Reverse((.., wake))| wake)
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        (self.heap.len() * size_of::<(Time, u64, Wake)>()) as u64
    }
}
