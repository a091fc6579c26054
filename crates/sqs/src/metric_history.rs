//! CloudWatch's memory of what an engine's queues did, minute by minute (sqs-facts §6).
//!
//! Metrics are no deadlines of the engine: who lets its time pass does so through [`MetricHistory::advance`].

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::gauges::Gauges;
use crate::series::{Series, Statistics};
use crate::soonest::NEVER;
use crate::validation::FIFO_SUFFIX;
use crate::{Dice, Engine, Event, MICROS_PER_S, Metric, QueueId, QueueKind, Time, Traffic};

const MINUTE_US: Time = 60 * MICROS_PER_S;
const MINUTES_PER_DAY: u64 = 24 * 60;
/// Days for which CloudWatch keeps minutes; what it would keep longer, in coarser steps, is dropped.
pub const HISTORY_DAYS: u64 = 15;
/// Hours after the latest call for which an empty queue is active.
pub const ACTIVE_HOURS: u64 = 6;

/// The metrics of all queues of one engine, those of deleted queues included.
#[derive(Clone, Debug, Default)]
pub struct MetricHistory {
    /// Seconds that pass after an inactive or new queue is called until its metrics come; AWS needs up to 15 minutes.
    wake_delay_s: u32,
    /// The first minute that is not recorded yet, counted from 1970; none before the first.
    next_minute: Option<u64>,
    /// By account and name: a queue that is made again goes on under its name.
    series: BTreeMap<(u64, Arc<str>), BTreeMap<Metric, Series>>,
    /// By the queue's number.
    seen: Vec<Seen>,
}

/// How a queue stood when it was looked at last.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    traffic: Traffic,
    /// Its metrics come from this minute on, while it is active.
    awake_from: Option<u64>,
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

/// Minutes that are recorded together.
#[derive(Clone, Copy)]
struct Span {
    minute: u64,
    minutes: u64,
}

impl MetricHistory {
    /// A history that begins with the first call of [`MetricHistory::advance`].
    pub fn new(wake_delay_s: u32) -> Self {
        Self { wake_delay_s, ..Self::default() }
    }

    /// Does [`Engine::advance`], and records each minute as it ends: what happens at its last instant counts for the next
    /// one. Call it before each [`Engine::apply`], with the same time.
    pub fn advance(&mut self, engine: &mut Engine, now: Time, dice: &mut dyn Dice, events: &mut Vec<Event>) {
        let now = engine.not_before(now);
        let mut minute = self.next_minute.unwrap_or_else(|| engine.minute_of(engine.now));
        while let Some(end) = engine.end_of_minute(minute).filter(|end| *end <= now) {
            engine.advance(end - 1, dice, events);
            self.record(engine, Span { minute, minutes: 1 });
            minute += 1;
            // Until something happens only ages change.
            let quiet_until = engine.next_deadline().unwrap_or(NEVER).min(now);
            let minutes = engine.minute_of(quiet_until).saturating_sub(minute);
            if minutes > 0 && !engine.any_noise() {
                self.record(engine, Span { minute, minutes });
                minute += minutes;
            }
        }
        self.next_minute = Some(minute);
        engine.advance(now, dice, events);
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
        let last = end.min(self.next_minute.unwrap_or_default());
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
        (runs + self.seen.capacity() * size_of::<Seen>()) as u64
    }

    fn of_queue(&self, account: u64, queue: &str) -> Option<&BTreeMap<Metric, Series>> {
        self.series.get(&(account, Arc::from(queue)))
    }

    fn oldest_kept(&self) -> u64 {
        self.next_minute.unwrap_or_default().saturating_sub(HISTORY_DAYS * MINUTES_PER_DAY)
    }

    /// Records minutes in which nothing happened but in the first.
    fn record(&mut self, engine: &Engine, span: Span) {
        self.next_minute = Some(span.minute + span.minutes);
        self.seen.resize(engine.all_names.len(), Seen::default());
        for number in 0..engine.all_names.len() as u32 {
            self.record_queue(engine, QueueId(number), span);
        }
        let day = |minute: u64| minute / MINUTES_PER_DAY;
        if day(span.minute) != day(span.minute + span.minutes) {
            self.forget_old();
        }
    }

    fn record_queue(&mut self, engine: &Engine, id: QueueId, span: Span) {
        let seen = &mut self.seen[id.0 as usize];
        let total = engine.traffic(id).unwrap_or_default();
        let before = std::mem::replace(&mut seen.traffic, total);
        let gauges = engine.gauges(id);
        // A queue that was deleted within the minute still tells what was done until then.
        if gauges.is_none() && total == before {
            seen.awake_from = None;
            return;
        }
        let Some(called_at) = engine.called_at(id) else { return };
        let holds_messages = gauges.is_some_and(|gauges| gauges.stored() > 0);
        let calls_end = engine.minute_of(called_at + ACTIVE_HOURS * 60 * MINUTE_US);
        let active_until = if holds_messages { u64::MAX } else { calls_end + 1 };
        if active_until <= span.minute {
            seen.awake_from = None;
            return;
        }
        let wake_delay_us = Time::from(self.wake_delay_s) * MICROS_PER_S;
        let woken = engine.minute_of(called_at.saturating_add(wake_delay_us));
        let awake_from = *seen.awake_from.get_or_insert(woken);
        let end = active_until.min(span.minute + span.minutes);
        let minute = span.minute.max(awake_from);
        if minute >= end {
            return;
        }
        let late = minute - span.minute;
        let span = Span { minute, minutes: end - minute };
        let Some((account, name)) = engine.all_names.get(id.0 as usize) else { return };
        let metrics = self.series.entry((*account, name.clone())).or_default();
        // What was done before the metrics woke is lost.
        let before = if late == 0 { before } else { total };
        record_traffic(metrics, &before, &total, name.ends_with(FIFO_SUFFIX), span);
        if let Some(gauges) = gauges {
            record_gauges(metrics, engine, &gauges, span);
        }
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

/// The counters of an active queue, zeros included; sizes only if something was sent.
fn record_traffic(
    metrics: &mut BTreeMap<Metric, Series>,
    before: &Traffic,
    total: &Traffic,
    is_fifo: bool,
    span: Span,
) {
    let counters = [
        (Metric::NumberOfMessagesSent, total.sent - before.sent),
        (Metric::NumberOfMessagesReceived, total.received - before.received),
        (Metric::NumberOfMessagesDeleted, total.deleted - before.deleted),
        (Metric::NumberOfEmptyReceives, total.empty_receives - before.empty_receives),
        (Metric::NumberOfDeduplicatedSentMessages, total.deduplicated - before.deduplicated),
    ];
    for (metric, count) in counters {
        if is_fifo || metric != Metric::NumberOfDeduplicatedSentMessages {
            let series = metrics.entry(metric).or_default();
            series.push(span.minute, 1, Statistics::of(count), 0);
            series.push(span.minute + 1, span.minutes - 1, Statistics::of(0), 0);
        }
    }
    let samples = total.sent - before.sent;
    if samples > 0 {
        let sizes = Statistics {
            sum: total.sent_bytes - before.sent_bytes,
            minimum: total.latest_sizes.least_bytes,
            maximum: total.latest_sizes.most_bytes,
            samples,
        };
        metrics.entry(Metric::SentMessageSize).or_default().push(span.minute, 1, sizes, 0);
    }
}

fn record_gauges(metrics: &mut BTreeMap<Metric, Series>, engine: &Engine, gauges: &Gauges, span: Span) {
    let Gauges { counts, kind, quiet, .. } = gauges;
    let fifo = *kind == QueueKind::Fifo;
    let if_any = |count: u64| (count > 0).then_some(count);
    let mut note = |metric: Metric, value: Option<u64>, step: u64| {
        if let Some(value) = value {
            metrics.entry(metric).or_default().push(span.minute, span.minutes, Statistics::of(value), step);
        }
    };
    let end = engine.end_of_minute(span.minute);
    let age_s = |since: Time| end.map(|end| end.saturating_sub(since) / MICROS_PER_S);
    note(Metric::ApproximateNumberOfMessagesVisible, Some(counts.visible), 0);
    note(Metric::ApproximateNumberOfMessagesNotVisible, if_any(counts.in_flight), 0);
    note(Metric::ApproximateNumberOfMessagesDelayed, if_any(counts.delayed), 0);
    note(Metric::ApproximateAgeOfOldestMessage, gauges.oldest_at.and_then(age_s), 60);
    note(Metric::ApproximateNumberOfGroupsWithInflightMessages, fifo.then_some(gauges.groups_in_flight), 0);
    let Some(quiet) = quiet else { return };
    note(Metric::ApproximateNumberOfNoisyGroups, Some(quiet.noisy_groups), 0);
    note(Metric::ApproximateNumberOfMessagesVisibleInQuietGroups, Some(quiet.counts.visible), 0);
    note(Metric::ApproximateNumberOfMessagesNotVisibleInQuietGroups, Some(quiet.counts.in_flight), 0);
    note(Metric::ApproximateNumberOfMessagesDelayedInQuietGroups, Some(quiet.counts.delayed), 0);
    note(Metric::ApproximateAgeOfOldestMessageInQuietGroups, quiet.oldest_at.and_then(age_s), 60);
}
