//! The metrics of a run over time, as CSV.

use sim::{Sample, Timeline};
use sqs::MICROS_PER_MS;

use crate::output;

/// A line of the file.
#[derive(serde::Serialize)]
struct Row<'a> {
    t_ms: u64,
    queue: &'a str,
    visible: u32,
    in_flight: u32,
    delayed: u32,
    age_of_oldest_ms: u32,
    sent: u32,
    received: u32,
    deleted: u32,
    empty_receives: u32,
}

/// Prints a line for each queue at each sampled instant up to the clock; counts are totals since 0.
///
/// # Errors
/// Trouble with writing.
pub fn print(timeline: &Timeline) -> Result<(), String> {
    let until_us = timeline.position().at_us;
    let queues = &timeline.model().queues;
    let instants = timeline.samples(0).iter().take_while(|sample| sample.at_us <= until_us).count();
    output::print(|out| {
        let mut writer = csv::Writer::from_writer(out);
        for at in 0..instants {
            for (index, queue) in (0..).zip(queues) {
                if let Some(sample) = timeline.samples(index).get(at) {
                    writer.serialize(row(&queue.name, sample)).map_err(output::csv_trouble)?;
                }
            }
        }
        writer.flush()
    })
}

fn row<'a>(queue: &'a str, sample: &Sample) -> Row<'a> {
    Row {
        t_ms: sample.at_us / MICROS_PER_MS,
        queue,
        visible: sample.visible,
        in_flight: sample.in_flight,
        delayed: sample.delayed,
        age_of_oldest_ms: sample.age_of_oldest_ms,
        sent: sample.sent,
        received: sample.received,
        deleted: sample.deleted,
        empty_receives: sample.empty_receives,
    }
}
