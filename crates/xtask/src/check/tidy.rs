//! The repository's own rules, which no other program checks.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};
use clap::{Parser, error::ErrorKind};

use crate::{Arguments, process, site::all_files, tally::Tally, workspace::Workspace};

/// The longest file of the page, in lines.
const PAGE_FILE_LINES_MAX: usize = 700;

/// A text file of the repository.
struct File {
    /// From the root, with `/`.
    path: String,
    text: String,
}

impl File {
    fn is_under(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    fn ends_with_any(&self, ends: &[&str]) -> bool {
        ends.iter().any(|end| self.path.ends_with(end))
    }
}

type Rule = fn(&Rules<'_>) -> Vec<String>;

/// What the rules look at.
struct Rules<'a> {
    files: &'a [File],
    slugs: &'a [String],
}

const RULES: [(&str, Rule); 6] = [
    ("files of the page are short", short_page_files),
    ("nothing is left to do in code", nothing_left),
    ("only the library names its scenarios", no_slugs_in_code),
    ("no path or host of one machine", no_local_paths),
    ("the documents name tasks that exist", tasks_exist),
    ("package-lock.json names no registry", no_registries),
];

/// Every rule, each one check.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let files = committed(&workspace.root)?;
    let slugs = slugs(&workspace.root)?;
    let rules = Rules { files: &files, slugs: &slugs };
    let mut tally = Tally::default();
    for (name, rule) in RULES {
        let problems = rule(&rules);
        println!("{} {name}", if problems.is_empty() { "ok  " } else { "FAIL" });
        for problem in &problems {
            println!("     {problem}");
        }
        tally += Tally::of(problems.is_empty());
    }
    Ok(tally)
}

/// The text files that git knows or would add.
fn committed(root: &Path) -> Result<Vec<File>> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
    let mut files = Vec::new();
    for path in process::capture(&mut git)?.split_terminator('\0') {
        // Pictures are no text, and a file that was just removed is no matter.
        if let Ok(text) = fs::read_to_string(root.join(path)) {
            files.push(File { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

fn slugs(root: &Path) -> Result<Vec<String>> {
    let library = all_files(&root.join("crates/scenario/library"))?;
    let stems = library.iter().filter(|path| path.extension().is_some_and(|it| it == "json"));
    stems
        .map(|path| Ok(path.file_stem().context("a nameless scenario")?.to_string_lossy().into_owned()))
        .collect()
}

fn short_page_files(rules: &Rules<'_>) -> Vec<String> {
    let page = rules.files.iter().filter(|file| file.is_under("www"));
    let long = page.filter(|file| file.text.lines().count() > PAGE_FILE_LINES_MAX);
    long.map(|file| {
        format!("{}: {} lines, more than {PAGE_FILE_LINES_MAX}", file.path, file.text.lines().count())
    })
    .collect()
}

fn nothing_left(rules: &Rules<'_>) -> Vec<String> {
    // Put together here, so that this file does not hold them.
    let macros = ["todo", "dbg", "unimplemented"].map(|name| format!("{name}!("));
    let stub = format!("(\"to {}\")", "come");
    let ignored = format!("#[{}", "ignore");
    let code = rules.files.iter().filter(|file| file.ends_with_any(&[".rs"]));
    find(code, |line| {
        macros.iter().chain([&stub, &ignored]).any(|mark| line.contains(mark.as_str()))
            || line.trim_start_matches("//!").trim() == "To come."
    })
}

fn no_slugs_in_code(rules: &Rules<'_>) -> Vec<String> {
    // A slug of one word is a word of the field too.
    let quoted: Vec<String> = rules
        .slugs
        .iter()
        .filter(|slug| slug.contains('-'))
        .flat_map(|slug| ['"', '\'', '`'].map(|quote| format!("{quote}{slug}{quote}")))
        .collect();
    let code = rules.files.iter().filter(|file| {
        file.ends_with_any(&[".rs", ".ts", ".css"])
            && !file.is_under("crates/scenario/library")
            && !file.path.split('/').any(|folder| folder == "tests")
    });
    find(code, |line| quoted.iter().any(|name| line.contains(name.as_str())))
}

fn no_local_paths(rules: &Rules<'_>) -> Vec<String> {
    let marks = ["/wo", "/ro", "/ho"].iter().zip(["rk/", "ot/", "me/"]).map(|(a, b)| format!("{a}{b}"));
    let marks: Vec<String> = marks.collect();
    find(rules.files.iter(), |line| {
        marks.iter().any(|mark| {
            let places = line.match_indices(mark.as_str()).map(|(at, _)| at);
            // A folder of this name inside another path is harmless.
            places
                .into_iter()
                .any(|at| line[..at].chars().next_back().is_none_or(|it| " \"'`(=:".contains(it)))
        })
    })
}

/// Every `cargo xtask <task> --<option>` in a document is one that this program takes.
fn tasks_exist(rules: &Rules<'_>) -> Vec<String> {
    let mut problems = Vec::new();
    for file in rules.files.iter().filter(|file| file.ends_with_any(&[".md"])) {
        for rest in file.text.split("cargo xtask ").skip(1) {
            let command = rest.split(['\n', '`', '#', '|', ';', '&']).next().unwrap_or_default();
            let words = command.split_whitespace().filter(|word| !word.starts_with('['));
            let parsed = Arguments::try_parse_from(std::iter::once("cargo xtask").chain(words));
            if parsed.is_err_and(|error| error.kind() != ErrorKind::DisplayHelp) {
                problems.push(format!("{}: cargo xtask {}", file.path, command.trim()));
            }
        }
    }
    problems
}

fn no_registries(rules: &Rules<'_>) -> Vec<String> {
    let lock = rules.files.iter().filter(|file| file.ends_with_any(&["package-lock.json"]));
    find(lock, |line| line.contains("\"resolved\"") || line.contains("://registry"))
}

/// The lines that a rule dislikes, as `path:line: text`.
fn find<'a>(files: impl Iterator<Item = &'a File>, dislikes: impl Fn(&str) -> bool) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            if dislikes(line) {
                problems.push(format!("{}:{}: {}", file.path, index + 1, line.trim()));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a rule says about one file.
    fn check(rule: Rule, path: &str, text: &str) -> Vec<String> {
        let files = [File { path: path.to_owned(), text: text.to_owned() }];
        rule(&Rules { files: &files, slugs: &["lost-parcel".to_owned(), "express".to_owned()] })
    }

    #[test]
    fn what_is_left_is_found() {
        let left = format!("fn a() {{\n    {}!(\"later\")\n}}\n//! To {}.\n", "todo", "come");
        assert_eq!(check(nothing_left, "a.rs", &left).len(), 2);
        assert!(check(nothing_left, "a.md", &left).is_empty());
    }

    #[test]
    fn a_scenario_is_named_in_tests_and_the_library_alone() {
        let text = "let slug = \"lost-parcel\";";
        let told = ["www/src/a.rs:1: let slug = \"lost-parcel\";"];
        assert_eq!(check(no_slugs_in_code, "www/src/a.rs", text), told);
        assert!(check(no_slugs_in_code, "www/src/a.rs", "field(\"express\")").is_empty());
        assert!(check(no_slugs_in_code, "tests/browser/a.ts", text).is_empty());
        assert!(check(no_slugs_in_code, "crates/scenario/library/index.rs", text).is_empty());
        assert!(check(no_slugs_in_code, "a.rs", "// A lost-parcel message.").is_empty());
    }

    #[test]
    fn a_place_on_one_machine_is_found() {
        assert_eq!(check(no_local_paths, "a.md", &format!("see {}/x", "/root")).len(), 1);
        assert!(check(no_local_paths, "a.md", &format!("see docs{}/x", "/root")).is_empty());
    }

    #[test]
    fn documents_name_tasks_that_exist() {
        assert!(
            check(tasks_exist, "a.md", "`cargo xtask serve --port 81` and `cargo xtask --help`").is_empty()
        );
        assert!(check(tasks_exist, "a.md", "cargo xtask test --only walls # quick").is_empty());
        assert_eq!(check(tasks_exist, "a.md", "`cargo xtask sevre`"), ["a.md: cargo xtask sevre"]);
    }

    #[test]
    fn long_files_and_registries_are_found() {
        assert_eq!(check(short_page_files, "www/src/a.rs", &"\n".repeat(701)).len(), 1);
        assert!(check(short_page_files, "www/src/a.rs", &"\n".repeat(700)).is_empty());
        assert_eq!(check(no_registries, "package-lock.json", "\"resolved\": \"x\"").len(), 1);
    }
}
