//! Which rule answers a call.

use super::*;
use crate::paths::took;

impl Model {
    pub fn apply(&mut self, now: Time, caller: &Caller, command: Command) -> Result<Reply, Refusal> {
        self.advance(now);
        let reply = match self.may(caller, &command) {
            Ok(()) => self.call(caller, command.clone()),
            Err(denied) => Err(denied),
        };
        self.note_path(&command, &reply);
        self.serve();
        reply
    }

    /// What may become of a call at random, for the count of paths.
    fn note_path(&self, command: &Command, reply: &Result<Reply, Refusal>) {
        let is_purged = command.queue().and_then(|queue| self.alive(queue).ok()?.purge_ends_at).is_some();
        let throttled = *reply == Err(Refusal::RequestThrottled);
        let (while_purged, when_throttled) = match command {
            Command::SendMessage { .. } => ("send while a purge runs", "a send is throttled"),
            Command::SendMessageBatch { .. } => ("send while a purge runs", "a send of a batch is throttled"),
            Command::ReceiveMessage { .. } => ("receive while a purge runs", "a receive is throttled"),
            Command::DeleteMessage { .. } => ("delete while a purge runs", "a delete is throttled"),
            Command::DeleteMessageBatch { .. } => {
                ("delete while a purge runs", "a delete of a batch is throttled")
            }
            _ => return,
        };
        if is_purged {
            took(while_purged);
        }
        if throttled {
            took(when_throttled);
        }
    }

    fn call(&mut self, caller: &Caller, command: Command) -> Result<Reply, Refusal> {
        match command {
            Command::CreateQueue { name, kind, attributes, tags, storage } => {
                self.create((caller.account, name), kind, &attributes, tags, storage)
            }
            Command::DeleteQueue { queue } => self.delete_queue(queue),
            Command::GetQueueUrl { name, owner } => self.url(owner.unwrap_or(caller.account), &name),
            Command::ListQueues { prefix, max_results, after } => {
                self.list(caller.account, prefix.as_deref().unwrap_or(""), max_results, after)
            }
            Command::ListDeadLetterSourceQueues { queue, max_results, after } => {
                self.sources(queue, max_results, after)
            }
            Command::GetQueueAttributes { queue } | Command::ListQueueTags { queue } => {
                self.alive(queue).map(|_| Reply::Done)
            }
            Command::SetQueueAttributes { queue, changes } => self.set_attributes(queue, &changes),
            Command::PurgeQueue { queue } => self.purge(queue),
            Command::TagQueue { queue, tags } => self.tag(queue, tags),
            Command::UntagQueue { queue, keys } => self.untag(queue, &keys),
            Command::AddPermission { queue, label, accounts, actions } => {
                self.add_permission(queue, label, &accounts, &actions)
            }
            Command::RemovePermission { queue, label } => self.remove_permission(queue, &label),
            Command::StartMessageMoveTask { source, destination, per_second } => {
                self.start_move(source, destination, per_second)
            }
            Command::ListMessageMoveTasks { source, max_results } => self.list_moves(source, max_results),
            Command::CancelMessageMoveTask { task } => self.cancel_move(task),
            Command::SendMessage { queue, entry } => self.send_one(queue, entry, caller).map(Reply::Sent),
            Command::SendMessageBatch { queue, entries } => self.send_batch(queue, entries, caller),
            Command::ReceiveMessage { queue, max_messages, visibility_timeout_s, wait_s, attempt_id } => {
                let max_messages = max_messages.unwrap_or(1);
                self.receive(queue, max_messages, visibility_timeout_s, wait_s, attempt_id)
            }
            Command::DeleteMessage { queue, handle } => self.delete_one(queue, handle).map(|()| Reply::Done),
            Command::DeleteMessageBatch { queue, entries } => self.delete_batch(queue, entries),
            Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s } => {
                self.change(queue, handle, visibility_timeout_s).map(|()| Reply::Done)
            }
            Command::ChangeMessageVisibilityBatch { queue, entries } => self.change_batch(queue, entries),
            Command::Abandon { ticket } => {
                let place = self.waiting.iter().position(|poll| poll.ticket == ticket);
                let queue = self.waiting.remove(place.ok_or(Refusal::UnknownTicket)?).queue;
                self.note(EventKind::PollAbandoned { queue, ticket });
                Ok(Reply::Done)
            }
        }
    }
}
