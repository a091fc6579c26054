//! Regions, accounts, and the endpoint's own paths.

use endpoint::{Options, Standard, limits};
use serde_json::{Value, json};

use crate::support::Client;

#[test]
fn each_region_and_account_has_queues_of_its_own() {
    let mut client = Client::new(Options::default());
    let url = |account: &str| json!({ "QueueUrl": format!("http://localhost/{account}/orders") });
    for (region, key, account) in [
        ("us-east-1", "AKIDEXAMPLE", "123456789012"),
        ("eu-west-1", "AKIDEXAMPLE", "123456789012"),
        ("us-east-1", "000000000007", "000000000007"),
    ] {
        client.scope = Some((region, key));
        assert_eq!(client.call("ListQueues", json!({})), (200, json!({})));
        assert_eq!(client.call("CreateQueue", json!({ "QueueName": "orders" })), (200, url(account)));
    }
    let (_, state) = client.own("GET", "/_sqscope/state", "");
    let told: Vec<_> = state["queues"]
        .as_array()
        .expect("queues")
        .iter()
        .map(|it| (&it["region"], &it["account"]))
        .collect();
    assert_eq!(told[0], (&json!("us-east-1"), &json!("123456789012")));
    assert_eq!(told[1], (&json!("us-east-1"), &json!("000000000007")));
    assert_eq!(told[2], (&json!("eu-west-1"), &json!("123456789012")));
}

#[test]
fn regions_are_not_made_without_end() {
    let mut client = Client::new(Options::default());
    for n in 0..limits::REGIONS_MAX {
        // A test may leak some names.
        client.scope = Some((format!("region-{n}").leak(), "AKIDEXAMPLE"));
        assert_eq!(client.call("ListQueues", json!({})).0, 200);
    }
    client.scope = Some(("one-more", "AKIDEXAMPLE"));
    assert_eq!(client.call("ListQueues", json!({})).0, 503);
    client.scope = Some(("region-0", "AKIDEXAMPLE"));
    assert_eq!(client.call("ListQueues", json!({})).0, 200);
}

#[test]
fn the_state_counts_what_happened() {
    let mut client = Client::new(Options::default());
    client.call("CreateQueue", json!({ "QueueName": "orders.fifo", "Attributes": { "FifoQueue": "true" } }));
    let send = json!({
        "QueueUrl": "orders.fifo",
        "MessageBody": "a",
        "MessageGroupId": "g",
        "MessageDeduplicationId": "1",
    });
    for _ in 0..2 {
        assert_eq!(client.call("SendMessage", send.clone()).0, 200);
    }
    client.call("ReceiveMessage", json!({ "QueueUrl": "orders.fifo" }));
    client.pass(31);
    client.call("ReceiveMessage", json!({ "QueueUrl": "orders.fifo" }));
    client.call("ReceiveMessage", json!({ "QueueUrl": "orders.fifo" }));
    let (status, state) = client.own("GET", "/_sqscope/state", "");
    assert_eq!(status, 200);
    let queue = &state["queues"][0];
    assert_eq!(queue["requests"], 6, "the call that made it, two sends and three receives");
    assert_eq!((&state["t_ms"], &state["now"]), (&json!(31_000), &json!("2026-01-01T00:00:31.000Z")));
    for (name, value) in [
        ("fifo", json!(true)),
        ("sent", json!(1)),
        ("received", json!(2)),
        ("duplicates", json!(1)),
        ("empty_receives", json!(1)),
        ("in_flight", json!(1)),
        ("visible", json!(0)),
        ("age_of_oldest_ms", json!(31_000)),
    ] {
        assert_eq!(queue[name], value, "{name}");
    }
}

#[test]
fn plain_queues_are_never_throttled_and_those_of_aws_are() {
    let throttled = |standard| {
        let mut client = Client::new(Options { standard, ..Options::default() });
        client.call("CreateQueue", json!({ "QueueName": "q.fifo", "Attributes": { "FifoQueue": "true" } }));
        let receive = json!({ "QueueUrl": "q.fifo" });
        (0..400).filter(|_| client.call("ReceiveMessage", receive.clone()).0 != 200).count()
    };
    assert_eq!(throttled(Standard::Plain), 0);
    assert_eq!(throttled(Standard::aws(1)), 100);
}

#[test]
fn the_limit_of_messages_in_flight_can_be_lowered() {
    for standard in [Standard::Plain, Standard::aws(1)] {
        let mut client = Client::new(Options { standard, in_flight_max: 2, ..Options::default() });
        client.call("CreateQueue", json!({ "QueueName": "q" }));
        for _ in 0..3 {
            client.call("SendMessage", json!({ "QueueUrl": "q", "MessageBody": "a" }));
        }
        // A long poll asks all servers, and waits where a short one is refused.
        let long = json!({ "QueueUrl": "q", "MaxNumberOfMessages": 10, "WaitTimeSeconds": 1 });
        let (_, received) = client.call("ReceiveMessage", long);
        assert_eq!(received["Messages"].as_array().map(Vec::len), Some(2));
        let (status, refused) = client.call("ReceiveMessage", json!({ "QueueUrl": "q" }));
        assert_eq!((status, &refused["__type"]), (403, &json!("com.amazonaws.sqs#OverLimit")));
    }
}

#[test]
fn health_is_told() {
    let mut client = Client::new(Options { standard: Standard::aws(3), ..Options::default() });
    let (status, health) = client.own("GET", "/_sqscope/health", "");
    assert_eq!((status, &health["status"], &health["standard"]), (200, &json!("ok"), &json!("aws")));
    assert_eq!(client.own("POST", "/_sqscope/health", "").0, 405);
    assert_eq!(client.own("GET", "/_sqscope/", "").0, 404);
}

#[test]
fn high_throughput_has_the_partitions_of_its_region() {
    for (region, standard, accepted) in [
        // One partition's 300 calls, however many groups there are.
        ("eu-west-2", Standard::aws(1), 15 * 300),
        ("eu-north-1", Standard::aws(1), 8 * 300),
        ("eu-north-1", Standard::Plain, 5_000),
    ] {
        let mut client = Client::new(Options { standard, ..Options::default() });
        client.scope = Some((region, "AKIDEXAMPLE"));
        let attributes = json!({
            "FifoQueue": "true",
            "DeduplicationScope": "messageGroup",
            "FifoThroughputLimit": "perMessageGroupId",
        });
        client.call("CreateQueue", json!({ "QueueName": "orders.fifo", "Attributes": attributes }));
        let send = |number: u32| {
            json!({
                "QueueUrl": "orders.fifo",
                "MessageBody": "a",
                "MessageGroupId": number.to_string(),
                "MessageDeduplicationId": "1",
            })
        };
        let ok = (0..5_000).filter(|number| client.call("SendMessage", send(*number)).0 == 200).count();
        // Groups do not spread evenly: some partitions are full before others.
        let share = accepted * 85 / 100..=accepted;
        assert!(share.contains(&ok), "{region} {standard:?}: {ok}");
    }
}

#[test]
fn a_token_opens_the_list_that_gave_it_out_and_no_other() {
    let mut client = Client::new(Options::default());
    for name in ["dead", "orders-1", "orders-2"] {
        client.call("CreateQueue", json!({ "QueueName": name }));
    }
    let policy =
        json!({ "deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:dead", "maxReceiveCount": 3 });
    for name in ["orders-1", "orders-2"] {
        let attributes = json!({ "RedrivePolicy": policy.to_string() });
        let set = json!({ "QueueUrl": name, "Attributes": attributes });
        assert_eq!(client.call("SetQueueAttributes", set).0, 200);
    }
    let lists = [
        ("ListQueues", json!({ "MaxResults": 1 })),
        ("ListQueues", json!({ "MaxResults": 1, "QueueNamePrefix": "orders" })),
        ("ListDeadLetterSourceQueues", json!({ "MaxResults": 1, "QueueUrl": "dead" })),
    ];
    let tokens: Vec<Value> = lists
        .iter()
        .map(|(action, members)| client.call(action, members.clone()).1["NextToken"].clone())
        .collect();
    for (index, (action, members)) in lists.iter().enumerate() {
        for (other, token) in tokens.iter().enumerate() {
            let mut members = members.clone();
            members["NextToken"] = token.clone();
            let status = client.call(action, members).0;
            assert_eq!(
                status,
                if index == other { 200 } else { 400 },
                "{action} {index} with the token of {other}"
            );
        }
    }
}
