//! Each refusal against the line that AWS gives for it.

use sqs::{Action, Attribute, Denial, KmsTrouble, NameFault, QueueKind, Refusal, TagFault};

use super::{Context, describe, describe_batch, describe_entry};

const CONTEXT: Context<'static> = Context {
    queue_name: Some("orders"),
    receipt_handle: Some("AQEB=="),
    message_group_id: Some("group 1"),
    message_deduplication_id: Some("id 1"),
    redrive_policy: Some("{…}"),
    attempt_id: Some("try 1"),
    label: Some("send"),
    principal: Some("arn:aws:iam::111111111111:user/x"),
    resource: Some("arn:aws:sqs:us-west-2:111111111111:q"),
};

/// Every variant in the order of declaration: status, code and text.
fn table() -> Vec<(Refusal, &'static str)> {
    vec![
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
        (
            Refusal::QueueNameExistsWithOtherTags,
            "400 QueueAlreadyExists: A queue already exists with the same name and a different value for \
         tag(s)",
        ),
        (
            Refusal::TwoKindsOfEncryption,
            "400 InvalidAttributeName: You can use one type of server-side encryption (SSE) at one time. You \
         can either enable KMS SSE or SQS SSE.",
        ),
        (
            Refusal::RedriveNotAllowed,
            "400 InvalidParameterValue: Value {…} for parameter RedrivePolicy is invalid. Reason: The \
         dead-letter queue's redrive allow policy does not permit this source queue.",
        ),
        (Refusal::PolicyTooLarge, "400 InvalidAttributeValue: Invalid value for the parameter Policy."),
        (
            Refusal::EmptyBatch(Action::SendMessageBatch),
            "400 AWS.SimpleQueueService.EmptyBatchRequest: There should be at least one \
         SendMessageBatchRequestEntry in the request.",
        ),
        (
            Refusal::EmptyBatch(Action::DeleteMessageBatch),
            "400 AWS.SimpleQueueService.EmptyBatchRequest: There should be at least one \
         DeleteMessageBatchRequestEntry in the request.",
        ),
        (
            Refusal::EmptyBatch(Action::ChangeMessageVisibilityBatch),
            "400 AWS.SimpleQueueService.EmptyBatchRequest: There should be at least one \
         ChangeMessageVisibilityBatchRequestEntry in the request.",
        ),
        (
            Refusal::TooManyEntries(20),
            "400 AWS.SimpleQueueService.TooManyEntriesInBatchRequest: Maximum number of entries per request \
         are 10. You have sent 20.",
        ),
        (
            Refusal::EntryIdsNotDistinct("idA".into()),
            "400 AWS.SimpleQueueService.BatchEntryIdsNotDistinct: Id idA repeated.",
        ),
        (
            Refusal::InvalidEntryId,
            "400 AWS.SimpleQueueService.InvalidBatchEntryId: A batch entry id can only contain alphanumeric \
         characters, hyphens and underscores. It can be at most 80 letters long.",
        ),
        (
            Refusal::BatchTooLong(1_048_577),
            "400 AWS.SimpleQueueService.BatchRequestTooLong: Batch requests cannot be longer than 1048576 \
         bytes. You have sent 1048577 bytes.",
        ),
        (
            Refusal::TooManyMessageAttributes(11),
            "400 InvalidParameterValue: Number of message attributes [11] exceeds the allowed maximum [10].",
        ),
        (
            Refusal::InvalidMessageAttributeName(NameFault::Reserved),
            "400 InvalidParameterValue: You can't use message attribute names beginning with 'AWS.' or \
         'Amazon.'. These strings are reserved for internal use.",
        ),
        (
            Refusal::InvalidMessageAttributeType("X".into()),
            "400 InvalidParameterValue: The type of message (user) attribute 'X' is invalid. You must use \
         only the following supported type prefixes: Binary, Number, String.",
        ),
        (
            Refusal::EmptyMessageAttribute("X".into(), "String".into()),
            "400 InvalidParameterValue: Message (user) attribute 'X' must contain a non-empty value of type \
         'String'.",
        ),
        (
            Refusal::MessageAttributeNotANumber("X".into()),
            "400 InvalidParameterValue: Can't cast the value of message (user) attribute 'X' to a number.",
        ),
        (
            Refusal::InvalidMessageAttributeContents("X".into()),
            "400 InvalidParameterValue: Message (user) attribute 'X' contains invalid characters.",
        ),
        (
            Refusal::MessageAttributeLists,
            "400 AWS.SimpleQueueService.UnsupportedOperation: Message attribute list values in SendMessage \
         operation are not supported.",
        ),
        (
            Refusal::InvalidAttemptId,
            "400 InvalidParameterValue: Value try 1 for parameter ReceiveRequestAttemptId is invalid. \
         Reason: ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to \
         128 in length.",
        ),
        (
            Refusal::AttemptNotRetryable,
            "400 InvalidParameterValue: Value try 1 for parameter ReceiveRequestAttemptId is invalid. \
         Reason: The receiveRequestAttemptId is not valid anymore since the receive call is not \
         retryable.",
        ),
        (Refusal::RequestThrottled, "403 RequestThrottled: Request is throttled."),
        (
            Refusal::MaxResultsOutOfRange(Action::ListMessageMoveTasks, 11),
            "400 InvalidParameterValue: Value for parameter MaxResults is invalid. Reason: You must enter a \
         number that's between 1 and 10.",
        ),
        (
            Refusal::MaxResultsOutOfRange(Action::ListQueues, 0),
            "400 InvalidParameterValue: Value 0 for parameter MaxResults is invalid. Reason: Must be between \
         1 and 1000, if provided.",
        ),
        (Refusal::InvalidNextToken, "400 InvalidParameterValue: Invalid or expired next token."),
        (
            Refusal::LabelExists,
            "400 InvalidParameterValue: Value send for parameter Label is invalid. Reason: Already exists.",
        ),
        (
            Refusal::LabelNotFound,
            "400 InvalidParameterValue: Value send for parameter Label is invalid. Reason: can't find label.",
        ),
        (
            Refusal::InvalidLabel,
            "400 InvalidParameterValue: Value send for parameter Label is invalid. Reason: Can only include \
         alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
        ),
        (
            Refusal::UnknownAccount("*".into()),
            "400 InvalidParameterValue: Value [*] for parameter PrincipalId is invalid. Reason: Unable to \
         verify.",
        ),
        (
            Refusal::UnknownPermissionAction("Foo".into()),
            "400 InvalidParameterValue: Value SQS:Foo for parameter ActionName is invalid. Reason: Please \
         refer to the appropriate WSDL for a list of valid actions.",
        ),
        (
            Refusal::OwnerOnlyPermissionAction("CreateQueue".into()),
            "400 InvalidParameterValue: Value SQS:CreateQueue for parameter ActionName is invalid. Reason: \
         Only the queue owner is allowed to invoke this action.",
        ),
        (Refusal::TooManyPermissionActions(8), "403 OverLimit: 8 Actions were found, maximum allowed is 7."),
        (
            Refusal::InvalidTag(TagFault::KeyLength),
            "400 InvalidParameterValue: Tag keys must be between 1 and 128 characters in length.",
        ),
        (
            Refusal::InvalidTag(TagFault::KeyCharacters),
            "400 InvalidParameterValue: Tag keys may only contain unicode letters, digits, whitespace, or \
         one of these symbols: _ . : / = + - @",
        ),
        (Refusal::TooManyTags, "400 InvalidParameterValue: Too many tags added for queue orders."),
        (
            Refusal::MoveSourceIsNoDeadLetterQueue,
            "400 InvalidParameterValue: Source queue must be configured as a Dead Letter Queue.",
        ),
        (
            Refusal::MoveTaskRunning,
            "400 InvalidParameterValue: There is already a task running. Only one active task is allowed for \
         a source queue arn at a given time.",
        ),
        (
            Refusal::TooManyMoveTasks,
            "403 OverLimit: The maximum number of active message movement tasks (100) has been reached.",
        ),
        (
            Refusal::MoveToItself,
            "400 InvalidParameterValue: Source queue arn and destination queue arn cannot be the same.",
        ),
        (
            Refusal::MoveToOtherKind,
            "400 InvalidParameterValue: The source queue and destination queue must be of the same queue \
         type.",
        ),
        (
            Refusal::MoveRateOutOfRange(501),
            "400 InvalidParameterValue: Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: \
         You must enter a number that's between 1 and 500.",
        ),
        (Refusal::MoveTaskDoesNotExist, "404 ResourceNotFoundException: Task does not exist."),
        (Refusal::MoveTaskNotActive, "400 InvalidParameterValue: Only active tasks can be cancelled."),
        (
            Refusal::MessageSourceUnknown,
            "400 CouldNotDetermineMessageSource: A message has no source queue to go back to; name a \
         destination.",
        ),
        (
            Refusal::AccessDenied(Action::SendMessage, Denial::NoIdentityPolicyAllows),
            "403 AccessDenied: User: arn:aws:iam::111111111111:user/x is not authorized to perform: \
         sqs:sendmessage on resource: arn:aws:sqs:us-west-2:111111111111:q because no identity-based \
         policy allows the sqs:sendmessage action",
        ),
        (
            Refusal::AccessDenied(Action::PurgeQueue, Denial::NoResourcePolicyAllows),
            "403 AccessDenied: User: arn:aws:iam::111111111111:user/x is not authorized to perform: \
         sqs:purgequeue on resource: arn:aws:sqs:us-west-2:111111111111:q because no resource-based \
         policy allows the sqs:purgequeue action",
        ),
        (
            Refusal::AccessDenied(Action::SendMessage, Denial::ExplicitDenyInResourcePolicy),
            "403 AccessDenied: User: arn:aws:iam::111111111111:user/x is not authorized to perform: \
         sqs:sendmessage on resource: arn:aws:sqs:us-west-2:111111111111:q with an explicit deny in a \
         resource-based policy",
        ),
        (Refusal::Kms(KmsTrouble::Disabled), "400 KMS.DisabledException: The KMS key is disabled."),
        (
            Refusal::UnsupportedOperation,
            "400 AWS.SimpleQueueService.UnsupportedOperation: Unsupported operation.",
        ),
        (
            Refusal::TooManyPermissions,
            "403 OverLimit: The maximum number of statements in a queue policy is 20, \
             and of accounts in a statement 50.",
        ),
    ]
}

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
        Refusal::QueueNameExistsWithOtherTags => 31,
        Refusal::TwoKindsOfEncryption => 32,
        Refusal::RedriveNotAllowed => 33,
        Refusal::PolicyTooLarge => 34,
        Refusal::EmptyBatch(_) => 35,
        Refusal::TooManyEntries(_) => 36,
        Refusal::EntryIdsNotDistinct(_) => 37,
        Refusal::InvalidEntryId => 38,
        Refusal::BatchTooLong(_) => 39,
        Refusal::TooManyMessageAttributes(_) => 40,
        Refusal::InvalidMessageAttributeName(_) => 41,
        Refusal::InvalidMessageAttributeType(_) => 42,
        Refusal::EmptyMessageAttribute(..) => 43,
        Refusal::MessageAttributeNotANumber(_) => 44,
        Refusal::InvalidMessageAttributeContents(_) => 45,
        Refusal::MessageAttributeLists => 46,
        Refusal::InvalidAttemptId => 47,
        Refusal::AttemptNotRetryable => 48,
        Refusal::RequestThrottled => 49,
        Refusal::MaxResultsOutOfRange(..) => 50,
        Refusal::InvalidNextToken => 51,
        Refusal::LabelExists => 52,
        Refusal::LabelNotFound => 53,
        Refusal::InvalidLabel => 54,
        Refusal::UnknownAccount(_) => 55,
        Refusal::UnknownPermissionAction(_) => 56,
        Refusal::OwnerOnlyPermissionAction(_) => 57,
        Refusal::TooManyPermissionActions(_) => 58,
        Refusal::InvalidTag(_) => 59,
        Refusal::TooManyTags => 60,
        Refusal::MoveSourceIsNoDeadLetterQueue => 61,
        Refusal::MoveTaskRunning => 62,
        Refusal::TooManyMoveTasks => 63,
        Refusal::MoveToItself => 64,
        Refusal::MoveToOtherKind => 65,
        Refusal::MoveRateOutOfRange(_) => 66,
        Refusal::MoveTaskDoesNotExist => 67,
        Refusal::MoveTaskNotActive => 68,
        Refusal::MessageSourceUnknown => 69,
        Refusal::AccessDenied(..) => 70,
        Refusal::Kms(_) => 71,
        Refusal::UnsupportedOperation => 72,
        Refusal::TooManyPermissions => 73,
    }
}

const VARIANTS: u32 = 74;

#[test]
fn the_table_has_every_variant_in_order() {
    let mut places: Vec<u32> = table().iter().map(|(refusal, _)| place(refusal)).collect();
    places.dedup();
    assert_eq!(places, (0..VARIANTS).collect::<Vec<_>>());
}

#[test]
fn every_refusal_gets_awss_status_code_and_text() {
    for (refusal, expected) in table() {
        let error = describe(&refusal, &CONTEXT);
        assert_eq!(format!("{} {}: {}", error.status, error.code, error.message), expected, "{refusal:?}");
        assert_eq!(error.sender_fault, refusal != Refusal::UnknownTicket, "{refusal:?}");
    }
}

/// sqs-facts §1.6 and §1.7, in the order of first use in the table.
#[test]
fn every_code_has_its_json_shape() {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for (refusal, _) in table() {
        let error = describe(&refusal, &CONTEXT);
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
            ("AWS.SimpleQueueService.EmptyBatchRequest", "com.amazonaws.sqs#EmptyBatchRequest"),
            (
                "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
                "com.amazonaws.sqs#TooManyEntriesInBatchRequest",
            ),
            ("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "com.amazonaws.sqs#BatchEntryIdsNotDistinct"),
            ("AWS.SimpleQueueService.InvalidBatchEntryId", "com.amazonaws.sqs#InvalidBatchEntryId"),
            ("AWS.SimpleQueueService.BatchRequestTooLong", "com.amazonaws.sqs#BatchRequestTooLong"),
            ("AWS.SimpleQueueService.UnsupportedOperation", "com.amazonaws.sqs#UnsupportedOperation"),
            ("RequestThrottled", "com.amazonaws.sqs#RequestThrottled"),
            ("ResourceNotFoundException", "com.amazonaws.sqs#ResourceNotFoundException"),
            (
                "CouldNotDetermineMessageSource",
                "com.amazon.coral.service#CouldNotDetermineMessageSourceException",
            ),
            ("AccessDenied", "com.amazon.coral.service#AccessDeniedException"),
            ("KMS.DisabledException", "com.amazonaws.sqs#KmsDisabled"),
        ]
    );
}

#[test]
fn a_value_that_is_not_known_leaves_its_place_empty() {
    let error = describe(&Refusal::ReceiptHandleIsInvalid, &Context::default());
    assert_eq!(error.message, "The input receipt handle \"\" is not a valid receipt handle.");
}

#[test]
fn batches_word_some_refusals_in_another_way() {
    let entry = |refusal| {
        let error = describe_entry(&refusal, &CONTEXT);
        format!("{}: {}", error.code, error.message)
    };
    assert_eq!(
        entry(Refusal::MessageTooLong(1_024)),
        "InvalidParameterValue: One or more parameters cannot be validated. \
         Reason: Message must be shorter than 1024 bytes."
    );
    assert_eq!(
        entry(Refusal::DelayNotForFifo(2)),
        "InvalidParameterValue: The request include parameter that is not valid for this queue type"
    );
    assert_eq!(
        entry(Refusal::ReceiptHandleIsInvalid),
        "ReceiptHandleIsInvalid: The input receipt handle \"AQEB==\" is not a valid receipt handle."
    );
    assert_eq!(
        entry(Refusal::ReceiptHandleExpired),
        "ReceiptHandleIsInvalid: The receipt handle has expired"
    );
    assert_eq!(
        entry(Refusal::MissingBody),
        "EmptyValue: The request must contain the parameter MessageBody."
    );

    let whole = describe_batch(&Refusal::MissingMessageGroupId, &CONTEXT);
    assert_eq!(
        (whole.code, whole.message.as_str()),
        ("InvalidParameterValue", "The request must contain the parameter MessageGroupId.")
    );
}
