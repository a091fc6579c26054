//! What can be asked of the engine, and its answers.

use std::sync::Arc;

use crate::{
    AttributeChanges, DeduplicationId, Labels, MessageAttribute, MessageId, MoveTaskId, MoveTaskView,
    QueueId, QueueKind, ReceiptHandle, Refusal, Storage, Ticket, Time,
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

/// What `SendMessage` says of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendEntry {
    /// At least one byte, with its attributes at most the queue's `maximum_message_bytes` (sqs-facts §1.10).
    pub body: Body,
    /// `DelaySeconds`, 0 to 900; none takes the queue's.
    pub delay_s: Option<i32>,
    /// `MessageAttributes`, at most 10, in the order of the call.
    pub attributes: Option<Arc<[MessageAttribute]>>,
    /// `AWSTraceHeader`, the one system attribute that a sender can set; it is not counted in the size.
    pub trace_header: Option<Arc<str>>,
    /// `MessageGroupId`; required on FIFO queues, marks a tenant on standard ones.
    pub group: Option<Arc<str>>,
    /// `MessageDeduplicationId`; FIFO only.
    pub deduplication_id: Option<Arc<str>>,
}

impl SendEntry {
    /// Size as AWS counts it: body and attributes; the trace header is free (sqs-facts §1.10).
    pub fn size_bytes(&self) -> u64 {
        let attributes = self.attributes.iter().flat_map(|attributes| attributes.iter());
        self.body.len_bytes() + attributes.map(MessageAttribute::size_bytes).sum::<u64>()
    }
}

impl From<Body> for SendEntry {
    /// A body and nothing else.
    fn from(body: Body) -> Self {
        Self {
            body,
            delay_s: None,
            attributes: None,
            trace_header: None,
            group: None,
            deduplication_id: None,
        }
    }
}

/// Tags by key, in the order of the call.
pub type Tags = Vec<(Arc<str>, Arc<str>)>;

/// One call. Names and meanings are AWS's actions; `Abandon` is the client hanging up.
/// Numbers are as wide as AWS's `Integer`, so that what is out of range is the engine's to refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `CreateQueue`. The queue belongs to the caller's account.
    CreateQueue {
        /// 1 to 80 of `[A-Za-z0-9_-]`, FIFO names end in `.fifo`.
        name: Arc<str>,
        /// Standard or FIFO.
        kind: QueueKind,
        /// The attributes that were sent, the others take AWS's defaults. An existing queue of the same name
        /// is compared in these alone (sqs-facts §1.13).
        attributes: Box<AttributeChanges>,
        /// Compared with the tags of an existing queue, if any were sent.
        tags: Tags,
        /// The machinery behind it.
        storage: Storage,
    },
    /// `DeleteQueue`.
    DeleteQueue {
        /// The queue.
        queue: QueueId,
    },
    /// `GetQueueUrl`.
    GetQueueUrl {
        /// The queue's name.
        name: Arc<str>,
        /// `QueueOwnerAWSAccountId`; none means the caller's account.
        owner: Option<u64>,
    },
    /// `ListQueues`: the caller's own, by name.
    ListQueues {
        /// `QueueNamePrefix`, case-sensitive.
        prefix: Option<Arc<str>>,
        /// `MaxResults`, 1 to 1,000; none gives up to 1,000 and no continuation.
        max_results: Option<i32>,
        /// Continue behind this name.
        after: Option<Arc<str>>,
    },
    /// `GetQueueAttributes`. Answers `Done`; what to show is read from [`crate::Engine::queue`].
    GetQueueAttributes {
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
    /// `AddPermission`.
    AddPermission {
        /// The queue.
        queue: QueueId,
        /// Name of the new statement.
        label: Arc<str>,
        /// `AWSAccountIds`, as sent.
        accounts: Vec<Arc<str>>,
        /// `Actions`, as sent, without a service prefix.
        actions: Vec<Arc<str>>,
    },
    /// `RemovePermission`.
    RemovePermission {
        /// The queue.
        queue: QueueId,
        /// Name of the statement.
        label: Arc<str>,
    },
    /// `TagQueue`.
    TagQueue {
        /// The queue.
        queue: QueueId,
        /// Added, or put in the place of those with the same key.
        tags: Tags,
    },
    /// `UntagQueue`.
    UntagQueue {
        /// The queue.
        queue: QueueId,
        /// Keys; absent ones are fine.
        keys: Vec<Arc<str>>,
    },
    /// `ListQueueTags`. Answers `Done`; the tags are read from [`crate::Engine::queue`].
    ListQueueTags {
        /// The queue.
        queue: QueueId,
    },
    /// `ListDeadLetterSourceQueues`: queues whose redrive policy names this one, by name.
    ListDeadLetterSourceQueues {
        /// The dead-letter queue.
        queue: QueueId,
        /// `MaxResults`, 1 to 1,000.
        max_results: Option<i32>,
        /// Continue behind this name.
        after: Option<Arc<str>>,
    },
    /// `StartMessageMoveTask` (sqs-facts §4.3).
    StartMessageMoveTask {
        /// A queue that is the dead-letter queue of another.
        source: QueueId,
        /// Where to; none means each message's own source.
        destination: Option<QueueId>,
        /// `MaxNumberOfMessagesPerSecond`, 1 to 500; none is "system optimised".
        per_second: Option<i32>,
    },
    /// `ListMessageMoveTasks`, newest first.
    ListMessageMoveTasks {
        /// The queue that the tasks empty.
        source: QueueId,
        /// `MaxResults`, 1 to 10; none means 1.
        max_results: Option<i32>,
    },
    /// `CancelMessageMoveTask`.
    CancelMessageMoveTask {
        /// The task.
        task: MoveTaskId,
    },
    /// `SendMessage`.
    SendMessage {
        /// The queue.
        queue: QueueId,
        /// The message.
        entry: SendEntry,
    },
    /// `SendMessageBatch`: 1 to 10 entries with their `Id`s.
    SendMessageBatch {
        /// The queue.
        queue: QueueId,
        /// `Id` and message.
        entries: Vec<(Arc<str>, SendEntry)>,
    },
    /// `ReceiveMessage`. Without a message and with a wait it is parked.
    ReceiveMessage {
        /// The queue.
        queue: QueueId,
        /// `MaxNumberOfMessages`, 1 to 10; none means 1.
        max_messages: Option<i32>,
        /// `VisibilityTimeout`, 0 to 43,200; none takes the queue's.
        visibility_timeout_s: Option<i32>,
        /// `WaitTimeSeconds`, 0 to 20; none takes the queue's.
        wait_s: Option<i32>,
        /// `ReceiveRequestAttemptId`; standard queues ignore it (sqs-facts §3.5).
        attempt_id: Option<Arc<str>>,
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
        visibility_timeout_s: i32,
    },
    /// `DeleteMessageBatch`: 1 to 10 entries with their `Id`s.
    DeleteMessageBatch {
        /// The queue.
        queue: QueueId,
        /// `Id` and handle; [`ReceiptHandle::INVALID`] for one that cannot be read.
        entries: Vec<(Arc<str>, ReceiptHandle)>,
    },
    /// `ChangeMessageVisibilityBatch`: 1 to 10 entries with their `Id`s.
    ChangeMessageVisibilityBatch {
        /// The queue.
        queue: QueueId,
        /// `Id`, handle and new timeout in seconds.
        entries: Vec<(Arc<str>, ReceiptHandle, i32)>,
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
    /// What the message is marked with; none if it carries nothing but its body.
    pub labels: Option<Arc<Labels>>,
    /// `SequenceNumber`'s counter on FIFO queues.
    pub sequence: Option<u64>,
    /// The queue of `DeadLetterQueueSourceArn`.
    pub dead_letter_source: Option<QueueId>,
}

impl Delivery {
    /// `MessageGroupId`.
    pub fn group(&self) -> Option<&Arc<str>> {
        self.labels.as_deref()?.group.as_ref()
    }

    /// `MessageDeduplicationId`.
    pub fn deduplication_id(&self) -> Option<&DeduplicationId> {
        self.labels.as_deref()?.deduplication_id.as_ref()
    }
}

/// `SendMessage`'s answer; for a deduplicated send the original's id and sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The message.
    pub message: MessageId,
    /// FIFO only.
    pub sequence: Option<u64>,
}

/// What a call answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// `CreateQueue`: the new queue, or the existing equal one.
    Queue(QueueId),
    /// `ListQueues` and `ListDeadLetterSourceQueues`: by name, and the name to continue behind, if there are more.
    Queues {
        /// One page.
        queues: Vec<QueueId>,
        /// Behind which name the next page starts.
        next: Option<Arc<str>>,
    },
    /// `SendMessage`.
    Sent(Sent),
    /// `SendMessageBatch`: every entry by its `Id`, in the order of the call.
    SentBatch(Vec<(Arc<str>, Result<Sent, Refusal>)>),
    /// `DeleteMessageBatch` and `ChangeMessageVisibilityBatch`, likewise.
    DoneBatch(Vec<(Arc<str>, Result<(), Refusal>)>),
    /// `StartMessageMoveTask`.
    MoveTask(MoveTaskId),
    /// `ListMessageMoveTasks`, newest first.
    MoveTasks(Vec<MoveTaskView>),
    /// `CancelMessageMoveTask`: messages moved so far.
    Moved(u64),
    /// `ReceiveMessage`: up to ten messages in the order of the answer, or none.
    Received(Vec<Delivery>),
    /// `ReceiveMessage` waits; [`crate::EventKind::PollAnswered`] names the ticket later
    /// and [`crate::Engine::take_answer`] gives the messages.
    Parked(Ticket),
    /// Everything that answers nothing.
    Done,
}
