//! The statistics of a datapoint.

use sqs::Datapoint;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Statistic {
    SampleCount,
    Average,
    Sum,
    Minimum,
    Maximum,
    /// `p0` to `p100`.
    Percentile,
}

impl Statistic {
    /// The plain ones, in the order in which AWS lists them.
    pub(super) const NAMES: [(&'static str, Self); 5] = [
        ("SampleCount", Self::SampleCount),
        ("Average", Self::Average),
        ("Sum", Self::Sum),
        ("Minimum", Self::Minimum),
        ("Maximum", Self::Maximum),
    ];

    /// A plain one, by name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, statistic)| statistic)
    }

    /// A percentile: `p99`, `p99.9`.
    pub(super) fn percentile(name: &str) -> Option<Self> {
        let digits = name
            .strip_prefix('p')
            .filter(|digits| digits.bytes().all(|it| it.is_ascii_digit() || it == b'.'));
        let share: f64 = digits?.parse().ok()?;
        (0.0..=100.0).contains(&share).then_some(Self::Percentile)
    }

    /// Its value; none for a percentile of samples that differ, since CloudWatch keeps no single ones of SQS.
    pub(super) fn of(self, point: &Datapoint) -> Option<f64> {
        let Datapoint { sum, minimum, maximum, samples, .. } = *point;
        match self {
            Self::SampleCount => Some(samples as f64),
            Self::Average => (samples > 0).then(|| sum as f64 / samples as f64),
            Self::Sum => Some(sum as f64),
            Self::Minimum => Some(minimum as f64),
            Self::Maximum => Some(maximum as f64),
            Self::Percentile => (minimum == maximum).then_some(minimum as f64),
        }
    }
}
