//! When a producer sends, as it is written.

use serde_json::Value;

use super::scalar::scaled;
use super::{Milli, Span};
use crate::read::{Read, Reader};

/// Messages a second over time, or when they are sent.
#[derive(Clone, Debug)]
pub(crate) enum Rate {
    /// In steps; a constant rate is one step at 0.
    Steps(Vec<StepAt>),
    /// In straight lines between points.
    Ramp(Vec<StepAt>),
    /// Around a mean.
    Sine(SineRate),
    /// Many at once.
    Bursts(Bursts),
    /// At given instants.
    Times(Vec<Span>),
}

/// From this instant on, or at it, this rate in thousandths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepAt {
    pub(crate) at_us: u64,
    pub(crate) rate_milli: u64,
}

record! {
    /// A rate that swings around a mean.
    SineRate {
        /// Messages a second.
        mean: Milli = required "mean",
        /// How far it swings up and down, at most the mean; default: the mean.
        swing: Option<Milli> = optional "swing",
        /// From peak to peak; default 24h.
        period: Option<Span> = optional "period",
        /// When it is highest; default 0s.
        peak_at: Option<Span> = optional "peakAt",
    }
}

record! {
    /// Many at once, now and then.
    Bursts {
        /// Messages of a burst, 1 to 10000.
        size: u32 = required "size",
        /// From burst to burst.
        every: Span = required "every",
        /// The first burst; default 0s.
        first: Option<Span> = optional "first",
    }
}

const RATE_EXAMPLE: &str = "5, 0.5, or { \"steps\": [[\"0s\", 5], [\"60s\", 80]] }";
const FORMS: [&str; 5] = ["steps", "ramp", "sine", "bursts", "times"];

impl Read for Rate {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::Number(_) => {
                Some(Self::Steps(vec![StepAt { at_us: 0, rate_milli: rate_milli(value, reader)? }]))
            }
            Value::Object(_) => {
                let fields = reader.object(value, &FORMS)?;
                let mut named = fields.iter().filter(|(key, _)| FORMS.contains(&key.as_str()));
                let (Some((key, inner)), None) = (named.next(), named.next()) else {
                    let wanted = "exactly one of `steps`, `ramp`, `sine`, `bursts` and `times`";
                    return reader.wrong_type(value, wanted, RATE_EXAMPLE);
                };
                reader.below(key, |r| match key.as_str() {
                    "steps" => Vec::read(inner, r).map(Self::Steps),
                    "ramp" => Vec::read(inner, r).map(Self::Ramp),
                    "sine" => SineRate::read(inner, r).map(Self::Sine),
                    "bursts" => Bursts::read(inner, r).map(Self::Bursts),
                    _ => Vec::read(inner, r).map(Self::Times),
                })
            }
            _ => reader.wrong_type(value, "messages a second, or steps of it", RATE_EXAMPLE),
        }
    }
}

impl Read for StepAt {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let Some([at, rate]) = value.as_array().map(Vec::as_slice) else {
            return reader.wrong_type(value, "an instant and a rate", "[\"60s\", 80]");
        };
        let at = reader.below("0", |r| Span::read(at, r));
        let rate_milli = reader.below("1", |r| rate_milli(rate, r));
        Some(Self { at_us: at?.0, rate_milli: rate_milli? })
    }
}

fn rate_milli(value: &Value, reader: &mut Reader) -> Option<u64> {
    match scaled(value, 3) {
        Some(rate) if rate <= sim::limits::RATE_MILLI_MAX => Some(rate),
        _ => reader.wrong_type(
            value,
            "messages a second, from 0 to 10000 with at most three decimals",
            "80 or 0.5",
        ),
    }
}
