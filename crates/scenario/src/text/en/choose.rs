//! Standard or FIFO: the questions, the choices and the reasons.

use crate::choose::{Asked, Choice, Reason, Verdict};

/// A question.
pub fn asked(asked: Asked) -> &'static str {
    match asked {
        Asked::Order => "Must messages be handled in the order in which they were sent?",
        Asked::Duplicates => "Would handling a message twice do harm that you cannot make harmless?",
        Asked::Rate => "How many messages a second come at most?",
        Asked::Readers => "Who gets each message?",
        Asked::Wait => "When may a message be handled?",
        Asked::Answer => "Does the sender wait for the result?",
    }
}

/// A choice of a question; the questions' choices are counted by [`Asked::choices`].
pub fn choice(asked: Asked, choice: Choice) -> &'static str {
    let choices: &[&str] = match asked {
        Asked::Order => &[
            "No, any order will do",
            "Yes, but only those that belong together (one customer's, one device's)",
            "Yes, all of them, one after the other",
        ],
        Asked::Duplicates => {
            &["No, or the consumer can notice and skip it", "Yes, and duplicates must not get into the queue"]
        }
        Asked::Rate => &["Up to 300", "Up to 3,000", "Up to 70,000", "More"],
        Asked::Readers => &[
            "One consumer, whichever is free",
            "Several systems, each its own copy",
            "Several systems, and they read old messages again later",
        ],
        Asked::Wait => &["As soon as possible", "After a pause of up to 15 minutes", "After hours or days"],
        Asked::Answer => &["No, it goes on", "Yes, it needs the result at once"],
    };
    choices.get(usize::from(choice)).copied().unwrap_or_default()
}

/// What to take, as a heading.
pub fn advice(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Standard => "A standard queue",
        Verdict::Fifo => "A FIFO queue",
        Verdict::Neither => "Neither",
    }
}

/// Why, in a sentence or two.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::AnswerAtOnce => {
            "A queue takes the message and lets the sender go; it brings no result back. Call the service \
             directly, and know what happens when it is slow or down."
        }
        Reason::ReadAgain => {
            "A message that was handled and deleted is gone: nobody reads it again. A stream such as Kinesis Data \
             Streams keeps records for all readers."
        }
        Reason::OrderBeyondFifo => {
            "No FIFO queue takes this rate in order. One message group is one line: 300 calls a second, 3,000 \
             messages with batches. A stream with shards goes further."
        }
        Reason::OrderByGroup => {
            "Order is kept within a message group. Give each customer or device its own MessageGroupId, and the \
             groups are handled side by side."
        }
        Reason::OrderOfAll => {
            "One message group puts all messages in one line. It also lets only one batch be worked on at a time, \
             however many consumers there are."
        }
        Reason::NoDuplicates => {
            "A FIFO queue drops a second send with the same deduplication id within five minutes. A consumer that \
             dies before its delete still gets the message again: keep work safe to repeat."
        }
        Reason::DuplicatesHarmless => {
            "A standard queue delivers at least once and keeps order as well as it can. That is enough when work \
             is safe to repeat, and it is cheaper."
        }
        Reason::Batches => {
            "A FIFO queue takes 300 calls a second of each action. With ten messages a call that is 3,000 messages."
        }
        Reason::HighThroughput => {
            "Turn high throughput on: deduplication scope messageGroup, throughput limit per message group id, and \
             many groups, so that they spread over partitions."
        }
        Reason::AnyRate => {
            "A standard queue has no rate to plan for: the queue takes the spike, the consumers drain it."
        }
        Reason::FanOut => {
            "Publish to an SNS topic and give each system a queue of its own. Consumers of one queue share its \
             messages, they do not copy them."
        }
        Reason::OneConsumerEach => "Consumers of a queue share its messages: each goes to one of them.",
        Reason::Delay => {
            "Set DelaySeconds: on the queue, or on single messages of a standard queue. A visibility timeout hides \
             only what was received."
        }
        Reason::Scheduler => {
            "No message waits longer than 15 minutes before it can be received. Let EventBridge Scheduler or Step \
             Functions send it when its time has come."
        }
    }
}
