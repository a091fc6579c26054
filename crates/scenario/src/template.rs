//! CloudFormation and SAM templates as scenarios (sqs-facts §13.1, §13.2).
//!
//! [`import()`] reads a template in JSON or YAML, works out its functions as CloudFormation would, names the mistakes
//! in it with their corrections, and writes a scenario with a default load. What it does not understand is listed,
//! never dropped in silence. `docs/templates.md` says what is read.

mod conditions;
mod declarations;
mod draft;
mod evaluate;
mod file;
mod functions;
mod graph;
mod import;
mod load;
mod looks;
mod names;
mod node;
mod properties;
mod read;
mod references;
mod report;
mod resource;
mod resources;
mod sections;
mod surrogates;

pub use looks::{looks_like_template, may_be_template};
pub use report::{Finding, LeftOut};

use draft::Draft;
use evaluate::Evaluator;
use report::Report;
use sections::Sections;

/// What became of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The scenario: an author's JSON, which [`crate::Scenario::read`] accepts.
    pub json: String,
    /// Mistakes, by line. Each is corrected in the scenario if its `applied` says so.
    pub findings: Vec<Finding>,
    /// What the scenario does not have, by line.
    pub left_out: Vec<LeftOut>,
}

/// Reads a template (at most 1 MiB) and makes a scenario of it; never a panic.
///
/// # Errors
/// Why there is no scenario in it, with every mistake that was found until then.
pub fn import(text: &str) -> Result<Import, Vec<Finding>> {
    let mut report = Report::default();
    match scenario_of(text, &mut report) {
        Some(json) => {
            let (findings, left_out) = report.into_parts();
            Ok(Import { json, findings, left_out })
        }
        None => Err(report.into_parts().0),
    }
}

fn scenario_of(text: &str, report: &mut Report) -> Option<String> {
    let root = read::read(text, report)?;
    let sections = Sections::of(&root, report)?;
    declarations::check(&sections, report);
    graph::check(&sections, report);
    let mut evaluator = Evaluator::new(&sections, report);
    let resources = evaluator.resources();
    evaluator.conditions_and_outputs();
    if evaluator.is_exhausted() {
        return None;
    }
    let names = evaluator.into_names();
    let mut draft = Draft::default();
    import::import(&resources, &names, &mut draft, report);
    if draft.queues.is_empty() {
        report.refuse(
            sections.at,
            "Resources",
            "There is no queue in this template.",
            "Add an AWS::SQS::Queue.",
        );
        return None;
    }
    load::add(&mut draft);
    file::write(draft, sections.title(), report, sections.at)
}
