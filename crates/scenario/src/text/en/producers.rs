//! Producers: what they do, and what becomes of their calls.

use sim::{Explanation, Kind, ProducerView, Rhythm};

use super::calls;
use super::time::{clock, count, plural, span_short, thousandths};
use crate::text::Names;

/// A producer: "web sends 80 a second, 1,234 so far, 3 calls lost".
pub fn producer_summary(producer: &ProducerView) -> String {
    if let Some(calls) = &producer.calls {
        return calls::caller_summary(producer, calls, &rhythm(producer, "calls"));
    }
    let so_far = format!("{} so far", count(producer.sent));
    let mut parts = vec![format!("{} {}", producer.id, rhythm(producer, "sends")), so_far];
    let counts = [
        (producer.refused, "refused"),
        (producer.lost_requests, "lost on the way to SQS"),
        (producer.lost_replies, "answers lost"),
        (producer.given_up, "given up"),
    ];
    parts.extend(counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", count(*n))));
    if producer.retries > 0 {
        parts.push(plural(producer.retries, "repeated call", "repeated calls"));
    }
    if let Some(batch) = producer.batch.filter(|batch| batch.messages > 0) {
        parts.push(format!("{} of {} in the batch", batch.messages, batch.of));
    }
    if let Some(scheduler) = producer.scheduler {
        parts.push(format!("{} held by the scheduler", count(scheduler.held)));
    }
    parts.join(", ")
}

/// What it does how often: "sends 80 a second".
fn rhythm(producer: &ProducerView, does: &str) -> String {
    match producer.rhythm {
        Rhythm::Bursts { size, every_us } => {
            format!("{does} {} every {}", count(size.into()), span_short(every_us))
        }
        Rhythm::Times { left: 0 } => format!("{does} nothing more"),
        Rhythm::Times { left } => format!("{does} at set times, {} to come", count(left.into())),
        Rhythm::Rate if producer.rate_milli == 0 => format!("{does} nothing now"),
        Rhythm::Rate => format!("{does} {} a second", thousandths(producer.rate_milli)),
    }
}

/// An event of a producer; empty for others.
pub(super) fn event(kind: Kind, names: &impl Names) -> String {
    match kind {
        Kind::ScheduleTaken { producer, due_at } => {
            let producer = names.producer(producer);
            format!("The scheduler takes a message of {producer} and will send it at {}", clock(due_at))
        }
        Kind::ScheduleFired { producer } => {
            format!("The scheduler sends a message of {}", names.producer(producer))
        }
        Kind::BatchFilling { producer, messages } => {
            let messages = plural(messages.into(), "message", "messages");
            format!("{} has {messages} for its next batch", names.producer(producer))
        }
        Kind::CallLost { producer, reply, .. } if let Some(called) = names.called_by(producer) => {
            let producer = names.producer(producer);
            match reply {
                false => format!("A call of {producer} is lost on its way to {called}"),
                true => format!("The answer of {called} to {producer} is lost"),
            }
        }
        Kind::CallLost { producer, reply: false, .. } => {
            format!("A call of {} is lost on its way to SQS", names.producer(producer))
        }
        Kind::CallLost { producer, message, reply: true } => {
            let about =
                message.map_or_else(String::new, |message| format!(" about {}", names.label(message)));
            format!("SQS's answer to {}{about} is lost", names.producer(producer))
        }
        Kind::Retried { producer, message: Some(message) } => {
            format!("{} sends {} again", names.producer(producer), names.label(message))
        }
        Kind::Retried { producer, message: None } => {
            format!("{} makes its call again", names.producer(producer))
        }
        Kind::GaveUp { producer, messages } => {
            let messages = match names.called_by(producer) {
                Some(_) => "a call".to_owned(),
                None => plural(messages.into(), "message", "messages"),
            };
            format!("{} gives up on {messages}: it has tried often enough", names.producer(producer))
        }
        _ => String::new(),
    }
}

/// Why a send came out as it did; empty for others.
pub(super) fn explanation(why: &Explanation, names: &impl Names) -> String {
    match *why {
        Explanation::SentAgain { producer, message, original } => {
            let (message, original) = (names.label(message), names.label(original));
            let producer = names.producer(producer);
            format!(
                "{message} is a duplicate of {original}: SQS's answer was lost, {producer} could not know that \
                 {original} is in the queue, and sent it once more."
            )
        }
        Explanation::RetryDeduplicated { producer, original } => {
            let (original, producer) = (names.label(original), names.producer(producer));
            format!(
                "{producer} sent {original} once more, since SQS's answer was lost. The deduplication id is the \
                 same within 5 minutes, so the queue keeps one message."
            )
        }
        Explanation::ReplyLost { producer, message } => {
            let (message, producer) = (names.label(message), names.producer(producer));
            format!(
                "{message} is in the queue, but {producer} does not know it: a lost answer looks just like a lost \
                 call."
            )
        }
        _ => String::new(),
    }
}
