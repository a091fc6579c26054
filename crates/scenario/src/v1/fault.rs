//! What goes wrong, or is done to a queue, as it is written.

use serde_json::Value;

use super::pollers::{DeduplicationScopeName, Factor, RedriveAllow, ThroughputLimitName};
use super::{Dlq, Id, Json, Size, Span};
use crate::read::{Read, Reader};

record! {
    /// Something that goes wrong or is done at a time: exactly one of the fields below, beside `id`, `at`,
    /// `for` and `enabled`.
    Fault {
        /// A name for edits, `[a-z0-9-]{1,32}`.
        id: Option<Id> = optional "id",
        /// When.
        at: Span = required "at",
        /// A worker that dies: `w/1`.
        crash: Option<String> = optional "crash",
        /// How long a crash, a hang, slowness or an outage lasts; default: for ever.
        down_for: Option<Span> = optional "for",
        /// A standard queue that hands its next message out a second time.
        second_copy: Option<Id> = optional "secondCopy",
        /// Does it happen? Default true; an edit can turn it off.
        enabled: Option<bool> = optional "enabled",
        /// A worker that stops in mid-job without dying: `w/1`. It goes on where it stopped after `for`.
        hang: Option<String> = optional "hang",
        /// A consumer whose work takes longer.
        slow: Option<Slow> = optional "slow",
        /// A worker that stops in an orderly way: `w/1`. It finishes and deletes what it has.
        stop: Option<String> = optional "stop",
        /// An Availability Zone whose workers are all down; queues are not.
        zone_outage: Option<Id> = optional "zoneOutage",
        /// A producer whose next call does not reach SQS.
        lose_request: Option<Id> = optional "loseRequest",
        /// A producer whose next call reaches SQS, and the answer is lost.
        lose_reply: Option<Id> = optional "loseReply",
        /// StartMessageMoveTask.
        redrive: Option<Redrive> = optional "redrive",
        /// A dead-letter queue whose redrive is cancelled.
        cancel_redrive: Option<Id> = optional "cancelRedrive",
        /// A queue that is purged.
        purge: Option<Id> = optional "purge",
        /// SetQueueAttributes.
        change: Option<QueueChange> = optional "change",
    }
}

record! {
    /// Work that takes longer.
    Slow {
        /// Id of a consumer.
        consumer: Id = required "consumer",
        /// How many times as long work takes that begins meanwhile, 0.001 to 1000.
        factor: Factor = required "factor",
    }
}

record! {
    /// Messages of a dead-letter queue go back.
    Redrive {
        /// Id of the dead-letter queue.
        queue: Id = required "queue",
        /// Messages a second, 1 to 500; default: as fast as it goes.
        rate: Option<u32> = optional "rate",
        /// Id of the queue where they go; default: each to where it came from.
        to: Option<Id> = optional "to",
    }
}

record! {
    /// Attributes of a queue that change; those that are not named stay.
    QueueChange {
        /// Id of the queue.
        queue: Id = required "queue",
        /// Whole seconds, 0 to 12h.
        visibility_timeout: Option<Span> = optional "visibilityTimeout",
        /// Whole seconds, 60s to 14d.
        retention: Option<Span> = optional "retention",
        /// Whole seconds, 0 to 15m.
        delay: Option<Span> = optional "delay",
        /// Whole seconds, 0 to 20s.
        receive_wait: Option<Span> = optional "receiveWait",
        /// 1KiB to 1MiB.
        maximum_message_size: Option<Size> = optional "maximumMessageSize",
        /// FIFO only.
        content_based_deduplication: Option<bool> = optional "contentBasedDeduplication",
        /// FIFO only.
        deduplication_scope: Option<DeduplicationScopeName> = optional "deduplicationScope",
        /// FIFO only.
        throughput_limit: Option<ThroughputLimitName> = optional "throughputLimit",
        /// Dead-letter queue.
        dlq: Option<Dlq> = optional "dlq",
        /// `allowAll`, `denyAll`, or the queues that may name it as their dead-letter queue.
        redrive_allow: Option<RedriveAllow> = optional "redriveAllow",
        /// Its access policy, as for AWS.
        policy: Option<Json> = optional "policy",
    }
}
