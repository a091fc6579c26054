//! What is measured of a run.

use scenario::Scenario;
use sim::{Position, Timeline};

/// Names of all figures, in the order of [`of`]: claims first, 1 if they hold.
pub fn names(scenario: &Scenario) -> Vec<String> {
    let claims = scenario.claims.iter().map(|claim| format!("claim {}", claim.id));
    let queues = scenario.model.queues.iter().flat_map(|queue| {
        let name = |figure: &str| format!("{} {figure}", queue.id);
        [
            name("sent"),
            name("received"),
            name("empty receives"),
            name("deleted"),
            name("dead-lettered"),
            name("expired"),
            name("duplicates"),
            name("visible at the end"),
            name("peak visible"),
            name("peak age ms"),
        ]
    });
    let consumers = scenario.model.consumers.iter().flat_map(|consumer| {
        let name = |figure: &str| format!("{} {figure}", consumer.id);
        [name("effects"), name("repeated effects"), name("skipped")]
    });
    claims.chain(queues).chain(consumers).collect()
}

/// Runs to the end and measures.
pub fn of(timeline: &mut Timeline, scenario: &Scenario) -> Vec<u64> {
    let verdicts = timeline.verdicts();
    timeline.seek(Position { at_us: timeline.duration_us(), step: Position::ALL });
    let view = timeline.view(&[]);
    let mut values: Vec<u64> =
        scenario.claims.iter().zip(&verdicts).map(|(_, verdict)| u64::from(verdict.holds)).collect();
    for queue in &view.queues {
        let counters = &queue.counters;
        let samples = timeline.samples(queue.index);
        let peak_visible = samples.iter().map(|sample| sample.visible).max().unwrap_or(0);
        let peak_age_ms = samples.iter().map(|sample| sample.age_of_oldest_ms).max().unwrap_or(0);
        values.extend([
            counters.sent,
            counters.received,
            counters.empty_receives,
            counters.deleted,
            counters.dead_lettered,
            counters.expired,
            counters.duplicates,
            counters.visible,
            u64::from(peak_visible),
            u64::from(peak_age_ms),
        ]);
    }
    for consumer in &view.consumers {
        values.extend([consumer.effects, consumer.effects_repeated, consumer.skipped]);
    }
    values
}
