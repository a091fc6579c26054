//! `sqscope run`: one run, told as tables, a state, metrics or events.

mod around;
mod events;
mod metrics;
mod report;

use std::io::Write;

use indicatif::HumanCount;
use sim::{Position, Timeline};
use sqs::MICROS_PER_MS;

use crate::arguments::{RunFormat, RunOptions};
use crate::{output, progress, subject};

/// Events that are simulated between two looks at the progress.
const EVENTS_AT_A_TIME: u64 = 20_000;

/// Runs a scenario to its end and prints what was asked for.
///
/// # Errors
/// Why there is no run, or why it ended early.
pub fn run(options: &RunOptions) -> Result<(), String> {
    let mut opening = subject::open(&options.subject)?;
    opening.seed = options.seed.unwrap_or(opening.seed);
    let mut timeline = opening.timeline().map_err(|refusal| refusal.to_string())?;
    run_to_the_end(&mut timeline);
    let until_us = options.until.unwrap_or(timeline.duration_us());
    if until_us > timeline.duration_us() {
        output::tell("the run is over before that; told is its end");
    }
    timeline.seek(Position { at_us: until_us, step: Position::ALL });
    match options.format {
        RunFormat::Table => report::print(&opening, &mut timeline)?,
        RunFormat::Json => {
            let told = around::Told::of(&opening, &mut timeline);
            let text = serde_json::to_string_pretty(&told).map_err(|error| error.to_string())?;
            output::print(|out| writeln!(out, "{text}"))?;
        }
        RunFormat::Csv => metrics::print(&timeline)?,
        RunFormat::Events => events::print(&timeline)?,
    }
    match timeline.error() {
        Some(error) => Err(scenario::text::run_error(error)),
        None => Ok(()),
    }
}

fn run_to_the_end(timeline: &mut Timeline) {
    let bar = progress::bar(timeline.duration_us() / MICROS_PER_MS, "ms");
    while !timeline.run_ahead(EVENTS_AT_A_TIME) {
        if progress::is_long(&bar) {
            bar.set_position(timeline.known_until_us() / MICROS_PER_MS);
            bar.set_message(format!("{} events", HumanCount(timeline.stats().events)));
        }
    }
    bar.finish_and_clear();
}
