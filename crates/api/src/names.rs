//! How AWS writes the names of things (sqs-facts §1.3).

use sqs::Attribute;

/// A queue's ARN: `arn:<partition>:sqs:<region>:<account>:<name>`.
pub fn queue_arn(region: &str, account: u64, name: &str) -> String {
    format!("arn:{}:sqs:{region}:{account:012}:{name}", partition(region))
}

/// A queue's URL at AWS's own endpoint of the region, always https.
pub fn queue_url(region: &str, account: u64, name: &str) -> String {
    format!("https://sqs.{region}.{}/{account:012}/{name}", domain(region))
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
    fn other_partitions_have_their_own_words() {
        assert_eq!(queue_arn("cn-north-1", 1, "q"), "arn:aws-cn:sqs:cn-north-1:000000000001:q");
        assert_eq!(queue_url("cn-north-1", 1, "q"), "https://sqs.cn-north-1.amazonaws.com.cn/000000000001/q");
        assert_eq!(queue_arn("us-gov-west-1", 1, "q"), "arn:aws-us-gov:sqs:us-gov-west-1:000000000001:q");
    }
}
