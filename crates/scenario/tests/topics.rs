//! Topics, principals and keys as authors write them.

use expect_test::{Expect, expect};
use scenario::{Scenario, text};
use serde_json::{Value, json};
use sim::{AccessDenial, DeliveryFate, Explanation, Position, Timeline, Trouble};
use sqs::KmsTrouble;

/// Orders published to three queues; billing takes orders above 100, and nobody empties `audit`.
fn fan_out() -> Value {
    json!({
        "format": 1, "id": "fan-out", "title": { "en": "Fan-out" }, "duration": "20s",
        "queues": [
            { "id": "billing" }, { "id": "audit" }, { "id": "stock" }, { "id": "undelivered" }
        ],
        "topics": [{ "id": "orders", "subscriptions": [
            { "id": "billing", "to": "billing", "filter": { "price": [{ "numeric": [">", 100] }] } },
            { "id": "audit", "to": "audit", "raw": true },
            { "id": "stock", "to": "stock", "filterOn": "body", "filter": { "item": { "kind": ["book"] } },
              "dlq": "undelivered" }
        ] }],
        "principals": [{ "id": "clerk", "policy": {
            "Version": "2012-10-17",
            "Statement": [{ "Effect": "Allow", "Action": "sns:Publish", "Resource": "*" }]
        } }],
        "producers": [{ "id": "shop", "topic": "orders", "rate": 1, "count": 12, "as": "clerk", "kinds": [
            { "id": "large", "every": 3, "attributes": { "price": 250.5 }, "body": { "item": { "kind": "book" } } },
            { "id": "small", "every": 2, "attributes": { "price": 20 }, "body": { "item": { "kind": "pen" } } }
        ] }],
        "consumers": [{ "id": "biller", "from": "billing", "wait": "20s" }]
    })
}

fn end(file: &Value, edits: &[(&str, &str)]) -> Timeline {
    let edits: Vec<_> = edits.iter().map(|(path, value)| (path.to_string(), value.to_string())).collect();
    let scenario =
        Scenario::read(&file.to_string(), &edits).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let mut timeline = Timeline::new(scenario.model, scenario.seed).expect("a checked scenario runs");
    timeline.seek(Position::after_ms(20_000));
    timeline
}

fn summaries(timeline: &Timeline) -> String {
    let view = timeline.view(&[]);
    let mut lines: Vec<String> = view.topics.iter().map(text::topic_summary).collect();
    let subscriptions = view.topics.iter().flat_map(|topic| &topic.subscriptions);
    lines.extend(subscriptions.map(|it| text::subscription_summary(it, view.at_us)));
    lines.extend(view.principals.iter().map(text::principal_summary));
    lines.join("\n")
}

#[test]
fn copies_go_where_filters_let_them() {
    let expected = expect![[r#"
        orders: 12 published to 3 subscriptions
        billing: 4 delivered, 8 filtered out
        audit: 12 delivered
        stock: 4 delivered, 8 filtered out
        clerk: 12 calls"#]];
    expected.assert_eq(&summaries(&end(&fan_out(), &[])));
}

/// A policy of the queue's own takes the place of the one that lets topics send.
#[test]
fn a_policy_of_ones_own_is_as_written() {
    let mut file = fan_out();
    for queue in [1, 2] {
        file["queues"][queue]["policy"] = json!({ "Statement": [] });
    }
    let expected = expect![[r#"
        orders: 12 published to 3 subscriptions
        billing: 4 delivered, 8 filtered out
        audit: 0 delivered, 12 lost
        stock: 0 delivered, 8 filtered out, 4 to its dead-letter queue
        clerk: 12 calls"#]];
    expected.assert_eq(&summaries(&end(&file, &[])));
}

#[test]
fn edits_reach_topics_subscriptions_and_principals() {
    let edits = [
        ("topics.orders.subscriptions.billing.filter", "none"),
        ("topics.orders.subscriptions.stock.to", "audit"),
        ("topics.orders.subscriptions.audit.raw", "false"),
        ("principals.clerk.vpcEndpoint", "vpce-1"),
    ];
    let expected = expect![[r#"
        orders: 12 published to 3 subscriptions
        billing: 12 delivered
        audit: 12 delivered
        stock: 4 delivered, 8 filtered out
        clerk: 12 calls"#]];
    expected.assert_eq(&summaries(&end(&fan_out(), &edits)));
    let denied = end(&fan_out(), &[("principals.clerk.policy", "none")]);
    assert_eq!(denied.view(&[]).producers[0].refused, 12);
    let broken =
        [("producers.shop.as", "none"), ("producers.shop.topic", "none"), ("producers.shop.to", "audit")];
    assert_eq!(end(&fan_out(), &broken).view(&[]).queues[1].counters.sent, 12);
}

#[test]
fn a_key_can_be_given_and_broken_by_edits() {
    let mut file = fan_out();
    file["queues"][1]["kms"] = json!({ "key": "alias/own" });
    assert_eq!(end(&file, &[]).view(&[]).topics[0].subscriptions[1].delivered, 12);
    let broken = end(&file, &[("queues.audit.kms.state", "throttled")]);
    let audit = broken.view(&[]).topics[0].subscriptions[1].clone();
    assert_eq!((audit.delivered, audit.waiting), (0, 12));
    assert_eq!(
        end(&file, &[("queues.audit.kms.state", "disabled")]).view(&[]).topics[0].subscriptions[1].lost,
        12
    );
}

#[test]
fn the_log_says_what_a_topic_does() {
    let mut file = fan_out();
    file["queues"][1]["policy"] = json!({ "Statement": [] });
    file["queues"][2]["kms"] = json!({ "key": "alias/aws/sqs" });
    file["producers"][0]["count"] = json!(3);
    file["consumers"] = json!([]);
    let timeline = end(&file, &[]);
    let lines = text::event_lines(&timeline.events(0, u64::MAX), &timeline);
    let lines: Vec<String> = lines.into_iter().map(|line| line.text).collect();
    let expected = expect![[r#"
        Message 1 published to orders by shop
        Message 1 does not match the filter of orders/billing
        Delivery of message 1 to orders/audit failed (attempt 1): access denied, the queue's policy does not allow it; it is lost
        Message 1 does not match the filter of orders/stock
        Message 2 published to orders by shop
        Message 2 does not match the filter of orders/billing
        Delivery of message 2 to orders/audit failed (attempt 1): access denied, the queue's policy does not allow it; it is lost
        Message 2 does not match the filter of orders/stock
        Message 3 published to orders by shop
        Message 3 delivered to orders/billing as A1
        Delivery of message 3 to orders/audit failed (attempt 1): access denied, the queue's policy does not allow it; it is lost
        Delivery of message 3 to orders/stock failed (attempt 1): KMS does not let the caller use the queue's key; it goes to the subscription's dead-letter queue as B1"#]];
    expected.assert_eq(&lines.join("\n"));
}

/// Every explanation, found where it happens.
#[test]
fn explanations() {
    let mut file = fan_out();
    file["queues"][1]["policy"] = json!({ "Statement": [] });
    file["queues"][2]["kms"] = json!({ "key": "alias/own", "state": "throttled" });
    file["producers"][0]["count"] = json!(3);
    let mut timeline = end(&file, &[]);
    timeline.seek(Position::after_ms(0));
    let mut told = Vec::new();
    while timeline.step_forward() {
        if let Some(why) = timeline.view(&[]).explanation {
            told.push(text::explanation(&why, &timeline));
        }
    }
    told.sort();
    told.dedup();
    let expected = expect![[r#"
        The filter policy of orders/stock does not match it, so SNS sends nothing there. That is no failure: no dead-letter queue gets it, and the other subscriptions get their copies.
        The trouble is on the server's side, so SNS tries again, after 1 s this time: first 1 s, then up to 20 s between attempts, 100,015 in all over 23 days.
        The trouble is on the server's side, so SNS tries again, after 1.395 s this time: first 1 s, then up to 20 s between attempts, 100,015 in all over 23 days.
        The trouble is on the server's side, so SNS tries again, after 1.946 s this time: first 1 s, then up to 20 s between attempts, 100,015 in all over 23 days.
        The trouble is on the server's side, so SNS tries again, after 2.714 s this time: first 1 s, then up to 20 s between attempts, 100,015 in all over 23 days.
        The trouble is on the server's side, so SNS tries again, after 3.786 s this time: first 1 s, then up to 20 s between attempts, 100,015 in all over 23 days.
        The trouble is on the server's side, so SNS tries again, after 5.282 s this time: first 1 s, then up to 20 s between attempts, 100,015 in all over 23 days."#]];
    expected.assert_eq(&told.join("\n"));
}

/// Every sentence about deliveries that fail and calls that are denied.
#[test]
fn sentences() {
    let model = Scenario::read(&fan_out().to_string(), &[]).expect("it is right").model;
    let failed = |trouble, fate, attempt, wait_ms| Explanation::DeliveryFailed {
        topic: 0,
        subscription: 1,
        trouble,
        fate,
        attempt,
        wait_ms,
    };
    let lost = |trouble| failed(trouble, DeliveryFate::Lost, 1, 0);
    let denied = |trouble| Explanation::CallDenied { principal: Some(0), trouble };
    let all = [
        lost(Trouble::AccessDenied(AccessDenial::NoQueuePolicyAllows)),
        failed(Trouble::AccessDenied(AccessDenial::QueuePolicyDenies), DeliveryFate::DeadLettered, 1, 0),
        lost(Trouble::KmsDenied(KmsTrouble::AccessDenied)),
        lost(Trouble::TooManyAttributes),
        lost(Trouble::TooLong),
        lost(Trouble::QueueDoesNotExist),
        lost(Trouble::Refused),
        failed(Trouble::Throttled, DeliveryFate::Retried, 1, 0),
        failed(Trouble::Throttled, DeliveryFate::Retried, 40, 20_000),
        failed(Trouble::Throttled, DeliveryFate::Lost, 100_015, 0),
        Explanation::FilteredOut { topic: 0, subscription: 0 },
        Explanation::PublishedAgain { topic: 0, original: 3 },
        denied(Trouble::AccessDenied(AccessDenial::NoIdentityPolicyAllows)),
        denied(Trouble::AccessDenied(AccessDenial::IdentityPolicyDenies)),
        denied(Trouble::AccessDenied(AccessDenial::NoQueuePolicyAllows)),
        denied(Trouble::AccessDenied(AccessDenial::QueuePolicyDenies)),
        denied(Trouble::AccessDenied(AccessDenial::WrongEndpoint)),
        denied(Trouble::KmsDenied(KmsTrouble::AccessDenied)),
        denied(Trouble::KmsDenied(KmsTrouble::Disabled)),
    ];
    let told: Vec<String> = all.iter().map(|why| text::explanation(why, &*model)).collect();
    let expected = expect![[r#"
        The queue's policy does not let sns.amazonaws.com send for this topic (aws:SourceArn). SNS does not try again what orders/audit itself refuses. It has no dead-letter queue that takes it: this copy is lost.
        The queue's policy denies the topic's call, which comes from outside. SNS does not try again what orders/audit itself refuses. Its dead-letter queue keeps what the queue would have got.
        SNS cannot use the key that encrypts the queue: alias/aws/sqs cannot be shared with it, and a key of one's own must be usable. SNS does not try again what orders/audit itself refuses. It has no dead-letter queue that takes it: this copy is lost.
        With raw delivery the message's attributes become SQS's, which takes at most 10. SNS does not try again what orders/audit itself refuses. It has no dead-letter queue that takes it: this copy is lost.
        The message, in its envelope unless delivery is raw, is larger than the queue takes. SNS does not try again what orders/audit itself refuses. It has no dead-letter queue that takes it: this copy is lost.
        The queue does not exist any more. SNS does not try again what orders/audit itself refuses. It has no dead-letter queue that takes it: this copy is lost.
        SQS refuses the message. SNS does not try again what orders/audit itself refuses. It has no dead-letter queue that takes it: this copy is lost.
        The trouble is on the server's side, so SNS tries again at once: 3 attempts follow each other without delay.
        The trouble is on the server's side, so SNS tries again, after 20 s this time: first 1 s, then up to 20 s between attempts, 100,015 in all over 23 days.
        SNS has tried 100,015 times and gives up. It has no dead-letter queue that takes it: this copy is lost.
        The filter policy of orders/billing does not match it, so SNS sends nothing there. That is no failure: no dead-letter queue gets it, and the other subscriptions get their copies.
        orders is a FIFO topic: message 3 had come with the same deduplication ID within 5 minutes, so this one is accepted and delivered to nobody, not to standard queues either.
        Nothing allows clerk to do this: in one account either its own policy or the queue's must, across accounts both.
        A Deny in clerk's own policy beats every Allow.
        clerk is of another account: its own policy is not enough, the queue's policy must allow it too.
        A Deny in the queue's policy beats every Allow that clerk has.
        The queue's policy denies every call that does not come through its VPC endpoint (aws:sourceVpce). clerk came another way.
        SQS lets clerk in, but KMS does not: who sends to an encrypted queue needs kms:GenerateDataKey and kms:Decrypt for its key, who receives kms:Decrypt.
        The messages are encrypted, and the queue's KMS key is disabled: nobody can send or receive. What is stored stays, and retention goes on."#]];
    expected.assert_eq(&told.join("\n"));
}

fn problems(change: impl FnOnce(&mut Value), expected: &Expect) {
    let mut file = fan_out();
    change(&mut file);
    let problems = Scenario::read(&file.to_string(), &[]).expect_err("it is wrong");
    let lines: Vec<String> =
        problems.iter().map(|it| format!("{} | {} | {}", it.at, it.message, it.hint)).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn mistakes_in_topics() {
    problems(
        |file| file["queues"][1]["type"] = json!("fifo"),
        &expect![
            "/topics/0/subscriptions/1/to | A standard topic cannot feed a FIFO queue. | Name a standard queue, or make the topic FIFO: that may feed both."
        ],
    );
    problems(
        |file| file["queues"][3]["type"] = json!("fifo"),
        &expect![
            "/topics/0/subscriptions/2/dlq | The dead-letter queue is not of the topic's type. | A FIFO topic's subscriptions need FIFO queues for dead letters, a standard topic's standard ones."
        ],
    );
    problems(
        |file| file["topics"][0]["subscriptions"][0]["to"] = json!("biling"),
        &expect!["/topics/0/subscriptions/0/to | There is no queue `biling`. | Did you mean `billing`?"],
    );
    problems(
        |file| file["topics"][0]["contentBasedDeduplication"] = json!(true),
        &expect![[
            r#"/topics/0/contentBasedDeduplication | A standard topic does not deduplicate. | Leave the field out, or write `"type": "fifo"`."#
        ]],
    );
    problems(
        |file| file["topics"][0]["name"] = json!("or ders"),
        &expect![
            "/topics/0/name | `or ders` is no name for this topic. | AWS allows 1 to 256 of A-Z, a-z, 0-9, `-` and `_`; FIFO names end in `.fifo`."
        ],
    );
    problems(
        |file| file["producers"][0]["to"] = json!("audit"),
        &expect![
            "/producers/0/topic | A producer sends to a queue or to a topic, not to both. | Leave `to` or `topic` out."
        ],
    );
    problems(
        |file| drop(file["producers"][0].as_object_mut().map(|it| it.remove("topic"))),
        &expect![[
            r#"/producers/0 | The field `to` is missing. | Add `"to": …` with a queue, or `"topic": …`, or `"calls": …` with a consumer."#
        ]],
    );
    problems(
        |file| file["producers"][0]["delay"] = json!("5s"),
        &expect![
            "/producers/0/delay | What is published to a topic has no delay. | Set `delay` on the queues instead."
        ],
    );
    problems(
        |file| file["producers"][0]["size"] = json!("1MiB"),
        &expect!["/producers/0/size | `1048576` is out of range. | Allowed are 1 to 262144."],
    );
}

#[test]
fn mistakes_in_filters() {
    let check = |filter: Value, expected: Expect| {
        problems(|file| file["topics"][0]["subscriptions"][0]["filter"] = filter, &expected);
    };
    check(
        json!([]),
        expect![[
            r#"/topics/0/subscriptions/0/filter | A filter policy is an object with a key at least. | For example `{ "kind": ["order", "refund"] }`: a list of values for each key."#
        ]],
    );
    check(
        json!({ "a": "b" }),
        expect![[
            r#"/topics/0/subscriptions/0/filter/a | Expected a list of values, found the text `b`. | For example ["order"]."#
        ]],
    );
    check(
        json!({ "a": { "b": ["c"] } }),
        expect![[
            r#"/topics/0/subscriptions/0/filter/a | A filter on attributes does not nest. | Write a list of values, or `"filterOn": "body"`."#
        ]],
    );
    check(
        json!({ "a": [{ "like": "x" }] }),
        expect![
            "/topics/0/subscriptions/0/filter/a/0/like | There is no operator `like`. | SNS knows `anything-but`, `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `numeric`, `exists` and `cidr`."
        ],
    );
    check(
        json!({ "a": [{ "numeric": [">", 5, ">", 3] }] }),
        expect![[
            r#"/topics/0/subscriptions/0/filter/a/0/numeric | This is not what `numeric` compares with. | Write `["=", 5]`, `[">=", 0]` or `[">", 0, "<=", 100]`, with numbers up to 10⁹ and five decimals."#
        ]],
    );
    check(
        json!({ "a": [2_000_000_000, 0.123456] }),
        expect![[r#"
        /topics/0/subscriptions/0/filter/a/0 | The number is too large, or has too many decimals. | SNS compares numbers from -10⁹ to 10⁹ with five decimals.
        /topics/0/subscriptions/0/filter/a/1 | The number is too large, or has too many decimals. | SNS compares numbers from -10⁹ to 10⁹ with five decimals."#]],
    );
    check(
        json!({ "a": [{ "cidr": "10.0.0/8" }] }),
        expect![[
            r#"/topics/0/subscriptions/0/filter/a/0/cidr | This is not what `cidr` compares with. | For example `{ "prefix": "eu-" }`, `{ "exists": true }` or `{ "cidr": "10.0.0.0/8" }`."#
        ]],
    );
    check(
        json!({ "a": ["b"], "c": ["b"], "d": ["b"], "e": ["b"], "f": ["b"], "g": ["b"] }),
        expect!["/topics/0/subscriptions/0/filter | A filter policy has at most 5 keys. | Leave some out."],
    );
    let many: Vec<u32> = (0..13).collect();
    check(
        json!({ "a": many, "b": many }),
        expect![
            "/topics/0/subscriptions/0/filter | The policy has 169 combinations of values; at most 150 are allowed. | They are the product of the numbers of values of all keys: leave some out."
        ],
    );
}

#[test]
fn mistakes_in_access() {
    problems(
        |file| file["principals"][0]["account"] = json!("12"),
        &expect![[r#"/principals/0/account | `12` is no account. | Write its 12 digits: `"111122223333"`."#]],
    );
    problems(
        |file| file["principals"][0]["policy"]["Statement"][0]["Principal"] = json!("*"),
        &expect![[
            r#"/principals/0/policy | This is no IAM policy of an identity. | For example `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" }] }`; an identity's policy names no `Principal`."#
        ]],
    );
    problems(
        |file| file["principals"][0]["vpcEndpoint"] = json!("eni-1"),
        &expect![[
            r#"/principals/0/vpcEndpoint | `eni-1` is no VPC endpoint. | Write its id: `"vpce-1a2b3c4d"`."#
        ]],
    );
    problems(
        |file| file["producers"][0]["as"] = json!("clark"),
        &expect!["/producers/0/as | There is no principal `clark`. | Did you mean `clerk`?"],
    );
    problems(
        |file| file["queues"][0]["policy"] = json!({ "Statement": [{ "Effect": "Allow" }] }),
        &expect![[
            r#"/queues/0/policy | Invalid value for the parameter Policy. | For example `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sqs:SendMessage", "Resource": "*" }] }`."#
        ]],
    );
    problems(
        |file| {
            file["queues"][0]["kms"] = json!({ "key": "alias/own", "state": "enabled" });
            file["queues"][1]["kms"] = json!({ "key": "alias/own", "state": "disabled" });
        },
        &expect![
            "/queues/1/kms/state | The key `alias/own` is in another state at another queue. | A key has one state: write the same at all queues that name it."
        ],
    );
    problems(
        |file| file["queues"][0]["kms"] = json!({ "key": "", "state": "broken" }),
        &expect![[
            r#"/queues/0/kms/state | Expected one of: `enabled` `disabled` `denied` `invalidState` `notFound` `invalidUsage` `optInRequired` `throttled`, found the text `broken`. | For example "enabled"."#
        ]],
    );
}
