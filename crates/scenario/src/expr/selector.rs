//! Which events: `received where msg == A7 during 60s..120s`.

use sim::{
    Comparison, Condition, During, Field, FieldType, Happening, Label, Selector, Value, budget, group_code,
    message_code, subscription_code, worker_code,
};

use super::fault::{Fault, LABEL_HINT};
use super::grammar::comparison_sign;
use super::token::{Input, Parsed, here, id, keyword, name, needed, next_part, quantity};
use crate::problem::{quoted, suggest};

/// A kind of event, with its conditions.
pub(super) fn selector(input: &mut Input<'_, '_>) -> Parsed<Selector> {
    let at = here(input);
    let words = || Happening::ALL.iter().map(|happening| happening.word());
    let word = name(input).map_err(|_| {
        let hint = "Write which, for example `received` or `deleted`.";
        Fault::new(at, format!("A kind of event is missing before {}.", next_part(input)), hint)
    })?;
    match Happening::ALL.iter().find(|happening| happening.word() == word) {
        Some(happening) => conditions(input, *happening),
        None => {
            let message = format!("There is no kind of event {}.", quoted(word));
            Err(Fault::new(at, message, suggest(word, words())))
        }
    }
}

/// What follows the kind of event: `where …`, `during …`, both or nothing.
pub(super) fn conditions(input: &mut Input<'_, '_>, happening: Happening) -> Parsed<Selector> {
    let mut conditions = Vec::new();
    if keyword(input, "where") {
        loop {
            let at = here(input);
            conditions.push(condition(input, happening)?);
            if conditions.len() > budget::CONDITIONS_MAX {
                let message = format!("A selection has at most {} conditions.", budget::CONDITIONS_MAX);
                return Err(Fault::new(at, message, "Leave some out."));
            }
            if !keyword(input, "and") {
                break;
            }
        }
    }
    let during = if keyword(input, "during") { during(input)? } else { During::default() };
    Ok(Selector { happening, conditions, during })
}

/// `msg == A7`, `receive >= 3`, `stale`, `not stale`
fn condition(input: &mut Input<'_, '_>, happening: Happening) -> Parsed<Condition> {
    let is_not = keyword(input, "not");
    let field = field(input, happening)?;
    let is_flag = field.field_type() == FieldType::Flag;
    let at = here(input);
    let Some(comparison) = comparison_sign(input) else {
        if is_flag {
            return Ok(Condition { field, comparison: Comparison::Equal, code: u64::from(!is_not) });
        }
        let message = format!("`{}` must be compared, found {}.", field.word(), next_part(input));
        return Err(Fault::new(at, message, format!("Write `{} == …`.", field.word())));
    };
    if is_not {
        return Err(Fault::new(at, "`not` only goes before a field that is true or false.", "Write `!=`."));
    }
    let has_order = field.field_type() == FieldType::Count;
    if !has_order && !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        let message = format!("`{}` has no order.", field.word());
        return Err(Fault::new(at, message, "Compare it with `==` or `!=`."));
    }
    Ok(Condition { field, comparison, code: code(input, field)? })
}

fn field(input: &mut Input<'_, '_>, happening: Happening) -> Parsed<Field> {
    let at = here(input);
    let word = name(input).map_err(|_| {
        let message = format!("A field is missing before {}.", next_part(input));
        Fault::new(at, message, suggest("", happening.fields().map(Field::word)))
    })?;
    happening.fields().find(|field| field.word() == word).ok_or_else(|| {
        let message = format!("Events `{}` have no field {}.", happening.word(), quoted(word));
        Fault::new(at, message, suggest(word, happening.fields().map(Field::word)))
    })
}

/// What a field is compared with, as the field's code.
fn code(input: &mut Input<'_, '_>, field: Field) -> Parsed<u64> {
    let at = here(input);
    let text = id(input).map_err(|_| {
        let message = format!("A value is missing before {}.", next_part(input));
        Fault::new(at, message, format!("Write what `{}` is compared with.", field.word()))
    })?;
    let scope = input.state.scope;
    let found = match field.field_type() {
        FieldType::Queue => scope.find_queue(text).map(u64::from),
        FieldType::Consumer => scope.find_consumer(text).map(u64::from),
        FieldType::Producer => scope.find_producer(text).map(u64::from),
        FieldType::Topic => scope.find_topic(text).map(u64::from),
        FieldType::Subscription => {
            scope.find_subscription(text).map(|(topic, index)| subscription_code(topic, index))
        }
        FieldType::Alarm => scope.find_alarm(text).map(u64::from),
        FieldType::Worker => scope.find_worker(text).map(worker_code),
        FieldType::Message => match text.parse::<Label>() {
            Ok(label) => Ok(message_code(label)),
            Err(_) => {
                let message = format!("{} is not a message's label.", quoted(text));
                return Err(Fault::new(at, message, LABEL_HINT));
            }
        },
        FieldType::Group => match format!("{text}1").parse::<Label>() {
            Ok(label) if !text.ends_with(|c: char| c.is_ascii_digit()) => Ok(group_code(label.group)),
            _ => {
                let message = format!("{} is not a group's letters.", quoted(text));
                let hint = "Write `A`, `B`, … in order of first use, or `M` for messages without a group.";
                return Err(Fault::new(at, message, hint));
            }
        },
        FieldType::Count => {
            let count = text.parse::<u32>().map(u64::from);
            return count.map_err(|_| {
                Fault::new(at, format!("{} is not a whole number.", quoted(text)), "Write digits: `3`.")
            });
        }
        FieldType::Flag
        | FieldType::Cause
        | FieldType::Trouble
        | FieldType::Status
        | FieldType::Outcome
        | FieldType::CallOutcome
        | FieldType::Fate
        | FieldType::Denial
        | FieldType::AlarmState => {
            let words = field.field_type().words();
            let known = words.iter().find(|(word, _)| *word == text).map(|(_, code)| *code);
            return known.ok_or_else(|| {
                let message = format!("`{}` is never {}.", field.word(), quoted(text));
                Fault::new(at, message, suggest(text, words.iter().map(|(word, _)| *word)))
            });
        }
    };
    found.map_err(|complaint| complaint.at(at))
}

/// `60s..120s`, `60s..`, `..120s`: from the first on, and before the second.
fn during(input: &mut Input<'_, '_>) -> Parsed<During> {
    let at = here(input);
    let from = instant(input)?;
    needed(input, "..", "Write two instants: `during 60s..120s`.")?;
    let before = instant(input)?;
    let all = During::default();
    let during = During { from_us: from.unwrap_or(all.from_us), before_us: before.unwrap_or(all.before_us) };
    if during.from_us >= during.before_us {
        return Err(Fault::new(at, "The range's start is not before its end.", "Swap the two instants."));
    }
    Ok(during)
}

fn instant(input: &mut Input<'_, '_>) -> Parsed<Option<u64>> {
    let at = here(input);
    match quantity(input)? {
        None => Ok(None),
        Some(Value::Duration(us)) => Ok(u64::try_from(us).ok()),
        Some(_) => Err(Fault::new(at, "An instant needs a unit.", "Write the time since the start: `40s`.")),
    }
}
