//! What AWS refuses before it looks at any message (sqs-facts §1.3, §1.4, §1.8).

use crate::attributes::limits::*;
use crate::{Attribute, AttributeChanges, Body, DeduplicationScope, FifoThroughputLimit};
use crate::{ONE_MILLION, QueueAttributes, QueueKind, Refusal, SendEntry, Storage};

const NAME_LEN_MAX: usize = 80;
const LABEL_LEN_MAX: usize = 128;
const FIFO_SUFFIX: &str = ".fifo";

/// A queue name of this kind: 1 to 80 characters, the suffix included.
pub(crate) fn check_name(name: &str, kind: QueueKind) -> Result<(), Refusal> {
    let stem = match kind {
        QueueKind::Standard => Some(name),
        QueueKind::Fifo => name.strip_suffix(FIFO_SUFFIX),
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    match stem {
        Some(stem) if !stem.is_empty() && name.len() <= NAME_LEN_MAX && stem.bytes().all(allowed) => Ok(()),
        Some(_) | None => Err(Refusal::InvalidQueueName(kind)),
    }
}

/// A number of the caller's in `0..=max`.
pub(crate) fn in_range(number: i32, max: u32) -> Option<u32> {
    u32::try_from(number).ok().filter(|number| *number <= max)
}

/// True for a group or deduplication id: 1 to 128 letters, digits and punctuation.
pub(crate) fn is_label(text: &str) -> bool {
    (1..=LABEL_LEN_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A message: a body that is not empty, with its attributes not too long, and of XML's characters.
pub(crate) fn check_body(entry: &SendEntry, limit_bytes: u32) -> Result<(), Refusal> {
    if entry.body.len_bytes() == 0 {
        return Err(Refusal::MissingBody);
    }
    if entry.size_bytes() > u64::from(limit_bytes) {
        return Err(Refusal::MessageTooLong(limit_bytes));
    }
    match &entry.body {
        Body::Simulated { .. } => Ok(()),
        Body::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if is_xml_text(text) => Ok(()),
            Ok(_) | Err(_) => Err(Refusal::InvalidMessageContents),
        },
    }
}

/// No control character but tab and line ends, and neither of the two that Unicode does not give out.
pub(crate) fn is_xml_text(text: &str) -> bool {
    let printable = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r');
    text.as_bytes().iter().all(printable) && (text.is_ascii() || !text.contains(['\u{fffe}', '\u{ffff}']))
}

/// Ranges, and what the kind does not have. The redrive policy's target is looked at by the engine.
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
    ];
    if let Some((attribute, _)) = in_range.iter().find(|(_, fits)| !fits) {
        return Err(Refusal::InvalidAttributeValue(*attribute));
    }
    if let Some(redrive) = attributes.redrive
        && !(1..=MAX_RECEIVE_COUNT_MAX).contains(&redrive.max_receive_count)
    {
        return Err(Refusal::InvalidMaxReceiveCount(redrive.max_receive_count));
    }
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

/// A standard queue knows no FIFO attribute, whatever its value.
pub(crate) fn check_changes(changes: &AttributeChanges, kind: QueueKind) -> Result<(), Refusal> {
    let fifo_only = [
        (Attribute::ContentBasedDeduplication, changes.content_based_deduplication.is_some()),
        (Attribute::DeduplicationScope, changes.deduplication_scope.is_some()),
        (Attribute::FifoThroughputLimit, changes.fifo_throughput_limit.is_some()),
    ];
    match fifo_only.iter().find(|(_, set)| *set && kind == QueueKind::Standard) {
        Some((attribute, _)) => Err(Refusal::UnknownAttribute(*attribute)),
        None => Ok(()),
    }
}

/// The attributes after a change.
pub(crate) fn changed(current: &QueueAttributes, changes: &AttributeChanges) -> QueueAttributes {
    QueueAttributes {
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
        kms_key: changes.kms_key.clone().unwrap_or_else(|| current.kms_key.clone()),
        kms_reuse_s: changes.kms_reuse_s.unwrap_or(current.kms_reuse_s),
        managed_sse: changes.managed_sse.unwrap_or(current.managed_sse),
        content_based_deduplication: changes
            .content_based_deduplication
            .unwrap_or(current.content_based_deduplication),
        deduplication_scope: changes.deduplication_scope.unwrap_or(current.deduplication_scope),
        fifo_throughput_limit: changes.fifo_throughput_limit.unwrap_or(current.fifo_throughput_limit),
    }
}

/// The first attribute in which two queues differ.
pub(crate) fn difference(one: &QueueAttributes, other: &QueueAttributes) -> Option<Attribute> {
    let pairs = [
        (Attribute::DelaySeconds, one.delay_s == other.delay_s),
        (Attribute::MaximumMessageSize, one.maximum_message_bytes == other.maximum_message_bytes),
        (Attribute::MessageRetentionPeriod, one.retention_s == other.retention_s),
        (Attribute::ReceiveMessageWaitTimeSeconds, one.receive_wait_s == other.receive_wait_s),
        (Attribute::VisibilityTimeout, one.visibility_timeout_s == other.visibility_timeout_s),
        (Attribute::RedrivePolicy, one.redrive == other.redrive),
        (Attribute::RedriveAllowPolicy, one.redrive_allow == other.redrive_allow),
        (Attribute::Policy, one.policy == other.policy),
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

/// No AWS call sets the machinery, so nothing refuses it: values out of range are brought to the nearest.
pub(crate) fn clamped(storage: Storage) -> Storage {
    let shards = storage.shards.clamp(1, 64);
    Storage {
        shards,
        sample: storage.sample.clamp(1, shards),
        false_empty_ppm: storage.false_empty_ppm.min(ONE_MILLION),
        double_delivery_ppm: storage.double_delivery_ppm.min(ONE_MILLION),
        duplicate_on_delete_ppm: storage.duplicate_on_delete_ppm.min(ONE_MILLION),
        reorder_messages: storage.reorder_messages.min(1_000),
        in_flight_max: storage.in_flight_max.max(1),
        fifo_lookahead: storage.fifo_lookahead.max(1),
        fifo_calls_per_s: storage.fifo_calls_per_s.map(|calls| calls.max(1)),
        fifo_partitions: storage.fifo_partitions.clamp(1, 1_000),
        fair: storage.fair,
        attribute_propagation_s: storage.attribute_propagation_s.min(60),
        retention_propagation_s: storage.retention_propagation_s.min(900),
        purge_s: storage.purge_s.min(60),
        stale_delete: storage.stale_delete,
        scope_changes_live: storage.scope_changes_live,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_xml_text() {
        let check = |text: &str| check_body(&Body::Bytes(text.as_bytes().into()).into(), 1_024);
        for text in ["a", "\t\r\n", "\u{7f}", "\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}"] {
            assert_eq!(check(text), Ok(()), "{text:?}");
        }
        for text in ["\0", "a\u{1f}", "\u{fffe}", "é\u{ffff}"] {
            assert_eq!(check(text), Err(Refusal::InvalidMessageContents), "{text:?}");
        }
        assert_eq!(check(""), Err(Refusal::MissingBody));
        assert_eq!(check(&"x".repeat(1_024)), Ok(()));
        assert_eq!(check(&"x".repeat(1_025)), Err(Refusal::MessageTooLong(1_024)));
        let invalid = Body::Bytes([0xff].as_slice().into());
        assert_eq!(check_body(&invalid.into(), 1_024), Err(Refusal::InvalidMessageContents));
    }

    #[test]
    fn names_fit_their_kind() {
        let longest = "q".repeat(80);
        let longest_fifo = format!("{}.fifo", "q".repeat(75));
        for name in ["q", "A-b_9", &longest] {
            assert_eq!(check_name(name, QueueKind::Standard), Ok(()), "{name}");
        }
        for name in ["", "q.fifo", "a b", "é", &format!("{longest}q")] {
            let refused = Err(Refusal::InvalidQueueName(QueueKind::Standard));
            assert_eq!(check_name(name, QueueKind::Standard), refused, "{name}");
        }
        assert_eq!(check_name(&longest_fifo, QueueKind::Fifo), Ok(()));
        for name in [".fifo", "q", &format!("q{longest_fifo}")] {
            assert_eq!(
                check_name(name, QueueKind::Fifo),
                Err(Refusal::InvalidQueueName(QueueKind::Fifo)),
                "{name}"
            );
        }
    }

    #[test]
    fn labels_are_printable_without_spaces() {
        assert!(is_label("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ9") && is_label(&"x".repeat(128)));
        assert!(!is_label("") && !is_label("a b") && !is_label("ö") && !is_label(&"x".repeat(129)));
    }
}
