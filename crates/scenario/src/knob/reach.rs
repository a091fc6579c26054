//! What a knob reaches: at every end of its range, and at all that it offers, the scenario must still read.

use crate::duration;
use crate::knob::{Knob, KnobKind};
use crate::problem::{Problem, quoted};
use crate::scenario::Scenario;

/// Every value that a knob offers and the scenario does not take, as when a fault names a worker that is no more.
pub(crate) fn problems(json: &str, scenario: &Scenario) -> Vec<Problem> {
    let knobs = scenario.knobs.iter().enumerate();
    knobs
        .flat_map(|(index, knob)| offered(knob).filter_map(move |offer| problem(json, index, knob, offer)))
        .collect()
}

/// Where in the knob a value stands, and the value.
fn offered(knob: &Knob) -> impl Iterator<Item = (String, String)> {
    let ends: Vec<(&str, String)> = match knob.kind {
        KnobKind::Duration { min_ms, max_ms, .. } => {
            let written = |ms| duration::format(ms * 1_000);
            vec![("min", written(min_ms)), ("max", written(max_ms))]
        }
        KnobKind::Integer { min, max } => vec![("min", min.to_string()), ("max", max.to_string())],
        KnobKind::Share => vec![("path", "0".to_owned()), ("path", "1".to_owned())],
        KnobKind::Switch => vec![("path", "false".to_owned()), ("path", "true".to_owned())],
        KnobKind::Choice => Vec::new(),
    };
    let presets =
        knob.presets.iter().enumerate().map(|(at, preset)| (format!("presets/{at}"), preset.clone()));
    let choices = knob
        .choices
        .iter()
        .enumerate()
        .map(|(at, choice)| (format!("choices/{at}/value"), choice.value.clone()));
    let mut offered: Vec<(String, String)> =
        ends.into_iter().map(|(at, value)| (at.to_owned(), value)).chain(presets).chain(choices).collect();
    // What stands twice is told once, at the end of the range.
    for at in (1..offered.len()).rev() {
        if offered[..at].iter().any(|(_, value)| *value == offered[at].1) {
            offered.remove(at);
        }
    }
    offered.into_iter()
}

fn problem(json: &str, index: usize, knob: &Knob, (at, value): (String, String)) -> Option<Problem> {
    let edit = [(knob.path.clone(), value.clone())];
    let why = Scenario::read(json, &edit).err()?.into_iter().next()?;
    let message = format!("With {} the scenario cannot be read. {}", quoted(&value), why.message);
    let hint = format!("Let the knob offer what the scenario takes. {}", why.hint);
    Some(Problem::new(format!("/knobs/{index}/{at}"), message, hint.trim_end()))
}
