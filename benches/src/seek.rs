//! Seeks in a run of a million events against replaying it.

use anyhow::{Result, anyhow};
use sim::{Position, Timeline};

use crate::measure::{Spread, seconds};
use crate::report::Row;
use crate::workload::shared_mm4;

/// Events of the run, and how many seeks are timed.
const EVENTS: u64 = 1_000_000;
/// Mebibytes that the timeline may hold.
const MEBIBYTES_REACH: f64 = 64.0;
/// Milliseconds that the slowest seek may take.
const SEEK_MS_REACH: f64 = 100.0;

/// The rows of seeking.
pub fn rows(quick: bool) -> Result<Vec<Row>> {
    let (events, seeks) = if quick { (EVENTS / 10, 50) } else { (EVENTS, 1_000) };
    let mut timeline = sized_run(events)?;
    let replay_s = seconds(|| {
        let mut again = Timeline::new(timeline.model().clone(), 1).ok();
        again.as_mut().map(Timeline::trace_hash)
    });
    let known = timeline.stats().events;
    let (mut times, mut most_replayed) = (Vec::new(), 0);
    for seek in 0..seeks {
        // A stride that is coprime to the duration visits the run evenly and out of order.
        let at_us = (seek * 7_919_000_003) % timeline.duration_us();
        let before = timeline.stats().replayed_events;
        times.push(seconds(|| timeline.seek(Position { at_us, step: Position::ALL })));
        most_replayed = most_replayed.max(timeline.stats().replayed_events - before);
    }
    let slowest_ms = Spread::of(times.clone()).max * 1e3;
    let ratio = Spread::of(times.iter().map(|time| replay_s / time).collect());
    let share = known as f64 / most_replayed.max(1) as f64;
    let mebibytes = timeline.stats().bytes as f64 / f64::from(1 << 20);
    Ok(vec![
        Row::new(
            &format!("seek in a run of {known} events: time"),
            "replaying the whole run",
            format!("1/{:.0} (1/{:.0} at worst)", ratio.median, ratio.min),
            "at most 1/100",
            ratio.median >= 100.0,
        ),
        Row::new(
            "seek: events replayed at worst",
            "events of the run",
            format!("{most_replayed}, 1/{share:.0}"),
            "at most 1/100",
            share >= 100.0,
        ),
        Row::new(
            "seek: the slowest",
            "—",
            format!("{slowest_ms:.1} ms"),
            "under 100 ms",
            slowest_ms < SEEK_MS_REACH,
        ),
        Row::new(
            "timeline: memory",
            "—",
            format!("{mebibytes:.1} MiB"),
            "at most 64 MiB",
            mebibytes <= MEBIBYTES_REACH,
        ),
    ])
}

/// A run of about so many events: a small one tells how many events a message makes.
fn sized_run(events: u64) -> Result<Timeline> {
    const PROBE: u32 = 10_000;
    let probe = known_run(PROBE)?.stats().events;
    let messages = events * u64::from(PROBE) / probe.max(1);
    known_run(u32::try_from(messages)?)
}

fn known_run(messages: u32) -> Result<Timeline> {
    let mut timeline = Timeline::new(shared_mm4(messages), 1).map_err(|error| anyhow!("{error:?}"))?;
    while !timeline.run_ahead(100_000) {}
    Ok(timeline)
}
