//! How a mapping's concurrency grows, backs off and comes to rest (sqs-facts §7.3).

use sqs::QueueId;

use super::{Sink, World};
use crate::actor::Doing;
use crate::schedule::Wake;
use crate::{ConcurrencyChange, Kind, LambdaModel, lambda_limits};

/// Receives that wait at a quiet queue; with `MaximumConcurrency` as many as at the start.
const POLLERS_IDLE: u32 = 2;
/// Invocations at once that errors leave.
const CONCURRENCY_AFTER_ERRORS_MIN: u32 = 2;

impl World {
    /// Once in a while, as long as there is work: errors halve the limit; otherwise it grows if all that is
    /// allowed is in use and messages wait.
    pub(super) fn ramp<S: Sink + ?Sized>(&mut self, mapping: u32, sink: &mut S) {
        let setup = self.setup.clone();
        let (rules, lambda) = setup.lambda_of(mapping);
        let waiting = self.engine.queue(QueueId(rules.from)).map_or(0, |queue| queue.counts.visible);
        let state = &mut self.mappings[mapping as usize];
        let saw_errors = std::mem::take(&mut state.saw_errors);
        let saw_throttles = std::mem::take(&mut state.saw_throttles);
        let allowed = state.allowed;
        let is_full = state.polling() == 0 && state.active() * lambda.invocations_of_a_poller() >= allowed;
        let new = if saw_errors && lambda.provisioned.is_none() {
            state.backs_off = true;
            (allowed / 2).max(CONCURRENCY_AFTER_ERRORS_MIN).min(allowed)
        } else if is_full && waiting > 0 && !saw_throttles {
            (allowed + lambda.growth()).min(lambda.ceiling())
        } else {
            allowed
        };
        if new != allowed {
            let why = if new > allowed { ConcurrencyChange::Grew } else { ConcurrencyChange::Errors };
            self.change_concurrency(mapping, new, why, sink);
        }
        let state = &mut self.mappings[mapping as usize];
        state.tick_is_due = state.polling() < state.active();
        if state.tick_is_due {
            self.schedule.wake(self.now, self.now + lambda.tick_us(), Wake::Ramp(mapping));
        }
    }

    /// A receive came back with nothing: one poller fewer, and concurrency goes back to the start.
    pub(super) fn found_nothing<S: Sink + ?Sized>(&mut self, mapping: u32, poller: u32, sink: &mut S) {
        let setup = self.setup.clone();
        let lambda = setup.lambda_of(mapping).1;
        let state = &mut self.mappings[mapping as usize];
        let has_batch = !state.pollers[poller as usize].batch.is_empty();
        let has_work = has_batch || state.pollers[poller as usize].running > 0;
        if !has_work && state.polling() >= lambda.pollers_idle() {
            state.turn_to(poller, Doing::Resting);
        }
        let needed = state.active() * lambda.invocations_of_a_poller();
        let new = needed.max(lambda.concurrency_start()).min(lambda.ceiling());
        let goes_on = state.pollers[poller as usize].doing() != Doing::Resting;
        let may_change = new < state.allowed || state.backs_off;
        if may_change && new != state.allowed {
            self.change_concurrency(mapping, new, ConcurrencyChange::Idle, sink);
        }
        if goes_on {
            self.go_on_polling(mapping, poller, sink);
        }
    }

    /// The new limit. What it adds begins to poll; what it takes away ends when its work is done.
    fn change_concurrency<S: Sink + ?Sized>(
        &mut self,
        mapping: u32,
        limit: u32,
        why: ConcurrencyChange,
        sink: &mut S,
    ) {
        let of_a_poller = self.setup.lambda_of(mapping).1.invocations_of_a_poller();
        let state = &mut self.mappings[mapping as usize];
        state.allowed = limit;
        state.backs_off &= why == ConcurrencyChange::Errors;
        let consumer = state.consumer;
        self.tell(Kind::ConcurrencyChanged { consumer, limit, why }, sink);
        if why != ConcurrencyChange::Grew {
            return;
        }
        while let Some(poller) = self.mappings[mapping as usize].rouse(limit / of_a_poller) {
            self.schedule.wake(self.now, self.now, Wake::Poller { mapping, poller });
        }
    }
}

impl LambdaModel {
    /// Invocations that a poller may have at once.
    pub(crate) fn invocations_of_a_poller(&self) -> u32 {
        if self.provisioned.is_some() { lambda_limits::INVOCATIONS_OF_A_POLLER } else { 1 }
    }

    /// Invocations at once that the mapping begins with.
    pub(crate) fn concurrency_start(&self) -> u32 {
        match self.provisioned {
            Some(pollers) => pollers.min * lambda_limits::INVOCATIONS_OF_A_POLLER,
            None => lambda_limits::CONCURRENCY_START.min(self.ceiling()),
        }
    }

    /// Invocations at once that a tick adds at most: 5 a second (300 a minute), or a poller with ten each
    /// 0.6 s (1,000 a minute).
    fn growth(&self) -> u32 {
        if self.provisioned.is_some() { lambda_limits::INVOCATIONS_OF_A_POLLER } else { self.ramp.a_second() }
    }

    /// Microseconds from tick to tick.
    pub(crate) fn tick_us(&self) -> u64 {
        if self.provisioned.is_some() { 600_000 } else { sqs::MICROS_PER_S }
    }

    /// Pollers that a quiet queue keeps.
    pub(crate) fn pollers_idle(&self) -> u32 {
        match (self.provisioned, self.maximum_concurrency) {
            (Some(pollers), _) => pollers.min,
            (None, Some(_)) => self.concurrency_start(),
            (None, None) => POLLERS_IDLE,
        }
    }
}
