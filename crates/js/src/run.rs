//! A run without JavaScript around it.

use scenario::{Address, Place, Scenario, Setting, State, trace_hash_text};
use sim::{Position, RunError, Timeline};

use crate::source::{Refusal, Source};

/// Microseconds in a millisecond.
const MICROS_PER_MS: u64 = 1_000;

/// One run of one scenario.
#[derive(Debug)]
pub struct Run {
    slug: Option<&'static str>,
    scenario: Scenario,
    timeline: Timeline,
    speed_milli: u32,
}

impl Run {
    /// Opens what a slug, a JSON text or a readable link names.
    pub fn open(source: &str) -> Result<Self, Refusal> {
        let Source { slug, scenario, seed, place, speed_milli } = Source::read(source)?;
        let timeline = Timeline::new(scenario.model.clone(), seed);
        let mut timeline = timeline.map_err(|error| Refusal::InvalidModel(format!("{error:?}")))?;
        place.seek(&mut timeline);
        Ok(Self { slug, scenario, timeline, speed_milli })
    }

    /// The seed.
    pub fn seed(&self) -> u32 {
        self.timeline.seed()
    }

    /// The length of the run in milliseconds, floored.
    pub fn duration_ms(&self) -> u64 {
        self.timeline.duration_us() / MICROS_PER_MS
    }

    /// Goes to after all events at or before this microsecond, clamped to the run.
    pub fn seek(&mut self, at_us: u64) {
        self.timeline.seek(Position { at_us, step: Position::ALL });
    }

    /// Goes to after the next event; false at the end.
    pub fn step_forward(&mut self) -> bool {
        self.timeline.step_forward()
    }

    /// Goes to before the latest event; false at the start.
    pub fn step_back(&mut self) -> bool {
        self.timeline.step_back()
    }

    /// What ended the run, if the clock has reached it: a code, a colon and a sentence.
    pub fn error(&self) -> Option<String> {
        Some(match self.timeline.error()? {
            RunError::ZeroTimeLoop { at_us } => {
                format!(
                    "ZeroTimeLoop: the run ended at {} ms, where one instant never ends",
                    at_us / MICROS_PER_MS
                )
            }
            RunError::TooManyEvents { at_us } => {
                format!(
                    "TooManyEvents: the run ended at {} ms, after as many events as it may have",
                    at_us / MICROS_PER_MS
                )
            }
        })
    }

    /// The hash over every event of the run.
    pub fn trace_hash(&mut self) -> String {
        trace_hash_text(self.timeline.trace_hash())
    }

    /// The state at the clock.
    pub fn state(&mut self) -> State {
        let link = self.link();
        let slug = self.slug.unwrap_or(&self.scenario.id);
        let setting = Setting { slug, link, playing: false, speed_milli: self.speed_milli };
        State::of(&mut self.timeline, &self.scenario, setting)
    }

    /// The readable link of this instant. An author's own scenario has no address of its own.
    fn link(&mut self) -> String {
        let Place { t_ms, k } = Place::of(&mut self.timeline);
        let seed = (self.timeline.seed() != self.scenario.seed).then_some(self.timeline.seed());
        let set = self.scenario.edits.clone();
        let address = Address { seed, t_ms, k, speed_milli: self.speed_milli, set };
        let mut link = match self.slug {
            Some(slug) => format!("/s/{slug}/"),
            None => "/c/".to_owned(),
        };
        link.push_str(&address.write());
        link
    }
}
