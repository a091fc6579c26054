//! Reads questions: what decides an answer becomes a claim at the end of the model's.

use sim::{Claim, ClaimKind, Expr, Value, ValueType};

use super::{AnswerOption, Guess, OrderItem, Question, QuestionKind};
use crate::expr;
use crate::knob::Knob;
use crate::problem::{quoted, suggest};
use crate::read::Reader;
use crate::resolve::{Scope, check_count, check_ids};
use crate::v1;

/// Questions of a scenario.
pub(crate) const QUESTIONS_MAX: usize = 32;
/// Answers to choose from, or things to put in order.
const OPTIONS_MIN: usize = 2;
const OPTIONS_MAX: usize = 6;
/// Wrong answers with a sentence of their own.
const WRONG_MAX: usize = 8;

/// The model's claims while keys are added to them.
pub(crate) struct Keys<'a> {
    scope: &'a Scope<'a>,
    claims: Vec<Claim>,
    /// The author's own claims come first.
    own: usize,
}

impl<'a> Keys<'a> {
    /// With the author's claims.
    pub(crate) fn new(scope: &'a Scope<'a>, claims: Vec<Claim>) -> Self {
        Self { scope, own: claims.len(), claims }
    }

    /// With all keys.
    pub(crate) fn into_claims(self) -> Vec<Claim> {
        self.claims
    }

    /// Adds an expression whose value at the end counts; gives its index.
    pub(crate) fn add(&mut self, id: String, expr: Expr) -> usize {
        self.claims.push(Claim { id: id.into(), kind: ClaimKind::Eventually, expr });
        self.claims.len() - 1
    }

    /// Reads a condition and adds it.
    pub(crate) fn condition(&mut self, id: String, text: &str, reader: &mut Reader) -> Option<usize> {
        let condition = expr::condition(text, self.scope, reader)?;
        Some(self.add(id, condition))
    }

    /// The author's claim of this id.
    fn own(&self, id: &str, reader: &mut Reader) -> Option<usize> {
        let own = &self.claims[..self.own];
        let position = own.iter().position(|claim| *claim.id == *id);
        if position.is_none() {
            let hint = suggest(id, own.iter().map(|claim| &*claim.id));
            reader.report("/claim", format!("There is no claim {}.", quoted(id)), hint);
        }
        position
    }
}

/// Reads the questions; what decides their answers is added to the keys.
pub(crate) fn quiz(
    file: &v1::File,
    knobs: &[Knob],
    keys: &mut Keys<'_>,
    reader: &mut Reader,
) -> Option<Vec<Question>> {
    let list = file.quiz.as_deref().unwrap_or_default();
    check_ids("quiz", list.iter().map(|it| it.id.0.as_str()), reader);
    let questions: Vec<Option<Question>> = list
        .iter()
        .enumerate()
        .map(|(index, it)| {
            reader.below("quiz", |r| r.below(&index.to_string(), |r| question(it, knobs, keys, r)))
        })
        .collect();
    questions.into_iter().collect()
}

fn question(it: &v1::Question, knobs: &[Knob], keys: &mut Keys<'_>, reader: &mut Reader) -> Option<Question> {
    let evidence_label = match &it.evidence.message {
        Some(text) => Some(reader.below("evidence", |r| r.below("message", |r| expr::label(text, r)))?),
        None => None,
    };
    let kind = kind(it, knobs, keys, reader)?;
    let check = match &it.check {
        Some(text) => {
            let id = format!("quiz-{}-check", it.id.0);
            Some(reader.below("check", |r| keys.condition(id, text, r))?)
        }
        None => None,
    };
    let seeds = match it.seeds.as_deref() {
        None => None,
        Some(&[first, last]) if first <= last => Some((first, last)),
        Some(_) => {
            reader.report("/seeds", "Seeds are the first and the last of them.", "For example [1, 50].");
            return None;
        }
    };
    Some(Question {
        id: it.id.0.clone(),
        ask: it.ask.en.clone(),
        at_ms: it.at.map_or(0, |span| span.0 / 1_000),
        evidence_ms: it.evidence.at.0 / 1_000,
        evidence_label,
        kind,
        because: english(it.because.as_ref()),
        explain: it.explain.en.clone(),
        check,
        seeds,
    })
}

fn english(text: Option<&v1::Text>) -> String {
    text.map_or_else(String::new, |text| text.en.clone())
}

fn kind(it: &v1::Question, knobs: &[Knob], keys: &mut Keys<'_>, reader: &mut Reader) -> Option<QuestionKind> {
    use v1::QuestionType as T;
    let kind = it.kind.unwrap_or(T::Single);
    check_fields(it, kind, reader)?;
    match kind {
        T::Single => options(it, keys, reader).map(|options| QuestionKind::Single { options }),
        T::Multi => options(it, keys, reader).map(|options| QuestionKind::Multi { options }),
        T::Number => {
            guess(it, &[ValueType::Number, ValueType::Duration], keys, reader).map(QuestionKind::Number)
        }
        T::Moment => guess(it, &[ValueType::Duration], keys, reader).map(QuestionKind::Moment),
        T::Order => items(it, keys, reader).map(|items| QuestionKind::Order { items }),
        T::Knob => knob(it, knobs, keys, reader),
    }
}

/// Reports fields that a kind of question needs and does not have, and those that it has and cannot use.
fn check_fields(it: &v1::Question, kind: v1::QuestionType, reader: &mut Reader) -> Option<()> {
    use v1::QuestionType as T;
    let is_choice = matches!(kind, T::Single | T::Multi);
    let is_guess = matches!(kind, T::Number | T::Moment);
    let has_key = is_guess || kind == T::Knob;
    // Name, is there, is needed, may be there.
    let fields = [
        ("options", it.options.is_some(), is_choice, is_choice),
        ("items", it.items.is_some(), kind == T::Order, kind == T::Order),
        ("key", it.key.is_some(), has_key, has_key),
        ("tolerance", it.tolerance.is_some(), false, is_guess),
        ("assert", it.assert.is_some(), false, is_guess),
        ("wrong", it.wrong.is_some(), false, has_key),
        ("knob", it.knob.is_some(), kind == T::Knob, kind == T::Knob),
        ("example", it.example.is_some(), kind == T::Knob, kind == T::Knob),
    ];
    let mut is_fine = true;
    for (name, is_there, is_needed, is_allowed) in fields {
        if is_needed && !is_there {
            let hint = format!("Add `\"{name}\": …` here.");
            reader.report("", format!("The field `{name}` is missing."), hint);
        } else if is_there && !is_allowed {
            let message = "This kind of question has no such field.";
            reader.report(&format!("/{name}"), message, "Leave the field out, or change `type`.");
        }
        is_fine &= is_there == is_needed || (is_there && is_allowed);
    }
    is_fine.then_some(())
}

fn options(it: &v1::Question, keys: &mut Keys<'_>, reader: &mut Reader) -> Option<Vec<AnswerOption>> {
    let list = it.options.as_deref().unwrap_or_default();
    check_several("options", list.iter().map(|option| option.id.0.as_str()), reader);
    each(list, "options", reader, |option, reader| {
        Some(AnswerOption {
            id: option.id.0.clone(),
            text: option.text.en.clone(),
            claim: deciding_claim(&it.id.0, option, keys, reader)?,
            because: english(option.because.as_ref()),
        })
    })
}

fn items(it: &v1::Question, keys: &mut Keys<'_>, reader: &mut Reader) -> Option<Vec<OrderItem>> {
    let list = it.items.as_deref().unwrap_or_default();
    check_several("items", list.iter().map(|item| item.id.0.as_str()), reader);
    each(list, "items", reader, |item, reader| {
        let at = reader.below("at", |r| expr::read(&item.at, &[ValueType::Duration], keys.scope, r))?;
        let key = keys.add(format!("quiz-{}-{}", it.id.0, item.id.0), at);
        Some(OrderItem { id: item.id.0.clone(), text: item.text.en.clone(), key })
    })
}

fn check_several<'a>(list: &str, ids: impl ExactSizeIterator<Item = &'a str>, reader: &mut Reader) {
    let count = ids.len();
    check_ids(list, ids, reader);
    check_count(list, count, OPTIONS_MAX, reader);
    if count < OPTIONS_MIN {
        let message = match list {
            "options" => "A question has at least two answers.",
            _ => "An order needs at least two things.",
        };
        reader.report(&format!("/{list}"), message, "Add one that many believe.");
    }
}

/// Reads each item of a list, and goes on after a problem.
fn each<T, U>(
    list: &[T],
    name: &str,
    reader: &mut Reader,
    mut read: impl FnMut(&T, &mut Reader) -> Option<U>,
) -> Option<Vec<U>> {
    let all: Vec<Option<U>> = list
        .iter()
        .enumerate()
        .map(|(index, item)| reader.below(name, |r| r.below(&index.to_string(), |r| read(item, r))))
        .collect();
    all.into_iter().collect()
}

fn deciding_claim(
    question: &str,
    option: &v1::Answer,
    keys: &mut Keys<'_>,
    reader: &mut Reader,
) -> Option<usize> {
    match (&option.claim, &option.condition) {
        (Some(id), None) => keys.own(&id.0, reader),
        (None, Some(condition)) => {
            let id = format!("quiz-{question}-{}", option.id.0);
            reader.below("if", |r| keys.condition(id, condition, r))
        }
        _ => {
            let hint = "Write either `claim` (the id of a claim) or `if` (an expression).";
            reader.report("", "An answer needs exactly one thing that decides it.", hint);
            None
        }
    }
}

fn guess(it: &v1::Question, types: &[ValueType], keys: &mut Keys<'_>, reader: &mut Reader) -> Option<Guess> {
    let text = it.key.as_deref().unwrap_or_default();
    let key = reader.below("key", |r| expr::read(text, types, keys.scope, r))?;
    let value_type = key.value_type()?;
    let tolerance = match &it.tolerance {
        Some(written) => reader.below("tolerance", |r| constant(written, value_type, keys, r))?,
        None if value_type == ValueType::Duration => Value::Duration(0),
        None => Value::Number(0),
    };
    let asserted = match &it.assert {
        Some(written) => Some(reader.below("assert", |r| constant(written, value_type, keys, r))?),
        None => None,
    };
    let wrong = wrong_answers(it, reader, |written, r| constant(written, value_type, keys, r))?;
    Some(Guess { key: keys.add(format!("quiz-{}-key", it.id.0), key), tolerance, asserted, wrong })
}

fn wrong_answers<T>(
    it: &v1::Question,
    reader: &mut Reader,
    mut read: impl FnMut(&v1::Scalar, &mut Reader) -> Option<T>,
) -> Option<Vec<(T, String)>> {
    let list = it.wrong.as_deref().unwrap_or_default();
    check_count("wrong", list.len(), WRONG_MAX, reader);
    each(list, "wrong", reader, |wrong, reader| {
        let value = reader.below("value", |r| read(&wrong.value, r))?;
        Some((value, wrong.because.en.clone()))
    })
}

/// A number or a duration that is written down: an expression that asks nothing of the run.
fn constant(
    written: &v1::Scalar,
    value_type: ValueType,
    keys: &Keys<'_>,
    reader: &mut Reader,
) -> Option<Value> {
    match expr::read(&written.0, &[value_type], keys.scope, reader)? {
        Expr::Constant(value) => Some(value),
        _ => {
            reader.report("", format!("{} is not fixed.", quoted(&written.0)), "Write the value itself.");
            None
        }
    }
}

fn knob(it: &v1::Question, knobs: &[Knob], keys: &mut Keys<'_>, reader: &mut Reader) -> Option<QuestionKind> {
    let path = it.knob.as_deref().unwrap_or_default();
    let Some(knob) = knobs.iter().find(|knob| knob.path == path) else {
        let hint = suggest(path, knobs.iter().map(|knob| &*knob.path));
        reader.report("/knob", format!("There is no knob {}.", quoted(path)), hint);
        return None;
    };
    let example = it.example.as_ref().map(|example| example.0.clone()).unwrap_or_default();
    if !knob.takes(&example) {
        let message = format!("{} is not in the range of the knob.", quoted(&example));
        reader.report("/example", message, "Write a value that the knob takes.");
    }
    let wrong = wrong_answers(it, reader, |written, _| Some(written.0.clone()))?;
    let text = it.key.as_deref().unwrap_or_default();
    let id = format!("quiz-{}-key", it.id.0);
    let key = reader.below("key", |r| keys.condition(id, text, r))?;
    Some(QuestionKind::Knob { path: path.to_owned(), key, example, wrong })
}
