//! Random files: legal ones run in every direction, broken ones are refused, and nothing ever panics.

use proptest::prelude::*;
use scenario::{Address, Scenario, duration, generate, text};
use serde_json::Value;
use sim::{Input, Position, Timeline, WorkerId};

/// Files that are generated.
const FILES: u32 = 100;
/// Events that a generated run may have, so that the test stays quick.
const EVENTS_MAX: u64 = 300_000;

fn read(seed: u32) -> Scenario {
    let json = generate::file(seed);
    Scenario::read(&json, &[]).unwrap_or_else(|problems| panic!("seed {seed}: {problems:#?}\n{json}"))
}

fn timeline(scenario: &Scenario) -> Timeline {
    Timeline::new(scenario.model.clone(), scenario.seed)
        .unwrap_or_else(|error| panic!("seed {}: {error:?}", scenario.seed))
}

#[test]
fn legal_files_read_and_run_to_their_end() {
    for seed in 0..FILES {
        let scenario = read(seed);
        assert_eq!(generate::file(seed), generate::file(seed), "seed {seed}");
        let mut timeline = timeline(&scenario);
        while !timeline.run_ahead(50_000) {}
        assert!(timeline.stats().events <= EVENTS_MAX, "seed {seed}: {} events", timeline.stats().events);
        assert_eq!(timeline.verdicts().len(), scenario.claims.len(), "seed {seed}");
        let hash = timeline.trace_hash();
        timeline.seek(Position::after_ms(duration_ms(&timeline)));
        assert_eq!(timeline.error(), None, "seed {seed}");
        assert_eq!(self::timeline(&scenario).trace_hash(), hash, "seed {seed}");
    }
}

fn duration_ms(timeline: &Timeline) -> u64 {
    timeline.duration_us() / 1_000
}

#[test]
fn legal_files_seek_and_step() {
    for seed in 0..FILES {
        let mut timeline = timeline(&read(seed));
        let half_ms = duration_ms(&timeline) / 2;
        timeline.seek(Position::after_ms(half_ms));
        let (position, view) = (timeline.position(), timeline.view(&[]));
        timeline.seek(Position::after_ms(0));
        timeline.seek(Position::after_ms(duration_ms(&timeline)));
        timeline.seek(position);
        assert_eq!(timeline.view(&[]), view, "seed {seed}: back at {half_ms} ms, something is different");
        if timeline.step_forward() {
            assert!(timeline.step_back(), "seed {seed}");
            assert_eq!(timeline.event_index(), view.event_index, "seed {seed}");
        }
    }
}

#[test]
fn legal_files_let_one_act_and_have_words_for_it() {
    for seed in 0..FILES {
        let mut timeline = timeline(&read(seed));
        let third_ms = duration_ms(&timeline) / 3;
        for (turn, ms) in (0..).zip([third_ms, third_ms * 2, third_ms]) {
            timeline.seek(Position::after_ms(ms));
            let worker = WorkerId { consumer: 0, index: 0 };
            let mut inputs =
                vec![Input::Send { queue: 0 }, Input::Crash { worker }, Input::BringBack { worker }];
            let messages: Vec<_> = timeline.view(&[]).messages.iter().map(|message| message.id).collect();
            inputs.extend(messages.first().map(|&message| Input::Delete { message }));
            inputs.extend(messages.last().map(|&message| Input::MakeVisible { message }));
            let input = &inputs[(seed as usize + turn) % inputs.len()];
            let expected = timeline.can_act(input);
            let outcome = timeline.act(input.clone());
            assert_eq!(outcome.map(|_| ()), expected, "seed {seed}: {input:?} at {ms} ms");
            if let Err(refusal) = outcome {
                assert!(text::act_refusal(refusal).ends_with('.'));
            }
            timeline.seek(Position::after_ms(duration_ms(&timeline)));
            read_everything(&timeline, seed);
        }
    }
}

/// All words that there are for the instant at which the timeline stands.
fn read_everything(timeline: &Timeline, seed: u32) {
    let view = timeline.view(&[]);
    let mut words = vec![text::screen_summary(&view)];
    words.extend(view.producers.iter().map(text::producer_summary));
    words.extend(view.alarms.iter().map(|alarm| text::alarm_summary(alarm, view.at_us)));
    words.extend(view.alarms.iter().map(|alarm| text::alarm_condition(alarm, timeline)));
    words.extend(view.alarms.iter().map(text::alarm_rule));
    words.push(text::bill_summary(&view.bill));
    for consumer in &view.consumers {
        if let Some(scaling) = &consumer.scaling {
            words.push(text::scaling_summary(scaling));
            let outlook = scaling.outlook.iter();
            words.extend(outlook.map(|it| text::scaling_outlook(it, scaling, view.at_us, timeline)));
        }
        words.push(text::consumer_summary(consumer));
        words.extend(consumer.workers.iter().map(|it| text::worker_state(it, view.at_us, timeline)));
    }
    for message in &view.messages {
        words.push(text::message(message, view.at_us, timeline));
        let story = timeline.story_of(message.id);
        words.extend(story.iter().map(|line| text::story_line(line, timeline)));
        words.extend(story.iter().flat_map(|line| &line.why).map(|why| text::explanation(why, timeline)));
    }
    words.extend(text::event_lines(&view.recent, timeline).into_iter().map(|line| line.text));
    words.extend(timeline.branches().iter().map(|branch| text::branch_name(branch, timeline)));
    for words in words {
        assert!(!words.is_empty() && !words.contains('#'), "seed {seed}: {words:?}");
    }
}

/// Every pointer of a file, its leaves and its inner values.
fn pointers(value: &Value, above: &str, out: &mut Vec<String>) {
    out.push(above.to_owned());
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(key, it)| pointers(it, &format!("{above}/{key}"), out))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, it)| pointers(it, &format!("{above}/{index}"), out));
        }
        _ => {}
    }
}

fn odd_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[0-9.]{0,25}(ms|s|m|h|d)".prop_map(Value::from),
        "(q|c|p)[0-9](/[0-9])?".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(Scenario::read(&text, &[]).is_err());
    }

    #[test]
    fn a_broken_file_is_refused_with_reasons_or_runs(
        seed in 0..FILES,
        place in any::<prop::sample::Index>(),
        value in odd_value(),
    ) {
        let mut file: Value = serde_json::from_str(&generate::file(seed)).expect("it is JSON");
        let mut places = Vec::new();
        pointers(&file, "", &mut places);
        let place = place.get(&places);
        if let Some(old) = file.pointer_mut(place) {
            *old = value;
        }
        match Scenario::read(&file.to_string(), &[]) {
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(!problem.message.is_empty() && !problem.hint.is_empty(), "{problem:?}");
                }
            }
            Ok(scenario) => prop_assert!(Timeline::new(scenario.model, 1).is_ok()),
        }
    }

    #[test]
    fn any_edit_is_taken_or_refused(path in "\\PC{0,40}", list in 0usize..5, value in "\\PC{0,20}") {
        let json = generate::file(7);
        let path = format!("{}{path}", ["", "queues.q0.", "consumers.c0.", "producers.p0.rate.", "faults."][list]);
        if let Err(problems) = Scenario::read(&json, &[(path, value)]) {
            prop_assert!(!problems.is_empty() && problems.iter().all(|it| !it.message.is_empty()));
        }
    }

    #[test]
    fn any_query_is_read(query in "\\PC{0,200}") {
        let (address, _) = Address::read(&query);
        let (again, problems) = Address::read(&address.write());
        prop_assert_eq!((again, problems), (address, Vec::new()));
    }

    #[test]
    fn any_address_reads_back(
        seed in any::<Option<u32>>(),
        t_ms in 0..=34_560_000_000u64,
        k in any::<Option<u64>>(),
        speed_milli in 100..=1_000_000u32,
        set in prop::collection::vec(("[a-z.]{1,30}", "\\PC{0,30}"), 0..8),
    ) {
        let address = Address { seed, t_ms, k, speed_milli, set };
        prop_assert_eq!(Address::read(&address.write()), (address, Vec::new()));
    }

    #[test]
    fn any_duration_reads_back(us in 0..=u64::MAX / 2, text in "\\PC{0,20}") {
        prop_assert_eq!(duration::parse(&duration::format(us)), Ok(us));
        let _ = duration::parse(&text);
    }
}
