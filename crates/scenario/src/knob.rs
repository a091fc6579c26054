//! Controls for single values.

use serde_json::Value;

use crate::decimal;
use crate::duration;
use crate::edit::{self, Form};
use crate::problem::{Problem, quoted};
use crate::read::Reader;
use crate::v1;

pub(crate) mod reach;

/// A control for one value of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knob {
    /// Dotted path: `queues.orders.visibilityTimeout`.
    pub path: String,
    /// What the control is called.
    pub label: String,
    /// One sentence of help.
    pub help: String,
    /// What kind of control.
    pub kind: KnobKind,
    /// The file's own value, written as an edit would write it.
    pub default: String,
    /// The value now, written as an edit would write it.
    pub value: String,
    /// Values worth trying, written as an edit would write them.
    pub presets: Vec<String>,
    /// The words that [`KnobKind::Choice`] chooses among; else empty.
    pub choices: Vec<Choice>,
}

/// A word to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As an edit writes it.
    pub value: String,
    /// What the control shows.
    pub label: String,
}

/// The control that fits a knob. Numbers are in the unit given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnobKind {
    /// A duration with a range and a step, in milliseconds; written `90s`, `1m30s`.
    Duration {
        /// Smallest.
        min_ms: u64,
        /// Largest.
        max_ms: u64,
        /// Step.
        step_ms: u64,
    },
    /// A whole number.
    Integer {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
    /// A share from 0 to 1 in thousandths; written as a decimal.
    Share,
    /// On or off; written `true`, `false`.
    Switch,
    /// One of the knob's [`Choice`]s.
    Choice,
}

/// Presets of one knob.
const PRESETS_MAX: usize = 12;
/// Words of one knob.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=12;

/// Reads one knob; `original` is the file without edits, `edited` the file that runs.
pub(crate) fn knob(it: &v1::Knob, original: &Value, edited: &Value, reader: &mut Reader) -> Option<Knob> {
    let place = match edit::place(original, &it.path) {
        Ok(place) => place,
        Err(Problem { message, hint, .. }) => {
            reader.report("/path", message, hint);
            return None;
        }
    };
    let form = place.field.form;
    let kind = kind(it, form, reader)?;
    let choices = choices(it, form, reader);
    let presets = it.presets.as_deref().unwrap_or_default();
    if presets.len() > PRESETS_MAX {
        reader.report("/presets", format!("A knob has at most {PRESETS_MAX} presets."), "Leave some out.");
    }
    for (index, preset) in presets.iter().enumerate() {
        if !is_in_range(kind, &choices, &preset.0) {
            let message = format!("{} is not in the range of the knob.", quoted(&preset.0));
            reader.report(&format!("/presets/{index}"), message, "Keep presets between `min` and `max`.");
        }
    }
    let (Some(default), Some(value)) = (edit::written(original, &place), edit::written(edited, &place))
    else {
        let hint = "Name a step: `producers.web.rate.0`.";
        reader.report("/path", "A rate with steps is not one value.", hint);
        return None;
    };
    if default == edit::NONE && choices.iter().all(|choice| choice.value != edit::NONE) {
        let hint = "Write the value in the file, so that the control has something to begin with.";
        reader.report("/path", format!("The file gives {} no value.", quoted(&it.path)), hint);
    }
    Some(Knob {
        path: it.path.clone(),
        label: it.label.as_ref().map_or_else(|| it.path.clone(), |text| text.en.clone()),
        help: it.help.as_ref().map_or_else(String::new, |text| text.en.clone()),
        kind,
        default,
        value,
        presets: presets.iter().map(|preset| edit::canonical(form, &preset.0)).collect(),
        choices,
    })
}

/// The words of a knob; reported if there are too few, too many, or if the path takes other values.
fn choices(it: &v1::Knob, form: Form, reader: &mut Reader) -> Vec<Choice> {
    let choices = it.choices.as_deref().unwrap_or_default();
    match form {
        Form::Word if !CHOICES.contains(&choices.len()) => {
            let message = match choices {
                [] => "This knob has nothing to choose from.".to_owned(),
                [_] => "This knob has one choice only.".to_owned(),
                _ => format!("This knob has {} choices.", choices.len()),
            };
            let hint = format!(
                "Write {} to {}: `\"choices\": [{{ \"value\": \"steady\", \"label\": {{ \"en\": \"Steady\" }} }}, …]`.",
                CHOICES.start(),
                CHOICES.end()
            );
            reader.report("/choices", message, hint);
        }
        Form::Word => {}
        _ if !choices.is_empty() => {
            reader.report(
                "/choices",
                "This value is no word.",
                "Leave the choices out; write a range or presets.",
            );
        }
        _ => {}
    }
    for (index, choice) in choices.iter().enumerate() {
        if choices[..index].iter().any(|other| other.value.0 == choice.value.0) {
            let message = format!("{} is there twice.", quoted(&choice.value.0));
            reader.report(&format!("/choices/{index}/value"), message, "Give each choice its own word.");
        }
    }
    let choice = |it: &v1::Choice| Choice { value: it.value.0.clone(), label: it.label.en.clone() };
    choices.iter().map(choice).collect()
}

fn kind(it: &v1::Knob, form: Form, reader: &mut Reader) -> Option<KnobKind> {
    match form {
        Form::Duration => duration_kind(it, reader),
        Form::Integer | Form::Decimal | Form::Size => {
            let min = bound(&it.min, "/min", "1", |text| text.parse().ok(), reader);
            let max = bound(&it.max, "/max", "10", |text| text.parse().ok(), reader);
            ordered(min?, max?, reader).map(|(min, max)| KnobKind::Integer { min, max })
        }
        Form::Share => Some(KnobKind::Share),
        Form::Switch => Some(KnobKind::Switch),
        Form::Word => Some(KnobKind::Choice),
        Form::Whole => {
            let hint = "Name a duration, a number, a share, a switch or a word.";
            reader.report("/path", "This value cannot have a knob.", hint);
            None
        }
    }
}

fn duration_kind(it: &v1::Knob, reader: &mut Reader) -> Option<KnobKind> {
    let ms = |text: &str| duration::parse(text).ok().filter(|us| us % 1_000 == 0).map(|us| us / 1_000);
    let min = bound(&it.min, "/min", "0s", ms, reader);
    let max = bound(&it.max, "/max", "2m", ms, reader);
    let (min_ms, max_ms) = ordered(min?, max?, reader)?;
    let finest = [1_000, 100, 10].into_iter().find(|step| min_ms % step == 0 && max_ms % step == 0);
    let step_ms = it.step.map_or(finest.unwrap_or(1), |step| step.0 / 1_000);
    if step_ms == 0 {
        reader.report("/step", "The step is shorter than a millisecond.", "Write `1s`.");
        return None;
    }
    Some(KnobKind::Duration { min_ms, max_ms, step_ms })
}

fn bound(
    given: &Option<v1::Scalar>,
    below: &str,
    example: &str,
    read: impl Fn(&str) -> Option<u64>,
    reader: &mut Reader,
) -> Option<u64> {
    let value = given.as_ref().and_then(|scalar| read(&scalar.0));
    if value.is_none() {
        let message = match given {
            Some(scalar) => format!("{} does not fit this knob.", quoted(&scalar.0)),
            None => "This knob needs a range.".to_owned(),
        };
        reader.report(below, message, format!("Write for example `\"{}\": \"{example}\"`.", &below[1..]));
    }
    value
}

fn ordered(min: u64, max: u64, reader: &mut Reader) -> Option<(u64, u64)> {
    if min < max {
        return Some((min, max));
    }
    reader.report("/max", "`max` is not larger than `min`.", "Widen the range.");
    None
}

impl Knob {
    /// Is a value, written as an edit would write it, one that the control can be set to?
    pub fn takes(&self, value: &str) -> bool {
        is_in_range(self.kind, &self.choices, value)
    }
}

fn is_in_range(kind: KnobKind, choices: &[Choice], text: &str) -> bool {
    match kind {
        KnobKind::Duration { min_ms, max_ms, .. } => {
            duration::parse(text).is_ok_and(|us| (min_ms..=max_ms).contains(&(us / 1_000)))
        }
        KnobKind::Integer { min, max } => text.parse().is_ok_and(|value| (min..=max).contains(&value)),
        KnobKind::Share => {
            edit::number(text).and_then(|it| decimal::scaled(&it, 6)).is_some_and(|ppm| ppm <= 1_000_000)
        }
        KnobKind::Switch => text == "true" || text == "false",
        KnobKind::Choice => choices.iter().any(|choice| choice.value == text),
    }
}
