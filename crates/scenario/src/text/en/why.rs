//! Why something happened.

use sim::{Explanation, WorkerId};
use sqs::{MICROS_PER_MS, MessageId, Time};

use super::calls;
use super::lambda;
use super::messages::effects;
use super::producers;
use super::scaling::{scale_in_took, scaled};
use super::time::{clock, plural, span};
use super::topics;
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
            holder_hung,
            holder_terminated,
        } => {
            let still = |worker| match holder_terminated {
                true => {
                    format!(" {} was taken by scale-in with it, which SQS cannot know.", names.worker(worker))
                }
                false => still_held(worker, holder_crashed, holder_hung, names),
            };
            let holder = holder.map_or_else(String::new, still);
            format!("{}{holder}", timeout_ended(message, timeout_ms, ended_at_us, names))
        }
        Explanation::SecondCopy { message } => {
            let message = names.label(message);
            format!(
                "A standard queue keeps each message on several servers. One of them did not know that \
                 {message} was in flight, and handed its copy out too."
            )
        }
        Explanation::UsedUpReceives { message, max_receive_count } => {
            used_up(message, max_receive_count, names)
        }
        Explanation::ReceiveHides { message, until_us } => {
            let (message, until) = (names.label(message), clock(until_us));
            format!(
                "A receive hides a message, it does not remove it: {message} stays in the queue, hidden \
                 until {until} unless it is deleted before."
            )
        }
        Explanation::GroupLocked { message, by } => {
            let (message, by) = (names.label(message), names.label(by));
            format!(
                "{message} waits: {by}, an earlier message of its group, is in flight or delayed, and in a \
                 FIFO queue nothing overtakes within a group."
            )
        }
        Explanation::RetentionEnded { message, after_ms } => {
            let (message, age) = (names.label(message), length(after_ms));
            format!(
                "{message} was {age} old, which is the queue's retention period. It is gone: no dead-letter \
                 queue gets it."
            )
        }
        Explanation::TookEffectAgain { message, worker, times } => {
            let (message, worker) = (names.label(message), names.worker(worker));
            let effects = effects(times).unwrap_or_default();
            format!(
                "{message} was delivered more than once, and {worker} did its work again: it {effects}. \
                 An idempotent consumer would have noticed."
            )
        }
        Explanation::SameDeduplicationId { original } => {
            let original = names.label(original);
            format!(
                "SQS accepted the send but stored nothing: {original} had come with the same deduplication \
                 ID within 5 minutes."
            )
        }
        Explanation::StaleHandle { message } => {
            let message = names.label(message);
            format!(
                "The delete of {message} used a receipt handle whose visibility timeout had ended: somebody \
                 else may have it by now."
            )
        }
        Explanation::CrashIsSilent { worker, message, visible_at_us } => {
            crash_is_silent(worker, message, visible_at_us, names)
        }
        Explanation::DeliveryFailed { .. }
        | Explanation::FilteredOut { .. }
        | Explanation::PublishedAgain { .. }
        | Explanation::CallDenied { .. } => topics::explanation(why, names),
        Explanation::BatchComesBack { .. }
        | Explanation::ReportedComeBack { .. }
        | Explanation::CameBackWithBatch { .. }
        | Explanation::Throttled { .. }
        | Explanation::NeverInvoked { .. }
        | Explanation::WindowOpen { .. }
        | Explanation::ConcurrencyChanged { .. }
        | Explanation::FilteredAndDeleted { .. } => lambda::explanation(why, names),
        Explanation::SentAgain { .. }
        | Explanation::RetryDeduplicated { .. }
        | Explanation::ReplyLost { .. } => producers::explanation(why, names),
        Explanation::NoWorkerFree { .. }
        | Explanation::CallerGaveUp { .. }
        | Explanation::WorkedForNobody { .. }
        | Explanation::CallDiedWithWorker { .. } => calls::explanation(why, names),
        Explanation::Scaled { from, to, why, target_milli, .. } => {
            scaled(why, (from, to), target_milli, names)
        }
        Explanation::ScaleInTook { worker, message, visible_at_us } => {
            scale_in_took(worker, message, visible_at_us, names)
        }
        Explanation::HangIsSilent { worker, message, visible_at_us } => {
            hang_is_silent(worker, message, visible_at_us, names)
        }
        Explanation::ExtendedByHeartbeat { worker, message, until_us } => {
            let (worker, message, until) = (names.worker(worker), names.label(message), clock(until_us));
            format!(
                "{worker} still works on {message} and tells SQS in time (ChangeMessageVisibility): the clock \
                 starts anew, {message} stays hidden until {until}."
            )
        }
        Explanation::HeartbeatRefused { worker, message } => {
            let (worker, message) = (names.worker(worker), names.label(message));
            format!(
                "SQS refuses to hide {message} any longer: 12 hours after the receive is the end, whatever the \
                 heartbeat asks for. {worker} works on, but another worker will get {message} too."
            )
        }
        Explanation::AlwaysFails { message, .. } => {
            let message = names.label(message);
            format!(
                "{message} is a poison message: work on it fails whoever tries. Without a dead-letter queue it \
                 comes back again and again until its retention ends."
            )
        }
    }
}

fn timeout_ended(message: MessageId, timeout_ms: u64, ended_at_us: Time, names: &impl Names) -> String {
    let (message, timeout, ended) = (names.label(message), length(timeout_ms), clock(ended_at_us));
    format!(
        "{message} can be received again: its visibility timeout of {timeout} ended at {ended} without a \
         delete."
    )
}

fn used_up(message: MessageId, max_receive_count: u32, names: &impl Names) -> String {
    let receives = match max_receive_count {
        1 => "only receive".to_owned(),
        many => plural(many.into(), "receive", "receives"),
    };
    format!(
        "{} had used up its {receives} (maxReceiveCount): the next one moved it to the dead-letter queue \
         instead.",
        names.label(message)
    )
}

fn length(ms: u64) -> String {
    span(ms.saturating_mul(MICROS_PER_MS))
}

fn still_held(worker: WorkerId, crashed: bool, hung: bool, names: &impl Names) -> String {
    let worker = names.worker(worker);
    match (crashed, hung) {
        (true, _) => format!(" {worker} had crashed with it, which SQS cannot know."),
        (false, true) => format!(" {worker} hung with it, which SQS cannot know."),
        (false, false) => format!(" {worker} was still at work on it."),
    }
}

fn hang_is_silent(
    worker: WorkerId,
    message: Option<MessageId>,
    visible_at_us: Option<Time>,
    names: &impl Names,
) -> String {
    let worker = names.worker(worker);
    let held = match (message, visible_at_us) {
        (Some(message), Some(at)) => {
            format!(" {} stays hidden until {}.", names.label(message), clock(at))
        }
        (Some(message), None) => format!(" It had {}.", names.label(message)),
        (None, _) => String::new(),
    };
    format!("{worker} neither works nor dies. To SQS a worker that hangs looks like one that is busy.{held}")
}

fn crash_is_silent(
    worker: WorkerId,
    message: Option<MessageId>,
    visible_at_us: Option<Time>,
    names: &impl Names,
) -> String {
    match (message, visible_at_us) {
        (Some(message), Some(at)) => {
            let (message, at) = (names.label(message), clock(at));
            format!(
                "A worker that dies tells nobody: SQS only sees that no delete comes. {message} stays hidden \
                 until {at}."
            )
        }
        (Some(message), None) => {
            let message = names.label(message);
            format!("A worker that dies tells nobody: SQS only sees that no delete of {message} comes.")
        }
        (None, _) => {
            let worker = names.worker(worker);
            format!("A worker that dies tells nobody. {worker} held no message, so none is held up.")
        }
    }
}
