//! Auto Scaling groups (sqs-facts §9): what makes them grow and shrink, and what that does to the work.

use sim::{
    AlarmComparison, AlarmModel, Event, Explanation, FaultKind, FaultModel, Input, Kind, Model, Position,
    RateStep, ScaleModel, ScalingHold, ScalingPolicy, ScalingReason, ScalingStep, ScalingView, StopReason,
    Timeline, WorkTime, WorkerId, WorkerState,
};
use sqs::Time;

use crate::alarms::deep;
use crate::models::*;

pub const MIN: Time = 60 * S;

/// A group of `start` instances that tracks so many messages for each.
fn tracking(backlog: u64, (min, start, max): (u32, u32, u32)) -> ScaleModel {
    ScaleModel {
        min,
        max,
        start,
        protects: false,
        launch_us: 30 * S,
        warmup_us: 300 * S,
        policies: vec![ScalingPolicy::Target { backlog_milli: backlog * 1_000, scale_in: true }],
    }
}

/// A group whose instances take so long for a message that none is ever done.
pub fn stuck(scale: ScaleModel, minutes: u64) -> Model {
    let mut model = Model { duration_us: minutes * MIN, consumers: vec![consumer("web")], ..quiet() };
    model.queues[0].attributes.visibility_timeout_s = 43_200;
    model.consumers[0].work = WorkTime::Fixed(100 * MIN);
    model.consumers[0].scale = Some(scale);
    model
}

/// So many messages at once, besides those that the instances of the start take.
fn backlog(model: &mut Model, messages: u32) {
    let taken = model.consumers[0].scale.as_ref().map_or(0, |scale| scale.start);
    model.producers = vec![producer("shop", 10_000_000)];
    model.producers[0].count_max = Some(messages + taken);
}

pub fn at(timeline: &mut Timeline, us: Time) -> sim::View {
    timeline.seek(Position { at_us: us, step: Position::ALL });
    timeline.view(&[])
}

fn group(view: &sim::View) -> ScalingView {
    view.consumers[0].scaling.clone().expect("the consumer is a group")
}

/// When the desired capacity changed, from what to what.
fn changes(events: &[Event]) -> Vec<(Time, u32, u32)> {
    let change = |event: &Event| match event.kind {
        Kind::DesiredChanged { from, to, .. } => Some((event.at, from, to)),
        _ => None,
    };
    events.iter().filter_map(change).collect()
}

/// AWS's worked example: 1,500 messages and 10 instances are 150 each; 10 s of latency at 0.1 s a message are
/// 100.
#[test]
fn the_worked_example_goes_from_10_to_15() {
    let mut model = stuck(tracking(100, (1, 10, 30)), 10);
    backlog(&mut model, 1_500);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let (at_us, from, to) = changes(&events)[0];
    // The first three minutes are above the target.
    assert_eq!((at_us, from, to), (3 * MIN, 10, 15));
    let why = events.iter().find_map(|event| match event.kind {
        Kind::DesiredChanged { why, .. } => Some(why),
        _ => None,
    });
    assert_eq!(why, Some(ScalingReason::Target { backlog_milli: 150_000 }));
    let view = at(&mut timeline, 3 * MIN);
    let expected = Explanation::Scaled {
        consumer: 0,
        from: 10,
        to: 15,
        why: why.expect("it is there"),
        target_milli: Some(100_000),
    };
    assert_eq!(view.explanation, Some(expected));
    let scaling = group(&view);
    assert_eq!((scaling.desired, scaling.in_service, scaling.launching, scaling.warming), (15, 10, 5, 0));
    let scaling = group(&at(&mut timeline, 4 * MIN));
    assert_eq!((scaling.desired, scaling.in_service, scaling.launching, scaling.warming), (15, 15, 0, 5));
}

/// sqs-facts §9, "respects warm-up": the alarm stays on, and the same backlog asks for the same number again.
#[test]
fn what_warms_up_is_not_asked_for_again() {
    let mut model = stuck(tracking(100, (1, 10, 30)), 8);
    backlog(&mut model, 1_500);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    assert_eq!(changes(&timeline.events(0, u64::MAX)), [(3 * MIN, 10, 15)]);
    let outlook = group(&at(&mut timeline, 6 * MIN)).outlook.expect("the alarm is on");
    assert_eq!((outlook.wanted, outlook.hold), (15, Some(ScalingHold::OnItsWay)));
}

/// A larger breach while the first instances warm up launches only what is beyond them.
#[test]
fn a_growing_backlog_launches_the_difference() {
    let mut model = stuck(tracking(100, (1, 10, 60)), 7);
    backlog(&mut model, 1_500);
    let more = producer("later", 0);
    model.producers.push(more);
    let step = |at_us, rate_milli| RateStep { at_us, rate_milli };
    model.producers[1].rate = vec![step(0, 0), step(4 * MIN + S, 10_000_000)];
    model.producers[1].count_max = Some(1_500);
    // Five more were taken by the instances that came: 2,995 messages for the ten that count.
    assert_eq!(changes(&run(model)), [(3 * MIN, 10, 15), (5 * MIN, 15, 30)]);
}

#[test]
fn a_group_never_leaves_its_bounds() {
    let mut model = stuck(tracking(10, (2, 2, 5)), 6);
    backlog(&mut model, 1_000);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    assert_eq!(changes(&timeline.events(0, u64::MAX)), [(3 * MIN, 2, 5)]);
    let outlook = group(&at(&mut timeline, 5 * MIN)).outlook.expect("the alarm is on");
    assert_eq!((outlook.wanted, outlook.to, outlook.hold), (100, 5, Some(ScalingHold::AtMaximum)));
}

/// Scale-in waits for 15 minutes below; then the group falls to its minimum at once, as nothing waits.
#[test]
fn scale_in_takes_a_quarter_of_an_hour() {
    let mut model = stuck(tracking(100, (2, 6, 10)), 20);
    model.producers = vec![];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    assert_eq!(changes(&timeline.events(0, u64::MAX)), [(15 * MIN, 6, 2)]);
    let view = at(&mut timeline, 16 * MIN);
    let absent = view.consumers[0].workers.iter().filter(|it| it.state == WorkerState::Absent).count();
    assert_eq!((group(&view).in_service, absent), (2, 8));
}

#[test]
fn scale_in_can_be_disabled() {
    let mut scale = tracking(100, (2, 6, 10));
    scale.policies = vec![ScalingPolicy::Target { backlog_milli: 100_000, scale_in: false }];
    let mut timeline = timeline(stuck(scale, 20));
    timeline.run_ahead(u64::MAX);
    assert_eq!(changes(&timeline.events(0, u64::MAX)), []);
    let outlook = group(&at(&mut timeline, 19 * MIN)).outlook.expect("the alarm is on");
    assert_eq!(outlook.hold, Some(ScalingHold::ScaleInDisabled));
}

/// Alarms of so many visible messages with these steps.
fn stepping(alarm: AlarmModel, steps: &[(i64, i32)], bounds: (u32, u32, u32)) -> (AlarmModel, ScaleModel) {
    let step = |(bound, change): &(i64, i32)| ScalingStep { bound_milli: bound * 1_000, change: *change };
    let steps = steps.iter().map(step).collect();
    (alarm, ScaleModel { policies: vec![ScalingPolicy::Steps { alarm: 0, steps }], ..tracking(1, bounds) })
}

/// sqs-facts §9: 0–100 → +1, 100–1000 → +3, >1000 → +10, relative to the threshold.
#[test]
fn a_step_is_as_large_as_the_breach() {
    for (messages, to) in [(60, 3), (140, 3), (150, 5), (1_049, 5), (1_050, 12)] {
        let (alarm, scale) = stepping(deep(50), &[(0, 1), (100, 3), (1_000, 10)], (0, 2, 40));
        let mut model = stuck(scale, 2);
        model.alarms = vec![alarm];
        backlog(&mut model, messages);
        assert_eq!(changes(&run(model)), [(MIN, 2, to)], "{messages}");
    }
}

/// A policy is invoked in every minute in which its alarm is on; only what is beyond the warming counts.
#[test]
fn step_scaling_knows_no_cooldown() {
    let (alarm, mut scale) = stepping(deep(50), &[(0, 1)], (0, 2, 5));
    scale.warmup_us = 20 * S;
    let mut model = stuck(scale, 6);
    model.alarms = vec![alarm];
    backlog(&mut model, 500);
    // 30 s of launch and 20 s of warm-up: the next minute finds it warm.
    let expected = [(MIN, 2, 3), (2 * MIN, 3, 4), (3 * MIN, 4, 5)];
    assert_eq!(changes(&run(model.clone())), expected);
    model.consumers[0].scale.as_mut().expect("it is a group").warmup_us = 60 * S;
    assert_eq!(changes(&run(model)), [(MIN, 2, 3), (3 * MIN, 3, 4), (5 * MIN, 4, 5)]);
}

/// Nothing divided by no instance: target tracking cannot begin from zero, a step on the messages can.
#[test]
fn a_group_of_none_needs_a_step_policy() {
    let mut model = stuck(tracking(10, (0, 0, 5)), 10);
    backlog(&mut model, 100);
    let mut tracked = timeline(model.clone());
    tracked.run_ahead(u64::MAX);
    assert_eq!(changes(&tracked.events(0, u64::MAX)), []);
    assert_eq!(group(&at(&mut tracked, 9 * MIN)).backlog_milli, None);
    let (alarm, scale) = stepping(deep(0), &[(0, 1)], (0, 0, 5));
    model.alarms = vec![alarm];
    model.consumers[0].scale = Some(scale);
    assert_eq!(changes(&run(model))[0], (MIN, 0, 1));
}

#[test]
fn simple_scaling_waits_for_its_cooldown() {
    let simple = ScalingPolicy::Simple { alarm: 0, change: 1, cooldown_us: 120 * S };
    let mut model = stuck(ScaleModel { policies: vec![simple], ..tracking(1, (1, 1, 10)) }, 8);
    model.alarms = vec![deep(50)];
    backlog(&mut model, 500);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    // 1:00 + 30 s of launch + 120 s: the next minute is 4:00.
    let expected = [(MIN, 1, 2), (4 * MIN, 2, 3), (7 * MIN, 3, 4)];
    assert_eq!(changes(&timeline.events(0, u64::MAX)), expected);
    let hold = |view| group(&view).outlook.and_then(|outlook| outlook.hold);
    let launching = Some(ScalingHold::Launching { until_us: 90 * S });
    assert_eq!(hold(at(&mut timeline, 80 * S)), launching);
    let cooling = Some(ScalingHold::CoolingDown { until_us: 210 * S });
    assert_eq!(hold(at(&mut timeline, 2 * MIN)), cooling);
}

/// A group that shrinks from four to one after a minute, while all four are at work.
fn shrinking(protects: bool) -> Model {
    let alarm = AlarmModel { comparison: AlarmComparison::AtMost, ..deep(100) };
    let (alarm, scale) = stepping(alarm, &[(0, -3)], (1, 4, 4));
    let mut model = stuck(ScaleModel { protects, ..scale }, 5);
    model.alarms = vec![alarm];
    model.queues[0].attributes.visibility_timeout_s = 120;
    model.consumers[0].work = WorkTime::Fixed(90 * S);
    backlog(&mut model, 0);
    model
}

/// Scale-in kills a worker in mid-job: its message comes back when its visibility timeout ends.
#[test]
fn scale_in_kills_a_worker_in_mid_job() {
    let mut timeline = timeline(shrinking(false));
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let stopped = |kind: &Kind| matches!(kind, Kind::WorkerStopped { why: StopReason::ScaleIn, .. });
    assert_eq!(instants(&events, stopped), [MIN; 3]);
    let effects = instants(&events, |kind| matches!(kind, Kind::TookEffect { .. }));
    assert_eq!(effects.iter().filter(|at| **at < 2 * MIN).count(), 1, "one of four is done in time");
    let again = instants(&events, |kind| {
        matches!(kind, Kind::Engine(sqs::EventKind::Received { receive_count: 2, .. }))
    });
    assert_eq!(again[0], 2 * MIN);
    let view = at(&mut timeline, MIN);
    assert!(matches!(view.explanation, Some(Explanation::ScaleInTook { message: Some(_), .. })), "{view:?}");
}

/// The same, protected: who works stays until the work is done.
#[test]
fn protected_workers_finish_first() {
    let mut timeline = timeline(shrinking(true));
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let stopped = |kind: &Kind| matches!(kind, Kind::WorkerStopped { why: StopReason::ScaleIn, .. });
    let scaling = group(&at(&mut timeline, 70 * S));
    assert_eq!((scaling.desired, scaling.in_service, scaling.leaving), (1, 4, 3));
    // Done after 90 s of work, when the answers to their deletes are there.
    let stopped = instants(&events, stopped);
    assert_eq!(stopped.len(), 3);
    assert!(stopped.iter().all(|at| (90 * S + 20 * MS..90 * S + 21 * MS).contains(at)), "{stopped:?}");
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::TookEffect { .. })).len(), 4);
    let again = |kind: &Kind| matches!(kind, Kind::Engine(sqs::EventKind::Received { receive_count: 2, .. }));
    assert_eq!(instants(&events, again), []);
}

/// AWS's default termination policy: closest to the next billing hour, here the oldest.
#[test]
fn the_instance_closest_to_its_next_hour_goes() {
    let out = deep(50);
    let back = AlarmModel { id: "calm".into(), comparison: AlarmComparison::Below, ..deep(50) };
    let step =
        |alarm, change| ScalingPolicy::Steps { alarm, steps: vec![ScalingStep { bound_milli: 0, change }] };
    let scale =
        ScaleModel { warmup_us: 0, policies: vec![step(0, 1), step(1, -1)], ..tracking(1, (1, 1, 2)) };
    let mut model = stuck(scale, 10);
    model.alarms = vec![out, back];
    model.consumers[0].work = WorkTime::Fixed(S);
    backlog(&mut model, 200);
    let events = run(model);
    let stopped = events.iter().find_map(|event| match event.kind {
        Kind::WorkerStopped { worker, .. } => Some(worker),
        _ => None,
    });
    assert_eq!(stopped, Some(WorkerId { consumer: 0, index: 0 }));
}

#[test]
fn an_instance_that_is_not_there_cannot_be_killed() {
    let mut timeline = timeline(stuck(tracking(100, (1, 1, 3)), 2));
    at(&mut timeline, S);
    let absent = WorkerId { consumer: 0, index: 2 };
    assert!(timeline.can_act(&Input::Crash { worker: absent }).is_err());
    assert!(timeline.can_act(&Input::BringBack { worker: absent }).is_err());
    assert!(timeline.can_act(&Input::Crash { worker: worker(0) }).is_ok());
}

/// A group over two zones: what is launched while one is down comes into the other first, and scale-in takes from
/// the zone with more instances (AWS's default termination policy).
#[test]
fn zones_are_kept_in_balance() {
    let out = deep(50);
    let back = AlarmModel { id: "calm".into(), comparison: AlarmComparison::Below, ..deep(50) };
    let step =
        |alarm, change| ScalingPolicy::Steps { alarm, steps: vec![ScalingStep { bound_milli: 0, change }] };
    let scale =
        ScaleModel { warmup_us: 0, policies: vec![step(0, 2), step(1, -1)], ..tracking(1, (1, 1, 6)) };
    let mut model = stuck(scale, 4);
    model.zones = vec!["a".into(), "b".into()];
    model.consumers[0].habits.zones = vec![0, 1];
    model.consumers[0].work = WorkTime::Fixed(S);
    model.alarms = vec![out, back];
    backlog(&mut model, 150);
    // b is down while two instances are launched: the free places of a are 3 and 5 (from 1).
    let outage = FaultKind::ZoneOutage { zone: 1, for_us: Some(30 * S) };
    model.faults = vec![FaultModel { at_us: 50 * S, kind: outage }];
    let events = run(model);
    let of = |kind: &Kind| match kind {
        Kind::WorkerLaunched { worker } => Some((true, worker.index)),
        Kind::WorkerStopped { worker, .. } => Some((false, worker.index)),
        _ => None,
    };
    let moves: Vec<_> = events.iter().filter_map(|event| of(&event.kind)).collect();
    assert_eq!(moves[..2], [(true, 2), (true, 4)]);
}
