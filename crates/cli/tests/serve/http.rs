//! What HTTP asks for, beyond SQS.

use serde_json::json;

use crate::support::Server;

#[test]
fn urls_of_queues_lead_back_to_the_host_that_the_client_used() {
    let server = Server::virtual_clock();
    let made = server.queue("orders");
    assert_eq!(made, format!("http://{}/123456789012/orders", server.address));
    let path = made.strip_prefix(&format!("http://{}", server.address)).expect("its own address");
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let sent = server.client().send("POST", path, &form, b"Action=SendMessage&MessageBody=a");
    assert_eq!(sent.status, 200);
    assert!(sent.text().contains("<MD5OfMessageBody>0cc175b9c0f1b6a831c399e269772661"), "{}", sent.text());
}

#[test]
fn region_and_account_come_from_the_scope_of_the_signature() {
    let server = Server::virtual_clock();
    let mut client = server.client();
    let mut create = |key: &str, region: &str| {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={key}/20260101/{region}/sqs/aws4_request, SignedHeaders=host, Signature=0"
        );
        let headers = [
            ("X-Amz-Target", "AmazonSQS.CreateQueue"),
            ("Content-Type", "application/x-amz-json-1.0"),
            ("Authorization", authorization.as_str()),
        ];
        client.send("POST", "/", &headers, br#"{"QueueName":"orders"}"#).json()["QueueUrl"].clone()
    };
    let at = |account: &str| json!(format!("http://{}/{account}/orders", server.address));
    assert_eq!(create("AKIDEXAMPLE", "eu-west-1"), at("123456789012"));
    assert_eq!(create("000000000042", "us-east-1"), at("000000000042"));
    let state = server.state();
    let regions: Vec<_> =
        state["queues"].as_array().expect("queues").iter().map(|it| &it["region"]).collect();
    assert_eq!(regions, ["eu-west-1", "us-east-1"]);
}

#[test]
fn requests_can_follow_without_waiting_for_answers() {
    let server = Server::virtual_clock();
    let mut client = server.client();
    let one = b"GET /_sqscope/health HTTP/1.1\r\nHost: x\r\n\r\n";
    client.write(&one.repeat(3));
    for _ in 0..3 {
        assert_eq!(client.read().status, 200);
    }
}

#[test]
fn a_body_can_come_in_chunks_and_after_being_asked_for() {
    let server = Server::virtual_clock();
    let head = "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AmazonSQS.CreateQueue\r\n\
                Content-Type: application/x-amz-json-1.0\r\n";
    let mut client = server.client();
    client.write(format!("{head}Transfer-Encoding: chunked\r\n\r\n").as_bytes());
    client.write(b"8\r\n{\"QueueN\r\n");
    client.write(b"b\r\name\":\"abc\"}\r\n0\r\n\r\n");
    assert_eq!(client.read().status, 200);

    let mut client = server.client();
    client.write(format!("{head}Content-Length: 19\r\nExpect: 100-continue\r\n\r\n").as_bytes());
    assert_eq!(client.read().status, 100);
    client.write(b"{\"QueueName\":\"def\"}");
    assert_eq!(client.read().status, 200);
}

#[test]
fn an_old_client_gets_its_answer_and_an_end() {
    let server = Server::virtual_clock();
    let mut client = server.client();
    client.write(b"GET /_sqscope/health HTTP/1.0\r\n\r\n");
    assert_eq!(client.read().status, 200);
    assert!(client.try_read().is_none());
}

#[test]
fn a_head_alone_has_no_body() {
    let server = Server::virtual_clock();
    let mut client = server.client();
    client.write(
        b"HEAD /_sqscope/health HTTP/1.1\r\nHost: x\r\n\r\nGET /_sqscope/clock HTTP/1.1\r\nHost: x\r\n\r\n",
    );
    // The reader of this test would take what follows for the body that the length announces.
    let answers = String::from_utf8(client.raw_until("\"virtual\"")).expect("text");
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
    assert!(!answers.contains("\"status\""), "{answers}");
}
