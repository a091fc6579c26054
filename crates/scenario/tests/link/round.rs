//! What is shared comes back.

use std::collections::BTreeSet;

use scenario::link::{Act, Action, Link, LinkProblem, Notice, Selection, Start, View, decode, encode};
use scenario::{Scenario, generate, library};
use serde_json::Value;
use sim::{Input, Label, Position, Timeline, WorkerId};

use super::{base_of, built_in, json, opened, own, sealed};

/// What a link opens to: the scenario that runs.
fn scenario_of(link: &Link) -> Scenario {
    let json = match &link.start {
        Start::Own { json } => json.as_str(),
        Start::BuiltIn { .. } => base_of(link).expect("a built-in one"),
    };
    Scenario::read(json, &link.edits).unwrap_or_else(|problems| panic!("{problems:#?}\n{json}"))
}

fn open(payload: &str) -> Link {
    let (link, notices) = opened(payload).unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(notices, []);
    link
}

#[test]
fn whole_scenarios_come_back() {
    let library = library::all().map(|entry| json(entry.slug).to_owned());
    for json in library.chain((0..150).map(generate::file)) {
        let before = Scenario::read(&json, &[]).expect("a legal file");
        let payload = sealed(&own(&json));
        let link = open(&payload);
        assert_eq!(scenario_of(&link), before);
        assert_eq!(sealed(&link), payload, "the canonical form has one payload");
    }
}

#[test]
fn every_edit_comes_back() {
    for (slug, edits) in EDITS {
        let edits: Vec<(String, String)> =
            edits.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
        for edit in &edits {
            let link = Link { edits: vec![edit.clone()], ..built_in(slug, &[]) };
            let before =
                Scenario::read(json(slug), &link.edits).unwrap_or_else(|problems| panic!("{problems:?}"));
            let again = open(&sealed(&link));
            assert_eq!(again.edits.len(), 1, "{edit:?}");
            assert_eq!(scenario_of(&again).model, before.model, "{edit:?}");
            assert_eq!(sealed(&again), sealed(&link));
        }
    }
}

/// Values in every form, also in forms that have to be spelled out.
const EDITS: &[(&str, &[(&str, &str)])] = &[
    (
        "spike-absorption",
        &[
            ("queues.orders.visibilityTimeout", "1m30s"),
            ("queues.orders-dlq.retention", "60s"),
            ("queues.orders.dlq", "none"),
            ("queues.orders.aws.falseEmpty", "0.000001"),
            ("producers.web.rate.2", "0.125"),
            ("producers.web.arrivals", "poisson"),
            ("producers.web.size", "262144"),
            ("producers.web.size", "200"),
            ("producers.web.to", "orders-dlq"),
            ("producers.web.delay", "15m"),
            ("consumers.w.work", "0.5ms"),
            ("consumers.w.work", "1s500ms"),
            ("consumers.w.failure", "1"),
            ("consumers.w.deletes", "false"),
            ("duration", "4m"),
        ],
    ),
    (
        "consumer-crash",
        &[("faults.crash.enabled", "false"), ("faults.crash.for", "none"), ("faults.crash.at", "333ms")],
    ),
];

#[test]
fn the_view_and_the_rest_come_back() {
    let link = Link {
        seed: Some(4_294_967_295),
        view: View {
            t_ms: 133_333,
            k: Some(2),
            speed_milli: 500,
            selection: Some(Selection { label: Label { group: Some(0), number: 7 }, sent_ms: 12_345 }),
            panels: Some(0b1010),
        },
        title: Some("After the crash – see?".to_owned()),
        ..built_in("consumer-crash", &[])
    };
    assert_eq!(open(&sealed(&link)), link);
    let plain = built_in("consumer-crash", &[]);
    assert_eq!(open(&sealed(&plain)), plain);
    assert!(sealed(&plain).len() <= 20, "{}", sealed(&plain));
}

#[test]
fn what_changes_nothing_is_left_out() {
    let slug = "spike-absorption";
    let plain = sealed(&built_in(slug, &[]));
    for edits in [
        &[("queues.orders.visibilityTimeout", "30s")][..],
        &[("queues.orders.visibilityTimeout", "0.5m")],
        &[("queues.orders.delay", "0s"), ("consumers.w.idempotent", "false")],
        &[("consumers.w.count", "12"), ("consumers.w.count", "30")],
    ] {
        assert_eq!(sealed(&built_in(slug, edits)), plain, "{edits:?}");
    }
    let link = Link { seed: Some(7), ..built_in(slug, &[]) };
    assert_eq!(sealed(&link), plain);
    let edits = &[("queues.orders.dlq", "none"), ("queues.orders.visibilityTimeout", "30s")];
    assert_eq!(open(&sealed(&built_in(slug, edits))).edits.len(), 1);
}

#[test]
fn acts_are_done_again_bit_for_bit() {
    let scenario = Scenario::read(json("consumer-crash"), &[]).expect("the library reads");
    let start = || Timeline::new(scenario.model.clone(), scenario.seed).expect("it runs");
    let mut timeline = start();
    let worker = WorkerId { consumer: 0, index: 0 };
    let mut act = |t_us: u64, step: Option<u64>, input: fn(&Timeline, WorkerId) -> Input| {
        timeline.seek(Position { at_us: t_us, step: step.unwrap_or(Position::ALL) });
        let input = input(&timeline, worker);
        timeline.act(input.clone()).unwrap_or_else(|refusal| panic!("{input:?} at {t_us}: {refusal:?}"));
    };
    act(1_234_567, None, |_, worker| Input::Crash { worker });
    act(5_000_000, None, |_, _| Input::Send { queue: 0 });
    act(10_000_000, Some(1), |timeline, _| Input::Delete {
        message: timeline.find(Label { group: None, number: 1 }).expect("it was sent"),
    });
    act(20_000_000, None, |_, worker| Input::BringBack { worker });
    let acts = Act::all(&timeline);
    assert_eq!(acts.len(), 4);
    let link = open(&sealed(&Link { acts: acts.clone(), ..built_in("consumer-crash", &[]) }));
    assert_eq!(link.acts, acts);
    let mut again = start();
    for act in &link.acts {
        act.perform(&mut again).expect("it makes sense there");
    }
    assert_eq!(again.trace_hash(), timeline.trace_hash());
    assert_ne!(again.trace_hash(), start().trace_hash());
}

#[test]
fn lines_of_the_console_come_back() {
    let line = "aws sqs send-message --queue-url orders --message-body 'hé'".to_owned();
    let act = Act { at: Position { at_us: 5_500, step: 0 }, action: Action::Console { line } };
    let link = Link { acts: vec![act], ..built_in("consumer-crash", &[]) };
    assert_eq!(decode(&sealed(&link)).map(|packet| packet.kind()), Ok("replay"));
    assert_eq!(open(&sealed(&link)), link);
}

/// The base with changed words, spaces, order and spelled-out defaults.
fn reworded(slug: &str) -> String {
    let mut file: Value = serde_json::from_str(json(slug)).expect("JSON");
    file["title"]["en"] = "Other words".into();
    file["story"] = Value::Array(Vec::new());
    file["x-note"] = "of the author".into();
    file["duration"] = "6m30s".into();
    file["queues"][0]["visibilityTimeout"] = "0.5m".into();
    file["queues"][0]["delay"] = "0s".into();
    file["queues"][1]["aws"] = serde_json::json!({ "shards": 6, "reorder": 0 });
    file["consumers"][0]["failure"] = serde_json::json!(0.0);
    file["topics"] = Value::Array(Vec::new());
    file.to_string()
}

#[test]
fn mended_words_break_no_link_but_another_model_is_told() {
    let slug = "spike-absorption";
    let payload = sealed(&built_in(slug, &[("consumers.w.count", "12")]));
    let open = |base: &str| decode(&payload).expect("it is whole").open(Some(base));
    assert_eq!(open(&reworded(slug)).expect("it opens").1, []);
    for (pointer, value) in
        [("/duration", "391s"), ("/queues/0/visibilityTimeout", "31s"), ("/producers/0/arrivals", "poisson")]
    {
        let mut file: Value = serde_json::from_str(json(slug)).expect("JSON");
        *file.pointer_mut(pointer).expect("it is there") = value.into();
        let (link, notices) = open(&file.to_string()).expect("it opens");
        assert_eq!(notices, [Notice::BaseChanged(slug)], "{pointer}");
        assert_eq!(link.edits.len(), 1);
        assert!(notices[0].problem().message.contains("results may differ"));
    }
    let mut gone: Value = serde_json::from_str(json(slug)).expect("JSON");
    gone["consumers"][0]["id"] = "others".into();
    let (link, notices) = open(&gone.to_string()).expect("it opens");
    assert_eq!(link.edits, []);
    assert!(matches!(&notices[..], [Notice::BaseChanged(_), Notice::EditLost(_)]), "{notices:?}");
}

#[test]
fn an_embedded_scenario_stands_in_for_one_that_changed() {
    let slug = "consumer-crash";
    let start = Start::BuiltIn { slug, embedded: true };
    let link = Link { start, ..built_in(slug, &[("consumers.w.work", "3s")]) };
    let payload = encode(&link, Some(json(slug))).expect("it fits");
    assert_eq!(opened(&payload), Ok((link.clone(), Vec::new())));
    let mut changed: Value = serde_json::from_str(json(slug)).expect("JSON");
    changed["duration"] = "99s".into();
    let packet = decode(&payload).expect("it is whole");
    let (old, notices) = packet.open(Some(&changed.to_string())).expect("it opens");
    assert_eq!(notices, [Notice::BaseEmbedded(slug)]);
    assert_eq!(scenario_of(&old).model, scenario_of(&link).model);
    assert!(matches!(old.start, Start::Own { .. }));
}

#[test]
fn fields_that_the_schema_does_not_know_are_left_out_and_counted() {
    let mut file: Value = serde_json::from_str(json("consumer-crash")).expect("JSON");
    file["weather"] = serde_json::json!({ "rain": [1, 0.25, null, -7] });
    file["queues"][0]["colour"] = "red".into();
    file["x-mine"] = serde_json::json!({ "n": 18_446_744_073_709_551_615_u64, "f": 1.5e-9 });
    let (link, notices) = opened(&sealed(&own(&file.to_string()))).expect("it opens");
    assert_eq!(notices, [Notice::LeftOut(2)]);
    let words = "2 settings of this link are newer than this page and were left out.";
    assert_eq!(notices[0].problem().message, words);
    let Start::Own { json: again } = &link.start else { panic!("{link:?}") };
    let again: Value = serde_json::from_str(again).expect("JSON");
    assert_eq!(again["x-mine"], file["x-mine"]);
    assert_eq!(again["weather"], Value::Null);
    scenario_of(&link);
}

#[test]
fn each_damage_is_seen() {
    let payload = sealed(&built_in("spike-absorption", &[("consumers.w.count", "12")]));
    for length in 0..payload.len() {
        let problem = decode(&payload[..length]).expect_err("it was cut off");
        assert!(matches!(problem, LinkProblem::Damaged | LinkProblem::TooShort), "{length}: {problem:?}");
    }
    let mut seen = BTreeSet::new();
    for place in 0..payload.len() {
        let mut bytes = payload.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(bytes).expect("letters");
        let problem = decode(&other).expect_err("it was changed");
        seen.insert(problem.problem().message);
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["The link was cut off or changed on the way."]);
}
