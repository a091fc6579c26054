//! Which sentence is said when; the sentences themselves are the scenario crate's.

use scenario::text;
use sim::{Event, Kind};
use sqs::{EventKind, Time};

use crate::session::{Session, Shown};

/// An instant of the run as digits, without milliseconds that are zero: `0:42`, `0:42.300`.
pub fn moment(at_us: Time) -> String {
    let digits = text::clock(at_us);
    digits.strip_suffix(".000").map_or_else(|| digits.clone(), str::to_owned)
}

/// When it is and how much is where.
pub fn instant(shown: &Shown) -> String {
    text::screen_summary(&shown.view)
}

/// The clock was stopped.
pub fn paused(shown: &Shown) -> String {
    format!("Paused. {}", instant(shown))
}

/// The most important of the newest events; none of the everyday ones.
pub fn alarm(session: &Session, shown: &Shown, new: u64) -> Option<String> {
    let newest = newest(&shown.view.recent, new);
    let event = newest.iter().filter(|event| weight(event) > 0).max_by_key(|event| weight(event))?;
    Some(told(session, event))
}

/// What one step did, as a full sentence.
pub fn step(session: &Session, shown: &Shown, new: u64) -> Option<String> {
    let lines = session.read(|timeline| text::event_lines(newest(&shown.view.recent, new), timeline));
    let last = lines.last()?;
    Some(sentence(text::clock(last.at_us), &last.text))
}

fn told(session: &Session, event: &Event) -> String {
    sentence(text::clock(event.at), &session.read(|timeline| text::event(event, None, timeline)))
}

fn sentence(mut at: String, what: &str) -> String {
    at.push_str(": ");
    at.push_str(what);
    if !what.ends_with('.') {
        at.push('.');
    }
    at
}

fn newest(events: &[Event], new: u64) -> &[Event] {
    let new = usize::try_from(new).unwrap_or(usize::MAX).min(events.len());
    &events[events.len() - new..]
}

/// Dead-lettered before duplicate before expired before crashed before an alarm; everything else can be seen in the log.
fn weight(event: &Event) -> u8 {
    match event.kind {
        Kind::Engine(EventKind::DeadLettered { .. }) => 5,
        Kind::Engine(EventKind::Received { second_copy: true, .. }) => 4,
        Kind::TookEffect { times, .. } if times > 1 => 4,
        Kind::Engine(EventKind::Expired { .. }) => 3,
        Kind::Crashed { .. } | Kind::CameBack { .. } | Kind::Hung { .. } | Kind::ZoneChanged { .. } => 2,
        Kind::AlarmChanged { .. } | Kind::DesiredChanged { .. } => 1,
        Kind::Engine(_)
        | Kind::Produced { .. }
        | Kind::HandedTo { .. }
        | Kind::WorkStarted { .. }
        | Kind::TookEffect { .. }
        | Kind::SkippedAsDone { .. }
        | Kind::WorkFailed { .. }
        | Kind::ForgotToDelete { .. }
        | Kind::CallRefused { .. }
        | Kind::SecondCopyArmed { .. }
        | Kind::UserSent { .. }
        | Kind::UserDeleted { .. }
        | Kind::UserMadeVisible { .. }
        | Kind::SendRefused { .. }
        | Kind::Polled { .. }
        | Kind::Invoked { .. }
        | Kind::Published { .. }
        | Kind::Delivered { .. }
        | Kind::FilteredOut { .. }
        | Kind::DeliveryFailed { .. }
        | Kind::InvocationEnded { .. }
        | Kind::InvocationThrottled { .. }
        | Kind::FilteredByMapping { .. }
        | Kind::ConcurrencyChanged { .. }
        | Kind::WorkerLaunched { .. }
        | Kind::WorkerStopped { .. }
        | Kind::Extended { .. }
        | Kind::ExtendedTooLate { .. }
        | Kind::PaceChanged { .. }
        | Kind::Stopping { .. }
        | Kind::FaultRefused { .. }
        | Kind::AttributeChanged { .. }
        | Kind::RedriveCancelled { .. }
        | Kind::ScheduleTaken { .. }
        | Kind::ScheduleFired { .. }
        | Kind::BatchFilling { .. }
        | Kind::CallLost { .. }
        | Kind::Retried { .. }
        | Kind::GaveUp { .. }
        | Kind::CallTaken { .. }
        | Kind::CallWaits { .. }
        | Kind::CallEnded { .. }
        | Kind::InputRefused { .. }
        | Kind::UserCalled { .. } => 0,
    }
}
