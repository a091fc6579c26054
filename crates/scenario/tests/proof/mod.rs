//! What a scenario says of its run is proved with many seeds: claims, keys of questions, goals and their solutions.

use scenario::{Answer, Goal};
use scenario::{Finding, Outcome, Question, QuestionKind, Right, Scenario};
use sim::{Timeline, Value};

/// Seeds with which each scenario is run.
pub const SEEDS: u32 = 50;

/// A scenario whose claims are proved.
pub struct Proof<'a> {
    pub json: &'a str,
    pub scenario: Scenario,
}

impl<'a> Proof<'a> {
    pub fn of(json: &'a str) -> Self {
        Self { json, scenario: read(json, &[]) }
    }

    /// Of every claim, question and goal, with every seed.
    ///
    /// # Panics
    /// At the first that fails.
    pub fn run(&self) {
        for seed in (0..SEEDS).chain([self.scenario.seed, u32::MAX]) {
            let place = format!("{} with seed {seed}", self.scenario.id);
            let run = outcome(&self.scenario, seed);
            for (index, claim) in self.scenario.claims.iter().enumerate() {
                assert!(run.holds(index), "{place}: `{}` does not hold", claim.id);
            }
            let questions = self.scenario.quiz.iter();
            for question in
                questions.filter(|it| it.seeds.is_none_or(|(from, to)| (from..=to).contains(&seed)))
            {
                self.question(question, &run, seed, &format!("{place}, question {}", question.id));
            }
            for goal in &self.scenario.goals {
                self.goal(goal, &run, seed, &format!("{place}, goal {}", goal.id));
            }
        }
    }

    fn question(&self, question: &Question, run: &Outcome, seed: u32, place: &str) {
        assert!(question.check.is_none_or(|check| run.holds(check)), "{place}: `check` does not hold");
        let finding = |answer: Answer, run: &Outcome| question.judge(&answer, run).finding;
        match &question.kind {
            QuestionKind::Single { options } | QuestionKind::Multi { options } => {
                for option in options {
                    let is_right = option.because.is_empty();
                    assert_eq!(run.holds(option.claim), is_right, "{place}, answer {}", option.id);
                }
            }
            QuestionKind::Number(guess) | QuestionKind::Moment(guess) => {
                let key = run.value(guess.key).unwrap_or_else(|| panic!("{place}: the key has no value"));
                if let Some(asserted) = guess.asserted {
                    assert!(guess.is_near(asserted, key), "{place}: it is {key:?}, not {asserted:?}");
                }
                for (wrong, _) in &guess.wrong {
                    assert!(!guess.is_near(*wrong, key), "{place}: {wrong:?} is right");
                }
            }
            QuestionKind::Order { items } => {
                let instants: Option<Vec<Value>> = items.iter().map(|item| run.value(item.key)).collect();
                let instants = instants.unwrap_or_else(|| panic!("{place}: something has no instant"));
                let Right::Order(order) = question.right(run) else { panic!("{place}: there is no order") };
                let is_strict = order.windows(2).all(|pair| instants[pair[0]] != instants[pair[1]]);
                assert!(is_strict, "{place}: two things come at the same instant");
            }
            QuestionKind::Knob { path, example, wrong, .. } => {
                let with = |value: &str| outcome(&read(self.json, &[(path.clone(), value.to_owned())]), seed);
                let example = finding(Answer::Setting(example.clone()), &with(example));
                assert_eq!(example, Finding::Right, "{place}: the example");
                for (value, _) in wrong {
                    let wrong = finding(Answer::Setting(value.clone()), &with(value));
                    assert_eq!(wrong, Finding::Wrong, "{place}: {value}");
                }
            }
        }
    }

    /// The start fails it, and every solution achieves it within the budget.
    fn goal(&self, goal: &Goal, run: &Outcome, seed: u32, place: &str) {
        assert!(!goal.verdict(&self.scenario, run).passes, "{place}: it is achieved without a change");
        for (number, solution) in goal.solutions.iter().enumerate() {
            let solved = read(self.json, &solution.set);
            let run = outcome(&solved, seed);
            let verdict = goal.verdict(&solved, &run);
            assert!(verdict.is_achieved(), "{place}, solution {number}: {verdict:?}");
        }
    }
}

pub fn read(json: &str, edits: &[(String, String)]) -> Scenario {
    Scenario::read(json, edits).unwrap_or_else(|problems| panic!("{edits:?}: {problems:#?}"))
}

pub fn outcome(scenario: &Scenario, seed: u32) -> Outcome {
    Outcome::of(&mut Timeline::new(scenario.model.clone(), seed).expect("a checked scenario runs"))
}
