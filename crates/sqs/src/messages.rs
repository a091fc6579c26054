//! What is done to a message by its handle: `DeleteMessage`, `ChangeMessageVisibility` (sqs-facts §2.4, §2.5).

use crate::books::Books;
use crate::moment::Moment;
use crate::store::{Message, Past, Place};
use crate::validation::in_range;
use crate::{
    Engine, EventKind, MICROS_PER_S, QueueId, QueueKind, ReceiptHandle, Refusal, Reply, StaleDelete, Storage,
    Time, VisibleCause, limits,
};

impl Engine {
    #[inline(never)]
    pub(crate) fn delete_message(
        &mut self,
        queue: QueueId,
        handle: ReceiptHandle,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        self.existing(queue)?;
        self.meter_delete(queue, handle, moment.now)?;
        self.delete_by_handle(queue, handle, moment)?;
        self.serve_polls(moment);
        Ok(Reply::Done)
    }

    /// What a delete does, and a batch of deletes for each of its entries.
    #[inline(always)]
    pub(crate) fn delete_by_handle(
        &mut self,
        id: QueueId,
        handle: ReceiptHandle,
        moment: &mut Moment<'_>,
    ) -> Result<(), Refusal> {
        let queue = self.existing(id)?;
        let Books { kind, storage: Storage { stale_delete, .. }, .. } = queue.books;
        let message = handle.message;
        let Some(stored) = self.holder(id, handle)? else {
            self.traffic_mut(id).deleted += 1;
            moment.note(EventKind::DeletedAgain { queue: id, message });
            return Ok(());
        };
        let stale_handle = !is_current(stored, handle);
        let came_back = stored.past == Past::CameBack;
        if stale_handle && kind == QueueKind::Fifo {
            return Err(Refusal::ReceiptHandleExpired);
        }
        let newer_receive = handle.receive < stored.receive_count;
        if kind == QueueKind::Standard && newer_receive && stale_delete == StaleDelete::DoesNothing {
            self.traffic_mut(id).deleted += 1;
            moment.note(EventKind::DeleteIgnored { queue: id, message });
            return Ok(());
        }
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return Err(Refusal::QueueDoesNotExist);
        };
        moment.note(EventKind::Deleted { queue: id, message, stale_handle });
        let missed = kind == QueueKind::Standard
            && !came_back
            && moment.chance(id, queue.books.storage.duplicate_on_delete_ppm);
        if missed {
            self.store.get_mut(message.slot).past = Past::CameBack;
            queue.show(&mut self.store, message.slot, VisibleCause::CopyReturned, moment);
        } else {
            queue.remove(&mut self.store, message.slot, moment.now);
        }
        self.traffic_mut(id).deleted += 1;
        self.wake(id);
        Ok(())
    }

    pub(crate) fn change_visibility(
        &mut self,
        id: QueueId,
        handle: ReceiptHandle,
        timeout_s: i32,
        moment: &mut Moment<'_>,
    ) -> Result<(), Refusal> {
        let kind = self.existing(id)?.books.kind;
        let Some(timeout) = in_range(timeout_s, limits::VISIBILITY_TIMEOUT_S_MAX) else {
            return Err(Refusal::ChangeVisibilityOutOfRange(timeout_s));
        };
        let stored = self.holder(id, handle)?.ok_or(Refusal::NotAvailableForVisibilityChange)?;
        if kind == QueueKind::Fifo && !is_current(stored, handle) {
            return Err(Refusal::NotAvailableForVisibilityChange);
        }
        if stored.place != Place::InFlight {
            return Ok(());
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
            if kind == QueueKind::Fifo {
                self.store.get_mut(message.slot).past = Past::Changed;
            }
            queue.put(&mut self.store, message.slot, Place::InFlight, visible_at);
            moment.note(EventKind::VisibilityChanged { queue: id, message, visible_at });
        }
        self.changed(id);
        Ok(())
    }

    /// The message of a handle, none if it is gone from this queue.
    #[inline(always)]
    pub(crate) fn holder(&self, queue: QueueId, handle: ReceiptHandle) -> Result<Option<&Message>, Refusal> {
        if handle.receive == 0 || !self.store.was_issued(handle.message) {
            return Err(Refusal::ReceiptHandleIsInvalid);
        }
        if handle.queue != queue {
            return Err(Refusal::ReceiptHandleOfAnotherQueue);
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
