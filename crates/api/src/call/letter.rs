//! A message as it is sent, and what its answer says of it.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};
use sqs::{AttributeValue, Body, MessageAttribute, SendEntry};

use super::arguments::Arguments;
use crate::error::{AwsError, ErrorKind};
use crate::md5;
use crate::refusal::Context;

/// The one system attribute that can be sent.
pub(super) const TRACE_HEADER: &str = "AWSTraceHeader";

/// What the answer needs of a message.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    body: Arc<[u8]>,
    attributes: Option<Arc<[MessageAttribute]>>,
    /// `AWSTraceHeader`, if it came as a system attribute.
    trace_header: Option<Arc<str>>,
    group: Option<Arc<str>>,
    deduplication_id: Option<Arc<str>>,
    /// In a batch: what is wrong with it already.
    pub(super) fault: Option<AwsError>,
}

/// The three digests of a message.
pub(super) struct Digests {
    pub body: md5::BodyDigest,
    pub attributes: Option<String>,
    pub system_attributes: Option<String>,
}

/// Reads `SendMessage`'s members. A fault is told in the letter, the entry is then one that the engine refuses.
pub(super) fn read(arguments: Arguments<'_>, trace_header: Option<&str>) -> (SendEntry, Letter) {
    let shared = |name| arguments.text(name).map(Arc::<str>::from);
    let body: Arc<[u8]> = arguments.text("MessageBody").unwrap_or_default().as_bytes().into();
    let (system, fault) = match system_attribute(arguments) {
        Ok(system) => (system, None),
        Err(fault) => (None, Some(fault)),
    };
    let attributes: Option<Arc<[MessageAttribute]>> = match &fault {
        None => arguments.map("MessageAttributes").map(message_attributes),
        Some(_) => Some([unacceptable()].into()),
    };
    let letter = Letter {
        body: Arc::clone(&body),
        attributes: attributes.clone().filter(|attributes| !attributes.is_empty()),
        trace_header: system.clone(),
        group: shared("MessageGroupId"),
        deduplication_id: shared("MessageDeduplicationId"),
        fault,
    };
    let entry = SendEntry {
        body: Body::Bytes(body),
        delay_s: arguments.integer("DelaySeconds"),
        attributes: letter.attributes.clone(),
        trace_header: system.or_else(|| trace_header.map(Arc::from)),
        group: letter.group.clone(),
        deduplication_id: letter.deduplication_id.clone(),
    };
    (entry, letter)
}

fn message_attributes(map: &Map<String, Value>) -> Arc<[MessageAttribute]> {
    let attribute = |(name, value): (&String, &Value)| {
        let members = Arguments::of(value);
        let data_type = members.text("DataType").unwrap_or_default();
        let lists = ["StringListValues", "BinaryListValues"];
        let value = if lists.iter().any(|name| !members.list(name).is_empty()) {
            AttributeValue::List
        } else if data_type.starts_with("Binary") {
            let bytes = members.text("BinaryValue").and_then(|text| BASE64_STANDARD.decode(text).ok());
            bytes.map_or(AttributeValue::Missing, |bytes| AttributeValue::Binary(bytes.into()))
        } else {
            let text = members.text("StringValue");
            text.map_or(AttributeValue::Missing, |text| AttributeValue::Text(text.into()))
        };
        MessageAttribute { name: name.as_str().into(), data_type: data_type.into(), value }
    };
    map.iter().map(attribute).collect()
}

fn system_attribute(arguments: Arguments<'_>) -> Result<Option<Arc<str>>, AwsError> {
    let Some(map) = arguments.map("MessageSystemAttributes") else { return Ok(None) };
    if let Some(name) = map.keys().find(|name| *name != TRACE_HEADER) {
        let text = format!("Message system attribute name '{name}' is invalid.");
        return Err(ErrorKind::InvalidParameterValue.says(text));
    }
    let Some(value) = map.get(TRACE_HEADER) else { return Ok(None) };
    let members = Arguments::of(value);
    if members.text("DataType") != Some("String") {
        return Err(ErrorKind::InvalidParameterValue.says(format!(
            "The type of message (system) attribute '{TRACE_HEADER}' is invalid. \
             You must use only the following supported type prefixes: String."
        )));
    }
    match members.text("StringValue").filter(|text| !text.is_empty()) {
        Some(text) => Ok(Some(text.into())),
        None => Err(ErrorKind::InvalidParameterValue.says(format!(
            "Message (system) attribute '{TRACE_HEADER}' must contain a non-empty value of type 'String'."
        ))),
    }
}

/// An attribute that no queue takes, so that an entry with a fault of its own is not sent.
fn unacceptable() -> MessageAttribute {
    MessageAttribute { name: "".into(), data_type: "".into(), value: AttributeValue::Missing }
}

impl Letter {
    pub(super) fn digests(&self) -> Digests {
        let system = self.trace_header.as_deref().map(|text| md5::Attribute {
            name: TRACE_HEADER,
            data_type: "String",
            value: md5::Value::Text(text),
        });
        Digests {
            body: md5::of_body(&self.body),
            attributes: digest(self.attributes.iter().flat_map(|attributes| attributes.iter())),
            system_attributes: md5::of_attributes(system),
        }
    }

    /// A context with what refusals repeat of the message.
    pub(super) fn context<'a>(&'a self, context: Context<'a>) -> Context<'a> {
        Context {
            message_group_id: self.group.as_deref(),
            message_deduplication_id: self.deduplication_id.as_deref(),
            ..context
        }
    }
}

/// The digest of message attributes; none if there are none.
pub(super) fn digest<'a>(attributes: impl Iterator<Item = &'a MessageAttribute>) -> Option<String> {
    md5::of_attributes(attributes.filter_map(|attribute| {
        let value = match &attribute.value {
            AttributeValue::Text(text) => md5::Value::Text(text),
            AttributeValue::Binary(bytes) => md5::Value::Binary(bytes),
            AttributeValue::List | AttributeValue::Missing => return None,
        };
        Some(md5::Attribute { name: &attribute.name, data_type: &attribute.data_type, value })
    }))
}
