//! A received message.

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use sqs::{AttributeValue, Body, DeduplicationId, Delivery, Engine, MessageAttribute};

use super::{Filter, Structure, arn, epoch_ms, put_some};
use crate::call::digests::KeptDigests;
use crate::call::letter::{self, TRACE_HEADER};
use crate::identity;
use crate::ids::{self, Ids};

/// A message with the attributes that are asked for. `account` is the queue's owner, whose root sent what has
/// no sender.
pub(super) fn put(
    message: &mut impl Structure,
    ids: Ids,
    engine: &Engine,
    filter: &Filter,
    account: u64,
    digests: &KeptDigests,
    delivery: Delivery,
) {
    let system = system_attributes(ids, engine, filter, account, &delivery);
    if !system.is_empty() {
        message.put("Attributes", system.into());
    }
    let body = body_text(&delivery.body);
    message.put_text("Body", &body);
    message.put_plain("MD5OfBody", &digests.of(delivery.message, body.as_bytes()));
    let own = delivery.labels.as_ref().and_then(|labels| labels.attributes.as_deref()).unwrap_or_default();
    let own: Vec<&MessageAttribute> = own.iter().filter(|attribute| filter.user(&attribute.name)).collect();
    if let Some(digest) = letter::digest(own.iter().copied()) {
        message.put_plain("MD5OfMessageAttributes", &digest);
    }
    if !own.is_empty() {
        let attributes = own.iter().map(|attribute| (attribute.name.to_string(), attribute_value(attribute)));
        message.put("MessageAttributes", Value::Object(attributes.collect()));
    }
    message.put_plain("MessageId", &ids.message(delivery.message));
    message.put_plain("ReceiptHandle", &ids.receipt_handle(delivery.handle));
}

fn system_attributes(
    ids: Ids,
    engine: &Engine,
    filter: &Filter,
    account: u64,
    delivery: &Delivery,
) -> Map<String, Value> {
    let labels = delivery.labels.as_deref();
    let text = |text: Option<&std::sync::Arc<str>>| text.map(|text| text.to_string());
    let sender = || match labels.and_then(|labels| labels.sender.as_deref()) {
        Some(principal) => ids.sender(principal),
        None => ids.sender(&identity::root_arn(account)),
    };
    let deduplication_id = || {
        Some(match delivery.deduplication_id()? {
            DeduplicationId::Text(text) => text.to_string(),
            DeduplicationId::OfMessage(serial) => ids.message_of_serial(*serial).to_string(),
        })
    };
    let mut attributes = Map::new();
    let mut show = |name: &str, value: &dyn Fn() -> Option<String>| {
        if filter.system(name) {
            put_some(&mut attributes, name, value());
        }
    };
    show("SenderId", &|| Some(sender()));
    show("SentTimestamp", &|| Some(epoch_ms(engine, delivery.sent_at).to_string()));
    show("ApproximateReceiveCount", &|| Some(delivery.receive_count.to_string()));
    show("ApproximateFirstReceiveTimestamp", &|| {
        Some(epoch_ms(engine, delivery.first_received_at).to_string())
    });
    show(TRACE_HEADER, &|| text(labels?.trace_header.as_ref()));
    show("MessageGroupId", &|| text(delivery.group()));
    show("MessageDeduplicationId", &deduplication_id);
    show("SequenceNumber", &|| delivery.sequence.map(ids::sequence_number));
    show("DeadLetterQueueSourceArn", &|| delivery.dead_letter_source.map(|queue| arn(engine, queue)));
    attributes
}

fn attribute_value(attribute: &MessageAttribute) -> Value {
    match &attribute.value {
        AttributeValue::Text(text) => json!({ "DataType": &*attribute.data_type, "StringValue": &**text }),
        AttributeValue::Binary(bytes) => {
            json!({ "DataType": &*attribute.data_type, "BinaryValue": BASE64_STANDARD.encode(bytes) })
        }
        AttributeValue::List | AttributeValue::Missing => json!({ "DataType": &*attribute.data_type }),
    }
}

/// A simulated body has no text, so its identity stands for it, repeated to its length.
fn body_text(body: &Body) -> Cow<'_, str> {
    match body {
        // A message's body came as text: the library's own detour over pieces of it costs more.
        Body::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => String::from_utf8_lossy(bytes),
        },
        Body::Simulated { len_bytes, hash } => {
            let digits = format!("{hash:016x}");
            Cow::Owned(digits.chars().cycle().take(*len_bytes as usize).collect())
        }
    }
}
