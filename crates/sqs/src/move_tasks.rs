//! Redrive of a dead-letter queue: `StartMessageMoveTask` and its kin (sqs-facts §4.3).

use crate::{MoveTaskId, QueueId, Refusal, Time};

/// How a move task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MoveTaskStatus {
    Running,
    Completed,
    Cancelling,
    Cancelled,
    Failed,
}

/// A move task, as `ListMessageMoveTasks` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveTaskView {
    /// Which.
    pub id: MoveTaskId,
    /// How it stands.
    pub status: MoveTaskStatus,
    /// The queue that it empties.
    pub source: QueueId,
    /// Where to, if it was given.
    pub destination: Option<QueueId>,
    /// Messages per second, if it was given.
    pub per_second: Option<u32>,
    /// Messages moved so far.
    pub moved: u64,
    /// Messages in the source when it started.
    pub to_move: u64,
    /// Why it failed, if it did.
    pub failure: Option<Refusal>,
    /// When it started.
    pub started_at: Time,
}
