//! Assertions for tests: the invariants of sqs-facts §15, and that what is derived agrees with the messages.

use std::collections::BTreeMap;

use crate::queue::{Line, Queue};
use crate::settings::check_attributes;
use crate::soonest::NEVER;
use crate::store::Place;
use crate::{Counts, Engine, MessageState, limits};

impl Engine {
    /// Asserts the invariants of sqs-facts §15. For tests: it scans everything.
    ///
    /// # Panics
    /// If one is broken.
    pub fn check(&self) {
        for queue in self.queues.iter().flatten() {
            self.check_queue(queue);
            self.check_settings(queue);
            let deadline = queue.clone().next_deadline(&self.store);
            assert!(deadline >= self.soonest.of(queue.books.id.0), "no deadline comes unannounced");
        }
        self.check_names();
        let waiting: u64 = self.queues.iter().flatten().map(|queue| queue.polls.len()).sum();
        assert_eq!(waiting, self.parked.len(), "every waiting receive is known by its ticket");
        self.check_move_tasks();
        assert!(self.soonest.least() > self.now || self.soonest.least() == NEVER, "no deadline is overdue");
        assert!(self.woken.is_empty(), "no waiting receive is left to serve");
    }

    fn check_move_tasks(&self) {
        let mut known = 0;
        for queue in self.queues.iter().flatten() {
            let mut ids = queue.move_tasks.ids().peekable();
            while let Some(id) = ids.next() {
                known += 1;
                assert_eq!(self.move_tasks.get(&id), Some(&queue.books.id), "where {id:?} is");
                assert!(ids.peek().is_none_or(|next| *next > id), "tasks in order of start");
            }
        }
        assert_eq!(known, self.move_tasks.len(), "every known move task stands at its queue");
    }

    /// Who has a name can be found under it, and only such queues are known by a name.
    fn check_names(&self) {
        let named: usize = self.names.values().map(BTreeMap::len).sum();
        assert_eq!(named, self.queues.iter().flatten().count(), "every queue has one name");
        for queue in self.queues.iter().flatten() {
            let id = queue.books.id;
            assert_eq!(self.find_queue(queue.account, &queue.name), Some(id), "by its name");
            assert_eq!(self.name_of(id), Some((queue.account, &*queue.name)), "by its number");
        }
    }

    /// What is set and what is in effect are both within AWS's bounds; a change that spreads is still to come.
    fn check_settings(&self, queue: &Queue) {
        for attributes in [queue.set_to(), &queue.books.attributes] {
            assert_eq!(check_attributes(attributes, queue.books.kind), Ok(()), "{attributes:?}");
            assert!(!attributes.managed_sse || attributes.kms_key.is_none(), "one kind of encryption");
        }
        assert!(queue.books.storage.is_valid(), "{:?}", queue.books.storage);
        assert!(queue.next_effect() > self.now, "a change is in effect when it has spread");
        let is_spreading = queue.next_effect() != NEVER;
        assert!(is_spreading || queue.set_to() == &queue.books.attributes, "what is set is in effect");
        assert!(queue.tags.is_sorted_by(|one, other| one.0 < other.0), "tags by key, each once");
        assert!(queue.tags.len() <= limits::TAGS_MAX as usize, "{} tags", queue.tags.len());
        assert!(queue.created_at <= queue.modified_at && queue.modified_at <= self.now, "dates");
    }

    fn check_queue(&self, queue: &Queue) {
        let id = queue.books.id;
        let mut counts = Counts::default();
        for view in self.messages(id) {
            match view.state {
                MessageState::Delayed { until } => {
                    counts.delayed += 1;
                    assert!(until > self.now, "a delay is over: {view:?}");
                }
                MessageState::Visible { since } => {
                    counts.visible += 1;
                    assert!(since <= self.now, "visible too early: {view:?}");
                }
                MessageState::InFlight { until, .. } => {
                    counts.in_flight += 1;
                    assert!(until > self.now, "a visibility timeout is over: {view:?}");
                }
            }
            assert!(view.expires_at > self.now, "retention is over: {view:?}");
            let message = self.store.get(view.id.slot);
            assert_eq!((message.queue, message.serial), (id, view.id.serial), "in its own queue: {view:?}");
            assert!(!message.has_copy || message.place == Place::InFlight, "a copy of what is visible");
        }
        assert_eq!(counts, queue.books.counts, "counts of {id:?}");
        queue.books.own.check(&self.store);
        queue.books.moved.check(&self.store);
        match &queue.line {
            Line::Standard(shards) => {
                let slots: Vec<u32> = self.messages(id).map(|view| view.id.slot).collect();
                shards.check(id, &self.store, slots.iter().copied());
            }
            Line::Fifo(groups) => {
                groups.check(&queue.books, &self.store);
                groups.attempts.check(|ticket| self.parked.get(ticket) == Some(id));
            }
        }
    }
}
