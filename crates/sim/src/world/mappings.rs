//! The rules of event source mappings: pollers receive, gather batches and ask for invocations
//! (sqs-facts §7.2-§7.4).

use sqs::{Command, Delivery, MICROS_PER_S, QueueId, QueueKind, Reply, Time};

use super::calls::trouble;
use super::{Sink, World};
use crate::actor::{Asker, Doing, Record};
use crate::schedule::Wake;
use crate::{ConsumerModel, Kind, LambdaModel, WorkerId};

/// Seconds that a mapping's receive waits (sqs-facts §7.2: long polling), less when a batch must go before: no
/// batch waits for its window and then for the rest of a receive, but a batch whose window is shorter than one
/// receive may wait for all of it on a quiet queue.
const WAIT_S: u64 = 20;
/// Microseconds until a refused call is made again.
const AFTER_REFUSAL_US: Time = MICROS_PER_S;
/// Microseconds until a throttled invocation is tried again; each further try waits twice as long.
const BACKOFF_US_MIN: Time = MICROS_PER_S;
/// Microseconds; no try waits longer.
const BACKOFF_US_MAX: Time = 30 * MICROS_PER_S;
/// Microseconds between calls of a provisioned poller: ten calls a second (sqs-facts §7.3).
const CALL_US: Time = 100_000;
/// Bytes a second of a provisioned poller (sqs-facts §7.3).
const BYTES_A_SECOND: u64 = 1_024 * 1_024;

impl World {
    /// A poller's answer is here, its pause is over, or it tries again.
    pub(super) fn wake_poller<S: Sink + ?Sized>(&mut self, mapping: u32, poller: u32, sink: &mut S) {
        match self.mappings[mapping as usize].pollers[poller as usize].doing() {
            Doing::Answered => self.take_in(mapping, poller, sink),
            Doing::Due => self.go_on_polling(mapping, poller, sink),
            Doing::Throttled { tries } => self.try_again(mapping, poller, tries, sink),
            Doing::Resting | Doing::Polling { .. } | Doing::Invoking | Doing::Blocked => {}
        }
    }

    /// Messages for a poller: they reach it after the latency.
    pub(super) fn poller_gets(&mut self, mapping: u32, poller: u32, deliveries: Vec<Delivery>) -> Time {
        let setup = self.setup.clone();
        let (rules, lambda) = setup.lambda_of(mapping);
        let is_fifo = setup.model.queues[rules.from as usize].kind == QueueKind::Fifo;
        let filter = lambda.filter.as_ref();
        let now = self.now;
        let state = &mut self.mappings[mapping as usize];
        state.turn_to(poller, Doing::Answered);
        let state = &mut state.pollers[poller as usize];
        state.arriving.extend(deliveries.iter().map(|delivery| Record::new(delivery, is_fifo, filter, now)));
        let bytes: u64 = deliveries.iter().map(|delivery| delivery.body.len_bytes()).sum();
        state.next_call_us = now + CALL_US.max(bytes * MICROS_PER_S / BYTES_A_SECOND);
        self.engine.give_back(deliveries);
        now + rules.latency_us
    }

    /// An answer is here: what the filter drops is deleted, the rest goes to the batch.
    fn take_in<S: Sink + ?Sized>(&mut self, mapping: u32, poller: u32, sink: &mut S) {
        let now = self.now;
        let state = &mut self.mappings[mapping as usize];
        let arrived = std::mem::take(&mut state.pollers[poller as usize].arriving);
        if arrived.is_empty() {
            return self.found_nothing(mapping, poller, sink);
        }
        let (kept, dropped) = arrived.into_iter().partition::<Vec<Record>, _>(|record| record.passes);
        state.pollers[poller as usize].gather(kept, now);
        self.drop_filtered(mapping, &dropped, sink);
        self.ask_for_help(mapping);
        self.go_on_polling(mapping, poller, sink);
    }

    /// Deletes what does not match the filter, without invoking (sqs-facts §7.2).
    fn drop_filtered<S: Sink + ?Sized>(&mut self, mapping: u32, dropped: &[Record], sink: &mut S) {
        let consumer = self.mappings[mapping as usize].consumer;
        self.mappings[mapping as usize].tally.filtered += dropped.len() as u64;
        for record in dropped {
            self.tell(Kind::FilteredByMapping { consumer, message: record.held.message }, sink);
        }
        let first = WorkerId { consumer, index: 0 };
        self.delete_for(first, dropped.iter().map(|record| record.held), sink);
    }

    /// There are messages: another poller looks for more, and soon the mapping looks whether it may grow.
    fn ask_for_help(&mut self, mapping: u32) {
        let lambda = self.setup.lambda_of(mapping).1;
        let tick_us = lambda.tick_us();
        let state = &mut self.mappings[mapping as usize];
        let helper = state.rouse(state.allowed / lambda.invocations_of_a_poller());
        let tick_is_due = std::mem::replace(&mut state.tick_is_due, true);
        if let Some(poller) = helper {
            self.schedule.wake(self.now, self.now, Wake::Poller { mapping, poller });
        }
        if !tick_is_due {
            self.schedule.wake(self.now, self.now + tick_us, Wake::Ramp(mapping));
        }
    }

    /// A poller's turn: invokes with what is ready, receives if it may, rests if it is not needed.
    pub(super) fn go_on_polling<S: Sink + ?Sized>(&mut self, mapping: u32, poller: u32, sink: &mut S) {
        let setup = self.setup.clone();
        let (rules, lambda) = setup.lambda_of(mapping);
        let now = self.now;
        loop {
            let state = &self.mappings[mapping as usize].pollers[poller as usize];
            if state.running >= lambda.invocations_of_a_poller() {
                self.mappings[mapping as usize].turn_to(poller, Doing::Invoking);
                return;
            }
            if !state.is_ready(rules, lambda.window_us, now) {
                break;
            }
            if !self.invoke(mapping, poller, 0, sink) {
                return;
            }
        }
        let state = &mut self.mappings[mapping as usize];
        let is_needed = lambda.provisioned.is_some() || state.active() <= state.allowed;
        if state.pollers[poller as usize].batch.is_empty() && !is_needed {
            state.turn_to(poller, Doing::Resting);
            return;
        }
        let next_call_us = state.pollers[poller as usize].next_call_us;
        if lambda.provisioned.is_some() && next_call_us > now {
            state.turn_to(poller, Doing::Due);
            self.schedule.wake(now, next_call_us, Wake::Poller { mapping, poller });
            return;
        }
        self.poll(mapping, poller, rules, sink);
    }

    fn poll<S: Sink + ?Sized>(&mut self, mapping: u32, poller: u32, rules: &ConsumerModel, sink: &mut S) {
        let room = self.mappings[mapping as usize].pollers[poller as usize].room(rules);
        let asker = Asker::Poller { mapping, poller };
        let consumer = self.mappings[mapping as usize].consumer;
        let wait_s = self.wait_s(mapping, poller);
        let reply = self.ask_for(
            consumer,
            Command::ReceiveMessage {
                queue: QueueId(rules.from),
                max_messages: Some(room.max(1) as i32),
                visibility_timeout_s: None,
                wait_s: Some(wait_s),
                attempt_id: None,
            },
        );
        let at = match reply {
            Ok(Reply::Parked(ticket)) => {
                self.mappings[mapping as usize].turn_to(poller, Doing::Polling { ticket });
                self.parked.push_back((ticket, asker));
                self.pass_on(None, sink);
                return;
            }
            Ok(Reply::Received(deliveries)) => {
                self.pass_on(Some(asker), sink);
                self.poller_gets(mapping, poller, deliveries)
            }
            Ok(_) => {
                self.pass_on(None, sink);
                self.poller_gets(mapping, poller, Vec::new())
            }
            Err(refusal) => {
                self.pass_on(None, sink);
                let consumer = self.mappings[mapping as usize].consumer;
                let (worker, trouble) = (WorkerId { consumer, index: 0 }, trouble(&refusal));
                self.tell(Kind::CallRefused { worker, message: None, trouble }, sink);
                self.mappings[mapping as usize].turn_to(poller, Doing::Due);
                self.now + AFTER_REFUSAL_US
            }
        };
        self.schedule.wake(self.now, at, Wake::Poller { mapping, poller });
    }

    /// Seconds that a poller's next receive may wait.
    fn wait_s(&self, mapping: u32, poller: u32) -> i32 {
        let window_us = self.mapping_rules(mapping).1.window_us.max(WAIT_S * MICROS_PER_S);
        let poller = &self.mappings[mapping as usize].pollers[poller as usize];
        let left_us = match poller.batch.is_empty() {
            true => WAIT_S * MICROS_PER_S,
            false => poller.since.saturating_add(window_us).saturating_sub(self.now),
        };
        left_us.div_ceil(MICROS_PER_S).min(WAIT_S) as i32
    }

    /// No environment may run for a batch: it is tried again, later each time, until its visibility timeouts
    /// are over (sqs-facts §7.3).
    pub(super) fn put_off<S: Sink + ?Sized>(&mut self, mapping: u32, poller: u32, tries: u32, sink: &mut S) {
        let now = self.now;
        let state = &mut self.mappings[mapping as usize];
        state.tally.throttled += 1;
        state.saw_throttles = true;
        let consumer = state.consumer;
        let messages = state.pollers[poller as usize].batch.len() as u32;
        let backoff_us = (BACKOFF_US_MIN << tries.min(16)).min(BACKOFF_US_MAX);
        let until = state.pollers[poller as usize].latest_until().unwrap_or(now);
        let at = (now + backoff_us).min(until.max(now + 1));
        state.turn_to(poller, Doing::Throttled { tries: tries + 1 });
        self.tell(Kind::InvocationThrottled { consumer, messages }, sink);
        self.schedule.wake(now, at, Wake::Poller { mapping, poller });
    }

    /// Tries again with what has not gone back to the queue.
    fn try_again<S: Sink + ?Sized>(&mut self, mapping: u32, poller: u32, tries: u32, sink: &mut S) {
        let state = &mut self.mappings[mapping as usize];
        state.pollers[poller as usize].drop_expired(self.now);
        if state.pollers[poller as usize].batch.is_empty() || self.invoke(mapping, poller, tries, sink) {
            self.go_on_polling(mapping, poller, sink);
        }
    }

    pub(super) fn mapping_rules(&self, mapping: u32) -> (&ConsumerModel, &LambdaModel) {
        self.setup.lambda_of(mapping)
    }
}
