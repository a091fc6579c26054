//! The size of SNS's envelope around a message (sqs-facts §8). Nobody reads it in a run, so it is not made.

use sqs::{AttributeValue, Body, MessageAttribute, QueueKind};

use crate::TopicModel;

/// An envelope around an empty message, with ids, signature and dates of the length that AWS gives them.
const STANDARD: &str = concat!(
    r#"{"Type":"Notification","MessageId":"00000000-0000-0000-0000-000000000000","TopicArn":"","Message":"","#,
    r#""Timestamp":"2026-01-01T00:00:00.000Z","SignatureVersion":"1","Signature":"","SigningCertURL":"","#,
    r#""UnsubscribeURL":""}"#
);
const FIFO: &str = concat!(
    r#"{"Type":"Notification","MessageId":"00000000-0000-0000-0000-000000000000","#,
    r#""SequenceNumber":"10000000000000000000","TopicArn":"","Message":"","#,
    r#""Timestamp":"2026-01-01T00:00:00.000Z","UnsubscribeURL":""}"#
);
/// Bytes: a signature of 256 bytes in Base64.
const SIGNATURE: usize = 344;
const CERTIFICATE: &str = concat!(
    "https://sns.us-east-1.amazonaws.com/",
    "SimpleNotificationService-00000000000000000000000000000000.pem"
);
/// Before the ARN of the subscription, which is the topic's and an id.
const UNSUBSCRIBE: &str = "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=";
const SUBSCRIPTION_ID: &str = ":00000000-0000-0000-0000-000000000000";
const ATTRIBUTES: &str = r#","MessageAttributes":{}"#;
const ATTRIBUTE: &str = r#""":{"Type":"","Value":""}"#;

/// Bytes of the envelope around a message of a topic.
pub(super) fn len_bytes(topic: &TopicModel, body: &Body, attributes: &[MessageAttribute]) -> u32 {
    let arn = topic.arn().len();
    let fixed = match topic.kind {
        QueueKind::Standard => STANDARD.len() + SIGNATURE + CERTIFICATE.len(),
        QueueKind::Fifo => FIFO.len(),
    };
    let addresses = arn + UNSUBSCRIBE.len() + arn + SUBSCRIPTION_ID.len();
    let len = (fixed + addresses + attributes_len(attributes)) as u64 + body_len(body);
    u32::try_from(len).unwrap_or(u32::MAX)
}

fn attributes_len(attributes: &[MessageAttribute]) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::Text(text) => escaped_len(text.as_bytes()),
        AttributeValue::Binary(bytes) => bytes.len().div_ceil(3) * 4,
        AttributeValue::List | AttributeValue::Missing => 0,
    };
    let each =
        attributes.iter().map(|it| ATTRIBUTE.len() + it.name.len() + it.data_type.len() + value(&it.value));
    match attributes.len() {
        0 => 0,
        count => ATTRIBUTES.len() + each.sum::<usize>() + count - 1,
    }
}

/// A simulated body is taken for plain text.
fn body_len(body: &Body) -> u64 {
    match body {
        Body::Bytes(bytes) => escaped_len(bytes) as u64,
        Body::Simulated { len_bytes, .. } => u64::from(*len_bytes),
    }
}

/// Bytes of a text within a JSON text.
fn escaped_len(text: &[u8]) -> usize {
    let len = |byte: &u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 2,
        0..32 => 6,
        _ => 1,
    };
    text.iter().map(len).sum()
}
