//! Medians and spreads of ratios.

use std::fmt;
use std::time::Instant;

/// A figure over several runs.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// The middle one.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Spread {
    /// Of at least one figure.
    pub fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        let last = figures.len().saturating_sub(1);
        let at = |index: usize| figures.get(index).copied().unwrap_or(f64::NAN);
        Self { median: at(last.div_ceil(2)), min: at(0), max: at(last) }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ({:.2} to {:.2})", self.median, self.min, self.max)
    }
}

/// Seconds that something takes.
pub fn seconds<R>(work: impl FnOnce() -> R) -> f64 {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed().as_secs_f64()
}

/// Ours and theirs in turn, so that a slow moment of the machine hits both; the ratio of each pair of figures.
pub fn ratios(runs: usize, mut ours: impl FnMut() -> f64, mut theirs: impl FnMut() -> f64) -> Spread {
    Spread::of((0..runs).map(|_| ours() / theirs()).collect())
}
