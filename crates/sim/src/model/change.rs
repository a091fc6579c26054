//! One attribute of a queue that changes while the world runs.

use sqs::{AttributeChanges, DeduplicationScope, FifoThroughputLimit, QueueId, RedrivePolicy};

use crate::RedriveModel;

/// An attribute of a queue and its new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueChange {
    /// `VisibilityTimeout` in seconds.
    VisibilityTimeout(u32),
    /// `MessageRetentionPeriod` in seconds.
    Retention(u32),
    /// `DelaySeconds`.
    Delay(u32),
    /// `ReceiveMessageWaitTimeSeconds`.
    ReceiveWait(u32),
    /// `MaximumMessageSize` in bytes.
    MaximumMessageSize(u32),
    /// `ContentBasedDeduplication`.
    ContentBasedDeduplication(bool),
    /// `DeduplicationScope`.
    DeduplicationScope(DeduplicationScope),
    /// `FifoThroughputLimit`.
    ThroughputLimit(FifoThroughputLimit),
    /// `RedrivePolicy`; none removes it.
    Redrive(Option<RedriveModel>),
    /// `RedriveAllowPolicy`, as the scenario has it.
    RedriveAllow,
    /// `Policy`, as the scenario has it.
    Policy,
    /// The queue's encryption, as the scenario has it.
    Encryption,
}

impl QueueChange {
    /// The same as a call; none for what has no value here.
    pub(crate) fn changes(self) -> Option<AttributeChanges> {
        let mut changes = AttributeChanges::default();
        match self {
            Self::VisibilityTimeout(seconds) => changes.visibility_timeout_s = Some(seconds),
            Self::Retention(seconds) => changes.retention_s = Some(seconds),
            Self::Delay(seconds) => changes.delay_s = Some(seconds),
            Self::ReceiveWait(seconds) => changes.receive_wait_s = Some(seconds),
            Self::MaximumMessageSize(bytes) => changes.maximum_message_bytes = Some(bytes),
            Self::ContentBasedDeduplication(on) => changes.content_based_deduplication = Some(on),
            Self::DeduplicationScope(scope) => changes.deduplication_scope = Some(scope),
            Self::ThroughputLimit(limit) => changes.fifo_throughput_limit = Some(limit),
            Self::Redrive(redrive) => changes.redrive = Some(redrive.map(RedriveModel::policy)),
            Self::RedriveAllow | Self::Policy | Self::Encryption => return None,
        }
        Some(changes)
    }

    /// What a call changes, one by one.
    pub(crate) fn all_of(changes: &AttributeChanges) -> Vec<Self> {
        let redrive = |policy: RedrivePolicy| RedriveModel {
            target: policy.dead_letter_target.0,
            max_receive_count: policy.max_receive_count,
        };
        let encrypts =
            changes.kms_key.is_some() || changes.kms_reuse_s.is_some() || changes.managed_sse.is_some();
        let all = [
            changes.visibility_timeout_s.map(Self::VisibilityTimeout),
            changes.retention_s.map(Self::Retention),
            changes.delay_s.map(Self::Delay),
            changes.receive_wait_s.map(Self::ReceiveWait),
            changes.maximum_message_bytes.map(Self::MaximumMessageSize),
            changes.content_based_deduplication.map(Self::ContentBasedDeduplication),
            changes.deduplication_scope.map(Self::DeduplicationScope),
            changes.fifo_throughput_limit.map(Self::ThroughputLimit),
            changes.redrive.map(|policy| Self::Redrive(policy.map(redrive))),
            changes.redrive_allow.is_some().then_some(Self::RedriveAllow),
            changes.policy.is_some().then_some(Self::Policy),
            encrypts.then_some(Self::Encryption),
        ];
        all.into_iter().flatten().collect()
    }

    /// Attribute and value as numbers, for encodings; they never change.
    pub fn numbers(self) -> (u8, u64) {
        match self {
            Self::VisibilityTimeout(seconds) => (0, seconds.into()),
            Self::Retention(seconds) => (1, seconds.into()),
            Self::Delay(seconds) => (2, seconds.into()),
            Self::ReceiveWait(seconds) => (3, seconds.into()),
            Self::MaximumMessageSize(bytes) => (4, bytes.into()),
            Self::ContentBasedDeduplication(on) => (5, on.into()),
            Self::DeduplicationScope(scope) => (6, (scope == DeduplicationScope::MessageGroup).into()),
            Self::ThroughputLimit(limit) => (7, (limit == FifoThroughputLimit::PerMessageGroupId).into()),
            Self::Redrive(None) => (8, 0),
            Self::Redrive(Some(it)) => {
                (8, (u64::from(it.target) + 1) << 16 | u64::from(it.max_receive_count))
            }
            Self::RedriveAllow => (9, 0),
            Self::Policy => (10, 0),
            Self::Encryption => (11, 0),
        }
    }

    /// The reverse of [`QueueChange::numbers`].
    pub fn of_numbers(attribute: u8, value: u64) -> Option<Self> {
        let number = u32::try_from(value).unwrap_or(u32::MAX);
        Some(match attribute {
            0 => Self::VisibilityTimeout(number),
            1 => Self::Retention(number),
            2 => Self::Delay(number),
            3 => Self::ReceiveWait(number),
            4 => Self::MaximumMessageSize(number),
            5 => Self::ContentBasedDeduplication(value == 1),
            6 if value == 1 => Self::DeduplicationScope(DeduplicationScope::MessageGroup),
            6 => Self::DeduplicationScope(DeduplicationScope::Queue),
            7 if value == 1 => Self::ThroughputLimit(FifoThroughputLimit::PerMessageGroupId),
            7 => Self::ThroughputLimit(FifoThroughputLimit::PerQueue),
            8 if value == 0 => Self::Redrive(None),
            8 => Self::Redrive(Some(RedriveModel {
                target: u32::try_from((value >> 16).checked_sub(1)?).ok()?,
                max_receive_count: (value & 0xffff) as u32,
            })),
            9 => Self::RedriveAllow,
            10 => Self::Policy,
            11 => Self::Encryption,
            _ => return None,
        })
    }
}

impl RedriveModel {
    /// As the engine takes it: a queue's number there is its index in the model.
    pub(crate) fn policy(self) -> RedrivePolicy {
        RedrivePolicy { dead_letter_target: QueueId(self.target), max_receive_count: self.max_receive_count }
    }
}
