//! Auto Scaling groups in scenarios: read, edited, told.

use expect_test::expect;
use scenario::{Scenario, text};
use serde_json::{Value, json};
use sim::{
    Explanation, Kind, Position, ScaleModel, ScalingHold, ScalingPolicy, ScalingReason, Timeline, WorkerId,
};

fn file(scale: Value) -> Value {
    json!({
        "format": 1,
        "id": "group",
        "title": { "en": "Group" },
        "duration": "20m",
        "queues": [{ "id": "jobs", "visibilityTimeout": "12h" }],
        "producers": [{ "id": "web", "to": "jobs", "rate": 1000, "count": 1510 }],
        "consumers": [{ "id": "encoder", "from": "jobs", "work": "6h", "wait": "20s", "scale": scale }],
        "alarms": [
            { "id": "deep", "queue": "jobs", "metric": "ApproximateNumberOfMessagesVisible", "threshold": 100 },
            { "id": "calm", "queue": "jobs", "metric": "ApproximateNumberOfMessagesVisible", "threshold": 10,
              "comparison": "<" }
        ]
    })
}

fn tracking() -> Value {
    json!({ "min": 2, "max": 20, "start": 10, "target": { "backlogPerWorker": 100 } })
}

fn read(file: &Value, edits: &[(&str, &str)]) -> Result<Scenario, Vec<String>> {
    let edits: Vec<_> = edits.iter().map(|(path, value)| (path.to_string(), value.to_string())).collect();
    Scenario::read(&file.to_string(), &edits).map_err(|problems| {
        problems.into_iter().map(|it| format!("{}: {} {}", it.at, it.message, it.hint)).collect()
    })
}

fn scale(scenario: &Scenario) -> &ScaleModel {
    scenario.model.consumers[0].scale.as_ref().expect("it is a group")
}

#[test]
fn a_group_has_awss_defaults() {
    let scenario = read(&file(json!({ "max": 5, "target": { "backlogPerWorker": 2.5 } })), &[]);
    let scenario = scenario.expect("it is legal");
    let expected = ScaleModel {
        min: 1,
        max: 5,
        start: 1,
        protects: false,
        launch_us: 60_000_000,
        warmup_us: 300_000_000,
        policies: vec![ScalingPolicy::Target { backlog_milli: 2_500, scale_in: true }],
    };
    assert_eq!(scale(&scenario), &expected);
    assert_eq!(scenario.model.consumers[0].places(), 5);
}

#[test]
fn steps_and_simple_policies_are_one_or_many() {
    let one = json!({ "max": 5, "steps": { "alarm": "deep", "adjustments": [[0, 1], [900, 3]] } });
    assert_eq!(scale(&read(&file(one), &[]).expect("it is legal")).policies.len(), 1);
    let many = json!({
        "max": 5, "cooldown": "1m",
        "steps": [{ "alarm": "deep", "adjustments": [[0, 1]] }, { "alarm": "calm", "adjustments": [[0, -1], [-5, -2]] }],
        "simple": { "alarm": "deep", "change": 1 }
    });
    let scenario = read(&file(many), &[]).expect("it is legal");
    let simple = ScalingPolicy::Simple { alarm: 0, change: 1, cooldown_us: 60_000_000 };
    assert_eq!(scale(&scenario).policies.len(), 3);
    assert_eq!(scale(&scenario).policies[2], simple);
}

#[test]
fn a_group_can_be_edited() {
    let edits = [
        ("consumers.encoder.scale.max", "30"),
        ("consumers.encoder.scale.target.backlogPerWorker", "50"),
        ("consumers.encoder.scale.warmup", "1m"),
        ("consumers.encoder.scale.protect", "true"),
        ("consumers.encoder.scale.disableScaleIn", "true"),
    ];
    let scenario = read(&file(tracking()), &edits).expect("it is legal");
    let scale = scale(&scenario);
    assert_eq!((scale.max, scale.warmup_us, scale.protects), (30, 60_000_000, true));
    assert_eq!(scale.policies, [ScalingPolicy::Target { backlog_milli: 50_000, scale_in: false }]);
}

#[test]
fn what_is_wrong_with_a_group_is_told() {
    let mut told = Vec::new();
    for scale in [
        json!({ "max": 3 }),
        json!({ "min": 5, "max": 3, "target": { "backlogPerWorker": 0 } }),
        json!({ "max": 3, "disableScaleIn": true, "steps": { "alarm": "depp", "adjustments": [[0, 1]] } }),
        json!({ "max": 3, "steps": { "alarm": "deep", "adjustments": [[100, 1], [0, 3]] } }),
        json!({ "max": 3, "simple": [{ "alarm": "deep", "change": 0.5 }] }),
        json!({ "max": 3, "launch": "2h", "target": { "backlogPerWorker": 1 } }),
    ] {
        told.extend(read(&file(scale), &[]).expect_err("it is wrong"));
    }
    let mut counted = file(tracking());
    counted["consumers"][0]["count"] = json!(3);
    told.extend(read(&counted, &[]).expect_err("it is wrong"));
    expect![[r#"
        /consumers/0/scale: Nothing makes this group grow or shrink. Write `"target": { "backlogPerWorker": 100 }`, or `steps` on an alarm.
        /consumers/0/scale/min: `5` is out of range. Allowed are 0 to 3.
        /consumers/0/scale/target/backlogPerWorker: A target of 0 cannot be reached. Divide the latency that is acceptable by the work on one message: 10s / 0.1s = 100.
        /consumers/0/scale/disableScaleIn: Only target tracking has this. Leave the field out, or write a `target`.
        /consumers/0/scale/steps/alarm: There is no alarm `depp`. Did you mean `deep`?
        /consumers/0/scale/steps/adjustments: The adjustments do not lead away from the threshold. Begin at the alarm's threshold, which is 0: `[[0, 1], [900, 3]]`, or `[[0, -1], [-50, -2]]`.
        /consumers/0/scale/simple/0/change: Expected a whole number of instances, found the number 0.5. For example 1 or -1.
        /consumers/0/scale/launch: `2h` is out of range. Allowed are 0s to 1h.
        /consumers/0/count: An Auto Scaling group says itself how many there are. Leave `count` out: the group begins with `scale.start` instances.
    "#]].assert_eq(&(told.join("\n") + "\n"));
}

#[test]
fn a_group_has_words() {
    let scenario = read(&file(tracking()), &[]).expect("it is legal");
    let mut timeline = Timeline::new(scenario.model.clone(), 1).expect("it is legal");
    let mut told = Vec::new();
    for at_s in [30, 180, 250, 400] {
        timeline.seek(Position { at_us: at_s * 1_000_000, step: Position::ALL });
        let view = timeline.view(&[]);
        let scaling = view.consumers[0].scaling.clone().expect("it is a group");
        told.push(format!("at {at_s} s: {}", text::scaling_summary(&scaling)));
        told.push(text::consumer_summary(&view.consumers[0]));
        told.extend(text::headline(&timeline, &view));
        told.extend(text::scaling_target(&scaling));
        told.extend(scaling.outlook.map(|it| text::scaling_outlook(&it, &scaling, view.at_us, &timeline)));
        told.extend(view.explanation.map(|why| text::explanation(&why, &timeline)));
        told.extend(view.alarms.iter().map(|alarm| text::alarm_summary(alarm, view.at_us)));
        let events = text::event_lines(&view.recent, &timeline);
        told.extend(events.into_iter().rev().take(2).map(|line| line.text));
    }
    expect![[r#"
        at 30 s: 10 instances wanted, 10 in service
        encoder: 10 of 10 workers busy, 0 done
        Nothing came into jobs in the last 10.8 s and none was done: 1,500 messages wait there.
        No number of messages for each instance yet, target 100
        deep: INSUFFICIENT_DATA for 30 s, no datapoint
        calm: INSUFFICIENT_DATA for 30 s, no datapoint
        TargetTracking-encoder-AlarmHigh: INSUFFICIENT_DATA for 30 s, no datapoint
        TargetTracking-encoder-AlarmLow: INSUFFICIENT_DATA for 30 s, no datapoint
        M1510 sent by web
        M1509 sent by web
        at 180 s: 15 instances wanted, 10 in service, 5 starting
        encoder: 10 of 10 workers busy, 15 wanted, 0 done
        Auto Scaling makes the group encoder larger: 5 instances start beside 10.
        Nothing came into jobs in the last 10.8 s and none was done: 1,500 messages wait there.
        150 messages for each instance, target 100
        backlog 150 a worker, target 100: 15 instances asked for. The group wants as many already.
        Backlog 150 a worker, target 100: 10 -> 15. Target tracking changes the number of instances as the backlog of each stands to its target, and rounds up.
        deep: ALARM for 2 min, 1 of 1 datapoint breaches, the latest is 1,500
        calm: OK for 2 min, 0 of 1 datapoint breaches, the latest is 1,500
        TargetTracking-encoder-AlarmHigh: ALARM for 0 s, 3 of 3 datapoints breach, the latest is 150
        TargetTracking-encoder-AlarmLow: OK for 2 min, 0 of 3 datapoints breach, the latest is 150
        encoder: backlog 150 a worker: 10 -> 15
        Alarm TargetTracking-encoder-AlarmHigh is now ALARM: 3 of 3 datapoints breach, the latest is 150
        at 250 s: 15 instances wanted, 15 in service, 5 of them warming up
        encoder: 15 of 15 workers busy, 0 done
        Nothing came into jobs in the last 10.8 s and none was done: 1,495 messages wait there.
        150 messages for each instance, target 100
        backlog 150 a worker, target 100: 15 instances asked for. The group wants as many already.
        deep: ALARM for 3 min 10 s, 1 of 1 datapoint breaches, the latest is 1,500
        calm: OK for 3 min 10 s, 0 of 1 datapoint breaches, the latest is 1,500
        TargetTracking-encoder-AlarmHigh: ALARM for 1 min 10 s, 3 of 3 datapoints breach, the latest is 150
        TargetTracking-encoder-AlarmLow: OK for 3 min 10 s, 0 of 4 datapoints breach, the latest is 150
        encoder/15 begins to work on M12, until 6:04:00.010
        encoder/14 begins to work on M30, until 6:04:00.010
        at 400 s: 15 instances wanted, 15 in service, 5 of them warming up
        encoder: 15 of 15 workers busy, 0 done
        Nothing came into jobs in the last 10.8 s and none was done: 1,495 messages wait there.
        149.5 messages for each instance, target 100
        backlog 149.5 a worker, target 100: 15 instances asked for. The group wants as many already.
        deep: ALARM for 5 min 40 s, 1 of 1 datapoint breaches, the latest is 1,495
        calm: OK for 5 min 40 s, 0 of 1 datapoint breaches, the latest is 1,495
        TargetTracking-encoder-AlarmHigh: ALARM for 3 min 40 s, 3 of 3 datapoints breach, the latest is 149.5
        TargetTracking-encoder-AlarmLow: OK for 5 min 40 s, 0 of 6 datapoints breach, the latest is 149.5
        encoder/15 begins to work on M12, until 6:04:00.010
        encoder/14 begins to work on M30, until 6:04:00.010
    "#]].assert_eq(&(told.join("\n") + "\n"));
}

#[test]
fn what_holds_a_group_back_has_words() {
    let scenario = read(&file(tracking()), &[]).expect("it is legal");
    let timeline = Timeline::new(scenario.model.clone(), 1).expect("it is legal");
    let scaling = timeline.view(&[]).consumers[0].scaling.clone().expect("it is a group");
    let holds = [
        ScalingHold::OnItsWay,
        ScalingHold::WarmingUp { until_us: 90_000_000 },
        ScalingHold::Launching { until_us: 90_000_000 },
        ScalingHold::CoolingDown { until_us: 90_000_000 },
        ScalingHold::AtMaximum,
        ScalingHold::AtMinimum,
        ScalingHold::ScaleInDisabled,
    ];
    let mut told: Vec<String> = holds.map(|hold| text::scaling_hold(hold, &scaling, 0)).into();
    let worker = WorkerId { consumer: 0, index: 1 };
    let reasons = [
        ScalingReason::Target { backlog_milli: 150_000 },
        ScalingReason::Steps { alarm: 0, value_milli: 1_000_000 },
        ScalingReason::Simple { alarm: 1, value_milli: 3_500 },
    ];
    let target_milli = Some(100_000);
    let scaled = |why| Explanation::Scaled { consumer: 0, from: 10, to: 15, why, target_milli };
    told.extend(reasons.map(|why| text::explanation(&scaled(why), &timeline)));
    let took = |message| Explanation::ScaleInTook { worker, message, visible_at_us: Some(90_000_000) };
    told.push(text::explanation(&took(None), &timeline));
    told.push(text::explanation(&took(Some(sqs::MessageId { serial: 7, slot: 0 })), &timeline));
    let kinds = [
        Kind::DesiredChanged { consumer: 0, from: 10, to: 15, why: reasons[0] },
        Kind::DesiredChanged { consumer: 0, from: 2, to: 1, why: reasons[2] },
        Kind::WorkerLaunched { worker },
    ];
    told.extend(kinds.map(|kind| text::event(&sim::Event { at: 0, kind }, None, &timeline)));
    expect![[r#"
        The group wants as many already.
        No instance is taken away while others warm up, until 1:30.000.
        Simple scaling waits for the instances that start, until 1:30.000.
        Simple scaling waits for its cooldown, until 1:30.000.
        The group is at its maximum of 20.
        The group is at its minimum of 2.
        This policy takes no instance away (DisableScaleIn).
        Backlog 150 a worker, target 100: 10 -> 15. Target tracking changes the number of instances as the backlog of each stands to its target, and rounds up.
        Alarm deep at 1,000: 10 -> 15. Step scaling adds or takes more instances the further the metric is from the alarm's threshold.
        Alarm calm at 3.5: 10 -> 15. Simple scaling makes one adjustment, and then waits for its cooldown.
        The group has too many instances: encoder/2 goes. It held no message.
        Scale-in does not ask what an instance is at: encoder/2 was at work on #7, which stays hidden, until 1:30.000. Scale-in protection while it works would have let it finish.
        encoder: backlog 150 a worker: 10 -> 15
        encoder: alarm calm at 3.5: 2 -> 1
        encoder/2 is in service
    "#]].assert_eq(&(told.join("\n") + "\n"));
}
