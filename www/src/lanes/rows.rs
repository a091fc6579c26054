//! Which lanes there are and how high they are.

use sim::{Model, WorkerId};

/// Workers of a group with a lane each; of more, the busy ones are counted.
const WORKER_LANES_MAX: u32 = 12;

/// What a lane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// How many messages are in a queue.
    Queue(u32),
    /// What a worker does.
    Worker(WorkerId),
    /// How many workers of a group are busy; so many there are.
    Busy(u32, u32),
    /// Where the selected message is.
    Message,
    /// Story, faults, acts of the user.
    Markers,
}

/// A lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it shows.
    pub kind: RowKind,
    /// What it is called.
    pub name: String,
    /// In CSS pixels.
    pub height: u32,
}

impl Row {
    /// For the style sheet.
    pub fn class(&self) -> &'static str {
        match self.kind {
            RowKind::Queue(_) => "is-queue",
            RowKind::Worker(_) | RowKind::Busy(..) => "is-worker",
            RowKind::Message => "is-message",
            RowKind::Markers => "is-markers",
        }
    }
}

/// All lanes, from top to bottom.
pub fn rows(model: &Model) -> Vec<Row> {
    let mut rows = vec![Row { kind: RowKind::Markers, name: "what happened".to_owned(), height: 22 }];
    for (index, queue) in model.queues.iter().enumerate() {
        rows.push(Row { kind: RowKind::Queue(index as u32), name: queue.name.to_string(), height: 48 });
        for (consumer, of_queue) in
            model.consumers.iter().enumerate().filter(|(_, it)| it.queue() == Some(index as u32))
        {
            let consumer = consumer as u32;
            if of_queue.places() > WORKER_LANES_MAX {
                let name = format!("{} busy", of_queue.id);
                rows.push(Row { kind: RowKind::Busy(consumer, of_queue.places()), name, height: 34 });
                continue;
            }
            rows.extend((0..of_queue.places()).map(|index| Row {
                kind: RowKind::Worker(WorkerId { consumer, index }),
                name: format!("{}/{}", of_queue.id, index + 1),
                height: 20,
            }));
        }
    }
    rows.push(Row { kind: RowKind::Message, name: "selected message".to_owned(), height: 22 });
    rows
}
