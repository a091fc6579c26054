//! One server of a standard queue, and the messages without a tenant that stand in line on it.

use crate::QueueId;
use crate::chain::Chain;
use crate::runs::Runs;
use crate::store::{NONE, Place, Store};
use crate::waiting::Entry;

/// What a server has to hand out. Messages that come in order are linked through the store, so that a backlog costs
/// nothing beyond its messages; those that come back are kept apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Server {
    pub(crate) line: Chain,
    /// What came out of order. Entries of messages that have left by another way stay until they are found.
    returned: Runs<Entry>,
    /// Visible messages and second copies of messages in flight, those of tenants included.
    pub(crate) stock: u64,
}

impl Server {
    /// A message of the queue, or a copy of it, stands in line.
    pub(crate) fn put(&mut self, queue: QueueId, store: &mut Store, slot: u32) {
        if !self.line.append(store, slot) {
            self.put_among_returned(queue, store, slot);
        }
    }

    #[inline(never)]
    fn put_among_returned(&mut self, queue: QueueId, store: &mut Store, slot: u32) {
        let message = store.get_mut(slot);
        message.group_previous = NONE;
        let entry = (message.sequence, slot);
        self.returned.push_among(entry, self.stock, |entry| is_stock(store, queue, entry));
    }

    /// What stands first in line.
    pub(crate) fn first(&mut self, queue: QueueId, store: &Store) -> Option<Entry> {
        let returned = self.returned.first_valid(|entry| is_stock(store, queue, entry));
        self.linked(store).into_iter().chain(returned).min()
    }

    /// Takes out what stands first in line.
    #[inline]
    pub(crate) fn pop(&mut self, queue: QueueId, store: &mut Store) -> Option<u32> {
        if self.returned.is_empty() { self.line.pop(store) } else { self.pop_of_both(queue, store) }
    }

    #[inline(never)]
    fn pop_of_both(&mut self, queue: QueueId, store: &mut Store) -> Option<u32> {
        let (_, first) = self.first(queue, store)?;
        if first == self.line.head {
            self.line.pop(store);
        } else {
            self.returned.pop();
        }
        Some(first)
    }

    /// A message leaves the line, wherever it stands.
    #[inline]
    pub(crate) fn remove(&mut self, store: &mut Store, slot: u32) {
        self.line.remove(store, slot);
    }

    /// As [`Server::first`], without dropping anything: it may have to pass over all entries that mean nothing any more.
    pub(crate) fn peek(&self, queue: QueueId, store: &Store) -> Option<Entry> {
        let returned = self.returned.least_valid(|entry| is_stock(store, queue, entry));
        self.linked(store).into_iter().chain(returned).min()
    }

    pub(crate) fn share(&mut self) {
        self.returned.share();
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        size_of::<Self>() + self.returned.heap_bytes()
    }

    /// Asserts that exactly these messages stand in line.
    pub(crate) fn check(&self, queue: QueueId, store: &Store, slots: &[u32]) {
        let mut found = self.line.checked(store);
        assert!(
            found.iter().all(|slot| is_stock(store, queue, (store.get(*slot).sequence, *slot))),
            "in line"
        );
        let mut returned = self.returned.clone();
        while let Some((_, slot)) = returned.first_valid(|entry| is_stock(store, queue, entry)) {
            returned.pop();
            found.push(slot);
        }
        found.sort_unstable();
        assert_eq!(found, slots, "messages on a server of {queue:?}");
    }

    #[inline]
    fn linked(&self, store: &Store) -> Option<Entry> {
        let head = self.line.head;
        (head != NONE).then(|| (store.get(head).sequence, head))
    }
}

fn is_stock(store: &Store, queue: QueueId, (sequence, slot): Entry) -> bool {
    let message = store.get(slot);
    message.queue == queue
        && message.sequence == sequence
        && (message.place == Place::Visible || message.has_copy)
}
