//! What a message carries beside its body.

use std::sync::Arc;

/// One of a message's own attributes (sqs-facts §1.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageAttribute {
    /// Its name, at most 256 characters.
    pub name: Arc<str>,
    /// `DataType`: `String`, `Number` or `Binary`, with an optional suffix behind a dot.
    pub data_type: Arc<str>,
    /// Its value.
    pub value: AttributeValue,
}

/// The value of a message attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeValue {
    /// `StringValue`, for strings and numbers.
    Text(Arc<str>),
    /// `BinaryValue`, decoded.
    Binary(Arc<[u8]>),
    /// `StringListValues` or `BinaryListValues`, which AWS does not support yet.
    List,
    /// Neither.
    Missing,
}

/// `MessageDeduplicationId`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DeduplicationId {
    /// As sent, or made from the body.
    Text(Arc<str>),
    /// In a FIFO dead-letter queue: the message's own `MessageId` (sqs-facts §3.8). The number is its serial.
    OfMessage(u64),
}

/// What a message is marked with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// `MessageGroupId`.
    pub group: Option<Arc<str>>,
    /// `MessageDeduplicationId`.
    pub deduplication_id: Option<DeduplicationId>,
    /// `MessageAttributes`, in the order of the call.
    pub attributes: Option<Arc<[MessageAttribute]>>,
    /// `AWSTraceHeader`.
    pub trace_header: Option<Arc<str>>,
    /// The ARN of the principal that sent it; none for the root of the queue's own account.
    pub sender: Option<Arc<str>>,
}
