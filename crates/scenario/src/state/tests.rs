use std::sync::Arc;

use sim::{
    Arrivals, Claim, ConsumerModel, Groups, Model, Predicate, ProducerModel, QueueModel, RateStep, WorkTime,
};
use sqs::{MICROS_PER_S, QueueAttributes, Storage};

use super::*;

const LATENCY_US: Time = 10 * MICROS_PER_MS;

/// One message a second for three seconds; a worker that takes 2 s and 0.5 ms for each.
fn scenario() -> Scenario {
    let queue = QueueModel {
        id: "orders".into(),
        name: "orders".into(),
        kind: QueueKind::Standard,
        attributes: QueueAttributes::default(),
        redrive: None,
        storage: Storage::PLAIN,
    };
    let producer = ProducerModel {
        id: "web".into(),
        to: sim::Destination::Queue(0),
        principal: None,
        rate: vec![RateStep { at_us: 0, rate_milli: 1_000 }],
        arrivals: Arrivals::Steady,
        groups: Groups::None,
        size_bytes: 100,
        count_max: Some(3),
        delay_s: None,
        latency_us: LATENCY_US,
        kinds: Vec::new(),
        sending: sim::Sending::default(),
    };
    let consumer = ConsumerModel {
        id: "w".into(),
        from: 0,
        principal: None,
        count: 1,
        batch: 1,
        wait_s: Some(20),
        visibility_timeout_s: None,
        work: WorkTime::Fixed(2 * MICROS_PER_S + 500),
        failure_ppm: 0,
        deletes: true,
        idempotent: false,
        latency_us: LATENCY_US,
        lambda: None,
        scale: None,
        habits: sim::Habits::default(),
        serves: None,
    };
    let claim = |id: &str, kind, predicate: Predicate| Claim { id: id.into(), kind, expr: predicate.into() };
    let model = Model {
        duration_us: 20 * MICROS_PER_S,
        queues: vec![queue],
        producers: vec![producer],
        consumers: vec![consumer],
        zones: Vec::new(),
        faults: Vec::new(),
        alarms: vec![],
        claims: vec![
            claim("kept", ClaimKind::Always, Predicate::NothingLost { queue: 0 }),
            claim("twice", ClaimKind::Sometimes, Predicate::Duplicates { queue: 0, min: 1 }),
            claim("empty", ClaimKind::Eventually, Predicate::Empty { queue: 0 }),
        ],
        ..Model::default()
    };
    let text = |id: &str, text: &str, kind| ClaimText { id: id.to_owned(), text: text.to_owned(), kind };
    Scenario {
        id: "three-orders".to_owned(),
        title: "Three orders".to_owned(),
        summary: String::new(),
        notice: Vec::new(),
        level: None,
        exam: Vec::new(),
        concepts: Vec::new(),
        source: None,
        seed: 7,
        story: Vec::new(),
        knobs: Vec::new(),
        claims: vec![
            text("kept", "No message is lost.", ClaimKind::Always),
            text("twice", "A message comes twice.", ClaimKind::Sometimes),
            text("empty", "The queue is empty at the end.", ClaimKind::Eventually),
        ],
        quiz: Vec::new(),
        goals: Vec::new(),
        drift: None,
        model: Arc::new(model),
        edits: Vec::new(),
    }
}

fn timeline(scenario: &Scenario) -> Timeline {
    Timeline::new(scenario.model.clone(), 4_294_967_295).expect("the model is legal")
}

fn state(timeline: &mut Timeline, scenario: &Scenario, speed_milli: u32) -> State {
    let setting = Setting { slug: &scenario.id, link: "/c/".to_owned(), playing: true, speed_milli };
    State::of(timeline, scenario, setting)
}

#[test]
fn a_state_has_the_promised_shape() {
    let scenario = scenario();
    let mut timeline = timeline(&scenario);
    timeline.seek(Position::after_ms(1_500));
    let state = state(&mut timeline, &scenario, 1_000);
    let hash = trace_hash_text(timeline.trace_hash());
    assert_eq!(hash.len(), 16);
    let expected = [
        r#"{"slug":"three-orders","seed":4294967295,"t_ms":1500,"step":0,"duration_ms":20000,"playing":true,"#,
        r#""speed":1,"branch":"main","link":"/c/","trace_hash":""#,
        &hash,
        r#"","queues":[{"name":"orders","fifo":false,"visible":1,"in_flight":1,"delayed":0,"sent":2,"#,
        r#""received":1,"empty_receives":0,"deleted":0,"dead_lettered":0,"expired":0,"duplicates":0,"#,
        r#""age_of_oldest_ms":1500}],"claims":["#,
        r#"{"id":"kept","text":"No message is lost.","kind":"always","holds":true},"#,
        r#"{"id":"twice","text":"A message comes twice.","kind":"sometimes","holds":false},"#,
        r#"{"id":"empty","text":"The queue is empty at the end.","kind":"eventually","holds":true}]}"#,
    ];
    assert_eq!(serde_json::to_string(&state).expect("a state is JSON"), expected.concat());
}

#[test]
fn an_empty_queue_has_no_oldest_message() {
    let scenario = scenario();
    let mut timeline = timeline(&scenario);
    timeline.seek(Position::after_ms(20_000));
    let state = state(&mut timeline, &scenario, 1_000);
    let queue = &state.queues[0];
    assert_eq!((queue.sent, queue.received, queue.deleted), (3, 3, 3));
    assert_eq!(queue.age_of_oldest_ms, None);
    let json = serde_json::to_value(&state).expect("a state is JSON");
    assert!(json["queues"][0]["age_of_oldest_ms"].is_null());
}

#[test]
fn a_speed_is_printed_as_a_number_of_units() {
    let scenario = scenario();
    let mut timeline = timeline(&scenario);
    for (speed_milli, printed) in [(1_000, "1"), (500, "0.5"), (100, "0.1"), (1_000_000, "1000")] {
        let json =
            serde_json::to_value(state(&mut timeline, &scenario, speed_milli)).expect("a state is JSON");
        assert_eq!(json["speed"].to_string(), printed);
    }
}

#[test]
fn branches_have_names() {
    assert_eq!(branch_name(BranchId(0)), "main");
    assert_eq!(branch_name(BranchId(2)), "what-if-2");
}

#[test]
fn a_place_finds_back_to_every_event() {
    let scenario = scenario();
    let mut walked = timeline(&scenario);
    let mut sought = timeline(&scenario);
    walked.seek(Position { at_us: 0, step: 0 });
    let mut places = Vec::new();
    loop {
        let place = Place::of(&mut walked);
        place.seek(&mut sought);
        let (here, there) = (walked.view(&[]), sought.view(&[]));
        assert_eq!(there.event_index, here.event_index, "{place:?}");
        assert_eq!(there.queues, here.queues, "{place:?}");
        places.push(place);
        if !walked.step_forward() {
            break;
        }
    }
    assert!(places.len() >= 15, "{places:?}");
    assert_eq!(places[0], Place { t_ms: 0, k: Some(0) });
    assert!(places.iter().any(|place| place.t_ms > 0 && place.k.is_some()), "{places:?}");
}

#[test]
fn a_whole_millisecond_is_a_place_without_events() {
    let scenario = scenario();
    let mut timeline = timeline(&scenario);
    for t_ms in [0, 1, 1_000, 2_010, 2_021, 20_000] {
        timeline.seek(Position::after_ms(t_ms));
        assert_eq!(Place::of(&mut timeline), Place { t_ms, k: None });
    }
}

#[test]
fn a_place_that_is_not_there_is_the_nearest_before() {
    let scenario = scenario();
    let mut timeline = timeline(&scenario);
    for (place, t_ms) in [
        (Place { t_ms: 5_000_000, k: None }, 20_000),
        (Place { t_ms: u64::MAX, k: Some(u64::MAX) }, 20_000),
        (Place { t_ms: 500, k: Some(u64::MAX) }, 500),
    ] {
        place.seek(&mut timeline);
        assert_eq!(timeline.position().at_us / MICROS_PER_MS, t_ms, "{place:?}");
    }
    let before = timeline.event_index();
    Place { t_ms: 500, k: None }.seek(&mut timeline);
    assert_eq!(timeline.event_index(), before);
}
