//! What is going on, in a sentence or two for somebody who sees the stage for the first time.

use sim::{
    Hold, MessagePhase, PrincipalView, ProducerView, QueueView, Sample, Timeline, View, WorkerId, WorkerState,
};
use sqs::{MICROS_PER_S, QueueKind, Time};

use super::lambda;
use super::scaling;
use super::time::{count, plural, span};
use crate::text::Names;

/// Sentences at most; what is most unusual comes first.
const SENTENCES_MAX: usize = 2;
/// The stretch over which messages are counted as they come and go: long enough for workers that finish in step.
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
    sentences.extend(view.principals.iter().filter_map(denied));
    let functions = view.consumers.iter().filter_map(|it| lambda::situation(&it.id, it.mapping.as_ref()?));
    sentences.extend(functions);
    let groups = view.consumers.iter().filter_map(|it| scaling::situation(&it.id, it.scaling.as_ref()?));
    sentences.extend(groups);
    sentences.extend(view.queues.iter().filter_map(|queue| backlog(queue, timeline, view.at_us)));
    sentences.extend(view.producers.iter().filter_map(calls_failed));
    sentences.extend(view.producers.iter().filter_map(calls_lost));
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
        let mut holders: Vec<String> = it.holders.iter().map(|holder| names.worker(*holder)).collect();
        if holders.len() > 2 {
            let last = holders.pop().unwrap_or_default();
            return format!("{} is being worked on by {} and {last} at once.", it.label, holders.join(", "));
        }
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

/// A role that a policy or a key keeps out.
fn denied(principal: &PrincipalView) -> Option<String> {
    let calls = match principal.denied {
        0 => return None,
        all if all == principal.calls => format!("All {} calls", count(all)),
        some => format!("{} of {} calls", count(some), count(principal.calls)),
    };
    Some(format!(
        "{calls} of the role {} were denied. A denied call changes nothing in the queue.",
        principal.id
    ))
}

/// Direct calls that came to nothing: nothing keeps them for later.
fn calls_failed(producer: &ProducerView) -> Option<String> {
    let calls = producer.calls.filter(|calls| calls.errors() > 0)?;
    let (errors, made) = (count(calls.errors()), plural(calls.made, "call", "calls"));
    Some(format!("{errors} of {made} of {} failed: without a queue nothing keeps them.", producer.id))
}

/// A producer whose calls get lost on their way, or their answers.
fn calls_lost(producer: &ProducerView) -> Option<String> {
    let (requests, replies) = (producer.lost_requests, producer.lost_replies);
    let what = match (requests, replies) {
        (0, 0) => return None,
        (requests, 0) => plural(requests, "call of", "calls of"),
        (0, replies) => plural(replies, "answer to", "answers to"),
        (requests, replies) => {
            format!(
                "{} and {}",
                plural(requests, "call", "calls"),
                plural(replies, "answer to", "answers to")
            )
        }
    };
    let then = match producer.retries {
        0 => "it does not call again",
        _ => "it calls again and cannot know what had arrived",
    };
    Some(format!("{what} {} got lost: {then}.", producer.id))
}

fn is_down(view: &View, worker: WorkerId) -> bool {
    let consumer = view.consumers.get(worker.consumer as usize);
    let worker = consumer.and_then(|it| it.workers.get(worker.index as usize));
    worker.is_some_and(|it| matches!(it.state, WorkerState::Crashed { .. }))
}

/// A queue that fills or empties, by what came and went in the last seconds: whoever sends, and whatever ends a
/// stay in it.
fn backlog(queue: &QueueView, timeline: &Timeline, at_us: Time) -> Option<String> {
    if queue.counters.visible < BACKLOG_MIN {
        return None;
    }
    let (first, last) = lately(timeline.samples(queue.index), timeline.sample_us(), at_us)?;
    let stored = |it: &Sample| u64::from(it.visible) + u64::from(it.in_flight) + u64::from(it.delayed);
    let done = u64::from(last.deleted - first.deleted);
    // Dead letters and what a move task brings are not sent, but they come.
    let kept = (stored(last) + done).saturating_sub(stored(first));
    let came = kept.max(u64::from(last.sent - first.sent));
    let name = &queue.name;
    // To the millisecond: who multiplies a rate by it must get what came.
    let lately = span(last.at_us - first.at_us);
    let (before, now) = (stored(first), stored(last));
    let trend = match (now.saturating_sub(before) * 10 > done, before.saturating_sub(now) * 10 > came) {
        (true, _) => "the backlog grows",
        (_, true) => "the backlog shrinks",
        (false, false) => "the backlog stays as it is",
    };
    if came == 0 && done == 0 {
        let waiting = plural(queue.counters.visible, "message waits", "messages wait");
        return Some(format!(
            "Nothing came into {name} in the last {lately} and none was done: {waiting} there."
        ));
    }
    let came = plural(came, "message", "messages");
    Some(format!("In the last {lately} {came} came into {name}, {} got done: {trend}.", count(done)))
}

/// The samples at both ends of the last seconds.
fn lately(samples: &[Sample], sample_us: Time, at_us: Time) -> Option<(&Sample, &Sample)> {
    let window = WINDOW_US.div_ceil(sample_us) as usize;
    let last = ((at_us / sample_us) as usize).min(samples.len().checked_sub(1)?);
    let ends = (&samples[last.saturating_sub(window)], &samples[last]);
    (ends.0.at_us < ends.1.at_us).then_some(ends)
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

fn is_not_there(state: WorkerState) -> bool {
    matches!(
        state,
        WorkerState::Absent
            | WorkerState::Away { .. }
            | WorkerState::Crashed { .. }
            | WorkerState::Stopped { .. }
    )
}

fn ordinary(view: &View) -> String {
    let stored: u64 = view.queues.iter().map(|it| it.counters.visible + it.counters.in_flight).sum();
    let workers = || view.consumers.iter().flat_map(|it| &it.workers);
    let text = if stored > 0 && workers().next().is_some() && workers().all(|it| is_not_there(it.state)) {
        "No worker is there. Messages wait in the queue until one comes, or until their retention ends."
    } else if stored == 0 {
        "Workers ask the queue for messages and wait for the next one."
    } else {
        "A worker that receives a message hides it from the others, does the work, then deletes it."
    };
    text.to_owned()
}
