//! What the screen shows, in a few sentences: for the status line and for those who do not see the stage.

use sim::{QueueView, View, WorkerState};

use super::lambda::mapping_summary;
use super::messages;
use super::scaling::scaling_summary;
use super::time::{clock, count, plural, span_short};
use super::topics;

/// The instant, each queue, and what is unusual.
pub fn screen_summary(view: &View) -> String {
    let mut sentences = vec![format!("At {}.", clock(view.at_us))];
    sentences.extend(view.queues.iter().map(queue_summary));
    let functions = view.consumers.iter().filter_map(|it| Some((it, it.mapping.as_ref()?)));
    sentences.extend(functions.map(|(it, mapping)| format!("{}.", mapping_summary(&it.id, mapping))));
    let groups = view.consumers.iter().filter_map(|it| Some((it, it.scaling.as_ref()?)));
    sentences.extend(groups.map(|(it, scaling)| format!("{}: {}.", it.id, scaling_summary(scaling))));
    sentences.extend(view.topics.iter().map(|topic| format!("{}.", topics::topic_summary(topic))));
    let denied = view.principals.iter().filter(|principal| principal.denied > 0);
    sentences.extend(denied.map(|principal| format!("{}.", topics::principal_summary(principal))));
    sentences.extend(view.zones.iter().filter(|zone| zone.is_down).map(zone_down));
    sentences.extend(anomalies(view));
    sentences.join(" ")
}

/// A queue's counts: "orders: 12 visible, 3 in flight."
pub fn queue_summary(queue: &QueueView) -> String {
    let it = &queue.counters;
    let mut parts =
        vec![format!("{} visible", count(it.visible)), format!("{} in flight", count(it.in_flight))];
    if it.delayed > 0 {
        parts.push(format!("{} delayed", count(it.delayed)));
    }
    if let Some(age_ms) = it.age_of_oldest_ms {
        parts.push(format!("the oldest {} old", span_short(age_ms.saturating_mul(1_000))));
    }
    parts.extend(messages::noisy(&queue.noisy));
    format!("{}: {}.", queue.name, parts.join(", "))
}

fn zone_down(zone: &sim::ZoneView) -> String {
    format!("Availability Zone {} is down.", zone.id)
}

fn anomalies(view: &View) -> Vec<String> {
    let workers = || view.consumers.iter().flat_map(|it| &it.workers);
    let crashed = workers().filter(|it| matches!(it.state, WorkerState::Crashed { .. })).count() as u64;
    let hung = workers().filter(|it| matches!(it.state, WorkerState::Hung { .. })).count() as u64;
    let holds = |it: &&sim::WorkerView| {
        !matches!(it.state, WorkerState::Working { hold: sim::Hold::Lost | sim::Hold::Gone, .. })
    };
    let overrun = workers().filter(|it| !holds(it)).count();
    let repeated: u64 = view.consumers.iter().map(|it| it.effects_repeated).sum();
    let counters = || view.queues.iter().map(|it| &it.counters);
    let dead: u64 = counters().map(|it| it.dead_lettered).sum();
    let expired: u64 = counters().map(|it| it.expired).sum();
    let duplicates: u64 = counters().map(|it| it.duplicates).sum();
    [
        (crashed, "worker is down.", "workers are down."),
        (hung, "worker hangs.", "workers hang."),
        (
            overrun as u64,
            "worker is busy with a message that it no longer holds.",
            "workers are busy with messages that they no longer hold.",
        ),
        (duplicates, "repeated delivery so far.", "repeated deliveries so far."),
        (repeated, "repeated effect so far.", "repeated effects so far."),
        (dead, "message in all went to a dead-letter queue.", "messages in all went to a dead-letter queue."),
        (expired, "message has expired.", "messages have expired."),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| plural(number, one, many))
    .collect()
}
