//! The smallest parts: spaces, words, numbers, durations, signs.

use sim::{NUMBER_SCALE, Value, budget};
use winnow::ascii::{alpha1, digit1, multispace0};
use winnow::combinator::{opt, preceded, repeat};
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location, Stateful};
use winnow::token::take_while;

use super::fault::Fault;
use crate::duration;
use crate::problem::quoted;
use crate::resolve::Scope;

/// Where the reader stands in the text, and what it knows.
pub(super) type Input<'i, 's> = Stateful<LocatingSlice<&'i str>, Context<'s>>;
pub(super) type Parsed<T> = Result<T, Fault>;

/// What the reader knows: the names of the scenario, and how much of its budget is spent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'s> {
    pub(super) scope: &'s Scope<'s>,
    depth: usize,
    selectors: usize,
}

/// Decimals of a number.
const DECIMALS_MAX: usize = 6;

pub(super) fn input<'i, 's>(text: &'i str, scope: &'s Scope<'s>) -> Input<'i, 's> {
    Stateful { input: LocatingSlice::new(text), state: Context { scope, depth: 0, selectors: 0 } }
}

/// Skips spaces; gives the place after them.
pub(super) fn here(input: &mut Input<'_, '_>) -> usize {
    // Spaces may be missing: this cannot fail.
    let _: Parsed<&str> = multispace0.parse_next(input);
    input.current_token_start()
}

/// Does something one level down.
pub(super) fn deeper<'i, 's, T>(
    input: &mut Input<'i, 's>,
    inside: impl FnOnce(&mut Input<'i, 's>) -> Parsed<T>,
) -> Parsed<T> {
    input.state.depth += 1;
    if input.state.depth > budget::NESTING_MAX {
        let message = format!("An expression nests at most {} levels.", budget::NESTING_MAX);
        return Err(Fault::new(input.current_token_start(), message, "Split it into several claims."));
    }
    let result = inside(input);
    input.state.depth -= 1;
    result
}

/// Counts a part that follows the run.
pub(super) fn spend(input: &mut Input<'_, '_>, at: usize) -> Parsed<()> {
    input.state.selectors += 1;
    if input.state.selectors > budget::SELECTORS_MAX {
        let message = format!("An expression asks for at most {} things.", budget::SELECTORS_MAX);
        return Err(Fault::new(at, message, "Split it into several claims."));
    }
    Ok(())
}

/// A sign, if it comes next.
pub(super) fn sign(input: &mut Input<'_, '_>, sign: &'static str) -> bool {
    opt(preceded(multispace0::<_, Fault>, sign)).parse_next(input).is_ok_and(|found| found.is_some())
}

/// A sign that must come next.
pub(super) fn needed(input: &mut Input<'_, '_>, text: &'static str, hint: &str) -> Parsed<()> {
    if sign(input, text) {
        return Ok(());
    }
    let at = here(input);
    Err(Fault::new(at, format!("`{text}` is missing, found {}.", next_part(input)), hint))
}

/// A word that must be this one, if it comes next.
pub(super) fn keyword(input: &mut Input<'_, '_>, word: &str) -> bool {
    let start = input.checkpoint();
    here(input);
    let found = name(input).is_ok_and(|found| found == word);
    if !found {
        input.reset(&start);
    }
    found
}

/// A name of the language: letters, digits, `_`.
pub(super) fn name<'i>(input: &mut Input<'i, '_>) -> Parsed<&'i str> {
    take_while(1.., |c: char| c.is_ascii_alphanumeric() || c == '_').parse_next(input)
}

/// A name of the scenario, which may have hyphens and a slash too: `orders-dlq`, `w/1`.
pub(super) fn id<'i>(input: &mut Input<'i, '_>) -> Parsed<&'i str> {
    take_while(1.., |c: char| c.is_ascii_alphanumeric() || "_-/".contains(c)).parse_next(input)
}

/// `40s`, `1m30s`, `3` or `0.05`; none if no digit comes next.
pub(super) fn quantity(input: &mut Input<'_, '_>) -> Parsed<Option<Value>> {
    let at = here(input);
    let number = || (digit1::<_, Fault>, opt(('.', digit1)));
    let more = repeat::<_, _, (), _, _>(0.., (number(), alpha1));
    let Some(text) = opt((number(), opt((alpha1, more))).take()).parse_next(input)? else {
        return Ok(None);
    };
    if text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        let us = duration::parse(text).map_err(|error| {
            let message = format!("{} is not a duration: {}.", quoted(text), error.message);
            Fault::new(at, message, "Write numbers with ms, s, m, h or d: `30s`, `1m30s`, `4d`.")
        })?;
        let value = Value::duration_us(us);
        return value.map(Some).ok_or_else(|| Fault::new(at, "The duration is too long.", ""));
    }
    let hint = "Write at most six decimals and twelve digits before them.";
    let value = decimal(text).ok_or_else(|| Fault::new(at, "The number is too large or too fine.", hint));
    value.map(|value| Some(Value::Number(value)))
}

/// A decimal number in millionths: digits, and a point with digits after it.
pub(crate) fn decimal(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain(whole) || !is_plain(fraction) || fraction.len() > DECIMALS_MAX {
        return None;
    }
    let millionths: i64 = format!("{fraction:0<DECIMALS_MAX$}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(NUMBER_SCALE)?.checked_add(millionths)
}

/// What comes next, for a message.
pub(super) fn next_part(input: &Input<'_, '_>) -> String {
    let rest: &str = &input.input;
    let rest = rest.trim_start();
    match rest.chars().next() {
        None => "the end".to_owned(),
        Some(c) if c.is_ascii_alphanumeric() => {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_-/.".contains(c)));
            quoted(&rest[..end.unwrap_or(rest.len())])
        }
        Some(_) => {
            let end = rest.find(|c: char| c.is_ascii_alphanumeric() || c.is_whitespace());
            quoted(&rest[..end.unwrap_or(rest.len())])
        }
    }
}
