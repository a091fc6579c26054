//! The view of event source mappings, and why their messages come back.

use sqs::{QueueId, QueueKind, Time};

use super::Timeline;
use crate::actor::Mapping;
use crate::{ConcurrencyBound, ConsumerModel, LambdaModel, MappingMode, MappingView, WaitingBatches};

impl Timeline {
    /// A consumer's mapping, if it has one.
    pub(super) fn mapping_view(&self, consumer: u32) -> Option<MappingView> {
        let mapping = self.setup.mapping_of(consumer)?;
        let (rules, lambda) = self.setup.lambda_of(mapping);
        let state = &self.world().mappings[mapping as usize];
        let mode = match lambda.provisioned {
            Some(_) => MappingMode::Provisioned { pollers: state.active() },
            None => MappingMode::OnDemand,
        };
        let tally = state.tally;
        Some(MappingView {
            mode,
            batch: rules.batch,
            running: state.running(),
            allowed: state.allowed,
            ceiling: lambda.ceiling(),
            reserved: lambda.reserved,
            bound: self.bound(state, rules, lambda),
            pollers: state.polling(),
            waiting: waiting(state, self.position().at_us),
            invoked: tally.invoked,
            succeeded: tally.succeeded,
            partly_failed: tally.partly_failed,
            failed: tally.failed,
            throttled: tally.throttled,
            filtered: tally.filtered,
            cold_starts: tally.cold_starts,
        })
    }

    fn bound(&self, state: &Mapping, rules: &ConsumerModel, lambda: &LambdaModel) -> ConcurrencyBound {
        let running = state.running();
        if lambda.reserved.is_some_and(|reserved| running >= reserved) {
            return ConcurrencyBound::Reserved;
        }
        if running < state.allowed {
            let visible = self.world().engine.queue(QueueId(rules.from)).map_or(0, |q| q.counts.visible);
            let is_fifo = self.setup.model.queues[rules.from as usize].kind == QueueKind::Fifo;
            let waits = is_fifo && running > 0 && visible > 0;
            return if waits { ConcurrencyBound::Groups } else { ConcurrencyBound::Demand };
        }
        if lambda.maximum_concurrency.is_some_and(|max| state.allowed >= max) {
            ConcurrencyBound::Maximum
        } else if state.allowed >= lambda.ceiling() {
            ConcurrencyBound::Ceiling
        } else if state.backs_off {
            ConcurrencyBound::Errors
        } else {
            ConcurrencyBound::Ramp
        }
    }
}

/// Messages whose visibility timeout is over are back in the queue, whether or not their poller knows.
fn waiting(state: &Mapping, now: Time) -> WaitingBatches {
    let mut waiting = WaitingBatches::default();
    for poller in &state.pollers {
        let messages = poller.batch.iter().chain(&poller.arriving);
        let messages = messages.filter(|record| record.held.until > now).count() as u32;
        if messages > 0 {
            waiting.batches += 1;
            waiting.messages += messages;
            let since = poller.batch.first().or(poller.arriving.first()).map(|record| record.received_at);
            waiting.oldest_us = [waiting.oldest_us, since].into_iter().flatten().min();
        }
    }
    waiting
}
