//! Questions: predict, commit, run, explain. The run has the key; nobody writes the right answer down.

mod judge;
mod read;

use sim::Value;

pub use self::judge::{Answer, Finding, Judgement, Outcome, Right};
pub(crate) use self::read::{Keys, QUESTIONS_MAX, quiz};

/// A question: predict, commit, run, explain.
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
    /// How it is answered.
    pub kind: QuestionKind,
    /// For wrong answers without a sentence of their own; may be empty.
    pub because: String,
    /// What happens, said after the run.
    pub explain: String,
    /// Index in [`sim::Model::claims`] of a condition without which the question makes no sense.
    pub check: Option<usize>,
    /// First and last seed for which the tests prove the key.
    pub seeds: Option<(u32, u32)>,
}

/// How a question is answered. Keys are indexes in [`sim::Model::claims`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// By one of the options.
    Single {
        /// The options.
        options: Vec<AnswerOption>,
    },
    /// By all the options that are right.
    Multi {
        /// The options.
        options: Vec<AnswerOption>,
    },
    /// By a number or a duration.
    Number(Guess),
    /// By a moment of the run.
    Moment(Guess),
    /// By an order of things.
    Order {
        /// The things, in the order in which they are shown.
        items: Vec<OrderItem>,
    },
    /// By a value of a knob.
    Knob {
        /// Dotted path of the knob.
        path: String,
        /// The condition that must hold in the run with that value.
        key: usize,
        /// A value that is right, as an edit writes it.
        example: String,
        /// Wrong values that many choose, and why.
        wrong: Vec<(String, String)>,
    },
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

/// A value that is asked of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The expression that gives it.
    pub key: usize,
    /// How far off an answer may be; of the key's type.
    pub tolerance: Value,
    /// What the author says that it is, for every seed.
    pub asserted: Option<Value>,
    /// Wrong answers that many give, and why.
    pub wrong: Vec<(Value, String)>,
}

/// Something that is to be put in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderItem {
    /// The author's id.
    pub id: String,
    /// What it is.
    pub text: String,
    /// Index in [`sim::Model::claims`] of its instant.
    pub key: usize,
}

impl Question {
    /// The options to choose from; none for questions that are answered in another way.
    pub fn options(&self) -> &[AnswerOption] {
        match &self.kind {
            QuestionKind::Single { options } | QuestionKind::Multi { options } => options,
            QuestionKind::Number(_)
            | QuestionKind::Moment(_)
            | QuestionKind::Order { .. }
            | QuestionKind::Knob { .. } => &[],
        }
    }
}
