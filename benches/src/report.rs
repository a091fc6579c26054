//! What was measured, as a table for people.

use std::fmt::Write as _;

use anyhow::{Context, Result};

/// One figure and the reach it is held against.
#[derive(Clone, Debug)]
pub struct Row {
    what: String,
    against: String,
    measured: String,
    reach: String,
    /// None if the row could not be measured.
    reached: Option<bool>,
}

impl Row {
    /// A row that was measured.
    pub fn new(what: &str, against: &str, measured: impl ToString, reach: &str, reached: bool) -> Self {
        Self {
            what: what.to_owned(),
            against: against.to_owned(),
            measured: measured.to_string(),
            reach: reach.to_owned(),
            reached: Some(reached),
        }
    }

    /// A row that could not be measured, and why.
    pub fn failed(what: String, problem: &anyhow::Error) -> Self {
        Self {
            what,
            against: String::new(),
            measured: format!("not measured: {problem:#}"),
            reach: String::new(),
            reached: None,
        }
    }
}

/// Figures that belong together, beside the rows.
#[derive(Clone, Debug)]
pub struct Table {
    /// A heading.
    pub title: &'static str,
    /// Names of the columns.
    pub head: [&'static str; 3],
    /// Line by line.
    pub rows: Vec<[String; 3]>,
}

/// All that was measured in a run.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<Row>,
    tables: Vec<Table>,
}

impl Report {
    /// Adds rows in the order in which they were measured.
    pub fn add(&mut self, rows: Vec<Row>) {
        self.rows.extend(rows);
    }

    /// Adds a table below the rows.
    pub fn add_table(&mut self, table: Table) {
        self.tables.push(table);
    }

    /// Prints the table.
    pub fn print(&self) {
        println!("{}", self.table());
    }

    /// Writes `BENCHMARKS.md` in the current directory, the workspace's root.
    pub fn write(&self) -> Result<()> {
        let text = format!(
            "# Benchmarks\n\nMade by `cargo xtask bench`. Absolute times mean little on shared machines: every \
             figure is a ratio or a count\ntaken in one run, as median (smallest to largest). The peers run the \
             same model, see `benches/peers`.\n\n{}",
            self.table()
        );
        std::fs::write("BENCHMARKS.md", text).context("cannot write BENCHMARKS.md")
    }

    fn table(&self) -> String {
        let mut text = String::from(
            "| figure | against | measured | reach | reached |\n| --- | --- | --- | --- | --- |\n",
        );
        for row in &self.rows {
            let reached = match row.reached {
                Some(true) => "yes",
                Some(false) => "**no**",
                None => "?",
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {reached} |",
                row.what, row.against, row.measured, row.reach
            );
        }
        for table in &self.tables {
            let _ =
                writeln!(text, "\n## {}\n\n| {} |\n| --- | --- | --- |", table.title, table.head.join(" | "));
            for row in &table.rows {
                let _ = writeln!(text, "| {} |", row.join(" | "));
            }
        }
        text
    }
}
