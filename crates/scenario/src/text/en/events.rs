//! What happened, a sentence each.

use sim::{Event, Kind, StopReason, StoryLine, Trouble, WorkerId};
use sqs::{EventKind, MessageId, MoveTaskStatus, Time, VisibleCause};

use super::alarms::{alarm_state, evidence};
use super::calls;
use super::changes::queue_change;
use super::lambda;
use super::producers;
use super::scaling::scaling_change;
use super::time::{clock, plural, span, thousandths};
use super::topics;
use crate::text::Names;

/// A line of the event log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at_us: Time,
    /// What happened.
    pub text: String,
    /// The event that it tells.
    pub kind: Kind,
    /// The event of the same call that says whose it was, if the line tells that too.
    pub whose: Option<Kind>,
    /// The worker that the line names.
    pub worker: Option<WorkerId>,
}

/// Events of one call at most between the first and the one that tells who made it.
const CALL_EVENTS_MAX: usize = 64;

/// The lines of a log. What one call did is one line where it can be: a delivery and its worker, a send and its
/// producer; a poll's bookkeeping is none.
pub fn event_lines(events: &[Event], names: &impl Names) -> Vec<Line> {
    let mut lines = Vec::with_capacity(events.len());
    for (index, it) in events.iter().enumerate() {
        let (before, after) = (&events[..index], &events[index + 1..]);
        let mut whose = None;
        let worker = worker_of(it.kind, before, after);
        let text = match it.kind {
            Kind::Engine(EventKind::QueueCreated { .. } | EventKind::PollAnswered { .. }) => None,
            Kind::HandedTo { .. }
            | Kind::Polled { .. }
            | Kind::Produced { .. }
            | Kind::UserSent { .. }
            | Kind::Delivered { .. }
            | Kind::DeliveryFailed { .. }
                if is_told_before(it.kind, before) =>
            {
                None
            }
            Kind::Engine(EventKind::Sent { message, visible_at, .. }) => {
                let sender = after.iter().take(CALL_EVENTS_MAX).find(|it| is_sender_of(it.kind, message));
                whose = sender.map(|sender| sender.kind);
                Some(match sender {
                    Some(sender) if visible_at > it.at => {
                        format!("{}, visible from {}", event(sender, None, names), clock(visible_at))
                    }
                    _ => event(sender.unwrap_or(it), None, names),
                })
            }
            Kind::Engine(received @ EventKind::Received { .. })
                if let Some(Kind::Polled { consumer, .. }) = after.first().map(|it| it.kind) =>
            {
                whose = after.first().map(|it| it.kind);
                Some(engine_by(received, &format!(" for {}", names.consumer(consumer)), names))
            }
            _ => Some(event(it, worker, names)),
        };
        lines.extend(text.map(|text| Line { at_us: it.at, text, kind: it.kind, whose, worker }));
    }
    lines
}

fn is_sender_of(kind: Kind, sent: MessageId) -> bool {
    match kind {
        Kind::Produced { message, .. } | Kind::UserSent { message } | Kind::Delivered { message, .. } => {
            message == sent
        }
        Kind::DeliveryFailed { message, .. } => message == Some(sent),
        _ => false,
    }
}

/// Is the engine's event of the same call in sight, whose line tells this one too?
fn is_told_before(kind: Kind, before: &[Event]) -> bool {
    before.iter().rev().take(CALL_EVENTS_MAX).any(|earlier| match (earlier.kind, kind) {
        (Kind::Engine(EventKind::Received { message, .. }), Kind::HandedTo { message: handed, .. }) => {
            message == handed
        }
        (Kind::Engine(EventKind::Received { message, .. }), Kind::Polled { message: polled, .. }) => {
            message == polled
        }
        (Kind::Invoked { worker, .. }, Kind::HandedTo { worker: handed, .. }) => worker == handed,
        (Kind::Engine(EventKind::Sent { message, .. }), _) => is_sender_of(kind, message),
        _ => false,
    })
}

/// The worker that an engine's event is about: told right after a delivery, right before a delete.
fn worker_of(kind: Kind, before: &[Event], after: &[Event]) -> Option<WorkerId> {
    match (kind, before.last().map(|it| it.kind), after.first().map(|it| it.kind)) {
        (Kind::Engine(EventKind::Received { .. }), _, Some(Kind::HandedTo { worker, .. })) => Some(worker),
        (
            Kind::Engine(
                EventKind::Deleted { message, .. }
                | EventKind::DeletedAgain { message, .. }
                | EventKind::DeleteIgnored { message, .. },
            ),
            Some(
                Kind::TookEffect { worker, message: done, .. }
                | Kind::SkippedAsDone { worker, message: done },
            ),
            _,
        ) if message == done => Some(worker),
        (kind, _, _) if is_delete(kind) => {
            let mut before = before.iter().rev().take(CALL_EVENTS_MAX).map(|it| it.kind);
            match before.find(|kind| !is_delete(*kind)) {
                Some(Kind::InvocationEnded { worker, .. }) => Some(worker),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_delete(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Engine(
            EventKind::Deleted { .. } | EventKind::DeletedAgain { .. } | EventKind::DeleteIgnored { .. }
        )
    )
}

/// An event, with the worker that an engine's event was about, if that is known.
pub fn event(event: &Event, worker: Option<WorkerId>, names: &impl Names) -> String {
    match event.kind {
        Kind::Engine(kind) => engine(kind, worker, names),
        Kind::Produced { producer, message } => {
            format!("{} sent by {}", names.label(message), names.producer(producer))
        }
        Kind::HandedTo { worker, message } => {
            format!("{} handed to {}", names.label(message), names.worker(worker))
        }
        Kind::WorkStarted { worker, message, done_at } => {
            let (worker, message) = (names.worker(worker), names.label(message));
            format!("{worker} begins to work on {message}, until {}", clock(done_at))
        }
        Kind::TookEffect { worker, message, times } => took_effect(worker, message, times, names),
        Kind::SkippedAsDone { worker, message } => {
            format!("{} skips {}: it took effect before", names.worker(worker), names.label(message))
        }
        Kind::WorkFailed { worker, message } => {
            format!("{} fails on {} and does not delete it", names.worker(worker), names.label(message))
        }
        Kind::ForgotToDelete { worker, message } => {
            format!("{} is done with {} and forgets to delete it", names.worker(worker), names.label(message))
        }
        Kind::CallRefused { worker, message, trouble: why } => {
            let about =
                message.map_or_else(String::new, |message| format!(" about {}", names.label(message)));
            format!("A call of {}{about} is refused: {}", names.worker(worker), trouble(why))
        }
        Kind::Crashed { worker, by_user } => format!("{} crashes{}", names.worker(worker), by_you(by_user)),
        Kind::CameBack { worker, by_user } => format!("{} is back{}", names.worker(worker), by_you(by_user)),
        Kind::SecondCopyArmed { queue } => {
            format!("{} will hand its next message out a second time", names.queue(queue.0))
        }
        Kind::UserSent { message } => format!("{} sent by you", names.label(message)),
        Kind::UserDeleted { message } => format!("{} deleted by you", names.label(message)),
        Kind::UserMadeVisible { message } => format!("{} made visible by you", names.label(message)),
        Kind::UserCalled { trouble: None } => "Your call is answered".to_owned(),
        Kind::UserCalled { trouble: Some(why) } => format!("Your call is refused: {}", trouble(why)),
        Kind::InputRefused { trouble: why } => format!("Your action is refused: {}", trouble(why)),
        Kind::SendRefused { producer, trouble: why } => {
            format!("A send of {} is refused: {}", names.producer(producer), trouble(why))
        }
        Kind::Published { .. }
        | Kind::Delivered { .. }
        | Kind::FilteredOut { .. }
        | Kind::DeliveryFailed { .. } => topics::event(event.kind, names),
        Kind::Polled { .. }
        | Kind::Invoked { .. }
        | Kind::InvocationEnded { .. }
        | Kind::InvocationThrottled { .. }
        | Kind::FilteredByMapping { .. }
        | Kind::ConcurrencyChanged { .. } => lambda::event(event.kind, names),
        Kind::ScheduleTaken { .. }
        | Kind::ScheduleFired { .. }
        | Kind::BatchFilling { .. }
        | Kind::CallLost { .. }
        | Kind::Retried { .. }
        | Kind::GaveUp { .. } => producers::event(event.kind, names),
        Kind::CallTaken { .. } | Kind::CallWaits { .. } | Kind::CallEnded { .. } => {
            calls::event(event.kind, names)
        }
        Kind::DesiredChanged { consumer, from, to, why } => {
            format!("{}: {}", names.consumer(consumer), scaling_change(why, from, to, None, names))
        }
        Kind::WorkerLaunched { worker } => format!("{} is in service", names.worker(worker)),
        Kind::AlarmChanged { alarm, state, value_milli, breaching, of } => {
            let evidence = evidence(value_milli, breaching, of.into());
            format!("Alarm {} is now {}: {evidence}", names.alarm(alarm), alarm_state(state))
        }
        Kind::WorkerStopped { worker, why } => stopped(worker, why, names),
        Kind::Extended { worker, message, until } => {
            let (worker, message) = (names.worker(worker), names.label(message));
            format!("The heartbeat of {worker} keeps {message} hidden until {}", clock(until))
        }
        Kind::ExtendedTooLate { worker, message } => {
            let (worker, message) = (names.worker(worker), names.label(message));
            format!("The heartbeat of {worker} comes too late for {message}: SQS answers, and hides nothing")
        }
        Kind::Hung { worker, by_user } => format!("{} hangs{}", names.worker(worker), by_you(by_user)),
        Kind::PaceChanged { consumer, factor_milli } => pace(consumer, factor_milli, names),
        Kind::ZoneChanged { zone, down: true } => {
            format!("Availability Zone {} fails, and its workers with it", names.zone(zone))
        }
        Kind::ZoneChanged { zone, down: false } => {
            format!("Availability Zone {} is back", names.zone(zone))
        }
        Kind::Stopping { worker, by_user } => {
            format!("{} is asked to stop{}: it finishes what it has", names.worker(worker), by_you(by_user))
        }
        Kind::FaultRefused { trouble: why, .. } => format!("A planned act is refused: {}", trouble(why)),
        Kind::AttributeChanged { queue, change, by_user } => {
            format!("{}: {}{}", names.queue(queue.0), queue_change(change, names), by_you(by_user))
        }
        Kind::RedriveCancelled { queue, by_user } => {
            format!("The redrive of {} is being cancelled{}", names.queue(queue.0), by_you(by_user))
        }
    }
}

fn stopped(worker: WorkerId, why: StopReason, names: &impl Names) -> String {
    let worker = names.worker(worker);
    match why {
        StopReason::ScaleIn => format!("{worker} is taken away: the group shrinks"),
        StopReason::Drained => format!("{worker} has finished what it had and stops"),
        StopReason::Away => format!("{worker} goes away"),
    }
}

fn pace(consumer: u32, factor_milli: u32, names: &impl Names) -> String {
    let consumer = names.consumer(consumer);
    match factor_milli {
        1_000 => format!("Work at {consumer} takes its usual time again"),
        slower => {
            format!("Work at {consumer} takes {} times as long from now on", thousandths(slower.into()))
        }
    }
}

fn by_you(by_user: bool) -> &'static str {
    if by_user { " (by you)" } else { "" }
}

fn took_effect(worker: WorkerId, message: MessageId, times: u32, names: &impl Names) -> String {
    let (worker, message) = (names.worker(worker), names.label(message));
    match times {
        0 | 1 => format!("{message} took effect at {worker}"),
        2 => format!("{message} took effect again at {worker}: twice now"),
        _ => format!("{message} took effect again at {worker}: {times} times now"),
    }
}

fn engine(kind: EventKind, worker: Option<WorkerId>, names: &impl Names) -> String {
    let by = worker.map_or_else(String::new, |worker| format!(" by {}", names.worker(worker)));
    engine_by(kind, &by, names)
}

/// An event of the engine; `by` says who did it, with a blank before.
fn engine_by(kind: EventKind, by: &str, names: &impl Names) -> String {
    match kind {
        EventKind::QueueCreated { queue } => format!("Queue {} created", names.queue(queue.0)),
        EventKind::QueueDeleted { queue } => format!("Queue {} deleted", names.queue(queue.0)),
        EventKind::QueuePurged { queue } => format!("Queue {} purged", names.queue(queue.0)),
        EventKind::Sent { queue, message, visible_at } => {
            let queue = names.queue(queue.0);
            format!("{} stored in {queue}, visible from {}", names.label(message), clock(visible_at))
        }
        EventKind::Deduplicated { queue, original } => {
            let (queue, original) = (names.queue(queue.0), names.label(original));
            format!("Accepted by {queue} but not queued: same deduplication ID as {original} within 5 min")
        }
        EventKind::Received { message, receive_count, visible_at, second_copy, .. } => {
            let message = names.label(message);
            let what = if second_copy { "A second copy of " } else { "" };
            format!(
                "{what}{message} received{by} (receive {receive_count}), hidden until {}",
                clock(visible_at)
            )
        }
        EventKind::EmptyReceive { queue, false_empty: true } => {
            format!(
                "Empty receive from {}, though messages wait on servers that were not asked",
                names.queue(queue.0)
            )
        }
        EventKind::EmptyReceive { queue, false_empty: false } => {
            format!("Empty receive from {}", names.queue(queue.0))
        }
        EventKind::PollParked { queue, .. } => format!("A receive waits at {}", names.queue(queue.0)),
        EventKind::PollAnswered { queue, messages, .. } => {
            let messages = plural(messages.into(), "message", "messages");
            format!("A waiting receive at {} gets {messages}", names.queue(queue.0))
        }
        EventKind::PollAbandoned { queue, .. } => {
            format!("A waiting receive at {} is given up", names.queue(queue.0))
        }
        EventKind::Deleted { message, stale_handle: false, .. } => {
            format!("{} deleted{by}", names.label(message))
        }
        EventKind::Deleted { message, stale_handle: true, .. } => {
            format!("{} deleted{by} with an old receipt handle", names.label(message))
        }
        EventKind::DeletedAgain { message, .. } => {
            format!("Delete of {}{by} acknowledged: it was gone already", names.label(message))
        }
        EventKind::DeleteIgnored { message, .. } => {
            format!(
                "Delete of {}{by} with an old receipt handle acknowledged: it stays",
                names.label(message)
            )
        }
        EventKind::VisibilityChanged { message, visible_at, .. } => {
            format!("{} now hidden until {}", names.label(message), clock(visible_at))
        }
        EventKind::Visible { message, cause, .. } => format!("{} {}", names.label(message), visible(cause)),
        EventKind::DeadLettered { to, message, .. } => {
            format!("{} moved to {}", names.label(message), names.queue(to.0))
        }
        EventKind::Redriven { from, to, message, .. } => {
            let (from, to) = (names.queue(from.0), names.queue(to.0));
            format!("{} moved back from {from} to {to} as a new message", names.label(message))
        }
        EventKind::MoveTaskStarted { queue, .. } => {
            format!("The redrive of {} begins", names.queue(queue.0))
        }
        EventKind::MoveTaskEnded { queue, status, .. } => {
            let how = match status {
                MoveTaskStatus::Cancelled | MoveTaskStatus::Cancelling => "is cancelled",
                MoveTaskStatus::Failed => "fails",
                MoveTaskStatus::Completed | MoveTaskStatus::Running => "is complete",
            };
            format!("The redrive of {} {how}", names.queue(queue.0))
        }
        EventKind::Expired { queue, message } => {
            format!("{} expired in {}: its retention ended", names.label(message), names.queue(queue.0))
        }
    }
}

fn visible(cause: VisibleCause) -> &'static str {
    match cause {
        VisibleCause::DelayEnded => "visible: its delay ended",
        VisibleCause::TimeoutEnded => "visible again: its visibility timeout ended",
        VisibleCause::SetToZero => "visible again: its visibility timeout was set to 0",
        VisibleCause::CopyReturned => "visible again: a copy came back that the delete had missed",
    }
}

/// Why a call failed, without a capital and a full stop.
pub fn trouble(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::HandleExpired => "the receipt handle has expired",
        Trouble::OverLimit => "too many messages are in flight",
        Trouble::QueueDoesNotExist => "the queue does not exist",
        Trouble::Refused => "SQS does not accept it",
        Trouble::Throttled => "more calls a second than this FIFO queue takes",
        Trouble::HiddenTooLong => "no message can be hidden for more than 12 hours since its receive",
        Trouble::PurgedJustNow => "a queue can be purged once every 60 seconds",
        Trouble::RedriveRuns => "a redrive of this queue runs already",
        Trouble::NoRedriveRuns => "no redrive of this queue runs",
        Trouble::NotADeadLetterQueue => "no queue names it as its dead-letter queue",
        Trouble::AccessDenied(denial) => topics::denial(denial),
        Trouble::KmsDenied(trouble) => topics::key_trouble(trouble),
        Trouble::TooManyAttributes => "SQS takes at most 10 message attributes",
        Trouble::TooLong => "the message is larger than the queue takes",
    }
}

/// A line of a message's life story, without its time.
pub fn story_line(line: &StoryLine, names: &impl Names) -> String {
    let text = event(&line.event, line.worker, names);
    match (line.visible_until_us, &line.event.kind) {
        (Some(until), Kind::Engine(EventKind::Visible { .. })) if until > line.event.at => {
            format!("{text}; held {} more", span(until - line.event.at))
        }
        _ => text,
    }
}
