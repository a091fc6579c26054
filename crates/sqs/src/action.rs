//! AWS's actions, for permissions and for counting requests (sqs-facts §1.5).

use crate::{Command, QueueId};

/// One of the 23.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Action {
    AddPermission,
    CancelMessageMoveTask,
    ChangeMessageVisibility,
    ChangeMessageVisibilityBatch,
    CreateQueue,
    DeleteMessage,
    DeleteMessageBatch,
    DeleteQueue,
    GetQueueAttributes,
    GetQueueUrl,
    ListDeadLetterSourceQueues,
    ListMessageMoveTasks,
    ListQueueTags,
    ListQueues,
    PurgeQueue,
    ReceiveMessage,
    RemovePermission,
    SendMessage,
    SendMessageBatch,
    SetQueueAttributes,
    StartMessageMoveTask,
    TagQueue,
    UntagQueue,
}

impl Action {
    /// All, by name.
    pub const ALL: [Self; 23] = [
        Self::AddPermission,
        Self::CancelMessageMoveTask,
        Self::ChangeMessageVisibility,
        Self::ChangeMessageVisibilityBatch,
        Self::CreateQueue,
        Self::DeleteMessage,
        Self::DeleteMessageBatch,
        Self::DeleteQueue,
        Self::GetQueueAttributes,
        Self::GetQueueUrl,
        Self::ListDeadLetterSourceQueues,
        Self::ListMessageMoveTasks,
        Self::ListQueueTags,
        Self::ListQueues,
        Self::PurgeQueue,
        Self::ReceiveMessage,
        Self::RemovePermission,
        Self::SendMessage,
        Self::SendMessageBatch,
        Self::SetQueueAttributes,
        Self::StartMessageMoveTask,
        Self::TagQueue,
        Self::UntagQueue,
    ];

    /// AWS's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AddPermission => "AddPermission",
            Self::CancelMessageMoveTask => "CancelMessageMoveTask",
            Self::ChangeMessageVisibility => "ChangeMessageVisibility",
            Self::ChangeMessageVisibilityBatch => "ChangeMessageVisibilityBatch",
            Self::CreateQueue => "CreateQueue",
            Self::DeleteMessage => "DeleteMessage",
            Self::DeleteMessageBatch => "DeleteMessageBatch",
            Self::DeleteQueue => "DeleteQueue",
            Self::GetQueueAttributes => "GetQueueAttributes",
            Self::GetQueueUrl => "GetQueueUrl",
            Self::ListDeadLetterSourceQueues => "ListDeadLetterSourceQueues",
            Self::ListMessageMoveTasks => "ListMessageMoveTasks",
            Self::ListQueueTags => "ListQueueTags",
            Self::ListQueues => "ListQueues",
            Self::PurgeQueue => "PurgeQueue",
            Self::ReceiveMessage => "ReceiveMessage",
            Self::RemovePermission => "RemovePermission",
            Self::SendMessage => "SendMessage",
            Self::SendMessageBatch => "SendMessageBatch",
            Self::SetQueueAttributes => "SetQueueAttributes",
            Self::StartMessageMoveTask => "StartMessageMoveTask",
            Self::TagQueue => "TagQueue",
            Self::UntagQueue => "UntagQueue",
        }
    }

    /// The action of a name; case counts.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// The action that policies know it by: a batch needs the permission of the single call
    /// (sqs-facts §10.1).
    pub const fn permission(self) -> Self {
        match self {
            Self::SendMessageBatch => Self::SendMessage,
            Self::DeleteMessageBatch => Self::DeleteMessage,
            Self::ChangeMessageVisibilityBatch => Self::ChangeMessageVisibility,
            other => other,
        }
    }

    /// True if no other account can be allowed to do it (sqs-facts §1.5).
    pub const fn is_owner_only(self) -> bool {
        match self {
            Self::AddPermission
            | Self::CancelMessageMoveTask
            | Self::CreateQueue
            | Self::DeleteQueue
            | Self::ListMessageMoveTasks
            | Self::ListQueueTags
            | Self::ListQueues
            | Self::RemovePermission
            | Self::SetQueueAttributes
            | Self::StartMessageMoveTask
            | Self::TagQueue
            | Self::UntagQueue => true,
            Self::ChangeMessageVisibility
            | Self::ChangeMessageVisibilityBatch
            | Self::DeleteMessage
            | Self::DeleteMessageBatch
            | Self::GetQueueAttributes
            | Self::GetQueueUrl
            | Self::ListDeadLetterSourceQueues
            | Self::PurgeQueue
            | Self::ReceiveMessage
            | Self::SendMessage
            | Self::SendMessageBatch => false,
        }
    }
}

impl Command {
    /// The action that the command is; none for a client that hangs up.
    pub const fn action(&self) -> Option<Action> {
        Some(match self {
            Self::CreateQueue { .. } => Action::CreateQueue,
            Self::DeleteQueue { .. } => Action::DeleteQueue,
            Self::GetQueueUrl { .. } => Action::GetQueueUrl,
            Self::ListQueues { .. } => Action::ListQueues,
            Self::GetQueueAttributes { .. } => Action::GetQueueAttributes,
            Self::SetQueueAttributes { .. } => Action::SetQueueAttributes,
            Self::PurgeQueue { .. } => Action::PurgeQueue,
            Self::AddPermission { .. } => Action::AddPermission,
            Self::RemovePermission { .. } => Action::RemovePermission,
            Self::TagQueue { .. } => Action::TagQueue,
            Self::UntagQueue { .. } => Action::UntagQueue,
            Self::ListQueueTags { .. } => Action::ListQueueTags,
            Self::ListDeadLetterSourceQueues { .. } => Action::ListDeadLetterSourceQueues,
            Self::StartMessageMoveTask { .. } => Action::StartMessageMoveTask,
            Self::ListMessageMoveTasks { .. } => Action::ListMessageMoveTasks,
            Self::CancelMessageMoveTask { .. } => Action::CancelMessageMoveTask,
            Self::SendMessage { .. } => Action::SendMessage,
            Self::SendMessageBatch { .. } => Action::SendMessageBatch,
            Self::ReceiveMessage { .. } => Action::ReceiveMessage,
            Self::DeleteMessage { .. } => Action::DeleteMessage,
            Self::DeleteMessageBatch { .. } => Action::DeleteMessageBatch,
            Self::ChangeMessageVisibility { .. } => Action::ChangeMessageVisibility,
            Self::ChangeMessageVisibilityBatch { .. } => Action::ChangeMessageVisibilityBatch,
            Self::Abandon { .. } => return None,
        })
    }

    /// The queue that the command names by number; a move task's is the one that it empties.
    pub const fn queue(&self) -> Option<QueueId> {
        match self {
            Self::DeleteQueue { queue }
            | Self::GetQueueAttributes { queue }
            | Self::SetQueueAttributes { queue, .. }
            | Self::PurgeQueue { queue }
            | Self::AddPermission { queue, .. }
            | Self::RemovePermission { queue, .. }
            | Self::TagQueue { queue, .. }
            | Self::UntagQueue { queue, .. }
            | Self::ListQueueTags { queue }
            | Self::ListDeadLetterSourceQueues { queue, .. }
            | Self::StartMessageMoveTask { source: queue, .. }
            | Self::ListMessageMoveTasks { source: queue, .. }
            | Self::SendMessage { queue, .. }
            | Self::SendMessageBatch { queue, .. }
            | Self::ReceiveMessage { queue, .. }
            | Self::DeleteMessage { queue, .. }
            | Self::DeleteMessageBatch { queue, .. }
            | Self::ChangeMessageVisibility { queue, .. }
            | Self::ChangeMessageVisibilityBatch { queue, .. } => Some(*queue),
            Self::CreateQueue { .. }
            | Self::GetQueueUrl { .. }
            | Self::ListQueues { .. }
            | Self::CancelMessageMoveTask { .. }
            | Self::Abandon { .. } => None,
        }
    }
}
