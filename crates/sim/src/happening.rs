//! The events that expressions can select, and the fields by which they do: one table of each.
//!
//! A new kind of event is one line below, and one in a table of `docs/expressions.md`; so is a new field. A test
//! compares the two.

use sqs::{EventKind, KmsTrouble, MessageId, MoveTaskStatus, QueueId, VisibleCause};

use crate::encode::{alarm_state_number, cause_number, status_number, trouble_number};
use crate::table::Table;
use crate::{
    AccessDenial, AlarmState, CallOutcome, DeliveryFate, InvocationOutcome, Kind, Label, Trouble, WorkerId,
};

/// Declares the fields: the word that an author writes, the name here, and what its values are.
macro_rules! fields {
    ($( $(#[$doc:meta])* $word:ident $name:ident: $type:ident; )*) => {
        /// Something that an event says of itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Field {
            $( $(#[$doc])* $name, )*
        }

        impl Field {
            /// All of them.
            pub const ALL: &[Self] = &[$( Self::$name, )*];

            /// What an author writes for it.
            pub const fn word(self) -> &'static str {
                match self { $( Self::$name => stringify!($word), )* }
            }

            /// What its values are.
            pub const fn field_type(self) -> FieldType {
                match self { $( Self::$name => FieldType::$type, )* }
            }
        }
    };
}

/// What the values of a field are, and how they are kept as numbers in a [`crate::Condition`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Index of a queue.
    Queue,
    /// See [`message_code`].
    Message,
    /// See [`group_code`].
    Group,
    /// See [`worker_code`].
    Worker,
    /// Index of a consumer.
    Consumer,
    /// Index of a producer.
    Producer,
    /// A whole number.
    Count,
    /// 1 for true.
    Flag,
    /// Why a message became visible; see [`FieldType::words`].
    Cause,
    /// Why a call was refused; see [`FieldType::words`].
    Trouble,
    /// How a move task ended; see [`FieldType::words`].
    Status,
    /// How an invocation ended; see [`FieldType::words`].
    Outcome,
    /// Index of a topic.
    Topic,
    /// See [`subscription_code`].
    Subscription,
    /// What becomes of a delivery that failed; see [`FieldType::words`].
    Fate,
    /// Whose policy denied a call; see [`FieldType::words`].
    Denial,
    /// Index of an alarm of the model.
    Alarm,
    /// An alarm's state; see [`FieldType::words`].
    AlarmState,
    /// How a direct call ended; see [`FieldType::words`].
    CallOutcome,
}

fields! {
    /// The queue that it is about; of a move the one that the message left.
    queue Queue: Queue;
    /// The queue that a message went to.
    to To: Queue;
    /// The message.
    msg Message: Message;
    /// The message's group.
    group Group: Group;
    /// The worker.
    worker Worker: Worker;
    /// The consumer that the worker belongs to.
    consumer Consumer: Consumer;
    /// The producer.
    producer Producer: Producer;
    /// The receive count, this receive included.
    receive Receive: Count;
    /// Was it a second copy, of a message in flight?
    copy Copy: Flag;
    /// Had the handle's visibility timeout run out, or was it not the newest?
    stale Stale: Flag;
    /// How often the message has taken effect by now.
    times Times: Count;
    /// Did the reader do it?
    by_user ByUser: Flag;
    /// Were there visible messages on servers that were not asked?
    false_empty FalseEmpty: Flag;
    /// Messages in the answer.
    messages Messages: Count;
    /// Why a message became visible.
    cause Cause: Cause;
    /// Why a call was refused.
    reason Reason: Trouble;
    /// How a move task ended.
    status Status: Status;
    /// How an invocation ended.
    outcome Outcome: Outcome;
    /// Had an execution environment to start first?
    cold Cold: Flag;
    /// Invocations at once that a mapping may have.
    limit Limit: Count;
    /// Instances that a group wanted before.
    before Before: Count;
    /// Instances that a group wants now.
    now Now: Count;
    /// The topic.
    topic Topic: Topic;
    /// The subscription.
    subscription Subscription: Subscription;
    /// The message's number at its topic, or the number of a direct call, from 1.
    number Number: Count;
    /// Did a FIFO topic know its deduplication id?
    duplicate Duplicate: Flag;
    /// Its number among the attempts of a delivery, from 1.
    attempt Attempt: Count;
    /// What becomes of a delivery that failed.
    fate Fate: Fate;
    /// Whose policy denied the call.
    denied_by DeniedBy: Denial;
    /// The alarm.
    alarm Alarm: Alarm;
    /// The state that an alarm is in now.
    state AlarmState: AlarmState;
    /// Does it fail, or is it back?
    down Down: Flag;
    /// How a direct call ended.
    result CallResult: CallOutcome;
    /// Is only the answer lost?
    reply Reply: Flag;
}

impl FieldType {
    /// The words for its values, if they are a closed list, with their codes.
    pub const fn words(self) -> &'static [(&'static str, u64)] {
        match self {
            Self::Cause => {
                const {
                    &[
                        ("delay", cause_number(VisibleCause::DelayEnded)),
                        ("timeout", cause_number(VisibleCause::TimeoutEnded)),
                        ("zero", cause_number(VisibleCause::SetToZero)),
                        ("copy", cause_number(VisibleCause::CopyReturned)),
                    ]
                }
            }
            Self::Trouble => {
                const {
                    &[
                        ("handle_expired", trouble_number(Trouble::HandleExpired)),
                        ("over_limit", trouble_number(Trouble::OverLimit)),
                        ("no_queue", trouble_number(Trouble::QueueDoesNotExist)),
                        ("refused", trouble_number(Trouble::Refused)),
                        ("throttled", trouble_number(Trouble::Throttled)),
                        ("access_denied", ACCESS_DENIED),
                        ("kms_denied", KMS_DENIED),
                        ("too_many_attributes", trouble_number(Trouble::TooManyAttributes)),
                        ("too_long", trouble_number(Trouble::TooLong)),
                        ("hidden_too_long", trouble_number(Trouble::HiddenTooLong)),
                        ("purged_just_now", trouble_number(Trouble::PurgedJustNow)),
                        ("redrive_runs", trouble_number(Trouble::RedriveRuns)),
                        ("no_redrive_runs", trouble_number(Trouble::NoRedriveRuns)),
                        ("not_a_dlq", trouble_number(Trouble::NotADeadLetterQueue)),
                    ]
                }
            }
            Self::Status => {
                const {
                    &[
                        ("completed", status_number(MoveTaskStatus::Completed)),
                        ("cancelled", status_number(MoveTaskStatus::Cancelled)),
                        ("failed", status_number(MoveTaskStatus::Failed)),
                    ]
                }
            }
            Self::Outcome => {
                const {
                    &[
                        ("succeeded", InvocationOutcome::Succeeded.number()),
                        ("partly_failed", InvocationOutcome::PartlyFailed.number()),
                        ("failed", InvocationOutcome::Failed.number()),
                        ("timed_out", InvocationOutcome::TimedOut.number()),
                        ("bad_answer", InvocationOutcome::BadAnswer.number()),
                    ]
                }
            }
            Self::AlarmState => {
                const {
                    &[
                        ("ok", alarm_state_number(AlarmState::Ok)),
                        ("alarm", alarm_state_number(AlarmState::Alarm)),
                        ("insufficient_data", alarm_state_number(AlarmState::InsufficientData)),
                    ]
                }
            }
            Self::CallOutcome => {
                const {
                    &[
                        ("answered", CallOutcome::Answered.number()),
                        ("failed", CallOutcome::Failed.number()),
                        ("broken", CallOutcome::Broken.number()),
                        ("refused", CallOutcome::Refused.number()),
                        ("timed_out", CallOutcome::TimedOut.number()),
                        ("unheard", CallOutcome::Unheard.number()),
                    ]
                }
            }
            Self::Fate => {
                const {
                    &[
                        ("retried", DeliveryFate::Retried.number()),
                        ("dead_lettered", DeliveryFate::DeadLettered.number()),
                        ("lost", DeliveryFate::Lost.number()),
                    ]
                }
            }
            Self::Denial => {
                const {
                    &[
                        ("no_identity_policy", AccessDenial::NoIdentityPolicyAllows.number()),
                        ("identity_policy", AccessDenial::IdentityPolicyDenies.number()),
                        ("no_queue_policy", AccessDenial::NoQueuePolicyAllows.number()),
                        ("queue_policy", AccessDenial::QueuePolicyDenies.number()),
                        ("endpoint", AccessDenial::WrongEndpoint.number()),
                    ]
                }
            }
            Self::Flag => &[("false", 0), ("true", 1)],
            Self::Topic
            | Self::Subscription
            | Self::Queue
            | Self::Message
            | Self::Group
            | Self::Worker
            | Self::Consumer
            | Self::Producer
            | Self::Alarm
            | Self::Count => &[],
        }
    }
}

/// Declares the events: the word that an author writes, the name here, the kind, and what its fields are.
macro_rules! happenings {
    ($( $word:ident $name:ident: $kind:pat => { $( $field:ident: $value:expr ),* }; )*) => {
        /// A kind of event, by the name that expressions use; documented in `docs/expressions.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is the kind of event that it is made of")]
        pub enum Happening {
            $( $name, )*
        }

        impl Happening {
            /// All of them.
            pub const ALL: &[Self] = &[$( Self::$name, )*];

            /// What an author writes for it.
            pub const fn word(self) -> &'static str {
                match self { $( Self::$name => stringify!($word), )* }
            }

            /// The fields of its events, but for those that follow from others.
            const fn own_fields(self) -> &'static [Field] {
                match self { $( Self::$name => &[$( Field::$field, )*], )* }
            }

            #[allow(unused_variables, reason = "the patterns name what the fields need")]
            pub(crate) fn of(kind: &Kind) -> Self {
                match *kind { $( $kind => Self::$name, )* }
            }
        }

        #[allow(unused_variables, reason = "each field needs some of what the patterns name")]
        fn own_fact(kind: &Kind, field: Field, table: &Table) -> Option<u64> {
            match *kind {
                $( $kind => match field {
                    $( Field::$field => $value.code(table), )*
                    _ => None,
                }, )*
            }
        }
    };
}

use EventKind as E;
use Kind::Engine;

happenings! {
    queue_created QueueCreated: Engine(E::QueueCreated { queue }) => { Queue: queue };
    queue_deleted QueueDeleted: Engine(E::QueueDeleted { queue }) => { Queue: queue };
    queue_purged QueuePurged: Engine(E::QueuePurged { queue }) => { Queue: queue };
    sent Sent: Engine(E::Sent { queue, message, .. }) => { Queue: queue, Message: message };
    deduplicated Deduplicated: Engine(E::Deduplicated { queue, original }) =>
        { Queue: queue, Message: original };
    received Received: Engine(E::Received { queue, message, receive_count, second_copy, .. }) =>
        { Queue: queue, Message: message, Receive: receive_count, Copy: second_copy };
    empty_receive EmptyReceive: Engine(E::EmptyReceive { queue, false_empty }) =>
        { Queue: queue, FalseEmpty: false_empty };
    poll_parked PollParked: Engine(E::PollParked { queue, .. }) => { Queue: queue };
    poll_answered PollAnswered: Engine(E::PollAnswered { queue, messages, .. }) =>
        { Queue: queue, Messages: messages };
    poll_abandoned PollAbandoned: Engine(E::PollAbandoned { queue, .. }) => { Queue: queue };
    deleted Deleted: Engine(E::Deleted { queue, message, stale_handle }) =>
        { Queue: queue, Message: message, Stale: stale_handle };
    deleted_again DeletedAgain: Engine(E::DeletedAgain { queue, message }) =>
        { Queue: queue, Message: message };
    delete_ignored DeleteIgnored: Engine(E::DeleteIgnored { queue, message }) =>
        { Queue: queue, Message: message };
    visibility_changed VisibilityChanged: Engine(E::VisibilityChanged { queue, message, .. }) =>
        { Queue: queue, Message: message };
    visible Visible: Engine(E::Visible { queue, message, cause }) =>
        { Queue: queue, Message: message, Cause: cause };
    dead_lettered DeadLettered: Engine(E::DeadLettered { from, to, message }) =>
        { Queue: from, To: to, Message: message };
    expired Expired: Engine(E::Expired { queue, message }) => { Queue: queue, Message: message };
    redriven Redriven: Engine(E::Redriven { from, to, message, .. }) =>
        { Queue: from, To: to, Message: message };
    move_task_started MoveTaskStarted: Engine(E::MoveTaskStarted { queue, .. }) => { Queue: queue };
    move_task_ended MoveTaskEnded: Engine(E::MoveTaskEnded { queue, status, .. }) =>
        { Queue: queue, Status: status };
    produced Produced: Kind::Produced { producer, message } => { Producer: producer, Message: message };
    handed_to HandedTo: Kind::HandedTo { worker, message } => { Worker: worker, Message: message };
    work_started WorkStarted: Kind::WorkStarted { worker, message, .. } =>
        { Worker: worker, Message: message };
    took_effect TookEffect: Kind::TookEffect { worker, message, times } =>
        { Worker: worker, Message: message, Times: times };
    skipped SkippedAsDone: Kind::SkippedAsDone { worker, message } => { Worker: worker, Message: message };
    work_failed WorkFailed: Kind::WorkFailed { worker, message } => { Worker: worker, Message: message };
    forgot_to_delete ForgotToDelete: Kind::ForgotToDelete { worker, message } =>
        { Worker: worker, Message: message };
    call_refused CallRefused: Kind::CallRefused { worker, message, trouble } =>
        { Worker: worker, Message: message, Reason: trouble, DeniedBy: denial(trouble) };
    crashed Crashed: Kind::Crashed { worker, by_user } => { Worker: worker, ByUser: by_user };
    came_back CameBack: Kind::CameBack { worker, by_user } => { Worker: worker, ByUser: by_user };
    copy_armed SecondCopyArmed: Kind::SecondCopyArmed { queue } => { Queue: queue };
    user_sent UserSent: Kind::UserSent { message } => { Message: message };
    user_deleted UserDeleted: Kind::UserDeleted { message } => { Message: message };
    user_made_visible UserMadeVisible: Kind::UserMadeVisible { message } => { Message: message };
    input_refused InputRefused: Kind::InputRefused { trouble } => { Reason: trouble };
    user_called UserCalled: Kind::UserCalled { trouble } => { Reason: trouble };
    send_refused SendRefused: Kind::SendRefused { producer, trouble } =>
        { Producer: producer, Reason: trouble, DeniedBy: denial(trouble) };
    polled Polled: Kind::Polled { consumer, message } => { Consumer: consumer, Message: message };
    invoked Invoked: Kind::Invoked { worker, messages, cold } =>
        { Worker: worker, Messages: messages, Cold: cold };
    invocation_ended InvocationEnded: Kind::InvocationEnded { worker, outcome } =>
        { Worker: worker, Outcome: outcome };
    throttled InvocationThrottled: Kind::InvocationThrottled { consumer, messages } =>
        { Consumer: consumer, Messages: messages };
    filtered FilteredByMapping: Kind::FilteredByMapping { consumer, message } =>
        { Consumer: consumer, Message: message };
    concurrency_changed ConcurrencyChanged: Kind::ConcurrencyChanged { consumer, limit, .. } =>
        { Consumer: consumer, Limit: limit };
    desired_changed DesiredChanged: Kind::DesiredChanged { consumer, from, to, .. } =>
        { Consumer: consumer, Before: from, Now: to };
    launched WorkerLaunched: Kind::WorkerLaunched { worker } => { Worker: worker };
    alarm_changed AlarmChanged: Kind::AlarmChanged { alarm, state, .. } =>
        { Alarm: alarm, AlarmState: state };
    worker_stopped WorkerStopped: Kind::WorkerStopped { worker, .. } => { Worker: worker };
    extended Extended: Kind::Extended { worker, message, .. } => { Worker: worker, Message: message };
    extended_too_late ExtendedTooLate: Kind::ExtendedTooLate { worker, message } => { Worker: worker, Message: message };
    hung Hung: Kind::Hung { worker, by_user } => { Worker: worker, ByUser: by_user };
    pace_changed PaceChanged: Kind::PaceChanged { consumer, .. } => { Consumer: consumer };
    zone_changed ZoneChanged: Kind::ZoneChanged { down, .. } => { Down: down };
    stopping Stopping: Kind::Stopping { worker, by_user } => { Worker: worker, ByUser: by_user };
    fault_refused FaultRefused: Kind::FaultRefused { trouble, .. } => { Reason: trouble };
    attribute_changed AttributeChanged: Kind::AttributeChanged { queue, by_user, .. } =>
        { Queue: queue, ByUser: by_user };
    schedule_taken ScheduleTaken: Kind::ScheduleTaken { producer, .. } => { Producer: producer };
    schedule_fired ScheduleFired: Kind::ScheduleFired { producer } => { Producer: producer };
    batch_filling BatchFilling: Kind::BatchFilling { producer, messages } =>
        { Producer: producer, Messages: messages };
    call_lost CallLost: Kind::CallLost { producer, message, reply } =>
        { Producer: producer, Message: message, Reply: reply };
    retried Retried: Kind::Retried { producer, message } => { Producer: producer, Message: message };
    gave_up GaveUp: Kind::GaveUp { producer, messages } => { Producer: producer, Messages: messages };
    call_taken CallTaken: Kind::CallTaken { worker, producer, number, .. } =>
        { Worker: worker, Producer: producer, Number: number };
    call_waits CallWaits: Kind::CallWaits { producer, number } => { Producer: producer, Number: number };
    call_ended CallEnded: Kind::CallEnded { producer, number, outcome, worker, .. } =>
        { Worker: worker, Producer: producer, Number: number, CallResult: outcome };
    redrive_cancelled RedriveCancelled: Kind::RedriveCancelled { queue, by_user } =>
        { Queue: queue, ByUser: by_user };
    published Published: Kind::Published { topic, producer, number, duplicate } =>
        { Topic: topic, Producer: producer, Number: number, Duplicate: duplicate };
    delivered Delivered: Kind::Delivered { topic, subscription, number, message } =>
        { Topic: topic, Subscription: (topic, subscription), Number: number, Message: message };
    filtered_out FilteredOut: Kind::FilteredOut { topic, subscription, number } =>
        { Topic: topic, Subscription: (topic, subscription), Number: number };
    delivery_failed DeliveryFailed: Kind::DeliveryFailed {
        topic, subscription, number, trouble, attempt, fate, message
    } => {
        Topic: topic, Subscription: (topic, subscription), Number: number, Message: message,
        Reason: trouble, DeniedBy: denial(trouble), Attempt: attempt, Fate: fate
    };
}

impl Happening {
    /// The fields of its events.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| {
            let stands_in = match field {
                Field::Group => Field::Message,
                Field::Consumer => Field::Worker,
                own => *own,
            };
            self.own_fields().contains(field) || self.own_fields().contains(&stands_in)
        })
    }

    /// Can it change how many workers a consumer has that run?
    pub(crate) const fn changes_workers(self) -> bool {
        matches!(
            self,
            Self::Crashed
                | Self::CameBack
                | Self::WorkerStopped
                | Self::WorkerLaunched
                | Self::Invoked
                | Self::InvocationEnded
        )
    }
}

/// What an event says in a field, as a code; none if it says nothing there.
pub(crate) fn fact(kind: &Kind, field: Field, table: &Table) -> Option<u64> {
    match field {
        Field::Group => own_fact(kind, Field::Message, table).map(|message| message >> 32),
        Field::Consumer => {
            own_fact(kind, field, table).or_else(|| own_fact(kind, Field::Worker, table).map(|it| it >> 32))
        }
        own => own_fact(kind, own, table),
    }
}

/// The code of a subscription: index of the topic, and index in it.
pub fn subscription_code(topic: u32, subscription: u32) -> u64 {
    u64::from(topic) << 32 | u64::from(subscription)
}

/// Codes of all denials of one kind; [`Field::DeniedBy`] tells them apart.
const ACCESS_DENIED: u64 = AccessDenial::NoIdentityPolicyAllows.number();
const KMS_DENIED: u64 = trouble_number(Trouble::KmsDenied(KmsTrouble::AccessDenied));

fn denial(trouble: Trouble) -> Option<AccessDenial> {
    if let Trouble::AccessDenied(denial) = trouble { Some(denial) } else { None }
}

/// The code of a message's label.
pub fn message_code(label: Label) -> u64 {
    group_code(label.group) << 32 | u64::from(label.number)
}

/// The code of a message group, by index in order of first use; none without a group.
pub fn group_code(group: Option<u32>) -> u64 {
    group.map_or(0, |group| u64::from(group) + 1)
}

/// The code of a worker.
pub fn worker_code(worker: WorkerId) -> u64 {
    u64::from(worker.consumer) << 32 | u64::from(worker.index)
}

/// A part of an event, as a code.
trait Fact {
    fn code(self, table: &Table) -> Option<u64>;
}

impl Fact for u32 {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(self.into())
    }
}

impl Fact for bool {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(self.into())
    }
}

impl Fact for QueueId {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(self.0.into())
    }
}

impl Fact for MessageId {
    fn code(self, table: &Table) -> Option<u64> {
        table.label(self).map(message_code)
    }
}

impl Fact for Option<MessageId> {
    fn code(self, table: &Table) -> Option<u64> {
        self.and_then(|message| message.code(table))
    }
}

impl Fact for WorkerId {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(worker_code(self))
    }
}

impl Fact for Option<WorkerId> {
    fn code(self, _table: &Table) -> Option<u64> {
        self.map(worker_code)
    }
}

impl Fact for CallOutcome {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(self.number())
    }
}

impl Fact for VisibleCause {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(cause_number(self))
    }
}

impl Fact for Trouble {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(match self {
            Self::AccessDenied(_) => ACCESS_DENIED,
            Self::KmsDenied(_) => KMS_DENIED,
            other => trouble_number(other),
        })
    }
}

impl Fact for Option<AccessDenial> {
    fn code(self, _table: &Table) -> Option<u64> {
        self.map(AccessDenial::number)
    }
}

impl Fact for DeliveryFate {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(self.number())
    }
}

/// A number of a message at its topic.
impl Fact for u64 {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(self)
    }
}

/// A subscription: index of the topic, and index in it.
impl Fact for (u32, u32) {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(subscription_code(self.0, self.1))
    }
}

impl Fact for Option<Trouble> {
    fn code(self, table: &Table) -> Option<u64> {
        self.and_then(|trouble| trouble.code(table))
    }
}

impl Fact for InvocationOutcome {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(self.number())
    }
}

impl Fact for AlarmState {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(alarm_state_number(self))
    }
}

impl Fact for MoveTaskStatus {
    fn code(self, _table: &Table) -> Option<u64> {
        Some(status_number(self))
    }
}
