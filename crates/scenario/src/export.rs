//! Scenarios as what one would type on AWS: a CloudFormation template, lines of the AWS CLI, a program in Python.

mod cloudformation;
mod commands;
mod compute;
mod left_out;
mod python;
mod yaml;

use std::fmt;

use serde_json::{Value, json};
use sim::{ConsumerModel, Model, QueueModel, TopicModel};
use sqs::{DeduplicationScope, FifoThroughputLimit, QueueAttributes, QueueKind, RedrivePermission};

use crate::Problem;
use crate::scenario::Scenario;

/// Region and account of everything that is exported.
const REGION: &str = "us-east-1";
const ACCOUNT: &str = "123456789012";

/// A form in which a scenario can be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// A CloudFormation template in YAML.
    CloudFormation,
    /// A shell script of AWS CLI commands.
    Commands,
    /// A program in Python with boto3: its producers and its consumers.
    Python,
}

impl Export {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::CloudFormation, Self::Commands, Self::Python];

    /// How the file's name ends.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::CloudFormation => "yaml",
            Self::Commands => "sh",
            Self::Python => "py",
        }
    }

    /// Writes an author's JSON with its edits in this form.
    ///
    /// # Errors
    /// What is wrong with the JSON or an edit.
    pub fn write(self, json: &str, edits: &[(String, String)]) -> Result<String, Vec<Problem>> {
        let source = Source::read(json, edits)?;
        Ok(match self {
            Self::CloudFormation => cloudformation::write(&source),
            Self::Commands => commands::write(&source),
            Self::Python => python::write(&source),
        })
    }

    /// What this form has no place for, in sentences.
    pub fn left_out(self, scenario: &Scenario) -> Vec<String> {
        left_out::left_out(self, &scenario.model)
    }
}

/// What is exported: the model, and the file for what the model has only in another form.
struct Source {
    scenario: Scenario,
    file: Value,
}

impl Source {
    fn read(json: &str, edits: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let scenario = Scenario::read(json, edits)?;
        let edited = Scenario::edited_json(json, edits)?;
        let file = serde_json::from_str(&edited).unwrap_or_default();
        Ok(Self { scenario, file })
    }

    fn model(&self) -> &Model {
        &self.scenario.model
    }

    /// The filter policy of a subscription, as written, and what it looks at.
    fn filter(&self, topic: usize, subscription: usize) -> Option<(&Value, &str)> {
        let written = &self.file["topics"][topic]["subscriptions"][subscription];
        let scope = if written["filterOn"] == "body" { "MessageBody" } else { "MessageAttributes" };
        written.get("filter").map(|filter| (filter, scope))
    }

    /// The filter patterns of a mapping, as written.
    fn patterns(&self, consumer: usize) -> Vec<&Value> {
        match &self.file["consumers"][consumer]["lambda"]["filter"] {
            Value::Null => Vec::new(),
            Value::Array(patterns) => patterns.iter().collect(),
            pattern => vec![pattern],
        }
    }
}

fn queue_arn(queue: &QueueModel) -> String {
    sim::queue_arn(&queue.name)
}

fn queue_url(queue: &QueueModel) -> String {
    format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{}", queue.name)
}

fn function_arn(consumer: &ConsumerModel) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{}", consumer.id)
}

/// The attributes of a queue that differ from AWS's defaults, by AWS's names, without what names other queues.
fn attributes(queue: &QueueModel) -> Vec<(&'static str, Value)> {
    let default = QueueAttributes::default();
    let it = &queue.attributes;
    let mut list: Vec<(&'static str, Value)> = Vec::new();
    for (name, value, usual) in [
        ("DelaySeconds", it.delay_s, default.delay_s),
        ("MaximumMessageSize", it.maximum_message_bytes, default.maximum_message_bytes),
        ("MessageRetentionPeriod", it.retention_s, default.retention_s),
        ("ReceiveMessageWaitTimeSeconds", it.receive_wait_s, default.receive_wait_s),
        ("VisibilityTimeout", it.visibility_timeout_s, default.visibility_timeout_s),
    ] {
        if value != usual {
            list.push((name, json!(value)));
        }
    }
    if queue.kind == QueueKind::Fifo {
        list.push(("FifoQueue", json!(true)));
        if it.content_based_deduplication {
            list.push(("ContentBasedDeduplication", json!(true)));
        }
        if it.deduplication_scope == DeduplicationScope::MessageGroup {
            list.push(("DeduplicationScope", json!("messageGroup")));
        }
        if it.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId {
            list.push(("FifoThroughputLimit", json!("perMessageGroupId")));
        }
    }
    if let Some(key) = &it.kms_key {
        list.push(("KmsMasterKeyId", json!(&**key)));
    }
    list
}

/// The redrive allow policy's word, and the queues that it names, by name.
fn redrive_allow(queue: &QueueModel) -> Option<(&'static str, Vec<String>)> {
    let allow = queue.attributes.redrive_allow.as_ref()?;
    Some(match &allow.permission {
        RedrivePermission::AllowAll => ("allowAll", Vec::new()),
        RedrivePermission::DenyAll => ("denyAll", Vec::new()),
        RedrivePermission::ByQueue(names) => {
            ("byQueue", names.iter().map(|(_, name)| name.to_string()).collect())
        }
    })
}

/// The access policy.
fn policy(queue: &QueueModel) -> Option<Value> {
    let document = queue.attributes.policy.as_ref()?;
    serde_json::from_str(&api::policy::write_policy(document)).ok()
}

fn is_fifo_topic(topic: &TopicModel) -> bool {
    topic.kind == QueueKind::Fifo
}

/// A decimal of thousandths.
struct Thousandths(u64);

impl fmt::Display for Thousandths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1_000, self.0 % 1_000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{rest:03}").trim_end_matches('0'))
    }
}

/// The words of a comparison, a statistic and the treatment of missing data, as CloudWatch has them.
fn alarm_words(alarm: &sim::AlarmModel) -> (&'static str, &'static str, &'static str) {
    use sim::{AlarmComparison, AlarmStatistic, MissingData};
    let comparison = match alarm.comparison {
        AlarmComparison::AtLeast => "GreaterThanOrEqualToThreshold",
        AlarmComparison::Above => "GreaterThanThreshold",
        AlarmComparison::AtMost => "LessThanOrEqualToThreshold",
        AlarmComparison::Below => "LessThanThreshold",
    };
    let statistic = match alarm.statistic {
        AlarmStatistic::Average => "Average",
        AlarmStatistic::Sum => "Sum",
        AlarmStatistic::Minimum => "Minimum",
        AlarmStatistic::Maximum => "Maximum",
        AlarmStatistic::SampleCount => "SampleCount",
    };
    let missing = match alarm.missing {
        MissingData::Missing => "missing",
        MissingData::NotBreaching => "notBreaching",
        MissingData::Breaching => "breaching",
        MissingData::Ignore => "ignore",
    };
    (comparison, statistic, missing)
}
