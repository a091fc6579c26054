//! `sqscope sweep` on one thread and on two.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::measure::{Spread, seconds};
use crate::report::Row;

/// How much faster two threads are to be.
const REACH: f64 = 1.8;

/// The row of the sweep.
pub fn rows(quick: bool) -> Result<Vec<Row>> {
    let program = std::env::var("SQSCOPE_PROGRAM");
    let program = program.context("SQSCOPE_PROGRAM is not set: run `cargo xtask bench`")?;
    let (runs, seeds) = if quick { (1, 50) } else { (5, 1_000) };
    let mut ratios = Vec::new();
    for _ in 0..runs {
        let one_s = sweep_s(&program, seeds, 1)?;
        ratios.push(one_s / sweep_s(&program, seeds, 2)?);
    }
    let gain = Spread::of(ratios);
    Ok(vec![Row::new(
        &format!("sweep over {seeds} seeds on two threads"),
        "on one thread",
        format!("{gain} times as fast"),
        "at least 1.8 times",
        gain.median >= REACH,
    )])
}

fn sweep_s(program: &str, seeds: u32, threads: u32) -> Result<f64> {
    let mut command = Command::new(program);
    // One of middle length: its runs are worth a thread, and a thousand of them do not take minutes.
    let slug = scenario::library::all().nth(2).map_or("", |entry| entry.slug);
    command.args(["sweep", slug, "--format", "csv"]);
    command.args(["--seeds", &format!("1..{seeds}"), "--threads", &threads.to_string()]);
    let mut status = None;
    let taken_s = seconds(|| status = command.stdout(Stdio::null()).status().ok());
    match status {
        Some(status) if status.success() => Ok(taken_s),
        _ => bail!("{program} sweep failed"),
    }
}
