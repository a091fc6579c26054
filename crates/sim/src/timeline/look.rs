//! The view of the instant that the clock stands at.

use std::collections::BTreeMap;
use std::sync::Arc;

use sqs::{EventKind, MICROS_PER_MS, MessageId, MessageState, MoveTaskStatus, QueueId, Time, VisibleCause};

use super::Timeline;
use crate::actor::{Amid, IDLE_US_MAX, Member, Phase, Request, Worker};
use crate::encode::tags;
use crate::{
    ConsumerView, DepartedView, Departure, GroupLaneView, Hold, Kind, Label, MessagePhase, MessageView,
    MoveTaskView, QueueCounters, QueueView, Serving, ServingView, SpanKind, View, WorkerId, WorkerState,
    WorkerView, ZoneView,
};

/// Messages of a queue up to which all are listed.
const LISTED_MAX: u64 = 300;
/// Messages of each bay that are listed otherwise, the oldest.
const LISTED_OF_BAY: usize = 20;
/// Messages that are looked at for that.
const SCANNED_MAX: usize = 400;
/// Messages in the hands of workers that are listed besides.
const LISTED_HELD: usize = 60;
/// Messages of a FIFO queue that are looked at for its lanes.
const LANE_SCANNED_MAX: usize = 2_000;
/// Lanes of a FIFO queue.
const LANES_MAX: usize = 64;
/// Farewells: so many, so long, looked for among so many events.
const DEPARTED_MAX: usize = 64;
const DEPARTED_US: Time = 2 * sqs::MICROS_PER_S;
const DEPARTED_SCANNED_MAX: u64 = 2_000;
/// Events of the ticker.
const RECENT_MAX: usize = 50;

/// Who holds what, by serial.
type Holders = BTreeMap<u64, Vec<WorkerId>>;

impl Timeline {
    /// The instant that the clock stands at. `pinned` messages are listed one by one, however many there are.
    pub fn view(&self, pinned: &[MessageId]) -> View {
        let model = &self.setup.model;
        let position = self.position();
        let holders = self.holders();
        let mut messages = Vec::new();
        let mut queues = Vec::with_capacity(model.queues.len());
        for index in 0..model.queues.len() as u32 {
            let lanes = self.lanes(index);
            let listed_all = self.list(index, pinned, &holders, &lanes, &mut messages);
            queues.push(self.queue_view(index, listed_all, &lanes));
        }
        let group = self.latest_group_start()..self.event_index();
        View {
            at_us: position.at_us,
            step: position.step,
            event_index: self.event_index(),
            queues,
            producers: self.producer_views(position.at_us),
            consumers: self.consumer_views(position.at_us),
            zones: self.zone_views(),
            topics: self.topic_views(),
            principals: self.principal_views(),
            messages,
            departed: self.departed(position.at_us),
            recent: self.recent_events(RECENT_MAX),
            alarms: self.alarm_views(),
            bill: self.bill(),
            explanation: group.rev().find_map(|index| self.why(index)),
        }
    }

    fn holders(&self) -> Holders {
        let mut holders = Holders::new();
        for worker in &self.world().workers {
            for held in worker.held() {
                holders.entry(held.message.serial).or_default().push(worker.id);
            }
        }
        holders
    }

    fn queue_view(&self, index: u32, listed_all: bool, lanes: &Lanes) -> QueueView {
        let world = self.world();
        let model = &self.setup.model.queues[index as usize];
        let totals = world.totals[index as usize];
        let mut counters = QueueCounters {
            sent: totals.sent,
            deduplicated: totals.deduplicated,
            received: totals.received,
            empty_receives: totals.empty_receives,
            deleted: totals.deleted,
            dead_lettered: totals.dead_lettered,
            arrived_dead: totals.arrived_dead,
            expired: totals.expired,
            duplicates: totals.duplicates,
            ..QueueCounters::default()
        };
        let mut waiting_polls = 0;
        let mut attributes = model.attributes.clone();
        let mut move_task = None;
        if let Some(queue) = world.engine.queue(QueueId(index)) {
            counters.visible = queue.counts.visible;
            counters.in_flight = queue.counts.in_flight;
            counters.delayed = queue.counts.delayed;
            let age = |at: Time| world.position().at_us.saturating_sub(at) / MICROS_PER_MS;
            counters.age_of_oldest_ms = queue.oldest_arrived_at.map(age);
            waiting_polls = queue.waiting_polls;
            attributes = queue.attributes.clone();
            move_task = queue.move_task.map(move_task_view);
        }
        let redrive = attributes.redrive.map(|it| (it.dead_letter_target.0, it.max_receive_count));
        QueueView {
            index,
            id: model.id.clone(),
            name: model.name.clone(),
            kind: model.kind,
            redrive,
            visibility_timeout_s: attributes.visibility_timeout_s,
            attributes,
            move_task,
            counters,
            waiting_polls,
            listed_all,
            lanes: lanes.values().take(LANES_MAX).copied().collect(),
            noisy: self.noisy(index),
            key: self.key_view(index),
            reported: self.reported(index),
        }
    }

    /// The letters of a queue's noisy tenants, while there is a message of somebody else that they wait behind.
    fn noisy(&self, index: u32) -> Vec<u32> {
        let counts = self.world().engine.queue(QueueId(index)).map(|queue| queue.counts);
        let held_back = self.world().engine.held_back(QueueId(index));
        if counts.is_none_or(|counts| counts == held_back.counts) {
            return Vec::new();
        }
        let table = &self.here().record.table;
        let letter = |group: &Arc<str>| table.letter(self.setup.group_number(group)?);
        let mut letters: Vec<u32> = held_back.groups.iter().filter_map(letter).collect();
        letters.sort_unstable();
        letters
    }

    /// The groups of a FIFO queue that hold messages.
    fn lanes(&self, index: u32) -> Lanes {
        let mut lanes = Lanes::new();
        if self.setup.model.queues[index as usize].kind != sqs::QueueKind::Fifo {
            return lanes;
        }
        for stored in self.world().engine.messages(QueueId(index)).take(LANE_SCANNED_MAX) {
            let Some(group) = self.label(stored.id).and_then(|label| label.group) else { continue };
            let lane = lanes.entry(group).or_insert(GroupLaneView { group, stored: 0, locked_by: None });
            lane.stored += 1;
            if !matches!(stored.state, MessageState::Visible { .. }) {
                lane.locked_by.get_or_insert(stored.id);
            }
        }
        lanes
    }

    /// The message that locks the group of another.
    pub(super) fn blocker_of(&self, message: MessageId) -> Option<MessageId> {
        let queue = self.world().engine.message(message)?.queue;
        let group = self.label(message)?.group?;
        self.lanes(queue.0).get(&group)?.locked_by
    }

    /// Lists messages of a queue; true if these are all.
    fn list(
        &self,
        index: u32,
        pinned: &[MessageId],
        holders: &Holders,
        lanes: &Lanes,
        out: &mut Vec<MessageView>,
    ) -> bool {
        let engine = &self.world().engine;
        let Some(queue) = engine.queue(QueueId(index)) else { return true };
        let stored = queue.counts.visible + queue.counts.in_flight + queue.counts.delayed;
        let begin = out.len();
        let listed_all = stored <= LISTED_MAX;
        if listed_all {
            let all = engine.messages(QueueId(index));
            out.extend(all.filter_map(|stored| self.message_view(&stored, holders, lanes)));
            return true;
        }
        let mut bays = [0; 3];
        for stored in engine.messages(QueueId(index)).take(SCANNED_MAX) {
            let bay = match stored.state {
                MessageState::Delayed { .. } => 0,
                MessageState::Visible { .. } => 1,
                MessageState::InFlight { .. } => 2,
            };
            bays[bay] += 1;
            if bays[bay] <= LISTED_OF_BAY {
                out.extend(self.message_view(&stored, holders, lanes));
            }
        }
        let held = holders.keys().take(LISTED_HELD).filter_map(|&serial| self.here().record.table.id(serial));
        for message in held.chain(pinned.iter().copied()) {
            let is_listed = out[begin..].iter().any(|listed| listed.id == message);
            let stored = engine.message(message).filter(|stored| stored.queue.0 == index && !is_listed);
            out.extend(stored.and_then(|stored| self.message_view(&stored, holders, lanes)));
        }
        out[begin..].sort_by_key(|listed| listed.id.serial);
        false
    }

    fn message_view(
        &self,
        stored: &sqs::MessageView,
        holders: &Holders,
        lanes: &Lanes,
    ) -> Option<MessageView> {
        let label = self.label(stored.id)?;
        let passage = self.passage(stored.id);
        let now = self.position().at_us;
        let phase = match stored.state {
            MessageState::Delayed { until } => MessagePhase::Delayed { until_us: until },
            MessageState::Visible { .. } => match lock_of(stored, label, lanes) {
                Some(by) => MessagePhase::Blocked { by },
                None => MessagePhase::Visible,
            },
            MessageState::InFlight { since, until } => MessagePhase::InFlight {
                until_us: until,
                left_milli: thousandths(until.saturating_sub(now), until.saturating_sub(since)),
                holder: passage.holder,
            },
        };
        let effects = self.world().effects.iter().map(|effects| effects.of(stored.id)).max();
        let kind = self.world().kind(stored.id);
        Some(MessageView {
            id: stored.id,
            label,
            queue: stored.queue.0,
            phase,
            since_us: passage.since_us,
            came_from: passage.came_from,
            sent_us: stored.sent_at,
            receive_count: stored.receive_count,
            effects: effects.unwrap_or(0),
            copy_of: self.copy_of(stored.id),
            holders: holders.get(&stored.id.serial).cloned().unwrap_or_default(),
            kind: kind.map(|kind| kind.id.clone()),
            is_poison: kind.is_some_and(|kind| kind.poison),
        })
    }

    /// How a message came to where it is.
    fn passage(&self, message: MessageId) -> Passage {
        let mut holder = None;
        for (index, packed) in self.message_events(message) {
            if packed.tag() == tags::HANDED_TO && holder.is_none() {
                holder = packed.worker().map(|place| self.setup.worker_at(place));
            }
            let moves = [tags::SENT, tags::RECEIVED, tags::VISIBLE, tags::DEAD_LETTERED, tags::REDRIVEN];
            if !moves.contains(&packed.tag()) {
                continue;
            }
            let Some(Kind::Engine(kind)) = self.event_at(index).map(|event| event.kind) else { continue };
            let came_from = match kind {
                EventKind::Received { queue, second_copy: true, .. } => Some((SpanKind::InFlight, queue.0)),
                EventKind::Received { queue, .. } => Some((SpanKind::Visible, queue.0)),
                EventKind::Visible { queue, cause: VisibleCause::DelayEnded, .. } => {
                    Some((SpanKind::Delayed, queue.0))
                }
                EventKind::Visible { queue, .. } => Some((SpanKind::InFlight, queue.0)),
                EventKind::DeadLettered { from, .. } | EventKind::Redriven { from, .. } => {
                    Some((SpanKind::Visible, from.0))
                }
                _ => None,
            };
            return Passage { since_us: packed.at(), came_from, holder };
        }
        Passage { since_us: 0, came_from: None, holder }
    }

    fn consumer_views(&self, now: Time) -> Vec<ConsumerView> {
        let world = self.world();
        let consumers = (0..).zip(self.setup.model.consumers.iter().zip(&world.effects));
        let seen = consumers.map(|(index, (model, effects))| ConsumerView {
            id: model.id.clone(),
            from: model.queue(),
            then: model.habits.then.clone(),
            pace_milli: world.pace_milli(index),
            idempotent: model.idempotent,
            effects: effects.total,
            effects_repeated: effects.repeats,
            skipped: effects.skipped,
            workers: self.workers_of(index, now),
            mapping: self.mapping_view(index),
            scaling: self.scaling_view(index),
            serving: model.serves.map(|serving| self.serving_view(index, serving)),
        });
        seen.collect()
    }

    fn serving_view(&self, consumer: u32, serving: Serving) -> ServingView {
        let workers = self.world().workers.iter().filter(|worker| worker.id.consumer == consumer);
        let free = workers.filter(|worker| matches!(worker.phase, Phase::Listening { .. }));
        let waiting = self.world().backlogs[consumer as usize].len() as u64;
        ServingView { waiting, accept: serving.accept, free: free.count() as u32 }
    }

    /// The workers of a consumer; of a function the environments up to the last that was ever started.
    fn workers_of(&self, consumer: u32, now: Time) -> Vec<WorkerView> {
        let world = self.world();
        let mapping = self.setup.mapping_of(consumer);
        let made = mapping.map_or(u32::MAX, |mapping| world.mappings[mapping as usize].made);
        let places = self.setup.model.consumers[consumer as usize].places().min(made);
        let first = self.setup.place(WorkerId { consumer, index: 0 }).unwrap_or_default() as usize;
        world.workers[first..first + places as usize].iter().map(|it| self.worker_view(it, now)).collect()
    }

    fn worker_view(&self, worker: &Worker, now: Time) -> WorkerView {
        let state = match worker.phase {
            Phase::Polling { since, .. } => WorkerState::Polling { since_us: since },
            Phase::Calling { since } => WorkerState::Calling { since_us: since },
            Phase::Down { since, until } => WorkerState::Crashed { since_us: since, until_us: until },
            Phase::Starting { since, until } => WorkerState::Starting { since_us: since, until_us: until },
            Phase::Idle { since } if now.saturating_sub(since) <= IDLE_US_MAX => {
                WorkerState::Idle { since_us: since }
            }
            Phase::Idle { .. } => WorkerState::Absent,
            Phase::Absent => self.absent(worker.id),
            // The answer before the sleep is on its way still.
            Phase::Resting { since, .. } if now < since => {
                let latency_us = self.setup.model.consumers[worker.id.consumer as usize].latency_us;
                WorkerState::Calling { since_us: since.saturating_sub(latency_us) }
            }
            Phase::Resting { since, until } => WorkerState::Resting { since_us: since, until_us: until },
            Phase::Stopped { since } => WorkerState::Stopped { since_us: since },
            Phase::Away { since, until } => WorkerState::Away { since_us: since, until_us: until },
            Phase::Hung { since, until, amid } => {
                let works = matches!(amid, Amid::Working { .. });
                let message = worker.current().filter(|_| works).map(|held| held.message);
                WorkerState::Hung { since_us: since, until_us: until, message }
            }
            Phase::Listening { since } => WorkerState::Listening { since_us: since },
            Phase::Serving { since, until, .. } => match worker.request {
                Some(Request { producer, call, number }) => WorkerState::Serving {
                    producer,
                    number,
                    since_us: since,
                    until_us: until,
                    done_milli: thousandths(now.saturating_sub(since), until.saturating_sub(since)),
                    is_awaited: self.world().producers[producer as usize].calls.open.contains_key(&call),
                },
                None => WorkerState::Listening { since_us: since },
            },
            Phase::Working { since, until, .. } => match worker.current() {
                Some(held) => WorkerState::Working {
                    message: held.message,
                    since_us: since,
                    until_us: until,
                    done_milli: thousandths(now.saturating_sub(since), until.saturating_sub(since)),
                    hold: self.hold(held, now),
                },
                None => WorkerState::Calling { since_us: since },
            },
        };
        let label = |message| self.label(message).map(|label| (message, label));
        let holds = worker.held().iter().filter_map(|held| label(held.message)).collect();
        let heartbeat = self.setup.model.consumers[worker.id.consumer as usize].habits.heartbeat;
        let extended = worker.extended_at.zip(heartbeat).map(|(at, heartbeat)| (at, heartbeat.to_s));
        WorkerView {
            id: worker.id,
            state,
            holds,
            finished: worker.finished,
            zone: self.setup.zone_of(worker.id),
            is_stopping: worker.is_stopping,
            extended,
        }
    }

    /// A place of a group: an instance may be on its way to it.
    fn absent(&self, worker: WorkerId) -> WorkerState {
        let consumer = worker.consumer as usize;
        let group = self.world().groups.get(consumer).and_then(Option::as_ref);
        let launch_us =
            self.setup.model.consumers[consumer].scale.as_ref().map_or(0, |rules| rules.launch_us);
        match group.map(|group| group.members[worker.index as usize]) {
            Some(Member::Launching { until }) => {
                WorkerState::Starting { since_us: until.saturating_sub(launch_us), until_us: until }
            }
            _ => WorkerState::Absent,
        }
    }

    fn zone_views(&self) -> Vec<ZoneView> {
        let zones = self.setup.model.zones.iter().zip(&self.world().zones);
        let seen = zones.map(|(id, zone)| ZoneView {
            id: id.clone(),
            is_down: zone.down_until().is_some(),
            until_us: zone.down_until().flatten(),
        });
        seen.collect()
    }

    fn hold(&self, held: crate::actor::Held, now: Time) -> Hold {
        let stored = self.world().engine.message(held.message);
        let Some(stored) = stored.filter(|stored| stored.queue == held.handle.queue) else {
            return Hold::Gone;
        };
        let in_flight = matches!(stored.state, MessageState::InFlight { .. });
        match (in_flight, stored.latest_handle == Some(held.handle)) {
            (true, true) => Hold::Held,
            (true, false) if now < held.until => Hold::Shared,
            (true, false) | (false, _) => Hold::Lost,
        }
    }

    /// The latest farewells, oldest first.
    fn departed(&self, now: Time) -> Vec<DepartedView> {
        let events = self.event_index();
        let mut departed = Vec::new();
        for index in (events.saturating_sub(DEPARTED_SCANNED_MAX)..events).rev() {
            let Some(packed) = self.log().packed(index) else { break };
            if packed.at() + DEPARTED_US < now || departed.len() == DEPARTED_MAX {
                break;
            }
            if !matches!(packed.tag(), tags::DEDUPLICATED | tags::DELETED | tags::EXPIRED) {
                continue;
            }
            let Some(Kind::Engine(kind)) = self.event_at(index).map(|event| event.kind) else { continue };
            let (queue, id, how) = match kind {
                EventKind::Deleted { queue, message, .. } => (queue, message, self.how_deleted(index)),
                EventKind::Expired { queue, message } => (queue, message, Departure::Expired),
                EventKind::Deduplicated { queue, original } => (queue, original, Departure::Deduplicated),
                _ => continue,
            };
            if let Some(label) = self.label(id) {
                departed.push(DepartedView { id, label, queue: queue.0, at_us: packed.at(), how });
            }
        }
        departed.reverse();
        departed
    }
}

fn move_task_view(task: &sqs::MoveTaskView) -> MoveTaskView {
    MoveTaskView {
        to: task.destination.map(|to| to.0),
        per_second: task.per_second,
        moved: task.moved,
        to_move: task.to_move,
        since_us: task.started_at,
        is_cancelling: task.status == MoveTaskStatus::Cancelling,
    }
}

/// Lanes by index of the group's letters.
type Lanes = BTreeMap<u32, GroupLaneView>;

/// How a message came to where it is, as its events tell.
struct Passage {
    since_us: Time,
    came_from: Option<(SpanKind, u32)>,
    /// Who was handed it last.
    holder: Option<WorkerId>,
}

/// The message that keeps a visible one from being received.
fn lock_of(stored: &sqs::MessageView, label: Label, lanes: &Lanes) -> Option<MessageId> {
    let lane = lanes.get(&label.group?)?;
    lane.locked_by.filter(|_| stored.blocked)
}

fn thousandths(part: u64, whole: u64) -> u32 {
    (part.min(whole) * 1_000).checked_div(whole).map_or(0, |milli| milli as u32)
}
