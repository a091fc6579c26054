//! The lanes in a sentence.

use scenario::text;
use sim::WorkerState;

use super::short_clock;
use crate::session::{Session, Shown};
use crate::stage::present;

/// What the lanes show at the clock.
pub fn sentence(session: &Session, shown: &Shown) -> String {
    let view = &shown.view;
    let mut parts = vec![format!("At {}", short_clock(view.at_us))];
    for queue in &view.queues {
        let counters = &queue.counters;
        let mut part = format!(
            "{}: {} visible, {} in flight",
            queue.name,
            text::count(counters.visible),
            text::count(counters.in_flight)
        );
        if counters.delayed > 0 {
            part.push_str(&format!(", {} delayed", counters.delayed));
        }
        let peak = session.read(|timeline| {
            let seen = timeline.samples(queue.index).iter().take_while(|sample| sample.at_us <= view.at_us);
            seen.map(|sample| sample.visible).max().unwrap_or(0)
        });
        if u64::from(peak) > counters.visible {
            part.push_str(&format!(" (most so far {})", text::count(peak.into())));
        }
        parts.push(part);
    }
    let workers: Vec<_> = view.consumers.iter().flat_map(present).collect();
    let busy = workers
        .iter()
        .filter(|it| matches!(it.state, WorkerState::Working { .. } | WorkerState::Serving { .. }))
        .count();
    let crashed = workers.iter().filter(|it| matches!(it.state, WorkerState::Crashed { .. })).count();
    if !workers.is_empty() {
        parts.push(format!("{busy} of {} workers working, {crashed} crashed", workers.len()));
    }
    parts.join(". ") + "."
}
