//! What is counted for an expression while a run goes on.

use sqs::{EventKind, MICROS_PER_MS, QueueId, Time};

use super::histogram::Histogram;
use super::plan::Follow;
use super::predicate::Memory;
use crate::expr::{ConsumerGauge, End, Extreme, Gauge, Measure, QueueGauge, Selector, Statistic};
use crate::happening::fact;
use crate::table::Table;
use crate::{CallOutcome, Event, Kind, Value, ValueType, World};

/// What one part of an expression has seen so far.
#[derive(Clone, Debug)]
pub(super) enum Meter {
    Count(u64),
    /// When, and as the which event.
    Instant(Option<(Time, u64)>),
    Tally(Tally),
    Percentile(Histogram),
    Peak(Peak),
    Predicate(Memory),
}

/// Durations, added up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    count: u64,
    sum_us: u128,
    least_us: Time,
    most_us: Time,
}

/// The extreme of a gauge, and where the gauge was last seen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Peak {
    best: Option<u64>,
    level: Option<Level>,
}

/// Where a gauge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// A number.
    At(u64),
    /// The time since this instant.
    Since(Time),
}

/// What an event did to a meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing.
    None,
    /// Its value may have changed.
    Changed,
    /// It has to look at the world when the group of events is complete.
    LookLater,
}

/// An event, with all that meters want to know of it.
pub(super) struct Seen<'a> {
    pub(super) event: &'a Event,
    pub(super) table: &'a Table,
    /// Number of the event since 0, and of its group.
    pub(super) number: u64,
    pub(super) group: u64,
    /// Since the send of the message that is received for the first time, or deleted.
    pub(super) since_sent_us: Option<Time>,
}

impl Meter {
    pub(super) fn new(follow: &Follow) -> Self {
        match follow {
            Follow::Count(_) => Self::Count(0),
            Follow::Instant(_) => Self::Instant(None),
            Follow::Statistic(Statistic::Percentile(_), _) => Self::Percentile(Histogram::default()),
            Follow::Statistic(..) => Self::Tally(Tally::default()),
            Follow::Peak(..) => Self::Peak(Peak::default()),
            Follow::Predicate(_) => Self::Predicate(Memory::default()),
        }
    }

    /// Takes an event in.
    pub(super) fn event(&mut self, follow: &Follow, seen: &Seen<'_>) -> Effect {
        match (self, follow) {
            (Self::Count(count), Follow::Count(selector)) if selects(selector, seen) => {
                *count += 1;
                Effect::Changed
            }
            (Self::Instant(kept), Follow::Instant(instant)) => {
                let is_wanted = kept.is_none() || instant.end == End::Last;
                if !is_wanted || !selects(&instant.selector, seen) {
                    return Effect::None;
                }
                *kept = Some((seen.event.at, seen.number));
                Effect::Changed
            }
            (Self::Tally(tally), Follow::Statistic(_, measured)) => {
                let us = measure(measured.measure, seen).filter(|_| selects(&measured.selector, seen));
                us.map_or(Effect::None, |us| tally.add(us))
            }
            (Self::Percentile(histogram), Follow::Statistic(_, measured)) => {
                let us = measure(measured.measure, seen).filter(|_| selects(&measured.selector, seen));
                us.map_or(Effect::None, |us| histogram.add(us))
            }
            (Self::Peak(_), _) => Effect::LookLater,
            (Self::Predicate(memory), Follow::Predicate(predicate)) => {
                memory.event(predicate, seen.event, seen.group, seen.table);
                Effect::Changed
            }
            _ => Effect::None,
        }
    }

    /// Looks at the world after a group of events.
    pub(super) fn look(&mut self, follow: &Follow, world: &World) {
        match (self, follow) {
            (Self::Peak(peak), Follow::Peak(extreme, gauge)) => peak.see(*extreme, *gauge, world),
            (Self::Predicate(memory), Follow::Predicate(predicate)) => memory.look(predicate, world),
            _ => {}
        }
    }

    /// Its value at the world's clock.
    pub(super) fn value(&self, follow: &Follow, world: &World) -> Option<Value> {
        match (self, follow) {
            (Self::Count(count), _) => Value::whole(*count),
            (Self::Instant(kept), _) => {
                let (at, _) = (*kept)?;
                Value::duration_us(at / MICROS_PER_MS * MICROS_PER_MS)
            }
            (Self::Tally(tally), Follow::Statistic(statistic, _)) => tally.value(*statistic),
            (Self::Percentile(histogram), Follow::Statistic(Statistic::Percentile(percent), _)) => {
                histogram.percentile(*percent).and_then(Value::duration_us)
            }
            (Self::Peak(peak), Follow::Peak(extreme, gauge)) => {
                let best = peak.best_at(*extreme, world.position().at_us)?;
                match gauge.value_type() {
                    ValueType::Duration => Value::duration_us(best),
                    ValueType::Number | ValueType::Bool => Value::whole(best),
                }
            }
            (Self::Predicate(memory), Follow::Predicate(predicate)) => {
                Some(Value::Bool(memory.holds(predicate, world)))
            }
            _ => None,
        }
    }

    pub(super) fn heap_bytes(&self) -> u64 {
        match self {
            Self::Percentile(histogram) => histogram.heap_bytes(),
            Self::Predicate(memory) => memory.heap_bytes(),
            Self::Count(_) | Self::Instant(_) | Self::Tally(_) | Self::Peak(_) => 0,
        }
    }
}

impl Tally {
    fn add(&mut self, us: Time) -> Effect {
        self.least_us = if self.count == 0 { us } else { self.least_us.min(us) };
        self.most_us = self.most_us.max(us);
        self.sum_us += u128::from(us);
        self.count += 1;
        Effect::Changed
    }

    fn value(&self, statistic: Statistic) -> Option<Value> {
        let some = |us| (self.count > 0).then_some(us);
        let us = match statistic {
            Statistic::Least => some(self.least_us)?,
            Statistic::Most => some(self.most_us)?,
            Statistic::Mean => Time::try_from(self.sum_us.checked_div(self.count.into())?).ok()?,
            Statistic::Sum => Time::try_from(self.sum_us).ok()?,
            Statistic::Percentile(_) => return None,
        };
        Value::duration_us(us)
    }
}

impl Peak {
    /// An age grows until this moment, at which something may have ended it.
    fn see(&mut self, extreme: Extreme, gauge: Gauge, world: &World) {
        let now = world.position().at_us;
        if let Some(Level::Since(_)) = self.level {
            self.best = self.best_at(extreme, now);
        }
        self.level = level(gauge, world);
        self.best = self.best_at(extreme, now);
    }

    fn best_at(&self, extreme: Extreme, now: Time) -> Option<u64> {
        let current = self.level.map(|level| level.at(now));
        match extreme {
            Extreme::Smallest => self.best.into_iter().chain(current).min(),
            Extreme::Largest => self.best.into_iter().chain(current).max(),
        }
    }
}

impl Level {
    fn at(self, now: Time) -> u64 {
        match self {
            Self::At(number) => number,
            Self::Since(instant) => now.saturating_sub(instant),
        }
    }
}

/// The value of a gauge at the world's clock.
pub(super) fn gauge_value(gauge: Gauge, world: &World) -> Option<Value> {
    match level(gauge, world)? {
        Level::At(number) => Value::whole(number),
        since => Value::duration_us(since.at(world.position().at_us)),
    }
}

fn level(gauge: Gauge, world: &World) -> Option<Level> {
    match gauge {
        Gauge::Queue(gauge, queue) => queue_level(gauge, queue, world),
        Gauge::Requests => {
            let queues = 0..world.totals.len() as u32;
            let requests = queues.filter_map(|queue| world.engine.requests(QueueId(queue)));
            Some(Level::At(requests.map(|requests| requests.total()).sum()))
        }
        Gauge::Consumer(gauge, consumer) => {
            let effects = world.effects.get(consumer as usize)?;
            Some(Level::At(match gauge {
                ConsumerGauge::Effects => effects.total,
                ConsumerGauge::Repeats => effects.repeats,
                ConsumerGauge::Skipped => effects.skipped,
                ConsumerGauge::Workers => world.running(consumer).into(),
            }))
        }
    }
}

fn queue_level(gauge: QueueGauge, queue: u32, world: &World) -> Option<Level> {
    let totals = world.totals.get(queue as usize)?;
    let stored = || world.engine.queue(QueueId(queue));
    let counts = || stored().map(|queue| queue.counts).unwrap_or_default();
    Some(Level::At(match gauge {
        QueueGauge::Visible => counts().visible,
        QueueGauge::InFlight => counts().in_flight,
        QueueGauge::Delayed => counts().delayed,
        QueueGauge::Stored => {
            let counts = counts();
            counts.visible + counts.in_flight + counts.delayed
        }
        QueueGauge::AgeOfOldest => return stored()?.oldest_arrived_at.map(Level::Since),
        QueueGauge::Sent => totals.sent,
        QueueGauge::Deduplicated => totals.deduplicated,
        QueueGauge::Received => totals.received,
        QueueGauge::EmptyReceives => totals.empty_receives,
        QueueGauge::Deleted => totals.deleted,
        QueueGauge::DeadLettered => totals.dead_lettered,
        QueueGauge::Expired => totals.expired,
        QueueGauge::Duplicates => totals.duplicates,
        QueueGauge::Requests => world.engine.requests(QueueId(queue))?.total(),
    }))
}

fn selects(selector: &Selector, seen: &Seen<'_>) -> bool {
    selector.during.contains(seen.event.at)
        && selector.conditions.iter().all(|condition| {
            let fact = fact(&seen.event.kind, condition.field, seen.table);
            fact.is_some_and(|fact| condition.comparison.holds(fact, condition.code))
        })
}

/// The duration that an event brings; none if it brings none.
fn measure(measure: Measure, seen: &Seen<'_>) -> Option<Time> {
    match (measure, seen.event.kind) {
        (Measure::Wait, Kind::Engine(EventKind::Received { .. }))
        | (Measure::Latency, Kind::Engine(EventKind::Deleted { .. })) => seen.since_sent_us,
        (Measure::Work, Kind::WorkStarted { done_at, .. }) => Some(done_at - seen.event.at),
        (Measure::Answer, Kind::CallEnded { outcome: CallOutcome::Answered, after_us, .. }) => Some(after_us),
        _ => None,
    }
}
