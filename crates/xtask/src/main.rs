//! Every developer task of sqscope: `cargo xtask <task>`.
//!
//! A task installs what it lacks, says what it does and for how long, and names the command that failed.

mod bench;
mod bindgen;
mod check;
mod fuzz;
mod golden;
mod npm;
mod process;
mod serve;
mod setup;
mod site;
mod size;
mod split;
mod step;
mod tally;
mod wasm;
mod watch;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{check::Part, workspace::Workspace};

/// The developer tasks of sqscope.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the static site into dist/; it works under any path of any host.
    Build,
    /// Build the site and serve it; the last line printed is its address.
    Serve {
        /// The port to listen on; the next free one is taken if it is in use.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Build again when a source file changes.
        #[arg(long)]
        watch: bool,
    },
    /// Run every check and every test; the last line printed counts them.
    Test {
        /// Run this part alone.
        #[arg(long)]
        only: Option<Part>,
    },
    /// Compare every built-in run with its recorded trace hash, and with WebAssembly.
    Golden {
        /// Record the hashes of today.
        #[arg(long)]
        update: bool,
    },
    /// Make the npm package in target/npm/sqscope/.
    Npm,
    /// Print what the page weighs, gzipped, against its budget.
    Size,
    /// Try the engine against its naive model, and all that reads what comes from outside, at random for long.
    Fuzz {
        /// Minutes in all; the targets share them.
        #[arg(long, default_value_t = 4)]
        minutes: u64,
        /// The first seed of the naive model's sequences; those of the test command are below the default.
        #[arg(long, default_value_t = 100_000)]
        seed: u64,
        /// This target alone.
        target: Option<fuzz::Target>,
    },
    /// Measure speed, as ratios taken in one run; arguments go to the program.
    Bench {
        /// Arguments of the measuring program, such as --quick.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let task = Arguments::parse().task;
    match run(task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::find()?;
    match task {
        Task::Build => site::build(&workspace)?,
        Task::Serve { port, watch } => serve::run(&workspace, port, watch)?,
        Task::Test { only } => return check::run(&workspace, only),
        Task::Golden { update } => golden::run(&workspace, update)?,
        Task::Npm => npm::build(&workspace).map(|_| ())?,
        Task::Size => size::run(&workspace)?,
        Task::Fuzz { minutes, seed, target } => fuzz::run(&workspace, minutes, seed, target)?,
        Task::Bench { arguments } => bench::run(&workspace, &arguments)?,
    }
    Ok(ExitCode::SUCCESS)
}
