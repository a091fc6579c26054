//! The page's module in parts: what is needed at once, and what comes when it is wanted first.
//!
//! The parts are the functions marked `wasm_split` in `www` with all that only they lead to. They share the memory and
//! the table of the main module, which a script beside it arranges. The linker's relocations tell what leads where.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The script that loads parts; the main module imports it by this address.
pub const LOADER: &str = "./__wasm_split.js";

/// A module in parts.
pub struct Split {
    /// What is needed at once, to be bound to JavaScript.
    pub main: PathBuf,
    /// The script that loads the parts.
    pub loader: PathBuf,
    /// The other modules; the loader names them by their file names.
    pub parts: Vec<PathBuf>,
}

/// Takes a module apart that was linked with its relocations, into an emptied directory. `script` is the address of the
/// script that will run the main module, seen from the loader.
pub fn split(linked: &Path, directory: &Path, script: &str) -> Result<Split> {
    if directory.exists() {
        fs::remove_dir_all(directory).with_context(|| directory.display().to_string())?;
    }
    let input = fs::read(linked).with_context(|| linked.display().to_string())?;
    let main = directory.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = directory;
    options.main_out_path = &main;
    options.link_name = LOADER;
    options.main_module = script;
    let mut parts = transform(options).map_err(|error| anyhow!("{error:#}"))?.split_modules;
    parts.sort();
    Ok(Split { loader: directory.join(LOADER), main, parts })
}
