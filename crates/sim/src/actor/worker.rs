//! What a worker is at.

use sqs::{Delivery, MessageId, ReceiptHandle, Ticket, Time};

use super::Request;
use crate::chance::{Domain, Stream};
use crate::{ConsumerModel, MessageKind, WorkTime, WorkerId};

/// Microseconds; no work takes longer (12 days: longer than any visibility timeout by far).
const WORK_US_MAX: Time = 12 * 86_400 * sqs::MICROS_PER_S;

/// A message of a worker's batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) message: MessageId,
    pub(crate) handle: ReceiptHandle,
    /// When the visibility timeout of this receive ends, extensions included.
    pub(crate) until: Time,
    /// A heartbeat still extends it: none was refused.
    pub(crate) is_extended: bool,
}

impl Held {
    /// What a receive handed out.
    pub(crate) fn of(delivery: &Delivery) -> Self {
        Self {
            message: delivery.message,
            handle: delivery.handle,
            until: delivery.visible_at,
            is_extended: true,
        }
    }
}

/// Who asked for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asker {
    /// A worker, by its place.
    Worker(u32),
    /// A poller of an event source mapping.
    Poller { mapping: u32, poller: u32 },
    /// The user, by the number of the input.
    User(u32),
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
    /// It sleeps between two rounds of receives.
    Resting { since: Time, until: Time },
    /// It hangs in the middle of something.
    Hung { since: Time, until: Option<Time>, amid: Amid },
    /// It has stopped in an orderly way.
    Stopped { since: Time },
    /// Its consumer is away.
    Away { since: Time, until: Time },
    /// It is called directly, and waits for a call.
    Listening { since: Time },
    /// It works on a direct call.
    Serving { since: Time, until: Time, fails: bool },
}

/// What a worker was at when it began to hang.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Amid {
    /// Its receive waits at the queue.
    Polling { ticket: Ticket },
    /// It waited for an answer, which is there by now, or slept.
    Waiting,
    /// It worked, and has so much to do still.
    Working { left_us: Time, fails: bool },
}

impl Phase {
    /// The receive that waits at a queue.
    pub(crate) fn ticket(self) -> Option<Ticket> {
        match self {
            Self::Polling { ticket, .. } | Self::Hung { amid: Amid::Polling { ticket }, .. } => Some(ticket),
            _ => None,
        }
    }
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
    /// The direct call that it works on.
    pub(crate) request: Option<Request>,
    /// Messages that are done and will be deleted with the batch.
    pub(crate) done: Vec<Held>,
    pub(crate) finished: u64,
    /// It was asked to stop in an orderly way.
    pub(crate) is_stopping: bool,
    /// Which of its queues it asks next, by priority.
    pub(crate) rank: u32,
    /// It has slept since its latest round of receives.
    pub(crate) is_rested: bool,
    /// Ends with a batch, and the wakes of its heartbeat.
    pub(crate) beat: u32,
    /// Its heartbeat runs.
    pub(crate) is_beating: bool,
    /// When a heartbeat last extended what it holds.
    pub(crate) extended_at: Option<Time>,
    /// It is down since its zone is.
    pub(crate) is_down_with_zone: bool,
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
            request: None,
            done: Vec::new(),
            finished: 0,
            is_stopping: false,
            rank: 0,
            is_rested: true,
            beat: 0,
            is_beating: false,
            extended_at: None,
            is_down_with_zone: false,
            chance: Stream::new(seed, Domain::Worker, &name),
        }
    }

    /// Neither dead nor stopped nor absent.
    pub(crate) fn runs(&self) -> bool {
        !self.is_down()
    }

    /// It does not run: dead, stopped, or not there.
    pub(crate) fn is_down(&self) -> bool {
        matches!(self.phase, Phase::Down { .. } | Phase::Stopped { .. } | Phase::Absent)
    }

    /// Ends what it was at: its wakes, its batch, its direct call, its heartbeat.
    pub(crate) fn end_life(&mut self, phase: Phase) {
        self.life += 1;
        self.batch.clear();
        self.request = None;
        self.done.clear();
        self.next = 0;
        self.rank = 0;
        self.is_stopping = false;
        self.is_rested = true;
        self.phase = phase;
        self.end_heartbeat();
    }

    pub(crate) fn end_heartbeat(&mut self) {
        if self.is_beating {
            self.is_beating = false;
            self.beat += 1;
        }
        self.extended_at = None;
    }

    /// It holds messages that it has not finished, or not deleted.
    pub(crate) fn has_messages(&self) -> bool {
        !self.held().is_empty() || !self.done.is_empty()
    }

    /// The message to work on, or that it works on.
    pub(crate) fn current(&self) -> Option<Held> {
        self.batch.get(self.next as usize).copied()
    }

    /// Messages of the batch that are not done.
    pub(crate) fn held(&self) -> &[Held] {
        self.batch.get(self.next as usize..).unwrap_or_default()
    }

    /// Draws how long the work on the next message takes, and whether it fails. `pace_milli` is 1,000 unless the
    /// consumer is slow.
    pub(crate) fn draw_work(
        &mut self,
        model: &ConsumerModel,
        kind: Option<&MessageKind>,
        pace_milli: u32,
    ) -> (Time, bool) {
        let work_us = match kind.and_then(|kind| kind.work).unwrap_or(model.work) {
            WorkTime::Fixed(us) => us,
            WorkTime::Uniform(from, to) => from + self.chance.below(to.saturating_sub(from) + 1),
            WorkTime::Exponential(mean) => self.chance.exponential_us(mean as f64),
            WorkTime::Lognormal(median, sigma_milli) => self.chance.lognormal_us(median, sigma_milli),
        };
        let work_us = work_us.min(WORK_US_MAX) * u64::from(pace_milli) / 1_000;
        // The dice are asked in any case: a message that turns poison leaves the luck of the others alone.
        let fails = self.chance.chance(model.failure_ppm);
        (work_us.min(WORK_US_MAX), fails || kind.is_some_and(|kind| kind.poison))
    }
}
