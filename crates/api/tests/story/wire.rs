//! The lines of a story that go over the wire, as text in and text out: `json`, `query` and `http`.

use api::call::{Call, KeptDigests, Setting};
use api::envelope;
use api::http::{Headers, Request, Response};
use api::model::Operation;
use sqs::{Reply, Storage};

use super::outcome::Outcome;
use super::pattern::{filled, matches, repeated};
use super::world::World;

const HOST: &str = "sqs.us-east-1.amazonaws.com";
const JSON: &str = "application/x-amz-json-1.0";
const FORM: &str = "application/x-www-form-urlencoded";

/// A line's request; `$name` in it stands for what an answer before had there.
#[derive(Debug)]
pub struct WireLine {
    protocol: Protocol,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    /// `json SendMessage {"QueueUrl":"orders","MessageBody":"a"}`
    Json,
    /// `query Action=SendMessage&QueueUrl=orders&MessageBody=a`
    Query,
    /// `http GET /123456789012/orders?Action=ReceiveMessage Accept:application/json`
    Http,
}

/// The line's request and the place of its `->`, if it is one for the wire.
///
/// # Errors
/// If there is no expectation.
pub fn parse(text: &str) -> Option<Result<(WireLine, String), String>> {
    let (word, _) = text.split_once(' ')?;
    let protocol = match word {
        "json" => Protocol::Json,
        "query" => Protocol::Query,
        "http" => Protocol::Http,
        _ => return None,
    };
    let sides = text[word.len()..].split_once("-> ").ok_or("what is expected is missing: `-> …`".to_owned());
    Some(sides.and_then(|(request, expected)| {
        let line = WireLine { protocol, text: repeated(request.trim())? };
        Ok((line, repeated(expected.trim())?))
    }))
}

impl World {
    /// Sends the line's request and compares what comes back with the pattern that the story expects.
    pub(super) fn speak(&mut self, line: &WireLine, pattern: &str) -> Result<Outcome, String> {
        let request = self.request(line.protocol, &filled(&line.text, &self.said)?)?;
        let response = self.respond(&request)?;
        let got = match line.protocol {
            Protocol::Json => read_json(&response)?,
            Protocol::Query => read_xml(&response)?,
            Protocol::Http => whole(&response),
        };
        let holds = matches(pattern, &got, &mut self.said);
        Ok(Outcome::Wire(if holds { pattern.to_owned() } else { got }))
    }

    fn request(&self, protocol: Protocol, text: &str) -> Result<Request<'static>, String> {
        let mut headers = Headers::default();
        let (method, uri, body) = match protocol {
            Protocol::Json => {
                let (action, body) =
                    text.split_once(char::is_whitespace).ok_or("`json` needs an action and its members")?;
                headers.push("Content-Type", JSON);
                headers.push("X-Amz-Target", format!("AmazonSQS.{action}"));
                ("POST", "/", body)
            }
            Protocol::Query => {
                headers.push("Content-Type", FORM);
                let path = if text.starts_with('/') { text.split_once(' ') } else { Some(("/", text)) };
                let (path, body) = path.ok_or("a path stands before the form")?;
                ("POST", path, body)
            }
            Protocol::Http => {
                let (head, body) = text.split_once("| ").unwrap_or((text, ""));
                let mut words = head.split_whitespace();
                let (method, uri) =
                    words.next().zip(words.next()).ok_or("`http` needs a method and a path")?;
                for word in words {
                    let (name, value) = word.split_once(':').ok_or_else(|| format!("{word} is no header"))?;
                    headers.push(name.to_owned(), value.to_owned());
                }
                (method, uri, body)
            }
        };
        if self.caller != sqs::Caller::default() {
            let key = access_key(&self.caller);
            let scope = format!("AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/sqs/aws4_request");
            headers.push("Authorization", scope);
        }
        if headers.iter().all(|(name, _)| name != "Host") {
            headers.push("Host", HOST);
        }
        let body = if protocol == Protocol::Query { body.replace('\n', "") } else { body.to_owned() };
        let (method, uri) = (method.to_owned().into(), uri.to_owned().into());
        Ok(Request { method, uri, headers, body: body.into_bytes().into(), source_ip: None })
    }

    /// The whole way of a request, through the story's engine.
    fn respond(&mut self, request: &Request<'_>) -> Result<Response, String> {
        self.advance()?;
        self.requests += 1;
        let request_id = api::ids::Ids::new(0, "").request(self.requests);
        let envelope = match envelope::open(request, &request_id) {
            Ok(envelope) => envelope,
            Err(response) => return Ok(response),
        };
        let Operation::Queue(action) = envelope.operation else {
            return Err("only the actions of SQS can be told".to_owned());
        };
        let setting = Setting { storage: Storage::PLAIN, ..Setting::default() };
        let Call { command, pending, .. } = match envelope.call(action, &self.engine, &setting) {
            Ok(call) => call,
            Err(error) => return Ok(api::render::refuse(envelope.format, &error, &request_id)),
        };
        let result = self.give(command);
        if let Ok(Reply::Parked(_)) = result {
            return Err("a receive over the wire finds a message at once or does not wait".to_owned());
        }
        Ok(pending.respond(result, &self.engine, &mut KeptDigests::default(), &request_id))
    }
}

/// The access key that stands for a caller.
fn access_key(caller: &sqs::Caller) -> String {
    let account = format!("{:012}", caller.account);
    let principal = caller.principal.as_deref().and_then(|arn| arn.rsplit_once(':')).map(|(_, name)| name);
    match principal.map(|name| name.split('/').collect::<Vec<_>>()).as_deref() {
        Some(["user", user]) => format!("{account}.{user}"),
        Some(["assumed-role", role, session]) => format!("{account}.{role}.{session}"),
        _ => account,
    }
}

/// `200 {…}`, or `400 Code message`. What every answer has is looked at here.
fn read_json(response: &Response) -> Result<String, String> {
    let body = text(response)?;
    if response.header("content-type") != Some(JSON) || response.header("x-amzn-requestid").is_none() {
        return Err(format!("a header is missing: {:?}", response.headers));
    }
    if response.status == 200 {
        return Ok(format!("200 {body}").trim_end().to_owned());
    }
    let error: serde_json::Value =
        serde_json::from_str(body).map_err(|_| format!("an error that is no JSON: {body}"))?;
    let kind = response.header("x-amzn-query-error").and_then(|header| header.split_once(';'));
    match (kind, error["__type"].as_str(), error["message"].as_str()) {
        (Some((code, "Sender" | "Receiver")), Some(_), Some(message)) => {
            Ok(format!("{} {code} {message}", response.status))
        }
        _ => Err(format!("an error without code, type or message: {:?} {body}", response.headers)),
    }
}

/// `200 <…>` without its frame, or `400 Code message`.
fn read_xml(response: &Response) -> Result<String, String> {
    let body = text(response)?;
    if response.header("content-type").is_none_or(|media| !media.starts_with("text/xml")) {
        return Err(format!("no XML: {:?}", response.headers));
    }
    if !body.contains("<RequestId>") {
        return Err(format!("no request id: {body}"));
    }
    let inside = |name: &str| {
        let (_, after) = body.split_once(&format!("<{name}>"))?;
        after.split_once(&format!("</{name}>")).map(|(inside, _)| inside)
    };
    if response.status == 200 {
        let answer = body.split_once("2012-11-05/\">").map(|(_, answer)| answer);
        let answer = answer.ok_or_else(|| format!("another namespace: {body}"))?;
        let answer = answer.split("<ResponseMetadata>").next().unwrap_or_default();
        return Ok(format!("200 {answer}").trim_end().to_owned());
    }
    match (inside("Code"), inside("Message")) {
        (Some(code), Some(message)) => Ok(format!("{} {code} {message}", response.status)),
        _ => Err(format!("an error without code or message: {body}")),
    }
}

/// Status, headers and body, as they are.
fn whole(response: &Response) -> String {
    let mut parts = vec![response.status.to_string()];
    parts.extend(response.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    parts.push(String::from_utf8_lossy(&response.body).into_owned());
    parts.join(" | ").replace('\n', " ").trim_end().to_owned()
}

fn text(response: &Response) -> Result<&str, String> {
    std::str::from_utf8(&response.body).map_err(|_| "an answer that is no text".to_owned())
}
