//! What has to be followed for all claims of a model, and which event is of interest where.

use super::predicate::{happenings, watched_queue};
use crate::expr::{ConsumerGauge, Extreme, Gauge, Instant, Measured, QueueGauge, Selector, Statistic};
use crate::happening::{Field, Happening};
use crate::{Arithmetic, Claim, ClaimKind, Comparison, Expr, Predicate, Value, limits};

/// Fixed for a run, shared by all states of it.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) claims: Vec<ClaimPlan>,
    pub(super) meters: Vec<Follow>,
    /// Claims to look at again when a meter changes, by meter.
    pub(super) dependents: Vec<ClaimSet>,
    /// Meters that take events in, by kind of event.
    pub(super) by_happening: Vec<Vec<u16>>,
    /// Claims to look at again after an event, by its kind.
    pub(super) claims_by_happening: Vec<ClaimSet>,
    /// Meters that look at a queue after a group of events about it, by queue.
    pub(super) by_queue: Vec<Vec<u16>>,
    /// Claims to look at again after a group of events about a queue, by queue.
    pub(super) claims_by_queue: Vec<ClaimSet>,
    /// Claims to look at after every group of events.
    pub(super) claims_each_group: ClaimSet,
    /// Does a meter need to know when messages were sent?
    pub(super) follows_sends: bool,
    /// The fields that tell which queues an event is about, by its kind; none if no queue is followed.
    pub(super) queue_fields: Vec<&'static [Field]>,
}

/// A claim, ready to be judged.
#[derive(Debug)]
pub(super) struct ClaimPlan {
    pub(super) kind: ClaimKind,
    pub(super) formula: Formula,
    /// Can its value change without an event?
    pub(super) follows_clock: bool,
}

/// An expression whose parts that follow the run are meters.
#[derive(Debug)]
pub(super) enum Formula {
    Constant(Value),
    Now,
    Gauge(Gauge),
    Meter(u16),
    Before(u16, u16),
    Not(Box<Formula>),
    And(Box<[Formula; 2]>),
    Or(Box<[Formula; 2]>),
    Arithmetic(Arithmetic, Box<[Formula; 2]>),
    Compare(Comparison, Box<[Formula; 2]>),
}

/// What a meter follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    Count(Selector),
    Instant(Instant),
    Statistic(Statistic, Measured),
    Peak(Extreme, Gauge),
    Predicate(Predicate),
}

/// Some of the claims, by index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ClaimSet([u64; limits::CONDITIONS_MAX / 64]);

impl ClaimSet {
    pub(super) fn add(&mut self, other: Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }

    fn insert(&mut self, claim: usize) {
        if let Some(word) = self.0.get_mut(claim / 64) {
            *word |= 1 << (claim % 64);
        }
    }

    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..self.0.len()).flat_map(move |place| {
            let mut rest = self.0[place];
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(place * 64 + bit as usize)
            })
        })
    }
}

impl Plan {
    pub(super) fn new(claims: &[Claim]) -> Self {
        let mut plan = Self {
            claims: Vec::with_capacity(claims.len()),
            meters: Vec::new(),
            dependents: Vec::new(),
            by_happening: vec![Vec::new(); Happening::ALL.len()],
            claims_by_happening: vec![ClaimSet::default(); Happening::ALL.len()],
            by_queue: vec![Vec::new(); limits::QUEUES_MAX],
            claims_by_queue: vec![ClaimSet::default(); limits::QUEUES_MAX],
            claims_each_group: ClaimSet::default(),
            follows_sends: false,
            queue_fields: vec![&[]; Happening::ALL.len()],
        };
        for (index, claim) in claims.iter().enumerate() {
            let mut at = Place { claim: index, kind: claim.kind, follows_clock: false };
            let formula = plan.formula(&claim.expr, &mut at);
            if at.follows_clock && at.is_watched() {
                plan.claims_each_group.insert(index);
            }
            plan.claims.push(ClaimPlan { kind: claim.kind, formula, follows_clock: at.follows_clock });
        }
        let follows_queues = plan.by_queue.iter().any(|meters| !meters.is_empty())
            || plan.claims_by_queue.iter().any(|claims| *claims != ClaimSet::default());
        if follows_queues {
            plan.queue_fields = Happening::ALL.iter().map(|happening| queue_fields(*happening)).collect();
        }
        plan
    }

    /// The claims that have to be judged on the way.
    pub(super) fn watched_claims(&self) -> ClaimSet {
        let mut watched = ClaimSet::default();
        for (index, claim) in self.claims.iter().enumerate() {
            if claim.kind != ClaimKind::Eventually {
                watched.insert(index);
            }
        }
        watched
    }

    fn formula(&mut self, expr: &Expr, at: &mut Place) -> Formula {
        match expr {
            Expr::Constant(value) => Formula::Constant(*value),
            Expr::Now => {
                at.follows_clock = true;
                Formula::Now
            }
            Expr::Gauge(gauge) => {
                self.watch_gauge(*gauge, at);
                Formula::Gauge(*gauge)
            }
            Expr::Peak(extreme, gauge) => {
                at.follows_clock |= follows_clock(*gauge);
                Formula::Meter(self.meter(Follow::Peak(*extreme, *gauge), at))
            }
            Expr::Count(selector) => Formula::Meter(self.meter(Follow::Count(selector.clone()), at)),
            Expr::Instant(instant) => Formula::Meter(self.meter(Follow::Instant(instant.clone()), at)),
            Expr::Before(instants) => {
                let [first, second] = &**instants;
                let first = self.meter(Follow::Instant(first.clone()), at);
                Formula::Before(first, self.meter(Follow::Instant(second.clone()), at))
            }
            Expr::Statistic(statistic, measured) => {
                Formula::Meter(self.meter(Follow::Statistic(*statistic, measured.clone()), at))
            }
            Expr::Predicate(predicate) => {
                Formula::Meter(self.meter(Follow::Predicate(predicate.clone()), at))
            }
            Expr::Not(inside) => Formula::Not(Box::new(self.formula(inside, at))),
            Expr::And(sides) => Formula::And(self.both(sides, at)),
            Expr::Or(sides) => Formula::Or(self.both(sides, at)),
            Expr::Arithmetic(operator, sides) => Formula::Arithmetic(*operator, self.both(sides, at)),
            Expr::Compare(comparison, sides) => Formula::Compare(*comparison, self.both(sides, at)),
        }
    }

    fn both(&mut self, sides: &[Expr; 2], at: &mut Place) -> Box<[Formula; 2]> {
        let [left, right] = sides;
        let left = self.formula(left, at);
        Box::new([left, self.formula(right, at)])
    }

    /// The meter of this, which is made if no other claim has it.
    fn meter(&mut self, follow: Follow, at: &Place) -> u16 {
        let known = self.meters.iter().position(|it| *it == follow);
        let index = known.unwrap_or_else(|| {
            self.subscribe(&follow, self.meters.len() as u16);
            self.meters.push(follow.clone());
            self.dependents.push(ClaimSet::default());
            self.meters.len() - 1
        });
        if at.is_watched() {
            self.dependents[index].insert(at.claim);
            self.watch(&follow, at);
        }
        index as u16
    }

    /// Tells a new meter of what it must see.
    fn subscribe(&mut self, follow: &Follow, index: u16) {
        match follow {
            Follow::Count(selector) | Follow::Instant(Instant { selector, .. }) => {
                self.by_happening[selector.happening as usize].push(index);
            }
            Follow::Statistic(_, measured) => {
                self.follows_sends = true;
                self.by_happening[measured.selector.happening as usize].push(index);
            }
            Follow::Peak(_, Gauge::Queue(_, queue)) => self.look_at(*queue, index),
            Follow::Peak(_, Gauge::Requests) => {
                (0..limits::QUEUES_MAX as u32).for_each(|queue| self.look_at(queue, index));
            }
            Follow::Peak(_, Gauge::Consumer(gauge, _)) => {
                for happening in consumer_happenings(*gauge) {
                    self.by_happening[happening as usize].push(index);
                }
            }
            Follow::Predicate(predicate) => {
                for happening in happenings(predicate) {
                    self.by_happening[*happening as usize].push(index);
                }
                if let Some(queue) = watched_queue(predicate) {
                    self.look_at(queue, index);
                }
            }
        }
    }

    fn look_at(&mut self, queue: u32, meter: u16) {
        if let Some(meters) = self.by_queue.get_mut(queue as usize) {
            meters.push(meter);
        }
    }

    /// A claim has to be looked at again after some events, whatever the meter makes of them.
    fn watch(&mut self, follow: &Follow, at: &Place) {
        match follow {
            Follow::Count(_) | Follow::Instant(_) | Follow::Statistic(..) => {}
            Follow::Peak(_, gauge) => self.watch_gauge(*gauge, &mut at.clone()),
            Follow::Predicate(predicate) => {
                for happening in happenings(predicate) {
                    self.claims_by_happening[*happening as usize].insert(at.claim);
                }
                if let Some(queue) = watched_queue(predicate) {
                    self.watch_queue(queue, at.claim);
                }
            }
        }
    }

    fn watch_gauge(&mut self, gauge: Gauge, at: &mut Place) {
        at.follows_clock |= follows_clock(gauge);
        if !at.is_watched() {
            return;
        }
        match gauge {
            Gauge::Requests | Gauge::Queue(QueueGauge::Requests, _) => {
                self.claims_each_group.insert(at.claim);
            }
            Gauge::Queue(_, queue) => self.watch_queue(queue, at.claim),
            Gauge::Consumer(gauge, _) => {
                for happening in consumer_happenings(gauge) {
                    self.claims_by_happening[happening as usize].insert(at.claim);
                }
            }
        }
    }

    fn watch_queue(&mut self, queue: u32, claim: usize) {
        if let Some(claims) = self.claims_by_queue.get_mut(queue as usize) {
            claims.insert(claim);
        }
    }
}

/// The claim whose expression is looked at, and what was found out about it.
#[derive(Clone, Debug)]
struct Place {
    claim: usize,
    kind: ClaimKind,
    follows_clock: bool,
}

impl Place {
    /// Of what must be true at the end only the end counts.
    fn is_watched(&self) -> bool {
        self.kind != ClaimKind::Eventually
    }
}

/// The fields that tell which queues an event is about.
fn queue_fields(happening: Happening) -> &'static [Field] {
    let has = |field| happening.fields().any(|own| own == field);
    match (has(Field::Queue), has(Field::To)) {
        (true, true) => &[Field::Queue, Field::To],
        (true, false) => &[Field::Queue],
        (false, _) => &[],
    }
}

fn follows_clock(gauge: Gauge) -> bool {
    matches!(gauge, Gauge::Queue(QueueGauge::AgeOfOldest, _))
}

/// The kinds of events that may change a number of a consumer.
fn consumer_happenings(gauge: ConsumerGauge) -> impl Iterator<Item = Happening> {
    Happening::ALL.iter().copied().filter(move |happening| match gauge {
        ConsumerGauge::Effects | ConsumerGauge::Repeats => *happening == Happening::TookEffect,
        ConsumerGauge::Skipped => *happening == Happening::SkippedAsDone,
        ConsumerGauge::Workers => happening.changes_workers(),
    })
}
