//! Random habits, kinds of messages and faults, for random models of two queues.

use std::sync::Arc;

use proptest::prelude::*;
use sim::{FaultKind, FaultModel, Habits, Heartbeat, MessageKind, Model, QueueChange, Which, WorkTime};
use sqs::AttributeChanges;

use crate::models::*;

/// What a consumer of queue `from` may do, in zones `a` and `b`.
pub fn habits() -> impl Strategy<Value = (Habits, bool)> {
    let heartbeat = prop::option::of((100..3_000u64, 1..6u32));
    let away = prop::option::of((0..15u64, 1..8u64));
    (heartbeat, any::<bool>(), any::<bool>(), 0..900u64, away, 0..3usize).prop_map(
        |(heartbeat, deletes_in_batches, has_second_queue, pause_ms, away, zones)| {
            let beat = |(ms, to_s)| Heartbeat { every_us: ms * MS, to_s };
            let habits = Habits {
                heartbeat: heartbeat.map(beat),
                deletes_in_batches,
                then: Vec::new(),
                pause_us: if pause_ms > 450 { pause_ms * MS } else { 0 },
                away: away.map(|(from, len)| (from * S, (from + len) * S)).into_iter().collect(),
                zones: (0..zones as u32).collect(),
            };
            (habits, has_second_queue)
        },
    )
}

pub fn kinds() -> impl Strategy<Value = Vec<MessageKind>> {
    let which = prop_oneof![
        Just(Which::All),
        (1..6u32).prop_map(Which::Every),
        prop::collection::btree_set(1..30u32, 1..6).prop_map(|set| Which::Numbers(set.into_iter().collect())),
    ];
    let work = prop::option::of((0..4_000u64).prop_map(|ms| WorkTime::Fixed(ms * MS)));
    let body = prop_oneof![Just(None), Just(Some(Arc::from(b"{\"status\":\"new\"}".as_slice())))];
    let one = (which, any::<bool>(), work, body).prop_map(|(which, poison, work, body)| MessageKind {
        id: "kind".into(),
        which,
        poison,
        work,
        attributes: None,
        body,
        size_bytes: None,
    });
    prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(one, 1..4)]
}

pub fn faults() -> impl Strategy<Value = FaultModel> {
    let lasts = || prop::option::of((1..9u64).prop_map(|s| s * S));
    let rate = prop::option::of(1..9u32);
    let kind = prop_oneof![
        lasts().prop_map(|for_us| FaultKind::Hang { worker: worker(0), for_us }),
        lasts().prop_map(|for_us| FaultKind::Slow { consumer: 0, factor_milli: 2_500, for_us }),
        Just(FaultKind::Stop { worker: worker(0) }),
        (0..2u32, lasts()).prop_map(|(zone, for_us)| FaultKind::ZoneOutage { zone, for_us }),
        (prop::option::of(0..1u32), rate).prop_map(|(to, per_second)| FaultKind::Redrive {
            queue: 1,
            to,
            per_second
        }),
        Just(FaultKind::CancelRedrive { queue: 1 }),
        (0..2u32).prop_map(|queue| FaultKind::Purge { queue }),
        (0..2u32, 0..9u32).prop_map(|(queue, seconds)| {
            let changes = AttributeChanges {
                visibility_timeout_s: Some(seconds),
                delay_s: Some(seconds / 3),
                ..AttributeChanges::default()
            };
            FaultKind::Change { queue, changes: Arc::new(changes) }
        }),
    ];
    (0..20u64, kind).prop_map(|(s, kind)| FaultModel { at_us: s * S, kind })
}

/// A change that SQS may take or not.
pub fn change(which: u64) -> QueueChange {
    let number = (which >> 3) as u32;
    match which % 6 {
        0 => QueueChange::VisibilityTimeout(number % 50_000),
        1 => QueueChange::Delay(number % 1_000),
        2 => QueueChange::ReceiveWait(number % 22),
        3 => QueueChange::Redrive(None),
        4 => QueueChange::ContentBasedDeduplication(number % 2 == 1),
        _ => QueueChange::Retention(number % 200),
    }
}

/// Gives models with functions only what functions have.
pub fn fit(model: &mut Model) {
    model.zones = vec!["a".into(), "b".into()];
    for consumer in &mut model.consumers {
        if consumer.lambda.is_some() {
            consumer.habits = Habits::default();
        }
    }
    let is_managed = model.consumers[0].lambda.is_some();
    let needs_poller =
        |fault: &FaultModel| matches!(fault.kind, FaultKind::Hang { .. } | FaultKind::Stop { .. });
    model.faults.retain(|fault| !is_managed || !needs_poller(fault));
}
