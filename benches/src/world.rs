//! M/M/4 with a visibility timer: our world against other simulators and a bare loop.

use std::sync::Arc;

use anyhow::{Result, anyhow};
use sim::{Event, Kind, Model, NoSink, Sink, World};

use crate::measure::{Spread, seconds};
use crate::peers::{self, PeerRun};
use crate::report::Row;
use crate::workload::mm4;

/// Send, receive, timer and delete: what a message counts for in every program.
const EVENTS_PER_MESSAGE: f64 = 4.0;
/// Seconds; Erlang C for arrivals of 3.2 a second and four workers of mean 1 s.
const ERLANG_C_WAIT_S: f64 = 0.7455;

/// The rows of the world.
pub fn rows(quick: bool) -> Result<Vec<Row>> {
    let (runs, messages) = if quick { (3, 20_000) } else { (11, 100_000) };
    let names = ["mm4_nexosim", "mm4_simrs", "mm4_heap"];
    let peers = peers::build(&names)?;
    let model = Arc::new(mm4(messages));
    let (mut ours, mut theirs) = (Vec::new(), vec![Vec::new(); peers.len()]);
    for run in 0..runs {
        ours.push(rate(&model, run, messages)?);
        for (peer, rates) in peers.iter().zip(&mut theirs) {
            let PeerRun { rate, mean_wait_s } = peer.run(messages)?;
            expect_wait(mean_wait_s)?;
            rates.push(rate);
        }
    }
    let wait_s = mean_wait_s(&model)?;
    expect_wait(wait_s)?;
    let against =
        |rates: &[f64]| Spread::of(ours.iter().zip(rates).map(|(our, their)| our / their).collect());
    let reaches = [("NeXosim", 1.0, "ahead"), ("simrs", 1.0, "ahead"), ("a bare heap loop", 0.5, "aim 0.5")];
    let mut rows: Vec<Row> = reaches
        .iter()
        .zip(&theirs)
        .map(|((name, reach, words), rates)| {
            let ratio = against(rates);
            let reached = ratio.median >= *reach;
            Row::new("world: events a second, M/M/4", name, format!("{ratio} times"), words, reached)
        })
        .collect();
    rows.push(Row::new(
        "world: mean wait of the same model",
        "Erlang C, 0.7455 s",
        format!("{wait_s:.4} s"),
        "within 5 %",
        (wait_s / ERLANG_C_WAIT_S - 1.0).abs() <= 0.05,
    ));
    Ok(rows)
}

/// Events a second of one run to its end.
fn rate(model: &Arc<Model>, seed: u32, messages: u32) -> Result<f64> {
    let mut world = World::new(model.clone(), seed).map_err(|error| anyhow!("{error:?}"))?;
    let taken_s = seconds(|| world.run_until(model.duration_us, &mut NoSink));
    Ok(f64::from(messages) * EVENTS_PER_MESSAGE / taken_s)
}

/// A run of so few messages wanders; one that is off by more is another model.
fn expect_wait(wait_s: f64) -> Result<()> {
    let off = (wait_s / ERLANG_C_WAIT_S - 1.0).abs();
    if off < 0.15 { Ok(()) } else { Err(anyhow!("mean wait {wait_s:.4} s: this is not the same model")) }
}

/// Over several seeds.
fn mean_wait_s(model: &Arc<Model>) -> Result<f64> {
    let mut waits = Waits::default();
    for seed in 0..5 {
        waits.sent_at.clear();
        let mut world = World::new(model.clone(), seed).map_err(|error| anyhow!("{error:?}"))?;
        world.run_until(model.duration_us, &mut waits);
    }
    Ok(waits.waited_us as f64 / 1e6 / waits.received as f64)
}

/// Sums the time between each message's send and its first receive.
#[derive(Default)]
struct Waits {
    sent_at: Vec<u64>,
    waited_us: u64,
    received: u64,
}

impl Sink for Waits {
    fn event(&mut self, _world: &World, event: &Event) {
        match event.kind {
            Kind::Engine(sqs::EventKind::Sent { .. }) => self.sent_at.push(event.at),
            Kind::Engine(sqs::EventKind::Received { message, receive_count: 1, .. }) => {
                self.waited_us += event.at - self.sent_at[message.serial as usize - 1];
                self.received += 1;
            }
            _ => {}
        }
    }
}
