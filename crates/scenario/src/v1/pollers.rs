//! What pollers do beyond receive, work, delete, and kinds of messages, as they are written.

use serde_json::Value;

use super::{Id, Json, Size, Span, Work};
use crate::decimal;
use crate::problem::quoted;
use crate::read::{Read, Reader};

record! {
    /// `ChangeMessageVisibility` again and again while a worker has messages.
    Heartbeat {
        /// Time between two calls, at least 1ms.
        every: Span = required "every",
        /// The visibility timeout from each call on, whole seconds, 1s to 12h.
        to: Span = required "to",
    }
}

record! {
    /// A kind of messages: those with one of `numbers`, each n-th of `every`, or, without both, all that no kind
    /// above it has.
    Kind {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// Numbers of messages of this producer, from 1, in ascending order, at most 1000.
        numbers: Option<Vec<u32>> = optional "numbers",
        /// Each n-th message of this producer, from the n-th on.
        every: Option<u32> = optional "every",
        /// Does work on it always fail? Default false.
        poison: Option<bool> = optional "poison",
        /// Time for one message, in place of the consumer's.
        work: Option<Work> = optional "work",
        /// Message attributes, at most 10: texts and numbers by name.
        attributes: Option<Attributes> = optional "attributes",
        /// The body, a JSON object that filters look into.
        body: Option<Json> = optional "body",
        /// Bytes of the body, in place of the producer's `size`; a shorter `body` is filled up with spaces.
        size: Option<Size> = optional "size",
    }
}

/// Message attributes by name, as type and text.
#[derive(Clone, Debug)]
pub(crate) struct Attributes(pub(crate) Vec<(String, &'static str, String)>);

impl Read for Attributes {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let example = "{ \"type\": \"order\", \"price\": 12.5 }";
        let Value::Object(fields) = value else {
            return reader.wrong_type(value, "texts and numbers by name", example);
        };
        let mut attributes = Some(Vec::with_capacity(fields.len()));
        for (name, value) in fields {
            let read = reader.below(name, |r| match value {
                Value::String(text) if text.is_empty() => {
                    r.report(
                        "",
                        "An attribute's text is empty.",
                        "Write a text, or leave the attribute out.",
                    );
                    None
                }
                Value::String(text) => Some((name.clone(), "String", text.clone())),
                Value::Number(number) => Some((name.clone(), "Number", decimal::written(number))),
                _ => r.wrong_type(value, "a text or a number", "\"order\""),
            });
            match (read, &mut attributes) {
                (Some(read), Some(list)) => list.push(read),
                _ => attributes = None,
            }
        }
        attributes.map(Self)
    }
}

/// A stretch of time, from (included) to (excluded), in microseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) from_us: u64,
    pub(crate) to_us: u64,
}

impl Read for Stretch {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let Some([from, to]) = value.as_array().map(Vec::as_slice) else {
            return reader.wrong_type(value, "two instants", "[\"10m\", \"70m\"]");
        };
        let from = reader.below("0", |r| Span::read(from, r));
        let to = reader.below("1", |r| Span::read(to, r));
        Some(Self { from_us: from?.0, to_us: to?.0 })
    }
}

words! {
    /// What deduplication ids are compared in.
    DeduplicationScopeName {
        /// The whole queue.
        Queue = "queue",
        /// Each message group by itself.
        MessageGroup = "messageGroup",
    }
}

words! {
    /// What a FIFO queue's throughput limit counts.
    ThroughputLimitName {
        /// The whole queue.
        PerQueue = "perQueue",
        /// Each partition, over which message groups are spread.
        PerMessageGroupId = "perMessageGroupId",
    }
}

/// Who may name a queue as its dead-letter queue.
#[derive(Clone, Debug)]
pub(crate) enum RedriveAllow {
    /// Every queue.
    All,
    /// No queue.
    None,
    /// These.
    Queues(Vec<Id>),
}

impl Read for RedriveAllow {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::String(word) if word == "allowAll" => Some(Self::All),
            Value::String(word) if word == "denyAll" => Some(Self::None),
            Value::Array(_) => Vec::<Id>::read(value, reader).map(Self::Queues),
            Value::String(word) => {
                let hint = "Write `\"allowAll\"`, `\"denyAll\"`, or a list of queues.";
                reader.report("", format!("{} is no permission.", quoted(word)), hint);
                None
            }
            _ => reader.wrong_type(value, "a permission or a list of queues", "[\"orders\"]"),
        }
    }
}

/// A factor in thousandths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Factor(pub(crate) u32);

impl Read for Factor {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let milli = value.as_number().and_then(|number| decimal::scaled(number, 3));
        let in_range = |milli: &u32| (1..=sim::limits::PACE_MILLI_MAX).contains(milli);
        match milli.and_then(|milli| u32::try_from(milli).ok()).filter(in_range) {
            Some(milli) => Some(Self(milli)),
            None => reader.wrong_type(value, "a factor from 0.001 to 1000", "3"),
        }
    }
}
