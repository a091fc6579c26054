//! What a queue is set to, with AWS's ranges and defaults (sqs-facts §1.4, §15).

use crate::{ONE_MILLION, QueueId};

/// AWS's limits, with the values of November 2026 (sqs-facts §1.4, §2.3, §15).
pub mod limits {
    /// Seconds; `DelaySeconds` of a queue or a message.
    pub const DELAY_S_MAX: u32 = 900;
    /// Seconds; the longest long poll.
    pub const WAIT_S_MAX: u32 = 20;
    /// Seconds; also the cap on the total since the receive (12 hours).
    pub const VISIBILITY_TIMEOUT_S_MAX: u32 = 43_200;
    /// Seconds; the shortest `MessageRetentionPeriod`.
    pub const RETENTION_S_MIN: u32 = 60;
    /// Seconds; the longest `MessageRetentionPeriod` (14 days).
    pub const RETENTION_S_MAX: u32 = 1_209_600;
    /// Bytes; the smallest `MaximumMessageSize`.
    pub const MESSAGE_BYTES_MIN: u32 = 1_024;
    /// Bytes; the largest `MaximumMessageSize` (since August 2025).
    pub const MESSAGE_BYTES_MAX: u32 = 1_048_576;
    /// Messages in one receive.
    pub const RECEIVE_MAX: u32 = 10;
    /// The largest `maxReceiveCount`.
    pub const MAX_RECEIVE_COUNT_MAX: u32 = 1_000;
    /// Messages in flight, standard and FIFO alike.
    pub const IN_FLIGHT_MAX: u32 = 120_000;
    /// Messages at the head of a FIFO queue that are looked at for free groups (sqs-facts §3.7).
    pub const FIFO_LOOKAHEAD: u32 = 120_000;
    /// Seconds for which a deduplication id is remembered (sqs-facts §3.4).
    pub const DEDUPLICATION_WINDOW_S: u32 = 300;
    /// Seconds for which a deleted queue's name is blocked.
    pub const NAME_REUSE_COOLDOWN_S: u32 = 60;
    /// Seconds between two purges of a queue.
    pub const PURGE_COOLDOWN_S: u32 = 60;
}

/// Standard or FIFO; fixed for a queue's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueueKind {
    /// At least once, best-effort order.
    Standard,
    /// Ordered within a message group, deduplicated. Its name ends in `.fifo`.
    Fifo,
}

/// `DeduplicationScope`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeduplicationScope {
    /// One memory for the queue.
    Queue,
    /// A memory for each message group.
    MessageGroup,
}

/// `FifoThroughputLimit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FifoThroughputLimit {
    /// The default.
    PerQueue,
    /// High throughput; needs `DeduplicationScope::MessageGroup`.
    PerMessageGroupId,
}

/// Where a message goes after too many receives (sqs-facts §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RedrivePolicy {
    /// The dead-letter queue; of the same kind as the source. The queue itself is allowed.
    pub dead_letter_target: QueueId,
    /// Deliveries that a message gets from this queue; 1 to 1,000. The receive after that moves it instead.
    pub max_receive_count: u32,
}

/// The settable attributes of a queue. Ranges are in [`limits`]; the engine refuses what is outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueAttributes {
    /// `DelaySeconds`.
    pub delay_s: u32,
    /// `MaximumMessageSize`, in bytes.
    pub maximum_message_bytes: u32,
    /// `MessageRetentionPeriod`.
    pub retention_s: u32,
    /// `ReceiveMessageWaitTimeSeconds`.
    pub receive_wait_s: u32,
    /// `VisibilityTimeout`.
    pub visibility_timeout_s: u32,
    /// `RedrivePolicy`.
    pub redrive: Option<RedrivePolicy>,
    /// `ContentBasedDeduplication`; FIFO only.
    pub content_based_deduplication: bool,
    /// `DeduplicationScope`; FIFO only.
    pub deduplication_scope: DeduplicationScope,
    /// `FifoThroughputLimit`; FIFO only.
    pub fifo_throughput_limit: FifoThroughputLimit,
}

impl Default for QueueAttributes {
    fn default() -> Self {
        Self {
            delay_s: 0,
            maximum_message_bytes: limits::MESSAGE_BYTES_MAX,
            retention_s: 345_600,
            receive_wait_s: 0,
            visibility_timeout_s: 30,
            redrive: None,
            content_based_deduplication: false,
            deduplication_scope: DeduplicationScope::Queue,
            fifo_throughput_limit: FifoThroughputLimit::PerQueue,
        }
    }
}

/// What `SetQueueAttributes` changes; `None` leaves a value alone. `redrive: Some(None)` removes the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AttributeChanges {
    pub delay_s: Option<u32>,
    pub maximum_message_bytes: Option<u32>,
    pub retention_s: Option<u32>,
    pub receive_wait_s: Option<u32>,
    pub visibility_timeout_s: Option<u32>,
    pub redrive: Option<Option<RedrivePolicy>>,
    pub content_based_deduplication: Option<bool>,
    pub deduplication_scope: Option<DeduplicationScope>,
    pub fifo_throughput_limit: Option<FifoThroughputLimit>,
}

/// How AWS's machinery behind a queue behaves: what AWS does not publish or lets no one set
/// (sqs-facts §2.1, §2.2, §15). Only standard queues look at the first six.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Servers that hold a standard queue's messages; 1 to 64. AWS publishes none; 6 reproduces a recording.
    pub shards: u32,
    /// Servers that a short poll asks; 1 to `shards`.
    pub sample: u32,
    /// Chance that a short poll also picks among empty servers ("false empty"), in parts per million.
    pub false_empty_ppm: u32,
    /// Chance that a hand-out leaves a second copy that another receive can get, in parts per million.
    pub double_delivery_ppm: u32,
    /// Chance that a delete misses a copy, which comes back once, in parts per million.
    pub duplicate_on_delete_ppm: u32,
    /// A receive may start this many messages further back than the front of its server; 0 to 1,000.
    pub reorder_messages: u32,
    /// Messages in flight at most; AWS's 120,000 unless a lesson scales it down.
    pub in_flight_max: u32,
    /// FIFO look-ahead in messages; AWS's 120,000 unless a lesson scales it down.
    pub fifo_lookahead: u32,
}

impl Storage {
    /// One server, no chance: repeatable for tests that want to know nothing of shards.
    pub const PLAIN: Self = Self {
        shards: 1,
        sample: 1,
        false_empty_ppm: 0,
        double_delivery_ppm: 0,
        duplicate_on_delete_ppm: 0,
        reorder_messages: 0,
        in_flight_max: limits::IN_FLIGHT_MAX,
        fifo_lookahead: limits::FIFO_LOOKAHEAD,
    };

    /// True if every value is in its range.
    pub fn is_valid(&self) -> bool {
        (1..=64).contains(&self.shards)
            && (1..=self.shards).contains(&self.sample)
            && self.false_empty_ppm <= ONE_MILLION
            && self.double_delivery_ppm <= ONE_MILLION
            && self.duplicate_on_delete_ppm <= ONE_MILLION
            && self.reorder_messages <= 1_000
            && self.in_flight_max >= 1
            && self.fifo_lookahead >= 1
    }
}

impl Default for Storage {
    /// The picture that was recorded on AWS: six servers, one asked by a short poll (sqs-facts §2.2).
    fn default() -> Self {
        Self { shards: 6, ..Self::PLAIN }
    }
}
