//! `cargo xtask fuzz`: the long runs of what the test command tries for seconds.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::{process, step, tally::Tally, workspace::Workspace};

/// Seconds for each target within the test command.
const TEST_SECONDS: u64 = 10;
/// Sequences of the naive model in a second, at the very most: each of its runs begins behind the last.
const SEQUENCES_PER_S_MAX: u64 = 10_000;
/// What puts counters at every edge and tells libFuzzer of comparisons.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";

/// What is tried at random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// The engine against the naive model.
    Model,
    /// The decoder of requests, with an endpoint behind it.
    Wire,
    /// The command language.
    CommandLine,
    /// Receipt handles and the other texts that clients bring back.
    Handle,
    /// Files of authors.
    Scenario,
    /// Expressions of claims, keys and goals.
    Expression,
    /// Links, and what stands behind their check.
    Link,
    /// CloudFormation and SAM templates.
    Template,
}

/// Shares the minutes among all targets, or gives them to one; stops at the first finding.
pub fn run(workspace: &Workspace, minutes: u64, first_seed: u64, only: Option<Target>) -> Result<()> {
    let asked = |target: &Target| only.is_none_or(|it| it == *target);
    let targets: Vec<Target> = Target::value_variants().iter().copied().filter(asked).collect();
    let seconds = (minutes * 60 / targets.len() as u64).max(1);
    for target in targets {
        println!("\n=== {}, {}", name(target), step::seconds(Duration::from_secs(seconds)));
        match target {
            Target::Model => model(workspace, seconds, first_seed)?,
            Target::Wire
            | Target::CommandLine
            | Target::Handle
            | Target::Scenario
            | Target::Expression
            | Target::Link
            | Target::Template => libfuzzer(workspace, target, seconds)?,
        }
    }
    Ok(())
}

/// Replays every corpus and mutates it for a few seconds, on stable Rust.
pub fn test(workspace: &Workspace) -> Result<Tally> {
    let mut total = Tally::default();
    for target in Target::value_variants().iter().copied().filter(|it| *it != Target::Model) {
        let mut cargo = process::cargo(&workspace.root);
        cargo.args(["run", "--quiet", "--package", "fuzz", "--", "--seconds", &TEST_SECONDS.to_string()]);
        let passed = process::listen(cargo.arg(name(target)))?.success;
        total += Tally { passed: u32::from(passed), failed: u32::from(!passed) };
    }
    Ok(total)
}

/// Random sequences from a seed on; each of the two comparisons gets half of the time.
fn model(workspace: &Workspace, seconds: u64, first_seed: u64) -> Result<()> {
    let tests = ["engine_answers_as_the_naive_model", "fair_queues_answer_as_the_naive_model"];
    for test in tests {
        let seconds = (seconds / tests.len() as u64).max(1);
        let mut cargo = process::cargo(&workspace.root);
        cargo
            .args(["test", "--package", "sqs", "--test", "random", "--", "--nocapture", test])
            .env("SECONDS", seconds.to_string())
            .env("FROM", first_seed.to_string());
        process::run(&mut cargo)?;
        println!("another run: --seed {}", first_seed + seconds * SEQUENCES_PER_S_MAX);
    }
    Ok(())
}

/// What libFuzzer finds worth keeping goes into the target directory; the corpus of the repository is read.
fn libfuzzer(workspace: &Workspace, target: Target, seconds: u64) -> Result<()> {
    let name = name(target);
    let triple = host()?;
    let folder = workspace.target.join("libfuzzer");
    let mut build = process::cargo(&workspace.root.join("fuzz/libfuzzer"));
    build
        // A target of its own keeps build scripts free of coverage.
        .args(["build", "--release", "--target", &triple, "--bin", name])
        .env("CARGO_TARGET_DIR", &folder)
        .env("RUSTFLAGS", COVERAGE);
    process::run(&mut build)?;
    let found = folder.join("corpus").join(name);
    std::fs::create_dir_all(&found).with_context(|| format!("cannot create {}", found.display()))?;
    let program = folder.join(&triple).join("release").join(name);
    let mut fuzzer = std::process::Command::new(program);
    fuzzer
        .arg(format!("-max_total_time={seconds}"))
        .args(["-timeout=20", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1", "-verbosity=0"])
        .arg(format!("-artifact_prefix={}/{name}-", folder.display()))
        .arg(&found)
        .arg(corpus(workspace, name));
    process::run(&mut fuzzer)
        .with_context(|| format!("to repeat it: cargo run -p fuzz -- {name} --replay <the file named above>"))
}

fn corpus(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.root.join("fuzz/corpus").join(name)
}

fn host() -> Result<String> {
    let told = process::capture(std::process::Command::new("rustc").arg("-vV"))?;
    match told.lines().find_map(|line| line.strip_prefix("host: ")) {
        Some(host) => Ok(host.to_owned()),
        None => bail!("rustc -vV names no host"),
    }
}

const fn name(target: Target) -> &'static str {
    match target {
        Target::Model => "model",
        Target::Wire => "wire",
        Target::CommandLine => "command-line",
        Target::Handle => "handle",
        Target::Scenario => "scenario",
        Target::Expression => "expression",
        Target::Link => "link",
        Target::Template => "template",
    }
}
