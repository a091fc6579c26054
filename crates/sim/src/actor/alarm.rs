//! What an alarm has seen, and its verdict.

use std::collections::VecDeque;

use sqs::{Statistics, Time};

use crate::{AlarmComparison, AlarmState, AlarmStatistic, MissingData};

/// Datapoints that CloudWatch looks at beyond the evaluation periods when some are missing. AWS does not tell
/// how many; its examples show five for an alarm of three periods.
const RANGE_EXTRA: u32 = 2;

/// Minutes above its target after which target tracking scales out (sqs-facts §9).
const SCALE_OUT_MINUTES: u32 = 3;
/// Minutes below after which it scales in.
const SCALE_IN_MINUTES: u32 = 15;
/// Percent of the target that count as below, as of the alarms that AWS makes for EC2 groups.
const SCALE_IN_PERCENT: u64 = 70;

/// What an alarm watches, and how: of the model, or of a target tracking policy.
#[derive(Clone, Debug)]
pub(crate) struct AlarmRule {
    pub(crate) source: Source,
    /// Minutes.
    pub(crate) period_min: u64,
    pub(crate) evaluation_periods: u32,
    pub(crate) datapoints_to_alarm: u32,
    pub(crate) comparison: AlarmComparison,
    pub(crate) threshold_milli: u64,
    pub(crate) missing: MissingData,
}

/// Where an alarm's datapoints come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A queue's metric.
    Queue { queue: u32, metric: sqs::Metric, statistic: AlarmStatistic },
    /// Messages in a queue for each instance of a group that is in service, in thousandths.
    Backlog { queue: u32, consumer: u32 },
}

/// An alarm's state.
#[derive(Clone, Debug)]
pub(crate) struct Alarm {
    pub(crate) state: AlarmState,
    pub(crate) since_us: Time,
    /// The samples of the period that runs.
    gathered: Option<Statistics>,
    /// The latest datapoints in thousandths, the newest last; none for a period without one. No more than the
    /// evaluation looks at.
    points: VecDeque<Option<u64>>,
}

impl AlarmRule {
    /// The two alarms of a target tracking policy: above the target for three minutes, below 70 % of it for a
    /// quarter of an hour. Without an instance that counts there is no datapoint, and nothing is done.
    pub(crate) fn of_target(queue: u32, consumer: u32, target_milli: u64) -> [Self; 2] {
        let rule = |minutes, comparison, threshold_milli| Self {
            source: Source::Backlog { queue, consumer },
            period_min: 1,
            evaluation_periods: minutes,
            datapoints_to_alarm: minutes,
            comparison,
            threshold_milli,
            missing: MissingData::Missing,
        };
        [
            rule(SCALE_OUT_MINUTES, AlarmComparison::Above, target_milli),
            rule(SCALE_IN_MINUTES, AlarmComparison::Below, target_milli * SCALE_IN_PERCENT / 100),
        ]
    }

    /// Datapoints that an evaluation looks at, at most.
    fn range(&self) -> usize {
        (self.evaluation_periods + RANGE_EXTRA) as usize
    }

    fn breaches(&self, value_milli: u64) -> bool {
        self.comparison.breaches(value_milli, self.threshold_milli)
    }

    fn value_milli(&self, of: Statistics) -> u64 {
        match self.source {
            Source::Queue { statistic, .. } => statistic.value_milli(of),
            Source::Backlog { .. } => of.sum / of.samples.max(1),
        }
    }
}

impl Alarm {
    /// Just made: it knows nothing.
    pub(crate) fn new() -> Self {
        Self { state: AlarmState::InsufficientData, since_us: 0, gathered: None, points: VecDeque::new() }
    }

    /// A minute's samples.
    pub(crate) fn gather(&mut self, samples: Statistics) {
        self.gathered = Some(self.gathered.map_or(samples, |before| before.with(samples)));
    }

    /// A period is over: its samples become a datapoint.
    pub(crate) fn end_period(&mut self, rule: &AlarmRule) {
        if self.points.len() == rule.range() {
            self.points.pop_front();
        }
        self.points.push_back(self.gathered.take().map(|samples| rule.value_milli(samples)));
    }

    /// The datapoint of the latest period.
    pub(crate) fn latest_milli(&self) -> Option<u64> {
        self.points.back().copied().flatten()
    }

    /// The datapoints that an evaluation looks at, the newest last.
    pub(crate) fn points(&self) -> impl Iterator<Item = Option<u64>> + '_ {
        self.points.iter().copied()
    }

    /// How many of the datapoints that the state rests on breach, and how many there are.
    pub(crate) fn counts(&self, rule: &AlarmRule) -> (u32, u32) {
        let existing = self.points.iter().rev().flatten().take(rule.evaluation_periods as usize);
        existing
            .fold((0, 0), |(breaching, all), value| (breaching + u32::from(rule.breaches(*value)), all + 1))
    }

    /// The state that the datapoints ask for. With as many datapoints as evaluation periods within the range
    /// only they count; else those that are missing are treated as the alarm says.
    pub(crate) fn verdict(&self, rule: &AlarmRule) -> AlarmState {
        let (breaching, existing) = self.counts(rule);
        let needed = rule.datapoints_to_alarm;
        let missing = rule.evaluation_periods - existing;
        let alarm_if = |is_alarm| if is_alarm { AlarmState::Alarm } else { AlarmState::Ok };
        if missing == 0 || breaching >= needed {
            return alarm_if(breaching >= needed);
        }
        match rule.missing {
            MissingData::Breaching => alarm_if(breaching + missing >= needed),
            MissingData::NotBreaching => AlarmState::Ok,
            _ if breaching < existing => AlarmState::Ok,
            MissingData::Ignore => self.state,
            MissingData::Missing if existing == 0 => AlarmState::InsufficientData,
            // All that is there breaches, and the oldest of it is as old as the alarm asks for.
            MissingData::Missing if self.age_of_oldest() >= needed => AlarmState::Alarm,
            MissingData::Missing => self.state,
        }
    }

    /// How many periods ago the oldest datapoint was, the latest period being 1.
    fn age_of_oldest(&self) -> u32 {
        let oldest = self.points.iter().position(Option::is_some);
        oldest.map_or(0, |place| (self.points.len() - place) as u32)
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        (self.points.capacity() * size_of::<Option<u64>>()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(datapoints_to_alarm: u32, missing: MissingData) -> AlarmRule {
        AlarmRule {
            source: Source::Backlog { queue: 0, consumer: 0 },
            period_min: 1,
            evaluation_periods: 3,
            datapoints_to_alarm,
            comparison: AlarmComparison::Above,
            threshold_milli: 5,
            missing,
        }
    }

    /// AWS's table: `0` does not breach, `X` does, `-` is missing. Each way of treating what is missing in
    /// AWS's order; what stays as it is began as INSUFFICIENT_DATA.
    fn verdicts(points: &str, datapoints_to_alarm: u32) -> [AlarmState; 4] {
        let ways =
            [MissingData::Missing, MissingData::Ignore, MissingData::Breaching, MissingData::NotBreaching];
        ways.map(|missing| {
            let rule = rule(datapoints_to_alarm, missing);
            let mut alarm = Alarm::new();
            for point in points.chars() {
                match point {
                    '0' => alarm.gather(Statistics::of(5)),
                    'X' => alarm.gather(Statistics::of(6)),
                    _ => {}
                }
                alarm.end_period(&rule);
            }
            alarm.verdict(&rule)
        })
    }

    use AlarmState::{Alarm as A, InsufficientData as I, Ok as O};

    /// CloudWatch's user guide, "Configuring how CloudWatch alarms treat missing data", 3 out of 3.
    #[test]
    fn missing_data_of_three_out_of_three() {
        for (points, expected) in [
            ("0-X-X", [O, O, O, O]),
            ("0----", [O, O, O, O]),
            ("----0", [O, O, O, O]),
            ("-----", [I, I, A, O]),
            ("0XX-X", [A, A, A, A]),
            ("----X", [I, I, A, O]),
            ("X----", [A, I, A, O]),
            ("--X--", [A, I, A, O]),
            ("XXX", [A, A, A, A]),
            ("XX0", [O, O, O, O]),
        ] {
            assert_eq!(verdicts(points, 3), expected, "{points}");
        }
    }

    /// The same page, 2 out of 3.
    #[test]
    fn missing_data_of_two_out_of_three() {
        for (points, expected) in [
            ("0-X-X", [A, A, A, A]),
            ("00X0X", [A, A, A, A]),
            ("0-X--", [O, O, A, O]),
            ("----0", [O, O, A, O]),
            ("----X", [I, I, A, O]),
            ("X0X", [A, A, A, A]),
            ("X00", [O, O, O, O]),
        ] {
            assert_eq!(verdicts(points, 2), expected, "{points}");
        }
    }

    #[test]
    fn what_lies_behind_the_range_is_forgotten() {
        assert_eq!(verdicts("0-----", 3), [I, I, A, O]);
    }

    #[test]
    fn a_period_is_its_statistic() {
        let samples = Statistics::of(2).with(Statistics::of(5));
        let values = [
            (AlarmStatistic::Average, 3_500),
            (AlarmStatistic::Sum, 7_000),
            (AlarmStatistic::Minimum, 2_000),
            (AlarmStatistic::Maximum, 5_000),
            (AlarmStatistic::SampleCount, 2_000),
        ];
        assert_eq!(values.map(|(statistic, _)| (statistic, statistic.value_milli(samples))), values);
    }
}
