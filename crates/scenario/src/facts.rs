//! What an event says of itself, in the words of the expression language.

use serde_json::{Map, Value};
use sim::{Field, FieldType, Label, Timeline, WorkerId};

use crate::text::{Line, Names};

/// A line's kind of event and what is known of it, under the names of `docs/expressions.md`: queues by AWS's names,
/// messages by their labels, all else by the ids of the file. The branch must be the one whose line it is.
pub fn facts(line: &Line, timeline: &Timeline) -> (&'static str, Map<String, Value>) {
    let (happening, own) = timeline.facts(&line.kind);
    let more = line.whose.map(|kind| timeline.facts(&kind).1).unwrap_or_default();
    let mut facts = Map::new();
    for (field, code) in own.into_iter().chain(more) {
        if let Some(value) = value(field, code, timeline) {
            facts.entry(field.word()).or_insert(value);
        }
    }
    if let Some(worker) = line.worker {
        facts.entry(Field::Worker.word()).or_insert_with(|| timeline.worker(worker).into());
        facts.entry(Field::Consumer.word()).or_insert_with(|| timeline.consumer(worker.consumer).into());
    }
    (happening.word(), facts)
}

/// None for a group, which the message's label tells.
fn value(field: Field, code: u64, timeline: &Timeline) -> Option<Value> {
    let (high, low) = ((code >> 32) as u32, code as u32);
    Some(match field.field_type() {
        FieldType::Queue => timeline.queue(low).into(),
        FieldType::Message => Label { group: high.checked_sub(1), number: low }.to_string().into(),
        FieldType::Group => return None,
        FieldType::Worker => timeline.worker(WorkerId { consumer: high, index: low }).into(),
        FieldType::Consumer => timeline.consumer(low).into(),
        FieldType::Producer => timeline.producer(low).into(),
        FieldType::Topic => timeline.topic(low).into(),
        FieldType::Subscription => timeline.subscription(high, low).into(),
        FieldType::Alarm => timeline.alarm(low).into(),
        FieldType::Count => code.into(),
        FieldType::Flag => (code == 1).into(),
        words => words.words().iter().find(|(_, known)| *known == code)?.0.into(),
    })
}
