//! Producers, consumers, workers.

use sim::{ConsumerView, Hold, SpanKind, WorkerState, WorkerView};
use sqs::{MICROS_PER_S, Time};

use super::calls::serving_summary;
use super::lambda::mapping_summary;
use super::time::{count, plural, span_short, thousandths};
use crate::text::Names;

/// A worker and what it does: "w/2 working on A7, 60 percent, heartbeat +30 s 4 s ago, asked to stop".
pub fn worker_state(worker: &WorkerView, now_us: Time, names: &impl Names) -> String {
    let mut parts = vec![format!("{} {}", names.worker(worker.id), what_it_does(worker, now_us, names))];
    if let Some((at_us, to_s)) = worker.extended {
        parts.push(format!("{} {} ago", extension(to_s), ago(now_us, at_us)));
    }
    if worker.is_stopping {
        parts.push("asked to stop".to_owned());
    }
    parts.join(", ")
}

/// What a heartbeat gives: "heartbeat +30 s".
pub fn extension(to_s: u32) -> String {
    format!("heartbeat +{}", span_short(u64::from(to_s) * MICROS_PER_S))
}

fn what_it_does(worker: &WorkerView, now_us: Time, names: &impl Names) -> String {
    match worker.state {
        WorkerState::Polling { since_us } => format!("polling for {}", ago(now_us, since_us)),
        WorkerState::Calling { .. } => "waiting for an answer from SQS".to_owned(),
        WorkerState::Working { message, done_milli, hold, .. } => {
            format!("{}, {} percent", working_on(&names.label(message), hold), done_milli / 10)
        }
        WorkerState::Crashed { until_us: Some(until_us), .. } => {
            format!("crashed, back in {}", ago(until_us, now_us))
        }
        WorkerState::Crashed { since_us, until_us: None } => format!("crashed {} ago", ago(now_us, since_us)),
        WorkerState::Resting { until_us, .. } => {
            format!("sleeping, next receive in {}", ago(until_us, now_us))
        }
        WorkerState::Starting { until_us, .. } => format!("starting, ready in {}", ago(until_us, now_us)),
        WorkerState::Idle { since_us } => format!("idle for {}", ago(now_us, since_us)),
        WorkerState::Hung { since_us, until_us, message } => {
            let on = message.map_or_else(String::new, |message| format!(" on {}", names.label(message)));
            let until = until_us.map_or_else(String::new, |at| format!(", goes on in {}", ago(at, now_us)));
            format!("hanging{on} for {}{until}", ago(now_us, since_us))
        }
        WorkerState::Stopped { since_us } => format!("stopped {} ago", ago(now_us, since_us)),
        WorkerState::Away { until_us, .. } => format!("away, back in {}", ago(until_us, now_us)),
        WorkerState::Absent => "not running".to_owned(),
        WorkerState::Listening { since_us } => format!("waiting for a call for {}", ago(now_us, since_us)),
        WorkerState::Serving { producer, number, done_milli, is_awaited, .. } => {
            let producer = names.producer(producer);
            let heard = if is_awaited { "" } else { " for nobody" };
            format!(
                "working on call {} of {producer}{heard}, {} percent",
                count(number.into()),
                done_milli / 10
            )
        }
    }
}

/// What a worker does with a message, and whether it still holds it: "working on A7".
pub fn working_on(label: &str, hold: Hold) -> String {
    match hold {
        Hold::Held => format!("working on {label}"),
        Hold::Shared => format!("working on {label}, handed to another too"),
        Hold::Lost => format!("working on {label} past its timeout"),
        Hold::Gone => format!("working on {label}, gone already"),
    }
}

/// Beside a message in flight: who was handed it (crossed if that one is down) and when it comes back:
/// "w/2 ✕ · back in 18 s".
pub fn in_flight_note(holder: &str, is_down: bool, left_us: Time) -> String {
    let down = if is_down { " ✕" } else { "" };
    format!("{holder}{down} · back in {}", span_short(left_us))
}

fn ago(later_us: Time, earlier_us: Time) -> String {
    span_short(later_us.saturating_sub(earlier_us))
}

/// A consumer group: "w: 3 of 30 workers busy, 120 done, 2 of them again".
pub fn consumer_summary(consumer: &ConsumerView) -> String {
    if let Some(mapping) = &consumer.mapping {
        return format!("{}, {}", mapping_summary(&consumer.id, mapping), work_done(consumer));
    }
    let busy = consumer
        .workers
        .iter()
        .filter(|it| matches!(it.state, WorkerState::Working { .. } | WorkerState::Serving { .. }))
        .count();
    let down = consumer.workers.iter().filter(|it| matches!(it.state, WorkerState::Crashed { .. })).count();
    let hung = consumer.workers.iter().filter(|it| matches!(it.state, WorkerState::Hung { .. })).count();
    let is_there = |it: &&WorkerView| !matches!(it.state, WorkerState::Absent | WorkerState::Starting { .. });
    let there = consumer.workers.iter().filter(is_there).count();
    let workers = plural(there as u64, "worker", "workers");
    let mut parts = vec![format!("{}: {busy} of {workers} busy", consumer.id)];
    if let Some(scaling) = consumer.scaling.as_ref().filter(|it| it.desired != it.in_service) {
        parts.push(format!("{} wanted", count(scaling.desired.into())));
    }
    if down > 0 {
        parts.push(format!("{down} down"));
    }
    if hung > 0 {
        parts.push(format!("{hung} hanging"));
    }
    if consumer.pace_milli != 1_000 {
        parts.push(format!("work takes {} times as long", thousandths(consumer.pace_milli.into())));
    }
    if let Some(serving) = &consumer.serving {
        parts.push(serving_summary(serving));
    }
    parts.push(work_done(consumer));
    parts.join(", ")
}

/// "120 done, 2 of them again".
fn work_done(consumer: &ConsumerView) -> String {
    let mut parts = vec![format!("{} done", count(consumer.effects))];
    if consumer.effects_repeated > 0 {
        parts.push(format!("{} of them again", count(consumer.effects_repeated)));
    }
    if consumer.skipped > 0 {
        parts.push(format!("{} skipped as done before", count(consumer.skipped)));
    }
    parts.join(", ")
}

/// The name of a stretch of a lane.
pub fn span_kind(kind: SpanKind) -> &'static str {
    match kind {
        SpanKind::Delayed => "delayed",
        SpanKind::Visible => "visible",
        SpanKind::InFlight => "in flight",
        SpanKind::Polling => "polling",
        SpanKind::Idle => "idle",
        SpanKind::Starting => "starting",
        SpanKind::Working => "working",
        SpanKind::Overrun => "working past the timeout",
        SpanKind::Crashed => "crashed",
        SpanKind::Gone => "gone",
        SpanKind::Hung => "hung",
        SpanKind::Stopped => "stopped",
    }
}
