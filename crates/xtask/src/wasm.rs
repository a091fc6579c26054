//! WebAssembly: compiled, bound to JavaScript, optimised.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    bindgen, process,
    setup::{self, WasmCargo},
    step::step,
    workspace::Workspace,
};

/// The profile of Cargo.toml for what runs in a browser.
const PROFILE: &str = "page";

/// How wasm-opt works, and the features that it may assume: those that rustc's wasm32 target uses by default.
///
/// `-O2`, not `-Oz`: the compiler has already made each crate small or fast, as `[profile.page]` says. Over the whole
/// page `-Oz` takes twice as long for the same size when gzipped (0.1 % more, measured), and undoes the speed of
/// `sqs` and `sim`.
const WASM_OPT: [&str; 8] = [
    "-O2",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The files that make the page run.
pub struct App {
    /// The folder of `app.js` and, if crates bring scripts of their own, `snippets/`.
    pub directory: PathBuf,
    /// The script, an ES module whose default export loads the wasm.
    pub script: String,
    /// The module.
    pub wasm: Vec<u8>,
}

/// Builds the package `www` for the browser.
pub fn build(workspace: &Workspace) -> Result<App> {
    setup::packages(workspace)?;
    bindgen::require_equal_versions(&workspace.root)?;
    let compiled = compile(workspace, "www", &["--bin", "www"])?;
    // Not `page`: there cargo keeps what it compiles for the host with the profile of that name.
    let directory = workspace.target.join("site/app");
    step("bind it to JavaScript", || bindgen::generate(&compiled, &directory, "app"))?;
    let small = directory.join("app_opt.wasm");
    step("optimise it", || optimise(workspace, &directory.join("app_bg.wasm"), &small))?;
    let script = fs::read_to_string(directory.join("app.js")).context("app.js")?;
    let wasm = fs::read(&small).context("app_opt.wasm")?;
    Ok(App { directory, script, wasm })
}

/// Compiles a package to `<package>.wasm`.
pub fn compile(workspace: &Workspace, package: &str, what: &[&str]) -> Result<PathBuf> {
    let cargo = WasmCargo::find(workspace)?;
    step(&format!("compile {package} to WebAssembly"), || {
        let mut build = cargo.command(&workspace.root, "build");
        build.args(["--package", package, "--profile", PROFILE]).args(what);
        build.env("CARGO_ENCODED_RUSTFLAGS", without_local_paths(workspace));
        process::run(&mut build)
    })?;
    Ok(cargo.output(workspace, PROFILE).join(package).with_extension("wasm"))
}

/// Flags that keep the folders of this machine out of panic messages: the same source gives the same bytes elsewhere.
fn without_local_paths(workspace: &Workspace) -> String {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home);
    let folders = cargo_home.iter().map(|home| (home, "cargo")).chain([(&workspace.root, "sqscope")]);
    let flags = folders.map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
    // Cargo parts the flags by this character, since a path may hold any other.
    flags.collect::<Vec<_>>().join("\u{1f}")
}

/// Runs wasm-opt.
pub fn optimise(workspace: &Workspace, from: &Path, to: &Path) -> Result<()> {
    let mut wasm_opt = Command::new(workspace.npm_program("wasm-opt"));
    process::run(wasm_opt.args(WASM_OPT).arg(from).arg("-o").arg(to))
}
