//! Whatever is sent, the answer is AWS's and nothing is lost.

use api::http::{Headers, Request};
use proptest::prelude::*;
use serde_json::{Value, json};
use sqs::Action;

use crate::world::{URL, World, each};

#[test]
fn a_lone_surrogate_is_an_invalid_body() {
    let mut world = World::new();
    world.queue("q", json!({}));
    let body = format!(r#"{{"QueueUrl":"{URL}/q","MessageBody":"a\ud800b"}}"#);
    let response = world.send(&json_request("SendMessage", body.into_bytes()));
    let text = String::from_utf8(response.body).expect("text");
    assert!(text.contains("com.amazonaws.sqs#InvalidMessageContents"), "{text}");
}

#[test]
fn a_number_beyond_64_bits_is_a_misfit() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let body = format!(r#"{{"QueueUrl":"{url}","DelaySeconds":99999999999999999999999}}"#);
    let response = world.send(&json_request("SendMessage", body.into_bytes()));
    assert_eq!(response.status, 400);
    assert_eq!(response.header("x-amzn-query-error"), Some("MalformedInput;Sender"));
}

#[test]
fn a_message_survives_all_that_is_sent_before_it_is_received() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    world.send_body(&url, "kept");
    for body in [&b"\xff\xfe"[..], b"[[[[", b"null", b"7", b"\"x\"", b"{\"QueueUrl\":[]}"] {
        for action in Action::ALL {
            let response = world.send(&json_request(action.name(), body.to_vec()));
            // A list of all queues has no member of this name, and unknown ones are passed over.
            let is_list = action == Action::ListQueues && body.starts_with(b"{");
            assert_eq!(response.status, if is_list { 200 } else { 400 }, "{} {body:?}", action.name());
        }
    }
    assert_eq!(each(&world.receive(&url), "Body"), ["kept"]);
}

fn json_request(action: &str, body: Vec<u8>) -> Request<'static> {
    Request {
        method: "POST".into(),
        uri: "/".into(),
        headers: Headers::from_iter([
            ("Content-Type", "application/x-amz-json-1.0".to_owned()),
            ("X-Amz-Target", format!("AmazonSQS.{action}")),
        ]),
        body: body.into(),
        source_ip: None,
    }
}

/// Texts that some member might take.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("q".to_owned()),
        Just("q.fifo".to_owned()),
        Just("true".to_owned()),
        Just("All".to_owned()),
        Just("String".to_owned()),
        Just("arn:aws:sqs:us-east-1:123456789012:q".to_owned()),
        Just(
            r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:q","maxReceiveCount":1}"#
                .to_owned()
        ),
        "[0-9]{1,6}",
        "\\PC{0,12}",
    ]
}

fn member() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (0..12_i32).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let key = prop_oneof![text(), name()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// The name of a member of some request.
fn name() -> impl Strategy<Value = String> {
    let names: Vec<String> = Action::ALL
        .into_iter()
        .flat_map(|action| api::model::Operation::Queue(action).signature().input)
        .map(|member| member.name.to_owned())
        .chain(
            ["Id", "DataType", "StringValue", "DelaySeconds", "RedrivePolicy", "Policy", "FifoQueue"]
                .map(str::to_owned),
        )
        .collect();
    prop::sample::select(names)
}

proptest! {
    #[test]
    fn calls_of_the_right_names_and_wrong_shapes_never_panic(
        calls in prop::collection::vec(
            (0_usize..23, prop::collection::vec((name(), member()), 0..6)),
            1..20,
        ),
    ) {
        let mut world = World::new();
        world.queue("q", json!({}));
        world.queue("q.fifo", json!({ "FifoQueue": "true" }));
        for (action, members) in calls {
            let mut params: serde_json::Map<String, Value> = members.into_iter().collect();
            params.entry("QueueUrl").or_insert(json!("q"));
            let action = Action::ALL[action].name();
            let response = world.send(&json_request(action, Value::Object(params).to_string().into_bytes()));
            prop_assert!(matches!(response.status, 200 | 400 | 403 | 404), "{} {}", action, response.status);
            prop_assert_eq!(response.status == 200, response.header("x-amzn-query-error").is_none());
        }
    }
}
