//! Why a function's messages come back, or are not handed to it yet.

use sqs::{EventKind, MessageId, Time};

use super::Timeline;
use super::why::known;
use crate::encode::tags;
use crate::{Explanation, InvocationOutcome, Kind, WorkerId};

/// What the record tells of an invocation.
struct Told {
    messages: u32,
    /// What failed first, or what the function was at when it was killed.
    failed: Option<MessageId>,
}

impl Timeline {
    /// Why an event of a mapping happened.
    pub(super) fn why_mapping(&self, index: u64, kind: Kind) -> Option<Explanation> {
        match kind {
            Kind::InvocationEnded { worker, outcome } => self.why_ended(index, worker, outcome),
            Kind::InvocationThrottled { consumer, messages } => {
                let rules = self.setup.model.consumers.get(consumer as usize)?.lambda.as_ref()?;
                rules.reserved.map(|reserved| Explanation::Throttled { consumer, messages, reserved })
            }
            Kind::Polled { consumer, message } => self.why_waiting(index, consumer, message),
            Kind::ConcurrencyChanged { consumer, limit, why } => {
                let lambda = self.setup.model.consumers.get(consumer as usize)?.lambda.as_ref()?;
                Some(Explanation::ConcurrencyChanged { consumer, limit, ceiling: lambda.ceiling(), why })
            }
            Kind::FilteredByMapping { consumer, message } => {
                Some(Explanation::FilteredAndDeleted { consumer, message })
            }
            _ => None,
        }
    }

    /// The consumer whose poller received a message.
    pub(super) fn consumer_of_poll(&self, index: u64) -> Option<u32> {
        match self.event_at(index)?.kind {
            Kind::Polled { consumer, .. } => Some(consumer),
            _ => None,
        }
    }

    /// A message is visible again that a mapping had received: it was in a batch that failed, or never in one.
    /// None while its invocation runs on.
    pub(super) fn why_back(
        &self,
        index: u64,
        message: MessageId,
        handed: Option<(u64, u32)>,
        polled_by: Option<u32>,
    ) -> Option<Explanation> {
        let Some((handed_at, place)) = handed else {
            return polled_by.map(|consumer| Explanation::NeverInvoked { message, consumer });
        };
        polled_by?;
        let mut ended = None;
        let mut next = self.worker_event_before(place, index);
        while let Some(at) = next.filter(|at| *at > handed_at) {
            let packed = self.log().packed(at)?;
            if packed.tag() == tags::INVOCATION_ENDED {
                ended = Some(at);
            }
            next = known(packed.before_of_worker());
        }
        let at = ended?;
        let Kind::InvocationEnded { worker, outcome } = self.event_at(at)?.kind else { return None };
        let failed = self.told_of(at)?.failed;
        Some(Explanation::CameBackWithBatch { message, worker, outcome, failed })
    }

    fn why_ended(&self, index: u64, worker: WorkerId, outcome: InvocationOutcome) -> Option<Explanation> {
        match outcome {
            InvocationOutcome::Succeeded => return None,
            InvocationOutcome::PartlyFailed => return Some(Explanation::ReportedComeBack { worker }),
            InvocationOutcome::Failed | InvocationOutcome::TimedOut | InvocationOutcome::BadAnswer => {}
        }
        let Told { messages, failed } = self.told_of(index)?;
        let visible_at_us = failed.and_then(|message| self.hidden_until(message, index));
        Some(Explanation::BatchComesBack { worker, outcome, failed, messages, visible_at_us })
    }

    /// Reads back from the end of an invocation to its beginning.
    fn told_of(&self, ended: u64) -> Option<Told> {
        let (mut failed, mut last_begun) = (None, None);
        let mut is_cut = true;
        let mut next = known(self.log().packed(ended)?.before_of_worker());
        while let Some(at) = next {
            let packed = self.log().packed(at)?;
            match packed.tag() {
                tags::INVOKED => {
                    let Kind::Invoked { messages, .. } = self.event_at(at)?.kind else { return None };
                    let message =
                        failed.or(last_begun).and_then(|serial| self.here().record.table.id(serial));
                    return Some(Told { messages, failed: message });
                }
                tags::WORK_FAILED => failed = Some(packed.message()),
                tags::WORK_STARTED if is_cut => last_begun = Some(packed.message()),
                _ => {}
            }
            is_cut &= packed.tag() == tags::CRASHED;
            next = known(packed.before_of_worker());
        }
        None
    }

    /// Until when the receive before event number `index` hid a message.
    fn hidden_until(&self, message: MessageId, index: u64) -> Option<Time> {
        let before = self.message_events(message).skip_while(|(at, _)| *at > index);
        before.filter(|(_, packed)| packed.tag() == tags::RECEIVED).find_map(|(at, _)| {
            match self.event_at(at)?.kind {
                Kind::Engine(EventKind::Received { visible_at, .. }) => Some(visible_at),
                _ => None,
            }
        })
    }

    /// A message that was just received waits for its batch to be full or its window to end.
    fn why_waiting(&self, index: u64, consumer: u32, message: MessageId) -> Option<Explanation> {
        if index < self.latest_group_start() {
            return None;
        }
        let mapping = self.setup.mapping_of(consumer)?;
        let (rules, lambda) = self.setup.lambda_of(mapping);
        let mut pollers = self.world().mappings[mapping as usize].pollers.iter();
        let poller =
            pollers.find(|poller| poller.arriving.iter().any(|record| record.held.message == message))?;
        let messages = (poller.batch.len() + poller.arriving.len()) as u32;
        let since =
            if poller.batch.is_empty() { self.position().at_us + rules.latency_us } else { poller.since };
        let (batch, until_us) = (rules.batch, since + lambda.window_us);
        let is_open = lambda.window_us > 0 && messages < batch;
        is_open.then_some(Explanation::WindowOpen { consumer, messages, batch, until_us })
    }
}
