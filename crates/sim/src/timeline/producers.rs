//! Producers at the instant that the clock stands at, and why their sends came out as they did.

use sqs::Time;

use super::Timeline;
use crate::actor::{Calls, Producer};
use crate::encode::tags;
use crate::{
    BatchView, CallsView, Course, Explanation, Kind, ProducerModel, ProducerView, Rhythm, SchedulerView,
};

/// Events of a group among which a repeated call's messages are looked for.
const CALL_EVENTS_MAX: u64 = 100;

impl Timeline {
    pub(super) fn producer_views(&self, now: Time) -> Vec<ProducerView> {
        let producers = self.setup.model.producers.iter().zip(&self.world().producers);
        producers.map(|(model, state)| producer_view(model, state, now)).collect()
    }

    /// Why a message was sent twice, or not stored, if a producer made a call again.
    pub(super) fn why_sent_again(&self, index: u64) -> Option<Explanation> {
        let start = self.log().group_start(index).max(index.saturating_sub(CALL_EVENTS_MAX));
        // Entries of a call are told in its order: as `Retried` before it, then by the engine.
        let before = |tags: &[u8]| {
            (start..index)
                .filter(|&at| self.log().packed(at).is_some_and(|it| tags.contains(&it.tag())))
                .count()
        };
        if before(&[tags::RETRIED]) == 0 {
            return None;
        }
        let place = before(&[tags::SENT, tags::DEDUPLICATED]);
        let mut retried = (start..index).filter_map(|at| match self.event_at(at)?.kind {
            Kind::Retried { producer, message } => Some((producer, message)),
            _ => None,
        });
        let (producer, original) = retried.nth(place)?;
        let original = original?;
        match self.event_at(index)?.kind {
            Kind::Engine(sqs::EventKind::Sent { message, .. }) => {
                Some(Explanation::SentAgain { producer, message, original })
            }
            Kind::Engine(sqs::EventKind::Deduplicated { original, .. }) => {
                Some(Explanation::RetryDeduplicated { producer, original })
            }
            _ => None,
        }
    }
}

fn producer_view(model: &ProducerModel, state: &Producer, now: Time) -> ProducerView {
    let tally = &state.tally;
    let sending = &model.sending;
    let next = state.waiting.values().map(|call| call.at).min();
    ProducerView {
        id: model.id.clone(),
        to: model.to,
        rate_milli: model.rate_milli_at(now),
        rhythm: match &sending.course {
            Course::Steps | Course::Ramp | Course::Sine(_) => Rhythm::Rate,
            Course::Bursts { size, every_us, .. } => Rhythm::Bursts { size: *size, every_us: *every_us },
            Course::Times(times) => {
                Rhythm::Times { left: (times.len() as u64).saturating_sub(state.made) as u32 }
            }
        },
        sent: tally.accepted,
        refused: tally.refused,
        lost_requests: tally.lost_requests,
        lost_replies: tally.lost_replies,
        retries: tally.retries,
        given_up: tally.given_up,
        waiting: next.map(|next| (state.waiting.len() as u32, next)),
        batch: (sending.batch.size > 1).then(|| {
            let messages = state.filling.messages;
            let until_us = (messages > 0).then_some(state.filling.until);
            BatchView { messages, of: sending.batch.size, until_us }
        }),
        scheduler: sending.schedule_us.map(|wait_us| SchedulerView {
            wait_us,
            held: state.scheduled.len() as u64 - state.fired,
            next_us: state.scheduled.get(state.fired as usize).copied(),
        }),
        calls: model.to.consumer().map(|consumer| calls_view(consumer, model, &state.calls)),
    }
}

fn calls_view(consumer: u32, model: &ProducerModel, calls: &Calls) -> CallsView {
    let mean_us = calls.answer_us_sum.checked_div(calls.answered);
    CallsView {
        consumer,
        made: calls.made,
        open: calls.open.len() as u64,
        answered: calls.answered,
        failed: calls.failed,
        broken: calls.broken,
        refused: calls.refused,
        timed_out: calls.timed_out,
        unheard: calls.unheard,
        timeout_us: model.sending.timeout_us(),
        answer_us: mean_us.map(|mean_us| (mean_us, calls.answer_us_max)),
    }
}
