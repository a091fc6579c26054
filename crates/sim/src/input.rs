//! What a user can do inside a running world. Each is an input of the timeline.

use std::sync::Arc;

use sqs::{Caller, Command, MessageId};

use crate::{QueueChange, Trouble, WorkerId};

/// An act of the user at the instant at which the timeline stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Sends a message as if a producer had: size and group as the first producer of this queue sends,
    /// 1 byte and one group of the user's own if there is none.
    Send {
        /// Index in [`crate::Model::queues`].
        queue: u32,
    },
    /// Kills a worker.
    Crash {
        /// Who.
        worker: WorkerId,
    },
    /// Brings a worker back.
    BringBack {
        /// Who.
        worker: WorkerId,
    },
    /// Starts a move task that brings a dead-letter queue's messages back to where they came from.
    Redrive {
        /// Index in [`crate::Model::queues`].
        queue: u32,
        /// Messages a second, 1 to 500; none is as fast as it goes.
        per_second: Option<u32>,
    },
    /// Cancels the move task that empties a queue.
    CancelRedrive {
        /// Index in [`crate::Model::queues`].
        queue: u32,
    },
    /// `DeleteMessage` with the handle of the message's latest receive.
    Delete {
        /// The message.
        message: MessageId,
    },
    /// `ChangeMessageVisibility` to 0 with the handle of the message's latest receive.
    MakeVisible {
        /// The message.
        message: MessageId,
    },
    /// Asks a worker to stop in an orderly way: it finishes and deletes what it has.
    Stop {
        /// Who.
        worker: WorkerId,
    },
    /// Makes a worker hang.
    Hang {
        /// Who.
        worker: WorkerId,
    },
    /// `PurgeQueue`.
    Purge {
        /// Index in [`crate::Model::queues`].
        queue: u32,
    },
    /// `SetQueueAttributes` with one attribute.
    Change {
        /// Index in [`crate::Model::queues`].
        queue: u32,
        /// The attribute and its new value.
        change: QueueChange,
    },
    /// A call of SQS, as a console makes it. The answer is [`crate::Timeline::user_answer`].
    Call(Arc<UserCall>),
}

/// A call of SQS by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserCall {
    /// Who calls.
    pub caller: Caller,
    /// What for.
    pub command: Command,
    /// What the user wrote: what shows or shares the act repeats it.
    pub line: Arc<str>,
}

/// What SQS says to a call of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserAnswer {
    /// It is a receive that waits for messages.
    Waits,
    /// The answer. A call that waited is answered while the clock moves on.
    Is(Arc<Result<sqs::Reply, sqs::Refusal>>),
}

/// Why an act makes no sense at this instant. Nothing has changed; the page disables the button and says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActRefusal {
    /// There is no such queue, worker or message.
    Unknown,
    /// The worker is not running.
    AlreadyDown,
    /// The worker is running.
    AlreadyUp,
    /// There is no such worker now: it was not launched, or nobody needs it.
    NotRunning,
    /// The message was never received: no receipt handle exists, so SQS cannot delete it.
    NoReceiptHandle,
    /// The message is gone.
    MessageGone,
    /// The message is not in flight: there is nothing to make visible.
    NotInFlight,
    /// FIFO: the handle's visibility timeout has run out.
    HandleExpired,
    /// The queue is nobody's dead-letter queue.
    NoDeadLetterQueue,
    /// A move task empties the queue already.
    RedriveRuns,
    /// The worker is on its way to stop.
    AlreadyStopping,
    /// The worker hangs already.
    AlreadyHung,
    /// Lambda starts and ends its execution environments by itself.
    IsManaged,
    /// The worker's Availability Zone is down.
    ZoneDown,
    /// SQS would refuse it.
    SqsRefuses(Trouble),
    /// The end of the run: nothing can happen after it.
    AtTheEnd,
    /// As many inputs as a branch may have.
    TooManyInputs,
    /// As many branches as a timeline may have.
    TooManyBranches,
}
