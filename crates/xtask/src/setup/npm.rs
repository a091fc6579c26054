//! The npm packages of `package-lock.json`.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{process, site::hash_of, step::step, workspace::Workspace};

/// The oldest Node that the packages run on.
const NODE_MAJOR_MIN: u32 = 20;

/// Installs the workspace's npm packages, unless those of this very lock file are there.
pub fn packages(workspace: &Workspace) -> Result<()> {
    packages_of(&workspace.root)
}

/// Installs the npm packages of a folder, unless those of its very lock file are there.
pub fn packages_of(folder: &Path) -> Result<()> {
    require_node()?;
    let lock = fs::read(folder.join("package-lock.json")).context("package-lock.json")?;
    let stamp = folder.join("node_modules/.sqscope-lock");
    let wanted = hash_of(&lock);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step("install the npm packages", || {
        process::run(Command::new("npm").arg("ci").current_dir(folder))?;
        fs::write(&stamp, &wanted).context("node_modules/.sqscope-lock")
    })
}

fn require_node() -> Result<()> {
    let advice = format!(
        "Node {NODE_MAJOR_MIN} or newer with npm is needed: see https://nodejs.org, or on Debian and Ubuntu \
         `apt-get install nodejs npm`"
    );
    let version = process::capture(Command::new("node").arg("--version")).context(advice.clone())?;
    let major =
        version.trim().trim_start_matches('v').split('.').next().and_then(|word| word.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MAJOR_MIN) {
        bail!("this is Node {}; {advice}", version.trim());
    }
    process::capture(Command::new("npm").arg("--version")).context(advice)?;
    Ok(())
}
