//! The instant that the clock stands at, in the viewer's language: plain structs, integers, closed enums.
//! A page that compares a deadline with a clock misses a field here.

mod lambda;

use std::sync::Arc;

use sqs::{MessageId, QueueAttributes, QueueKind, Time};

use crate::{ConcurrencyChange, DeliveryFate, Event, InvocationOutcome, Label, Trouble, WorkerId};

pub use lambda::{ConcurrencyBound, MappingMode, MappingView, WaitingBatches};

mod bill;
mod cloudwatch;
mod scaling;

pub use bill::{BillView, MonthView, QueueBillView};
pub use cloudwatch::{AlarmView, Reading, ReadingTotals, Reported, Watches};
pub use scaling::{ScalingHold, ScalingOutlook, ScalingReason, ScalingView};
mod direct;
mod producers;
mod queues;
mod topics;
mod zones;

pub use direct::{CallsView, ServingView};
pub use producers::{BatchView, ProducerView, Rhythm, SchedulerView};
pub use queues::MoveTaskView;
pub use topics::{CopyOf, KeyView, PrincipalView, SubscriptionView, TopicView, WaitingDelivery};
pub use zones::ZoneView;

/// Everything there is to see at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Microseconds since the start.
    pub at_us: Time,
    /// Events of this instant that have happened.
    pub step: u64,
    /// Number of events since 0.
    pub event_index: u64,
    /// In the model's order.
    pub queues: Vec<QueueView>,
    /// In the model's order.
    pub producers: Vec<ProducerView>,
    /// In the model's order.
    pub consumers: Vec<ConsumerView>,
    /// Availability Zones, in the model's order.
    pub zones: Vec<ZoneView>,
    /// In the model's order.
    pub topics: Vec<TopicView>,
    /// In the model's order.
    pub principals: Vec<PrincipalView>,
    /// Messages that are drawn one by one, see [`QueueView::listed_all`]; by queue, then in order of arrival.
    pub messages: Vec<MessageView>,
    /// Messages that left within the last second of the run, for farewells.
    pub departed: Vec<DepartedView>,
    /// The latest events, newest last, at most 50.
    pub recent: Vec<Event>,
    /// CloudWatch's alarms: those of the model, then two of each target tracking policy.
    pub alarms: Vec<AlarmView>,
    /// What SQS bills.
    pub bill: BillView,
    /// Why the latest event happened, if there is more to say than the event itself.
    pub explanation: Option<Explanation>,
}

/// Totals of a queue since 0 (design: "a state, wherever one is printed").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueCounters {
    /// Now: can be received, or wait behind their group.
    pub visible: u64,
    /// Now: handed out.
    pub in_flight: u64,
    /// Now: before the end of a delay.
    pub delayed: u64,
    /// Accepted sends; no deduplicated sends, no arrivals by redrive.
    pub sent: u64,
    /// Sends that were accepted and not stored.
    pub deduplicated: u64,
    /// Messages handed out, every time.
    pub received: u64,
    /// Receives that came back with nothing.
    pub empty_receives: u64,
    /// Messages removed by a delete, once each.
    pub deleted: u64,
    /// Messages that left this queue for its dead-letter queue.
    pub dead_lettered: u64,
    /// Messages that came here as a dead-letter queue.
    pub arrived_dead: u64,
    /// Messages lost to retention.
    pub expired: u64,
    /// Deliveries of a message that some consumer had been given before.
    pub duplicates: u64,
    /// Milliseconds since the oldest stored message came into this queue; none when empty.
    pub age_of_oldest_ms: Option<u64>,
}

/// A queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueView {
    /// Index in the model.
    pub index: u32,
    /// The author's id.
    pub id: Arc<str>,
    /// AWS's name.
    pub name: Arc<str>,
    /// Standard or FIFO.
    pub kind: QueueKind,
    /// Its dead-letter queue by index, and the receives before it.
    pub redrive: Option<(u32, u32)>,
    /// `VisibilityTimeout` in seconds.
    pub visibility_timeout_s: u32,
    /// Its attributes as they are set now.
    pub attributes: QueueAttributes,
    /// The move task that empties it now.
    pub move_task: Option<MoveTaskView>,
    /// Counters.
    pub counters: QueueCounters,
    /// Receives that wait on it.
    pub waiting_polls: u64,
    /// True if all its messages are in [`View::messages`]; otherwise the 20 oldest of each bay and the pinned
    /// are.
    pub listed_all: bool,
    /// FIFO: lanes of groups that hold messages, by letter, at most 64.
    pub lanes: Vec<GroupLaneView>,
    /// Standard: tenants that are noisy now, by the index of their group's letters, in that order; messages of the
    /// others go first (sqs-facts §5). Empty while there are no others.
    pub noisy: Vec<u32>,
    /// What CloudWatch shows of it, beside the truth of the counters.
    pub reported: Option<Reported>,
    /// The KMS key that encrypts it, if one does.
    pub key: Option<KeyView>,
}

/// A message group of a FIFO queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupLaneView {
    /// Index of the group's letters, see [`Label`].
    pub group: u32,
    /// Messages stored.
    pub stored: u64,
    /// The message in flight or delayed that locks the lane.
    pub locked_by: Option<MessageId>,
}

/// Where a message is and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessagePhase {
    /// Before the end of its delay.
    Delayed {
        /// End.
        until_us: Time,
    },
    /// Can be received.
    Visible,
    /// Visible, but an earlier message of its group is in flight or delayed.
    Blocked {
        /// The message that locks the group.
        by: MessageId,
    },
    /// Handed out.
    InFlight {
        /// End of the visibility timeout.
        until_us: Time,
        /// What is left of the timeout, in thousandths.
        left_milli: u32,
        /// The worker that was handed it last; none if that was the user.
        holder: Option<WorkerId>,
    },
}

/// A message in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// Who.
    pub id: MessageId,
    /// Its label.
    pub label: Label,
    /// Index of the queue that holds it.
    pub queue: u32,
    /// Where in it.
    pub phase: MessagePhase,
    /// Since when it is in this phase.
    pub since_us: Time,
    /// Where it was before: none when it was just sent, else the phase's name and queue of before.
    pub came_from: Option<(SpanKind, u32)>,
    /// When it was sent.
    pub sent_us: Time,
    /// `ApproximateReceiveCount`.
    pub receive_count: u32,
    /// Times it took effect, the highest of any consumer group.
    pub effects: u32,
    /// What it is a copy of, if a topic delivered it.
    pub copy_of: Option<CopyOf>,
    /// Workers that hold it now: more than one means that it is being processed twice.
    pub holders: Vec<WorkerId>,
    /// Its kind, as its author calls it.
    pub kind: Option<Arc<str>>,
    /// Work on it always fails.
    pub is_poison: bool,
}

/// How a message left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// A worker, or the user (none), deleted it.
    Deleted {
        /// Who.
        by: Option<WorkerId>,
    },
    /// A mapping's filter did not let it through.
    Filtered {
        /// Index of the consumer.
        consumer: u32,
    },
    /// Retention ended.
    Expired,
    /// A send that was accepted and not stored; `id` is the original's.
    Deduplicated,
}

/// A message that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DepartedView {
    /// Who.
    pub id: MessageId,
    /// Its label.
    pub label: Label,
    /// The queue that it left.
    pub queue: u32,
    /// When.
    pub at_us: Time,
    /// How.
    pub how: Departure,
}

/// A consumer group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerView {
    /// The author's id.
    pub id: Arc<str>,
    /// Index of its queue; none if it is called directly.
    pub from: Option<u32>,
    /// Queues of lower priority that its workers turn to, by index.
    pub then: Vec<u32>,
    /// Thousandths of the usual time that work takes which begins now; 1,000 unless it is slow.
    pub pace_milli: u32,
    /// Does it remember what took effect?
    pub idempotent: bool,
    /// Effects so far, repeats included.
    pub effects: u64,
    /// Effects that were repeats.
    pub effects_repeated: u64,
    /// Deliveries that an idempotent group recognised and skipped.
    pub skipped: u64,
    /// All its workers; of a Lambda function the execution environments up to the last that was ever started.
    pub workers: Vec<WorkerView>,
    /// Its event source mapping, if it is a Lambda function.
    pub mapping: Option<MappingView>,
    /// Its instances, if it is an Auto Scaling group.
    pub scaling: Option<ScalingView>,
    /// Its side of direct calls, if it is called directly.
    pub serving: Option<ServingView>,
}

/// What a worker has of the message that it works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The visibility timeout of its receive runs, and no newer receive has the message.
    Held,
    /// The same, but a newer receive was handed the message too: a second copy.
    Shared,
    /// The visibility timeout of its receive has ended: the message may be visible or with another worker.
    Lost,
    /// The message is deleted, expired or with the dead letters.
    Gone,
}

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerState {
    /// Its receive waits at the queue.
    Polling {
        /// Since when.
        since_us: Time,
    },
    /// It waits for an answer from SQS.
    Calling {
        /// Since when.
        since_us: Time,
    },
    /// It works.
    Working {
        /// On what.
        message: MessageId,
        /// Since when.
        since_us: Time,
        /// Until when.
        until_us: Time,
        /// Thousandths done.
        done_milli: u32,
        /// What it still has of the message.
        hold: Hold,
    },
    /// It is down.
    Crashed {
        /// Since when.
        since_us: Time,
        /// When it will be back, if ever.
        until_us: Option<Time>,
    },
    /// An execution environment starts for its first batch.
    Starting {
        /// Since when.
        since_us: Time,
        /// Until when.
        until_us: Time,
    },
    /// An execution environment waits for a batch.
    Idle {
        /// Since when.
        since_us: Time,
    },
    /// It is not running.
    Absent,
    /// It sleeps between two receives.
    Resting {
        /// Since when.
        since_us: Time,
        /// Until when.
        until_us: Time,
    },
    /// It neither works nor dies.
    Hung {
        /// Since when.
        since_us: Time,
        /// When it will go on, if ever.
        until_us: Option<Time>,
        /// What it was working on.
        message: Option<MessageId>,
    },
    /// It has stopped in an orderly way.
    Stopped {
        /// Since when.
        since_us: Time,
    },
    /// Its consumer is away.
    Away {
        /// Since when.
        since_us: Time,
        /// Until when.
        until_us: Time,
    },
    /// It is called directly, and waits for a call.
    Listening {
        /// Since when.
        since_us: Time,
    },
    /// It works on a direct call.
    Serving {
        /// Index of the producer that calls.
        producer: u32,
        /// Number of the call at its producer, from 1.
        number: u32,
        /// Since when.
        since_us: Time,
        /// Until when.
        until_us: Time,
        /// Thousandths done.
        done_milli: u32,
        /// Does the caller still wait for the answer?
        is_awaited: bool,
    },
}

/// A worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerView {
    /// Who.
    pub id: WorkerId,
    /// What it does.
    pub state: WorkerState,
    /// Messages of its batch that are not done, the one it works on first, with their labels.
    pub holds: Vec<(MessageId, Label)>,
    /// Messages finished so far.
    pub finished: u64,
    /// Its Availability Zone by index in [`View::zones`].
    pub zone: Option<u32>,
    /// It was asked to stop, and finishes what it has.
    pub is_stopping: bool,
    /// When its heartbeat last extended what it holds, and by how many seconds from then.
    pub extended: Option<(Time, u32)>,
}

/// The kind of a stretch of time, for lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SpanKind {
    Delayed,
    Visible,
    InFlight,
    Polling,
    /// An execution environment that waits, or is not there; a worker that waits for a direct call.
    Idle,
    /// An execution environment that starts.
    Starting,
    Working,
    /// Work on a message whose timeout has run out.
    Overrun,
    Crashed,
    Gone,
    Hung,
    /// Stopped in an orderly way, or away.
    Stopped,
}

/// A stretch of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneSpan {
    /// Start.
    pub from_us: Time,
    /// End; the clock if it goes on.
    pub to_us: Time,
    /// Kind.
    pub kind: SpanKind,
    /// The message, on a worker's lane; the n-th receive, as a number, on a message's.
    pub message: Option<MessageId>,
    /// Receive count on a message's lane.
    pub receive_count: u32,
}

/// A line of a message's life story. Each can be sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoryLine {
    /// Where to seek.
    pub position: crate::Position,
    /// What happened.
    pub event: Event,
    /// Who did it, where a worker did.
    pub worker: Option<WorkerId>,
    /// `ApproximateReceiveCount` at that moment.
    pub receive_count: u32,
    /// End of the visibility timeout after it, while in flight.
    pub visible_until_us: Option<Time>,
    /// Why.
    pub why: Option<Explanation>,
}

/// Why something happened, as numbers and ids. `scenario::text` makes the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Explanation {
    /// Delivered again: its timeout ended before anyone deleted it. `holder` was still at work, or had
    /// crashed.
    TimeoutEndedBeforeDelete {
        message: MessageId,
        timeout_ms: u64,
        ended_at_us: Time,
        holder: Option<WorkerId>,
        holder_crashed: bool,
        holder_hung: bool,
        holder_terminated: bool,
    },
    /// A standard queue kept a second copy on another server.
    SecondCopy { message: MessageId },
    /// Moved since the next receive would have passed the limit.
    UsedUpReceives { message: MessageId, max_receive_count: u32 },
    /// Nothing is wrong: a receive hides a message for a while, it does not remove it.
    ReceiveHides { message: MessageId, until_us: Time },
    /// It waits behind an earlier message of its group.
    GroupLocked { message: MessageId, by: MessageId },
    /// Retention ended; no dead-letter queue gets it.
    RetentionEnded { message: MessageId, after_ms: u64 },
    /// The message took effect a second time.
    TookEffectAgain { message: MessageId, worker: WorkerId, times: u32 },
    /// The same deduplication id within five minutes.
    SameDeduplicationId { original: MessageId },
    /// The answer to the producer's call was lost, so it sent the message once more: `original` is there too.
    SentAgain { producer: u32, message: MessageId, original: MessageId },
    /// The answer to the producer's call was lost, so it sent the message once more: the same id kept it from
    /// being stored twice.
    RetryDeduplicated { producer: u32, original: MessageId },
    /// SQS has the message, but the producer cannot know it: to it a lost answer looks like a lost call.
    ReplyLost { producer: u32, message: MessageId },
    /// The delete used a handle whose timeout had ended.
    StaleHandle { message: MessageId },
    /// Why an Auto Scaling group wants more or fewer instances, and what target tracking aims at.
    Scaled { consumer: u32, from: u32, to: u32, why: ScalingReason, target_milli: Option<u64> },
    /// Scale-in takes an instance whatever it is at: its message comes back when its visibility timeout ends.
    ScaleInTook { worker: WorkerId, message: Option<MessageId>, visible_at_us: Option<Time> },
    /// A worker that dies tells nobody: SQS only sees that no delete comes.
    CrashIsSilent { worker: WorkerId, message: Option<MessageId>, visible_at_us: Option<Time> },
    /// Nothing of a batch is deleted: all of it comes back when its visibility timeouts end. `failed` is the
    /// message that failed, if one did.
    BatchComesBack {
        worker: WorkerId,
        outcome: InvocationOutcome,
        failed: Option<MessageId>,
        messages: u32,
        visible_at_us: Option<Time>,
    },
    /// Only what the function named comes back, the rest of the batch is deleted.
    ReportedComeBack { worker: WorkerId },
    /// The message comes back, though its own work may have gone well, since its batch ended like this.
    CameBackWithBatch {
        message: MessageId,
        worker: WorkerId,
        outcome: InvocationOutcome,
        failed: Option<MessageId>,
    },
    /// As many invocations run as may: the batch waits in the mapping, and its receives count already.
    Throttled { consumer: u32, messages: u32, reserved: u32 },
    /// The visibility timeout ended before the function was invoked with the message.
    NeverInvoked { message: MessageId, consumer: u32 },
    /// The batch is not full and its window is open.
    WindowOpen { consumer: u32, messages: u32, batch: u32, until_us: Time },
    /// The mapping may have more or fewer invocations at once than before.
    ConcurrencyChanged { consumer: u32, limit: u32, ceiling: u32, why: ConcurrencyChange },
    /// The filter did not let it through: the mapping deleted it, and no invocation saw it.
    FilteredAndDeleted { consumer: u32, message: MessageId },
    /// SNS could not deliver, in its attempt of this number; the next is that much later, if there is one.
    DeliveryFailed {
        topic: u32,
        subscription: u32,
        trouble: Trouble,
        fate: DeliveryFate,
        attempt: u32,
        wait_ms: u64,
    },
    /// The subscription's filter policy does not match: nothing is sent, and nothing is kept.
    FilteredOut { topic: u32, subscription: u32 },
    /// A FIFO topic accepted a message whose deduplication id it had seen within five minutes.
    PublishedAgain { topic: u32, original: u64 },
    /// A policy, or a key, does not let a call through; the principal is none if the owner called.
    CallDenied { principal: Option<u32>, trouble: Trouble },
    /// A worker that hangs looks to SQS like one that works.
    HangIsSilent { worker: WorkerId, message: Option<MessageId>, visible_at_us: Option<Time> },
    /// The worker still works on it, and says so in time.
    ExtendedByHeartbeat { worker: WorkerId, message: MessageId, until_us: Time },
    /// 12 hours after the receive no message can be kept hidden any longer.
    HeartbeatRefused { worker: WorkerId, message: MessageId },
    /// A direct call found no worker free: nothing holds it until one is.
    NoWorkerFree { consumer: u32, workers: u32, accept: u32 },
    /// A direct call was still waiting for a worker, or for the work, when its caller gave up.
    CallerGaveUp { producer: u32, timeout_ms: u64 },
    /// The caller of a direct call had given up before the work was done.
    WorkedForNobody { producer: u32, worker: WorkerId },
    /// A direct call is lost with the worker that was at it: nothing has kept it.
    CallDiedWithWorker { producer: u32, worker: WorkerId },
    /// The work failed since it fails on this message whoever tries.
    AlwaysFails { worker: WorkerId, message: MessageId },
}
