//! Questions and goals as they are written.

use serde_json::{Map, Value};

use super::{Id, Scalar, Span, Text};
use crate::read::{Read, Reader};

record! {
    /// A question. Its key is asked of the run: nobody writes the right answer down.
    Question {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// Where the clock stands while one predicts; default 0s.
        at: Option<Span> = optional "at",
        /// The question.
        ask: Text = required "ask",
        /// How it is answered; default `single`.
        kind: Option<QuestionType> = optional "type",
        /// `single`, `multi`: answers, 2 to 6.
        options: Option<Vec<Answer>> = optional "options",
        /// `order`: what is to be put in order, 2 to 6.
        items: Option<Vec<Item>> = optional "items",
        /// `number`: an expression, a number or a duration. `moment`: an instant. `knob`: a condition that must be
        /// true at the end of the run with the edit.
        key: Option<String> = optional "key",
        /// `number`, `moment`: how far off an answer may be, as the key: `10` or `500ms`; default: not at all.
        tolerance: Option<Scalar> = optional "tolerance",
        /// `number`, `moment`: what the key is for every seed, within the tolerance: `4500`, `40s`.
        assert: Option<Scalar> = optional "assert",
        /// `number`, `moment`, `knob`: answers that many give, and what they believe.
        wrong: Option<Vec<Wrong>> = optional "wrong",
        /// `knob`: the path of one of the scenario's knobs.
        knob: Option<String> = optional "knob",
        /// `knob`: a value that is right.
        example: Option<Scalar> = optional "example",
        /// For wrong answers that have no sentence of their own.
        because: Option<Text> = optional "because",
        /// Where the evidence is.
        evidence: Evidence = required "evidence",
        /// What happens, said after the run.
        explain: Text = required "explain",
        /// A condition that is true at the end of the run for every seed; where it is not, the question rests.
        check: Option<String> = optional "check",
        /// The first and the last seed for which key, `assert` and `check` are proved; default: any.
        seeds: Option<Vec<u32>> = optional "seeds",
    }
}

words! {
    /// How a question is answered.
    QuestionType {
        /// One answer.
        Single = "single",
        /// All the answers that are right.
        Multi = "multi",
        /// A number or a duration.
        Number = "number",
        /// Things in the order of their instants.
        Order = "order",
        /// A moment of the run.
        Moment = "moment",
        /// A value of a knob.
        Knob = "knob",
    }
}

record! {
    /// An answer. It is right if its claim holds.
    Answer {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// The answer.
        text: Text = required "t",
        /// Id of the claim that decides.
        claim: Option<Id> = optional "claim",
        /// In place of `claim`: an expression that is true at the end of the run.
        condition: Option<String> = optional "if",
        /// For a wrong answer: the misconception, in a sentence.
        because: Option<Text> = optional "because",
    }
}

record! {
    /// Something that is to be put in order.
    Item {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// What it is.
        text: Text = required "t",
        /// Its instant, an expression.
        at: String = required "at",
    }
}

record! {
    /// A wrong answer that many give.
    Wrong {
        /// The answer: a number, a duration, or a value of the knob.
        value: Scalar = required "value",
        /// The misconception, in a sentence.
        because: Text = required "because",
    }
}

record! {
    /// Where the evidence is.
    Evidence {
        /// When.
        at: Span = required "at",
        /// Label of the message to look at: `M1`, `A7`.
        message: Option<String> = optional "message",
    }
}

record! {
    /// What the reader is to achieve by edits.
    Goal {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// A sentence.
        text: Text = required "text",
        /// A condition at the end of the run. The scenario as it is written fails it.
        pass: String = required "pass",
        /// What it may cost.
        budget: Option<Budget> = optional "budget",
        /// Ways to achieve it, 1 to 8; the tests prove each.
        solutions: Vec<Solution> = required "solutions",
    }
}

record! {
    /// What a goal may cost.
    Budget {
        /// Values that may be changed.
        edits: Option<u32> = optional "edits",
        /// Requests that AWS may bill for the whole run.
        requests: Option<u32> = optional "requests",
    }
}

record! {
    /// A way to achieve a goal.
    Solution {
        /// What it does, in a sentence.
        text: Option<Text> = optional "text",
        /// Values by dotted path.
        set: Settings = required "set",
    }
}

/// Values by dotted path, as edits write them, in the order of their paths.
#[derive(Clone, Debug)]
pub(crate) struct Settings(pub(crate) Vec<(String, String)>);

impl Read for Settings {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let Value::Object(fields) = value else {
            return reader.wrong_type(
                value,
                "values by path",
                "{ \"queues.orders.visibilityTimeout\": \"90s\" }",
            );
        };
        let read = |(path, value): (&String, &Value)| {
            let value = reader.below(path, |r| Scalar::read(value, r))?;
            Some((path.clone(), value.0))
        };
        fields_in_order(fields).into_iter().map(read).collect::<Option<Vec<_>>>().map(Self)
    }
}

/// By path, whatever order the JSON reader keeps.
fn fields_in_order(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(path, _)| *path);
    fields
}
