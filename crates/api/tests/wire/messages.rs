//! Messages: sending, receiving, deleting.

use serde_json::{Value, json};

use crate::world::{ARN, World, each};

#[test]
fn a_message_comes_back_with_its_digests_and_what_is_asked_for() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let attributes = json!({
        "Foo": { "DataType": "String", "StringValue": "Bar" },
    });
    let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    let sent = world.must(
        "SendMessage",
        json!({
            "QueueUrl": url,
            "MessageBody": "message",
            "MessageAttributes": attributes,
            "MessageSystemAttributes": {
                "AWSTraceHeader": { "DataType": "String", "StringValue": trace },
            },
        }),
    );
    let id = sent["MessageId"].as_str().expect("an id").to_owned();
    assert_eq!(
        sent,
        json!({
            "MD5OfMessageAttributes": "ae7155c6026991b6d54b11589678bf9c",
            "MD5OfMessageBody": "78e731027d8fd50ed642340b7c9a63b3",
            "MD5OfMessageSystemAttributes": "5ae4d5d7636402d80f4eb6d213245a88",
            "MessageId": id,
        })
    );
    world.wait_s(2);
    let output = world.must(
        "ReceiveMessage",
        json!({
            "QueueUrl": url,
            "VisibilityTimeout": 0,
            "MessageSystemAttributeNames": ["All"],
            "MessageAttributeNames": ["F.*"],
        }),
    );
    let message = &output["Messages"][0];
    assert_eq!(message["MessageId"], json!(id));
    assert_eq!(message["Body"], json!("message"));
    assert_eq!(message["MD5OfBody"], json!("78e731027d8fd50ed642340b7c9a63b3"));
    assert_eq!(message["MD5OfMessageAttributes"], json!("ae7155c6026991b6d54b11589678bf9c"));
    assert_eq!(message["MessageAttributes"], attributes);
    let system = message["Attributes"].as_object().expect("attributes");
    let mut names: Vec<&str> = system.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "AWSTraceHeader",
            "ApproximateFirstReceiveTimestamp",
            "ApproximateReceiveCount",
            "SenderId",
            "SentTimestamp"
        ]
    );
    assert_eq!(system["AWSTraceHeader"], json!(trace));
    assert_eq!(system["SentTimestamp"], json!("1767225600000"));
    assert_eq!(system["ApproximateFirstReceiveTimestamp"], json!("1767225602000"));
    assert_eq!(system["ApproximateReceiveCount"], json!("1"));
    assert!(system["SenderId"].as_str().expect("a text").starts_with("AIDA"));

    let plain = world.receive(&url);
    let keys: Vec<&str> = plain[0].as_object().expect("a message").keys().map(String::as_str).collect();
    assert_eq!(keys, ["Body", "MD5OfBody", "MessageId", "ReceiptHandle"]);
}

#[test]
fn unknown_system_attributes_are_ignored_and_old_and_new_names_add_up() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    world.send_body(&url, "x");
    let output = world.must(
        "ReceiveMessage",
        json!({
            "QueueUrl": url,
            "AttributeNames": ["ApproximateReceiveCount", "not-a-real-name"],
            "MessageSystemAttributeNames": ["SentTimestamp", "SequenceNumber", "DeadLetterQueueSourceArn"],
        }),
    );
    assert_eq!(
        output["Messages"][0]["Attributes"],
        json!({ "ApproximateReceiveCount": "1", "SentTimestamp": "1767225600000" })
    );
}

#[test]
fn binary_and_custom_types_survive() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let attributes = json!({
        "b": { "DataType": "Binary.png", "BinaryValue": "AAEC/w==" },
        "n": { "DataType": "Number.int", "StringValue": "007" },
    });
    world
        .must("SendMessage", json!({ "QueueUrl": url, "MessageBody": "x", "MessageAttributes": attributes }));
    let output = world.must("ReceiveMessage", json!({ "QueueUrl": url, "MessageAttributeNames": ["All"] }));
    assert_eq!(output["Messages"][0]["MessageAttributes"], attributes);
}

#[test]
fn an_empty_receive_says_nothing_and_waits_if_told() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    assert_eq!(world.must("ReceiveMessage", json!({ "QueueUrl": url })), json!({}));
    let wait = json!({ "QueueUrl": url, "WaitTimeSeconds": 20 });
    assert_eq!(world.must("ReceiveMessage", wait), json!({}));
}

#[test]
fn a_fifo_message_has_a_sequence_number_and_its_ids() {
    let mut world = World::new();
    let url = world.queue("q.fifo", json!({ "FifoQueue": "true" }));
    let send = |body: &str, id: &str| {
        json!({
            "QueueUrl": url, "MessageBody": body, "MessageGroupId": "g", "MessageDeduplicationId": id,
        })
    };
    let first = world.must("SendMessage", send("a", "1"));
    let repeated = world.must("SendMessage", send("a", "1"));
    assert_eq!(first, repeated);
    let second = world.must("SendMessage", send("b", "2"));
    let number = |sent: &Value| sent["SequenceNumber"].as_str().expect("a number").to_owned();
    assert_eq!(number(&first).len(), 20);
    assert!(number(&first) < number(&second));
    let output = world.must(
        "ReceiveMessage",
        json!({ "QueueUrl": url, "MaxNumberOfMessages": 10, "MessageSystemAttributeNames": ["All"] }),
    );
    let system = &output["Messages"][1]["Attributes"];
    assert_eq!(system["MessageGroupId"], json!("g"));
    assert_eq!(system["MessageDeduplicationId"], json!("2"));
    assert_eq!(system["SequenceNumber"], json!(number(&second)));
}

#[test]
fn the_trace_header_of_the_request_marks_the_message_but_has_no_digest() {
    use api::http::{Headers, Request};
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let trace = "Root=1-5759e988-bd862e3fe1be46a994272793";
    let request = Request {
        method: "POST".into(),
        uri: "/".into(),
        headers: Headers::from_iter([
            ("Content-Type", "application/x-amz-json-1.0"),
            ("X-Amz-Target", "AmazonSQS.SendMessage"),
            ("X-Amzn-Trace-Id", trace),
        ]),
        body: json!({ "QueueUrl": url, "MessageBody": "x" }).to_string().into_bytes().into(),
        source_ip: None,
    };
    let response = world.send(&request);
    let sent: Value = serde_json::from_slice(&response.body).expect("JSON");
    assert_eq!(sent["MD5OfMessageSystemAttributes"], Value::Null);
    let names = json!(["AWSTraceHeader"]);
    let output =
        world.must("ReceiveMessage", json!({ "QueueUrl": url, "MessageSystemAttributeNames": names }));
    assert_eq!(output["Messages"][0]["Attributes"], json!({ "AWSTraceHeader": trace }));
}

#[test]
fn system_attributes_that_aws_does_not_know_are_refused() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let mut send = |name: &str, data_type: &str, value: &str| {
        let system = json!({ name: { "DataType": data_type, "StringValue": value } });
        let params = json!({ "QueueUrl": url, "MessageBody": "x", "MessageSystemAttributes": system });
        world.refused("SendMessage", params)
    };
    assert_eq!(
        send("Foo", "String", "x"),
        "400 InvalidParameterValue: Message system attribute name 'Foo' is invalid."
    );
    assert!(send("AWSTraceHeader", "Number", "1").contains("'AWSTraceHeader' is invalid"));
    assert!(send("AWSTraceHeader", "String", "").contains("must contain a non-empty value"));
}

#[test]
fn handles_are_told_apart() {
    let mut world = World::new();
    let (here, there) = (world.queue("here", json!({})), world.queue("there", json!({})));
    world.send_body(&here, "x");
    let handle = each(&world.receive(&here), "ReceiptHandle").remove(0);
    assert!(handle.starts_with("AQEB"), "{handle}");
    let delete = |url: &str, handle: &str| json!({ "QueueUrl": url, "ReceiptHandle": handle });
    assert_eq!(
        world.refused("DeleteMessage", delete(&here, "garbage")),
        "404 ReceiptHandleIsInvalid: The input receipt handle \"garbage\" is not a valid receipt handle."
    );
    assert_eq!(
        world.refused("DeleteMessage", delete(&there, &handle)),
        format!("404 ReceiptHandleIsInvalid: The receipt handle \"{handle}\" is not valid for this queue.")
    );
    assert_eq!(world.must("DeleteMessage", delete(&here, &handle)), Value::Null);
    assert_eq!(world.must("DeleteMessage", delete(&here, &handle)), Value::Null);
    let change = json!({ "QueueUrl": here, "ReceiptHandle": handle, "VisibilityTimeout": 0 });
    assert_eq!(
        world.refused("ChangeMessageVisibility", change),
        format!(
            "400 InvalidParameterValue: Value {handle} for parameter ReceiptHandle is invalid. \
             Reason: Message does not exist or is not available for visibility timeout change."
        )
    );
}

#[test]
fn numbers_out_of_range_are_repeated_in_the_refusal() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    for (action, name, value, text) in [
        (
            "ReceiveMessage",
            "MaxNumberOfMessages",
            11,
            "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
        ),
        (
            "ReceiveMessage",
            "WaitTimeSeconds",
            -1,
            "Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
        ),
        (
            "ReceiveMessage",
            "VisibilityTimeout",
            43_201,
            "Value 43201 for parameter VisibilityTimeout is invalid. \
             Reason: Must be >= 0 and <= 43200, if provided.",
        ),
        (
            "SendMessage",
            "DelaySeconds",
            1_000,
            "Value 1000 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
        ),
    ] {
        let params = json!({ "QueueUrl": url, "MessageBody": "x", name: value });
        assert_eq!(world.refused(action, params), format!("400 InvalidParameterValue: {text}"));
    }
}

#[test]
fn fifo_refusals_repeat_the_ids() {
    let mut world = World::new();
    let url = world.queue("q.fifo", json!({ "FifoQueue": "true" }));
    let mut send = |rest: Value| {
        let mut params = rest;
        params["QueueUrl"] = json!(url);
        params["MessageBody"] = json!("x");
        world.refused("SendMessage", params)
    };
    assert_eq!(
        send(json!({})),
        "400 MissingParameter: The request must contain the parameter MessageGroupId."
    );
    assert_eq!(
        send(json!({ "MessageGroupId": "a b", "MessageDeduplicationId": "1" })),
        "400 InvalidParameterValue: Value a b for parameter MessageGroupId is invalid. Reason: \
         MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length."
    );
    assert_eq!(
        send(json!({ "MessageGroupId": "g" })),
        "400 InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled \
         or MessageDeduplicationId provided explicitly"
    );
    assert_eq!(
        send(json!({ "MessageGroupId": "g", "MessageDeduplicationId": "1", "DelaySeconds": 2 })),
        "400 InvalidParameterValue: Value 2 for parameter DelaySeconds is invalid. \
         Reason: The request include parameter that is not valid for this queue type."
    );
}

#[test]
fn the_query_protocol_takes_and_gives_the_same() {
    let mut world = World::new();
    let (status, xml) = world.form("/", "Action=CreateQueue&QueueName=q&Tag.1.Key=k&Tag.1.Value=v");
    assert_eq!(status, 200);
    assert!(xml.contains("<QueueUrl>https://127.0.0.1:9324/123456789012/q</QueueUrl>"), "{xml}");
    let path = "/123456789012/q";
    let body = "Action=SendMessage&MessageBody=a%0D%26b&MessageAttribute.1.Name=k\
                &MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x";
    let (_, xml) = world.form(path, body);
    assert!(
        xml.contains("<MD5OfMessageAttributes>a45daa70926828a2f0a1db3418e6feb4</MD5OfMessageAttributes>"),
        "{xml}"
    );
    let (_, xml) = world.form(path, "Action=ReceiveMessage&AttributeName.1=All&MessageAttributeName.1=All");
    assert!(xml.contains("<Body>a&#xD;&amp;b</Body>"), "{xml}");
    assert!(
        xml.contains("<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>"),
        "{xml}"
    );
    let (_, xml) = world.form(path, "Action=ReceiveMessage");
    assert!(xml.contains("<ReceiveMessageResult/>"), "{xml}");
    let (_, xml) = world.form(path, "Action=ListQueueTags");
    assert!(xml.contains("<Tag><Key>k</Key><Value>v</Value></Tag>"), "{xml}");
}

#[test]
fn a_dead_letter_tells_where_it_came_from() {
    let mut world = World::new();
    let dlq = world.queue("dlq", json!({}));
    let redrive = format!(r#"{{"deadLetterTargetArn":"{ARN}dlq","maxReceiveCount":1}}"#);
    let url = world.queue("q", json!({ "RedrivePolicy": redrive, "VisibilityTimeout": "0" }));
    world.send_body(&url, "poison");
    assert_eq!(world.receive(&url).len(), 1);
    assert_eq!(world.receive(&url).len(), 0);
    let names = json!(["DeadLetterQueueSourceArn", "ApproximateReceiveCount"]);
    let output = world.must("ReceiveMessage", json!({ "QueueUrl": dlq, "AttributeNames": names }));
    assert_eq!(
        output["Messages"][0]["Attributes"],
        json!({ "ApproximateReceiveCount": "2", "DeadLetterQueueSourceArn": format!("{ARN}q") })
    );
}
