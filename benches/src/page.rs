//! What a visitor downloads.

use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::report::Row;

/// Kilobytes, gzipped.
const KB_REACH: f64 = 350.0;
/// Kilobytes of a Yew 0.23 application that shows nothing.
const EMPTY_YEW_KB: f64 = 56.0;

/// The row of the page's size: every wasm, js and css in `dist/assets`.
pub fn rows() -> Result<Vec<Row>> {
    let mut parts = [("wasm", 0.0), ("js", 0.0), ("css", 0.0)];
    for entry in fs::read_dir("dist/assets").context("no dist/: run `cargo xtask build` first")? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if let Some((_, kilobytes)) = parts.iter_mut().find(|(kind, _)| *kind == ending) {
            *kilobytes += gzipped_kb(&fs::read(&path)?)?;
        }
    }
    let total: f64 = parts.iter().map(|(_, kilobytes)| kilobytes).sum();
    if total == 0.0 {
        bail!("dist/assets holds neither wasm nor js nor css");
    }
    let detail: Vec<String> =
        parts.iter().map(|(kind, kilobytes)| format!("{kind} {kilobytes:.0}")).collect();
    Ok(vec![Row::new(
        "page: wasm + js + css, gzipped",
        "an empty Yew application, 56 KB",
        format!("{total:.0} KB ({}), {:.1} times", detail.join(", "), total / EMPTY_YEW_KB),
        "at most 350 KB",
        total <= KB_REACH,
    )])
}

fn gzipped_kb(bytes: &[u8]) -> Result<f64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len() as f64 / 1_000.0)
}
