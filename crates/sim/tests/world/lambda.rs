//! Lambda functions behind event source mappings (sqs-facts §7).

mod answers;
mod batches;
mod fifo;
mod random;
mod scaling;
mod throttling;

pub use random::functions;

use sim::{Event, InvocationOutcome, Kind, LambdaModel, Model, WorkTime};
use sqs::{EventKind, Time};

use crate::models::*;

/// `quiet` with so many messages (24 at most) that are there before anybody asks, and a function in place of a
/// worker: batches of 10, half a second a message, timeout 10 s, 30 s of visibility.
fn function(messages: u32) -> Model {
    let mut model = quiet();
    let one = |n| sim::ProducerModel { count_max: Some(1), ..producer(&format!("shop-{n}"), 1_000) };
    model.producers = (1..=messages).map(one).collect();
    model.consumers = vec![consumer("fn")];
    model.consumers[0].batch = 10;
    model.consumers[0].lambda = Some(LambdaModel { timeout_us: 10 * S, ..LambdaModel::new() });
    model
}

/// A function that takes longer for each message than the run lasts, one message a batch, and messages that
/// come faster than its concurrency may grow.
fn swamped(duration_s: u64) -> Model {
    let mut model = function(0);
    model.duration_us = duration_s * S;
    model.producers = vec![producer("shop", 10_000)];
    model.queues[0].attributes.visibility_timeout_s = 900;
    model.consumers[0].batch = 1;
    model.consumers[0].work = WorkTime::Fixed(899 * S);
    lambda(&mut model).timeout_us = 900 * S;
    model
}

fn lambda(model: &mut Model) -> &mut LambdaModel {
    model.consumers[0].lambda.as_mut().expect("it is a function")
}

/// Each invocation: its instant in milliseconds and its messages.
fn invoked(events: &[Event]) -> Vec<(Time, u32)> {
    let each = events.iter().filter_map(|event| match event.kind {
        Kind::Invoked { messages, .. } => Some((event.at / MS, messages)),
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

/// Serials of the messages for which something of a kind happened, in order.
fn serials(events: &[Event], of: impl Fn(&Kind) -> Option<sqs::MessageId>) -> Vec<u64> {
    events.iter().filter_map(|event| of(&event.kind)).map(|message| message.serial).collect()
}

fn effects(events: &[Event]) -> Vec<u64> {
    serials(events, |kind| match kind {
        Kind::TookEffect { message, .. } => Some(*message),
        _ => None,
    })
}

fn deleted(events: &[Event]) -> Vec<u64> {
    serials(events, |kind| match kind {
        Kind::Engine(EventKind::Deleted { message, .. }) => Some(*message),
        _ => None,
    })
}

/// The most invocations at once, by second.
fn most_at_once(events: &[Event], seconds: u64) -> Vec<i64> {
    let mut most = vec![0; seconds as usize + 1];
    let (mut running, mut second) = (0, 0);
    for event in events {
        while second < (event.at / S) as usize {
            second += 1;
            most[second] = running;
        }
        match event.kind {
            Kind::Invoked { .. } => running += 1,
            Kind::InvocationEnded { .. } => running -= 1,
            _ => {}
        }
        most[second] = most[second].max(running);
    }
    most
}
