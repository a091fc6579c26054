//! Sentences about the run; the words about SQS are the scenario crate's.

use sqs::MICROS_PER_MS;

use crate::clock_text;
use crate::session::{Session, Shown};

/// The most important of the newest events, as a sentence.
pub fn most_important(session: &Session, shown: &Shown, new: u64) -> Option<String> {
    let _ = (session, shown, new);
    None
}

/// The clock was stopped.
pub fn paused(session: &Session, shown: &Shown) -> String {
    format!("Paused. {}", instant(session, shown))
}

/// When it is and how much is where.
pub fn instant(session: &Session, shown: &Shown) -> String {
    let _ = session;
    let mut text = format!("At {}", clock_text::words(shown.position.at_us / MICROS_PER_MS));
    let mut mark = ": ";
    for queue in &shown.view.queues {
        let it = &queue.counters;
        text.push_str(mark);
        text.push_str(&format!("{}: {} visible, {} in flight", queue.name, it.visible, it.in_flight));
        if it.delayed > 0 {
            text.push_str(&format!(", {} delayed", it.delayed));
        }
        mark = "; ";
    }
    text.push('.');
    text
}
