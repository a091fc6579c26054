//! What is going on, in a sentence or two for somebody who sees the stage for the first time.

use sim::{Destination, Hold, MessagePhase, QueueView, Sample, Timeline, View, WorkerId, WorkerState};
use sqs::{MICROS_PER_S, QueueKind, Time};

use super::lambda;
use super::scaling;
use super::time::count;
use crate::text::Names;

/// Sentences at most; what is most unusual comes first.
const SENTENCES_MAX: usize = 2;
/// The stretch over which deletes are counted: long enough for workers that finish in step.
const WINDOW_US: Time = 10 * MICROS_PER_S;
/// Fewer waiting messages are no backlog.
const BACKLOG_MIN: u64 = 20;

/// What is going on at the clock of this run; `view` is its view.
pub fn headline(timeline: &Timeline, view: &View) -> Vec<String> {
    let mut sentences = shared(view, timeline);
    sentences.extend(lost(view, timeline));
    sentences.extend(crashed(view, timeline));
    sentences.extend(view.zones.iter().filter(|zone| zone.is_down).map(zone_down));
    sentences.extend(hung(view, timeline));
    let functions = view.consumers.iter().filter_map(|it| lambda::situation(&it.id, it.mapping.as_ref()?));
    sentences.extend(functions);
    let groups = view.consumers.iter().filter_map(|it| scaling::situation(&it.id, it.scaling.as_ref()?));
    sentences.extend(groups);
    sentences.extend(view.queues.iter().filter_map(|queue| backlog(queue, view, timeline)));
    sentences.extend(locked(view, timeline));
    if sentences.is_empty() {
        sentences.push(ordinary(view));
    }
    sentences.truncate(SENTENCES_MAX);
    sentences
}

/// Messages that two workers have at once.
fn shared(view: &View, names: &impl Names) -> Vec<String> {
    let twice = view.messages.iter().filter(|it| it.holders.len() > 1);
    let sentence = |it: &sim::MessageView| {
        let holders: Vec<String> = it.holders.iter().map(|holder| names.worker(*holder)).collect();
        format!("{} is being worked on twice, by {}.", it.label, holders.join(" and "))
    };
    twice.map(sentence).collect()
}

/// Workers that go on after their message was taken from them.
fn lost(view: &View, names: &impl Names) -> Vec<String> {
    let workers = view.consumers.iter().flat_map(|it| &it.workers);
    let sentence = |worker: &sim::WorkerView| {
        let WorkerState::Working { message, hold, .. } = worker.state else { return None };
        let (worker, message) = (names.worker(worker.id), names.label(message));
        match hold {
            Hold::Held | Hold::Shared => None,
            Hold::Lost => Some(format!(
                "{worker} is too slow: the time for which the queue hides {message} is over, so another worker \
                 can get {message} too."
            )),
            Hold::Gone => Some(format!(
                "{worker} is still working on {message}, although another worker has finished and deleted it."
            )),
        }
    };
    workers.filter_map(sentence).collect()
}

/// Messages in the hands of the dead.
fn crashed(view: &View, names: &impl Names) -> Vec<String> {
    let sentence = |it: &sim::MessageView| {
        let MessagePhase::InFlight { holder: Some(holder), .. } = it.phase else { return None };
        is_down(view, holder).then(|| {
            let worker = names.worker(holder);
            format!(
                "{worker} crashed while it had {}. Nobody tells the queue: it keeps {} hidden until the time for that \
                 is over.",
                it.label, it.label
            )
        })
    };
    view.messages.iter().filter_map(sentence).collect()
}

/// Queues go on without a zone: what is stored there is stored elsewhere too.
fn zone_down(zone: &sim::ZoneView) -> String {
    format!(
        "Availability Zone {} is down and its workers with it. Nothing is lost: SQS stores each message in several \
         zones.",
        zone.id
    )
}

/// Messages in the hands of those that hang.
fn hung(view: &View, names: &impl Names) -> Vec<String> {
    let workers = view.consumers.iter().flat_map(|it| &it.workers);
    let sentence = |worker: &sim::WorkerView| {
        let WorkerState::Hung { message: Some(message), .. } = worker.state else { return None };
        let (worker, message) = (names.worker(worker.id), names.label(message));
        Some(format!("{worker} hangs with {message}: to the queue it looks like a worker that is busy."))
    };
    workers.filter_map(sentence).collect()
}

fn is_down(view: &View, worker: WorkerId) -> bool {
    let consumer = view.consumers.get(worker.consumer as usize);
    let worker = consumer.and_then(|it| it.workers.get(worker.index as usize));
    worker.is_some_and(|it| matches!(it.state, WorkerState::Crashed { .. }))
}

/// A queue that fills or empties, by what its producers send now and what was deleted in the last seconds.
fn backlog(queue: &QueueView, view: &View, timeline: &Timeline) -> Option<String> {
    if queue.counters.visible < BACKLOG_MIN {
        return None;
    }
    let producers = view.producers.iter().filter(|it| it.to == Destination::Queue(queue.index));
    let came = producers.map(|it| it.rate_milli).sum::<u64>() / 1_000;
    let went = deleted_a_second(timeline.samples(queue.index), timeline.sample_us(), view.at_us)?;
    let trend = match (came * 10 > went * 11, went * 10 > came * 11) {
        (true, _) => "so the backlog grows",
        (_, true) => "so the backlog shrinks",
        (false, false) => "so the backlog stays as it is",
    };
    let (name, came, went) = (&queue.name, count(came), count(went));
    Some(format!("{came} messages a second come into {name}, {went} a second get done, {trend}."))
}

fn deleted_a_second(samples: &[Sample], sample_us: Time, at_us: Time) -> Option<u64> {
    let window = (WINDOW_US / sample_us).max(1) as usize;
    let last = ((at_us / sample_us) as usize).min(samples.len().checked_sub(1)?);
    let (first, last) = (samples[last.saturating_sub(window)], samples[last]);
    let took_us = last.at_us.checked_sub(first.at_us).filter(|it| *it > 0)?;
    Some(u64::from(last.deleted - first.deleted) * MICROS_PER_S / took_us)
}

/// FIFO groups that wait for their first message.
fn locked(view: &View, names: &impl Names) -> Option<String> {
    let fifo = view.queues.iter().filter(|it| it.kind == QueueKind::Fifo);
    let mut lanes = fifo.flat_map(|it| &it.lanes).filter(|it| it.stored > 1);
    let first = names.label(lanes.find_map(|it| it.locked_by)?);
    Some(format!(
        "In the FIFO queue the next message of a group waits until the one before it is done: {first} first."
    ))
}

fn ordinary(view: &View) -> String {
    let stored: u64 = view.queues.iter().map(|it| it.counters.visible + it.counters.in_flight).sum();
    let text = if stored == 0 {
        "Workers ask the queue for messages and wait for the next one."
    } else {
        "A worker that receives a message hides it from the others, does the work, then deletes it."
    };
    text.to_owned()
}
