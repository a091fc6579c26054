//! What CloudWatch shows at the clock.

use sqs::Time;

use super::Timeline;
use crate::actor::Source;
use crate::{AlarmView, Reading, Reported, Watches};

impl Timeline {
    /// What CloudWatch was told of a queue on the current branch, from 0, as far as known: a minute apart, or
    /// as many minutes as give 1,440 points over the run.
    pub fn readings(&self, queue: u32) -> &[Reading] {
        self.here().record.readings.of(queue)
    }

    /// Microseconds between readings, whole minutes.
    pub fn reading_us(&self) -> Time {
        self.here().record.readings.period_us
    }

    /// The latest that CloudWatch shows of a queue.
    pub(super) fn reported(&self, queue: u32) -> Option<Reported> {
        let readings = self.readings(queue);
        let now = self.position().at_us;
        let known = readings.partition_point(|reading| reading.at_us <= now);
        let latest = readings.get(known.checked_sub(1)?)?;
        let before = known.checked_sub(2).and_then(|at| readings.get(at));
        Some(Reported::new(latest, before))
    }

    pub(super) fn alarm_views(&self) -> Vec<AlarmView> {
        let model = &self.setup.model;
        let alarms = (0..).zip(self.setup.alarms.iter().zip(&self.world().alarms));
        let seen = alarms.map(|(index, (rule, alarm))| AlarmView {
            name: model.alarm_name(index),
            watches: match rule.source {
                Source::Queue { queue, metric, statistic } => Watches::Queue { queue, metric, statistic },
                Source::Backlog { queue, consumer } => Watches::Backlog { queue, consumer },
            },
            state: alarm.state,
            since_us: alarm.since_us,
            period_s: (rule.period_min * 60) as u32,
            evaluation_periods: rule.evaluation_periods,
            datapoints_to_alarm: rule.datapoints_to_alarm,
            comparison: rule.comparison,
            threshold_milli: rule.threshold_milli,
            datapoints: alarm.points().collect(),
            breaching: alarm.counts(rule).0,
        });
        seen.collect()
    }
}
