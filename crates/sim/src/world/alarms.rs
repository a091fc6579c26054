//! Metrics at the end of each minute, and the alarms that watch them.

use sqs::{MICROS_PER_S, Report, Statistics, Time};

use super::{Sink, World};
use crate::actor::{AlarmRule, Group, Source};
use crate::schedule::Wake;
use crate::{Event, Kind};

/// Microseconds of a minute; a run begins with one.
pub(crate) const MINUTE_US: Time = 60 * MICROS_PER_S;

impl World {
    /// The clock is about to move to `to`, and a minute ends at or before it: the queues' metrics are told,
    /// and become the datapoints of alarms. What happens at the very end of a minute belongs to the next.
    pub(super) fn end_minutes<S: Sink + ?Sized>(&mut self, to: Time, sink: &mut S) {
        while self.next_minute_us <= to {
            // With alarms, minute by minute; else all at once, since between events only ages change.
            let last = if self.alarms.is_empty() { to - to % MINUTE_US } else { self.next_minute_us };
            let mut reporter = std::mem::take(&mut self.reporter);
            let Self { engine, dice, heard, alarms, groups, setup, .. } = self;
            reporter.until(engine, last, dice, heard, &mut |engine, report| {
                sink.reported(engine, report);
                for (alarm, rule) in alarms.iter_mut().zip(&setup.alarms) {
                    if let Some(samples) = samples_of(rule, report, groups, last) {
                        alarm.gather(samples);
                    }
                }
            });
            debug_assert!(heard.is_empty(), "the engine's deadlines have been handled at their own instants");
            self.reporter = reporter;
            let setup = self.setup.clone();
            for (alarm, rule) in self.alarms.iter_mut().zip(&setup.alarms) {
                if ends_period(rule, last) {
                    alarm.end_period(rule);
                }
            }
            self.next_minute_us = last + MINUTE_US;
        }
    }

    /// A minute has begun: alarms whose period is over are evaluated, and invoke their actions.
    pub(super) fn begin_minute<S: Sink + ?Sized>(&mut self, sink: &mut S) {
        self.evaluate_alarms(sink);
        self.scale_groups(sink);
        self.schedule.wake(self.now, self.now + MINUTE_US, Wake::Minute);
    }

    fn evaluate_alarms<S: Sink + ?Sized>(&mut self, sink: &mut S) {
        let setup = self.setup.clone();
        for (index, rule) in (0..).zip(&setup.alarms) {
            let alarm = &mut self.alarms[index as usize];
            let state = alarm.verdict(rule);
            if !ends_period(rule, self.now) || state == alarm.state {
                continue;
            }
            (alarm.state, alarm.since_us) = (state, self.now);
            let (breaching, of) = alarm.counts(rule);
            let value_milli = alarm.latest_milli().map(Event::packable_value);
            self.tell(Kind::AlarmChanged { alarm: index, state, value_milli, breaching, of }, sink);
        }
    }
}

/// What the report of the minute that ends at `end` gives an alarm.
fn samples_of(rule: &AlarmRule, report: &Report, groups: &[Option<Group>], end: Time) -> Option<Statistics> {
    match rule.source {
        Source::Queue { queue, metric, .. } if queue == report.queue.0 => report.value(metric, 0),
        Source::Backlog { queue, consumer } if queue == report.queue.0 => {
            let visible = report.value(sqs::Metric::ApproximateNumberOfMessagesVisible, 0)?.maximum;
            let instances = groups.get(consumer as usize)?.as_ref()?.warm(end);
            let backlog_milli = visible.saturating_mul(1_000).checked_div(instances.into())?;
            Some(Statistics::of(backlog_milli))
        }
        Source::Queue { .. } | Source::Backlog { .. } => None,
    }
}

/// Does a period of the alarm end at this end of a minute?
pub(super) fn ends_period(rule: &AlarmRule, at: Time) -> bool {
    (at / MINUTE_US).is_multiple_of(rule.period_min)
}
