//! Requests to an endpoint.
//!
//! An input is requests one after the other, between lines of `%%`: a line `POST /path`, lines of headers, an empty
//! line, the body. `{handle}` stands for the latest receipt handle that an answer brought.

use api::http::{Request, Response};
use endpoint::{Endpoint, Options, Outcome};
use serde_json::Value;

/// More requests, or more headers, say nothing new.
const REQUESTS_MAX: usize = 12;
const SEPARATOR: &[u8] = b"\n%%\n";
const HANDLE: &[u8] = b"{handle}";
/// How receipt handles begin.
const HANDLE_START: &str = "AQEB";

/// Every request is answered in the form that it asked for, and the endpoint goes on.
pub(crate) fn run(input: &[u8]) {
    let mut endpoint = Endpoint::new(Options::default());
    let mut handle = HANDLE_START.to_owned();
    for text in split(input, SEPARATOR).into_iter().take(REQUESTS_MAX) {
        let request = request(&replaced(text, handle.as_bytes()));
        let response = answer(&mut endpoint, &request);
        check(&request, &response);
        if let Some(found) = latest_handle(&response) {
            handle = found;
        }
    }
    let health = request(b"GET /_sqscope/health\n\n");
    assert_eq!(answer(&mut endpoint, &health).status, 200, "the endpoint goes on");
}

fn answer(endpoint: &mut Endpoint, request: &Request) -> Response {
    let wait = match endpoint.handle(request).outcome {
        Outcome::Answered(response) => return response,
        Outcome::Waiting(wait) => wait,
    };
    loop {
        if let Some((_, response)) = endpoint.take_ready().into_iter().find(|(ready, _)| *ready == wait) {
            return response;
        }
        let end_us = endpoint.next_deadline_us().expect("a wait has an end");
        endpoint.advance_to(end_us);
    }
}

fn check(request: &Request, response: &Response) {
    assert!((200..=599).contains(&response.status), "{} to {request:?}", response.status);
    let content_type = response.header("content-type").unwrap_or_default();
    if content_type.contains("cbor") {
        return;
    }
    let text = std::str::from_utf8(&response.body).expect("an answer is text");
    if content_type.contains("json") && !text.is_empty() {
        assert!(serde_json::from_str::<Value>(text).is_ok(), "no JSON: {text} to {request:?}");
    }
    if content_type.contains("xml") {
        let ends = text.trim_start().starts_with('<') && text.trim_end().ends_with('>');
        assert!(ends && !text.contains(['\u{0}', '\u{b}']), "no XML: {text} to {request:?}");
    }
    assert!(response.status != 500, "an internal failure: {text} to {request:?}");
}

fn latest_handle(response: &Response) -> Option<String> {
    let text = std::str::from_utf8(&response.body).ok()?;
    let start = text.rfind(HANDLE_START)?;
    Some(text[start..].split(['"', '<']).next()?.to_owned())
}

fn request(text: &[u8]) -> Request<'static> {
    let (head, body) = match split_once(text, b"\n\n") {
        Some((head, body)) => (head, body),
        None => (text, &[][..]),
    };
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let (method, uri) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or(("POST", "/"));
    Request {
        method: method.to_owned().into(),
        uri: uri.to_owned().into(),
        headers: lines.filter_map(owned_header).collect(),
        body: body.to_vec().into(),
        source_ip: None,
    }
}

fn owned_header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(": ")?;
    Some((name.to_owned(), value.to_owned()))
}

fn replaced(text: &[u8], handle: &[u8]) -> Vec<u8> {
    split(text, HANDLE).join(handle)
}

fn split<'a>(mut text: &'a [u8], by: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    while let Some((part, rest)) = split_once(text, by) {
        parts.push(part);
        text = rest;
    }
    parts.push(text);
    parts
}

fn split_once<'a>(text: &'a [u8], by: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = text.windows(by.len()).position(|window| window == by)?;
    Some((&text[..at], &text[at + by.len()..]))
}
