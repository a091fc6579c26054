//! The one error table: what AWS answers for each [`Refusal`] (sqs-facts §1.6 to §1.8).
//!
//! Texts are AWS's, with its own slips ("The request include parameter", two dots). Where no recording exists
//! the text is the best known one. They are those of the JSON protocol and of single calls; Query and batch
//! answers differ in a few words, which their protocols put in.

mod batch;
mod texts;

use sqs::{Attribute, Refusal, limits};

pub use crate::error::AwsError;
use crate::error::{ErrorKind, QUEUE_DOES_NOT_EXIST};
use crate::names;
use texts::*;

pub use batch::{describe_batch, describe_entry};
pub(crate) use texts::missing;

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
    /// `ReceiveRequestAttemptId` as the caller sent it.
    pub attempt_id: Option<&'a str>,
    /// `Label` as the caller sent it.
    pub label: Option<&'a str>,
    /// ARN of the caller.
    pub principal: Option<&'a str>,
    /// ARN of the queue.
    pub resource: Option<&'a str>,
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
        Refusal::QueueNameExistsWithOtherTags => ErrorKind::QueueNameExists
            .says("A queue already exists with the same name and a different value for tag(s)"),
        Refusal::TwoKindsOfEncryption => ErrorKind::InvalidAttributeName.says(
            "You can use one type of server-side encryption (SSE) at one time. \
             You can either enable KMS SSE or SQS SSE.",
        ),
        Refusal::RedriveNotAllowed => redrive_policy(
            context,
            "The dead-letter queue's redrive allow policy does not permit this source queue.",
        ),
        Refusal::PolicyTooLarge => {
            ErrorKind::InvalidAttributeValue.says(invalid_attribute_text(Attribute::Policy))
        }
        Refusal::EmptyBatch(action) => ErrorKind::EmptyBatchRequest
            .says(format!("There should be at least one {}RequestEntry in the request.", action.name())),
        Refusal::TooManyEntries(count) => ErrorKind::TooManyEntriesInBatchRequest.says(format!(
            "Maximum number of entries per request are {}. You have sent {count}.",
            limits::BATCH_ENTRIES_MAX
        )),
        Refusal::EntryIdsNotDistinct(id) => {
            ErrorKind::BatchEntryIdsNotDistinct.says(format!("Id {id} repeated."))
        }
        Refusal::InvalidEntryId => ErrorKind::InvalidBatchEntryId.says(
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. \
             It can be at most 80 letters long.",
        ),
        Refusal::BatchTooLong(size_bytes) => ErrorKind::BatchRequestTooLong.says(format!(
            "Batch requests cannot be longer than {} bytes. You have sent {size_bytes} bytes.",
            limits::BATCH_BYTES_MAX
        )),
        Refusal::TooManyMessageAttributes(count) => ErrorKind::InvalidParameterValue.says(format!(
            "Number of message attributes [{count}] exceeds the allowed maximum [{}].",
            limits::MESSAGE_ATTRIBUTES_MAX
        )),
        Refusal::InvalidMessageAttributeName(fault) => {
            ErrorKind::InvalidParameterValue.says(message_attribute_name_text(*fault))
        }
        Refusal::InvalidMessageAttributeType(name) => ErrorKind::InvalidParameterValue.says(format!(
            "The type of message (user) attribute '{name}' is invalid. \
             You must use only the following supported type prefixes: Binary, Number, String."
        )),
        Refusal::EmptyMessageAttribute(name, data_type) => ErrorKind::InvalidParameterValue.says(format!(
            "Message (user) attribute '{name}' must contain a non-empty value of type '{}'.",
            data_type.split('.').next().unwrap_or_default()
        )),
        Refusal::MessageAttributeNotANumber(name) => ErrorKind::InvalidParameterValue
            .says(format!("Can't cast the value of message (user) attribute '{name}' to a number.")),
        Refusal::InvalidMessageAttributeContents(name) => ErrorKind::InvalidParameterValue
            .says(format!("Message (user) attribute '{name}' contains invalid characters.")),
        Refusal::MessageAttributeLists => ErrorKind::UnsupportedOperation
            .says("Message attribute list values in SendMessage operation are not supported."),
        Refusal::InvalidAttemptId => invalid_id("ReceiveRequestAttemptId", context.attempt_id),
        Refusal::AttemptNotRetryable => invalid(
            "ReceiveRequestAttemptId",
            context.attempt_id.unwrap_or_default(),
            "The receiveRequestAttemptId is not valid anymore since the receive call is not retryable.",
        ),
        Refusal::RequestThrottled => ErrorKind::RequestThrottled.says("Request is throttled."),
        Refusal::MaxResultsOutOfRange(action, count) => max_results(*action, *count),
        Refusal::InvalidNextToken => ErrorKind::InvalidParameterValue.says("Invalid or expired next token."),
        Refusal::LabelExists => invalid("Label", context.label.unwrap_or_default(), "Already exists."),
        Refusal::LabelNotFound => invalid("Label", context.label.unwrap_or_default(), "can't find label."),
        Refusal::InvalidLabel => {
            let reason =
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
            invalid("Label", context.label.unwrap_or_default(), reason)
        }
        Refusal::UnknownAccount(account) => {
            invalid("PrincipalId", format_args!("[{account}]"), "Unable to verify.")
        }
        Refusal::UnknownPermissionAction(action) => invalid(
            "ActionName",
            format_args!("SQS:{action}"),
            "Please refer to the appropriate WSDL for a list of valid actions.",
        ),
        Refusal::OwnerOnlyPermissionAction(action) => invalid(
            "ActionName",
            format_args!("SQS:{action}"),
            "Only the queue owner is allowed to invoke this action.",
        ),
        Refusal::TooManyPermissions => ErrorKind::OverLimit.says(format!(
            "The maximum number of statements in a queue policy is {}, and of accounts in a statement {}.",
            limits::POLICY_STATEMENTS_MAX,
            limits::POLICY_PRINCIPALS_MAX
        )),
        Refusal::TooManyPermissionActions(count) => ErrorKind::OverLimit.says(format!(
            "{count} Actions were found, maximum allowed is {}.",
            limits::PERMISSION_ACTIONS_MAX
        )),
        Refusal::InvalidTag(fault) => ErrorKind::InvalidParameterValue.says(tag_text(*fault)),
        Refusal::TooManyTags => ErrorKind::InvalidParameterValue
            .says(format!("Too many tags added for queue {}.", context.queue_name.unwrap_or_default())),
        Refusal::MoveSourceIsNoDeadLetterQueue => {
            ErrorKind::InvalidParameterValue.says("Source queue must be configured as a Dead Letter Queue.")
        }
        Refusal::MoveTaskRunning => ErrorKind::InvalidParameterValue.says(
            "There is already a task running. \
             Only one active task is allowed for a source queue arn at a given time.",
        ),
        Refusal::TooManyMoveTasks => ErrorKind::OverLimit.says(format!(
            "The maximum number of active message movement tasks ({}) has been reached.",
            limits::MOVE_TASKS_MAX
        )),
        Refusal::MoveToItself => ErrorKind::InvalidParameterValue
            .says("Source queue arn and destination queue arn cannot be the same."),
        Refusal::MoveToOtherKind => ErrorKind::InvalidParameterValue
            .says("The source queue and destination queue must be of the same queue type."),
        Refusal::MoveRateOutOfRange(_) => {
            unframed("MaxNumberOfMessagesPerSecond", limits::MOVE_PER_SECOND_MAX)
        }
        Refusal::MoveTaskDoesNotExist => ErrorKind::ResourceNotFound.says("Task does not exist."),
        Refusal::MoveTaskNotActive => {
            ErrorKind::InvalidParameterValue.says("Only active tasks can be cancelled.")
        }
        Refusal::MessageSourceUnknown => ErrorKind::CouldNotDetermineMessageSource
            .says("A message has no source queue to go back to; name a destination."),
        Refusal::AccessDenied(action, denial) => access_denied(*action, *denial, context),
        Refusal::Kms(trouble) => kms(*trouble),
        Refusal::UnsupportedOperation => ErrorKind::UnsupportedOperation.says("Unsupported operation."),
        // Tickets are the engine's, no client of AWS can name one: reaching this is our own mistake.
        Refusal::UnknownTicket => ErrorKind::InternalFailure.says("No receive waits under this ticket."),
    }
}

#[cfg(test)]
mod tests;
