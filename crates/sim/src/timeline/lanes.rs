//! What workers did, as spans for their lanes.

use sqs::{EventKind, Time};

use super::Timeline;
use super::why::known;
use crate::encode::tags;
use crate::log::Packed;
use crate::{Kind, LaneSpan, SpanKind, WorkerId};

/// Spans of a lane; shorter ones are merged when there are more.
const SPANS_MAX: usize = 2_000;

impl Timeline {
    /// What a worker did between two instants up to the clock: spans in order, merged when too many.
    pub fn worker_spans(&self, worker: WorkerId, from_us: Time, to_us: Time) -> Vec<LaneSpan> {
        let to_us = to_us.min(self.position().at_us);
        let Some(place) = self.setup.place(worker) else { return Vec::new() };
        if from_us >= to_us {
            return Vec::new();
        }
        let end = self.log().until(to_us).min(self.event_index());
        let mut newest_first = Vec::new();
        let mut next = self.worker_event_before(place, end);
        let mut until = to_us;
        // The latest extension by a heartbeat of the work whose beginning comes next.
        let mut extended: Option<(u64, Time)> = None;
        while let Some(index) = next {
            let Some(packed) = self.log().packed(index) else { break };
            if packed.tag() == tags::EXTENDED {
                extended = extended.or(self.extension(index, packed));
            }
            self.spans_from(index, packed, until, extended, &mut newest_first);
            if begins_a_span(packed.tag()) {
                (until, extended) = (packed.at(), None);
                if packed.at() <= from_us {
                    break;
                }
            }
            next = known(packed.before_of_worker());
        }
        if until > from_us && next.is_none() {
            newest_first.push(span(0, until, self.at_start(place), None));
        }
        newest_first.reverse();
        newest_first.retain_mut(|span| {
            span.from_us = span.from_us.max(from_us);
            span.from_us < span.to_us
        });
        merge(newest_first)
    }

    /// The spans that a worker's event begins, up to its next one at `until`; newest first.
    fn spans_from(
        &self,
        index: u64,
        packed: Packed,
        until: Time,
        extended: Option<(u64, Time)>,
        out: &mut Vec<LaneSpan>,
    ) {
        let at = packed.at();
        match packed.tag() {
            tags::CRASHED => out.push(span(at, until, SpanKind::Crashed, None)),
            tags::HUNG => out.push(span(at, until, SpanKind::Hung, None)),
            tags::WORKER_STOPPED => out.push(span(at, until, SpanKind::Stopped, None)),
            tags::CAME_BACK | tags::WORKER_LAUNCHED => {
                let rest = packed.worker().map_or(SpanKind::Polling, |it| self.rest_of(it));
                out.push(span(at, until, rest, None));
            }
            tags::INVOKED => out.push(span(at, until, SpanKind::Starting, None)),
            tags::INVOCATION_ENDED => out.push(span(at, until, SpanKind::Idle, None)),
            tags::CALL_ENDED_BY => out.push(span(at, until, SpanKind::Idle, None)),
            tags::CALL_TAKEN => {
                let Some(Kind::CallTaken { done_at, .. }) = self.event_at(index).map(|event| event.kind)
                else {
                    return;
                };
                let done = done_at.min(until);
                out.push(span(done, until, SpanKind::Idle, None));
                out.push(span(at, done, SpanKind::Working, None));
            }
            tags::WORK_STARTED => {
                let Some(Kind::WorkStarted { message, done_at, .. }) =
                    self.event_at(index).map(|event| event.kind)
                else {
                    return;
                };
                let done = done_at.min(until);
                let extended = extended.filter(|(serial, _)| *serial == message.serial);
                let timeout_end = extended.map_or_else(|| self.timeout_end(index, done), |(_, until)| until);
                let overrun = timeout_end.clamp(at, done);
                let rest = packed.worker().map_or(SpanKind::Polling, |it| self.rest_of(it));
                out.push(span(done, until, rest, None));
                out.push(span(overrun, done, SpanKind::Overrun, Some(message)));
                out.push(span(at, overrun, SpanKind::Working, Some(message)));
            }
            _ => {}
        }
    }

    /// What a worker is at when it does not work.
    fn rest_of(&self, place: u32) -> SpanKind {
        let consumer = self.setup.worker_at(place).consumer;
        let is_called = self.setup.model.consumers[consumer as usize].serves.is_some();
        let waits = is_called || self.setup.mapping_of(consumer).is_some();
        if waits { SpanKind::Idle } else { SpanKind::Polling }
    }

    /// What a worker is at before its first event.
    fn at_start(&self, place: u32) -> SpanKind {
        let worker = self.setup.worker_at(place);
        let rules = self.setup.model.consumers[worker.consumer as usize].scale.as_ref();
        if rules.is_some_and(|rules| worker.index >= rules.start) {
            SpanKind::Stopped
        } else {
            self.rest_of(place)
        }
    }

    /// A message that a heartbeat extended, by serial, and until when.
    fn extension(&self, index: u64, packed: Packed) -> Option<(u64, Time)> {
        match self.event_at(index)?.kind {
            Kind::Extended { until, .. } => Some((packed.message(), until)),
            _ => None,
        }
    }

    /// When the visibility timeout ended of the hand-out that the work of event number `index` is about, as
    /// known before `done`.
    fn timeout_end(&self, index: u64, done: Time) -> Time {
        let received = self.message_events_before(index).find_map(|(at, _)| match self.event_at(at)?.kind {
            Kind::Engine(EventKind::Received { visible_at, .. })
            | Kind::Engine(EventKind::VisibilityChanged { visible_at, .. }) => Some(visible_at),
            Kind::Engine(EventKind::Visible { .. }) => Some(self.log().packed(at)?.at()),
            _ => None,
        });
        received.unwrap_or(done)
    }
}

fn span(from_us: Time, to_us: Time, kind: SpanKind, message: Option<sqs::MessageId>) -> LaneSpan {
    LaneSpan { from_us, to_us, kind, message, receive_count: 0 }
}

/// Does a worker's span begin with this event?
fn begins_a_span(tag: u8) -> bool {
    matches!(
        tag,
        tags::HUNG
            | tags::WORKER_STOPPED
            | tags::WORKER_LAUNCHED
            | tags::WORK_STARTED
            | tags::CRASHED
            | tags::CAME_BACK
            | tags::INVOKED
            | tags::INVOCATION_ENDED
            | tags::CALL_TAKEN
            | tags::CALL_ENDED_BY
    )
}

/// Joins neighbours of one kind, and then, if there are too many still, pairs of neighbours.
fn merge(spans: Vec<LaneSpan>) -> Vec<LaneSpan> {
    let mut merged: Vec<LaneSpan> = Vec::with_capacity(spans.len().min(SPANS_MAX));
    for span in spans {
        match merged.last_mut() {
            Some(last)
                if last.kind == span.kind && last.message == span.message && last.to_us == span.from_us =>
            {
                last.to_us = span.to_us;
            }
            _ => merged.push(span),
        }
    }
    while merged.len() > SPANS_MAX {
        let pairs = merged.chunks(2).map(|pair| {
            let longest = pair.iter().max_by_key(|span| span.to_us - span.from_us).unwrap_or(&pair[0]);
            LaneSpan { from_us: pair[0].from_us, to_us: pair[pair.len() - 1].to_us, ..*longest }
        });
        merged = pairs.collect();
    }
    merged
}
