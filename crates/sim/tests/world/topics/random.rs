//! Every publish reaches each subscription once, or is filtered, dead-lettered, lost or waiting, with a reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use sim::{DeliveryFate, Kind, Model, Position, Timeline};
use sqs::{EventKind, KmsTrouble, MICROS_PER_MS, QueueKind};

use super::*;
use crate::random::config;

fn models() -> impl Strategy<Value = Model> {
    let subscription = (0u32..3, any::<bool>(), any::<bool>(), any::<bool>());
    let subscriptions = prop::collection::vec(subscription, 1..5);
    let trouble = prop::sample::select(vec![None, Some(KmsTrouble::Throttled), Some(KmsTrouble::Disabled)]);
    (any::<bool>(), subscriptions, 0u32..4, trouble, 1u32..6, 1u64..40).prop_map(
        |(fifo, subscriptions, closed, trouble, calls, rate)| {
            let kind = if fifo { QueueKind::Fifo } else { QueueKind::Standard };
            let filter = FilterPolicy {
                scope: FilterScope::MessageAttributes,
                fields: vec![key("kind", vec![is("order")])],
            };
            let each = subscriptions.into_iter().enumerate().map(|(index, (queue, raw, filtered, dead))| {
                SubscriptionModel {
                    id: format!("s{index}").into(),
                    raw,
                    filter: filtered.then(|| filter.clone()),
                    dead_letter: dead.then_some(3),
                    ..to(queue)
                }
            });
            let mut model = news(kind, each.collect());
            model.queues[closed as usize].attributes.policy = None;
            model.queues[0].attributes.kms_key = Some("alias/own".into());
            model.queues[0].attributes.managed_sse = false;
            model.broken_keys = trouble.map(|trouble| ("alias/own".into(), trouble)).into_iter().collect();
            model.queues[1].storage.fifo_calls_per_s = Some(calls);
            model.producers[0].rate[0].rate_milli = rate * 1_000;
            model.producers[0].kinds =
                vec![kind_of_messages(Which::Every(3), &[("kind", "String", "order")], None)];
            model.consumers = vec![consumer("till")];
            model
        },
    )
}

/// What became of each copy, by subscription and number.
fn fates(model: &Model, events: &[Event]) -> BTreeMap<(u32, u64), Vec<&'static str>> {
    let mut fates: BTreeMap<(u32, u64), Vec<&'static str>> = BTreeMap::new();
    let mut tell = |subscription, number, what| fates.entry((subscription, number)).or_default().push(what);
    for event in events {
        match event.kind {
            Kind::Published { number, duplicate: false, .. } => {
                (0..model.topics[0].subscriptions.len() as u32).for_each(|it| tell(it, number, "published"));
            }
            Kind::Delivered { subscription, number, .. } => tell(subscription, number, "delivered"),
            Kind::FilteredOut { subscription, number, .. } => tell(subscription, number, "filtered"),
            Kind::DeliveryFailed { subscription, number, fate: DeliveryFate::DeadLettered, .. } => {
                tell(subscription, number, "dead-lettered");
            }
            Kind::DeliveryFailed { subscription, number, fate: DeliveryFate::Lost, .. } => {
                tell(subscription, number, "lost");
            }
            _ => {}
        }
    }
    fates
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_copy_has_one_fate(model in models(), seed: u32) {
        let mut timeline = Timeline::new(Arc::new(model.clone()), seed).expect("the model is legal");
        timeline.run_ahead(u64::MAX);
        timeline.seek(Position::after_ms(model.duration_us / MICROS_PER_MS));
        let events = timeline.events(0, u64::MAX);
        let view = timeline.view(&[]);
        let fates = fates(&model, &events);
        let mut waiting = vec![0u64; model.topics[0].subscriptions.len()];
        for ((subscription, number), told) in &fates {
            prop_assert_eq!(told[0], "published", "{} of {}", number, subscription);
            prop_assert!(told.len() <= 2, "{} of {}: {:?}", number, subscription, told);
            // A message is an order if its number is a multiple of 3; others do not pass the filter.
            let rules = &model.topics[0].subscriptions[*subscription as usize];
            let passes = rules.filter.is_none() || number % 3 == 0;
            prop_assert_eq!(told.get(1) == Some(&"filtered"), !passes);
            waiting[*subscription as usize] += u64::from(told.len() == 1);
        }
        let count = |what: &str, of: u32| {
            fates.iter().filter(|((it, _), told)| *it == of && told.get(1) == Some(&what)).count() as u64
        };
        for (of, subscription) in (0..).zip(&view.topics[0].subscriptions) {
            prop_assert_eq!(subscription.delivered, count("delivered", of));
            prop_assert_eq!(subscription.filtered, count("filtered", of));
            prop_assert_eq!(subscription.dead_lettered, count("dead-lettered", of));
            prop_assert_eq!(subscription.lost, count("lost", of));
            prop_assert_eq!(subscription.waiting, waiting[of as usize]);
            prop_assert_eq!(subscription.dead_lettered > 0 && subscription.dead_letter.is_none(), false);
        }
        // All that queues got, came from the topic.
        let sent = events.iter().filter(|it| matches!(it.kind, Kind::Engine(EventKind::Sent { .. }))).count();
        let stored: u64 = view.topics[0].subscriptions.iter().map(|it| it.delivered + it.dead_lettered).sum();
        let again: u64 = view.queues.iter().map(|queue| queue.counters.deduplicated).sum();
        prop_assert_eq!(sent as u64 + again, stored);
    }

    #[test]
    fn a_run_with_topics_can_be_sought(model in models(), seed: u32, at_ms in 0u64..10_000) {
        let mut timeline = Timeline::new(Arc::new(model.clone()), seed).expect("the model is legal");
        timeline.seek(Position::after_ms(at_ms));
        let view = timeline.view(&[]);
        timeline.seek(Position::after_ms(10_000));
        let hash = timeline.trace_hash();
        timeline.seek(Position::after_ms(at_ms));
        prop_assert_eq!(timeline.view(&[]), view);
        let mut fresh = Timeline::new(Arc::new(model), seed).expect("the model is legal");
        fresh.run_ahead(u64::MAX);
        prop_assert_eq!(fresh.trace_hash(), hash);
        prop_assert_eq!(fresh.events(0, u64::MAX), timeline.events(0, u64::MAX));
    }
}
