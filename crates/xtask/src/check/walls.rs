//! The walls between crates: what each one must not know.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::{process, setup::WasmCargo, tally::Tally, workspace::Workspace};

/// A crate and the packages that may not be among what it stands on, at any depth.
struct Wall {
    package: &'static str,
    forbidden: &'static [&'static str],
}

const WALLS: [Wall; 8] = [
    Wall {
        package: "sqs",
        forbidden: &[
            "rand",
            "rand_core",
            "rand_chacha",
            "libm",
            "serde",
            "serde_json",
            "wasm-bindgen",
            "sim",
        ],
    },
    Wall {
        package: "sim",
        forbidden: &[
            "serde",
            "serde_json",
            "wasm-bindgen",
            "js-sys",
            "web-sys",
            "getrandom",
            "scenario",
            "api",
        ],
    },
    Wall { package: "api", forbidden: &["sim", "scenario", "wasm-bindgen", "js-sys", "web-sys", "tokio"] },
    Wall {
        package: "endpoint",
        forbidden: &["scenario", "wasm-bindgen", "js-sys", "web-sys", "tokio", "hyper", "getrandom"],
    },
    Wall { package: "cli", forbidden: &["wasm-bindgen", "js-sys", "web-sys", "yew", "js", "www"] },
    Wall { package: "scenario", forbidden: &["wasm-bindgen", "js-sys", "web-sys", "yew", "getrandom"] },
    Wall { package: "js", forbidden: &["yew", "web-sys", "www"] },
    Wall { package: "www", forbidden: &["js"] },
];

/// All that `sqs` may stand on directly.
const UNDER_SQS: [&str; 1] = ["sha2"];

/// The program that is never built for wasm32.
const NATIVE: &str = "cli";

/// The crates that know no operating system.
const PORTABLE: [&str; 5] = ["sqs", "sim", "scenario", "api", "endpoint"];

/// Every forbidden dependency is absent, and the middle compiles where there is no operating system.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let mut tally = Tally::default();
    for wall in &WALLS {
        let under = dependencies(workspace, wall.package, None)?;
        for forbidden in wall.forbidden {
            let stands = !under.contains(*forbidden);
            if !stands {
                println!(
                    "{} must not know {forbidden}: `cargo tree -p {} -e normal -i {forbidden}` shows the way",
                    wall.package, wall.package
                );
            }
            tally += Tally::of(stands);
        }
    }
    tally += only_sha2(workspace)?;
    Ok(tally + compiles_for_wasm(workspace)?)
}

fn only_sha2(workspace: &Workspace) -> Result<Tally> {
    let under = dependencies(workspace, "sqs", Some(1))?;
    let strangers: Vec<&String> = under.iter().filter(|it| !UNDER_SQS.contains(&it.as_str())).collect();
    if !strangers.is_empty() {
        println!("sqs stands on {strangers:?}, and may stand on {UNDER_SQS:?} alone");
    }
    Ok(Tally::of(strangers.is_empty()))
}

fn compiles_for_wasm(workspace: &Workspace) -> Result<Tally> {
    let mut cargo = WasmCargo::find(workspace)?.command(&workspace.root, "check");
    cargo.args(PORTABLE.map(|name| format!("--package={name}")));
    Ok(Tally::of(process::listen(&mut cargo)?.success))
}

/// The packages that a package stands on, down to a depth; build and test dependencies do not count.
fn dependencies(workspace: &Workspace, package: &str, depth: Option<u32>) -> Result<BTreeSet<String>> {
    let mut cargo = process::cargo(&workspace.root);
    cargo.args(["tree", "--package", package, "--edges", "normal", "--prefix", "none"]);
    // What a library would need on wasm32 does not concern a native program.
    if package != NATIVE {
        cargo.args(["--target", "all"]);
    }
    cargo.args(["--format", "{p}"]);
    if let Some(depth) = depth {
        cargo.args(["--depth", &depth.to_string()]);
    }
    let tree = process::capture(&mut cargo)?;
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    Ok(names.filter(|name| !name.is_empty() && *name != package).map(str::to_owned).collect())
}
