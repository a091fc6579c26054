//! The packed log: 24 bytes an event. Events of a message are linked, and those of a worker.
//!
//! | word | bits | what |
//! | --- | --- | --- |
//! | 0 | 0..46 | instant in microseconds (400 days take 45) |
//! | 0 | 46..52 | tag, as in the trace: its lower six bits |
//! | 0 | 52..57 | queue (24 at most), or the producer of a direct call (24 at most) |
//! | 0 | 57 | first of its group |
//! | 0 | 58..63 | flag, cause or trouble |
//! | 0 | 63 | tag: its seventh bit |
//! | 1 | 0..24 | message by serial, 0 for none |
//! | 1 | 24..48 | one more than the message's event before, 0 for none; without a message a call's number |
//! | 1 | 48..64 | place of the worker, producer, other queue, or messages of an answer |
//! | 2 | 0..40 | microseconds until something, a ticket, times, or the message that took the place |
//! | 2 | 40..64 | one more than the worker's event before, the receive count, or a delay in seconds |

use sqs::{
    EventKind, MICROS_PER_S, MessageId, MoveTaskId, MoveTaskStatus, QueueId, Ticket, Time, VisibleCause,
};

use crate::chunked::Chunked;
use crate::encode::{
    alarm_state_number, called_number, cause_number, scaling_numbers, status_number, stop_number, tag, tags,
    trouble_number,
};
use crate::setup::Setup;
use crate::table::{NONE, Table};
use crate::{
    AlarmState, CallOutcome, ConcurrencyChange, DeliveryFate, Event, InvocationOutcome, Kind, QueueChange,
    ScalingReason, StopReason, Trouble,
};

/// An event in 24 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed([u64; 3]);

/// Bits of an event's value.
const VALUE_BITS: u32 = 40;
const VALUE_MASK: u64 = (1 << VALUE_BITS) - 1;
/// A run has fewer events than this, so fewer calls.
const NUMBER_MASK: u32 = (1 << 24) - 1;

/// The parts of an event that are packed.
#[derive(Clone, Copy, Default)]
struct Parts {
    queue: u32,
    flag: u64,
    message: u64,
    /// Of a direct call, which is about no message.
    number: u32,
    place: u32,
    value: u64,
    count: u32,
    of_worker: bool,
}

impl Packed {
    pub(crate) fn at(self) -> Time {
        self.0[0] & ((1 << 46) - 1)
    }

    pub(crate) fn tag(self) -> u8 {
        (self.0[0] >> 46) as u8 & 63 | ((self.0[0] >> 63) as u8) << 6
    }

    fn queue(self) -> QueueId {
        QueueId((self.0[0] >> 52) as u32 & 31)
    }

    pub(crate) fn is_first_of_group(self) -> bool {
        self.0[0] >> 57 & 1 == 1
    }

    fn flag(self) -> u64 {
        self.0[0] >> 58 & 31
    }

    pub(crate) fn message(self) -> u64 {
        self.0[1] & 0xff_ffff
    }

    /// The message's event before this one.
    pub(crate) fn before_of_message(self) -> u32 {
        ((self.0[1] >> 24) as u32 & 0xff_ffff).wrapping_sub(1)
    }

    /// The number of a direct call.
    fn number(self) -> u32 {
        (self.0[1] >> 24) as u32 & NUMBER_MASK
    }

    fn place(self) -> u32 {
        (self.0[1] >> 48) as u32
    }

    fn value(self) -> u64 {
        self.0[2] & VALUE_MASK
    }

    fn high(self) -> u32 {
        (self.0[2] >> VALUE_BITS) as u32
    }

    /// The place of the worker that the event is about, if it is about one.
    pub(crate) fn worker(self) -> Option<u32> {
        tags::is_of_worker(self.tag()).then(|| self.place())
    }

    /// The worker's event before this one; only for events of a worker.
    pub(crate) fn before_of_worker(self) -> u32 {
        self.high().wrapping_sub(1)
    }
}

/// All events of a branch.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    events: Chunked<Packed>,
    /// The latest event of each worker.
    latest_of_worker: Vec<u32>,
    group_is_open: bool,
}

impl Log {
    pub(crate) fn new(workers: usize) -> Self {
        Self { events: Chunked::default(), latest_of_worker: vec![NONE; workers], group_is_open: false }
    }

    pub(crate) fn len(&self) -> u64 {
        self.events.len() as u64
    }

    /// The next event begins a group.
    pub(crate) fn end_group(&mut self) {
        self.group_is_open = false;
    }

    pub(crate) fn push(&mut self, setup: &Setup, table: &mut Table, event: &Event) {
        let index = self.events.len() as u32;
        let parts = parts(setup, event);
        let below_message = if parts.message > 0 {
            table.set_latest(parts.message, index).wrapping_add(1)
        } else {
            parts.number & NUMBER_MASK
        };
        if let Kind::Engine(EventKind::Redriven { replacement, .. }) = event.kind {
            // Its life goes on from the other's.
            table.set_latest(replacement.serial, index);
        }
        let high = if parts.of_worker {
            let latest = &mut self.latest_of_worker[parts.place as usize];
            std::mem::replace(latest, index).wrapping_add(1)
        } else {
            parts.count
        };
        let first = u64::from(!self.group_is_open);
        self.group_is_open = true;
        let tag = u64::from(tag(&event.kind));
        self.events.push(Packed([
            event.at
                | (tag & 63) << 46
                | (tag >> 6) << 63
                | u64::from(parts.queue) << 52
                | first << 57
                | parts.flag << 58,
            parts.message | u64::from(below_message) << 24 | u64::from(parts.place) << 48,
            parts.value.min(VALUE_MASK) | u64::from(high) << VALUE_BITS,
        ]));
    }

    pub(crate) fn packed(&self, index: u64) -> Option<Packed> {
        self.events.get(index as usize).copied()
    }

    pub(crate) fn latest_of_worker(&self, place: u32) -> u32 {
        self.latest_of_worker.get(place as usize).copied().unwrap_or(NONE)
    }

    /// How many events happen before this instant.
    pub(crate) fn before(&self, at_us: Time) -> u64 {
        self.events.partition_point(|event| event.at() < at_us) as u64
    }

    /// How many events happen at or before this instant.
    pub(crate) fn until(&self, at_us: Time) -> u64 {
        self.events.partition_point(|event| event.at() <= at_us) as u64
    }

    /// The index after the group that this event belongs to.
    pub(crate) fn group_end(&self, index: u64) -> u64 {
        let mut end = index + 1;
        while self.packed(end).is_some_and(|event| !event.is_first_of_group()) {
            end += 1;
        }
        end
    }

    /// The index of the first event of the group that this event belongs to.
    pub(crate) fn group_start(&self, index: u64) -> u64 {
        let mut start = index;
        while start > 0 && self.packed(start).is_some_and(|event| !event.is_first_of_group()) {
            start -= 1;
        }
        start
    }

    pub(crate) fn event(&self, setup: &Setup, table: &Table, index: u64) -> Option<Event> {
        let packed = self.packed(index)?;
        Some(Event { at: packed.at(), kind: kind(setup, table, packed)? })
    }

    /// Forgets all from this index on.
    pub(crate) fn truncate(&mut self, len: u64) {
        for latest in &mut self.latest_of_worker {
            while u64::from(*latest) >= len && *latest != NONE {
                *latest = self.events.get(*latest as usize).map_or(NONE, |event| event.before_of_worker());
            }
        }
        self.events.truncate(len as usize);
        self.group_is_open = false;
    }

    /// A message's latest event before `len`, found from a later one.
    pub(crate) fn latest_before(&self, mut latest: u32, len: u64) -> u32 {
        while latest != NONE && u64::from(latest) >= len {
            latest = self.events.get(latest as usize).map_or(NONE, |event| event.before_of_message());
        }
        latest
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        self.events.heap_bytes() + (self.latest_of_worker.len() * 4) as u64
    }
}

fn parts(setup: &Setup, event: &Event) -> Parts {
    let at = event.at;
    let place = |worker| setup.place(worker).unwrap_or_default();
    let none = Parts::default();
    match event.kind {
        Kind::Engine(kind) => engine_parts(at, kind),
        Kind::Produced { producer, message } => Parts { place: producer, message: message.serial, ..none },
        Kind::WorkStarted { worker, message, done_at } => Parts {
            place: place(worker),
            message: message.serial,
            value: done_at - at,
            of_worker: true,
            ..none
        },
        Kind::TookEffect { worker, message, times } => Parts {
            place: place(worker),
            message: message.serial,
            value: times.into(),
            of_worker: true,
            ..none
        },
        Kind::HandedTo { worker, message }
        | Kind::SkippedAsDone { worker, message }
        | Kind::WorkFailed { worker, message }
        | Kind::ForgotToDelete { worker, message }
        | Kind::ExtendedTooLate { worker, message } => {
            Parts { place: place(worker), message: message.serial, of_worker: true, ..none }
        }
        Kind::CallRefused { worker, message, trouble } => Parts {
            place: place(worker),
            message: message.map_or(0, |message| message.serial),
            flag: trouble_number(trouble),
            of_worker: true,
            ..none
        },
        Kind::Crashed { worker, by_user }
        | Kind::CameBack { worker, by_user }
        | Kind::Hung { worker, by_user }
        | Kind::Stopping { worker, by_user } => {
            Parts { place: place(worker), flag: by_user.into(), of_worker: true, ..none }
        }
        Kind::SecondCopyArmed { queue } => Parts { queue: queue.0, ..none },
        Kind::UserSent { message } | Kind::UserDeleted { message } | Kind::UserMadeVisible { message } => {
            Parts { message: message.serial, ..none }
        }
        Kind::InputRefused { trouble } => Parts { flag: trouble_number(trouble), ..none },
        Kind::UserCalled { trouble } => Parts { flag: called_number(trouble), ..none },
        Kind::SendRefused { producer, trouble } => {
            Parts { place: producer, flag: trouble_number(trouble), ..none }
        }
        Kind::Polled { consumer, message } | Kind::FilteredByMapping { consumer, message } => {
            Parts { place: consumer, message: message.serial, ..none }
        }
        Kind::Invoked { worker, messages, cold } => {
            Parts { place: place(worker), value: messages.into(), flag: cold.into(), of_worker: true, ..none }
        }
        Kind::InvocationEnded { worker, outcome } => {
            Parts { place: place(worker), flag: outcome.number(), of_worker: true, ..none }
        }
        Kind::InvocationThrottled { consumer, messages } => {
            Parts { place: consumer, value: messages.into(), ..none }
        }
        Kind::ConcurrencyChanged { consumer, limit, why } => {
            Parts { place: consumer, value: limit.into(), flag: why.number(), ..none }
        }
        Kind::DesiredChanged { consumer, from, to, why } => {
            let (number, alarm, value) = scaling_numbers(why);
            Parts { place: consumer, queue: alarm, flag: number, value, count: from << 12 | to, ..none }
        }
        Kind::WorkerLaunched { worker } => Parts { place: place(worker), of_worker: true, ..none },
        Kind::AlarmChanged { alarm, state, value_milli, breaching, of } => Parts {
            place: alarm,
            flag: alarm_state_number(state),
            value: value_milli.map_or(0, |value| value + 1),
            count: breaching << 12 | of,
            ..none
        },
        Kind::WorkerStopped { worker, why } => {
            Parts { place: place(worker), flag: stop_number(why), of_worker: true, ..none }
        }
        Kind::Extended { worker, message, until } => Parts {
            place: place(worker),
            message: message.serial,
            value: until - at,
            of_worker: true,
            ..none
        },
        Kind::PaceChanged { consumer, factor_milli } => {
            Parts { place: consumer, value: factor_milli.into(), ..none }
        }
        Kind::ZoneChanged { zone, down } => Parts { place: zone, flag: down.into(), ..none },
        Kind::FaultRefused { fault, trouble } => {
            Parts { place: fault, flag: trouble_number(trouble), ..none }
        }
        Kind::AttributeChanged { queue, change, by_user } => {
            let (attribute, value) = change.numbers();
            Parts { queue: queue.0, place: attribute.into(), value, flag: by_user.into(), ..none }
        }
        Kind::RedriveCancelled { queue, by_user } => Parts { queue: queue.0, flag: by_user.into(), ..none },
        Kind::Published { topic, producer, number, duplicate } => {
            Parts { place: producer, value: number, count: topic, flag: duplicate.into(), ..none }
        }
        Kind::Delivered { topic, subscription, number, message } => Parts {
            place: subscription_place(topic, subscription),
            value: number,
            message: message.serial,
            ..none
        },
        Kind::FilteredOut { topic, subscription, number } => {
            Parts { place: subscription_place(topic, subscription), value: number, ..none }
        }
        Kind::DeliveryFailed { topic, subscription, number, trouble, attempt, fate, message } => Parts {
            place: subscription_place(topic, subscription),
            value: number,
            flag: trouble_number(trouble),
            count: attempt << 2 | fate.number() as u32,
            message: message.map_or(0, |message| message.serial),
            ..none
        },
        Kind::ScheduleTaken { producer, due_at } => {
            let wait = due_at - at;
            Parts { place: producer, value: wait & VALUE_MASK, count: (wait >> VALUE_BITS) as u32, ..none }
        }
        Kind::ScheduleFired { producer } => Parts { place: producer, ..none },
        Kind::BatchFilling { producer, messages } | Kind::GaveUp { producer, messages } => {
            Parts { place: producer, value: messages.into(), ..none }
        }
        Kind::CallLost { producer, message, reply } => Parts {
            place: producer,
            message: message.map_or(0, |message| message.serial),
            flag: reply.into(),
            ..none
        },
        Kind::CallTaken { worker, producer, number, done_at } => Parts {
            place: place(worker),
            queue: producer,
            number,
            value: done_at - at,
            of_worker: true,
            ..none
        },
        Kind::CallWaits { producer, number } => Parts { queue: producer, number, ..none },
        Kind::CallEnded { producer, number, outcome, worker, after_us } => Parts {
            place: worker.map_or(0, place),
            queue: producer,
            number,
            flag: outcome.number(),
            value: Event::packable_value(after_us),
            of_worker: worker.is_some(),
            ..none
        },
        Kind::Retried { producer, message } => {
            Parts { place: producer, message: message.map_or(0, |message| message.serial), ..none }
        }
    }
}

/// A subscription in 16 bits.
fn subscription_place(topic: u32, subscription: u32) -> u32 {
    topic << 8 | subscription & 0xff
}

fn engine_parts(at: Time, kind: EventKind) -> Parts {
    let none = Parts::default();
    match kind {
        EventKind::QueueCreated { queue }
        | EventKind::QueueDeleted { queue }
        | EventKind::QueuePurged { queue } => Parts { queue: queue.0, ..none },
        EventKind::Sent { queue, message, visible_at }
        | EventKind::VisibilityChanged { queue, message, visible_at } => {
            Parts { queue: queue.0, message: message.serial, value: visible_at - at, ..none }
        }
        EventKind::Deduplicated { queue, original } => {
            Parts { queue: queue.0, message: original.serial, ..none }
        }
        EventKind::Received { queue, message, receive_count, visible_at, second_copy } => Parts {
            queue: queue.0,
            message: message.serial,
            value: visible_at - at,
            count: receive_count.min(0xff_ffff),
            flag: second_copy.into(),
            ..none
        },
        EventKind::EmptyReceive { queue, false_empty } => {
            Parts { queue: queue.0, flag: false_empty.into(), ..none }
        }
        EventKind::PollParked { queue, ticket } | EventKind::PollAbandoned { queue, ticket } => {
            Parts { queue: queue.0, value: ticket.0, ..none }
        }
        EventKind::PollAnswered { queue, ticket, messages } => {
            Parts { queue: queue.0, value: ticket.0, place: messages, ..none }
        }
        EventKind::Deleted { queue, message, stale_handle } => {
            Parts { queue: queue.0, message: message.serial, flag: stale_handle.into(), ..none }
        }
        EventKind::DeletedAgain { queue, message }
        | EventKind::DeleteIgnored { queue, message }
        | EventKind::Expired { queue, message } => Parts { queue: queue.0, message: message.serial, ..none },
        EventKind::Visible { queue, message, cause } => {
            Parts { queue: queue.0, message: message.serial, flag: cause_number(cause), ..none }
        }
        EventKind::DeadLettered { from, to, message } => {
            Parts { queue: from.0, place: to.0, message: message.serial, ..none }
        }
        EventKind::Redriven { from, to, message, replacement, visible_at } => Parts {
            queue: from.0,
            place: to.0,
            message: message.serial,
            value: replacement.serial,
            // A queue's delay is in whole seconds.
            count: ((visible_at - at) / MICROS_PER_S) as u32,
            ..none
        },
        EventKind::MoveTaskStarted { queue, task } => Parts { queue: queue.0, value: task.0, ..none },
        EventKind::MoveTaskEnded { queue, task, status } => {
            Parts { queue: queue.0, value: task.0, place: status_number(status) as u32, ..none }
        }
    }
}

/// What was packed, with the message's place looked up. None only for a message that is not in the table.
fn kind(setup: &Setup, table: &Table, packed: Packed) -> Option<Kind> {
    if packed.tag() < tags::PRODUCED {
        return engine_kind(table, packed).map(Kind::Engine);
    }
    let by_user = packed.flag() == 1;
    let worker = packed.worker().map(|place| setup.worker_at(place));
    let message = table.id(packed.message());
    Some(match packed.tag() {
        tags::PRODUCED => Kind::Produced { producer: packed.place(), message: message? },
        tags::HANDED_TO => Kind::HandedTo { worker: worker?, message: message? },
        tags::WORK_STARTED => {
            Kind::WorkStarted { worker: worker?, message: message?, done_at: packed.at() + packed.value() }
        }
        tags::TOOK_EFFECT => {
            Kind::TookEffect { worker: worker?, message: message?, times: packed.value() as u32 }
        }
        tags::SKIPPED_AS_DONE => Kind::SkippedAsDone { worker: worker?, message: message? },
        tags::WORK_FAILED => Kind::WorkFailed { worker: worker?, message: message? },
        tags::FORGOT_TO_DELETE => Kind::ForgotToDelete { worker: worker?, message: message? },
        tags::CALL_REFUSED => Kind::CallRefused { worker: worker?, message, trouble: trouble(packed.flag()) },
        tags::CRASHED => Kind::Crashed { worker: worker?, by_user },
        tags::CAME_BACK => Kind::CameBack { worker: worker?, by_user },
        tags::SECOND_COPY_ARMED => Kind::SecondCopyArmed { queue: packed.queue() },
        tags::USER_SENT => Kind::UserSent { message: message? },
        tags::USER_DELETED => Kind::UserDeleted { message: message? },
        tags::USER_MADE_VISIBLE => Kind::UserMadeVisible { message: message? },
        tags::SEND_REFUSED => Kind::SendRefused { producer: packed.place(), trouble: trouble(packed.flag()) },
        tags::POLLED => Kind::Polled { consumer: packed.place(), message: message? },
        tags::INVOKED => {
            Kind::Invoked { worker: worker?, messages: packed.value() as u32, cold: packed.flag() == 1 }
        }
        tags::INVOCATION_ENDED => {
            Kind::InvocationEnded { worker: worker?, outcome: InvocationOutcome::of_number(packed.flag()) }
        }
        tags::INVOCATION_THROTTLED => {
            Kind::InvocationThrottled { consumer: packed.place(), messages: packed.value() as u32 }
        }
        tags::FILTERED_BY_MAPPING => Kind::FilteredByMapping { consumer: packed.place(), message: message? },
        tags::CONCURRENCY_CHANGED => Kind::ConcurrencyChanged {
            consumer: packed.place(),
            limit: packed.value() as u32,
            why: ConcurrencyChange::of_number(packed.flag()),
        },
        tags::DESIRED_CHANGED => Kind::DesiredChanged {
            consumer: packed.place(),
            from: packed.high() >> 12,
            to: packed.high() & 0xfff,
            why: scaling_reason(packed),
        },
        tags::WORKER_LAUNCHED => Kind::WorkerLaunched { worker: worker? },
        tags::ALARM_CHANGED => Kind::AlarmChanged {
            alarm: packed.place(),
            state: alarm_state(packed.flag()),
            value_milli: packed.value().checked_sub(1),
            breaching: packed.high() >> 12,
            of: packed.high() & 0xfff,
        },
        tags::WORKER_STOPPED => Kind::WorkerStopped { worker: worker?, why: stop_reason(packed.flag()) },
        tags::EXTENDED => {
            Kind::Extended { worker: worker?, message: message?, until: packed.at() + packed.value() }
        }
        tags::EXTENDED_TOO_LATE => Kind::ExtendedTooLate { worker: worker?, message: message? },
        tags::HUNG => Kind::Hung { worker: worker?, by_user },
        tags::PACE_CHANGED => {
            Kind::PaceChanged { consumer: packed.place(), factor_milli: packed.value() as u32 }
        }
        tags::ZONE_CHANGED => Kind::ZoneChanged { zone: packed.place(), down: by_user },
        tags::STOPPING => Kind::Stopping { worker: worker?, by_user },
        tags::USER_CALLED => Kind::UserCalled { trouble: packed.flag().checked_sub(1).map(trouble) },
        tags::FAULT_REFUSED => Kind::FaultRefused { fault: packed.place(), trouble: trouble(packed.flag()) },
        tags::ATTRIBUTE_CHANGED => {
            let change = QueueChange::of_numbers(packed.place() as u8, packed.value())?;
            Kind::AttributeChanged { queue: packed.queue(), change, by_user }
        }
        tags::REDRIVE_CANCELLED => Kind::RedriveCancelled { queue: packed.queue(), by_user },
        tags::PUBLISHED..=tags::DELIVERY_FAILED => topic_kind(packed, message)?,
        tags::SCHEDULE_TAKEN => {
            let wait = packed.value() | u64::from(packed.high()) << VALUE_BITS;
            Kind::ScheduleTaken { producer: packed.place(), due_at: packed.at() + wait }
        }
        tags::SCHEDULE_FIRED => Kind::ScheduleFired { producer: packed.place() },
        tags::BATCH_FILLING => {
            Kind::BatchFilling { producer: packed.place(), messages: packed.value() as u32 }
        }
        tags::CALL_LOST => Kind::CallLost { producer: packed.place(), message, reply: packed.flag() == 1 },
        tags::CALL_TAKEN => Kind::CallTaken {
            worker: worker?,
            producer: packed.queue().0,
            number: packed.number(),
            done_at: packed.at() + packed.value(),
        },
        tags::CALL_WAITS => Kind::CallWaits { producer: packed.queue().0, number: packed.number() },
        tags::CALL_ENDED | tags::CALL_ENDED_BY => Kind::CallEnded {
            producer: packed.queue().0,
            number: packed.number(),
            outcome: CallOutcome::of_number(packed.flag()),
            worker,
            after_us: packed.value(),
        },
        tags::RETRIED => Kind::Retried { producer: packed.place(), message },
        tags::GAVE_UP => Kind::GaveUp { producer: packed.place(), messages: packed.value() as u32 },
        _ => Kind::InputRefused { trouble: trouble(packed.flag()) },
    })
}

fn topic_kind(packed: Packed, message: Option<MessageId>) -> Option<Kind> {
    let (topic, subscription) = (packed.place() >> 8, packed.place() & 0xff);
    let number = packed.value();
    Some(match packed.tag() {
        tags::PUBLISHED => Kind::Published {
            topic: packed.high(),
            producer: packed.place(),
            number,
            duplicate: packed.flag() == 1,
        },
        tags::DELIVERED => Kind::Delivered { topic, subscription, number, message: message? },
        tags::FILTERED_OUT => Kind::FilteredOut { topic, subscription, number },
        _ => {
            let fate = DeliveryFate::of_number((packed.high() & 3).into());
            let (trouble, attempt) = (trouble(packed.flag()), packed.high() >> 2);
            Kind::DeliveryFailed { topic, subscription, number, trouble, attempt, fate, message }
        }
    })
}

fn engine_kind(table: &Table, packed: Packed) -> Option<EventKind> {
    let (queue, flag) = (packed.queue(), packed.flag() == 1);
    let message: Option<MessageId> = table.id(packed.message());
    let ticket = Ticket(packed.value());
    let visible_at = packed.at() + packed.value();
    Some(match packed.tag() {
        tags::QUEUE_CREATED => EventKind::QueueCreated { queue },
        tags::QUEUE_DELETED => EventKind::QueueDeleted { queue },
        tags::QUEUE_PURGED => EventKind::QueuePurged { queue },
        tags::SENT => EventKind::Sent { queue, message: message?, visible_at },
        tags::DEDUPLICATED => EventKind::Deduplicated { queue, original: message? },
        tags::RECEIVED => EventKind::Received {
            queue,
            message: message?,
            receive_count: packed.high(),
            visible_at,
            second_copy: flag,
        },
        tags::EMPTY_RECEIVE => EventKind::EmptyReceive { queue, false_empty: flag },
        tags::POLL_PARKED => EventKind::PollParked { queue, ticket },
        tags::POLL_ANSWERED => EventKind::PollAnswered { queue, ticket, messages: packed.place() },
        tags::POLL_ABANDONED => EventKind::PollAbandoned { queue, ticket },
        tags::DELETED => EventKind::Deleted { queue, message: message?, stale_handle: flag },
        tags::DELETED_AGAIN => EventKind::DeletedAgain { queue, message: message? },
        tags::DELETE_IGNORED => EventKind::DeleteIgnored { queue, message: message? },
        tags::VISIBILITY_CHANGED => EventKind::VisibilityChanged { queue, message: message?, visible_at },
        tags::VISIBLE => EventKind::Visible { queue, message: message?, cause: cause(packed.flag()) },
        tags::DEAD_LETTERED => {
            EventKind::DeadLettered { from: queue, to: QueueId(packed.place()), message: message? }
        }
        tags::REDRIVEN => EventKind::Redriven {
            from: queue,
            to: QueueId(packed.place()),
            message: message?,
            replacement: table.id(packed.value())?,
            visible_at: packed.at() + Time::from(packed.high()) * MICROS_PER_S,
        },
        tags::MOVE_TASK_STARTED => EventKind::MoveTaskStarted { queue, task: MoveTaskId(packed.value()) },
        tags::MOVE_TASK_ENDED => EventKind::MoveTaskEnded {
            queue,
            task: MoveTaskId(packed.value()),
            status: status(packed.place()),
        },
        _ => EventKind::Expired { queue, message: message? },
    })
}

fn trouble(number: u64) -> Trouble {
    match number {
        0 => Trouble::HandleExpired,
        1 => Trouble::OverLimit,
        2 => Trouble::QueueDoesNotExist,
        4 => Trouble::Throttled,
        8 => Trouble::HiddenTooLong,
        9 => Trouble::PurgedJustNow,
        10 => Trouble::RedriveRuns,
        11 => Trouble::NoRedriveRuns,
        12 => Trouble::NotADeadLetterQueue,
        23 => Trouble::TooManyAttributes,
        24 => Trouble::TooLong,
        _ => Trouble::of_access_number(number).unwrap_or(Trouble::Refused),
    }
}

fn scaling_reason(packed: Packed) -> ScalingReason {
    let (alarm, value_milli) = (packed.queue().0, packed.value());
    match packed.flag() {
        0 => ScalingReason::Target { backlog_milli: value_milli },
        1 => ScalingReason::Steps { alarm, value_milli },
        _ => ScalingReason::Simple { alarm, value_milli },
    }
}

fn alarm_state(number: u64) -> AlarmState {
    match number {
        0 => AlarmState::InsufficientData,
        1 => AlarmState::Ok,
        _ => AlarmState::Alarm,
    }
}

fn stop_reason(number: u64) -> StopReason {
    match number {
        0 => StopReason::ScaleIn,
        1 => StopReason::Drained,
        _ => StopReason::Away,
    }
}

fn cause(number: u64) -> VisibleCause {
    match number {
        0 => VisibleCause::DelayEnded,
        1 => VisibleCause::TimeoutEnded,
        2 => VisibleCause::SetToZero,
        _ => VisibleCause::CopyReturned,
    }
}

fn status(number: u32) -> MoveTaskStatus {
    match number {
        0 => MoveTaskStatus::Running,
        1 => MoveTaskStatus::Completed,
        2 => MoveTaskStatus::Cancelling,
        3 => MoveTaskStatus::Cancelled,
        _ => MoveTaskStatus::Failed,
    }
}
