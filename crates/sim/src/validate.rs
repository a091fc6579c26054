//! Whether a model can run.

mod lambda;

use sqs::{MICROS_PER_S, Time, limits as sqs_limits};

use crate::expr::{Gauge, Measured, Part, Selector, Statistic, budget};
use crate::{
    AlarmModel, ConsumerModel, Destination, Expr, FieldType, Model, ModelError, Predicate, ScaleModel,
    ScalingPolicy, Serving, WorkerId, limits,
};

mod pollers;
mod producers;
mod topics;

use pollers::is_work;

/// Events that one message costs, about: sent, produced, received, handed over, work, effect, deleted.
const EVENTS_OF_A_MESSAGE: u64 = 8;
/// Microseconds that a mapping's receive waits at a quiet queue.
const LAMBDA_WAIT_US: Time = 20 * MICROS_PER_S;

impl Model {
    /// Checks every limit, index and range, and guesses the number of events.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn validate(&self) -> Result<(), ModelError> {
        if !(1_000..=limits::DURATION_US_MAX).contains(&self.duration_us) {
            return Err(ModelError::Duration);
        }
        self.validate_counts()?;
        for (index, queue) in (0..).zip(&self.queues) {
            if let Some(redrive) = queue.redrive {
                self.queue(redrive.target, "redrive")?;
            }
            within(queue.storage.is_valid(), "queue", index, "storage")?;
        }
        for (index, producer) in (0..).zip(&self.producers) {
            self.validate_producer(index, producer)?;
        }
        for (index, consumer) in (0..).zip(&self.consumers) {
            self.validate_consumer(index, consumer)?;
        }
        for fault in &self.faults {
            self.validate_fault(fault)?;
        }
        for (index, alarm) in (0..).zip(&self.alarms) {
            self.validate_alarm(index, alarm)?;
        }
        self.validate_topics()?;
        self.validate_claims()?;
        let expected = self.expected_events();
        if expected > limits::EVENTS_MAX {
            return Err(ModelError::TooManyEvents { expected });
        }
        Ok(())
    }

    fn validate_counts(&self) -> Result<(), ModelError> {
        let places = |of_functions: bool| -> u64 {
            let such = self.consumers.iter().filter(|consumer| consumer.lambda.is_some() == of_functions);
            such.map(|consumer| u64::from(consumer.places())).sum()
        };
        let counts = [
            (self.queues.len() as u64, limits::QUEUES_MAX as u64, "queues"),
            (self.producers.len() as u64, limits::PRODUCERS_MAX as u64, "producers"),
            (self.consumers.len() as u64, limits::CONSUMERS_MAX as u64, "consumers"),
            (places(false), u64::from(limits::WORKERS_MAX), "workers"),
            (places(true), u64::from(limits::ENVIRONMENTS_MAX), "execution environments"),
            (self.faults.len() as u64, limits::FAULTS_MAX as u64, "faults"),
            (self.zones.len() as u64, limits::ZONES_MAX as u64, "zones"),
            (self.claims.len() as u64, limits::CONDITIONS_MAX as u64, "claims"),
            (self.topics.len() as u64, limits::TOPICS_MAX as u64, "topics"),
            (self.subscriptions() as u64, limits::SUBSCRIPTIONS_MAX as u64, "subscriptions"),
            (self.principals.len() as u64, limits::PRINCIPALS_MAX as u64, "principals"),
            (self.alarms.len() as u64, limits::ALARMS_MAX as u64, "alarms"),
        ];
        for (count, max, what) in counts {
            if count > max {
                return Err(ModelError::TooMany(what));
            }
        }
        Ok(())
    }

    fn validate_consumer(&self, index: u32, consumer: &ConsumerModel) -> Result<(), ModelError> {
        let check = |ok, field| within(ok, "consumer", index, field);
        match consumer.serves {
            Some(serving) => self.validate_serving(index, consumer, serving)?,
            None => self.queue(consumer.from, "consumer")?,
        }
        if consumer.principal.is_some_and(|principal| principal as usize >= self.principals.len()) {
            return Err(ModelError::DanglingIndex("consumer"));
        }
        check(consumer.count >= 1, "count")?;
        if let Some(scale) = &consumer.scale {
            check(consumer.lambda.is_none(), "scale")?;
            self.validate_scale(index, scale)?;
        }
        match &consumer.lambda {
            Some(lambda) => self.validate_lambda(index, consumer, lambda)?,
            None => check((1..=sqs_limits::RECEIVE_MAX).contains(&consumer.batch), "batch")?,
        }
        check(consumer.wait_s.is_none_or(|wait| wait <= sqs_limits::WAIT_S_MAX), "wait")?;
        let visibility = consumer.visibility_timeout_s;
        check(visibility.is_none_or(|s| s <= sqs_limits::VISIBILITY_TIMEOUT_S_MAX), "visibility_timeout")?;
        check(consumer.failure_ppm <= sqs::ONE_MILLION, "failure")?;
        check(consumer.latency_us <= limits::DURATION_US_MAX, "latency")?;
        self.validate_habits(index, &consumer.habits)?;
        check(is_work(consumer.work), "work")
    }

    /// Who is called directly has nothing that only pollers have.
    fn validate_serving(
        &self,
        index: u32,
        consumer: &ConsumerModel,
        serving: Serving,
    ) -> Result<(), ModelError> {
        let check = |ok, field| within(ok, "consumer", index, field);
        check(serving.accept <= limits::ACCEPT_MAX, "accept")?;
        check(consumer.lambda.is_none(), "lambda")?;
        check(consumer.scale.is_none(), "scale")?;
        check(!consumer.idempotent, "idempotent")?;
        let habits = &consumer.habits;
        check(habits.heartbeat.is_none(), "heartbeat")?;
        check(habits.then.is_empty(), "then")?;
        check(habits.pause_us == 0, "pause")
    }

    /// Expressions on their own, and what they all cost together.
    fn validate_claims(&self) -> Result<(), ModelError> {
        let mut meters = 0;
        let mut percentiles: Vec<(Statistic, &Measured)> = Vec::new();
        for claim in &self.claims {
            self.validate_expr(&claim.expr)?;
            claim.expr.each_part(&mut |part| match part {
                Part::Measured(statistic @ Statistic::Percentile(_), measured) => {
                    if !percentiles.contains(&(statistic, measured)) {
                        percentiles.push((statistic, measured));
                    }
                }
                _ => meters += 1,
            });
        }
        if percentiles.len() > budget::PERCENTILES_MAX {
            return Err(ModelError::TooMany("percentiles"));
        }
        if meters > budget::METERS_MAX { Err(ModelError::TooMany("selectors")) } else { Ok(()) }
    }

    /// Checks the limits of an expression, and every index in it.
    pub(crate) fn validate_expr(&self, expr: &Expr) -> Result<(), ModelError> {
        if expr.nests_too_deep(budget::DEPTH_MAX) {
            return Err(ModelError::TooMany("nested expressions"));
        }
        if expr.value_type().is_none() {
            return Err(ModelError::OutOfRange("claim", 0, "expression"));
        }
        let mut parts = 0;
        let mut result = Ok(());
        expr.each_part(&mut |part| {
            parts += 1;
            let checked = match part {
                Part::Gauge(Gauge::Queue(_, queue)) => self.queue(queue, "claim"),
                Part::Gauge(Gauge::Consumer(_, consumer)) => self.consumer(consumer, "claim"),
                Part::Gauge(Gauge::Requests) => Ok(()),
                Part::Selector(selector) => self.validate_selector(selector),
                Part::Measured(_, measured) => self.validate_selector(&measured.selector),
                Part::Predicate(predicate) => self.validate_predicate(predicate),
            };
            if result.is_ok() {
                result = checked;
            }
        });
        if parts > budget::SELECTORS_MAX { Err(ModelError::TooMany("selectors")) } else { result }
    }

    fn validate_selector(&self, selector: &Selector) -> Result<(), ModelError> {
        if selector.conditions.len() > budget::CONDITIONS_MAX {
            return Err(ModelError::TooMany("conditions"));
        }
        for condition in &selector.conditions {
            let index = u32::try_from(condition.code).unwrap_or(u32::MAX);
            match condition.field.field_type() {
                FieldType::Queue => self.queue(index, "claim")?,
                FieldType::Consumer => self.consumer(index, "claim")?,
                FieldType::Producer if index as usize >= self.producers.len() => {
                    return Err(ModelError::DanglingIndex("claim"));
                }
                FieldType::Topic if index as usize >= self.topics.len() => {
                    return Err(ModelError::DanglingIndex("claim"));
                }
                FieldType::Subscription if !self.has_subscription(condition.code) => {
                    return Err(ModelError::DanglingIndex("claim"));
                }
                FieldType::Alarm if index as usize >= self.alarms.len() => {
                    return Err(ModelError::DanglingIndex("claim"));
                }
                _ => {}
            }
            if let Some(worker) = condition.worker() {
                self.worker(worker, "claim")?;
            }
        }
        Ok(())
    }

    fn validate_scale(&self, index: u32, scale: &ScaleModel) -> Result<(), ModelError> {
        let check = |ok| within(ok, "consumer", index, "scale");
        check((1..=limits::INSTANCES_MAX).contains(&scale.max))?;
        check(scale.min <= scale.start && scale.start <= scale.max)?;
        check(scale.launch_us <= limits::DURATION_US_MAX && scale.warmup_us <= limits::DURATION_US_MAX)?;
        let is_target = |policy: &&ScalingPolicy| matches!(policy, ScalingPolicy::Target { .. });
        check(scale.policies.iter().filter(is_target).count() <= 1)?;
        for policy in &scale.policies {
            match policy {
                ScalingPolicy::Target { backlog_milli, .. } => check(*backlog_milli > 0)?,
                ScalingPolicy::Steps { alarm, .. } => self.alarm(*alarm)?,
                ScalingPolicy::Simple { alarm, cooldown_us, .. } => {
                    self.alarm(*alarm)?;
                    check(*cooldown_us <= limits::DURATION_US_MAX)?;
                }
            }
        }
        Ok(())
    }

    fn alarm(&self, index: u32) -> Result<(), ModelError> {
        let is_there = (index as usize) < self.alarms.len();
        if is_there { Ok(()) } else { Err(ModelError::DanglingIndex("scale")) }
    }

    fn validate_alarm(&self, index: u32, alarm: &AlarmModel) -> Result<(), ModelError> {
        let check = |ok, field| within(ok, "alarm", index, field);
        self.queue(alarm.queue, "alarm")?;
        check(alarm.period_s > 0 && alarm.period_s.is_multiple_of(60), "period")?;
        check(alarm.evaluation_periods >= 1, "evaluation_periods")?;
        let looks_back_s = alarm.period_s.saturating_mul(alarm.evaluation_periods);
        check(looks_back_s <= limits::alarm_s_max(alarm.period_s), "evaluation_periods")?;
        check((1..=alarm.evaluation_periods).contains(&alarm.datapoints_to_alarm), "datapoints_to_alarm")
    }

    fn validate_predicate(&self, predicate: &Predicate) -> Result<(), ModelError> {
        match predicate {
            Predicate::NothingLost { queue }
            | Predicate::PeakVisible { queue, .. }
            | Predicate::PeakVisibleAt { queue, .. }
            | Predicate::DrainedAt { queue, .. }
            | Predicate::Empty { queue }
            | Predicate::GroupOrderKept { queue }
            | Predicate::OrderBroken { queue }
            | Predicate::GroupsExclusive { queue }
            | Predicate::GroupsInParallel { queue, .. }
            | Predicate::Duplicates { queue, .. }
            | Predicate::SecondCopyDelivered { queue }
            | Predicate::DeadLettered { queue, .. }
            | Predicate::DeletedAtLeast { queue, .. } => self.queue(*queue, "claim"),
            Predicate::HasCrashed { worker } => self.worker(*worker, "claim"),
            Predicate::DeletedByAnother { than, .. } => self.worker(*than, "claim"),
            Predicate::EffectsRepeated { consumer, .. }
            | Predicate::EffectsAtMostOnce { consumer }
            | Predicate::EffectsAtLeast { consumer, .. } => self.consumer(*consumer, "claim"),
            Predicate::ReceivedAt { .. } | Predicate::VisibleAgainAt { .. } => Ok(()),
        }
    }

    fn queue(&self, index: u32, part: &'static str) -> Result<(), ModelError> {
        let is_there = (index as usize) < self.queues.len();
        if is_there { Ok(()) } else { Err(ModelError::DanglingIndex(part)) }
    }

    fn consumer(&self, index: u32, part: &'static str) -> Result<(), ModelError> {
        let is_there = (index as usize) < self.consumers.len();
        if is_there { Ok(()) } else { Err(ModelError::DanglingIndex(part)) }
    }

    fn worker(&self, worker: WorkerId, part: &'static str) -> Result<(), ModelError> {
        let consumer = self.consumers.get(worker.consumer as usize);
        let is_there = consumer.is_some_and(|consumer| worker.index < consumer.places());
        if is_there { Ok(()) } else { Err(ModelError::DanglingIndex(part)) }
    }

    /// A careful guess: what messages cost, and what idle workers' polls do.
    fn expected_events(&self) -> u64 {
        let sent = self.producers.iter().map(|producer| self.expected_messages(producer));
        let copies = self.producers.iter().zip(sent).map(|(producer, sent)| {
            let copies = match producer.to {
                Destination::Queue(_) | Destination::Consumer(_) => 1,
                Destination::Topic(topic) => self.topics[topic as usize].subscriptions.len() as u64 + 1,
            };
            sent.saturating_mul(copies)
        });
        let messages = copies.fold(0, u64::saturating_add).saturating_mul(EVENTS_OF_A_MESSAGE);
        let polls = self.consumers.iter().map(|consumer| self.expected_polls(consumer));
        polls.fold(messages, u64::saturating_add)
    }

    /// As if every worker were idle throughout: three events a long poll, one a short one.
    fn expected_polls(&self, consumer: &ConsumerModel) -> u64 {
        if consumer.serves.is_some() {
            return 0;
        }
        let then = &consumer.habits.then;
        let last = then.last().copied().unwrap_or(consumer.from);
        let queue_wait_s = self.queues[last as usize].attributes.receive_wait_s;
        let wait_us = Time::from(consumer.wait_s.unwrap_or(queue_wait_s)) * MICROS_PER_S;
        let events = if wait_us > 0 { 3 } else { 1 } + then.len() as u64;
        let calls = then.len() as u64 + 1;
        let round_us =
            (wait_us + consumer.latency_us * calls).saturating_add(consumer.habits.pause_us).max(1);
        let (round_us, events, pollers) = match &consumer.lambda {
            Some(lambda) => (LAMBDA_WAIT_US, 3, lambda.pollers_idle()),
            None => (round_us, events, consumer.places()),
        };
        (self.duration_us / round_us).saturating_mul(events).saturating_mul(pollers.into())
    }
}

fn within(ok: bool, part: &'static str, index: u32, field: &'static str) -> Result<(), ModelError> {
    if ok { Ok(()) } else { Err(ModelError::OutOfRange(part, index, field)) }
}
