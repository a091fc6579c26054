//! The canonical encoding of events, and the trace hash over it.
//!
//! An event is: its tag (one byte), the microseconds since the event before it, then its fields in the order
//! of their declaration, as LEB128 varints. A message is its serial, a worker its consumer and its index, a
//! time that lies ahead the microseconds until it, a flag 0 or 1, a missing message 0. Tags and orders never
//! change; a new kind takes a new tag.

use sqs::{EventKind, MoveTaskStatus, Time, VisibleCause};

use crate::event::key_trouble_number;
use crate::fnv::Fnv;
use crate::{AlarmState, Event, Kind, ScalingReason, StopReason, Trouble, WorkerId};

/// The hash of a trace so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TraceHash {
    hash: Fnv,
    latest_us: Time,
}

impl TraceHash {
    pub(crate) fn new() -> Self {
        Self { hash: Fnv::new(), latest_us: 0 }
    }

    pub(crate) fn value(&self) -> u64 {
        self.hash.value()
    }

    pub(crate) fn event(&mut self, event: &Event) {
        self.hash.byte(tag(&event.kind));
        self.hash.varint(event.at - self.latest_us);
        self.latest_us = event.at;
        match event.kind {
            Kind::Engine(kind) => self.engine(event.at, kind),
            Kind::Produced { producer, message } => self.fields([producer.into(), message.serial]),
            Kind::WorkStarted { worker, message, done_at } => {
                self.worker(worker);
                self.fields([message.serial, done_at - event.at]);
            }
            Kind::TookEffect { worker, message, times } => {
                self.worker(worker);
                self.fields([message.serial, times.into()]);
            }
            Kind::HandedTo { worker, message }
            | Kind::SkippedAsDone { worker, message }
            | Kind::WorkFailed { worker, message }
            | Kind::ForgotToDelete { worker, message }
            | Kind::ExtendedTooLate { worker, message } => {
                self.worker(worker);
                self.fields([message.serial]);
            }
            Kind::CallRefused { worker, message, trouble } => {
                self.worker(worker);
                self.fields([message.map_or(0, |message| message.serial), trouble_number(trouble)]);
            }
            Kind::Crashed { worker, by_user }
            | Kind::CameBack { worker, by_user }
            | Kind::Hung { worker, by_user }
            | Kind::Stopping { worker, by_user } => {
                self.worker(worker);
                self.fields([by_user.into()]);
            }
            Kind::SecondCopyArmed { queue } => self.fields([queue.0.into()]),
            Kind::UserSent { message }
            | Kind::UserDeleted { message }
            | Kind::UserMadeVisible { message } => {
                self.fields([message.serial]);
            }
            Kind::InputRefused { trouble } => self.fields([trouble_number(trouble)]),
            Kind::UserCalled { trouble } => self.fields([called_number(trouble)]),
            Kind::SendRefused { producer, trouble } => {
                self.fields([producer.into(), trouble_number(trouble)]);
            }
            Kind::Polled { consumer, message } | Kind::FilteredByMapping { consumer, message } => {
                self.fields([consumer.into(), message.serial]);
            }
            Kind::Invoked { worker, messages, cold } => {
                self.worker(worker);
                self.fields([messages.into(), cold.into()]);
            }
            Kind::InvocationEnded { worker, outcome } => {
                self.worker(worker);
                self.fields([outcome.number()]);
            }
            Kind::InvocationThrottled { consumer, messages } => {
                self.fields([consumer.into(), messages.into()]);
            }
            Kind::ConcurrencyChanged { consumer, limit, why } => {
                self.fields([consumer.into(), limit.into(), why.number()]);
            }
            Kind::DesiredChanged { consumer, from, to, why } => {
                let (number, alarm, value_milli) = scaling_numbers(why);
                self.fields([consumer.into(), from.into(), to.into()]);
                self.fields([number, alarm.into(), value_milli]);
            }
            Kind::WorkerLaunched { worker } => self.worker(worker),
            Kind::AlarmChanged { alarm, state, value_milli, breaching, of } => {
                self.fields([alarm.into(), alarm_state_number(state)]);
                self.fields([value_milli.map_or(0, |value| value + 1), breaching.into(), of.into()]);
            }
            Kind::WorkerStopped { worker, why } => {
                self.worker(worker);
                self.fields([stop_number(why)]);
            }
            Kind::Extended { worker, message, until } => {
                self.worker(worker);
                self.fields([message.serial, until - event.at]);
            }
            Kind::PaceChanged { consumer, factor_milli } => {
                self.fields([consumer.into(), factor_milli.into()]);
            }
            Kind::ZoneChanged { zone, down } => self.fields([zone.into(), down.into()]),
            Kind::FaultRefused { fault, trouble } => self.fields([fault.into(), trouble_number(trouble)]),
            Kind::AttributeChanged { queue, change, by_user } => {
                let (attribute, value) = change.numbers();
                self.fields([queue.0.into(), attribute.into(), value, by_user.into()]);
            }
            Kind::RedriveCancelled { queue, by_user } => self.fields([queue.0.into(), by_user.into()]),
            Kind::Published { topic, producer, number, duplicate } => {
                self.fields([topic.into(), producer.into(), number, duplicate.into()]);
            }
            Kind::Delivered { topic, subscription, number, message } => {
                self.fields([topic.into(), subscription.into(), number, message.serial]);
            }
            Kind::FilteredOut { topic, subscription, number } => {
                self.fields([topic.into(), subscription.into(), number]);
            }
            Kind::DeliveryFailed { topic, subscription, number, trouble, attempt, fate, message } => {
                self.fields([topic.into(), subscription.into(), number, trouble_number(trouble)]);
                self.fields([attempt.into(), fate.number(), message.map_or(0, |message| message.serial)]);
            }
            Kind::ScheduleTaken { producer, due_at } => self.fields([producer.into(), due_at - event.at]),
            Kind::ScheduleFired { producer } => self.fields([producer.into()]),
            Kind::BatchFilling { producer, messages } | Kind::GaveUp { producer, messages } => {
                self.fields([producer.into(), messages.into()]);
            }
            Kind::CallLost { producer, message, reply } => {
                self.fields([producer.into(), message.map_or(0, |message| message.serial), reply.into()]);
            }
            Kind::CallTaken { worker, producer, number, done_at } => {
                self.worker(worker);
                self.fields([producer.into(), number.into(), done_at - event.at]);
            }
            Kind::CallWaits { producer, number } => self.fields([producer.into(), number.into()]),
            Kind::CallEnded { producer, number, outcome, worker, after_us } => {
                self.fields([producer.into(), number.into(), outcome.number()]);
                if let Some(worker) = worker {
                    self.worker(worker);
                }
                self.fields([after_us]);
            }
            Kind::Retried { producer, message } => {
                self.fields([producer.into(), message.map_or(0, |message| message.serial)]);
            }
        }
    }

    fn engine(&mut self, at: Time, kind: EventKind) {
        match kind {
            EventKind::QueueCreated { queue }
            | EventKind::QueueDeleted { queue }
            | EventKind::QueuePurged { queue } => self.fields([queue.0.into()]),
            EventKind::Sent { queue, message, visible_at }
            | EventKind::VisibilityChanged { queue, message, visible_at } => {
                self.fields([queue.0.into(), message.serial, visible_at - at]);
            }
            EventKind::Deduplicated { queue, original } => self.fields([queue.0.into(), original.serial]),
            EventKind::Received { queue, message, receive_count, visible_at, second_copy } => {
                self.fields([queue.0.into(), message.serial, receive_count.into()]);
                self.fields([visible_at - at, second_copy.into()]);
            }
            EventKind::EmptyReceive { queue, false_empty } => {
                self.fields([queue.0.into(), false_empty.into()]);
            }
            EventKind::PollParked { queue, ticket } | EventKind::PollAbandoned { queue, ticket } => {
                self.fields([queue.0.into(), ticket.0]);
            }
            EventKind::PollAnswered { queue, ticket, messages } => {
                self.fields([queue.0.into(), ticket.0, messages.into()]);
            }
            EventKind::Deleted { queue, message, stale_handle } => {
                self.fields([queue.0.into(), message.serial, stale_handle.into()]);
            }
            EventKind::DeletedAgain { queue, message }
            | EventKind::DeleteIgnored { queue, message }
            | EventKind::Expired { queue, message } => {
                self.fields([queue.0.into(), message.serial]);
            }
            EventKind::Visible { queue, message, cause } => {
                self.fields([queue.0.into(), message.serial, cause_number(cause)]);
            }
            EventKind::DeadLettered { from, to, message } => {
                self.fields([from.0.into(), to.0.into(), message.serial]);
            }
            EventKind::Redriven { from, to, message, replacement, visible_at } => {
                let (from, to) = (from.0.into(), to.0.into());
                self.fields([from, to, message.serial, replacement.serial, visible_at - at]);
            }
            EventKind::MoveTaskStarted { queue, task } => self.fields([queue.0.into(), task.0]),
            EventKind::MoveTaskEnded { queue, task, status } => {
                self.fields([queue.0.into(), task.0, status_number(status)]);
            }
        }
    }

    fn worker(&mut self, worker: WorkerId) {
        self.fields([worker.consumer.into(), worker.index.into()]);
    }

    fn fields<const N: usize>(&mut self, fields: [u64; N]) {
        fields.into_iter().for_each(|field| self.hash.varint(field));
    }
}

/// The one table of tags; below 128. The engine's are below 32, the world's above.
pub(crate) mod tags {
    pub(crate) const QUEUE_CREATED: u8 = 1;
    pub(crate) const QUEUE_DELETED: u8 = 2;
    pub(crate) const QUEUE_PURGED: u8 = 3;
    pub(crate) const SENT: u8 = 4;
    pub(crate) const DEDUPLICATED: u8 = 5;
    pub(crate) const RECEIVED: u8 = 6;
    pub(crate) const EMPTY_RECEIVE: u8 = 7;
    pub(crate) const POLL_PARKED: u8 = 8;
    pub(crate) const POLL_ANSWERED: u8 = 9;
    pub(crate) const POLL_ABANDONED: u8 = 10;
    pub(crate) const DELETED: u8 = 11;
    pub(crate) const DELETED_AGAIN: u8 = 12;
    pub(crate) const VISIBILITY_CHANGED: u8 = 13;
    pub(crate) const VISIBLE: u8 = 14;
    pub(crate) const DEAD_LETTERED: u8 = 15;
    pub(crate) const EXPIRED: u8 = 16;
    pub(crate) const REDRIVEN: u8 = 17;
    pub(crate) const MOVE_TASK_STARTED: u8 = 18;
    pub(crate) const MOVE_TASK_ENDED: u8 = 19;
    pub(crate) const DELETE_IGNORED: u8 = 20;
    pub(crate) const PRODUCED: u8 = 32;
    pub(crate) const HANDED_TO: u8 = 33;
    pub(crate) const WORK_STARTED: u8 = 34;
    pub(crate) const TOOK_EFFECT: u8 = 35;
    pub(crate) const SKIPPED_AS_DONE: u8 = 36;
    pub(crate) const WORK_FAILED: u8 = 37;
    pub(crate) const FORGOT_TO_DELETE: u8 = 38;
    pub(crate) const CALL_REFUSED: u8 = 39;
    pub(crate) const CRASHED: u8 = 40;
    pub(crate) const CAME_BACK: u8 = 41;
    pub(crate) const SECOND_COPY_ARMED: u8 = 42;
    pub(crate) const USER_SENT: u8 = 43;
    pub(crate) const USER_DELETED: u8 = 44;
    pub(crate) const USER_MADE_VISIBLE: u8 = 45;
    pub(crate) const INPUT_REFUSED: u8 = 46;
    pub(crate) const SEND_REFUSED: u8 = 47;
    pub(crate) const POLLED: u8 = 48;
    pub(crate) const INVOKED: u8 = 49;
    pub(crate) const INVOCATION_ENDED: u8 = 50;
    pub(crate) const INVOCATION_THROTTLED: u8 = 51;
    pub(crate) const FILTERED_BY_MAPPING: u8 = 52;
    pub(crate) const CONCURRENCY_CHANGED: u8 = 53;
    pub(crate) const DESIRED_CHANGED: u8 = 54;
    pub(crate) const WORKER_LAUNCHED: u8 = 55;
    pub(crate) const ALARM_CHANGED: u8 = 57;

    pub(crate) const WORKER_STOPPED: u8 = 56;
    pub(crate) const PUBLISHED: u8 = 58;
    pub(crate) const DELIVERED: u8 = 59;
    pub(crate) const FILTERED_OUT: u8 = 60;
    pub(crate) const DELIVERY_FAILED: u8 = 61;
    pub(crate) const EXTENDED: u8 = 63;
    pub(crate) const HUNG: u8 = 64;
    pub(crate) const PACE_CHANGED: u8 = 65;
    pub(crate) const ZONE_CHANGED: u8 = 69;
    pub(crate) const STOPPING: u8 = 70;
    pub(crate) const USER_CALLED: u8 = 71;
    pub(crate) const FAULT_REFUSED: u8 = 72;
    pub(crate) const ATTRIBUTE_CHANGED: u8 = 73;
    pub(crate) const REDRIVE_CANCELLED: u8 = 74;
    pub(crate) const EXTENDED_TOO_LATE: u8 = 75;
    pub(crate) const CALL_LOST: u8 = 62;
    pub(crate) const SCHEDULE_TAKEN: u8 = 66;
    pub(crate) const SCHEDULE_FIRED: u8 = 67;
    pub(crate) const RETRIED: u8 = 80;
    pub(crate) const GAVE_UP: u8 = 81;
    pub(crate) const BATCH_FILLING: u8 = 82;
    pub(crate) const CALL_TAKEN: u8 = 68;
    pub(crate) const CALL_WAITS: u8 = 83;
    /// A call that ends without a worker…
    pub(crate) const CALL_ENDED: u8 = 84;
    /// …and one that ends with one.
    pub(crate) const CALL_ENDED_BY: u8 = 85;

    /// Is this an event of a worker? They are linked in the log.
    pub(crate) const fn is_of_worker(tag: u8) -> bool {
        matches!(tag, HANDED_TO..=CAME_BACK | INVOKED..=INVOCATION_ENDED | WORKER_LAUNCHED | WORKER_STOPPED | EXTENDED | EXTENDED_TOO_LATE | HUNG | STOPPING | CALL_TAKEN | CALL_ENDED_BY)
    }
}

/// The tag of a kind.
pub(crate) fn tag(kind: &Kind) -> u8 {
    match kind {
        Kind::Engine(kind) => match kind {
            EventKind::QueueCreated { .. } => tags::QUEUE_CREATED,
            EventKind::QueueDeleted { .. } => tags::QUEUE_DELETED,
            EventKind::QueuePurged { .. } => tags::QUEUE_PURGED,
            EventKind::Sent { .. } => tags::SENT,
            EventKind::Deduplicated { .. } => tags::DEDUPLICATED,
            EventKind::Received { .. } => tags::RECEIVED,
            EventKind::EmptyReceive { .. } => tags::EMPTY_RECEIVE,
            EventKind::PollParked { .. } => tags::POLL_PARKED,
            EventKind::PollAnswered { .. } => tags::POLL_ANSWERED,
            EventKind::PollAbandoned { .. } => tags::POLL_ABANDONED,
            EventKind::Deleted { .. } => tags::DELETED,
            EventKind::DeletedAgain { .. } => tags::DELETED_AGAIN,
            EventKind::DeleteIgnored { .. } => tags::DELETE_IGNORED,
            EventKind::VisibilityChanged { .. } => tags::VISIBILITY_CHANGED,
            EventKind::Visible { .. } => tags::VISIBLE,
            EventKind::DeadLettered { .. } => tags::DEAD_LETTERED,
            EventKind::Expired { .. } => tags::EXPIRED,
            EventKind::Redriven { .. } => tags::REDRIVEN,
            EventKind::MoveTaskStarted { .. } => tags::MOVE_TASK_STARTED,
            EventKind::MoveTaskEnded { .. } => tags::MOVE_TASK_ENDED,
        },
        Kind::Produced { .. } => tags::PRODUCED,
        Kind::HandedTo { .. } => tags::HANDED_TO,
        Kind::WorkStarted { .. } => tags::WORK_STARTED,
        Kind::TookEffect { .. } => tags::TOOK_EFFECT,
        Kind::SkippedAsDone { .. } => tags::SKIPPED_AS_DONE,
        Kind::WorkFailed { .. } => tags::WORK_FAILED,
        Kind::ForgotToDelete { .. } => tags::FORGOT_TO_DELETE,
        Kind::CallRefused { .. } => tags::CALL_REFUSED,
        Kind::Crashed { .. } => tags::CRASHED,
        Kind::CameBack { .. } => tags::CAME_BACK,
        Kind::SecondCopyArmed { .. } => tags::SECOND_COPY_ARMED,
        Kind::UserSent { .. } => tags::USER_SENT,
        Kind::UserDeleted { .. } => tags::USER_DELETED,
        Kind::UserMadeVisible { .. } => tags::USER_MADE_VISIBLE,
        Kind::InputRefused { .. } => tags::INPUT_REFUSED,
        Kind::UserCalled { .. } => tags::USER_CALLED,
        Kind::SendRefused { .. } => tags::SEND_REFUSED,
        Kind::Polled { .. } => tags::POLLED,
        Kind::Invoked { .. } => tags::INVOKED,
        Kind::InvocationEnded { .. } => tags::INVOCATION_ENDED,
        Kind::InvocationThrottled { .. } => tags::INVOCATION_THROTTLED,
        Kind::FilteredByMapping { .. } => tags::FILTERED_BY_MAPPING,
        Kind::ConcurrencyChanged { .. } => tags::CONCURRENCY_CHANGED,
        Kind::DesiredChanged { .. } => tags::DESIRED_CHANGED,
        Kind::WorkerLaunched { .. } => tags::WORKER_LAUNCHED,
        Kind::AlarmChanged { .. } => tags::ALARM_CHANGED,
        Kind::WorkerStopped { .. } => tags::WORKER_STOPPED,
        Kind::Extended { .. } => tags::EXTENDED,
        Kind::ExtendedTooLate { .. } => tags::EXTENDED_TOO_LATE,
        Kind::Hung { .. } => tags::HUNG,
        Kind::PaceChanged { .. } => tags::PACE_CHANGED,
        Kind::ZoneChanged { .. } => tags::ZONE_CHANGED,
        Kind::Stopping { .. } => tags::STOPPING,
        Kind::FaultRefused { .. } => tags::FAULT_REFUSED,
        Kind::AttributeChanged { .. } => tags::ATTRIBUTE_CHANGED,
        Kind::RedriveCancelled { .. } => tags::REDRIVE_CANCELLED,
        Kind::Published { .. } => tags::PUBLISHED,
        Kind::Delivered { .. } => tags::DELIVERED,
        Kind::FilteredOut { .. } => tags::FILTERED_OUT,
        Kind::DeliveryFailed { .. } => tags::DELIVERY_FAILED,
        Kind::ScheduleTaken { .. } => tags::SCHEDULE_TAKEN,
        Kind::ScheduleFired { .. } => tags::SCHEDULE_FIRED,
        Kind::CallTaken { .. } => tags::CALL_TAKEN,
        Kind::CallWaits { .. } => tags::CALL_WAITS,
        Kind::CallEnded { worker: None, .. } => tags::CALL_ENDED,
        Kind::CallEnded { worker: Some(_), .. } => tags::CALL_ENDED_BY,
        Kind::BatchFilling { .. } => tags::BATCH_FILLING,
        Kind::CallLost { .. } => tags::CALL_LOST,
        Kind::Retried { .. } => tags::RETRIED,
        Kind::GaveUp { .. } => tags::GAVE_UP,
    }
}

/// A trouble's number in the encoding.
/// 0 for a call that was not refused.
pub(crate) const fn called_number(trouble: Option<Trouble>) -> u64 {
    match trouble {
        None => 0,
        Some(trouble) => trouble_number(trouble) + 1,
    }
}

pub(crate) const fn trouble_number(trouble: Trouble) -> u64 {
    match trouble {
        Trouble::HandleExpired => 0,
        Trouble::OverLimit => 1,
        Trouble::QueueDoesNotExist => 2,
        Trouble::Refused => 3,
        Trouble::Throttled => 4,
        Trouble::HiddenTooLong => 8,
        Trouble::PurgedJustNow => 9,
        Trouble::RedriveRuns => 10,
        Trouble::NoRedriveRuns => 11,
        Trouble::NotADeadLetterQueue => 12,
        Trouble::AccessDenied(denial) => denial.number(),
        Trouble::KmsDenied(trouble) => key_trouble_number(trouble),
        Trouble::TooManyAttributes => 23,
        Trouble::TooLong => 24,
    }
}

/// A reason to stop as a number in the encoding.
pub(crate) fn stop_number(why: StopReason) -> u64 {
    match why {
        StopReason::ScaleIn => 0,
        StopReason::Drained => 1,
        StopReason::Away => 2,
    }
}

/// Why a group changed: its number in the encoding, the alarm, and the datapoint in thousandths.
pub(crate) fn scaling_numbers(why: ScalingReason) -> (u64, u32, u64) {
    match why {
        ScalingReason::Target { backlog_milli } => (0, 0, backlog_milli),
        ScalingReason::Steps { alarm, value_milli } => (1, alarm, value_milli),
        ScalingReason::Simple { alarm, value_milli } => (2, alarm, value_milli),
    }
}

/// An alarm state's number in the encoding.
pub(crate) const fn alarm_state_number(state: AlarmState) -> u64 {
    match state {
        AlarmState::InsufficientData => 0,
        AlarmState::Ok => 1,
        AlarmState::Alarm => 2,
    }
}

/// A cause's number in the encoding.
pub(crate) const fn cause_number(cause: VisibleCause) -> u64 {
    match cause {
        VisibleCause::DelayEnded => 0,
        VisibleCause::TimeoutEnded => 1,
        VisibleCause::SetToZero => 2,
        VisibleCause::CopyReturned => 3,
    }
}

/// A move task's status as a number in the encoding.
pub(crate) const fn status_number(status: MoveTaskStatus) -> u64 {
    match status {
        MoveTaskStatus::Running => 0,
        MoveTaskStatus::Completed => 1,
        MoveTaskStatus::Cancelling => 2,
        MoveTaskStatus::Cancelled => 3,
        MoveTaskStatus::Failed => 4,
    }
}
