//! Speed, measured as ratios in one run: our side and the peers' alternate, and only their ratio counts.
//!
//! `cargo xtask bench` builds what is compared, runs every row and writes `BENCHMARKS.md`.

// Here, and nowhere else, the wall clock is the point.
#![allow(clippy::disallowed_methods)]

mod day;
mod engine;
mod http;
mod library;
mod link;
mod measure;
mod page;
mod peers;
mod report;
mod seek;
mod stage;
mod sweep;
mod wasm;
mod workload;
mod world;

use anyhow::Result;
use clap::{Parser, ValueEnum};

use crate::report::{Report, Row};

/// Measures what design promises as ratios.
#[derive(Parser)]
struct Arguments {
    /// Only this row; may be repeated.
    #[arg(long)]
    only: Vec<Part>,
    /// Fewer and shorter runs: to see that everything works.
    #[arg(long)]
    quick: bool,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Send + receive + delete against a heap and a hash map; the backlog's price.
    Engine,
    /// M/M/4 against other simulators.
    World,
    /// A virtual day against SimPy.
    Day,
    /// The same run as wasm in Node and natively.
    Wasm,
    /// Every built-in scenario as wasm in Node.
    Library,
    /// Links that were made to take long.
    Link,
    /// Seeks in a run of a million events.
    Seek,
    /// `sqscope sweep` on one thread and two.
    Sweep,
    /// `sqscope serve` beside another server.
    Http,
    /// The page's gzipped size.
    Page,
    /// Frames of the stage with 300 moving messages.
    Stage,
}

impl Part {
    fn measure(self, quick: bool, report: &mut Report) -> Result<()> {
        let rows = match self {
            Self::Engine => engine::rows(quick),
            Self::World => world::rows(quick)?,
            Self::Day => day::rows(quick)?,
            Self::Wasm => wasm::rows(quick)?,
            Self::Library => {
                let (rows, table) = library::rows()?;
                report.add_table(table);
                rows
            }
            Self::Link => link::rows(quick)?,
            Self::Seek => seek::rows(quick)?,
            Self::Sweep => sweep::rows(quick)?,
            Self::Http => http::rows(quick)?,
            Self::Page => page::rows()?,
            Self::Stage => stage::rows(quick)?,
        };
        report.add(rows);
        Ok(())
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let all = Part::value_variants();
    let parts = if arguments.only.is_empty() { all } else { &arguments.only };
    let mut report = Report::default();
    for part in parts {
        eprintln!("measuring {part:?} …");
        if let Err(problem) = part.measure(arguments.quick, &mut report) {
            report.add(vec![Row::failed(format!("{part:?}"), &problem)]);
        }
    }
    report.print();
    if !arguments.quick && parts.len() == all.len() {
        report.write()?;
    }
    Ok(())
}
