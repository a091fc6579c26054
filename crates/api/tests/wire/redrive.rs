//! Move tasks (sqs-facts §4.3).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::world::{ARN, World};

/// A dead-letter queue with this many messages, and its source.
fn world_with_dead_letters(count: u32) -> World {
    let mut world = World::new();
    let dlq = world.queue("dlq", json!({}));
    let redrive = format!(r#"{{"deadLetterTargetArn":"{ARN}dlq","maxReceiveCount":1}}"#);
    world.queue("source", json!({ "RedrivePolicy": redrive }));
    for n in 0..count {
        world.send_body(&dlq, &n.to_string());
    }
    world
}

fn arn(name: &str) -> String {
    format!("{ARN}{name}")
}

#[test]
fn a_task_is_started_listed_and_cancelled() {
    let mut world = world_with_dead_letters(10);
    let start = json!({
        "SourceArn": arn("dlq"),
        "DestinationArn": arn("source"),
        "MaxNumberOfMessagesPerSecond": 1,
    });
    let started = world.must("StartMessageMoveTask", start);
    let handle = started["TaskHandle"].as_str().expect("a handle").to_owned();
    let inside: Value =
        serde_json::from_slice(&BASE64_STANDARD.decode(&handle).expect("base64")).expect("JSON");
    assert_eq!(inside["sourceArn"], json!(arn("dlq")));
    assert_eq!(inside["taskId"].as_str().expect("an id").len(), 36);

    let listed = world.must("ListMessageMoveTasks", json!({ "SourceArn": arn("dlq") }));
    let task = &listed["Results"][0];
    assert_eq!(task["TaskHandle"], json!(handle));
    assert_eq!(task["Status"], json!("RUNNING"));
    assert_eq!(task["SourceArn"], json!(arn("dlq")));
    assert_eq!(task["DestinationArn"], json!(arn("source")));
    assert_eq!(task["MaxNumberOfMessagesPerSecond"], json!(1));
    assert_eq!(task["ApproximateNumberOfMessagesToMove"], json!(10));
    assert_eq!(task["StartedTimestamp"], json!(1_767_225_600_000_u64));

    let cancelled = world.must("CancelMessageMoveTask", json!({ "TaskHandle": handle }));
    assert!(cancelled["ApproximateNumberOfMessagesMoved"].is_u64(), "{cancelled}");
    world.wait_s(60);
    let listed = world.must("ListMessageMoveTasks", json!({ "SourceArn": arn("dlq") }));
    let task = &listed["Results"][0];
    assert_eq!((&task["Status"], &task["TaskHandle"]), (&json!("CANCELLED"), &Value::Null));
    assert_eq!(
        world.refused("CancelMessageMoveTask", json!({ "TaskHandle": handle })),
        "400 InvalidParameterValue: Only active tasks can be cancelled."
    );
}

#[test]
fn what_was_not_given_is_not_shown() {
    let mut world = world_with_dead_letters(0);
    assert_eq!(world.must("ListMessageMoveTasks", json!({ "SourceArn": arn("dlq") })), json!({}));
    world.must("StartMessageMoveTask", json!({ "SourceArn": arn("dlq") }));
    world.wait_s(60);
    let listed = world.must("ListMessageMoveTasks", json!({ "SourceArn": arn("dlq") }));
    assert_eq!(
        listed["Results"][0],
        json!({
            "ApproximateNumberOfMessagesMoved": 0,
            "ApproximateNumberOfMessagesToMove": 0,
            "SourceArn": arn("dlq"),
            "StartedTimestamp": 1_767_225_600_000_u64,
            "Status": "COMPLETED",
        })
    );
}

#[test]
fn arns_and_handles_that_lead_nowhere_are_refused() {
    let mut world = world_with_dead_letters(1);
    let gone = |name: &str| {
        format!(
            "404 ResourceNotFoundException: The resource that you specified for the {name} parameter doesn't exist."
        )
    };
    let missing = json!({ "SourceArn": arn("nowhere") });
    assert_eq!(world.refused("StartMessageMoveTask", missing.clone()), gone("SourceArn"));
    assert_eq!(world.refused("ListMessageMoveTasks", missing), gone("SourceArn"));
    let to = json!({ "SourceArn": arn("dlq"), "DestinationArn": arn("nowhere") });
    assert_eq!(world.refused("StartMessageMoveTask", to), gone("DestinationArn"));
    assert_eq!(
        world.refused("StartMessageMoveTask", json!({ "SourceArn": "dlq" })),
        "400 InvalidParameterValue: You must use this format to specify the SourceArn: \
         arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
    );
    assert_eq!(
        world.refused("StartMessageMoveTask", json!({ "SourceArn": arn("source") })),
        "400 InvalidParameterValue: Source queue must be configured as a Dead Letter Queue."
    );

    let handle = |source: &str| {
        let json = json!({ "taskId": "0f0e0d0c-0b0a-4908-8706-050403020100", "sourceArn": source });
        json!({ "TaskHandle": BASE64_STANDARD.encode(json.to_string()) })
    };
    assert_eq!(
        world.refused("CancelMessageMoveTask", json!({ "TaskHandle": "foobar" })),
        "400 InvalidParameterValue: Value for parameter TaskHandle is invalid."
    );
    assert_eq!(world.refused("CancelMessageMoveTask", handle(&arn("nowhere"))), gone("SourceArn"));
    assert_eq!(
        world.refused("CancelMessageMoveTask", handle(&arn("dlq"))),
        "404 ResourceNotFoundException: Task does not exist."
    );
}
