//! What is measured of a run.

use std::collections::BTreeMap;

use scenario::Scenario;
use sim::{AlarmState, ConsumerView, Kind, Position, QueueView, Sample, Timeline};
use sqs::{EventKind, MICROS_PER_MS, Time};

/// Events that are read at a time.
const EVENTS_AT_A_TIME: u64 = 10_000;

/// A queue at the end of a run, and its samples over the run.
struct Queue<'a> {
    view: &'a QueueView,
    samples: &'a [Sample],
    heard: &'a Heard,
    requests: u64,
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
    ("wait p95 ms", |it| it.heard.wait_p95_ms(it.view.index)),
    ("requests", |it| it.requests),
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
    let whole = ["requests".to_owned(), "alarms rung".to_owned()];
    claims.chain(queues).chain(consumers).chain(whole).collect()
}

/// Runs to the end and measures.
pub fn of(timeline: &mut Timeline, scenario: &Scenario) -> Vec<u64> {
    let verdicts = timeline.verdicts();
    timeline.seek(Position { at_us: timeline.duration_us(), step: Position::ALL });
    let view = timeline.view(&[]);
    let (heard, bill) = (Heard::of(timeline), &view.bill);
    let claims = scenario.claims.iter().zip(&verdicts).map(|(_, verdict)| u64::from(verdict.holds));
    let queues = view.queues.iter().flat_map(|view| {
        let samples = timeline.samples(view.index);
        let requests = bill.queues.get(view.index as usize).map_or(0, |bill| bill.total);
        let queue = Queue { view, samples, heard: &heard, requests };
        OF_QUEUES.iter().map(move |(_, read)| read(&queue))
    });
    let consumers =
        view.consumers.iter().flat_map(|consumer| OF_CONSUMERS.iter().map(move |(_, read)| read(consumer)));
    let whole = [bill.requests.standard + bill.requests.fifo, heard.alarms_rung];
    claims.chain(queues).chain(consumers).chain(whole).collect()
}

/// What only the events of a run tell.
#[derive(Debug, Default)]
struct Heard {
    /// Microseconds from each message's send to its first receive, by queue, in ascending order.
    waits_us: BTreeMap<u32, Vec<Time>>,
    /// How often any alarm went into ALARM.
    alarms_rung: u64,
}

impl Heard {
    /// Reads the run up to the clock.
    fn of(timeline: &Timeline) -> Self {
        let mut heard = Self::default();
        let mut not_received = BTreeMap::new();
        let until = timeline.event_index();
        let chunks = (0..until).step_by(EVENTS_AT_A_TIME as usize);
        for event in chunks.flat_map(|from| timeline.events(from, (from + EVENTS_AT_A_TIME).min(until))) {
            match event.kind {
                Kind::Engine(EventKind::Sent { message, .. }) => {
                    not_received.insert(message.serial, event.at);
                }
                Kind::Engine(EventKind::Received { queue, message, .. }) => {
                    if let Some(sent_at) = not_received.remove(&message.serial) {
                        heard.waits_us.entry(queue.0).or_default().push(event.at - sent_at);
                    }
                }
                Kind::AlarmChanged { state: AlarmState::Alarm, .. } => heard.alarms_rung += 1,
                _ => {}
            }
        }
        heard.waits_us.values_mut().for_each(|waits_us| waits_us.sort_unstable());
        heard
    }

    /// The nearest rank; 0 if nothing was received.
    fn wait_p95_ms(&self, queue: u32) -> u64 {
        let waits_us = self.waits_us.get(&queue).map_or(&[][..], Vec::as_slice);
        let rank = (waits_us.len() * 95).div_ceil(100);
        rank.checked_sub(1).and_then(|place| waits_us.get(place)).map_or(0, |us| us / MICROS_PER_MS)
    }
}
