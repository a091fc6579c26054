//! The events of a run, a JSON line each.

use std::io::{self, Write};

use scenario::text;
use serde_json::{Map, Value};
use sim::Timeline;
use sqs::MICROS_PER_MS;

use crate::output;

/// Events that are told at a time, about: what one call did is one line, so no instant is cut.
const EVENTS_AT_A_TIME: u64 = 10_000;

/// A line of the output.
#[derive(serde::Serialize)]
struct Line<'a> {
    t_ms: u64,
    /// As expressions name it.
    kind: &'static str,
    text: &'a str,
    /// What it is about, as expressions name it.
    #[serde(flatten)]
    facts: Map<String, Value>,
}

/// Prints what happened up to the clock.
///
/// # Errors
/// Trouble with writing.
pub fn print(timeline: &Timeline) -> Result<(), String> {
    let until = timeline.event_index();
    output::print(|out| {
        let mut from = 0;
        while from < until {
            let to = instant_end(timeline, (from + EVENTS_AT_A_TIME).min(until), until);
            for line in text::event_lines(&timeline.events(from, to), timeline) {
                let (kind, facts) = scenario::facts(&line, timeline);
                let line = Line { t_ms: line.at_us / MICROS_PER_MS, kind, text: &line.text, facts };
                serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
                writeln!(out)?;
            }
            from = to;
        }
        Ok(())
    })
}

/// The first place at or after this one where the instant changes.
fn instant_end(timeline: &Timeline, mut at: u64, until: u64) -> u64 {
    let instant = |index: u64| timeline.position_of(index).map(|position| position.at_us);
    while at < until && at > 0 && instant(at) == instant(at - 1) {
        at += 1;
    }
    at
}
