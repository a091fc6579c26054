//! How figures spread over the seeds of each point.

use std::io::Write;

use serde::Serialize;

use crate::arguments::SummaryFormat;
use crate::output;
use crate::sweep::plan::Plan;
use crate::sweep::results::Results;

/// The spread of one figure at one point, over the seeds that were run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The point: edits joined by spaces; empty if nothing varies.
    pub point: String,
    pub figure: String,
    pub runs: usize,
    pub mean: f64,
    pub min: u64,
    pub p5: u64,
    pub p50: u64,
    pub p95: u64,
    pub p99: u64,
    pub max: u64,
}

/// All spreads.
#[derive(Debug)]
pub struct Summary {
    spreads: Vec<Spread>,
}

impl Summary {
    /// Of what is known.
    pub fn of(plan: &Plan, results: &Results) -> Self {
        let points = (0..).zip(&plan.points);
        let spreads = points.flat_map(|(index, point)| {
            let point: Vec<String> = point.iter().map(|(path, value)| format!("{path}={value}")).collect();
            let point = point.join(" ");
            plan.figures.iter().enumerate().filter_map(move |(figure, name)| {
                Spread::of(point.clone(), name.clone(), results.values(plan, index, figure))
            })
        });
        Self { spreads: spreads.collect() }
    }

    /// Prints it.
    ///
    /// # Errors
    /// Trouble with writing.
    pub fn print(&self, format: SummaryFormat) -> Result<(), String> {
        output::print(|out| match format {
            SummaryFormat::Table => writeln!(out, "{}", self.table()),
            SummaryFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, &self.spreads)?;
                writeln!(out)
            }
            SummaryFormat::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                for spread in &self.spreads {
                    writer.serialize(spread).map_err(output::csv_trouble)?;
                }
                writer.flush()
            }
        })
    }

    fn table(&self) -> comfy_table::Table {
        let head = ["values", "figure", "runs", "mean", "min", "p5", "p50", "p95", "p99", "max"];
        let rows = self.spreads.iter().map(|spread| {
            let numbers = [spread.min, spread.p5, spread.p50, spread.p95, spread.p99, spread.max];
            let texts = [
                spread.point.clone(),
                spread.figure.clone(),
                spread.runs.to_string(),
                format!("{:.2}", spread.mean),
            ];
            texts.into_iter().chain(numbers.map(|number| number.to_string())).collect()
        });
        output::table(&head, 2, rows)
    }
}

impl Spread {
    /// None without a run.
    fn of(point: String, figure: String, mut values: Vec<u64>) -> Option<Self> {
        values.sort_unstable();
        let runs = values.len();
        let sum: u128 = values.iter().map(|value| u128::from(*value)).sum();
        // The nearest rank: the smallest value that at least so many in a hundred do not exceed.
        let percentile = |share: usize| values.get((runs * share).div_ceil(100).max(1) - 1).copied();
        Some(Self {
            point,
            figure,
            runs,
            mean: sum as f64 / runs as f64,
            min: *values.first()?,
            p5: percentile(5)?,
            p50: percentile(50)?,
            p95: percentile(95)?,
            p99: percentile(99)?,
            max: *values.last()?,
        })
    }
}
