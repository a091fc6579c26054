//! `sqscope serve` over HTTP: cycles a second beside another server, memory, and what waiting receives cost.

mod connection;
mod echo;
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
    let mut rows = vec![on_one(quick)?, on_many(quick)?];
    rows.push(memory(quick)?);
    rows.push(waiting_polls(quick)?);
    Ok(rows)
}

/// On one connection every call waits for the one before: sockets and load generator take most of the time, of which a
/// server that does nothing tells.
fn on_one(quick: bool) -> Result<Row> {
    let mut nothing = Vec::new();
    let seen = compare(1, quick, |cycles, theirs| {
        nothing.push(Load::new(echo::start()?, 1).run(cycles)?.cycles_per_s / theirs);
        Ok(())
    })?;
    Ok(Row::new(
        "serve: cycles of send + receive + delete, 1 keep-alive connection",
        "fauxqs 2.4.1 in Node",
        format!(
            "{} times; a server that does nothing: {} times (the load generator never sleeps; its own work takes \
             {:.0} % of the time)",
            seen.ours,
            Spread::of(nothing),
            seen.client_share * 100.0
        ),
        "at least 5 times",
        seen.ours.median >= REACH_TIMES,
    ))
}

fn on_many(quick: bool) -> Result<Row> {
    let seen = compare(64, quick, |_, _| Ok(()))?;
    Ok(Row::new(
        "serve: cycles of send + receive + delete, 64 keep-alive connections",
        "fauxqs 2.4.1 in Node",
        format!(
            "{} times (the load generator sleeps while no answer is there; its own work takes {:.0} % of the time)",
            seen.ours,
            seen.client_share * 100.0
        ),
        "at least 5 times",
        seen.ours.median >= REACH_TIMES,
    ))
}

struct Compared {
    /// Our cycles a second as multiples of theirs.
    ours: Spread,
    /// The largest share of the time that the load generator worked.
    client_share: f64,
}

/// Send + receive + delete, ours and theirs in turn; `also` gets our number of cycles and their rate each time.
fn compare(connections: u32, quick: bool, mut also: impl FnMut(u32, f64) -> Result<()>) -> Result<Compared> {
    let (runs, ours_cycles, theirs_cycles) = if quick { (1, 2_000, 500) } else { (5, 40_000, 4_000) };
    let (ours, theirs) = (Server::ours(&program()?)?, Server::fauxqs()?);
    let (mut ratios, mut client_share) = (Vec::new(), 0.0_f64);
    for _ in 0..runs {
        let mine = Load::new(ours.address, connections).run(ours_cycles)?;
        let other = Load::new(theirs.address, connections).run(theirs_cycles)?;
        ratios.push(mine.cycles_per_s / other.cycles_per_s);
        client_share = client_share.max(mine.client_share);
        also(ours_cycles, other.cycles_per_s)?;
    }
    Ok(Compared { ours: Spread::of(ratios), client_share })
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
