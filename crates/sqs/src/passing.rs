//! Time passing: deadlines one by one, and the receives that wait (sqs-facts §15, order at one instant).

use std::sync::Arc;

use crate::moment::Moment;
use crate::polls::Poll;
use crate::soonest::NEVER;
use crate::store::Place;
use crate::{Delivery, Engine, EventKind, QueueId, Refusal, Reply, Ticket, Time, VisibleCause};

impl Engine {
    /// Handles every deadline up to `moment.now`, each at its own instant.
    #[inline]
    pub(crate) fn pass(&mut self, moment: &mut Moment<'_>) {
        if self.soonest.least() <= moment.now {
            self.pass_deadlines(moment);
        }
        self.now = moment.now;
    }

    #[inline(never)]
    fn pass_deadlines(&mut self, moment: &mut Moment<'_>) {
        let now = moment.now;
        while let Some(deadline) = self.next_deadline_by(now) {
            moment.now = deadline.max(self.now);
            self.now = moment.now;
            self.for_due(moment, Self::bring_into_effect);
            self.for_due(moment, Self::end_purge);
            self.for_due(moment, Self::expire);
            self.for_due(moment, |engine, id, moment| engine.end_hiding(id, Place::Delayed, moment));
            self.for_due(moment, |engine, id, moment| engine.end_hiding(id, Place::InFlight, moment));
            self.for_due(moment, Self::step_move_task);
            self.serve_woken_polls(moment);
        }
        moment.now = now;
    }

    /// Does one kind of deadline for every queue that has one now, by number.
    fn for_due(&mut self, moment: &mut Moment<'_>, end: impl Fn(&mut Self, QueueId, &mut Moment<'_>)) {
        let mut due = self.soonest.due(0, moment.now);
        while let Some(id) = due {
            end(self, QueueId(id), moment);
            due = self.soonest.due(id + 1, moment.now);
        }
    }

    /// Removes what has passed its retention, wherever it is.
    pub(crate) fn expire(&mut self, id: QueueId, moment: &mut Moment<'_>) {
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return;
        };
        let mut any = false;
        while let Some((_, slot)) = queue.books.next_expiry(&self.store).filter(|(at, _)| *at <= moment.now) {
            let message = self.store.id(slot);
            queue.remove(&mut self.store, slot, moment.now);
            moment.note(EventKind::Expired { queue: id, message });
            any = true;
        }
        if any {
            self.changed(id);
        }
    }

    /// Shows the messages whose delay or visibility timeout is over.
    fn end_hiding(&mut self, id: QueueId, place: Place, moment: &mut Moment<'_>) {
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return;
        };
        let cause =
            if place == Place::Delayed { VisibleCause::DelayEnded } else { VisibleCause::TimeoutEnded };
        let mut any = false;
        while let Some(slot) = queue.books.pop_ended(&self.store, place, moment.now) {
            queue.show(&mut self.store, slot, cause, moment);
            any = true;
        }
        if any {
            self.changed(id);
        }
    }

    /// Lets a receive wait.
    pub(crate) fn park(
        &mut self,
        id: QueueId,
        poll: Poll,
        attempt_id: Option<Arc<str>>,
        moment: &mut Moment<'_>,
    ) {
        if let Some(queue) = self.queues[id.0 as usize].as_mut() {
            queue.polls.park(poll);
            self.last_ticket = poll.ticket.0;
            self.parked.insert(poll.ticket, id);
            moment.note(EventKind::PollParked { queue: id, ticket: poll.ticket });
            self.schedule_by(id, poll.until);
        }
        if let Some(attempt_id) = attempt_id
            && let Some(attempts) = self.attempts(id)
        {
            attempts.wait(poll.ticket, attempt_id);
        }
    }

    /// Takes a waiting receive back.
    pub(crate) fn abandon(&mut self, ticket: Ticket, moment: &mut Moment<'_>) -> Result<Reply, Refusal> {
        let queue = self.parked.get(ticket).ok_or(Refusal::UnknownTicket)?;
        self.unpark(queue, ticket);
        moment.note(EventKind::PollAbandoned { queue, ticket });
        Ok(Reply::Done)
    }

    /// A call is done, and may have brought messages for receives that wait. No wait is over, since none lasts less
    /// than a second.
    #[inline]
    pub(crate) fn serve_polls(&mut self, moment: &mut Moment<'_>) {
        if !self.woken.is_empty() {
            self.serve_woken_polls(moment);
        }
    }

    /// Answers waiting receives in order of arrival: with messages where there are some, with nothing at the end of
    /// the wait.
    #[inline(never)]
    fn serve_woken_polls(&mut self, moment: &mut Moment<'_>) {
        while let Some((ticket, id)) = self.next_to_serve(moment.now) {
            let first = self.get(id).and_then(|queue| queue.polls.first());
            let served = first.filter(|poll| poll.ticket == ticket && self.woken.contains(&id));
            let Some(poll) = served else {
                self.answer_empty(id, ticket, moment);
                continue;
            };
            if let Some(trouble) = self.key_trouble(id) {
                self.unpark(id, ticket);
                self.answer(id, ticket, Err(trouble), moment);
                continue;
            }
            let mut deliveries = Vec::new();
            let moved = self.try_receive(id, &poll, true, &mut deliveries, moment);
            if deliveries.is_empty() {
                self.woken.retain(|woken| *woken != id);
            } else {
                let attempt_id = self.unpark(id, ticket);
                self.remember_attempt(id, attempt_id, &deliveries, moment.now);
                self.answer(id, ticket, Ok(deliveries), moment);
            }
            if !moved.is_empty() {
                self.bury(id, &moved, moment);
            }
        }
        self.woken.clear();
    }

    /// The earliest of: the first waiting receives of queues where something changed, those whose wait has
    /// ended.
    fn next_to_serve(&mut self, now: Time) -> Option<(Ticket, QueueId)> {
        let first = |id: &QueueId| {
            let queue = self.get(*id).filter(|queue| queue.is_stocked())?;
            Some((queue.polls.first()?.ticket, *id))
        };
        let mut best = self.woken.iter().filter_map(first).min();
        let mut due = self.soonest.due(0, now);
        while let Some(id) = due {
            if let Some(queue) = self.queues[id as usize].as_mut()
                && let Some(ticket) = queue.polls.ended(now)
                && best.is_none_or(|(least, _)| ticket < least)
            {
                best = Some((ticket, QueueId(id)));
            }
            due = self.soonest.due(id + 1, now);
        }
        best
    }

    /// Writes an answer for its client to take.
    pub(crate) fn answer(
        &mut self,
        queue: QueueId,
        ticket: Ticket,
        answer: Result<Vec<Delivery>, Refusal>,
        moment: &mut Moment<'_>,
    ) {
        let messages = answer.as_ref().map_or(0, |deliveries| deliveries.len() as u32);
        self.answers.push((ticket, answer));
        moment.note(EventKind::PollAnswered { queue, ticket, messages });
    }

    /// A receive that waits under this id hears nothing more: its client has asked again.
    pub(crate) fn give_up_waiting(&mut self, id: QueueId, attempt_id: &Arc<str>, moment: &mut Moment<'_>) {
        if let Some(ticket) = self.waiting_attempt(id, attempt_id) {
            self.answer_empty(id, ticket, moment);
        }
    }

    fn answer_empty(&mut self, id: QueueId, ticket: Ticket, moment: &mut Moment<'_>) {
        self.unpark(id, ticket);
        self.note_empty_receive(id, true, moment);
        self.answer(id, ticket, Ok(Vec::new()), moment);
    }

    /// A receive waits no longer. Its attempt's id, if it has one.
    fn unpark(&mut self, id: QueueId, ticket: Ticket) -> Option<Arc<str>> {
        self.parked.remove(ticket);
        if let Some(queue) = self.queues[id.0 as usize].as_mut() {
            queue.polls.remove(ticket);
        }
        self.wake(id);
        self.attempts(id)?.wait_no_longer(ticket)
    }

    /// Something changed in a queue: its next deadline, and perhaps a waiting receive can be served.
    pub(crate) fn changed(&mut self, id: QueueId) {
        self.schedule(id);
        self.wake(id);
    }

    /// As [`Engine::changed`] where nothing ended and one deadline came up, or none.
    #[inline(always)]
    pub(crate) fn gained(&mut self, id: QueueId, deadline: Time) {
        self.schedule_by(id, deadline);
        self.wake(id);
    }

    /// As [`Engine::changed`] where no deadline came up: one that has gone is missed when it would be due.
    #[inline]
    pub(crate) fn wake(&mut self, id: QueueId) {
        if !self.parked.is_empty() {
            self.wake_waiting(id);
        }
    }

    fn wake_waiting(&mut self, id: QueueId) {
        let serves = self.get(id).is_some_and(|queue| queue.polls.len() > 0 && queue.is_stocked());
        if serves && !self.woken.contains(&id) {
            self.woken.push(id);
        }
    }

    /// A queue has one deadline more.
    #[inline]
    fn schedule_by(&mut self, id: QueueId, deadline: Time) {
        if deadline < self.soonest.of(id.0) {
            self.soonest.set(id.0, deadline);
        }
    }

    #[inline(never)]
    pub(crate) fn schedule(&mut self, id: QueueId) {
        let queue = self.queues[id.0 as usize].as_mut();
        let at = queue.map_or(NEVER, |queue| queue.next_deadline(&self.store));
        if at != self.soonest.of(id.0) {
            self.soonest.set(id.0, at);
        }
    }
}
