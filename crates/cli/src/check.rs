//! `sqscope check`: what is wrong in authors' files and in templates, where, and what to do.

use std::io::{self, Write};

use scenario::template::{self, Finding, LeftOut};
use scenario::{Problem, Scenario};

use crate::arguments::{CheckFormat, CheckOptions};
use crate::{output, subject};

/// What a file holds, looked through.
enum Checked {
    Scenario(Vec<Problem>),
    Template { findings: Vec<Finding>, left_out: Vec<LeftOut> },
}

/// A problem on a line of JSON. A template's have their line and column.
#[derive(serde::Serialize)]
struct Line<'a> {
    file: &'a str,
    at: &'a str,
    message: &'a str,
    hint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

/// What a template has and its scenario has not, on a line of JSON. It is no problem.
#[derive(serde::Serialize)]
struct Omission<'a> {
    file: &'a str,
    at: &'a str,
    line: u32,
    left_out: &'a str,
    why: &'a str,
}

/// Checks every file and prints every problem.
///
/// # Errors
/// How many files have problems; that is the command's own exit code 1.
pub fn run(options: &CheckOptions) -> Result<(), String> {
    let mut wrong = 0;
    for file in &options.files {
        let checked = check(file);
        wrong += usize::from(!checked.is_right());
        output::print(|out| match options.format {
            CheckFormat::Text => checked.print(file, out),
            CheckFormat::Json => checked.print_json(file, out),
        })?;
    }
    match wrong {
        0 => Ok(()),
        1 if options.files.len() == 1 => Err("the file has problems".to_owned()),
        _ => Err(format!("{wrong} of {} files have problems", options.files.len())),
    }
}

fn check(file: &str) -> Checked {
    let text = match subject::text_of(file) {
        Ok(Some(text)) => text,
        Ok(None) => return about_the_file(format!("there is no file {file}")),
        Err(why) => return about_the_file(why),
    };
    if !template::looks_like_template(&text) {
        if subject::is_neither(&text) {
            return about_the_file(format!("This file {}.", subject::NEITHER));
        }
        return Checked::Scenario(Scenario::check(&text));
    }
    match template::import(&text) {
        Ok(imported) => Checked::Template { findings: imported.findings, left_out: imported.left_out },
        Err(findings) => Checked::Template { findings, left_out: Vec::new() },
    }
}

fn about_the_file(message: String) -> Checked {
    Checked::Scenario(vec![Problem { at: String::new(), message, hint: String::new() }])
}

impl Checked {
    fn is_right(&self) -> bool {
        match self {
            Self::Scenario(problems) => problems.is_empty(),
            Self::Template { findings, .. } => findings.is_empty(),
        }
    }

    fn print(&self, file: &str, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Scenario(problems) => {
                problems.iter().try_for_each(|it| writeln!(out, "{}", subject::line(file, it)))?;
            }
            Self::Template { findings, left_out } => {
                findings.iter().try_for_each(|it| writeln!(out, "{}", subject::mistake(file, it)))?;
                left_out
                    .iter()
                    .try_for_each(|it| writeln!(out, "left out: {}", subject::omission(file, it)))?;
            }
        }
        if self.is_right() { writeln!(out, "{file}: nothing is wrong") } else { Ok(()) }
    }

    fn print_json(&self, file: &str, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Scenario(problems) => problems.iter().try_for_each(|problem| {
                let Problem { at, message, hint } = problem;
                json(out, &Line { file, at, message, hint, line: None, column: None })
            }),
            Self::Template { findings, left_out } => {
                findings.iter().try_for_each(|it| {
                    let (line, column) = (Some(it.line), Some(it.column));
                    let (at, message, hint) = (&*it.path, &*it.message, &*it.correction);
                    json(out, &Line { file, at, message, hint, line, column })
                })?;
                left_out.iter().try_for_each(|LeftOut { line, path, kind, why }| {
                    json(out, &Omission { file, at: path, line: *line, left_out: kind, why })
                })
            }
        }
    }
}

fn json(out: &mut dyn Write, line: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}
