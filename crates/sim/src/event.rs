//! What happened in the world, in order: the engine's events and the actors'.

mod access;
mod direct;
mod lambda;
mod topic;

use sqs::{MessageId, QueueId, Time};

use crate::{AlarmState, QueueChange, ScalingReason, WorkerId};

pub use access::AccessDenial;
pub(crate) use access::key_trouble_number;
pub use direct::CallOutcome;
pub use lambda::{ConcurrencyChange, InvocationOutcome};
pub use topic::DeliveryFate;

/// Something that happened at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Time,
    /// What.
    pub kind: Kind,
}

/// Values of events that say how much: packed events have 40 bits for them, one of which is none.
const VALUE_MAX: u64 = (1 << 40) - 2;

impl Event {
    /// A value as far as an event can tell it.
    pub(crate) fn packable_value(value: u64) -> u64 {
        value.min(VALUE_MAX)
    }
}

/// Why a call failed, in the world's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The handle had expired or was not valid any more.
    HandleExpired,
    /// Too many messages in flight.
    OverLimit,
    /// The queue does not exist.
    QueueDoesNotExist,
    /// Anything else that SQS refuses.
    Refused,
    /// More calls than the queue takes (sqs-facts §3.6).
    Throttled,
    /// The message would be hidden for more than 12 hours since its receive (sqs-facts §2.4).
    HiddenTooLong,
    /// The queue was purged less than a minute ago (sqs-facts §1.13).
    PurgedJustNow,
    /// A move task empties the queue already (sqs-facts §4.3).
    RedriveRuns,
    /// No move task empties the queue, or it is being cancelled already.
    NoRedriveRuns,
    /// No queue names this one as its dead-letter queue.
    NotADeadLetterQueue,
    /// Policies do not let the caller do it (sqs-facts §10.1).
    AccessDenied(AccessDenial),
    /// The queue's KMS key cannot be used, or not by the caller (sqs-facts §10.2).
    KmsDenied(sqs::KmsTrouble),
    /// More message attributes than SQS takes.
    TooManyAttributes,
    /// The message is larger than the queue takes.
    TooLong,
}

/// Why a worker stopped in an orderly way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// Its group shrank.
    ScaleIn,
    /// It was asked to, and has finished what it had.
    Drained,
    /// Its consumer is away for a while.
    Away,
}

/// A closed list. Queue ids of the engine are indexes of [`crate::Model::queues`], in order.
/// A new kind is added at the end and takes a new tag in the trace hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The engine's own.
    Engine(sqs::EventKind),
    /// A producer's send got through; follows the engine's `Sent` or `Deduplicated`.
    Produced {
        /// Index of the producer.
        producer: u32,
        /// The message.
        message: MessageId,
    },
    /// The engine's preceding `Received` was for this worker.
    HandedTo {
        /// Who got it.
        worker: WorkerId,
        /// What.
        message: MessageId,
    },
    /// A worker begins to work on a message.
    WorkStarted {
        /// Who.
        worker: WorkerId,
        /// On what.
        message: MessageId,
        /// When it will be done.
        done_at: Time,
    },
    /// Work is done and took effect in the world outside ("charged").
    TookEffect {
        /// Who.
        worker: WorkerId,
        /// The message.
        message: MessageId,
        /// How many times this message has now taken effect in this consumer group; 2 is a duplicate effect.
        times: u32,
    },
    /// An idempotent consumer saw that the message had taken effect before.
    SkippedAsDone {
        /// Who.
        worker: WorkerId,
        /// The message.
        message: MessageId,
    },
    /// Work failed; the message is not deleted.
    WorkFailed {
        /// Who.
        worker: WorkerId,
        /// The message.
        message: MessageId,
    },
    /// Work is done, and the worker forgets to delete.
    ForgotToDelete {
        /// Who.
        worker: WorkerId,
        /// The message.
        message: MessageId,
    },
    /// A call of a worker was refused.
    CallRefused {
        /// Who.
        worker: WorkerId,
        /// The message, if the call was about one.
        message: Option<MessageId>,
        /// Why.
        trouble: Trouble,
    },
    /// A worker died.
    Crashed {
        /// Who.
        worker: WorkerId,
        /// True if the user did it.
        by_user: bool,
    },
    /// A worker is back.
    CameBack {
        /// Who.
        worker: WorkerId,
        /// True if the user did it.
        by_user: bool,
    },
    /// A scripted second copy is armed on a queue.
    SecondCopyArmed {
        /// The queue.
        queue: QueueId,
    },
    /// The user sent a message; follows the engine's `Sent`.
    UserSent {
        /// The message.
        message: MessageId,
    },
    /// The user deleted a message; follows the engine's events.
    UserDeleted {
        /// The message.
        message: MessageId,
    },
    /// The user set a message's visibility timeout to 0; follows the engine's events.
    UserMadeVisible {
        /// The message.
        message: MessageId,
    },
    /// An input of the user could not be carried out when its time came.
    InputRefused {
        /// Why.
        trouble: Trouble,
    },
    /// The user made a call; follows the engine's events.
    UserCalled {
        /// Why it was refused; none if it was not.
        trouble: Option<Trouble>,
    },
    /// A producer's send was refused; it goes on with its next message.
    SendRefused {
        /// Index of the producer.
        producer: u32,
        /// Why.
        trouble: Trouble,
    },
    /// The engine's preceding `Received` was for a poller of this consumer's event source mapping.
    Polled {
        /// Index of the consumer.
        consumer: u32,
        /// What.
        message: MessageId,
    },
    /// The function is invoked with a batch; the messages follow as `HandedTo`.
    Invoked {
        /// The execution environment.
        worker: WorkerId,
        /// Messages in the batch.
        messages: u32,
        /// The environment must be started for it.
        cold: bool,
    },
    /// An invocation is over; the mapping's deletes follow.
    InvocationEnded {
        /// The execution environment.
        worker: WorkerId,
        /// How.
        outcome: InvocationOutcome,
    },
    /// No environment may run for a batch: the mapping will try again.
    InvocationThrottled {
        /// Index of the consumer.
        consumer: u32,
        /// Messages in the batch.
        messages: u32,
    },
    /// A message does not match the mapping's filter: it is deleted without an invocation.
    FilteredByMapping {
        /// Index of the consumer.
        consumer: u32,
        /// The message.
        message: MessageId,
    },
    /// A mapping may have more or fewer invocations at once from now on.
    ConcurrencyChanged {
        /// Index of the consumer.
        consumer: u32,
        /// Invocations at once.
        limit: u32,
        /// Why.
        why: ConcurrencyChange,
    },
    /// An Auto Scaling group wants more or fewer instances.
    DesiredChanged {
        /// Index of the consumer.
        consumer: u32,
        /// Before.
        from: u32,
        /// Now.
        to: u32,
        /// Why.
        why: ScalingReason,
    },
    /// An instance of an Auto Scaling group is in service and polls.
    WorkerLaunched {
        /// Which.
        worker: WorkerId,
    },
    /// An alarm's state has changed.
    AlarmChanged {
        /// Index of the alarm: those of the model first, then two of each target tracking policy.
        alarm: u32,
        /// The new state.
        state: AlarmState,
        /// The latest datapoint in thousandths, if there is one.
        value_milli: Option<u64>,
        /// Datapoints that breach…
        breaching: u32,
        /// …of so many that were there.
        of: u32,
    },
    /// A worker has stopped in an orderly way and holds nothing.
    WorkerStopped {
        /// Who.
        worker: WorkerId,
        /// Why.
        why: StopReason,
    },
    /// A heartbeat keeps a message hidden for longer; follows the engine's `VisibilityChanged`.
    Extended {
        /// Who.
        worker: WorkerId,
        /// The message.
        message: MessageId,
        /// Until when it is hidden now.
        until: Time,
    },
    /// A heartbeat came after the visibility timeout had ended: a standard queue answers well, and nothing changes
    /// (sqs-facts §2.4).
    ExtendedTooLate {
        /// Who.
        worker: WorkerId,
        /// The message.
        message: MessageId,
    },
    /// A worker hangs: it neither works nor dies.
    Hung {
        /// Who.
        worker: WorkerId,
        /// True if the user did it.
        by_user: bool,
    },
    /// Work that a consumer begins from now on takes another time.
    PaceChanged {
        /// Index of the consumer.
        consumer: u32,
        /// Thousandths of the usual time.
        factor_milli: u32,
    },
    /// An Availability Zone fails, or is back; its workers' own events follow.
    ZoneChanged {
        /// Index of the zone.
        zone: u32,
        /// True if it fails.
        down: bool,
    },
    /// A worker was asked to stop in an orderly way.
    Stopping {
        /// Who.
        worker: WorkerId,
        /// True if the user did it.
        by_user: bool,
    },
    /// Something scripted could not be done when its time came.
    FaultRefused {
        /// Index of the fault.
        fault: u32,
        /// Why.
        trouble: Trouble,
    },
    /// An attribute of a queue was set while the world runs.
    AttributeChanged {
        /// The queue.
        queue: QueueId,
        /// The attribute and its new value.
        change: QueueChange,
        /// True if the user did it.
        by_user: bool,
    },
    /// A producer has published to a topic; the deliveries follow.
    Published {
        /// Index of the topic.
        topic: u32,
        /// Index of the producer.
        producer: u32,
        /// Number of the message at the topic, from 1; of a duplicate the original's.
        number: u64,
        /// A FIFO topic knew the deduplication id: accepted, and not delivered.
        duplicate: bool,
    },
    /// A queue has its copy; follows the engine's `Sent` or `Deduplicated`.
    Delivered {
        /// Index of the topic.
        topic: u32,
        /// Index of the subscription in it.
        subscription: u32,
        /// Number of the message at the topic.
        number: u64,
        /// The copy.
        message: MessageId,
    },
    /// A subscription's filter does not let a message through.
    FilteredOut {
        /// Index of the topic.
        topic: u32,
        /// Index of the subscription in it.
        subscription: u32,
        /// Number of the message at the topic.
        number: u64,
    },
    /// An attempt to deliver has failed; follows the engine's events if the message went to a dead-letter queue.
    DeliveryFailed {
        /// Index of the topic.
        topic: u32,
        /// Index of the subscription in it.
        subscription: u32,
        /// Number of the message at the topic.
        number: u64,
        /// Why.
        trouble: Trouble,
        /// Its number among the attempts of this delivery, from 1.
        attempt: u32,
        /// What becomes of it.
        fate: DeliveryFate,
        /// The message in the dead-letter queue.
        message: Option<MessageId>,
    },
    /// A scheduler takes a producer's message and will send it.
    ScheduleTaken {
        /// Index of the producer.
        producer: u32,
        /// When it will be sent.
        due_at: Time,
    },
    /// A scheduler sends the oldest message that it holds for a producer.
    ScheduleFired {
        /// Index of the producer.
        producer: u32,
    },
    /// A producer's message waits for others to share a call with.
    BatchFilling {
        /// Index of the producer.
        producer: u32,
        /// Messages of the batch by now.
        messages: u32,
    },
    /// A producer's call, or the answer to it, is lost on its way.
    CallLost {
        /// Index of the producer.
        producer: u32,
        /// The first message that is in the queue by now without the producer's knowledge.
        message: Option<MessageId>,
        /// True if SQS has carried the call out, and only its answer is lost.
        reply: bool,
    },
    /// A producer sends a message once more; the call follows.
    Retried {
        /// Index of the producer.
        producer: u32,
        /// What an earlier call put in the queue already, if its answer was lost.
        message: Option<MessageId>,
    },
    /// A producer has no attempts left for a call, and goes on without it.
    GaveUp {
        /// Index of the producer.
        producer: u32,
        /// Messages of the call.
        messages: u32,
    },
    /// A worker takes a direct call and begins to work on it.
    CallTaken {
        /// Who.
        worker: WorkerId,
        /// Index of the producer that calls.
        producer: u32,
        /// Number of the call at its producer, from 1; a repetition has the number of the first.
        number: u32,
        /// When the work will be done.
        done_at: Time,
    },
    /// A direct call finds no worker free and waits for one.
    CallWaits {
        /// Index of the producer that calls.
        producer: u32,
        /// Number of the call at its producer, from 1.
        number: u32,
    },
    /// A direct call is over, or a worker is done with one that nobody waits for any more.
    CallEnded {
        /// Index of the producer that calls.
        producer: u32,
        /// Number of the call at its producer, from 1.
        number: u32,
        /// How.
        outcome: CallOutcome,
        /// Who was at it; none if it ended without one, or by the caller's timeout.
        worker: Option<WorkerId>,
        /// Microseconds since the call was made, up to the arrival of the answer if there is one.
        after_us: Time,
    },
    /// A move task was cancelled; it may move a few more messages before it ends (sqs-facts §4.3).
    RedriveCancelled {
        /// The queue that it empties.
        queue: QueueId,
        /// True if the user did it.
        by_user: bool,
    },
}
