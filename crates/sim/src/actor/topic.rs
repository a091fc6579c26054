//! What topics have delivered, and what they still try to (sqs-facts §8).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use sqs::Time;

use crate::sns_limits::DEDUPLICATION_WINDOW_US;

/// A topic's state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topic {
    /// Messages accepted, duplicates left out.
    pub(crate) published: u64,
    /// Messages of FIFO topics that were accepted and not delivered.
    pub(crate) deduplicated: u64,
    known: Known,
}

/// A subscription's state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subscription {
    pub(crate) delivered: u64,
    pub(crate) filtered: u64,
    /// Attempts that failed.
    pub(crate) failed: u64,
    pub(crate) dead_lettered: u64,
    pub(crate) lost: u64,
    /// Messages in `lanes`.
    pub(crate) waiting: u64,
    /// What is tried again, and on FIFO topics what waits behind that. A lane is a message group of a FIFO topic,
    /// or one message of a standard topic; the first of each lane has a wake.
    pub(crate) lanes: BTreeMap<u32, VecDeque<Delivery>>,
}

/// A message that is to be delivered to one subscription.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Delivery {
    /// Number of the message at its topic.
    pub(crate) number: u64,
    pub(crate) producer: u32,
    /// Number of the message at its producer.
    pub(crate) call: u64,
    /// Calls of the producer before the one that published it.
    pub(crate) calls_before: u32,
    /// Attempts that failed.
    pub(crate) attempts: u32,
    /// When it is tried next.
    pub(crate) due: Time,
}

/// Deduplication ids of the last five minutes, with their messages' numbers.
#[derive(Clone, Debug, Default)]
struct Known {
    numbers: BTreeMap<Arc<str>, u64>,
    /// In order of time.
    ends: VecDeque<(Time, Arc<str>)>,
}

impl Topic {
    /// The message of a deduplication id that is known still. `number` is remembered for it otherwise.
    pub(crate) fn original(&mut self, now: Time, id: Arc<str>, number: u64) -> Option<u64> {
        while self.known.ends.front().is_some_and(|(end, _)| *end <= now) {
            if let Some((_, id)) = self.known.ends.pop_front() {
                self.known.numbers.remove(&id);
            }
        }
        if let Some(original) = self.known.numbers.get(&id) {
            return Some(*original);
        }
        self.known.ends.push_back((now + DEDUPLICATION_WINDOW_US, id.clone()));
        self.known.numbers.insert(id, number);
        None
    }

    pub(crate) fn own_bytes(&self) -> u64 {
        (self.known.ends.len() * 2 * size_of::<(Time, Arc<str>)>()) as u64
    }
}

impl Subscription {
    pub(crate) fn own_bytes(&self) -> u64 {
        let each = size_of::<Delivery>() + size_of::<VecDeque<Delivery>>();
        self.waiting * each as u64
    }

    /// What has waited longest.
    pub(crate) fn oldest(&self) -> Option<Delivery> {
        self.lanes.values().filter_map(VecDeque::front).min_by_key(|it| it.number).copied()
    }
}
