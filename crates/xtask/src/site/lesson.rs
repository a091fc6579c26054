//! What a static page tells about a built-in scenario.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::files;
use crate::workspace::Workspace;

/// A built-in scenario as text.
pub struct Lesson {
    /// Its address under `s/`.
    pub slug: String,
    /// Its name.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// The whole scenario.
    pub json: String,
}

/// Every built-in scenario, in the library's order.
pub fn all(workspace: &Workspace) -> Result<Vec<Lesson>> {
    let library = workspace.root.join("crates/scenario/library");
    let mut lessons = Vec::new();
    for file in files::all(&library)? {
        let json = fs::read_to_string(&file)?;
        let value: Value = serde_json::from_str(&json).with_context(|| file.display().to_string())?;
        let slug =
            file.file_stem().and_then(|stem| stem.to_str()).context("a scenario's file has no name")?;
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        lessons.push(Lesson {
            slug: slug.to_owned(),
            title: text("title"),
            description: text("description"),
            json,
        });
    }
    Ok(lessons)
}
