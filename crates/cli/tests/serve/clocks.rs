//! Both clocks.

use serde_json::json;

use crate::support::Server;

const DAY_MS: u64 = 86_400_000;

#[test]
fn a_virtual_clock_stands_until_it_is_moved() {
    let server = Server::virtual_clock();
    let mut client = server.client();
    let clock = client.send("GET", "/_sqscope/clock", &[], b"").json();
    assert_eq!(clock, json!({ "clock": "virtual", "t_ms": 0, "now": "2026-01-01T00:00:00.000Z" }));
    let moved = client.send("POST", "/_sqscope/clock", &[], br#"{"advance_ms":1500}"#).json();
    assert_eq!(moved, json!({ "clock": "virtual", "t_ms": 1_500, "now": "2026-01-01T00:00:01.500Z" }));
    let moved = client.send("POST", "/_sqscope/clock?advance_ms=500", &[], b"").json();
    assert_eq!(moved["t_ms"], 2_000);
}

#[test]
fn fourteen_days_of_retention_pass_in_no_time() {
    let server = Server::virtual_clock();
    let queue = server.queue("orders");
    let mut client = server.client();
    let days = json!({ "QueueUrl": queue, "Attributes": { "MessageRetentionPeriod": "1209600" } });
    assert_eq!(client.call("SetQueueAttributes", &days).status, 200);
    assert_eq!(client.call("SendMessage", &json!({ "QueueUrl": queue, "MessageBody": "a" })).status, 200);
    server.advance(14 * DAY_MS - 1);
    assert_eq!(server.state()["queues"][0]["visible"], 1);
    server.advance(1);
    let state = server.state();
    assert_eq!((&state["queues"][0]["visible"], &state["queues"][0]["expired"]), (&json!(0), &json!(1)));
}

#[test]
fn what_is_no_advance_is_refused() {
    let server = Server::virtual_clock();
    let mut client = server.client();
    for body in
        ["", "{}", "5", r#"{"advance_ms":-1}"#, r#"{"advance_ms":"5"}"#, r#"{"advance_ms":1e30}"#, "\u{1}"]
    {
        let refused = client.send("POST", "/_sqscope/clock", &[], body.as_bytes());
        assert_eq!(
            (refused.status, refused.json()["code"].as_str()),
            (400, Some("InvalidAdvance")),
            "{body}"
        );
    }
    let too_far = client.send("POST", "/_sqscope/clock?advance_ms=99999999999999", &[], b"");
    assert_eq!(too_far.status, 400);
    assert_eq!(client.send("PUT", "/_sqscope/clock", &[], b"").status, 405);
    assert_eq!(client.send("GET", "/_sqscope/nothing", &[], b"").status, 404);
    assert_eq!(client.send("GET", "/_sqscope/clock", &[], b"").json()["t_ms"], 0);
}

#[test]
fn a_real_clock_follows_the_wall_alone() {
    let server = Server::start(&["--log", "off"]);
    let mut client = server.client();
    let refused = client.send("POST", "/_sqscope/clock", &[], br#"{"advance_ms":1}"#);
    assert_eq!((refused.status, refused.json()["code"].as_str()), (409, Some("ClockFollowsTheWall")));
    let mut now_ms = || client.send("GET", "/_sqscope/clock", &[], b"").json()["t_ms"].as_u64();
    let first = now_ms();
    while now_ms() <= first {}
}

#[test]
fn a_client_meets_a_lowered_limit_of_messages_in_flight() {
    let server = Server::start(&["--in-flight-limit", "1", "--log", "off"]);
    let mut client = server.client();
    client.call("CreateQueue", &json!({ "QueueName": "orders" }));
    client.call("SendMessage", &json!({ "QueueUrl": "orders", "MessageBody": "a" }));
    let receive = json!({ "QueueUrl": "orders" });
    assert_eq!(client.call("ReceiveMessage", &receive).status, 200);
    let refused = client.call("ReceiveMessage", &receive);
    assert_eq!((refused.status, refused.header("x-amzn-query-error")), (403, Some("OverLimit;Sender")));
}

#[test]
fn the_same_requests_at_the_same_times_give_the_same_bytes() {
    let run = |seed: &str| {
        let server =
            Server::start(&["--clock", "virtual", "--standard", "aws", "--seed", seed, "--log", "off"]);
        let mut client = server.client();
        client.call("CreateQueue", &json!({ "QueueName": "orders" }));
        let mut seen = Vec::new();
        for n in 0..30 {
            let body = json!({ "QueueUrl": "orders", "MessageBody": format!("{n}") });
            seen.push(client.call("SendMessage", &body).text());
        }
        for _ in 0..20 {
            let receive = json!({ "QueueUrl": "orders", "MaxNumberOfMessages": 10 });
            let received = client.call("ReceiveMessage", &receive);
            seen.push(format!("{:?} {}", received.header("x-amzn-requestid"), received.text()));
            server.advance(4_000);
        }
        seen
    };
    assert_eq!(run("7"), run("7"));
    assert_ne!(run("7"), run("8"));
}
