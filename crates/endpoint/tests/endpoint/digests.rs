//! The digests of bodies, told with a message when it is sent and whenever it is received.

use endpoint::Options;
use serde_json::{Value, json};

use crate::support::Client;

/// More messages than an endpoint keeps the digests of.
const MANY: u32 = 600;

/// By test vectors of RFC 1321.
const OF_A: &str = "0cc175b9c0f1b6a831c399e269772661";
const OF_ABC: &str = "900150983cd24fb0d6963f7d28e17f72";

fn queue(client: &mut Client, name: &str, attributes: Value) -> Value {
    let (status, queue) = client.call("CreateQueue", json!({ "QueueName": name, "Attributes": attributes }));
    assert_eq!(status, 200, "{queue}");
    queue["QueueUrl"].clone()
}

fn received(client: &mut Client, url: &Value) -> Vec<Value> {
    let receive = json!({ "QueueUrl": url, "MaxNumberOfMessages": 10, "VisibilityTimeout": 0 });
    let (_, output) = client.call("ReceiveMessage", receive);
    output["Messages"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_message_has_its_digest_at_every_receive() {
    let mut client = Client::new(Options::default());
    let url = queue(&mut client, "q", json!({}));
    for body in ["a", "abc"] {
        let (_, sent) = client.call("SendMessage", json!({ "QueueUrl": url, "MessageBody": body }));
        assert_eq!(sent["MD5OfMessageBody"], if body == "a" { OF_A } else { OF_ABC });
    }
    let digests = |messages: Vec<Value>| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        messages.iter().map(|message| (text(&message["Body"]), text(&message["MD5OfBody"]))).collect()
    };
    let told = [("a".to_owned(), OF_A.to_owned()), ("abc".to_owned(), OF_ABC.to_owned())];
    assert_eq!(digests(received(&mut client, &url)), told);
    let other = queue(&mut client, "other", json!({}));
    for _ in 0..MANY {
        client.call("SendMessage", json!({ "QueueUrl": other, "MessageBody": "b" }));
    }
    let mut again = digests(received(&mut client, &url));
    again.sort();
    assert_eq!(again, told);
}

#[test]
fn a_message_sent_again_with_another_body_keeps_the_first_ones_digest() {
    let mut client = Client::new(Options::default());
    let url = queue(&mut client, "q.fifo", json!({ "FifoQueue": "true" }));
    let mut send = |body: &str| {
        let message = json!({
            "QueueUrl": url, "MessageBody": body, "MessageGroupId": "g", "MessageDeduplicationId": "d",
        });
        client.call("SendMessage", message).1
    };
    let (first, second) = (send("a"), send("abc"));
    assert_eq!(first["MessageId"], second["MessageId"]);
    assert_eq!(second["MD5OfMessageBody"], OF_ABC);
    let messages = received(&mut client, &url);
    assert_eq!((&messages[0]["Body"], &messages[0]["MD5OfBody"]), (&json!("a"), &json!(OF_A)));
}
