//! Kinds of events.

use sim::{AlarmState, CallOutcome, ConcurrencyChange, Event, InvocationOutcome, Kind, WorkerId};
use sqs::{EventKind, VisibleCause};

/// What the log shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Everything that happens to messages and workers.
    All,
    /// Messages handed out and deleted.
    Deliveries,
    /// What goes wrong, or differently than one might think.
    Trouble,
}

impl Filter {
    /// In the order of the choice.
    pub const ALL: [Self; 3] = [Self::All, Self::Deliveries, Self::Trouble];

    /// As the choice says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "All events",
            Self::Deliveries => "Deliveries",
            Self::Trouble => "Trouble",
        }
    }

    /// Does the log show this event, which came after that one?
    pub fn wants(self, event: &Event, before: Option<&Event>) -> bool {
        match self {
            Self::All => !is_bookkeeping(event, before),
            Self::Deliveries => is_delivery(event),
            Self::Trouble => is_trouble(event),
        }
    }
}

/// Events that only repeat what the one before said, or that tell of polls.
fn is_bookkeeping(event: &Event, before: Option<&Event>) -> bool {
    match event.kind {
        Kind::HandedTo { .. } => {
            matches!(before.map(|it| it.kind), Some(Kind::Engine(EventKind::Received { .. })))
        }
        Kind::Produced { .. } => true,
        Kind::Engine(
            EventKind::PollParked { .. } | EventKind::PollAnswered { .. } | EventKind::QueueCreated { .. },
        ) => true,
        _ => false,
    }
}

fn is_delivery(event: &Event) -> bool {
    matches!(
        event.kind,
        Kind::Engine(
            EventKind::Received { .. }
                | EventKind::Deleted { .. }
                | EventKind::DeletedAgain { .. }
                | EventKind::DeleteIgnored { .. }
        )
    )
}

/// Does the event tell of something that went wrong?
pub fn is_trouble(event: &Event) -> bool {
    match event.kind {
        Kind::Engine(kind) => match kind {
            EventKind::Received { second_copy, receive_count, .. } => second_copy || receive_count > 1,
            EventKind::Deleted { stale_handle, .. } => stale_handle,
            EventKind::Visible { cause, .. } => {
                matches!(cause, VisibleCause::TimeoutEnded | VisibleCause::CopyReturned)
            }
            EventKind::EmptyReceive { false_empty, .. } => false_empty,
            EventKind::DeletedAgain { .. }
            | EventKind::DeleteIgnored { .. }
            | EventKind::DeadLettered { .. }
            | EventKind::Redriven { .. }
            | EventKind::MoveTaskStarted { .. }
            | EventKind::MoveTaskEnded { .. }
            | EventKind::Expired { .. }
            | EventKind::Deduplicated { .. }
            | EventKind::QueueDeleted { .. }
            | EventKind::QueuePurged { .. } => true,
            EventKind::QueueCreated { .. }
            | EventKind::Sent { .. }
            | EventKind::PollParked { .. }
            | EventKind::PollAnswered { .. }
            | EventKind::PollAbandoned { .. }
            | EventKind::VisibilityChanged { .. } => false,
        },
        Kind::TookEffect { times, .. } => times > 1,
        Kind::AlarmChanged { state, .. } => state == AlarmState::Alarm,
        Kind::SkippedAsDone { .. }
        | Kind::WorkFailed { .. }
        | Kind::ForgotToDelete { .. }
        | Kind::CallRefused { .. }
        | Kind::Crashed { .. }
        | Kind::SecondCopyArmed { .. }
        | Kind::SendRefused { .. }
        | Kind::InvocationThrottled { .. }
        | Kind::FilteredByMapping { .. }
        | Kind::FilteredOut { .. }
        | Kind::DeliveryFailed { .. }
        | Kind::WorkerStopped { .. }
        | Kind::ExtendedTooLate { .. }
        | Kind::Hung { .. }
        | Kind::PaceChanged { .. }
        | Kind::ZoneChanged { .. }
        | Kind::Stopping { .. }
        | Kind::FaultRefused { .. }
        | Kind::AttributeChanged { .. }
        | Kind::RedriveCancelled { .. }
        | Kind::CallLost { .. }
        | Kind::Retried { .. }
        | Kind::GaveUp { .. }
        | Kind::InputRefused { .. }
        | Kind::UserCalled { .. } => true,
        Kind::CallEnded { outcome, .. } => outcome != CallOutcome::Answered,
        Kind::InvocationEnded { outcome, .. } => outcome != InvocationOutcome::Succeeded,
        Kind::Published { duplicate, .. } => duplicate,
        Kind::ConcurrencyChanged { why, .. } => why == ConcurrencyChange::Errors,
        Kind::Produced { .. }
        | Kind::Delivered { .. }
        | Kind::HandedTo { .. }
        | Kind::WorkStarted { .. }
        | Kind::CameBack { .. }
        | Kind::DesiredChanged { .. }
        | Kind::WorkerLaunched { .. }
        | Kind::Extended { .. }
        | Kind::UserSent { .. }
        | Kind::UserDeleted { .. }
        | Kind::UserMadeVisible { .. }
        | Kind::ScheduleTaken { .. }
        | Kind::ScheduleFired { .. }
        | Kind::BatchFilling { .. }
        | Kind::CallTaken { .. }
        | Kind::CallWaits { .. }
        | Kind::Polled { .. }
        | Kind::Invoked { .. } => false,
    }
}

/// The worker that the event before this one was about.
pub fn worker_of(next: Option<&Event>) -> Option<WorkerId> {
    match next?.kind {
        Kind::HandedTo { worker, .. } => Some(worker),
        _ => None,
    }
}
