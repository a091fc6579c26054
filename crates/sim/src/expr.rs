//! What can be asked of a run: an expression, as integers, indexes and closed enums. `docs/expressions.md` is the
//! language that authors write; it is read elsewhere.

use sqs::Time;

use crate::happening::{Field, Happening};
use crate::{Arithmetic, Comparison, Predicate, Value, ValueType, WorkerId};

/// Limits of expressions.
pub mod budget {
    /// Parentheses and calls inside each other, as authors write them.
    pub const NESTING_MAX: usize = 32;
    /// Expressions inside each other; a chain of sums is a level for each.
    pub const DEPTH_MAX: usize = 256;
    /// Parts of one expression that follow events.
    pub const SELECTORS_MAX: usize = 16;
    /// Parts that follow events, over all expressions of a model; equal ones count once.
    pub const METERS_MAX: usize = 512;
    /// Percentiles over all expressions of a model; equal ones count once.
    pub const PERCENTILES_MAX: usize = 16;
    /// Conditions of one selector.
    pub const CONDITIONS_MAX: usize = 8;
}

/// An expression. It has a value after every event, or none: what has not happened has no instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Always the same.
    Constant(Value),
    /// The clock, as a duration since the start.
    Now,
    /// A number of the world, at this moment.
    Gauge(Gauge),
    /// The largest or smallest value of a gauge so far.
    Peak(Extreme, Gauge),
    /// How many such events there were so far.
    Count(Selector),
    /// The instant of the first or latest such event so far, in whole milliseconds.
    Instant(Instant),
    /// The first instant came, and the second had not come by then. No value as long as neither has come.
    Before(Box<[Instant; 2]>),
    /// A statistic of a duration that events bring with them.
    Statistic(Statistic, Measured),
    /// A named predicate.
    Predicate(Predicate),
    /// True if the inside is not; no value if it has none.
    Not(Box<Expr>),
    /// True if both are, false if one is; else no value.
    And(Box<[Expr; 2]>),
    /// True if one is, false if both are; else no value.
    Or(Box<[Expr; 2]>),
    /// No value where an operand has none.
    Arithmetic(Arithmetic, Box<[Expr; 2]>),
    /// No value where an operand has none.
    Compare(Comparison, Box<[Expr; 2]>),
}

/// Events of one kind, by conditions and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// The kind.
    pub happening: Happening,
    /// All must be true.
    pub conditions: Vec<Condition>,
    /// When.
    pub during: During,
}

/// From an instant on, and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct During {
    /// The first microsecond.
    pub from_us: Time,
    /// The first microsecond after it.
    pub before_us: Time,
}

/// A condition on a field of an event; an event without the field does not meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Which field.
    pub field: Field,
    /// How it compares.
    pub comparison: Comparison,
    /// With what, as the field's code.
    pub code: u64,
}

/// The first or the latest of some events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instant {
    /// Which.
    pub end: End,
    /// Of what.
    pub selector: Selector,
}

/// Which of several events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum End {
    First,
    Last,
}

/// Which of several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Extreme {
    Smallest,
    Largest,
}

/// A duration that events of one kind bring with them, of some of these events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Which.
    pub measure: Measure,
    /// Of which events; `happening` is that of the measure.
    pub selector: Selector,
}

/// A duration that events bring with them. A redriven message counts as sent anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// From a message's send to its first receive; at that receive.
    Wait,
    /// From a message's send to its delete; at the delete.
    Latency,
    /// How long a worker works on a message; when it begins.
    Work,
    /// From a direct call to the arrival of its answer; when the work for it is done.
    Answer,
}

/// What is made of many durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The smallest.
    Least,
    /// The largest.
    Most,
    /// The mean.
    Mean,
    /// The sum; zero before the first.
    Sum,
    /// So many percent are not larger: 1 to 99. Up to 1/128 too large, but equal to one of the durations.
    Percentile(u8),
}

/// A number of the world at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gauge {
    /// Of a queue, by index.
    Queue(QueueGauge, u32),
    /// Of a consumer, by index.
    Consumer(ConsumerGauge, u32),
    /// Requests that AWS bills for all queues.
    Requests,
}

/// Declares a list of gauges with the words that authors write.
macro_rules! gauges {
    ($(#[$meta:meta])* $list:ident { $( $(#[$doc:meta])* $word:ident $name:ident, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $list {
            $( $(#[$doc])* $name, )*
        }

        impl $list {
            /// All of them.
            pub const ALL: &[Self] = &[$( Self::$name, )*];

            /// What an author writes for it.
            pub const fn word(self) -> &'static str {
                match self { $( Self::$name => stringify!($word), )* }
            }
        }
    };
}

gauges! {
    /// A number of a queue: what it holds now, or a counter since 0.
    QueueGauge {
        /// Messages that can be received.
        visible Visible,
        /// Messages that were received and are hidden.
        in_flight InFlight,
        /// Messages whose delay has not ended.
        delayed Delayed,
        /// All of them.
        stored Stored,
        /// Microseconds since the oldest message that is stored came; none if the queue is empty.
        age_of_oldest AgeOfOldest,
        /// Accepted sends, and arrivals by move tasks.
        sent Sent,
        /// Sends that were recognised as duplicates.
        deduplicated Deduplicated,
        /// Messages handed out.
        received Received,
        /// Receives that brought nothing.
        empty_receives EmptyReceives,
        /// Messages deleted.
        deleted Deleted,
        /// Messages that left for the dead-letter queue.
        dead_lettered DeadLettered,
        /// Messages whose retention ended.
        expired Expired,
        /// Deliveries of messages that had been delivered before.
        duplicates Duplicates,
        /// Requests that AWS bills for this queue.
        requests Requests,
    }
}

gauges! {
    /// A number of a consumer.
    ConsumerGauge {
        /// Times that a message took effect, repeats included.
        effects Effects,
        /// Times that a message took effect that had done so before.
        repeats Repeats,
        /// Messages that were recognised as done before, and skipped.
        skipped Skipped,
        /// Workers that run; of a function its invocations at once.
        workers Workers,
    }
}

impl From<Predicate> for Expr {
    fn from(predicate: Predicate) -> Self {
        Self::Predicate(predicate)
    }
}

impl Default for During {
    fn default() -> Self {
        Self { from_us: 0, before_us: Time::MAX }
    }
}

impl During {
    pub(crate) fn contains(self, at: Time) -> bool {
        (self.from_us..self.before_us).contains(&at)
    }
}

impl Gauge {
    /// What its value is.
    pub fn value_type(self) -> ValueType {
        match self {
            Self::Queue(QueueGauge::AgeOfOldest, _) => ValueType::Duration,
            Self::Queue(..) | Self::Consumer(..) | Self::Requests => ValueType::Number,
        }
    }
}

impl Measure {
    /// The kind of event that brings it.
    pub const fn happening(self) -> Happening {
        match self {
            Self::Wait => Happening::Received,
            Self::Latency => Happening::Deleted,
            Self::Work => Happening::WorkStarted,
            Self::Answer => Happening::CallEnded,
        }
    }
}

impl Expr {
    /// What its value is; none if its parts do not go together.
    pub fn value_type(&self) -> Option<ValueType> {
        match self {
            Self::Constant(value) => Some(value.value_type()),
            Self::Now | Self::Instant(_) | Self::Statistic(..) => Some(ValueType::Duration),
            Self::Gauge(gauge) | Self::Peak(_, gauge) => Some(gauge.value_type()),
            Self::Count(_) => Some(ValueType::Number),
            Self::Before(_) | Self::Predicate(_) => Some(ValueType::Bool),
            Self::Not(inside) => inside.value_type().filter(|it| *it == ValueType::Bool),
            Self::And(sides) | Self::Or(sides) => {
                let are_true = sides.iter().all(|side| side.value_type() == Some(ValueType::Bool));
                are_true.then_some(ValueType::Bool)
            }
            Self::Arithmetic(operator, sides) => {
                let [left, right] = &**sides;
                operator.result(left.value_type()?, right.value_type()?)
            }
            Self::Compare(_, sides) => {
                let [left, right] = &**sides;
                let left = left.value_type().filter(|it| *it != ValueType::Bool)?;
                (right.value_type() == Some(left)).then_some(ValueType::Bool)
            }
        }
    }

    /// Levels of expressions inside each other, as far as the limit goes.
    pub(crate) fn nests_too_deep(&self, left: usize) -> bool {
        let Some(left) = left.checked_sub(1) else { return true };
        match self {
            Self::Not(inside) => inside.nests_too_deep(left),
            Self::And(sides) | Self::Or(sides) | Self::Arithmetic(_, sides) | Self::Compare(_, sides) => {
                sides.iter().any(|side| side.nests_too_deep(left))
            }
            Self::Constant(_)
            | Self::Now
            | Self::Gauge(_)
            | Self::Peak(..)
            | Self::Count(_)
            | Self::Instant(_)
            | Self::Before(_)
            | Self::Statistic(..)
            | Self::Predicate(_) => false,
        }
    }

    /// Shows every part that follows the run.
    pub(crate) fn each_part<'a>(&'a self, see: &mut impl FnMut(Part<'a>)) {
        match self {
            Self::Constant(_) | Self::Now => {}
            Self::Gauge(gauge) | Self::Peak(_, gauge) => see(Part::Gauge(*gauge)),
            Self::Count(selector) => see(Part::Selector(selector)),
            Self::Instant(instant) => see(Part::Selector(&instant.selector)),
            Self::Before(instants) => instants.iter().for_each(|it| see(Part::Selector(&it.selector))),
            Self::Statistic(statistic, sample) => see(Part::Measured(*statistic, sample)),
            Self::Predicate(predicate) => see(Part::Predicate(predicate)),
            Self::Not(inside) => inside.each_part(see),
            Self::And(sides) | Self::Or(sides) | Self::Arithmetic(_, sides) | Self::Compare(_, sides) => {
                sides.iter().for_each(|side| side.each_part(see));
            }
        }
    }
}

/// A part of an expression that follows the run.
pub(crate) enum Part<'a> {
    Gauge(Gauge),
    Selector(&'a Selector),
    Measured(Statistic, &'a Measured),
    Predicate(&'a Predicate),
}

impl Condition {
    /// The worker that it names, if it names one.
    pub(crate) fn worker(&self) -> Option<WorkerId> {
        (self.field == Field::Worker)
            .then_some(WorkerId { consumer: (self.code >> 32) as u32, index: self.code as u32 })
    }
}
