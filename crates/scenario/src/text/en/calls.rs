//! Direct calls, without a queue.

use sim::{CallOutcome, CallsView, Explanation, Kind, ProducerView, ServingView, WorkerId};
use sqs::MICROS_PER_MS;

use super::time::{clock, count, plural, span, span_short};
use crate::text::Names;

/// A caller: "web calls 80 a second, 1,234 answered, 3 refused, 96 ms on average".
pub(super) fn caller_summary(producer: &ProducerView, calls: &CallsView, rhythm: &str) -> String {
    let mut parts = vec![format!("{} {rhythm}", producer.id), format!("{} answered", count(calls.answered))];
    let counts = [
        (calls.refused, "refused"),
        (calls.timed_out, "timed out"),
        (calls.broken, "broken off"),
        (calls.failed, "failed"),
        (calls.open, "waiting for an answer"),
        (producer.retries, "repeated"),
        (producer.given_up, "given up"),
    ];
    parts.extend(counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", count(*n))));
    if let Some((mean_us, longest_us)) = calls.answer_us {
        let (mean, longest) = (span_short(mean_us), span_short(longest_us));
        parts.push(format!("answers after {mean} on average, {longest} at most"));
    }
    parts.join(", ")
}

/// What waits at a consumer that is called: "2 of 10 places to wait taken".
pub fn serving_summary(serving: &ServingView) -> String {
    match serving.accept {
        0 => "no place to wait".to_owned(),
        places => {
            let places = plural(places.into(), "place", "places");
            format!("{} of {places} to wait taken", count(serving.waiting))
        }
    }
}

/// How a call ends, in a word or two: "refused (503)".
pub fn call_outcome(outcome: CallOutcome) -> String {
    let words = match outcome {
        CallOutcome::Answered => "answered",
        CallOutcome::Failed => "failed",
        CallOutcome::Broken => "broken off",
        CallOutcome::Refused => "refused",
        CallOutcome::TimedOut => "timed out",
        CallOutcome::Unheard => "done for nobody",
    };
    outcome.status().map_or_else(|| words.to_owned(), |status| format!("{words} ({status})"))
}

/// An event of a direct call; empty for others.
pub(super) fn event(kind: Kind, names: &impl Names) -> String {
    match kind {
        Kind::CallTaken { worker, producer, number, done_at } => {
            let (worker, call) = (names.worker(worker), call(producer, number, names));
            format!("{worker} takes {call}, until {}", clock(done_at))
        }
        Kind::CallWaits { producer, number } => {
            format!("{} waits: no worker is free", sentence(call(producer, number, names)))
        }
        Kind::CallEnded { producer, number, outcome, worker, after_us } => ended(
            call(producer, number, names),
            outcome,
            worker,
            span(after_us / MICROS_PER_MS * MICROS_PER_MS),
            names,
        ),
        _ => String::new(),
    }
}

fn ended(
    call: String,
    outcome: CallOutcome,
    worker: Option<WorkerId>,
    after: String,
    names: &impl Names,
) -> String {
    let by = worker.map_or_else(|| "the worker".to_owned(), |worker| names.worker(worker));
    match outcome {
        CallOutcome::Answered => format!("{by} answers {call} after {after} (200)"),
        CallOutcome::Failed => format!("{by} fails on {call} (500)"),
        CallOutcome::Broken => format!("{} breaks off: {by} died with it (502)", sentence(call)),
        CallOutcome::Refused => format!("{} is refused: no worker is free (503)", sentence(call)),
        CallOutcome::TimedOut => format!("{} gets no answer within {after} (504)", sentence(call)),
        CallOutcome::Unheard => format!("{by} is done with {call}, and nobody hears the answer"),
    }
}

/// A call in the middle of a sentence.
fn call(producer: u32, number: u32, names: &impl Names) -> String {
    format!("call {} of {}", count(number.into()), names.producer(producer))
}

/// At the beginning of a sentence.
fn sentence(words: String) -> String {
    words.replacen("call", "Call", 1)
}

/// Why a direct call came out as it did; empty for others.
pub(super) fn explanation(why: &Explanation, names: &impl Names) -> String {
    match *why {
        Explanation::NoWorkerFree { consumer, workers, accept } => {
            let consumer = names.consumer(consumer);
            let busy = match workers {
                1 => format!("The one worker of {consumer} is busy"),
                _ => format!("All {} workers of {consumer} are busy", count(workers.into())),
            };
            let full = match accept {
                0 => String::new(),
                1 => " and the one place to wait is taken".to_owned(),
                places => format!(" and the {} places to wait are taken", count(places.into())),
            };
            format!("{busy}{full}. Nothing stands between caller and worker that could keep the call.")
        }
        Explanation::CallerGaveUp { producer, timeout_ms } => {
            let (producer, timeout) = (names.producer(producer), span(timeout_ms * MICROS_PER_MS));
            format!(
                "{producer} waits {timeout} for an answer, no longer. A worker that is at the call goes on with it."
            )
        }
        Explanation::WorkedForNobody { producer, worker } => {
            let (producer, worker) = (names.producer(producer), names.worker(worker));
            format!(
                "{worker} has done the work, but {producer} does not hear of it: to {producer} the call has failed."
            )
        }
        Explanation::CallDiedWithWorker { producer, worker } => {
            let (producer, worker) = (names.producer(producer), names.worker(worker));
            format!(
                "A direct call lives in the connection: with {worker} it is gone, and only {producer} can make it again."
            )
        }
        _ => String::new(),
    }
}
