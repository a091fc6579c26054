//! What can be asked of the engine, and its answers.

use std::sync::Arc;

use crate::{
    AttributeChanges, MessageId, QueueAttributes, QueueId, QueueKind, ReceiptHandle, Storage, Ticket, Time,
};

/// A message's body. A simulation needs only its size and an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Real text, shared.
    Bytes(Arc<[u8]>),
    /// A length and a hash that stands for the content: equal hashes mean equal bodies.
    Simulated {
        /// Length in bytes, at least 1.
        len_bytes: u32,
        /// Identity of the content.
        hash: u64,
    },
}

impl Body {
    /// Length in bytes.
    pub fn len_bytes(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Simulated { len_bytes, .. } => u64::from(*len_bytes),
        }
    }
}

/// One call. Names and meanings are AWS's actions; `Abandon` is the client hanging up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `CreateQueue`. The queue belongs to the caller's account.
    CreateQueue {
        /// 1 to 80 of `[A-Za-z0-9_-]`, FIFO names end in `.fifo`.
        name: Arc<str>,
        /// Standard or FIFO.
        kind: QueueKind,
        /// All attributes; an existing queue of the same name must have equal ones (sqs-facts §1.13).
        attributes: Box<QueueAttributes>,
        /// The machinery behind it.
        storage: Storage,
    },
    /// `DeleteQueue`.
    DeleteQueue {
        /// The queue.
        queue: QueueId,
    },
    /// `SetQueueAttributes`.
    SetQueueAttributes {
        /// The queue.
        queue: QueueId,
        /// What changes.
        changes: Box<AttributeChanges>,
    },
    /// `PurgeQueue`.
    PurgeQueue {
        /// The queue.
        queue: QueueId,
    },
    /// `SendMessage`.
    SendMessage {
        /// The queue.
        queue: QueueId,
        /// At least one byte, at most the queue's `maximum_message_bytes`.
        body: Body,
        /// `DelaySeconds`; none takes the queue's.
        delay_s: Option<u32>,
        /// `MessageGroupId`; required on FIFO queues, marks a tenant on standard ones.
        group: Option<Arc<str>>,
        /// `MessageDeduplicationId`; FIFO only.
        deduplication_id: Option<Arc<str>>,
    },
    /// `ReceiveMessage`. Without a message and with a wait it is parked.
    ReceiveMessage {
        /// The queue.
        queue: QueueId,
        /// `MaxNumberOfMessages`, 1 to 10; none means 1.
        max_messages: Option<u32>,
        /// `VisibilityTimeout`, 0 to 43,200; none takes the queue's.
        visibility_timeout_s: Option<u32>,
        /// `WaitTimeSeconds`, 0 to 20; none takes the queue's.
        wait_s: Option<u32>,
    },
    /// `DeleteMessage`.
    DeleteMessage {
        /// The queue.
        queue: QueueId,
        /// From a receive.
        handle: ReceiptHandle,
    },
    /// `ChangeMessageVisibility`.
    ChangeMessageVisibility {
        /// The queue.
        queue: QueueId,
        /// From a receive.
        handle: ReceiptHandle,
        /// 0 to 43,200, from now.
        visibility_timeout_s: u32,
    },
    /// The client of a parked receive hangs up or dies. Nothing is answered.
    Abandon {
        /// The parked receive.
        ticket: Ticket,
    },
}

/// A message as a receive hands it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Who it is.
    pub message: MessageId,
    /// What deletes it.
    pub handle: ReceiptHandle,
    /// The body.
    pub body: Body,
    /// `ApproximateReceiveCount`, this receive included.
    pub receive_count: u32,
    /// `SentTimestamp`.
    pub sent_at: Time,
    /// `ApproximateFirstReceiveTimestamp`.
    pub first_received_at: Time,
    /// When it becomes visible again if nothing is done.
    pub visible_at: Time,
    /// `MessageGroupId`.
    pub group: Option<Arc<str>>,
    /// `MessageDeduplicationId`.
    pub deduplication_id: Option<Arc<str>>,
    /// `SequenceNumber`'s counter on FIFO queues.
    pub sequence: Option<u64>,
    /// The queue of `DeadLetterQueueSourceArn`.
    pub dead_letter_source: Option<QueueId>,
}

/// What a call answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// `CreateQueue`: the new queue, or the existing equal one.
    Queue(QueueId),
    /// `SendMessage`; for a deduplicated send the original's id and sequence.
    Sent {
        /// The message.
        message: MessageId,
        /// FIFO only.
        sequence: Option<u64>,
    },
    /// `ReceiveMessage`: up to ten messages in the order of the answer, or none.
    Received(Vec<Delivery>),
    /// `ReceiveMessage` waits; [`crate::EventKind::PollAnswered`] names the ticket later
    /// and [`crate::Engine::take_answer`] gives the messages.
    Parked(Ticket),
    /// Everything that answers nothing.
    Done,
}
