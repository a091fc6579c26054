//! Messages linked through the store, in order of arrival: a server's line, or a tenant's on it.

use crate::store::{Message, NONE, Store};

/// The two ends of a line. Its links use `group_next` and `group_previous` of the messages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain {
    pub(crate) head: u32,
    tail: u32,
}

impl Default for Chain {
    fn default() -> Self {
        Self { head: NONE, tail: NONE }
    }
}

impl Chain {
    /// Appends a message if it came after all others; false, and nothing done, if it did not.
    pub(crate) fn append(&mut self, store: &mut Store, slot: u32) -> bool {
        let is_last = self.tail == NONE || store.get(self.tail).sequence < store.get(slot).sequence;
        if is_last {
            let previous = self.append_last(store.get_mut(slot), slot);
            self.link(store, previous, slot);
        }
        is_last
    }

    /// Appends a message that came after all others. Gives the one that was last, which has to be linked to it.
    #[inline(always)]
    pub(crate) fn append_last(&mut self, message: &mut Message, slot: u32) -> u32 {
        let previous = std::mem::replace(&mut self.tail, slot);
        (message.group_previous, message.group_next) = (previous, NONE);
        previous
    }

    /// Links a message to the one that was last before.
    #[inline(always)]
    pub(crate) fn link(&mut self, store: &mut Store, previous: u32, slot: u32) {
        if previous == NONE {
            self.head = slot;
        } else {
            store.get_mut(previous).group_next = slot;
        }
    }

    /// Takes the first message out. What its successor says of a predecessor means nothing from now on.
    #[inline]
    pub(crate) fn pop(&mut self, store: &mut Store) -> Option<u32> {
        let first = self.head;
        if first == NONE {
            return None;
        }
        let message = store.get_mut(first);
        message.group_previous = NONE;
        self.head = message.group_next;
        if self.head == NONE {
            self.tail = NONE;
        }
        Some(first)
    }

    /// Takes a message out, if it is in. Outside of every chain a message has no predecessor.
    #[inline]
    pub(crate) fn remove(&mut self, store: &mut Store, slot: u32) -> bool {
        if slot == self.head {
            self.pop(store);
            return true;
        }
        let message = store.get_mut(slot);
        let (previous, next) = (message.group_previous, message.group_next);
        if previous == NONE {
            return false;
        }
        message.group_previous = NONE;
        store.get_mut(previous).group_next = next;
        if next == NONE {
            self.tail = previous;
        } else {
            store.get_mut(next).group_previous = previous;
        }
        true
    }

    /// Its messages in order; asserts that they are.
    pub(crate) fn checked(&self, store: &Store) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        let mut slot = self.head;
        while slot != NONE {
            let message = store.get(slot);
            let next = message.group_next;
            assert!(next == NONE || store.get(next).sequence > message.sequence, "in order: {slot}");
            assert!(found.is_empty() || found.last() == Some(&message.group_previous), "linked: {slot}");
            found.push(slot);
            slot = next;
        }
        assert_eq!(found.last().copied().unwrap_or(NONE), self.tail, "the last of a chain");
        found
    }
}
