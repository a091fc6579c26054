//! Operators, parentheses and values; what is read is checked at once.

use sim::{Arithmetic, Comparison, Expr, Value, ValueType};

use super::calls;
use super::fault::{Fault, type_name, wrong_type};
use super::token::{Input, Parsed, deeper, here, input, keyword, next_part, quantity, sign};
use super::{CHARS_MAX, token};
use crate::problem::{quoted, suggest};
use crate::resolve::Scope;

/// A part that was read.
pub(super) struct Part {
    pub(super) at: usize,
    pub(super) expr: Expr,
    pub(super) value_type: ValueType,
}

/// Names that stand without parentheses.
const NAMES: [&str; 4] = ["now", "duration", "true", "false"];

/// Reads a whole expression.
pub(super) fn read(text: &str, scope: &Scope<'_>) -> Parsed<(Expr, ValueType)> {
    if text.chars().count() > CHARS_MAX {
        return Err(Fault::new(
            0,
            format!("An expression has at most {CHARS_MAX} characters."),
            "Shorten it.",
        ));
    }
    let input = &mut input(text, scope);
    let part = either(input)?;
    let at = here(input);
    if at < text.len() {
        let hint = match &text[at..] {
            rest if rest.starts_with('=') => "Write `==` to compare.",
            rest if rest.starts_with("&&") => "Write `and`.",
            rest if rest.starts_with("||") => "Write `or`.",
            rest if rest.starts_with(['<', '>', '!']) || rest.starts_with("==") => {
                "Write `a <= b and b <= c`."
            }
            _ => "Write `and`, `or`, a comparison or a sign before it, or leave it out.",
        };
        let message = format!("The expression ends before {}.", next_part(input));
        return Err(Fault::new(at, message, hint));
    }
    Ok((part.expr, part.value_type))
}

/// `a or b`
pub(super) fn either(input: &mut Input<'_, '_>) -> Parsed<Part> {
    deeper(input, |input| {
        let mut left = both(input)?;
        while keyword(input, "or") {
            let right = both(input)?;
            left = combined(left, right, Expr::Or)?;
        }
        Ok(left)
    })
}

/// `a and b`
fn both(input: &mut Input<'_, '_>) -> Parsed<Part> {
    let mut left = negation(input)?;
    while keyword(input, "and") {
        let right = negation(input)?;
        left = combined(left, right, Expr::And)?;
    }
    Ok(left)
}

/// `not a`
fn negation(input: &mut Input<'_, '_>) -> Parsed<Part> {
    let at = here(input);
    if !keyword(input, "not") {
        return comparison(input);
    }
    let inside = deeper(input, negation)?;
    is_type(&inside, ValueType::Bool)?;
    Ok(Part { at, expr: Expr::Not(Box::new(inside.expr)), value_type: ValueType::Bool })
}

/// `a <= b`
fn comparison(input: &mut Input<'_, '_>) -> Parsed<Part> {
    let left = sum(input)?;
    let Some(comparison) = comparison_sign(input) else { return Ok(left) };
    let right = sum(input)?;
    if left.value_type != right.value_type || left.value_type == ValueType::Bool {
        let (a, b) = (type_name(left.value_type), type_name(right.value_type));
        let hint = match (left.value_type, right.value_type) {
            (ValueType::Bool, _) | (_, ValueType::Bool) => "Write the condition alone, or `not` before it.",
            _ => "Give the number a unit: `30s`.",
        };
        return Err(Fault::new(right.at, format!("{} cannot be compared with {b}.", capital(a)), hint));
    }
    let expr = Expr::Compare(comparison, Box::new([left.expr, right.expr]));
    Ok(Part { at: left.at, expr, value_type: ValueType::Bool })
}

/// A sign that compares, if it comes next.
pub(super) fn comparison_sign(input: &mut Input<'_, '_>) -> Option<Comparison> {
    let signs = [
        ("==", Comparison::Equal),
        ("!=", Comparison::NotEqual),
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
    ];
    signs.into_iter().find_map(|(text, comparison)| sign(input, text).then_some(comparison))
}

/// `a + b - c`
fn sum(input: &mut Input<'_, '_>) -> Parsed<Part> {
    chain(input, product, &[("+", Arithmetic::Add), ("-", Arithmetic::Subtract)])
}

/// `a * b / c`
fn product(input: &mut Input<'_, '_>) -> Parsed<Part> {
    chain(input, minus, &[("*", Arithmetic::Multiply), ("/", Arithmetic::Divide)])
}

fn chain<'i, 's>(
    input: &mut Input<'i, 's>,
    operand: fn(&mut Input<'i, 's>) -> Parsed<Part>,
    signs: &[(&'static str, Arithmetic)],
) -> Parsed<Part> {
    // Each link is a level of the tree, though not of the text: it counts as one.
    let mut left = operand(input)?;
    while let Some((_, operator)) = signs.iter().find(|(text, _)| sign(input, text)) {
        let right = operand(input)?;
        left = calculated(*operator, left, right)?;
    }
    Ok(left)
}

/// `-a`
fn minus(input: &mut Input<'_, '_>) -> Parsed<Part> {
    let at = here(input);
    if !sign(input, "-") {
        return operand(input);
    }
    let inside = deeper(input, minus)?;
    let zero = match inside.value_type {
        ValueType::Duration => Value::Duration(0),
        ValueType::Number | ValueType::Bool => Value::Number(0),
    };
    let zero = Part { at, expr: Expr::Constant(zero), value_type: zero.value_type() };
    calculated(Arithmetic::Subtract, zero, inside)
}

/// A number, a duration, a name, a call, or an expression in parentheses.
fn operand(input: &mut Input<'_, '_>) -> Parsed<Part> {
    let at = here(input);
    if sign(input, "(") {
        let inside = either(input)?;
        token::needed(input, ")", "Close the parenthesis.")?;
        return Ok(Part { at, ..inside });
    }
    if let Some(value) = quantity(input)? {
        return Ok(constant(at, value));
    }
    let Ok(name) = token::name(input) else {
        let hint = "Write a number, a duration, a call such as `count(received)`, or parentheses.";
        return Err(Fault::new(at, format!("A value is missing before {}.", next_part(input)), hint));
    };
    if sign(input, "(") {
        return calls::call(input, at, name);
    }
    match name {
        "now" => Ok(Part { at, expr: Expr::Now, value_type: ValueType::Duration }),
        "duration" => match Value::duration_us(input.state.scope.duration_us()) {
            Some(value) => Ok(constant(at, value)),
            None => Err(Fault::new(at, "The run is too long.", "")),
        },
        "true" => Ok(constant(at, Value::Bool(true))),
        "false" => Ok(constant(at, Value::Bool(false))),
        _ => Err(unknown_name(at, name)),
    }
}

fn unknown_name(at: usize, name: &str) -> Fault {
    let hint = match calls::functions().find(|known| *known == name) {
        Some(function) => format!("`{function}` needs parentheses: `{function}(…)`."),
        None => suggest(name, NAMES.into_iter().chain(calls::functions())),
    };
    Fault::new(at, format!("{} stands alone and has no value.", quoted(name)), hint)
}

fn constant(at: usize, value: Value) -> Part {
    Part { at, expr: Expr::Constant(value), value_type: value.value_type() }
}

fn combined(left: Part, right: Part, join: fn(Box<[Expr; 2]>) -> Expr) -> Parsed<Part> {
    is_type(&left, ValueType::Bool)?;
    is_type(&right, ValueType::Bool)?;
    Ok(Part { at: left.at, expr: join(Box::new([left.expr, right.expr])), value_type: ValueType::Bool })
}

fn is_type(part: &Part, wanted: ValueType) -> Parsed<()> {
    if part.value_type == wanted { Ok(()) } else { Err(wrong_type(part.at, &[wanted], part.value_type)) }
}

/// What is known already is calculated at once, so that a mistake in it is told where it stands.
fn calculated(operator: Arithmetic, left: Part, right: Part) -> Parsed<Part> {
    let Some(value_type) = operator.result(left.value_type, right.value_type) else {
        let (a, b) = (type_name(left.value_type), type_name(right.value_type));
        let verb = match operator {
            Arithmetic::Add => "added to",
            Arithmetic::Subtract => "subtracted from",
            Arithmetic::Multiply => "multiplied with",
            Arithmetic::Divide => "divided by",
        };
        let (first, second) = match operator {
            Arithmetic::Add | Arithmetic::Subtract => (b, a),
            Arithmetic::Multiply | Arithmetic::Divide => (a, b),
        };
        let message = format!("{} cannot be {verb} {second}.", capital(first));
        return Err(Fault::new(right.at, message, "Only like and like add up; give times a unit: `30s`."));
    };
    let at = left.at;
    if let (Expr::Constant(a), Expr::Constant(b)) = (&left.expr, &right.expr) {
        let hint = "Numbers go up to about nine million million, durations to 292,000 years.";
        return match operator.apply(*a, *b) {
            Some(value) => Ok(constant(at, value)),
            None => Err(Fault::new(right.at, "This divides by zero, or gives too large a value.", hint)),
        };
    }
    let expr = Expr::Arithmetic(operator, Box::new([left.expr, right.expr]));
    Ok(Part { at, expr, value_type })
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
