//! What holds in every run of every function, checked event by event.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use sim::{
    FaultModel, FunctionAnswer, Groups, InvocationOutcome, LambdaModel, ProvisionedPollers, Ramp,
    RedriveModel, Timeline, lambda_limits,
};
use sqs::{MessageId, QueueKind};

use super::*;

fn answers() -> impl Strategy<Value = FunctionAnswer> {
    prop::sample::select(vec![
        FunctionAnswer::Exception,
        FunctionAnswer::Listed,
        FunctionAnswer::OnlyFailed,
        FunctionAnswer::EmptyList,
        FunctionAnswer::InvalidJson,
        FunctionAnswer::UnknownIdentifier,
    ])
}

pub fn functions() -> impl Strategy<Value = LambdaModel> {
    let limits = (
        prop::option::of(2..9u32),
        prop::option::of(0..7u32),
        prop::option::of((2..4u32, 0..3u32)),
        prop::sample::select(vec![Ramp::Today, Ramp::Before2023]),
    );
    let times = (1..4u64, 0..3u64, 0..900u64);
    (limits, times, any::<bool>(), answers(), prop::bool::weighted(0.1)).prop_map(
        |(limits, (timeout_s, window_s, cold_ms), partial_failures, answer, filters)| {
            let (maximum_concurrency, reserved, pollers, ramp) = limits;
            let provisioned = pollers.map(|(min, more)| ProvisionedPollers { min, max: min + more });
            LambdaModel {
                timeout_us: timeout_s * S,
                window_us: window_s * S,
                maximum_concurrency: maximum_concurrency.filter(|_| provisioned.is_none()),
                reserved,
                provisioned,
                partial_failures,
                answer,
                filter: filters.then(sim::BodyFilter::default),
                ramp,
                cold_start_us: cold_ms * MS,
            }
        },
    )
}

fn models() -> impl Strategy<Value = Model> {
    let sends = (1..40_000u64, 1..5u32, prop::option::of(1..200u32));
    let queue_rules = (any::<bool>(), 3..9u32, prop::option::of(1..4u32));
    let work = (0..1_500u64, 0..500_000u32, any::<bool>(), 1..30u32);
    (sends, queue_rules, work, functions(), prop::option::of(0..20u64)).prop_map(
        |(sends, (is_fifo, visibility_timeout_s, receives), work, rules, crash_s)| {
            let kind = if is_fifo { QueueKind::Fifo } else { QueueKind::Standard };
            let mut model = quiet();
            model.duration_us = 30 * S;
            model.queues = vec![queue("orders", kind), queue("dead", kind)];
            model.queues[0].attributes.visibility_timeout_s = visibility_timeout_s;
            model.queues[0].redrive =
                receives.map(|max_receive_count| RedriveModel { target: 1, max_receive_count });
            let (rate_milli, groups, count_max) = sends;
            model.producers = vec![producer("shop", rate_milli)];
            model.producers[0].groups = Groups::InTurn(groups);
            model.producers[0].count_max = count_max;
            let (work_ms, failure_ppm, idempotent, batch) = work;
            let window_us = if is_fifo { 0 } else { rules.window_us };
            model.consumers = vec![sim::ConsumerModel {
                batch: if window_us == 0 { batch.min(10) } else { batch },
                work: WorkTime::Exponential(work_ms * MS),
                failure_ppm,
                idempotent,
                lambda: Some(LambdaModel { window_us, ..rules }),
                ..consumer("fn")
            }];
            let fault = |at_s| -> FaultModel { crash(at_s * S, 0, None) };
            model.faults = crash_s.map(fault).into_iter().collect();
            model
        },
    )
}

/// Follows a run event by event.
struct Naive<'a> {
    model: &'a Model,
    /// Batch of each running environment.
    running: BTreeMap<u32, Vec<MessageId>>,
    handing_to: Option<(u32, u32)>,
    failed: BTreeSet<u64>,
    /// Messages that took effect at least once.
    done: BTreeSet<u64>,
    /// Messages that a finished invocation may still delete at this instant.
    deletable: BTreeSet<u64>,
}

impl Naive<'_> {
    /// Invocations at once that may run at an instant, whatever happened before.
    fn bound(&self, at: Time) -> u32 {
        let rules = self.model.consumers[0].lambda.as_ref().expect("it is a function");
        let grown = match rules.provisioned {
            Some(pollers) => {
                let grown = pollers.min + (at / 600_000) as u32;
                grown.min(pollers.max) * lambda_limits::INVOCATIONS_OF_A_POLLER
            }
            None => 5 + (at / S) as u32 * rules.ramp.a_second(),
        };
        let maximum = rules.maximum_concurrency.unwrap_or(u32::MAX);
        grown.min(rules.ceiling()).min(maximum).min(rules.reserved.unwrap_or(u32::MAX))
    }

    fn follow(&mut self, event: &Event, group_of: impl Fn(MessageId) -> Option<u32>) {
        let is_fifo = self.model.queues[0].kind == QueueKind::Fifo;
        let rules = self.model.consumers[0].lambda.as_ref().expect("it is a function");
        // These answers hide failures from the mapping.
        let swallows = match rules.answer {
            FunctionAnswer::Exception => false,
            FunctionAnswer::Listed | FunctionAnswer::OnlyFailed | FunctionAnswer::UnknownIdentifier => {
                !rules.partial_failures
            }
            _ => true,
        };
        match event.kind {
            Kind::Invoked { worker, messages, .. } => {
                assert!(self.running.insert(worker.index, Vec::new()).is_none(), "it was busy");
                assert!(self.running.len() as u32 <= self.bound(event.at), "too many at {}", event.at);
                assert!((1..=self.model.consumers[0].batch).contains(&messages));
                self.handing_to = Some((worker.index, messages));
            }
            Kind::HandedTo { worker, message } => {
                let (index, left) = self.handing_to.expect("a batch follows an invocation");
                assert_eq!(worker.index, index);
                let others = self.running.iter().filter(|(other, _)| **other != index);
                let is_apart = |held: &MessageId| group_of(*held) != group_of(message);
                assert!(
                    !is_fifo || others.flat_map(|(_, batch)| batch).all(is_apart),
                    "one at a time a group"
                );
                self.running.get_mut(&index).expect("it runs").push(message);
                self.handing_to = (left > 1).then_some((index, left - 1));
            }
            Kind::WorkFailed { message, .. } => {
                self.failed.insert(message.serial);
            }
            Kind::TookEffect { message, .. } => {
                self.failed.remove(&message.serial);
                self.done.insert(message.serial);
            }
            Kind::InvocationEnded { worker, outcome } => {
                let batch = self.running.remove(&worker.index).expect("it ran");
                self.deletable = batch.iter().map(|message| message.serial).collect();
                match outcome {
                    InvocationOutcome::Succeeded => {}
                    InvocationOutcome::PartlyFailed => self.deletable.retain(|it| !self.failed.contains(it)),
                    _ => self.deletable.clear(),
                }
            }
            Kind::FilteredByMapping { message, .. } => {
                self.deletable.insert(message.serial);
            }
            Kind::Engine(EventKind::Deleted { message, .. }) => {
                assert!(self.deletable.remove(&message.serial), "{message:?} was deleted and not done");
                let filters = rules.filter.is_some();
                assert!(
                    filters || swallows || self.done.contains(&message.serial),
                    "{message:?} never took effect"
                );
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(crate::random::config())]

    #[test]
    fn a_function_keeps_its_bounds(model in models(), seed: u32) {
        let mut timeline = Timeline::new(Arc::new(model.clone()), seed).expect("the model is legal");
        timeline.run_ahead(u64::MAX);
        let mut naive = Naive {
            model: &model,
            running: BTreeMap::new(),
            handing_to: None,
            failed: BTreeSet::new(),
            done: BTreeSet::new(),
            deletable: BTreeSet::new(),
        };
        for event in timeline.events(0, u64::MAX) {
            naive.follow(&event, |message| timeline.label(message).and_then(|label| label.group));
        }
    }
}
