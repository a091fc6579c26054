//! One engine behind the wire.

use api::call::{Call, KeptDigests, Setting};
use api::envelope;
use api::http::{Headers, Request, Response};
use api::model::Operation;
use serde_json::{Value, json};
use sqs::{Engine, NoChance, Reply, Storage};

pub const HOST: &str = "127.0.0.1:9324";
/// URL of a queue as this endpoint gives it out.
pub const URL: &str = "https://127.0.0.1:9324/123456789012";
/// ARN of a queue, up to its name.
pub const ARN: &str = "arn:aws:sqs:us-east-1:123456789012:";

pub struct World {
    pub engine: Engine,
    pub setting: Setting,
    digests: KeptDigests,
    now_us: u64,
    requests: u64,
    access_key: Option<String>,
}

impl World {
    pub fn new() -> Self {
        Self {
            engine: Engine::new(),
            setting: Setting { storage: Storage::PLAIN, ..Setting::default() },
            digests: KeptDigests::default(),
            now_us: 0,
            requests: 0,
            access_key: None,
        }
    }

    pub fn wait_s(&mut self, seconds: u64) {
        self.now_us += seconds * 1_000_000;
    }

    /// From now on every call is signed with this key.
    pub fn sign_with(&mut self, access_key: &str) {
        self.access_key = Some(access_key.to_owned());
    }

    /// The whole way of a request. A receive that waits is answered at the end of its wait.
    pub fn send(&mut self, request: &Request<'_>) -> Response {
        self.requests += 1;
        let request_id = format!("request-{}", self.requests);
        let envelope = match envelope::open(request, &request_id) {
            Ok(envelope) => envelope,
            Err(response) => return response,
        };
        let Operation::Queue(action) = envelope.operation else { panic!("no metrics here") };
        let Call { caller, command, pending } = match envelope.call(action, &self.engine, &self.setting) {
            Ok(call) => call,
            Err(error) => return api::render::refuse(envelope.format, &error, &request_id),
        };
        let events = &mut Vec::new();
        let mut result = self.engine.apply(self.now_us, &caller, command, &mut NoChance, events);
        if let Ok(Reply::Parked(ticket)) = result {
            loop {
                self.now_us = self.engine.next_deadline().expect("a wait has an end");
                self.engine.advance(self.now_us, &mut NoChance, events);
                if let Some(answer) = self.engine.take_answer(ticket) {
                    result = answer.map(Reply::Received);
                    break;
                }
            }
        }
        pending.respond(result, &self.engine, &mut self.digests, &request_id)
    }

    /// A call on the JSON protocol: its output, or `400 Code: message`.
    pub fn ask(&mut self, action: &str, params: Value) -> Result<Value, String> {
        let mut headers = Headers::default();
        headers.push("Host", HOST);
        headers.push("Content-Type", "application/x-amz-json-1.0");
        headers.push("X-Amz-Target", format!("AmazonSQS.{action}"));
        if let Some(key) = &self.access_key {
            let scope =
                format!("AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/sqs/aws4_request, Signature=0");
            headers.push("Authorization", scope);
        }
        let response = self.send(&Request {
            method: "POST".into(),
            uri: "/".into(),
            headers,
            body: params.to_string().into_bytes().into(),
            source_ip: None,
        });
        let body = if response.body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&response.body).expect("JSON")
        };
        match response.status {
            200 => Ok(body),
            status => {
                let header = response.header("x-amzn-query-error").expect("every error has it");
                let code = header.split(';').next().unwrap_or_default();
                Err(format!("{status} {code}: {}", body["message"].as_str().expect("a text")))
            }
        }
    }

    /// A call on the JSON protocol that succeeds.
    pub fn must(&mut self, action: &str, params: Value) -> Value {
        self.ask(action, params.clone()).unwrap_or_else(|error| panic!("{action} {params}: {error}"))
    }

    /// A call on the JSON protocol that is refused.
    pub fn refused(&mut self, action: &str, params: Value) -> String {
        self.ask(action, params).expect_err("a refusal")
    }

    /// A call on the Query protocol: status and XML.
    pub fn form(&mut self, path: &str, body: &str) -> (u16, String) {
        let response = self.send(&Request {
            method: "POST".into(),
            uri: path.into(),
            headers: Headers::from_iter([
                ("host", HOST),
                ("content-type", "application/x-www-form-urlencoded"),
            ]),
            body: body.as_bytes().into(),
            source_ip: None,
        });
        (response.status, String::from_utf8(response.body).expect("text"))
    }

    pub fn queue(&mut self, name: &str, attributes: Value) -> String {
        let output = self.must("CreateQueue", json!({ "QueueName": name, "Attributes": attributes }));
        output["QueueUrl"].as_str().expect("a URL").to_owned()
    }

    pub fn send_body(&mut self, url: &str, body: &str) {
        self.must("SendMessage", json!({ "QueueUrl": url, "MessageBody": body }));
    }

    /// Up to ten messages.
    pub fn receive(&mut self, url: &str) -> Vec<Value> {
        let output = self.must("ReceiveMessage", json!({ "QueueUrl": url, "MaxNumberOfMessages": 10 }));
        output["Messages"].as_array().cloned().unwrap_or_default()
    }

    pub fn attribute(&mut self, url: &str, name: &str) -> Option<String> {
        let output = self.must("GetQueueAttributes", json!({ "QueueUrl": url, "AttributeNames": [name] }));
        output["Attributes"][name].as_str().map(str::to_owned)
    }
}

/// A member of each of a list's items.
pub fn each(items: &[Value], member: &str) -> Vec<String> {
    items.iter().map(|item| item[member].as_str().unwrap_or_default().to_owned()).collect()
}
