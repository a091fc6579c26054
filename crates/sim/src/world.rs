//! The state of a run at one instant, and the one order in which things happen.
//!
//! At an instant: the engine's deadlines; answers to parked calls in order of arrival; wakes of faults and
//! actors, first in first out, each command applied at once. The user's inputs come at the position at which
//! they were made. What one of these does is a *group* of events: a world is only ever seen between groups. A
//! group without events changes nothing that can be seen, so a [`Position`] names a state.

mod access;
mod alarms;
mod calls;
mod deletes;
mod direct;
mod envelope;
mod faults;
mod heartbeat;
mod inputs;
mod invocations;
mod mappings;
mod policies;
mod producers;
mod queue_acts;
mod ramp;
mod rounds;
mod scaling;
mod stops;
mod topics;
mod workers;
mod zones;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use sqs::{AttributeChanges, Command, Engine, MessageId, QueueId, Refusal, Report, Reporter, Ticket, Time};

use crate::actor::{
    Alarm, Asker, Group, Held, Mapping, Phase, Producer, Request, Subscription, Topic, Worker,
};
use crate::chance::QueueDice;
use crate::chunked::Chunked;
use crate::effects::Effects;
use crate::schedule::{Schedule, Wake};
use crate::setup::Setup;
use crate::totals::Totals;
use crate::{
    ConsumerModel, Event, Input, Model, ModelError, Position, RunError, UserAnswer, WorkerId, limits,
};

pub(crate) use alarms::MINUTE_US;
use calls::Mark;
use faults::Pace;
pub(crate) use queue_acts::{cancel_command, redrive_command};
pub(crate) use zones::Zone;

/// Takes what happens. The world is generic over it so that it costs nothing where nobody listens; all who listen come
/// by one reference, since every kind of listener would be one more world in the page.
pub trait Sink {
    /// An event, in order. `world` is inside the group that the event belongs to.
    fn event(&mut self, world: &World, event: &Event);
    /// The events since the last call of this belong together; `world` can be looked at.
    fn group_ended(&mut self, world: &World) {
        let _ = world;
    }
    /// All that happens before `to` has happened.
    fn clock_moves(&mut self, world: &World, to: Time) {
        let _ = (world, to);
    }
    /// CloudWatch is told of a queue's metrics over one or more minutes.
    fn reported(&mut self, engine: &Engine, report: &Report) {
        let _ = (engine, report);
    }
}

/// Takes nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSink;

impl Sink for NoSink {
    fn event(&mut self, _world: &World, _event: &Event) {}
}

/// The state of a run. A clone is a second world.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) setup: Arc<Setup>,
    pub(crate) engine: Engine,
    now: Time,
    /// Events of this instant.
    step: u64,
    /// Groups of this instant, with and without events.
    groups_of_instant: u64,
    events: u64,
    is_set_up: bool,
    schedule: Schedule,
    dice: QueueDice,
    pub(crate) producers: Vec<Producer>,
    pub(crate) workers: Vec<Worker>,
    pub(crate) mappings: Vec<Mapping>,
    /// Who waits for which parked receive, in order of arrival.
    parked: VecDeque<(Ticket, Asker)>,
    pub(crate) totals: Vec<Totals>,
    pub(crate) effects: Vec<Effects>,
    /// Tells CloudWatch.
    reporter: Reporter,
    /// The end of the first minute that CloudWatch was not told of.
    next_minute_us: Time,
    /// By index of [`Setup::alarms`].
    pub(crate) alarms: Vec<Alarm>,
    /// By consumer, where it is an Auto Scaling group.
    pub(crate) groups: Vec<Option<Group>>,
    /// The kind of each message by serial - 1: one more than its number, or 0. Empty in runs without kinds.
    kinds: Chunked<u32>,
    /// How slow each consumer is.
    paces: Vec<Pace>,
    pub(crate) zones: Vec<Zone>,
    pub(crate) topics: Vec<Topic>,
    /// By number among all of the run.
    pub(crate) subscriptions: Vec<Subscription>,
    /// By principal.
    pub(crate) calls: Vec<access::Calls>,
    inputs_done: u32,
    /// By number of the input, from 1.
    pub(crate) user_answers: BTreeMap<u32, UserAnswer>,
    error: Option<RunError>,
    /// Direct calls that wait for a worker, oldest first, by consumer.
    pub(crate) backlogs: Vec<VecDeque<Request>>,
    /// What is known of the messages of the send that is being made.
    sending: Vec<(MessageId, Mark)>,
    /// The number of the message group of the message whose send is being told.
    sent_group: Option<u32>,
    /// The user makes the call that is being made, and messages bring groups of their own.
    user_calls: bool,
    /// The engine's events of the call that is being made; empty between groups.
    heard: Vec<sqs::Event>,
}

/// What comes next.
enum Next {
    SetUp,
    Deadline,
    Wake,
    Input(Input),
}

impl World {
    /// The start of a run: nothing has happened yet, the queues are made by the first group of events.
    ///
    /// # Errors
    /// A model that is not legal.
    pub fn new(model: Arc<Model>, seed: u32) -> Result<Self, ModelError> {
        model.validate()?;
        let setup = Arc::new(Setup::new(model, seed));
        let model = &setup.model;
        let mut schedule = Schedule::default();
        for &fault in &setup.fault_order {
            schedule.wake(0, model.faults[fault as usize].at_us, Wake::Fault(fault));
        }
        let mut producers: Vec<_> = model.producers.iter().map(|p| Producer::new(seed, p)).collect();
        for (index, (producer, rules)) in producers.iter_mut().zip(&model.producers).enumerate() {
            if let Some(due) = producer.next_due(rules, model.duration_us) {
                schedule.wake(0, due, Wake::Producer(index as u32));
            }
        }
        let mut workers = Vec::new();
        let mut mappings = Vec::new();
        let new_group = |rules: &ConsumerModel| Some(Group::new(seed, &rules.id, rules.scale.as_ref()?));
        let groups = model.consumers.iter().map(new_group).collect();
        for (consumer, rules) in (0..).zip(&model.consumers) {
            for (from, _) in &rules.habits.away {
                schedule.wake(0, *from, Wake::Away(consumer));
            }
            let first = workers.len() as u32;
            workers.extend(
                (0..rules.places()).map(|index| Worker::new(seed, WorkerId { consumer, index }, rules)),
            );
            if let Some(lambda) = &rules.lambda {
                let mapping = mappings.len() as u32;
                let new = Mapping::new(consumer, lambda);
                for poller in 0..new.active() {
                    schedule.wake(0, 0, Wake::Poller { mapping, poller });
                }
                mappings.push(new);
                workers[first as usize..].iter_mut().for_each(|worker| worker.phase = Phase::Absent);
            } else if rules.serves.is_some() {
                // Those who call at once are answered.
                let own = &mut workers[first as usize..];
                own.iter_mut().for_each(|worker| worker.phase = Phase::Listening { since: 0 });
            } else {
                let started = rules.scale.as_ref().map_or(rules.count, |scale| scale.start);
                for place in first..first + started {
                    schedule.wake(0, 0, Wake::Worker { place, life: 0 });
                }
                let absent = &mut workers[(first + started) as usize..];
                absent.iter_mut().for_each(|worker| worker.phase = Phase::Absent);
            }
        }
        if !setup.alarms.is_empty() {
            schedule.wake(0, MINUTE_US, Wake::Minute);
        }
        let world = Self {
            engine: Engine::new(),
            now: 0,
            step: 0,
            groups_of_instant: 0,
            events: 0,
            is_set_up: false,
            schedule,
            dice: QueueDice::new(seed, model.queues.iter().map(|q| &*q.id)),
            producers,
            workers,
            mappings,
            parked: VecDeque::new(),
            totals: vec![Totals::default(); model.queues.len()],
            effects: vec![Effects::default(); model.consumers.len()],
            reporter: Reporter::default(),
            next_minute_us: MINUTE_US,
            alarms: vec![Alarm::new(); setup.alarms.len()],
            groups,
            kinds: Chunked::default(),
            paces: vec![Pace::default(); model.consumers.len()],
            zones: vec![Zone::default(); model.zones.len()],
            topics: vec![Topic::default(); model.topics.len()],
            subscriptions: vec![Subscription::default(); setup.subscriptions.len()],
            calls: vec![access::Calls::default(); model.principals.len()],
            inputs_done: 0,
            user_answers: BTreeMap::new(),
            error: None,
            backlogs: vec![VecDeque::new(); model.consumers.len()],
            sending: Vec::new(),
            sent_group: None,
            user_calls: false,
            heard: Vec::new(),
            setup,
        };
        let mut trial = world.clone();
        trial.make_queues().map_err(|(queue, refusal)| ModelError::Queue(queue, refusal))?;
        Ok(world)
    }

    /// Where the clock stands.
    pub fn position(&self) -> Position {
        Position { at_us: self.now, step: self.step }
    }

    /// Events since 0.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// The engine, read-only.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What ended the run.
    pub fn error(&self) -> Option<RunError> {
        self.error
    }

    /// Runs without inputs to after everything that happens at `until_us`. Returns how many events happened.
    pub fn run_until(&mut self, until_us: Time, sink: &mut impl Sink) -> u64 {
        let before = self.events;
        self.run(Position { at_us: until_us, step: Position::ALL }, &[], u64::MAX, sink);
        self.events - before
    }

    /// Runs to a position that lies ahead, or until so many events have happened: false if it did not arrive.
    /// `inputs` are all of the branch, in order.
    pub(crate) fn run<S: Sink + ?Sized>(
        &mut self,
        to: Position,
        inputs: &[(Position, Input)],
        events_max: u64,
        sink: &mut S,
    ) -> bool {
        let mut left = events_max;
        while self.error.is_none() {
            let Some((at, next)) = self.next(inputs) else { break };
            let step = if at == self.now { self.step } else { 0 };
            if (at, step) >= (to.at_us, to.step) {
                break;
            }
            if left == 0 {
                return false;
            }
            let before = self.events;
            self.move_clock(at, sink);
            self.happen(next, sink);
            left = left.saturating_sub((self.events - before).max(1));
        }
        if self.error.is_none() {
            self.move_clock(to.at_us, sink);
        }
        true
    }

    /// Runs one group that has events, not beyond `until_us`; false if there is none, the clock is then
    /// there.
    pub(crate) fn step<S: Sink + ?Sized>(
        &mut self,
        until_us: Time,
        inputs: &[(Position, Input)],
        sink: &mut S,
    ) -> bool {
        let before = self.events;
        while self.error.is_none() {
            let Some((at, next)) = self.next(inputs).filter(|(at, _)| *at <= until_us) else {
                self.move_clock(until_us, sink);
                break;
            };
            self.move_clock(at, sink);
            self.happen(next, sink);
            if self.events > before {
                return true;
            }
        }
        false
    }

    /// The group of the message whose send is being told, for labels.
    pub(crate) fn sent_group(&self) -> Option<u32> {
        self.sent_group
    }

    /// Workers of a consumer that run; of a function its invocations.
    pub(crate) fn running(&self, consumer: u32) -> u32 {
        match self.setup.mapping_of(consumer) {
            Some(mapping) => self.mappings[mapping as usize].running(),
            None => {
                let own = self.workers.iter().filter(|worker| worker.id.consumer == consumer);
                own.filter(|worker| worker.runs()).count() as u32
            }
        }
    }

    /// Inputs that have been carried out.
    pub(crate) fn inputs_done(&self) -> usize {
        self.inputs_done as usize
    }

    /// Bytes that a clone of this world will not share; asked before [`World::share`].
    pub(crate) fn own_bytes(&self) -> u64 {
        let held = |w: &Worker| (w.batch.capacity() + w.done.capacity()) * size_of::<Held>();
        let workers: u64 = self.workers.iter().map(|w| held(w) as u64).sum();
        let fixed = self.workers.len() * size_of::<Worker>();
        let producers: u64 = self.producers.iter().map(Producer::own_bytes).sum();
        let effects: u64 = self.effects.iter().map(Effects::clone_bytes).sum();
        let mappings: u64 = self.mappings.iter().map(Mapping::own_bytes).sum();
        let topics: u64 = self.topics.iter().map(Topic::own_bytes).sum();
        let waiting: u64 = self.subscriptions.iter().map(Subscription::own_bytes).sum();
        let tables = self.totals.len() * size_of::<Totals>() + self.effects.len() * size_of::<Effects>();
        let called = self
            .backlogs
            .iter()
            .map(|calls| size_of::<VecDeque<Request>>() + calls.len() * size_of::<Request>());
        let parts = called.sum::<usize>()
            + self.paces.len() * size_of::<Pace>()
            + self.zones.len() * size_of::<Zone>();
        let world = size_of::<Self>() + fixed + tables + parts + self.parked.len() * 16;
        self.engine.heap_bytes()
            + workers
            + producers
            + self.kinds.clone_bytes()
            + effects
            + mappings
            + topics
            + waiting
            + self.schedule.heap_bytes()
            + self.dice.heap_bytes()
            + self.reporter.heap_bytes()
            + self.groups.iter().flatten().map(Group::own_bytes).sum::<u64>()
            + self.alarms.iter().map(|alarm| alarm.heap_bytes() + size_of::<Alarm>() as u64).sum::<u64>()
            + world as u64
    }

    /// Makes the coming clone cheap.
    pub(crate) fn share(&mut self) {
        self.engine.share();
    }

    /// What comes next, and when. Things at an instant come in the order of the module's head.
    fn next(&mut self, inputs: &[(Position, Input)]) -> Option<(Time, Next)> {
        let by_itself = if self.is_set_up {
            let wake = self.schedule.next_at(self.now);
            match self.engine.next_deadline_by(wake.unwrap_or(Time::MAX)) {
                Some(deadline) => Some((deadline.max(self.now), Next::Deadline)),
                None => wake.map(|wake| (wake, Next::Wake)),
            }
        } else {
            Some((0, Next::SetUp))
        };
        let Some((position, input)) = inputs.get(self.inputs_done as usize) else {
            return by_itself;
        };
        let is_due = by_itself.as_ref().is_none_or(|(at, _)| {
            let step = if *at == self.now { self.step } else { 0 };
            (*at, step) >= (position.at_us, position.step)
        });
        if is_due { Some((position.at_us.max(self.now), Next::Input(input.clone()))) } else { by_itself }
    }

    fn move_clock<S: Sink + ?Sized>(&mut self, to: Time, sink: &mut S) {
        if to > self.now {
            if to >= self.next_minute_us {
                self.end_minutes(to, sink);
            }
            sink.clock_moves(self, to);
            self.now = to;
            self.step = 0;
            self.groups_of_instant = 0;
        }
    }

    /// One group of events.
    fn happen<S: Sink + ?Sized>(&mut self, next: Next, sink: &mut S) {
        match next {
            Next::SetUp => {
                // The trial in `new` went through, and this is the same call.
                let _ = self.make_queues();
                self.pass_on(None, sink);
                self.is_set_up = true;
            }
            Next::Deadline => {
                self.engine.advance(self.now, &mut self.dice, &mut self.heard);
                self.pass_on(None, sink);
            }
            Next::Wake => match self.schedule.pop(self.now) {
                Some(Wake::Producer(index)) => self.produce(index, sink),
                Some(Wake::Worker { place, life }) => self.wake_worker(place, life, sink),
                Some(Wake::Fault(index)) => self.strike(index, sink),
                Some(Wake::Poller { mapping, poller }) => self.wake_poller(mapping, poller, sink),
                Some(Wake::Delivery { subscription, lane }) => self.deliver_again(subscription, lane, sink),
                Some(Wake::Ramp(mapping)) => self.ramp(mapping, sink),
                Some(Wake::Minute) => self.begin_minute(sink),
                Some(Wake::Launched { place }) => self.instance_starts(place, sink),
                Some(Wake::FaultEnds(index)) => self.end_fault(index, sink),
                Some(Wake::Away(consumer)) => self.go_away(consumer, sink),
                Some(Wake::Heartbeat { place, beat }) => self.beat(place, beat, sink),
                Some(Wake::Scheduled(producer)) => self.fire_schedule(producer, sink),
                Some(Wake::BatchWindow { producer, batch }) => self.end_batch_window(producer, batch, sink),
                Some(Wake::Retry { producer, call }) => self.retry(producer, call, sink),
                Some(Wake::CallTimeout { producer, call }) => self.time_out(producer, call, sink),
                None => {}
            },
            Next::Input(input) => {
                self.inputs_done += 1;
                self.carry_out(input, sink);
            }
        }
        sink.group_ended(self);
        self.groups_of_instant += 1;
        if self.step.max(self.groups_of_instant) > limits::EVENTS_AT_ONE_INSTANT_MAX {
            self.error = Some(RunError::ZeroTimeLoop { at_us: self.now });
        } else if self.events > limits::EVENTS_MAX {
            self.error = Some(RunError::TooManyEvents { at_us: self.now });
        }
    }

    /// Makes the queues in the model's order, then their redrive policies, whose targets may come later.
    fn make_queues(&mut self) -> Result<(), (u32, Refusal)> {
        let setup = self.setup.clone();
        self.break_keys();
        for (index, queue) in (0..).zip(&setup.model.queues) {
            let (name, kind, storage) = (queue.name.clone(), queue.kind, queue.storage);
            let attributes = AttributeChanges::all(&queue.attributes, kind);
            // A policy may deny the owner what is still to be set.
            let policy = attributes.policy.filter(|_| queue.redrive.is_none());
            let attributes = Box::new(AttributeChanges { redrive: None, policy, ..attributes });
            self.ask(Command::CreateQueue { name, kind, attributes, tags: Vec::new(), storage })
                .map_err(|refusal| (index, refusal))?;
        }
        for (index, queue) in (0..).zip(&setup.model.queues) {
            let Some(redrive) = queue.redrive else { continue };
            let redrive = Some(Some(redrive.policy()));
            let policy = queue.attributes.policy.clone().map(Some);
            let changes = Box::new(AttributeChanges { redrive, policy, ..Default::default() });
            self.ask(Command::SetQueueAttributes { queue: QueueId(index), changes })
                .map_err(|refusal| (index, refusal))?;
        }
        Ok(())
    }
}
