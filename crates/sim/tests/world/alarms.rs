//! CloudWatch: metrics once a minute (sqs-facts §6), and the alarms that watch them.

use sim::{
    AlarmComparison, AlarmModel, AlarmState, AlarmStatistic, Event, Kind, Metric, MissingData, Position,
    Timeline, WorkTime,
};
use sqs::Time;

use crate::models::*;

const MIN: Time = 60 * S;

/// An alarm on the visible messages of the first queue, one period of a minute, more than so many.
pub fn deep(threshold: u64) -> AlarmModel {
    AlarmModel {
        id: "deep".into(),
        queue: 0,
        metric: sqs::Metric::ApproximateNumberOfMessagesVisible,
        statistic: AlarmStatistic::Maximum,
        period_s: 60,
        evaluation_periods: 1,
        datapoints_to_alarm: 1,
        comparison: AlarmComparison::Above,
        threshold_milli: threshold * 1_000,
        missing: MissingData::Missing,
    }
}

/// One message a second into a queue that nobody reads, for so many minutes.
fn filling(minutes: u64, alarm: AlarmModel) -> sim::Model {
    sim::Model {
        duration_us: minutes * MIN,
        producers: vec![producer("shop", 1_000)],
        alarms: vec![alarm],
        ..quiet()
    }
}

/// When the first alarm changed, and to what.
fn changes(events: &[Event]) -> Vec<(Time, AlarmState)> {
    let change = |event: &Event| match event.kind {
        Kind::AlarmChanged { alarm: 0, state, .. } => Some((event.at, state)),
        _ => None,
    };
    events.iter().filter_map(change).collect()
}

fn at(timeline: &mut Timeline, us: Time) -> sim::View {
    timeline.seek(Position { at_us: us, step: Position::ALL });
    timeline.view(&[])
}

#[test]
fn cloudwatch_is_a_minute_behind_the_truth() {
    let mut timeline = timeline(filling(3, deep(1_000)));
    let queue = at(&mut timeline, 119 * S).queues[0].clone();
    assert_eq!(queue.counters.visible, 120);
    let reported = queue.reported.expect("a minute is over");
    assert_eq!(reported.at_us, MIN);
    assert_eq!(reported.value(Metric::ApproximateNumberOfMessagesVisible), Some(60));
    assert_eq!(reported.value(Metric::NumberOfMessagesSent), Some(60));
    assert_eq!(reported.value(Metric::ApproximateAgeOfOldestMessage), Some(60));
    assert_eq!(reported.value(Metric::ApproximateNumberOfMessagesNotVisible), None, "nothing is in flight");
    // What is sent at the very end of a minute belongs to the next.
    let reported = at(&mut timeline, 2 * MIN).queues[0].reported.expect("two minutes are over");
    assert_eq!(reported.value(Metric::ApproximateNumberOfMessagesVisible), Some(120));
    assert_eq!(reported.value(Metric::NumberOfMessagesSent), Some(60));
    assert_eq!(at(&mut timeline, 59 * S).queues[0].reported, None);
}

#[test]
fn a_short_peak_between_two_minutes_is_not_in_the_gauges() {
    let mut model = orders();
    model.duration_us = 2 * MIN;
    model.producers[0].count_max = Some(20);
    model.producers[0].rate[0].rate_milli = 10_000;
    let mut timeline = timeline(model);
    assert!(at(&mut timeline, 2 * S).queues[0].counters.visible > 10);
    let reported = at(&mut timeline, 2 * MIN).queues[0].reported.expect("two minutes are over");
    assert_eq!(reported.value(Metric::ApproximateNumberOfMessagesVisible), Some(0));
    let sent = timeline.readings(0).iter().map(|it| it.totals.map(|totals| totals.sent));
    assert_eq!(sent.collect::<Vec<_>>(), [Some(20), Some(20)]);
}

#[test]
fn a_long_run_has_its_readings_further_apart() {
    let mut model = quiet();
    model.duration_us = 3 * 86_400 * S;
    model.producers = vec![producer("shop", 1)];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    assert_eq!(timeline.reading_us(), 3 * MIN);
    let readings = timeline.readings(0);
    assert_eq!(readings.len(), 1_440);
    assert!(readings.iter().zip(1..).all(|(it, nth)| it.at_us == nth * 3 * MIN));
    let sent: u64 = (0..readings.len())
        .filter_map(|nth| {
            readings[nth].value(Metric::NumberOfMessagesSent, nth.checked_sub(1).map(|it| &readings[it]))
        })
        .sum();
    assert_eq!(sent, 260, "one in 1,000 s, the last at the very end");
}

#[test]
fn an_alarm_knows_nothing_before_its_first_datapoint() {
    let mut timeline = timeline(filling(5, deep(150)));
    let alarm = at(&mut timeline, 59 * S).alarms[0].clone();
    assert_eq!((alarm.state, alarm.datapoints), (AlarmState::InsufficientData, vec![]));
    timeline.run_ahead(u64::MAX);
    let expected = [(MIN, AlarmState::Ok), (3 * MIN, AlarmState::Alarm)];
    assert_eq!(changes(&timeline.events(0, u64::MAX)), expected);
    let alarm = at(&mut timeline, 4 * MIN).alarms[0].clone();
    assert_eq!((alarm.state, alarm.since_us, alarm.breaching), (AlarmState::Alarm, 3 * MIN, 1));
    assert_eq!(alarm.datapoints, [Some(120_000), Some(180_000), Some(240_000)]);
}

#[test]
fn an_alarm_of_m_out_of_n_waits_for_m() {
    let alarm = AlarmModel { evaluation_periods: 5, datapoints_to_alarm: 3, ..deep(100) };
    let events = run(filling(6, alarm));
    // 60, 120, 180, 240: the third that breaches is that of the fourth minute.
    assert_eq!(changes(&events), [(MIN, AlarmState::Ok), (4 * MIN, AlarmState::Alarm)]);
}

#[test]
fn a_period_of_several_minutes_is_evaluated_when_it_ends() {
    let alarm = AlarmModel { period_s: 180, statistic: AlarmStatistic::Average, ..deep(119) };
    // (60 + 120 + 180) / 3 = 120.
    assert_eq!(changes(&run(filling(7, alarm))), [(3 * MIN, AlarmState::Alarm)]);
}

#[test]
fn an_alarm_comes_back_when_the_queue_is_empty() {
    let mut model = filling(10, deep(50));
    model.producers[0].count_max = Some(60);
    model.consumers = vec![consumer("till")];
    model.consumers[0].work = WorkTime::Fixed(2 * S);
    let expected = [(MIN, AlarmState::Ok)];
    assert_eq!(changes(&run(model.clone())), expected, "a worker takes 30 of the 60 of the first minute");
    model.consumers[0].work = WorkTime::Fixed(20 * S);
    let changes = changes(&run(model));
    let states: Vec<_> = changes.iter().map(|(_, state)| *state).collect();
    assert_eq!(states, [AlarmState::Alarm, AlarmState::Ok]);
}

/// sqs-facts §6: gauges of what is in flight have no datapoint while nothing is.
#[test]
fn missing_datapoints_count_as_the_alarm_says() {
    let in_flight = |missing| AlarmModel {
        metric: sqs::Metric::ApproximateNumberOfMessagesNotVisible,
        missing,
        comparison: AlarmComparison::AtLeast,
        ..deep(1)
    };
    let states = |missing| changes(&run(filling(4, in_flight(missing))));
    assert_eq!(states(MissingData::Missing), []);
    assert_eq!(states(MissingData::Ignore), []);
    assert_eq!(states(MissingData::Breaching), [(MIN, AlarmState::Alarm)]);
    assert_eq!(states(MissingData::NotBreaching), [(MIN, AlarmState::Ok)]);
}

/// sqs-facts §6: six hours after the latest call an empty queue is no longer active.
#[test]
fn an_idle_queue_stops_to_have_metrics() {
    let mut model = filling(8 * 60, AlarmModel { comparison: AlarmComparison::AtMost, ..deep(0) });
    model.producers.clear();
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let readings = timeline.readings(0);
    assert_eq!(readings.last().map(|it| it.at_us), Some(361 * MIN));
    let events = timeline.events(0, u64::MAX);
    // Two more periods are looked at than the alarm has.
    let expected = [(MIN, AlarmState::Alarm), (364 * MIN, AlarmState::InsufficientData)];
    assert_eq!(changes(&events), expected);
}

/// The age of the oldest leaves out what was received three times (sqs-facts §6).
#[test]
fn a_poison_pill_does_not_raise_the_age() {
    let mut model = filling(10, deep(1_000));
    model.producers[0].count_max = Some(1);
    model.consumers = vec![consumer("till")];
    model.consumers[0].failure_ppm = 1_000_000;
    model.consumers[0].work = WorkTime::Fixed(S);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let ages: Vec<_> = timeline.readings(0).iter().map(|it| it.age_s).collect();
    // Received at 0:00, 0:30 and 1:00, each time for 30 s.
    assert_eq!(ages[..3], [Some(60), None, None]);
}

#[test]
fn alarms_and_readings_are_the_same_wherever_one_comes_from() {
    let mut model = filling(9, AlarmModel { evaluation_periods: 2, datapoints_to_alarm: 2, ..deep(70) });
    model.consumers = vec![consumer("till")];
    model.consumers[0].work = WorkTime::Fixed(2 * S);
    let mut straight = timeline(model.clone());
    straight.run_ahead(u64::MAX);
    let mut wandering = timeline(model);
    for us in [5 * MIN, MIN, 3 * MIN + 7, 3 * MIN, 8 * MIN, 0, 61 * S] {
        assert_eq!(at(&mut wandering, us), at(&mut straight, us), "at {us}");
    }
    let act = sim::Input::Send { queue: 0 };
    at(&mut wandering, 150 * S);
    wandering.act(act.clone()).expect("a queue takes messages");
    let mut fresh = timeline(wandering.model().as_ref().clone());
    at(&mut fresh, 150 * S);
    fresh.act(act).expect("a queue takes messages");
    assert_eq!(wandering.trace_hash(), fresh.trace_hash());
    assert_eq!(wandering.readings(0), fresh.readings(0));
    assert_eq!(at(&mut wandering, 6 * MIN), at(&mut fresh, 6 * MIN));
}
