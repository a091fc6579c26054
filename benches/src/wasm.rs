//! The same run as wasm in Node and natively.

use std::process::Command;

use anyhow::{Context, Result, anyhow};
use scenario::Scenario;
use sim::Timeline;

use crate::measure::{Spread, seconds};
use crate::report::Row;
use crate::workload::busy_queue_json;

/// wasm's share of the native speed.
const REACH: f64 = 0.6;

/// The row of wasm.
pub fn rows(quick: bool) -> Result<Vec<Row>> {
    let (runs, messages) = if quick { (3, 5_000) } else { (9, 60_000) };
    let json = busy_queue_json(messages);
    let package = std::env::var("SQSCOPE_NPM").context("SQSCOPE_NPM is not set: run `cargo xtask bench`")?;
    let file = std::env::temp_dir().join("sqscope-busy-queue.json");
    std::fs::write(&file, &json)?;
    let mut ratios = Vec::new();
    for _ in 0..runs {
        let native_s = native(&json)?;
        let node = Command::new("node")
            .args(["benches/wasm.mjs", &package])
            .arg(&file)
            .output()
            .context("node does not start")?;
        let text = String::from_utf8_lossy(&node.stdout);
        let wasm_s: f64 = text.trim().parse().with_context(|| {
            format!("benches/wasm.mjs printed {text:?}: {}", String::from_utf8_lossy(&node.stderr))
        })?;
        ratios.push(native_s / wasm_s);
    }
    let share = Spread::of(ratios);
    Ok(vec![Row::new(
        "a whole run as wasm in Node",
        "the same natively",
        format!("{share} of its speed"),
        "at least 0.6",
        share.median >= REACH,
    )])
}

/// Seconds from a fresh timeline to its trace hash, the better of two so that caches are warm as in Node.
fn native(json: &str) -> Result<f64> {
    let scenario = Scenario::read(json, &[]).map_err(|problems| anyhow!("{problems:?}"))?;
    let once = || {
        seconds(|| Timeline::new(scenario.model.clone(), scenario.seed).ok().map(|mut run| run.trace_hash()))
    };
    Ok(once().min(once()))
}
