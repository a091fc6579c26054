//! A poller of an event source mapping: what it waits for, and the batch that it gathers.

use std::sync::Arc;

use sqs::{Delivery, Ticket, Time};

use super::Held;
use crate::{BodyFilter, ConsumerModel, lambda_limits};

/// Bytes of an event record beside body and attributes: handle, ids, timestamps, checksums, ARN, keys.
const RECORD_BYTES: u64 = 1_000;

/// A message that a poller holds.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) held: Held,
    /// In the function's event, with what Lambda adds.
    pub(crate) size_bytes: u64,
    /// Its message group, on FIFO queues only.
    pub(crate) group: Option<Arc<str>>,
    /// Does the mapping's filter let it through?
    pub(crate) passes: bool,
    pub(crate) received_at: Time,
}

impl Record {
    pub(crate) fn new(delivery: &Delivery, is_fifo: bool, filter: Option<&BodyFilter>, now: Time) -> Self {
        let held = Held::of(delivery);
        let size_bytes = delivery.body.len_bytes() + RECORD_BYTES;
        let passes = filter.is_none_or(|filter| filter.passes(&delivery.body));
        Self {
            held,
            size_bytes,
            group: delivery.group().filter(|_| is_fifo).cloned(),
            passes,
            received_at: now,
        }
    }
}

/// What a poller waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    /// Nothing: it is not needed.
    Resting,
    /// Its receive waits at the queue.
    Polling { ticket: Ticket },
    /// Its next turn is in the schedule.
    Due,
    /// The answer to its receive is on its way.
    Answered,
    /// Its invocations: it has as many as it may have.
    Invoking,
    /// Its next try to invoke, which is in the schedule; so many were throttled.
    Throttled { tries: u32 },
    /// An invocation that has a group of its batch.
    Blocked,
}

/// A poller: receives, gathers a batch, invokes.
#[derive(Clone, Debug)]
pub(crate) struct Poller {
    pub(super) doing: Doing,
    /// Received, and not handed to the function yet.
    pub(crate) batch: Vec<Record>,
    /// Bytes of the batch.
    size_bytes: u64,
    /// When the first of the batch was received.
    pub(crate) since: Time,
    /// Received, and not seen yet: the answer is on its way.
    pub(crate) arriving: Vec<Record>,
    /// Invocations that it has.
    pub(crate) running: u32,
    /// Provisioned: before this instant it makes no call.
    pub(crate) next_call_us: Time,
}

impl Poller {
    /// One whose first turn is due.
    pub(super) fn new() -> Self {
        Self {
            doing: Doing::Due,
            batch: Vec::new(),
            size_bytes: 0,
            since: 0,
            arriving: Vec::new(),
            running: 0,
            next_call_us: 0,
        }
    }

    pub(crate) fn doing(&self) -> Doing {
        self.doing
    }

    /// Adds to the batch, whose window begins with its first message.
    pub(crate) fn gather(&mut self, records: Vec<Record>, now: Time) {
        if self.batch.is_empty() {
            self.since = now;
        }
        self.size_bytes += bytes_of(&records);
        self.batch.extend(records);
    }

    /// Messages that it may still ask for.
    pub(crate) fn room(&self, rules: &ConsumerModel) -> u32 {
        let room = rules.batch.saturating_sub(self.batch.len() as u32);
        room.min(sqs::limits::RECEIVE_MAX)
    }

    /// Is it time to invoke the function with what there is?
    pub(crate) fn is_ready(&self, rules: &ConsumerModel, window_us: Time, now: Time) -> bool {
        !self.batch.is_empty()
            && (self.batch.len() as u32 >= rules.batch
                || now >= self.since.saturating_add(window_us)
                || self.size_bytes >= lambda_limits::PAYLOAD_BYTES_MAX)
    }

    /// Takes what fits into one invocation, at least one message.
    pub(crate) fn take_batch(&mut self, rules: &ConsumerModel) -> Vec<Record> {
        let mut size_bytes = 0;
        let fits = |record: &&Record| {
            size_bytes += record.size_bytes;
            size_bytes <= lambda_limits::PAYLOAD_BYTES_MAX
        };
        let count = self.batch.iter().take(rules.batch as usize).take_while(fits).count();
        let taken: Vec<Record> = self.batch.drain(..count.max(1).min(self.batch.len())).collect();
        self.size_bytes -= bytes_of(&taken);
        taken
    }

    /// Puts back what was taken last.
    pub(crate) fn put_back(&mut self, records: Vec<Record>) {
        self.size_bytes += bytes_of(&records);
        self.batch.splice(0..0, records);
    }

    /// Forgets messages whose visibility timeout is over: the queue has them back.
    pub(crate) fn drop_expired(&mut self, now: Time) {
        self.batch.retain(|record| record.held.until > now);
        self.size_bytes = bytes_of(&self.batch);
    }

    /// When the last visibility timeout of the batch ends.
    pub(crate) fn latest_until(&self) -> Option<Time> {
        self.batch.iter().map(|record| record.held.until).max()
    }
}

fn bytes_of(records: &[Record]) -> u64 {
    records.iter().map(|record| record.size_bytes).sum()
}
