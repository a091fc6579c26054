//! Which values a queue's attributes can take, and what a call makes of them (sqs-facts §1.4, §1.8).

use crate::attributes::limits::*;
use crate::{
    Attribute, AttributeChanges, DeduplicationScope, FifoThroughputLimit, Policy, QueueAttributes, QueueKind,
    RedrivePermission, Refusal,
};

/// What a call says that no queue of this kind could have, whatever its other attributes.
pub(crate) fn check_changes(changes: &AttributeChanges, kind: QueueKind) -> Result<(), Refusal> {
    match (changes.fifo_queue, kind) {
        (Some(_), QueueKind::Standard) => return Err(Refusal::UnknownAttribute(Attribute::FifoQueue)),
        (Some(false), QueueKind::Fifo) => return Err(Refusal::InvalidAttributeValue(Attribute::FifoQueue)),
        (Some(true) | None, QueueKind::Fifo) | (None, QueueKind::Standard) => {}
    }
    let fifo_only = [
        (Attribute::ContentBasedDeduplication, changes.content_based_deduplication.is_some()),
        (Attribute::DeduplicationScope, changes.deduplication_scope.is_some()),
        (Attribute::FifoThroughputLimit, changes.fifo_throughput_limit.is_some()),
    ];
    match fifo_only.iter().find(|(_, sent)| *sent && kind == QueueKind::Standard) {
        Some((attribute, _)) => Err(Refusal::UnknownAttribute(*attribute)),
        None => Ok(()),
    }
}

/// The attributes after a call. A KMS key ends `SqsManagedSseEnabled`, which its removal does not bring back
/// (sqs-facts §14, row 42).
///
/// # Errors
/// If the call asks for both kinds of encryption.
pub(crate) fn changed(
    current: &QueueAttributes,
    changes: &AttributeChanges,
) -> Result<QueueAttributes, Refusal> {
    let kms_key = changes.kms_key.clone().unwrap_or_else(|| current.kms_key.clone());
    if kms_key.is_some() && changes.managed_sse == Some(true) {
        return Err(Refusal::TwoKindsOfEncryption);
    }
    Ok(QueueAttributes {
        delay_s: changes.delay_s.unwrap_or(current.delay_s),
        maximum_message_bytes: changes.maximum_message_bytes.unwrap_or(current.maximum_message_bytes),
        retention_s: changes.retention_s.unwrap_or(current.retention_s),
        receive_wait_s: changes.receive_wait_s.unwrap_or(current.receive_wait_s),
        visibility_timeout_s: changes.visibility_timeout_s.unwrap_or(current.visibility_timeout_s),
        redrive: changes.redrive.unwrap_or(current.redrive),
        redrive_text: match changes.redrive {
            Some(_) => changes.redrive_text.clone(),
            None => current.redrive_text.clone(),
        },
        redrive_allow: changes.redrive_allow.clone().unwrap_or_else(|| current.redrive_allow.clone()),
        policy: changes.policy.clone().unwrap_or_else(|| current.policy.clone()),
        managed_sse: kms_key.is_none() && changes.managed_sse.unwrap_or(current.managed_sse),
        kms_key,
        kms_reuse_s: changes.kms_reuse_s.unwrap_or(current.kms_reuse_s),
        content_based_deduplication: changes
            .content_based_deduplication
            .unwrap_or(current.content_based_deduplication),
        deduplication_scope: changes.deduplication_scope.unwrap_or(current.deduplication_scope),
        fifo_throughput_limit: changes.fifo_throughput_limit.unwrap_or(current.fifo_throughput_limit),
    })
}

/// Ranges and bounds. The redrive policy's target is looked at by the engine.
pub(crate) fn check_attributes(attributes: &QueueAttributes, kind: QueueKind) -> Result<(), Refusal> {
    let in_range = [
        (Attribute::DelaySeconds, attributes.delay_s <= DELAY_S_MAX),
        (
            Attribute::MaximumMessageSize,
            (MESSAGE_BYTES_MIN..=MESSAGE_BYTES_MAX).contains(&attributes.maximum_message_bytes),
        ),
        (
            Attribute::MessageRetentionPeriod,
            (RETENTION_S_MIN..=RETENTION_S_MAX).contains(&attributes.retention_s),
        ),
        (Attribute::ReceiveMessageWaitTimeSeconds, attributes.receive_wait_s <= WAIT_S_MAX),
        (Attribute::VisibilityTimeout, attributes.visibility_timeout_s <= VISIBILITY_TIMEOUT_S_MAX),
        (
            Attribute::KmsDataKeyReusePeriodSeconds,
            (KMS_REUSE_S_MIN..=KMS_REUSE_S_MAX).contains(&attributes.kms_reuse_s),
        ),
        (Attribute::RedriveAllowPolicy, names_few_sources(attributes)),
    ];
    if let Some((attribute, _)) = in_range.iter().find(|(_, fits)| !fits) {
        return Err(Refusal::InvalidAttributeValue(*attribute));
    }
    if let Some(redrive) = attributes.redrive
        && !(1..=MAX_RECEIVE_COUNT_MAX).contains(&redrive.max_receive_count)
    {
        return Err(Refusal::InvalidMaxReceiveCount(redrive.max_receive_count));
    }
    if let Some(document) = &attributes.policy {
        let bytes = document.text.as_ref().map_or(0, |text| text.len());
        if bytes > POLICY_BYTES_MAX as usize || !is_small(&document.policy) {
            return Err(Refusal::PolicyTooLarge);
        }
    }
    check_kind(attributes, kind)
}

/// What the other kind has, and high throughput, which needs a memory for each group.
fn check_kind(attributes: &QueueAttributes, kind: QueueKind) -> Result<(), Refusal> {
    let high_throughput = attributes.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId;
    let by_group = attributes.deduplication_scope == DeduplicationScope::MessageGroup;
    match kind {
        QueueKind::Standard if attributes.content_based_deduplication => {
            Err(Refusal::UnknownAttribute(Attribute::ContentBasedDeduplication))
        }
        QueueKind::Standard if by_group => Err(Refusal::UnknownAttribute(Attribute::DeduplicationScope)),
        QueueKind::Standard if high_throughput => {
            Err(Refusal::UnknownAttribute(Attribute::FifoThroughputLimit))
        }
        QueueKind::Fifo if high_throughput && !by_group => {
            Err(Refusal::InvalidAttributeValue(Attribute::FifoThroughputLimit))
        }
        QueueKind::Standard | QueueKind::Fifo => Ok(()),
    }
}

/// A redrive allow policy by queue has one to ten of them.
fn names_few_sources(attributes: &QueueAttributes) -> bool {
    match attributes.redrive_allow.as_deref().map(|policy| &policy.permission) {
        Some(RedrivePermission::ByQueue(sources)) => {
            !sources.is_empty() && sources.len() <= REDRIVE_SOURCES_MAX as usize
        }
        Some(RedrivePermission::AllowAll | RedrivePermission::DenyAll) | None => true,
    }
}

fn is_small(policy: &Policy) -> bool {
    let within = |count: usize, max: u32| count <= max as usize;
    within(policy.statements.len(), POLICY_STATEMENTS_MAX)
        && policy.statements.iter().all(|statement| {
            within(statement.principals.items.len(), POLICY_PRINCIPALS_MAX)
                && within(statement.actions.items.len(), POLICY_ACTIONS_MAX)
                && within(statement.conditions.len(), POLICY_CONDITIONS_MAX)
        })
}

/// The first attribute in which two queues differ.
pub(crate) fn difference(one: &QueueAttributes, other: &QueueAttributes) -> Option<Attribute> {
    let permission = |it: &QueueAttributes| it.redrive_allow.as_ref().map(|policy| policy.permission.clone());
    let policy = |it: &QueueAttributes| it.policy.as_ref().map(|document| document.policy.clone());
    let pairs = [
        (Attribute::DelaySeconds, one.delay_s == other.delay_s),
        (Attribute::MaximumMessageSize, one.maximum_message_bytes == other.maximum_message_bytes),
        (Attribute::MessageRetentionPeriod, one.retention_s == other.retention_s),
        (Attribute::ReceiveMessageWaitTimeSeconds, one.receive_wait_s == other.receive_wait_s),
        (Attribute::VisibilityTimeout, one.visibility_timeout_s == other.visibility_timeout_s),
        (Attribute::RedrivePolicy, one.redrive == other.redrive),
        (Attribute::RedriveAllowPolicy, permission(one) == permission(other)),
        (Attribute::Policy, policy(one) == policy(other)),
        (Attribute::KmsMasterKeyId, one.kms_key == other.kms_key),
        (Attribute::KmsDataKeyReusePeriodSeconds, one.kms_reuse_s == other.kms_reuse_s),
        (Attribute::SqsManagedSseEnabled, one.managed_sse == other.managed_sse),
        (
            Attribute::ContentBasedDeduplication,
            one.content_based_deduplication == other.content_based_deduplication,
        ),
        (Attribute::DeduplicationScope, one.deduplication_scope == other.deduplication_scope),
        (Attribute::FifoThroughputLimit, one.fifo_throughput_limit == other.fifo_throughput_limit),
    ];
    pairs.iter().find(|(_, equal)| !equal).map(|(attribute, _)| *attribute)
}
