//! `sqscope export`: a scenario in the forms that AWS's tools take.

use std::io::Write;

use scenario::export::Export;
use scenario::{Opening, OpeningRefusal, Scenario};

use crate::arguments::{ExportForm, ExportOptions};
use crate::link::base_json;
use crate::{output, subject};

/// Prints the scenario in the form that was asked for, and on the standard error what that has no place for.
///
/// # Errors
/// Why there is no scenario, with everything that is wrong in a file.
pub fn run(options: &ExportOptions) -> Result<(), String> {
    let argument = &options.subject.scenario;
    let text = subject::scenario_of(argument)?;
    let refused = |refusal: OpeningRefusal| subject::told(argument, &refusal);
    let (mut link, _) = Opening::link_of(text.as_deref().unwrap_or(argument)).map_err(refused)?;
    link.edits.extend_from_slice(&options.subject.set);
    let form = match options.form {
        ExportForm::Cloudformation => Export::CloudFormation,
        ExportForm::Commands => Export::Commands,
        ExportForm::Python => Export::Python,
    };
    let written = form.write(base_json(&link), &link.edits);
    let written = written.map_err(|problems| refused(OpeningRefusal::InvalidScenario(problems)))?;
    let scenario = Scenario::read(base_json(&link), &link.edits);
    let scenario = scenario.map_err(|problems| refused(OpeningRefusal::InvalidScenario(problems)))?;
    for what in form.left_out(&scenario) {
        eprintln!("sqscope: left out: {what}");
    }
    output::print(|out| out.write_all(written.as_bytes()))
}
