//! What happened inside the engine, in order.

use crate::{MessageId, MoveTaskId, MoveTaskStatus, QueueId, Ticket, Time};

/// Something that happened at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When; the deadline's own instant, not that of the call that found it.
    pub at: Time,
    /// What.
    pub kind: EventKind,
}

/// Why a message can be received again, or for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisibleCause {
    /// Its delay ended.
    DelayEnded,
    /// Its visibility timeout ran out.
    TimeoutEnded,
    /// Somebody set its visibility timeout to 0, or received it with 0.
    SetToZero,
    /// A copy that a delete had missed came back (standard queues).
    CopyReturned,
}

/// A closed list: a new kind is added at the end and takes a new tag in the trace hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A queue exists from now on.
    QueueCreated {
        /// The queue.
        queue: QueueId,
    },
    /// A queue and all its messages are gone.
    QueueDeleted {
        /// The queue.
        queue: QueueId,
    },
    /// All messages of a queue are gone.
    QueuePurged {
        /// The queue.
        queue: QueueId,
    },
    /// A send was accepted and stored.
    Sent {
        /// The queue.
        queue: QueueId,
        /// The new message.
        message: MessageId,
        /// When it can first be received; equals the event's instant without a delay.
        visible_at: Time,
    },
    /// A send was accepted and not stored, since its deduplication id was seen within five minutes.
    Deduplicated {
        /// The queue.
        queue: QueueId,
        /// The message that the id belongs to; it may be gone.
        original: MessageId,
    },
    /// A message was handed out.
    Received {
        /// The queue.
        queue: QueueId,
        /// The message.
        message: MessageId,
        /// `ApproximateReceiveCount`, this one included.
        receive_count: u32,
        /// When it becomes visible again if nothing is done.
        visible_at: Time,
        /// True if it was in flight already and this is a second copy.
        second_copy: bool,
    },
    /// A receive came back with nothing.
    EmptyReceive {
        /// The queue.
        queue: QueueId,
        /// True if visible messages existed on servers that were not asked.
        false_empty: bool,
    },
    /// A receive waits.
    PollParked {
        /// The queue.
        queue: QueueId,
        /// The waiting receive.
        ticket: Ticket,
    },
    /// A waiting receive has its answer: messages, nothing at the end of its wait, or its queue is gone.
    PollAnswered {
        /// The queue.
        queue: QueueId,
        /// The receive.
        ticket: Ticket,
        /// Messages in the answer.
        messages: u32,
    },
    /// A waiting receive was taken back.
    PollAbandoned {
        /// The queue.
        queue: QueueId,
        /// The receive.
        ticket: Ticket,
    },
    /// A delete removed a message.
    Deleted {
        /// The queue.
        queue: QueueId,
        /// The message.
        message: MessageId,
        /// True if its visibility timeout had run out or a newer receive held it.
        stale_handle: bool,
    },
    /// A delete was acknowledged but there was nothing to remove.
    DeletedAgain {
        /// The queue.
        queue: QueueId,
        /// The message.
        message: MessageId,
    },
    /// A message in flight got a new end of its visibility timeout.
    VisibilityChanged {
        /// The queue.
        queue: QueueId,
        /// The message.
        message: MessageId,
        /// The new end; later than the event.
        visible_at: Time,
    },
    /// A message can be received (again).
    Visible {
        /// The queue.
        queue: QueueId,
        /// The message.
        message: MessageId,
        /// Why.
        cause: VisibleCause,
    },
    /// A receive found that a message had used up its receives and moved it.
    DeadLettered {
        /// The source.
        from: QueueId,
        /// The dead-letter queue.
        to: QueueId,
        /// The message.
        message: MessageId,
    },
    /// Retention ended; the message is gone without a trace.
    Expired {
        /// The queue.
        queue: QueueId,
        /// The message.
        message: MessageId,
    },
    /// A move task put a message of a dead-letter queue into another queue, as a new one (sqs-facts §4.3).
    Redriven {
        /// The dead-letter queue.
        from: QueueId,
        /// Where it went.
        to: QueueId,
        /// The message that is gone.
        message: MessageId,
        /// The message that took its place.
        replacement: MessageId,
        /// When it can first be received.
        visible_at: Time,
    },
    /// A move task runs from now on.
    MoveTaskStarted {
        /// The queue that it empties.
        queue: QueueId,
        /// The task.
        task: MoveTaskId,
    },
    /// A move task has ended.
    MoveTaskEnded {
        /// The queue that it emptied.
        queue: QueueId,
        /// The task.
        task: MoveTaskId,
        /// How.
        status: MoveTaskStatus,
    },
    /// A delete with an older receive's handle was acknowledged and left the message where it is.
    DeleteIgnored {
        /// The queue.
        queue: QueueId,
        /// The message.
        message: MessageId,
    },
}
