//! Workers that hang, slow down, stop in an orderly way, or fail with their zone.

use sim::{
    ActRefusal, Explanation, FaultKind, FaultModel, Habits, Input, Kind, Model, Position, SpanKind,
    StopReason, WorkTime, WorkerState,
};
use sqs::Time;

use crate::models::*;

fn at(at_us: Time, kind: FaultKind) -> FaultModel {
    FaultModel { at_us, kind }
}

fn is_work(kind: &Kind) -> bool {
    matches!(kind, Kind::WorkStarted { .. })
}

fn zoned(mut model: Model) -> Model {
    model.zones = vec!["a".into(), "b".into()];
    model.consumers[0].count = 4;
    model.consumers[0].habits = Habits { zones: vec![0, 1], ..Habits::default() };
    model
}

/// SQS cannot tell a worker that hangs from one that works: its message comes back by its timeout.
#[test]
fn a_worker_that_hangs_keeps_its_message_until_the_timeout_ends() {
    let mut model = one_order();
    model.consumers[0].work = WorkTime::Fixed(10 * S);
    model.consumers[0].count = 2;
    model.faults = vec![at(3 * S, FaultKind::Hang { worker: worker(0), for_us: None })];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_received), [0, 30 * S]);
    assert_eq!(instants(&events, is_deleted), [40_010 * MS]);
    timeline.seek(Position::after_ms(5_000));
    let view = timeline.view(&[]);
    let message = view.messages[0].id;
    let hung = WorkerState::Hung { since_us: 3 * S, until_us: None, message: Some(message) };
    assert_eq!(view.consumers[0].workers[0].state, hung);
    timeline.seek(Position::after_ms(31_000));
    let whys: Vec<_> = timeline.story_of(message).into_iter().filter_map(|line| line.why).collect();
    let ended = whys.iter().find_map(|why| match why {
        Explanation::TimeoutEndedBeforeDelete { holder, holder_crashed, holder_hung, .. } => {
            Some((*holder, *holder_crashed, *holder_hung))
        }
        _ => None,
    });
    assert_eq!(ended, Some((Some(worker(0)), false, true)));
    timeline.seek(Position::after_ms(3_000));
    let (message, visible_at_us) = (Some(message), Some(30 * S));
    let why = Explanation::HangIsSilent { worker: worker(0), message, visible_at_us };
    assert_eq!(timeline.view(&[]).explanation, Some(why));
}

/// A pause that outlasts the visibility timeout: the work goes on and is done twice.
#[test]
fn a_worker_that_hung_goes_on_where_it_stopped() {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 5;
    model.consumers[0].work = WorkTime::Fixed(4 * S);
    model.consumers[0].count = 2;
    model.faults = vec![at(S, FaultKind::Hang { worker: worker(0), for_us: Some(10 * S) })];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    // The other gets it at 5 s; the first has 3.01 s of its work left at 11 s.
    assert_eq!(instants(&events, is_received), [0, 5 * S]);
    let effects = instants(&events, |kind| matches!(kind, Kind::TookEffect { .. }));
    assert_eq!(effects, [9_010 * MS, 14_010 * MS]);
    timeline.seek(Position::after_ms(20_000));
    let kinds: Vec<_> = timeline.worker_spans(worker(0), 0, 14 * S).iter().map(|span| span.kind).collect();
    let expected = [SpanKind::Polling, SpanKind::Working, SpanKind::Hung, SpanKind::Overrun];
    assert_eq!(kinds, expected);
}

/// A poll that is open stays open: SQS hands it a message that nobody looks at.
#[test]
fn a_worker_that_hangs_while_it_waits_is_still_handed_a_message() {
    let mut model = one_order();
    model.producers[0].rate =
        vec![sim::RateStep { at_us: 0, rate_milli: 0 }, sim::RateStep { at_us: 5 * S, rate_milli: 1_000 }];
    model.faults = vec![at(2 * S, FaultKind::Hang { worker: worker(0), for_us: None })];
    let events = run(model);
    assert_eq!(instants(&events, is_received), [5 * S]);
    assert_eq!(instants(&events, is_work), []);
}

#[test]
fn a_slow_consumer_takes_longer_for_work_that_begins_meanwhile() {
    let mut model = orders();
    model.producers[0].rate[0].rate_milli = 100;
    let slow = FaultKind::Slow { consumer: 0, factor_milli: 3_000, for_us: Some(20 * S) };
    model.faults = vec![at(5 * S, slow)];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let took: Vec<_> = (timeline.events(0, u64::MAX).iter())
        .filter_map(|event| match event.kind {
            Kind::WorkStarted { done_at, .. } => Some((event.at / S, done_at - event.at)),
            _ => None,
        })
        .collect();
    let (usual, slow) = (500 * MS, 1_500 * MS);
    assert_eq!(
        took,
        [(0, usual), (10, slow), (20, slow), (30, usual), (40, usual), (50, usual), (60, usual)][..6]
    );
    timeline.seek(Position::after_ms(10_000));
    assert_eq!(timeline.view(&[]).consumers[0].pace_milli, 3_000);
}

#[test]
fn a_worker_that_is_asked_to_stop_finishes_and_deletes_what_it_has() {
    let mut model = orders();
    model.producers[0].rate[0].rate_milli = 10_000;
    model.producers[0].count_max = Some(9);
    model.consumers[0].batch = 10;
    model.faults = vec![at(S, FaultKind::Stop { worker: worker(0) })];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    // One message, then five at 520 ms; the last of them is deleted, and the three that came later stay.
    assert_eq!(instants(&events, is_received).len(), 6);
    assert_eq!(instants(&events, is_deleted).len(), 6);
    let stopped =
        instants(&events, |kind| matches!(kind, Kind::WorkerStopped { why: StopReason::Drained, .. }));
    assert_eq!(stopped, [instants(&events, is_deleted)[5] + 10 * MS]);
    timeline.seek(Position::after_ms(1_500));
    assert!(timeline.view(&[]).consumers[0].workers[0].is_stopping);
    timeline.seek(Position::after_ms(30_000));
    let view = timeline.view(&[]);
    assert_eq!((view.queues[0].counters.in_flight, view.queues[0].counters.visible), (0, 3));
    let since_us = stopped[0];
    assert_eq!(view.consumers[0].workers[0].state, WorkerState::Stopped { since_us });
}

/// sqs-facts §2.1: copies in several zones. Workers of a zone are down, the queue is not.
#[test]
fn a_zone_takes_its_workers_with_it_and_nothing_that_is_stored() {
    let mut model = zoned(orders());
    model.consumers[0].work = WorkTime::Fixed(3 * S);
    model.queues[0].attributes.visibility_timeout_s = 8;
    model.faults = vec![at(10 * S, FaultKind::ZoneOutage { zone: 0, for_us: Some(20 * S) })];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let of_zone_a = |kind: &Kind| matches!(kind, Kind::WorkStarted { worker, .. } if worker.index % 2 == 0);
    assert!(instants(&events, of_zone_a).iter().all(|at| !(10 * S..30 * S).contains(at)));
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::Crashed { .. })), [10 * S; 2]);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::CameBack { .. })), [30 * S; 2]);
    timeline.seek(Position::after_ms(15_000));
    let view = timeline.view(&[]);
    assert_eq!(
        (view.zones[0].is_down, view.zones[0].until_us, view.zones[1].is_down),
        (true, Some(30 * S), false)
    );
    assert_eq!(view.consumers[0].workers[1].zone, Some(1));
    assert_eq!(timeline.can_act(&Input::BringBack { worker: worker(0) }), Err(ActRefusal::ZoneDown));
    timeline.seek(Position::after_ms(60_000));
    let counters = timeline.view(&[]).queues[0].counters;
    assert_eq!(counters.sent, counters.deleted + counters.visible + counters.in_flight);
}

#[test]
fn a_worker_that_crashed_before_its_zone_comes_back_with_the_zone_at_the_earliest() {
    let mut model = zoned(orders());
    model.faults = vec![
        crash(5 * S, 0, Some(10 * S)),
        crash(5 * S, 2, None),
        at(10 * S, FaultKind::ZoneOutage { zone: 0, for_us: Some(20 * S) }),
    ];
    let events = run(model);
    let back: Vec<_> = events
        .iter()
        .filter_map(|event| match event.kind {
            Kind::CameBack { worker, .. } => Some((event.at, worker.index)),
            _ => None,
        })
        .collect();
    assert_eq!(back, [(30 * S, 0)], "and the one that is down for good stays down");
}

#[test]
fn the_user_stops_and_hangs_and_brings_back() {
    let mut model = orders();
    model.consumers[0].count = 2;
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(5_600));
    let (first, second) = (worker(0), worker(1));
    timeline.act(Input::Stop { worker: first }).expect("it runs");
    timeline.act(Input::Hang { worker: second }).expect("it runs");
    let state = |timeline: &sim::Timeline, place: usize| timeline.view(&[]).consumers[0].workers[place].state;
    assert!(matches!(state(&timeline, 0), WorkerState::Stopped { .. }));
    assert!(matches!(state(&timeline, 1), WorkerState::Hung { .. }));
    assert_eq!(timeline.can_act(&Input::Stop { worker: first }), Err(ActRefusal::AlreadyDown));
    assert_eq!(timeline.can_act(&Input::Hang { worker: second }), Err(ActRefusal::AlreadyHung));
    timeline.seek(Position::after_ms(9_000));
    timeline.act(Input::BringBack { worker: first }).expect("it has stopped");
    timeline.act(Input::BringBack { worker: second }).expect("it hangs");
    timeline.seek(Position::after_ms(20_000));
    assert!(timeline.view(&[]).queues[0].counters.deleted >= 19);
}
