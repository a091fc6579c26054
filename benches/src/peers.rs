//! The peers' programs: built once, run in turn with ours.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// A program of `benches/peers`.
pub struct Peer {
    name: &'static str,
    path: PathBuf,
}

/// What one run of a peer tells.
pub struct PeerRun {
    /// Events a second.
    pub rate: f64,
    /// Mean wait in seconds.
    pub mean_wait_s: f64,
}

/// Builds the peers; their workspace is their own.
pub fn build(names: &[&'static str]) -> Result<Vec<Peer>> {
    let folder = std::env::current_dir()?.join("benches/peers");
    let target = folder.join("target");
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &target)
        .status()
        .context("cargo does not start")?;
    if !built.success() {
        bail!("`cargo build --release` in {} failed", folder.display());
    }
    Ok(names.iter().map(|name| Peer { name, path: target.join("release").join(name) }).collect())
}

impl Peer {
    /// One run with so many messages.
    pub fn run(&self, messages: u32) -> Result<PeerRun> {
        let output = Command::new(&self.path)
            .env("RUNS", "1")
            .env("MESSAGES", messages.to_string())
            .output()
            .with_context(|| format!("{} does not start", self.path.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut numbers = text.split_whitespace().map(str::parse::<f64>);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(rate)), Some(Ok(mean_wait_s))) => Ok(PeerRun { rate, mean_wait_s }),
            _ => bail!("{} printed no figures: {text}", self.name),
        }
    }
}
