//! Another run of the same scenario, beside the one that is shown.

use scenario::{Outcome, Problem, Scenario, text};
use sim::Timeline;

use super::Session;

impl Session {
    /// What the whole run would show with one more edit and the same seed.
    ///
    /// # Errors
    /// Why the edit cannot be applied.
    pub fn trial(&self, path: &str, value: &str) -> Result<Outcome, Vec<Problem>> {
        let mut edits = self.scenario().edits.clone();
        edits.retain(|(known, _)| known != path);
        edits.push((path.to_owned(), value.to_owned()));
        let scenario = Scenario::read(&self.0.json, &edits)?;
        let seed = self.read(Timeline::seed);
        let mut timeline = Timeline::new(scenario.model, seed).map_err(|error| {
            vec![Problem { at: path.to_owned(), message: text::model_error(&error), hint: String::new() }]
        })?;
        Ok(Outcome::of(&mut timeline))
    }
}
