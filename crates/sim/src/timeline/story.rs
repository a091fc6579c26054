//! A message's life story.

use sqs::{EventKind, MessageId, Time};

use super::Timeline;
use crate::encode::tags;
use crate::{Departure, Kind, LaneSpan, SpanKind, StoryLine, WorkerId};

/// Lines of a story; the newest stay.
const LINES_MAX: usize = 1_000;
/// Events among which a group tells that an invocation ended: what the last message did, and the end.
const GROUP_HEAD: usize = 3;

impl Timeline {
    /// Everything that happened to a message up to the clock, oldest first, at most 1,000 lines (the newest).
    /// A hand-out is one line, with the worker that got it. The story goes on where a move task put a new
    /// message in its place.
    pub fn story_of(&self, message: MessageId) -> Vec<StoryLine> {
        let message = self.present(message);
        let mut indexes: Vec<u64> = self.message_events(message).map(|(index, _)| index).collect();
        indexes.reverse();
        let mut lines: Vec<StoryLine> = Vec::new();
        let (mut receive_count, mut visible_until_us) = (0, None);
        for index in indexes {
            let (Some(event), Some(position)) = (self.event_at(index), self.position_after(index)) else {
                continue;
            };
            if self.is_told_by_receive(index, event.kind) {
                continue;
            }
            follow(event.kind, &mut receive_count, &mut visible_until_us);
            let worker = self.worker_of(index, event.kind);
            let why = self.why(index);
            lines.push(StoryLine { position, event, worker, receive_count, visible_until_us, why });
        }
        lines.split_off(lines.len().saturating_sub(LINES_MAX))
    }

    /// What happened to one message up to the clock, as spans for its own lane.
    pub fn message_spans(&self, message: MessageId) -> Vec<LaneSpan> {
        let now = self.position().at_us;
        let mut spans: Vec<LaneSpan> = Vec::new();
        for line in self.story_of(message) {
            let Some(kind) = span_kind(line.event.kind, line.event.at) else { continue };
            if let Some(open) = spans.last_mut() {
                open.to_us = line.event.at;
            }
            let receive_count = line.receive_count;
            spans.push(LaneSpan { from_us: line.event.at, to_us: now, kind, message: None, receive_count });
        }
        spans.retain(|span| span.to_us > span.from_us || span.kind == SpanKind::Gone);
        spans
    }

    /// Who did it, where a worker did.
    pub(super) fn worker_of(&self, index: u64, kind: Kind) -> Option<WorkerId> {
        match kind {
            Kind::WorkStarted { worker, .. }
            | Kind::TookEffect { worker, .. }
            | Kind::SkippedAsDone { worker, .. }
            | Kind::WorkFailed { worker, .. }
            | Kind::ForgotToDelete { worker, .. }
            | Kind::CallRefused { worker, .. }
            | Kind::HandedTo { worker, .. }
            | Kind::Extended { worker, .. }
            | Kind::ExtendedTooLate { worker, .. } => Some(worker),
            Kind::Engine(EventKind::Received { .. }) => match self.event_at(index + 1)?.kind {
                Kind::HandedTo { worker, .. } => Some(worker),
                _ => None,
            },
            Kind::Engine(
                EventKind::Deleted { .. } | EventKind::DeletedAgain { .. } | EventKind::DeleteIgnored { .. },
            ) => self.deleter(index),
            _ => None,
        }
    }

    /// A hand-out to a worker follows its receive; to an environment, the receive of a poller, later.
    fn is_told_by_receive(&self, index: u64, kind: Kind) -> bool {
        match kind {
            Kind::Polled { .. } => true,
            Kind::HandedTo { .. } => index
                .checked_sub(1)
                .and_then(|before| self.log().packed(before))
                .is_some_and(|before| before.tag() == tags::RECEIVED),
            _ => false,
        }
    }

    /// How a message was deleted.
    pub(super) fn how_deleted(&self, index: u64) -> Departure {
        let start = self.log().group_start(index);
        let mut before = self.message_events_before(index).take_while(|(before, _)| *before >= start);
        match before.find(|(_, packed)| packed.tag() == tags::FILTERED_BY_MAPPING) {
            Some((filtered, _)) => match self.event_at(filtered).map(|event| event.kind) {
                Some(Kind::FilteredByMapping { consumer, .. }) => Departure::Filtered { consumer },
                _ => Departure::Deleted { by: None },
            },
            None => Departure::Deleted { by: self.deleter(index) },
        }
    }

    /// A worker deletes in the group in which its work on a message took effect, was skipped or failed; a mapping
    /// does in the group in which the invocation ended. Before the delete nobody else finishes anything there.
    pub(super) fn deleter(&self, index: u64) -> Option<WorkerId> {
        let start = self.log().group_start(index);
        let packed = |before| self.log().packed(before);
        // The head of the group tells of an invocation, its tail of a worker.
        let head = (start..index).take(GROUP_HEAD).filter_map(packed);
        let mut ended = head.filter(|packed| packed.tag() == tags::INVOCATION_ENDED);
        let finishes = |tag| matches!(tag, tags::TOOK_EFFECT | tags::SKIPPED_AS_DONE | tags::WORK_FAILED);
        let mut tail = (start..index).rev().filter_map(packed).filter(|packed| finishes(packed.tag()));
        let packed = ended.next().or_else(|| tail.next())?;
        packed.worker().map(|place| self.setup.worker_at(place))
    }
}

fn follow(kind: Kind, receive_count: &mut u32, visible_until_us: &mut Option<Time>) {
    let Kind::Engine(kind) = kind else { return };
    match kind {
        EventKind::Received { receive_count: count, visible_at, .. } => {
            *receive_count = count;
            *visible_until_us = Some(visible_at);
        }
        EventKind::VisibilityChanged { visible_at, .. } => *visible_until_us = Some(visible_at),
        EventKind::Redriven { .. } => (*receive_count, *visible_until_us) = (0, None),
        EventKind::Visible { .. }
        | EventKind::Deleted { .. }
        | EventKind::Expired { .. }
        | EventKind::DeadLettered { .. } => *visible_until_us = None,
        _ => {}
    }
}

/// The span that an event begins.
fn span_kind(kind: Kind, at: Time) -> Option<SpanKind> {
    let Kind::Engine(kind) = kind else { return None };
    match kind {
        EventKind::Sent { visible_at, .. } | EventKind::Redriven { visible_at, .. } if visible_at > at => {
            Some(SpanKind::Delayed)
        }
        EventKind::Sent { .. }
        | EventKind::Visible { .. }
        | EventKind::DeadLettered { .. }
        | EventKind::Redriven { .. } => Some(SpanKind::Visible),
        EventKind::Received { .. } => Some(SpanKind::InFlight),
        EventKind::Deleted { .. } | EventKind::Expired { .. } => Some(SpanKind::Gone),
        _ => None,
    }
}
