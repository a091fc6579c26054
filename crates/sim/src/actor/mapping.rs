//! What an event source mapping is at: its pollers, their batches, and the invocations that run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sqs::Time;

use super::poller::{Doing, Poller, Record};
use crate::{InvocationOutcome, LambdaModel};

/// An invocation that runs.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    pub(crate) poller: u32,
    /// When the function is killed.
    pub(crate) deadline: Time,
    /// Places in the batch of messages that failed.
    pub(crate) failed: Vec<u32>,
    /// Message groups of the batch, on FIFO queues.
    pub(crate) groups: BTreeSet<Arc<str>>,
}

/// What has happened so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) invoked: u64,
    pub(crate) succeeded: u64,
    pub(crate) partly_failed: u64,
    pub(crate) failed: u64,
    pub(crate) throttled: u64,
    pub(crate) filtered: u64,
    pub(crate) cold_starts: u64,
}

impl Tally {
    pub(crate) fn count(&mut self, outcome: InvocationOutcome) {
        match outcome {
            InvocationOutcome::Succeeded => self.succeeded += 1,
            InvocationOutcome::PartlyFailed => self.partly_failed += 1,
            InvocationOutcome::Failed | InvocationOutcome::TimedOut | InvocationOutcome::BadAnswer => {
                self.failed += 1;
            }
        }
    }
}

/// A mapping's state.
#[derive(Clone, Debug)]
pub(crate) struct Mapping {
    /// Index of its consumer.
    pub(crate) consumer: u32,
    pub(crate) pollers: Vec<Poller>,
    /// Pollers that rest.
    resting: BTreeSet<u32>,
    /// Receives that wait at the queue.
    polling: u32,
    /// Invocations at once that it may have now.
    pub(crate) allowed: u32,
    /// The limit was lowered because of errors and has not grown since.
    pub(crate) backs_off: bool,
    /// Invocations failed since the latest tick.
    pub(crate) saw_errors: bool,
    /// Invocations were throttled since the latest tick.
    pub(crate) saw_throttles: bool,
    pub(crate) tick_is_due: bool,
    /// By the index of their environment.
    pub(crate) invocations: BTreeMap<u32, Invocation>,
    /// Environments that wait, and since when.
    pub(crate) idle: BTreeMap<u32, Time>,
    /// Environments that died.
    pub(crate) dead: BTreeSet<u32>,
    /// Environments that were ever made.
    pub(crate) made: u32,
    /// Message groups of the invocations that run.
    pub(crate) busy_groups: BTreeSet<Arc<str>>,
    pub(crate) tally: Tally,
}

impl Mapping {
    pub(crate) fn new(consumer: u32, rules: &LambdaModel) -> Self {
        let allowed = rules.concurrency_start();
        let pollers = allowed / rules.invocations_of_a_poller();
        let mut new = Self {
            consumer,
            pollers: Vec::new(),
            resting: BTreeSet::new(),
            polling: 0,
            allowed,
            backs_off: false,
            saw_errors: false,
            saw_throttles: false,
            tick_is_due: false,
            invocations: BTreeMap::new(),
            idle: BTreeMap::new(),
            dead: BTreeSet::new(),
            made: 0,
            busy_groups: BTreeSet::new(),
            tally: Tally::default(),
        };
        (0..pollers).for_each(|_| new.employ());
        new
    }

    /// A poller more, whose first turn is due.
    fn employ(&mut self) {
        self.pollers.push(Poller::new());
    }

    /// Ends a poller's rest, or hires one; its first turn is due. None if there are as many as `max`.
    pub(crate) fn rouse(&mut self, max: u32) -> Option<u32> {
        if self.active() >= max {
            return None;
        }
        let poller = match self.resting.first() {
            Some(&poller) => poller,
            None => {
                self.employ();
                self.pollers.len() as u32 - 1
            }
        };
        self.turn_to(poller, Doing::Due);
        Some(poller)
    }

    /// What a poller does from now on.
    pub(crate) fn turn_to(&mut self, poller: u32, doing: Doing) {
        let before = std::mem::replace(&mut self.pollers[poller as usize].doing, doing);
        self.polling -= u32::from(matches!(before, Doing::Polling { .. }));
        self.polling += u32::from(matches!(doing, Doing::Polling { .. }));
        if doing == Doing::Resting {
            self.resting.insert(poller);
        } else if before == Doing::Resting {
            self.resting.remove(&poller);
        }
    }

    /// Pollers that are not resting.
    pub(crate) fn active(&self) -> u32 {
        (self.pollers.len() - self.resting.len()) as u32
    }

    /// Pollers whose batch waits for a message group.
    pub(crate) fn blocked(&self) -> Vec<u32> {
        let pollers = (0..).zip(&self.pollers);
        pollers.filter(|(_, poller)| poller.doing == Doing::Blocked).map(|(index, _)| index).collect()
    }

    /// Receives that wait at the queue.
    pub(crate) fn polling(&self) -> u32 {
        self.polling
    }

    /// Invocations that run.
    pub(crate) fn running(&self) -> u32 {
        self.invocations.len() as u32
    }

    /// The environment for the next invocation, and whether it must be started; none if all that may run do.
    /// One that waits is taken before a new one is made, the lowest first.
    pub(crate) fn environment(&mut self, rules: &LambdaModel, now: Time) -> Option<(u32, bool)> {
        if rules.reserved.is_some_and(|reserved| self.running() >= reserved) {
            return None;
        }
        if let Some((slot, since)) = self.idle.pop_first() {
            return Some((slot, now.saturating_sub(since) > IDLE_US_MAX));
        }
        if let Some(slot) = self.dead.pop_first() {
            return Some((slot, true));
        }
        let slot = self.made;
        (slot < rules.places()).then(|| {
            self.made += 1;
            (slot, true)
        })
    }

    pub(crate) fn own_bytes(&self) -> u64 {
        let records: usize = self.pollers.iter().map(|it| it.batch.len() + it.arriving.len()).sum();
        let pollers = self.pollers.len() * size_of::<Poller>() + records * size_of::<Record>();
        let running = self.invocations.len() * (size_of::<Invocation>() + 64);
        (size_of::<Self>() + pollers + running + (self.idle.len() + self.busy_groups.len()) * 32) as u64
    }
}

/// Microseconds after which AWS takes an environment back that nobody invokes (it does not say; ten minutes is
/// about what is seen).
pub(crate) const IDLE_US_MAX: Time = 600 * sqs::MICROS_PER_S;
