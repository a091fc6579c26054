//! `cargo xtask bench`: speed, measured by the package `benches`.

use anyhow::Result;

use crate::{npm, process, setup, site, workspace::Workspace};

/// Builds what is measured, the page and the npm package too, and runs the measuring program with these arguments.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    site::build(workspace)?;
    let package = npm::build(workspace)?;
    setup::packages_of(&workspace.root.join("benches/peers/npm"))?;
    let peers = workspace.root.join("benches/peers/python/requirements.txt");
    let python = setup::python_packages(&peers, &workspace.target.join("bench/python"))?;
    process::run(process::cargo(&workspace.root).args(["build", "--release", "--package", "cli"]))?;
    let mut cargo = process::cargo(&workspace.root);
    cargo
        .args(["run", "--release", "--package", "benches", "--"])
        .args(arguments)
        .env("SQSCOPE_NPM", package)
        .env("SQSCOPE_PYTHON", python.join("python"))
        .env("SQSCOPE_PROGRAM", workspace.target.join("release/sqscope"));
    process::run(&mut cargo)
}
