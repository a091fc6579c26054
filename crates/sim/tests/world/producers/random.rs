//! What holds of any producer: nothing is lost while there are attempts, ids keep FIFO queues clean, batches add up.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use sim::{Batching, Groups, Kind, Losses, Retry, Sending};
use sqs::{EventKind, QueueKind};

use super::{produced, shop};
use crate::models::*;

/// How often each message of a run of a producer that never gives up is in its queue. Each has a group of its own,
/// which tells them apart.
fn stored(kind: QueueKind, sending: Sending, count: u32) -> BTreeMap<Arc<str>, u32> {
    let mut model = shop(kind, sending);
    model.duration_us = 280 * S;
    model.producers[0].rate[0].rate_milli = 4_000;
    model.producers[0].groups = Groups::InTurn(count);
    model.producers[0].count_max = Some(count);
    let mut world = sim::World::new(model.into(), 3).expect("the model is legal");
    world.run_until(280 * S, &mut sim::NoSink);
    let mut times = BTreeMap::new();
    for message in world.engine().messages(sqs::QueueId(0)) {
        *times.entry(message.group.expect("it has a group")).or_insert(0) += 1;
    }
    times
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// After random losses every number is there: once on a FIFO queue whose producer keeps the id, at least once
    /// otherwise.
    #[test]
    fn retries_put_every_message_into_the_queue(
        is_fifo: bool,
        same_id: bool,
        size in 1..=10u32,
        request_ppm in 0..300_000u32,
        reply_ppm in 0..300_000u32,
    ) {
        let kind = if is_fifo { QueueKind::Fifo } else { QueueKind::Standard };
        let sending = Sending {
            batch: Batching { size, window_us: S },
            losses: Losses { request_ppm, reply_ppm },
            retry: Retry { after_us: Some(500 * MS), attempts: 10, same_id },
            ..Sending::default()
        };
        let times = stored(kind, sending, 100);
        prop_assert_eq!(times.len(), 100);
        if is_fifo && same_id {
            prop_assert!(times.values().all(|times| *times == 1), "{:?}", times);
        }
    }

    /// Batches change calls, not messages.
    #[test]
    fn batches_send_what_single_calls_send(size in 1..=10u32, window_ms in 1..5_000u64, count in 0..60u32) {
        let mut model = shop(QueueKind::Fifo, Sending::default());
        model.producers[0].rate[0].rate_milli = 3_000;
        model.producers[0].count_max = Some(count);
        let single = run(model.clone());
        model.producers[0].sending.batch = Batching { size, window_us: window_ms * MS };
        let batched = run(model);
        prop_assert_eq!(produced(&single), produced(&batched));
        for (alone, with_others) in instants(&single, is_sent).iter().zip(instants(&batched, is_sent)) {
            prop_assert!((*alone..=alone + window_ms * MS).contains(&with_others));
        }
        let calls = batched.iter().filter(|event| {
            matches!(event.kind, Kind::Engine(EventKind::Sent { .. }))
        });
        prop_assert_eq!(calls.count(), count as usize);
    }
}
