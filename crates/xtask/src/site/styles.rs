//! The one style sheet.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use super::{assets::Assets, files};
use crate::workspace::Workspace;

/// Joins uPlot's rules and `www/styles/*.css`; files that they name under `../static/` become assets.
pub fn bundle(workspace: &Workspace, uplot: &Path, assets: &mut Assets) -> Result<String> {
    let chart = fs::read_to_string(uplot).with_context(|| uplot.display().to_string())?;
    // Rules outside of any layer would win over ours, so these get the lowest one, which is the first.
    let mut bundle = format!("@layer uplot {{\n{}\n}}\n", chart.trim());
    for file in files::all(&workspace.root.join("www/styles"))? {
        if file.extension().is_some_and(|extension| extension == "css") {
            bundle.push_str(&fs::read_to_string(&file).with_context(|| file.display().to_string())?);
            bundle.push('\n');
        }
    }
    with_assets(&bundle, &workspace.root.join("www/static"), assets)
}

fn with_assets(bundle: &str, static_files: &Path, assets: &mut Assets) -> Result<String> {
    const MARK: &str = "../static/";
    let mut pieces = bundle.split(MARK);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(['"', '\'', ')', '#', '?']).context("a style sheet's url(…) does not end")?;
        let (name, rest) = piece.split_at(end);
        let path = static_files.join(name);
        let content = fs::read(&path).with_context(|| format!("a style sheet names {}", path.display()))?;
        let file_name = name.rsplit('/').next().unwrap_or(name);
        let asset = assets.add(file_name, &content)?;
        // The style sheet is an asset itself, so the other asset is beside it.
        out.push_str(asset.rsplit('/').next().unwrap_or(&asset));
        out.push_str(rest);
    }
    Ok(out)
}
