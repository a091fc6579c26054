//! When a producer sends.

use sqs::Time;

use crate::chance::{Domain, Stream};
use crate::{Arrivals, ProducerModel};

/// A producer's state.
#[derive(Clone, Debug)]
pub(crate) struct Producer {
    /// Index of the rate step that the coming message belongs to.
    step: u32,
    /// Messages of this step so far.
    in_step: u64,
    /// The latest arrival, or the start of the step.
    latest_us: Time,
    /// Sends so far.
    pub(crate) calls: u64,
    /// Sends that were accepted.
    pub(crate) accepted: u64,
    /// Sends that were refused.
    pub(crate) refused: u64,
    chance: Stream,
}

impl Producer {
    pub(crate) fn new(seed: u32, model: &ProducerModel) -> Self {
        Self {
            step: 0,
            in_step: 0,
            latest_us: 0,
            calls: 0,
            accepted: 0,
            refused: 0,
            chance: Stream::new(seed, Domain::Producer, &model.id),
        }
    }

    /// When the next message is due; none if there is none before the end of the run.
    /// Asked once for each message.
    pub(crate) fn next_due(&mut self, model: &ProducerModel, duration_us: Time) -> Option<Time> {
        if model.count_max.is_some_and(|max| self.calls >= u64::from(max)) {
            return None;
        }
        while let Some(step) = model.rate.get(self.step as usize) {
            let next_step = model.rate.get(self.step as usize + 1).map(|next| next.at_us);
            let due = match model.arrivals {
                _ if step.rate_milli == 0 => None,
                Arrivals::Steady => Some(step.at_us + self.in_step * 1_000_000_000 / step.rate_milli),
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
}
