//! Deletes and changes of visibility (sqs-facts §2.4, §2.5).

use super::sends::check_ids;
use super::*;
use crate::paths::took;

impl Model {
    /// The message of a handle; none if it is gone from this queue.
    fn holder(&mut self, queue: QueueId, handle: ReceiptHandle) -> Result<Option<Stored>, Refusal> {
        self.alive(queue)?;
        if handle == ReceiptHandle::INVALID || handle.receive == 0 {
            return Err(Refusal::ReceiptHandleIsInvalid);
        }
        if handle.queue != queue {
            return Err(Refusal::ReceiptHandleOfAnotherQueue);
        }
        let found = self.find(handle.message.serial).filter(|message| message.queue == queue).cloned();
        match found {
            Some(message) if handle.receive > message.receive_count => Err(Refusal::ReceiptHandleIsInvalid),
            found => Ok(found),
        }
    }

    fn is_current(message: &Stored, handle: ReceiptHandle) -> bool {
        matches!(message.state, State::InFlight(_)) && message.receive_count == handle.receive
    }

    pub fn delete_one(&mut self, queue: QueueId, handle: ReceiptHandle) -> Result<(), Refusal> {
        // What is no handle of this queue is refused before the call counts.
        self.holder(queue, handle)?;
        self.meter_deletes(queue, &[handle])?;
        self.delete(queue, handle)
    }

    fn delete(&mut self, queue: QueueId, handle: ReceiptHandle) -> Result<(), Refusal> {
        let message = id(handle.message.serial);
        let Some(stored) = self.holder(queue, handle)? else {
            self.note(EventKind::DeletedAgain { queue, message });
            return Ok(());
        };
        let stale_handle = !Self::is_current(&stored, handle);
        if stale_handle && !self.is_standard(queue) {
            return Err(Refusal::ReceiptHandleExpired);
        }
        let knob = self.alive(queue)?.storage.stale_delete;
        let older = self.is_standard(queue) && handle.receive < stored.receive_count;
        if older && knob == StaleDelete::DoesNothing {
            took("a stale delete does nothing");
            self.note(EventKind::DeleteIgnored { queue, message });
            return Ok(());
        }
        if older {
            took("a stale delete deletes");
        }
        self.remove(stored.serial);
        self.note(EventKind::Deleted { queue, message, stale_handle });
        Ok(())
    }

    pub fn change(&mut self, queue: QueueId, handle: ReceiptHandle, timeout_s: i32) -> Result<(), Refusal> {
        let now = self.now;
        self.alive(queue)?;
        if !(0..=43_200).contains(&timeout_s) {
            return Err(Refusal::ChangeVisibilityOutOfRange(timeout_s));
        }
        let stored = self.holder(queue, handle)?.ok_or(Refusal::NotAvailableForVisibilityChange)?;
        if !self.is_standard(queue) && !Self::is_current(&stored, handle) {
            return Err(Refusal::NotAvailableForVisibilityChange);
        }
        if !matches!(stored.state, State::InFlight(_)) {
            return Ok(());
        }
        if now - stored.received_at + seconds(timeout_s as u32) > seconds(43_200) {
            return Err(Refusal::VisibilityBeyondLimit(timeout_s));
        }
        if timeout_s == 0 {
            self.show(stored.serial, VisibleCause::SetToZero);
        } else {
            let visible_at = now + seconds(timeout_s as u32);
            self.touch(stored.serial);
            self.find(stored.serial).expect("found above").state = State::InFlight(visible_at);
            self.note(EventKind::VisibilityChanged { queue, message: id(stored.serial), visible_at });
        }
        Ok(())
    }

    pub fn delete_batch(
        &mut self,
        queue: QueueId,
        entries: Vec<(Arc<str>, ReceiptHandle)>,
    ) -> Result<Reply, Refusal> {
        self.alive(queue)?;
        check_ids(Action::DeleteMessageBatch, entries.iter().map(|(id, _)| id.clone()).collect())?;
        let handles: Vec<ReceiptHandle> = entries.iter().map(|(_, handle)| *handle).collect();
        self.meter_deletes(queue, &handles)?;
        let one = |(id, handle)| (id, self.delete(queue, handle));
        Ok(Reply::DoneBatch(entries.into_iter().map(one).collect()))
    }

    pub fn change_batch(
        &mut self,
        queue: QueueId,
        entries: Vec<(Arc<str>, ReceiptHandle, i32)>,
    ) -> Result<Reply, Refusal> {
        self.alive(queue)?;
        let ids = entries.iter().map(|(id, ..)| id.clone()).collect();
        check_ids(Action::ChangeMessageVisibilityBatch, ids)?;
        let one = |(id, handle, timeout_s)| (id, self.change(queue, handle, timeout_s));
        Ok(Reply::DoneBatch(entries.into_iter().map(one).collect()))
    }
}
