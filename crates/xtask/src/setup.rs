//! What a task lacks, installed; or what to install, said.

mod browser;
mod jq;
mod npm;
mod python;
mod wasm_target;

use std::process::Command;

pub use self::{
    browser::chromium,
    jq::jq,
    npm::{packages, packages_of},
    python::packages as python_packages,
    wasm_target::WasmCargo,
};
use crate::process;

/// Whether this is root, or can become it without a password.
fn as_root() -> Option<Vec<&'static str>> {
    let is_root = process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some(Vec::new());
    }
    process::succeeds(Command::new("sudo").args(["-n", "true"])).then(|| vec!["sudo", "-n"])
}

/// Installs Debian packages; false if this machine has no apt, or we may not use it, or it fails.
fn apt_install(packages: &[&str]) -> bool {
    let Some(mut words) = as_root() else { return false };
    if !process::succeeds(Command::new("apt-get").arg("--version")) {
        return false;
    }
    words.push("apt-get");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        println!("  {}", process::line_of(&command));
        process::run(&mut command)
    };
    // The list of packages may be missing or old; a mirror that fails to refresh it may still serve.
    if let Err(error) = apt(&["-q", "update"]) {
        println!("  {error:#}");
    }
    let mut install = vec!["-q", "install", "--yes", "--no-install-recommends"];
    install.extend(packages);
    apt(&install).inspect_err(|error| println!("  {error:#}")).is_ok()
}
