//! How AWS writes the names of things (sqs-facts §1.3).

use memchr::{memchr, memchr_iter, memrchr};
use sqs::Attribute;

/// A queue's ARN: `arn:<partition>:sqs:<region>:<account>:<name>`.
pub fn queue_arn(region: &str, account: u64, name: &str) -> String {
    format!("{}{account:012}:{name}", arn_prefix(region))
}

/// A queue's URL at AWS's own endpoint of the region, always https.
pub fn queue_url(region: &str, account: u64, name: &str) -> String {
    format!("{}/{account:012}/{name}", endpoint(region))
}

/// The begin of URLs at AWS's own endpoint of the region.
pub fn endpoint(region: &str) -> String {
    format!("https://sqs.{region}.{}", domain(region))
}

/// The begin of a region's queue ARNs, up to the account.
pub fn arn_prefix(region: &str) -> String {
    format!("arn:{}:sqs:{region}:", partition(region))
}

/// Every settable attribute.
pub const ATTRIBUTES: [Attribute; 15] = [
    Attribute::DelaySeconds,
    Attribute::MaximumMessageSize,
    Attribute::MessageRetentionPeriod,
    Attribute::ReceiveMessageWaitTimeSeconds,
    Attribute::VisibilityTimeout,
    Attribute::RedrivePolicy,
    Attribute::RedriveAllowPolicy,
    Attribute::Policy,
    Attribute::KmsMasterKeyId,
    Attribute::KmsDataKeyReusePeriodSeconds,
    Attribute::SqsManagedSseEnabled,
    Attribute::ContentBasedDeduplication,
    Attribute::DeduplicationScope,
    Attribute::FifoThroughputLimit,
    Attribute::FifoQueue,
];

/// What a queue shows beside its settable attributes.
const READ_ONLY_ATTRIBUTES: [&str; 6] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
];

/// The settable attribute of this name, which is case-sensitive.
pub fn attribute_named(name: &str) -> Option<Attribute> {
    ATTRIBUTES.into_iter().find(|known| attribute(*known) == name)
}

/// True for a name that `GetQueueAttributes` knows.
pub fn is_shown_attribute(name: &str) -> bool {
    name == "All" || READ_ONLY_ATTRIBUTES.contains(&name) || attribute_named(name).is_some()
}

/// A queue attribute by AWS's name.
pub const fn attribute(attribute: Attribute) -> &'static str {
    match attribute {
        Attribute::DelaySeconds => "DelaySeconds",
        Attribute::MaximumMessageSize => "MaximumMessageSize",
        Attribute::MessageRetentionPeriod => "MessageRetentionPeriod",
        Attribute::ReceiveMessageWaitTimeSeconds => "ReceiveMessageWaitTimeSeconds",
        Attribute::VisibilityTimeout => "VisibilityTimeout",
        Attribute::RedrivePolicy => "RedrivePolicy",
        Attribute::RedriveAllowPolicy => "RedriveAllowPolicy",
        Attribute::Policy => "Policy",
        Attribute::KmsMasterKeyId => "KmsMasterKeyId",
        Attribute::KmsDataKeyReusePeriodSeconds => "KmsDataKeyReusePeriodSeconds",
        Attribute::SqsManagedSseEnabled => "SqsManagedSseEnabled",
        Attribute::ContentBasedDeduplication => "ContentBasedDeduplication",
        Attribute::DeduplicationScope => "DeduplicationScope",
        Attribute::FifoThroughputLimit => "FifoThroughputLimit",
        Attribute::FifoQueue => "FifoQueue",
    }
}

/// The account, if one is named, and the name of the queue that a `QueueUrl` means. Only these two count, the
/// host does not; a bare name is enough (sqs-facts §1.3).
pub fn read_queue_url(url: &str) -> Option<(Option<u64>, &str)> {
    let after_scheme = memchr_iter(b':', url.as_bytes()).find_map(|at| url[at..].strip_prefix(SCHEME_END));
    let path = match after_scheme {
        Some(rest) => split_at(rest, memchr(b'/', rest.as_bytes())).map_or("", |(_host, path)| path),
        None => url,
    };
    let path = path.trim_matches('/');
    match split_at_last_slash(path) {
        Some((before, name)) => {
            let account = split_at_last_slash(before);
            let account = crate::identity::account(account.map_or(before, |(_, account)| account))?;
            Some((Some(account), name))
        }
        None if after_scheme.is_some() => None,
        None => Some((None, path)).filter(|_| !path.is_empty()),
    }
}

const SCHEME_END: &str = "://";

fn split_at_last_slash(text: &str) -> Option<(&str, &str)> {
    split_at(text, memrchr(b'/', text.as_bytes()))
}

/// What is before and behind the byte at this place.
fn split_at(text: &str, at: Option<usize>) -> Option<(&str, &str)> {
    at.map(|at| (&text[..at], &text[at + 1..]))
}

/// Account and name in a queue's ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arn<'a> {
    /// A queue of this engine's region.
    Queue(u64, &'a str),
    /// A queue of another region or partition.
    Elsewhere,
    /// Something that is no queue.
    OtherService,
    /// No ARN at all.
    Malformed,
}

/// Reads an ARN; `prefix` is the begin of this region's, up to the account.
pub fn read_arn<'a>(arn: &'a str, prefix: &str) -> Arn<'a> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let &["arn", partition, service, region, account, resource] = parts.as_slice() else {
        return Arn::Malformed;
    };
    if [partition, service, resource].contains(&"") {
        return Arn::Malformed;
    }
    if service != "sqs" {
        return Arn::OtherService;
    }
    match crate::identity::account(account) {
        Some(account) if arn.starts_with(prefix) => Arn::Queue(account, resource),
        Some(_) if !region.is_empty() => Arn::Elsewhere,
        Some(_) | None => Arn::Malformed,
    }
}

fn partition(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else {
        "aws"
    }
}

fn domain(region: &str) -> &'static str {
    if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queues_are_named_as_on_aws() {
        assert_eq!(
            queue_arn("us-east-1", 123_456_789_012, "orders"),
            "arn:aws:sqs:us-east-1:123456789012:orders"
        );
        assert_eq!(
            queue_url("eu-central-1", 123_456_789_012, "orders.fifo"),
            "https://sqs.eu-central-1.amazonaws.com/123456789012/orders.fifo"
        );
    }

    #[test]
    fn an_account_has_twelve_digits() {
        assert_eq!(queue_arn("us-east-1", 42, "q"), "arn:aws:sqs:us-east-1:000000000042:q");
        assert_eq!(queue_url("us-east-1", 42, "q"), "https://sqs.us-east-1.amazonaws.com/000000000042/q");
    }

    #[test]
    fn a_queue_url_means_account_and_name_whatever_its_host() {
        let orders = Some((Some(123_456_789_012), "orders"));
        assert_eq!(read_queue_url("https://sqs.us-east-1.amazonaws.com/123456789012/orders"), orders);
        assert_eq!(read_queue_url("http://127.0.0.1:9324/123456789012/orders/"), orders);
        assert_eq!(read_queue_url("/123456789012/orders"), orders);
        assert_eq!(read_queue_url("orders"), Some((None, "orders")));
        assert_eq!(read_queue_url("https://sqs.us-east-1.amazonaws.com"), None);
        assert_eq!(read_queue_url("https://sqs.us-east-1.amazonaws.com/orders"), None);
        assert_eq!(read_queue_url("https://host/12345/orders"), None);
        assert_eq!(read_queue_url(""), None);
    }

    #[test]
    fn an_arn_is_of_this_region_or_not() {
        let here = "arn:aws:sqs:us-east-1:";
        assert_eq!(read_arn("arn:aws:sqs:us-east-1:123456789012:q", here), Arn::Queue(123_456_789_012, "q"));
        assert_eq!(read_arn("arn:aws:sqs:eu-west-1:123456789012:q", here), Arn::Elsewhere);
        assert_eq!(read_arn("arn:aws:sns:us-east-1:123456789012:t", here), Arn::OtherService);
        assert_eq!(read_arn("orders", here), Arn::Malformed);
        assert_eq!(read_arn("arn:aws:sqs:us-east-1:1:q", here), Arn::Malformed);
    }

    #[test]
    fn other_partitions_have_their_own_words() {
        assert_eq!(queue_arn("cn-north-1", 1, "q"), "arn:aws-cn:sqs:cn-north-1:000000000001:q");
        assert_eq!(queue_url("cn-north-1", 1, "q"), "https://sqs.cn-north-1.amazonaws.com.cn/000000000001/q");
        assert_eq!(queue_arn("us-gov-west-1", 1, "q"), "arn:aws-us-gov:sqs:us-gov-west-1:000000000001:q");
    }
}
