//! When a producer's messages are due.

use sqs::Time;

use super::Producer;
use crate::{Arrivals, Course, ProducerModel, RateStep, Sine};

/// Thousandths of a message a second times microseconds that make a whole message.
const WHOLE: u64 = 1_000_000_000;

impl Producer {
    /// When the next message is due; none if there is none before the end of the run.
    /// Asked once for each message.
    pub(crate) fn next_due(&mut self, model: &ProducerModel, duration_us: Time) -> Option<Time> {
        if model.count_max.is_some_and(|max| self.made >= u64::from(max)) {
            return None;
        }
        let due = match &model.sending.course {
            Course::Steps => return self.next_of_steps(model, duration_us),
            Course::Ramp => {
                let target = self.build_up(model.arrivals);
                when_ramp_reaches(&model.rate, target, duration_us)
            }
            Course::Sine(sine) => {
                let target = self.build_up(model.arrivals);
                when_sine_reaches(sine, target, self.latest_us, duration_us)
            }
            Course::Bursts { size, every_us, first_us } => {
                let bursts_before = self.made / u64::from(*size).max(1);
                bursts_before.checked_mul(*every_us).and_then(|after| after.checked_add(*first_us))
            }
            Course::Times(times) => usize::try_from(self.made).ok().and_then(|n| times.get(n).copied()),
        };
        let due = due.filter(|&due| due <= duration_us)?;
        self.latest_us = self.latest_us.max(due);
        Some(due)
    }

    fn next_of_steps(&mut self, model: &ProducerModel, duration_us: Time) -> Option<Time> {
        while let Some(step) = model.rate.get(self.step as usize) {
            let next_step = model.rate.get(self.step as usize + 1).map(|next| next.at_us);
            let due = match model.arrivals {
                _ if step.rate_milli == 0 => None,
                Arrivals::Steady => Some(step.at_us + self.in_step * WHOLE / step.rate_milli),
                Arrivals::Poisson => Some(self.latest_us.saturating_add(self.gap_us(step.rate_milli))),
            };
            let due = due.filter(|&due| next_step.is_none_or(|next| due < next) && due <= duration_us);
            if let Some(due) = due {
                self.in_step += 1;
                self.latest_us = due;
                return Some(due);
            }
            self.step += 1;
            self.in_step = 0;
            self.latest_us = next_step?;
        }
        None
    }

    /// A Poisson process forgets, so each step may begin anew.
    fn gap_us(&mut self, rate_milli: u64) -> Time {
        self.chance.exponential_us(1e9 / rate_milli as f64)
    }

    /// What must have built up since the start for the next message: a whole one more, or, for a Poisson process,
    /// as much as chance wants.
    fn build_up(&mut self, arrivals: Arrivals) -> u64 {
        let more = match arrivals {
            Arrivals::Steady => WHOLE,
            Arrivals::Poisson => self.chance.exponential_us(WHOLE as f64),
        };
        self.built_up = self.built_up.saturating_add(more);
        self.built_up
    }
}

/// The first microsecond at which so much has built up under straight lines between the points.
fn when_ramp_reaches(points: &[RateStep], target: u64, duration_us: Time) -> Option<Time> {
    // All areas are doubled, so that none has a half.
    let mut left = 2 * u128::from(target);
    for (index, from) in points.iter().enumerate() {
        let (end_us, end_milli) = match points.get(index + 1) {
            Some(to) => (to.at_us, to.rate_milli),
            None => (duration_us.max(from.at_us), from.rate_milli),
        };
        let lasts_us = end_us - from.at_us;
        let area = u128::from(from.rate_milli + end_milli) * u128::from(lasts_us);
        if area < left {
            left -= area;
            continue;
        }
        let rises = i128::from(end_milli) - i128::from(from.rate_milli);
        let wanted = i128::try_from(left).ok()? * i128::from(lasts_us);
        let built_up = |us: Time| {
            let us = i128::from(us);
            2 * i128::from(from.rate_milli) * us * i128::from(lasts_us) + rises * us * us
        };
        return Some(from.at_us + first(0, lasts_us, |us| built_up(us) >= wanted));
    }
    None
}

/// The first microsecond from `from_us` on at which so much has built up under a cosine.
fn when_sine_reaches(sine: &Sine, target: u64, from_us: Time, duration_us: Time) -> Option<Time> {
    let reached = |us: Time| sine.built_up(us) >= i128::from(target);
    reached(duration_us).then(|| first(from_us, duration_us, reached))
}

/// The first number from `low` to `high` for which a condition holds that stays true; it holds for `high`.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

impl Sine {
    /// Thousandths of a message a second at an instant.
    pub(crate) fn rate_milli(&self, at_us: Time) -> u64 {
        let swing = libm::cos(self.angle(at_us)) * self.swing_milli as f64;
        let rate = self.mean_milli as f64 + swing;
        (rate + 0.5) as u64
    }

    /// Thousandths of a message a second times microseconds since the start.
    fn built_up(&self, at_us: Time) -> i128 {
        let steady = i128::from(self.mean_milli) * i128::from(at_us);
        let scale = self.swing_milli as f64 * self.period_us as f64 / core::f64::consts::TAU;
        let swung = libm::sin(self.angle(at_us)) - libm::sin(self.angle(0));
        steady + libm::floor(scale * swung + 0.5) as i128
    }

    /// The angle since the peak; whole periods are taken off before it becomes a float.
    fn angle(&self, at_us: Time) -> f64 {
        let period_us = self.period_us.max(1);
        let since_peak = (at_us % period_us + period_us - self.peak_at_us % period_us) % period_us;
        core::f64::consts::TAU * since_peak as f64 / period_us as f64
    }
}

impl ProducerModel {
    /// Thousandths of a message a second at an instant: of bursts their mean, of a list of instants 0.
    pub(crate) fn rate_milli_at(&self, at_us: Time) -> u64 {
        let place = self.rate.partition_point(|step| step.at_us <= at_us);
        let now = place.checked_sub(1).map(|place| self.rate[place]);
        match &self.sending.course {
            Course::Steps => now.map_or(0, |step| step.rate_milli),
            Course::Ramp => now.map_or(0, |from| match self.rate.get(place) {
                Some(to) => between(from, *to, at_us),
                None => from.rate_milli,
            }),
            Course::Sine(sine) => sine.rate_milli(at_us),
            Course::Bursts { size, every_us, .. } => u64::from(*size) * WHOLE / (*every_us).max(1),
            Course::Times(_) => 0,
        }
    }
}

/// The rate on the straight line between two points.
fn between(from: RateStep, to: RateStep, at_us: Time) -> u64 {
    let (lasts_us, passed_us) = (i128::from(to.at_us - from.at_us), i128::from(at_us - from.at_us));
    let (low, high) = (i128::from(from.rate_milli), i128::from(to.rate_milli));
    u64::try_from(low + (high - low) * passed_us / lasts_us.max(1)).unwrap_or_default()
}
