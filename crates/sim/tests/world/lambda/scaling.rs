//! Concurrency: how it starts, grows, is bounded and comes to rest (sqs-facts §7.3).

use sim::{
    ConcurrencyBound, ConcurrencyChange, Explanation, MappingView, Position, ProvisionedPollers, Ramp,
};

use super::*;

/// The mapping after so many milliseconds.
fn mapping_at(model: Model, ms: u64) -> MappingView {
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(ms));
    timeline.view(&[]).consumers[0].mapping.expect("it is a function")
}

#[test]
fn five_batches_at_first_and_five_more_a_second() {
    let most = most_at_once(&run(swamped(120)), 120);
    assert_eq!(most[0], 5);
    assert!((5..=10).contains(&most[1]), "{most:?}");
    assert!((300..=305).contains(&most[60]), "300 more in a minute: {}", most[60]);
    for (second, most) in (0..).zip(most) {
        assert!(most <= 5 + 5 * second, "{most} at once in second {second}");
    }
}

#[test]
fn the_ceiling_is_1250() {
    let view = mapping_at(swamped(300), 300_000);
    assert_eq!((view.running, view.allowed, view.ceiling), (1_250, 1_250, 1_250));
    assert_eq!(view.bound, ConcurrencyBound::Ceiling);
    assert_eq!(mapping_at(swamped(300), 100_000).bound, ConcurrencyBound::Ramp);
}

#[test]
fn before_2023_it_grew_by_60_a_minute() {
    let mut model = swamped(120);
    lambda(&mut model).ramp = Ramp::Before2023;
    let most = most_at_once(&run(model.clone()), 120);
    assert!((60..=65).contains(&most[60]), "{}", most[60]);
    assert_eq!(mapping_at(model, 1_000).ceiling, 1_000);
}

#[test]
fn maximum_concurrency_bounds_the_mapping() {
    let mut model = swamped(60);
    lambda(&mut model).maximum_concurrency = Some(12);
    assert_eq!(most_at_once(&run(model.clone()), 60).into_iter().max(), Some(12));
    let view = mapping_at(model.clone(), 60_000);
    assert_eq!((view.bound, view.throttled), (ConcurrencyBound::Maximum, 0));
    lambda(&mut model).maximum_concurrency = Some(2);
    assert_eq!(most_at_once(&run(model), 60)[0], 2, "below the start too");
}

#[test]
fn an_idle_mapping_keeps_two_pollers_and_with_a_maximum_five() {
    let mut model = function(0);
    let polls = |events: &[Event], from: Time| {
        let parked = |event: &&Event| matches!(event.kind, Kind::Engine(EventKind::PollParked { .. }));
        events.iter().filter(parked).filter(|event| event.at >= from).count()
    };
    let events = run(model.clone());
    // Five at 0 s; then two each 20 s.
    assert_eq!((polls(&events, 0), polls(&events, S)), (9, 4));
    assert_eq!(mapping_at(model.clone(), 59_000).pollers, 2);
    lambda(&mut model).maximum_concurrency = Some(50);
    assert_eq!(polls(&run(model.clone()), 0), 15);
    assert_eq!(mapping_at(model, 59_000).pollers, 5);
}

#[test]
fn with_an_empty_queue_concurrency_goes_back_to_five() {
    let mut model = function(0);
    model.producers = vec![producer("shop", 100_000)];
    model.producers[0].count_max = Some(1_000);
    model.consumers[0].batch = 1;
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(deleted(&events).len(), 1_000);
    let limits: Vec<_> = events
        .iter()
        .filter_map(|event| match event.kind {
            Kind::ConcurrencyChanged { limit, why, .. } => Some((limit, why)),
            _ => None,
        })
        .collect();
    assert!(limits.contains(&(10, ConcurrencyChange::Grew)), "{limits:?}");
    assert_eq!(limits.last(), Some(&(5, ConcurrencyChange::Idle)), "{limits:?}");
}

#[test]
fn a_poller_that_has_nothing_to_do_needs_no_growth() {
    let mut model = orders();
    model.consumers = function(0).consumers;
    let events = run(model);
    assert!(!events.iter().any(|event| matches!(event.kind, Kind::ConcurrencyChanged { .. })));
}

#[test]
fn errors_make_the_mapping_back_off_unless_it_reports_failures() {
    let mut model = function(0);
    model.producers = vec![producer("shop", 20_000)];
    model.consumers[0].failure_ppm = 1_000_000;
    let mut timeline = timeline(model.clone());
    timeline.seek(Position::after_ms(30_000));
    let view = timeline.view(&[]).consumers[0].mapping.expect("it is a function");
    assert_eq!((view.allowed, view.bound), (2, ConcurrencyBound::Errors));
    let events = timeline.events(0, timeline.event_index());
    let first = events.iter().position(|event| matches!(event.kind, Kind::ConcurrencyChanged { .. }));
    let at = timeline.position_of(first.expect("it backs off") as u64).expect("it happened");
    timeline.seek(at);
    let why = ConcurrencyChange::Errors;
    let expected = Explanation::ConcurrencyChanged { consumer: 0, limit: 2, ceiling: 1_250, why };
    assert_eq!(timeline.view(&[]).explanation, Some(expected));

    lambda(&mut model).partial_failures = true;
    assert!(mapping_at(model, 30_000).allowed > 5, "it grows all the same");
}

#[test]
fn provisioned_pollers_have_ten_invocations_each_and_grow_by_a_thousand_a_minute() {
    let mut model = swamped(60);
    model.producers[0].rate[0].rate_milli = 100_000;
    lambda(&mut model).provisioned = Some(ProvisionedPollers { min: 2, max: 20 });
    let events = run(model.clone());
    let most = most_at_once(&events, 60);
    assert!(most.iter().all(|most| *most <= 200), "{most:?}");
    for (second, most) in (0..).zip(&most) {
        assert!(*most <= 20 + 10 * (second * 1_000 / 600 + 1), "{most} at once in second {second}");
    }
    assert_eq!(most[60], 200);
    let calls: Vec<_> = events
        .iter()
        .filter(|event| matches!(event.kind, Kind::Polled { .. }))
        .map(|event| event.at)
        .collect();
    let in_first = calls.iter().filter(|at| **at < S).count();
    assert!(in_first <= 25, "ten calls a second each, and a third poller from 0.6 s on: {in_first}");
    assert_eq!(mapping_at(model, 60_000).ceiling, 200);
}
