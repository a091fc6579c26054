//! Whether an answer is right: a pure function of the question, the answer and the run.

use sim::{Timeline, Value};

use super::{AnswerOption, Guess, OrderItem, Question, QuestionKind};
use crate::{duration, expr};

/// What a run has shown: verdicts and values of all claims of the model, over the whole run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    holds: Vec<bool>,
    values: Vec<Option<Value>>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An option, by index.
    Choice(usize),
    /// Some options, by index, in ascending order; may be empty.
    Choices(Vec<usize>),
    /// A number or a duration.
    Value(Value),
    /// A moment, in microseconds.
    Moment(u64),
    /// Items by index, first first.
    Order(Vec<usize>),
    /// A value of the knob, as an edit writes it.
    Setting(String),
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Right.
    Right,
    /// Wrong.
    Wrong,
    /// Nothing is right in this run, as it was changed: it has no key, or `check` does not hold.
    Unanswerable,
}

/// The right answer, as the run shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// These options.
    Options(Vec<usize>),
    /// This value.
    Value(Value),
    /// This moment, in microseconds.
    Moment(u64),
    /// Items in this order.
    Order(Vec<usize>),
    /// For example this value of the knob.
    Setting(String),
    /// There is none.
    Nothing,
}

/// The judgement on an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What became of it.
    pub finding: Finding,
    /// The right answer.
    pub right: Right,
    /// For a wrong answer: the misconceptions, a sentence each; may be empty.
    pub because: Vec<String>,
}

impl Outcome {
    /// Of the current branch; simulates what is missing.
    pub fn of(timeline: &mut Timeline) -> Self {
        let holds = timeline.verdicts().iter().map(|verdict| verdict.holds).collect();
        Self { holds, values: timeline.values() }
    }

    /// Whether a claim holds, by index in [`sim::Model::claims`].
    pub fn holds(&self, claim: usize) -> bool {
        self.holds.get(claim).copied().unwrap_or_default()
    }

    /// What a claim's expression gives at the end, by index in [`sim::Model::claims`].
    pub fn value(&self, claim: usize) -> Option<Value> {
        self.values.get(claim).copied().flatten()
    }
}

impl Question {
    /// What is right in this run. For a knob it does not depend on the run.
    pub fn right(&self, run: &Outcome) -> Right {
        if self.check.is_some_and(|check| !run.holds(check)) {
            return Right::Nothing;
        }
        match &self.kind {
            QuestionKind::Single { options } | QuestionKind::Multi { options } => {
                let right: Vec<usize> = (0..options.len()).filter(|&i| run.holds(options[i].claim)).collect();
                let is_single = matches!(self.kind, QuestionKind::Single { .. });
                if right.is_empty() && is_single { Right::Nothing } else { Right::Options(right) }
            }
            QuestionKind::Number(guess) => run.value(guess.key).map_or(Right::Nothing, Right::Value),
            QuestionKind::Moment(guess) => match run.value(guess.key) {
                Some(Value::Duration(us)) => Right::Moment(us.unsigned_abs()),
                _ => Right::Nothing,
            },
            QuestionKind::Order { items } => right_order(items, run),
            QuestionKind::Knob { example, .. } => Right::Setting(example.clone()),
        }
    }

    /// Judges an answer. The run is the one that the question was asked about; for a knob, the run with the
    /// answer's edit.
    pub fn judge(&self, answer: &Answer, run: &Outcome) -> Judgement {
        let right = self.right(run);
        let is_right = match (&self.kind, answer, &right) {
            (_, _, Right::Nothing) => {
                return Judgement { finding: Finding::Unanswerable, right, because: Vec::new() };
            }
            (QuestionKind::Single { .. }, Answer::Choice(chosen), Right::Options(right)) => {
                right.contains(chosen)
            }
            (QuestionKind::Multi { .. }, Answer::Choices(chosen), Right::Options(right)) => chosen == right,
            (QuestionKind::Number(guess), Answer::Value(value), Right::Value(right)) => {
                guess.is_near(*value, *right)
            }
            (QuestionKind::Moment(guess), Answer::Moment(at_us), Right::Moment(right)) => {
                match (Value::duration_us(*at_us), Value::duration_us(*right)) {
                    (Some(at), Some(right)) => guess.is_near(at, right),
                    _ => false,
                }
            }
            (QuestionKind::Order { items }, Answer::Order(order), _) => is_in_order(items, order, run),
            (QuestionKind::Knob { key, .. }, Answer::Setting(_), _) => run.holds(*key),
            _ => false,
        };
        let finding = if is_right { Finding::Right } else { Finding::Wrong };
        let because = if is_right { Vec::new() } else { self.because(answer, &right) };
        Judgement { finding, right, because }
    }

    /// The sentences for a wrong answer.
    fn because(&self, answer: &Answer, right: &Right) -> Vec<String> {
        let own: Vec<String> = match (&self.kind, answer) {
            (QuestionKind::Single { options }, Answer::Choice(chosen)) => {
                options.get(*chosen).into_iter().map(|option| option.because.clone()).collect()
            }
            (QuestionKind::Multi { options }, Answer::Choices(chosen)) => {
                wrongly_chosen(options, chosen, right)
            }
            (QuestionKind::Number(guess), Answer::Value(value)) => guess.because(*value),
            (QuestionKind::Moment(guess), Answer::Moment(at_us)) => {
                Value::duration_us(*at_us).map_or_else(Vec::new, |at| guess.because(at))
            }
            (QuestionKind::Knob { wrong, .. }, Answer::Setting(value)) => {
                wrong.iter().filter(|(known, _)| known == value).map(|(_, because)| because.clone()).collect()
            }
            _ => Vec::new(),
        };
        let own: Vec<String> = own.into_iter().filter(|sentence| !sentence.is_empty()).collect();
        if own.is_empty() && !self.because.is_empty() { vec![self.because.clone()] } else { own }
    }
}

fn wrongly_chosen(options: &[AnswerOption], chosen: &[usize], right: &Right) -> Vec<String> {
    let is_right = |index: &usize| matches!(right, Right::Options(right) if right.contains(index));
    let wrong = chosen.iter().filter(|index| !is_right(index));
    wrong.filter_map(|index| options.get(*index)).map(|option| option.because.clone()).collect()
}

impl Guess {
    /// Is an answer as near to the key as it must be?
    pub fn is_near(&self, answer: Value, key: Value) -> bool {
        let (answer, key) = match (answer, key) {
            (Value::Number(answer), Value::Number(key)) => (answer, key),
            (Value::Duration(answer), Value::Duration(key)) => (answer, key),
            _ => return false,
        };
        let (Value::Number(tolerance) | Value::Duration(tolerance)) = self.tolerance else { return false };
        answer.abs_diff(key) <= tolerance.unsigned_abs()
    }

    /// Reads an answer as a person writes it: `4,500`, `0.5`; for a duration `1m30s`, or seconds alone.
    pub fn read(&self, text: &str) -> Option<Value> {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
        match self.tolerance {
            Value::Number(_) | Value::Bool(_) => expr::decimal(&text).map(Value::Number),
            Value::Duration(_) => {
                let is_bare = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                let text = if is_bare { format!("{text}s") } else { text };
                duration::parse(&text).ok().and_then(Value::duration_us)
            }
        }
    }

    fn because(&self, answer: Value) -> Vec<String> {
        let meant = self.wrong.iter().find(|(value, _)| self.is_near(answer, *value));
        meant.into_iter().map(|(_, because)| because.clone()).collect()
    }
}

/// By their instants; what comes at the same instant stays in the order of the file.
fn right_order(items: &[OrderItem], run: &Outcome) -> Right {
    let instants: Option<Vec<i64>> = items.iter().map(|item| instant(item, run)).collect();
    let Some(instants) = instants else { return Right::Nothing };
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&index| instants[index]);
    Right::Order(order)
}

/// Each item once, none before one that is earlier; at one instant any order is right.
fn is_in_order(items: &[OrderItem], order: &[usize], run: &Outcome) -> bool {
    let mut seen = order.to_vec();
    seen.sort_unstable();
    let instants = order.iter().map(|&index| items.get(index).and_then(|item| instant(item, run)));
    let instants: Option<Vec<i64>> = instants.collect();
    seen.into_iter().eq(0..items.len()) && instants.is_some_and(|instants| instants.is_sorted())
}

fn instant(item: &OrderItem, run: &Outcome) -> Option<i64> {
    match run.value(item.key)? {
        Value::Duration(us) => Some(us),
        Value::Bool(_) | Value::Number(_) => None,
    }
}
