//! What both kinds of queue keep of their messages: counts, order of arrival, deadlines.

use std::collections::BTreeSet;

use crate::moment::Moment;
use crate::runs::Runs;
use crate::soonest::NEVER;
use crate::store::{List, Message, NONE, Place, Store};
use crate::{
    Counts, Delivery, EventKind, MICROS_PER_S, MessageId, QueueAttributes, QueueId, QueueKind, ReceiptHandle,
    Storage, Time, VisibleCause, limits,
};

/// A message's deadline: instant, serial, slot. Ties are handled in the order of acceptance.
pub(crate) type Deadline = (Time, u64, u32);

/// What a message was before it was handed out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Earlier {
    pub(crate) place: Place,
    pub(crate) received_at: Time,
}

/// A queue's records.
#[derive(Clone, Debug)]
pub(crate) struct Books {
    pub(crate) id: QueueId,
    pub(crate) kind: QueueKind,
    pub(crate) attributes: QueueAttributes,
    pub(crate) storage: Storage,
    pub(crate) counts: Counts,
    pub(crate) last_sequence: u64,
    /// Messages whose retention counts from their arrival here, in order of arrival.
    pub(crate) own: List,
    /// Messages that a standard queue got as a dead-letter queue: they keep their enqueue time.
    pub(crate) moved: List,
    /// The moved ones by enqueue time.
    pub(crate) moved_by_age: BTreeSet<Deadline>,
    pub(crate) delays: Runs<Deadline>,
    pub(crate) timeouts: Runs<Deadline>,
}

impl Books {
    pub(crate) fn new(id: QueueId, kind: QueueKind, attributes: QueueAttributes, storage: Storage) -> Self {
        Self {
            id,
            kind,
            attributes,
            storage,
            counts: Counts::default(),
            last_sequence: 0,
            own: List::default(),
            moved: List::default(),
            moved_by_age: BTreeSet::new(),
            delays: Runs::default(),
            timeouts: Runs::default(),
        }
    }

    /// Enters a message as the last of the queue, in `place` with its time.
    #[inline(always)]
    pub(crate) fn enter(&mut self, store: &mut Store, slot: u32, now: Time, place: Place, due_at: Time) {
        self.last_sequence += 1;
        let message = store.get_mut(slot);
        message.queue = self.id;
        message.sequence = self.last_sequence;
        message.arrived_at = now;
        message.receives_before = message.receive_count;
        message.place = place;
        message.due_at = due_at;
        *self.count(place) += 1;
        let (sent_at, serial) = (message.sent_at, message.serial);
        let previous = if keeps_age(self.kind, message) {
            self.moved_by_age.insert((sent_at, serial, slot));
            self.moved.append(message, slot)
        } else {
            self.own.append(message, slot)
        };
        if previous != NONE {
            store.get_mut(previous).next = slot;
        }
        self.set_timer(store, place, (due_at, serial, slot));
    }

    /// Strikes a message out.
    #[inline(always)]
    pub(crate) fn strike(&mut self, store: &mut Store, slot: u32) {
        let message = store.get(slot);
        *self.count(message.place) -= 1;
        if keeps_age(self.kind, message) {
            self.moved_by_age.remove(&(message.sent_at, message.serial, slot));
            self.moved.remove(store, slot);
        } else {
            self.own.remove(store, slot);
        }
    }

    /// A message moves between delayed, visible and in flight.
    #[inline]
    pub(crate) fn put(&mut self, store: &mut Store, slot: u32, place: Place, due_at: Time) {
        let message = store.get_mut(slot);
        let serial = message.serial;
        if self.moves(message, place, due_at) {
            self.set_timer(store, place, (due_at, serial, slot));
        }
    }

    /// Writes down where a message is; true if that has changed.
    #[inline]
    fn moves(&mut self, message: &mut Message, place: Place, due_at: Time) -> bool {
        let before = (message.place, message.due_at);
        (message.place, message.due_at) = (place, due_at);
        if before.0 != place {
            *self.count(before.0) -= 1;
            *self.count(place) += 1;
        }
        before != (place, due_at)
    }

    /// Hands a message out: count, timeout. With a timeout of 0 it stays visible (sqs-facts §2.4).
    #[inline(always)]
    pub(crate) fn hand_out(
        &mut self,
        store: &mut Store,
        slot: u32,
        timeout_us: Time,
        moment: &mut Moment<'_>,
    ) -> Earlier {
        let (now, visible_at) = (moment.now, moment.now + timeout_us);
        let stored = store.get_mut(slot);
        let earlier = Earlier { place: stored.place, received_at: stored.received_at };
        let second_copy = earlier.place == Place::InFlight;
        stored.receive_count += 1;
        stored.received_at = now;
        if stored.receive_count == 1 {
            stored.first_received_at = now;
        }
        let (receives_here, keeps_age) = (stored.receives_here(), keeps_age(self.kind, stored));
        let (queue, message) = (self.id, MessageId { serial: stored.serial, slot });
        let receive_count = stored.receive_count;
        moment.note(EventKind::Received { queue, message, receive_count, visible_at, second_copy });
        let place = if timeout_us == 0 { Place::Visible } else { Place::InFlight };
        let has_moved = self.moves(stored, place, visible_at);
        if receives_here == limits::POISON_RECEIVES {
            let list = if keeps_age { &mut self.moved } else { &mut self.own };
            list.spoiled(store, slot);
        }
        if has_moved {
            self.set_timer(store, place, (visible_at, message.serial, slot));
        }
        if timeout_us == 0 {
            moment.note(EventKind::Visible { queue, message, cause: VisibleCause::SetToZero });
        }
        earlier
    }

    /// The message whose retention ends first, and when.
    #[inline(always)]
    pub(crate) fn next_expiry(&self, store: &Store) -> Option<(Time, u32)> {
        let retention_us = self.retention_us();
        let own = (self.own.head != NONE)
            .then(|| (store.get(self.own.head).arrived_at + retention_us, self.own.head));
        let moved = self.moved_by_age.first().map(|(sent_at, _, slot)| (sent_at + retention_us, *slot));
        match (own, moved) {
            (Some(own), Some(moved)) => Some(if moved.0 < own.0 { moved } else { own }),
            (one, None) | (None, one) => one,
        }
    }

    /// The next deadline of a message, or never.
    #[inline(always)]
    pub(crate) fn next_deadline(&mut self, store: &Store) -> Time {
        let expiry = self.next_expiry(store).map_or(NEVER, |(at, _)| at);
        let delay = self.next_end(store, Place::Delayed).map_or(NEVER, |(at, ..)| at);
        let timeout = self.next_end(store, Place::InFlight).map_or(NEVER, |(at, ..)| at);
        expiry.min(delay).min(timeout)
    }

    /// Takes out the timer of the next message whose delay or visibility timeout is over.
    pub(crate) fn pop_ended(&mut self, store: &Store, place: Place, now: Time) -> Option<u32> {
        let (_, _, slot) = self.next_end(store, place).filter(|(at, _, _)| *at <= now)?;
        let timers = if place == Place::Delayed { &mut self.delays } else { &mut self.timeouts };
        timers.pop();
        Some(slot)
    }

    /// The next end of a delay or a visibility timeout.
    #[inline(always)]
    fn next_end(&mut self, store: &Store, place: Place) -> Option<Deadline> {
        let id = self.id;
        let (timers, live) = match place {
            Place::Delayed => (&mut self.delays, self.counts.delayed),
            Place::InFlight => (&mut self.timeouts, self.counts.in_flight),
            Place::Visible | Place::Nowhere => return None,
        };
        if live == 0 {
            timers.clear();
            return None;
        }
        timers.first_valid(|key| is_due(store, id, place, key))
    }

    /// When the message arrived whose age CloudWatch shows (sqs-facts §6): the oldest, on standard queues the oldest that
    /// is no poison pill.
    pub(crate) fn oldest_for_metric(&self, store: &Store) -> Option<Time> {
        let lists = [self.own, self.moved];
        let slots = lists.map(|list| match self.kind {
            QueueKind::Standard => list.first_sound,
            QueueKind::Fifo => list.head,
        });
        slots.into_iter().filter(|slot| *slot != NONE).map(|slot| store.get(slot).arrived_at).min()
    }

    pub(crate) fn retention_us(&self) -> Time {
        Time::from(self.attributes.retention_s) * MICROS_PER_S
    }

    /// The instant from which a message's retention counts (sqs-facts §2.7).
    pub(crate) fn enqueued_at(&self, message: &Message) -> Time {
        if keeps_age(self.kind, message) { message.sent_at } else { message.arrived_at }
    }

    /// The handle of the latest hand-out.
    pub(crate) fn handle(&self, message: &Message, slot: u32) -> ReceiptHandle {
        let id = MessageId { serial: message.serial, slot };
        ReceiptHandle { queue: self.id, message: id, receive: message.receive_count }
    }

    /// Bytes on the heap that no clone shares.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.delays.heap_bytes()
            + self.timeouts.heap_bytes()
            + self.moved_by_age.len() * 2 * size_of::<Deadline>()
    }

    /// A message as its latest hand-out shows it.
    #[inline(always)]
    pub(crate) fn delivery(&self, message: &Message, slot: u32, visible_at: Time) -> Delivery {
        Delivery {
            message: MessageId { serial: message.serial, slot },
            handle: self.handle(message, slot),
            body: message.body.clone(),
            receive_count: message.receive_count,
            sent_at: message.sent_at,
            first_received_at: message.first_received_at,
            visible_at,
            labels: message.labels.clone(),
            sequence: (self.kind == QueueKind::Fifo).then_some(message.sequence),
            dead_letter_source: message.dead_letter_source(),
        }
    }

    #[inline]
    fn count(&mut self, place: Place) -> &mut u64 {
        match place {
            Place::Delayed => &mut self.counts.delayed,
            Place::InFlight => &mut self.counts.in_flight,
            Place::Visible | Place::Nowhere => &mut self.counts.visible,
        }
    }

    #[inline]
    fn set_timer(&mut self, store: &Store, place: Place, deadline: Deadline) {
        let (timers, live) = match place {
            Place::Delayed => (&mut self.delays, self.counts.delayed),
            Place::InFlight => (&mut self.timeouts, self.counts.in_flight),
            Place::Visible | Place::Nowhere => return,
        };
        let id = self.id;
        timers.push_among(deadline, live, |key| is_due(store, id, place, key));
    }
}

/// True for messages that came to a standard queue as its dead letters.
fn keeps_age(kind: QueueKind, message: &Message) -> bool {
    kind == QueueKind::Standard && message.dead_letter_source().is_some()
}

fn is_due(store: &Store, queue: QueueId, place: Place, (at, serial, slot): Deadline) -> bool {
    let message = store.get(slot);
    message.serial == serial && message.queue == queue && message.place == place && message.due_at == at
}
