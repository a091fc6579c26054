//! `CreateQueue`, `DeleteQueue`, `PurgeQueue` (sqs-facts §1.4, §1.13).

use std::sync::Arc;

use crate::moment::Moment;
use crate::queue::{NewQueue, Queue};
use crate::settings::{changed, check_attributes, check_changes, difference};
use crate::tags::checked_tags;
use crate::usage::Usage;
use crate::validation::{check_name, clamped};
use crate::{
    AttributeChanges, Engine, EventKind, MICROS_PER_S, QueueAttributes, QueueId, QueueKind,
    RedrivePermission, Refusal, Reply, Storage, Tags, Time, limits,
};

const NAME_COOLDOWN_US: Time = limits::NAME_REUSE_COOLDOWN_S as Time * MICROS_PER_S;

/// The parameters of `CreateQueue`.
pub(crate) struct CreateCall {
    pub(crate) account: u64,
    pub(crate) name: Arc<str>,
    pub(crate) kind: QueueKind,
    pub(crate) attributes: AttributeChanges,
    pub(crate) tags: Tags,
    pub(crate) storage: Storage,
}

impl Engine {
    pub(crate) fn create_queue(
        &mut self,
        call: CreateCall,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        check_name(&call.name, call.kind)?;
        check_changes(&call.attributes, call.kind)?;
        let tags = checked_tags(&[], call.tags)?;
        let existing = self.find_queue(call.account, &call.name).and_then(|id| self.get(id));
        let current = existing.map_or_else(QueueAttributes::default, |queue| queue.set_to().clone());
        let attributes = changed(&current, &call.attributes)?;
        check_attributes(&attributes, call.kind)?;
        if let Some(queue) = existing {
            if let Some(attribute) = difference(&current, &attributes) {
                return Err(Refusal::QueueNameExists(attribute));
            }
            if !tags.is_empty() && tags != queue.tags {
                return Err(Refusal::QueueNameExistsWithOtherTags);
            }
            return Ok(Reply::Queue(queue.books.id));
        }
        self.check_redrive(&attributes, call.kind, (call.account, &call.name))?;
        let now = moment.now;
        let key = (call.account, call.name.clone());
        let predecessor = self.deleted_names.get(&key);
        if predecessor.is_some_and(|(deleted_at, _)| now < deleted_at + NAME_COOLDOWN_US) {
            return Err(Refusal::QueueDeletedRecently);
        }
        let id = QueueId(self.queues.len() as u32);
        self.names.entry(call.account).or_default().insert(call.name.clone(), id);
        self.all_names.push((call.account, call.name.clone()));
        self.queues.push(Some(Box::new(Queue::new(NewQueue {
            id,
            name: call.name,
            account: call.account,
            kind: call.kind,
            attributes,
            storage: clamped(call.storage),
            tags,
            created_at: now,
        }))));
        self.usage.push(Usage::default());
        // Redrive policies name their target by ARN, so that a queue made anew takes its predecessor's place.
        if let Some((_, predecessor)) = self.deleted_names.remove(&key) {
            self.queues.iter_mut().flatten().for_each(|queue| queue.relink(predecessor, id));
        }
        self.changed(id);
        moment.note(EventKind::QueueCreated { queue: id });
        Ok(Reply::Queue(id))
    }

    pub(crate) fn delete_queue(&mut self, id: QueueId, moment: &mut Moment<'_>) -> Result<Reply, Refusal> {
        let mut queue =
            self.queues.get_mut(id.0 as usize).and_then(Option::take).ok_or(Refusal::QueueDoesNotExist)?;
        queue.clear(&mut self.store);
        if let Some(names) = self.names.get_mut(&queue.account) {
            names.remove(&queue.name);
        }
        self.deleted_names.insert((queue.account, queue.name.clone()), (moment.now, id));
        self.forget_move_tasks(&queue, moment);
        moment.note(EventKind::QueueDeleted { queue: id });
        while let Some(poll) = queue.polls.first() {
            queue.polls.remove(poll.ticket);
            self.parked.remove(poll.ticket);
            self.answer(id, poll.ticket, Err(Refusal::QueueDoesNotExist), moment);
        }
        self.woken.retain(|woken| *woken != id);
        self.changed(id);
        Ok(Reply::Done)
    }

    /// The dead-letter target exists in the same account, is of the same kind and lets the source, given by
    /// account and name, use it (sqs-facts §4.1, §4.2).
    pub(crate) fn check_redrive(
        &self,
        attributes: &QueueAttributes,
        kind: QueueKind,
        source: (u64, &str),
    ) -> Result<(), Refusal> {
        let Some(redrive) = attributes.redrive else {
            return Ok(());
        };
        let target = self.get(redrive.dead_letter_target).filter(|target| target.account == source.0);
        let target = target.ok_or(Refusal::DeadLetterTargetDoesNotExist)?;
        if target.books.kind != kind {
            return Err(Refusal::DeadLetterTargetOfOtherKind);
        }
        match target.set_to().redrive_allow.as_deref().map(|policy| &policy.permission) {
            None | Some(RedrivePermission::AllowAll) => Ok(()),
            Some(RedrivePermission::ByQueue(sources))
                if sources.iter().any(|(account, name)| (*account, &**name) == source) =>
            {
                Ok(())
            }
            Some(RedrivePermission::ByQueue(_) | RedrivePermission::DenyAll) => {
                Err(Refusal::RedriveNotAllowed)
            }
        }
    }
}
