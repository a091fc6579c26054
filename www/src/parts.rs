//! Parts of the page that come when they are wanted first: the console's language, the reading of templates, exports.
//!
//! Each part is a module of WebAssembly that shares the page's memory, so that there is one engine. It holds what only
//! the function marked `wasm_split` leads to; the build command finds out what that is.

use std::cell::Cell;

use api::command_line::Printed;
use scenario::Scenario;
use scenario::console::{self, Outcome, Waiting};
use scenario::export::Export;
use scenario::link::ConsoleAct;
use scenario::template::{self, Finding, Import};
use sim::Timeline;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A part did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

impl From<SplitLoaderError> for Unreachable {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// What the console needs, see [`scenario::console`].
#[derive(Clone, Copy)]
pub struct ConsolePart {
    /// Runs a line.
    pub run: fn(&str, &mut Timeline) -> Outcome,
    /// Does again what a line did.
    pub act: ConsoleAct,
    /// What a line that waits has been answered.
    pub answer: fn(&Waiting, &Timeline) -> Option<Printed>,
}

thread_local! {
    static CONSOLE: Cell<Option<ConsolePart>> = const { Cell::new(None) };
}

/// Brings the console's part, unless it is here.
///
/// # Errors
/// The host does not answer; asked again, it is tried again.
pub async fn console() -> Result<ConsolePart, Unreachable> {
    if let Some(part) = console_if_here() {
        return Ok(part);
    }
    let part = console_part().await?;
    CONSOLE.set(Some(part));
    Ok(part)
}

/// The console's part, if it has come.
pub fn console_if_here() -> Option<ConsolePart> {
    CONSOLE.get()
}

/// What became of a text; none if it is no template.
pub type Imported = Option<Result<Import, Vec<Finding>>>;

/// Makes a scenario of a template, see [`template::import`].
///
/// # Errors
/// The part that reads templates does not come; asked again, it is tried again.
pub async fn import(text: &str) -> Result<Imported, Unreachable> {
    template_part(text).await
}

/// A scenario in another form.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// None if the edits do not fit, though what runs was read with them.
    pub text: Option<String>,
    /// What the form does not have.
    pub left_out: Vec<String>,
}

/// Writes a scenario and its edits in another form.
///
/// # Errors
/// The part that writes them does not come; asked again, it is tried again.
pub async fn export(form: Export, json: &str, scenario: &Scenario) -> Result<Exported, Unreachable> {
    export_part(form, json, scenario).await
}

#[wasm_split(console, fallible)]
fn console_part() -> Result<ConsolePart, Unreachable> {
    Ok(ConsolePart { run: console::run, act: console::act, answer: Waiting::answer })
}

#[wasm_split(template, fallible)]
fn template_part(text: &str) -> Result<Imported, Unreachable> {
    Ok(template::looks_like_template(text).then(|| template::import(text)))
}

#[wasm_split(export, fallible)]
fn export_part(form: Export, json: &str, scenario: &Scenario) -> Result<Exported, Unreachable> {
    let text = form.write(json, &scenario.edits).ok();
    Ok(Exported { text, left_out: form.left_out(scenario) })
}
