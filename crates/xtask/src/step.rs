//! Step lines: what is done, and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Runs one step between a line that names it and a line that says how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("· {name}");
    let (result, duration) = timed(work);
    match &result {
        Ok(_) => println!("  {name}: {}", seconds(duration)),
        Err(_) => println!("  {name}: failed after {}", seconds(duration)),
    }
    result
}

/// Runs some work and says how long it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// A duration in seconds with one decimal, such as `12.3 s`.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
