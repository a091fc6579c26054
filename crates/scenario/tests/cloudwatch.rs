//! Alarms and the bill in scenarios: read, edited, told.

use expect_test::expect;
use scenario::{Scenario, text};
use serde_json::{Value, json};
use sim::{AlarmComparison, AlarmState, AlarmStatistic, Event, Kind, MissingData, Position, Timeline};

fn file(alarm: Value) -> String {
    let file = json!({
        "format": 1,
        "id": "watched",
        "title": { "en": "Watched" },
        "duration": "10m",
        "queues": [{ "id": "orders", "visibilityTimeout": "60s" }],
        "producers": [{ "id": "web", "to": "orders", "rate": 1 }],
        "alarms": [alarm]
    });
    file.to_string()
}

fn deep() -> Value {
    json!({ "id": "deep", "queue": "orders", "metric": "ApproximateNumberOfMessagesVisible", "threshold": 100 })
}

fn read(alarm: Value, edits: &[(&str, &str)]) -> Result<Scenario, Vec<String>> {
    let edits: Vec<_> = edits.iter().map(|(path, value)| (path.to_string(), value.to_string())).collect();
    Scenario::read(&file(alarm), &edits).map_err(|problems| {
        problems.into_iter().map(|it| format!("{}: {} {}", it.at, it.message, it.hint)).collect()
    })
}

#[test]
fn an_alarm_has_defaults() {
    let scenario = read(deep(), &[]).expect("it is legal");
    let alarm = &scenario.model.alarms[0];
    let periods = (alarm.period_s, alarm.evaluation_periods, alarm.datapoints_to_alarm);
    assert_eq!((periods, alarm.threshold_milli), ((60, 1, 1), 100_000));
    let how = (alarm.statistic, alarm.comparison, alarm.missing);
    assert_eq!(how, (AlarmStatistic::Average, AlarmComparison::AtLeast, MissingData::Missing));
}

#[test]
fn an_alarm_can_be_edited() {
    let edits = [
        ("alarms.deep.threshold", "2.5"),
        ("alarms.deep.period", "5m"),
        ("alarms.deep.comparison", "<"),
        ("alarms.deep.evaluationPeriods", "3"),
        ("alarms.deep.missing", "breaching"),
    ];
    let scenario = read(deep(), &edits).expect("it is legal");
    let alarm = &scenario.model.alarms[0];
    let periods = (alarm.period_s, alarm.evaluation_periods, alarm.datapoints_to_alarm);
    assert_eq!((periods, alarm.threshold_milli), ((300, 3, 3), 2_500));
    assert_eq!((alarm.comparison, alarm.missing), (AlarmComparison::Below, MissingData::Breaching));
}

#[test]
fn what_is_wrong_with_an_alarm_is_told() {
    let mut alarm = deep();
    alarm["metric"] = json!("ApproximateNumberOfVisibleMessages");
    alarm["queue"] = json!("oders");
    alarm["period"] = json!("90s");
    alarm["statistic"] = json!("p99");
    let mut told = read(alarm, &[]).expect_err("it is wrong");
    let mut alarm = deep();
    alarm["metric"] = json!("ApproximateNumberOfVisibleMessages");
    alarm["queue"] = json!("oders");
    alarm["period"] = json!("90s");
    told.extend(read(alarm, &[]).expect_err("it is wrong"));
    let mut alarm = deep();
    alarm["evaluationPeriods"] = json!(2_000);
    alarm["datapointsToAlarm"] = json!(3_000);
    told.extend(read(alarm, &[]).expect_err("it is wrong"));
    expect![[r#"
        /alarms/0/statistic: Expected one of: `Average` `Sum` `Minimum` `Maximum` `SampleCount`, found the text `p99`. For example "Average".
        /alarms/0/queue: There is no queue `oders`. Did you mean `orders`?
        /alarms/0/metric: `ApproximateNumberOfVisibleMessages` is not a metric of SQS. Did you mean `ApproximateNumberOfMessagesVisible`?
        /alarms/0/period: A period of 90 seconds is not whole minutes. SQS tells its metrics once a minute: write `1m`, `5m`.
        /alarms/0/evaluationPeriods: `2000` is out of range. Allowed are 1 to 1440.
        /alarms/0/datapointsToAlarm: `3000` is out of range. Allowed are 1 to 2000.
    "#]].assert_eq(&(told.join("\n") + "\n"));
}

#[test]
fn an_alarm_has_words() {
    let scenario =
        read(deep(), &[("alarms.deep.evaluationPeriods", "3"), ("alarms.deep.datapointsToAlarm", "2")])
            .expect("it is legal");
    let mut timeline = Timeline::new(scenario.model.clone(), 1).expect("it is legal");
    let mut told = Vec::new();
    for at_s in [30, 60, 240] {
        timeline.seek(Position { at_us: at_s * 1_000_000, step: Position::ALL });
        let view = timeline.view(&[]);
        let alarm = &view.alarms[0];
        told.push(text::alarm_summary(alarm, view.at_us));
        told.push(text::alarm_condition(alarm, &timeline));
        told.push(text::alarm_rule(alarm));
        told.push(text::bill_summary(&view.bill));
        told.push(text::queue_bill("orders", &view.bill.queues[0]));
    }
    let changes = [
        (AlarmState::Alarm, Some(150_500), 1, 1),
        (AlarmState::Ok, Some(0), 0, 3),
        (AlarmState::InsufficientData, None, 0, 0),
    ];
    told.extend(changes.map(|(state, value_milli, breaching, of)| {
        let kind = Kind::AlarmChanged { alarm: 0, state, value_milli, breaching, of };
        text::event(&Event { at: 0, kind }, None, &timeline)
    }));
    expect![[r#"
        deep: INSUFFICIENT_DATA for 30 s, no datapoint
        ApproximateNumberOfMessagesVisible of orders >= 100
        2 out of 3 periods of 1 min
        32 requests so far; at this rate 2,764,800 in 30 days, for $0.70
        orders: 32 requests
        deep: OK for 0 s, 0 of 1 datapoint breaches, the latest is 60
        ApproximateNumberOfMessagesVisible of orders >= 100
        2 out of 3 periods of 1 min
        62 requests so far; at this rate 2,678,400 in 30 days, for $0.67
        orders: 62 requests
        deep: ALARM for 1 min, 3 of 3 datapoints breach, the latest is 240
        ApproximateNumberOfMessagesVisible of orders >= 100
        2 out of 3 periods of 1 min
        242 requests so far; at this rate 2,613,600 in 30 days, for $0.64
        orders: 242 requests
        Alarm deep is now ALARM: 1 of 1 datapoint breaches, the latest is 150.5
        Alarm deep is now OK: 0 of 3 datapoints breach, the latest is 0
        Alarm deep is now INSUFFICIENT_DATA: no datapoint
    "#]]
    .assert_eq(&(told.join("\n") + "\n"));
}
