//! What a command is about: a slug, a link or a file, opened.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use scenario::{Opening, OpeningRefusal, Problem};

use crate::arguments::Subject;

/// Bytes of a file that are read; longer ones are refused by their size alone.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Opens what the arguments name.
///
/// # Errors
/// Why not, with everything that is wrong in a file.
pub fn open(subject: &Subject) -> Result<Opening, String> {
    let text = text_of(&subject.scenario)?;
    let text = text.as_deref().unwrap_or(&subject.scenario);
    let opening = Opening::read_with(text, &subject.set);
    let opening = opening.map_err(|refusal| told(&subject.scenario, &refusal))?;
    for notice in &opening.notices {
        eprintln!("sqscope: {}", line(&subject.scenario, notice));
    }
    Ok(opening)
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
