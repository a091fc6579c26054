//! What the CLI itself refuses before it calls: missing and unknown members, values of a wrong type.

use super::failure::Failure;
use super::order;
use super::tree::Tree;
use crate::model::{Member, Shape};

/// All that is wrong with the parameters, or nothing.
pub(super) fn check(parameters: &Tree, input: &'static [Member]) -> Result<(), Failure> {
    let mut report = Vec::new();
    check_value(parameters, Shape::Structure(input), "", &mut report);
    if report.is_empty() {
        return Ok(());
    }
    Err(Failure::Parameter(format!("Parameter validation failed:\n{}", report.join("\n"))))
}

fn check_value(value: &Tree, shape: Shape, path: &str, report: &mut Vec<String>) {
    match (shape, value) {
        (Shape::Structure(members), Tree::Object(given)) => check_members(given, members, path, report),
        (Shape::List(list), Tree::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                check_value(item, list.item, &format!("{path}[{index}]"), report);
            }
        }
        (Shape::Map(map), Tree::Object(entries)) => {
            for (name, item) in entries {
                check_value(item, map.item, &format!("{path}.{name}"), report);
            }
        }
        (Shape::String | Shape::Blob | Shape::Timestamp, Tree::String(_))
        | (Shape::Boolean, Tree::Bool(_))
        // Python takes true and false for numbers.
        | (Shape::Integer | Shape::Long | Shape::Double, Tree::Bool(_)) => {}
        (Shape::Integer | Shape::Long, Tree::Number(number)) if !is_float(number) => {}
        (Shape::Double, Tree::Number(_)) => {}
        _ => report.push(format!(
            "Invalid type for parameter {}, value: {}, type: <class '{}'>, valid types: {}",
            shown(path),
            value.to_text(),
            value.python_type(),
            valid_types(shape)
        )),
    }
}

/// A number written with a fraction; one that is merely too long for 64 bits is the service's to refuse.
fn is_float(number: &serde_json::Number) -> bool {
    const LONGEST: f64 = 18_446_744_073_709_551_616.0;
    number.is_f64() && number.as_f64().is_some_and(|it| it.abs() < LONGEST)
}

fn check_members(given: &[(String, Tree)], members: &'static [Member], path: &str, report: &mut Vec<String>) {
    let names = order::names(members);
    let named = |name: &str| members.iter().find(|member| member.name == name);
    for name in &names {
        let is_required = named(name).is_some_and(|member| member.required);
        if is_required && !given.iter().any(|(it, _)| it == name) {
            report.push(format!("Missing required parameter in {}: \"{name}\"", shown(path)));
        }
    }
    for (name, _) in given.iter().filter(|(name, _)| named(name).is_none()) {
        let place = shown(path);
        let names = names.join(", ");
        report.push(format!("Unknown parameter in {place}: \"{name}\", must be one of: {names}"));
    }
    for (name, value) in given {
        if let Some(member) = named(name) {
            check_value(value, member.shape, &format!("{path}.{name}"), report);
        }
    }
}

fn shown(path: &str) -> &str {
    if path.is_empty() { "input" } else { path.strip_prefix('.').unwrap_or(path) }
}

const fn valid_types(shape: Shape) -> &'static str {
    match shape {
        Shape::String => "<class 'str'>",
        Shape::Integer | Shape::Long => "<class 'int'>",
        Shape::Double => "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
        Shape::Boolean => "<class 'bool'>",
        Shape::Blob => "<class 'bytes'>, <class 'bytearray'>, file-like object",
        Shape::Timestamp => "<class 'datetime.datetime'>, timestamp-string",
        Shape::List(_) => "<class 'list'>, <class 'tuple'>",
        Shape::Map(_) | Shape::Structure(_) => "<class 'dict'>",
    }
}
