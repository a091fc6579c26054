//! Whether producers can run, and how much they will send.

use sqs::{ONE_MILLION, QueueKind, Time, limits as sqs_limits};

use super::within;
use crate::{
    Arrivals, Course, Destination, Groups, Model, ModelError, ProducerModel, RateStep, Sine, limits,
    sns_limits,
};

impl Model {
    pub(super) fn validate_producer(&self, index: u32, producer: &ProducerModel) -> Result<(), ModelError> {
        let check = |ok, field| within(ok, "producer", index, field);
        if producer.principal.is_some_and(|principal| principal as usize >= self.principals.len()) {
            return Err(ModelError::DanglingIndex("producer"));
        }
        let (kind, bytes_max) = match producer.to {
            Destination::Queue(to) => {
                self.queue(to, "producer")?;
                let queue = &self.queues[to as usize];
                (queue.kind, queue.attributes.maximum_message_bytes)
            }
            Destination::Topic(to) => {
                let topic = self.topics.get(to as usize).ok_or(ModelError::DanglingIndex("producer"))?;
                check(producer.delay_s.is_none(), "delay")?;
                check(producer.sending.batch.size == 1, "batch")?;
                (topic.kind, sns_limits::MESSAGE_BYTES_MAX)
            }
            Destination::Consumer(to) => {
                self.validate_calls(index, producer, to)?;
                (QueueKind::Standard, sqs_limits::MESSAGE_BYTES_MAX)
            }
        };
        self.validate_rate(index, producer)?;
        check((1..=bytes_max).contains(&producer.size_bytes), "size")?;
        check(producer.delay_s.is_none_or(|delay| delay <= sqs_limits::DELAY_S_MAX), "delay")?;
        self.validate_kinds(index, producer, bytes_max)?;
        let is_fifo = kind == QueueKind::Fifo;
        check(!is_fifo || producer.delay_s.is_none_or(|delay| delay == 0), "delay")?;
        let groups = match producer.groups {
            Groups::None => 0,
            Groups::InTurn(count) => count,
        };
        check((u32::from(is_fifo)..=limits::GROUPS_MAX).contains(&groups), "groups")?;
        check(groups > 0 || producer.groups == Groups::None, "groups")?;
        self.validate_sending(index, producer, groups)
    }

    /// A direct call is of one message, and has nothing that only queues know.
    fn validate_calls(&self, index: u32, producer: &ProducerModel, to: u32) -> Result<(), ModelError> {
        let check = |ok, field| within(ok, "producer", index, field);
        let called = self.consumers.get(to as usize).ok_or(ModelError::DanglingIndex("producer"))?;
        check(called.serves.is_some(), "calls")?;
        check(producer.delay_s.is_none(), "delay")?;
        check(producer.sending.batch.size == 1, "batch")?;
        check(producer.groups == Groups::None, "groups")?;
        check(producer.sending.deduplication_ids.is_none(), "deduplication_ids")
    }

    fn validate_rate(&self, index: u32, producer: &ProducerModel) -> Result<(), ModelError> {
        let check = |ok| within(ok, "producer", index, "rate");
        let is_rate = |milli: u64| milli <= limits::RATE_MILLI_MAX;
        let is_steady = producer.arrivals == Arrivals::Steady;
        if producer.rate.len() > limits::RATE_STEPS_MAX {
            return Err(ModelError::TooMany("rate steps"));
        }
        match &producer.sending.course {
            Course::Steps | Course::Ramp => {
                check(producer.rate.first().is_some_and(|step| step.at_us == 0))?;
                check(producer.rate.is_sorted_by(|a, b| a.at_us < b.at_us))?;
                check(producer.rate.iter().all(|step| step.at_us <= limits::DURATION_US_MAX))?;
                return check(producer.rate.iter().all(|step| is_rate(step.rate_milli)));
            }
            Course::Sine(sine) => {
                check(sine.swing_milli <= sine.mean_milli && is_rate(sine.mean_milli + sine.swing_milli))?;
                check((limits::LATENCY_US_MIN..=limits::DURATION_US_MAX).contains(&sine.period_us))?;
                check(sine.peak_at_us <= limits::DURATION_US_MAX)?;
            }
            Course::Bursts { size, every_us, first_us } => {
                check((1..=limits::BURST_MAX).contains(size) && is_steady)?;
                check((limits::LATENCY_US_MIN..=limits::DURATION_US_MAX).contains(every_us))?;
                check(*first_us <= limits::DURATION_US_MAX)?;
            }
            Course::Times(times) => {
                check(times.len() <= limits::TIMES_MAX && times.is_sorted() && is_steady)?;
            }
        }
        check(producer.rate.is_empty())
    }

    fn validate_sending(&self, index: u32, producer: &ProducerModel, groups: u32) -> Result<(), ModelError> {
        let check = |ok, field| within(ok, "producer", index, field);
        let sending = &producer.sending;
        check((1..=sqs_limits::BATCH_ENTRIES_MAX).contains(&sending.batch.size), "batch")?;
        let window_us = sending.batch.window_us;
        check((limits::LATENCY_US_MIN..=limits::DURATION_US_MAX).contains(&window_us), "batch_window")?;
        let shares = sending.shares_ppm.iter().map(|&share| u64::from(share)).sum::<u64>();
        check(shares <= u64::from(ONE_MILLION), "groups")?;
        check(sending.shares_ppm.len() <= (groups as usize).min(limits::SHARES_MAX), "groups")?;
        // What is left of the shares needs a group to go to.
        check(
            sending.shares_ppm.is_empty()
                || shares == u64::from(ONE_MILLION)
                || sending.shares_ppm.len() < groups as usize,
            "groups",
        )?;
        let ids = sending.deduplication_ids;
        check(ids.is_none_or(|ids| (1..=limits::DEDUPLICATION_IDS_MAX).contains(&ids)), "deduplication_ids")?;
        check(sending.schedule_us.is_none_or(|wait| wait <= limits::DURATION_US_MAX), "schedule")?;
        check(sending.losses.request_ppm <= ONE_MILLION && sending.losses.reply_ppm <= ONE_MILLION, "lose")?;
        check((1..=limits::ATTEMPTS_MAX).contains(&sending.retry.attempts), "retry")?;
        let is_span = |us: Time| (limits::LATENCY_US_MIN..=limits::DURATION_US_MAX).contains(&us);
        check(sending.timeout_us.is_none_or(is_span), "timeout")?;
        let after_us = sending.retry.after_us;
        check(after_us.is_none_or(is_span), "retry")
    }

    /// Messages that a producer will send, about.
    pub(super) fn expected_messages(&self, producer: &ProducerModel) -> u64 {
        let duration_us = self.duration_us;
        let messages = match &producer.sending.course {
            Course::Steps => {
                of_points(&producer.rate, duration_us, |from, _, lasts_us| area(from, from, lasts_us))
            }
            Course::Ramp => of_points(&producer.rate, duration_us, area),
            Course::Sine(Sine { mean_milli, swing_milli, .. }) => {
                area(*mean_milli + swing_milli, *mean_milli, duration_us)
            }
            Course::Bursts { size, every_us, first_us } => match duration_us.checked_sub(*first_us) {
                Some(lasts_us) => (lasts_us / (*every_us).max(1) + 1).saturating_mul((*size).into()),
                None => 0,
            },
            Course::Times(times) => times.len() as u64,
        };
        messages.min(producer.count_max.map_or(u64::MAX, u64::from))
    }
}

/// The sum over the stretches between points: of the rates at both ends, and how long it lasts.
fn of_points(points: &[RateStep], duration_us: Time, messages: impl Fn(u64, u64, Time) -> u64) -> u64 {
    let mut sum = 0u64;
    for (index, from) in points.iter().enumerate() {
        let to = points.get(index + 1);
        let end_us = to.map_or(duration_us, |to| to.at_us).min(duration_us);
        let end_milli = to.map_or(from.rate_milli, |to| to.rate_milli);
        let lasts_us = end_us.saturating_sub(from.at_us);
        sum = sum.saturating_add(messages(from.rate_milli, end_milli, lasts_us));
    }
    sum
}

/// Messages while a rate goes from one value to another in a straight line.
fn area(from_milli: u64, to_milli: u64, lasts_us: Time) -> u64 {
    let messages = u128::from(lasts_us) * u128::from(from_milli + to_milli) / 2_000_000_000;
    u64::try_from(messages).unwrap_or(u64::MAX)
}
