//! `SendMessage`, `DeleteMessage`, `ChangeMessageVisibility` (sqs-facts §2.4 to §2.6, §3.4).

use std::sync::Arc;

use crate::deduplication::{Original, content_id};
use crate::moment::Moment;
use crate::queue::Line;
use crate::soonest::NEVER;
use crate::store::{Message, NewMessage, Place};
use crate::validation::{check_body, in_range, is_label};
use crate::{
    DeduplicationId, Engine, EventKind, Labels, MICROS_PER_S, QueueId, QueueKind, ReceiptHandle, Refusal,
    Reply, SendEntry, Sent, Time, VisibleCause, limits,
};

impl Engine {
    pub(crate) fn send_message(
        &mut self,
        queue: QueueId,
        entry: SendEntry,
        moment: &mut Moment<'_>,
    ) -> Result<Sent, Refusal> {
        let books = &self.existing(queue)?.books;
        check_body(&entry.body, books.attributes.maximum_message_bytes)?;
        check_send(&entry, books.kind)?;
        match books.kind {
            QueueKind::Standard => {
                let delay_s = entry.delay_s.map_or(books.attributes.delay_s, |delay_s| delay_s as u32);
                let shard = moment.choose(queue, books.storage.shards) as u8;
                Ok(self.store_message(queue, entry, shard, delay_s, moment))
            }
            QueueKind::Fifo => self.send_fifo(queue, entry, moment),
        }
    }

    /// The queue's delay counts even if the call says 0 (sqs-facts §2.6).
    fn send_fifo(
        &mut self,
        queue: QueueId,
        mut entry: SendEntry,
        moment: &mut Moment<'_>,
    ) -> Result<Sent, Refusal> {
        let attributes = &self.existing(queue)?.books.attributes;
        let (delay_s, by_content) = (attributes.delay_s, attributes.content_based_deduplication);
        let id = match entry.deduplication_id.take() {
            Some(id) => id,
            None if by_content => content_id(&entry.body),
            None => return Err(Refusal::MissingDeduplicationId),
        };
        let group = entry.group.clone().ok_or(Refusal::MissingMessageGroupId)?;
        if let Some(original) = self.original_of(queue, moment.now, &group, &id) {
            let Original { message, sequence } = original;
            moment.note(EventKind::Deduplicated { queue, original: message });
            return Ok(Sent { message, sequence: Some(sequence) });
        }
        entry.deduplication_id = Some(id.clone());
        let sent = self.store_message(queue, entry, 0, delay_s, moment);
        if let Sent { message, sequence: Some(sequence) } = sent
            && let Some(Line::Fifo(groups)) =
                self.queues[queue.0 as usize].as_mut().map(|queue| &mut queue.line)
        {
            groups.deduplication.remember(moment.now, &group, &id, Original { message, sequence });
        }
        Ok(sent)
    }

    fn original_of(
        &mut self,
        queue: QueueId,
        now: Time,
        group: &Arc<str>,
        id: &Arc<str>,
    ) -> Option<Original> {
        match &mut self.queues[queue.0 as usize].as_mut()?.line {
            Line::Standard(_) => None,
            Line::Fifo(groups) => groups.deduplication.original(now, group, id),
        }
    }

    fn store_message(
        &mut self,
        id: QueueId,
        entry: SendEntry,
        shard: u8,
        delay_s: u32,
        moment: &mut Moment<'_>,
    ) -> Sent {
        let now = moment.now;
        let labelled = entry.group.is_some() || entry.deduplication_id.is_some();
        let labels = labelled.then(|| Labels {
            group: entry.group,
            deduplication_id: entry.deduplication_id.map(DeduplicationId::Text),
            ..Labels::default()
        });
        let new = NewMessage { queue: id, body: entry.body, labels, shard };
        let slot = self.store.insert(new, now);
        let message = self.store.id(slot);
        let visible_at = now + Time::from(delay_s) * MICROS_PER_S;
        let (mut sequence, mut deadline) = (None, NEVER);
        if let Some(queue) = self.queues[id.0 as usize].as_mut() {
            queue.enter(&mut self.store, slot, now, visible_at);
            sequence = (queue.books.kind == QueueKind::Fifo).then_some(queue.books.last_sequence);
            deadline = queue.deadline(self.store.get(slot));
        }
        moment.note(EventKind::Sent { queue: id, message, visible_at });
        self.gained(id, deadline);
        Sent { message, sequence }
    }

    pub(crate) fn delete_message(
        &mut self,
        id: QueueId,
        handle: ReceiptHandle,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let kind = self.existing(id)?.books.kind;
        let message = handle.message;
        let Some(stored) = self.holder(id, handle)? else {
            moment.note(EventKind::DeletedAgain { queue: id, message });
            return Ok(Reply::Done);
        };
        let stale_handle = !is_current(stored, handle);
        let came_back = stored.came_back;
        if stale_handle && kind == QueueKind::Fifo {
            return Err(Refusal::ReceiptHandleExpired);
        }
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return Err(Refusal::QueueDoesNotExist);
        };
        let deadline = queue.deadline(self.store.get(message.slot));
        moment.note(EventKind::Deleted { queue: id, message, stale_handle });
        let missed = kind == QueueKind::Standard
            && !came_back
            && moment.dice.chance(id, queue.books.storage.duplicate_on_delete_ppm);
        if missed {
            self.store.get_mut(message.slot).came_back = true;
            queue.show(&mut self.store, message.slot, VisibleCause::CopyReturned, moment);
        } else {
            queue.remove(&mut self.store, message.slot);
        }
        self.lost(id, deadline);
        Ok(Reply::Done)
    }

    pub(crate) fn change_visibility(
        &mut self,
        id: QueueId,
        handle: ReceiptHandle,
        timeout_s: i32,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let kind = self.existing(id)?.books.kind;
        let Some(timeout) = in_range(timeout_s, limits::VISIBILITY_TIMEOUT_S_MAX) else {
            return Err(Refusal::ChangeVisibilityOutOfRange(timeout_s));
        };
        let stored = self.holder(id, handle)?.ok_or(Refusal::NotAvailableForVisibilityChange)?;
        if kind == QueueKind::Fifo && !is_current(stored, handle) {
            return Err(Refusal::NotAvailableForVisibilityChange);
        }
        if stored.place != Place::InFlight {
            return Ok(Reply::Done);
        }
        let timeout_us = Time::from(timeout) * MICROS_PER_S;
        let limit_us = Time::from(limits::VISIBILITY_TIMEOUT_S_MAX) * MICROS_PER_S;
        if moment.now - stored.received_at + timeout_us > limit_us {
            return Err(Refusal::VisibilityBeyondLimit(timeout_s));
        }
        let message = handle.message;
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return Err(Refusal::QueueDoesNotExist);
        };
        if timeout_s == 0 {
            queue.show(&mut self.store, message.slot, VisibleCause::SetToZero, moment);
        } else {
            let visible_at = moment.now + timeout_us;
            queue.put(&mut self.store, message.slot, Place::InFlight, visible_at);
            moment.note(EventKind::VisibilityChanged { queue: id, message, visible_at });
        }
        self.changed(id);
        Ok(Reply::Done)
    }

    /// The message of a handle, none if it is gone from this queue.
    fn holder(&self, queue: QueueId, handle: ReceiptHandle) -> Result<Option<&Message>, Refusal> {
        if handle.queue != queue {
            return Err(Refusal::ReceiptHandleOfAnotherQueue);
        }
        if handle.receive == 0 || !self.store.was_issued(handle.message) {
            return Err(Refusal::ReceiptHandleIsInvalid);
        }
        let Some(message) = self.store.find(handle.message).filter(|message| message.queue == queue) else {
            return Ok(None);
        };
        let from_elsewhere =
            message.dead_letter_source() != Some(queue) && handle.receive <= message.receives_before;
        if handle.receive > message.receive_count || from_elsewhere {
            return Err(Refusal::ReceiptHandleIsInvalid);
        }
        Ok(Some(message))
    }
}

/// True for the handle of the latest receive while its visibility timeout runs.
fn is_current(message: &Message, handle: ReceiptHandle) -> bool {
    message.place == Place::InFlight && message.receive_count == handle.receive
}

fn check_send(call: &SendEntry, kind: QueueKind) -> Result<(), Refusal> {
    match call.delay_s {
        Some(delay_s) if in_range(delay_s, limits::DELAY_S_MAX).is_none() => {
            return Err(Refusal::DelayOutOfRange(delay_s));
        }
        Some(delay_s) if delay_s > 0 && kind == QueueKind::Fifo => {
            return Err(Refusal::DelayNotForFifo(delay_s));
        }
        Some(_) | None => {}
    }
    match &call.group {
        None if kind == QueueKind::Fifo => return Err(Refusal::MissingMessageGroupId),
        Some(group) if !is_label(group) => return Err(Refusal::InvalidMessageGroupId),
        Some(_) | None => {}
    }
    match &call.deduplication_id {
        Some(_) if kind == QueueKind::Standard => Err(Refusal::DeduplicationIdNotForStandard),
        Some(id) if !is_label(id) => Err(Refusal::InvalidDeduplicationId),
        Some(_) | None => Ok(()),
    }
}
