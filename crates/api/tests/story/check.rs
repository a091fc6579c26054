//! Runs the stories of a file; tells all that fails, or rewrites what they expect.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use sqs::Event;

use super::file::{self, Step, Story};
use super::outcome::{Outcome, normal};
use super::words::{Word, show_all};
use super::world::{Clock, World};

/// A line that did not hold.
#[derive(Debug)]
pub struct Failure {
    line: usize,
    title: String,
    text: String,
    what: What,
}

#[derive(Debug)]
enum What {
    /// Another answer than the story expects.
    Differs { expected: String, got: Vec<Word> },
    /// A promise that holds for every story, or a name that the story does not know.
    Broken(String),
}

/// Checks one file, or rewrites its expectations if the environment has `UPDATE_EXPECT=1`.
///
/// # Panics
/// With all failing lines, if there are any.
pub fn check(path: &Path) {
    let source = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value != "0");
    let failures = failures(&source, update).unwrap_or_else(|problems| {
        panic!("these lines are not understood:\n{}", located(path, problems));
    });
    if update {
        let rewritten = rewritten(&source, &failures);
        if rewritten != source {
            std::fs::write(path, rewritten).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }
    let told: Vec<(usize, String)> = failures
        .iter()
        .filter(|failure| !update || matches!(failure.what, What::Broken(_)))
        .map(|failure| (failure.line, failure.to_string()))
        .collect();
    assert!(told.is_empty(), "{} of its stories' lines do not hold:\n{}", told.len(), located(path, told));
}

fn located(path: &Path, lines: Vec<(usize, String)>) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    lines.into_iter().map(|(line, text)| format!("tests/stories/{name}:{line}: {text}\n")).collect()
}

/// The failing lines of a file's text: of each story the first one, or all of them if `all`.
///
/// # Errors
/// The lines that are not understood.
pub fn failures(source: &str, all: bool) -> Result<Vec<Failure>, Vec<(usize, String)>> {
    let stories = file::parse(source)?;
    Ok(stories.iter().flat_map(|story| failures_of(story, all)).collect())
}

fn failures_of(story: &Story, all: bool) -> Vec<Failure> {
    let (failures, leap) = told(story, Clock::Leap, all);
    if !failures.is_empty() || all {
        return failures;
    }
    let (mut failures, walk) = told(story, Clock::Walk, all);
    for failure in &mut failures {
        failure.title.push_str(" (from deadline to deadline; in one go it holds)");
    }
    if failures.is_empty() && leap != walk {
        let last = story.steps.last().map_or(0, |step| step.line);
        let different = leap.iter().zip(&walk).find(|(leap, walk)| leap != walk);
        let text = match different {
            Some((leap, walk)) => format!("{leap:?} in one go, {walk:?} from deadline to deadline"),
            None => format!("{} events in one go, {} from deadline to deadline", leap.len(), walk.len()),
        };
        failures.push(Failure {
            line: last,
            title: story.title.clone(),
            text: "the same story gives the same events however the clock moves".to_owned(),
            what: What::Broken(text),
        });
    }
    failures
}

fn told(story: &Story, clock: Clock, all: bool) -> (Vec<Failure>, Vec<Event>) {
    let mut world = World::new(clock);
    let mut failures = Vec::new();
    for step in &story.steps {
        if let Some(what) = told_step(&mut world, step) {
            let fatal = matches!(what, What::Broken(_)) || !all;
            failures.push(failure(story, step, what));
            if fatal {
                return (failures, Vec::new());
            }
        }
    }
    if let (Err(problem), Some(last)) = (world.finish(), story.steps.last()) {
        failures.push(failure(story, last, What::Broken(problem)));
    }
    (failures, world.events)
}

fn failure(story: &Story, step: &Step, what: What) -> Failure {
    Failure { line: step.line, title: story.title.clone(), text: step.text.trim().to_owned(), what }
}

fn told_step(world: &mut World, step: &Step) -> Option<What> {
    let expected = step.expected.as_ref().map_or(&[][..], |(_, words)| words);
    let names: Vec<&str> = expected
        .iter()
        .filter_map(|word| match word {
            Word::Bare(name) => Some(name.as_str()),
            Word::Text(_) | Word::Pair(..) => None,
        })
        .collect();
    let outcome = catch_unwind(AssertUnwindSafe(|| world.step(step.pause, &step.verb, &names)));
    let outcome = match outcome {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(problem)) => return Some(What::Broken(problem)),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            return Some(What::Broken(format!("the engine panicked: {}", text.unwrap_or("without a word"))));
        }
    };
    match (&step.expected, &outcome) {
        (None, Outcome::Items(_) | Outcome::Wire(_)) => None,
        (None, Outcome::Refused(_)) => {
            Some(What::Broken(format!("refused: {}", show_all(&outcome.words(&[])))))
        }
        (Some((_, expected)), _) => differs(expected, &outcome),
    }
}

fn differs(expected: &[Word], outcome: &Outcome) -> Option<What> {
    let normal = match normal(expected) {
        Ok(normal) => normal,
        Err(problem) => return Some(What::Broken(problem)),
    };
    let got = outcome.words(&normal);
    (got != normal).then(|| What::Differs { expected: show_all(expected), got })
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}\n    {}", self.title, self.text)?;
        match &self.what {
            What::Differs { expected, got } => {
                write!(f, "    expected  {expected}\n    got       {}", show_all(got))
            }
            What::Broken(what) => write!(f, "    {what}"),
        }
    }
}

/// The file's text with what its lines gave in place of what they expected.
pub fn rewritten(source: &str, failures: &[Failure]) -> String {
    let stories = file::parse(source).unwrap_or_default();
    let arrows: BTreeMap<usize, usize> = stories
        .iter()
        .flat_map(|story| &story.steps)
        .filter_map(|step| step.expected.as_ref().map(|(at, _)| (step.line, *at)))
        .collect();
    let answers: BTreeMap<usize, &[Word]> = failures
        .iter()
        .filter_map(|failure| match &failure.what {
            What::Differs { got, .. } => Some((failure.line, got.as_slice())),
            What::Broken(_) => None,
        })
        .collect();
    let mut text = String::new();
    let (mut open, mut skips) = (None, false);
    for (number, line) in (1..).zip(source.lines()) {
        let goes_on = line.starts_with(' ');
        if !goes_on {
            (open, skips) = (answers.get(&number).copied(), false);
        }
        let arrow = arrows.get(&number).copied().filter(|at| line.get(*at..).is_some_and(is_arrow));
        match (open, arrow.or_else(|| line.find("-> "))) {
            (Some(got), Some(at)) => {
                text.push_str(&format!("{}-> {}\n", &line[..at], show_all(got)));
                (open, skips) = (None, true);
            }
            _ if goes_on && skips => {}
            _ => text.push_str(&format!("{line}\n")),
        }
    }
    text
}

fn is_arrow(text: &str) -> bool {
    text.starts_with("-> ")
}
