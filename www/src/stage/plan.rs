//! Which queue stands in which row, with whom at its sides.

use sim::{ConsumerView, Groups, Model, WorkerState, WorkerView};

/// Lanes of groups that a queue's floor is divided into; with more groups there are none.
pub const LANES_MAX: u32 = 8;
/// Workers of a group that get a card each.
const CARDS_MAX: usize = 12;
/// Workers of a group that get a cell each; more are counted.
pub const CELLS_MAX: usize = 60;

/// Environments of a Lambda function that get a card each: there are soon many of them.
const FUNCTION_CARDS_MAX: usize = 4;

/// A queue that is never sent more messages than this does with a low floor.
const FEW_MAX: u32 = 12;

/// A row of the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The queue, by index.
    pub queue: u32,
    /// The queues whose dead letters arrive here, each with its `maxReceiveCount`.
    pub sources: Vec<(u32, u32)>,
    /// Its producers, by index.
    pub producers: Vec<u32>,
    /// Its consumer groups, by index.
    pub consumers: Vec<u32>,
    /// Lanes of its floor; 0 means one floor for all.
    pub lanes: u32,
    /// Can a message of it be delayed?
    pub delays: bool,
    /// Its producers send a handful of messages only.
    pub few: bool,
}

impl Row {
    /// The lane of a group, from 0.
    pub fn lane_of(&self, group: Option<u32>) -> u32 {
        group.unwrap_or(0).checked_rem(self.lanes).unwrap_or(0)
    }
}

/// The workers of a group that are there now.
pub fn present(consumer: &ConsumerView) -> impl Iterator<Item = &WorkerView> {
    consumer.workers.iter().filter(|it| !matches!(it.state, WorkerState::Absent))
}

/// Does each worker of a group have a card?
pub fn has_cards(consumer: &ConsumerView) -> bool {
    let max = if consumer.mapping.is_some() { FUNCTION_CARDS_MAX } else { CARDS_MAX };
    consumer.workers.len() <= max
}

/// Rows from top to bottom: each queue in the model's order, its dead-letter queue right below it.
pub fn rows(model: &Model) -> Vec<Row> {
    let mut order: Vec<u32> = Vec::new();
    for queue in 0..model.queues.len() as u32 {
        let is_target = !sources_of(model, queue).is_empty();
        if !is_target {
            push_with_targets(model, queue, &mut order);
        }
    }
    for queue in 0..model.queues.len() as u32 {
        push_with_targets(model, queue, &mut order);
    }
    order.into_iter().map(|queue| row(model, queue)).collect()
}

fn push_with_targets(model: &Model, queue: u32, order: &mut Vec<u32>) {
    let mut next = Some(queue);
    while let Some(queue) = next {
        if order.contains(&queue) {
            return;
        }
        order.push(queue);
        next = model.queues.get(queue as usize).and_then(|it| it.redrive).map(|redrive| redrive.target);
    }
}

fn row(model: &Model, queue: u32) -> Row {
    let sources = sources_of(model, queue);
    let groups: u32 = model
        .producers
        .iter()
        .filter(|it| {
            it.to.queue().is_some_and(|to| to == queue || sources.iter().any(|(source, _)| *source == to))
        })
        .map(|it| match it.groups {
            Groups::None => 0,
            Groups::InTurn(count) => count,
        })
        .fold(0, u32::saturating_add);
    let model_queue = model.queues.get(queue as usize);
    let fifo = model_queue.is_some_and(|it| it.kind == sqs::QueueKind::Fifo);
    let delays = model_queue.is_some_and(|it| it.attributes.delay_s > 0)
        || model.producers.iter().any(|it| it.to.queue() == Some(queue) && it.delay_s.unwrap_or(0) > 0);
    Row {
        queue,
        producers: indexes(model.producers.iter().map(|it| it.to.queue() == Some(queue))),
        consumers: indexes(model.consumers.iter().map(|it| it.queue() == Some(queue))),
        lanes: if fifo && (1..=LANES_MAX).contains(&groups) { groups } else { 0 },
        few: sent_at_most(model, queue).is_some_and(|count| count <= FEW_MAX),
        sources,
        delays,
    }
}

/// How many messages the producers of a queue send in all; none if there is no limit.
fn sent_at_most(model: &Model, queue: u32) -> Option<u32> {
    model
        .producers
        .iter()
        .filter(|it| it.to.queue() == Some(queue))
        .try_fold(0u32, |sum, it| sum.checked_add(it.count_max?))
}

fn sources_of(model: &Model, queue: u32) -> Vec<(u32, u32)> {
    let redrives =
        model.queues.iter().enumerate().filter_map(|(index, it)| Some((index as u32, it.redrive?)));
    redrives
        .filter(|(_, redrive)| redrive.target == queue)
        .map(|(source, redrive)| (source, redrive.max_receive_count))
        .collect()
}

fn indexes(wanted: impl Iterator<Item = bool>) -> Vec<u32> {
    wanted.enumerate().filter_map(|(index, yes)| yes.then_some(index as u32)).collect()
}
