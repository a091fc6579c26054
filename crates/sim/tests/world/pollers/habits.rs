//! Heartbeats, deletes by batch, queues by priority, sleep, absence.

use sim::{
    Explanation, Habits, Heartbeat, Hold, Kind, Position, QueueModel, RateStep, SpanKind, StopReason,
    Trouble, WorkTime, WorkerState,
};
use sqs::{EventKind, QueueKind};

use crate::models::*;

fn beating(every_s: u64, to_s: u32) -> Habits {
    Habits { heartbeat: Some(Heartbeat { every_us: every_s * S, to_s }), ..Habits::default() }
}

fn is_extended(kind: &Kind) -> bool {
    matches!(kind, Kind::Extended { .. })
}

/// sqs-facts §2.4: a new deadline is now + t, any number of times.
#[test]
fn a_heartbeat_keeps_a_message_hidden_while_work_lasts() {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 10;
    model.consumers[0].count = 2;
    model.consumers[0].work = WorkTime::Fixed(25 * S);
    model.consumers[0].habits = beating(6, 10);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_received), [0]);
    let beats: Vec<_> = [6, 12, 18, 24].map(|s| s * S + 10 * MS).into();
    assert_eq!(instants(&events, is_extended), beats);
    assert_eq!(instants(&events, is_deleted), [25_010 * MS]);

    timeline.seek(Position::after_ms(13_000));
    let view = timeline.view(&[]);
    let worker_view = &view.consumers[0].workers[0];
    assert_eq!(worker_view.extended, Some((12_010 * MS, 10)));
    assert!(matches!(worker_view.state, WorkerState::Working { hold: Hold::Held, .. }));
    timeline.seek(Position::after_ms(24_500));
    let kinds: Vec<_> = timeline.worker_spans(worker(0), S, 24 * S).iter().map(|span| span.kind).collect();
    assert_eq!(kinds, [SpanKind::Working], "never past its timeout");
    let message = timeline.view(&[]).messages[0].id;
    let whys: Vec<_> = timeline.story_of(message).into_iter().filter_map(|line| line.why).collect();
    let until_us = 16_010 * MS;
    assert!(whys.contains(&Explanation::ExtendedByHeartbeat { worker: worker(0), message, until_us }));
}

/// sqs-facts §2.4: 12 hours after the receive no extension is accepted; AWS refuses, it does not shorten.
#[test]
fn a_heartbeat_is_refused_beyond_twelve_hours() {
    let mut model = one_order();
    model.duration_us = 14 * 3_600 * S;
    model.consumers[0].work = WorkTime::Fixed(13 * 3_600 * S);
    model.consumers[0].habits = beating(3_600, 7_200);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_extended), [], "the queue's 30 s had ended before the first beat");
    // A standard queue answers well all the same (sqs-facts §2.4), so the worker goes on asking.
    let in_vain = instants(&events, |kind| matches!(kind, Kind::ExtendedTooLate { .. }));
    assert_eq!(in_vain, (1..=12).map(|n| n * 3_600 * S + 10 * MS).collect::<Vec<_>>());

    let mut model = timeline.model().as_ref().clone();
    model.queues[0].attributes.visibility_timeout_s = 7_200;
    let mut timeline = crate::models::timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    // The beat after 10 hours and 10 ms would hide it until 12 hours and 10 ms.
    assert_eq!(instants(&events, is_extended).len(), 9);
    let refused = events.iter().find_map(|event| match event.kind {
        Kind::CallRefused { trouble, .. } => Some((event.at, trouble)),
        _ => None,
    });
    assert_eq!(refused, Some((36_000 * S + 10 * MS, Trouble::HiddenTooLong)));
    let calls = instants(&events, |kind| matches!(kind, Kind::CallRefused { .. }));
    assert_eq!(calls.len(), 1, "it does not ask again");
    let lost = instants(&events, |kind| matches!(kind, Kind::Engine(EventKind::Visible { .. })));
    assert_eq!(lost.first(), Some(&(32_400 * S + 10 * MS + 7_200 * S)));
    timeline.seek(Position::after_ms(36_000_010));
    let view = timeline.view(&[]);
    let message = view.messages[0].id;
    assert_eq!(view.explanation, Some(Explanation::HeartbeatRefused { worker: worker(0), message }));
}

#[test]
fn a_heartbeat_covers_the_whole_batch_and_ends_with_it() {
    let mut model = orders();
    model.producers[0].rate[0].rate_milli = 100_000;
    model.producers[0].count_max = Some(4);
    model.queues[0].attributes.visibility_timeout_s = 6;
    // The first receive waits for the first message: let all four be there.
    model.producers[0].rate.insert(0, RateStep { at_us: 0, rate_milli: 0 });
    model.producers[0].rate[1].at_us = S;
    model.consumers[0].wait_s = Some(0);
    model.consumers[0].latency_us = 2 * S;
    model.consumers[0].batch = 10;
    model.consumers[0].work = WorkTime::Fixed(3 * S);
    model.consumers[0].habits = beating(2, 4);
    let events = run(model);
    assert_eq!(instants(&events, is_received), [2 * S; 4]);
    assert_eq!(instants(&events, is_deleted).len(), 4);
    let last = instants(&events, is_deleted)[3];
    let beats = instants(&events, is_extended);
    assert!(beats.iter().all(|at| *at < last));
    // The first beat comes two seconds after the answer and names all four.
    assert_eq!(beats.iter().filter(|at| **at == 6 * S).count(), 4);
}

#[test]
fn a_batch_is_deleted_with_one_call_at_its_end() {
    let mut model = orders();
    model.producers[0].rate[0].rate_milli = 10_000;
    model.producers[0].count_max = Some(5);
    model.consumers[0].batch = 10;
    model.consumers[0].habits.deletes_in_batches = true;
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    // As one by one, but that all four of the second receive go at its end.
    assert_eq!(instants(&events, is_received), [0, 520 * MS, 520 * MS, 520 * MS, 520 * MS]);
    assert_eq!(instants(&events, is_deleted), [510 * MS, 2_530 * MS, 2_530 * MS, 2_530 * MS, 2_530 * MS]);
    timeline.seek(Position::after_ms(2_530));
    let how: Vec<_> = timeline.view(&[]).departed.iter().map(|it| it.how).collect();
    assert!(how.iter().all(|how| *how == sim::Departure::Deleted { by: Some(worker(0)) }), "{how:?}");
}

/// A batch that fails in the middle leaves only the failed one.
#[test]
fn a_crash_before_the_end_of_a_batch_repeats_all_of_it() {
    let mut model = orders();
    model.producers[0].rate[0].rate_milli = 10_000;
    model.producers[0].count_max = Some(5);
    model.queues[0].attributes.visibility_timeout_s = 10;
    model.consumers[0].batch = 10;
    model.consumers[0].habits.deletes_in_batches = true;
    model.faults = vec![crash(2_500 * MS, 0, Some(S))];
    let events = run(model);
    let effects = events.iter().filter_map(|event| match event.kind {
        Kind::TookEffect { times, .. } => Some(times),
        _ => None,
    });
    assert_eq!(effects.collect::<Vec<_>>(), [1, 1, 1, 1, 2, 2, 2, 1]);
}

fn two_queues() -> sim::Model {
    let low = QueueModel { redrive: None, ..queue("bulk", QueueKind::Standard) };
    let mut model = orders();
    model.queues.push(low);
    model.producers.push(producer("batch-job", 2_000));
    model.producers[1].to = sim::Destination::Queue(1);
    model.consumers[0].habits.then = vec![1];
    model.consumers[0].work = WorkTime::Fixed(900 * MS);
    model
}

#[test]
fn a_queue_of_lower_priority_is_asked_only_when_the_first_is_empty() {
    let events = run(two_queues());
    let taken: Vec<u32> = events
        .iter()
        .filter_map(|event| match event.kind {
            Kind::Engine(EventKind::Received { queue, .. }) => Some(queue.0),
            _ => None,
        })
        .collect();
    let high = taken.iter().filter(|queue| **queue == 0).count();
    // One a second comes, work takes 0.9 s: nearly all the time goes to the first queue.
    assert!(high >= 45 && high > taken.len() * 2 / 3, "{high} of {}", taken.len());
}

#[test]
fn the_last_queue_is_waited_at_and_the_others_are_not() {
    let mut model = two_queues();
    model.producers.clear();
    let events = run(model);
    let empty = instants(
        &events,
        |kind| matches!(kind, Kind::Engine(EventKind::EmptyReceive { queue, .. }) if queue.0 == 0),
    );
    // A short poll, 10 ms, then 20 s at the last queue, 10 ms.
    assert_eq!(empty, [0, 20_020 * MS, 40_040 * MS]);
}

#[test]
fn a_worker_sleeps_between_two_receives() {
    let mut model = orders();
    model.consumers[0].wait_s = Some(0);
    model.consumers[0].habits.pause_us = 2 * S;
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    // Answer 10 ms, work 500 ms, delete 10 ms, sleep 2 s.
    assert_eq!(instants(&events, is_received)[..3], [0, 2_520 * MS, 5_040 * MS]);
    timeline.seek(Position::after_ms(1_000));
    let state = timeline.view(&[]).consumers[0].workers[0].state;
    assert_eq!(state, WorkerState::Resting { since_us: 520 * MS, until_us: 2_520 * MS });
}

#[test]
fn nobody_receives_while_the_consumer_is_away_and_nothing_is_lost() {
    let mut model = orders();
    model.consumers[0].habits.away = vec![(10 * S, 40 * S)];
    model.consumers[0].work = WorkTime::Fixed(300 * MS);
    model.consumers[0].batch = 10;
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert!(instants(&events, is_received).iter().all(|at| !(10 * S..40 * S).contains(at)));
    let left = instants(&events, |kind| matches!(kind, Kind::WorkerStopped { why: StopReason::Away, .. }));
    assert_eq!(left, [10 * S]);
    timeline.seek(Position::after_ms(39_000));
    let view = timeline.view(&[]);
    assert_eq!(view.queues[0].counters.visible, 30, "they wait");
    let away = WorkerState::Away { since_us: 10 * S, until_us: 40 * S };
    assert_eq!(view.consumers[0].workers[0].state, away);
    timeline.seek(Position::after_ms(60_000));
    assert!(timeline.view(&[]).queues[0].counters.visible < 5);
}
