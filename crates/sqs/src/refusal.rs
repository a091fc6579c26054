//! Why a call is refused: a closed list. AWS's code, status and text for each live in one table in `api`.

use std::sync::Arc;

use crate::{Action, QueueKind};

/// A queue attribute by AWS's name, for refusals that name one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Attribute {
    DelaySeconds,
    MaximumMessageSize,
    MessageRetentionPeriod,
    ReceiveMessageWaitTimeSeconds,
    VisibilityTimeout,
    RedrivePolicy,
    RedriveAllowPolicy,
    Policy,
    KmsMasterKeyId,
    KmsDataKeyReusePeriodSeconds,
    SqsManagedSseEnabled,
    ContentBasedDeduplication,
    DeduplicationScope,
    FifoThroughputLimit,
    FifoQueue,
}

/// A call that AWS would refuse (sqs-facts §1.6 to §1.8). Nothing has changed when one is returned,
/// but for deadlines that had come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such queue, or it was deleted.
    QueueDoesNotExist,
    /// Deleted less than 60 seconds ago.
    QueueDeletedRecently,
    /// The name is taken by a queue with another value of this attribute.
    QueueNameExists(Attribute),
    /// Not 1 to 80 of the allowed characters, or the `.fifo` suffix does not fit the kind.
    InvalidQueueName(QueueKind),
    /// A value out of its range.
    InvalidAttributeValue(Attribute),
    /// An attribute that this kind of queue does not have.
    UnknownAttribute(Attribute),
    /// `maxReceiveCount` out of 1 to 1,000.
    InvalidMaxReceiveCount(u32),
    /// The dead-letter target does not exist.
    DeadLetterTargetDoesNotExist,
    /// The dead-letter target is of the other kind.
    DeadLetterTargetOfOtherKind,
    /// Purged less than 60 seconds ago.
    PurgeQueueInProgress,
    /// No body, or an empty one.
    MissingBody,
    /// A body that is not UTF-8 or has characters outside XML's.
    InvalidMessageContents,
    /// A body over the queue's limit, in bytes.
    MessageTooLong(u32),
    /// A delay over 900 seconds.
    DelayOutOfRange(i32),
    /// A message delay above 0 on a FIFO queue.
    DelayNotForFifo(i32),
    /// A FIFO send without a group.
    MissingMessageGroupId,
    /// A group id that is empty, too long or has characters that are not allowed.
    InvalidMessageGroupId,
    /// A FIFO send without a deduplication id while content-based deduplication is off.
    MissingDeduplicationId,
    /// A deduplication id that is empty, too long or has characters that are not allowed.
    InvalidDeduplicationId,
    /// A deduplication id on a standard queue.
    DeduplicationIdNotForStandard,
    /// Not 1 to 10.
    MaxMessagesOutOfRange(i32),
    /// Over 20 seconds.
    WaitOutOfRange(i32),
    /// `VisibilityTimeout` of a receive over 12 hours.
    ReceiveVisibilityOutOfRange(i32),
    /// `VisibilityTimeout` of a change over 12 hours.
    ChangeVisibilityOutOfRange(i32),
    /// The total since the receive would pass 12 hours.
    VisibilityBeyondLimit(i32),
    /// The message is gone, or (FIFO) its visibility timeout has run out.
    NotAvailableForVisibilityChange,
    /// No message of this engine ever had this handle.
    ReceiptHandleIsInvalid,
    /// A handle that another queue gave out.
    ReceiptHandleOfAnotherQueue,
    /// FIFO: the visibility timeout of this receive has run out.
    ReceiptHandleExpired,
    /// As many messages in flight as the queue may have (short polls of standard queues).
    OverLimit,
    /// No receive waits under this ticket.
    UnknownTicket,
    /// The name is taken by a queue with other tags.
    QueueNameExistsWithOtherTags,
    /// `SqsManagedSseEnabled` and a KMS key at one time.
    TwoKindsOfEncryption,
    /// The dead-letter target's redrive allow policy does not let this queue name it.
    RedriveNotAllowed,
    /// A queue policy breaks one of AWS's bounds (sqs-facts §1.4).
    PolicyTooLarge,
    /// A batch without entries; the action names the entry's type.
    EmptyBatch(Action),
    /// A batch with more entries than 10.
    TooManyEntries(u32),
    /// Two entries have this `Id`.
    EntryIdsNotDistinct(Arc<str>),
    /// An `Id` that is empty, over 80 characters or has others than letters, digits, hyphen, underscore.
    InvalidEntryId,
    /// The sends of a batch together are over 1 MiB; their size in bytes.
    BatchTooLong(u64),
    /// More than 10 message attributes.
    TooManyMessageAttributes(u32),
    /// A name of a message attribute that AWS does not take.
    InvalidMessageAttributeName(NameFault),
    /// A `DataType` that is none of the three; the attribute's name.
    InvalidMessageAttributeType(Arc<str>),
    /// A value that is missing or empty: the attribute's name and its `DataType`.
    EmptyMessageAttribute(Arc<str>, Arc<str>),
    /// A number that is none; the attribute's name.
    MessageAttributeNotANumber(Arc<str>),
    /// Control characters in a string value; the attribute's name.
    InvalidMessageAttributeContents(Arc<str>),
    /// `StringListValues` or `BinaryListValues`.
    MessageAttributeLists,
    /// `ReceiveRequestAttemptId` that is empty, too long or has characters that are not allowed.
    InvalidAttemptId,
    /// The receive of this `ReceiveRequestAttemptId` cannot be repeated.
    AttemptNotRetryable,
    /// Over the throughput of a FIFO partition.
    RequestThrottled,
    /// A page size of a list out of its range: AWS's name of the parameter's action and the value.
    MaxResultsOutOfRange(Action, i32),
    /// A page token that no list gave out.
    InvalidNextToken,
    /// A label that a statement has already.
    LabelExists,
    /// No statement has this label.
    LabelNotFound,
    /// A label that is empty, over 80 characters or has characters that are not allowed.
    InvalidLabel,
    /// An account that is no 12-digit number.
    UnknownAccount(Arc<str>),
    /// An action that `AddPermission` does not know.
    UnknownPermissionAction(Arc<str>),
    /// An action that only the owner can do.
    OwnerOnlyPermissionAction(Arc<str>),
    /// More actions than `AddPermission` takes.
    TooManyPermissionActions(u32),
    /// A tag key or value that AWS does not take.
    InvalidTag(TagFault),
    /// More tags than a queue takes.
    TooManyTags,
    /// The source of a move task is nobody's dead-letter queue.
    MoveSourceIsNoDeadLetterQueue,
    /// A move task runs on this source already.
    MoveTaskRunning,
    /// 100 move tasks run in this account already.
    TooManyMoveTasks,
    /// Source and destination are the same.
    MoveToItself,
    /// Source and destination are of different kinds.
    MoveToOtherKind,
    /// `MaxNumberOfMessagesPerSecond` out of 1 to 500.
    MoveRateOutOfRange(i32),
    /// No such move task.
    MoveTaskDoesNotExist,
    /// The move task has ended.
    MoveTaskNotActive,
    /// Why a move task fails that was given no destination: a message came from no other queue.
    MessageSourceUnknown,
    /// Policies do not let the caller do this.
    AccessDenied(Action, Denial),
    /// The key of an encrypted queue cannot be used.
    Kms(KmsTrouble),
    /// AWS does not support it.
    UnsupportedOperation,
    /// A permission too many for one policy, or with more accounts than a statement takes.
    TooManyPermissions,
}

/// What is wrong with a message attribute's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Empty.
    Empty,
    /// Over 256 characters.
    TooLong,
    /// Starts with `AWS.` or `Amazon.`.
    Reserved,
    /// Starts or ends with a period, or has two in a row.
    Periods,
    /// Has a character that is not allowed.
    Characters,
    /// Two attributes have the same name.
    Repeated,
}

/// What is wrong with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagFault {
    /// The key is empty or over 128 characters.
    KeyLength,
    /// The key has a character that is not allowed.
    KeyCharacters,
    /// The key starts with `aws:`.
    KeyReserved,
    /// The value is over 256 characters.
    ValueLength,
    /// The value has a character that is not allowed.
    ValueCharacters,
}

/// Whose word denies a call (sqs-facts §10.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The caller's own policies do not allow it.
    NoIdentityPolicyAllows,
    /// The queue's policy does not allow it.
    NoResourcePolicyAllows,
    /// The caller's own policies deny it.
    ExplicitDenyInIdentityPolicy,
    /// The queue's policy denies it.
    ExplicitDenyInResourcePolicy,
    /// The queue's policy denies it, with a condition on the VPC endpoint that calls come through.
    ExplicitDenyForEndpoint,
}

/// Why a KMS key cannot be used (sqs-facts §1.6, §10.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum KmsTrouble {
    AccessDenied,
    Disabled,
    InvalidKeyUsage,
    InvalidState,
    NotFound,
    OptInRequired,
    Throttled,
}
