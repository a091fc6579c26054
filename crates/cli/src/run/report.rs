//! A run as tables: what the queues counted, who consumed, which claims hold.

use std::io::Write;

use scenario::{Opening, text};
use sim::{ConsumerView, Timeline};

use crate::output;

/// Prints the instant at which the run stands, and the verdicts over the whole run.
///
/// # Errors
/// Trouble with writing.
pub fn print(opening: &Opening, timeline: &mut Timeline) -> Result<(), String> {
    let state = opening.state(timeline);
    let view = timeline.view(&[]);
    let head = ["queue", "visible", "in flight", "delayed", "sent", "received", "empty", "deleted", "to DLQ"];
    let more = ["expired", "duplicates", "oldest"];
    let head: Vec<&str> = head.into_iter().chain(more).collect();
    let queues = state.queues.iter().map(|queue| {
        let counts = [queue.visible, queue.in_flight, queue.delayed, queue.sent, queue.received];
        let more =
            [queue.empty_receives, queue.deleted, queue.dead_lettered, queue.expired, queue.duplicates];
        let age = queue.age_of_oldest_ms.map_or_else(|| "-".to_owned(), |ms| text::span(ms * 1_000));
        let counts = counts.into_iter().chain(more).map(text::count);
        std::iter::once(queue.name.clone()).chain(counts).chain([age]).collect()
    });
    let queues = output::table(&head, 1, queues);
    let consumers = output::table(
        &["consumer", "from", "workers", "finished", "effects", "repeated", "skipped"],
        2,
        view.consumers.iter().map(|consumer| consumer_row(consumer, timeline)),
    );
    let verdicts = output::table(
        &["claim", "kind", "", ""],
        4,
        state.claims.iter().map(|claim| {
            let holds = if claim.holds { "holds" } else { "DOES NOT HOLD" };
            vec![claim.id.clone(), claim.kind.to_owned(), holds.to_owned(), claim.text.clone()]
        }),
    );
    output::print(|out| {
        let scenario = &opening.scenario;
        writeln!(out, "{} ({}), seed {}", scenario.title, state.slug, state.seed)?;
        writeln!(out, "at {} of {}", text::clock(view.at_us), text::clock(timeline.duration_us()))?;
        writeln!(out, "{queues}")?;
        if !view.consumers.is_empty() {
            writeln!(out, "{consumers}")?;
        }
        if !state.claims.is_empty() {
            writeln!(out, "{verdicts}")?;
        }
        writeln!(out, "trace hash {}  {}", state.trace_hash, state.link)
    })
}

fn consumer_row(consumer: &ConsumerView, timeline: &Timeline) -> Vec<String> {
    let queue = consumer.from.and_then(|queue| timeline.model().queues.get(queue as usize));
    let finished = consumer.workers.iter().map(|worker| worker.finished).sum();
    let counts = [
        consumer.workers.len() as u64,
        finished,
        consumer.effects,
        consumer.effects_repeated,
        consumer.skipped,
    ];
    let from = queue.map_or_else(String::new, |queue| queue.name.to_string());
    [consumer.id.to_string(), from].into_iter().chain(counts.map(text::count)).collect()
}
