//! The canonical encoding of events, and the trace hash over it.
//!
//! An event is: its tag (one byte), the microseconds since the event before it, then its fields in the order of
//! their declaration, as LEB128 varints. A message is its serial, a worker its consumer and its index, a time that
//! lies ahead the microseconds until it, a flag 0 or 1, a missing message 0. Tags and orders never change; a new
//! kind takes a new tag.

use sqs::{EventKind, Time, VisibleCause};

use crate::fnv::Fnv;
use crate::{Event, Kind, Trouble, WorkerId};

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
            | Kind::ForgotToDelete { worker, message } => {
                self.worker(worker);
                self.fields([message.serial]);
            }
            Kind::CallRefused { worker, message, trouble } => {
                self.worker(worker);
                self.fields([message.map_or(0, |message| message.serial), trouble_number(trouble)]);
            }
            Kind::Crashed { worker, by_user } | Kind::CameBack { worker, by_user } => {
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
            EventKind::DeletedAgain { queue, message } | EventKind::Expired { queue, message } => {
                self.fields([queue.0.into(), message.serial]);
            }
            EventKind::Visible { queue, message, cause } => {
                self.fields([queue.0.into(), message.serial, cause_number(cause)]);
            }
            EventKind::DeadLettered { from, to, message } => {
                self.fields([from.0.into(), to.0.into(), message.serial]);
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

/// The tag of a kind; below 64.
pub(crate) fn tag(kind: &Kind) -> u8 {
    match kind {
        Kind::Engine(kind) => match kind {
            EventKind::QueueCreated { .. } => 1,
            EventKind::QueueDeleted { .. } => 2,
            EventKind::QueuePurged { .. } => 3,
            EventKind::Sent { .. } => 4,
            EventKind::Deduplicated { .. } => 5,
            EventKind::Received { .. } => 6,
            EventKind::EmptyReceive { .. } => 7,
            EventKind::PollParked { .. } => 8,
            EventKind::PollAnswered { .. } => 9,
            EventKind::PollAbandoned { .. } => 10,
            EventKind::Deleted { .. } => 11,
            EventKind::DeletedAgain { .. } => 12,
            EventKind::VisibilityChanged { .. } => 13,
            EventKind::Visible { .. } => 14,
            EventKind::DeadLettered { .. } => 15,
            EventKind::Expired { .. } => 16,
        },
        Kind::Produced { .. } => 32,
        Kind::HandedTo { .. } => 33,
        Kind::WorkStarted { .. } => 34,
        Kind::TookEffect { .. } => 35,
        Kind::SkippedAsDone { .. } => 36,
        Kind::WorkFailed { .. } => 37,
        Kind::ForgotToDelete { .. } => 38,
        Kind::CallRefused { .. } => 39,
        Kind::Crashed { .. } => 40,
        Kind::CameBack { .. } => 41,
        Kind::SecondCopyArmed { .. } => 42,
        Kind::UserSent { .. } => 43,
        Kind::UserDeleted { .. } => 44,
        Kind::UserMadeVisible { .. } => 45,
        Kind::InputRefused { .. } => 46,
    }
}

/// A trouble's number in the encoding.
pub(crate) fn trouble_number(trouble: Trouble) -> u64 {
    match trouble {
        Trouble::HandleExpired => 0,
        Trouble::OverLimit => 1,
        Trouble::QueueDoesNotExist => 2,
        Trouble::Refused => 3,
    }
}

/// A cause's number in the encoding.
pub(crate) fn cause_number(cause: VisibleCause) -> u64 {
    match cause {
        VisibleCause::DelayEnded => 0,
        VisibleCause::TimeoutEnded => 1,
        VisibleCause::SetToZero => 2,
        VisibleCause::CopyReturned => 3,
    }
}
