//! Topics, principals and keys of random scenarios.

use serde_json::{Map, Value, json};

use super::{Dice, object};

/// Topics over these queues, half of the time.
pub(super) fn topics(queues: &[Value], dice: &mut Dice) -> Vec<Value> {
    let count = if dice.one_in(2) { dice.between(1, 2) } else { 0 };
    (0..count).map(|index| topic(index, queues, dice)).collect()
}

fn topic(index: u64, queues: &[Value], dice: &mut Dice) -> Value {
    let fifo = dice.one_in(3);
    let ids = |only_standard: bool, only_fifo: bool| -> Vec<Value> {
        let fits = |queue: &&Value| {
            let is_fifo = queue["type"] == "fifo";
            !(only_standard && is_fifo || only_fifo && !is_fifo)
        };
        queues.iter().filter(fits).map(|queue| queue["id"].clone()).collect()
    };
    let (targets, dead) = (ids(!fifo, false), ids(!fifo, fifo));
    let count = if targets.is_empty() { 0 } else { dice.between(1, 3) };
    let subscriptions: Vec<Value> = (0..count)
        .map(|number| {
            let mut fields = object(json!({ "id": format!("s{number}"), "to": dice.pick(&targets) }));
            dice.maybe(&mut fields, "raw", &[json!(true), json!(false)]);
            filter(&mut fields, dice);
            if !dead.is_empty() {
                dice.maybe(&mut fields, "dlq", &dead);
            }
            Value::Object(fields)
        })
        .collect();
    let kind = if fifo { "fifo" } else { "standard" };
    let mut fields =
        object(json!({ "id": format!("t{index}"), "type": kind, "subscriptions": subscriptions }));
    if fifo {
        dice.maybe(&mut fields, "contentBasedDeduplication", &[json!(true), json!(false)]);
    }
    Value::Object(fields)
}

fn filter(fields: &mut Map<String, Value>, dice: &mut Dice) {
    let on_attributes = [
        json!({ "type": ["order", { "prefix": "re" }] }),
        json!({ "price": [{ "numeric": [">=", 0, "<", 10.5] }, { "exists": false }] }),
        json!({ "type": [{ "anything-but": ["order"] }] }),
        json!({ "$or": [{ "type": ["order"] }, { "price": [{ "exists": true }] }] }),
    ];
    let on_body = [
        json!({ "status": ["new", { "suffix": "d" }] }),
        json!({ "order": { "city": [{ "equals-ignore-case": "ulm" }] } }),
    ];
    match dice.between(0, 3) {
        0 => drop(fields.insert("filter".to_owned(), dice.pick(&on_attributes))),
        1 => {
            fields.insert("filter".to_owned(), dice.pick(&on_body));
            fields.insert("filterOn".to_owned(), json!("body"));
        }
        _ => {}
    }
}

/// Some producers publish instead of sending.
pub(super) fn publish(producer: &mut Value, topics: &[Value], dice: &mut Dice) {
    if topics.is_empty() || dice.one_in(2) {
        return;
    }
    let topic = dice.pick(topics);
    let Value::Object(fields) = producer else { return };
    for field in ["to", "delay", "size", "kinds"] {
        fields.remove(field);
    }
    fields.insert("topic".to_owned(), topic["id"].clone());
    // What is published goes one by one, and keeps its deduplication id.
    fields.remove("batch");
    if let Some(Value::Object(retry)) = fields.get_mut("retry") {
        retry.remove("sameId");
    }
    if topic["type"] != "fifo" {
        fields.remove("deduplicationIds");
    }
    let kinds = json!([
        { "id": "order", "every": 2, "attributes": { "type": "order", "price": 3.25 },
          "body": { "status": "new", "order": { "city": "Ulm" } } },
        { "id": "refund", "every": 3, "attributes": { "type": "refund" }, "body": { "status": "closed" } }
    ]);
    dice.maybe(fields, "kinds", &[kinds]);
}

/// Roles, half of the time.
pub(super) fn principals(dice: &mut Dice) -> Vec<Value> {
    if dice.one_in(2) {
        return Vec::new();
    }
    let allow = |action: &str| {
        json!({ "Version": "2012-10-17",
                "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] })
    };
    let mut fields = object(json!({ "id": "r0" }));
    dice.maybe(
        &mut fields,
        "policy",
        &[allow("*"), allow("sqs:*"), allow("sqs:Send*"), allow("sns:Publish")],
    );
    dice.maybe(&mut fields, "account", &[json!("111122223333"), json!("123456789012")]);
    dice.maybe(&mut fields, "vpcEndpoint", &[json!("vpce-1")]);
    vec![Value::Object(fields)]
}

/// Some actors call in the name of a role.
pub(super) fn call_as(actor: &mut Value, principals: &[Value], dice: &mut Dice) {
    if let (Value::Object(fields), [principal, ..]) = (actor, principals) {
        dice.maybe(fields, "as", &[principal["id"].clone()]);
    }
}

/// Some queues have a policy of their own, or a key.
pub(super) fn protect(queue: &mut Value, dice: &mut Dice) {
    let Value::Object(fields) = queue else { return };
    let statement = |effect: &str, action: &str, condition: Value| {
        json!({ "Statement": { "Effect": effect, "Principal": "*", "Action": action, "Resource": "*",
                               "Condition": condition } })
    };
    let policies = [
        statement("Allow", "sqs:*", json!({})),
        statement("Deny", "sqs:*", json!({ "StringNotEqualsIfExists": { "aws:sourceVpce": "vpce-1" } })),
        statement("Deny", "sqs:DeleteMessage", json!({})),
    ];
    let keys = [
        json!({ "key": "alias/aws/sqs" }),
        json!({ "key": "alias/own" }),
        json!({ "key": "alias/late", "state": "throttled" }),
        json!({ "key": "alias/gone", "state": "notFound" }),
    ];
    if dice.one_in(4) {
        fields.insert("policy".to_owned(), dice.pick(&policies));
    }
    if dice.one_in(4) {
        fields.insert("kms".to_owned(), dice.pick(&keys));
    }
}
