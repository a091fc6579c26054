//! Why something happened.

use sim::Explanation;
use sqs::MICROS_PER_MS;

use super::time::{clock, plural, span};
use crate::text::Names;

/// One sentence or two, with exact numbers.
pub fn explanation(why: &Explanation, names: &impl Names) -> String {
    match *why {
        Explanation::TimeoutEndedBeforeDelete {
            message,
            timeout_ms,
            ended_at_us,
            holder,
            holder_crashed,
        } => {
            let message = names.label(message);
            let (timeout, ended) = (span(timeout_ms.saturating_mul(MICROS_PER_MS)), clock(ended_at_us));
            let holder = match (holder, holder_crashed) {
                (Some(worker), true) => {
                    format!(" {} had crashed with it, which SQS cannot know.", names.worker(worker))
                }
                (Some(worker), false) => format!(" {} was still working on it.", names.worker(worker)),
                (None, _) => String::new(),
            };
            format!(
                "{message} can be received again because its visibility timeout of {timeout} ended at {ended}, \
                 before anyone had deleted it.{holder}"
            )
        }
        Explanation::SecondCopy { message } => format!(
            "A standard queue keeps each message on several servers. One of them did not know that {} was in \
             flight, and handed its copy out too.",
            names.label(message)
        ),
        Explanation::UsedUpReceives { message, max_receive_count } => format!(
            "{} had used up its {} (maxReceiveCount); the next receive moved it to the dead-letter queue instead.",
            names.label(message),
            plural(max_receive_count.into(), "receive", "receives")
        ),
        Explanation::ReceiveHides { message, until_us } => format!(
            "A receive hides a message, it does not remove it: {} stays in the queue and is hidden until {} \
             unless it is deleted before.",
            names.label(message),
            clock(until_us)
        ),
        Explanation::GroupLocked { message, by } => {
            let (message, by) = (names.label(message), names.label(by));
            format!(
                "{message} waits: {by}, an earlier message of its group, is in flight or delayed, and a FIFO queue \
                 lets nothing of a group overtake."
            )
        }
        Explanation::RetentionEnded { message, after_ms } => format!(
            "{} was {} old, the queue's retention period. It is gone: expired messages go to no dead-letter queue.",
            names.label(message),
            span(after_ms.saturating_mul(MICROS_PER_MS))
        ),
        Explanation::TookEffectAgain { message, worker, times } => format!(
            "{} was delivered more than once, and {} did the work again: it took effect {} times. An idempotent \
             consumer would have noticed.",
            names.label(message),
            names.worker(worker),
            times
        ),
        Explanation::SameDeduplicationId { original } => format!(
            "SQS accepted the send but stored nothing: {} came with the same deduplication ID within the last \
             5 minutes.",
            names.label(original)
        ),
        Explanation::StaleHandle { message } => format!(
            "The delete of {} used a receipt handle whose visibility timeout had ended; somebody else may have \
             received the message by then.",
            names.label(message)
        ),
        Explanation::CrashIsSilent { worker, message, visible_at_us } => {
            let worker = names.worker(worker);
            let message = message.map(|message| names.label(message));
            match (message, visible_at_us) {
                (Some(message), Some(at)) => format!(
                    "A worker that dies tells nobody: SQS only sees that no delete comes. {message} stays hidden \
                     until {}.",
                    clock(at)
                ),
                _ => format!(
                    "A worker that dies tells nobody. {worker} held no message, so nothing is delayed."
                ),
            }
        }
    }
}
