//! Where a chart's numbers come from: the truth at every moment, or what CloudWatch shows of it once a minute.

use sim::{Metric, Timeline};
use sqs::Time;

use super::metrics::{ChartKind, Quantity, value};

/// Lines of a chart at most.
pub const LINES_MAX: usize = 4;

/// Whose numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What is.
    Truth,
    /// A datapoint a minute, and none where there is nothing to tell.
    CloudWatch,
}

/// The values of a chart's lines at an instant, in the order of [`ChartKind::lines`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When.
    pub at_us: Time,
    /// None where there is no datapoint.
    pub values: [Option<f64>; LINES_MAX],
}

/// The points of a queue's chart up to an instant, oldest first.
pub fn points(
    timeline: &Timeline,
    queue: u32,
    kind: ChartKind,
    source: Source,
    until_us: Time,
) -> Vec<Point> {
    let now = before_clock(timeline, queue);
    let count = count(timeline, queue, kind, source, until_us, now);
    (0..count).filter_map(|n| point(timeline, queue, kind, source, n, now)).collect()
}

/// The newest of them.
pub fn latest(
    timeline: &Timeline,
    queue: u32,
    kind: ChartKind,
    source: Source,
    until_us: Time,
) -> Option<Point> {
    let now = before_clock(timeline, queue);
    let last = count(timeline, queue, kind, source, until_us, now).checked_sub(1)?;
    point(timeline, queue, kind, source, last, now)
}

/// Of the truth the clock itself is the last point; `now` is its number.
fn count(
    timeline: &Timeline,
    queue: u32,
    kind: ChartKind,
    source: Source,
    until_us: Time,
    now: usize,
) -> usize {
    match source {
        _ if is_of_workers(kind) && readers(timeline, queue, kind).next().is_none() => 0,
        Source::Truth if until_us < timeline.position().at_us => {
            timeline.samples(queue).partition_point(|it| it.at_us <= until_us)
        }
        Source::Truth => now + 1,
        Source::CloudWatch => timeline.readings(queue).partition_point(|it| it.at_us <= until_us),
    }
}

/// Samples of queues and of workers before the clock.
fn before_clock(timeline: &Timeline, queue: u32) -> usize {
    let at_us = timeline.position().at_us;
    timeline.samples(queue).partition_point(|it| it.at_us < at_us)
}

fn point(
    timeline: &Timeline,
    queue: u32,
    kind: ChartKind,
    source: Source,
    n: usize,
    now: usize,
) -> Option<Point> {
    if is_of_workers(kind) {
        return workers(timeline, queue, kind, n, now);
    }
    let (at_us, of): (Time, Box<dyn Fn(Metric) -> Option<f64>>) = match source {
        Source::Truth => {
            let samples = timeline.samples(queue);
            let sample = if n == now { timeline.sample_now(queue)? } else { *samples.get(n)? };
            let earlier = samples.get(..n)?;
            (sample.at_us, Box::new(move |metric| Some(value(earlier, &sample, metric))))
        }
        Source::CloudWatch => {
            let readings = timeline.readings(queue);
            let (now, before) = (readings.get(n)?, n.checked_sub(1).and_then(|n| readings.get(n)));
            (now.at_us, Box::new(move |metric| now.value(metric, before).map(|it| it as f64)))
        }
    };
    let mut values = [None; LINES_MAX];
    for (value, line) in values.iter_mut().zip(kind.lines()) {
        if let Quantity::Of(metric) = line {
            *value = of(*metric);
        }
    }
    Some(Point { at_us, values })
}

fn is_of_workers(kind: ChartKind) -> bool {
    matches!(kind, ChartKind::Workers | ChartKind::Concurrency)
}

/// The consumers that a chart of workers adds up.
fn readers(timeline: &Timeline, queue: u32, kind: ChartKind) -> impl Iterator<Item = u32> + '_ {
    let consumers = (0..).zip(&timeline.model().consumers);
    let here = consumers.filter(move |(_, it)| {
        it.queue() == Some(queue) && it.lambda.is_some() == (kind == ChartKind::Concurrency)
    });
    here.map(|(consumer, _)| consumer)
}

fn workers(timeline: &Timeline, queue: u32, kind: ChartKind, n: usize, now: usize) -> Option<Point> {
    let sample = |consumer| {
        let known = || timeline.worker_samples(consumer).get(n).copied();
        if n == now { timeline.worker_sample_now(consumer) } else { known() }
    };
    let mut values = [None; LINES_MAX];
    let mut at_us = None;
    for sample in readers(timeline, queue, kind).filter_map(sample) {
        at_us = Some(sample.at_us);
        for (value, line) in values.iter_mut().zip(kind.lines()) {
            let more = match line {
                Quantity::There => sample.there,
                Quantity::Busy => sample.busy,
                Quantity::Of(_) => continue,
            };
            *value = Some(value.unwrap_or(0.0) + f64::from(more));
        }
    }
    Some(Point { at_us: at_us?, values })
}

/// What stands behind a number.
pub fn unit(quantity: Quantity, source: Source) -> &'static str {
    let Quantity::Of(metric) = quantity else { return "" };
    match metric {
        Metric::ApproximateAgeOfOldestMessage => " s",
        Metric::NumberOfMessagesSent
        | Metric::NumberOfMessagesReceived
        | Metric::NumberOfMessagesDeleted
        | Metric::NumberOfEmptyReceives => match source {
            Source::Truth => "/s",
            Source::CloudWatch => " a period",
        },
        Metric::ApproximateNumberOfMessagesVisible
        | Metric::ApproximateNumberOfMessagesNotVisible
        | Metric::ApproximateNumberOfMessagesDelayed => "",
    }
}
