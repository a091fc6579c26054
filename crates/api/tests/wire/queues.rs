//! Queues, their URLs and attributes.

use serde_json::{Value, json};

use crate::world::{ARN, URL, World, each};

#[test]
fn a_queue_s_url_names_the_host_that_the_client_used() {
    let mut world = World::new();
    assert_eq!(world.queue("orders", json!({})), format!("{URL}/orders"));
    let found = world.must("GetQueueUrl", json!({ "QueueName": "orders" }));
    assert_eq!(found, json!({ "QueueUrl": format!("{URL}/orders") }));
    world.setting.https = false;
    let listed = world.must("ListQueues", json!({}));
    assert_eq!(listed, json!({ "QueueUrls": ["http://127.0.0.1:9324/123456789012/orders"] }));
}

#[test]
fn any_url_with_account_and_name_leads_to_the_queue() {
    let mut world = World::new();
    world.queue("orders", json!({}));
    for url in [
        "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
        "http://localhost/123456789012/orders",
        "/123456789012/orders",
        "orders",
    ] {
        world.must("PurgeQueue", json!({ "QueueUrl": url }));
        world.wait_s(60);
    }
    let missing = "400 AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.";
    for url in ["https://sqs.us-east-1.amazonaws.com/", "https://h/000000000001/orders", "Orders", "%"] {
        assert_eq!(world.refused("PurgeQueue", json!({ "QueueUrl": url })), missing, "{url}");
    }
}

#[test]
fn a_missing_queue_is_noticed_before_any_other_parameter() {
    let mut world = World::new();
    let missing = "400 AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.";
    for (action, rest) in [
        ("DeleteMessage", json!({ "ReceiptHandle": "garbage" })),
        ("SendMessage", json!({})),
        ("SendMessageBatch", json!({ "Entries": [] })),
        ("SetQueueAttributes", json!({ "Attributes": { "Foobar": "1" } })),
        ("GetQueueAttributes", json!({ "AttributeNames": ["Foobar"] })),
        ("TagQueue", json!({})),
        ("ReceiveMessage", json!({ "MaxNumberOfMessages": 11 })),
    ] {
        let mut params = rest;
        params["QueueUrl"] = json!(format!("{URL}/nowhere"));
        assert_eq!(world.refused(action, params), missing, "{action}");
    }
    let (status, xml) = world.form("/", "Action=PurgeQueue&QueueUrl=nowhere");
    assert_eq!(status, 400);
    assert!(xml.contains("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>"), "{xml}");
    assert!(
        xml.contains("<Message>The specified queue does not exist for this wsdl version.</Message>"),
        "{xml}"
    );
}

#[test]
fn a_required_parameter_that_is_absent_or_empty_is_named() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    for (action, params, name) in [
        ("CreateQueue", json!({}), "QueueName"),
        ("CreateQueue", json!({ "QueueName": "" }), "QueueName"),
        ("GetQueueUrl", json!({}), "QueueName"),
        ("DeleteQueue", json!({}), "QueueUrl"),
        ("DeleteQueue", json!({ "QueueUrl": "" }), "QueueUrl"),
        ("SendMessage", json!({ "QueueUrl": url }), "MessageBody"),
        ("SendMessage", json!({ "QueueUrl": url, "MessageBody": "" }), "MessageBody"),
        ("DeleteMessage", json!({ "QueueUrl": url }), "ReceiptHandle"),
        ("ChangeMessageVisibility", json!({ "QueueUrl": url, "ReceiptHandle": "x" }), "VisibilityTimeout"),
        ("SetQueueAttributes", json!({ "QueueUrl": url }), "Attributes"),
        ("TagQueue", json!({ "QueueUrl": url }), "Tags"),
        ("UntagQueue", json!({ "QueueUrl": url }), "TagKeys"),
        ("AddPermission", json!({ "QueueUrl": url }), "Label"),
        ("RemovePermission", json!({ "QueueUrl": url }), "Label"),
        ("StartMessageMoveTask", json!({}), "SourceArn"),
        ("ListMessageMoveTasks", json!({}), "SourceArn"),
        ("CancelMessageMoveTask", json!({}), "TaskHandle"),
    ] {
        let text = format!("400 MissingParameter: The request must contain the parameter {name}.");
        assert_eq!(world.refused(action, params), text, "{action}");
    }
}

#[test]
fn a_standard_queue_shows_what_aws_shows() {
    let mut world = World::new();
    world.wait_s(100);
    let url = world.queue("orders", json!({ "VisibilityTimeout": "45" }));
    world.send_body(&url, "a");
    world.send_body(&url, "b");
    world.must("ReceiveMessage", json!({ "QueueUrl": url }));
    let shown = world.must("GetQueueAttributes", json!({ "QueueUrl": url, "AttributeNames": ["All"] }));
    assert_eq!(
        shown,
        json!({ "Attributes": {
            "ApproximateNumberOfMessages": "1",
            "ApproximateNumberOfMessagesDelayed": "0",
            "ApproximateNumberOfMessagesNotVisible": "1",
            "CreatedTimestamp": "1767225700",
            "DelaySeconds": "0",
            "LastModifiedTimestamp": "1767225700",
            "MaximumMessageSize": "1048576",
            "MessageRetentionPeriod": "345600",
            "QueueArn": "arn:aws:sqs:us-east-1:123456789012:orders",
            "ReceiveMessageWaitTimeSeconds": "0",
            "SqsManagedSseEnabled": "true",
            "VisibilityTimeout": "45",
        } })
    );
}

#[test]
fn a_fifo_queue_shows_its_four_more() {
    let mut world = World::new();
    let url = world.queue("orders.fifo", json!({ "FifoQueue": "True", "ContentBasedDeduplication": "TRUE" }));
    let names =
        json!(["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"]);
    let shown = world.must("GetQueueAttributes", json!({ "QueueUrl": url, "AttributeNames": names }));
    assert_eq!(
        shown,
        json!({ "Attributes": {
            "ContentBasedDeduplication": "true",
            "DeduplicationScope": "queue",
            "FifoQueue": "true",
            "FifoThroughputLimit": "perQueue",
        } })
    );
}

#[test]
fn asking_for_no_attribute_or_only_unset_ones_answers_nothing() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let ask = |world: &mut World, names: Value| {
        world.must("GetQueueAttributes", json!({ "QueueUrl": url, "AttributeNames": names }))
    };
    assert_eq!(ask(&mut world, json!([])), json!({}));
    assert_eq!(ask(&mut world, json!(["Policy", "RedrivePolicy", "KmsMasterKeyId", "FifoQueue"])), json!({}));
    let unknown = json!({ "QueueUrl": url, "AttributeNames": ["Foobar"] });
    assert_eq!(
        world.refused("GetQueueAttributes", unknown),
        "400 InvalidAttributeName: Unknown Attribute Foobar."
    );
}

#[test]
fn attributes_that_are_none_are_refused() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    for (name, value, text) in [
        ("Foobar", "1", "400 InvalidAttributeName: Unknown Attribute Foobar."),
        ("QueueArn", "1", "400 InvalidAttributeName: Unknown Attribute QueueArn."),
        ("DelaySeconds", "901", "400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds."),
        ("DelaySeconds", "soon", "400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds."),
        ("DelaySeconds", "-1", "400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds."),
        ("DelaySeconds", "", "400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds."),
        (
            "VisibilityTimeout",
            "99999999999999999999",
            "400 InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.",
        ),
        ("Policy", "{", "400 InvalidAttributeValue: Invalid value for the parameter Policy."),
        (
            "SqsManagedSseEnabled",
            "maybe",
            "400 InvalidAttributeValue: Invalid value for the parameter SqsManagedSseEnabled.",
        ),
        (
            "ContentBasedDeduplication",
            "true",
            "400 InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.",
        ),
        (
            "RedrivePolicy",
            "x",
            "400 InvalidParameterValue: Invalid value for the parameter RedrivePolicy. \
             Reason: Redrive policy is not a valid JSON map.",
        ),
    ] {
        let attributes = json!({ name: value });
        let set = json!({ "QueueUrl": url, "Attributes": attributes });
        assert_eq!(world.refused("SetQueueAttributes", set), text, "{name}={value}");
        let create = json!({ "QueueName": "other", "Attributes": attributes });
        assert_eq!(world.refused("CreateQueue", create), text, "{name}={value}");
    }
}

#[test]
fn set_attributes_come_back_as_they_were_sent() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    world.queue("dlq", json!({}));
    let policy = format!(
        r#"{{ "Statement": [{{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"{ARN}q"}}] }}"#
    );
    let redrive = format!(r#"{{"maxReceiveCount":"3", "deadLetterTargetArn":"{ARN}dlq"}}"#);
    let attributes = json!({ "Policy": policy, "RedrivePolicy": redrive, "DelaySeconds": "7" });
    assert_eq!(
        world.must("SetQueueAttributes", json!({ "QueueUrl": url, "Attributes": attributes })),
        Value::Null
    );
    assert_eq!(world.attribute(&url, "Policy"), Some(policy));
    assert_eq!(world.attribute(&url, "RedrivePolicy"), Some(redrive));
    assert_eq!(world.attribute(&url, "DelaySeconds").as_deref(), Some("7"));
    let removed = json!({ "Policy": "", "RedrivePolicy": "" });
    world.must("SetQueueAttributes", json!({ "QueueUrl": url, "Attributes": removed }));
    assert_eq!(world.attribute(&url, "Policy"), None);
    assert_eq!(world.attribute(&url, "RedrivePolicy"), None);
}

#[test]
fn creating_twice_is_fine_with_equal_attributes_alone() {
    let mut world = World::new();
    let url = world.queue("q", json!({ "DelaySeconds": "5" }));
    assert_eq!(world.queue("q", json!({})), url);
    assert_eq!(world.queue("q", json!({ "DelaySeconds": "5" })), url);
    let other = json!({ "QueueName": "q", "Attributes": { "DelaySeconds": "6" } });
    assert_eq!(
        world.refused("CreateQueue", other),
        "400 QueueAlreadyExists: A queue already exists with the same name \
         and a different value for attribute DelaySeconds"
    );
}

#[test]
fn lists_go_on_where_their_token_says() {
    let mut world = World::new();
    for name in ["c", "a", "b", "other"] {
        world.queue(name, json!({}));
    }
    let first = world.must("ListQueues", json!({ "MaxResults": 2 }));
    assert_eq!(first["QueueUrls"], json!([format!("{URL}/a"), format!("{URL}/b")]));
    let next = json!({ "MaxResults": 2, "NextToken": first["NextToken"] });
    let second = world.must("ListQueues", next);
    assert_eq!(second, json!({ "QueueUrls": [format!("{URL}/c"), format!("{URL}/other")] }));
    assert_eq!(
        world.must("ListQueues", json!({ "QueueNamePrefix": "o" })),
        json!({ "QueueUrls": [format!("{URL}/other")] })
    );
    assert_eq!(world.must("ListQueues", json!({ "QueueNamePrefix": "O" })), json!({}));
    assert_eq!(
        world.refused("ListQueues", json!({ "MaxResults": 2, "NextToken": "x" })),
        "400 InvalidParameterValue: Invalid or expired next token."
    );
}

/// sqs-facts §1.13: without `MaxResults` no token tells that there are more.
#[test]
fn a_list_has_a_thousand_queues_at_most() {
    let mut world = World::new();
    for n in 0..1_001 {
        world.queue(&format!("q{n:04}"), json!({}));
    }
    let listed = world.must("ListQueues", json!({}));
    let urls = listed["QueueUrls"].as_array().expect("a list");
    assert_eq!((urls.len(), &urls[999]), (1_000, &json!(format!("{URL}/q0999"))));
    assert_eq!(listed["NextToken"], Value::Null);
}

#[test]
fn sources_of_a_dead_letter_queue_are_listed_under_a_small_letter() {
    let mut world = World::new();
    let dlq = world.queue("dlq", json!({}));
    assert_eq!(
        world.must("ListDeadLetterSourceQueues", json!({ "QueueUrl": dlq })),
        json!({ "queueUrls": [] })
    );
    let redrive = format!(r#"{{"deadLetterTargetArn":"{ARN}dlq","maxReceiveCount":1}}"#);
    let source = world.queue("source", json!({ "RedrivePolicy": redrive }));
    assert_eq!(
        world.must("ListDeadLetterSourceQueues", json!({ "QueueUrl": dlq })),
        json!({ "queueUrls": [source] })
    );
}

#[test]
fn tags_come_and_go() {
    let mut world = World::new();
    let create = json!({ "QueueName": "q", "tags": { "team": "a", "empty": "" } });
    let url = world.must("CreateQueue", create)["QueueUrl"].as_str().expect("a URL").to_owned();
    let tags = |world: &mut World| world.must("ListQueueTags", json!({ "QueueUrl": url }));
    assert_eq!(tags(&mut world), json!({ "Tags": { "team": "a", "empty": "" } }));
    world.must("TagQueue", json!({ "QueueUrl": url, "Tags": { "team": "b" } }));
    world.must("UntagQueue", json!({ "QueueUrl": url, "TagKeys": ["empty", "absent"] }));
    assert_eq!(tags(&mut world), json!({ "Tags": { "team": "b" } }));
    world.must("UntagQueue", json!({ "QueueUrl": url, "TagKeys": ["team"] }));
    assert_eq!(tags(&mut world), json!({}));
    let null = world.refused("TagQueue", json!({ "QueueUrl": url, "Tags": { "k": null } }));
    assert!(null.starts_with("400 InvalidParameterValue") && null.contains("may not be null"), "{null}");
    let other = json!({ "QueueName": "q", "tags": { "team": "c" } });
    assert!(world.refused("CreateQueue", other).starts_with("400 QueueAlreadyExists: "));
}

#[test]
fn permissions_make_a_policy_as_aws_writes_it() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let add = |label: &str, accounts: Value, actions: Value| json!({ "QueueUrl": url, "Label": label, "AWSAccountIds": accounts, "Actions": actions });
    world.must("AddPermission", add("one", json!(["111122223333"]), json!(["ReceiveMessage"])));
    assert_eq!(
        world.attribute(&url, "Policy").as_deref(),
        Some(
            "{\"Version\":\"2008-10-17\",\"Id\":\"arn:aws:sqs:us-east-1:123456789012:q/SQSDefaultPolicy\",\
             \"Statement\":[{\"Sid\":\"one\",\"Effect\":\"Allow\",\
             \"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"SQS:ReceiveMessage\",\
             \"Resource\":\"arn:aws:sqs:us-east-1:123456789012:q\"}]}"
        )
    );
    assert_eq!(
        world.refused("AddPermission", add("one", json!(["111122223333"]), json!(["SendMessage"]))),
        "400 InvalidParameterValue: Value one for parameter Label is invalid. Reason: Already exists."
    );
    world.must("RemovePermission", json!({ "QueueUrl": url, "Label": "one" }));
    assert_eq!(world.attribute(&url, "Policy"), None);
    assert_eq!(
        world.refused("RemovePermission", json!({ "QueueUrl": url, "Label": "one" })),
        "400 InvalidParameterValue: Value one for parameter Label is invalid. Reason: can't find label."
    );
}

#[test]
fn another_account_needs_a_policy_and_is_told_who_it_is() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    world.sign_with("111122223333.alice");
    let send = json!({ "QueueUrl": url, "MessageBody": "hi" });
    let text = world.refused("SendMessage", send.clone());
    assert!(
        text.starts_with(
            "403 AccessDenied: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: \
             sqs:sendmessage on resource: arn:aws:sqs:us-east-1:123456789012:q because no resource-based policy"
        ),
        "{text}"
    );
    world.sign_with("123456789012");
    let add = json!({
        "QueueUrl": url, "Label": "l", "AWSAccountIds": ["111122223333"], "Actions": ["SendMessage"],
    });
    world.must("AddPermission", add);
    world.sign_with("111122223333.alice");
    world.must("SendMessage", send);
    let owner = json!({ "QueueName": "q", "QueueOwnerAWSAccountId": "123456789012" });
    assert_eq!(
        world.refused("GetQueueUrl", owner),
        "400 AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist."
    );
}

#[test]
fn every_account_has_queues_of_its_own() {
    let mut world = World::new();
    world.queue("q", json!({}));
    world.sign_with("111122223333");
    assert_eq!(world.must("ListQueues", json!({})), json!({}));
    let url = world.queue("q", json!({}));
    assert_eq!(url, "https://127.0.0.1:9324/111122223333/q");
    let listed = world.must("ListQueues", json!({}));
    assert_eq!(each(listed["QueueUrls"].as_array().expect("a list"), ""), [""]);
    assert_eq!(listed["QueueUrls"][0], json!(url));
}

#[test]
fn a_call_that_came_by_no_request_is_answered_alike() {
    use api::call::Call;
    use api::envelope::Envelope;
    use sqs::{Action, NoChance};
    let mut world = World::new();
    let params = json!({ "QueueName": "orders" }).as_object().expect("an object").clone();
    let envelope = Envelope::of(Action::CreateQueue, params, None).expect("it fits");
    let Call { caller, command, pending } =
        envelope.call(Action::CreateQueue, &world.engine, &world.setting).expect("a call");
    let reply = world.engine.apply(0, &caller, command, &mut NoChance, &mut Vec::new());
    assert_eq!(
        pending.output(reply, &world.engine),
        Ok(json!({ "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/orders" }))
    );
}

#[test]
fn fifo_queues_and_their_names_go_together() {
    let mut world = World::new();
    let mut create = |name: &str, attributes: Value| {
        world.refused("CreateQueue", json!({ "QueueName": name, "Attributes": attributes }))
    };
    let fifo = "400 InvalidParameterValue: The name of a FIFO queue can only include alphanumeric characters, \
                hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.";
    let standard = "400 InvalidParameterValue: \
                    Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
    assert_eq!(create("q", json!({ "FifoQueue": "true" })), fifo);
    assert_eq!(create("q.fifo", json!({})), standard);
    assert_eq!(create("a b", json!({})), standard);
    assert_eq!(
        create("q", json!({ "FifoQueue": "false" })),
        "400 InvalidAttributeName: Unknown Attribute FifoQueue."
    );
}
