//! Named predicates: what each remembers, and when it is true.

use std::collections::BTreeMap;

use sqs::{EventKind, MICROS_PER_MS, MessageId, QueueId, Time, VisibleCause};

use crate::happening::Happening;
use crate::table::Table;
use crate::{Event, Kind, Label, Predicate, WorkerId, World};

/// What predicates remember; each uses some of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// What was to happen has happened; or, for a "so far", has spoiled it.
    has_happened: bool,
    count: u32,
    /// A peak and its instant.
    peak: Option<(u64, Time)>,
    was_above: bool,
    since: Option<Time>,
    /// The worker that finished work last, and in which group of events.
    finished: Option<(u64, WorkerId)>,
    groups: Box<GroupMemory>,
}

/// What is in flight, and how far each group was handed out.
#[derive(Clone, Debug, Default)]
struct GroupMemory {
    /// By group and number: the answer that handed it out last.
    in_flight: BTreeMap<(Option<u32>, u32), u64>,
    /// Answers so far; one answer may hold several messages.
    answer: u64,
    /// The group of events that was seen last: another one is another answer.
    seen_in: u64,
    /// The highest number of each group that was handed out.
    highest: BTreeMap<Option<u32>, u32>,
    /// Messages in flight of each group that has any.
    busy: BTreeMap<Option<u32>, u32>,
}

impl GroupMemory {
    /// A message is handed out. True if an earlier one of its group was in flight from an earlier answer.
    fn hand_out(&mut self, label: Label) -> bool {
        let earlier = (label.group, 0)..(label.group, label.number);
        let overlaps = self.in_flight.range(earlier).any(|(_, answer)| *answer < self.answer);
        if self.in_flight.insert((label.group, label.number), self.answer).is_none() {
            *self.busy.entry(label.group).or_default() += 1;
        }
        overlaps
    }

    fn come_to_rest(&mut self, label: Label) {
        if self.in_flight.remove(&(label.group, label.number)).is_none() {
            return;
        }
        let Some(busy) = self.busy.get_mut(&label.group) else { return };
        *busy -= 1;
        if *busy == 0 {
            self.busy.remove(&label.group);
        }
    }

    /// A message is handed out for the first time. True if a later one of its group was before.
    fn first_hand_out(&mut self, label: Label) -> bool {
        let highest = self.highest.entry(label.group).or_default();
        let is_late = label.number < *highest;
        *highest = label.number.max(*highest);
        is_late
    }
}

impl Memory {
    /// Takes an event in.
    pub(super) fn event(&mut self, predicate: &Predicate, event: &Event, group: u64, table: &Table) {
        match predicate {
            Predicate::NothingLost { queue } => {
                if let Kind::Engine(EventKind::Expired { queue: at, message }) = event.kind {
                    let sent_to = table.row(message.serial).map(|row| row.sent_to);
                    self.has_happened |= at.0 == *queue || sent_to == Some(*queue);
                }
            }
            Predicate::ReceivedAt { message, receive, at_us } => {
                if let Kind::Engine(EventKind::Received { message: m, .. }) = event.kind {
                    self.count_towards(*receive, *at_us, *message, m, event.at, table);
                }
            }
            Predicate::VisibleAgainAt { message, time, at_us } => {
                if let Kind::Engine(EventKind::Visible { message: m, cause, .. }) = event.kind
                    && cause != VisibleCause::DelayEnded
                {
                    self.count_towards(*time, *at_us, *message, m, event.at, table);
                }
            }
            Predicate::DeletedByAnother { message, than } => {
                self.deleted_by_another(*message, *than, event, group, table);
            }
            Predicate::HasCrashed { worker } => {
                self.has_happened |= matches!(event.kind, Kind::Crashed { worker: w, .. } if w == *worker);
            }
            Predicate::GroupOrderKept { queue } | Predicate::OrderBroken { queue } => {
                if let Kind::Engine(EventKind::Received {
                    queue: q,
                    message,
                    receive_count: 1,
                    second_copy: false,
                    ..
                }) = event.kind
                    && q.0 == *queue
                    && let Some(label) = table.label(message)
                {
                    self.has_happened |= self.groups.first_hand_out(label);
                }
            }
            Predicate::GroupsExclusive { queue } | Predicate::GroupsInParallel { queue, .. } => {
                self.follow_groups(QueueId(*queue), event, group, table);
            }
            Predicate::SecondCopyDelivered { queue } => {
                if let Kind::Engine(EventKind::Received { queue: q, second_copy: true, .. }) = event.kind {
                    self.has_happened |= q.0 == *queue;
                }
            }
            Predicate::PeakVisible { .. }
            | Predicate::PeakVisibleAt { .. }
            | Predicate::DrainedAt { .. }
            | Predicate::Empty { .. }
            | Predicate::Duplicates { .. }
            | Predicate::EffectsRepeated { .. }
            | Predicate::EffectsAtMostOnce { .. }
            | Predicate::EffectsAtLeast { .. }
            | Predicate::DeadLettered { .. }
            | Predicate::DeletedAtLeast { .. } => {}
        }
    }

    /// The n-th of something must happen to a message at a millisecond.
    fn count_towards(
        &mut self,
        n: u32,
        at_us: Time,
        of: Label,
        message: MessageId,
        now: Time,
        table: &Table,
    ) {
        if table.label(message) == Some(of) {
            self.count += 1;
            self.has_happened |= self.count == n && now / MICROS_PER_MS == at_us / MICROS_PER_MS;
        }
    }

    fn deleted_by_another(&mut self, of: Label, than: WorkerId, event: &Event, group: u64, table: &Table) {
        match event.kind {
            Kind::TookEffect { worker, .. }
            | Kind::SkippedAsDone { worker, .. }
            | Kind::WorkFailed { worker, .. } => self.finished = Some((group, worker)),
            Kind::Engine(EventKind::Deleted { message, .. }) if table.label(message) == Some(of) => {
                // A batch is deleted by the worker that has just finished the last of it.
                let by_another = |(of, worker): (u64, WorkerId)| of == group && worker != than;
                self.has_happened |= self.finished.is_some_and(by_another);
            }
            _ => {}
        }
    }

    fn follow_groups(&mut self, of: QueueId, event: &Event, group: u64, table: &Table) {
        let Kind::Engine(kind) = event.kind else { return };
        self.groups.answer += u64::from(self.groups.seen_in != group);
        self.groups.seen_in = group;
        match kind {
            EventKind::Received { queue, message, visible_at, .. } if queue == of => {
                let Some(label) = table.label(message) else { return };
                let overlaps = self.groups.hand_out(label);
                self.has_happened |= overlaps;
                self.count = self.count.max(self.groups.busy.len() as u32);
                if visible_at == event.at {
                    self.groups.come_to_rest(label);
                }
            }
            EventKind::Deleted { queue, message, .. }
            | EventKind::Visible { queue, message, .. }
            | EventKind::Expired { queue, message }
            | EventKind::DeadLettered { from: queue, message, .. }
            | EventKind::Redriven { from: queue, message, .. }
                if queue == of =>
            {
                if let Some(label) = table.label(message) {
                    self.groups.come_to_rest(label);
                }
            }
            EventKind::QueuePurged { queue } if queue == of => {
                self.groups.in_flight.clear();
                self.groups.busy.clear();
            }
            EventKind::PollAnswered { .. } => self.groups.answer += 1,
            _ => {}
        }
    }

    /// Looks at the world after a group of events.
    pub(super) fn look(&mut self, predicate: &Predicate, world: &World) {
        let now = world.position().at_us;
        match predicate {
            Predicate::PeakVisible { queue, .. } | Predicate::PeakVisibleAt { queue, .. } => {
                let visible = counts(world, *queue).visible;
                if visible > self.peak.map_or(0, |(peak, _)| peak) {
                    self.peak = Some((visible, now));
                }
            }
            Predicate::DrainedAt { queue, max, .. } => {
                if counts(world, *queue).visible > *max {
                    self.was_above = true;
                    self.since = None;
                } else if self.was_above {
                    self.since.get_or_insert(now);
                }
            }
            _ => {}
        }
    }

    pub(super) fn holds(&self, predicate: &Predicate, world: &World) -> bool {
        let totals = |queue: &u32| &world.totals[*queue as usize];
        let effects = |consumer: &u32| &world.effects[*consumer as usize];
        match predicate {
            Predicate::NothingLost { .. }
            | Predicate::GroupOrderKept { .. }
            | Predicate::GroupsExclusive { .. } => !self.has_happened,
            Predicate::ReceivedAt { .. }
            | Predicate::VisibleAgainAt { .. }
            | Predicate::DeletedByAnother { .. }
            | Predicate::HasCrashed { .. }
            | Predicate::OrderBroken { .. }
            | Predicate::SecondCopyDelivered { .. } => self.has_happened,
            Predicate::PeakVisible { min, max, .. } => {
                (*min..=*max).contains(&self.peak.map_or(0, |(peak, _)| peak))
            }
            Predicate::PeakVisibleAt { min_us, max_us, .. } => {
                self.peak.is_some_and(|(_, at)| (*min_us..=*max_us).contains(&at))
            }
            Predicate::DrainedAt { min_us, max_us, .. } => {
                self.since.is_some_and(|at| (*min_us..=*max_us).contains(&at))
            }
            Predicate::Empty { queue } => counts(world, *queue) == sqs::Counts::default(),
            Predicate::GroupsInParallel { min, .. } => self.count >= *min,
            Predicate::Duplicates { queue, min } => totals(queue).duplicates >= *min,
            Predicate::EffectsRepeated { consumer, min } => effects(consumer).repeated_messages >= *min,
            Predicate::EffectsAtMostOnce { consumer } => effects(consumer).repeats == 0,
            Predicate::EffectsAtLeast { consumer, min } => {
                effects(consumer).total - effects(consumer).repeats >= *min
            }
            Predicate::DeadLettered { queue, min } => totals(queue).dead_lettered >= *min,
            Predicate::DeletedAtLeast { queue, min } => totals(queue).deleted >= *min,
        }
    }

    pub(super) fn heap_bytes(&self) -> u64 {
        let groups = self.groups.in_flight.len() + self.groups.highest.len() + self.groups.busy.len();
        (size_of::<GroupMemory>() + groups * 32) as u64
    }
}

/// The kinds of events that a predicate must see.
pub(super) fn happenings(predicate: &Predicate) -> &'static [Happening] {
    use Happening as H;
    match predicate {
        Predicate::NothingLost { .. } => &[H::Expired],
        Predicate::ReceivedAt { .. }
        | Predicate::GroupOrderKept { .. }
        | Predicate::OrderBroken { .. }
        | Predicate::SecondCopyDelivered { .. } => &[H::Received],
        Predicate::VisibleAgainAt { .. } => &[H::Visible],
        Predicate::DeletedByAnother { .. } => &[H::TookEffect, H::SkippedAsDone, H::WorkFailed, H::Deleted],
        Predicate::HasCrashed { .. } => &[H::Crashed],
        Predicate::GroupsExclusive { .. } | Predicate::GroupsInParallel { .. } => &[
            H::Received,
            H::Deleted,
            H::Visible,
            H::Expired,
            H::DeadLettered,
            H::Redriven,
            H::PollAnswered,
            H::QueuePurged,
        ],
        Predicate::EffectsRepeated { .. }
        | Predicate::EffectsAtMostOnce { .. }
        | Predicate::EffectsAtLeast { .. } => &[H::TookEffect],
        Predicate::PeakVisible { .. }
        | Predicate::PeakVisibleAt { .. }
        | Predicate::DrainedAt { .. }
        | Predicate::Empty { .. }
        | Predicate::Duplicates { .. }
        | Predicate::DeadLettered { .. }
        | Predicate::DeletedAtLeast { .. } => &[],
    }
}

/// The queue whose numbers a predicate looks at after each group of events that is about the queue.
pub(super) fn watched_queue(predicate: &Predicate) -> Option<u32> {
    match *predicate {
        Predicate::PeakVisible { queue, .. }
        | Predicate::PeakVisibleAt { queue, .. }
        | Predicate::DrainedAt { queue, .. }
        | Predicate::Empty { queue }
        | Predicate::Duplicates { queue, .. }
        | Predicate::DeadLettered { queue, .. }
        | Predicate::DeletedAtLeast { queue, .. } => Some(queue),
        Predicate::NothingLost { .. }
        | Predicate::ReceivedAt { .. }
        | Predicate::VisibleAgainAt { .. }
        | Predicate::DeletedByAnother { .. }
        | Predicate::HasCrashed { .. }
        | Predicate::GroupOrderKept { .. }
        | Predicate::OrderBroken { .. }
        | Predicate::GroupsExclusive { .. }
        | Predicate::GroupsInParallel { .. }
        | Predicate::SecondCopyDelivered { .. }
        | Predicate::EffectsRepeated { .. }
        | Predicate::EffectsAtMostOnce { .. }
        | Predicate::EffectsAtLeast { .. } => None,
    }
}

fn counts(world: &World, queue: u32) -> sqs::Counts {
    world.engine.queue(QueueId(queue)).map(|queue| queue.counts).unwrap_or_default()
}
