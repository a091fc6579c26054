//! What a queue is set to, with AWS's ranges and defaults (sqs-facts §1.4, §15).

use std::sync::Arc;

use crate::{ONE_MILLION, PolicyDocument, QueueId};

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
    /// Entries of a batch.
    pub const BATCH_ENTRIES_MAX: u32 = 10;
    /// Bytes of a batch of sends, all bodies and attributes together.
    pub const BATCH_BYTES_MAX: u32 = 1_048_576;
    /// Attributes of a message.
    pub const MESSAGE_ATTRIBUTES_MAX: u32 = 10;
    /// Tags of a queue; AWS's documents only advise against more.
    pub const TAGS_MAX: u32 = 50;
    /// Characters of a tag's key.
    pub const TAG_KEY_CHARS_MAX: u32 = 128;
    /// Characters of a tag's value.
    pub const TAG_VALUE_CHARS_MAX: u32 = 256;
    /// Seconds; the shortest `KmsDataKeyReusePeriodSeconds`.
    pub const KMS_REUSE_S_MIN: u32 = 60;
    /// Seconds; the longest `KmsDataKeyReusePeriodSeconds`.
    pub const KMS_REUSE_S_MAX: u32 = 86_400;
    /// `sourceQueueArns` of a redrive allow policy.
    pub const REDRIVE_SOURCES_MAX: u32 = 10;
    /// Bytes of a queue policy's text.
    pub const POLICY_BYTES_MAX: u32 = 8_192;
    /// Statements of a queue policy.
    pub const POLICY_STATEMENTS_MAX: u32 = 20;
    /// Principals of a statement; AWS does not say whether it counts them by statement or by policy, and so
    /// with the next two.
    pub const POLICY_PRINCIPALS_MAX: u32 = 50;
    /// Conditions of a statement.
    pub const POLICY_CONDITIONS_MAX: u32 = 10;
    /// Actions of a statement.
    pub const POLICY_ACTIONS_MAX: u32 = 7;
    /// Actions of a statement that `AddPermission` makes.
    pub const PERMISSION_ACTIONS_MAX: u32 = 7;
    /// Queues of one page of a list.
    pub const LIST_RESULTS_MAX: u32 = 1_000;
    /// Messages per second of a move task.
    pub const MOVE_PER_SECOND_MAX: u32 = 500;
    /// Move tasks that run at one time in an account.
    pub const MOVE_TASKS_MAX: u32 = 100;
    /// Messages per second of a move task that was given no rate; AWS says "system optimised".
    pub const MOVE_PER_SECOND_DEFAULT: u32 = 500;
    /// Move tasks of a queue that are remembered and listed.
    pub const MOVE_TASKS_LISTED: u32 = 10;
    /// Seconds for which a move task goes on after it was cancelled; fits a recording (sqs-facts §4.3).
    pub const MOVE_TASK_CANCEL_S: u32 = 6;
    /// Hours after which a move task ends by itself.
    pub const MOVE_TASK_HOURS_MAX: u32 = 36;
    /// Seconds for which a `ReceiveRequestAttemptId` is remembered (sqs-facts §3.5).
    pub const ATTEMPT_WINDOW_S: u32 = 300;
    /// Calls per second of each action on one FIFO partition (sqs-facts §3.6).
    pub const FIFO_CALLS_PER_S: u32 = 300;
    /// Messages per second on one FIFO partition.
    pub const FIFO_MESSAGES_PER_S: u32 = 3_000;
    /// Share of a tenant's messages in flight that makes it noisy, in parts per million (sqs-facts §5).
    pub const FAIR_SHARE_PPM: u32 = 100_000;
    /// Messages in flight below which a tenant is not noisy by its share of them.
    pub const FAIR_IN_FLIGHT_MIN: u32 = 30;
    /// Seconds without a message in flight after which a tenant is quiet again.
    pub const FAIR_CALM_S: u32 = 300;
    /// Seconds over which a tenant's share of processing time is taken; AWS publishes none.
    pub const FAIR_LOOKBACK_S: u32 = 60;
    /// Receives after which the age metric of a standard queue passes a message over (sqs-facts §6).
    pub const POISON_RECEIVES: u32 = 3;
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

/// Who may name a queue as its dead-letter queue (sqs-facts §4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedriveAllowPolicy {
    /// As it was set, word for word.
    pub text: Arc<str>,
    /// `redrivePermission`.
    pub permission: RedrivePermission,
}

/// `redrivePermission`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedrivePermission {
    /// Every queue of the account and region.
    AllowAll,
    /// None.
    DenyAll,
    /// Queues of the same account and region by name; one that does not exist yet counts too.
    ByQueue(Vec<(u64, Arc<str>)>),
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
    /// `RedrivePolicy` as it was set, word for word; none if it was not set as text.
    pub redrive_text: Option<Arc<str>>,
    /// `RedriveAllowPolicy`.
    pub redrive_allow: Option<Arc<RedriveAllowPolicy>>,
    /// `Policy`.
    pub policy: Option<Arc<PolicyDocument>>,
    /// `KmsMasterKeyId`.
    pub kms_key: Option<Arc<str>>,
    /// `KmsDataKeyReusePeriodSeconds`.
    pub kms_reuse_s: u32,
    /// `SqsManagedSseEnabled`.
    pub managed_sse: bool,
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
            redrive_text: None,
            redrive_allow: None,
            policy: None,
            kms_key: None,
            kms_reuse_s: 300,
            managed_sse: true,
            content_based_deduplication: false,
            deduplication_scope: DeduplicationScope::Queue,
            fifo_throughput_limit: FifoThroughputLimit::PerQueue,
        }
    }
}

/// The attributes that a call sends; `None` was not sent. An inner `None` removes what was set.
/// What is no value of its type at all (`VisibilityTimeout=abc`) is refused before it comes here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AttributeChanges {
    pub delay_s: Option<u32>,
    pub maximum_message_bytes: Option<u32>,
    pub retention_s: Option<u32>,
    pub receive_wait_s: Option<u32>,
    pub visibility_timeout_s: Option<u32>,
    pub redrive: Option<Option<RedrivePolicy>>,
    pub redrive_text: Option<Arc<str>>,
    pub redrive_allow: Option<Option<Arc<RedriveAllowPolicy>>>,
    pub policy: Option<Option<Arc<PolicyDocument>>>,
    pub kms_key: Option<Option<Arc<str>>>,
    pub kms_reuse_s: Option<u32>,
    pub managed_sse: Option<bool>,
    /// `FifoQueue`, if it was sent; a queue's kind never changes.
    pub fifo_queue: Option<bool>,
    pub content_based_deduplication: Option<bool>,
    pub deduplication_scope: Option<DeduplicationScope>,
    pub fifo_throughput_limit: Option<FifoThroughputLimit>,
}

impl AttributeChanges {
    /// All attributes of a queue of this kind, as if each had been sent.
    pub fn all(attributes: &QueueAttributes, kind: QueueKind) -> Self {
        let it = attributes.clone();
        let fifo = kind == QueueKind::Fifo;
        Self {
            delay_s: Some(it.delay_s),
            maximum_message_bytes: Some(it.maximum_message_bytes),
            retention_s: Some(it.retention_s),
            receive_wait_s: Some(it.receive_wait_s),
            visibility_timeout_s: Some(it.visibility_timeout_s),
            redrive: Some(it.redrive),
            redrive_text: it.redrive_text,
            redrive_allow: Some(it.redrive_allow),
            policy: Some(it.policy),
            managed_sse: it.kms_key.is_none().then_some(it.managed_sse),
            kms_key: Some(it.kms_key),
            kms_reuse_s: Some(it.kms_reuse_s),
            fifo_queue: fifo.then_some(true),
            content_based_deduplication: (fifo || it.content_based_deduplication)
                .then_some(it.content_based_deduplication),
            deduplication_scope: fifo.then_some(it.deduplication_scope),
            fifo_throughput_limit: fifo.then_some(it.fifo_throughput_limit),
        }
    }
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
    /// FIFO: calls per second of each action on one partition; none is never throttled (sqs-facts §3.6).
    pub fifo_calls_per_s: Option<u32>,
    /// FIFO: partitions of a queue in high-throughput mode, over which groups are spread; 1 to 1,000.
    pub fifo_partitions: u32,
    /// Standard: tenants by message group are told apart and noisy ones wait (sqs-facts §5).
    pub fair: bool,
    /// Seconds until changed attributes take effect, 0 to 60 (sqs-facts §1.4).
    pub attribute_propagation_s: u32,
    /// Seconds until a changed retention takes effect, 0 to 900.
    pub retention_propagation_s: u32,
    /// Seconds that a purge takes, 0 to 60 (sqs-facts §1.13).
    pub purge_s: u32,
    /// Standard: what a delete with a handle older than the latest receive does (sqs-facts §2.5).
    pub stale_delete: StaleDelete,
    /// FIFO: whether changing `DeduplicationScope` changes what a live queue does (sqs-facts §3.4).
    pub scope_changes_live: bool,
}

/// What a delete does that comes with an older receive's handle, on a standard queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaleDelete {
    /// The message is deleted: what was seen on AWS.
    Deletes,
    /// It answers well and deletes nothing: what AWS's documents leave open.
    DoesNothing,
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
        fifo_calls_per_s: None,
        fifo_partitions: 1,
        fair: true,
        attribute_propagation_s: 0,
        retention_propagation_s: 0,
        purge_s: 0,
        stale_delete: StaleDelete::Deletes,
        scope_changes_live: false,
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
            && self.fifo_calls_per_s != Some(0)
            && (1..=1_000).contains(&self.fifo_partitions)
            && self.attribute_propagation_s <= 60
            && self.retention_propagation_s <= 900
            && self.purge_s <= 60
    }
}

impl Default for Storage {
    /// The picture that was recorded on AWS: six servers, one asked by a short poll (sqs-facts §2.2).
    fn default() -> Self {
        Self { shards: 6, fifo_calls_per_s: Some(limits::FIFO_CALLS_PER_S), ..Self::PLAIN }
    }
}
