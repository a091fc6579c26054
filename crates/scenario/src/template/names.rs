//! The names that AWS gives to resources, and what an ARN or a URL in a template names.

use std::collections::BTreeMap;

/// Where templates are created, as far as it shows.
pub(super) const REGION: &str = "us-east-1";
pub(super) const ACCOUNT: &str = "123456789012";
pub(super) const STACK: &str = "sqscope";

/// Physical names by logical id, for the kinds that are referred to by ARN.
#[derive(Debug, Default)]
pub(super) struct Names {
    queues: BTreeMap<String, String>,
    topics: BTreeMap<String, String>,
    functions: BTreeMap<String, String>,
    alarms: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
}

/// A kind of resource that others refer to by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Queue,
    Topic,
    Function,
    Alarm,
    Group,
}

/// What a text in a template names, by physical name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named<'a> {
    QueueArn(&'a str),
    QueueUrl(&'a str),
    TopicArn(&'a str),
    FunctionArn(&'a str),
    Other(&'a str),
}

impl Kind {
    /// Of a resource's type.
    pub(super) fn of(kind: &str) -> Option<Self> {
        Some(match kind {
            "AWS::SQS::Queue" => Self::Queue,
            "AWS::SNS::Topic" => Self::Topic,
            "AWS::Lambda::Function" | "AWS::Serverless::Function" => Self::Function,
            "AWS::CloudWatch::Alarm" => Self::Alarm,
            "AWS::AutoScaling::AutoScalingGroup" => Self::Group,
            _ => return None,
        })
    }

    /// The property that gives the name.
    pub(super) fn name_property(self) -> &'static str {
        match self {
            Self::Queue => "QueueName",
            Self::Topic => "TopicName",
            Self::Function => "FunctionName",
            Self::Alarm => "AlarmName",
            Self::Group => "AutoScalingGroupName",
        }
    }

    /// The property that makes its name end in `.fifo`.
    pub(super) fn fifo_property(self) -> Option<&'static str> {
        match self {
            Self::Queue => Some("FifoQueue"),
            Self::Topic => Some("FifoTopic"),
            Self::Function | Self::Alarm | Self::Group => None,
        }
    }
}

impl Names {
    pub(super) fn insert(&mut self, kind: Kind, logical: &str, physical: String) {
        self.of_mut(kind).insert(physical, logical.to_owned());
    }

    /// The logical id of a physical name.
    pub(super) fn logical(&self, kind: Kind, physical: &str) -> Option<&str> {
        self.of(kind).get(physical).map(String::as_str)
    }

    fn of(&self, kind: Kind) -> &BTreeMap<String, String> {
        match kind {
            Kind::Queue => &self.queues,
            Kind::Topic => &self.topics,
            Kind::Function => &self.functions,
            Kind::Alarm => &self.alarms,
            Kind::Group => &self.groups,
        }
    }

    fn of_mut(&mut self, kind: Kind) -> &mut BTreeMap<String, String> {
        match kind {
            Kind::Queue => &mut self.queues,
            Kind::Topic => &mut self.topics,
            Kind::Function => &mut self.functions,
            Kind::Alarm => &mut self.alarms,
            Kind::Group => &mut self.groups,
        }
    }
}

/// Tells what a text names.
pub(super) fn named(text: &str) -> Named<'_> {
    if let Some(rest) = text.strip_prefix("https://sqs.") {
        return Named::QueueUrl(rest.rsplit('/').next().unwrap_or(rest));
    }
    let parts: Vec<&str> = text.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "sqs", _, _, name] => Named::QueueArn(name),
        ["arn", _, "sns", _, _, name] => Named::TopicArn(name),
        ["arn", _, "lambda", _, _, "function", name] => {
            Named::FunctionArn(name.split(':').next().unwrap_or(name))
        }
        _ => Named::Other(text),
    }
}

pub(super) fn arn(service: &str, name: &str) -> String {
    format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{name}")
}

pub(super) fn queue_url(name: &str) -> String {
    format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}")
}

/// An id of the scenario: `orders-queue` for `OrdersQueue`, at most 32 letters.
pub(super) fn id_of(logical: &str) -> String {
    const ID_CHARS_MAX: usize = 32;
    let mut id = String::new();
    let letters: Vec<char> = logical.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            id.push('-');
            continue;
        }
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let after = letters.get(index + 1);
        let begins = before.is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
            || before.is_some_and(char::is_ascii_uppercase) && after.is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && begins {
            id.push('-');
        }
        id.push(letter.to_ascii_lowercase());
    }
    let parts: Vec<&str> = id.split('-').filter(|part| !part.is_empty()).collect();
    let mut id = parts.join("-");
    id.truncate(ID_CHARS_MAX);
    if id.is_empty() { "it".to_owned() } else { id.trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_from_logical_ids() {
        for (logical, id) in [
            ("OrdersQueue", "orders-queue"),
            ("OrdersDLQ", "orders-dlq"),
            ("DLQ", "dlq"),
            ("SQSQueue2", "sqs-queue2"),
            ("orders_fifo.x", "orders-fifo-x"),
            ("ÄÄ", "it"),
        ] {
            assert_eq!(id_of(logical), id);
        }
        assert_eq!(id_of(&"A".repeat(50)).len(), 32);
    }

    #[test]
    fn texts_name_what_they_name() {
        assert_eq!(named("arn:aws:sqs:us-east-1:123456789012:orders.fifo"), Named::QueueArn("orders.fifo"));
        assert_eq!(named("https://sqs.us-east-1.amazonaws.com/123456789012/a"), Named::QueueUrl("a"));
        assert_eq!(named("arn:aws:lambda:r:1:function:f:live"), Named::FunctionArn("f"));
        assert_eq!(named("orders"), Named::Other("orders"));
    }
}
