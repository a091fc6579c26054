//! Answers in every protocol, letter by letter.

use serde_json::json;

use super::*;
use crate::error::{ErrorKind, QUEUE_DOES_NOT_EXIST};
use crate::model::{Action, MetricAction};

const ID: &str = "a0a7e4a2-6a1e-5b1a-9d5b-0f6f3f3f3f3f";

fn text(protocol: Protocol, operation: Operation, output: Value) -> String {
    let format = Format { protocol, service: Service::of(operation) };
    let response = answer(format, operation, Ok(output), ID);
    assert_eq!(response.status, 200);
    assert_eq!(response.header("x-amzn-requestid"), Some(ID));
    String::from_utf8(response.body).expect("text")
}

fn refused(protocol: Protocol, error: AwsError) -> (u16, String, String) {
    let response = refuse(Format { protocol, service: Service::Sqs }, &error, ID);
    let code = response.header("x-amzn-query-error").expect("always there").to_owned();
    (response.status, code, String::from_utf8(response.body).expect("text"))
}

fn message() -> Value {
    json!({ "Messages": [{
        "MessageId": "id",
        "ReceiptHandle": "AQEB+/=",
        "MD5OfBody": "md5",
        "Body": "a<b>&\"c\"\r\nd",
        "Attributes": { "SenderId": "AIDA", "SentTimestamp": "1" },
        "MessageAttributes": { "k": { "DataType": "String", "StringValue": "v" } },
    }] })
}

#[test]
fn json_is_compact_and_in_alphabetical_order() {
    assert_eq!(
        text(Protocol::Json, Operation::Queue(Action::ReceiveMessage), message()),
        r#"{"Messages":[{"Attributes":{"SenderId":"AIDA","SentTimestamp":"1"},"Body":"a<b>&\"c\"\r\nd","MD5OfBody":"md5","MessageAttributes":{"k":{"DataType":"String","StringValue":"v"}},"MessageId":"id","ReceiptHandle":"AQEB+/="}]}"#
    );
}

#[test]
fn an_action_without_output_has_an_empty_body_but_a_type() {
    let format = Format { protocol: Protocol::Json, service: Service::Sqs };
    let response = answer(format, Operation::Queue(Action::DeleteMessage), Ok(Value::Null), ID);
    assert_eq!(response.body, b"");
    assert_eq!(response.header("content-type"), Some("application/x-amz-json-1.0"));
}

#[test]
fn xml_flattens_lists_and_maps() {
    assert_eq!(
        text(Protocol::Query, Operation::Queue(Action::ReceiveMessage), message()),
        "<?xml version=\"1.0\"?>\
         <ReceiveMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">\
         <ReceiveMessageResult><Message>\
         <Attribute><Name>SenderId</Name><Value>AIDA</Value></Attribute>\
         <Attribute><Name>SentTimestamp</Name><Value>1</Value></Attribute>\
         <Body>a&lt;b&gt;&amp;&quot;c&quot;&#xD;\nd</Body><MD5OfBody>md5</MD5OfBody>\
         <MessageAttribute><Name>k</Name><Value><DataType>String</DataType><StringValue>v</StringValue></Value>\
         </MessageAttribute><MessageId>id</MessageId><ReceiptHandle>AQEB+/=</ReceiptHandle></Message>\
         </ReceiveMessageResult><ResponseMetadata><RequestId>a0a7e4a2-6a1e-5b1a-9d5b-0f6f3f3f3f3f</RequestId>\
         </ResponseMetadata></ReceiveMessageResponse>"
    );
}

#[test]
fn xml_of_an_empty_receive_and_of_an_action_without_output() {
    let empty = text(Protocol::Query, Operation::Queue(Action::ReceiveMessage), json!({}));
    assert!(empty.contains("<ReceiveMessageResult/><ResponseMetadata>"), "{empty}");
    let void = text(Protocol::Query, Operation::Queue(Action::DeleteQueue), Value::Null);
    assert!(void.contains("2012-11-05/\"><ResponseMetadata>"), "{void}");
}

#[test]
fn query_in_json_has_nulls_and_two_small_letters() {
    assert_eq!(
        text(Protocol::QueryAsJson, Operation::Queue(Action::ReceiveMessage), json!({})),
        r#"{"ReceiveMessageResponse":{"ReceiveMessageResult":{"messages":null},"ResponseMetadata":{"RequestId":"a0a7e4a2-6a1e-5b1a-9d5b-0f6f3f3f3f3f"}}}"#
    );
    let sent = json!({ "MD5OfMessageBody": "m", "MessageId": "i" });
    assert_eq!(
        text(Protocol::QueryAsJson, Operation::Queue(Action::SendMessage), sent),
        r#"{"SendMessageResponse":{"ResponseMetadata":{"RequestId":"a0a7e4a2-6a1e-5b1a-9d5b-0f6f3f3f3f3f"},"SendMessageResult":{"MD5OfMessageAttributes":null,"MD5OfMessageBody":"m","MD5OfMessageSystemAttributes":null,"MessageId":"i","SequenceNumber":null}}}"#
    );
    let listed =
        text(Protocol::QueryAsJson, Operation::Queue(Action::ListQueues), json!({ "QueueUrls": ["u"] }));
    assert!(listed.contains(r#""ListQueuesResult":{"NextToken":null,"queueUrls":["u"]}"#), "{listed}");
}

#[test]
fn an_error_has_its_code_in_the_header_of_every_protocol() {
    let missing = || ErrorKind::QueueDoesNotExist.says(QUEUE_DOES_NOT_EXIST);
    let code = "AWS.SimpleQueueService.NonExistentQueue;Sender";
    assert_eq!(
        refused(Protocol::Json, missing()),
        (
            400,
            code.to_owned(),
            r#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}"#
                .to_owned()
        )
    );
    assert_eq!(
        refused(Protocol::Query, missing()),
        (
            400,
            code.to_owned(),
            "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error>\
             <Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>\
             <Message>The specified queue does not exist for this wsdl version.</Message><Detail/></Error>\
             <RequestId>a0a7e4a2-6a1e-5b1a-9d5b-0f6f3f3f3f3f</RequestId></ErrorResponse>"
                .to_owned()
        )
    );
    let internal = ErrorKind::InternalFailure.says("oh");
    assert_eq!(refused(Protocol::Json, internal).1, "InternalFailure;Receiver");
}

#[test]
fn cbor_keeps_instants_and_doubles_apart_from_whole_numbers() {
    use ciborium::Value as Cbor;
    let operation = Operation::Metric(MetricAction::GetMetricStatistics);
    let output = json!({ "Datapoints": [{ "Timestamp": 1_767_225_600, "Sum": 3, "Unit": "Count" }] });
    let format = Format { protocol: Protocol::Cbor, service: Service::CloudWatch };
    let response = answer(format, operation, Ok(output), ID);
    assert_eq!(response.header("smithy-protocol"), Some("rpc-v2-cbor"));
    let body: Cbor = ciborium::from_reader(response.body.as_slice()).expect("CBOR");
    let point = Cbor::Map(vec![
        ("Sum".into(), Cbor::Float(3.0)),
        ("Timestamp".into(), Cbor::Tag(1, Box::new(1_767_225_600.into()))),
        ("Unit".into(), "Count".into()),
    ]);
    assert_eq!(body, Cbor::Map(vec![("Datapoints".into(), Cbor::Array(vec![point]))]));
}

#[test]
fn cloudwatch_s_xml_wraps_its_lists() {
    let output = json!({ "Datapoints": [{ "Timestamp": 1_767_225_600, "Sum": 3.0 }], "Label": "l" });
    let xml = text(Protocol::Query, Operation::Metric(MetricAction::GetMetricStatistics), output);
    assert!(
        xml.contains(
            "<GetMetricStatisticsResult><Datapoints><member><Sum>3.0</Sum>\
             <Timestamp>2026-01-01T00:00:00Z</Timestamp></member></Datapoints><Label>l</Label>"
        ),
        "{xml}"
    );
    assert!(xml.contains("xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\""), "{xml}");
}
