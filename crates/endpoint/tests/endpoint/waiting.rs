//! Receives that wait.

use endpoint::Options;
use serde_json::{Value, json};

use crate::support::Client;

fn prepared() -> Client {
    let mut client = Client::new(Options::default());
    assert_eq!(client.call("CreateQueue", json!({ "QueueName": "orders" })).0, 200);
    client
}

fn wait() -> Value {
    json!({ "QueueUrl": "orders", "WaitTimeSeconds": 20 })
}

fn bodies(output: &Value) -> Vec<&str> {
    output["Messages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|message| message["Body"].as_str())
        .collect()
}

#[test]
fn the_first_who_waits_gets_the_first_message() {
    let mut client = prepared();
    let (first, second) = (client.wait("ReceiveMessage", wait()), client.wait("ReceiveMessage", wait()));
    assert_eq!((client.endpoint.waiting(), client.ready().len()), (2, 0));
    client.call("SendMessage", json!({ "QueueUrl": "orders", "MessageBody": "a" }));
    let ready = client.ready();
    assert_eq!((ready[0].0, bodies(&ready[0].1)), (first, vec!["a"]));
    client.call("SendMessage", json!({ "QueueUrl": "orders", "MessageBody": "b" }));
    let ready = client.ready();
    assert_eq!((ready[0].0, bodies(&ready[0].1)), (second, vec!["b"]));
    assert_eq!(client.endpoint.waiting(), 0);
}

#[test]
fn a_wait_ends_at_its_instant_and_the_endpoint_knows_when() {
    let mut client = prepared();
    client.pass(1);
    let id = client.wait("ReceiveMessage", wait());
    assert_eq!(client.endpoint.next_deadline_us(), Some(21_000_000));
    client.endpoint.advance_to(20_999_999);
    assert_eq!(client.ready(), []);
    client.endpoint.advance_to(21_000_000);
    assert_eq!(client.ready(), [(id, json!({}))]);
    assert_eq!(client.endpoint.next_deadline_us(), None);
}

#[test]
fn who_hangs_up_takes_no_message_along() {
    let mut client = prepared();
    let (gone, stays) = (client.wait("ReceiveMessage", wait()), client.wait("ReceiveMessage", wait()));
    client.endpoint.abandon(gone);
    client.endpoint.abandon(gone);
    client.call("SendMessage", json!({ "QueueUrl": "orders", "MessageBody": "a" }));
    let ready = client.ready();
    assert_eq!((ready.len(), ready[0].0, bodies(&ready[0].1)), (1, stays, vec!["a"]));
}

#[test]
fn a_host_that_stops_answers_everyone() {
    let mut client = prepared();
    let waiting = [client.wait("ReceiveMessage", wait()), client.wait("ReceiveMessage", wait())];
    client.endpoint.end_waits();
    assert_eq!(client.ready(), waiting.map(|id| (id, json!({}))));
    client.call("SendMessage", json!({ "QueueUrl": "orders", "MessageBody": "a" }));
    assert_eq!(client.call("ReceiveMessage", json!({ "QueueUrl": "orders" })).1["Messages"][0]["Body"], "a");
}

#[test]
fn waits_of_all_regions_end_together() {
    let mut client = Client::new(Options::default());
    let mut waiting = Vec::new();
    for region in ["us-east-1", "eu-west-1", "ap-south-1"] {
        client.scope = Some((region, "AKIDEXAMPLE"));
        client.call("CreateQueue", json!({ "QueueName": "orders" }));
        waiting.push(client.wait("ReceiveMessage", wait()));
    }
    let (status, clock) = client.own("POST", "/_sqscope/clock?advance_ms=20000", "");
    assert_eq!((status, &clock["t_ms"]), (200, &json!(20_000)));
    assert_eq!(client.ready().into_iter().map(|(id, _)| id).collect::<Vec<_>>(), waiting);
}
