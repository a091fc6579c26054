//! What a run costs (sqs-facts §11).

use sim::{Groups, Model, Position, View};
use sqs::QueueKind;

use crate::models::*;

const HOUR: u64 = 3_600 * S;
const DOLLAR: u64 = 1_000_000_000;

/// A single worker that asks an empty queue again and again.
fn idle(wait_s: u32, latency_us: u64, duration_us: u64) -> Model {
    let mut model = Model { duration_us, consumers: vec![consumer("till")], ..quiet() };
    model.consumers[0].wait_s = Some(wait_s);
    model.consumers[0].latency_us = latency_us;
    model
}

fn end(model: Model) -> View {
    let mut timeline = timeline(model);
    timeline.seek(Position { at_us: timeline.duration_us(), step: Position::ALL });
    timeline.view(&[])
}

/// One consumer, 20 s, always on: 129,600 requests in 30 days.
#[test]
fn a_long_poll_that_is_always_on() {
    let bill = end(idle(20, 0, 30 * 24 * HOUR - 1)).bill;
    assert_eq!(bill.queues[0].receives, 129_600);
    // The last one waits still.
    assert_eq!(bill.queues[0].empty_receives, 129_599);
    assert_eq!((bill.price.total(), bill.requests.standard), (0, 129_601), "and the queue was made");
}

#[test]
fn an_hour_of_short_polls_against_long_ones() {
    let of = |model| end(model).bill.queues[0];
    let (short, long) = (of(idle(0, S / 10, HOUR - 1)), of(idle(20, 0, HOUR - 1)));
    assert_eq!((short.receives, short.empty_receives), (36_000, 36_000));
    assert_eq!((long.receives, long.empty_receives), (180, 179));
}

#[test]
fn an_hour_is_extrapolated_to_a_month() {
    let bill = end(idle(0, S / 10, HOUR)).bill;
    let month = bill.month.expect("time has passed");
    // 36,001 polls and the queue's creation, 720 times.
    assert_eq!(month.requests.standard, 36_002 * 720);
    assert_eq!(month.price.total(), (36_002 * 720 - 1_000_000) * 400);
    assert_eq!(timeline(idle(0, S, HOUR)).view(&[]).bill.month, None);
}

/// Send, receive and delete: three requests for a small message.
#[test]
fn the_life_of_a_small_message_is_three_requests() {
    let mut model = orders();
    model.producers[0].count_max = Some(10);
    let queue = end(model).bill.queues[0];
    assert_eq!((queue.sends, queue.deletes, queue.receives - queue.empty_receives), (10, 10, 11));
    assert_eq!((queue.others, queue.total), (1, 20 + queue.receives + 1));
}

/// Each 64 KiB is a request, in a send and in what a receive returns.
#[test]
fn large_messages_are_several_requests() {
    let mut model = orders();
    model.producers[0].count_max = Some(1);
    model.producers[0].size_bytes = 200 * 1_024;
    let queue = end(model).bill.queues[0];
    assert_eq!((queue.sends, queue.receives - queue.empty_receives, queue.deletes), (4, 5, 1));
}

#[test]
fn fifo_and_fair_requests_are_counted_apart() {
    let mut model = orders();
    model.duration_us = 10 * S;
    model.queues.push(queue("ordered", QueueKind::Fifo));
    model.producers[0].groups = Groups::InTurn(2);
    model.producers.push(producer("other", 1_000));
    (model.producers[1].to, model.producers[1].groups) = (sim::Destination::Queue(1), Groups::InTurn(1));
    let bill = end(model).bill;
    assert_eq!((bill.queues[0].fair, bill.queues[1].fair), (11, 0));
    assert_eq!((bill.requests.fair, bill.requests.fifo), (11, 11 + 1));
    assert_eq!(bill.price.fair, 1_100, "the surcharge knows no free requests");
    assert!(bill.price.total() < DOLLAR);
}
