//! `docs/expressions.md` tells the whole language, and every example in it is true.

use std::sync::Arc;

use scenario::{Scenario, expr, library, text};
use sim::{ConsumerGauge, Field, Happening, Model, QueueGauge, Timeline};

const DOCUMENT: &str = include_str!("../../../docs/expressions.md");
/// The scenario that the examples are about.
const SLUG: &str = "consumer-crash";

fn model() -> Arc<Model> {
    let json = library::json(SLUG).expect("it is in the library");
    Scenario::read(json, &[]).expect("built-in scenarios read").model
}

/// The lines between fences of this kind.
fn fenced(kind: &str) -> Vec<&'static str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in DOCUMENT.lines() {
        if line.starts_with("```") {
            inside = line == format!("```{kind}");
        } else if inside {
            lines.push(line);
        }
    }
    lines
}

#[test]
fn every_example_gives_what_it_says() {
    let model = model();
    let mut timeline = Timeline::new(model.clone(), 7).expect("it runs");
    let examples = fenced("expr");
    assert!(examples.len() >= 30, "only {} examples", examples.len());
    for line in examples {
        let (example, said) = line.split_once('→').unwrap_or_else(|| panic!("{line}: no value"));
        let compiled = expr::compile(example.trim(), &model)
            .unwrap_or_else(|fault| panic!("{line}: {} {}", fault.placed(example), fault.hint));
        let value = timeline.evaluate(&compiled).expect("it keeps the limits");
        let value = value.map_or_else(|| "nothing".to_owned(), text::value);
        assert_eq!(value, said.trim(), "{line}");
    }
}

#[test]
fn every_mistake_is_told_as_it_says() {
    let model = model();
    let lines = fenced("mistakes");
    assert!(lines.len() >= 4);
    for line in lines {
        let (example, said) = line.split_once('→').unwrap_or_else(|| panic!("{line}: no message"));
        let example = example.trim();
        let fault = expr::compile(example, &model).err().unwrap_or_else(|| panic!("{line}: is accepted"));
        assert_eq!(format!("{} {}", fault.placed(example), fault.hint), said.trim());
    }
}

/// The cells of the table row whose first cell is this word.
fn row(word: &str) -> Vec<&'static str> {
    let start = format!("| `{word}` |");
    let line = DOCUMENT.lines().find(|line| line.starts_with(&start));
    let line = line.unwrap_or_else(|| panic!("no row begins with {start}"));
    line.trim_matches('|').split('|').map(str::trim).collect()
}

#[test]
fn every_kind_of_event_has_its_row() {
    let rows = Happening::ALL.iter().map(|happening| {
        let fields: Vec<String> = happening.fields().map(|field| format!("`{}`", field.word())).collect();
        format!("| `{}` | {} |", happening.word(), fields.join(" "))
    });
    let missing: Vec<String> = rows.filter(|row| !DOCUMENT.contains(&format!("\n{row} "))).collect();
    assert!(missing.is_empty(), "docs/expressions.md needs rows that begin with\n{}", missing.join("\n"));
}

#[test]
fn every_field_and_function_has_its_row() {
    for field in Field::ALL {
        let cells = row(field.word());
        for (word, _) in field.field_type().words() {
            assert!(cells[1].contains(&format!("`{word}`")), "{} may be {word}", field.word());
        }
    }
    let gauges = QueueGauge::ALL.iter().map(|gauge| (gauge.word(), "queue"));
    for (word, of) in gauges.chain(ConsumerGauge::ALL.iter().map(|gauge| (gauge.word(), "consumer"))) {
        row(&format!("{word}({of})"));
    }
    for function in expr::functions() {
        assert!(DOCUMENT.contains(&format!("`{function}(")), "{function} is not told");
    }
}

#[test]
fn the_limits_are_those_of_the_reader() {
    let limits = [
        (expr::CHARS_MAX, "characters"),
        (sim::budget::NESTING_MAX, "levels"),
        (sim::budget::SELECTORS_MAX, "parts that follow the run"),
        (sim::budget::CONDITIONS_MAX, "conditions"),
        (sim::budget::PERCENTILES_MAX, "percentiles"),
    ];
    for (limit, what) in limits {
        assert!(DOCUMENT.contains(&format!("{limit} {what}")), "{limit} {what}");
    }
}
