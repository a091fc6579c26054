//! What a worker is at.

use sqs::{MessageId, ReceiptHandle, Ticket, Time};

use crate::chance::{Domain, Stream};
use crate::{ConsumerModel, WorkTime, WorkerId};

/// Microseconds; no work takes longer (12 days: longer than any visibility timeout by far).
const WORK_US_MAX: Time = 12 * 86_400 * sqs::MICROS_PER_S;

/// A message of a worker's batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) message: MessageId,
    pub(crate) handle: ReceiptHandle,
    /// When the visibility timeout of this receive ends.
    pub(crate) until: Time,
}

/// Who asked for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asker {
    /// A worker, by its place.
    Worker(u32),
    /// A poller of an event source mapping.
    Poller { mapping: u32, poller: u32 },
}

/// What a worker waits for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Phase {
    /// Its receive waits at the queue.
    Polling { since: Time, ticket: Ticket },
    /// An answer is on its way.
    Calling { since: Time },
    /// It works on the message at `next`.
    Working { since: Time, until: Time, fails: bool },
    /// It is dead.
    Down { since: Time, until: Option<Time> },
    /// An execution environment that begins with its batch at `until`.
    Starting { since: Time, until: Time },
    /// An execution environment that waits for a batch.
    Idle { since: Time },
    /// It is not running: an instance that was not launched, an environment that nobody needs.
    Absent,
}

/// A worker's state.
#[derive(Clone, Debug)]
pub(crate) struct Worker {
    pub(crate) id: WorkerId,
    /// Ends with a crash, and all wakes of it.
    pub(crate) life: u32,
    pub(crate) phase: Phase,
    /// The answer of the latest receive.
    pub(crate) batch: Vec<Held>,
    /// Place of the first message of the batch that is not done.
    pub(crate) next: u32,
    pub(crate) finished: u64,
    chance: Stream,
}

impl Worker {
    pub(crate) fn new(seed: u32, id: WorkerId, model: &ConsumerModel) -> Self {
        let name = format!("{}/{}", model.id, id.index + 1);
        Self {
            id,
            life: 0,
            phase: Phase::Calling { since: 0 },
            batch: Vec::new(),
            next: 0,
            finished: 0,
            chance: Stream::new(seed, Domain::Worker, &name),
        }
    }

    /// Neither dead nor absent.
    pub(crate) fn runs(&self) -> bool {
        !matches!(self.phase, Phase::Down { .. } | Phase::Absent)
    }

    pub(crate) fn is_down(&self) -> bool {
        matches!(self.phase, Phase::Down { .. })
    }

    /// The message to work on, or that it works on.
    pub(crate) fn current(&self) -> Option<Held> {
        self.batch.get(self.next as usize).copied()
    }

    /// Messages of the batch that are not done.
    pub(crate) fn held(&self) -> &[Held] {
        self.batch.get(self.next as usize..).unwrap_or_default()
    }

    /// Draws how long the work on the next message takes, and whether it fails.
    pub(crate) fn draw_work(&mut self, model: &ConsumerModel) -> (Time, bool) {
        let work_us = match model.work {
            WorkTime::Fixed(us) => us,
            WorkTime::Uniform(from, to) => from + self.chance.below(to.saturating_sub(from) + 1),
            WorkTime::Exponential(mean) => self.chance.exponential_us(mean as f64),
            WorkTime::Lognormal(median, sigma_milli) => self.chance.lognormal_us(median, sigma_milli),
        };
        (work_us.min(WORK_US_MAX), self.chance.chance(model.failure_ppm))
    }
}
