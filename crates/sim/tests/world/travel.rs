//! Forward, backward, anywhere: one run, the same states.

use sim::{Label, MessagePhase, Position, Timeline, View, WorkTime, WorkerState};

use crate::models::*;

/// A run with overruns, crashes and several workers.
fn busy() -> Timeline {
    let mut model = orders();
    model.duration_us = 120 * S;
    model.producers[0].rate[0].rate_milli = 4_000;
    model.producers[0].arrivals = sim::Arrivals::Poisson;
    model.queues[0].attributes.visibility_timeout_s = 3;
    model.consumers[0].count = 3;
    model.consumers[0].batch = 4;
    model.consumers[0].work = WorkTime::Exponential(700 * MS);
    model.consumers[0].failure_ppm = 50_000;
    model.faults = vec![crash(20 * S, 1, Some(15 * S)), crash(50 * S, 0, None)];
    timeline(model)
}

/// Views after each step from the start to the end.
fn views_forward(timeline: &mut Timeline) -> Vec<(Position, View)> {
    timeline.seek(Position { at_us: 0, step: 0 });
    let mut views = vec![(timeline.position(), timeline.view(&[]))];
    while timeline.step_forward() {
        views.push((timeline.position(), timeline.view(&[])));
    }
    views
}

#[test]
fn a_run_opens_before_its_first_event() {
    let timeline = busy();
    assert_eq!(timeline.position(), Position { at_us: 0, step: 0 });
    assert_eq!(timeline.event_index(), 0);
    assert!(timeline.view(&[]).messages.is_empty());
}

#[test]
fn stepping_back_shows_what_stepping_forward_showed() {
    let mut timeline = busy();
    let views = views_forward(&mut timeline);
    assert!(views.len() > 1_000, "{}", views.len());
    for (position, expected) in views.iter().rev().skip(1).take(600) {
        assert!(timeline.step_back());
        assert_eq!(timeline.position(), *position);
        assert_eq!(&timeline.view(&[]), expected);
    }
}

#[test]
fn going_back_from_the_start_is_refused() {
    let mut timeline = busy();
    assert!(!timeline.step_back());
    assert!(timeline.step_forward());
    assert!(timeline.step_back());
    assert_eq!(timeline.position(), Position { at_us: 0, step: 0 });
    assert!(!timeline.step_back());
}

#[test]
fn any_position_looks_the_same_however_it_is_reached() {
    let mut timeline = busy();
    let views = views_forward(&mut timeline);
    for n in 0..500 {
        let (position, expected) = &views[scattered(n) as usize % views.len()];
        timeline.seek(*position);
        assert_eq!(timeline.position(), *position);
        assert_eq!(&timeline.view(&[]), expected);
    }
    let hash = timeline.trace_hash();
    assert_eq!(hash, busy().trace_hash());
}

#[test]
fn seeking_in_small_helpings_arrives_at_the_same_place() {
    let (mut whole, mut helped) = (busy(), busy());
    for ms in [90_000, 30_000, 30_001, 77_777] {
        whole.seek(Position::after_ms(ms));
        while !helped.seek_within(Position::after_ms(ms), 50) {}
        assert_eq!(whole.view(&[]), helped.view(&[]));
    }
}

#[test]
fn running_ahead_leaves_the_clock_alone() {
    let mut timeline = busy();
    timeline.seek(Position::after_ms(10_000));
    let before = timeline.view(&[]);
    while !timeline.run_ahead(100) {}
    assert_eq!(timeline.known_until_us(), timeline.duration_us());
    assert_eq!(timeline.view(&[]), before);
    assert_eq!(timeline.samples(0).len(), 1_001);
    timeline.seek(Position::after_ms(10_001));
    assert!(timeline.step_forward());
}

#[test]
fn samples_are_what_a_view_at_their_instant_shows() {
    let mut timeline = busy();
    timeline.run_ahead(u64::MAX);
    for sample in timeline.samples(0).to_vec().into_iter().step_by(97) {
        timeline.seek(Position { at_us: sample.at_us, step: Position::ALL });
        let counters = timeline.view(&[]).queues[0].counters;
        assert_eq!(u64::from(sample.visible), counters.visible);
        assert_eq!(u64::from(sample.in_flight), counters.in_flight);
        assert_eq!(u64::from(sample.received), counters.received);
        assert_eq!(u64::from(sample.age_of_oldest_ms), counters.age_of_oldest_ms.unwrap_or(0));
    }
}

#[test]
fn samples_of_workers_are_what_a_view_at_their_instant_shows() {
    let mut timeline = busy();
    timeline.run_ahead(u64::MAX);
    let samples = timeline.worker_samples(0).to_vec();
    assert_eq!(samples.len(), timeline.samples(0).len());
    assert!(samples.iter().any(|it| it.busy > 0 && it.busy < it.there));
    for sample in samples.into_iter().step_by(97) {
        timeline.seek(Position { at_us: sample.at_us, step: Position::ALL });
        let workers = &timeline.view(&[]).consumers[0].workers;
        let count = |of: fn(&WorkerState) -> bool| workers.iter().filter(|it| of(&it.state)).count() as u32;
        assert_eq!(sample.busy, count(|it| matches!(it, WorkerState::Working { .. })));
        assert_eq!(
            sample.there,
            count(|it| !matches!(it, WorkerState::Crashed { .. } | WorkerState::Absent))
        );
    }
}

#[test]
fn a_story_can_be_sought_line_by_line() {
    let mut timeline = busy();
    timeline.seek(Position::after_ms(60_000));
    let message = timeline.find("M5".parse::<Label>().expect("a label")).expect("it was sent");
    let story = timeline.story_of(message);
    assert!(story.len() >= 5);
    for line in &story {
        timeline.seek(line.position);
        assert_eq!(timeline.position(), line.position);
        let at_the_time = timeline.story_of(message);
        assert!(at_the_time.iter().any(|other| other.event == line.event));
    }
}

#[test]
fn a_message_in_flight_shows_how_much_is_left() {
    let mut timeline = timeline(one_order());
    timeline.seek(Position::after_ms(300));
    let view = timeline.view(&[]);
    let MessagePhase::InFlight { until_us, left_milli, holder } = view.messages[0].phase else {
        panic!("it is in flight");
    };
    assert_eq!((until_us, left_milli, holder), (30 * S, 990, Some(worker(0))));
}

#[test]
fn positions_of_events_are_where_they_have_happened() {
    let mut timeline = busy();
    timeline.run_ahead(u64::MAX);
    for index in (0..timeline.stats().events).step_by(37) {
        let position = timeline.position_of(index).expect("it is known");
        timeline.seek(position);
        assert_eq!(timeline.position(), position);
        assert!(timeline.event_index() > index);
        timeline.step_back();
        assert!(timeline.event_index() <= index);
    }
}
