//! What is measured of a run.

use scenario::Scenario;
use sim::{ConsumerView, Position, QueueView, Sample, Timeline};

/// A queue at the end of a run, and its samples over the run.
struct Queue<'a> {
    view: &'a QueueView,
    samples: &'a [Sample],
}

type OfQueue = fn(&Queue<'_>) -> u64;
type OfConsumer = fn(&ConsumerView) -> u64;

/// The figures of each queue: their names, and how they are read.
const OF_QUEUES: &[(&str, OfQueue)] = &[
    ("sent", |it| it.view.counters.sent),
    ("received", |it| it.view.counters.received),
    ("empty receives", |it| it.view.counters.empty_receives),
    ("deleted", |it| it.view.counters.deleted),
    ("dead-lettered", |it| it.view.counters.dead_lettered),
    ("expired", |it| it.view.counters.expired),
    ("duplicates", |it| it.view.counters.duplicates),
    ("visible at the end", |it| it.view.counters.visible),
    ("peak visible", |it| peak(it, |sample| sample.visible)),
    ("peak age ms", |it| peak(it, |sample| sample.age_of_oldest_ms)),
];

/// The figures of each consumer.
const OF_CONSUMERS: &[(&str, OfConsumer)] = &[
    ("effects", |it| it.effects),
    ("repeated effects", |it| it.effects_repeated),
    ("skipped", |it| it.skipped),
];

fn peak(queue: &Queue<'_>, value: impl Fn(&Sample) -> u32) -> u64 {
    u64::from(queue.samples.iter().map(value).max().unwrap_or(0))
}

/// Names of all figures, in the order of [`of`]: claims first, 1 if they hold.
pub fn names(scenario: &Scenario) -> Vec<String> {
    let claims = scenario.claims.iter().map(|claim| format!("claim {}", claim.id));
    let queues = scenario
        .model
        .queues
        .iter()
        .flat_map(|queue| OF_QUEUES.iter().map(|(name, _)| format!("{} {name}", queue.id)));
    let consumers = scenario
        .model
        .consumers
        .iter()
        .flat_map(|consumer| OF_CONSUMERS.iter().map(|(name, _)| format!("{} {name}", consumer.id)));
    claims.chain(queues).chain(consumers).collect()
}

/// Runs to the end and measures.
pub fn of(timeline: &mut Timeline, scenario: &Scenario) -> Vec<u64> {
    let verdicts = timeline.verdicts();
    timeline.seek(Position { at_us: timeline.duration_us(), step: Position::ALL });
    let view = timeline.view(&[]);
    let claims = scenario.claims.iter().zip(&verdicts).map(|(_, verdict)| u64::from(verdict.holds));
    let queues = view.queues.iter().flat_map(|view| {
        let queue = Queue { view, samples: timeline.samples(view.index) };
        OF_QUEUES.iter().map(move |(_, read)| read(&queue))
    });
    let consumers =
        view.consumers.iter().flat_map(|consumer| OF_CONSUMERS.iter().map(move |(_, read)| read(consumer)));
    claims.chain(queues).chain(consumers).collect()
}
