//! What CloudWatch is told of an engine's queues at the end of each minute (sqs-facts §6).

use crate::gauges::Gauges;
use crate::series::Statistics;
use crate::soonest::NEVER;
use crate::validation::FIFO_SUFFIX;
use crate::{ACTIVE_HOURS, Dice, Engine, Event, MICROS_PER_S, Metric, QueueId, QueueKind, Time, Traffic};

/// Microseconds of a minute.
pub(crate) const MINUTE_US: Time = 60 * MICROS_PER_S;

/// Tells what each queue's metrics are, and forgets it. Metrics are no deadlines of the engine: who lets its
/// time pass does so through [`Reporter::until`].
#[derive(Clone, Debug, Default)]
pub struct Reporter {
    /// Seconds that pass after an inactive or new queue is called until its metrics come; AWS needs up to 15
    /// minutes.
    wake_delay_s: u32,
    /// The first minute that is not told yet, counted from 1970; none before the first.
    next_minute: Option<u64>,
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

/// A queue's metrics over minutes in which nothing happened but in the first.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whose.
    pub queue: QueueId,
    /// The first minute, counted from 1970.
    pub minute: u64,
    /// How many, at least one.
    pub minutes: u64,
    values: [Option<Told>; Metric::ALL.len()],
}

/// A metric of the first minute, and how it goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    pub(crate) first: Statistics,
    pub(crate) then: Then,
}

/// The minutes after the first.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    /// Each is so much more than the one before.
    Rises(u64),
    /// Nothing is counted.
    Zero,
    /// Nothing is told.
    Silence,
}

/// Minutes that are told together.
#[derive(Clone, Copy)]
struct Span {
    minute: u64,
    minutes: u64,
}

impl Report {
    /// The statistics of a metric in the n-th of these minutes, n from 0; none if CloudWatch gets no
    /// datapoint.
    pub fn value(&self, metric: Metric, nth: u64) -> Option<Statistics> {
        let told = self.told(metric).filter(|_| nth < self.minutes)?;
        match told.then {
            _ if nth == 0 => Some(told.first),
            Then::Rises(step) => Some(told.first.raised(step.saturating_mul(nth))),
            Then::Zero => Some(Statistics::of(0)),
            Then::Silence => None,
        }
    }

    pub(crate) fn told(&self, metric: Metric) -> Option<Told> {
        self.values[metric as usize]
    }

    fn note(&mut self, metric: Metric, first: Option<Statistics>, then: Then) {
        self.values[metric as usize] = first.map(|first| Told { first, then });
    }
}

impl Reporter {
    /// Reports begin with the first call of [`Reporter::until`].
    pub fn new(wake_delay_s: u32) -> Self {
        Self { wake_delay_s, ..Self::default() }
    }

    /// Lets the engine's time pass up to just before `now`, and tells of each minute as it ends, queue by
    /// queue: what happens at its last instant counts for the next one.
    pub fn until(
        &mut self,
        engine: &mut Engine,
        now: Time,
        dice: &mut dyn Dice,
        events: &mut Vec<Event>,
        told: &mut dyn FnMut(&Engine, &Report),
    ) {
        let now = engine.not_before(now);
        let mut minute = self.next_minute.unwrap_or_else(|| engine.minute_of(engine.now));
        while let Some(end) = engine.end_of_minute(minute).filter(|end| *end <= now) {
            engine.advance(end - 1, dice, events);
            self.tell(engine, Span { minute, minutes: 1 }, told);
            minute += 1;
            // Until something happens only ages change.
            let quiet_until = engine.next_deadline().unwrap_or(NEVER).min(now);
            let minutes = engine.minute_of(quiet_until).saturating_sub(minute);
            if minutes > 0 && !engine.any_noise() {
                self.tell(engine, Span { minute, minutes }, told);
                minute += minutes;
            }
        }
        self.next_minute = Some(minute);
    }

    /// The first minute that is not told yet, counted from 1970.
    pub fn next_minute(&self) -> Option<u64> {
        self.next_minute
    }

    /// Bytes on the heap; an estimate for budgets.
    pub fn heap_bytes(&self) -> u64 {
        (self.seen.capacity() * size_of::<Seen>()) as u64
    }

    fn tell(&mut self, engine: &Engine, span: Span, told: &mut dyn FnMut(&Engine, &Report)) {
        self.next_minute = Some(span.minute + span.minutes);
        self.seen.resize(engine.all_names.len(), Seen::default());
        for number in 0..engine.all_names.len() as u32 {
            if let Some(report) = self.report(engine, QueueId(number), span) {
                told(engine, &report);
            }
        }
    }

    fn report(&mut self, engine: &Engine, queue: QueueId, span: Span) -> Option<Report> {
        let seen = &mut self.seen[queue.0 as usize];
        let total = engine.traffic(queue).unwrap_or_default();
        let before = std::mem::replace(&mut seen.traffic, total);
        let gauges = engine.gauges(queue);
        // A queue that was deleted within the minute still tells what was done until then.
        if gauges.is_none() && total == before {
            seen.awake_from = None;
            return None;
        }
        let called_at = engine.called_at(queue)?;
        let holds_messages = gauges.is_some_and(|gauges| gauges.stored() > 0);
        let calls_end = engine.minute_of(called_at + ACTIVE_HOURS * 60 * MINUTE_US);
        let active_until = if holds_messages { u64::MAX } else { calls_end + 1 };
        if active_until <= span.minute {
            seen.awake_from = None;
            return None;
        }
        let wake_delay_us = Time::from(self.wake_delay_s) * MICROS_PER_S;
        let woken = engine.minute_of(called_at.saturating_add(wake_delay_us));
        let awake_from = *seen.awake_from.get_or_insert(woken);
        let end = active_until.min(span.minute + span.minutes);
        let minute = span.minute.max(awake_from);
        if minute >= end {
            return None;
        }
        // What was done before the metrics woke is lost.
        let before = if minute == span.minute { before } else { total };
        let values = [None; Metric::ALL.len()];
        let mut report = Report { queue, minute, minutes: end - minute, values };
        let (_, name) = engine.all_names.get(queue.0 as usize)?;
        note_traffic(&mut report, &before, &total, name.ends_with(FIFO_SUFFIX));
        if let Some(gauges) = gauges {
            note_gauges(&mut report, engine, &gauges);
        }
        Some(report)
    }
}

/// The counters of an active queue, zeros included; sizes only if something was sent.
fn note_traffic(report: &mut Report, before: &Traffic, total: &Traffic, is_fifo: bool) {
    let counters = [
        (Metric::NumberOfMessagesSent, total.sent - before.sent),
        (Metric::NumberOfMessagesReceived, total.received - before.received),
        (Metric::NumberOfMessagesDeleted, total.deleted - before.deleted),
        (Metric::NumberOfEmptyReceives, total.empty_receives - before.empty_receives),
        (Metric::NumberOfDeduplicatedSentMessages, total.deduplicated - before.deduplicated),
    ];
    for (metric, count) in counters {
        if is_fifo || metric != Metric::NumberOfDeduplicatedSentMessages {
            report.note(metric, Some(Statistics::of(count)), Then::Zero);
        }
    }
    let samples = total.sent - before.sent;
    let sizes = Statistics {
        sum: total.sent_bytes - before.sent_bytes,
        minimum: total.latest_sizes.least_bytes,
        maximum: total.latest_sizes.most_bytes,
        samples,
    };
    report.note(Metric::SentMessageSize, (samples > 0).then_some(sizes), Then::Silence);
}

fn note_gauges(report: &mut Report, engine: &Engine, gauges: &Gauges) {
    let Gauges { counts, kind, quiet, .. } = gauges;
    let fifo = *kind == QueueKind::Fifo;
    let if_any = |count: u64| (count > 0).then_some(count);
    let end = engine.end_of_minute(report.minute);
    let age_s = |since: Time| end.map(|end| end.saturating_sub(since) / MICROS_PER_S);
    let mut note = |metric: Metric, value: Option<u64>, step: u64| {
        report.note(metric, value.map(Statistics::of), Then::Rises(step));
    };
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
