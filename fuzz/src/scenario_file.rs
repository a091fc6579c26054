//! Scenarios of authors: read or refused with reasons, and what reads begins to run.

use scenario::{Outcome, Scenario};
use sim::{Position, Timeline};

/// Events of a run that are looked at; a whole run may have two million.
const EVENTS_MAX: u64 = 3_000;
/// Runs that are shorter are judged to their end.
const JUDGED_US_MAX: u64 = 5_000_000;
/// Problems that one file may be told.
const PROBLEMS_MAX: usize = 101;

/// Nothing that reads fails later.
pub(crate) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let scenario = match Scenario::read(&text, &[]) {
        Ok(scenario) => scenario,
        Err(problems) => {
            assert!((1..=PROBLEMS_MAX).contains(&problems.len()), "{} problems", problems.len());
            assert!(problems.iter().all(|problem| !problem.message.is_empty()), "{problems:?}");
            return;
        }
    };
    let mut timeline = Timeline::new(scenario.model.clone(), scenario.seed).expect("a checked scenario runs");
    let is_known = timeline.run_ahead(EVENTS_MAX);
    timeline.seek_within(Position::after_ms(500), EVENTS_MAX);
    let _view = timeline.view(&[]);
    if is_known || timeline.duration_us() <= JUDGED_US_MAX && timeline.run_ahead(EVENTS_MAX) {
        let run = Outcome::of(&mut timeline);
        for question in &scenario.quiz {
            let _right = question.right(&run);
        }
        for goal in &scenario.goals {
            let _verdict = goal.verdict(&scenario, &run);
        }
    }
}
