//! Which part of the engine does a call.

use crate::access::is_root_of;
use crate::lists::Page;
use crate::moment::Moment;
use crate::move_tasks::MoveCall;
use crate::permissions::AddPermission;
use crate::queues::CreateCall;
use crate::receive::ReceiveCall;
use crate::{Action, Caller, Command, Engine, QueueId, Refusal, Reply, Time};

impl Engine {
    /// Does a call, then answers receives that wait.
    ///
    /// The three calls of which a run consists take a short way to their queue if it is open to the caller, and write
    /// their answer to its place at once: moving it there after the waiting receives costs a tenth of the call.
    #[inline]
    pub(crate) fn call(
        &mut self,
        caller: &Caller,
        command: Command,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        match command {
            Command::SendMessage { queue, entry } if self.is_open(queue, caller) => {
                self.book_send(queue, entry.size_bytes(), entry.group.is_some(), moment.now);
                self.send_message(queue, entry, caller, moment)
            }
            Command::ReceiveMessage { queue, max_messages, visibility_timeout_s, wait_s, attempt_id }
                if self.is_open(queue, caller) =>
            {
                self.book_one(queue, Action::ReceiveMessage, moment.now);
                let call = ReceiveCall { queue, max_messages, visibility_timeout_s, wait_s, attempt_id };
                self.receive_message(&call, moment)
            }
            Command::DeleteMessage { queue, handle } if self.is_open(queue, caller) => {
                self.book_one(queue, Action::DeleteMessage, moment.now);
                self.delete_message(queue, handle, moment)
            }
            other => {
                let reply = self.call_at_length(caller, other, moment);
                self.serve_polls(moment);
                reply
            }
        }
    }

    /// True where neither a policy nor a key could refuse one of those three.
    #[inline]
    fn is_open(&self, queue: QueueId, caller: &Caller) -> bool {
        self.get(queue).is_some_and(|queue| {
            let attributes = &queue.books.attributes;
            attributes.policy.is_none() && attributes.kms_key.is_none() && is_root_of(caller, queue.account)
        })
    }

    #[inline(never)]
    fn call_at_length(
        &mut self,
        caller: &Caller,
        command: Command,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let creates = matches!(command, Command::CreateQueue { .. });
        if !creates {
            self.book(caller, &command, moment.now);
        }
        let reply = self.admit(caller, command, moment);
        if creates {
            self.book_creation(caller, &reply, moment.now);
        }
        reply
    }

    fn admit(
        &mut self,
        caller: &Caller,
        command: Command,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        self.authorize(caller, &command, moment.now)?;
        self.check_key(caller, &command)?;
        if let Some(reply) = self.read(caller, &command) {
            return reply;
        }
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
            Command::SendMessage { queue, entry } => self.send_message(queue, entry, caller, moment),
            Command::SendMessageBatch { queue, entries } => {
                self.send_batch(queue, entries, caller, moment).map(Reply::SentBatch)
            }
            Command::ReceiveMessage { queue, max_messages, visibility_timeout_s, wait_s, attempt_id } => {
                let call = ReceiveCall { queue, max_messages, visibility_timeout_s, wait_s, attempt_id };
                self.receive_message(&call, moment)
            }
            Command::DeleteMessage { queue, handle } => self.delete_message(queue, handle, moment),
            Command::DeleteMessageBatch { queue, entries } => {
                self.delete_batch(queue, entries, moment).map(Reply::DoneBatch)
            }
            Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s } => {
                self.change_visibility(queue, handle, visibility_timeout_s, moment).map(|()| Reply::Done)
            }
            Command::ChangeMessageVisibilityBatch { queue, entries } => {
                self.change_visibility_batch(queue, entries, moment).map(Reply::DoneBatch)
            }
            Command::StartMessageMoveTask { source, destination, per_second } => {
                self.start_move_task(&MoveCall { source, destination, per_second }, moment)
            }
            Command::CancelMessageMoveTask { task } => self.cancel_move_task(task, moment),
            Command::Abandon { ticket } => self.abandon(ticket, moment),
            Command::TagQueue { queue, tags } => self.tag_queue(queue, tags),
            Command::UntagQueue { queue, keys } => self.untag_queue(queue, &keys),
            Command::AddPermission { queue, label, accounts, actions } => {
                self.add_permission(AddPermission { queue, label, accounts, actions }, moment)
            }
            Command::RemovePermission { queue, label } => self.remove_permission(queue, &label, moment),
            // These have been read.
            Command::GetQueueUrl { .. }
            | Command::GetQueueAttributes { .. }
            | Command::ListQueues { .. }
            | Command::ListQueueTags { .. }
            | Command::ListDeadLetterSourceQueues { .. }
            | Command::ListMessageMoveTasks { .. } => Ok(Reply::Done),
        }
    }

    /// Answers a call that changes nothing, without a bill; none if the call would change something. Deadlines that
    /// are due have not been handled: what stands here is as the last `advance` left it.
    ///
    /// # Errors
    /// What AWS would refuse.
    pub fn look_up(&self, now: Time, caller: &Caller, command: &Command) -> Option<Result<Reply, Refusal>> {
        let read = self.read(caller, command)?;
        Some(self.authorize(caller, command, now).and(read))
    }

    /// None if the call would change something.
    fn read(&self, caller: &Caller, command: &Command) -> Option<Result<Reply, Refusal>> {
        Some(match command {
            Command::GetQueueUrl { name, owner } => self.get_queue_url(owner.unwrap_or(caller.account), name),
            Command::ListQueues { prefix, max_results, after } => {
                let page = Page { max_results: *max_results, after: after.as_deref() };
                self.list_queues(caller.account, prefix.as_deref(), page)
            }
            Command::ListDeadLetterSourceQueues { queue, max_results, after } => {
                self.list_sources(*queue, Page { max_results: *max_results, after: after.as_deref() })
            }
            Command::ListMessageMoveTasks { source, max_results } => {
                self.list_move_tasks(*source, *max_results)
            }
            Command::GetQueueAttributes { queue } | Command::ListQueueTags { queue } => {
                self.existing(*queue).map(|_| Reply::Done)
            }
            _ => return None,
        })
    }
}
