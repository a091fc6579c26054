//! `cargo xtask bench`: speed, measured by the package `benches`.

use anyhow::Result;

use crate::{process, workspace::Workspace};

/// Builds and runs the measuring program with these arguments.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let mut cargo = process::cargo(&workspace.root);
    cargo.args(["run", "--release", "--package", "benches", "--"]).args(arguments);
    process::run(&mut cargo)
}
