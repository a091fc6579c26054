//! What the page weighs.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::{
    site::{self, FOLDER, PARTS, all_files, gzip},
    workspace::Workspace,
};

/// The most that wasm, scripts and styles may weigh together, gzipped, before the page runs. It is a ratchet: the page
/// weighs more than it should, and until it has come down to the aim it must not grow. Lower it with every saving.
const LIMIT_BYTES: usize = 1_060 * 1024;

/// What they should weigh at most.
const AIM_BYTES: usize = 350 * 1024;

/// The most that the parts may weigh together, gzipped, that come when they are wanted first. A ratchet as well.
const PARTS_LIMIT_BYTES: usize = 280 * 1024;

/// The kinds that count against the budget.
const KINDS: [&str; 3] = ["wasm", "js", "css"];

/// Gzipped bytes.
struct Weight {
    /// Of each of [`KINDS`], of what comes at once.
    kinds: [usize; 3],
    /// Of what comes when it is wanted first.
    parts: usize,
}

impl Weight {
    fn of(workspace: &Workspace) -> Result<Self> {
        let assets = workspace.dist().join(FOLDER);
        let parts = assets.join(PARTS);
        let mut weight = Self { kinds: [0; 3], parts: 0 };
        for file in all_files(&assets)? {
            let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if let Some(kind) = KINDS.iter().position(|kind| *kind == extension) {
                let content = fs::read(&file).with_context(|| file.display().to_string())?;
                let of_file = gzip(&content)?.len();
                if file.starts_with(&parts) {
                    weight.parts += of_file;
                } else {
                    weight.kinds[kind] += of_file;
                }
            }
        }
        Ok(weight)
    }

    fn total(&self) -> usize {
        self.kinds.iter().sum()
    }

    /// Every limit that is passed, and by how much.
    fn complaints(&self) -> Vec<String> {
        let limits = [("the page", self.total(), LIMIT_BYTES), ("its parts", self.parts, PARTS_LIMIT_BYTES)];
        let passed = limits.iter().filter(|(_, weight, limit)| weight > limit);
        passed
            .map(|(what, weight, limit)| {
                format!("{what}: {} over the limit of {}", kilobytes(weight - limit), kilobytes(*limit))
            })
            .collect()
    }
}

/// Prints the weight of `dist/`, which is built first if it is missing; more than the limit is an error.
pub fn run(workspace: &Workspace) -> Result<()> {
    if !workspace.dist().join("index.html").is_file() {
        site::build(workspace)?;
    }
    let weight = Weight::of(workspace)?;
    let rows = KINDS.iter().copied().zip(weight.kinds).chain([
        ("total", weight.total()),
        ("aim", AIM_BYTES),
        ("limit", LIMIT_BYTES),
        ("parts", weight.parts),
        ("limit", PARTS_LIMIT_BYTES),
    ]);
    for (name, bytes) in rows {
        println!("{name:<6}{:>10}", kilobytes(bytes));
    }
    let complaints = weight.complaints();
    if !complaints.is_empty() {
        bail!("{}", complaints.join("; "));
    }
    Ok(())
}

/// Whether `dist/` weighs no more than it may; says so if not.
pub fn is_within_limit(workspace: &Workspace) -> Result<bool> {
    let complaints = Weight::of(workspace)?.complaints();
    for complaint in &complaints {
        println!("{complaint}");
    }
    Ok(complaints.is_empty())
}

/// Prints one line about the weight of `dist/`.
pub fn print_line(workspace: &Workspace) -> Result<()> {
    let weight = Weight::of(workspace)?;
    let kinds: Vec<String> =
        KINDS.iter().zip(weight.kinds).map(|(kind, bytes)| format!("{kind} {}", kilobytes(bytes))).collect();
    println!(
        "page: {} gzipped ({}), aim {}, limit {}; parts that come later: {}",
        kilobytes(weight.total()),
        kinds.join(", "),
        kilobytes(AIM_BYTES),
        kilobytes(LIMIT_BYTES),
        kilobytes(weight.parts)
    );
    Ok(())
}

/// Kilobytes of 1024 bytes with one decimal.
fn kilobytes(bytes: usize) -> String {
    format!("{}.{} KB", bytes / 1024, bytes % 1024 * 10 / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilobytes_have_one_decimal() {
        assert_eq!(kilobytes(0), "0.0 KB");
        assert_eq!(kilobytes(1536), "1.5 KB");
        assert_eq!(kilobytes(350 * 1024), "350.0 KB");
    }
}
