//! A metric's minutes, oldest first: equal and evenly rising ones are kept as one run.

use std::collections::VecDeque;

/// What a minute's samples come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// Of all samples.
    pub sum: u64,
    /// The smallest.
    pub minimum: u64,
    /// The largest.
    pub maximum: u64,
    /// How many, at least one; the average is the sum through them.
    pub samples: u64,
}

/// The minutes of one metric of one queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Series {
    runs: VecDeque<Run>,
}

/// Minutes of which each is `step` more than the one before.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The first, counted from 1970.
    minute: u64,
    minutes: u64,
    first: Statistics,
    /// Only single samples rise.
    step: u64,
}

impl Statistics {
    /// One sample.
    pub fn of(value: u64) -> Self {
        Self { sum: value, minimum: value, maximum: value, samples: 1 }
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            sum: self.sum.saturating_add(other.sum),
            minimum: self.minimum.min(other.minimum),
            maximum: self.maximum.max(other.maximum),
            samples: self.samples + other.samples,
        }
    }

    /// Each sample raised.
    pub(crate) fn raised(self, by: u64) -> Self {
        Self {
            sum: self.sum.saturating_add(by.saturating_mul(self.samples)),
            minimum: self.minimum.saturating_add(by),
            maximum: self.maximum.saturating_add(by),
            samples: self.samples,
        }
    }
}

impl Series {
    /// Appends minutes that rise by `step` each; `minute` lies behind all that there are.
    pub(crate) fn push(&mut self, minute: u64, minutes: u64, first: Statistics, step: u64) {
        if minutes == 0 {
            return;
        }
        match self.runs.back_mut().filter(|run| run.continues_with(minute, minutes, first, step)) {
            Some(run) => run.extend(minutes, first),
            None => {
                self.runs.push_back(Run { minute, minutes, first, step: if minutes == 1 { 0 } else { step } })
            }
        }
    }

    /// Drops what lies before a minute.
    pub(crate) fn forget_before(&mut self, minute: u64) {
        while self.runs.front().is_some_and(|run| run.end() <= minute) {
            self.runs.pop_front();
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// What the minutes in `from..to` come to; none if there are none.
    pub(crate) fn between(&self, from: u64, to: u64) -> Option<Statistics> {
        if from >= to {
            return None;
        }
        let skipped = self.runs.partition_point(|run| run.end() <= from);
        let runs = self.runs.range(skipped..).take_while(|run| run.minute < to);
        runs.map(|run| run.between(from.max(run.minute), to.min(run.end()))).reduce(Statistics::with)
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.runs.capacity() * size_of::<Run>()
    }
}

impl Run {
    fn end(&self) -> u64 {
        self.minute + self.minutes
    }

    fn at(&self, minute: u64) -> Statistics {
        self.first.raised(self.step.saturating_mul(minute - self.minute))
    }

    fn continues_with(&self, minute: u64, minutes: u64, first: Statistics, step: u64) -> bool {
        let same_step = minutes == 1 || self.minutes == 1 || step == self.step;
        let own_step = self.step_towards(first).filter(|own| minutes == 1 || *own == step);
        minute == self.end() && same_step && own_step.is_some_and(|own| self.minutes == 1 || own == self.step)
    }

    /// The step from this run's last minute to the next one's statistics, if one leads there.
    fn step_towards(&self, next: Statistics) -> Option<u64> {
        let last = self.at(self.end() - 1);
        let step = next.minimum.checked_sub(last.minimum)?;
        (last.raised(step) == next && (step == 0 || next.samples == 1)).then_some(step)
    }

    fn extend(&mut self, minutes: u64, first: Statistics) {
        if let Some(step) = self.step_towards(first) {
            self.step = step;
            self.minutes += minutes;
        }
    }

    /// What its minutes in `from..to` come to; there is at least one.
    fn between(&self, from: u64, to: u64) -> Statistics {
        let (first, last, minutes) = (self.at(from), self.at(to - 1), to - from);
        // An arithmetic series; without a step all are equal.
        let twice = u128::from(first.sum) + u128::from(last.sum);
        Statistics {
            sum: u64::try_from(twice * u128::from(minutes) / 2).unwrap_or(u64::MAX),
            minimum: first.minimum,
            maximum: last.maximum,
            samples: first.samples * minutes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_and_rising_minutes_are_one_run() {
        let mut series = Series::default();
        for (minute, value) in [(10, 5), (11, 5), (12, 5), (13, 65), (14, 125), (15, 185), (17, 185)] {
            series.push(minute, 1, Statistics::of(value), 0);
        }
        assert_eq!(series.runs.len(), 3, "three equal ones, three rising ones, one behind a gap: {series:?}");
    }

    #[test]
    fn a_query_takes_what_lies_between() {
        let mut series = Series::default();
        series.push(10, 3, Statistics::of(60), 60);
        series.push(13, 2, Statistics::of(240), 60);
        series.push(20, 1, Statistics { sum: 9, minimum: 1, maximum: 5, samples: 4 }, 0);
        assert_eq!(series.runs.len(), 2);
        assert_eq!(series.between(0, 10), None);
        assert_eq!(series.between(15, 20), None);
        let values = |from: u64, to: u64| {
            series.between(from, to).map(|found| (found.sum, found.minimum, found.maximum, found.samples))
        };
        assert_eq!(values(11, 12), Some((120, 120, 120, 1)));
        assert_eq!(values(11, 14), Some((540, 120, 240, 3)));
        assert_eq!(values(14, 30), Some((309, 1, 300, 5)));
        assert_eq!(values(0, 100), Some((909, 1, 300, 9)));
    }

    #[test]
    fn many_ways_to_push_are_one_series() {
        let values = [7, 7, 7, 9, 11, 13, 13, 12, 72, 132, 0, 0];
        let mut single = Series::default();
        for (minute, value) in (100..).zip(values) {
            single.push(minute, 1, Statistics::of(value), 0);
        }
        let mut several = Series::default();
        several.push(100, 3, Statistics::of(7), 0);
        several.push(103, 3, Statistics::of(9), 2);
        several.push(106, 1, Statistics::of(13), 0);
        several.push(107, 3, Statistics::of(12), 60);
        several.push(110, 2, Statistics::of(0), 0);
        for (from, to) in (99..113).flat_map(|from| (from..113).map(move |to| (from, to))) {
            let slow = (100..).zip(values).filter(|(minute, _)| (from..to).contains(minute));
            let slow = slow.map(|(_, value)| Statistics::of(value)).reduce(Statistics::with);
            assert_eq!(single.between(from, to), slow, "{from}..{to}");
            assert_eq!(several.between(from, to), slow, "{from}..{to}");
        }
        single.forget_before(105);
        assert_eq!(single.between(0, 103), None);
    }
}
