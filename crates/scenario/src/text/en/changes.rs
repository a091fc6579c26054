//! Attributes of a queue that change while the world runs.

use sim::QueueChange;
use sqs::{DeduplicationScope, FifoThroughputLimit, MICROS_PER_S};

use super::time::{count, plural, span};
use crate::text::Names;

/// An attribute and its new value: "VisibilityTimeout is now 90 s".
pub fn queue_change(change: QueueChange, names: &impl Names) -> String {
    let seconds =
        |name: &str, seconds: u32| format!("{name} is now {}", span(u64::from(seconds) * MICROS_PER_S));
    match change {
        QueueChange::VisibilityTimeout(s) => seconds("VisibilityTimeout", s),
        QueueChange::Retention(s) => seconds("MessageRetentionPeriod", s),
        QueueChange::Delay(s) => seconds("DelaySeconds", s),
        QueueChange::ReceiveWait(s) => seconds("ReceiveMessageWaitTimeSeconds", s),
        QueueChange::MaximumMessageSize(bytes) => {
            format!("MaximumMessageSize is now {} bytes", count(bytes.into()))
        }
        QueueChange::ContentBasedDeduplication(on) => {
            format!("ContentBasedDeduplication is now {}", if on { "on" } else { "off" })
        }
        QueueChange::DeduplicationScope(DeduplicationScope::Queue) => {
            "DeduplicationScope is now queue".to_owned()
        }
        QueueChange::DeduplicationScope(DeduplicationScope::MessageGroup) => {
            "DeduplicationScope is now messageGroup".to_owned()
        }
        QueueChange::ThroughputLimit(FifoThroughputLimit::PerQueue) => {
            "FifoThroughputLimit is now perQueue".to_owned()
        }
        QueueChange::ThroughputLimit(FifoThroughputLimit::PerMessageGroupId) => {
            "FifoThroughputLimit is now perMessageGroupId".to_owned()
        }
        QueueChange::Redrive(None) => "it has no dead-letter queue any more".to_owned(),
        QueueChange::Redrive(Some(it)) => {
            let receives = plural(it.max_receive_count.into(), "receive", "receives");
            format!("its dead-letter queue is now {}, after {receives}", names.queue(it.target))
        }
        QueueChange::RedriveAllow => "RedriveAllowPolicy is changed".to_owned(),
        QueueChange::Policy => "its policy is changed".to_owned(),
        QueueChange::Encryption => "its encryption is changed".to_owned(),
    }
}
