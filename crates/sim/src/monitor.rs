//! Claims, watched while a run goes on: fed with each event, judged after each group of events.
//!
//! An event reaches only the meters that follow its kind, and a claim is judged again only when something that
//! it is about may have changed; one that only has to be true at the end is judged there.

mod histogram;
mod meter;
mod plan;
mod predicate;

use std::sync::Arc;

use sqs::{EventKind, MessageId, Time};

use self::meter::{Effect, Meter, Seen, gauge_value};
use self::plan::{ClaimSet, Formula, Plan};
use crate::chunked::Chunked;
use crate::happening::{Happening, fact};
use crate::table::Table;
use crate::{Claim, ClaimKind, Event, Kind, Value, Verdict, World};

/// All claims of a run.
#[derive(Clone, Debug)]
pub(crate) struct Monitors {
    plan: Arc<Plan>,
    meters: Vec<Meter>,
    judged: Vec<Judged>,
    sends: Sends,
    /// Events and groups of events so far.
    events: u64,
    groups: u64,
    /// Queues that the group of events at hand is about, a bit each.
    queues: u32,
    /// Claims and meters to look at when the group ends.
    dirty: ClaimSet,
    touched: Vec<u16>,
    has_events: bool,
}

/// What is known of a claim that must be true always or sometimes.
#[derive(Clone, Copy, Debug, Default)]
struct Judged {
    first_true: Option<Time>,
    first_false: Option<Time>,
}

/// When messages were sent, by serial - 1: twice the instant, and one more once they were received.
#[derive(Clone, Debug, Default)]
struct Sends(Chunked<u64>);

impl Monitors {
    pub(crate) fn new(claims: &[Claim]) -> Self {
        let plan = Plan::new(claims);
        Self {
            meters: plan.meters.iter().map(Meter::new).collect(),
            judged: vec![Judged::default(); claims.len()],
            sends: Sends::default(),
            events: 0,
            groups: 0,
            queues: 0,
            dirty: ClaimSet::default(),
            touched: Vec::new(),
            has_events: false,
            plan: Arc::new(plan),
        }
    }

    pub(crate) fn event(&mut self, event: &Event, table: &Table) {
        let plan = &*self.plan;
        if plan.claims.is_empty() {
            return;
        }
        self.has_events = true;
        self.events += 1;
        let happening = Happening::of(&event.kind);
        for field in plan.queue_fields[happening as usize] {
            let queue = fact(&event.kind, *field, table);
            self.queues |= queue.map_or(0, |queue| 1 << (queue & 31));
        }
        let since_sent_us = if plan.follows_sends { self.sends.event(event) } else { None };
        self.dirty.add(plan.claims_by_happening[happening as usize]);
        let interested = &plan.by_happening[happening as usize];
        if interested.is_empty() {
            return;
        }
        let seen = Seen { event, table, number: self.events, group: self.groups, since_sent_us };
        for &index in interested {
            let place = usize::from(index);
            match self.meters[place].event(&plan.meters[place], &seen) {
                Effect::None => {}
                Effect::Changed => self.dirty.add(plan.dependents[place]),
                Effect::LookLater => self.touched.push(index),
            }
        }
    }

    /// Judges after a group of events.
    pub(crate) fn group_ended(&mut self, world: &World) {
        if !std::mem::take(&mut self.has_events) {
            return;
        }
        self.groups += 1;
        let dirty = if self.groups == 1 { self.look_at_all(world) } else { self.look(world) };
        for claim in dirty.iter() {
            let value = self.value(&self.plan.claims[claim].formula, world);
            self.judged[claim].see(value, world.position().at_us);
        }
    }

    /// Looks at what the group of events may have changed; tells which claims that is.
    fn look(&mut self, world: &World) -> ClaimSet {
        let plan = &*self.plan;
        let mut dirty = std::mem::take(&mut self.dirty);
        dirty.add(plan.claims_each_group);
        for index in self.touched.drain(..) {
            let index = usize::from(index);
            self.meters[index].look(&plan.meters[index], world);
        }
        let mut queues = std::mem::take(&mut self.queues);
        while queues != 0 {
            let queue = queues.trailing_zeros() as usize;
            queues &= queues - 1;
            let Some(meters) = plan.by_queue.get(queue) else { continue };
            for index in meters {
                let index = usize::from(*index);
                self.meters[index].look(&plan.meters[index], world);
            }
            dirty.add(plan.claims_by_queue[queue]);
        }
        dirty
    }

    /// The first group of events makes the world.
    fn look_at_all(&mut self, world: &World) -> ClaimSet {
        self.look(world);
        for (meter, follow) in self.meters.iter_mut().zip(&self.plan.meters) {
            meter.look(follow, world);
        }
        self.plan.watched_claims()
    }

    /// The verdicts, if the run ends with this world.
    pub(crate) fn verdicts(&self, world: &World) -> Vec<Verdict> {
        let claims = self.plan.claims.iter().zip(&self.judged);
        let verdicts = claims.map(|(claim, judged)| {
            let mut judged = *judged;
            if claim.follows_clock {
                judged.see(self.value(&claim.formula, world), world.position().at_us);
            }
            match claim.kind {
                ClaimKind::Always => {
                    Verdict { holds: judged.first_false.is_none(), decided_at_us: judged.first_false }
                }
                ClaimKind::Sometimes => {
                    Verdict { holds: judged.first_true.is_some(), decided_at_us: judged.first_true }
                }
                ClaimKind::Eventually => {
                    let value = self.value(&claim.formula, world);
                    Verdict { holds: value.is_some_and(Value::is_true), decided_at_us: None }
                }
            }
        });
        verdicts.collect()
    }

    /// The values of all expressions at the world's clock.
    pub(crate) fn values(&self, world: &World) -> Vec<Option<Value>> {
        self.plan.claims.iter().map(|claim| self.value(&claim.formula, world)).collect()
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        let meters: u64 = self.meters.iter().map(Meter::heap_bytes).sum();
        let fixed = self.meters.len() * size_of::<Meter>() + self.judged.len() * size_of::<Judged>();
        meters + self.sends.0.clone_bytes() + fixed as u64
    }

    /// What a formula gives; none if an instant that it needs has not come, or the like.
    fn value(&self, formula: &Formula, world: &World) -> Option<Value> {
        match formula {
            Formula::Constant(value) => Some(*value),
            Formula::Now => Value::duration_us(world.position().at_us),
            Formula::Gauge(gauge) => gauge_value(*gauge, world),
            Formula::Meter(index) => {
                let index = usize::from(*index);
                self.meters[index].value(&self.plan.meters[index], world)
            }
            Formula::Before(first, second) => self.came_before(*first, *second).map(Value::Bool),
            Formula::Not(inside) => Some(Value::Bool(self.value(inside, world)? != Value::Bool(true))),
            Formula::And(sides) => self.unless(sides, false, world),
            Formula::Or(sides) => self.unless(sides, true, world),
            Formula::Arithmetic(operator, sides) => {
                let [left, right] = &**sides;
                operator.apply(self.value(left, world)?, self.value(right, world)?)
            }
            Formula::Compare(comparison, sides) => {
                let [left, right] = &**sides;
                let (left, right) = (self.value(left, world)?, self.value(right, world)?);
                Some(Value::Bool(comparison.holds_for(left, right)))
            }
        }
    }

    /// This if one side is this, whatever the other is; else the opposite if both are known.
    fn unless(&self, sides: &[Formula; 2], decisive: bool, world: &World) -> Option<Value> {
        let decides = |value: &Option<Value>| *value == Some(Value::Bool(decisive));
        let left = self.value(&sides[0], world);
        if decides(&left) {
            return left;
        }
        let right = self.value(&sides[1], world);
        if decides(&right) {
            return right;
        }
        left.and(right).map(|_| Value::Bool(!decisive))
    }

    /// Whether the first instant came earlier; none as long as neither has come.
    fn came_before(&self, first: u16, second: u16) -> Option<bool> {
        let event = |index: u16| match self.meters[usize::from(index)] {
            Meter::Instant(kept) => kept.map(|(_, event)| event),
            _ => None,
        };
        match (event(first), event(second)) {
            (None, None) => None,
            (Some(first), Some(second)) => Some(first < second),
            (first, _) => Some(first.is_some()),
        }
    }
}

impl Judged {
    /// What has no value yet neither breaks a claim nor bears it out.
    fn see(&mut self, value: Option<Value>, at: Time) {
        match value {
            Some(Value::Bool(true)) => drop(self.first_true.get_or_insert(at)),
            Some(Value::Bool(false)) => drop(self.first_false.get_or_insert(at)),
            _ => {}
        }
    }
}

impl Sends {
    /// Takes an event in; the time since the send, if a message is received for the first time or deleted.
    fn event(&mut self, event: &Event) -> Option<Time> {
        let Kind::Engine(kind) = event.kind else { return None };
        match kind {
            EventKind::Sent { message, .. } | EventKind::Redriven { replacement: message, .. } => {
                *self.of(message) = event.at << 1;
                None
            }
            EventKind::Received { message, .. } => {
                let sent = self.of(message);
                let is_first = *sent & 1 == 0;
                *sent |= 1;
                is_first.then(|| event.at - (*sent >> 1))
            }
            EventKind::Deleted { message, .. } => Some(event.at - (*self.of(message) >> 1)),
            _ => None,
        }
    }

    fn of(&mut self, message: MessageId) -> &mut u64 {
        self.0.entry(message.serial as usize - 1)
    }
}
