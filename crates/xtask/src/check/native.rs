//! The native tests of every crate.

use anyhow::Result;

use crate::{process, tally::Tally, workspace::Workspace};

/// `cargo test` over the workspace, documentation's examples included.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let mut cargo = process::cargo(&workspace.root);
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    Ok(Tally::of_cargo(&process::listen(&mut cargo)?))
}
