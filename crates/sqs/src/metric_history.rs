//! CloudWatch's memory of what an engine's queues did, minute by minute (sqs-facts §6).
//!
//! Metrics are no deadlines of the engine: who lets its time pass does so through [`MetricHistory::advance`].

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::reporter::{MINUTE_US, Then};
use crate::series::{Series, Statistics};
use crate::{Dice, Engine, Event, Metric, Report, Reporter, Time};

const MINUTES_PER_DAY: u64 = 24 * 60;
/// Days for which CloudWatch keeps minutes; what it would keep longer, in coarser steps, is dropped.
pub const HISTORY_DAYS: u64 = 15;
/// Hours after the latest call for which an empty queue is active.
pub const ACTIVE_HOURS: u64 = 6;

/// The metrics of all queues of one engine, those of deleted queues included.
#[derive(Clone, Debug, Default)]
pub struct MetricHistory {
    reporter: Reporter,
    /// By account and name: a queue that is made again goes on under its name.
    series: BTreeMap<(u64, Arc<str>), BTreeMap<Metric, Series>>,
    /// The day whose minutes were recorded last, counted from 1970.
    day: u64,
}

/// A period's statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Datapoint {
    /// The period's start, in microseconds since 1970.
    pub at_us: u64,
    /// Of all samples.
    pub sum: u64,
    /// The smallest sample.
    pub minimum: u64,
    /// The largest sample.
    pub maximum: u64,
    /// How many; the average is the sum through them.
    pub samples: u64,
}

impl MetricHistory {
    /// A history that begins with the first call of [`MetricHistory::advance`].
    pub fn new(wake_delay_s: u32) -> Self {
        Self { reporter: Reporter::new(wake_delay_s), ..Self::default() }
    }

    /// Does [`Engine::advance`], and records each minute as it ends: what happens at its last instant counts for the next
    /// one. Call it before each [`Engine::apply`], with the same time.
    pub fn advance(&mut self, engine: &mut Engine, now: Time, dice: &mut dyn Dice, events: &mut Vec<Event>) {
        let series = &mut self.series;
        self.reporter.until(engine, now, dice, events, &mut |engine, report| {
            if let Some((account, name)) = engine.all_names.get(report.queue.0 as usize) {
                record(series.entry((*account, name.clone())).or_default(), report);
            }
        });
        engine.advance(now, dice, events);
        let day = self.next_minute() / MINUTES_PER_DAY;
        if std::mem::replace(&mut self.day, day) != day {
            self.forget_old();
        }
    }

    /// The metrics of a queue between two instants in microseconds since 1970, in periods of whole minutes from the start
    /// on, which is taken back to its minute. Periods without a sample are left out. The end is not included.
    pub fn statistics(
        &self,
        account: u64,
        queue: &str,
        metric: Metric,
        (start_us, end_us): (u64, u64),
        period_s: u32,
    ) -> Vec<Datapoint> {
        let Some(series) = self.of_queue(account, queue).and_then(|metrics| metrics.get(&metric)) else {
            return Vec::new();
        };
        let (period, end) = (u64::from(period_s / 60).max(1), end_us.div_ceil(MINUTE_US));
        let oldest = self.oldest_kept();
        let mut minute = start_us / MINUTE_US;
        // Periods that end before the first minute kept are skipped in one go.
        minute += oldest.saturating_sub(minute) / period * period;
        let last = end.min(self.next_minute());
        let mut points = Vec::new();
        while minute < last {
            if let Some(found) = series.between(minute.max(oldest), (minute + period).min(end)) {
                points.push(Datapoint {
                    at_us: minute * MINUTE_US,
                    sum: found.sum,
                    minimum: found.minimum,
                    maximum: found.maximum,
                    samples: found.samples,
                });
            }
            minute = minute.saturating_add(period);
        }
        points
    }

    /// Every metric that has a datapoint: account, queue's name and metric, in this order.
    pub fn metrics(&self) -> impl Iterator<Item = (u64, &str, Metric)> {
        self.series.iter().flat_map(|((account, name), metrics)| {
            metrics.keys().map(move |metric| (*account, &**name, *metric))
        })
    }

    /// Bytes on the heap; an estimate for budgets.
    pub fn heap_bytes(&self) -> u64 {
        let series = self.series.values().flat_map(BTreeMap::values);
        let runs: usize = series.map(|series| series.heap_bytes() + size_of::<(Metric, Series)>()).sum();
        runs as u64 + self.reporter.heap_bytes()
    }

    fn of_queue(&self, account: u64, queue: &str) -> Option<&BTreeMap<Metric, Series>> {
        self.series.get(&(account, Arc::from(queue)))
    }

    fn next_minute(&self) -> u64 {
        self.reporter.next_minute().unwrap_or_default()
    }

    fn oldest_kept(&self) -> u64 {
        self.next_minute().saturating_sub(HISTORY_DAYS * MINUTES_PER_DAY)
    }

    fn forget_old(&mut self) {
        let oldest = self.oldest_kept();
        self.series.retain(|_, metrics| {
            metrics.values_mut().for_each(|series| series.forget_before(oldest));
            metrics.retain(|_, series| !series.is_empty());
            !metrics.is_empty()
        });
    }
}

fn record(metrics: &mut BTreeMap<Metric, Series>, report: &Report) {
    let (minute, minutes) = (report.minute, report.minutes);
    for metric in Metric::ALL {
        let Some(told) = report.told(metric) else { continue };
        let series = metrics.entry(metric).or_default();
        match told.then {
            Then::Rises(step) => series.push(minute, minutes, told.first, step),
            Then::Zero => {
                series.push(minute, 1, told.first, 0);
                series.push(minute + 1, minutes - 1, Statistics::of(0), 0);
            }
            Then::Silence => series.push(minute, 1, told.first, 0),
        }
    }
}
