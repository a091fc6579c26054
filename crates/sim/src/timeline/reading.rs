//! Reading the record of the current branch.

use sqs::{MessageId, Time};

use super::{Position, Timeline};
use crate::happening::fact;
use crate::record::{sample_of, workers_of};
use crate::{Event, Field, Happening, Kind, Label, Sample, WorkerSample};

impl Timeline {
    /// The newest events up to the clock, newest last.
    pub fn recent_events(&self, count_max: usize) -> Vec<Event> {
        let events = self.event_index();
        self.events(events.saturating_sub(count_max as u64), events)
    }

    /// Events of the current branch by number, in `from..to`, as far as known.
    pub fn events(&self, from: u64, to: u64) -> Vec<Event> {
        let to = to.min(self.here().record.log.len());
        (from..to).filter_map(|index| self.event_at(index)).collect()
    }

    /// What expressions can ask of an event of the current branch: its kind, and what it says of itself as codes,
    /// see [`crate::FieldType`].
    pub fn facts(&self, kind: &Kind) -> (Happening, Vec<(Field, u64)>) {
        let table = &self.here().record.table;
        let happening = Happening::of(kind);
        let facts = happening.fields().filter_map(|field| Some((field, fact(kind, field, table)?)));
        (happening, facts.collect())
    }

    /// How many events have happened up to the clock.
    pub fn event_index(&self) -> u64 {
        self.world().events()
    }

    /// The position just after event number `index` (from 0).
    pub fn position_of(&self, index: u64) -> Option<Position> {
        self.position_after(index)
    }

    /// A message's label; none for a message that never was on this branch.
    pub fn label(&self, message: MessageId) -> Option<Label> {
        self.here().record.table.label(message)
    }

    /// The message that has a label at the clock, if its send is known on this branch.
    pub fn find(&self, label: Label) -> Option<MessageId> {
        self.here().record.table.find(label, self.sent())
    }

    /// What a message has become by now: itself, or what a move task put in its place.
    pub fn present(&self, message: MessageId) -> MessageId {
        let table = &self.here().record.table;
        table.id(table.present(message.serial, self.sent())).unwrap_or(message)
    }

    /// Messages sent up to the clock; serials count them.
    pub(super) fn sent(&self) -> u64 {
        self.world().totals.iter().map(|totals| totals.sent).sum()
    }

    /// Microseconds between samples of the metrics: about 1,000 over the run, at least 1 ms.
    pub fn sample_us(&self) -> Time {
        self.here().record.sample_us
    }

    /// Samples of a queue on the current branch, from 0, as far as known.
    pub fn samples(&self, queue: u32) -> &[Sample] {
        self.here().record.samples.get(queue as usize).map_or(&[], Vec::as_slice)
    }

    /// Samples of a consumer's workers on the current branch, from 0, as far as known.
    pub fn worker_samples(&self, consumer: u32) -> &[WorkerSample] {
        self.here().record.worker_samples.get(consumer as usize).map_or(&[], Vec::as_slice)
    }

    /// A queue at the clock, which may stand between two samples or amid an instant; none if there is no such queue.
    pub fn sample_now(&self, queue: u32) -> Option<Sample> {
        let is_there = (queue as usize) < self.setup.model.queues.len();
        is_there.then(|| sample_of(self.world(), queue, self.position().at_us))
    }

    /// A consumer's workers at the clock; none if there is no such consumer.
    pub fn worker_sample_now(&self, consumer: u32) -> Option<WorkerSample> {
        let is_there = (consumer as usize) < self.setup.model.consumers.len();
        is_there.then(|| workers_of(self.world(), consumer, self.position().at_us))
    }

    pub(super) fn event_at(&self, index: u64) -> Option<Event> {
        let record = &self.here().record;
        record.log.event(&self.setup, &record.table, index)
    }
}
