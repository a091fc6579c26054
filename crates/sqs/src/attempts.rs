//! `ReceiveRequestAttemptId`: a FIFO receive whose answer was lost can be repeated (sqs-facts §3.5).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::fixed_hash::FixedHashMap;
use crate::moment::Moment;
use crate::queue::Line;
use crate::store::{Past, Place, Store};
use crate::validation::is_label;
use crate::{
    Delivery, Engine, EventKind, MICROS_PER_S, QueueId, QueueKind, ReceiptHandle, Refusal, Ticket, Time,
    VisibleCause, limits,
};

const WINDOW_US: Time = limits::ATTEMPT_WINDOW_S as Time * MICROS_PER_S;
/// Attempts that a queue remembers: as many as one partition can see in the window. The oldest go first.
const REMEMBERED_MAX: usize = (limits::FIFO_CALLS_PER_S * limits::ATTEMPT_WINDOW_S) as usize;

/// The receives of a FIFO queue that came with an id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempts {
    answered: FixedHashMap<Arc<str>, Attempt>,
    /// The ids of the answered ones, oldest first.
    by_age: VecDeque<Arc<str>>,
    /// Those that wait, found from both ends.
    waiting: BTreeMap<Ticket, Arc<str>>,
    tickets: BTreeMap<Arc<str>, Ticket>,
}

/// A receive that was answered with messages.
#[derive(Clone, Debug)]
struct Attempt {
    at: Time,
    handles: Box<[ReceiptHandle]>,
}

impl Attempts {
    /// A receive waits under this id.
    pub(crate) fn wait(&mut self, ticket: Ticket, id: Arc<str>) {
        self.tickets.insert(id.clone(), ticket);
        self.waiting.insert(ticket, id);
    }

    /// A receive waits no longer; its id, if it had one.
    pub(crate) fn wait_no_longer(&mut self, ticket: Ticket) -> Option<Arc<str>> {
        let id = self.waiting.remove(&ticket)?;
        self.tickets.remove(&id);
        Some(id)
    }

    fn answered(&mut self, now: Time, id: Arc<str>, deliveries: &[Delivery]) {
        if deliveries.is_empty() {
            return;
        }
        self.forget_old(now);
        if self.by_age.len() >= REMEMBERED_MAX
            && let Some(oldest) = self.by_age.pop_front()
        {
            self.answered.remove(&oldest);
        }
        let handles = deliveries.iter().map(|delivery| delivery.handle).collect();
        self.by_age.push_back(id.clone());
        self.answered.insert(id, Attempt { at: now, handles });
    }

    fn forget_old(&mut self, now: Time) {
        while let Some(oldest) = self.by_age.front()
            && self.answered.get(oldest).is_none_or(|attempt| attempt.at + WINDOW_US <= now)
        {
            self.answered.remove(oldest);
            self.by_age.pop_front();
        }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let attempt = size_of::<(Arc<str>, Attempt)>() + size_of::<ReceiptHandle>() + size_of::<Arc<str>>();
        let waiting = 2 * size_of::<(Ticket, Arc<str>)>();
        self.answered.capacity() * attempt + self.waiting.len() * waiting
    }

    /// Asserts that both ends agree; `waits` tells whether a receive waits at this queue.
    pub(crate) fn check(&self, waits: impl Fn(Ticket) -> bool) {
        assert!(self.by_age.iter().all(|id| self.answered.contains_key(id)), "attempts by age");
        assert_eq!(self.by_age.len(), self.answered.len(), "attempts");
        assert!(self.by_age.len() <= REMEMBERED_MAX, "bounded attempts");
        assert_eq!(self.waiting.len(), self.tickets.len(), "waiting attempts");
        for (ticket, id) in &self.waiting {
            assert!(self.tickets.get(id) == Some(ticket) && waits(*ticket), "{id} waits as {ticket:?}");
        }
    }
}

impl Engine {
    /// The id of a receive, if this queue looks at it: standard queues ignore it, whatever it is.
    pub(crate) fn attempt_id(&self, queue: QueueId, id: &Arc<str>) -> Result<Option<Arc<str>>, Refusal> {
        match self.existing(queue)?.books.kind {
            QueueKind::Standard => Ok(None),
            QueueKind::Fifo if !is_label(id) => Err(Refusal::InvalidAttemptId),
            QueueKind::Fifo => Ok(Some(id.clone())),
        }
    }

    /// The messages of an earlier receive of this id once more: same handles and counts, their visibility timeout
    /// begins anew. None if the id is new.
    pub(crate) fn retry_receive(
        &mut self,
        queue: QueueId,
        id: &Arc<str>,
        visibility_timeout_s: Option<u32>,
        moment: &mut Moment<'_>,
    ) -> Result<Option<Vec<Delivery>>, Refusal> {
        let Some(handles) = self.retryable(queue, id, moment.now)? else {
            return Ok(None);
        };
        let Some(holder) = self.queues[queue.0 as usize].as_mut() else {
            return Ok(None);
        };
        let timeout_s = visibility_timeout_s.unwrap_or(holder.books.attributes.visibility_timeout_s);
        let visible_at = moment.now + Time::from(timeout_s) * MICROS_PER_S;
        let mut deliveries = Vec::with_capacity(handles.len());
        for ReceiptHandle { message, .. } in handles {
            self.store.get_mut(message.slot).received_at = moment.now;
            let stored = self.store.get(message.slot);
            deliveries.push(holder.books.delivery(stored, message.slot, visible_at));
            if timeout_s == 0 {
                holder.show(&mut self.store, message.slot, VisibleCause::SetToZero, moment);
            } else {
                holder.put(&mut self.store, message.slot, Place::InFlight, visible_at);
                moment.note(EventKind::VisibilityChanged { queue, message, visible_at });
            }
        }
        self.changed(queue);
        Ok(Some(deliveries))
    }

    /// The handles of an earlier receive if none of its messages was touched since.
    fn retryable(
        &mut self,
        queue: QueueId,
        id: &Arc<str>,
        now: Time,
    ) -> Result<Option<Box<[ReceiptHandle]>>, Refusal> {
        let Some(attempts) = self.attempts(queue) else {
            return Ok(None);
        };
        attempts.forget_old(now);
        let Some(attempt) = attempts.answered.get(id).cloned() else {
            return Ok(None);
        };
        if attempt.handles.iter().all(|handle| is_untouched(&self.store, *handle)) {
            Ok(Some(attempt.handles))
        } else {
            Err(Refusal::AttemptNotRetryable)
        }
    }

    /// A receive of this id was answered. One without messages is as good as none: its retry is a new one.
    pub(crate) fn remember_attempt(
        &mut self,
        queue: QueueId,
        id: Option<Arc<str>>,
        deliveries: &[Delivery],
        now: Time,
    ) {
        if let Some(id) = id
            && let Some(attempts) = self.attempts(queue)
        {
            attempts.answered(now, id, deliveries);
        }
    }

    /// The receive that waits under this id: its client asks again, so it hears the answer of that no more.
    pub(crate) fn waiting_attempt(&mut self, queue: QueueId, id: &Arc<str>) -> Option<Ticket> {
        self.attempts(queue)?.tickets.get(id).copied()
    }

    /// None on standard queues.
    pub(crate) fn attempts(&mut self, queue: QueueId) -> Option<&mut Attempts> {
        match &mut self.queues[queue.0 as usize].as_mut()?.line {
            Line::Standard(_) => None,
            Line::Fifo(groups) => Some(&mut groups.attempts),
        }
    }
}

fn is_untouched(store: &Store, handle: ReceiptHandle) -> bool {
    store.find(handle.message).is_some_and(|message| {
        message.queue == handle.queue
            && message.place == Place::InFlight
            && message.receive_count == handle.receive
            && message.past != Past::Changed
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, MessageId};

    fn delivery(serial: u64) -> Delivery {
        let message = MessageId { serial, slot: 0 };
        Delivery {
            message,
            handle: ReceiptHandle { queue: QueueId(0), message, receive: 1 },
            body: Body::Simulated { len_bytes: 1, hash: serial },
            receive_count: 1,
            sent_at: 0,
            first_received_at: 0,
            visible_at: 0,
            labels: None,
            sequence: None,
            dead_letter_source: None,
        }
    }

    #[test]
    fn memory_is_bounded_in_time_and_number() {
        let mut attempts = Attempts::default();
        for number in 0..REMEMBERED_MAX as u64 + 10 {
            attempts.answered(number, number.to_string().into(), &[delivery(number + 1)]);
        }
        attempts.check(|_| false);
        assert_eq!(attempts.answered.len(), REMEMBERED_MAX);
        assert!(!attempts.answered.contains_key("9") && attempts.answered.contains_key("10"));
        attempts.forget_old(WINDOW_US + 19);
        assert!(!attempts.answered.contains_key("19") && attempts.answered.contains_key("20"));
        attempts.forget_old(2 * WINDOW_US);
        assert!(attempts.answered.is_empty() && attempts.by_age.is_empty());
    }

    #[test]
    fn an_empty_answer_is_not_remembered() {
        let mut attempts = Attempts::default();
        attempts.answered(0, "a".into(), &[]);
        assert!(attempts.answered.is_empty() && attempts.by_age.is_empty());
    }
}
