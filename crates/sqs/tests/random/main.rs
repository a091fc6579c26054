//! Random command sequences.
//!
//! The sequences are the same at each run, so `cargo test -p sqs --test random` repeats a failure; it
//! prints the
//! shortest failing case. `PROPTEST_RNG_SEED=n` and `PROPTEST_CASES=n` try others.

mod against_model;
mod driver;
mod itself;
mod metrics;
mod model;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// So many cases of a fixed seed, unless the environment says otherwise.
fn config(cases: u32) -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, max_shrink_iters: 20_000, ..Default::default() };
    let rng_seed = match config.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { cases };
    ProptestConfig { cases, rng_seed, ..config }
}
