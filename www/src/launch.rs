//! From a scenario's text, its edits and a seed to a running session.

use std::rc::Rc;

use scenario::{Problem, Scenario, text};
use sim::Timeline;

use crate::session::{Origin, Session};

/// Everything that determines a run, but for what the reader does in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Launch {
    /// Where the scenario comes from.
    pub origin: Origin,
    /// The file.
    pub json: Rc<str>,
    /// Edits in order; at most one for a path.
    pub edits: Vec<(String, String)>,
    /// None: the file's own.
    pub seed: Option<u32>,
}

impl Launch {
    /// The file as it is.
    pub fn new(origin: Origin, json: impl Into<Rc<str>>) -> Self {
        Self { origin, json: json.into(), edits: Vec::new(), seed: None }
    }

    /// Sets a value; it takes the place of an earlier edit of the same path.
    pub fn edit(&mut self, path: &str, value: &str) {
        match self.edits.iter_mut().find(|(known, _)| known == path) {
            Some((_, old)) => *old = value.to_owned(),
            None => self.edits.push((path.to_owned(), value.to_owned())),
        }
    }

    /// Leaves out edits that cannot be applied, and says what was wrong with them.
    pub fn drop_bad_edits(&mut self) -> Vec<Problem> {
        let mut dropped = Vec::new();
        while let Err(problems) = self.read() {
            let before = self.edits.len();
            self.edits.retain(|(path, _)| !problems.iter().any(|problem| problem.at == *path));
            if self.edits.len() == before {
                // Nothing names the culprit: all edits go, or the file itself is wrong.
                self.edits.clear();
            }
            if before == 0 {
                break;
            }
            dropped.extend(problems);
        }
        dropped
    }

    /// Starts the run: paused, at 0.
    ///
    /// # Errors
    /// What is wrong in the file or in an edit.
    pub fn start(&self) -> Result<Session, Vec<Problem>> {
        let scenario = self.read()?;
        let seed = self.seed.unwrap_or(scenario.seed);
        let timeline = Timeline::new(scenario.model.clone(), seed).map_err(|error| {
            vec![Problem { at: String::new(), message: text::model_error(&error), hint: String::new() }]
        })?;
        Ok(Session::new(self.origin.clone(), Rc::clone(&self.json), Rc::new(scenario), timeline))
    }

    fn read(&self) -> Result<Scenario, Vec<Problem>> {
        Scenario::read(&self.json, &self.edits)
    }
}
