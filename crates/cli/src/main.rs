//! `sqscope`: the native command.
//!
//! It ends with 0 when all went well, with 1 when something refused, with 2 when it was called wrongly.

mod arguments;
mod check;
mod export;
mod link;
mod output;
mod progress;
mod run;
mod serve;
mod subject;
mod sweep;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Task};

/// Requests are made of many small texts: this one spends a quarter fewer instructions on them than the system's.
/// It takes no huge pages (`no_thp`), which would keep a fifth more memory than a long queue fills.
/// Its third version takes a detour for sizes that are no power of two, whenever the alignment is told (`v2`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Serve(options) => serve::run(options),
        Task::Run(options) => run::run(&options),
        Task::Check(options) => check::run(&options),
        Task::Link(options) => link::run(&options),
        Task::Export(options) => export::run(&options),
        Task::Sweep(options) => sweep::run(&options),
        Task::Merge(options) => sweep::merge(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            output::tell(&refusal);
            ExitCode::FAILURE
        }
    }
}
