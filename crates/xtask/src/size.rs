//! What the page weighs.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::{
    site::{self, all_files, gzip},
    workspace::Workspace,
};

/// The most that wasm, scripts and styles may weigh together, gzipped. It is a ratchet: the page weighs more than it
/// should, and until it has come down to the aim it must not grow. Lower it with every saving. It was raised twice: when
/// the engine learned all of SQS's actions, and when the world got Lambda, topics, scaling, expressions, a console and
/// templates: the page carries all of them at once.
const LIMIT_BYTES: usize = 1_300 * 1024;

/// What they should weigh at most.
const AIM_BYTES: usize = 350 * 1024;

/// The kinds that count against the budget.
const KINDS: [&str; 3] = ["wasm", "js", "css"];

/// The gzipped bytes of each of [`KINDS`].
struct Weight([usize; 3]);

impl Weight {
    fn of(workspace: &Workspace) -> Result<Self> {
        let assets = workspace.dist().join("assets");
        let mut weight = [0; 3];
        for file in all_files(&assets)? {
            let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if let Some(kind) = KINDS.iter().position(|kind| *kind == extension) {
                let content = fs::read(&file).with_context(|| file.display().to_string())?;
                weight[kind] += gzip(&content)?.len();
            }
        }
        Ok(Self(weight))
    }

    fn total(&self) -> usize {
        self.0.iter().sum()
    }
}

/// Prints the weight of `dist/`, which is built first if it is missing; more than the limit is an error.
pub fn run(workspace: &Workspace) -> Result<()> {
    if !workspace.dist().join("index.html").is_file() {
        site::build(workspace)?;
    }
    let weight = Weight::of(workspace)?;
    for (kind, bytes) in KINDS.iter().zip(weight.0) {
        println!("{kind:<6}{:>8}", kilobytes(bytes));
    }
    println!("{:<6}{:>8}", "total", kilobytes(weight.total()));
    println!("{:<6}{:>8}", "aim", kilobytes(AIM_BYTES));
    println!("{:<6}{:>8}", "limit", kilobytes(LIMIT_BYTES));
    if weight.total() > LIMIT_BYTES {
        bail!("the page is {} over its limit", kilobytes(weight.total() - LIMIT_BYTES));
    }
    Ok(())
}

/// Whether `dist/` weighs no more than it may; says so if not.
pub fn is_within_limit(workspace: &Workspace) -> Result<bool> {
    let total = Weight::of(workspace)?.total();
    if total > LIMIT_BYTES {
        println!(
            "the page is {} over its limit of {}",
            kilobytes(total - LIMIT_BYTES),
            kilobytes(LIMIT_BYTES)
        );
    }
    Ok(total <= LIMIT_BYTES)
}

/// Prints one line about the weight of `dist/`.
pub fn print_line(workspace: &Workspace) -> Result<()> {
    let weight = Weight::of(workspace)?;
    let parts: Vec<String> =
        KINDS.iter().zip(weight.0).map(|(kind, bytes)| format!("{kind} {}", kilobytes(bytes))).collect();
    println!(
        "page: {} gzipped ({}), aim {}, limit {}",
        kilobytes(weight.total()),
        parts.join(", "),
        kilobytes(AIM_BYTES),
        kilobytes(LIMIT_BYTES)
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
