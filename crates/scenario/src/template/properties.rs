//! Which properties a resource type has, and what people write instead of them.

use strsim::jaro_winkler;

/// Names at least so alike are meant.
const LIKENESS_MIN: f64 = 0.88;

/// What a resource type's properties are.
pub(super) struct Properties {
    /// Those that are read.
    pub(super) read: &'static [&'static str],
    /// Those that exist and change nothing here, each with the reason.
    pub(super) ignored: &'static [(&'static str, &'static str)],
    /// What people write, and what they mean.
    pub(super) meant: &'static [(&'static str, &'static str)],
    /// Those that AWS wants.
    pub(super) required: &'static [&'static str],
}

const TAGS: &str = "Tags change nothing in a simulation.";
const BILLING: &str = "This is about the account, not about messages.";

pub(super) const QUEUE: Properties = Properties {
    read: &[
        "ContentBasedDeduplication",
        "DeduplicationScope",
        "DelaySeconds",
        "FifoQueue",
        "FifoThroughputLimit",
        "KmsMasterKeyId",
        "MaximumMessageSize",
        "MessageRetentionPeriod",
        "QueueName",
        "ReceiveMessageWaitTimeSeconds",
        "RedriveAllowPolicy",
        "RedrivePolicy",
        "VisibilityTimeout",
    ],
    ignored: &[
        ("KmsDataKeyReusePeriodSeconds", "How long a data key is kept changes nothing here."),
        ("SqsManagedSseEnabled", "Encryption that SQS manages changes nothing here."),
        ("Tags", TAGS),
    ],
    meant: &[
        ("VisibilityTimeoutSeconds", "VisibilityTimeout"),
        ("VisibilityTimeoutInSeconds", "VisibilityTimeout"),
        ("DefaultVisibilityTimeout", "VisibilityTimeout"),
        ("MessageRetention", "MessageRetentionPeriod"),
        ("MessageRetentionSeconds", "MessageRetentionPeriod"),
        ("MessageRetentionPeriodSeconds", "MessageRetentionPeriod"),
        ("RetentionPeriod", "MessageRetentionPeriod"),
        ("WaitTimeSeconds", "ReceiveMessageWaitTimeSeconds"),
        ("ReceiveMessageWaitTime", "ReceiveMessageWaitTimeSeconds"),
        ("ReceiveWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds"),
        ("Delay", "DelaySeconds"),
        ("DeliveryDelay", "DelaySeconds"),
        ("Fifo", "FifoQueue"),
        ("IsFifo", "FifoQueue"),
        ("Name", "QueueName"),
        ("MaxMessageSize", "MaximumMessageSize"),
        ("DeadLetterQueue", "RedrivePolicy"),
        ("DeadLetterPolicy", "RedrivePolicy"),
        ("KmsKeyId", "KmsMasterKeyId"),
    ],
    required: &[],
};

pub(super) const REDRIVE_POLICY: Properties = Properties {
    read: &["deadLetterTargetArn", "maxReceiveCount"],
    ignored: &[],
    meant: &[
        ("deadLetterTarget", "deadLetterTargetArn"),
        ("deadLetterQueueArn", "deadLetterTargetArn"),
        ("targetArn", "deadLetterTargetArn"),
        ("maxReceives", "maxReceiveCount"),
    ],
    required: &["deadLetterTargetArn", "maxReceiveCount"],
};

pub(super) const REDRIVE_ALLOW_POLICY: Properties = Properties {
    read: &["redrivePermission", "sourceQueueArns"],
    ignored: &[],
    meant: &[("sourceQueues", "sourceQueueArns"), ("sourceQueueArn", "sourceQueueArns")],
    required: &["redrivePermission"],
};

pub(super) const QUEUE_POLICY: Properties = Properties {
    read: &["PolicyDocument", "Queues"],
    ignored: &[],
    meant: &[("Policy", "PolicyDocument"), ("Queue", "Queues"), ("QueueUrls", "Queues")],
    required: &["PolicyDocument", "Queues"],
};

pub(super) const QUEUE_INLINE_POLICY: Properties = Properties {
    read: &["PolicyDocument", "Queue"],
    ignored: &[],
    meant: &[("Policy", "PolicyDocument"), ("Queues", "Queue")],
    required: &["PolicyDocument", "Queue"],
};

pub(super) const TOPIC: Properties = Properties {
    read: &["ContentBasedDeduplication", "FifoTopic", "Subscription", "TopicName"],
    ignored: &[
        ("ArchivePolicy", "Archives are not simulated."),
        ("DataProtectionPolicy", "What messages contain is not looked at."),
        ("DeliveryStatusLogging", "Logs are not simulated."),
        ("DisplayName", "Only e-mail and text messages show it."),
        ("FifoThroughputScope", "Topics have no throughput limit here."),
        ("KmsMasterKeyId", "Topics are not encrypted here."),
        ("SignatureVersion", "Signatures are not simulated."),
        ("Tags", TAGS),
        ("TracingConfig", "Traces are not simulated."),
    ],
    meant: &[("Name", "TopicName"), ("Subscriptions", "Subscription"), ("Fifo", "FifoTopic")],
    required: &[],
};

pub(super) const SUBSCRIPTION: Properties = Properties {
    read: &[
        "Endpoint",
        "FilterPolicy",
        "FilterPolicyScope",
        "Protocol",
        "RawMessageDelivery",
        "RedrivePolicy",
        "TopicArn",
    ],
    ignored: &[
        ("DeliveryPolicy", "It is for HTTP endpoints."),
        ("Region", "All is in one region here."),
        ("ReplayPolicy", "Replays are not simulated."),
        ("SubscriptionRoleArn", "It is for Firehose."),
    ],
    meant: &[("Topic", "TopicArn"), ("RawDelivery", "RawMessageDelivery"), ("Filter", "FilterPolicy")],
    required: &["Protocol", "TopicArn"],
};

pub(super) const MAPPING: Properties = Properties {
    read: &[
        "BatchSize",
        "Enabled",
        "EventSourceArn",
        "FilterCriteria",
        "FunctionName",
        "FunctionResponseTypes",
        "MaximumBatchingWindowInSeconds",
        "ProvisionedPollerConfig",
        "ScalingConfig",
    ],
    ignored: &[
        ("KmsKeyArn", "Filters are not encrypted here."),
        ("MetricsConfig", "A mapping's metrics are always there."),
        ("Tags", TAGS),
        ("LoggingConfig", "Logs are not simulated."),
    ],
    meant: &[
        ("QueueArn", "EventSourceArn"),
        ("Function", "FunctionName"),
        ("FunctionArn", "FunctionName"),
        ("MaximumBatchingWindow", "MaximumBatchingWindowInSeconds"),
        ("BatchWindow", "MaximumBatchingWindowInSeconds"),
        ("BatchingWindow", "MaximumBatchingWindowInSeconds"),
        ("Filters", "FilterCriteria"),
    ],
    required: &["FunctionName"],
};

/// Of a SAM event of type SQS.
pub(super) const SAM_EVENT: Properties = Properties {
    read: &[
        "BatchSize",
        "Enabled",
        "FilterCriteria",
        "FunctionResponseTypes",
        "MaximumBatchingWindowInSeconds",
        "ProvisionedPollerConfig",
        "Queue",
        "ScalingConfig",
    ],
    ignored: MAPPING.ignored,
    meant: &[
        ("QueueArn", "Queue"),
        ("EventSourceArn", "Queue"),
        ("MaximumBatchingWindow", "MaximumBatchingWindowInSeconds"),
        ("BatchWindow", "MaximumBatchingWindowInSeconds"),
    ],
    required: &["Queue"],
};

pub(super) const ALARM: Properties = Properties {
    read: &[
        "AlarmActions",
        "AlarmName",
        "ComparisonOperator",
        "DatapointsToAlarm",
        "Dimensions",
        "EvaluationPeriods",
        "MetricName",
        "Metrics",
        "Namespace",
        "Period",
        "Statistic",
        "Threshold",
        "TreatMissingData",
    ],
    ignored: &[
        ("ActionsEnabled", BILLING),
        ("AlarmDescription", "It is for people."),
        ("EvaluateLowSampleCountPercentile", "Percentiles are not there for queues' metrics."),
        ("ExtendedStatistic", "Percentiles are not there for queues' metrics."),
        ("InsufficientDataActions", "Only AlarmActions that scale are followed."),
        ("OKActions", "Only AlarmActions that scale are followed."),
        ("Tags", TAGS),
        ("ThresholdMetricId", "Anomaly detection is not simulated."),
        ("Unit", "A queue's metric has one unit."),
    ],
    meant: &[
        ("Comparison", "ComparisonOperator"),
        ("Metric", "MetricName"),
        ("EvaluationPeriod", "EvaluationPeriods"),
        ("MissingData", "TreatMissingData"),
    ],
    required: &["ComparisonOperator", "EvaluationPeriods"],
};

pub(super) const GROUP: Properties = Properties {
    read: &[
        "AutoScalingGroupName",
        "Cooldown",
        "DefaultInstanceWarmup",
        "DesiredCapacity",
        "MaxSize",
        "MinSize",
        "NewInstancesProtectedFromScaleIn",
    ],
    ignored: &[
        ("AvailabilityZones", "All instances are in one place here."),
        ("HealthCheckGracePeriod", "Health checks are not simulated."),
        ("HealthCheckType", "Health checks are not simulated."),
        ("LaunchTemplate", "What an instance is made of does not show."),
        ("Tags", TAGS),
        ("VPCZoneIdentifier", "All instances are in one place here."),
    ],
    meant: &[("MinimumSize", "MinSize"), ("MaximumSize", "MaxSize"), ("Desired", "DesiredCapacity")],
    required: &["MaxSize", "MinSize"],
};

pub(super) const SCALING_POLICY: Properties = Properties {
    read: &[
        "AdjustmentType",
        "AutoScalingGroupName",
        "Cooldown",
        "EstimatedInstanceWarmup",
        "MetricAggregationType",
        "PolicyType",
        "ScalingAdjustment",
        "StepAdjustments",
        "TargetTrackingConfiguration",
    ],
    ignored: &[("MinAdjustmentMagnitude", "Adjustments are in instances here.")],
    meant: &[("TargetTracking", "TargetTrackingConfiguration"), ("Steps", "StepAdjustments")],
    required: &["AutoScalingGroupName"],
};

impl Properties {
    /// Does the type have it?
    pub(super) fn has(&self, name: &str) -> bool {
        self.read.contains(&name) || self.ignored.iter().any(|(known, _)| *known == name)
    }

    /// What is meant by a name that does not exist; none if that is not sure enough.
    pub(super) fn meant(&self, name: &str) -> Option<&'static str> {
        let listed = self.meant.iter().find(|(wrong, _)| wrong.eq_ignore_ascii_case(name));
        listed.map(|(_, right)| *right).or_else(|| nearest(name, self.read.iter().copied()))
    }
}

/// The one of some names that is meant, if one is near enough.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_ascii_lowercase();
    known
        .into_iter()
        .map(|name| (jaro_winkler(&written, &name.to_ascii_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= LIKENESS_MIN)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
