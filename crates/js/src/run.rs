//! A run without JavaScript around it.

use scenario::{Opening, OpeningRefusal, State, trace_hash_text};
use sim::{Position, RunError, Timeline};
use sqs::MICROS_PER_MS;

/// One run of one scenario.
#[derive(Debug)]
pub struct Run {
    opening: Opening,
    timeline: Timeline,
}

impl Run {
    /// Opens what a slug, a JSON text or a readable link names.
    pub fn open(text: &str) -> Result<Self, OpeningRefusal> {
        let opening = Opening::read(text)?;
        let timeline = opening.timeline()?;
        Ok(Self { opening, timeline })
    }

    /// The seed.
    pub fn seed(&self) -> u32 {
        self.timeline.seed()
    }

    /// The length of the run in milliseconds, floored.
    pub fn duration_ms(&self) -> u64 {
        self.timeline.duration_us() / MICROS_PER_MS
    }

    /// Events that are known so far.
    pub fn events(&self) -> u64 {
        self.timeline.stats().events
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
        self.opening.state(&mut self.timeline)
    }
}
