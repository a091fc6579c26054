//! What must hold in every run, checked in random ones against an obviously right account of them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sim::{Destination, Event, FaultKind, FaultModel, Habits, Heartbeat, Kind, Model, WorkTime, WorkerId};
use sqs::{EventKind, MessageId, QueueKind};

use crate::models::*;

/// Messages that somebody works on or has done and not deleted, by who.
#[derive(Default)]
struct Hands(BTreeMap<WorkerId, BTreeSet<MessageId>>);

impl Hands {
    fn follow(&mut self, kind: &Kind) {
        match *kind {
            Kind::HandedTo { worker, message } => {
                self.0.entry(worker).or_default().insert(message);
            }
            Kind::WorkFailed { worker, message } => {
                self.0.entry(worker).or_default().remove(&message);
            }
            Kind::Crashed { worker, .. } => drop(self.0.remove(&worker)),
            Kind::Engine(EventKind::Deleted { message, .. }) => {
                for held in self.0.values_mut() {
                    held.remove(&message);
                }
            }
            _ => {}
        }
    }

    fn hold(&self, message: MessageId) -> bool {
        self.0.values().any(|held| held.contains(&message))
    }
}

fn work() -> impl Strategy<Value = WorkTime> {
    prop_oneof![
        (1..15_000u64).prop_map(|ms| WorkTime::Fixed(ms * MS)),
        (1..9_000u64).prop_map(|ms| WorkTime::Uniform(ms * MS, 2 * ms * MS)),
        (1..6_000u64).prop_map(|ms| WorkTime::Exponential(ms * MS)),
    ]
}

/// One queue, workers whose heartbeat is always in time, crashes if asked for.
fn beating() -> impl Strategy<Value = Model> {
    let rules = (1..6u32, 1..11u32, work(), 0..300_000u32, any::<bool>(), any::<bool>());
    let crashes = prop::collection::vec((0..60u64, 0..6u32), 0..4);
    (rules, 500..2_000u64, 3..9u32, 1..5_000u64, crashes).prop_map(
        |(rules, every_ms, to_s, rate, crashes)| {
            let (count, batch, work, failure_ppm, deletes_in_batches, fifo) = rules;
            let mut model = if fifo { crate::models::fifo() } else { orders() };
            model.queues[0].attributes.visibility_timeout_s = 3;
            model.producers[0].rate[0].rate_milli = rate;
            let consumer = &mut model.consumers[0];
            (consumer.count, consumer.batch, consumer.work, consumer.failure_ppm) =
                (count, batch, work, failure_ppm);
            let heartbeat = Some(Heartbeat { every_us: every_ms * MS, to_s });
            consumer.habits = Habits { heartbeat, deletes_in_batches, ..Habits::default() };
            let crashes = crashes.into_iter().map(|(at, index)| crash(at * S, index % count, Some(2 * S)));
            model.faults = crashes.collect();
            model
        },
    )
}

/// Two queues by priority, one worker.
fn by_priority() -> impl Strategy<Value = Model> {
    (1..4_000u64, 1..4_000u64, 1..11u32, work(), 0..3u32, any::<bool>()).prop_map(
        |(high, low, batch, work, wait_s, sleeps)| {
            let mut model = orders();
            model.queues.push(queue("bulk", QueueKind::Standard));
            model.producers[0].rate[0].rate_milli = high;
            model.producers.push(producer("job", low));
            model.producers[1].to = Destination::Queue(1);
            let consumer = &mut model.consumers[0];
            (consumer.batch, consumer.work, consumer.wait_s) = (batch, work, Some(wait_s));
            consumer.habits.then = vec![1];
            consumer.habits.pause_us = if sleeps { 700 * MS } else { 0 };
            model
        },
    )
}

/// Workers that never fail and are all asked to stop.
fn stopping() -> impl Strategy<Value = Model> {
    let stops = prop::collection::vec(0..30_000u64, 5);
    (1..6u32, 1..11u32, work(), 1..9_000u64, any::<bool>(), stops).prop_map(
        |(count, batch, work, rate, deletes_in_batches, stops)| {
            let mut model = orders();
            model.duration_us = 600 * S;
            model.queues[0].attributes.visibility_timeout_s = 43_200;
            model.producers[0].rate[0].rate_milli = rate;
            model.producers[0].count_max = Some(400);
            let consumer = &mut model.consumers[0];
            (consumer.count, consumer.batch, consumer.work) = (count, batch, work);
            consumer.habits.deletes_in_batches = deletes_in_batches;
            let stop = |(index, ms): (u32, u64)| {
                let worker = worker(index);
                FaultModel { at_us: ms * MS, kind: FaultKind::Stop { worker } }
            };
            model.faults = (0..count).zip(stops).map(stop).collect();
            model
        },
    )
}

fn config() -> ProptestConfig {
    ProptestConfig {
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        cases: 48,
        ..ProptestConfig::default()
    }
}

fn handed_out(events: &[Event]) -> impl Iterator<Item = (usize, u32, MessageId)> + '_ {
    events.iter().enumerate().filter_map(|(index, event)| match event.kind {
        Kind::Engine(EventKind::Received { queue, message, .. }) => Some((index, queue.0, message)),
        _ => None,
    })
}

proptest! {
    #![proptest_config(config())]

    /// No message is handed out while a living worker has it and its heartbeat runs.
    #[test]
    fn a_heartbeat_in_time_lets_nobody_else_have_the_message(model in beating()) {
        let events = run(model);
        let mut hands = Hands::default();
        for event in &events {
            if let Kind::Engine(EventKind::Received { message, .. }) = event.kind {
                prop_assert!(!hands.hold(message), "{event:?}");
            }
            hands.follow(&event.kind);
        }
    }

    /// A message of the lower queue is only taken right after the higher one had nothing.
    #[test]
    fn nothing_of_low_priority_is_taken_before_the_first_queue_was_found_empty(model in by_priority()) {
        let events = run(model);
        let mut high_was_empty = false;
        let mut answer_at = None;
        for event in &events {
            match event.kind {
                Kind::Engine(EventKind::EmptyReceive { queue, .. }) => high_was_empty = queue.0 == 0,
                Kind::Engine(EventKind::Received { queue, .. }) => {
                    // The messages of one answer come at one instant.
                    let same_answer = answer_at == Some((event.at, queue));
                    prop_assert!(queue.0 == 0 || high_was_empty || same_answer, "{event:?}");
                    (high_was_empty, answer_at) = (false, Some((event.at, queue)));
                }
                _ => {}
            }
        }
    }

    /// All workers stop, everything they received is deleted, and the rest waits.
    #[test]
    fn an_orderly_stop_leaves_nothing_in_flight(model in stopping()) {
        let workers = model.consumers[0].count;
        let mut timeline = timeline(model);
        timeline.run_ahead(u64::MAX);
        let events = timeline.events(0, u64::MAX);
        let stopped = instants(&events, |kind| matches!(kind, Kind::WorkerStopped { .. }));
        prop_assert_eq!(stopped.len() as u32, workers);
        timeline.seek(sim::Position::after_ms(600_000));
        let counters = timeline.view(&[]).queues[0].counters;
        prop_assert_eq!(counters.in_flight, 0);
        prop_assert_eq!(counters.deleted, handed_out(&events).count() as u64);
        prop_assert_eq!(counters.deleted + counters.visible, 400.min(counters.sent));
        let last = stopped.iter().max().copied().unwrap_or_default();
        prop_assert!(handed_out(&events).all(|(index, ..)| events[index].at <= last));
    }
}
