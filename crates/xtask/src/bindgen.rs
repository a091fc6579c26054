//! wasm-bindgen, used as a library so that no command has to be installed.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// Writes `<name>.js`, an ES module that loads the wasm from where it is told to, and `<name>_bg.wasm` for a compiled
/// module into an emptied directory. `has_parts`: other modules will share the table of this one.
pub fn generate(compiled: &Path, directory: &Path, name: &str, has_parts: bool) -> Result<()> {
    if directory.exists() {
        fs::remove_dir_all(directory).with_context(|| directory.display().to_string())?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.omit_default_module_path(true).keep_lld_exports(has_parts);
    bindgen.input_path(compiled).out_name(name).typescript(false).generate(directory)
}

/// The two halves of wasm-bindgen, the crate in the module and the library here, must be of one version.
pub fn require_equal_versions(root: &Path) -> Result<()> {
    let lock = fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock")?;
    let halves = ["wasm-bindgen", "wasm-bindgen-cli-support"].map(|half| locked_version(&lock, half));
    match halves {
        [Some(module), Some(library)] if module != library => bail!(
            "Cargo.lock has wasm-bindgen {module} and wasm-bindgen-cli-support {library}: make them equal (Cargo.toml \
             and crates/xtask/Cargo.toml)"
        ),
        _ => Ok(()),
    }
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_tells_a_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n[[package]]\n\
                    name = \"wasm-bindgen\"\nversion = \"0.2.7\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.7"));
        assert_eq!(locked_version(lock, "bindgen"), None);
    }
}
