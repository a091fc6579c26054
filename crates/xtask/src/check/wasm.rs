//! The npm package's own tests, in Node.

use anyhow::{Result, bail};

use crate::{npm, process, site::all_files, tally::Tally, workspace::Workspace};

/// Builds the npm package and runs `tests/npm/` with it.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let folder = workspace.root.join("tests/npm");
    let is_test = |file: &std::path::PathBuf| file.to_string_lossy().ends_with(".test.mjs");
    let files: Vec<_> = all_files(&folder)?.into_iter().filter(is_test).collect();
    if files.is_empty() {
        bail!("tests/npm/ has no tests");
    }
    let main = npm::build(workspace)?;
    Ok(Tally::of_node(&process::listen(&mut npm::node_test(workspace, &main, &files))?))
}
