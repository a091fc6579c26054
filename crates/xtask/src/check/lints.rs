//! rustfmt, Clippy and rustdoc.

use std::process::Command;

use anyhow::Result;

use crate::{process, setup::WasmCargo, tally::Tally, workspace::Workspace};

/// The crates that run in a browser; Clippy looks at them a second time, with the stricter rules for wasm32.
const BROWSER_CRATES: [&str; 6] = ["sqs", "sim", "scenario", "api", "js", "www"];

/// Nothing to format.
pub fn fmt(workspace: &Workspace) -> Result<Tally> {
    let mut cargo = process::cargo(&workspace.root);
    one(cargo.args(["fmt", "--all", "--check"]))
}

/// Clippy finds nothing, natively and for wasm32.
pub fn clippy(workspace: &Workspace) -> Result<Tally> {
    let mut native = process::cargo(&workspace.root);
    native.args(["clippy", "--workspace", "--all-targets", "--keep-going", "--", "-D", "warnings"]);
    Ok(one(&mut native)? + clippy_wasm(workspace)?)
}

fn clippy_wasm(workspace: &Workspace) -> Result<Tally> {
    let mut cargo = match WasmCargo::find(workspace)? {
        wasm @ WasmCargo::Installed => wasm.command(&workspace.root, "clippy"),
        // Debian's compiler has no Clippy; the rules for wasm32 hold for the native build as well.
        WasmCargo::Debian { target } => {
            let mut native = process::cargo(&workspace.root);
            native.arg("clippy").arg("--target-dir").arg(target.join("clippy"));
            native
        }
    };
    cargo.args(BROWSER_CRATES.map(|name| format!("--package={name}")));
    cargo.args(["--keep-going", "--", "-D", "warnings"]);
    one(cargo.env("CLIPPY_CONF_DIR", workspace.root.join("clippy-wasm")))
}

/// rustdoc warns of nothing.
pub fn doc(workspace: &Workspace) -> Result<Tally> {
    let mut cargo = process::cargo(&workspace.root);
    cargo.args(["doc", "--workspace", "--no-deps", "--document-private-items", "--keep-going"]);
    one(cargo.env("RUSTDOCFLAGS", "-D warnings"))
}

fn one(command: &mut Command) -> Result<Tally> {
    Ok(Tally::of(process::listen(command)?.success))
}
