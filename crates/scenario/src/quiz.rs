//! Questions: predict, commit, run, explain.

use sim::{Claim, ClaimKind};

use crate::expr;
use crate::problem::{quoted, suggest};
use crate::read::Reader;
use crate::resolve::{Scope, check_count, check_ids};
use crate::v1;

/// A question with one right answer: predict, commit, run, explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The author's id.
    pub id: String,
    /// The question.
    pub ask: String,
    /// Where the clock must stand (paused) while one predicts, in milliseconds.
    pub at_ms: u64,
    /// Where the evidence is, in milliseconds.
    pub evidence_ms: u64,
    /// The message to look at then.
    pub evidence_label: Option<sim::Label>,
    /// The answers.
    pub options: Vec<AnswerOption>,
    /// What happens, said after the run.
    pub explain: String,
}

/// An answer to choose. It is right if and only if its claim holds in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerOption {
    /// The author's id.
    pub id: String,
    /// The answer.
    pub text: String,
    /// Index in [`sim::Model::claims`] of the claim that decides.
    pub claim: usize,
    /// For a wrong answer: the misconception, in a sentence.
    pub because: String,
}

/// Questions of a scenario.
pub(crate) const QUESTIONS_MAX: usize = 32;
/// Answers to choose from.
const OPTIONS_MIN: usize = 2;
const OPTIONS_MAX: usize = 6;

/// Reads the questions; conditions of answers become claims at the end of `claims`.
pub(crate) fn quiz(
    file: &v1::File,
    scope: &Scope<'_>,
    claims: &mut Vec<Claim>,
    reader: &mut Reader,
) -> Option<Vec<Question>> {
    let list = file.quiz.as_deref().unwrap_or_default();
    check_ids("quiz", list.iter().map(|it| it.id.0.as_str()), reader);
    let visible = claims.len();
    let mut questions = Some(Vec::with_capacity(list.len()));
    for (index, it) in list.iter().enumerate() {
        let question = reader
            .below("quiz", |r| r.below(&index.to_string(), |r| question(it, scope, visible, claims, r)));
        match (question, &mut questions) {
            (Some(question), Some(questions)) => questions.push(question),
            _ => questions = None,
        }
    }
    questions
}

fn question(
    it: &v1::Question,
    scope: &Scope<'_>,
    visible: usize,
    claims: &mut Vec<Claim>,
    reader: &mut Reader,
) -> Option<Question> {
    check_ids("options", it.options.iter().map(|option| option.id.0.as_str()), reader);
    check_count("options", it.options.len(), OPTIONS_MAX, reader);
    if it.options.len() < OPTIONS_MIN {
        reader.report("/options", "A question has at least two answers.", "Add one that many believe.");
    }
    let mut options = Vec::with_capacity(it.options.len());
    for (index, option) in it.options.iter().enumerate() {
        let claim = reader.below("options", |r| {
            r.below(&index.to_string(), |r| deciding_claim(&it.id.0, option, scope, visible, claims, r))
        });
        options.push(claim.map(|claim| AnswerOption {
            id: option.id.0.clone(),
            text: option.text.en.clone(),
            claim,
            because: option.because.as_ref().map_or_else(String::new, |text| text.en.clone()),
        }));
    }
    let evidence_label = match &it.evidence.message {
        Some(text) => Some(reader.below("evidence", |r| r.below("message", |r| expr::label(text, r)))?),
        None => None,
    };
    Some(Question {
        id: it.id.0.clone(),
        ask: it.ask.en.clone(),
        at_ms: it.at.map_or(0, |span| span.0 / 1_000),
        evidence_ms: it.evidence.at.0 / 1_000,
        evidence_label,
        options: options.into_iter().collect::<Option<_>>()?,
        explain: it.explain.en.clone(),
    })
}

fn deciding_claim(
    question: &str,
    option: &v1::Answer,
    scope: &Scope<'_>,
    visible: usize,
    claims: &mut Vec<Claim>,
    reader: &mut Reader,
) -> Option<usize> {
    match (&option.claim, &option.condition) {
        (Some(id), None) => {
            let position = claims[..visible].iter().position(|claim| *claim.id == *id.0);
            if position.is_none() {
                let hint = suggest(&id.0, claims[..visible].iter().map(|claim| &*claim.id));
                reader.report("/claim", format!("There is no claim {}.", quoted(&id.0)), hint);
            }
            position
        }
        (None, Some(condition)) => {
            let expr = reader.below("if", |r| expr::condition(condition, scope, r))?;
            let id = format!("quiz-{question}-{}", option.id.0).into();
            claims.push(Claim { id, kind: ClaimKind::Eventually, expr });
            Some(claims.len() - 1)
        }
        _ => {
            let hint = "Write either `claim` (the id of a claim) or `if` (an expression).";
            reader.report("", "An answer needs exactly one thing that decides it.", hint);
            None
        }
    }
}
