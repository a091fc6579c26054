//! Why a call is refused: a closed list. AWS's code, status and text for each live in one table in `api`.

use crate::QueueKind;

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
    DelayOutOfRange(u32),
    /// A message delay above 0 on a FIFO queue.
    DelayNotForFifo(u32),
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
    MaxMessagesOutOfRange(u32),
    /// Over 20 seconds.
    WaitOutOfRange(u32),
    /// `VisibilityTimeout` of a receive over 12 hours.
    ReceiveVisibilityOutOfRange(u32),
    /// `VisibilityTimeout` of a change over 12 hours.
    ChangeVisibilityOutOfRange(u32),
    /// The total since the receive would pass 12 hours.
    VisibilityBeyondLimit(u32),
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
}
