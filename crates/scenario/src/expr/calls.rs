//! Calls: `name(…)`. What stands between the parentheses depends on the name.

use sim::{
    ConsumerGauge, End, Expr, Extreme, Gauge, Instant, Measure, Measured, QueueGauge, Statistic, ValueType,
};
use winnow::prelude::*;
use winnow::stream::Location;
use winnow::token::take_while;

use super::fault::{Fault, wrong_type};
use super::grammar::{Part, either};
use super::predicates;
use super::selector::{conditions, selector};
use super::token::{Input, Parsed, here, name, needed, next_part, sign, spend};
use crate::problem::{quoted, suggest};
use crate::text::plural;

/// Functions that look at events.
const OF_EVENTS: [&str; 4] = ["count", "first", "last", "before"];
/// Statistics, but for percentiles.
const STATISTICS: [(&str, Statistic); 4] =
    [("min", Statistic::Least), ("max", Statistic::Most), ("mean", Statistic::Mean), ("sum", Statistic::Sum)];
/// Percentiles that a hint names; any from `p1` to `p99` is known.
const PERCENTILES: [&str; 3] = ["p50", "p95", "p99"];
/// Durations that events bring; `age` is another name of `latency`.
pub(super) const MEASURES: [(&str, Measure); 5] = [
    ("wait", Measure::Wait),
    ("latency", Measure::Latency),
    ("age", Measure::Latency),
    ("work", Measure::Work),
    ("answer", Measure::Answer),
];

const CLOSE: &str = "Close the parenthesis.";

/// Everything that can be called.
pub fn functions() -> impl Iterator<Item = &'static str> {
    OF_EVENTS
        .into_iter()
        .chain(STATISTICS.into_iter().map(|(word, _)| word))
        .chain(PERCENTILES)
        .chain(gauge_words())
        .chain(predicates::names())
}

fn gauge_words() -> impl Iterator<Item = &'static str> {
    let queue = QueueGauge::ALL.iter().map(|gauge| gauge.word());
    queue.chain(ConsumerGauge::ALL.iter().map(|gauge| gauge.word()))
}

/// Reads a call whose parenthesis has been opened.
pub(super) fn call(input: &mut Input<'_, '_>, at: usize, called: &str) -> Parsed<Part> {
    if called != "before" {
        spend(input, at)?;
    }
    let part = |expr: Expr| {
        let value_type = expr.value_type().unwrap_or(ValueType::Bool);
        Part { at, expr, value_type }
    };
    match called {
        "count" => {
            let selector = selector(input)?;
            closed(input, part(Expr::Count(selector)))
        }
        "first" => instant(input, End::First).map(|it| part(Expr::Instant(it))),
        "last" => instant(input, End::Last).map(|it| part(Expr::Instant(it))),
        "before" => before(input).map(part),
        _ => match statistic(called) {
            Some(statistic) => statistics(input, statistic).map(part),
            None => named(input, at, called).map(part),
        },
    }
}

fn closed(input: &mut Input<'_, '_>, part: Part) -> Parsed<Part> {
    needed(input, ")", CLOSE)?;
    Ok(part)
}

fn instant(input: &mut Input<'_, '_>, end: End) -> Parsed<Instant> {
    let selector = selector(input)?;
    needed(input, ")", CLOSE)?;
    Ok(Instant { end, selector })
}

/// `before(first(…), first(…))`
fn before(input: &mut Input<'_, '_>) -> Parsed<Expr> {
    let first = plain_instant(input)?;
    needed(input, ",", "Write two instants: `before(first(…), first(…))`.")?;
    let second = plain_instant(input)?;
    needed(input, ")", CLOSE)?;
    Ok(Expr::Before(Box::new([first, second])))
}

fn plain_instant(input: &mut Input<'_, '_>) -> Parsed<Instant> {
    let at = here(input);
    match either(input)?.expr {
        Expr::Instant(instant) => Ok(instant),
        _ => Err(Fault::new(at, "This is not the instant of an event.", "Write `first(…)` or `last(…)`.")),
    }
}

/// `min`, `max`, `mean`, `sum`, `p1` to `p99`
fn statistic(called: &str) -> Option<Statistic> {
    let plain = STATISTICS.iter().find(|(word, _)| *word == called).map(|(_, statistic)| *statistic);
    let digits = called.strip_prefix('p').filter(|digits| !digits.starts_with(['0', '+']));
    let percent = digits.and_then(|digits| digits.parse().ok()).filter(|percent| (1..=99).contains(percent));
    plain.or(percent.map(Statistic::Percentile))
}

/// `p95(wait where queue == orders)`, `max(visible(orders))`
fn statistics(input: &mut Input<'_, '_>, statistic: Statistic) -> Parsed<Expr> {
    let at = here(input);
    let word = name(input).map_err(|_| missing_measure(input, at))?;
    if sign(input, "(") {
        let gauge = match named(input, at, word)? {
            Expr::Gauge(gauge) => gauge,
            other => {
                let found = other.value_type().unwrap_or(ValueType::Bool);
                return Err(wrong_type(at, &[ValueType::Number], found));
            }
        };
        let extreme = match statistic {
            Statistic::Least => Extreme::Smallest,
            Statistic::Most => Extreme::Largest,
            Statistic::Mean | Statistic::Sum | Statistic::Percentile(_) => {
                let message = format!("Of {} only `min` and `max` can be taken.", quoted(word));
                return Err(Fault::new(at, message, "The others take `wait`, `latency` or `work`."));
            }
        };
        needed(input, ")", CLOSE)?;
        return Ok(Expr::Peak(extreme, gauge));
    }
    let Some((_, measure)) = MEASURES.iter().find(|(known, _)| *known == word) else {
        let hint = suggest(word, MEASURES.iter().map(|(word, _)| *word).chain(gauge_words()));
        return Err(Fault::new(at, format!("There is no duration {}.", quoted(word)), hint));
    };
    let selector = conditions(input, measure.happening())?;
    needed(input, ")", CLOSE)?;
    Ok(Expr::Statistic(statistic, Measured { measure: *measure, selector }))
}

fn missing_measure(input: &Input<'_, '_>, at: usize) -> Fault {
    let hint = "Write `wait`, `latency` or `work`, or a call such as `visible(orders)`.";
    Fault::new(at, format!("What to take it of is missing before {}.", next_part(input)), hint)
}

/// A call with arguments by place: a named predicate, or a gauge.
fn named(input: &mut Input<'_, '_>, at: usize, called: &str) -> Parsed<Expr> {
    let arguments = arguments(input)?;
    if called == QueueGauge::Requests.word() && arguments.is_empty() {
        return Ok(Expr::Gauge(Gauge::Requests));
    }
    if let (Some(gauge), [argument]) = (queue_gauge(called), &*arguments) {
        let queue = input.state.scope.find_queue(argument.text);
        let queue = queue.map_err(|complaint| complaint.at(argument.at))?;
        return Ok(Expr::Gauge(Gauge::Queue(gauge, queue)));
    }
    if let (Some(gauge), [argument]) = (consumer_gauge(called), &*arguments) {
        let consumer = input.state.scope.find_consumer(argument.text);
        let consumer = consumer.map_err(|complaint| complaint.at(argument.at))?;
        return Ok(Expr::Gauge(Gauge::Consumer(gauge, consumer)));
    }
    if predicates::names().any(|known| known == called) {
        return predicates::read(at, called, &arguments, input.state.scope).map(Expr::Predicate);
    }
    if queue_gauge(called).is_some() || consumer_gauge(called).is_some() {
        let what = if queue_gauge(called).is_some() { "queue" } else { "consumer" };
        let taken = plural(1, "argument", "arguments");
        let message = format!("`{called}` takes {taken}, not {}.", arguments.len());
        return Err(Fault::new(at, message, format!("Write `{called}({what})`.")));
    }
    let message = format!("There is no function {}.", quoted(called));
    Err(Fault::new(at, message, suggest(called, functions())))
}

fn queue_gauge(word: &str) -> Option<QueueGauge> {
    QueueGauge::ALL.iter().copied().find(|gauge| gauge.word() == word)
}

fn consumer_gauge(word: &str) -> Option<ConsumerGauge> {
    ConsumerGauge::ALL.iter().copied().find(|gauge| gauge.word() == word)
}

/// An argument as it is written, without the spaces around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Argument<'i> {
    pub(super) at: usize,
    pub(super) text: &'i str,
}

/// What stands between the commas up to the closing parenthesis.
fn arguments<'i>(input: &mut Input<'i, '_>) -> Parsed<Vec<Argument<'i>>> {
    let mut arguments = Vec::new();
    if sign(input, ")") {
        return Ok(arguments);
    }
    loop {
        let at = here(input);
        let text: &str = take_while(0.., |c: char| !",()".contains(c)).parse_next(input)?;
        arguments.push(Argument { at, text: text.trim() });
        if sign(input, ")") {
            return Ok(arguments);
        }
        if !sign(input, ",") {
            let at = input.current_token_start();
            return Err(Fault::new(at, format!("`)` is missing, found {}.", next_part(input)), CLOSE));
        }
    }
}
