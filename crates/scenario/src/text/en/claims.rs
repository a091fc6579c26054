//! Claims: kinds, verdicts, and what a predicate says.

use sim::{ClaimKind, Predicate, Verdict};

use super::time::{clock, count, plural};
use crate::text::Names;

/// `always`, `sometimes`, `eventually`: also the value in a printed state.
pub fn claim_kind(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Always => "always",
        ClaimKind::Sometimes => "sometimes",
        ClaimKind::Eventually => "eventually",
    }
}

/// What a kind means.
pub fn claim_kind_help(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Always => "True after every event of the run.",
        ClaimKind::Sometimes => "True at one moment of the run at least.",
        ClaimKind::Eventually => "True at the end of the run.",
    }
}

/// A verdict: "holds, since 0:40.000".
pub fn verdict(kind: ClaimKind, verdict: &Verdict) -> String {
    match (kind, verdict.holds, verdict.decided_at_us) {
        (ClaimKind::Sometimes, true, Some(at)) => format!("holds: seen at {}", clock(at)),
        (ClaimKind::Always, false, Some(at)) => format!("does not hold: broken at {}", clock(at)),
        (_, true, _) => "holds".to_owned(),
        (_, false, _) => "does not hold".to_owned(),
    }
}

/// A predicate in words, for claims that have none of their own.
pub fn predicate(predicate: &Predicate, names: &impl Names) -> String {
    let queue_name = |queue: u32| names.queue(queue);
    match *predicate {
        Predicate::NothingLost { queue } => format!("no message of {} is lost", queue_name(queue)),
        Predicate::PeakVisible { queue, min, max } => {
            let (queue, min, max) = (queue_name(queue), count(min), count(max));
            format!("the most messages that wait in {queue} at once are {min} to {max}")
        }
        Predicate::PeakVisibleAt { queue, min_us, max_us } => {
            format!("{} is fullest between {} and {}", queue_name(queue), clock(min_us), clock(max_us))
        }
        Predicate::DrainedAt { queue, max, min_us, max_us } => {
            let (queue, max) = (queue_name(queue), plural(max, "message", "messages"));
            format!("{queue} falls to {max} for good between {} and {}", clock(min_us), clock(max_us))
        }
        Predicate::Empty { queue } => format!("{} is empty", queue_name(queue)),
        Predicate::ReceivedAt { message, receive, at_us } => {
            format!("receive {receive} of {message} happens at {}", clock(at_us))
        }
        Predicate::VisibleAgainAt { message, time, at_us } => {
            let at = clock(at_us);
            match time {
                1 => format!("{message} is visible again for the first time at {at}"),
                _ => format!("{message} is visible again, time {time}, at {at}"),
            }
        }
        Predicate::DeletedByAnother { message, than } => {
            format!("{message} is deleted by another worker than {}", names.worker(than))
        }
        Predicate::HasCrashed { worker } => format!("{} crashes", names.worker(worker)),
        Predicate::GroupOrderKept { queue } => {
            format!("{} keeps the order of every group", queue_name(queue))
        }
        Predicate::OrderBroken { queue } => format!("{} breaks the order of a group", queue_name(queue)),
        Predicate::GroupsExclusive { queue } => {
            format!(
                "nothing of a group leaves {} while an earlier message of it is in flight",
                queue_name(queue)
            )
        }
        Predicate::GroupsInParallel { queue, min } => {
            format!("{min} groups of {} are in flight at the same time", queue_name(queue))
        }
        Predicate::Duplicates { queue, min } => {
            format!("{} delivers again at least {}", queue_name(queue), plural(min, "time", "times"))
        }
        Predicate::SecondCopyDelivered { queue } => {
            format!("{} hands out a second copy of a message in flight", queue_name(queue))
        }
        Predicate::EffectsRepeated { consumer, min } => {
            let messages = plural(min, "message takes", "messages take");
            format!("at least {messages} effect more than once at {}", names.consumer(consumer))
        }
        Predicate::EffectsAtMostOnce { consumer } => {
            format!("no message takes effect more than once at {}", names.consumer(consumer))
        }
        Predicate::EffectsAtLeast { consumer, min } => {
            format!(
                "at least {} effect at {}",
                plural(min, "message takes", "messages take"),
                names.consumer(consumer)
            )
        }
        Predicate::DeadLettered { queue, min } => {
            let messages = plural(min, "message leaves", "messages leave");
            format!("at least {messages} {} for its dead-letter queue", queue_name(queue))
        }
        Predicate::DeletedAtLeast { queue, min } => {
            let messages = plural(min, "message", "messages");
            format!("at least {messages} of {} are deleted", queue_name(queue))
        }
    }
}
