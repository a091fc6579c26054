//! Requests of every kind, opened.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const ID: &str = "a0a7e4a2-6a1e-5b1a-9d5b-0f6f3f3f3f3f";

fn request(method: &str, uri: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Request<'static> {
    let (method, uri, body) = (method.to_owned().into(), uri.to_owned().into(), body.into().into());
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Request { method, uri, headers, body, source_ip: None }
}

fn json_request(action: &str, body: impl Into<Vec<u8>>) -> Request<'static> {
    let target = format!("AmazonSQS.{action}");
    request("POST", "/", &[("Content-Type", JSON), ("X-Amz-Target", &target)], body)
}

fn form_request(uri: &str, body: &str) -> Request<'static> {
    request("POST", uri, &[("content-type", "application/x-www-form-urlencoded; charset=utf-8")], body)
}

fn params(request: &Request) -> Value {
    Value::Object(open(request, ID).expect("it opens").params.to_object())
}

/// Status, code of the error header, and body.
fn refusal(request: &Request) -> String {
    let response = open(request, ID).expect_err("it is refused");
    let code = response.header("x-amzn-query-error").unwrap_or("-").to_owned();
    format!("{} {code} {}", response.status, String::from_utf8_lossy(&response.body))
}

fn misfit(action: &str, body: &str) -> String {
    let text = refusal(&json_request(action, body));
    let shape = "com.amazon.coral.service#SerializationException";
    text.strip_prefix(&format!("400 MalformedInput;Sender {{\"__type\":\"{shape}\",\"message\":\""))
        .and_then(|text| text.strip_suffix("\"}"))
        .unwrap_or(&text)
        .to_owned()
}

#[test]
fn a_body_is_an_object_and_its_last_members_count() {
    let twice =
        r#"{"DelaySeconds":1,"X":{"DelaySeconds":2},"MessageBody":"a","DelaySeconds":3,"MessageBody":null}"#;
    assert_eq!(params(&json_request("SendMessage", twice)), json!({ "DelaySeconds": 3 }));
    for (body, told) in [
        ("[]", "Unexpected field type"),
        ("null", "Unexpected field type"),
        ("{} {}", "Unexpected token received from parser"),
        (r#"{"Other":}"#, "Unexpected token received from parser"),
        (r#"{"DelaySeconds":true,"Other":1e999}"#, "Unexpected token received from parser"),
    ] {
        assert_eq!(misfit("SendMessage", body), told, "{body}");
    }
}

#[test]
fn a_signed_json_call_tells_region_and_key() {
    let mut request = json_request("SendMessage", r#"{"QueueUrl":"q","MessageBody":"hi","DelaySeconds":5}"#);
    let header = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/sqs/aws4_request, \
                  SignedHeaders=host;x-amz-date, Signature=00";
    request.headers.push("authorization", header);
    request.headers.push("Host", "127.0.0.1:9324");
    request.headers.push("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793");
    let envelope = open(&request, ID).expect("it opens");
    assert_eq!(envelope.operation, Operation::Queue(Action::SendMessage));
    assert_eq!(envelope.format, Format { protocol: Protocol::Json, service: Service::Sqs });
    assert_eq!(envelope.region, "eu-west-1");
    assert_eq!(envelope.access_key.as_deref(), Some("AKIDEXAMPLE"));
    assert_eq!(envelope.host.as_deref(), Some("127.0.0.1:9324"));
    assert_eq!(envelope.trace_header.as_deref(), Some("Root=1-5759e988-bd862e3fe1be46a994272793"));
    assert_eq!(
        Value::Object(envelope.params.to_object()),
        json!({ "QueueUrl": "q", "MessageBody": "hi", "DelaySeconds": 5 })
    );
}

#[test]
fn a_call_without_signature_is_in_us_east_1() {
    let request = json_request("ListQueues", "");
    let envelope = open(&request, ID).expect("it opens");
    assert_eq!((&*envelope.region, envelope.access_key), ("us-east-1", None));
}

#[test]
fn a_presigned_address_tells_region_and_key() {
    let uri = "/?Action=ListQueues&X-Amz-Credential=AKID%2F20260101%2Fap-south-1%2Fsqs%2Faws4_request";
    let request = request("GET", uri, &[], "");
    let envelope = open(&request, ID).expect("it opens");
    assert_eq!(envelope.region, "ap-south-1");
    assert_eq!(envelope.access_key.as_deref(), Some("AKID"));
}

#[test]
fn a_broken_scope_is_refused() {
    let with = |header: &str| {
        let mut request = json_request("ListQueues", "{}");
        request.headers.push("Authorization", header);
        refusal(&request).split(' ').take(2).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(with("AWS4-HMAC-SHA256 Credential=AKID/2026/sqs"), "400 IncompleteSignature;Sender");
    assert_eq!(with("Basic dXNlcg=="), "400 IncompleteSignature;Sender");
    assert_eq!(
        with("AWS4-HMAC-SHA256 Credential=A/d/../sqs/aws4_request"),
        "403 SignatureDoesNotMatch;Sender"
    );
    assert_eq!(with("AWS4-HMAC-SHA256 Credential=/d/us-east-1/sqs/x"), "403 InvalidClientTokenId;Sender");
}

#[test]
fn unknown_members_and_nulls_are_dropped() {
    let request = json_request("SendMessage", r#"{"QueueUrl":"q","Colour":"red","DelaySeconds":null}"#);
    assert_eq!(params(&request), json!({ "QueueUrl": "q" }));
}

#[test]
fn members_of_another_type_are_named_as_aws_does() {
    for (body, text) in [
        (r#"{"DelaySeconds":"5"}"#, "STRING_VALUE can not be converted to an Integer"),
        (r#"{"DelaySeconds":true}"#, "TRUE_VALUE can not be converted to an Integer"),
        (r#"{"DelaySeconds":1.5}"#, "NUMBER_VALUE can not be converted to an Integer"),
        (r#"{"DelaySeconds":99999999999}"#, "NUMBER_VALUE can not be converted to an Integer"),
        (r#"{"DelaySeconds":1e400}"#, "Unexpected token received from parser"),
        (
            r#"{"DelaySeconds":123456789012345678901234567890}"#,
            "NUMBER_VALUE can not be converted to an Integer",
        ),
        (r#"{"MessageBody":7}"#, "NUMBER_VALUE can not be converted to a String"),
        (r#"{"MessageBody":["a"]}"#, "Start of list found where not expected"),
        (r#"{"MessageBody":{}}"#, "Start of structure or map found where not expected"),
        (r#"{"MessageAttributes":[]}"#, "Unexpected field type"),
        (r#"{"MessageAttributes":{"a":{"DataType":"Binary","BinaryValue":"%"}}}"#, "Invalid base64"),
        ("[]", "Unexpected field type"),
        ("{", "Unexpected token received from parser"),
    ] {
        assert_eq!(misfit("SendMessage", body), text, "{body}");
    }
    assert_eq!(misfit("SendMessageBatch", r#"{"Entries":{}}"#), "Expected list or null");
}

#[test]
fn a_whole_number_may_be_written_with_a_fraction_of_zero() {
    let request = json_request("SendMessage", r#"{"DelaySeconds":5.0}"#);
    assert_eq!(params(&request), json!({ "DelaySeconds": 5 }));
}

#[test]
fn a_lone_surrogate_becomes_a_character_that_no_message_may_have() {
    let request = json_request("SendMessage", r#"{"MessageBody":"a\ud800b\\ud800\ud83d\ude00\uDE00"}"#);
    assert_eq!(params(&request), json!({ "MessageBody": "a\u{FFFF}b\\ud800\u{1F600}\u{FFFF}" }));
}

#[test]
fn json_that_goes_too_deep_is_refused() {
    let body = format!("{{\"MessageBody\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(misfit("SendMessage", &body), "Unexpected token received from parser");
}

#[test]
fn an_unknown_target_is_an_invalid_action() {
    assert_eq!(
        refusal(&json_request("FooBar", "{}")),
        "400 InvalidAction;Sender {\"__type\":\"com.amazon.coral.service#UnknownOperationException\",\
         \"message\":\"The action FooBar is not valid for this endpoint.\"}"
    );
}

#[test]
fn a_target_without_its_services_prefix_is_an_invalid_action() {
    for target in ["SendMessage", "AmazonSQSSendMessage", "amazonsqs.SendMessage", "ListMetrics"] {
        let request = request("POST", "/", &[("Content-Type", JSON), ("X-Amz-Target", target)], "{}");
        assert!(refusal(&request).starts_with("400 InvalidAction;Sender "), "{}", refusal(&request));
    }
}

#[test]
fn a_request_that_names_nothing_is_unknown() {
    for request in [
        request("GET", "/", &[], ""),
        request("GET", "/", &[("Accept", "application/json")], ""),
        request("PUT", "/?Action=ListQueues", &[], ""),
        request("POST", "/", &[("X-Amz-Target", "AmazonSQS.ListQueues")], "{}"),
        form_request("/", "Version=2012-11-05"),
    ] {
        assert_eq!(refusal(&request), "404 - <UnknownOperationException/>\n", "{request:?}");
    }
}

#[test]
fn a_form_becomes_what_json_would_say() {
    let request = form_request(
        "/",
        "Action=SendMessageBatch&Version=2012-11-05&QueueUrl=https%3A%2F%2Fh%2F123456789012%2Fq\
         &SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.2.MessageBody=two+words%21\
         &SendMessageBatchRequestEntry.10.Id=c&SendMessageBatchRequestEntry.10.DelaySeconds=9\
         &SendMessageBatchRequestEntry.1.Id=a\
         &SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n\
         &SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=Number\
         &SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=1",
    );
    assert_eq!(
        params(&request),
        json!({
            "QueueUrl": "https://h/123456789012/q",
            "Entries": [
                { "Id": "a", "MessageAttributes": { "n": { "DataType": "Number", "StringValue": "1" } } },
                { "Id": "b", "MessageBody": "two words!" },
                { "Id": "c", "DelaySeconds": 9 },
            ],
        })
    );
}

#[test]
fn lists_and_maps_have_numbers_but_aws_examples_leave_out_a_single_one() {
    let tags = form_request("/", "Action=TagQueue&Tag.1.Key=k&Tag.1.Value=v&Tag.2.Key=empty&Tag.2.Value=");
    assert_eq!(params(&tags), json!({ "Tags": { "k": "v", "empty": "" } }));
    let names = form_request("/", "Action=GetQueueAttributes&AttributeName=All");
    assert_eq!(params(&names), json!({ "AttributeNames": ["All"] }));
    let set = form_request("/", "Action=SetQueueAttributes&Attribute.Name=DelaySeconds&Attribute.Value=45");
    assert_eq!(params(&set), json!({ "Attributes": { "DelaySeconds": "45" } }));
}

#[test]
fn a_form_can_be_in_the_address() {
    let uri = "/123456789012/orders?Action=ReceiveMessage&MaxNumberOfMessages=5&AttributeName.1=All";
    let request = request("GET", uri, &[("Accept", "application/json")], "");
    let envelope = open(&request, ID).expect("it opens");
    assert_eq!(envelope.format.protocol, Protocol::QueryAsJson);
    assert_eq!(
        Value::Object(envelope.params.to_object()),
        json!({ "QueueUrl": "/123456789012/orders", "MaxNumberOfMessages": 5, "AttributeNames": ["All"] })
    );
}

#[test]
fn an_explicit_queue_url_wins_over_the_path() {
    let request = form_request("/123456789012/a", "Action=PurgeQueue&QueueUrl=b");
    assert_eq!(params(&request), json!({ "QueueUrl": "b" }));
    let php_style = request_to_path("/123456789012/a", r#"{"MessageBody":"x"}"#);
    assert_eq!(params(&php_style), json!({ "QueueUrl": "/123456789012/a", "MessageBody": "x" }));
}

fn request_to_path(path: &str, body: &str) -> Request<'static> {
    Request { uri: path.to_owned().into(), ..json_request("SendMessage", body) }
}

/// The `Code` and `Message` of a Query refusal.
fn xml_refusal(request: &Request) -> String {
    let text = refusal(request);
    let between = |open: &str, close: &str| {
        let start = text.find(open).map_or(0, |at| at + open.len());
        let end = text[start..].find(close).map_or(text.len(), |at| start + at);
        text[start..end].to_owned()
    };
    format!("{}: {}", between("<Code>", "</Code>"), between("<Message>", "</Message>"))
}

#[test]
fn forms_that_cannot_be_read_are_refused() {
    for (uri, body, text) in [
        ("/", "Action=FooBar", "InvalidAction: The action FooBar is not valid for this endpoint."),
        (
            "/123456789012/q",
            "Action=CreateQueue&QueueName=x",
            "InvalidAction: The action CreateQueue is not valid for this endpoint.",
        ),
        (
            "/",
            "Action=ListQueues&Version=1999-01-01",
            "InvalidAction: Could not find operation ListQueues for version 1999-01-01",
        ),
        ("/", "Action=UntagQueue&TagKey.0=a", "MalformedInput: 0 is not a valid index"),
        ("/", "Action=UntagQueue&TagKey.x=a", "MalformedInput: x is not a valid index"),
        ("/", "Action=UntagQueue&TagKey.99999999999=a", "MalformedInput: 99999999999 is not a valid index"),
        (
            "/",
            "Action=SetQueueAttributes&Attribute.1.Value=a",
            "MissingParameter: The request must contain the parameter Attribute.1.Name.",
        ),
        (
            "/",
            "Action=ReceiveMessage&WaitTimeSeconds=soon",
            "MalformedInput: STRING_VALUE can not be converted to an Integer",
        ),
        ("/", "Action=SendMessage&MessageBody=%FF", "MalformedInput: The request is not valid UTF-8"),
    ] {
        assert_eq!(xml_refusal(&form_request(uri, body)), text);
    }
}

#[test]
fn get_queue_url_is_allowed_on_a_queue_s_own_address() {
    let request = form_request("/123456789012/a", "Action=GetQueueUrl&QueueName=b");
    assert_eq!(params(&request), json!({ "QueueName": "b" }));
}

#[test]
fn cloudwatch_answers_at_the_same_address_in_three_protocols() {
    let expected = json!({
        "Namespace": "AWS/SQS",
        "MetricName": "NumberOfMessagesSent",
        "Dimensions": [{ "Name": "QueueName", "Value": "q" }],
        "StartTime": 1_767_225_600.0,
        "Period": 60,
        "Statistics": ["Sum"],
    });
    let operation = Operation::Metric(MetricAction::GetMetricStatistics);

    let json_way = request(
        "POST",
        "/",
        &[("Content-Type", JSON), ("X-Amz-Target", "GraniteServiceVersion20100801.GetMetricStatistics")],
        expected.to_string(),
    );
    let form_way = form_request(
        "/",
        "Action=GetMetricStatistics&Version=2010-08-01&Namespace=AWS%2FSQS&MetricName=NumberOfMessagesSent\
         &Dimensions.member.1.Name=QueueName&Dimensions.member.1.Value=q&StartTime=2026-01-01T00%3A00%3A00Z\
         &Period=60&Statistics.member.1=Sum",
    );
    let mut body = Vec::new();
    ciborium::into_writer(&expected, &mut body).expect("memory takes it");
    let cbor_way = request(
        "POST",
        "/service/GraniteServiceVersion20100801/operation/GetMetricStatistics",
        &[("smithy-protocol", "rpc-v2-cbor"), ("Content-Type", "application/cbor")],
        body,
    );
    for (way, protocol) in
        [(json_way, Protocol::Json), (form_way, Protocol::Query), (cbor_way, Protocol::Cbor)]
    {
        let envelope = open(&way, ID).expect("it opens");
        assert_eq!(envelope.operation, operation);
        assert_eq!(envelope.format, Format { protocol, service: Service::CloudWatch });
        assert_eq!(Value::Object(envelope.params.to_object()), expected, "{protocol:?}");
    }
}

#[test]
fn a_tagged_instant_counts_in_seconds() {
    use ciborium::Value as Cbor;
    let instant = Cbor::Tag(1, Box::new(1_767_225_600.into()));
    let mut body = Vec::new();
    ciborium::into_writer(&Cbor::Map(vec![("EndTime".into(), instant)]), &mut body).expect("memory takes it");
    let uri = "/service/GraniteServiceVersion20100801/operation/GetMetricData";
    assert_eq!(params(&request("POST", uri, &[], body)), json!({ "EndTime": 1_767_225_600 }));
}

#[test]
fn too_much_of_anything_is_refused() {
    let long = json_request("SendMessage", vec![b' '; BODY_BYTES_MAX + 1]);
    assert!(refusal(&long).starts_with("413 RequestEntityTooLarge;Sender"));
    let mut many = json_request("SendMessage", "{}");
    many.headers.extend((0..1_000).map(|n| (format!("x-{n}"), "")));
    assert!(refusal(&many).starts_with("413 RequestEntityTooLarge;Sender"));
    let form: String = (0..=QUERY_PARAMETERS_MAX).map(|n| format!("&TagKey.{n}=x")).collect();
    let form = format!("Action=UntagQueue{form}");
    assert!(xml_refusal(&form_request("/", &form)).starts_with("RequestEntityTooLarge"));
}

proptest! {
    #[test]
    fn random_bytes_never_panic(
        method in "GET|POST",
        path in "/[ -~]{0,40}",
        target in prop::option::of("AmazonSQS\\.(SendMessage|CreateQueue|[ -~]{0,9})"),
        authorization in prop::option::of("[ -~]{0,60}"),
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        for kind in [JSON, FORM] {
            let mut request = request(&method, &path, &[("Content-Type", kind)], body.clone());
            request.headers.extend(target.as_ref().map(|target| ("X-Amz-Target", target)));
            request.headers.extend(authorization.as_ref().map(|text| ("Authorization", text)));
            let _ = open(&request, ID);
        }
    }

    #[test]
    fn random_forms_never_panic(action in 0_usize..23, tail in "([A-Z][A-Za-z]{0,12}[.0-9=&%]{0,4}){0,20}") {
        let body = format!("Action={}&{tail}", Action::ALL[action].name());
        let _ = open(&form_request("/", &body), ID);
    }

    #[test]
    fn random_cbor_never_panics(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let uri = "/service/GraniteServiceVersion20100801/operation/GetMetricData";
        let _ = open(&request("POST", uri, &[], body), ID);
    }
}
