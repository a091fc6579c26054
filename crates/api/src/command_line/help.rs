//! What `help` says: the commands, and of each the options with what they take.

use super::names::kebab;
use super::options::{Spec, Takes};
use super::{arguments, globals, order};
use crate::model::{Action, Member, Operation, Shape};

/// Options that are known and refused with a hint.
const UNSUPPORTED: [&str; 3] = [globals::AUTO_PROMPT, arguments::INPUT_YAML, arguments::SKELETON];

/// `aws help`
pub(super) fn of_aws() -> String {
    format!(
        "aws [options] sqs <action> [parameters]\n\n\
         Here is one service:\n\n  sqs    Amazon Simple Queue Service\n\n\
         Options of every command:\n\n{}\n\
         See also: aws sqs help, aws sqs <action> help\n",
        options(&globals::specs())
    )
}

/// `aws sqs help`
pub(super) fn of_sqs() -> String {
    let mut text = "aws sqs <action> [parameters]\n\nActions:\n\n".to_owned();
    for action in Action::ALL {
        text.push_str(&format!("  {}\n", kebab(action.name())));
    }
    text.push_str("\nSee also: aws sqs <action> help\n");
    text
}

/// `aws sqs <action> help`
pub(super) fn of_action(action: Action) -> String {
    let input = Operation::Queue(action).signature().input;
    let mut text = format!("aws sqs {} [parameters]\n\nParameters:\n\n", kebab(action.name()));
    for member in input {
        let mark = if member.required { " (required)" } else { "" };
        text.push_str(&format!("  --{} {}{mark}\n", kebab(member.name), value_of(member.shape)));
    }
    let own: Vec<String> = input.iter().map(|member| format!("--{}", kebab(member.name))).collect();
    let others: Vec<Spec> =
        arguments::specs(action).into_iter().filter(|spec| !own.contains(&spec.name)).collect();
    text.push_str(&format!("\nOther options:\n\n{}", options(&others)));
    let notes: Vec<String> = input.iter().filter_map(example).collect();
    if !notes.is_empty() {
        text.push_str(&format!("\nShort forms, or JSON between single quotes:\n\n{}", notes.concat()));
    }
    text
}

fn options(specs: &[Spec]) -> String {
    let supported = specs.iter().filter(|spec| !UNSUPPORTED.contains(&spec.name.as_str()));
    let lines = supported.map(|spec| match spec.takes {
        Takes::Nothing => format!("  {}\n", spec.name),
        Takes::One => format!("  {} <value>\n", spec.name),
        Takes::Choice(choices) => format!("  {} {}\n", spec.name, choices.join("|")),
        Takes::Many => format!("  {} <value> …\n", spec.name),
    });
    lines.collect()
}

fn value_of(shape: Shape) -> &'static str {
    match shape {
        Shape::String | Shape::Timestamp => "<text>",
        Shape::Integer | Shape::Long | Shape::Double => "<number>",
        Shape::Boolean => "true|false",
        Shape::Blob => "<base64>",
        Shape::List(_) => "<item> …",
        Shape::Map(_) => "<name>=<value>,…",
        Shape::Structure(_) => "<member>=<value>,…",
    }
}

/// A line in shorthand for a parameter that nests.
fn example(member: &Member) -> Option<String> {
    let text = match member.shape {
        Shape::List(list) if matches!(list.item, Shape::Structure(_)) => {
            format!("'{}' …", shorthand(list.item, 0))
        }
        Shape::Map(_) | Shape::Structure(_) => format!("'{}'", shorthand(member.shape, 0)),
        _ => return None,
    };
    Some(format!("  --{} {text}\n", kebab(member.name)))
}

fn shorthand(shape: Shape, depth: u32) -> String {
    match shape {
        Shape::Structure(members) => {
            let in_order = order::names(members).into_iter();
            let parts: Vec<String> = in_order
                .filter_map(|name| members.iter().find(|member| member.name == name))
                .map(|member| format!("{}={}", member.name, shorthand(member.shape, depth + 1)))
                .collect();
            framed(&parts.join(","), depth)
        }
        Shape::Map(map) => framed(&format!("name={}", shorthand(map.item, depth + 1)), depth),
        Shape::List(list) => format!("[{}]", shorthand(list.item, depth + 1)),
        Shape::String | Shape::Timestamp => "text".to_owned(),
        Shape::Integer | Shape::Long | Shape::Double => "number".to_owned(),
        Shape::Boolean => "true".to_owned(),
        Shape::Blob => "base64".to_owned(),
    }
}

fn framed(inner: &str, depth: u32) -> String {
    if depth == 0 { inner.to_owned() } else { format!("{{{inner}}}") }
}
