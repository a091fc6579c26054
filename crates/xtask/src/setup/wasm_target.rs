//! The target wasm32-unknown-unknown, by rustup or by Debian's packages.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{process, step::step, workspace::Workspace};

/// The target's name.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler with the standard library's source, and its linker.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-22";

/// A cargo that compiles for wasm32.
#[derive(Debug, Clone)]
pub enum WasmCargo {
    /// The usual toolchain has the target.
    Installed,
    /// Debian's toolchain, which compiles the standard library as well.
    Debian {
        /// A target directory of its own: two compilers in one would undo each other's work.
        target: PathBuf,
    },
}

impl WasmCargo {
    /// Finds a cargo that compiles for wasm32; installs the target first if it is missing.
    pub fn find(workspace: &Workspace) -> Result<Self> {
        if has_target() {
            return Ok(Self::Installed);
        }
        step("install the Rust target wasm32-unknown-unknown", || {
            let rustup = process::run(Command::new("rustup").args(["target", "add", TARGET]));
            if rustup.is_ok() && has_target() {
                return Ok(Self::Installed);
            }
            println!("  rustup cannot bring it; trying Debian's compiler");
            if has_debian() || (super::apt_install(&DEBIAN_PACKAGES) && has_debian()) {
                return Ok(Self::Debian { target: workspace.target.join("debian") });
            }
            bail!(
                "no compiler for {TARGET}: run `rustup target add {TARGET}`, or, on Debian, \
                 `apt-get install {}`",
                DEBIAN_PACKAGES.join(" ")
            )
        })
    }

    /// `cargo <verb> --target wasm32-unknown-unknown` in the workspace's root.
    pub fn command(&self, root: &Path, verb: &str) -> Command {
        let mut cargo = match self {
            Self::Installed => process::cargo(root),
            Self::Debian { .. } => Command::new(DEBIAN_CARGO),
        };
        cargo.current_dir(root).args([verb, "--target", TARGET]);
        if let Self::Debian { target } = self {
            // `-Z build-std` is open to stable compilers with RUSTC_BOOTSTRAP alone; the toolchain that runs
            // this program must not leak into the other one.
            cargo.args(["-Z", "build-std=std,panic_abort"]);
            cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", DEBIAN_RUSTC).env("CARGO_TARGET_DIR", target);
            cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
            cargo.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO").env_remove("RUSTC_WRAPPER");
        }
        cargo
    }

    /// Where `command("build")` with this profile puts its files.
    pub fn output(&self, workspace: &Workspace, profile: &str) -> PathBuf {
        let target = match self {
            Self::Installed => &workspace.target,
            Self::Debian { target } => target,
        };
        target.join(TARGET).join(profile)
    }
}

fn has_target() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    process::capture(&mut rustc).is_ok_and(|directory| Path::new(directory.trim()).is_dir())
}

fn has_debian() -> bool {
    [DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_LINKER].iter().all(|program| Path::new(program).exists())
}
