//! Frames of the stage with about 300 moving messages, in software rendering.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::report::Row;

/// Milliseconds between frames at 60 a second, none missed.
const FRAME_MS_REACH: f64 = 17.5;
/// Milliseconds of script in a frame.
const SCRIPT_MS_REACH: f64 = 2.0;

/// The rows of the stage: `benches/stage.mjs` plays a scenario in Chromium and measures.
pub fn rows(quick: bool) -> Result<Vec<Row>> {
    let seconds = if quick { "2" } else { "8" };
    let node =
        Command::new("node").args(["benches/stage.mjs", seconds]).output().context("node does not start")?;
    let text = String::from_utf8_lossy(&node.stdout);
    let figures: Value = serde_json::from_str(text.trim()).with_context(|| {
        format!("benches/stage.mjs printed {text:?}: {}", String::from_utf8_lossy(&node.stderr))
    })?;
    let figure = |name: &str| figures[name].as_f64().unwrap_or(f64::NAN);
    let (frame_ms, script_ms) = (figure("frame_p95_ms"), figure("script_p95_ms"));
    Ok(vec![
        Row::new(
            &format!("stage with {:.0} messages: p95 frame", figure("tokens")),
            "the display's 60 frames a second",
            format!("{frame_ms:.1} ms (median {:.1})", figure("frame_median_ms")),
            "at most 17.5 ms",
            frame_ms <= FRAME_MS_REACH,
        ),
        Row::new(
            "stage: p95 script a frame",
            "—",
            format!("{script_ms:.2} ms (median {:.2})", figure("script_median_ms")),
            "at most 2 ms",
            script_ms <= SCRIPT_MS_REACH,
        ),
    ])
}
