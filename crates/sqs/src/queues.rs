//! `CreateQueue`, `DeleteQueue`, `SetQueueAttributes`, `PurgeQueue` (sqs-facts §1.4, §1.13).

use std::sync::Arc;

use crate::moment::Moment;
use crate::queue::{NewQueue, Queue};
use crate::store::{NONE, Place, Store};
use crate::validation::{changed, check_attributes, check_changes, check_name, clamped, difference};
use crate::{
    AttributeChanges, Engine, EventKind, MICROS_PER_S, QueueAttributes, QueueId, QueueKind, Refusal, Reply,
    Storage, Tags, Time, VisibleCause, limits,
};

const NAME_COOLDOWN_US: Time = limits::NAME_REUSE_COOLDOWN_S as Time * MICROS_PER_S;
const PURGE_COOLDOWN_US: Time = limits::PURGE_COOLDOWN_S as Time * MICROS_PER_S;

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
        let attributes = changed(&QueueAttributes::default(), &call.attributes);
        check_attributes(&attributes, call.kind)?;
        let existing = self.find_queue(call.account, &call.name);
        if let Some(queue) = existing.and_then(|id| self.get(id)) {
            let as_asked = changed(&queue.books.attributes, &call.attributes);
            return match difference(&queue.books.attributes, &as_asked) {
                Some(attribute) => Err(Refusal::QueueNameExists(attribute)),
                None => Ok(Reply::Queue(queue.books.id)),
            };
        }
        self.check_redrive(&attributes, call.kind, call.account)?;
        let now = moment.now;
        self.deleted_names.retain(|_, deleted_at| *deleted_at + NAME_COOLDOWN_US > now);
        if self.deleted_names.contains_key(&(call.account, call.name.clone())) {
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
            tags: call.tags,
            created_at: now,
        }))));
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
        self.deleted_names.insert((queue.account, queue.name.clone()), moment.now);
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

    pub(crate) fn purge_queue(&mut self, id: QueueId, moment: &mut Moment<'_>) -> Result<Reply, Refusal> {
        self.existing(id)?;
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return Err(Refusal::QueueDoesNotExist);
        };
        if queue.purged_at.is_some_and(|purged_at| moment.now < purged_at + PURGE_COOLDOWN_US) {
            return Err(Refusal::PurgeQueueInProgress);
        }
        queue.purged_at = Some(moment.now);
        queue.clear(&mut self.store);
        moment.note(EventKind::QueuePurged { queue: id });
        self.changed(id);
        Ok(Reply::Done)
    }

    pub(crate) fn set_attributes(
        &mut self,
        id: QueueId,
        changes: &AttributeChanges,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let queue = self.existing(id)?;
        let kind = queue.books.kind;
        let attributes = changed(&queue.books.attributes, changes);
        check_changes(changes, kind)?;
        check_attributes(&attributes, kind)?;
        if changes.redrive.is_some() {
            self.check_redrive(&attributes, kind, queue.account)?;
        }
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return Err(Refusal::QueueDoesNotExist);
        };
        let delay_changed = attributes.delay_s != queue.books.attributes.delay_s;
        queue.books.attributes = attributes;
        queue.modified_at = moment.now;
        self.expire(id, moment);
        if let Some(queue) = self.queues[id.0 as usize].as_mut()
            && delay_changed
            && kind == QueueKind::Fifo
        {
            queue.apply_delay(&mut self.store, moment);
        }
        self.changed(id);
        Ok(Reply::Done)
    }

    fn check_redrive(
        &self,
        attributes: &QueueAttributes,
        kind: QueueKind,
        account: u64,
    ) -> Result<(), Refusal> {
        let Some(redrive) = attributes.redrive else {
            return Ok(());
        };
        match self.get(redrive.dead_letter_target) {
            None => Err(Refusal::DeadLetterTargetDoesNotExist),
            Some(target) if target.account != account => Err(Refusal::DeadLetterTargetDoesNotExist),
            Some(target) if target.books.kind != kind => Err(Refusal::DeadLetterTargetOfOtherKind),
            Some(_) => Ok(()),
        }
    }
}

impl Queue {
    /// A FIFO queue's new delay reaches the messages that already wait (sqs-facts §2.6): those sent here
    /// and never
    /// received. One whose send plus the new delay lies ahead is delayed (again) until then.
    fn apply_delay(&mut self, store: &mut Store, moment: &mut Moment<'_>) {
        let delay_us = Time::from(self.books.attributes.delay_s) * MICROS_PER_S;
        let mut slot = self.books.own.head;
        while slot != NONE {
            let message = store.get(slot);
            let (next, until) = (message.next, message.arrived_at + delay_us);
            let waits = message.receive_count == 0 && message.dead_letter_source().is_none();
            if waits && until > moment.now {
                self.put(store, slot, Place::Delayed, until);
            } else if waits && message.place == Place::Delayed {
                self.show(store, slot, VisibleCause::DelayEnded, moment);
            }
            slot = next;
        }
    }
}
