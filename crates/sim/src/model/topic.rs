//! SNS topics and their subscriptions (sqs-facts §8).

use std::sync::Arc;

use sqs::{
    Caller, Condition, ConditionValue, Effect, Listed, Meaning, Operator, Policy, PolicyDocument, Principal,
    QueueKind, Region, Statement,
};

use crate::FilterPolicy;

/// SNS as policies name it.
pub(crate) const SNS: &str = "sns.amazonaws.com";

/// AWS's numbers for topics (sqs-facts §8).
pub mod sns_limits {
    use sqs::{MICROS_PER_MS, MICROS_PER_S, Time};

    /// Bytes of a message with its attributes.
    pub const MESSAGE_BYTES_MAX: u32 = 262_144;
    /// Attempts of one delivery.
    pub const ATTEMPTS_MAX: u32 = 100_015;
    /// Attempts that follow each other without delay, the first included.
    pub const ATTEMPTS_AT_ONCE: u32 = 3;
    /// Attempts after those, [`PRE_BACKOFF_US`] apart.
    pub const ATTEMPTS_OF_PRE_BACKOFF: u32 = 2;
    /// Microseconds.
    pub const PRE_BACKOFF_US: Time = MICROS_PER_S;
    /// Milliseconds before each attempt after those: from 1 s to 20 s, each the same number of times as long as
    /// the one before.
    pub const BACKOFF_MS: [u32; 10] =
        [1_000, 1_395, 1_946, 2_714, 3_786, 5_282, 7_369, 10_279, 14_339, 20_000];
    /// Microseconds before every other attempt.
    pub const POST_BACKOFF_US: Time = 20 * MICROS_PER_S;
    /// Seconds for which a FIFO topic knows a deduplication id.
    pub const DEDUPLICATION_WINDOW_US: Time = 300 * MICROS_PER_S;

    /// Microseconds between so many attempts that failed and the next.
    pub fn wait_us(attempts: u32) -> Time {
        let before_backoff = ATTEMPTS_AT_ONCE + ATTEMPTS_OF_PRE_BACKOFF;
        if attempts < ATTEMPTS_AT_ONCE {
            return 0;
        }
        match attempts.checked_sub(before_backoff) {
            None => PRE_BACKOFF_US,
            Some(place) => {
                BACKOFF_MS.get(place as usize).map_or(POST_BACKOFF_US, |ms| Time::from(*ms) * MICROS_PER_MS)
            }
        }
    }
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicModel {
    /// The author's id.
    pub id: Arc<str>,
    /// AWS's name; FIFO names end in `.fifo`.
    pub name: Arc<str>,
    /// Standard or FIFO. A standard topic cannot feed a FIFO queue.
    pub kind: QueueKind,
    /// FIFO: a message without a deduplication id gets one made of its body.
    pub content_based_deduplication: bool,
    /// In the author's order, which is the order of deliveries.
    pub subscriptions: Vec<SubscriptionModel>,
}

/// A queue that gets a copy of what is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionModel {
    /// The author's id.
    pub id: Arc<str>,
    /// The queue, by index in [`crate::Model::queues`].
    pub to: u32,
    /// `RawMessageDelivery`: the message as it was published, without the envelope.
    pub raw: bool,
    /// Only what matches is delivered.
    pub filter: Option<FilterPolicy>,
    /// The subscription's own dead-letter queue, by index in [`crate::Model::queues`].
    pub dead_letter: Option<u32>,
}

impl TopicModel {
    /// Its ARN, in the region and account of all that a model has.
    pub fn arn(&self) -> String {
        format!("{}{:012}:{}", arn_prefix("sns"), Caller::OWNER_ACCOUNT, self.name)
    }
}

/// The ARN of a queue of a model.
pub fn queue_arn(name: &str) -> String {
    format!("{}{:012}:{name}", arn_prefix("sqs"), Caller::OWNER_ACCOUNT)
}

/// The policy that lets topics send to a queue, as AWS's documents give it.
pub fn topics_policy<'a>(queue_name: &str, topics: impl Iterator<Item = &'a TopicModel>) -> PolicyDocument {
    let one = |item: String| Listed { negated: false, items: vec![item.into()] };
    let topic_arn = |topic: &TopicModel| ConditionValue { text: topic.arn().into(), meaning: Meaning::Text };
    let condition = Condition {
        set: None,
        operator: Operator::ArnEquals,
        if_exists: false,
        key: "aws:SourceArn".into(),
        values: topics.map(topic_arn).collect(),
    };
    let statement = Statement {
        sid: None,
        effect: Effect::Allow,
        principals: Listed { negated: false, items: vec![Principal::Service(SNS.into())] },
        actions: one("sqs:SendMessage".to_owned()),
        resources: one(queue_arn(queue_name)),
        conditions: vec![condition],
    };
    let policy = Policy { version: Some("2012-10-17".into()), id: None, statements: vec![statement] };
    PolicyDocument { text: None, policy }
}

fn arn_prefix(service: &str) -> String {
    Region::default().arn_prefix.replacen(":sqs:", &format!(":{service}:"), 1)
}

#[cfg(test)]
mod tests {
    use super::sns_limits::*;

    /// sqs-facts §8: 3 at once, 2 at 1 s, 10 from 1 s to 20 s, then every 20 s, over 23 days.
    #[test]
    fn attempts_come_in_four_phases() {
        let waits: Vec<_> = (1..ATTEMPTS_MAX).map(wait_us).collect();
        assert_eq!(waits[..4], [0, 0, 1_000_000, 1_000_000]);
        assert_eq!((waits[4], waits[13], waits[14]), (1_000_000, 20_000_000, 20_000_000));
        assert!(waits[4..14].is_sorted_by(|one, next| one < next));
        let days = waits.iter().sum::<u64>() / 86_400_000_000;
        assert_eq!(days, 23);
    }
}
