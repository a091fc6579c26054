//! Topics and access: what they did, why it failed, how they stand.

use sim::{
    AccessDenial, DeliveryFate, Explanation, Kind, PrincipalView, SubscriptionView, TopicView, Trouble,
    sns_limits,
};
use sqs::{KmsTrouble, MICROS_PER_MS, MICROS_PER_S, Time};

use super::events::trouble;
use super::time::{count, plural, span};
use crate::text::Names;

/// What a topic did; other events have other words.
pub(super) fn event(kind: Kind, names: &impl Names) -> String {
    match kind {
        Kind::Published { topic, producer, number, duplicate: false } => {
            let (topic, producer) = (names.topic(topic), names.producer(producer));
            format!("Message {} published to {topic} by {producer}", count(number))
        }
        Kind::Published { topic, producer, number, duplicate: true } => {
            let (topic, producer) = (names.topic(topic), names.producer(producer));
            format!(
                "Publish to {topic} by {producer} accepted but not delivered: same deduplication ID as message {} \
                 within 5 min",
                count(number)
            )
        }
        Kind::Delivered { topic, subscription, number, message } => {
            let (subscription, label) = (names.subscription(topic, subscription), names.label(message));
            format!("Message {} delivered to {subscription} as {label}", count(number))
        }
        Kind::FilteredOut { topic, subscription, number } => {
            let subscription = names.subscription(topic, subscription);
            format!("Message {} does not match the filter of {subscription}", count(number))
        }
        Kind::DeliveryFailed { topic, subscription, number, trouble: why, attempt, fate, message } => {
            let subscription = names.subscription(topic, subscription);
            let fate = match (fate, message) {
                (DeliveryFate::Retried, _) => "SNS will try again".to_owned(),
                (DeliveryFate::DeadLettered, Some(message)) => {
                    format!("it goes to the subscription's dead-letter queue as {}", names.label(message))
                }
                (DeliveryFate::DeadLettered, None) => {
                    "it goes to the subscription's dead-letter queue".to_owned()
                }
                (DeliveryFate::Lost, _) => "it is lost".to_owned(),
            };
            format!(
                "Delivery of message {} to {subscription} failed (attempt {}): {}; {fate}",
                count(number),
                count(attempt.into()),
                trouble(why)
            )
        }
        _ => String::new(),
    }
}

/// Whose word denies a call, without a capital and a full stop.
pub(super) fn denial(denial: AccessDenial) -> &'static str {
    match denial {
        AccessDenial::NoIdentityPolicyAllows => "access denied, no policy of the caller allows it",
        AccessDenial::IdentityPolicyDenies => "access denied, the caller's own policy denies it",
        AccessDenial::NoQueuePolicyAllows => "access denied, the queue's policy does not allow it",
        AccessDenial::QueuePolicyDenies => "access denied, the queue's policy denies it",
        AccessDenial::WrongEndpoint => "access denied, the queue's policy wants another VPC endpoint",
    }
}

/// Why a key cannot be used, without a capital and a full stop.
pub fn key_trouble(trouble: KmsTrouble) -> &'static str {
    match trouble {
        KmsTrouble::AccessDenied => "KMS does not let the caller use the queue's key",
        KmsTrouble::Disabled => "the queue's KMS key is disabled",
        KmsTrouble::InvalidKeyUsage => "the queue's KMS key is not for encryption",
        KmsTrouble::InvalidState => "the queue's KMS key is in a state that forbids its use",
        KmsTrouble::NotFound => "the queue's KMS key does not exist",
        KmsTrouble::OptInRequired => "the account has not subscribed to KMS",
        KmsTrouble::Throttled => "KMS takes no more calls for now",
    }
}

/// Why something happened; other explanations have other words.
pub(super) fn explanation(why: &Explanation, names: &impl Names) -> String {
    match *why {
        Explanation::DeliveryFailed { topic, subscription, trouble, fate, attempt, wait_ms } => {
            let subscription = names.subscription(topic, subscription);
            delivery_failed(&subscription, trouble, fate, attempt, wait_ms)
        }
        Explanation::FilteredOut { topic, subscription } => {
            let subscription = names.subscription(topic, subscription);
            format!(
                "The filter policy of {subscription} does not match it, so SNS sends nothing there. That is no \
                 failure: no dead-letter queue gets it, and the other subscriptions get their copies."
            )
        }
        Explanation::PublishedAgain { topic, original } => {
            let (topic, original) = (names.topic(topic), count(original));
            format!(
                "{topic} is a FIFO topic: message {original} had come with the same deduplication ID within 5 \
                 minutes, so this one is accepted and delivered to nobody, not to standard queues either."
            )
        }
        Explanation::CallDenied { principal, trouble } => {
            let who = principal.map_or_else(|| "The owner".to_owned(), |index| names.principal(index));
            call_denied(&who, trouble)
        }
        _ => String::new(),
    }
}

fn delivery_failed(
    subscription: &str,
    trouble: Trouble,
    fate: DeliveryFate,
    attempt: u32,
    wait_ms: u64,
) -> String {
    let kept = match fate {
        DeliveryFate::Retried if wait_ms == 0 => {
            return format!(
                "The trouble is on the server's side, so SNS tries again at once: {} attempts follow each other \
                 without delay.",
                sns_limits::ATTEMPTS_AT_ONCE
            );
        }
        DeliveryFate::Retried => {
            return format!(
                "The trouble is on the server's side, so SNS tries again, after {} this time: first 1 s, then \
                 up to 20 s between attempts, {} in all over 23 days.",
                span(wait_ms * MICROS_PER_MS),
                count(sns_limits::ATTEMPTS_MAX.into())
            );
        }
        DeliveryFate::DeadLettered => "Its dead-letter queue keeps what the queue would have got.",
        DeliveryFate::Lost => "It has no dead-letter queue that takes it: this copy is lost.",
    };
    if attempt >= sns_limits::ATTEMPTS_MAX {
        return format!("SNS has tried {} times and gives up. {kept}", count(attempt.into()));
    }
    let cause = match trouble {
        Trouble::AccessDenied(AccessDenial::NoQueuePolicyAllows) => {
            "The queue's policy does not let sns.amazonaws.com send for this topic (aws:SourceArn)."
        }
        Trouble::AccessDenied(_) => "The queue's policy denies the topic's call, which comes from outside.",
        Trouble::KmsDenied(_) => {
            "SNS cannot use the key that encrypts the queue: alias/aws/sqs cannot be shared with it, and a key of \
             one's own must be usable."
        }
        Trouble::TooManyAttributes => {
            "With raw delivery the message's attributes become SQS's, which takes at most 10."
        }
        Trouble::TooLong => {
            "The message, in its envelope unless delivery is raw, is larger than the queue takes."
        }
        Trouble::QueueDoesNotExist => "The queue does not exist any more.",
        _ => "SQS refuses the message.",
    };
    format!("{cause} SNS does not try again what {subscription} itself refuses. {kept}")
}

fn call_denied(who: &str, trouble: Trouble) -> String {
    match trouble {
        Trouble::AccessDenied(AccessDenial::NoIdentityPolicyAllows) => format!(
            "Nothing allows {who} to do this: in one account either its own policy or the queue's must, across \
             accounts both."
        ),
        Trouble::AccessDenied(AccessDenial::IdentityPolicyDenies) => {
            format!("A Deny in {who}'s own policy beats every Allow.")
        }
        Trouble::AccessDenied(AccessDenial::NoQueuePolicyAllows) => format!(
            "{who} is of another account: its own policy is not enough, the queue's policy must allow it too."
        ),
        Trouble::AccessDenied(AccessDenial::QueuePolicyDenies) => {
            format!("A Deny in the queue's policy beats every Allow that {who} has.")
        }
        Trouble::AccessDenied(AccessDenial::WrongEndpoint) => format!(
            "The queue's policy denies every call that does not come through its VPC endpoint \
             (aws:sourceVpce). {who} came another way."
        ),
        Trouble::KmsDenied(KmsTrouble::AccessDenied) => format!(
            "SQS lets {who} in, but KMS does not: who sends to an encrypted queue needs kms:GenerateDataKey and \
             kms:Decrypt for its key, who receives kms:Decrypt."
        ),
        Trouble::KmsDenied(trouble) => format!(
            "The messages are encrypted, and {}: nobody can send or receive. What is stored stays, and retention \
             goes on.",
            key_trouble(trouble)
        ),
        other => format!("The call is refused: {}.", trouble_sentence(other)),
    }
}

fn trouble_sentence(why: Trouble) -> &'static str {
    trouble(why)
}

/// A topic in a sentence: "news: 12 published to 3 subscriptions".
pub fn topic_summary(topic: &TopicView) -> String {
    let subscriptions = plural(topic.subscriptions.len() as u64, "subscription", "subscriptions");
    let duplicates = match topic.deduplicated {
        0 => String::new(),
        some => format!(", {} accepted again and not delivered", count(some)),
    };
    format!("{}: {} published to {subscriptions}{duplicates}", topic.name, count(topic.published))
}

/// A subscription in a sentence: "audit: 12 delivered, 3 filtered out".
pub fn subscription_summary(subscription: &SubscriptionView, now_us: Time) -> String {
    let mut parts = vec![format!("{} delivered", count(subscription.delivered))];
    for (number, what) in [
        (subscription.filtered, "filtered out"),
        (subscription.dead_lettered, "to its dead-letter queue"),
        (subscription.lost, "lost"),
    ] {
        if number > 0 {
            parts.push(format!("{} {what}", count(number)));
        }
    }
    if let Some(oldest) = subscription.oldest {
        let left_us = oldest.next_us.saturating_sub(now_us).div_ceil(MICROS_PER_S) * MICROS_PER_S;
        parts.push(format!("{} waiting, next attempt in {}", count(subscription.waiting), span(left_us)));
    }
    format!("{}: {}", subscription.id, parts.join(", "))
}

/// A principal in a sentence: "web: 12 calls, 3 denied".
pub fn principal_summary(principal: &PrincipalView) -> String {
    let calls = plural(principal.calls, "call", "calls");
    match principal.denied {
        0 => format!("{}: {calls}", principal.id),
        denied => format!("{}: {calls}, {} denied", principal.id, count(denied)),
    }
}
