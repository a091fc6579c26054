//! Something that sends, as it is written.

use serde_json::Value;

use super::{Id, Kind, Rate, Share, Size, Span};
use crate::read::{Read, Reader};

record! {
    /// Something that sends.
    Producer {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// Id of a queue; either this or `topic` or `calls`.
        to: Option<Id> = optional "to",
        /// Id of a topic to publish to.
        topic: Option<Id> = optional "topic",
        /// Id of a consumer to call directly, without a queue; each message is a call that waits for its answer.
        calls: Option<Id> = optional "calls",
        /// How long it waits for the answer to a direct call; default 30s.
        timeout: Option<Span> = optional "timeout",
        /// Id of the principal that sends; default: the owner of the queues, who may do everything.
        caller: Option<Id> = optional "as",
        /// Messages a second, at most 10000, or steps of it, a ramp, a sine, bursts, or a list of times.
        rate: Rate = required "rate",
        /// `steady` or `poisson`; default `steady`.
        arrivals: Option<ArrivalsName> = optional "arrivals",
        /// Message groups in turn; default 0 (none) on standard queues, 1 on FIFO queues. Or how many, and the
        /// shares of the first.
        groups: Option<GroupCount> = optional "groups",
        /// Deduplication ids in turn, 1 for always the same; default: each message has its own. FIFO only.
        deduplication_ids: Option<u32> = optional "deduplicationIds",
        /// Bytes of each body; default 1KiB.
        size: Option<Size> = optional "size",
        /// Messages at most; default: no end.
        count: Option<u32> = optional "count",
        /// Delay of each message, whole seconds up to 15m; default: the queue's. Standard only.
        delay: Option<Span> = optional "delay",
        /// Messages of one call, 1 to 10; default 1. More than one are sent by SendMessageBatch.
        batch: Option<u32> = optional "batch",
        /// How long a batch waits for more messages; default 200ms.
        batch_window: Option<Span> = optional "batchWindow",
        /// A scheduler holds each message before it is sent, for longer than any delay.
        schedule: Option<Schedule> = optional "schedule",
        /// Round trip of a call, at least 1ms; default 10ms.
        latency: Option<Span> = optional "latency",
        /// A network that loses calls.
        lose: Option<Lose> = optional "lose",
        /// What happens to a call that was lost or throttled, or to a direct call that failed.
        retry: Option<Retry> = optional "retry",
        /// What its messages are, at most 8 kinds; the first that fits a message counts.
        kinds: Option<Vec<Kind>> = optional "kinds",
    }
}

record! {
    /// A scheduler, like EventBridge Scheduler or a Wait state of Step Functions.
    Schedule {
        /// How long it holds each message.
        wait: Span = required "wait",
    }
}

record! {
    /// A network that loses calls.
    Lose {
        /// Chance that a call does not reach SQS, 0 to 1; default 0.
        request: Option<Share> = optional "request",
        /// Chance that SQS's answer does not come back, 0 to 1; default 0.
        reply: Option<Share> = optional "reply",
    }
}

record! {
    /// What happens to a call that was lost or throttled: it is made again, as AWS's SDKs do.
    Retry {
        /// From a call to its repetition; default: a pause by chance up to 1s, then 2s, 4s, …, after the refusal
        /// came or 2s have passed without an answer. Of a direct call: from its failure.
        after: Option<Span> = optional "after",
        /// Calls in all, 1 to 10; default 3.
        attempts: Option<u32> = optional "attempts",
        /// Does a repetition carry the deduplication id of the first call? Default true.
        same_id: Option<bool> = optional "sameId",
    }
}

words! {
    /// How arrivals are spread.
    ArrivalsName {
        /// Evenly.
        Steady = "steady",
        /// By chance.
        Poisson = "poisson",
    }
}

/// Message groups or tenants: how many, and the shares of the first; the others have what is left, evenly.
#[derive(Clone, Debug)]
pub(crate) struct GroupCount {
    pub(crate) count: u32,
    pub(crate) shares: Vec<Share>,
}

impl Read for GroupCount {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::Number(_) => u32::read(value, reader).map(|count| Self { count, shares: Vec::new() }),
            Value::Object(_) => {
                let fields = reader.object(value, &["count", "shares"])?;
                let count = reader.required(fields, "count");
                let shares: Option<Option<Vec<Share>>> = reader.optional(fields, "shares");
                Some(Self { count: count?, shares: shares?.unwrap_or_default() })
            }
            _ => {
                let example = "3, or { \"count\": 10, \"shares\": [0.8] }";
                reader.wrong_type(value, "a number of groups, or shares of them", example)
            }
        }
    }
}
