//! CloudFormation and SAM templates: `tests/templates/` holds each with what becomes of it.
//!
//! `UPDATE_EXPECT=1 cargo test -p scenario --test templates` writes the results anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use scenario::Scenario;
use scenario::template::{self, Finding, LeftOut};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/templates")
}

/// All templates of the corpus: file name and text.
fn corpus() -> Vec<(PathBuf, String)> {
    let entries = std::fs::read_dir(folder()).expect("the corpus is part of the repository");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "yaml" || it == "json"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(&path).expect("it is text")))
        .collect()
}

fn told(findings: &[Finding], left_out: &[LeftOut]) -> String {
    let mut out = String::new();
    for Finding { line, column, path, message, correction, applied } in findings {
        let mark = if *applied { "corrected" } else { "wrong" };
        writeln!(out, "{line}:{column} {mark} {path}\n    {message}\n    {correction}")
            .expect("a text grows");
    }
    for LeftOut { line, path, kind, why } in left_out {
        writeln!(out, "{line} left out {path} {kind}\n    {why}").expect("a text grows");
    }
    out
}

#[test]
fn every_template_becomes_what_stands_beside_it() {
    let corpus = corpus();
    assert!(corpus.len() >= 20, "{} templates", corpus.len());
    for (path, text) in corpus {
        assert!(template::looks_like_template(&text), "{}", path.display());
        assert!(template::may_be_template(&text), "{}", path.display());
        let outcome = match template::import(&text) {
            Ok(imported) => {
                let read = Scenario::read(&imported.json, &[]);
                assert!(read.is_ok(), "{}: {read:?}", path.display());
                format!("{}\n{}", told(&imported.findings, &imported.left_out), imported.json)
            }
            Err(findings) => {
                assert!(!findings.is_empty(), "{}: a reason", path.display());
                format!("{}\nno scenario\n", told(&findings, &[]))
            }
        };
        expect_file![path.with_extension("expected")].assert_eq(&outcome);
    }
}

/// What a mistake's file says of itself in its first line: the line of the mistake and a word of its correction.
#[test]
fn every_mistake_is_named_at_its_line() {
    let (mut mistakes, mut missed) = (0, Vec::new());
    for (path, text) in corpus() {
        let Some(expected) = text.lines().next().and_then(|line| line.strip_prefix("# mistake: ")) else {
            continue;
        };
        mistakes += 1;
        let (marked, word) = expected.split_once(" -> ").expect("a text of the line and a word");
        let line = text.lines().skip(1).position(|line| line.contains(marked)).expect("the marked line") + 2;
        let findings = match template::import(&text) {
            Ok(imported) => imported.findings,
            Err(findings) => findings,
        };
        let found = findings.iter().any(|it| it.line as usize == line && it.correction.contains(word));
        if !found {
            missed.push(format!("{}: line {line}, {word}:\n{}", path.display(), told(&findings, &[])));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(mistakes >= 15, "{mistakes} mistakes");
}

#[test]
fn a_template_of_too_many_values_is_refused() {
    let queue = "\"Q\": {\"Type\": \"AWS::SQS::Queue\"";
    let numbers = "1,".repeat(500_000);
    let list = numbers.trim_end_matches(',');
    for text in [
        format!("{{\"Resources\": {{{queue}, \"Metadata\": [{list}]}}}}}}"),
        format!("Resources: {{{queue}, \"Metadata\": [{list}]}}}}"),
        format!("Resources: {{{queue}}}}}\nMetadata:\n{}", "- 1\n".repeat(200_000)),
        format!("Resources: {{{queue}}}}}\nMetadata:\n{}", "- - - - - - - - 1\n".repeat(20_000)),
        format!("{{\"Resources\": {{{queue}, \"Metadata\": [{}1]}}}}}}", "[[[[[[[[1]]]]]]]],".repeat(20_000)),
    ] {
        assert!(template::looks_like_template(&text));
        let findings = template::import(&text).expect_err("too many values");
        assert!(findings[0].message.contains("values"), "{findings:?}");
    }
}

#[test]
fn scenarios_links_and_slugs_are_no_templates() {
    for entry in scenario::library::all() {
        let json = scenario::library::json(entry.slug).expect("its file");
        assert!(!template::looks_like_template(json), "{}", entry.slug);
    }
    for text in ["", "spike-absorption", "/c/#AbC_d", "{", "[]", "format: 1\nqueues: []\n", "a: b\nc: d\n"] {
        assert!(!template::looks_like_template(text), "{text}");
    }
    for text in [
        "Resources: {}\nOutputs: {}\n",
        "{\"Resources\": {",
        "AWSTemplateFormatVersion: [\nX: 1\n",
        "Resources:",
    ] {
        assert!(template::looks_like_template(text), "{text}");
        assert!(template::may_be_template(text), "{text}");
    }
}
