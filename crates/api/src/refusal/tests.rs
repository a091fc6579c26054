//! Each refusal against the line that AWS gives for it.

use sqs::{Attribute, QueueKind, Refusal};

use super::{Context, describe};

const CONTEXT: Context<'static> = Context {
    queue_name: Some("orders"),
    receipt_handle: Some("AQEB=="),
    message_group_id: Some("group 1"),
    message_deduplication_id: Some("id 1"),
    redrive_policy: Some("{…}"),
};

/// Every variant in the order of declaration: status, code and text.
const TABLE: &[(Refusal, &str)] = &[
    (
        Refusal::QueueDoesNotExist,
        "400 AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
    ),
    (
        Refusal::QueueDeletedRecently,
        "400 AWS.SimpleQueueService.QueueDeletedRecently: You must wait 60 seconds after deleting a queue \
         before you can create another with the same name.",
    ),
    (
        Refusal::QueueNameExists(Attribute::DelaySeconds),
        "400 QueueAlreadyExists: A queue already exists with the same name and a different value for \
         attribute DelaySeconds",
    ),
    (
        Refusal::InvalidQueueName(QueueKind::Standard),
        "400 InvalidParameterValue: Can only include alphanumeric characters, hyphens, or underscores. 1 to \
         80 in length",
    ),
    (
        Refusal::InvalidQueueName(QueueKind::Fifo),
        "400 InvalidParameterValue: The name of a FIFO queue can only include alphanumeric characters, \
         hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    ),
    (
        Refusal::InvalidAttributeValue(Attribute::DelaySeconds),
        "400 InvalidAttributeValue: Invalid value for the parameter DelaySeconds.",
    ),
    (
        Refusal::InvalidAttributeValue(Attribute::FifoQueue),
        "400 InvalidAttributeValue: Invalid value for the parameter FifoQueue. Reason: Modifying queue type \
         is not supported.",
    ),
    (
        Refusal::UnknownAttribute(Attribute::ContentBasedDeduplication),
        "400 InvalidAttributeName: Unknown Attribute ContentBasedDeduplication.",
    ),
    (
        Refusal::UnknownAttribute(Attribute::FifoQueue),
        "400 InvalidAttributeName: Unknown Attribute FifoQueue.",
    ),
    (
        Refusal::UnknownAttribute(Attribute::DeduplicationScope),
        "400 InvalidAttributeName: You can specify the DeduplicationScope only when FifoQueue is set to \
         true.",
    ),
    (
        Refusal::UnknownAttribute(Attribute::FifoThroughputLimit),
        "400 InvalidAttributeName: You can specify the FifoThroughputLimit only when FifoQueue is set to \
         true.",
    ),
    (
        Refusal::InvalidMaxReceiveCount(0),
        "400 InvalidParameterValue: Value {…} for parameter RedrivePolicy is invalid. Reason: Invalid value \
         for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.",
    ),
    (
        Refusal::DeadLetterTargetDoesNotExist,
        "400 InvalidParameterValue: Value {…} for parameter RedrivePolicy is invalid. Reason: Dead letter \
         target does not exist.",
    ),
    (
        Refusal::DeadLetterTargetOfOtherKind,
        "400 InvalidParameterValue: Value {…} for parameter RedrivePolicy is invalid. Reason: Dead-letter \
         queue must be same type of queue as the source..",
    ),
    (
        Refusal::PurgeQueueInProgress,
        "403 AWS.SimpleQueueService.PurgeQueueInProgress: Only one PurgeQueue operation on orders is \
         allowed every 60 seconds.",
    ),
    (Refusal::MissingBody, "400 MissingParameter: The request must contain the parameter MessageBody."),
    (
        Refusal::InvalidMessageContents,
        "400 InvalidMessageContents: Invalid characters found. Valid unicode characters are #x9 | #xA | #xD \
         | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    ),
    (
        Refusal::MessageTooLong(1024),
        "400 InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter \
         than 1024 bytes.",
    ),
    (
        Refusal::DelayOutOfRange(1000),
        "400 InvalidParameterValue: Value 1000 for parameter DelaySeconds is invalid. Reason: DelaySeconds \
         must be >= 0 and <= 900.",
    ),
    (
        Refusal::DelayNotForFifo(2),
        "400 InvalidParameterValue: Value 2 for parameter DelaySeconds is invalid. Reason: The request \
         include parameter that is not valid for this queue type.",
    ),
    (
        Refusal::MissingMessageGroupId,
        "400 MissingParameter: The request must contain the parameter MessageGroupId.",
    ),
    (
        Refusal::InvalidMessageGroupId,
        "400 InvalidParameterValue: Value group 1 for parameter MessageGroupId is invalid. Reason: \
         MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
    ),
    (
        Refusal::MissingDeduplicationId,
        "400 InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled or \
         MessageDeduplicationId provided explicitly",
    ),
    (
        Refusal::InvalidDeduplicationId,
        "400 InvalidParameterValue: Value id 1 for parameter MessageDeduplicationId is invalid. Reason: \
         MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in \
         length.",
    ),
    (
        Refusal::DeduplicationIdNotForStandard,
        "400 InvalidParameterValue: Value id 1 for parameter MessageDeduplicationId is invalid. Reason: The \
         request include parameter that is not valid for this queue type.",
    ),
    (
        Refusal::MaxMessagesOutOfRange(11),
        "400 InvalidParameterValue: Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be \
         between 1 and 10, if provided.",
    ),
    (
        Refusal::WaitOutOfRange(21),
        "400 InvalidParameterValue: Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 \
         and <= 20, if provided.",
    ),
    (
        Refusal::ReceiveVisibilityOutOfRange(43_201),
        "400 InvalidParameterValue: Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be \
         >= 0 and <= 43200, if provided.",
    ),
    (
        Refusal::ChangeVisibilityOutOfRange(43_201),
        "400 InvalidParameterValue: Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be \
         between 0 and 43200.",
    ),
    (
        Refusal::VisibilityBeyondLimit(43_200),
        "400 InvalidParameterValue: Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total \
         VisibilityTimeout for the message is beyond the limit [43200 seconds]",
    ),
    (
        Refusal::NotAvailableForVisibilityChange,
        "400 InvalidParameterValue: Value AQEB== for parameter ReceiptHandle is invalid. Reason: Message \
         does not exist or is not available for visibility timeout change.",
    ),
    (
        Refusal::ReceiptHandleIsInvalid,
        "404 ReceiptHandleIsInvalid: The input receipt handle \"AQEB==\" is not a valid receipt handle.",
    ),
    (
        Refusal::ReceiptHandleOfAnotherQueue,
        "404 ReceiptHandleIsInvalid: The receipt handle \"AQEB==\" is not valid for this queue.",
    ),
    (
        Refusal::ReceiptHandleExpired,
        "400 InvalidParameterValue: Value AQEB== for parameter ReceiptHandle is invalid. Reason: The \
         receipt handle has expired.",
    ),
    (
        Refusal::OverLimit,
        "403 OverLimit: Too many messages have been received without being deleted. Please delete your \
         received messages or let them timeout before receiving more.",
    ),
    (Refusal::UnknownTicket, "500 InternalFailure: No receive waits under this ticket."),
];

/// The place of each variant in its declaration. A new variant does not compile until it has a place here,
/// and fails `the_table_has_every_variant_in_order` until it has a row above.
fn place(refusal: &Refusal) -> u32 {
    match refusal {
        Refusal::QueueDoesNotExist => 0,
        Refusal::QueueDeletedRecently => 1,
        Refusal::QueueNameExists(_) => 2,
        Refusal::InvalidQueueName(_) => 3,
        Refusal::InvalidAttributeValue(_) => 4,
        Refusal::UnknownAttribute(_) => 5,
        Refusal::InvalidMaxReceiveCount(_) => 6,
        Refusal::DeadLetterTargetDoesNotExist => 7,
        Refusal::DeadLetterTargetOfOtherKind => 8,
        Refusal::PurgeQueueInProgress => 9,
        Refusal::MissingBody => 10,
        Refusal::InvalidMessageContents => 11,
        Refusal::MessageTooLong(_) => 12,
        Refusal::DelayOutOfRange(_) => 13,
        Refusal::DelayNotForFifo(_) => 14,
        Refusal::MissingMessageGroupId => 15,
        Refusal::InvalidMessageGroupId => 16,
        Refusal::MissingDeduplicationId => 17,
        Refusal::InvalidDeduplicationId => 18,
        Refusal::DeduplicationIdNotForStandard => 19,
        Refusal::MaxMessagesOutOfRange(_) => 20,
        Refusal::WaitOutOfRange(_) => 21,
        Refusal::ReceiveVisibilityOutOfRange(_) => 22,
        Refusal::ChangeVisibilityOutOfRange(_) => 23,
        Refusal::VisibilityBeyondLimit(_) => 24,
        Refusal::NotAvailableForVisibilityChange => 25,
        Refusal::ReceiptHandleIsInvalid => 26,
        Refusal::ReceiptHandleOfAnotherQueue => 27,
        Refusal::ReceiptHandleExpired => 28,
        Refusal::OverLimit => 29,
        Refusal::UnknownTicket => 30,
        _ => VARIANTS,
    }
}

const VARIANTS: u32 = 31;

#[test]
fn the_table_has_every_variant_in_order() {
    let mut places: Vec<u32> = TABLE.iter().map(|(refusal, _)| place(refusal)).collect();
    places.dedup();
    assert_eq!(places, (0..VARIANTS).collect::<Vec<_>>());
}

#[test]
fn every_refusal_gets_awss_status_code_and_text() {
    for (refusal, expected) in TABLE {
        let error = describe(refusal, &CONTEXT);
        assert_eq!(format!("{} {}: {}", error.status, error.code, error.message), *expected, "{refusal:?}");
        assert_eq!(error.sender_fault, *refusal != Refusal::UnknownTicket, "{refusal:?}");
    }
}

/// sqs-facts §1.6 and §1.7, in the order of first use in the table.
#[test]
fn every_code_has_its_json_shape() {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for (refusal, _) in TABLE {
        let error = describe(refusal, &CONTEXT);
        if !pairs.contains(&(error.code, error.shape)) {
            pairs.push((error.code, error.shape));
        }
    }
    assert_eq!(
        pairs,
        [
            ("AWS.SimpleQueueService.NonExistentQueue", "com.amazonaws.sqs#QueueDoesNotExist"),
            ("AWS.SimpleQueueService.QueueDeletedRecently", "com.amazonaws.sqs#QueueDeletedRecently"),
            ("QueueAlreadyExists", "com.amazonaws.sqs#QueueNameExists"),
            ("InvalidParameterValue", "com.amazon.coral.service#InvalidParameterValueException"),
            ("InvalidAttributeValue", "com.amazonaws.sqs#InvalidAttributeValue"),
            ("InvalidAttributeName", "com.amazonaws.sqs#InvalidAttributeName"),
            ("AWS.SimpleQueueService.PurgeQueueInProgress", "com.amazonaws.sqs#PurgeQueueInProgress"),
            ("MissingParameter", "com.amazon.coral.service#MissingRequiredParameterException"),
            ("InvalidMessageContents", "com.amazonaws.sqs#InvalidMessageContents"),
            ("ReceiptHandleIsInvalid", "com.amazonaws.sqs#ReceiptHandleIsInvalid"),
            ("OverLimit", "com.amazonaws.sqs#OverLimit"),
            ("InternalFailure", "com.amazon.coral.service#InternalFailure"),
        ]
    );
}

#[test]
fn a_value_that_is_not_known_leaves_its_place_empty() {
    let error = describe(&Refusal::ReceiptHandleIsInvalid, &Context::default());
    assert_eq!(error.message, "The input receipt handle \"\" is not a valid receipt handle.");
}
