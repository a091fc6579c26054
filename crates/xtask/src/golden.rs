//! Golden traces: the trace hash of each built-in scenario, and the same run in WebAssembly.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use scenario::{Scenario, Setting, State, library, trace_hash_text};
use serde_json::{Value, json};
use sim::{Position, Timeline};

use crate::{npm, process, site::all_files, step::step, tally::Tally, workspace::Workspace};

/// The seeds that parity looks at, beside each scenario's own.
const SEEDS: [u32; 3] = [1, 2, 3];

/// The instants of a run to which parity seeks, in an order that goes back and forth.
const SEEKS: u64 = 12;

/// Compares every scenario's trace hash with `tests/golden/`, or writes it there; then compares with WebAssembly.
pub fn run(workspace: &Workspace, update: bool) -> Result<()> {
    if update {
        write(&folder(workspace))?;
    }
    let tally = compare(&folder(workspace))? + parity(workspace)?;
    println!("{tally}");
    if tally.failed > 0 {
        bail!("a run has changed; if that is intended, `cargo xtask golden --update` records the new one");
    }
    Ok(())
}

/// One check per scenario: its hash is the recorded one. A file without a scenario fails as well.
pub fn compare(folder: &Path) -> Result<Tally> {
    let mut tally = Tally::default();
    for entry in library::all() {
        let recorded = fs::read_to_string(file_of(folder, entry.slug)).ok();
        let hash = hash_of(entry.slug)?;
        let problem = match recorded.as_deref().map(str::trim_end) {
            Some(recorded) if recorded == hash => None,
            Some(recorded) => Some(format!("it was {recorded}")),
            None => Some("it is not recorded; `cargo xtask golden --update` does that".to_owned()),
        };
        println!("{hash} {}{}", entry.slug, problem.as_ref().map(|it| format!(": {it}")).unwrap_or_default());
        tally += Tally::of(problem.is_none());
    }
    for stray in strays(folder)? {
        println!("{} belongs to no scenario", stray.display());
        tally += Tally::of(false);
    }
    Ok(tally)
}

fn write(folder: &Path) -> Result<()> {
    for stray in strays(folder)? {
        fs::remove_file(&stray).with_context(|| stray.display().to_string())?;
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for entry in library::all() {
        let file = file_of(folder, entry.slug);
        fs::write(&file, format!("{}\n", hash_of(entry.slug)?))
            .with_context(|| file.display().to_string())?;
    }
    Ok(())
}

/// The same runs in Node: for every scenario and several seeds, the states at several instants, reached back and
/// forth, and the trace hash.
pub fn parity(workspace: &Workspace) -> Result<Tally> {
    let main = npm::build(workspace)?;
    let expected = workspace.target.join("parity.json");
    step("run every scenario natively", || {
        let runs = library::all().map(|entry| runs_of(entry.slug)).collect::<Result<Vec<_>>>()?;
        fs::write(&expected, Value::Array(runs.concat()).to_string()).context("parity.json")
    })?;
    let mut node = npm::node_test(workspace, &main, &[PathBuf::from("tests/parity/parity.test.mjs")]);
    Ok(Tally::of_node(&process::listen(node.env("SQSCOPE_PARITY", &expected))?))
}

/// What a scenario's runs must be, a run per seed, as the test in Node reads it.
fn runs_of(slug: &str) -> Result<Vec<Value>> {
    let own = open(slug, None)?.0.seed;
    let seeds = std::iter::once(own).chain(SEEDS.into_iter().filter(|seed| *seed != own));
    seeds.map(|seed| run_of(slug, seed)).collect()
}

fn run_of(slug: &str, seed: u32) -> Result<Value> {
    let (scenario, mut timeline) = open(slug, Some(seed))?;
    let duration_ms = timeline.duration_us() / sqs::MICROS_PER_MS;
    let mut states = Vec::new();
    for ms in instants_ms(duration_ms, seed) {
        timeline.seek(Position::after_ms(ms));
        let setting = Setting { slug, link: String::new(), playing: false, speed_milli: 1_000 };
        let mut state = serde_json::to_value(State::of(&mut timeline, &scenario, setting))?;
        // A link is the place's business, not the run's.
        state.as_object_mut().context("a state is no object")?.remove("link");
        states.push(json!({ "ms": ms, "state": state }));
    }
    let trace_hash = trace_hash_text(timeline.trace_hash());
    Ok(json!({ "slug": slug, "seed": seed, "trace_hash": trace_hash, "states": states }))
}

/// Instants over a run, near and far in turn.
fn instants_ms(duration_ms: u64, seed: u32) -> Vec<u64> {
    let mut state = u64::from(seed);
    let scattered = (0..SEEKS).map(|_| {
        // The multiplier and the addend of Knuth's MMIX generator; its high digits are good enough here.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % (duration_ms + 1)
    });
    scattered.chain([0, duration_ms]).collect()
}

fn hash_of(slug: &str) -> Result<String> {
    Ok(trace_hash_text(open(slug, None)?.1.trace_hash()))
}

fn open(slug: &str, seed: Option<u32>) -> Result<(Scenario, Timeline)> {
    let json = library::json(slug).with_context(|| format!("the library has no file for {slug}"))?;
    let scenario = Scenario::read(json, &[]).map_err(|problems| anyhow!("{slug}: {problems:?}"))?;
    let timeline = Timeline::new(scenario.model.clone(), seed.unwrap_or(scenario.seed));
    let timeline = timeline.map_err(|error| anyhow!("{slug}: {error:?}"))?;
    Ok((scenario, timeline))
}

fn strays(folder: &Path) -> Result<Vec<PathBuf>> {
    let known: Vec<PathBuf> = library::all().map(|entry| file_of(folder, entry.slug)).collect();
    let files = all_files(folder)?;
    Ok(files.into_iter().filter(|file| !known.contains(file)).collect())
}

fn file_of(folder: &Path, slug: &str) -> PathBuf {
    folder.join(slug).with_extension("txt")
}

/// Where the recorded hashes are.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("tests/golden")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_stay_inside_the_run() {
        let instants = instants_ms(1_000, 7);
        assert_eq!(instants.len(), 14);
        assert!(instants.iter().all(|ms| *ms <= 1_000));
        assert!(instants.windows(2).any(|pair| pair[0] > pair[1]), "{instants:?}");
        assert_eq!(instants_ms(0, 1), vec![0; 14]);
    }
}
