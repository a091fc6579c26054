//! SNS topics that feed queues (sqs-facts §8).

use std::sync::Arc;

use sim::{
    AccessDenial, DeliveryFate, Destination, Document, Event, FaultKind, FaultModel, FieldFilter,
    FilterPolicy, FilterScope, Groups, Kind, MessageKind, Model, ModelError, Plain, RateStep,
    SubscriptionModel, Timeline, TopicModel, Trouble, ValueFilter, Which, sns_limits, topics_policy,
};
use sqs::{AttributeValue, EventKind, KmsTrouble, MessageAttribute, PolicyDocument, QueueKind, Time};

use crate::models::*;

mod random;

/// A subscription of the queue with this index, raw.
fn to(queue: u32) -> SubscriptionModel {
    let id = ["audit", "mail", "stock", "more"][queue as usize % 4];
    SubscriptionModel { id: id.into(), to: queue, raw: true, filter: None, dead_letter: None }
}

/// One publish a second to a topic with these subscriptions, for 10 s; queues `q0` to `q3` of the topic's kind, whose
/// policies let it send.
fn news(kind: QueueKind, subscriptions: Vec<SubscriptionModel>) -> Model {
    let mut model = quiet();
    let topic = TopicModel {
        id: "news".into(),
        name: if kind == QueueKind::Fifo { "news.fifo".into() } else { "news".into() },
        kind,
        content_based_deduplication: false,
        subscriptions,
    };
    model.queues = (0..4).map(|index| queue(&format!("q{index}"), kind)).collect();
    for queue in &mut model.queues {
        queue.attributes.policy = Some(policy_for(&queue.name, &topic));
    }
    model.duration_us = 10 * S;
    model.producers = vec![producer("desk", 1_000)];
    model.producers[0].to = Destination::Topic(0);
    if kind == QueueKind::Fifo {
        model.producers[0].groups = Groups::InTurn(2);
    }
    model.topics = vec![topic];
    model
}

fn policy_for(queue: &str, topic: &TopicModel) -> Arc<PolicyDocument> {
    Arc::new(topics_policy(queue, std::iter::once(topic)))
}

/// `news` with a single publish.
fn one_publish(kind: QueueKind, subscriptions: Vec<SubscriptionModel>) -> Model {
    let mut model = news(kind, subscriptions);
    model.producers[0].count_max = Some(1);
    model
}

fn kind_of_messages(which: Which, attributes: &[(&str, &str, &str)], body: Option<&str>) -> MessageKind {
    let attribute = |(name, data_type, value): &(&str, &str, &str)| MessageAttribute {
        name: (*name).into(),
        data_type: (*data_type).into(),
        value: AttributeValue::Text((*value).into()),
    };
    MessageKind {
        id: "kind".into(),
        which,
        poison: false,
        work: None,
        attributes: (!attributes.is_empty()).then(|| attributes.iter().map(attribute).collect()),
        body: body.map(|body| body.as_bytes().into()),
        size_bytes: None,
    }
}

/// Topic, number and queue of each copy, with its label.
fn delivered(timeline: &Timeline) -> Vec<(u64, u32, String)> {
    let events = timeline.events(0, u64::MAX);
    let each = events.iter().filter_map(|event| match event.kind {
        Kind::Delivered { subscription, number, message, .. } => {
            let label = timeline.label(message).expect("it was sent").to_string();
            Some((number, subscription, label))
        }
        _ => None,
    });
    each.collect()
}

fn ended(model: Model) -> Timeline {
    let mut timeline = timeline(model);
    timeline.seek(sim::Position::after_ms(timeline.duration_us() / MS));
    timeline
}

/// Attempt, trouble, fate and instant of each failure.
fn failures(events: &[Event]) -> Vec<(u32, Trouble, DeliveryFate, Time)> {
    let each = events.iter().filter_map(|event| match event.kind {
        Kind::DeliveryFailed { attempt, trouble, fate, .. } => Some((attempt, trouble, fate, event.at)),
        _ => None,
    });
    each.collect()
}

#[test]
fn each_queue_gets_its_own_copy() {
    let timeline = ended(one_publish(QueueKind::Standard, vec![to(0), to(1), to(2)]));
    let expected = [(1, 0, "A1"), (1, 1, "B1"), (1, 2, "C1")].map(|(n, s, label)| (n, s, label.to_owned()));
    assert_eq!(delivered(&timeline), expected);
}

#[test]
fn a_consumer_that_is_down_holds_up_its_own_queue_only() {
    let mut model = news(QueueKind::Standard, vec![to(0), to(1)]);
    model.consumers = vec![consumer("till")];
    let mut timeline = timeline(model);
    timeline.seek(sim::Position::after_ms(9_900));
    let view = timeline.view(&[]);
    let left = |queue: usize| view.queues[queue].counters.visible;
    assert_eq!((left(0), left(1)), (0, 10));
    assert_eq!(view.topics[0].published, 10);
    assert_eq!(view.topics[0].subscriptions.iter().map(|it| it.delivered).collect::<Vec<_>>(), [10, 10]);
    let copy = view.messages.iter().find(|it| it.queue == 1).expect("they wait").copy_of;
    assert_eq!(copy.map(|copy| (copy.topic, copy.subscription, copy.number)), Some((0, 1, 1)));
}

#[test]
fn raw_keeps_body_and_attributes_and_an_envelope_wraps_them() {
    let attributes = [("kind", "String", "order")];
    let run = |raw| {
        let mut model = one_publish(QueueKind::Standard, vec![SubscriptionModel { raw, ..to(0) }]);
        model.producers[0].kinds = vec![kind_of_messages(Which::All, &attributes, None)];
        model.consumers = vec![consumer("till")];
        // What the bill counts in 64 KiB units tells the size.
        model.producers[0].size_bytes = 65_536 - 500;
        ended(model).view(&[]).bill.requests.standard
    };
    // Send, receive, delete, and the poll after; the envelope adds more than 500 bytes to send and receive.
    assert_eq!(run(false), run(true) + 2);
}

#[test]
fn an_envelope_must_fit_the_queue() {
    let mut model = one_publish(QueueKind::Standard, vec![SubscriptionModel { raw: false, ..to(0) }, to(1)]);
    model.producers[0].size_bytes = 1_000;
    model.queues[0].attributes.maximum_message_bytes = 1_024;
    model.queues[1].attributes.maximum_message_bytes = 1_024;
    let events = run(model);
    assert_eq!(failures(&events), [(1, Trouble::TooLong, DeliveryFate::Lost, 0)]);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::Delivered { subscription: 1, .. })), [0]);
}

#[test]
fn more_than_ten_attributes_are_discarded_if_raw() {
    let names: Vec<String> = (0..11).map(|n| format!("a{n}")).collect();
    let attributes: Vec<_> = names.iter().map(|name| (name.as_str(), "String", "x")).collect();
    let mut model = one_publish(QueueKind::Standard, vec![to(0), SubscriptionModel { raw: false, ..to(1) }]);
    model.producers[0].kinds = vec![kind_of_messages(Which::All, &attributes, None)];
    let events = run(model);
    assert_eq!(failures(&events), [(1, Trouble::TooManyAttributes, DeliveryFate::Lost, 0)]);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::Delivered { subscription: 1, .. })), [0]);
}

#[test]
fn a_queue_whose_policy_does_not_let_the_topic_gets_nothing() {
    let mut model = one_publish(QueueKind::Standard, vec![to(0), to(1)]);
    model.queues[0].attributes.policy = None;
    let refused = Trouble::AccessDenied(AccessDenial::NoQueuePolicyAllows);
    assert_eq!(failures(&run(model.clone())), [(1, refused, DeliveryFate::Lost, 0)]);
    // Another topic's right is not this one's.
    let other = TopicModel { name: "other".into(), ..model.topics[0].clone() };
    model.queues[0].attributes.policy = Some(policy_for("q0", &other));
    assert_eq!(failures(&run(model)), [(1, refused, DeliveryFate::Lost, 0)]);
}

#[test]
fn the_subscriptions_own_dead_letter_queue_keeps_what_cannot_be_delivered() {
    let subscription = SubscriptionModel { dead_letter: Some(3), ..to(0) };
    let mut model = one_publish(QueueKind::Standard, vec![subscription]);
    model.queues[0].attributes.policy = None;
    let view = ended(model.clone()).view(&[]);
    assert_eq!((view.queues[0].counters.sent, view.queues[3].counters.visible), (0, 1));
    let subscription = &view.topics[0].subscriptions[0];
    assert_eq!((subscription.dead_lettered, subscription.lost, subscription.delivered), (1, 0, 0));
    // A dead-letter queue that does not let the topic either loses it.
    model.queues[3].attributes.policy = None;
    let fates: Vec<_> = failures(&run(model)).into_iter().map(|(_, _, fate, _)| fate).collect();
    assert_eq!(fates, [DeliveryFate::Lost]);
}

#[test]
fn a_key_that_aws_manages_shuts_sns_out_and_sse_sqs_does_not() {
    let mut model = one_publish(QueueKind::Standard, vec![to(0), to(1), to(2)]);
    for (queue, key) in [(0, "alias/aws/sqs"), (1, "alias/own")] {
        model.queues[queue].attributes.kms_key = Some(key.into());
        model.queues[queue].attributes.managed_sse = false;
    }
    let events = run(model);
    let denied = Trouble::KmsDenied(KmsTrouble::AccessDenied);
    assert_eq!(failures(&events), [(1, denied, DeliveryFate::Lost, 0)]);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::Delivered { .. })), [0, 0]);
}

/// Trouble of the server: 3 attempts at once, 2 a second apart, 10 with growing gaps, then every 20 s.
#[test]
fn trouble_of_the_server_is_tried_again() {
    let mut model = one_publish(QueueKind::Standard, vec![to(0)]);
    model.duration_us = 300 * S;
    model.queues[0].attributes.kms_key = Some("alias/own".into());
    model.queues[0].attributes.managed_sse = false;
    model.broken_keys = vec![("alias/own".into(), KmsTrouble::Throttled)];
    let timeline = ended(model);
    let failures = failures(&timeline.events(0, u64::MAX));
    let mut due = 0;
    for (place, (attempt, _, fate, at)) in failures.iter().enumerate() {
        assert_eq!((*attempt as usize, *fate, *at), (place + 1, DeliveryFate::Retried, due));
        due += sns_limits::wait_us(*attempt);
    }
    let instants: Vec<_> = failures.iter().map(|(.., at)| *at / S).take(6).collect();
    assert_eq!(instants, [0, 0, 0, 1, 2, 3]);
    assert!(failures.len() > 20, "it goes on every 20 s");
    let subscription = timeline.view(&[]).topics[0].subscriptions[0].clone();
    assert_eq!(subscription.waiting, 1);
    assert_eq!(subscription.oldest.map(|it| it.next_us), Some(due));
}

#[test]
fn a_throttled_fifo_queue_gets_everything_in_order_in_the_end() {
    let mut model = news(QueueKind::Fifo, vec![to(0), to(1)]);
    model.duration_us = 300 * S;
    model.producers[0].rate = vec![RateStep { at_us: 0, rate_milli: 20_000 }];
    model.producers[0].count_max = Some(60);
    model.queues[0].storage.fifo_calls_per_s = Some(2);
    let timeline = ended(model);
    let mut of_slow: Vec<(u64, u64)> = Vec::new();
    for (number, subscription, _) in delivered(&timeline) {
        if subscription == 0 {
            of_slow.push((number % 2, number));
        }
    }
    assert_eq!(of_slow.len(), 60);
    for group in 0..2 {
        let numbers: Vec<_> = of_slow.iter().filter(|(of, _)| *of == group).map(|(_, n)| *n).collect();
        assert!(numbers.is_sorted(), "group {group}: {numbers:?}");
    }
    assert!(!failures(&timeline.events(0, u64::MAX)).is_empty(), "it was throttled");
}

#[test]
fn a_fifo_topic_passes_groups_to_fifo_queues_and_not_to_standard_ones() {
    let mut model = news(QueueKind::Fifo, vec![to(0), to(1)]);
    let name = "plain";
    model.queues[1] = queue(name, QueueKind::Standard);
    model.queues[1].attributes.policy = Some(policy_for(name, &model.topics[0]));
    model.producers[0].count_max = Some(4);
    let mut timeline = timeline(model);
    timeline.seek(sim::Position::after_ms(9_000));
    let lanes: Vec<_> = timeline.view(&[]).queues.iter().map(|queue| queue.lanes.len()).collect();
    assert_eq!(lanes, [2, 0, 0, 0]);
    // Copies for one queue share the letters of their group, and never those of another queue.
    let labels: Vec<_> = delivered(&timeline).into_iter().map(|(_, _, label)| label).collect();
    assert_eq!(labels, ["A1", "B1", "C1", "D1", "A2", "B2", "C2", "D2"]);
}

#[test]
fn a_fifo_topic_knows_the_bodies_of_five_minutes() {
    let run_with = |by_content: bool, gap_milli: u64| {
        let mut model = news(QueueKind::Fifo, vec![to(0), to(1)]);
        let name = "plain";
        model.queues[1] = queue(name, QueueKind::Standard);
        model.queues[1].attributes.policy = Some(policy_for(name, &model.topics[0]));
        model.topics[0].content_based_deduplication = by_content;
        model.producers[0].groups = Groups::InTurn(1);
        model.producers[0].kinds = vec![kind_of_messages(Which::All, &[], Some("{\"same\":true}"))];
        model.producers[0].rate = vec![RateStep { at_us: 0, rate_milli: gap_milli }];
        model.producers[0].count_max = Some(2);
        model.duration_us = 400 * S;
        let timeline = ended(model);
        let published = timeline.events(0, u64::MAX).iter().fold((0, 0), |(new, again), it| match it.kind {
            Kind::Published { duplicate: false, .. } => (new + 1, again),
            Kind::Published { duplicate: true, .. } => (new, again + 1),
            _ => (new, again),
        });
        (published, delivered(&timeline).len())
    };
    // A second apart, the same body: dropped at the topic, for the standard queue too.
    assert_eq!(run_with(true, 1_000), ((1, 1), 2));
    // Without content-based deduplication each publish has an id of its own.
    assert_eq!(run_with(false, 1_000), ((2, 0), 4));
    // 333 s apart the first is forgotten.
    assert_eq!(run_with(true, 3), ((2, 0), 4));
}

fn is(text: &str) -> ValueFilter {
    ValueFilter::Is(Plain::Text(text.into()))
}

fn key(name: &str, rules: Vec<ValueFilter>) -> FieldFilter {
    FieldFilter::Key(name.into(), rules)
}

#[test]
fn a_filter_on_attributes_lets_through_what_matches() {
    let filter = FilterPolicy {
        scope: FilterScope::MessageAttributes,
        fields: vec![key("kind", vec![is("order"), is("refund")])],
    };
    let mut model =
        news(QueueKind::Standard, vec![SubscriptionModel { filter: Some(filter), ..to(0) }, to(1)]);
    model.producers[0].kinds = vec![
        kind_of_messages(Which::Every(3), &[("kind", "String", "order")], None),
        kind_of_messages(Which::Every(2), &[("kind", "String", "Order")], None),
    ];
    model.producers[0].count_max = Some(9);
    let timeline = ended(model);
    let of = |subscription| -> Vec<u64> {
        let all = delivered(&timeline).into_iter();
        all.filter(|(_, to, _)| *to == subscription).map(|(number, ..)| number).collect()
    };
    // Case counts, and a message without the attribute does not match.
    assert_eq!(of(0), [3, 6, 9]);
    assert_eq!(of(1), (1..=9).collect::<Vec<_>>());
    let filtered = timeline.events(0, u64::MAX);
    assert_eq!(instants(&filtered, |kind| matches!(kind, Kind::FilteredOut { .. })).len(), 6);
}

#[test]
fn a_filter_on_bodies_looks_into_json_only() {
    let field = |name: &str, value| (Arc::from(name), value);
    let text = |text: &str| Document::Plain(Plain::Text(text.into()));
    let document = Document::Fields(vec![field("order", Document::Fields(vec![field("city", text("Ulm"))]))]);
    let filter = FilterPolicy {
        scope: FilterScope::MessageBody,
        fields: vec![FieldFilter::Within("order".into(), vec![key("city", vec![is("Ulm")])])],
    };
    let mut model = news(QueueKind::Standard, vec![SubscriptionModel { filter: Some(filter), ..to(0) }]);
    let body = "{\"order\":{\"city\":\"Ulm\"}}";
    model.producers[0].kinds = vec![kind_of_messages(Which::Numbers(vec![2]), &[], Some(body))];
    model.documents = vec![(body.as_bytes().into(), document)];
    model.producers[0].count_max = Some(3);
    let numbers: Vec<_> = delivered(&ended(model)).into_iter().map(|(number, ..)| number).collect();
    assert_eq!(numbers, [2]);
}

/// Every operator of sqs-facts §8, on a value that it matches and on one that it does not.
#[test]
fn every_operator_of_filters() {
    let number = |n: i64| Plain::Number(n * 100_000);
    let text = |text: &str| Plain::Text(text.into());
    let network: std::net::IpAddr = "10.0.0.0".parse().expect("an address");
    let between = vec![(sim::NumberSign::Greater, 0), (sim::NumberSign::LessOrEqual, 500_000)];
    for (rule, fitting, other) in [
        (ValueFilter::Is(number(5)), number(5), text("5")),
        (ValueFilter::Is(Plain::Flag(true)), Plain::Flag(true), Plain::Flag(false)),
        (ValueFilter::Is(Plain::Null), Plain::Null, text("")),
        (ValueFilter::AnythingBut(vec![is("a"), is("b")]), text("c"), text("b")),
        (ValueFilter::AnythingBut(vec![ValueFilter::Prefix("a".into())]), text("ba"), text("ab")),
        (ValueFilter::Prefix("eu-".into()), text("eu-west"), text("us-east")),
        (ValueFilter::Suffix(".png".into()), text("a.png"), text("a.PNG")),
        (ValueFilter::EqualsIgnoreCase("Yes".into()), text("yES"), text("yes!")),
        (ValueFilter::Wildcard("a*z".into()), text("abcz"), text("abc")),
        (ValueFilter::Numeric(between), number(5), number(6)),
        (ValueFilter::Cidr(network, 8), text("10.9.8.7"), text("11.0.0.1")),
    ] {
        let policy = FilterPolicy { scope: FilterScope::MessageBody, fields: vec![key("k", vec![rule])] };
        let passes = |plain: Plain| {
            let body = Document::Fields(vec![("k".into(), Document::Plain(plain))]);
            policy.passes(&[], Some(&body))
        };
        assert!(passes(fitting.clone()), "{policy:?} and {fitting:?}");
        assert!(!passes(other.clone()), "{policy:?} and {other:?}");
        assert!(!policy.passes(&[], Some(&Document::Fields(vec![]))), "{policy:?} and no key");
    }
    for exists in [true, false] {
        let fields = vec![key("k", vec![ValueFilter::Exists(exists)])];
        let policy = FilterPolicy { scope: FilterScope::MessageBody, fields };
        let with_key = Document::Fields(vec![("k".into(), Document::Plain(Plain::Null))]);
        assert_eq!(policy.passes(&[], Some(&with_key)), exists);
        assert_eq!(policy.passes(&[], Some(&Document::Fields(vec![]))), !exists);
    }
}

#[test]
fn keys_are_all_needed_and_one_value_is_enough() {
    let fields = vec![key("a", vec![is("1"), is("2")]), key("b", vec![is("3")])];
    let policy = FilterPolicy { scope: FilterScope::MessageBody, fields };
    let body = |a: &str, b: &str| {
        let plain = |text: &str| Document::Plain(Plain::Text(text.into()));
        Document::Fields(vec![("a".into(), plain(a)), ("b".into(), plain(b))])
    };
    assert!(policy.passes(&[], Some(&body("2", "3"))));
    assert!(!policy.passes(&[], Some(&body("2", "4"))));
    let either = FieldFilter::AnyOf(vec![vec![key("a", vec![is("1")])], vec![key("b", vec![is("3")])]]);
    let policy = FilterPolicy { scope: FilterScope::MessageBody, fields: vec![either] };
    assert!(policy.passes(&[], Some(&body("0", "3"))) && !policy.passes(&[], Some(&body("0", "0"))));
}

#[test]
fn a_standard_topic_cannot_feed_a_fifo_queue() {
    let mut model = news(QueueKind::Standard, vec![to(0)]);
    model.queues[0] = queue("lanes", QueueKind::Fifo);
    let refused = |model: Model| Timeline::new(Arc::new(model), 1).err();
    assert_eq!(refused(model), Some(ModelError::OutOfRange("topic", 0, "subscriptions")));
    let mut model = news(QueueKind::Fifo, vec![SubscriptionModel { dead_letter: Some(1), ..to(0) }]);
    model.queues[1] = queue("plain", QueueKind::Standard);
    assert_eq!(refused(model), Some(ModelError::OutOfRange("topic", 0, "subscriptions")));
}

#[test]
fn what_is_too_large_for_sns_cannot_be_published() {
    let mut model = news(QueueKind::Standard, vec![to(0)]);
    model.producers[0].size_bytes = sns_limits::MESSAGE_BYTES_MAX + 1;
    let refused = Timeline::new(Arc::new(model), 1).err();
    assert_eq!(refused, Some(ModelError::OutOfRange("producer", 0, "size")));
}

#[test]
fn a_fifo_queue_drops_a_copy_that_it_knows_and_the_topic_counts_it_as_delivered() {
    // Two topics with the same ids feed one queue: the queue's own memory recognises the second.
    let mut model = one_publish(QueueKind::Fifo, vec![to(0)]);
    let twin = TopicModel { id: "twin".into(), name: "twin.fifo".into(), ..model.topics[0].clone() };
    let both = topics_policy(&model.queues[0].name, [&model.topics[0], &twin].into_iter());
    model.queues[0].attributes.policy = Some(Arc::new(both));
    model.topics.push(twin);
    model.topics.iter_mut().for_each(|topic| topic.content_based_deduplication = true);
    let kind = kind_of_messages(Which::All, &[], Some("{\"same\":true}"));
    model.producers[0].kinds = vec![kind];
    let mut second = model.producers[0].clone();
    second.id = "other-desk".into();
    second.to = Destination::Topic(1);
    model.producers.push(second);
    let events = run(model);
    let is_deduplicated = |kind: &Kind| matches!(kind, Kind::Engine(EventKind::Deduplicated { .. }));
    assert_eq!(instants(&events, is_deduplicated).len(), 1);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::Delivered { .. })).len(), 2);
}

/// A publish whose answer is lost is made again: with the same deduplication id a FIFO topic drops it, with a
/// fresh one, or on a standard topic, everybody gets it twice.
#[test]
fn a_publish_that_is_made_again() {
    let copies = |kind, same_id| {
        let mut model = one_publish(kind, vec![to(0), to(1)]);
        model.faults = vec![FaultModel { at_us: 0, kind: FaultKind::LoseReply { producer: 0 } }];
        model.producers[0].sending.retry.same_id = same_id;
        delivered(&ended(model)).len()
    };
    assert_eq!(copies(QueueKind::Fifo, true), 2);
    assert_eq!(copies(QueueKind::Fifo, false), 4);
    assert_eq!(copies(QueueKind::Standard, true), 4);
}

#[test]
fn ids_in_turn_are_known_at_the_topic() {
    let mut model = news(QueueKind::Fifo, vec![to(0)]);
    model.producers[0].groups = Groups::InTurn(1);
    model.producers[0].sending.deduplication_ids = Some(2);
    let numbers: Vec<_> = delivered(&ended(model)).into_iter().map(|(number, ..)| number).collect();
    assert_eq!(numbers, [1, 2]);
}
