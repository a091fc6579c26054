//! Random command sequences.
//!
//! Each sequence has a seed of its own, from 1 on: all runs try the same ones. A failure prints the shortest
//! sequence that fails and the line that repeats it. `SEED=n` tries that seed alone, `SECONDS=n` goes on for so
//! long, from seed `FROM` on.

mod against_model;
mod driver;
mod itself;
mod metrics;
mod model;
mod paths;
mod promises;

use std::cell::Cell;
use std::fmt::Debug;
use std::str::FromStr;
use std::sync::Once;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestError, TestRunner};

/// Puts so many random cases to a test, or what the environment asks for. Returns how many it were.
fn for_seeds<S>(name: &str, cases: u64, strategy: S, test: impl Fn(S::Value)) -> u64
where
    S: Strategy<Value: Debug>,
{
    hush();
    if let Some(seed) = variable("SEED") {
        try_seed(name, seed, &strategy, &test);
        return 1;
    }
    let first = variable("FROM").unwrap_or(1);
    let Some(duration) = variable("SECONDS").map(Duration::from_secs) else {
        (first..first + cases).for_each(|seed| try_seed(name, seed, &strategy, &test));
        return cases;
    };
    let start = Instant::now();
    let mut seed = first;
    while start.elapsed() < duration {
        try_seed(name, seed, &strategy, &test);
        seed += 1;
    }
    println!("{name}: {} sequences from seed {first} on", seed - first);
    seed - first
}

fn try_seed<S>(name: &str, seed: u64, strategy: &S, test: &impl Fn(S::Value))
where
    S: Strategy<Value: Debug>,
{
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 1,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        rng_seed: RngSeed::Fixed(seed),
        ..Default::default()
    });
    QUIET.set(true);
    let tried = runner.run(strategy, |value| {
        test(value);
        Ok(())
    });
    QUIET.set(false);
    match tried {
        Ok(()) => {}
        Err(TestError::Abort(reason)) => panic!("{name} gave up: {reason}"),
        Err(TestError::Fail(reason, value)) => panic!(
            "{reason}\n\nthe shortest case: {value:?}\n\n\
             to repeat it: SEED={seed} cargo test -p sqs --test random {name}\n"
        ),
    }
}

thread_local! {
    /// The shorter cases that are tried after a failure fail too: only the last word is of use.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
}

fn variable<T: FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}
