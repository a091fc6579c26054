//! What no client should send: an error in AWS's shape, and the next request is answered.

use std::time::Duration;

use serde_json::json;

use crate::support::{Client, Server};

const JSON_HEAD: &str = "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AmazonSQS.ListQueues\r\n\
                         Content-Type: application/x-amz-json-1.0\r\n";

fn is_well(server: &Server) {
    assert_eq!(server.client().call("ListQueues", &json!({})).status, 200);
}

/// The answer to these bytes on a connection of their own, which then ends.
fn last_words(server: &Server, bytes: &[u8]) -> (u16, String) {
    let mut client = server.client();
    client.write(bytes);
    let answer = client.read();
    assert!(client.try_read().is_none());
    is_well(server);
    (answer.status, answer.code())
}

#[test]
fn a_broken_head_is_told_so() {
    let server = Server::virtual_clock();
    for head in [
        "GARBAGE\r\n\r\n".to_owned(),
        format!("{JSON_HEAD}No colon here\r\n\r\n"),
        format!("{JSON_HEAD}Bad\u{1}Name: x\r\n\r\n"),
        format!("{JSON_HEAD}Content-Length: many\r\n\r\n"),
        "POST / HTTP/9.9\r\n\r\n".to_owned(),
        "\u{0}\u{1}\u{2}\u{3}\r\n\r\n".to_owned(),
    ] {
        assert_eq!(last_words(&server, head.as_bytes()), (400, "MalformedInput".to_owned()), "{head:?}");
    }
}

#[test]
fn a_head_that_is_too_large_is_told_so() {
    let server = Server::virtual_clock();
    let many: String = (0..1_000).map(|n| format!("X-Header-{n}: {n}\r\n")).collect();
    let long = format!("X-Long: {}\r\n", "x".repeat(200_000));
    for headers in [many, long] {
        let head = format!("{JSON_HEAD}{headers}\r\n");
        assert_eq!(last_words(&server, head.as_bytes()), (413, "RequestEntityTooLarge".to_owned()));
    }
}

#[test]
fn a_body_that_is_too_long_is_told_so_and_the_connection_goes_on() {
    let server = Server::virtual_clock();
    let mut client = server.client();
    let headers = [("X-Amz-Target", "AmazonSQS.SendMessage"), ("Content-Type", "application/x-amz-json-1.0")];
    let refused = client.send("POST", "/", &headers, &vec![b'x'; 10 << 20]);
    assert_eq!((refused.status, refused.code()), (413, "RequestEntityTooLarge".to_owned()));
    assert!(
        refused.json()["__type"].as_str().is_some_and(|it| it.ends_with("RequestEntityTooLargeException"))
    );
    assert_eq!(client.call("ListQueues", &json!({})).status, 200);
}

#[test]
fn an_endless_body_is_not_read() {
    let server = Server::virtual_clock();
    let head = format!("{JSON_HEAD}Content-Length: 99999999999\r\n\r\n");
    let mut client = server.client();
    client.write(head.as_bytes());
    let refused = client.read();
    assert_eq!((refused.status, refused.code()), (413, "RequestEntityTooLarge".to_owned()));
    is_well(&server);
}

#[test]
fn a_slow_client_is_told_so() {
    let server = Server::start(&["--request-timeout", "1", "--log", "off"]);
    let slow_head = last_words(&server, b"POST / HTTP/1.1\r\nX-Amz-Tar");
    assert_eq!(slow_head, (408, "RequestTimeout".to_owned()));
    let mut client = server.client();
    client.write(format!("{JSON_HEAD}Content-Length: 50\r\n\r\n{{").as_bytes());
    let slow_body = client.read();
    assert_eq!((slow_body.status, slow_body.code()), (408, "RequestTimeout".to_owned()));
    is_well(&server);
}

#[test]
fn a_client_may_take_its_time_between_requests_and_while_it_waits() {
    let server = Server::start(&["--request-timeout", "1", "--log", "off"]);
    let queue = server.queue("orders");
    let mut client = server.client();
    let wait = json!({ "QueueUrl": queue, "WaitTimeSeconds": 2 });
    assert_eq!(client.call("ReceiveMessage", &wait).text(), "{}");
    std::thread::sleep(Duration::from_millis(1_500));
    assert_eq!(client.call("ListQueues", &json!({})).status, 200);
}

#[test]
fn a_client_that_goes_in_the_middle_leaves_nothing() {
    let server = Server::virtual_clock();
    for part in [&b""[..], b"POST", b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n123"] {
        let mut client = server.client();
        client.write(part);
        client.hang_up();
    }
    is_well(&server);
}

#[test]
fn random_bytes_are_survived() {
    let server = Server::virtual_clock();
    let mut state: u64 = 42;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    for _ in 0..50 {
        let bytes: Vec<u8> = (0..200).map(|_| next()).chain(*b"\r\n\r\n").collect();
        let mut client = server.client();
        client.write(&bytes);
        assert!(matches!(client.read().status, 400 | 413));
        let mut client = server.client();
        let body: Vec<u8> = (0..200).map(|_| next()).collect();
        let headers =
            [("X-Amz-Target", "AmazonSQS.SendMessage"), ("Content-Type", "application/x-amz-json-1.0")];
        assert_eq!(client.send("POST", "/", &headers, &body).code(), "MalformedInput");
    }
    is_well(&server);
}

#[test]
fn one_connection_too_many_is_refused_and_the_others_go_on() {
    let server = Server::start(&["--max-connections", "3", "--log", "off"]);
    let mut inside: Vec<Client> = (0..3).map(|_| server.client()).collect();
    for client in &mut inside {
        assert_eq!(client.call("ListQueues", &json!({})).status, 200);
    }
    let mut refused = server.client();
    let answer = refused.read();
    assert_eq!((answer.status, answer.code()), (503, "ServiceUnavailable".to_owned()));
    assert_eq!(answer.header("connection"), Some("close"));
    for client in &mut inside {
        assert_eq!(client.call("ListQueues", &json!({})).status, 200);
    }
    inside.pop();
    // The place is free as soon as the server has seen the end.
    while server.client().try_call_health().is_none() {}
}

#[test]
fn without_a_signature_nothing_is_answered_if_one_is_required() {
    let server = Server::start(&["--require-signature", "AKIDEXAMPLE:secret", "--log", "off"]);
    let refused = |authorization: &str| {
        let headers = [
            ("X-Amz-Target", "AmazonSQS.ListQueues"),
            ("Content-Type", "application/x-amz-json-1.0"),
            ("Authorization", authorization),
        ];
        let headers = if authorization.is_empty() { &headers[..2] } else { &headers[..] };
        server.client().send("POST", "/", headers, b"{}").code()
    };
    assert_eq!(refused(""), "MissingAuthenticationToken");
    assert_eq!(refused("AWS4-HMAC-SHA256 Credential=x"), "IncompleteSignature");
    assert_eq!(server.client().send("GET", "/_sqscope/health", &[], b"").status, 200);
}
