//! Lambda functions and their event source mappings.

use sim::{
    ConcurrencyBound, ConcurrencyChange, Explanation, InvocationOutcome, Kind, MappingMode, MappingView,
};
use sqs::MessageId;

use super::time::{clock, count, plural};
use crate::text::Names;

/// What a mapping or a function did; other events have other words.
pub(super) fn event(kind: Kind, names: &impl Names) -> String {
    match kind {
        Kind::Polled { consumer, message } => {
            format!("{} received by the poller of {}", names.label(message), names.consumer(consumer))
        }
        Kind::Invoked { worker, messages, cold } => {
            let (worker, messages) = (names.worker(worker), plural(messages.into(), "message", "messages"));
            let start = if cold { " (cold start)" } else { "" };
            format!("{worker} invoked with {messages}{start}")
        }
        Kind::InvocationEnded { worker, outcome: how } => {
            format!("The invocation of {} {}", names.worker(worker), outcome(how))
        }
        Kind::InvocationThrottled { consumer, messages } => {
            let (consumer, messages) =
                (names.consumer(consumer), plural(messages.into(), "message", "messages"));
            format!("An invocation of {consumer} with {messages} is throttled")
        }
        Kind::FilteredByMapping { consumer, message } => {
            format!("{} does not match the filter of {}", names.label(message), names.consumer(consumer))
        }
        Kind::ConcurrencyChanged { consumer, limit, why } => {
            let (consumer, limit) =
                (names.consumer(consumer), plural(limit.into(), "invocation", "invocations"));
            match why {
                ConcurrencyChange::Grew => format!("{consumer} may have {limit} at once now"),
                ConcurrencyChange::Errors => format!("{consumer} backs off to {limit} at once"),
                ConcurrencyChange::Idle => format!("{consumer} goes back to {limit} at once"),
            }
        }
        _ => String::new(),
    }
}

/// How an invocation ended, after "the invocation".
pub fn outcome(outcome: InvocationOutcome) -> &'static str {
    match outcome {
        InvocationOutcome::Succeeded => "succeeds: its batch is deleted",
        InvocationOutcome::PartlyFailed => "names messages that failed: the others are deleted",
        InvocationOutcome::Failed => "fails: nothing is deleted",
        InvocationOutcome::TimedOut => "is killed at the function's timeout: nothing is deleted",
        InvocationOutcome::BadAnswer => "gives an answer that Lambda cannot read: nothing is deleted",
    }
}

/// A mapping in a sentence: "fn: 5 of 5 invocations at once, bounded by the ramp; 2 batches wait".
pub fn mapping_summary(consumer: &str, mapping: &MappingView) -> String {
    let (running, allowed) = (count(mapping.running.into()), count(mapping.allowed.into()));
    let mut parts = vec![format!("{consumer}: {running} of {allowed} invocations at once")];
    if let MappingMode::Provisioned { pollers } = mapping.mode {
        parts.push(plural(pollers.into(), "provisioned poller", "provisioned pollers"));
    }
    parts.push(concurrency_bound(mapping.bound).to_owned());
    if mapping.waiting.batches > 0 {
        let batches = plural(mapping.waiting.batches.into(), "batch waits", "batches wait");
        let messages = plural(mapping.waiting.messages.into(), "message", "messages");
        parts.push(format!("{batches} with {messages}"));
    }
    for (number, what) in [
        (mapping.failed, "failed"),
        (mapping.partly_failed, "failed in part"),
        (mapping.throttled, "throttled"),
        (mapping.filtered, "filtered out"),
    ] {
        if number > 0 {
            parts.push(format!("{} {what}", count(number)));
        }
    }
    parts.join(", ")
}

/// What is unusual about a mapping, for somebody who sees it for the first time.
pub(super) fn situation(consumer: &str, mapping: &MappingView) -> Option<String> {
    let running = plural(mapping.running.into(), "invocation", "invocations");
    match mapping.bound {
        ConcurrencyBound::Reserved if mapping.waiting.batches > 0 => {
            let batches = plural(mapping.waiting.batches.into(), "batch waits", "batches wait");
            Some(format!(
                "{consumer} has {running} at once and may have no more (reserved concurrency): {batches} in Lambda, \
                 while visibility timeouts run and receives have counted."
            ))
        }
        ConcurrencyBound::Errors => {
            Some(format!("Invocations of {consumer} failed, so Lambda backs off: {running} at once."))
        }
        ConcurrencyBound::Ramp => {
            let so_many = "as many as it may have by now; Lambda adds more each second.";
            Some(format!("{consumer} has {running} at once, {so_many}"))
        }
        ConcurrencyBound::Maximum => {
            Some(format!("{consumer} has {running} at once, as many as its MaximumConcurrency lets it have."))
        }
        ConcurrencyBound::Reserved
        | ConcurrencyBound::Demand
        | ConcurrencyBound::Groups
        | ConcurrencyBound::Ceiling => None,
    }
}

/// What keeps a mapping from more invocations at once.
pub fn concurrency_bound(bound: ConcurrencyBound) -> &'static str {
    match bound {
        ConcurrencyBound::Demand => "no more is needed",
        ConcurrencyBound::Groups => "bounded by the message groups: one invocation at a time for each",
        ConcurrencyBound::Ramp => "bounded by the ramp",
        ConcurrencyBound::Maximum => "bounded by MaximumConcurrency",
        ConcurrencyBound::Ceiling => "bounded by AWS's ceiling",
        ConcurrencyBound::Reserved => "bounded by the function's reserved concurrency",
        ConcurrencyBound::Errors => "backing off after errors",
    }
}

/// Why something happened; other explanations have other words.
pub(super) fn explanation(why: &Explanation, names: &impl Names) -> String {
    match *why {
        Explanation::BatchComesBack { outcome, failed, messages, visible_at_us, .. } => {
            let all = match messages {
                1 => "Its message comes back when its visibility timeout ends".to_owned(),
                many => {
                    let many = count(many.into());
                    format!("All {many} messages of the batch come back when their visibility timeout ends")
                }
            };
            let at = visible_at_us.map_or_else(String::new, |at| format!(", at {}", clock(at)));
            let cause = cause(outcome, failed, names);
            format!("{cause} Nothing is deleted. {all}{at}.")
        }
        Explanation::ReportedComeBack { worker } => {
            format!(
                "With ReportBatchItemFailures {} names the messages that failed: only those come back when their \
                 visibility timeout ends.",
                names.worker(worker)
            )
        }
        Explanation::CameBackWithBatch { message, outcome, failed, .. } => {
            came_back(message, outcome, failed, names)
        }
        Explanation::Throttled { consumer, messages, reserved } => {
            let (consumer, batch) =
                (names.consumer(consumer), plural(messages.into(), "message", "messages"));
            format!(
                "{consumer} may have {} at once (reserved concurrency), and as many run. Lambda tries again with \
                 these {batch} until their visibility timeout ends; their receives count already.",
                plural(reserved.into(), "invocation", "invocations")
            )
        }
        Explanation::NeverInvoked { message, consumer } => {
            let (message, consumer) = (names.label(message), names.consumer(consumer));
            format!(
                "{message} can be received again: {consumer} was never invoked with it before its visibility \
                 timeout ended. The receive counts all the same."
            )
        }
        Explanation::WindowOpen { messages, batch, until_us, .. } => {
            format!(
                "The batch has {} of {}: Lambda waits for more until {}, on a quiet queue until its receive of up \
                 to 20 s is over.",
                count(messages.into()),
                plural(batch.into(), "message", "messages"),
                clock(until_us)
            )
        }
        Explanation::ConcurrencyChanged { limit, ceiling, why, .. } => changed(limit, ceiling, why),
        Explanation::FilteredAndDeleted { consumer, message } => {
            let (message, consumer) = (names.label(message), names.consumer(consumer));
            format!(
                "{message} does not match the filter of {consumer}, so Lambda deletes it from the queue: the \
                 function never sees it, and no dead-letter queue gets it."
            )
        }
        _ => String::new(),
    }
}

fn cause(outcome: InvocationOutcome, failed: Option<MessageId>, names: &impl Names) -> String {
    let message = failed.map(|message| names.label(message));
    match (outcome, message) {
        (InvocationOutcome::TimedOut, Some(message)) => {
            format!("The function was killed at its timeout while it worked on {message}.")
        }
        (InvocationOutcome::TimedOut, None) => "The function was killed at its timeout.".to_owned(),
        (InvocationOutcome::BadAnswer, _) => "Lambda cannot read the function's answer.".to_owned(),
        (InvocationOutcome::PartlyFailed, Some(message)) => format!("{message} failed first."),
        (_, Some(message)) => format!("The function failed on {message}."),
        (_, None) => "The invocation failed.".to_owned(),
    }
}

fn came_back(
    message: MessageId,
    outcome: InvocationOutcome,
    failed: Option<MessageId>,
    names: &impl Names,
) -> String {
    let label = names.label(message);
    if outcome == InvocationOutcome::PartlyFailed {
        return format!("{label} can be received again: the function had named it as failed.");
    }
    let cause = cause(outcome, failed, names);
    if failed == Some(message) {
        return format!("{label} can be received again. {cause}");
    }
    let all = "the whole batch comes back";
    match outcome {
        InvocationOutcome::TimedOut | InvocationOutcome::BadAnswer => {
            format!("{label} can be received again: {all}. {cause}")
        }
        _ => format!(
            "{label} can be received again, though nothing was wrong with it. {cause} Without a list of failures \
             {all}."
        ),
    }
}

fn changed(limit: u32, ceiling: u32, why: ConcurrencyChange) -> String {
    let limit = count(limit.into());
    match why {
        ConcurrencyChange::Grew => format!(
            "All that was allowed was in use and messages waited: {limit} invocations at once now, {} at most.",
            count(ceiling.into())
        ),
        ConcurrencyChange::Errors => format!(
            "Invocations failed, so Lambda slows down to {limit} at once. With ReportBatchItemFailures it would not."
        ),
        ConcurrencyChange::Idle => {
            format!("A receive came back with nothing: Lambda goes back to {limit} invocations at once.")
        }
    }
}
