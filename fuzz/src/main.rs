//! `fuzz`: replays each corpus and mutates it for a while, on stable Rust.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use fuzz::Target;
use fuzz::mutate::Mutator;

/// An input that takes longer hangs.
const INPUT_MAX: Duration = Duration::from_secs(20);

#[derive(Parser)]
struct Arguments {
    /// Seconds for each target.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Where the mutations start.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Run these bytes alone.
    #[arg(long)]
    replay: Option<PathBuf>,
    /// One target: wire, command-line, handle, scenario, expression or link.
    target: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let asked = |target: &Target| arguments.target.as_ref().is_none_or(|name| name == target.name());
    let targets: Vec<Target> = Target::ALL.into_iter().filter(asked).collect();
    if targets.is_empty() {
        eprintln!("error: no such target");
        return ExitCode::from(2);
    }
    if let Some(path) = &arguments.replay {
        return match std::fs::read(path) {
            Ok(input) => {
                targets.iter().for_each(|target| target.run(&input));
                ExitCode::SUCCESS
            }
            Err(error) => fail(&format!("{}: {error}", path.display())),
        };
    }
    watch();
    for target in targets {
        if let Err(problem) = try_out(target, arguments.seed, Duration::from_secs(arguments.seconds)) {
            return fail(&problem);
        }
    }
    ExitCode::SUCCESS
}

fn fail(problem: &str) -> ExitCode {
    eprintln!("error: {problem}");
    ExitCode::FAILURE
}

/// Replays the corpus, then mutates it.
fn try_out(target: Target, seed: u64, duration: Duration) -> Result<(), String> {
    let corpus = target.corpus().map_err(|error| format!("the corpus of {}: {error}", target.name()))?;
    for (path, input) in &corpus {
        try_input(target, input).map_err(|()| format!("{} fails", path.display()))?;
    }
    let files = corpus.len();
    let mut mutator = Mutator::new(seed, corpus.into_iter().map(|(_, input)| input).collect());
    let start = Instant::now();
    let mut inputs = 0_u64;
    while start.elapsed() < duration {
        let input = mutator.next_input();
        if try_input(target, &input).is_err() {
            let path = std::env::temp_dir().join(format!("{}-{seed}-{inputs}", target.name()));
            let kept = std::fs::write(&path, &input).map_or_else(
                |error| error.to_string(),
                |()| format!("cargo run -p fuzz -- {} --replay {}", target.name(), path.display()),
            );
            return Err(format!("input {inputs} of seed {seed} fails; to repeat it: {kept}"));
        }
        inputs += 1;
    }
    println!("{}: {files} files and {inputs} mutations of seed {seed}", target.name());
    Ok(())
}

/// Milliseconds since the start at which the running input began.
static BEGAN_MS: AtomicU64 = AtomicU64::new(0);

fn try_input(target: Target, input: &[u8]) -> Result<(), ()> {
    BEGAN_MS.store(clock_ms(), Ordering::Relaxed);
    catch_unwind(AssertUnwindSafe(|| target.run(input))).map_err(|_| ())
}

/// Ends the program if an input hangs.
fn watch() {
    clock_ms();
    thread::spawn(|| {
        loop {
            thread::sleep(Duration::from_secs(1));
            let took_ms = clock_ms().saturating_sub(BEGAN_MS.load(Ordering::Relaxed));
            if Duration::from_millis(took_ms) > INPUT_MAX {
                eprintln!("error: an input takes over {} s", INPUT_MAX.as_secs());
                std::process::exit(1);
            }
        }
    });
}

/// Milliseconds since the first call.
fn clock_ms() -> u64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_millis() as u64
}
