//! Lambda functions behind event source mappings (sqs-facts §7).

use sim::{
    ConcurrencyBound, Event, FunctionAnswer, InvocationOutcome, Kind, LambdaModel, Model, Position,
    ProvisionedPollers, Ramp, RedriveModel, Timeline, WorkTime,
};
use sqs::{EventKind, QueueKind, Time};

use crate::models::*;

/// `orders` with a function in place of the worker: batches of 10, timeout 10 s, 30 s of visibility.
fn function() -> Model {
    let mut model = orders();
    model.consumers[0].batch = 10;
    model.consumers[0].lambda = Some(LambdaModel { timeout_us: 10 * S, ..LambdaModel::new() });
    model
}

/// `function` with so many messages at 0 s.
fn burst(messages: u32) -> Model {
    let mut model = function();
    model.producers[0].rate[0].rate_milli = 10_000_000;
    model.producers[0].count_max = Some(messages);
    model
}

fn lambda(model: &mut Model) -> &mut LambdaModel {
    model.consumers[0].lambda.as_mut().expect("it is a function")
}

/// Messages of each invocation, with its instant.
fn invoked(events: &[Event]) -> Vec<(Time, u32)> {
    let each = events.iter().filter_map(|event| match event.kind {
        Kind::Invoked { messages, .. } => Some((event.at, messages)),
        _ => None,
    });
    each.collect()
}

fn outcomes(events: &[Event]) -> Vec<InvocationOutcome> {
    let each = events.iter().filter_map(|event| match event.kind {
        Kind::InvocationEnded { outcome, .. } => Some(outcome),
        _ => None,
    });
    each.collect()
}

#[test]
fn a_function_is_invoked_works_and_its_batch_is_deleted() {
    let mut model = burst(3);
    model.consumers[0].batch = 3;
    model.producers[0].rate[0].rate_milli = 1_000_000;
    let events = run(model);
    let all: Vec<_> = events
        .iter()
        .filter(|event| {
            !matches!(
                event.kind,
                Kind::Engine(
                    EventKind::PollParked { .. }
                        | EventKind::PollAnswered { .. }
                        | EventKind::EmptyReceive { .. }
                )
            )
        })
        .map(|event| format!("{} {:?}", event.at / MS, event.kind))
        .collect();
    println!("{}", all.join("\n"));
    assert_eq!(outcomes(&events), [InvocationOutcome::Succeeded; 3]);
}
