//! What a command is about: a slug, a link or a file with a scenario or a template, opened.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use scenario::template::{self, Finding, LeftOut};
use scenario::{Opening, OpeningRefusal, Problem};

use crate::arguments::Subject;
use crate::output;

/// Bytes of a file that are read; longer ones are refused by their size alone.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// What is said of a file that is nothing of it.
pub const NEITHER: &str = "holds neither a scenario nor a template: a scenario is JSON with `format` and `queues`, a \
                           template is JSON or YAML with `Resources`";

/// Opens what the arguments name.
///
/// # Errors
/// Why not, with everything that is wrong in a file.
pub fn open(subject: &Subject) -> Result<Opening, String> {
    let text = scenario_of(&subject.scenario)?;
    let text = text.as_deref().unwrap_or(&subject.scenario);
    let opening = Opening::read_with(text, &subject.set);
    let opening = opening.map_err(|refusal| told(&subject.scenario, &refusal))?;
    for notice in &opening.notices {
        output::tell(&line(&subject.scenario, notice));
    }
    Ok(opening)
}

/// As [`text_of`], with a scenario in place of a template. What is corrected in it, and what is left out of it, is
/// told on the standard error.
///
/// # Errors
/// A file that cannot be read, or a template without a scenario.
pub fn scenario_of(argument: &str) -> Result<Option<String>, String> {
    let Some(text) = text_of(argument)? else { return Ok(None) };
    if !template::looks_like_template(&text) {
        return if is_neither(&text) { Err(format!("{argument} {NEITHER}")) } else { Ok(Some(text)) };
    }
    let imported = template::import(&text).map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(|finding| mistake(argument, finding)).collect();
        format!("there is no scenario in this template.\n{}", lines.join("\n"))
    })?;
    for finding in &imported.findings {
        let done = if finding.applied { "corrected" } else { "not corrected" };
        output::tell(&format!("warning: {} ({done})", mistake(argument, finding)));
    }
    for left_out in &imported.left_out {
        output::tell(&format!("left out: {}", omission(argument, left_out)));
    }
    Ok(Some(imported.json))
}

/// Is a text no scenario, no template and, being more than a word, no link either?
pub fn is_neither(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.trim();
    text.is_empty() || !text.starts_with('{') && text.contains(char::is_whitespace)
}

/// The content of the file that an argument names; none if it names none and is to be read itself.
///
/// # Errors
/// A file that cannot be read.
pub fn text_of(argument: &str) -> Result<Option<String>, String> {
    if argument == "-" {
        return read(io::stdin().lock()).map(Some).map_err(|why| format!("the standard input {why}"));
    }
    let path = Path::new(argument);
    if path.is_file() {
        let file = fs::File::open(path).map_err(|error| format!("{argument} cannot be opened: {error}"))?;
        return read(file).map(Some).map_err(|why| format!("{argument} {why}"));
    }
    let looks_like_a_file = [".json", ".yaml", ".yml", ".template"].iter().any(|end| argument.ends_with(end));
    if looks_like_a_file || path.is_dir() {
        return Err(format!("there is no file {argument}"));
    }
    Ok(None)
}

fn read(source: impl Read) -> Result<String, String> {
    let mut text = String::new();
    match source.take(FILE_BYTES_MAX + 1).read_to_string(&mut text) {
        Ok(bytes) if bytes as u64 > FILE_BYTES_MAX => {
            Err(format!("has more than {FILE_BYTES_MAX} bytes: that is no scenario"))
        }
        Ok(_) => Ok(text),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

/// A refusal in words, with everything that is wrong in a file.
pub fn told(argument: &str, refusal: &OpeningRefusal) -> String {
    match refusal {
        OpeningRefusal::InvalidScenario(problems) => {
            let lines: Vec<String> = problems.iter().map(|problem| line(argument, problem)).collect();
            format!("this scenario cannot be run.\n{}", lines.join("\n"))
        }
        other => other.to_string(),
    }
}

/// A problem on one line: where, what, and what to do.
pub fn line(argument: &str, problem: &Problem) -> String {
    let at = if problem.at.is_empty() { String::new() } else { format!("{}: ", problem.at) };
    format!("{argument}: {at}{} {}", problem.message, problem.hint).trim_end().to_owned()
}

/// A mistake in a template on one line: where, what, and what to do.
pub fn mistake(argument: &str, finding: &Finding) -> String {
    let Finding { line, column, path, message, correction, applied: _ } = finding;
    let path = if path.is_empty() { String::new() } else { format!("{path}: ") };
    format!("{argument}:{line}:{column}: {path}{message} {correction}").trim_end().to_owned()
}

/// What a scenario does not have of its template, on one line.
pub fn omission(argument: &str, left_out: &LeftOut) -> String {
    let LeftOut { line, path, kind, why } = left_out;
    let kind = if kind.is_empty() { String::new() } else { format!(" ({kind})") };
    format!("{argument}:{line}: {path}{kind}: {why}")
}
