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
    split,
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

/// What leads where must be known to take the page apart.
const LINK_FOR_PARTS: [&str; 2] = ["-C", "link-arg=--emit-relocs"];

/// The files that make the page run.
pub struct App {
    /// The folder of `app.js` and, if crates bring scripts of their own, `snippets/`.
    pub directory: PathBuf,
    /// The script, an ES module whose default export loads the wasm.
    pub script: String,
    /// The module.
    pub wasm: Vec<u8>,
    /// The script that loads the parts; [`Self::script`] imports it as [`split::LOADER`], and it imports that as
    /// [`App::SCRIPT`].
    pub loader: String,
    /// The modules that come when they are wanted first; the loader names them by their file names.
    pub parts: Vec<Part>,
}

impl App {
    /// The script's address, as the loader names it.
    pub const SCRIPT: &str = "./app.js";
}

/// A module of WebAssembly that comes when it is wanted first.
pub struct Part {
    /// Its file name.
    pub name: String,
    /// The module.
    pub wasm: Vec<u8>,
}

/// Builds the package `www` for the browser.
pub fn build(workspace: &Workspace) -> Result<App> {
    setup::packages(workspace)?;
    bindgen::require_equal_versions(&workspace.root)?;
    let compiled = compile(workspace, "www", &["--bin", "www"], &LINK_FOR_PARTS)?;
    // Not `page`: there cargo keeps what it compiles for the host with the profile of that name.
    let directory = workspace.target.join("site/app");
    let in_parts =
        step("take it apart", || split::split(&compiled, &workspace.target.join("site/parts"), App::SCRIPT))?;
    step("bind it to JavaScript", || bindgen::generate(&in_parts.main, &directory, "app", true))?;
    let small = directory.join("app_opt.wasm");
    step("optimise it", || {
        optimise(workspace, &directory.join("app_bg.wasm"), &small)?;
        in_parts.parts.iter().try_for_each(|part| optimise(workspace, part, part))
    })?;
    let script = fs::read_to_string(directory.join("app.js")).context("app.js")?;
    let wasm = fs::read(&small).context("app_opt.wasm")?;
    let loader = fs::read_to_string(&in_parts.loader).context("the loader")?;
    let parts = in_parts.parts.iter().map(|path| part(path)).collect::<Result<_>>()?;
    Ok(App { directory, script, wasm, loader, parts })
}

fn part(path: &Path) -> Result<Part> {
    let name = path.file_name().and_then(|name| name.to_str()).context("a part has no name")?;
    Ok(Part { name: name.to_owned(), wasm: fs::read(path).with_context(|| name.to_owned())? })
}

/// Compiles a package to `<package>.wasm`, with flags for its own step alone.
pub fn compile(workspace: &Workspace, package: &str, what: &[&str], flags: &[&str]) -> Result<PathBuf> {
    let cargo = WasmCargo::find(workspace)?;
    step(&format!("compile {package} to WebAssembly"), || {
        let mut build = cargo.command(&workspace.root, "rustc");
        build.args(["--package", package, "--profile", PROFILE]).args(what).arg("--").args(flags);
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
