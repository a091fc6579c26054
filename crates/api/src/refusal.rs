//! The one error table: what AWS answers for each [`Refusal`] (sqs-facts §1.6 to §1.8).
//!
//! Texts are AWS's, with its own slips ("The request include parameter", two dots). Where no recording exists
//! the text is the best known one. They are those of the JSON protocol and of single calls; Query and batch
//! answers differ in a few words, which their protocols put in.

use sqs::{Attribute, QueueKind, Refusal, limits};

pub use crate::error::AwsError;
use crate::error::{ErrorKind, QUEUE_DOES_NOT_EXIST};
use crate::names;

/// What some texts repeat of the call and a [`Refusal`] does not carry. A text leaves the place of a missing
/// value empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context<'a> {
    /// The queue's name.
    pub queue_name: Option<&'a str>,
    /// `ReceiptHandle` as the caller sent it.
    pub receipt_handle: Option<&'a str>,
    /// `MessageGroupId` as the caller sent it.
    pub message_group_id: Option<&'a str>,
    /// `MessageDeduplicationId` as the caller sent it.
    pub message_deduplication_id: Option<&'a str>,
    /// `RedrivePolicy` as the caller sent it, JSON text.
    pub redrive_policy: Option<&'a str>,
}

/// The table.
pub fn describe(refusal: &Refusal, context: &Context<'_>) -> AwsError {
    let handle = context.receipt_handle.unwrap_or_default();
    match refusal {
        Refusal::QueueDoesNotExist => ErrorKind::QueueDoesNotExist.says(QUEUE_DOES_NOT_EXIST),
        Refusal::QueueDeletedRecently => ErrorKind::QueueDeletedRecently.says(format!(
            "You must wait {} seconds after deleting a queue \
             before you can create another with the same name.",
            limits::NAME_REUSE_COOLDOWN_S
        )),
        Refusal::QueueNameExists(attribute) => ErrorKind::QueueNameExists.says(format!(
            "A queue already exists with the same name and a different value for attribute {}",
            names::attribute(*attribute)
        )),
        Refusal::InvalidQueueName(kind) => ErrorKind::InvalidParameterValue.says(queue_name_rule(*kind)),
        Refusal::PurgeQueueInProgress => ErrorKind::PurgeQueueInProgress.says(format!(
            "Only one PurgeQueue operation on {} is allowed every {} seconds.",
            context.queue_name.unwrap_or_default(),
            limits::PURGE_COOLDOWN_S
        )),
        Refusal::InvalidAttributeValue(attribute) => {
            ErrorKind::InvalidAttributeValue.says(invalid_attribute_text(*attribute))
        }
        Refusal::UnknownAttribute(attribute) => {
            ErrorKind::InvalidAttributeName.says(unknown_attribute_text(*attribute))
        }
        Refusal::InvalidMaxReceiveCount(count) => redrive_policy(
            context,
            &format!(
                "Invalid value for maxReceiveCount: {count}, valid values are from 1 to {} both inclusive.",
                limits::MAX_RECEIVE_COUNT_MAX
            ),
        ),
        Refusal::DeadLetterTargetDoesNotExist => {
            redrive_policy(context, "Dead letter target does not exist.")
        }
        Refusal::DeadLetterTargetOfOtherKind => {
            redrive_policy(context, "Dead-letter queue must be same type of queue as the source..")
        }
        Refusal::MissingBody => missing("MessageBody"),
        Refusal::InvalidMessageContents => ErrorKind::InvalidMessageContents.says(
            "Invalid characters found. Valid unicode characters are \
             #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
        ),
        Refusal::MessageTooLong(limit_bytes) => ErrorKind::InvalidParameterValue.says(format!(
            "One or more parameters are invalid. Reason: Message must be shorter than {limit_bytes} bytes."
        )),
        Refusal::DelayOutOfRange(delay_s) => invalid(
            "DelaySeconds",
            delay_s,
            &format!("DelaySeconds must be >= 0 and <= {}.", limits::DELAY_S_MAX),
        ),
        Refusal::DelayNotForFifo(delay_s) => invalid("DelaySeconds", delay_s, NOT_FOR_THIS_KIND),
        Refusal::MissingMessageGroupId => missing("MessageGroupId"),
        Refusal::InvalidMessageGroupId => invalid_id("MessageGroupId", context.message_group_id),
        Refusal::MissingDeduplicationId => ErrorKind::InvalidParameterValue.says(
            "The queue should either have ContentBasedDeduplication enabled \
             or MessageDeduplicationId provided explicitly",
        ),
        Refusal::InvalidDeduplicationId => {
            invalid_id("MessageDeduplicationId", context.message_deduplication_id)
        }
        Refusal::DeduplicationIdNotForStandard => {
            let id = context.message_deduplication_id.unwrap_or_default();
            invalid("MessageDeduplicationId", id, NOT_FOR_THIS_KIND)
        }
        Refusal::MaxMessagesOutOfRange(count) => invalid(
            "MaxNumberOfMessages",
            count,
            &format!("Must be between 1 and {}, if provided.", limits::RECEIVE_MAX),
        ),
        Refusal::WaitOutOfRange(wait_s) => {
            let reason = format!("Must be >= 0 and <= {}, if provided.", limits::WAIT_S_MAX);
            invalid("WaitTimeSeconds", wait_s, &reason)
        }
        Refusal::ReceiveVisibilityOutOfRange(timeout_s) => {
            let reason = format!("Must be >= 0 and <= {}, if provided.", limits::VISIBILITY_TIMEOUT_S_MAX);
            invalid("VisibilityTimeout", timeout_s, &reason)
        }
        Refusal::ChangeVisibilityOutOfRange(timeout_s) => {
            let reason = format!("Must be between 0 and {}.", limits::VISIBILITY_TIMEOUT_S_MAX);
            invalid("VisibilityTimeout", timeout_s, &reason)
        }
        Refusal::VisibilityBeyondLimit(timeout_s) => {
            let limit_s = limits::VISIBILITY_TIMEOUT_S_MAX;
            let reason =
                format!("Total VisibilityTimeout for the message is beyond the limit [{limit_s} seconds]");
            invalid("VisibilityTimeout", timeout_s, &reason)
        }
        Refusal::NotAvailableForVisibilityChange => invalid(
            "ReceiptHandle",
            handle,
            "Message does not exist or is not available for visibility timeout change.",
        ),
        Refusal::ReceiptHandleIsInvalid => ErrorKind::ReceiptHandleIsInvalid
            .says(format!("The input receipt handle \"{handle}\" is not a valid receipt handle.")),
        Refusal::ReceiptHandleOfAnotherQueue => ErrorKind::ReceiptHandleIsInvalid
            .says(format!("The receipt handle \"{handle}\" is not valid for this queue.")),
        Refusal::ReceiptHandleExpired => invalid("ReceiptHandle", handle, "The receipt handle has expired."),
        Refusal::OverLimit => ErrorKind::OverLimit.says(
            "Too many messages have been received without being deleted. \
             Please delete your received messages or let them timeout before receiving more.",
        ),
        Refusal::QueueNameExistsWithOtherTags
        | Refusal::TwoKindsOfEncryption
        | Refusal::RedriveNotAllowed
        | Refusal::PolicyTooLarge
        | Refusal::EmptyBatch(_)
        | Refusal::TooManyEntries(_)
        | Refusal::EntryIdsNotDistinct(_)
        | Refusal::InvalidEntryId
        | Refusal::BatchTooLong(_)
        | Refusal::TooManyMessageAttributes(_)
        | Refusal::InvalidMessageAttributeName(_)
        | Refusal::InvalidMessageAttributeType(_)
        | Refusal::EmptyMessageAttribute(..)
        | Refusal::MessageAttributeNotANumber(_)
        | Refusal::InvalidMessageAttributeContents(_)
        | Refusal::MessageAttributeLists
        | Refusal::InvalidAttemptId
        | Refusal::AttemptNotRetryable
        | Refusal::RequestThrottled
        | Refusal::MaxResultsOutOfRange(..)
        | Refusal::InvalidNextToken
        | Refusal::LabelExists
        | Refusal::LabelNotFound
        | Refusal::InvalidLabel
        | Refusal::UnknownAccount(_)
        | Refusal::UnknownPermissionAction(_)
        | Refusal::OwnerOnlyPermissionAction(_)
        | Refusal::TooManyPermissionActions(_)
        | Refusal::InvalidTag(_)
        | Refusal::TooManyTags
        | Refusal::MoveSourceIsNoDeadLetterQueue
        | Refusal::MoveTaskRunning
        | Refusal::TooManyMoveTasks
        | Refusal::MoveToItself
        | Refusal::MoveToOtherKind
        | Refusal::MoveRateOutOfRange(_)
        | Refusal::MoveTaskDoesNotExist
        | Refusal::MoveTaskNotActive
        | Refusal::AccessDenied(..)
        | Refusal::Kms(_)
        | Refusal::UnsupportedOperation => ErrorKind::UnsupportedOperation.says("Unsupported operation."),
        // Tickets are the engine's, no client of AWS can name one: reaching this is our own mistake.
        Refusal::UnknownTicket => ErrorKind::InternalFailure.says("No receive waits under this ticket."),
    }
}

const NOT_FOR_THIS_KIND: &str = "The request include parameter that is not valid for this queue type.";

fn invalid(parameter: &str, value: impl std::fmt::Display, reason: &str) -> AwsError {
    ErrorKind::InvalidParameterValue
        .says(format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}"))
}

fn invalid_id(parameter: &str, value: Option<&str>) -> AwsError {
    let reason =
        format!("{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    invalid(parameter, value.unwrap_or_default(), &reason)
}

fn redrive_policy(context: &Context<'_>, reason: &str) -> AwsError {
    invalid("RedrivePolicy", context.redrive_policy.unwrap_or_default(), reason)
}

fn missing(parameter: &str) -> AwsError {
    ErrorKind::MissingParameter.says(format!("The request must contain the parameter {parameter}."))
}

const fn queue_name_rule(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::Standard => {
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        }
        QueueKind::Fifo => {
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, \
             must end with .fifo suffix and be 1 to 80 in length."
        }
    }
}

fn invalid_attribute_text(attribute: Attribute) -> String {
    let name = names::attribute(attribute);
    match attribute {
        Attribute::FifoQueue => {
            format!("Invalid value for the parameter {name}. Reason: Modifying queue type is not supported.")
        }
        Attribute::DelaySeconds
        | Attribute::MaximumMessageSize
        | Attribute::MessageRetentionPeriod
        | Attribute::ReceiveMessageWaitTimeSeconds
        | Attribute::VisibilityTimeout
        | Attribute::RedrivePolicy
        | Attribute::RedriveAllowPolicy
        | Attribute::Policy
        | Attribute::KmsMasterKeyId
        | Attribute::KmsDataKeyReusePeriodSeconds
        | Attribute::SqsManagedSseEnabled
        | Attribute::ContentBasedDeduplication
        | Attribute::DeduplicationScope
        | Attribute::FifoThroughputLimit => format!("Invalid value for the parameter {name}."),
    }
}

fn unknown_attribute_text(attribute: Attribute) -> String {
    let name = names::attribute(attribute);
    match attribute {
        Attribute::DeduplicationScope | Attribute::FifoThroughputLimit => {
            format!("You can specify the {name} only when FifoQueue is set to true.")
        }
        Attribute::DelaySeconds
        | Attribute::MaximumMessageSize
        | Attribute::MessageRetentionPeriod
        | Attribute::ReceiveMessageWaitTimeSeconds
        | Attribute::VisibilityTimeout
        | Attribute::RedrivePolicy
        | Attribute::RedriveAllowPolicy
        | Attribute::Policy
        | Attribute::KmsMasterKeyId
        | Attribute::KmsDataKeyReusePeriodSeconds
        | Attribute::SqsManagedSseEnabled
        | Attribute::ContentBasedDeduplication
        | Attribute::FifoQueue => format!("Unknown Attribute {name}."),
    }
}

#[cfg(test)]
mod tests;
