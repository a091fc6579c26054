//! Why an event happened, found in the record.

use std::ops::Range;

use sqs::{EventKind, MICROS_PER_MS, MessageId, Time, VisibleCause};

use super::Timeline;
use crate::encode::tags;
use crate::log::Packed;
use crate::table::NONE;
use crate::{CallOutcome, Event, Explanation, Kind, StopReason, Trouble, WorkerId};

/// Events that may end the work on the messages of a batch: two each.
const BATCH_MAX: usize = 2 * sqs::limits::RECEIVE_MAX as usize;
/// Events that are looked through for a worker's latest before its own chain is walked.
const NEARBY_EVENTS: u64 = 2_000;

impl Timeline {
    /// Why event number `index` happened, if there is more to say than the event itself.
    pub(super) fn why(&self, index: u64) -> Option<Explanation> {
        let event = self.event_at(index)?;
        match event.kind {
            Kind::Engine(kind) => self.why_engine(index, event.at, kind),
            Kind::TookEffect { worker, message, times } if times > 1 => {
                Some(Explanation::TookEffectAgain { message, worker, times })
            }
            Kind::CallRefused { message: Some(message), trouble: Trouble::HandleExpired, .. } => {
                Some(Explanation::StaleHandle { message })
            }
            Kind::Crashed { worker, .. } | Kind::Hung { worker, .. } if self.is_called(worker) => None,
            Kind::CallEnded { producer, outcome, worker, .. } => self.why_call(producer, outcome, worker),
            Kind::Crashed { worker, .. } => {
                let held = self.held_at_crash(index, event.at);
                let (message, visible_at_us) = (held.map(|(m, _)| m), held.and_then(|(_, at)| at));
                Some(Explanation::CrashIsSilent { worker, message, visible_at_us })
            }
            Kind::WorkerStopped { worker, why: StopReason::ScaleIn } => {
                let held = self.held_at_crash(index, event.at);
                let (message, visible_at_us) = (held.map(|(m, _)| m), held.and_then(|(_, at)| at));
                Some(Explanation::ScaleInTook { worker, message, visible_at_us })
            }
            Kind::DesiredChanged { consumer, from, to, why } => {
                let rules = self.setup.model.consumers.get(consumer as usize)?.scale.as_ref()?;
                Some(Explanation::Scaled { consumer, from, to, why, target_milli: rules.target_milli() })
            }
            Kind::Hung { worker, .. } => {
                let held = self.held_at_crash(index, event.at);
                let (message, visible_at_us) = (held.map(|(m, _)| m), held.and_then(|(_, at)| at));
                Some(Explanation::HangIsSilent { worker, message, visible_at_us })
            }
            Kind::Extended { worker, message, until } => {
                Some(Explanation::ExtendedByHeartbeat { worker, message, until_us: until })
            }
            Kind::CallRefused { worker, message: Some(message), trouble: Trouble::HiddenTooLong } => {
                Some(Explanation::HeartbeatRefused { worker, message })
            }
            Kind::WorkFailed { worker, message } => {
                let is_poison = self.world().kind(message).is_some_and(|kind| kind.poison);
                is_poison.then_some(Explanation::AlwaysFails { worker, message })
            }
            Kind::CallLost { producer, message: Some(message), reply: true } => {
                Some(Explanation::ReplyLost { producer, message })
            }
            kind => self.why_topic(kind).or_else(|| self.why_mapping(index, kind)),
        }
    }

    fn is_called(&self, worker: WorkerId) -> bool {
        let rules = self.setup.model.consumers.get(worker.consumer as usize);
        rules.is_some_and(|rules| rules.serves.is_some())
    }

    fn why_call(&self, producer: u32, outcome: CallOutcome, worker: Option<WorkerId>) -> Option<Explanation> {
        let caller = self.setup.model.producers.get(producer as usize)?;
        let consumer = caller.to.consumer()?;
        match outcome {
            CallOutcome::Refused => {
                let rules = self.setup.model.consumers.get(consumer as usize)?;
                let accept = rules.serves.map_or(0, |serving| serving.accept);
                Some(Explanation::NoWorkerFree { consumer, workers: rules.places(), accept })
            }
            CallOutcome::TimedOut => {
                let timeout_ms = caller.sending.timeout_us() / MICROS_PER_MS;
                Some(Explanation::CallerGaveUp { producer, timeout_ms })
            }
            CallOutcome::Unheard => Some(Explanation::WorkedForNobody { producer, worker: worker? }),
            CallOutcome::Broken => Some(Explanation::CallDiedWithWorker { producer, worker: worker? }),
            CallOutcome::Answered | CallOutcome::Failed => None,
        }
    }

    fn why_engine(&self, index: u64, at: Time, kind: EventKind) -> Option<Explanation> {
        match kind {
            EventKind::Received { message, second_copy: true, .. }
            | EventKind::Visible { message, cause: VisibleCause::CopyReturned, .. } => {
                Some(Explanation::SecondCopy { message })
            }
            EventKind::Received { message, visible_at: until_us, .. } => {
                let hides = Explanation::ReceiveHides { message, until_us };
                let before = self.message_events_before(index).next();
                Some(before.and_then(|(before, _)| self.why_visible(before)).unwrap_or(hides))
            }
            EventKind::Visible { .. } => self.why_visible(index),
            EventKind::DeadLettered { from, message, .. } => {
                let redrive = self.world().engine.queue(from)?.attributes.redrive?;
                Some(Explanation::UsedUpReceives { message, max_receive_count: redrive.max_receive_count })
            }
            EventKind::Expired { queue, message } => {
                let retention_s = self.world().engine.queue(queue)?.attributes.retention_s;
                Some(Explanation::RetentionEnded { message, after_ms: u64::from(retention_s) * 1_000 })
            }
            EventKind::Deduplicated { original, .. } => {
                let same = Explanation::SameDeduplicationId { original };
                Some(self.why_sent_again(index).unwrap_or(same))
            }
            EventKind::Deleted { message, stale_handle: true, .. } => {
                Some(Explanation::StaleHandle { message })
            }
            EventKind::Sent { message, .. } => {
                if let Some(why) = self.why_sent_again(index) {
                    return Some(why);
                }
                if index < self.latest_group_start() {
                    return None;
                }
                let by = self.world().engine.message(message).filter(|m| m.blocked && m.sent_at == at);
                by.and_then(|_| self.blocker_of(message)).map(|by| Explanation::GroupLocked { message, by })
            }
            _ => None,
        }
    }

    /// If this event is the end of a visibility timeout or a returned copy: how it came about.
    fn why_visible(&self, index: u64) -> Option<Explanation> {
        let Event { at: ended_at_us, kind: Kind::Engine(EventKind::Visible { message, cause, .. }) } =
            self.event_at(index)?
        else {
            return None;
        };
        match cause {
            VisibleCause::CopyReturned => return Some(Explanation::SecondCopy { message }),
            VisibleCause::TimeoutEnded => {}
            VisibleCause::DelayEnded | VisibleCause::SetToZero => return None,
        }
        let mut holder = None;
        let mut set_at = None;
        let mut polled_by = None;
        for (before, packed) in self.message_events_before(index) {
            match packed.tag() {
                tags::HANDED_TO => holder = holder.or(packed.worker().map(|place| (before, place))),
                tags::POLLED => polled_by = self.consumer_of_poll(before),
                tags::RECEIVED | tags::VISIBILITY_CHANGED => set_at = set_at.or(Some(packed.at())),
                _ => {}
            }
            if packed.tag() == tags::RECEIVED {
                break;
            }
        }
        if let Some(why) = self.why_back(index, message, holder, polled_by) {
            return Some(why);
        }
        Some(Explanation::TimeoutEndedBeforeDelete {
            message,
            timeout_ms: (ended_at_us - set_at?) / MICROS_PER_MS,
            ended_at_us,
            holder: holder.map(|(_, place)| self.setup.worker_at(place)),
            holder_crashed: holder
                .is_some_and(|(from, place)| self.latest_of(place, from..index, &[tags::CRASHED]).is_some()),
            holder_terminated: holder.is_some_and(|(from, place)| {
                self.latest_of(place, from..index, &[tags::WORKER_STOPPED]).is_some()
            }),
            holder_hung: holder.is_some_and(|(from, place)| {
                let latest = self.latest_of(place, from..index, &[tags::HUNG, tags::CAME_BACK]);
                latest == Some(tags::HUNG)
            }),
        })
    }

    /// What a worker was at when it died, and when that is visible again.
    fn held_at_crash(&self, index: u64, at: Time) -> Option<(MessageId, Option<Time>)> {
        let mut next = self.log().packed(index)?.before_of_worker();
        // Newest first: the work it is at, or the hand-outs of a batch it has not begun with.
        let mut finished: Vec<u64> = Vec::new();
        let mut extended: Vec<(u64, Time)> = Vec::new();
        let mut held = None;
        while let Some(before) = known(next) {
            let packed = self.log().packed(before)?;
            let message = packed.message();
            match packed.tag() {
                tags::WORK_STARTED | tags::HANDED_TO if !finished.contains(&message) => {
                    held = Some((before, message))
                }
                tags::TOOK_EFFECT..=tags::FORGOT_TO_DELETE
                    if held.is_none() && finished.len() < BATCH_MAX =>
                {
                    finished.push(message)
                }
                // Of a receive, a delete or a heartbeat: it ends no work.
                tags::CALL_REFUSED if held.is_none() => {}
                tags::EXTENDED => {
                    if let Some(Kind::Extended { until, .. }) = self.event_at(before).map(|event| event.kind)
                    {
                        extended.push((message, until));
                    }
                }
                tags::WORK_STARTED | tags::HANDED_TO | tags::STOPPING | tags::EXTENDED_TOO_LATE => {}
                _ => break,
            }
            if packed.tag() == tags::WORK_STARTED && held.is_some() {
                break;
            }
            next = packed.before_of_worker();
        }
        let (from, message) = held?;
        let extended = extended.iter().find(|(extended, _)| *extended == message).map(|(_, until)| *until);
        let message = self.here().record.table.id(message)?;
        if let Some(until) = extended.filter(|until| *until > at) {
            return Some((message, Some(until)));
        }
        let mut events = self.message_events_before(from);
        let until = events.find(|(_, packed)| matches!(packed.tag(), tags::RECEIVED | tags::VISIBLE));
        let until =
            until.and_then(|(received, _)| self.event_at(received)).and_then(|event| match event.kind {
                Kind::Engine(EventKind::Received { visible_at, .. }) if visible_at > at => Some(visible_at),
                _ => None,
            });
        Some((message, until))
    }

    /// The tag of a worker's latest event of these between two events.
    fn latest_of(&self, place: u32, between: Range<u64>, of: &[u8]) -> Option<u8> {
        let mut next = self.worker_event_before(place, between.end);
        while let Some(index) = next.filter(|&index| index > between.start) {
            let packed = self.log().packed(index)?;
            if of.contains(&packed.tag()) {
                return Some(packed.tag());
            }
            next = known(packed.before_of_worker());
        }
        None
    }

    /// A worker's latest event before event number `to`.
    pub(super) fn worker_event_before(&self, place: u32, to: u64) -> Option<u64> {
        let log = self.log();
        // Most environments of a function never run.
        known(log.latest_of_worker(place))?;
        let nearby = (to.saturating_sub(NEARBY_EVENTS)..to).rev();
        for index in nearby {
            if log.packed(index)?.worker() == Some(place) {
                return Some(index);
            }
        }
        let mut latest = log.latest_of_worker(place);
        while latest != NONE && u64::from(latest) >= to {
            latest = log.packed(latest.into())?.before_of_worker();
        }
        known(latest)
    }

    /// The events before event number `index` of the message that it is about, newest first.
    pub(super) fn message_events_before(&self, index: u64) -> impl Iterator<Item = (u64, Packed)> + '_ {
        let log = self.log();
        let first = match log.packed(index) {
            Some(packed) if packed.message() > 0 => known(packed.before_of_message()),
            _ => None,
        };
        self.chain(first)
    }

    /// A message's events up to the clock, newest first.
    pub(super) fn message_events(&self, message: MessageId) -> impl Iterator<Item = (u64, Packed)> + '_ {
        let latest = self.here().record.table.row(message.serial).map_or(NONE, |row| row.latest);
        let latest = self.log().latest_before(latest, self.event_index());
        self.chain(known(latest))
    }

    fn chain(&self, first: Option<u64>) -> impl Iterator<Item = (u64, Packed)> + '_ {
        let log = self.log();
        let first = first.and_then(|index| log.packed(index).map(|packed| (index, packed)));
        std::iter::successors(first, |(_, packed)| {
            let before = known(packed.before_of_message())?;
            log.packed(before).map(|packed| (before, packed))
        })
    }

    pub(super) fn log(&self) -> &crate::log::Log {
        &self.here().record.log
    }

    /// Number of the first event of the latest group up to the clock.
    pub(super) fn latest_group_start(&self) -> u64 {
        self.event_index().checked_sub(1).map_or(0, |latest| self.log().group_start(latest))
    }
}

/// An index, if it is one.
pub(super) fn known(index: u32) -> Option<u64> {
    (index != NONE).then_some(index.into())
}
