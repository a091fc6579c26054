//! The program jq, which a shell script of the tests uses as courses do.

use std::process::Command;

use crate::process;

/// Installs jq if it is missing; without it the script's test says so and is skipped.
pub fn jq() {
    let is_there = || process::succeeds(Command::new("jq").arg("--version"));
    if is_there() || (super::apt_install(&["jq"]) && is_there()) {
        return;
    }
    println!("jq is missing, so the shell workflow is skipped: on Debian, `apt-get install jq`");
}
