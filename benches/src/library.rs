//! Every built-in scenario from start to end, as wasm in Node.

use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::report::{Row, Table};

/// Milliseconds for any of them.
const REACH_MS: f64 = 200.0;

/// What benches/library.mjs prints of a scenario.
#[derive(Deserialize)]
struct Run {
    slug: String,
    events: u64,
    ms: f64,
}

/// The row of the slowest, and the table of all.
pub fn rows() -> Result<(Vec<Row>, Table)> {
    let package = std::env::var("SQSCOPE_NPM").context("SQSCOPE_NPM is not set: run `cargo xtask bench`")?;
    let slugs: Vec<&str> = scenario::library::all().map(|entry| entry.slug).collect();
    let node = Command::new("node").args(["benches/library.mjs", &package]).args(&slugs).output();
    let node = node.context("node does not start")?;
    let text = String::from_utf8_lossy(&node.stdout);
    let runs: Vec<Run> = serde_json::from_str(&text).with_context(|| {
        format!("benches/library.mjs printed {text:?}: {}", String::from_utf8_lossy(&node.stderr))
    })?;
    let slowest = runs.iter().max_by(|a, b| a.ms.total_cmp(&b.ms)).context("the library is empty")?;
    let row = Row::new(
        "built-in scenarios from start to end, wasm in Node",
        "—",
        format!("the slowest of {}, {}: {:.0} ms", runs.len(), slowest.slug, slowest.ms),
        "at most 200 ms each",
        slowest.ms <= REACH_MS,
    );
    let table = Table {
        title: "Built-in scenarios from start to end, as wasm in Node",
        head: ["scenario", "events", "ms"],
        rows: runs
            .into_iter()
            .map(|run| [run.slug, run.events.to_string(), format!("{:.1}", run.ms)])
            .collect(),
    };
    Ok((vec![row], table))
}
