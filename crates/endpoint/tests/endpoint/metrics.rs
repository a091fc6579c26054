//! CloudWatch's calls (sqs-facts §6).

use api::http::Request;
use endpoint::{Options, Outcome};
use serde_json::{Value, json};

use crate::support::Client;

/// 2026-01-01T00:00:00Z.
const START_S: u64 = 1_767_225_600;

/// Three messages sent in the first minute, one received in the second; the clock stands at three minutes.
fn prepared() -> Client {
    let mut client = Client::new(Options::default());
    client.call("CreateQueue", json!({ "QueueName": "orders" }));
    for body in ["a", "bb", "cccccc"] {
        client.call("SendMessage", json!({ "QueueUrl": "orders", "MessageBody": body }));
    }
    client.pass(90);
    client.call("ReceiveMessage", json!({ "QueueUrl": "orders", "VisibilityTimeout": 600 }));
    client.pass(90);
    client
}

fn metric(name: &str) -> Value {
    json!({
        "Namespace": "AWS/SQS",
        "MetricName": name,
        "Dimensions": [{ "Name": "QueueName", "Value": "orders" }],
    })
}

fn statistics(name: &str, period: u32, statistics: &[&str]) -> Value {
    let mut call = metric(name);
    call["StartTime"] = START_S.into();
    call["EndTime"] = (START_S + 180).into();
    call["Period"] = period.into();
    call["Statistics"] = json!(statistics);
    call
}

#[test]
fn statistics_are_those_of_each_minute() {
    let mut client = prepared();
    let (status, visible) = client
        .metrics("GetMetricStatistics", statistics("ApproximateNumberOfMessagesVisible", 60, &["Maximum"]));
    assert_eq!((status, &visible["Label"]), (200, &json!("ApproximateNumberOfMessagesVisible")));
    let point = |minute: u64, value: f64| json!({ "Timestamp": START_S + minute * 60, "Maximum": value, "Unit": "Count" });
    assert_eq!(visible["Datapoints"], json!([point(0, 3.0), point(1, 2.0), point(2, 2.0)]));
}

#[test]
fn a_period_has_all_statistics_of_its_minutes() {
    let mut client = prepared();
    let names = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
    let (_, sizes) = client.metrics("GetMetricStatistics", statistics("SentMessageSize", 180, &names));
    assert_eq!(
        sizes["Datapoints"],
        json!([{
            "Timestamp": START_S,
            "SampleCount": 3.0,
            "Average": 3.0,
            "Sum": 9.0,
            "Minimum": 1.0,
            "Maximum": 6.0,
            "Unit": "Bytes",
        }])
    );
}

#[test]
fn what_has_no_data_has_no_datapoints() {
    let mut client = prepared();
    let none = |client: &mut Client, call: Value| {
        let (status, output) = client.metrics("GetMetricStatistics", call);
        assert_eq!((status, &output["Datapoints"]), (200, &json!([])), "{output}");
    };
    none(&mut client, statistics("NoSuchMetric", 60, &["Sum"]));
    let mut elsewhere = statistics("NumberOfMessagesSent", 60, &["Sum"]);
    elsewhere["Namespace"] = "AWS/EC2".into();
    none(&mut client, elsewhere);
    let mut other_unit = statistics("NumberOfMessagesSent", 60, &["Sum"]);
    other_unit["Unit"] = "Bytes".into();
    none(&mut client, other_unit);
    let mut other_queue = statistics("NumberOfMessagesSent", 60, &["Sum"]);
    other_queue["Dimensions"][0]["Value"] = "other".into();
    none(&mut client, other_queue);
    client.scope = Some(("us-east-1", "000000000007"));
    none(&mut client, statistics("NumberOfMessagesSent", 60, &["Sum"]));
}

#[test]
fn wrong_questions_are_refused() {
    let mut client = prepared();
    let mut refused = |change: &dyn Fn(&mut Value)| {
        let mut call = statistics("NumberOfMessagesSent", 60, &["Sum"]);
        change(&mut call);
        let response = client.answered("GraniteServiceVersion20100801.GetMetricStatistics", call);
        assert_eq!(response.status, 400);
        response.header("x-amzn-query-error").expect("always there").to_owned()
    };
    assert_eq!(refused(&|call| call["Period"] = 90.into()), "InvalidParameterValue;Sender");
    assert_eq!(refused(&|call| call["Period"] = 0.into()), "InvalidParameterValue;Sender");
    assert_eq!(refused(&|call| call["Statistics"] = json!(["Median"])), "InvalidParameterValue;Sender");
    assert_eq!(refused(&|call| call["Statistics"] = json!([])), "InvalidParameterCombination;Sender");
    assert_eq!(refused(&|call| call["EndTime"] = START_S.into()), "InvalidParameterValue;Sender");
    assert_eq!(refused(&|call| call["EndTime"] = (START_S * 2).into()), "InvalidParameterCombination;Sender");
    assert_eq!(refused(&|call| call["Namespace"] = Value::Null), "MissingParameter;Sender");
}

fn data(queries: Value) -> Value {
    json!({ "StartTime": START_S, "EndTime": START_S + 180, "MetricDataQueries": queries })
}

fn query(id: &str, name: &str) -> Value {
    json!({ "Id": id, "MetricStat": { "Metric": metric(name), "Period": 60, "Stat": "Sum" } })
}

#[test]
fn data_are_given_newest_first_unless_asked_otherwise() {
    let mut client = prepared();
    let queries =
        json!([query("sent", "NumberOfMessagesSent"), query("received", "NumberOfMessagesReceived")]);
    let (status, newest) = client.metrics("GetMetricData", data(queries.clone()));
    assert_eq!(status, 200);
    let [sent, received] = [0, 1].map(|n| newest["MetricDataResults"][n].clone());
    assert_eq!((&sent["Id"], &sent["Label"]), (&json!("sent"), &json!("NumberOfMessagesSent")));
    assert_eq!(sent["Timestamps"], json!([START_S + 120, START_S + 60, START_S]));
    assert_eq!((&sent["Values"], &sent["StatusCode"]), (&json!([0.0, 0.0, 3.0]), &json!("Complete")));
    assert_eq!(received["Values"], json!([0.0, 1.0, 0.0]));
    let mut oldest = data(queries);
    oldest["ScanBy"] = "TimestampAscending".into();
    let (_, oldest) = client.metrics("GetMetricData", oldest);
    assert_eq!(oldest["MetricDataResults"][0]["Values"], json!([3.0, 0.0, 0.0]));
}

#[test]
fn data_come_in_pages() {
    let mut client = prepared();
    let queries = json!([query("a", "NumberOfMessagesSent"), query("b", "NumberOfMessagesReceived")]);
    let (mut values, mut token) = (Vec::new(), Value::Null);
    for page in 0..3 {
        let mut call = data(queries.clone());
        call["MaxDatapoints"] = 2.into();
        call["NextToken"] = token;
        let (status, output) = client.metrics("GetMetricData", call);
        assert_eq!(status, 200);
        for result in output["MetricDataResults"].as_array().expect("results") {
            values.extend(result["Values"].as_array().expect("values").iter().filter_map(Value::as_f64));
        }
        token = output["NextToken"].clone();
        assert_eq!(token.is_null(), page == 2);
    }
    assert_eq!(values, [0.0, 0.0, 3.0, 0.0, 1.0, 0.0]);
}

#[test]
fn wrong_queries_are_refused() {
    let mut client = prepared();
    let mut refused = |queries: Value| client.metrics("GetMetricData", data(queries)).0;
    assert_eq!(refused(json!([])), 400);
    assert_eq!(refused(json!([query("Upper", "NumberOfMessagesSent")])), 400);
    assert_eq!(refused(json!([query("a", "NumberOfMessagesSent"), query("a", "NumberOfMessagesSent")])), 400);
    assert_eq!(refused(json!([{ "Id": "e", "Expression": "m1 * 2" }])), 400);
    assert_eq!(refused(json!([query("a", "NumberOfMessagesSent")])), 200);
}

#[test]
fn metrics_are_listed_by_queue() {
    let mut client = prepared();
    client.call("CreateQueue", json!({ "QueueName": "other" }));
    client.pass(60);
    let (_, all) = client.metrics("ListMetrics", json!({ "Namespace": "AWS/SQS" }));
    let of = |list: &Value, queue: &str| {
        let listed = list["Metrics"].as_array().cloned().unwrap_or_default();
        listed.iter().filter(|metric| metric["Dimensions"][0]["Value"] == queue).count()
    };
    assert!(of(&all, "orders") > of(&all, "other") && of(&all, "other") > 0, "{all}");
    let (_, one) = client.metrics(
        "ListMetrics",
        json!({ "MetricName": "SentMessageSize", "Dimensions": [{ "Name": "QueueName" }] }),
    );
    assert_eq!(one["Metrics"], json!([metric("SentMessageSize")]));
    let (_, none) = client.metrics("ListMetrics", json!({ "Namespace": "AWS/EC2" }));
    assert_eq!(none, json!({ "Metrics": [] }));
    client.pass(4 * 3_600);
    let (_, recent) =
        client.metrics("ListMetrics", json!({ "MetricName": "SentMessageSize", "RecentlyActive": "PT3H" }));
    assert_eq!(recent, json!({ "Metrics": [] }));
}

#[test]
fn the_query_protocol_is_answered_in_xml() {
    let mut client = prepared();
    let form = "Action=GetMetricStatistics&Version=2010-08-01&Namespace=AWS%2FSQS&MetricName=NumberOfMessagesSent\
                &Dimensions.member.1.Name=QueueName&Dimensions.member.1.Value=orders&Period=60\
                &StartTime=2026-01-01T00%3A00%3A00Z&EndTime=2026-01-01T00%3A01%3A00Z&Statistics.member.1=Sum";
    let request = Request {
        method: "POST".into(),
        uri: "/".into(),
        headers: [("Content-Type", "application/x-www-form-urlencoded")].into_iter().collect(),
        body: form.as_bytes().into(),
        source_ip: None,
    };
    let Outcome::Answered(response) = client.endpoint.handle(&request).outcome else { panic!("it waits") };
    let text = String::from_utf8(response.body).expect("XML is text");
    assert!(text.contains("<Timestamp>2026-01-01T00:00:00Z</Timestamp>"), "{text}");
    assert!(text.contains("<Sum>3"), "{text}");
}
