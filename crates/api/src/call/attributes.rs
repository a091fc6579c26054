//! Queue attributes as they are sent: texts by name.

use std::sync::Arc;

use serde_json::{Map, Value};
use sqs::{
    Attribute, AttributeChanges, DeduplicationScope, Engine, FifoThroughputLimit, RedrivePolicy, Refusal,
};

use crate::error::{AwsError, ErrorKind};
use crate::names;
use crate::policy::{self, no_such_target};
use crate::refusal::{Context, describe};

/// Reads attributes of a queue that belongs to this account.
pub(super) fn read(
    attributes: &Map<String, Value>,
    account: u64,
    engine: &Engine,
) -> Result<AttributeChanges, AwsError> {
    let mut changes = AttributeChanges::default();
    for (name, value) in attributes {
        let Some(attribute) = names::attribute_named(name) else {
            return Err(ErrorKind::InvalidAttributeName.says(format!("Unknown Attribute {name}.")));
        };
        let Some(text) = value.as_str() else { return Err(invalid(attribute)) };
        match attribute {
            Attribute::RedrivePolicy => read_redrive(&mut changes, text, account, engine)?,
            Attribute::RedriveAllowPolicy => {
                let read = || policy::read_redrive_allow(text, &engine.region().arn_prefix).map(Arc::new);
                changes.redrive_allow = Some((!text.is_empty()).then(read).transpose()?);
            }
            _ => set(&mut changes, attribute, text).ok_or_else(|| invalid(attribute))?,
        }
    }
    Ok(changes)
}

/// Sets an attribute; none if the text is no value of its type.
fn set(changes: &mut AttributeChanges, attribute: Attribute, text: &str) -> Option<()> {
    match attribute {
        Attribute::DelaySeconds => changes.delay_s = Some(number(text)?),
        Attribute::MaximumMessageSize => changes.maximum_message_bytes = Some(number(text)?),
        Attribute::MessageRetentionPeriod => changes.retention_s = Some(number(text)?),
        Attribute::ReceiveMessageWaitTimeSeconds => changes.receive_wait_s = Some(number(text)?),
        Attribute::VisibilityTimeout => changes.visibility_timeout_s = Some(number(text)?),
        Attribute::KmsDataKeyReusePeriodSeconds => changes.kms_reuse_s = Some(number(text)?),
        Attribute::KmsMasterKeyId => changes.kms_key = Some((!text.is_empty()).then(|| text.into())),
        Attribute::SqsManagedSseEnabled => changes.managed_sse = Some(flag(text)?),
        Attribute::FifoQueue => changes.fifo_queue = Some(flag(text)?),
        Attribute::ContentBasedDeduplication => changes.content_based_deduplication = Some(flag(text)?),
        Attribute::DeduplicationScope => {
            changes.deduplication_scope = Some(match text {
                "queue" => DeduplicationScope::Queue,
                "messageGroup" => DeduplicationScope::MessageGroup,
                _ => return None,
            });
        }
        Attribute::FifoThroughputLimit => {
            changes.fifo_throughput_limit = Some(match text {
                "perQueue" => FifoThroughputLimit::PerQueue,
                "perMessageGroupId" => FifoThroughputLimit::PerMessageGroupId,
                _ => return None,
            });
        }
        Attribute::Policy => {
            changes.policy = Some(match text {
                "" => None,
                text => Some(Arc::new(policy::read_policy(text)?)),
            });
        }
        // Their refusals have words of their own.
        Attribute::RedrivePolicy | Attribute::RedriveAllowPolicy => return None,
    }
    Some(())
}

fn read_redrive(
    changes: &mut AttributeChanges,
    text: &str,
    account: u64,
    engine: &Engine,
) -> Result<(), AwsError> {
    if text.is_empty() {
        changes.redrive = Some(None);
        return Ok(());
    }
    let target = policy::read_redrive(text, &engine.region().arn_prefix)?;
    let dead_letter_target = target
        .queue
        .filter(|(owner, _)| *owner == account)
        .and_then(|(owner, name)| engine.find_queue(owner, &name))
        .ok_or_else(|| no_such_target(text))?;
    let max_receive_count = target.max_receive_count;
    changes.redrive = Some(Some(RedrivePolicy { dead_letter_target, max_receive_count }));
    changes.redrive_text = Some(text.into());
    Ok(())
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn invalid(attribute: Attribute) -> AwsError {
    // A value of another type is worded as one out of range.
    match attribute {
        Attribute::FifoQueue => ErrorKind::InvalidAttributeValue
            .says(format!("Invalid value for the parameter {}.", names::attribute(attribute))),
        _ => describe(&Refusal::InvalidAttributeValue(attribute), &Context::default()),
    }
}
