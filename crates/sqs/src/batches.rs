//! The three batch actions: what fails a whole call, and then entry by entry (sqs-facts §1.9).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::books::Books;
use crate::moment::Moment;
use crate::sends::check_deduplication;
use crate::validation::is_short_name;
use crate::{Action, Caller, Engine, QueueId, QueueKind, ReceiptHandle, Refusal, SendEntry, Sent, limits};

/// What each entry of a batch came to, by its `Id`, in the order of the call.
type Results<T> = Vec<(Arc<str>, Result<T, Refusal>)>;

impl Engine {
    pub(crate) fn send_batch(
        &mut self,
        queue: QueueId,
        entries: Vec<(Arc<str>, SendEntry)>,
        caller: &Caller,
        moment: &mut Moment<'_>,
    ) -> Result<Results<Sent>, Refusal> {
        let existing = self.existing(queue)?;
        check_ids(Action::SendMessageBatch, entries.iter().map(|(id, _)| id))?;
        check_total(&entries)?;
        if existing.books.kind == QueueKind::Fifo {
            check_fifo(&entries, &existing.books)?;
        }
        let sender = caller.sender_to(existing.account);
        self.meter_sends(queue, entries.iter().map(|(_, entry)| entry), moment.now)?;
        let mut one = |entry| self.send_entry(queue, entry, sender.clone(), moment);
        Ok(entries.into_iter().map(|(id, entry)| (id, one(entry))).collect())
    }

    pub(crate) fn delete_batch(
        &mut self,
        queue: QueueId,
        entries: Vec<(Arc<str>, ReceiptHandle)>,
        moment: &mut Moment<'_>,
    ) -> Result<Results<()>, Refusal> {
        self.existing(queue)?;
        check_ids(Action::DeleteMessageBatch, entries.iter().map(|(id, _)| id))?;
        self.meter_deletes(queue, entries.iter().map(|(_, handle)| *handle), moment.now)?;
        let mut one = |handle| self.delete_by_handle(queue, handle, moment);
        Ok(entries.into_iter().map(|(id, handle)| (id, one(handle))).collect())
    }

    pub(crate) fn change_visibility_batch(
        &mut self,
        queue: QueueId,
        entries: Vec<(Arc<str>, ReceiptHandle, i32)>,
        moment: &mut Moment<'_>,
    ) -> Result<Results<()>, Refusal> {
        self.existing(queue)?;
        check_ids(Action::ChangeMessageVisibilityBatch, entries.iter().map(|(id, ..)| id))?;
        let mut one = |handle, timeout_s| self.change_visibility(queue, handle, timeout_s, moment);
        Ok(entries.into_iter().map(|(id, handle, timeout_s)| (id, one(handle, timeout_s))).collect())
    }
}

/// The number of entries, then each `Id`, then whether two are equal.
fn check_ids<'a>(
    action: Action,
    ids: impl ExactSizeIterator<Item = &'a Arc<str>> + Clone,
) -> Result<(), Refusal> {
    if ids.len() == 0 {
        return Err(Refusal::EmptyBatch(action));
    }
    if ids.len() > limits::BATCH_ENTRIES_MAX as usize {
        return Err(Refusal::TooManyEntries(ids.len() as u32));
    }
    if !ids.clone().all(|id| is_short_name(id)) {
        return Err(Refusal::InvalidEntryId);
    }
    let mut seen = BTreeSet::new();
    match ids.into_iter().find(|id| !seen.insert(*id)) {
        Some(repeated) => Err(Refusal::EntryIdsNotDistinct(repeated.clone())),
        None => Ok(()),
    }
}

/// The queue's own limit is for each message; their sum has AWS's.
fn check_total(entries: &[(Arc<str>, SendEntry)]) -> Result<(), Refusal> {
    let total: u64 = entries.iter().map(|(_, entry)| entry.size_bytes()).sum();
    if total > u64::from(limits::BATCH_BYTES_MAX) { Err(Refusal::BatchTooLong(total)) } else { Ok(()) }
}

/// One entry without a group or a deduplication id fails the whole batch.
fn check_fifo(entries: &[(Arc<str>, SendEntry)], books: &Books) -> Result<(), Refusal> {
    if entries.iter().any(|(_, entry)| entry.group.is_none()) {
        return Err(Refusal::MissingMessageGroupId);
    }
    entries.iter().try_for_each(|(_, entry)| check_deduplication(entry, books))
}
