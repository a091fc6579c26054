//! Receives that wait (long polling, sqs-facts §2.2).

use std::collections::VecDeque;

use crate::runs::Runs;
use crate::soonest::NEVER;
use crate::{QueueId, Ticket, Time};

/// A parked receive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Poll {
    pub(crate) ticket: Ticket,
    pub(crate) max_messages: u32,
    pub(crate) visibility_timeout_s: Option<u32>,
    pub(crate) until: Time,
}

/// The parked receives of a queue, in order of arrival.
#[derive(Clone, Debug, Default)]
pub(crate) struct Polls {
    waiting: VecDeque<Poll>,
    ends: Runs<(Time, u64)>,
}

impl Polls {
    /// Adds a receive; tickets rise.
    pub(crate) fn park(&mut self, poll: Poll) {
        self.waiting.push_back(poll);
        let (waiting, live) = (&self.waiting, self.waiting.len() as u64);
        let end = (poll.until, poll.ticket.0);
        self.ends.push_among(end, live, |(_, ticket)| position(waiting, ticket).is_some());
    }

    pub(crate) fn first(&self) -> Option<Poll> {
        self.waiting.front().copied()
    }

    /// Takes one back.
    pub(crate) fn remove(&mut self, ticket: Ticket) -> Option<Poll> {
        let place = position(&self.waiting, ticket.0)?;
        self.waiting.remove(place)
    }

    pub(crate) fn len(&self) -> u64 {
        self.waiting.len() as u64
    }

    /// The next end of a wait, or never.
    pub(crate) fn next_end(&mut self) -> Time {
        let waiting = &self.waiting;
        let first = self.ends.first_valid(|(_, ticket)| position(waiting, ticket).is_some());
        first.map_or(NEVER, |(at, _)| at)
    }

    /// The earliest arrival whose wait has ended, if one has.
    pub(crate) fn ended(&mut self, now: Time) -> Option<Ticket> {
        if self.next_end() > now {
            return None;
        }
        self.waiting.iter().find(|poll| poll.until <= now).map(|poll| poll.ticket)
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.waiting.capacity() * size_of::<Poll>() + self.ends.heap_bytes()
    }
}

/// Where each parked receive of an engine waits, in order of arrival.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parked(VecDeque<(Ticket, QueueId)>);

impl Parked {
    /// Adds a receive; tickets rise.
    pub(crate) fn insert(&mut self, ticket: Ticket, queue: QueueId) {
        self.0.push_back((ticket, queue));
    }

    pub(crate) fn get(&self, ticket: Ticket) -> Option<QueueId> {
        self.place(ticket).map(|place| self.0[place].1)
    }

    pub(crate) fn remove(&mut self, ticket: Ticket) {
        if let Some(place) = self.place(ticket) {
            self.0.remove(place);
        }
    }

    pub(crate) fn len(&self) -> u64 {
        self.0.len() as u64
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn place(&self, ticket: Ticket) -> Option<usize> {
        place_of(&self.0, ticket, |(parked, _)| *parked)
    }
}

fn position(waiting: &VecDeque<Poll>, ticket: u64) -> Option<usize> {
    place_of(waiting, Ticket(ticket), |poll| poll.ticket)
}

/// Where a ticket is in a list by tickets; most receives are answered in order of arrival.
#[inline]
fn place_of<T>(list: &VecDeque<T>, ticket: Ticket, ticket_of: impl Fn(&T) -> Ticket) -> Option<usize> {
    let first = ticket_of(list.front()?);
    if ticket <= first {
        return (ticket == first).then_some(0);
    }
    list.binary_search_by_key(&ticket, ticket_of).ok()
}
