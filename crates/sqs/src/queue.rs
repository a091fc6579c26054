//! One queue: its books and the line of its kind, kept in step.

use std::sync::Arc;

use crate::books::Books;
use crate::fifo::Groups;
use crate::moment::Moment;
use crate::move_tasks::MoveTasks;
use crate::polls::Polls;
use crate::receive::{Ask, Picks};
use crate::set_attributes::Spreading;
use crate::soonest::NEVER;
use crate::standard::Shards;
use crate::store::{NONE, Past, Place, Store};
use crate::tenants::Tenants;
use crate::{
    Delivery, EventKind, MICROS_PER_S, QueueAttributes, QueueId, QueueKind, Storage, Tags, Time, VisibleCause,
};

/// A queue.
#[derive(Clone, Debug)]
pub(crate) struct Queue {
    pub(crate) name: Arc<str>,
    pub(crate) account: u64,
    pub(crate) books: Books,
    pub(crate) line: Line,
    pub(crate) polls: Polls,
    pub(crate) purged_at: Option<Time>,
    /// End of a purge that takes time.
    pub(crate) purge_ends_at: Option<Time>,
    /// Changed attributes that are not in effect yet; none if all are.
    pub(crate) spreading: Option<Box<Spreading>>,
    pub(crate) move_tasks: MoveTasks,
    pub(crate) tags: Tags,
    pub(crate) created_at: Time,
    pub(crate) modified_at: Time,
}

/// How messages stand in line.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    Standard(Shards),
    Fifo(Box<Groups>),
}

impl Line {
    /// The message that came first of those that a receive could get.
    pub(crate) fn oldest(&mut self, queue: QueueId, store: &Store) -> Option<u32> {
        match self {
            Self::Standard(shards) => shards.oldest(queue, store),
            Self::Fifo(groups) => groups.first_head(),
        }
    }
}

/// What a receive did, beside the messages that it got.
pub(crate) struct Answer {
    /// Slots of messages that go to the dead-letter queue.
    pub(crate) moved: Vec<u32>,
    /// If the receive only hid messages: until when, or never if there were none.
    pub(crate) hidden_until: Option<Time>,
}

/// What a queue is created with.
pub(crate) struct NewQueue {
    pub(crate) id: QueueId,
    pub(crate) name: Arc<str>,
    pub(crate) account: u64,
    pub(crate) kind: QueueKind,
    pub(crate) attributes: QueueAttributes,
    pub(crate) storage: Storage,
    pub(crate) tags: Tags,
    pub(crate) created_at: Time,
}

impl Queue {
    pub(crate) fn new(new: NewQueue) -> Self {
        let line = match new.kind {
            QueueKind::Standard => Line::Standard(Shards::new(new.storage.shards)),
            QueueKind::Fifo => Line::Fifo(Box::new(Groups::new(new.attributes.deduplication_scope))),
        };
        Self {
            name: new.name,
            account: new.account,
            books: Books::new(new.id, new.kind, new.attributes, new.storage),
            line,
            polls: Polls::default(),
            purged_at: None,
            purge_ends_at: None,
            spreading: None,
            move_tasks: MoveTasks::default(),
            tags: new.tags,
            created_at: new.created_at,
            modified_at: new.created_at,
        }
    }

    /// A stored message comes in as the last, visible or delayed until `visible_at`.
    #[inline(always)]
    pub(crate) fn enter(&mut self, store: &mut Store, slot: u32, now: Time, visible_at: Time) {
        let place = if visible_at > now { Place::Delayed } else { Place::Visible };
        self.books.enter(store, slot, now, place, visible_at);
        match &mut self.line {
            Line::Standard(shards) => shards.entered(&self.books, store, slot),
            Line::Fifo(groups) => groups.entered(&self.books, store, slot),
        }
    }

    /// A delayed message or one in flight becomes visible.
    pub(crate) fn show(
        &mut self,
        store: &mut Store,
        slot: u32,
        cause: VisibleCause,
        moment: &mut Moment<'_>,
    ) {
        self.put(store, slot, Place::Visible, moment.now);
        moment.note(EventKind::Visible { queue: self.books.id, message: store.id(slot), cause });
    }

    /// A message changes its place.
    pub(crate) fn put(&mut self, store: &mut Store, slot: u32, place: Place, due_at: Time) {
        let before = store.get(slot).place;
        self.books.put(store, slot, place, due_at);
        match &mut self.line {
            Line::Standard(shards) => shards.put(&self.books, store, slot, before, due_at),
            Line::Fifo(groups) => {
                groups.put(store, slot, before);
                groups.settle(store);
            }
        }
    }

    /// A message leaves the engine.
    #[inline(always)]
    pub(crate) fn remove(&mut self, store: &mut Store, slot: u32, now: Time) {
        match &mut self.line {
            Line::Standard(shards) => {
                shards.gone(store, slot, now);
                self.books.strike(store, slot);
            }
            Line::Fifo(groups) => {
                groups.gone(store, slot);
                self.books.strike(store, slot);
                groups.settle(store);
            }
        }
        store.remove(slot);
    }

    /// False if even a receive that asks all servers would find nothing.
    #[inline]
    pub(crate) fn is_stocked(&self) -> bool {
        match &self.line {
            Line::Standard(shards) => shards.is_stocked(),
            Line::Fifo(groups) => groups.is_stocked(),
        }
    }

    /// The message groups of a fair queue, if it has had any.
    pub(crate) fn tenants(&self) -> Option<&Tenants> {
        match &self.line {
            Line::Standard(shards) => shards.tenants.as_deref(),
            Line::Fifo(_) => None,
        }
    }

    /// Hands out what a receive gets, into a list that is empty yet.
    #[inline]
    pub(crate) fn receive(
        &mut self,
        store: &mut Store,
        ask: &Ask,
        deliveries: &mut Vec<Delivery>,
        moment: &mut Moment<'_>,
    ) -> Answer {
        let books = &mut self.books;
        let timeout_s = ask.visibility_timeout_s.unwrap_or(books.attributes.visibility_timeout_s);
        let timeout_us = Time::from(timeout_s) * MICROS_PER_S;
        let mut picks = Picks::new(ask, books);
        match &mut self.line {
            Line::Standard(shards) => shards.pick(books, store, &mut picks, moment),
            Line::Fifo(groups) => groups.pick(books, store, &mut picks, moment),
        }
        let in_flight_before = books.counts.in_flight;
        for slot in picks.slots() {
            let earlier = books.hand_out(store, *slot, timeout_us, moment);
            match &mut self.line {
                Line::Standard(shards) => {
                    let place = if timeout_us == 0 { Place::Visible } else { Place::InFlight };
                    shards.handed_out(books, store, *slot, (earlier, place), moment);
                }
                Line::Fifo(groups) => {
                    store.get_mut(*slot).past = Past::Plain;
                    groups.put(store, *slot, Place::Visible);
                }
            }
        }
        let visible_at = moment.now + timeout_us;
        deliveries.reserve_exact(picks.slots().len());
        deliveries
            .extend(picks.slots().iter().map(|slot| books.delivery(store.get(*slot), *slot, visible_at)));
        match &mut self.line {
            Line::Standard(shards) if !deliveries.is_empty() => shards.served(books, moment.now),
            Line::Standard(_) => {}
            Line::Fifo(groups) => groups.settle(store),
        }
        // A second copy ends one visibility timeout and starts another.
        let all_hidden = books.counts.in_flight == in_flight_before + deliveries.len() as u64;
        let hidden_until = all_hidden.then_some(if deliveries.is_empty() { NEVER } else { visible_at });
        Answer { moved: picks.moved, hidden_until }
    }

    /// All messages leave the engine at once.
    pub(crate) fn clear(&mut self, store: &mut Store) {
        for mut slot in [self.books.own.head, self.books.moved.head] {
            while slot != NONE {
                let next = store.get(slot).next;
                store.remove(slot);
                slot = next;
            }
        }
        let Books { id, kind, attributes, storage, last_sequence, .. } = self.books.clone();
        self.books = Books { last_sequence, ..Books::new(id, kind, attributes, storage) };
        match &mut self.line {
            Line::Standard(shards) => shards.clear(),
            Line::Fifo(groups) => groups.clear(),
        }
    }

    /// The next instant at which something happens here by itself, or never.
    #[inline(always)]
    pub(crate) fn next_deadline(&mut self, store: &Store) -> Time {
        let polls = if self.polls.len() == 0 { NEVER } else { self.polls.next_end() };
        let purge = self.purge_ends_at.unwrap_or(NEVER);
        self.books
            .next_deadline(store)
            .min(polls)
            .min(self.next_effect())
            .min(self.move_tasks.next_deadline())
            .min(purge)
    }

    /// Makes the coming clone cheap.
    pub(crate) fn share(&mut self) {
        self.books.delays.share();
        self.books.timeouts.share();
        if let Line::Standard(shards) = &mut self.line {
            shards.share();
        }
    }

    /// Bytes on the heap that no clone shares.
    pub(crate) fn heap_bytes(&self) -> usize {
        let line = match &self.line {
            Line::Standard(shards) => shards.heap_bytes(),
            Line::Fifo(groups) => groups.heap_bytes(),
        };
        size_of::<Self>() + line + self.books.heap_bytes() + self.polls.heap_bytes()
    }
}
