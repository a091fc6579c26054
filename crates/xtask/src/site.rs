//! The static site in `dist/`: pages, hashed assets, static files.
//!
//! Every address in it is relative, so it works under any path of any host. `<html data-root>` tells a page the way
//! to the site's root. A page loads in this order:
//!
//! 1. its text, which is readable without scripts, and one style sheet (uPlot's rules in the lowest layer, then
//!    `www/styles/*.css` in the order of their names);
//! 2. `<script defer>` with uPlot, which sets `window.uPlot`;
//! 3. an inline module script, which runs after every deferred script; it imports the app and passes it the address
//!    of its wasm. The app replaces the text inside `<div id="app">`. If it cannot start, a card says so and the text
//!    stays;
//! 4. parts of the app, `assets/parts/`, when they are wanted first.
//!
//! Assets carry a hash of their content in their name and never change. `www/static/` is copied to the root as it
//! is; a style sheet's `url("../static/…")` becomes a hashed asset.

mod assets;
mod files;
mod lesson;
mod markup;
mod not_found;
mod pages;
mod styles;

use std::fs;

use anyhow::{Context, Result};

use self::{assets::Assets, pages::Frame};
pub use self::{
    assets::{FOLDER, PARTS, hash_of},
    files::{all as all_files, gzip},
};
use crate::{setup, size, step::step, wasm, workspace::Workspace};

/// Builds `dist/`. An old one stays in place until the new one is whole.
pub fn build(workspace: &Workspace) -> Result<()> {
    setup::packages(workspace)?;
    let app = wasm::build(workspace)?;
    let next = workspace.root.join("dist.new");
    step("write the site", || {
        files::remove_if_there(&next)?;
        let frame = write_assets(workspace, &next, &app)?;
        let lessons = lesson::all()?;
        pages::write(&next, &frame, &lessons)?;
        files::compress_all(&next)?;
        let dist = workspace.dist();
        files::remove_if_there(&dist)?;
        fs::rename(&next, &dist).with_context(|| format!("cannot rename {}", next.display()))
    })?;
    size::print_line(workspace)
}

fn write_assets(workspace: &Workspace, site: &std::path::Path, app: &wasm::App) -> Result<Frame> {
    let mut assets = Assets::new(site)?;
    let static_files = workspace.root.join("www/static");
    files::copy_all(&static_files, site)?;
    let uplot = workspace.root.join("node_modules/uplot/dist");
    let style = styles::bundle(workspace, &uplot.join("uPlot.min.css"), &mut assets)?;
    let (script, loader) = assets.add_app(app)?;
    let chart = fs::read(uplot.join("uPlot.iife.min.js")).context("uPlot.iife.min.js")?;
    Ok(Frame {
        style: assets.add("app.css", style.as_bytes())?,
        script,
        loader,
        wasm: assets.add("app.wasm", &app.wasm)?,
        chart: assets.add("uPlot.js", &chart)?,
        icon: first_file(site, &["icon.svg", "favicon.svg", "favicon.ico", "icon.png"]),
        manifest: first_file(site, &["manifest.webmanifest", "site.webmanifest"]),
    })
}

fn first_file(site: &std::path::Path, names: &[&str]) -> Option<String> {
    names.iter().find(|name| site.join(name).is_file()).map(|name| (*name).to_owned())
}
