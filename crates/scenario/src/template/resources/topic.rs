//! `AWS::SNS::Topic` and `AWS::SNS::Subscription` (sqs-facts §8).

use super::policy::{lets_other_topics_send, lets_send, with_topic};
use crate::problem::quoted;
use crate::template::draft::{Filter, Policy, Subscription, Topic};
use crate::template::import::{Form, Importer};
use crate::template::names::{Kind, Named, named};
use crate::template::node::{Field, Node};
use crate::template::properties::{SUBSCRIPTION, TOPIC};
use crate::template::report::Report;
use crate::template::resource::{Fields, Resource};

const TOPIC_TYPE: &str = "AWS::SNS::Topic";
/// As in a scenario.
const TOPICS_MAX: usize = 8;
const SUBSCRIPTIONS_MAX: usize = 24;

impl Importer<'_> {
    /// Topics, then what is subscribed to them.
    pub(in crate::template) fn topics(&mut self) {
        let resources = self.resources;
        for it in resources.iter().filter(|it| it.kind == TOPIC_TYPE) {
            let fields = it.fields(&TOPIC, self.report);
            if self.draft.topics.len() == TOPICS_MAX {
                let why = format!("A scenario has at most {TOPICS_MAX} topics.");
                self.report.leave_out(it.at, &it.path, &it.kind, why);
                continue;
            }
            let topic = self.topic(it, &fields);
            self.draft.topics.push(topic);
        }
        for it in resources.iter().filter(|it| it.kind == TOPIC_TYPE) {
            self.inline_subscriptions(it);
        }
        for it in resources.iter().filter(|it| it.kind == "AWS::SNS::Subscription") {
            let fields = it.fields(&SUBSCRIPTION, self.report);
            if let Some(topic) = self.topic_of(it, &fields) {
                self.subscription(topic, it, &it.logical, &fields);
            }
        }
        for topic in 0..self.draft.topics.len() {
            self.let_topic_send(topic);
        }
    }

    fn topic(&mut self, it: &Resource, fields: &Fields<'_>) -> Topic {
        let says_fifo = fields.boolean("FifoTopic", self.report) == Some(true);
        let name = fields.text("TopicName", self.report).unwrap_or(&it.logical).to_owned();
        let ends_fifo = name.ends_with(".fifo");
        let at = fields.get("TopicName").map_or(it.at, |node| node.at);
        if fields.get("TopicName").is_some() && says_fifo != ends_fifo {
            let (message, correction) = match says_fifo {
                true => ("The name of a FIFO topic must end with .fifo.", format!("Write `{name}.fifo`.")),
                false => ("Only a FIFO topic's name ends in .fifo.", "Add `FifoTopic: true`.".to_owned()),
            };
            self.report.correct(at, &fields.path_of("TopicName"), message, correction);
        }
        let is_fifo = says_fifo || ends_fifo;
        let name = if is_fifo && !ends_fifo { format!("{name}.fifo") } else { name };
        let deduplicates = fields.boolean("ContentBasedDeduplication", self.report);
        if deduplicates.is_some() && !is_fifo {
            let path = fields.path_of("ContentBasedDeduplication");
            let message = "ContentBasedDeduplication is for FIFO topics; this one is a standard topic.";
            let at = fields.place("ContentBasedDeduplication");
            self.report.correct(at, &path, message, "Take it away, or add `FifoTopic: true`.");
        }
        Topic {
            id: self.draft.new_id(&it.logical),
            logical: it.logical.clone(),
            name,
            is_fifo,
            content_based_deduplication: deduplicates.filter(|_| is_fifo),
            subscriptions: Vec::new(),
        }
    }

    /// `Subscription` of the topic itself: endpoints and protocols alone.
    fn inline_subscriptions(&mut self, it: &Resource) {
        let fields = it.fields(&TOPIC, &mut Report::default());
        let Some(topic) = self.draft.topics.iter().position(|topic| topic.logical == it.logical) else {
            return;
        };
        let Some(list) = fields.list("Subscription", self.report) else { return };
        let list = list.to_vec();
        for (index, node) in list.iter().enumerate() {
            let path = format!("{}.{index}", fields.path_of("Subscription"));
            // What AWS wants of a subscription resource, the topic has here.
            let mut node = node.clone();
            if let crate::template::node::Content::Map(fields) = &mut node.content {
                let at = node.at;
                let own = Node::text(at, crate::template::names::arn("sns", &self.draft.topics[topic].name));
                fields.push(Field { key: "TopicArn".into(), at, value: own });
            }
            if let Some(fields) = Fields::of(&node, path, it, &SUBSCRIPTION, self.report) {
                let name = format!("{}-{}", it.logical, index + 1);
                self.subscription(topic, it, &name, &fields);
            }
        }
    }

    fn topic_of(&mut self, it: &Resource, fields: &Fields<'_>) -> Option<usize> {
        let text = fields.text("TopicArn", self.report)?.to_owned();
        let at = fields.get("TopicArn").map_or(it.at, |node| node.at);
        let path = fields.path_of("TopicArn");
        let (name, is_arn) = match named(&text) {
            Named::TopicArn(name) => (name, true),
            Named::Other(name) => (name, false),
            Named::QueueArn(_) | Named::QueueUrl(_) | Named::FunctionArn(_) => {
                self.report.refuse(
                    at,
                    &path,
                    format!("{} is no topic.", quoted(&text)),
                    "Write `!Ref` and the topic.",
                );
                return None;
            }
        };
        let logical = self.names.logical(Kind::Topic, name);
        let topic = self.draft.topics.iter().position(|topic| Some(&*topic.logical) == logical);
        match (topic, is_arn) {
            (Some(topic), true) => Some(topic),
            (Some(topic), false) => {
                let correction =
                    format!("Write `!Ref {}`, which is the ARN.", self.draft.topics[topic].logical);
                self.report.correct(
                    at,
                    &path,
                    "This is the topic's name, but its ARN is needed.",
                    correction,
                );
                Some(topic)
            }
            (None, _) => {
                let why = format!("{} is no topic of this template.", quoted(&text));
                self.report.leave_out(at, &path, &it.kind, why);
                None
            }
        }
    }

    fn subscription(&mut self, topic: usize, it: &Resource, name: &str, fields: &Fields<'_>) {
        let protocol = fields.text("Protocol", self.report).unwrap_or_default().to_owned();
        if protocol != "sqs" {
            let why = format!("Only queues are subscribed here, not {}.", quoted(&protocol));
            self.report.leave_out(fields.at, &fields.path, &it.kind, why);
            return;
        }
        let count: usize = self.draft.topics.iter().map(|topic| topic.subscriptions.len()).sum();
        if count == SUBSCRIPTIONS_MAX {
            let why = format!("A scenario has at most {SUBSCRIPTIONS_MAX} subscriptions.");
            self.report.leave_out(fields.at, &fields.path, &it.kind, why);
            return;
        }
        let Some(endpoint) = fields.get("Endpoint").cloned() else {
            let message = "Invalid parameter: SQS endpoint ARN";
            self.report.refuse(fields.at, &fields.path, message, "Add `Endpoint: !GetAtt Orders.Arn`.");
            return;
        };
        let Some(to) = self.queue(&endpoint, &fields.path_of("Endpoint"), &it.kind, Form::Arn) else {
            return;
        };
        let queue = &self.draft.queues[to];
        if queue.is_fifo && !self.draft.topics[topic].is_fifo {
            let message = "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be \
                           subscribed to standard SNS topics";
            let path = fields.path_of("Endpoint");
            self.report.refuse(endpoint.at, &path, message, "Make the topic FIFO, or the queue standard.");
            return;
        }
        let filter = fields.known("FilterPolicy", self.report).cloned();
        let scopes = ["MessageAttributes", "MessageBody"];
        let scope = fields.word("FilterPolicyScope", &scopes, self.report);
        if queue.kms_key.as_deref().is_some_and(is_aws_key) {
            let message = format!("{} is encrypted with a key that SNS may not use.", queue.logical);
            let hint = "Write the id of a customer managed key as its KmsMasterKeyId, whose key policy lets \
                        sns.amazonaws.com kms:GenerateDataKey* and kms:Decrypt; or let SQS encrypt it.";
            self.report.refuse(endpoint.at, &fields.path_of("Endpoint"), message, hint);
        }
        let dlq = self.subscription_dlq(it, fields, self.draft.topics[topic].is_fifo);
        let id = self.draft.new_id(name);
        let subscription = Subscription {
            id,
            at: fields.at,
            path: fields.path.clone(),
            to,
            raw: fields.boolean("RawMessageDelivery", self.report).unwrap_or(false),
            filter: filter.and_then(|node| {
                let (at, path) = (fields.place("FilterPolicy"), fields.path_of("FilterPolicy"));
                node.json().map(|value| Filter { at, path, value })
            }),
            filter_on_body: scope == Some("MessageBody"),
            dlq,
        };
        self.draft.topics[topic].subscriptions.push(subscription);
    }

    fn subscription_dlq(&mut self, it: &Resource, fields: &Fields<'_>, is_fifo: bool) -> Option<usize> {
        let node = fields.known("RedrivePolicy", self.report)?;
        let target = node.get("deadLetterTargetArn")?.clone();
        let path = format!("{}.deadLetterTargetArn", fields.path_of("RedrivePolicy"));
        let queue = self.queue(&target, &path, &it.kind, Form::Arn)?;
        if self.draft.queues[queue].is_fifo != is_fifo {
            let message = "The dead-letter queue of a subscription is of the topic's type, standard or FIFO.";
            self.report.refuse(target.at, &path, message, "Name another queue.");
            return None;
        }
        Some(queue)
    }

    /// Without a policy that lets SNS send, nothing arrives. A queue of a scenario without any has the right one.
    fn let_topic_send(&mut self, topic: usize) {
        let topic = self.draft.topics[topic].clone();
        for subscription in &topic.subscriptions {
            for queue in std::iter::once(subscription.to).chain(subscription.dlq) {
                let queue = &mut self.draft.queues[queue];
                let document = queue.policy.as_ref().map(|policy| &policy.document);
                if document.is_some_and(|document| lets_send(document, queue, &topic.name)) {
                    continue;
                }
                let policy = queue.policy.take();
                match &policy {
                    Some(policy) if lets_other_topics_send(&policy.document, queue) => {
                        let message = format!(
                            "This policy lets other topics send to {}, but not {}: nothing would arrive.",
                            queue.logical, topic.logical
                        );
                        let correction = format!("Write `!Ref {}` as the aws:SourceArn.", topic.logical);
                        self.report.correct(policy.at, &policy.path, message, correction);
                    }
                    _ => {
                        let message = format!(
                            "No queue policy lets SNS send to {}: nothing would arrive.",
                            queue.logical
                        );
                        let correction = format!(
                            "Add an AWS::SQS::QueuePolicy for {} that allows sqs:SendMessage to \
                             sns.amazonaws.com with aws:SourceArn {}.",
                            queue.logical, topic.logical
                        );
                        self.report.correct(subscription.at, &subscription.path, message, correction);
                    }
                }
                queue.policy = policy.map(|policy| Policy {
                    document: with_topic(policy.document, queue, &topic.name),
                    ..policy
                });
            }
        }
    }
}

/// The key that AWS manages for SQS: nobody can change its policy.
fn is_aws_key(key: &str) -> bool {
    key == "alias/aws/sqs" || key.ends_with(":alias/aws/sqs")
}
