//! Expressions about a small run: read or refused with a place, and then worked out.

use std::sync::OnceLock;

use scenario::{Scenario, expr};
use sim::Timeline;

/// One queue with a dead-letter queue, groups, a crash and failures: something of every kind happens in a minute.
const SCENARIO: &str = r#"{
    "format": 1, "id": "small", "title": { "en": "Small" }, "duration": "60s",
    "queues": [
        { "id": "orders", "visibilityTimeout": "5s", "dlq": { "target": "dead", "maxReceiveCount": 2 } },
        { "id": "dead" }
    ],
    "producers": [{ "id": "web", "to": "orders", "rate": 1, "groups": 2, "count": 20 }],
    "consumers": [{ "id": "w", "from": "orders", "count": 2, "wait": "20s", "work": "3s", "failure": 0.3 }],
    "faults": [{ "id": "crash", "at": "9s", "crash": "w/1", "for": "9s" }]
}"#;

fn scenario() -> &'static Scenario {
    static READ: OnceLock<Scenario> = OnceLock::new();
    READ.get_or_init(|| Scenario::read(SCENARIO, &[]).expect("it is legal"))
}

/// What reads has a type and a value of it, or none; what does not has a place inside of it.
pub(crate) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let model = &scenario().model;
    let compiled = match expr::compile(&text, model) {
        Ok(compiled) => compiled,
        Err(fault) => {
            assert!(fault.at <= text.len() && !fault.message.is_empty(), "{fault:?} in {text:?}");
            let (line, column) = fault.place(&text);
            assert!(line >= 1 && column >= 1 && !fault.placed(&text).is_empty());
            return;
        }
    };
    assert!(text.chars().count() <= expr::CHARS_MAX, "it is too long: {text:?}");
    let value_type = compiled.value_type().unwrap_or_else(|| panic!("it has no type: {text:?}"));
    let mut timeline = Timeline::new(model.clone(), 7).expect("a checked scenario runs");
    let value = timeline.evaluate(&compiled).unwrap_or_else(|error| panic!("{error:?}: {text:?}"));
    assert!(value.is_none_or(|value| value.value_type() == value_type), "{value:?} of {text:?}");
}
