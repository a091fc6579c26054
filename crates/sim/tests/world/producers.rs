//! What producers do: when their messages come up, which share a call, what becomes of calls that fail.

mod batches;
mod losses;
mod random;
mod rates;

use sim::{Event, Kind, Model, ProducerModel, Sending};
use sqs::{EventKind, MessageId, QueueKind};

use crate::models::*;

/// A minute of one queue of a kind, a producer that sends like this once a second, and nobody who receives.
fn shop(kind: QueueKind, sending: Sending) -> Model {
    let mut model = quiet();
    model.queues[0] = queue("orders", kind);
    let mut producer = ProducerModel { sending, ..producer("shop", 1_000) };
    if kind == QueueKind::Fifo {
        producer.groups = sim::Groups::InTurn(1);
    }
    model.producers = vec![producer];
    model
}

/// Messages that SQS accepted from producers, in order.
fn produced(events: &[Event]) -> Vec<MessageId> {
    let of = |event: &Event| match event.kind {
        Kind::Produced { message, .. } => Some(message),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

fn is_deduplicated(kind: &Kind) -> bool {
    matches!(kind, Kind::Engine(EventKind::Deduplicated { .. }))
}

fn is_retried(kind: &Kind) -> bool {
    matches!(kind, Kind::Retried { .. })
}
