//! From what a call answers to a response in the words of its protocol (sqs-facts §1.1, §1.2).

mod cbor;
mod query_json;
mod xml;

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::error::AwsError;
use crate::http::Response;
use crate::model::Operation;

/// How a call wants to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// The protocol.
    pub protocol: Protocol,
    /// Who answers, which Query's XML names.
    pub service: Service,
}

/// The ways of writing an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// AWS JSON 1.0, what SDKs speak since 2023.
    Json,
    /// Query, answered in XML.
    Query,
    /// Query with `Accept: application/json`.
    QueryAsJson,
    /// Smithy's RPC v2 in CBOR.
    Cbor,
}

/// The services that answer at one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Service {
    Sqs,
    CloudWatch,
}

impl Service {
    /// Whose operation it is.
    pub const fn of(operation: Operation) -> Self {
        match operation {
            Operation::Queue(_) => Self::Sqs,
            Operation::Metric(_) => Self::CloudWatch,
        }
    }

    /// The namespace of its XML.
    const fn namespace(self) -> &'static str {
        match self {
            Self::Sqs => "http://queue.amazonaws.com/doc/2012-11-05/",
            Self::CloudWatch => "http://monitoring.amazonaws.com/doc/2010-08-01/",
        }
    }
}

const JSON_TYPE: &str = "application/x-amz-json-1.0";
const CBOR_TYPE: &str = "application/cbor";
const XML_TYPE: &str = "text/xml";

/// Answers a call. The output is a structure of the model in AWS JSON's form; what the model does not name is
/// left out on Query, and `Null` stands for the output of actions that have none.
pub fn answer(
    format: Format,
    operation: Operation,
    result: Result<Value, AwsError>,
    request_id: &str,
) -> Response {
    let output = match result {
        Ok(output) => output,
        Err(error) => return refuse(format, &error, request_id),
    };
    let members = operation.signature().output;
    match format.protocol {
        Protocol::Json => answer_json(members.map(|_| json_bytes(&output)).unwrap_or_default(), request_id),
        Protocol::Query => {
            let body = xml::answer(format.service, operation, &output, request_id);
            response(200, XML_TYPE, request_id, body.into_bytes())
        }
        Protocol::QueryAsJson => {
            let body = query_json::answer(operation, &output, request_id);
            response(200, "application/json", request_id, json_bytes(&body))
        }
        Protocol::Cbor => {
            let body = cbor::answer(members.unwrap_or_default(), &output);
            with_cbor_header(response(200, CBOR_TYPE, request_id, body))
        }
    }
}

/// Answers a call in AWS JSON with an output structure that is text already; empty if the action has none.
pub(crate) fn answer_json(output: Vec<u8>, request_id: &str) -> Response {
    response(200, JSON_TYPE, request_id, output)
}

/// Answers a call that is refused.
pub fn refuse(format: Format, error: &AwsError, request_id: &str) -> Response {
    let mut response = match format.protocol {
        Protocol::Json => {
            let body = json!({ "__type": error.shape, "message": error.message });
            response(error.status, JSON_TYPE, request_id, json_bytes(&body))
        }
        Protocol::Query => {
            let body = xml::error(format.service, error, request_id);
            response(error.status, XML_TYPE, request_id, body.into_bytes())
        }
        Protocol::QueryAsJson => {
            let body = query_json::error(error, request_id);
            response(error.status, "application/json", request_id, json_bytes(&body))
        }
        Protocol::Cbor => {
            let body = cbor::error(error);
            with_cbor_header(response(error.status, CBOR_TYPE, request_id, body))
        }
    };
    // Newer JavaScript SDKs crash without it.
    response.headers.push(("x-amzn-query-error", format!("{};{}", error.code, blame(error)).into()));
    response
}

/// Answers a request that names no operation; the same in every protocol.
pub fn unknown_operation(request_id: &str) -> Response {
    response(404, XML_TYPE, request_id, b"<UnknownOperationException/>\n".to_vec())
}

/// Room for most answers, so that they need not move while they grow.
pub(crate) const ROOM_BYTES: usize = 512;

/// A value as text; without the detour over formatting, which costs as much again.
pub(crate) fn json_bytes(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ROOM_BYTES);
    // A value of JSON can always be written, and to memory nothing fails.
    let _ = serde_json::to_writer(&mut bytes, value);
    bytes
}

const fn blame(error: &AwsError) -> &'static str {
    if error.sender_fault { "Sender" } else { "Receiver" }
}

fn response(status: u16, content_type: &'static str, request_id: &str, body: Vec<u8>) -> Response {
    let headers = vec![
        ("x-amzn-RequestId", Cow::Owned(request_id.to_owned())),
        ("Content-Type", Cow::Borrowed(content_type)),
    ];
    Response { status, headers, body }
}

fn with_cbor_header(mut response: Response) -> Response {
    response.headers.push(("smithy-protocol", "rpc-v2-cbor".into()));
    response
}

#[cfg(test)]
mod tests;
