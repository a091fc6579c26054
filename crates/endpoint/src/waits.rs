//! Receives that wait for their messages.

use std::collections::BTreeMap;

use api::call::Pending;
use sqs::Ticket;

/// A request that is answered later. Numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaitId(pub u64);

/// A receive that waits: what is needed to write its answer.
#[derive(Debug)]
pub(crate) struct Wait {
    pub(crate) id: WaitId,
    pub(crate) pending: Pending,
    pub(crate) request_id: String,
}

/// All receives that wait, by region and ticket, and where each is found by its number.
#[derive(Debug, Default)]
pub(crate) struct Waits {
    last: u64,
    places: BTreeMap<WaitId, (usize, Ticket)>,
    waits: BTreeMap<(usize, Ticket), Wait>,
}

impl Waits {
    /// A number for the next one.
    pub(crate) fn next_id(&mut self) -> WaitId {
        self.last += 1;
        WaitId(self.last)
    }

    pub(crate) fn insert(&mut self, region: usize, ticket: Ticket, wait: Wait) {
        self.places.insert(wait.id, (region, ticket));
        self.waits.insert((region, ticket), wait);
    }

    /// Takes out what waits for this ticket.
    pub(crate) fn take(&mut self, region: usize, ticket: Ticket) -> Option<Wait> {
        let wait = self.waits.remove(&(region, ticket))?;
        self.places.remove(&wait.id);
        Some(wait)
    }

    /// Where a request waits.
    pub(crate) fn place(&self, id: WaitId) -> Option<(usize, Ticket)> {
        self.places.get(&id).copied()
    }

    /// Every place, in the order in which the requests came.
    pub(crate) fn places(&self) -> Vec<(usize, Ticket)> {
        self.places.values().copied().collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.waits.len()
    }
}
