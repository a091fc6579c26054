//! Which part of the engine does a call.

use crate::moment::Moment;
use crate::queues::CreateCall;
use crate::receive::ReceiveCall;
use crate::{Caller, Command, Engine, Refusal, Reply};

impl Engine {
    pub(crate) fn call(
        &mut self,
        caller: &Caller,
        command: Command,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        match command {
            Command::CreateQueue { name, kind, attributes, tags, storage } => {
                let call = CreateCall {
                    account: caller.account,
                    name,
                    kind,
                    attributes: *attributes,
                    tags,
                    storage,
                };
                self.create_queue(call, moment)
            }
            Command::DeleteQueue { queue } => self.delete_queue(queue, moment),
            Command::SetQueueAttributes { queue, changes } => self.set_attributes(queue, &changes, moment),
            Command::PurgeQueue { queue } => self.purge_queue(queue, moment),
            Command::SendMessage { queue, entry } => {
                self.send_message(queue, entry, caller, moment).map(Reply::Sent)
            }
            Command::SendMessageBatch { queue, entries } => {
                self.send_batch(queue, entries, caller, moment).map(Reply::SentBatch)
            }
            Command::ReceiveMessage { queue, max_messages, visibility_timeout_s, wait_s, attempt_id: _ } => {
                let call = ReceiveCall { queue, max_messages, visibility_timeout_s, wait_s };
                self.receive_message(&call, moment)
            }
            Command::DeleteMessage { queue, handle } => {
                self.delete_message(queue, handle, moment).map(|()| Reply::Done)
            }
            Command::DeleteMessageBatch { queue, entries } => {
                self.delete_batch(queue, entries, moment).map(Reply::DoneBatch)
            }
            Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s } => {
                self.change_visibility(queue, handle, visibility_timeout_s, moment).map(|()| Reply::Done)
            }
            Command::ChangeMessageVisibilityBatch { queue, entries } => {
                self.change_visibility_batch(queue, entries, moment).map(Reply::DoneBatch)
            }
            Command::Abandon { ticket } => self.abandon(ticket, moment),
            Command::GetQueueUrl { .. }
            | Command::ListQueues { .. }
            | Command::GetQueueAttributes { .. }
            | Command::AddPermission { .. }
            | Command::RemovePermission { .. }
            | Command::TagQueue { .. }
            | Command::UntagQueue { .. }
            | Command::ListQueueTags { .. }
            | Command::ListDeadLetterSourceQueues { .. }
            | Command::StartMessageMoveTask { .. }
            | Command::ListMessageMoveTasks { .. }
            | Command::CancelMessageMoveTask { .. } => Err(Refusal::UnsupportedOperation),
        }
    }
}
