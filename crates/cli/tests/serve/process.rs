//! The process: how it starts, logs and stops.

use std::io::Read;

use serde_json::{Value, json};

use crate::support::{Server, sqscope};

#[test]
fn it_stops_when_told_and_answers_those_who_wait() {
    for signal in ["TERM", "INT"] {
        let mut server = Server::virtual_clock();
        let queue = server.queue("orders");
        let mut idle = server.client();
        let mut waiting = server.client();
        waiting.begin("ReceiveMessage", &json!({ "QueueUrl": queue, "WaitTimeSeconds": 20 }));
        server.until_waiting(1);
        server.signal(signal);
        let answer = waiting.read();
        assert_eq!((answer.status, answer.text().as_str()), (200, "{}"));
        assert!(waiting.try_read().is_none() && idle.try_read().is_none());
        assert_eq!(server.ended().code(), Some(0), "{signal}");
    }
}

#[test]
fn a_taken_port_is_a_refusal_that_says_so() {
    let server = Server::virtual_clock();
    let refused = sqscope(&["serve", "--listen", &server.address.to_string()]).output().expect("it runs");
    assert_eq!(refused.status.code(), Some(1));
    let text = String::from_utf8_lossy(&refused.stderr);
    assert!(text.contains("another process") && text.contains(&server.address.to_string()), "{text}");
    assert!(refused.stdout.is_empty());
}

#[test]
fn a_wrong_call_is_a_usage_error() {
    for arguments in [
        &["serve", "--clock", "sundial"][..],
        &["serve", "--nonsense"],
        &["serve", "--require-signature", "no-colon"],
        &["serve", "--double-delivery-ppm", "1000001"],
        &["serves"],
        &[],
    ] {
        let refused = sqscope(arguments).output().expect("it runs");
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(!refused.stderr.is_empty() && refused.stdout.is_empty());
    }
}

#[test]
fn what_cannot_be_done_is_a_refusal() {
    for arguments in [
        &["--listen", "nonsense"][..],
        &["--listen", "127.0.0.1:0", "--allow-origin", "nonsense"],
        &["--listen", "127.0.0.1:0", "--max-connections", "4000000000"],
    ] {
        let refused = sqscope(&[&["serve"], arguments].concat()).output().expect("it runs");
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}");
        assert!(!refused.stderr.is_empty() && refused.stdout.is_empty());
    }
}

#[test]
fn the_log_has_a_line_of_json_for_each_request() {
    let mut server = Server::start(&["--clock", "virtual", "--log", "json"]);
    server.queue("orders");
    let missing = server.client().call("DeleteQueue", &json!({ "QueueUrl": "nothing" }));
    server.signal("TERM");
    server.ended();
    let mut text = String::new();
    server.log().read_to_string(&mut text).expect("text");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let calls: Vec<&Value> = lines.iter().filter(|line| line["action"].is_string()).collect();
    let told = |line: &Value| ["action", "region", "queue", "status"].map(|name| line[name].clone());
    assert_eq!(told(calls[0]), [json!("CreateQueue"), json!("us-east-1"), json!("orders"), json!(200)]);
    assert_eq!(told(calls[1]), [json!("DeleteQueue"), json!("us-east-1"), json!("nothing"), json!(400)]);
    assert_eq!(calls[1]["request_id"].as_str(), missing.header("x-amzn-requestid"));
    assert!(calls[1]["us"].is_u64());
}

#[test]
fn a_log_that_is_off_is_silent() {
    let mut server = Server::start(&["--log", "off"]);
    server.queue("orders");
    server.signal("TERM");
    server.ended();
    let mut text = String::new();
    server.log().read_to_string(&mut text).expect("text");
    assert_eq!(text, "");
}
