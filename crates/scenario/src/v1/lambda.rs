//! A Lambda function and its event source mapping, as they are written.

use serde_json::Value;

use super::Span;
use crate::read::{Read, Reader};

record! {
    /// A Lambda function behind an event source mapping. Defaults are AWS's.
    Lambda {
        /// The function's timeout, 1s to 15m, at most the queue's visibility timeout; default 3s.
        timeout: Option<Span> = optional "timeout",
        /// The batching window, 0s or 1s to 5m in whole seconds; standard queues only; default 0s.
        window: Option<Span> = optional "window",
        /// Invocations at once that the mapping may have, 2 to 1000.
        maximum_concurrency: Option<u32> = optional "maximumConcurrency",
        /// Invocations at once that the function may have, 0 to 1000: more are throttled.
        reserved: Option<u32> = optional "reserved",
        /// Provisioned pollers, in place of `maximumConcurrency`.
        provisioned: Option<Provisioned> = optional "provisioned",
        /// ReportBatchItemFailures; default false.
        partial_failures: Option<bool> = optional "partialFailures",
        /// What the function answers when a message fails; default `listed` with `partialFailures`, else
        /// `exception`.
        answers: Option<AnswerName> = optional "answers",
        /// A filter pattern on `body`, or a list of up to 5: what matches none is deleted without an invocation.
        filter: Option<Json> = optional "filter",
        /// How fast concurrency grows; default `today`.
        ramp: Option<RampName> = optional "ramp",
        /// How long a new environment starts, 0s to 10s; default 0s.
        cold_start: Option<Span> = optional "coldStart",
    }
}

record! {
    /// Pollers that are always there, and how many there may be; each has up to ten invocations at once.
    Provisioned {
        /// 2 to 200; default 2.
        min: Option<u32> = optional "min",
        /// `min` to 200 (AWS allows 10,000); default 200.
        max: Option<u32> = optional "max",
    }
}

words! {
    /// What a function answers when a message of its batch fails.
    AnswerName {
        /// It throws, and leaves the rest of the batch alone.
        Exception = "exception",
        /// The ids that failed; on FIFO queues it stops at the first failure and lists all that it left.
        Listed = "listed",
        /// The ids that failed; it goes on after a failure on FIFO queues too, which breaks the order.
        OnlyFailed = "onlyFailed",
        /// `{"batchItemFailures": []}`, or null in place of the list.
        EmptyList = "emptyList",
        /// Nothing, or null.
        Nothing = "nothing",
        /// Something that is no JSON, after every batch.
        InvalidJson = "invalidJson",
        /// Items with an empty `itemIdentifier`.
        EmptyIdentifier = "emptyIdentifier",
        /// Items with null for an `itemIdentifier`.
        NullIdentifier = "nullIdentifier",
        /// Items with another key than `itemIdentifier`.
        WrongKey = "wrongKey",
        /// Items that name messages which were not in the batch.
        UnknownIdentifier = "unknownIdentifier",
    }
}

words! {
    /// How fast a mapping's concurrency grows.
    RampName {
        /// 300 a minute, up to 1,250.
        Today = "today",
        /// 60 a minute, up to 1,000.
        Before2023 = "before-2023",
    }
}

/// Any JSON.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transparent))]
pub(crate) struct Json(pub(crate) Value);

impl Read for Json {
    fn read(value: &Value, _reader: &mut Reader) -> Option<Self> {
        Some(Self(value.clone()))
    }
}

impl Default for Lambda {
    /// Nothing is written.
    fn default() -> Self {
        Self {
            timeout: None,
            window: None,
            maximum_concurrency: None,
            reserved: None,
            provisioned: None,
            partial_failures: None,
            answers: None,
            filter: None,
            ramp: None,
            cold_start: None,
        }
    }
}
