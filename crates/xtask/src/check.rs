//! `cargo xtask test`: every check and every test, each part counted.

mod browser;
mod conformance;
mod lints;
mod native;
mod tidy;
mod walls;
mod wasm;

use std::{panic::catch_unwind, process::ExitCode};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::{fuzz, golden, step, tally::Tally, workspace::Workspace};

/// A part of the test command, in the order in which they run: quick ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// rustfmt finds nothing to change.
    Fmt,
    /// The repository's own rules.
    Tidy,
    /// The walls between crates.
    Walls,
    /// Clippy, natively and for wasm32.
    Clippy,
    /// The documentation builds without a warning.
    Doc,
    /// Every native test.
    Native,
    /// Every corpus, and mutations of it for some seconds.
    Fuzz,
    /// The npm package's tests in Node.
    Wasm,
    /// Every built-in run is as recorded, natively and as WebAssembly.
    Parity,
    /// AWS's own clients against the server, and the SDK against WebAssembly.
    Conformance,
    /// The built site in Chromium.
    Browser,
}

impl Part {
    fn run(self, workspace: &Workspace) -> Result<Tally> {
        match self {
            Self::Fmt => lints::fmt(workspace),
            Self::Tidy => tidy::run(workspace),
            Self::Walls => walls::run(workspace),
            Self::Clippy => lints::clippy(workspace),
            Self::Doc => lints::doc(workspace),
            Self::Native => native::run(workspace),
            Self::Fuzz => fuzz::test(workspace),
            Self::Wasm => wasm::run(workspace),
            Self::Parity => Ok(golden::compare(&golden::folder(workspace))? + golden::parity(workspace)?),
            Self::Conformance => conformance::run(workspace),
            Self::Browser => browser::run(workspace),
        }
    }
}

/// Runs every part, or one; a part that fails does not stop the others. The last line counts all of them.
pub fn run(workspace: &Workspace, only: Option<Part>) -> Result<ExitCode> {
    let parts: Vec<Part> =
        Part::value_variants().iter().copied().filter(|part| only.is_none_or(|it| it == *part)).collect();
    let mut total = Tally::default();
    for part in parts {
        let name = part.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        println!("\n=== {name}");
        let (result, duration) = step::timed(|| guarded(part, workspace));
        let tally = result.unwrap_or_else(|error| {
            println!("error: {error:#}");
            Tally { passed: 0, failed: 1 }
        });
        println!("=== {name}: {tally} in {}", step::seconds(duration));
        total += tally;
    }
    println!("\n{total}");
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A part that panics has failed like any other; those after it still run.
fn guarded(part: Part, workspace: &Workspace) -> Result<Tally> {
    catch_unwind(|| part.run(workspace)).unwrap_or_else(|_| bail!("the part panicked"))
}
