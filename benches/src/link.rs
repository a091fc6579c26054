//! Links that were made to take long.

use std::fs;

use anyhow::{Context, Result};
use scenario::library;
use scenario::link::decode;

use crate::measure::{Spread, seconds};
use crate::report::Row;

/// Payloads at every limit of size, a line each behind its name; a test of `crates/scenario` makes them.
const COSTLY: &str = "tests/links/costly.txt";
/// Milliseconds for any of them.
const REACH_MS: f64 = 10.0;

/// The row of the payload that takes longest.
pub fn rows(quick: bool) -> Result<Vec<Row>> {
    let runs = if quick { 3 } else { 51 };
    let text = fs::read_to_string(COSTLY).with_context(|| format!("cannot read {COSTLY}"))?;
    let timed = text.lines().filter_map(|line| line.split_once(": ")).map(|(name, payload)| {
        let ms = (0..runs).map(|_| seconds(|| open(payload)) * 1_000.0);
        (name, Spread::of(ms.collect()))
    });
    let slowest = timed.max_by(|a, b| a.1.median.total_cmp(&b.1.median));
    let (name, ms) = slowest.with_context(|| format!("{COSTLY} is empty"))?;
    Ok(vec![Row::new(
        "link: the payload that takes longest to open",
        "—",
        format!("{ms} ms ({name})"),
        "at most 10 ms",
        ms.median <= REACH_MS,
    )])
}

/// All that a page does before it runs the scenario.
fn open(payload: &str) -> bool {
    decode(payload).is_ok_and(|packet| {
        let base = packet.slug().and_then(library::json);
        packet.open(base).is_ok()
    })
}
