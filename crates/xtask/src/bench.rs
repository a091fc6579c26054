//! `cargo xtask bench`: speed, measured by the package `benches`.

use anyhow::Result;

use crate::{npm, process, site, workspace::Workspace};

/// Builds what is measured, the page and the npm package too, and runs the measuring program with these arguments.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    site::build(workspace)?;
    let package = npm::build(workspace)?;
    let mut cargo = process::cargo(&workspace.root);
    cargo
        .args(["run", "--release", "--package", "benches", "--"])
        .args(arguments)
        .env("SQSCOPE_NPM", package);
    process::run(&mut cargo)
}
