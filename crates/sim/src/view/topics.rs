//! Topics and principals at an instant.

use std::sync::Arc;

use sqs::{KmsTrouble, QueueKind, Time};

/// An SNS topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicView {
    /// The author's id.
    pub id: Arc<str>,
    /// AWS's name.
    pub name: Arc<str>,
    /// Standard or FIFO.
    pub kind: QueueKind,
    /// Messages published so far, duplicates left out.
    pub published: u64,
    /// Messages of a FIFO topic that were accepted and not delivered.
    pub deduplicated: u64,
    /// In the model's order.
    pub subscriptions: Vec<SubscriptionView>,
}

/// A subscription of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionView {
    /// The author's id.
    pub id: Arc<str>,
    /// Index of its queue.
    pub to: u32,
    /// `RawMessageDelivery`.
    pub raw: bool,
    /// Has it a filter policy?
    pub has_filter: bool,
    /// Index of its dead-letter queue.
    pub dead_letter: Option<u32>,
    /// Copies that its queue has accepted.
    pub delivered: u64,
    /// Messages that its filter did not let through.
    pub filtered: u64,
    /// Attempts that failed.
    pub failed: u64,
    /// Messages that went to its dead-letter queue.
    pub dead_lettered: u64,
    /// Messages that are gone.
    pub lost: u64,
    /// Messages that wait for another attempt, or behind one that does.
    pub waiting: u64,
    /// The one of them that waits longest.
    pub oldest: Option<WaitingDelivery>,
}

/// A delivery that is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingDelivery {
    /// Number of the message at its topic.
    pub number: u64,
    /// Attempts that failed.
    pub attempts: u32,
    /// When the next attempt is made.
    pub next_us: Time,
}

/// A role in whose name actors call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalView {
    /// The author's id.
    pub id: Arc<str>,
    /// Its 12-digit account.
    pub account: u64,
    /// The VPC endpoint that its calls come through.
    pub vpc_endpoint: Option<Arc<str>>,
    /// Calls so far.
    pub calls: u64,
    /// Calls that a policy or a key denied.
    pub denied: u64,
}

/// The KMS key of an encrypted queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    /// As `KmsMasterKeyId` names it.
    pub name: Arc<str>,
    /// Why it cannot be used, if it cannot.
    pub trouble: Option<KmsTrouble>,
}

/// Which delivery of a topic a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyOf {
    /// Index of the topic.
    pub topic: u32,
    /// Index of the subscription in it.
    pub subscription: u32,
    /// Number of the message at the topic, from 1.
    pub number: u64,
}
