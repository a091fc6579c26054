//! An edit of a built-in or an embedded scenario: path, item, value.
//!
//! An item is named by a fingerprint of its id, so that a list that is put in another order breaks nothing.

use crc::{Crc, NoTable};

use super::form::{self, Form};
use super::names::Names;
use super::paths::{Spot, TEMPLATES, Template};
use super::units;
use crate::edit::NONE;
use crate::link::cbor::Cbor;
use crate::problem::Problem;

/// The check of an id, as that of a payload.
const CHECK: Crc<u16, NoTable> = Crc::<u16, NoTable>::new(&crc::CRC_16_IBM_3740);
/// Numbers below are the low byte of an id's check; from here on it is the whole check.
const WIDE: u16 = 256;

/// Path, item and value, as they are written.
pub(in crate::link) type Patch = [Cbor; 3];

/// Why a patch is no edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::link) enum PatchError {
    /// It is newer than this program.
    Newer,
    /// What it edits is not in the scenario.
    Lost(Problem),
}

/// An edit of a scenario with these ids.
pub(in crate::link) fn to_wire(path: &str, value: &str, names: &Names) -> Patch {
    let as_text = || [Cbor::Text(path.to_owned()), Cbor::Null, Cbor::Text(value.to_owned())];
    let Some(spot) = Spot::of(path) else { return as_text() };
    let Template { list, form, .. } = TEMPLATES[spot.template];
    let item = match list {
        "" => Cbor::Null,
        _ => item_to_wire(spot.id, names.ids(list)),
    };
    let item = match spot.step {
        None => item,
        Some(step) => Cbor::List(vec![item, Cbor::uint(u64::from(step))]),
    };
    [Cbor::uint(spot.template as u64), item, value_to_wire(value, form, names)]
}

/// The edit, dotted path and value.
pub(in crate::link) fn to_edit(patch: &Patch, names: &Names) -> Result<(String, String), PatchError> {
    let [path, item, value] = patch;
    if let Cbor::Text(path) = path {
        let value = value.as_text().ok_or(PatchError::Newer)?;
        return Ok((path.clone(), value.to_owned()));
    }
    let template: usize = path.as_number().ok_or(PatchError::Newer)?;
    let Template { list, name, has_step, form } = *TEMPLATES.get(template).ok_or(PatchError::Newer)?;
    let (item, step) = match (item.as_list(), has_step) {
        (Some([item, step]), true) => (item, Some(step.as_number().ok_or(PatchError::Newer)?)),
        (None, false) => (item, None),
        _ => return Err(PatchError::Newer),
    };
    let lost = |list: &str| {
        let path = if list.is_empty() { name.to_owned() } else { format!("{list}.….{name}") };
        let message = "The link edits something that is not in the scenario any more; the edit was left out.";
        PatchError::Lost(Problem::new(path, message, "Ask for a new link."))
    };
    let id = match list {
        "" => "",
        _ => item_id(item, names.ids(list)).ok_or_else(|| lost(list))?,
    };
    let path = Spot { template, id, step }.path();
    match value_text(value, form, names) {
        Some(value) => Ok((path, value)),
        None if matches!(form, Form::Id(_)) => Err(lost(list)),
        None => Err(PatchError::Newer),
    }
}

/// The shortest of an id's fingerprints that no other item has, otherwise the id.
fn item_to_wire(id: &str, ids: &[String]) -> Cbor {
    let fingerprints = [narrow(id), wide(id)];
    let unique = fingerprints.into_iter().find(|number| item_id(&Cbor::Int(*number), ids) == Some(id));
    unique.map_or_else(|| Cbor::Text(id.to_owned()), Cbor::Int)
}

/// The one item that a fingerprint or an id names.
fn item_id<'a>(item: &'a Cbor, ids: &'a [String]) -> Option<&'a str> {
    let number = match item {
        Cbor::Text(id) => return Some(id),
        _ => item.as_number::<i64>()?,
    };
    let fingerprint = if number < i64::from(WIDE) { narrow } else { wide };
    let mut fitting = ids.iter().filter(|id| !id.is_empty() && fingerprint(id) == number);
    fitting.next().filter(|_| fitting.next().is_none()).map(String::as_str)
}

fn narrow(id: &str) -> i64 {
    i64::from(CHECK.checksum(id.as_bytes()) % WIDE)
}

fn wide(id: &str) -> i64 {
    i64::from(WIDE) + i64::from(CHECK.checksum(id.as_bytes()))
}

/// A value as an edit writes it; what does not fit the form stays text, and what is shorter so.
fn value_to_wire(text: &str, form: Form, names: &Names) -> Cbor {
    if text == NONE {
        return Cbor::Null;
    }
    let number = |coarse, fine| crate::edit::number(text).and_then(|it| units::decimal_of(&it, coarse, fine));
    let fitting = match form {
        Form::Span => units::span_of(text).map(Cbor::Int),
        Form::Size => units::size_of(text).or_else(|| whole(text)).map(Cbor::uint),
        Form::Decimal => number(1, 1_000),
        Form::Share => number(1_000, 1_000_000),
        Form::Word(list) => Some(form::word_to_wire(text, list)),
        Form::Id(list) => Some(item_to_wire(text, names.ids(list))),
        Form::Plain => match text {
            "true" => Some(Cbor::Bool(true)),
            "false" => Some(Cbor::Bool(false)),
            _ => whole(text).map(Cbor::uint),
        },
        _ => None,
    };
    let as_text = Cbor::Text(text.to_owned());
    fitting.filter(|wire| wire.write().len() <= as_text.write().len()).unwrap_or(as_text)
}

/// A whole number in its one way to be written.
fn whole(text: &str) -> Option<u64> {
    text.parse::<u32>().ok().map(u64::from).filter(|number| number.to_string() == text)
}

/// The value as an edit writes it.
fn value_text(wire: &Cbor, form: Form, names: &Names) -> Option<String> {
    match (wire, form) {
        (Cbor::Text(text), _) => Some(text.clone()),
        (Cbor::Null, _) => Some(NONE.to_owned()),
        (_, Form::Span) => units::span_text(wire),
        (_, Form::Size) => wire.as_number().map(units::size_text),
        (_, Form::Decimal) => units::decimal_text(wire, 1_000),
        (_, Form::Share) => units::share_text(wire),
        (_, Form::Word(list)) => form::word_from_wire(wire, list).map(str::to_owned),
        (_, Form::Id(list)) => item_id(wire, names.ids(list)).map(str::to_owned),
        (Cbor::Bool(value), Form::Plain) => Some(value.to_string()),
        (Cbor::Int(number), Form::Plain) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(ids: &[String]) -> Names {
        let queues: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
        Names::of_file(&json!({ "queues": queues }))
    }

    #[test]
    fn items_keep_their_fingerprints_in_another_order_and_company() {
        let ids = ["orders", "orders-dlq", "audit"].map(str::to_owned);
        let patch = to_wire("queues.orders-dlq.retention", "14d", &names(&ids));
        assert!(matches!(patch[1], Cbor::Int(0..256)), "{patch:?}");
        let other = ["new", "audit", "orders-dlq", "orders"].map(str::to_owned);
        let edit = ("queues.orders-dlq.retention".to_owned(), "14d".to_owned());
        assert_eq!(to_edit(&patch, &names(&other)), Ok(edit));
        assert!(matches!(to_edit(&patch, &names(&other[..2])), Err(PatchError::Lost(_))));
    }

    #[test]
    fn items_that_share_a_fingerprint_get_longer_ones() {
        let ids: Vec<String> = (0..300).map(|number| format!("q{number}")).collect();
        let names = names(&ids);
        let mut widths = [0; 2];
        for id in &ids {
            let path = format!("queues.{id}.delay");
            let patch = to_wire(&path, "1s", &names);
            widths[usize::from(matches!(patch[1], Cbor::Int(0..256)))] += 1;
            assert_eq!(to_edit(&patch, &names), Ok((path, "1s".to_owned())));
        }
        assert!(widths[0] > 100 && widths[1] > 50, "{widths:?}");
    }
}
