//! Producers, consumers, workers.

use sim::{ConsumerView, Hold, ProducerView, SpanKind, WorkerState, WorkerView};
use sqs::Time;

use super::time::{count, plural, span_short, thousandths};
use crate::text::Names;

/// A worker and what it does: "w/2 working on A7, 60 percent".
pub fn worker_state(worker: &WorkerView, now_us: Time, names: &impl Names) -> String {
    let name = names.worker(worker.id);
    match worker.state {
        WorkerState::Polling { since_us } => format!("{name} polling for {}", ago(now_us, since_us)),
        WorkerState::Calling { .. } => format!("{name} waiting for an answer from SQS"),
        WorkerState::Working { message, done_milli, hold, .. } => {
            format!("{name} {}, {} percent", working_on(&names.label(message), hold), done_milli / 10)
        }
        WorkerState::Crashed { until_us: Some(until_us), .. } => {
            format!("{name} crashed, back in {}", ago(until_us, now_us))
        }
        WorkerState::Crashed { since_us, until_us: None } => {
            format!("{name} crashed {} ago", ago(now_us, since_us))
        }
        WorkerState::Starting { until_us, .. } => {
            format!("{name} starting, ready in {}", ago(until_us, now_us))
        }
        WorkerState::Idle { since_us } => format!("{name} idle for {}", ago(now_us, since_us)),
        WorkerState::Absent => format!("{name} is not running"),
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

/// A producer: "web sends 80 a second, 1,234 so far".
pub fn producer_summary(producer: &ProducerView) -> String {
    let sent = count(producer.sent);
    let refused = match producer.refused {
        0 => String::new(),
        refused => format!(", {} refused", count(refused)),
    };
    match producer.rate_milli {
        0 => format!("{} sends nothing now, {sent} so far{refused}", producer.id),
        rate => format!("{} sends {} a second, {sent} so far{refused}", producer.id, thousandths(rate)),
    }
}

/// A consumer group: "w: 3 of 30 workers busy, 120 done, 2 of them again".
pub fn consumer_summary(consumer: &ConsumerView) -> String {
    let busy = consumer.workers.iter().filter(|it| matches!(it.state, WorkerState::Working { .. })).count();
    let down = consumer.workers.iter().filter(|it| matches!(it.state, WorkerState::Crashed { .. })).count();
    let workers = plural(consumer.workers.len() as u64, "worker", "workers");
    let mut parts = vec![format!("{}: {busy} of {workers} busy", consumer.id)];
    if down > 0 {
        parts.push(format!("{down} down"));
    }
    parts.push(format!("{} done", count(consumer.effects)));
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
    }
}
