//! A run as tables: what the queues counted, who consumed, what stands around them, which claims hold.

use std::io::{self, Write};

use comfy_table::Table;
use scenario::{Opening, State, text};
use sim::Timeline;
use sqs::MICROS_PER_MS;

use crate::output::{self, Out};
use crate::run::around::{Consumer, Told};

/// Prints the instant at which the run stands, and the verdicts over the whole run.
///
/// # Errors
/// Trouble with writing.
pub fn print(opening: &Opening, timeline: &mut Timeline) -> Result<(), String> {
    let told = Told::of(opening, timeline);
    let state = &told.state;
    let (at_us, duration_us) = (timeline.position().at_us, timeline.duration_us());
    output::print(|out| {
        let title = output::line(&opening.scenario.title);
        writeln!(out, "{title} ({}), seed {}", state.slug, state.seed)?;
        writeln!(out, "at {} of {}", text::clock(at_us), text::clock(duration_us))?;
        writeln!(out, "{}", queues(state))?;
        section(out, &told.consumers, || consumers(&told.consumers))?;
        let functions: Vec<&Consumer> = told.consumers.iter().filter(|it| it.function.is_some()).collect();
        section(out, &functions, || self::functions(&functions))?;
        for alarm in &told.alarms {
            writeln!(out, "alarm {}", output::line(&alarm.summary))?;
        }
        writeln!(out, "bill: {}", told.bill.summary)?;
        if at_us < duration_us && !(state.claims.is_empty() && told.goals.is_empty()) {
            writeln!(out, "over the whole run, up to {}:", text::clock(duration_us))?;
        }
        section(out, &state.claims, || verdicts(state))?;
        section(out, &told.goals, || {
            let rows = told.goals.iter().map(|it| vec![it.id.clone(), it.verdict.clone(), it.text.clone()]);
            output::table(&["goal", "", ""], 3, rows)
        })?;
        writeln!(out, "trace hash {}  {}", state.trace_hash, state.link)
    })
}

/// A table, if it has rows.
fn section<T>(out: &mut Out<'_>, rows: &[T], table: impl FnOnce() -> Table) -> io::Result<()> {
    if rows.is_empty() { Ok(()) } else { writeln!(out, "{}", table()) }
}

fn queues(state: &State) -> Table {
    let head = ["queue", "visible", "in flight", "delayed", "sent", "received", "empty", "deleted", "to DLQ"];
    let more = ["expired", "duplicates", "oldest"];
    let head: Vec<&str> = head.into_iter().chain(more).collect();
    let rows = state.queues.iter().map(|queue| {
        let counts = [queue.visible, queue.in_flight, queue.delayed, queue.sent, queue.received];
        let more =
            [queue.empty_receives, queue.deleted, queue.dead_lettered, queue.expired, queue.duplicates];
        let age = queue.age_of_oldest_ms.map_or_else(|| "-".to_owned(), |ms| text::span(ms * MICROS_PER_MS));
        let counts = counts.into_iter().chain(more).map(text::count);
        std::iter::once(queue.name.clone()).chain(counts).chain([age]).collect()
    });
    output::table(&head, 1, rows)
}

fn consumers(consumers: &[Consumer]) -> Table {
    let head = ["consumer", "from", "workers", "finished", "effects", "repeated", "skipped"];
    let rows = consumers.iter().map(|it| {
        let counts = [it.finished, it.effects, it.effects_repeated, it.skipped].map(text::count);
        [it.id.clone(), it.from.clone().unwrap_or_default(), it.workers_text()]
            .into_iter()
            .chain(counts)
            .collect()
    });
    output::table(&head, 2, rows)
}

fn functions(consumers: &[&Consumer]) -> Table {
    let head = ["function", "invoked", "succeeded", "partly", "failed", "throttled", "filtered", "cold"];
    let more = ["running", "allowed"];
    let head: Vec<&str> = head.into_iter().chain(more).collect();
    let rows = consumers.iter().filter_map(|it| {
        let of = it.function.as_ref()?;
        let counts = [of.invoked, of.succeeded, of.partly_failed, of.failed, of.throttled, of.filtered];
        let more = [of.cold_starts, of.running.into(), of.allowed.into()];
        let counts = counts.into_iter().chain(more).map(text::count);
        Some(std::iter::once(it.id.clone()).chain(counts).collect())
    });
    output::table(&head, 1, rows)
}

fn verdicts(state: &State) -> Table {
    let rows = state.claims.iter().map(|claim| {
        let holds = if claim.holds { "holds" } else { "DOES NOT HOLD" };
        vec![claim.id.clone(), claim.kind.to_owned(), holds.to_owned(), claim.text.clone()]
    });
    output::table(&["claim", "kind", "", ""], 4, rows)
}
