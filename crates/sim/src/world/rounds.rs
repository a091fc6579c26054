//! Rounds of receives: over queues by priority, with sleep between them, and not while the consumer is away.

use sqs::{Command, MICROS_PER_S, QueueId, Reply, Time};

use super::calls::trouble;
use super::{Sink, World};
use crate::actor::{Asker, Phase};
use crate::schedule::Wake;
use crate::{ConsumerModel, Kind};

/// Microseconds between two receives of a worker that a policy or a key keeps from receiving.
const AFTER_DENIAL_US: Time = MICROS_PER_S;

impl World {
    /// A batch is done, or a queue was empty: what the worker does next.
    pub(super) fn next_round<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        if self.leave_if_asked(place, sink) {
            return;
        }
        if self.rules_of(place).serves.is_some() {
            return self.listen(place, sink);
        }
        let pause_us = self.rules_of(place).habits.pause_us;
        let state = &mut self.workers[place as usize];
        if pause_us > 0 && state.rank == 0 && !state.is_rested {
            let until = self.now.saturating_add(pause_us);
            state.phase = Phase::Resting { since: self.now, until };
            self.schedule.wake(self.now, until, Wake::Worker { place, life: state.life });
        } else {
            self.receive(place, sink);
        }
    }

    /// A worker has slept.
    pub(super) fn end_rest<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        self.workers[place as usize].is_rested = true;
        self.next_round(place, sink);
    }

    /// Who may not receive asks again, but no more often than a client would; a pause counts as rest.
    fn rest_after_denial(&mut self, place: u32) {
        let life = self.await_answer(place);
        let pause_us = self.rules_of(place).habits.pause_us;
        let rest_us = AFTER_DENIAL_US.max(pause_us).max(self.latency_of(place));
        self.workers[place as usize].is_rested = true;
        self.schedule.wake(self.now, self.now.saturating_add(rest_us), Wake::Worker { place, life });
    }

    /// Asks a queue for messages: the first, or the next of lower priority.
    fn receive<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        let state = &mut self.workers[place as usize];
        state.batch.clear();
        state.next = 0;
        state.is_rested = false;
        let (rank, consumer) = (state.rank, state.id.consumer);
        let rules = self.rules_of(place);
        let last = rules.habits.then.len() as u32;
        let command = receive_command(rules, rank);
        let is_last = rank >= last;
        match self.ask_for(consumer, command) {
            Ok(Reply::Parked(ticket)) => {
                let state = &mut self.workers[place as usize];
                state.phase = Phase::Polling { since: self.now, ticket };
                state.rank = 0;
                self.parked.push_back((ticket, Asker::Worker(place)));
                self.pass_on(None, sink);
            }
            Ok(Reply::Received(deliveries)) => {
                self.pass_on(Some(Asker::Worker(place)), sink);
                let is_empty = deliveries.is_empty();
                self.hold(place, deliveries);
                self.workers[place as usize].rank = if is_empty && !is_last { rank + 1 } else { 0 };
                self.call_returns(place);
            }
            Ok(_) => {
                self.pass_on(None, sink);
                self.call_returns(place);
            }
            Err(refusal) => {
                self.pass_on(None, sink);
                let worker = self.workers[place as usize].id;
                let trouble = trouble(&refusal);
                self.tell(Kind::CallRefused { worker, message: None, trouble }, sink);
                // A queue that refuses must not keep the others waiting.
                self.workers[place as usize].rank = if is_last { 0 } else { rank + 1 };
                if trouble.is_denial() {
                    self.rest_after_denial(place);
                } else {
                    self.call_returns(place);
                }
            }
        }
    }
}

/// Short polls but for the queue of lowest priority, where the worker may wait.
fn receive_command(rules: &ConsumerModel, rank: u32) -> Command {
    let then = &rules.habits.then;
    let queue = (rank as usize).checked_sub(1).and_then(|place| then.get(place)).copied();
    let is_last = rank as usize >= then.len();
    Command::ReceiveMessage {
        queue: QueueId(queue.unwrap_or(rules.from)),
        max_messages: Some(rules.batch as i32),
        visibility_timeout_s: rules.visibility_timeout_s.map(|timeout_s| timeout_s as i32),
        wait_s: if is_last { rules.wait_s.map(|wait_s| wait_s as i32) } else { Some(0) },
        attempt_id: None,
    }
}
