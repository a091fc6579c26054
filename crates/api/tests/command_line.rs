//! Lines of the command language against what the AWS CLI made of them.
//!
//! A case in `command-line/*.txt` is a line (`$`, continued by `>`), the requests it `sends` and how the service
//! answers them (`answer` JSON, or `error <status> <code> <text>`), what is printed (`|` and `!`, for standard
//! output and standard error) and the `exit` code. All but `own.txt` are recordings; that one is rewritten by
//! `UPDATE_EXPECT=1 cargo test -p api --test command_line own`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use api::command_line;
use api::refusal::AwsError;
use serde_json::Value;

struct Case {
    name: String,
    line: String,
    replies: Vec<String>,
    expected: String,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for row in text.lines() {
        if let Some(name) = row.strip_prefix("--- ").and_then(|it| it.strip_suffix(" ---")) {
            let name = name.to_owned();
            cases.push(Case { name, line: String::new(), replies: Vec::new(), expected: String::new() });
            continue;
        }
        let Some(case) = cases.last_mut().filter(|_| !row.is_empty() && !row.starts_with('#')) else {
            continue;
        };
        match row.split_once(' ') {
            Some(("$", line)) => case.line.push_str(line),
            Some((">", line)) => case.line.extend(["\n", line]),
            _ if row == ">" => case.line.push('\n'),
            Some(("answer" | "error", _)) => case.replies.push(row.to_owned()),
            _ => writeln!(case.expected, "{}", canonical(row)).unwrap(),
        }
    }
    cases
}

/// A row with its JSON, if any, in one form.
fn canonical(row: &str) -> String {
    match row.strip_prefix("sends ").and_then(|it| it.split_once(' ')) {
        Some((action, json)) => {
            format!("sends {action} {}", serde_json::from_str::<Value>(json).expect(row))
        }
        None => row.to_owned(),
    }
}

/// What this crate makes of a case.
fn outcome(case: &Case) -> String {
    let mut text = String::new();
    let printed = match command_line::parse(&case.line) {
        Err(printed) => printed,
        Ok(invocation) => {
            let mut answers = Vec::new();
            let mut refusal = None;
            while let Some(params) = invocation.request(&answers) {
                writeln!(text, "sends {} {}", invocation.action.name(), Value::Object(params)).unwrap();
                let reply = case.replies.get(answers.len()).or(case.replies.last());
                match reply.map_or(Ok(Value::Null), |reply| read_reply(reply)) {
                    Ok(answer) => answers.push(answer),
                    Err(error) => {
                        refusal = Some(error);
                        break;
                    }
                }
            }
            invocation.print(refusal.as_ref().map_or(Ok(&answers), Err))
        }
    };
    for (mark, output) in [("|", &printed.stdout), ("!", &printed.stderr)] {
        assert!(output.is_empty() || output.ends_with('\n'), "{}: {output:?}", case.name);
        for row in output.strip_suffix('\n').into_iter().flat_map(|it| it.split('\n')) {
            writeln!(text, "{}", format!("{mark} {row}").trim_end_matches(|c| c == ' ' && row.is_empty()))
                .unwrap();
        }
    }
    writeln!(text, "exit {}", printed.exit_code).unwrap();
    text
}

fn read_reply(reply: &str) -> Result<Value, AwsError> {
    if let Some(json) = reply.strip_prefix("answer ") {
        return Ok(serde_json::from_str(json).expect(reply));
    }
    let parts: Vec<&str> = reply.splitn(4, ' ').collect();
    let [_, status, code, message] = parts[..] else { panic!("{reply}") };
    Err(AwsError {
        shape: "com.amazonaws.sqs#Any",
        code: code.to_owned().leak(),
        status: status.parse().expect(reply),
        sender_fault: true,
        message: message.to_owned(),
    })
}

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command-line").join(file)
}

fn read(file: &str) -> Vec<Case> {
    cases(&fs::read_to_string(path(file)).expect("the cases"))
}

fn check(file: &str) {
    let cases = read(file);
    assert!(!cases.is_empty(), "{file} has no cases");
    let mut differences = String::new();
    let mut failed = 0;
    for case in &cases {
        let outcome = outcome(case);
        if outcome != case.expected {
            failed += 1;
            writeln!(
                differences,
                "--- {} ---\n$ {}\nexpected:\n{}got:\n{outcome}",
                case.name, case.line, case.expected
            )
            .unwrap();
        }
    }
    assert!(failed == 0, "{file}: {failed} of {} cases differ\n{differences}", cases.len());
}

#[test]
fn every_action() {
    check("every-action.txt");
}

#[test]
fn output() {
    check("output.txt");
}

#[test]
fn query() {
    check("query.txt");
}

#[test]
fn shorthand() {
    check("shorthand.txt");
}

#[test]
fn json() {
    check("json.txt");
}

#[test]
fn refused() {
    check("refused.txt");
}

#[test]
fn pages() {
    check("pages.txt");
}

#[test]
fn own() {
    if env::var_os("UPDATE_EXPECT").is_some() {
        rewrite("own.txt", OWN);
    }
    check("own.txt");
}

const OWN: &str = "# Where this command language goes its own way: what needs a shell, files, help, suggestions. Not recorded.\n";

fn rewrite(file: &str, head: &str) {
    let mut text = head.to_owned();
    for case in read(file) {
        let line = case.line.replace('\n', "\n> ");
        write!(text, "\n--- {} ---\n$ {line}\n", case.name).unwrap();
        for row in outcome(&case).lines() {
            writeln!(text, "{row}").unwrap();
        }
        for reply in &case.replies {
            writeln!(text, "{reply}").unwrap();
        }
    }
    fs::write(path(file), text).expect("the cases are writable");
}
