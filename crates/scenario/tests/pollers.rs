//! What authors write about pollers, kinds of messages and acts at a time: what it becomes, what is refused, and
//! the words for it.

use expect_test::{Expect, expect};
use scenario::Scenario;
use scenario::text;
use serde_json::{Value, json};
use sim::{FaultKind, Input, Position, QueueChange, Timeline, Which, WorkerId};

fn whole() -> Value {
    json!({
        "format": 1,
        "id": "whole",
        "title": { "en": "Whole" },
        "duration": "120s",
        "queues": [
            {
                "id": "orders", "maximumMessageSize": "64KiB", "visibilityTimeout": "10s",
                "dlq": { "target": "dead", "maxReceiveCount": 2 }
            },
            { "id": "dead", "redriveAllow": ["orders"] },
            { "id": "bulk" },
            {
                "id": "lanes", "type": "fifo", "deduplicationScope": "messageGroup",
                "throughputLimit": "perMessageGroupId", "aws": { "fifoTps": 3, "fifoPartitions": 2 }
            }
        ],
        "producers": [{
            "id": "web", "to": "orders", "rate": 1,
            "kinds": [
                { "id": "bad", "numbers": [2], "poison": true },
                { "id": "big", "every": 10, "work": "5s", "size": "2KiB" },
                {
                    "id": "usual", "attributes": { "type": "order", "price": 12.5 },
                    "body": { "status": "new" }, "size": 20
                }
            ]
        }],
        "consumers": [{
            "id": "w", "from": "orders", "then": ["bulk"], "count": 2, "batch": 10, "wait": "5s",
            "heartbeat": { "every": "4s", "to": "10s" }, "deleteBatch": true, "pause": "250ms",
            "away": [["60s", "70s"]], "zones": ["a", "b"]
        }],
        "faults": [
            { "id": "hang", "at": "5s", "hang": "w/1", "for": "10s" },
            { "id": "slow", "at": "20s", "slow": { "consumer": "w", "factor": 2.5 }, "for": "10s" },
            { "at": "30s", "zoneOutage": "b", "for": "10s" },
            { "id": "back", "at": "50s", "redrive": { "queue": "dead", "rate": 1 } },
            { "at": "52s", "cancelRedrive": "dead" },
            { "at": "55s", "purge": "bulk" },
            { "at": "80s", "change": { "queue": "orders", "visibilityTimeout": "20s", "receiveWait": "2s" } },
            { "at": "100s", "stop": "w/2" }
        ]
    })
}

fn read(file: &Value) -> Scenario {
    Scenario::read(&file.to_string(), &[]).expect("the file is legal")
}

#[test]
fn everything_is_read() {
    let scenario = read(&whole());
    let model = &scenario.model;
    assert_eq!(model.queues[0].attributes.maximum_message_bytes, 65_536);
    assert_eq!(
        (model.queues[3].storage.fifo_calls_per_s, model.queues[3].storage.fifo_partitions),
        (Some(3), 2)
    );
    let allow = model.queues[1].attributes.redrive_allow.as_ref().expect("it is set");
    let text =
        r#"{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:123456789012:orders"]}"#;
    assert_eq!(&*allow.text, text);
    let kinds = &model.producers[0].kinds;
    assert_eq!((&kinds[0].which, kinds[0].poison), (&Which::Numbers(vec![2]), true));
    assert_eq!(kinds[2].body.as_deref(), Some(b"{\"status\":\"new\"}    ".as_slice()));
    let attributes = kinds[2].attributes.as_ref().expect("two are written");
    assert_eq!(attributes.iter().map(|it| &*it.data_type).collect::<Vec<_>>(), ["Number", "String"]);
    let habits = &model.consumers[0].habits;
    assert_eq!(
        (&habits.then, habits.pause_us, &habits.away),
        (&vec![2], 250_000, &vec![(60_000_000, 70_000_000)])
    );
    assert_eq!(model.zones.iter().map(|zone| &**zone).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(habits.zones, [0, 1]);
    let slow = FaultKind::Slow { consumer: 0, factor_milli: 2_500, for_us: Some(10_000_000) };
    assert_eq!(model.faults[1].kind, slow);
}

#[test]
fn it_runs_and_is_told() {
    let scenario = read(&whole());
    let mut timeline = Timeline::new(scenario.model.clone(), 1).expect("it was checked");
    let mut told = Vec::new();
    for ms in [5_000, 20_000, 30_000, 40_000, 50_000, 52_000, 55_000, 60_000, 70_000, 80_000, 100_000] {
        timeline.seek(Position { at_us: ms * 1_000 - 1, step: Position::ALL });
        let before = timeline.event_index();
        timeline.seek(Position::after_ms(ms));
        let new = timeline.events(before, timeline.event_index());
        let lines = text::event_lines(&new, &timeline).into_iter().map(|line| line.text);
        told.extend(lines.filter(|line| !line.contains("eceive") && !line.contains("sent by")));
    }
    check(
        &told,
        expect![[r#"
        w/1 hangs
        Work at w takes 2.5 times as long from now on
        Availability Zone b fails, and its workers with it
        w/2 crashes
        Work at w takes its usual time again
        Availability Zone b is back
        w/2 is back
        The redrive of dead begins
        A planned act is refused: no redrive of this queue runs
        Queue bulk purged
        w/1 is back
        orders: VisibilityTimeout is now 20 s
        w/2 is asked to stop: it finishes what it has
    "#]],
    );
}

fn check(lines: &[String], expected: Expect) {
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_what_to_do() {
    let wrong = [
        ("/queues/0/maximumMessageSize", json!("2MiB")),
        ("/queues/0/deduplicationScope", json!("queue")),
        ("/queues/3/deduplicationScope", json!("queue")),
        ("/queues/1/redriveAllow", json!("denyAll")),
        ("/queues/1/redriveAllow", json!("nobody")),
        ("/queues/1/redriveAllow", json!(["order"])),
        ("/queues/0/aws", json!({ "fifoTps": 3 })),
        ("/queues/3/aws/fifoTps", json!(0)),
        ("/producers/0/kinds/0/numbers", json!([3, 2])),
        ("/producers/0/kinds/0/every", json!(3)),
        ("/producers/0/kinds/1/every", json!(0)),
        ("/producers/0/kinds/1/id", json!("bad")),
        ("/producers/0/kinds/2/body", json!("text")),
        ("/producers/0/kinds/2/size", json!(3)),
        ("/producers/0/kinds/2/attributes", json!({ "type": "" })),
        ("/producers/0/kinds/2/attributes", json!({ "type": [1] })),
        ("/consumers/0/heartbeat", json!({ "every": "10s", "to": "10s" })),
        ("/consumers/0/heartbeat", json!({ "every": "1s", "to": "13h" })),
        ("/consumers/0/then", json!(["bulk", "orders", "bulk"])),
        ("/consumers/0/then", json!(["bulky"])),
        ("/consumers/0/pause", json!("2d")),
        ("/consumers/0/away", json!([["5s", "5s"]])),
        ("/consumers/0/away", json!([["5s", "9s"], ["9s", "10s"]])),
        ("/consumers/0/away", json!(["5s"])),
        ("/consumers/0/kind", json!("lambda")),
        ("/faults/0", json!({ "at": "1s" })),
        ("/faults/0", json!({ "at": "1s", "purge": "bulk", "stop": "w/1" })),
        ("/faults/0", json!({ "at": "1s", "purge": "bulk", "for": "1s" })),
        ("/faults/1/slow/factor", json!(0)),
        ("/faults/2/zoneOutage", json!("c")),
        ("/faults/3/redrive/rate", json!(501)),
        ("/faults/6/change", json!({ "queue": "orders" })),
        ("/faults/6/change", json!({ "queue": "orders", "throughputLimit": "perQueue" })),
        ("/faults/6/change/visibilityTimeout", json!("13h")),
        ("/faults/6/change/visibility", json!("13s")),
    ];
    let mut told = Vec::new();
    for (pointer, value) in wrong {
        let mut file = whole();
        put(&mut file, pointer, value);
        let problems = Scenario::read(&file.to_string(), &[]).expect_err(pointer);
        told.extend(problems.iter().map(|it| format!("{} | {} | {}", it.at, it.message, it.hint)));
    }
    check(
        &told,
        expect![[r#"
        /queues/0/maximumMessageSize | `2097152` is out of range. | Allowed are 1024 to 1048576.
        /queues/0/deduplicationScope | Only FIFO queues have this. | Leave the field out.
        /queues/3/throughputLimit | High throughput needs deduplication by message group. | Write `"deduplicationScope": "messageGroup"` beside it, as AWS wants.
        /queues/0/dlq/target | `dead` does not allow this queue to use it. | Change its `redriveAllow`, as AWS would refuse this.
        /queues/1/redriveAllow | `nobody` is no permission. | Write `"allowAll"`, `"denyAll"`, or a list of queues.
        /queues/0/dlq/target | `dead` does not allow this queue to use it. | Change its `redriveAllow`, as AWS would refuse this.
        /queues/1/redriveAllow/0 | There is no queue `order`. | Did you mean `orders`?
        /queues/0/aws/fifoTps | Only FIFO queues have this. | Leave the field out.
        /queues/3/aws/fifoTps | `0` is out of range. | Allowed are 1 to 300.
        /producers/0/kinds/0/numbers | These are no numbers of messages. | Write 1 to 1000 numbers from 1, in ascending order: `[3, 7]`.
        /producers/0/kinds/0 | A kind has `numbers` or `every`, not both. | Write one of both, or neither for all messages.
        /producers/0/kinds/1/every | `0` is out of range. | Allowed are 1 to 4294967295.
        /producers/0/kinds/1/id | The id `bad` stands twice. | Give each its own id.
        /producers/0/kinds/2/body | The body is no JSON object. | For example `{ "status": "new" }`.
        /producers/0/kinds/2/size | The body is longer than this. | Raise `size`, or leave it out.
        /producers/0/kinds/2/attributes/type | An attribute's text is empty. | Write a text, or leave the attribute out.
        /producers/0/kinds/2/attributes/type | Expected a text or a number, found a list. | For example "order".
        /consumers/0/heartbeat/every | Each beat would come too late. | Beat more often than the time that a beat gives: half of it, say.
        /consumers/0/heartbeat/to | `13h` is out of range. | Allowed are 1s to 12h in whole seconds, as in AWS.
        /consumers/0/then/1 | The queue stands there already. | Name each queue once.
        /consumers/0/then/2 | The queue stands there already. | Name each queue once.
        /consumers/0/then/0 | There is no queue `bulky`. | Did you mean `bulk`?
        /consumers/0/pause | `2d` is out of range. | Allowed are 0s to 1d.
        /consumers/0/away/0 | The stretch ends before it begins. | Write first when they go, then when they are back.
        /consumers/0/away/1 | The stretch begins in the one before it. | Order the stretches by time, and join those that touch.
        /consumers/0/away/0 | Expected two instants, found the text `5s`. | For example ["10m", "70m"].
        /consumers/0/count | A Lambda function does not set this. | Leave it out: the event source mapping polls, and deletes what the function has done.
        /consumers/0/wait | A Lambda function does not set this. | Leave it out: the event source mapping polls, and deletes what the function has done.
        /consumers/0/heartbeat | A Lambda function does not set this. | Leave it out: pollers only have it.
        /consumers/0/deleteBatch | A Lambda function does not set this. | Leave it out: pollers only have it.
        /consumers/0/then | A Lambda function does not set this. | Leave it out: pollers only have it.
        /consumers/0/pause | A Lambda function does not set this. | Leave it out: pollers only have it.
        /consumers/0/away | A Lambda function does not set this. | Leave it out: pollers only have it.
        /consumers/0/zones | A Lambda function does not set this. | Leave it out: pollers only have it.
        /faults/0/hang | Lambda starts and ends its execution environments by itself. | Name a poller.
        /faults/7/stop | Lambda starts and ends its execution environments by itself. | Name a poller.
        /faults/0 | A fault is exactly one thing that goes wrong. | Write exactly one of `crash`, `secondCopy`, `hang`, `slow`, `stop`, `zoneOutage`, `loseRequest`, `loseReply`, `redrive`, `cancelRedrive`, `purge`, `change`.
        /faults/0 | A fault is exactly one thing that goes wrong. | Write exactly one of `crash`, `secondCopy`, `hang`, `slow`, `stop`, `zoneOutage`, `loseRequest`, `loseReply`, `redrive`, `cancelRedrive`, `purge`, `change`.
        /faults/0/for | `purge` happens at one instant and has no length. | Leave `for` out.
        /faults/1/slow/factor | Expected a factor from 0.001 to 1000, found the number 0. | For example 3.
        /faults/2/zoneOutage | There is no zone `c`. | Known here: `a`, `b`.
        /faults/3/redrive/rate | `501` is out of range. | Allowed are 1 to 500.
        /faults/6/change | Nothing changes. | Name an attribute: `"visibilityTimeout": "90s"`.
        /faults/6/change/throughputLimit | Only FIFO queues have this. | Leave the field out.
        /faults/6/change/visibilityTimeout | `13h` is out of range. | Allowed are 0s to 12h in whole seconds, as in AWS.
        /faults/6/change/visibility | There is no field `visibility` here. | Did you mean `visibilityTimeout`?
    "#]],
    );
}

/// Puts a value at a pointer; its last part may be new.
fn put(file: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
    match file.pointer_mut(parent).expect("the parent is there") {
        Value::Object(fields) => drop(fields.insert(key.to_owned(), value)),
        Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value,
        other => panic!("{other} has no parts"),
    }
}

#[test]
fn edits_reach_what_is_new() {
    let edits = [
        ("queues.orders.maximumMessageSize", "1KiB"),
        ("queues.lanes.aws.fifoTps", "30"),
        ("consumers.w.heartbeat.every", "2s"),
        ("consumers.w.deleteBatch", "false"),
        ("consumers.w.pause", "1s"),
        ("faults.slow.slow.factor", "4"),
        ("faults.back.redrive.rate", "10"),
    ];
    let edits = edits.map(|(path, value)| (path.to_owned(), value.to_owned()));
    let mut file = whole();
    file["producers"][0]["kinds"] = json!([]);
    file["producers"][0]["size"] = json!(100);
    let scenario = Scenario::read(&file.to_string(), &edits).expect("every path leads somewhere");
    let model = &scenario.model;
    assert_eq!(model.queues[0].attributes.maximum_message_bytes, 1_024);
    let habits = &model.consumers[0].habits;
    assert_eq!((habits.heartbeat.map(|it| it.every_us), habits.deletes_in_batches), (Some(2_000_000), false));
    let slow = FaultKind::Slow { consumer: 0, factor_milli: 4_000, for_us: Some(10_000_000) };
    assert_eq!(model.faults[1].kind, slow);
    let without = [("consumers.w.heartbeat".to_owned(), "none".to_owned())];
    let scenario = Scenario::read(&file.to_string(), &without).expect("a heartbeat can go");
    assert_eq!(scenario.model.consumers[0].habits.heartbeat, None);
}

#[test]
fn acts_have_words() {
    let model = read(&whole()).model;
    let worker = WorkerId { consumer: 0, index: 1 };
    let change = |change| Input::Change { queue: 0, change };
    let acts = [
        Input::Stop { worker },
        Input::Hang { worker },
        Input::Purge { queue: 2 },
        Input::Redrive { queue: 1, per_second: Some(5) },
        Input::CancelRedrive { queue: 1 },
        change(QueueChange::VisibilityTimeout(90)),
        change(QueueChange::Redrive(None)),
        change(QueueChange::MaximumMessageSize(65_536)),
    ];
    let told: Vec<String> = acts.iter().map(|act| text::input(act, &*model)).collect();
    check(
        &told,
        expect![[r#"
        stop w/2
        hang w/2
        purge bulk
        redrive dead, 5 a second
        cancel the redrive of dead
        orders: VisibilityTimeout is now 1 min 30 s
        orders: it has no dead-letter queue any more
        orders: MaximumMessageSize is now 65,536 bytes
    "#]],
    );
}
