//! `ReceiveMessage`, at once or parked, and the dead letters that it finds (sqs-facts §2.2, §2.3, §4.1).

use std::sync::Arc;

use crate::books::Books;
use crate::moment::Moment;
use crate::polls::Poll;
use crate::queue::{Answer, Line};
use crate::store::{Message, NONE, Store};
use crate::validation::in_range;
use crate::{
    Delivery, Engine, EventKind, MICROS_PER_S, QueueId, QueueKind, RedrivePolicy, Refusal, Reply, Ticket,
    Time, limits,
};

/// What a receive asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    pub(crate) max_messages: u32,
    pub(crate) visibility_timeout_s: Option<u32>,
    /// All servers are asked.
    pub(crate) long: bool,
    /// Where messages without receives left go; none if there is no such queue.
    pub(crate) redrive: Option<RedrivePolicy>,
}

/// What a receive found.
#[derive(Debug)]
pub(crate) struct Picks {
    room: usize,
    /// All servers are asked.
    pub(crate) long: bool,
    /// Slots of what is handed out.
    taken: [u32; limits::RECEIVE_MAX as usize],
    len: usize,
    redrive: Option<RedrivePolicy>,
    /// Slots of messages that are on their way to the dead-letter queue.
    pub(crate) moved: Vec<u32>,
}

impl Picks {
    /// Room for what was asked, within the queue's limit of messages in flight.
    pub(crate) fn new(ask: &Ask, books: &Books) -> Self {
        let free = u64::from(books.storage.in_flight_max).saturating_sub(books.counts.in_flight);
        let room = free.min(u64::from(ask.max_messages.min(limits::RECEIVE_MAX))) as usize;
        let taken = [NONE; limits::RECEIVE_MAX as usize];
        Self { room, long: ask.long, taken, len: 0, redrive: ask.redrive, moved: Vec::new() }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.len >= self.room
    }

    pub(crate) fn take(&mut self, slot: u32) {
        self.taken[self.len] = slot;
        self.len += 1;
    }

    /// The dead-letter queue, if the message has had all its receives.
    pub(crate) fn used_up(&self, message: &Message) -> Option<QueueId> {
        let redrive = self.redrive?;
        (message.receives_here() >= redrive.max_receive_count).then_some(redrive.dead_letter_target)
    }

    pub(crate) fn sort_by_sequence(&mut self, store: &Store) {
        if self.len > 1 {
            self.taken[..self.len].sort_unstable_by_key(|slot| store.get(*slot).sequence);
        }
    }

    /// What is handed out, in order.
    pub(crate) fn slots(&self) -> &[u32] {
        &self.taken[..self.len]
    }
}

/// The parameters of `ReceiveMessage`.
pub(crate) struct ReceiveCall {
    pub(crate) queue: QueueId,
    pub(crate) max_messages: Option<i32>,
    pub(crate) visibility_timeout_s: Option<i32>,
    pub(crate) wait_s: Option<i32>,
    pub(crate) attempt_id: Option<Arc<str>>,
}

impl Engine {
    #[inline(never)]
    pub(crate) fn receive_message(
        &mut self,
        call: &ReceiveCall,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let queue = call.queue;
        let books = &self.existing(queue)?.books;
        let max_messages = count(call.max_messages.unwrap_or(1))?;
        let wait_s = match call.wait_s {
            None => books.attributes.receive_wait_s,
            Some(asked) => match in_range(asked, limits::WAIT_S_MAX) {
                Some(wait_s) => wait_s,
                None => return Err(Refusal::WaitOutOfRange(asked)),
            },
        };
        let visibility_timeout_s = call.visibility_timeout_s.map(visibility_timeout).transpose()?;
        let at_limit = books.counts.in_flight >= u64::from(books.storage.in_flight_max);
        if at_limit && wait_s == 0 && books.kind == QueueKind::Standard {
            return Err(Refusal::OverLimit);
        }
        let attempt_id = match &call.attempt_id {
            Some(id) => self.attempt_id(queue, id)?,
            None => None,
        };
        self.meter_receive(queue, moment.now)?;
        if let Some(id) = &attempt_id {
            if let Some(deliveries) = self.retry_receive(queue, id, visibility_timeout_s, moment)? {
                self.book_payload(queue, &deliveries);
                self.serve_polls(moment);
                return Ok(Reply::Received(deliveries));
            }
            self.give_up_waiting(queue, id, moment);
        }
        let poll = Poll {
            ticket: Ticket(self.last_ticket + 1),
            max_messages,
            visibility_timeout_s,
            until: moment.now + Time::from(wait_s) * MICROS_PER_S,
        };
        let mut deliveries = Vec::new();
        let moved = self.try_receive(queue, &poll, wait_s > 0, &mut deliveries, moment);
        if deliveries.is_empty() && wait_s > 0 {
            self.park(queue, poll, attempt_id, moment);
            self.end_receive(queue, &moved, moment);
            return Ok(Reply::Parked(poll.ticket));
        }
        if deliveries.is_empty() {
            self.note_empty_receive(queue, false, moment);
        } else if attempt_id.is_some() {
            self.remember_attempt(queue, attempt_id, &deliveries, moment.now);
        }
        self.end_receive(queue, &moved, moment);
        Ok(Reply::Received(deliveries))
    }

    #[inline]
    fn end_receive(&mut self, queue: QueueId, moved: &[u32], moment: &mut Moment<'_>) {
        if !moved.is_empty() {
            self.bury(queue, moved, moment);
        }
        self.serve_polls(moment);
    }

    /// Hands out what there is for a receive, into a list that is empty yet. The caller buries what comes back when it
    /// is done.
    #[inline(always)]
    pub(crate) fn try_receive(
        &mut self,
        queue: QueueId,
        poll: &Poll,
        long: bool,
        deliveries: &mut Vec<Delivery>,
        moment: &mut Moment<'_>,
    ) -> Vec<u32> {
        let redrive = self.get(queue).and_then(|queue| queue.books.attributes.redrive);
        let redrive = redrive.filter(|redrive| self.get(redrive.dead_letter_target).is_some());
        let ask = Ask {
            max_messages: poll.max_messages,
            visibility_timeout_s: poll.visibility_timeout_s,
            long,
            redrive,
        };
        let Some(source) = self.queues[queue.0 as usize].as_mut().filter(|source| source.is_stocked()) else {
            return Vec::new();
        };
        *deliveries = std::mem::take(&mut self.spare);
        let Answer { moved, hidden_until } = source.receive(&mut self.store, &ask, deliveries, moment);
        match hidden_until {
            Some(until) if moved.is_empty() => self.gained(queue, until),
            Some(_) | None => self.changed(queue),
        }
        self.traffic_mut(queue).received += deliveries.len() as u64;
        self.book_payload(queue, deliveries);
        moved
    }

    /// Puts messages that were struck out of `from` into its dead-letter queue (sqs-facts §2.7, §3.8).
    pub(crate) fn bury(&mut self, from: QueueId, moved: &[u32], moment: &mut Moment<'_>) {
        let redrive = self.get(from).and_then(|queue| queue.books.attributes.redrive);
        let Some(to) = redrive.map(|redrive| redrive.dead_letter_target) else {
            return;
        };
        for &slot in moved {
            let Some(target) = self.queues[to.0 as usize].as_mut() else {
                return;
            };
            let message = self.store.get_mut(slot);
            message.mark_dead_letter(from, matches!(target.line, Line::Fifo(_)));
            if matches!(target.line, Line::Standard(_)) {
                message.shard = moment.choose(to, target.books.storage.shards) as u8;
            }
            target.enter(&mut self.store, slot, moment.now, moment.now);
            self.changed(to);
        }
        self.expire(to, moment);
        // What was moved may have kept messages behind it out of reach.
        self.changed(from);
    }

    /// Only a short poll leaves servers of a standard queue unasked.
    pub(crate) fn note_empty_receive(&mut self, queue: QueueId, long: bool, moment: &mut Moment<'_>) {
        let Some(books) = self.get(queue).map(|queue| &queue.books) else {
            return;
        };
        let false_empty = !long && books.kind == QueueKind::Standard && books.counts.visible > 0;
        moment.note(EventKind::EmptyReceive { queue, false_empty });
        self.traffic_mut(queue).empty_receives += 1;
    }
}

fn count(max_messages: i32) -> Result<u32, Refusal> {
    match in_range(max_messages, limits::RECEIVE_MAX) {
        Some(0) | None => Err(Refusal::MaxMessagesOutOfRange(max_messages)),
        Some(count) => Ok(count),
    }
}

fn visibility_timeout(timeout_s: i32) -> Result<u32, Refusal> {
    in_range(timeout_s, limits::VISIBILITY_TIMEOUT_S_MAX)
        .ok_or(Refusal::ReceiveVisibilityOutOfRange(timeout_s))
}
