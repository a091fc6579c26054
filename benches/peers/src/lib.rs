//! The model that every peer runs, and how a run is reported.
//!
//! One producer with exponential gaps (3.2 a second), four consumers with exponential work (mean 1 s), an unlimited
//! queue. Every receive starts a 30 s visibility timer that the delete cancels. An event is one of send, receive,
//! timer, delete: four a message. The mean wait of M/M/4 at this load is 0.7455 s (Erlang C), which proves the model.

use std::time::Instant;

/// Arrivals a second.
pub const ARRIVALS_PER_S: f64 = 3.2;
/// Messages a second that one consumer finishes.
pub const SERVICES_PER_S: f64 = 1.0;
/// Consumers.
pub const CONSUMERS: u32 = 4;
/// Nanoseconds of the visibility timer.
pub const VISIBILITY_NS: u64 = 30_000_000_000;

/// SplitMix64: enough chance for a queue.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xA076_1D64_78BD_642F))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Nanoseconds, exponential with this many a second; at least 1.
    pub fn exponential_ns(&mut self, per_s: f64) -> u64 {
        let unit = ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        (-unit.ln() / per_s * 1e9) as u64 + 1
    }
}

/// What a run has to tell.
pub struct Outcome {
    /// Events that happened.
    pub events: u64,
    /// Seconds that a message waited, on average.
    pub mean_wait_s: f64,
}

/// Runs the model `RUNS` times with `MESSAGES` messages (environment) and prints one line a run:
/// `events_per_second mean_wait_s`.
pub fn report(model: impl Fn(u64, u32) -> Outcome) {
    let setting = |name: &str, default: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let messages = setting("MESSAGES", 200_000) as u32;
    for seed in 0..setting("RUNS", 5) {
        let start = Instant::now();
        let outcome = model(seed + 1, messages);
        let rate = outcome.events as f64 / start.elapsed().as_secs_f64();
        println!("{rate:.0} {:.4}", outcome.mean_wait_s);
    }
}
