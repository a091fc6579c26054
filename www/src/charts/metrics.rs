//! What the charts show, and the numbers behind their lines.

use scenario::text;
use sim::{Metric, Model, Sample};
use sqs::{MICROS_PER_S, Time};

use super::series::Source;

/// A rate looks back over at least so long a stretch, so that single messages are not spikes.
const RATE_WINDOW_US: Time = 2 * MICROS_PER_S;
/// And over at least so many samples.
const RATE_WINDOW_SAMPLES: usize = 16;

/// One of the charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// How many messages are where.
    Depth,
    /// How long the oldest has been there.
    Age,
    /// How fast they come and go.
    Rates,
    /// How many workers there are, and how many of them work.
    Workers,
    /// How many invocations of Lambda functions run, and how many may.
    Concurrency,
}

/// What a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A queue's metric.
    Of(Metric),
    /// Workers that are there, or invocations that may run at once.
    There,
    /// Workers at work, or invocations that run.
    Busy,
}

impl Quantity {
    /// CloudWatch's name of it, if it has one.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Of(metric) => Some(metric.name()),
            Self::There | Self::Busy => None,
        }
    }

    /// What it is called.
    pub fn words(self, kind: ChartKind) -> &'static str {
        match (self, kind) {
            (Self::Of(metric), _) => text::metric(metric),
            (Self::There, ChartKind::Concurrency) => "Allowed now",
            (Self::Busy, ChartKind::Concurrency) => "Running",
            (Self::There, _) => "There",
            (Self::Busy, _) => "At work",
        }
    }

    /// What it means.
    pub fn help(self, kind: ChartKind) -> &'static str {
        match (self, kind) {
            (Self::Of(metric), _) => text::metric_help(metric),
            (Self::There, ChartKind::Concurrency) => "invocations at once that the mapping may have by now",
            (Self::Busy, ChartKind::Concurrency) => "invocations that run",
            (Self::There, _) => "workers that poll or work",
            (Self::Busy, _) => "workers with a message in hand",
        }
    }

    /// The head of its column in a table.
    pub fn column(self, kind: ChartKind) -> &'static str {
        self.name().unwrap_or_else(|| self.words(kind))
    }
}

impl ChartKind {
    /// Those of a queue, from top to bottom; SQS reports nothing of who reads it.
    pub fn of(model: &Model, queue: u32, source: Source) -> Vec<Self> {
        let mut kinds = vec![Self::Depth, Self::Age, Self::Rates];
        let mut readers =
            model.consumers.iter().filter(|it| it.queue() == Some(queue) && source == Source::Truth);
        if readers.clone().any(|it| it.lambda.is_none()) {
            kinds.push(Self::Workers);
        }
        if readers.any(|it| it.lambda.is_some()) {
            kinds.push(Self::Concurrency);
        }
        kinds
    }

    /// Its heading.
    pub fn title(self, source: Source) -> &'static str {
        match (self, source) {
            (Self::Depth, _) => "Messages in the queue",
            (Self::Age, _) => "Age of the oldest message",
            (Self::Rates, Source::Truth) => "Messages per second",
            (Self::Rates, Source::CloudWatch) => "Messages per period",
            (Self::Workers, _) => "Workers of the queue",
            (Self::Concurrency, _) => "Invocations at once",
        }
    }

    /// Its lines.
    pub fn lines(self) -> &'static [Quantity] {
        match self {
            Self::Depth => &[
                Quantity::Of(Metric::ApproximateNumberOfMessagesVisible),
                Quantity::Of(Metric::ApproximateNumberOfMessagesNotVisible),
                Quantity::Of(Metric::ApproximateNumberOfMessagesDelayed),
            ],
            Self::Age => &[Quantity::Of(Metric::ApproximateAgeOfOldestMessage)],
            Self::Rates => &[
                Quantity::Of(Metric::NumberOfMessagesSent),
                Quantity::Of(Metric::NumberOfMessagesReceived),
                Quantity::Of(Metric::NumberOfMessagesDeleted),
                Quantity::Of(Metric::NumberOfEmptyReceives),
            ],
            Self::Workers | Self::Concurrency => &[Quantity::There, Quantity::Busy],
        }
    }
}

/// A sample's value of a metric, in its chart's unit; `earlier` are the samples before it.
pub fn value(earlier: &[Sample], now: &Sample, metric: Metric) -> f64 {
    match metric {
        Metric::ApproximateNumberOfMessagesVisible => f64::from(now.visible),
        Metric::ApproximateNumberOfMessagesNotVisible => f64::from(now.in_flight),
        Metric::ApproximateNumberOfMessagesDelayed => f64::from(now.delayed),
        Metric::ApproximateAgeOfOldestMessage => f64::from(now.age_of_oldest_ms) / 1_000.0,
        Metric::NumberOfMessagesSent => rate(earlier, now, |sample| sample.sent),
        Metric::NumberOfMessagesReceived => rate(earlier, now, |sample| sample.received),
        Metric::NumberOfMessagesDeleted => rate(earlier, now, |sample| sample.deleted),
        Metric::NumberOfEmptyReceives => rate(earlier, now, |sample| sample.empty_receives),
    }
}

fn rate(earlier: &[Sample], now: &Sample, of: impl Fn(&Sample) -> u32) -> f64 {
    let since_us = now.at_us.saturating_sub(RATE_WINDOW_US);
    let by_time = earlier.partition_point(|sample| sample.at_us <= since_us).saturating_sub(1);
    let before = by_time.min(earlier.len().saturating_sub(RATE_WINDOW_SAMPLES));
    let Some(before) = earlier.get(before) else { return 0.0 };
    let passed_us = now.at_us.saturating_sub(before.at_us);
    if passed_us == 0 {
        return 0.0;
    }
    f64::from(of(now).saturating_sub(of(before))) * MICROS_PER_S as f64 / passed_us as f64
}

/// A value for people: as [`value_text`], with thousands apart.
pub fn value_words(value: f64) -> String {
    let exact = value_text(value);
    let (whole, tenth) =
        exact.split_once('.').map_or((exact.as_str(), None), |(whole, it)| (whole, Some(it)));
    let whole = text::count(whole.parse().unwrap_or(0));
    tenth.map_or_else(|| whole.clone(), |tenth| format!("{whole}.{tenth}"))
}

/// A value as text: whole numbers as they are, others to a tenth.
pub fn value_text(value: f64) -> String {
    let tenths = (value * 10.0).round() as u64;
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_for_people() {
        assert_eq!((value_words(1_500.0), value_words(0.25)), ("1,500".to_owned(), "0.3".to_owned()));
        assert_eq!(value_text(1_500.0), "1500");
    }

    #[test]
    fn a_rate_looks_back_over_two_seconds() {
        let sample = |n: u32| Sample { at_us: u64::from(n) * 100_000, sent: n / 2, ..Sample::default() };
        let samples: Vec<Sample> = (0..=40).map(sample).collect();
        let sent =
            |earlier: usize| value(&samples[..earlier], &samples[earlier], Metric::NumberOfMessagesSent);
        assert_eq!((value_text(sent(40)), value_text(sent(0))), ("5".to_owned(), "0".to_owned()));
    }
}
