//! What pollers do beyond receive, work, delete, kinds of messages, and acts at a time, by chance.

use serde_json::{Map, Value, json};

use super::Dice;

/// Gives a poller some habits.
pub(super) fn habits(consumer: &mut Value, kinds: &[bool], dice: &mut Dice) {
    let Value::Object(fields) = consumer else { return };
    if fields.get("kind") == Some(&json!("lambda")) {
        return;
    }
    let beats = [json!({ "every": "500ms", "to": "2s" }), json!({ "every": "4s", "to": "30s" })];
    dice.maybe(fields, "heartbeat", &beats);
    dice.maybe(fields, "deleteBatch", &[json!(true), json!(false)]);
    dice.maybe(fields, "pause", &[json!("0s"), json!("750ms"), json!("5s")]);
    dice.maybe(fields, "away", &[json!([["2s", "6s"]]), json!([["0s", "1s"], ["3s", "4500ms"]])]);
    dice.maybe(fields, "zones", &[json!(["a"]), json!(["a", "b"]), json!([])]);
    let from = fields.get("from").cloned();
    let others: Vec<Value> = (0..kinds.len())
        .map(|queue| json!(format!("q{queue}")))
        .filter(|id| Some(id) != from.as_ref())
        .collect();
    if !others.is_empty() && dice.one_in(3) {
        fields.insert("then".to_owned(), json!([dice.pick(&others)]));
    }
}

/// Tells a producer's messages apart.
pub(super) fn kinds(producer: &mut Value, dice: &mut Dice) {
    let Value::Object(fields) = producer else { return };
    let body = json!({ "status": "new", "price": 12.5 });
    let lists = [
        json!([{ "id": "bad", "numbers": [2, 5], "poison": true }]),
        json!([{ "id": "slow", "every": 3, "work": "4s" }, { "id": "usual", "body": body, "size": "200B" }]),
        json!([{ "id": "marked", "attributes": { "type": "order", "price": 12.5 } }]),
    ];
    dice.maybe(fields, "kinds", &lists);
}

/// Something that goes wrong or is done: what is no crash and no second copy.
pub(super) fn fault(index: u64, queues: &[Value], consumers: &[Value], dice: &mut Dice) -> Value {
    let at = format!("{}ms", dice.between(0, 30_000));
    let mut fields = Map::new();
    fields.insert("id".to_owned(), json!(format!("g{index}")));
    fields.insert("at".to_owned(), json!(at));
    let queue = dice.pick(queues)["id"].clone();
    let consumer = dice.pick(consumers);
    let is_poller = consumer.get("kind") != Some(&json!("lambda")) && consumer.get("scale").is_none();
    let id = consumer["id"].clone();
    let worker = json!(format!("{}/1", id.as_str().unwrap_or_default()));
    let zone = consumer.pointer("/zones/0").cloned();
    let (name, what) = match (dice.between(0, 7), zone) {
        (0, _) if is_poller => ("hang", worker),
        (1, _) if is_poller => ("stop", worker),
        (2, Some(zone)) => ("zoneOutage", zone),
        (3, _) => ("slow", json!({ "consumer": id, "factor": 2.5 })),
        (4, _) => ("redrive", json!({ "queue": queue, "rate": dice.between(1, 500) })),
        (5, _) => ("cancelRedrive", queue),
        (6, _) => ("purge", queue),
        _ => ("change", json!({ "queue": queue, "visibilityTimeout": "3s", "receiveWait": "1s" })),
    };
    fields.insert(name.to_owned(), what);
    if ["hang", "zoneOutage", "slow"].contains(&name) {
        dice.maybe(&mut fields, "for", &[json!("1ms"), json!("5s")]);
    }
    Value::Object(fields)
}

/// Gives a queue attributes that few set.
pub(super) fn attributes(queue: &mut Value, dice: &mut Dice) {
    let Value::Object(fields) = queue else { return };
    dice.maybe(fields, "maximumMessageSize", &[json!("1MiB"), json!(1_048_576)]);
    if fields.get("type") != Some(&json!("fifo")) {
        return;
    }
    dice.maybe(fields, "deduplicationScope", &[json!("messageGroup"), json!("queue")]);
    if fields.get("deduplicationScope") == Some(&json!("messageGroup")) {
        dice.maybe(fields, "throughputLimit", &[json!("perMessageGroupId"), json!("perQueue")]);
    }
    let aws = [json!({ "fifoTps": 3 }), json!({ "fifoTps": 20, "fifoPartitions": 4 })];
    dice.maybe(fields, "aws", &aws);
}
