//! An endpoint with a client in one.

use api::http::{Headers, Request, Response};
use endpoint::{Endpoint, Options, Outcome, WaitId};
use serde_json::Value;

/// Talks AWS JSON.
pub struct Client {
    pub endpoint: Endpoint,
    /// Region and access key of the signature's scope; none for a request without one.
    pub scope: Option<(&'static str, &'static str)>,
}

impl Client {
    pub fn new(options: Options) -> Self {
        Self { endpoint: Endpoint::new(options), scope: None }
    }

    /// An action of SQS; its status and output.
    pub fn call(&mut self, action: &str, parameters: Value) -> (u16, Value) {
        let response = self.answered(&format!("AmazonSQS.{action}"), parameters);
        (response.status, json(&response))
    }

    /// A call of CloudWatch.
    pub fn metrics(&mut self, action: &str, parameters: Value) -> (u16, Value) {
        let response = self.answered(&format!("GraniteServiceVersion20100801.{action}"), parameters);
        (response.status, json(&response))
    }

    /// An action that must wait.
    pub fn wait(&mut self, action: &str, parameters: Value) -> WaitId {
        let request = self.request(&format!("AmazonSQS.{action}"), parameters);
        match self.endpoint.handle(&request).outcome {
            Outcome::Waiting(id) => id,
            Outcome::Answered(response) => panic!("answered: {response:?}"),
        }
    }

    /// What is ready, in order: numbers and outputs.
    pub fn ready(&mut self) -> Vec<(WaitId, Value)> {
        self.endpoint.take_ready().into_iter().map(|(id, response)| (id, json(&response))).collect()
    }

    /// The endpoint's own paths.
    pub fn own(&mut self, method: &str, uri: &str, body: &str) -> (u16, Value) {
        let request = Request {
            method: method.into(),
            uri: uri.into(),
            headers: Headers::default(),
            body: body.as_bytes().into(),
            source_ip: None,
        };
        let response = answered(self.endpoint.handle(&request).outcome);
        (response.status, json(&response))
    }

    /// Lets seconds pass.
    pub fn pass(&mut self, seconds: u64) {
        let now_us = self.endpoint.now_us();
        self.endpoint.advance_to(now_us + seconds * 1_000_000);
    }

    pub fn answered(&mut self, target: &str, parameters: Value) -> Response {
        let request = self.request(target, parameters);
        answered(self.endpoint.handle(&request).outcome)
    }

    fn request(&self, target: &str, parameters: Value) -> Request<'static> {
        let mut headers = vec![("X-Amz-Target", target.to_owned())];
        headers.push(("Content-Type", "application/x-amz-json-1.0".to_owned()));
        if let Some((region, key)) = self.scope {
            let scope = format!("{key}/20260101/{region}/sqs/aws4_request");
            headers.push((
                "Authorization",
                format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=, Signature="),
            ));
        }
        Request {
            method: "POST".into(),
            uri: "/".into(),
            headers: headers.into_iter().collect(),
            body: parameters.to_string().into_bytes().into(),
            source_ip: None,
        }
    }
}

fn answered(outcome: Outcome) -> Response {
    match outcome {
        Outcome::Answered(response) => response,
        Outcome::Waiting(id) => panic!("it waits: {id:?}"),
    }
}

/// A body as JSON; null if there is none.
fn json(response: &Response) -> Value {
    if response.body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(&response.body).unwrap_or_else(|_| panic!("no JSON: {response:?}"))
}
