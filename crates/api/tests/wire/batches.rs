//! Batches: what fails alone and what fails together (sqs-facts §1.9).

use serde_json::{Value, json};

use crate::world::{World, each};

fn entries(world: &mut World, url: &str, entries: Value) -> Value {
    world.must("SendMessageBatch", json!({ "QueueUrl": url, "Entries": entries }))
}

#[test]
fn a_batch_answers_by_id_and_leaves_an_empty_list_out() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let output = entries(
        &mut world,
        &url,
        json!([
            { "Id": "a", "MessageBody": "message" },
            { "Id": "b", "MessageBody": "x",
              "MessageAttributes": { "k": { "DataType": "String", "StringValue": "x" } } },
        ]),
    );
    assert_eq!(output.as_object().expect("an object").len(), 1);
    let successful = output["Successful"].as_array().expect("a list");
    assert_eq!(each(successful, "Id"), ["a", "b"]);
    assert_eq!(successful[0]["MD5OfMessageBody"], json!("78e731027d8fd50ed642340b7c9a63b3"));
    assert_eq!(successful[1]["MD5OfMessageAttributes"], json!("a45daa70926828a2f0a1db3418e6feb4"));

    let handles = each(&world.receive(&url), "ReceiptHandle");
    let delete: Vec<Value> = handles
        .iter()
        .enumerate()
        .map(|(n, handle)| json!({ "Id": format!("d{n}"), "ReceiptHandle": handle }))
        .collect();
    assert_eq!(
        world.must("DeleteMessageBatch", json!({ "QueueUrl": url, "Entries": delete })),
        json!({ "Successful": [{ "Id": "d0" }, { "Id": "d1" }] })
    );
}

#[test]
fn one_bad_entry_does_not_stop_the_others() {
    let mut world = World::new();
    let url = world.queue("q", json!({ "MaximumMessageSize": "1024" }));
    let output = entries(
        &mut world,
        &url,
        json!([
            { "Id": "long", "MessageBody": "x".repeat(1_025) },
            { "Id": "empty", "MessageBody": "" },
            { "Id": "none" },
            { "Id": "bad", "MessageBody": "\u{1}" },
            { "Id": "trace", "MessageBody": "x",
              "MessageSystemAttributes": { "Foo": { "DataType": "String", "StringValue": "x" } } },
            { "Id": "good", "MessageBody": "x" },
        ]),
    );
    let failed = |id: &str, code: &str, message: &str| json!({ "Id": id, "SenderFault": true, "Code": code, "Message": message });
    let no_body = "The request must contain the parameter MessageBody.";
    assert_eq!(
        output["Failed"],
        json!([
            failed(
                "long",
                "InvalidParameterValue",
                "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.",
            ),
            failed("empty", "EmptyValue", no_body),
            failed("none", "EmptyValue", no_body),
            failed(
                "bad",
                "InvalidMessageContents",
                "Invalid characters found. Valid unicode characters are \
                 #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
            ),
            failed("trace", "InvalidParameterValue", "Message system attribute name 'Foo' is invalid."),
        ])
    );
    assert_eq!(each(output["Successful"].as_array().expect("a list"), "Id"), ["good"]);
    assert_eq!(each(&world.receive(&url), "Body"), ["x"]);
}

#[test]
fn whole_batches_are_refused_in_aws_s_words() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    let many: Vec<Value> = (0..20).map(|n| json!({ "Id": n.to_string(), "MessageBody": "x" })).collect();
    let half = "x".repeat(524_288);
    for (entries, text) in [
        (
            json!([]),
            "400 AWS.SimpleQueueService.EmptyBatchRequest: \
             There should be at least one SendMessageBatchRequestEntry in the request.",
        ),
        (
            json!(many),
            "400 AWS.SimpleQueueService.TooManyEntriesInBatchRequest: \
             Maximum number of entries per request are 10. You have sent 20.",
        ),
        (
            json!([{ "Id": "1" }, { "Id": "2" }, { "Id": "2" }, { "Id": "1" }]),
            "400 AWS.SimpleQueueService.BatchEntryIdsNotDistinct: Id 2 repeated.",
        ),
        (
            json!([{ "MessageBody": "x" }]),
            "400 AWS.SimpleQueueService.InvalidBatchEntryId: A batch entry id can only contain alphanumeric \
             characters, hyphens and underscores. It can be at most 80 letters long.",
        ),
        (
            json!([{ "Id": "a", "MessageBody": half }, { "Id": "b", "MessageBody": format!("{half}x") }]),
            "400 AWS.SimpleQueueService.BatchRequestTooLong: \
             Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
        ),
    ] {
        assert_eq!(world.refused("SendMessageBatch", json!({ "QueueUrl": url, "Entries": entries })), text);
    }
    assert_eq!(world.receive(&url).len(), 0);
}

#[test]
fn a_fifo_batch_without_a_group_fails_as_a_whole_with_another_code() {
    let mut world = World::new();
    let url = world.queue("q.fifo", json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" }));
    let params = json!({ "QueueUrl": url, "Entries": [
        { "Id": "a", "MessageBody": "x", "MessageGroupId": "g" },
        { "Id": "b", "MessageBody": "y" },
    ] });
    assert_eq!(
        world.refused("SendMessageBatch", params),
        "400 InvalidParameterValue: The request must contain the parameter MessageGroupId."
    );
}

#[test]
fn handles_of_a_batch_fail_one_by_one() {
    let mut world = World::new();
    let url = world.queue("q", json!({}));
    world.send_body(&url, "x");
    let handle = each(&world.receive(&url), "ReceiptHandle").remove(0);
    let failed = |id: &str, code: &str, message: &str| json!({ "Id": id, "SenderFault": true, "Code": code, "Message": message });
    let garbage = "The input receipt handle \"garbage\" is not a valid receipt handle.";
    let missing =
        failed("c", "MissingParameter", "The request must contain the parameter VisibilityTimeout.");
    let change = json!({ "QueueUrl": url, "Entries": [
        { "Id": "a", "ReceiptHandle": handle, "VisibilityTimeout": 60 },
        { "Id": "b", "ReceiptHandle": "garbage", "VisibilityTimeout": 60 },
        { "Id": "c", "ReceiptHandle": handle },
    ] });
    assert_eq!(
        world.must("ChangeMessageVisibilityBatch", change),
        json!({
            "Successful": [{ "Id": "a" }],
            "Failed": [failed("b", "ReceiptHandleIsInvalid", garbage), missing],
        })
    );
    let delete = json!({ "QueueUrl": url, "Entries": [
        { "Id": "a", "ReceiptHandle": "garbage" },
        { "Id": "b", "ReceiptHandle": handle },
        { "Id": "c", "ReceiptHandle": handle },
    ] });
    assert_eq!(
        world.must("DeleteMessageBatch", delete),
        json!({
            "Successful": [{ "Id": "b" }, { "Id": "c" }],
            "Failed": [failed("a", "ReceiptHandleIsInvalid", garbage)],
        })
    );
}

#[test]
fn a_query_batch_without_entries_lacks_its_first_id() {
    let mut world = World::new();
    world.queue("q", json!({}));
    let (status, xml) = world.form("/123456789012/q", "Action=SendMessageBatch");
    assert_eq!(status, 400);
    assert!(xml.contains("<Code>MissingParameter</Code>"), "{xml}");
    assert!(
        xml.contains(
            "<Message>The request must contain the parameter SendMessageBatchRequestEntry.1.Id.</Message>"
        ),
        "{xml}"
    );
}

#[test]
fn a_query_batch_answers_with_the_names_of_its_entries() {
    let mut world = World::new();
    world.queue("q", json!({}));
    let body = "Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=a\
                &SendMessageBatchRequestEntry.1.MessageBody=x&SendMessageBatchRequestEntry.2.Id=b";
    let (status, xml) = world.form("/123456789012/q", body);
    assert_eq!(status, 200);
    assert!(xml.contains("<SendMessageBatchResultEntry><Id>a</Id>"), "{xml}");
    assert!(xml.contains("<BatchResultErrorEntry><Code>EmptyValue</Code><Id>b</Id>"), "{xml}");
    assert!(xml.contains("<SenderFault>true</SenderFault>"), "{xml}");
}
