//! `sqscope serve` over HTTP: cycles a second beside another server, memory, and what waiting receives cost.

mod connection;
mod load;
mod process;
mod waiting;

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::measure::Spread;
use crate::report::Row;
use load::Load;
use process::Server;

/// How often our rate must hold theirs.
const REACH_TIMES: f64 = 5.0;
/// Bytes of a message in the server's memory beyond its body.
const REACH_MESSAGE_BYTES: u64 = 200;
/// Share of a processor that waiting receives may take.
const REACH_WAITING_SHARE: f64 = 0.01;

/// All rows of the server.
pub fn rows(quick: bool) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for connections in [1, 64] {
        rows.push(rate(connections, quick)?);
    }
    rows.push(memory(quick)?);
    rows.push(waiting_polls(quick)?);
    Ok(rows)
}

/// Send + receive + delete, ours and theirs in turn.
fn rate(connections: u32, quick: bool) -> Result<Row> {
    let (runs, ours_cycles, theirs_cycles) = if quick { (1, 2_000, 500) } else { (5, 40_000, 4_000) };
    let (ours, theirs) = (Server::ours(&program()?)?, Server::fauxqs()?);
    let (mut ratios, mut share) = (Vec::new(), 0.0_f64);
    for _ in 0..runs {
        let mine = Load::new(&ours, connections).run(ours_cycles)?;
        let other = Load::new(&theirs, connections).run(theirs_cycles)?;
        ratios.push(mine.cycles_per_s / other.cycles_per_s);
        share = share.max(mine.client_share);
    }
    let ratio = Spread::of(ratios);
    let rest = if connections == 1 { "it never sleeps" } else { "it sleeps while no answer is there" };
    Ok(Row::new(
        &format!("serve: cycles of send + receive + delete, {connections} keep-alive connections"),
        "fauxqs 2.4.1 in Node",
        format!(
            "{ratio} times (the load generator's own work takes {:.0} % of the time; {rest})",
            share * 100.0
        ),
        "at least 5 times",
        ratio.median >= REACH_TIMES,
    ))
}

fn memory(quick: bool) -> Result<Row> {
    let messages = if quick { 20_000 } else { 1_000_000 };
    let ours = Server::ours(&program()?)?;
    let bytes = load::memory_of(&ours, messages)?;
    Ok(Row::new(
        &format!("serve: resident bytes a message with {messages} queued, beyond their bodies"),
        "—",
        bytes,
        "at most 200",
        bytes <= REACH_MESSAGE_BYTES,
    ))
}

fn waiting_polls(quick: bool) -> Result<Row> {
    let polls = if quick { 500 } else { 10_000 };
    let ours = Server::ours(&program()?)?;
    let seen = waiting::measure(&ours, polls)?;
    Ok(Row::new(
        &format!("serve: processor time while {polls} long polls wait"),
        "—",
        format!(
            "{:.2} % of one; another client's cycle takes {:.1} ms meanwhile",
            seen.share * 100.0,
            seen.cycle_ms
        ),
        "none (at most 1 %)",
        seen.share <= REACH_WAITING_SHARE,
    ))
}

fn program() -> Result<PathBuf> {
    std::env::var_os("SQSCOPE_PROGRAM")
        .map(PathBuf::from)
        .context("SQSCOPE_PROGRAM is not set: run `cargo xtask bench`")
}
