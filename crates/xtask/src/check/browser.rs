//! The browser tests: the built site in a real browser.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, serve, setup, site, size, tally::Tally, workspace::Workspace};

/// Where Playwright finds the tests.
const CONFIG: &str = "tests/browser/playwright.config.ts";

/// Builds the site, weighs it, serves it on a free port, and runs Playwright's tests against it.
///
/// The tests get the site's address as `SQSCOPE_URL`, and the browser's path as `CHROMIUM`.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    if !workspace.root.join(CONFIG).is_file() {
        bail!("{CONFIG} is missing");
    }
    setup::packages(workspace)?;
    let chromium = setup::chromium()?;
    site::build(workspace)?;
    let weight = Tally::of(size::is_within_limit(workspace)?);
    let address = serve::in_background(&workspace.dist())?;
    let mut playwright = Command::new(workspace.npm_program("playwright"));
    playwright.args(["test", "--config", CONFIG, "--reporter", "list"]).current_dir(&workspace.root);
    // Colours would hide the totals from us.
    playwright
        .env("SQSCOPE_URL", &address)
        .env("CHROMIUM", chromium)
        .env("NO_COLOR", "1")
        .env_remove("FORCE_COLOR");
    Ok(weight + Tally::of_playwright(&process::listen(&mut playwright)?))
}
