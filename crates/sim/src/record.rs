//! What a branch remembers of its run: log, messages, samples, trace hash and claims.

use sqs::{Engine, EventKind, MICROS_PER_MS, QueueId, Report, Time};

use crate::actor::Phase;
use crate::encode::TraceHash;
use crate::log::Log;
use crate::monitor::Monitors;
use crate::readings::Readings;
use crate::table::Table;
use crate::world::Sink;
use crate::{Event, Kind, Model, Sample, WorkerId, WorkerSample, World};

/// Samples over a run, about.
const SAMPLES: Time = 1_000;

/// What must be known at an instant to go on from it, beyond the world.
#[derive(Clone, Debug)]
pub(crate) struct Judge {
    pub(crate) hash: TraceHash,
    pub(crate) monitors: Monitors,
}

/// The known part of a branch, up to its frontier.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) log: Log,
    pub(crate) table: Table,
    pub(crate) judge: Judge,
    /// By queue.
    pub(crate) samples: Vec<Vec<Sample>>,
    /// By consumer.
    pub(crate) worker_samples: Vec<Vec<WorkerSample>>,
    pub(crate) sample_us: Time,
    next_sample_us: Time,
    pub(crate) readings: Readings,
}

impl Record {
    pub(crate) fn new(model: &Model) -> Self {
        let workers: u32 = model.consumers.iter().map(crate::ConsumerModel::places).sum();
        Self {
            log: Log::new(workers as usize),
            table: Table::default(),
            judge: Judge { hash: TraceHash::new(), monitors: Monitors::new(&model.claims) },
            samples: vec![Vec::new(); model.queues.len()],
            worker_samples: vec![Vec::new(); model.consumers.len()],
            sample_us: (model.duration_us / SAMPLES).max(1).div_ceil(MICROS_PER_MS) * MICROS_PER_MS,
            next_sample_us: 0,
            readings: Readings::new(model),
        }
    }

    /// Takes the samples of the instants before `before_us`, at which nothing more will happen.
    pub(crate) fn sample(&mut self, world: &World, before_us: Time) {
        while self.next_sample_us < before_us {
            for (index, samples) in (0..).zip(&mut self.samples) {
                samples.push(sample_of(world, index, self.next_sample_us));
            }
            for (index, samples) in (0..).zip(&mut self.worker_samples) {
                samples.push(workers_of(world, index, self.next_sample_us));
            }
            self.next_sample_us += self.sample_us;
        }
    }

    /// Forgets the events from this number on, which happened at or after this instant. `judge` is of that
    /// moment.
    pub(crate) fn truncate(&mut self, events: u64, messages: usize, at_us: Time, judge: Judge) {
        let log = &self.log;
        self.table.truncate(messages, |latest| log.latest_before(latest, events));
        self.log.truncate(events);
        self.judge = judge;
        self.next_sample_us = at_us.div_ceil(self.sample_us) * self.sample_us;
        let kept = (self.next_sample_us / self.sample_us) as usize;
        self.samples.iter_mut().for_each(|samples| samples.truncate(kept));
        self.worker_samples.iter_mut().for_each(|samples| samples.truncate(kept));
        self.readings.truncate(at_us);
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        let samples: usize = self.samples.iter().map(Vec::capacity).sum();
        let of_workers: usize = self.worker_samples.iter().map(Vec::capacity).sum();
        let samples = (samples * size_of::<Sample>() + of_workers * size_of::<WorkerSample>()) as u64;
        self.log.heap_bytes() + self.table.heap_bytes() + samples + self.readings.heap_bytes()
    }
}

impl Sink for Record {
    fn event(&mut self, world: &World, event: &Event) {
        match event.kind {
            Kind::Engine(EventKind::Sent { queue, message, .. }) => {
                self.table.add(message, queue.0, world.sent_group());
            }
            Kind::Engine(EventKind::Redriven { message, replacement, .. }) => {
                self.table.replace(message, replacement);
            }
            _ => {}
        }
        self.log.push(&world.setup, &mut self.table, event);
        self.judge.hash.event(event);
        self.judge.monitors.event(event, &self.table);
    }

    fn group_ended(&mut self, world: &World) {
        self.log.end_group();
        self.judge.monitors.group_ended(world);
    }

    fn clock_moves(&mut self, world: &World, to: Time) {
        self.sample(world, to);
    }

    fn reported(&mut self, engine: &Engine, report: &Report) {
        self.readings.take(engine, report);
    }
}

/// Judges what is in the record already.
pub(crate) struct Rejudge<'a> {
    pub(crate) judge: &'a mut Judge,
    pub(crate) table: &'a Table,
}

impl Sink for Rejudge<'_> {
    fn event(&mut self, _world: &World, event: &Event) {
        self.judge.hash.event(event);
        self.judge.monitors.event(event, self.table);
    }

    fn group_ended(&mut self, world: &World) {
        self.judge.monitors.group_ended(world);
    }
}

/// A queue as it stands now.
pub(crate) fn sample_of(world: &World, queue: u32, at_us: Time) -> Sample {
    let totals = world.totals[queue as usize];
    let Some(stored) = world.engine.queue(QueueId(queue)) else {
        return Sample { at_us, ..Sample::default() };
    };
    let age_us = stored.oldest_arrived_at.map_or(0, |at| at_us.saturating_sub(at));
    let whole = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Sample {
        at_us,
        visible: whole(stored.counts.visible),
        in_flight: whole(stored.counts.in_flight),
        delayed: whole(stored.counts.delayed),
        age_of_oldest_ms: whole(age_us / MICROS_PER_MS),
        sent: whole(totals.sent),
        received: whole(totals.received),
        deleted: whole(totals.deleted),
        empty_receives: whole(totals.empty_receives),
    }
}

/// A consumer's workers as they stand now.
pub(crate) fn workers_of(world: &World, consumer: u32, at_us: Time) -> WorkerSample {
    let setup = &world.setup;
    if let Some(mapping) = setup.mapping_of(consumer) {
        let mapping = &world.mappings[mapping as usize];
        return WorkerSample { at_us, there: mapping.allowed, busy: mapping.running() };
    }
    let first = setup.place(WorkerId { consumer, index: 0 }).unwrap_or_default() as usize;
    let places = setup.model.consumers[consumer as usize].places() as usize;
    let workers = &world.workers[first..first + places];
    let count = |of: fn(&Phase) -> bool| workers.iter().filter(|it| of(&it.phase)).count() as u32;
    WorkerSample {
        at_us,
        there: count(|it| {
            !matches!(it, Phase::Absent | Phase::Stopped { .. } | Phase::Away { .. } | Phase::Down { .. })
        }),
        busy: count(|it| matches!(it, Phase::Working { .. })),
    }
}
