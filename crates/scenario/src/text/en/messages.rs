//! Where a message is: the text twin of what the stage draws.

use sim::{DepartedView, Departure, GroupLaneView, Label, MessagePhase, MessageView};
use sqs::Time;

use super::time::{plural, span_short};
use crate::text::Names;

/// The bay of a queue that a message lies in.
pub fn bay(phase: &MessagePhase) -> &'static str {
    match phase {
        MessagePhase::Delayed { .. } => "Delayed",
        MessagePhase::Visible | MessagePhase::Blocked { .. } => "Visible",
        MessagePhase::InFlight { .. } => "In flight",
    }
}

/// A message and its phase: "A7 in flight at w/2, visible again in 18 s".
pub fn phase(message: &MessageView, now_us: Time, names: &impl Names) -> String {
    let label = message.label;
    match message.phase {
        MessagePhase::Delayed { until_us } => {
            format!("{label} delayed, visible in {}", left(until_us, now_us))
        }
        MessagePhase::Visible => format!("{label} waiting {}", left(now_us, message.since_us)),
        MessagePhase::Blocked { by } => {
            format!("{label} waiting {} behind {}", left(now_us, message.since_us), names.label(by))
        }
        MessagePhase::InFlight { until_us, holder, .. } => {
            let holder = holder.map_or_else(String::new, |worker| format!(" at {}", names.worker(worker)));
            format!("{label} in flight{holder}, visible again in {}", left(until_us, now_us))
        }
    }
}

fn left(later_us: Time, earlier_us: Time) -> String {
    span_short(later_us.saturating_sub(earlier_us))
}

/// Everything about a message in one sentence or a few: phase, receives, who holds it, effects.
pub fn message(message: &MessageView, now_us: Time, names: &impl Names) -> String {
    let mut parts = vec![phase(message, now_us, names)];
    if message.receive_count > 0 {
        parts.push(received_times(message.receive_count));
    }
    if message.holders.len() > 1 {
        parts.push(twice_in_hand(message, names));
    } else if let (Some(worker), false) =
        (message.holders.first(), matches!(message.phase, MessagePhase::InFlight { .. }))
    {
        parts.push(format!("{} is still working on it", names.worker(*worker)));
    }
    parts.extend(effects(message.effects));
    parts.extend(kind(message));
    parts.join("; ")
}

/// What kind of message it is: "kind bad, poison: work on it always fails".
fn kind(message: &MessageView) -> Option<String> {
    let kind = message.kind.as_ref()?;
    let poison = if message.is_poison { ", poison: work on it always fails" } else { "" };
    Some(format!("kind {kind}{poison}"))
}

fn twice_in_hand(message: &MessageView, names: &impl Names) -> String {
    let workers: Vec<String> = message.holders.iter().map(|worker| names.worker(*worker)).collect();
    let times = if workers.len() == 2 { "twice".to_owned() } else { format!("{} times", workers.len()) };
    format!("being processed {times} at once ({})", workers.join(", "))
}

/// `received once`, `received 3 times`.
pub fn received_times(times: u32) -> String {
    match times {
        1 => "received once".to_owned(),
        2 => "received twice".to_owned(),
        _ => format!("received {times} times"),
    }
}

/// Effects in the world outside, if there is something to say.
pub fn effects(times: u32) -> Option<String> {
    match times {
        0 => None,
        1 => Some("took effect once".to_owned()),
        2 => Some("took effect twice".to_owned()),
        _ => Some(format!("took effect {times} times")),
    }
}

/// How a message left.
pub fn departed(it: &DepartedView, names: &impl Names) -> String {
    let label = it.label;
    match it.how {
        Departure::Deleted { by: Some(worker) } => format!("{label} deleted by {}", names.worker(worker)),
        Departure::Deleted { by: None } => format!("{label} deleted"),
        Departure::Filtered { consumer } => {
            format!("{label} deleted by the filter of {}", names.consumer(consumer))
        }
        Departure::Expired => format!("{label} expired in {}", names.queue(it.queue)),
        Departure::Deduplicated => format!("{label} accepted but not queued: duplicate ID within 5 min"),
    }
}

/// A lane of a FIFO queue: "group A: 4 messages, locked by A7".
pub fn lane(lane: &GroupLaneView, names: &impl Names) -> String {
    let letters = group(lane.group);
    let stored = plural(lane.stored, "message", "messages");
    match lane.locked_by {
        Some(message) => format!("group {letters}: {stored}, locked by {}", names.label(message)),
        None if lane.stored == 0 => format!("group {letters}: no message"),
        None => format!("group {letters}: {stored}"),
    }
}

/// The noisy tenants of a fair queue, if there are any: "A and C are noisy: quiet tenants go first".
pub fn noisy(groups: &[u32]) -> Option<String> {
    let letters: Vec<String> = groups.iter().map(|index| group(*index)).collect();
    match letters.as_slice() {
        [] => None,
        [one] => Some(format!("{one} is noisy: quiet tenants go first")),
        [most @ .., last] => {
            Some(format!("{} and {last} are noisy: quiet tenants go first", most.join(", ")))
        }
    }
}

/// Letters of a group: a label without its number.
fn group(index: u32) -> String {
    let label = Label { group: Some(index), number: 1 }.to_string();
    label.trim_end_matches('1').to_owned()
}
