//! The npm package: one module of WebAssembly, for browsers, bundlers and Node.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};
use serde_json::json;

use crate::{bindgen, setup, step::step, wasm, workspace::Workspace};

/// What the package's scripts are called, and where its class is.
const BINDINGS: &str = "bindings";

/// The module is fetched; bundlers see its address and bring it along.
const BROWSER: &str = r#"import init from "./bindings.js";

await init({ module_or_path: new URL("./bindings_bg.wasm", import.meta.url) });

export { Simulation, decodeLink, encodeLink } from "./bindings.js";
export { SqsEndpoint, requestHandler } from "./endpoint.js";
"#;

/// The module is read from the disk.
const NODE: &str = r#"import { readFileSync } from "node:fs";

import { initSync } from "./bindings.js";

initSync({ module: readFileSync(new URL("./bindings_bg.wasm", import.meta.url)) });

export { Simulation, decodeLink, encodeLink } from "./bindings.js";
export { SqsEndpoint, requestHandler } from "./endpoint.js";
"#;

/// Makes `target/npm/sqscope/`; the answer is the file that Node imports.
pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    setup::packages(workspace)?;
    bindgen::require_equal_versions(&workspace.root)?;
    let compiled = wasm::compile(workspace, "js", &["--lib"], &[])?;
    let package = workspace.target.join("npm/sqscope");
    step("make the npm package", || {
        bindgen::generate(&compiled, &package, BINDINGS, false)?;
        let module = package.join(format!("{BINDINGS}_bg.wasm"));
        wasm::optimise(workspace, &module, &module)?;
        let manifest = serde_json::to_string_pretty(&manifest())?;
        for (name, text) in [("browser.js", BROWSER), ("node.js", NODE), ("package.json", &manifest)] {
            fs::write(package.join(name), text).with_context(|| name.to_owned())?;
        }
        for name in ["endpoint.js", "sqscope.d.ts", "README.md"] {
            let source = workspace.root.join("crates/js").join(name);
            fs::copy(&source, package.join(name)).with_context(|| source.display().to_string())?;
        }
        Ok(())
    })?;
    println!("npm package: {}", package.display());
    Ok(package.join("node.js"))
}

fn manifest() -> serde_json::Value {
    json!({
        "name": "sqscope",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Amazon SQS under a virtual clock: deterministic simulations, and an endpoint for the AWS SDK.",
        "license": env!("CARGO_PKG_LICENSE"),
        "type": "module",
        "types": "./sqscope.d.ts",
        "exports": {
            ".": { "types": "./sqscope.d.ts", "node": "./node.js", "default": "./browser.js" },
        },
        "engines": { "node": ">=20" },
    })
}

/// Node's own test runner over some files, with the package's address in `SQSCOPE_NPM`.
pub fn node_test(workspace: &Workspace, main: &std::path::Path, files: &[PathBuf]) -> Command {
    let mut node = Command::new("node");
    node.current_dir(&workspace.root).args(["--test", "--test-reporter", "tap"]).args(files);
    node.env("SQSCOPE_NPM", main);
    node
}
