//! The numbers of the words of closed lists in links of version 1: their places in these lists, which only grow, at
//! their ends.

/// Words of a queue's `type`.
pub(super) const QUEUE_TYPES: &[&str] = &["standard", "fifo"];
/// Words of a producer's `arrivals`.
pub(super) const ARRIVALS: &[&str] = &["steady", "poisson"];
/// Words of a consumer's `kind`.
pub(super) const CONSUMER_KINDS: &[&str] = &["poller", "lambda"];
/// Words of a function's `answers`.
pub(super) const ANSWERS: &[&str] = &[
    "exception",
    "listed",
    "onlyFailed",
    "emptyList",
    "nothing",
    "invalidJson",
    "emptyIdentifier",
    "nullIdentifier",
    "wrongKey",
    "unknownIdentifier",
];
/// Words of a mapping's `ramp`.
pub(super) const RAMPS: &[&str] = &["today", "before-2023"];
/// Words of a claim's `kind`.
pub(super) const CLAIM_KINDS: &[&str] = &["always", "sometimes", "eventually"];
/// Words of a question's `type`.
pub(super) const QUESTION_TYPES: &[&str] = &["single", "multi", "number", "order", "moment", "knob"];
/// Usual words of `level`.
pub(super) const LEVELS: &[&str] = &["core", "advanced"];
/// Usual words of `exam`.
pub(super) const EXAMS: &[&str] = &["SAA-C03", "DVA-C02", "SOA-C02", "SAP-C02", "CLF-C02", "DOP-C02"];

/// Usual words of an alarm's `metric`.
pub(super) const METRICS: &[&str] = &[
    "ApproximateNumberOfMessagesVisible",
    "ApproximateAgeOfOldestMessage",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
    "NumberOfMessagesSent",
    "NumberOfMessagesReceived",
    "NumberOfMessagesDeleted",
    "NumberOfEmptyReceives",
    "SentMessageSize",
    "ApproximateAgeOfOldestMessageInQuietGroups",
    "ApproximateNumberOfNoisyGroups",
    "NumberOfDeduplicatedSentMessages",
];
/// Words of an alarm's `statistic`.
pub(super) const STATISTICS: &[&str] = &["Average", "Sum", "Minimum", "Maximum", "SampleCount"];
/// Words of an alarm's `comparison`.
pub(super) const COMPARISONS: &[&str] = &[">=", ">", "<=", "<"];
/// Words of an alarm's `missing`.
pub(super) const MISSING: &[&str] = &["missing", "notBreaching", "breaching", "ignore"];
/// Words of a queue's `deduplicationScope`.
pub(super) const SCOPES: &[&str] = &["queue", "messageGroup"];
/// Words of a queue's `throughputLimit`.
pub(super) const THROUGHPUTS: &[&str] = &["perQueue", "perMessageGroupId"];

/// What a subscription's filter looks at: `filterOn`.
pub(super) const FILTER_ON: &[&str] = &["attributes", "body"];
/// States of a KMS key: `kms.state`.
pub(super) const KEY_STATES: &[&str] = &[
    "enabled",
    "disabled",
    "denied",
    "invalidState",
    "notFound",
    "invalidUsage",
    "optInRequired",
    "throttled",
];
