//! A virtual day of a busy queue against SimPy: 24 hours, each a run of its own, since a run has at most two million
//! events.

use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use scenario::Scenario;
use sim::{NoSink, World};

use crate::measure::{Spread, seconds};
use crate::report::Row;
use crate::workload::busy_hour_json;

/// Seconds; Erlang C for arrivals of 50 a second and 20 pollers of mean 320 ms.
const ERLANG_C_WAIT_S: f64 = 0.0205;
/// How much faster we promise to be.
const REACH: f64 = 40.0;

/// The row of the day.
pub fn rows(quick: bool) -> Result<Vec<Row>> {
    let hours = if quick { 1 } else { 24 };
    let python = std::env::var("SQSCOPE_PYTHON");
    let python = python.context("SQSCOPE_PYTHON is not set: run `cargo xtask bench`")?;
    let (mut ours_s, mut theirs_s, mut ratios) = (0.0, 0.0, Vec::new());
    for seed in 0..hours {
        let our_s = our_hour(seed)?;
        let their_s = simpys_hour(&python, seed)?;
        ratios.push(their_s / our_s);
        ours_s += our_s;
        theirs_s += their_s;
    }
    let day = theirs_s / ours_s;
    Ok(vec![Row::new(
        "a virtual day at 50 messages a second with 20 pollers",
        "SimPy on the same model",
        format!("{day:.1} times faster; hours: {}", Spread::of(ratios)),
        "at least 40, aim 50 times",
        day >= REACH,
    )])
}

fn our_hour(seed: u32) -> Result<f64> {
    let scenario = Scenario::read(&busy_hour_json(), &[]).map_err(|problems| anyhow!("{problems:?}"))?;
    let mut world = World::new(scenario.model.clone(), seed).map_err(|error| anyhow!("{error:?}"))?;
    let taken_s = seconds(|| world.run_until(scenario.model.duration_us, &mut NoSink));
    match world.error() {
        Some(error) => bail!("the hour ended early: {error:?}"),
        None => Ok(taken_s),
    }
}

fn simpys_hour(python: &str, seed: u32) -> Result<f64> {
    let output = Command::new(python)
        .args(["benches/peers/python/busy_hour.py", &seed.to_string()])
        .output()
        .with_context(|| format!("{python} does not start"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [taken_s, _, mean_wait_s] = numbers[..] else {
        bail!("busy_hour.py printed {text:?}: {}", String::from_utf8_lossy(&output.stderr))
    };
    if (mean_wait_s / ERLANG_C_WAIT_S - 1.0).abs() > 0.3 {
        bail!("mean wait {mean_wait_s:.4} s: this is not the same model");
    }
    Ok(taken_s)
}
