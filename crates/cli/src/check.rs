//! `sqscope check`: what is wrong in authors' files, where, and what to do.

use std::io::Write;

use scenario::{Problem, Scenario};

use crate::arguments::{CheckFormat, CheckOptions};
use crate::{output, subject};

/// A problem on a line of JSON.
#[derive(serde::Serialize)]
struct Line<'a> {
    file: &'a str,
    at: &'a str,
    message: &'a str,
    hint: &'a str,
}

/// Checks every file and prints every problem.
///
/// # Errors
/// How many files have problems; that is the command's own exit code 1.
pub fn run(options: &CheckOptions) -> Result<(), String> {
    let mut wrong = 0;
    for file in &options.files {
        let problems = problems_of(file);
        wrong += usize::from(!problems.is_empty());
        output::print(|out| {
            for problem in &problems {
                match options.format {
                    CheckFormat::Text => writeln!(out, "{}", subject::line(file, problem))?,
                    CheckFormat::Json => {
                        let Problem { at, message, hint } = problem;
                        serde_json::to_writer(&mut *out, &Line { file, at, message, hint })?;
                        writeln!(out)?;
                    }
                }
            }
            match options.format {
                CheckFormat::Text if problems.is_empty() => writeln!(out, "{file}: nothing is wrong"),
                CheckFormat::Text | CheckFormat::Json => Ok(()),
            }
        })?;
    }
    match wrong {
        0 => Ok(()),
        1 if options.files.len() == 1 => Err("the file has problems".to_owned()),
        _ => Err(format!("{wrong} of {} files have problems", options.files.len())),
    }
}

fn problems_of(file: &str) -> Vec<Problem> {
    match subject::text_of(file) {
        Ok(Some(text)) => Scenario::read(&text, &[]).err().unwrap_or_default(),
        Ok(None) => vec![about_the_file(format!("there is no file {file}"))],
        Err(why) => vec![about_the_file(why)],
    }
}

fn about_the_file(message: String) -> Problem {
    Problem { at: String::new(), message, hint: String::new() }
}
