//! Goals: what the reader is to achieve by edits, within a budget.

use std::collections::BTreeSet;

use sim::{Expr, Gauge, Value};

use crate::Scenario;
use crate::quiz::{Keys, Outcome};
use crate::read::Reader;
use crate::resolve::{check_count, check_ids};
use crate::v1;

/// Something to achieve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The author's id.
    pub id: String,
    /// A sentence.
    pub text: String,
    /// Index in [`sim::Model::claims`] of the condition.
    pub pass: usize,
    /// Values that may be changed.
    pub edits_max: Option<u32>,
    /// Requests that AWS may bill for the whole run, and the index in [`sim::Model::claims`] of their number.
    pub requests_max: Option<(u32, usize)>,
    /// Ways to achieve it.
    pub solutions: Vec<Solution>,
}

/// A way to achieve a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// What it does, in a sentence; may be empty.
    pub text: String,
    /// The edits, `(path, value)`.
    pub set: Vec<(String, String)>,
}

/// How far a run, as it was edited, has come with a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalVerdict {
    /// Is the condition true at the end?
    pub passes: bool,
    /// Values that were changed.
    pub edits: u32,
    /// Requests of the whole run, if they are limited.
    pub requests: Option<u64>,
    /// Are all limits kept?
    pub is_within_budget: bool,
}

/// Goals of a scenario.
pub(crate) const GOALS_MAX: usize = 8;
const SOLUTIONS_MAX: usize = 8;

impl GoalVerdict {
    /// The goal is achieved: the condition is true, and the budget is kept.
    pub fn is_achieved(self) -> bool {
        self.passes && self.is_within_budget
    }
}

impl Goal {
    /// The verdict on a run of a scenario, with the edits that the scenario has.
    pub fn verdict(&self, scenario: &Scenario, run: &Outcome) -> GoalVerdict {
        let paths: BTreeSet<&str> = scenario.edits.iter().map(|(path, _)| path.as_str()).collect();
        let edits = u32::try_from(paths.len()).unwrap_or(u32::MAX);
        let requests = self.requests_max.and_then(|(_, key)| match run.value(key)? {
            Value::Number(millionths) => Some(millionths.unsigned_abs() / sim::NUMBER_SCALE.unsigned_abs()),
            Value::Bool(_) | Value::Duration(_) => None,
        });
        let keeps_edits = self.edits_max.is_none_or(|max| edits <= max);
        let keeps_requests =
            self.requests_max.is_none_or(|(max, _)| requests.is_some_and(|requests| requests <= max.into()));
        GoalVerdict {
            passes: run.holds(self.pass),
            edits,
            requests,
            is_within_budget: keeps_edits && keeps_requests,
        }
    }
}

/// Reads the goals; their conditions are added to the keys.
pub(crate) fn goals(file: &v1::File, keys: &mut Keys<'_>, reader: &mut Reader) -> Option<Vec<Goal>> {
    let list = file.goals.as_deref().unwrap_or_default();
    check_ids("goals", list.iter().map(|it| it.id.0.as_str()), reader);
    let goals: Vec<Option<Goal>> = list
        .iter()
        .enumerate()
        .map(|(index, it)| reader.below("goals", |r| r.below(&index.to_string(), |r| goal(it, keys, r))))
        .collect();
    goals.into_iter().collect()
}

fn goal(it: &v1::Goal, keys: &mut Keys<'_>, reader: &mut Reader) -> Option<Goal> {
    let id = format!("goal-{}", it.id.0);
    let pass = reader.below("pass", |r| keys.condition(id, &it.pass, r))?;
    let budget = it.budget.as_ref();
    let requests_max = budget.and_then(|budget| budget.requests).map(|max| {
        let requests = Expr::Gauge(Gauge::Requests);
        (max, keys.add(format!("goal-{}-requests", it.id.0), requests))
    });
    check_count("solutions", it.solutions.len(), SOLUTIONS_MAX, reader);
    if it.solutions.is_empty() {
        reader.report("/solutions", "A goal needs a way to achieve it.", "Add `{ \"set\": { … } }`.");
    }
    let edits_max = budget.and_then(|budget| budget.edits);
    for (index, solution) in it.solutions.iter().enumerate() {
        let edits = solution.set.0.len();
        if edits_max.is_some_and(|max| edits > max as usize) {
            let message = format!("The solution has {edits} edits, more than the budget.");
            reader.report(&format!("/solutions/{index}/set"), message, "Raise `budget.edits`.");
        }
    }
    let solution = |it: &v1::Solution| Solution {
        text: it.text.as_ref().map_or_else(String::new, |text| text.en.clone()),
        set: it.set.0.clone(),
    };
    Some(Goal {
        id: it.id.0.clone(),
        text: it.text.en.clone(),
        pass,
        edits_max,
        requests_max,
        solutions: it.solutions.iter().map(solution).collect(),
    })
}
