//! The engine: one region's queues.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::moment::Moment;
use crate::polls::Parked;
use crate::queue::{Line, Queue};
use crate::soonest::Soonest;
use crate::store::Store;
use crate::usage::Usage;
use crate::{
    Caller, Command, Delivery, Dice, Event, KmsTrouble, MICROS_PER_S, MessageId, MoveTaskId, MoveTaskView,
    QueueAttributes, QueueId, QueueKind, ReceiptHandle, Refusal, Reply, Storage, Tags, Ticket, Time,
};

/// The latest instant that is told apart, some 290,000 years after the start.
const LATEST: Time = Time::MAX / 2;

/// Where and when an engine stands, as its queues' ARNs and AWS's dates tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Begin of a queue's ARN, up to the account: `arn:aws:sqs:us-east-1:`.
    pub arn_prefix: Arc<str>,
    /// Microseconds from 1970 to the engine's instant 0.
    pub epoch_us: u64,
}

impl Default for Region {
    /// `us-east-1`, from the start of 2026 on.
    fn default() -> Self {
        Self { arn_prefix: "arn:aws:sqs:us-east-1:".into(), epoch_us: 1_767_225_600 * MICROS_PER_S }
    }
}

/// All queues of one region. Plain data: a clone is a whole second world.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    pub(crate) region: Region,
    /// The latest instant it was told of.
    pub(crate) now: Time,
    pub(crate) store: Store,
    /// By number; a deleted queue leaves a hole.
    pub(crate) queues: Vec<Option<Box<Queue>>>,
    /// By account and name.
    pub(crate) names: BTreeMap<u64, BTreeMap<Arc<str>, QueueId>>,
    /// Account and name of every queue that there ever was, by number.
    pub(crate) all_names: Vec<(u64, Arc<str>)>,
    /// Names that nobody has now, with the instant of the deletion, from which they are blocked for a while.
    pub(crate) deleted_names: BTreeMap<(u64, Arc<str>), (Time, QueueId)>,
    /// No deadline of a queue comes before the one written here; it may be gone.
    pub(crate) soonest: Soonest,
    pub(crate) last_ticket: u64,
    pub(crate) last_move_task: u64,
    /// The queue that each remembered move task empties.
    pub(crate) move_tasks: BTreeMap<MoveTaskId, QueueId>,
    /// Where each waiting receive waits.
    pub(crate) parked: Parked,
    /// What nobody has taken yet, in no order: a client takes its answer as soon as it hears of it.
    pub(crate) answers: Vec<(Ticket, Result<Vec<Delivery>, Refusal>)>,
    /// The memory of an answer that was given back.
    pub(crate) spare: Vec<Delivery>,
    /// Queues where something changed that may answer a waiting receive.
    pub(crate) woken: Vec<QueueId>,
    /// What queues were used for, by number; it outlives them.
    pub(crate) usage: Vec<Usage>,
    /// Requests that belong to no queue, by account.
    pub(crate) other_requests: BTreeMap<u64, u64>,
    /// KMS keys that cannot be used, and why.
    pub(crate) broken_keys: BTreeMap<Arc<str>, KmsTrouble>,
}

/// The three counts of a queue, exact (sqs-facts §2.8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Stored and neither in flight nor delayed; FIFO messages behind a locked group count here.
    pub visible: u64,
    /// Handed out, not deleted, visibility timeout running.
    pub in_flight: u64,
    /// Waiting for the end of a delay.
    pub delayed: u64,
}

/// Where a stored message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// Its delay ends at this instant.
    Delayed {
        /// End of the delay.
        until: Time,
    },
    /// Can be received, unless its FIFO group is locked.
    Visible {
        /// Since when.
        since: Time,
    },
    /// Hidden after a receive.
    InFlight {
        /// When it was handed out last.
        since: Time,
        /// End of the visibility timeout.
        until: Time,
    },
}

/// A stored message, read-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// Who.
    pub id: MessageId,
    /// The queue that holds it now.
    pub queue: QueueId,
    /// Where it is.
    pub state: MessageState,
    /// `SentTimestamp`.
    pub sent_at: Time,
    /// The instant from which retention counts (sqs-facts §2.7).
    pub enqueued_at: Time,
    /// When retention ends.
    pub expires_at: Time,
    /// `ApproximateReceiveCount`.
    pub receive_count: u32,
    /// The handle of the latest receive; none if it was never received.
    pub latest_handle: Option<ReceiptHandle>,
    /// `MessageGroupId`.
    pub group: Option<Arc<str>>,
    /// True on a FIFO queue if an earlier message of its group is in flight or delayed (sqs-facts §3.2).
    pub blocked: bool,
    /// The server that holds it, on standard queues.
    pub shard: u32,
}

/// A queue, read-only.
#[derive(Clone, Copy, Debug)]
pub struct QueueView<'a> {
    /// AWS's name.
    pub name: &'a str,
    /// The owner's account.
    pub account: u64,
    /// Standard or FIFO.
    pub kind: QueueKind,
    /// Its attributes as they are set, which is what AWS shows.
    pub attributes: &'a QueueAttributes,
    /// Its attributes as they work; older ones while a change spreads ([`Storage::attribute_propagation_s`]).
    pub in_effect: &'a QueueAttributes,
    /// Its tags, by key.
    pub tags: &'a Tags,
    /// When it was created.
    pub created_at: Time,
    /// When its attributes were changed last.
    pub modified_at: Time,
    /// Its machinery.
    pub storage: Storage,
    /// Its counts.
    pub counts: Counts,
    /// Receives that wait on it.
    pub waiting_polls: u64,
    /// When the oldest stored message came into this queue; none if empty.
    pub oldest_arrived_at: Option<Time>,
    /// FIFO: groups that have a message in flight.
    pub groups_in_flight: u64,
    /// Fair queues: groups that are noisy now (sqs-facts §5).
    pub noisy_groups: u64,
    /// Its counts without the messages of noisy groups.
    pub quiet_counts: Counts,
    /// The move task that empties it now.
    pub move_task: Option<&'a MoveTaskView>,
}

/// The message groups of a standard queue that wait behind the others (sqs-facts §5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// By name.
    pub groups: Vec<Arc<str>>,
    /// Their messages.
    pub counts: Counts,
}

impl Engine {
    /// An engine without queues.
    pub fn new() -> Self {
        Self::default()
    }

    /// An engine without queues, in this region.
    pub fn in_region(region: Region) -> Self {
        Self { region, ..Self::default() }
    }

    /// Where and when it stands.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// Does [`Engine::advance`], then the call. Events are appended.
    ///
    /// # Errors
    /// What AWS would refuse, see [`Refusal`]; the engine is then as `advance` left it.
    pub fn apply(
        &mut self,
        now: Time,
        caller: &Caller,
        command: Command,
        dice: &mut dyn Dice,
        events: &mut Vec<Event>,
    ) -> Result<Reply, Refusal> {
        let moment = &mut Moment::new(self.not_before(now), dice, events);
        self.pass(moment);
        self.call(caller, command, moment)
    }

    /// Handles every deadline up to and including `now`, one by one, each at its own instant, in the order of
    /// sqs-facts §15: attributes that come into effect, retention, delay, visibility, move tasks, waiting receives
    /// in order of arrival. One call over 14 days equals many small ones.
    pub fn advance(&mut self, now: Time, dice: &mut dyn Dice, events: &mut Vec<Event>) {
        self.pass(&mut Moment::new(self.not_before(now), dice, events));
    }

    /// The next instant at which something happens by itself.
    pub fn next_deadline(&mut self) -> Option<Time> {
        self.next_deadline_by(LATEST)
    }

    /// As [`Engine::next_deadline`], if that comes by this instant. Cheap as long as nothing does.
    pub fn next_deadline_by(&mut self, latest: Time) -> Option<Time> {
        while self.soonest.least() <= latest.min(LATEST) {
            let least = self.soonest.least();
            // What was due then may be gone: a delete leaves its deadline behind until somebody asks.
            let queue = QueueId(self.soonest.due(0, least)?);
            self.schedule(queue);
            if self.soonest.of(queue.0) == least {
                return Some(least);
            }
        }
        None
    }

    /// The messages that answered a parked receive, or the refusal if its queue was deleted.
    /// Each ticket of a [`crate::EventKind::PollAnswered`] can be taken once.
    pub fn take_answer(&mut self, ticket: Ticket) -> Option<Result<Vec<Delivery>, Refusal>> {
        let place = self.answers.iter().rposition(|(answered, _)| *answered == ticket)?;
        Some(self.answers.swap_remove(place).1)
    }

    /// Takes back the memory of messages that were received, for a coming receive.
    pub fn give_back(&mut self, mut messages: Vec<Delivery>) {
        if messages.capacity() > self.spare.capacity() {
            messages.clear();
            self.spare = messages;
        }
    }

    /// Fault of AWS's machinery: the next hand-out of this standard queue leaves a second copy behind,
    /// which another receive gets (sqs-facts §2.1). Does nothing on a FIFO queue or a missing one.
    pub fn leave_second_copy(&mut self, queue: QueueId) {
        if let Some(Some(queue)) = self.queues.get_mut(queue.0 as usize)
            && let Line::Standard(shards) = &mut queue.line
        {
            shards.leave_copy = true;
        }
    }

    /// The queue of this owner and name, if it exists.
    pub fn find_queue(&self, account: u64, name: &str) -> Option<QueueId> {
        self.names.get(&account)?.get(name).copied()
    }

    /// Account and name of a queue that exists or once did.
    pub fn name_of(&self, queue: QueueId) -> Option<(u64, &str)> {
        self.all_names.get(queue.0 as usize).map(|(account, name)| (*account, &**name))
    }

    /// Makes the coming clone cheap: what has not changed since the last call is shared by both.
    pub fn share(&mut self) {
        self.store.share();
        for queue in self.queues.iter_mut().flatten() {
            queue.share();
        }
    }

    /// Bytes on the heap that are this engine's own, shared parts left out; an estimate for budgets.
    pub fn heap_bytes(&self) -> u64 {
        let queues: usize = self.queues.iter().flatten().map(|queue| queue.heap_bytes()).sum();
        let usage = self.usage.capacity() * size_of::<Usage>();
        (self.store.heap_bytes() + queues + usage) as u64
    }

    /// Time never falls, and stays where sums of times cannot overflow.
    pub(crate) fn not_before(&self, now: Time) -> Time {
        now.min(LATEST).max(self.now)
    }

    /// A queue that exists.
    #[inline]
    pub(crate) fn get(&self, queue: QueueId) -> Option<&Queue> {
        self.queues.get(queue.0 as usize)?.as_deref()
    }

    /// A queue that a call needs.
    #[inline]
    pub(crate) fn existing(&self, queue: QueueId) -> Result<&Queue, Refusal> {
        match self.get(queue) {
            Some(queue) => Ok(queue),
            None => Err(Refusal::QueueDoesNotExist),
        }
    }
}
