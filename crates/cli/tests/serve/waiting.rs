//! Receives that wait.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Client, Server};

fn wait_for_one(server: &Server, queue: &str) -> Client {
    let mut client = server.client();
    client.begin("ReceiveMessage", &json!({ "QueueUrl": queue, "WaitTimeSeconds": 20 }));
    client
}

fn send(server: &Server, queue: &str, body: &str) {
    let sent = server.client().call("SendMessage", &json!({ "QueueUrl": queue, "MessageBody": body }));
    assert_eq!(sent.status, 200);
}

#[test]
fn a_send_wakes_the_receive_that_came_first() {
    let server = Server::start(&["--log", "off"]);
    let queue = server.queue("orders");
    let mut first = wait_for_one(&server, &queue);
    server.until_waiting(1);
    let mut second = wait_for_one(&server, &queue);
    server.until_waiting(2);
    send(&server, &queue, "a");
    assert_eq!(first.read().bodies(), ["a"]);
    send(&server, &queue, "b");
    assert_eq!(second.read().bodies(), ["b"]);
}

#[test]
fn on_a_real_clock_a_wait_ends_by_itself() {
    let server = Server::start(&["--log", "off"]);
    let queue = server.queue("orders");
    let start = Instant::now();
    let waited = server.client().call("ReceiveMessage", &json!({ "QueueUrl": queue, "WaitTimeSeconds": 1 }));
    assert_eq!(waited.text(), "{}");
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[test]
fn on_a_real_clock_a_message_that_comes_back_wakes_a_receive() {
    let server = Server::start(&["--log", "off"]);
    let queue = server.queue("orders");
    send(&server, &queue, "a");
    let short = json!({ "QueueUrl": queue, "VisibilityTimeout": 1 });
    assert_eq!(server.client().call("ReceiveMessage", &short).bodies(), ["a"]);
    assert_eq!(wait_for_one(&server, &queue).read().bodies(), ["a"]);
}

#[test]
fn on_a_virtual_clock_a_wait_ends_before_the_clock_answers() {
    let server = Server::virtual_clock();
    let queue = server.queue("orders");
    let mut waiting: Vec<Client> = (0..50).map(|_| wait_for_one(&server, &queue)).collect();
    server.until_waiting(50);
    server.advance(19_999);
    server.until_waiting(50);
    server.advance(1);
    assert_eq!(server.state()["waiting_receives"], 0);
    for client in &mut waiting {
        assert_eq!(client.read().text(), "{}");
    }
}

#[test]
fn who_hangs_up_takes_no_message_along() {
    let server = Server::virtual_clock();
    let queue = server.queue("orders");
    let gone = wait_for_one(&server, &queue);
    server.until_waiting(1);
    gone.hang_up();
    server.until_waiting(0);
    send(&server, &queue, "a");
    let received = server.client().call("ReceiveMessage", &json!({ "QueueUrl": queue }));
    assert_eq!(received.bodies(), ["a"]);
}

#[test]
fn who_has_no_more_to_say_gets_an_answer() {
    let server = Server::virtual_clock();
    let queue = server.queue("orders");
    let mut waiting = wait_for_one(&server, &queue);
    server.until_waiting(1);
    waiting.say_no_more();
    assert_eq!(waiting.read().text(), "{}");
    // The end comes with the request.
    let mut hasty = server.client();
    hasty.begin("ReceiveMessage", &json!({ "QueueUrl": queue, "WaitTimeSeconds": 20 }));
    hasty.say_no_more();
    assert_eq!(hasty.read().text(), "{}");
    server.until_waiting(0);
}

#[test]
fn a_deleted_queue_answers_those_who_wait() {
    let server = Server::virtual_clock();
    let queue = server.queue("orders");
    let mut waiting = wait_for_one(&server, &queue);
    server.until_waiting(1);
    assert_eq!(server.client().call("DeleteQueue", &json!({ "QueueUrl": queue })).status, 200);
    assert_eq!(waiting.read().code(), "AWS.SimpleQueueService.NonExistentQueue");
}

#[test]
fn waiting_receives_hold_nobody_up() {
    let server = Server::virtual_clock();
    let queue = server.queue("quiet");
    let waiting: Vec<Client> = (0..300).map(|_| wait_for_one(&server, &queue)).collect();
    server.until_waiting(300);
    let busy = server.queue("busy");
    thread::scope(|scope| {
        for worker in 0..8 {
            let (server, busy) = (&server, &busy);
            scope.spawn(move || {
                for n in 0..20 {
                    send(server, busy, &format!("{worker}-{n}"));
                }
            });
        }
    });
    let state = server.state();
    assert_eq!((&state["queues"][1]["visible"], &state["waiting_receives"]), (&json!(160), &json!(300)));
    drop(waiting);
    server.until_waiting(0);
}
