//! `GetQueueAttributes` (sqs-facts §1.4).

use serde_json::{Map, Value};
use sqs::{
    Attribute, DeduplicationScope, Engine, FifoThroughputLimit, QueueAttributes, QueueKind, QueueView, Time,
};

use super::{arn, epoch_ms};
use crate::names;
use crate::policy::{write_policy, write_redrive};

/// `KmsDataKeyReusePeriodSeconds` that is not shown.
const KMS_REUSE_S_DEFAULT: u32 = 300;

/// The attributes of these names, or of all, that the queue has.
pub(super) fn shown(engine: &Engine, view: &QueueView<'_>, names: &[String]) -> Map<String, Value> {
    let all = names.iter().any(|name| name == "All");
    let mut attributes = Map::new();
    let mut show = |name: &str, value: Option<String>| {
        if let Some(value) = value
            && (all || names.iter().any(|asked| asked == name))
        {
            attributes.insert(name.to_owned(), value.into());
        }
    };
    let seconds = |at: Time| Some((epoch_ms(engine, at) / 1_000).to_string());
    show("ApproximateNumberOfMessages", Some(view.counts.visible.to_string()));
    show("ApproximateNumberOfMessagesDelayed", Some(view.counts.delayed.to_string()));
    show("ApproximateNumberOfMessagesNotVisible", Some(view.counts.in_flight.to_string()));
    show("CreatedTimestamp", seconds(view.created_at));
    show("LastModifiedTimestamp", seconds(view.modified_at));
    show("QueueArn", Some(format!("{}{:012}:{}", engine.region().arn_prefix, view.account, view.name)));
    for attribute in names::ATTRIBUTES {
        show(names::attribute(attribute), settable(engine, view.attributes, view.kind, attribute));
    }
    attributes
}

/// The value of a settable attribute; none if the queue does not show it.
fn settable(
    engine: &Engine,
    attributes: &QueueAttributes,
    kind: QueueKind,
    attribute: Attribute,
) -> Option<String> {
    let on_fifo = |value: &str| (kind == QueueKind::Fifo).then(|| value.to_owned());
    match attribute {
        Attribute::DelaySeconds => Some(attributes.delay_s.to_string()),
        Attribute::MaximumMessageSize => Some(attributes.maximum_message_bytes.to_string()),
        Attribute::MessageRetentionPeriod => Some(attributes.retention_s.to_string()),
        Attribute::ReceiveMessageWaitTimeSeconds => Some(attributes.receive_wait_s.to_string()),
        Attribute::VisibilityTimeout => Some(attributes.visibility_timeout_s.to_string()),
        Attribute::SqsManagedSseEnabled => Some(attributes.managed_sse.to_string()),
        Attribute::KmsMasterKeyId => attributes.kms_key.as_ref().map(|key| key.to_string()),
        Attribute::KmsDataKeyReusePeriodSeconds => attributes
            .kms_key
            .as_ref()
            .filter(|_| attributes.kms_reuse_s != KMS_REUSE_S_DEFAULT)
            .map(|_| attributes.kms_reuse_s.to_string()),
        Attribute::Policy => attributes.policy.as_deref().map(write_policy),
        Attribute::RedrivePolicy => attributes.redrive.map(|redrive| match &attributes.redrive_text {
            Some(text) => text.to_string(),
            None => write_redrive(&arn(engine, redrive.dead_letter_target), redrive.max_receive_count),
        }),
        Attribute::RedriveAllowPolicy => {
            attributes.redrive_allow.as_ref().map(|policy| policy.text.to_string())
        }
        Attribute::FifoQueue => on_fifo("true"),
        Attribute::ContentBasedDeduplication => {
            on_fifo(if attributes.content_based_deduplication { "true" } else { "false" })
        }
        Attribute::DeduplicationScope => on_fifo(match attributes.deduplication_scope {
            DeduplicationScope::Queue => "queue",
            DeduplicationScope::MessageGroup => "messageGroup",
        }),
        Attribute::FifoThroughputLimit => on_fifo(match attributes.fifo_throughput_limit {
            FifoThroughputLimit::PerQueue => "perQueue",
            FifoThroughputLimit::PerMessageGroupId => "perMessageGroupId",
        }),
    }
}
