//! Read-only views of queues and messages.

use std::sync::Arc;

use crate::queue::{Line, Queue};
use crate::store::{NONE, Place};
use crate::tenants::{Noise, Tenants};
use crate::{Counts, Engine, HeldBack, MessageId, MessageState, MessageView, QueueId, QueueKind, QueueView};

impl Engine {
    /// A queue by its number; none if it never was or is deleted.
    pub fn queue(&self, queue: QueueId) -> Option<QueueView<'_>> {
        let queue = self.get(queue)?;
        let books = &queue.books;
        let oldest = |slot: u32| (slot != NONE).then(|| self.store.get(slot).arrived_at);
        let (own, moved) = (oldest(books.own.head), oldest(books.moved.head));
        let noise = self.noise(queue);
        Some(QueueView {
            name: &queue.name,
            account: queue.account,
            kind: books.kind,
            attributes: queue.set_to(),
            in_effect: &books.attributes,
            tags: &queue.tags,
            created_at: queue.created_at,
            modified_at: queue.modified_at,
            storage: books.storage,
            counts: books.counts,
            waiting_polls: queue.polls.len(),
            oldest_arrived_at: own.into_iter().chain(moved).min(),
            groups_in_flight: match &queue.line {
                Line::Standard(_) => 0,
                Line::Fifo(groups) => groups.groups_in_flight,
            },
            noisy_groups: noise.noisy.len() as u64,
            quiet_counts: Counts {
                visible: books.counts.visible - noise.counts.visible,
                in_flight: books.counts.in_flight - noise.counts.in_flight,
                delayed: books.counts.delayed - noise.counts.delayed,
            },
            move_task: queue.move_tasks.active().map(|task| &task.view),
        })
    }

    /// The message groups of a standard queue that are noisy (sqs-facts §5), by name: each had too large a share before
    /// or after a receive, and has had messages in flight within the last five minutes.
    pub fn noisy_groups(&self, queue: QueueId) -> Vec<Arc<str>> {
        let found = self.get(queue).and_then(|queue| Some((queue, queue.tenants()?)));
        found.map_or_else(Vec::new, |(queue, tenants)| names(tenants, &self.noise(queue).noisy))
    }

    /// Those of [`Engine::noisy_groups`] whose messages would wait behind the others' in a receive of now, because their
    /// share is still too large. They may change with every receive, delete and end of a visibility timeout.
    pub fn held_back(&self, queue: QueueId) -> HeldBack {
        let found = self.get(queue).and_then(|queue| Some((queue, queue.tenants()?)));
        let Some((queue, tenants)) = found else { return HeldBack::default() };
        let held_back = tenants.held_back_noise(queue.books.counts.in_flight, self.now);
        HeldBack { groups: names(tenants, &held_back.noisy), counts: held_back.counts }
    }

    pub(crate) fn noise(&self, queue: &Queue) -> Noise {
        let noise = |tenants: &Tenants| tenants.noise(queue.books.counts.in_flight, self.now);
        queue.tenants().map(noise).unwrap_or_default()
    }

    /// A stored message; none if it is gone.
    pub fn message(&self, message: MessageId) -> Option<MessageView> {
        let stored = self.store.find(message)?;
        self.get(stored.queue).map(|queue| self.view(queue, message.slot))
    }

    /// The stored messages of a queue in the order in which they came into it. Lazy: a caller takes what it
    /// needs.
    pub fn messages(&self, queue: QueueId) -> impl Iterator<Item = MessageView> + '_ {
        let queue = self.get(queue);
        let mut heads = queue.map_or([NONE; 2], |queue| [queue.books.own.head, queue.books.moved.head]);
        std::iter::from_fn(move || {
            let sequence = |slot: u32| if slot == NONE { u64::MAX } else { self.store.get(slot).sequence };
            let first = usize::from(sequence(heads[1]) < sequence(heads[0]));
            let slot = heads[first];
            let queue = queue.filter(|_| slot != NONE)?;
            heads[first] = self.store.get(slot).next;
            Some(self.view(queue, slot))
        })
    }

    fn view(&self, queue: &Queue, slot: u32) -> MessageView {
        let message = self.store.get(slot);
        let enqueued_at = queue.books.enqueued_at(message);
        let handed_out = message.receives_here() > 0;
        MessageView {
            id: self.store.id(slot),
            queue: queue.books.id,
            state: match message.place {
                Place::Delayed => MessageState::Delayed { until: message.due_at },
                Place::InFlight => {
                    MessageState::InFlight { since: message.received_at, until: message.due_at }
                }
                Place::Visible | Place::Nowhere => MessageState::Visible { since: message.due_at },
            },
            sent_at: message.sent_at,
            enqueued_at,
            expires_at: enqueued_at + queue.books.retention_us(),
            receive_count: message.receive_count,
            latest_handle: handed_out.then(|| queue.books.handle(message, slot)),
            group: message.group().cloned(),
            blocked: match &queue.line {
                Line::Standard(_) => false,
                Line::Fifo(groups) => groups.is_blocked(&self.store, slot),
            },
            shard: match queue.books.kind {
                QueueKind::Standard => u32::from(message.shard),
                QueueKind::Fifo => 0,
            },
        }
    }
}

fn names(tenants: &Tenants, numbers: &[u32]) -> Vec<Arc<str>> {
    let mut names: Vec<_> = numbers.iter().map(|number| tenants.name(*number).clone()).collect();
    names.sort_unstable();
    names
}
