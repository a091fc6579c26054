//! What the charts show, and the numbers behind their lines.

use sim::{Metric, Sample};
use sqs::{MICROS_PER_S, Time};

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
}

impl ChartKind {
    /// From top to bottom.
    pub const ALL: [Self; 3] = [Self::Depth, Self::Age, Self::Rates];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Depth => "Messages in the queue",
            Self::Age => "Age of the oldest message",
            Self::Rates => "Messages per second",
        }
    }

    /// Its lines.
    pub fn metrics(self) -> &'static [Metric] {
        match self {
            Self::Depth => &[
                Metric::ApproximateNumberOfMessagesVisible,
                Metric::ApproximateNumberOfMessagesNotVisible,
                Metric::ApproximateNumberOfMessagesDelayed,
            ],
            Self::Age => &[Metric::ApproximateAgeOfOldestMessage],
            Self::Rates => &[
                Metric::NumberOfMessagesSent,
                Metric::NumberOfMessagesReceived,
                Metric::NumberOfMessagesDeleted,
                Metric::NumberOfEmptyReceives,
            ],
        }
    }
}

/// A sample's value of a metric, in its chart's unit. `samples` end with the sample in question.
pub fn value(samples: &[Sample], metric: Metric) -> f64 {
    let Some(now) = samples.last() else { return 0.0 };
    match metric {
        Metric::ApproximateNumberOfMessagesVisible => f64::from(now.visible),
        Metric::ApproximateNumberOfMessagesNotVisible => f64::from(now.in_flight),
        Metric::ApproximateNumberOfMessagesDelayed => f64::from(now.delayed),
        Metric::ApproximateAgeOfOldestMessage => f64::from(now.age_of_oldest_ms) / 1_000.0,
        Metric::NumberOfMessagesSent => rate(samples, |sample| sample.sent),
        Metric::NumberOfMessagesReceived => rate(samples, |sample| sample.received),
        Metric::NumberOfMessagesDeleted => rate(samples, |sample| sample.deleted),
        Metric::NumberOfEmptyReceives => rate(samples, |sample| sample.empty_receives),
    }
}

fn rate(samples: &[Sample], of: impl Fn(&Sample) -> u32) -> f64 {
    let Some(now) = samples.last() else { return 0.0 };
    let since_us = now.at_us.saturating_sub(RATE_WINDOW_US);
    let by_time = samples.partition_point(|sample| sample.at_us <= since_us).saturating_sub(1);
    let before = by_time.min(samples.len().saturating_sub(1 + RATE_WINDOW_SAMPLES));
    let Some(before) = samples.get(before) else { return 0.0 };
    let passed_us = now.at_us.saturating_sub(before.at_us);
    if passed_us == 0 {
        return 0.0;
    }
    f64::from(of(now).saturating_sub(of(before))) * MICROS_PER_S as f64 / passed_us as f64
}

/// The samples up to an instant.
pub fn up_to(samples: &[Sample], until_us: Time) -> &[Sample] {
    &samples[..samples.partition_point(|sample| sample.at_us <= until_us)]
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
    fn a_rate_looks_back_over_two_seconds() {
        let sample = |n: u32| Sample { at_us: u64::from(n) * 100_000, sent: n / 2, ..Sample::default() };
        let samples: Vec<Sample> = (0..=40).map(sample).collect();
        assert_eq!(value_text(value(&samples, Metric::NumberOfMessagesSent)), "5");
        assert_eq!(value_text(value(&samples[..1], Metric::NumberOfMessagesSent)), "0");
        assert_eq!(up_to(&samples, 250_000).len(), 3);
    }
}
