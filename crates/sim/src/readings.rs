//! CloudWatch's metrics over a run, for charts.

use sqs::{Engine, Report, Time};

use crate::world::MINUTE_US;
use crate::{Model, Reading, ReadingTotals};

/// Readings of a queue over a run; longer runs than a day have them further apart.
const READINGS_MAX: u64 = 1_440;

/// The readings of all queues.
#[derive(Clone, Debug)]
pub(crate) struct Readings {
    /// Whole minutes.
    pub(crate) period_us: Time,
    by_queue: Vec<Vec<Reading>>,
}

impl Readings {
    pub(crate) fn new(model: &Model) -> Self {
        let minutes = model.duration_us / MINUTE_US;
        Self {
            period_us: minutes.div_ceil(READINGS_MAX).max(1) * MINUTE_US,
            by_queue: vec![Vec::new(); model.queues.len()],
        }
    }

    pub(crate) fn of(&self, queue: u32) -> &[Reading] {
        self.by_queue.get(queue as usize).map_or(&[], Vec::as_slice)
    }

    /// Takes a report of one or more minutes: those that end a period.
    pub(crate) fn take(&mut self, engine: &Engine, report: &Report) {
        let Some(readings) = self.by_queue.get_mut(report.queue.0 as usize) else { return };
        let first_us = (report.minute + 1) * MINUTE_US - engine.region().epoch_us;
        let last_us = first_us + (report.minutes - 1) * MINUTE_US;
        let mut at_us = first_us.div_ceil(self.period_us) * self.period_us;
        while at_us <= last_us {
            readings.push(reading(engine, report, (at_us - first_us) / MINUTE_US, at_us));
            at_us += self.period_us;
        }
    }

    /// Forgets what comes after an instant.
    pub(crate) fn truncate(&mut self, at_us: Time) {
        for readings in &mut self.by_queue {
            readings.truncate(readings.partition_point(|reading| reading.at_us <= at_us));
        }
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        let readings: usize = self.by_queue.iter().map(Vec::capacity).sum();
        (readings * size_of::<Reading>()) as u64
    }
}

/// The n-th minute of a report, n from 0.
fn reading(engine: &Engine, report: &Report, nth: u64, at_us: Time) -> Reading {
    let whole = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let gauge = |metric| report.value(metric, nth).map(|it| whole(it.maximum));
    let totals = engine.traffic(report.queue).map(|traffic| ReadingTotals {
        sent: whole(traffic.sent),
        received: whole(traffic.received),
        deleted: whole(traffic.deleted),
        empty_receives: whole(traffic.empty_receives),
    });
    Reading {
        at_us,
        visible: gauge(sqs::Metric::ApproximateNumberOfMessagesVisible),
        in_flight: gauge(sqs::Metric::ApproximateNumberOfMessagesNotVisible),
        delayed: gauge(sqs::Metric::ApproximateNumberOfMessagesDelayed),
        age_s: gauge(sqs::Metric::ApproximateAgeOfOldestMessage),
        totals,
    }
}
