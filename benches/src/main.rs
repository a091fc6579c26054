//! Speed, measured as ratios in one run: our side and the peers' alternate, and only their ratio counts.
//!
//! `cargo xtask bench` builds what is compared, runs every row and writes `BENCHMARKS.md`.

// Here, and nowhere else, the wall clock is the point.
#![allow(clippy::disallowed_methods)]

mod engine;
mod http;
mod measure;
mod page;
mod peers;
mod report;
mod seek;
mod stage;
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
    /// The same run as wasm in Node and natively.
    Wasm,
    /// Seeks in a run of a million events.
    Seek,
    /// `sqscope serve` beside another server.
    Http,
    /// The page's gzipped size.
    Page,
    /// Frames of the stage with 300 moving messages.
    Stage,
}

impl Part {
    fn rows(self, quick: bool) -> Result<Vec<Row>> {
        match self {
            Self::Engine => Ok(engine::rows(quick)),
            Self::World => world::rows(quick),
            Self::Wasm => wasm::rows(quick),
            Self::Seek => seek::rows(quick),
            Self::Http => http::rows(quick),
            Self::Page => page::rows(),
            Self::Stage => stage::rows(quick),
        }
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let all = Part::value_variants();
    let parts = if arguments.only.is_empty() { all } else { &arguments.only };
    let mut report = Report::default();
    for part in parts {
        eprintln!("measuring {part:?} …");
        match part.rows(arguments.quick) {
            Ok(rows) => report.add(rows),
            Err(problem) => report.add(vec![Row::failed(format!("{part:?}"), &problem)]),
        }
    }
    report.print();
    if !arguments.quick && parts.len() == all.len() {
        report.write()?;
    }
    Ok(())
}
