//! Queue policies (sqs-facts §13.1).

use serde_json::{Value, json};

use crate::template::draft::Queue;
use crate::template::import::{Form, Importer};
use crate::template::names;
use crate::template::node::Node;
use crate::template::properties::{Properties, QUEUE_INLINE_POLICY, QUEUE_POLICY};

impl Importer<'_> {
    /// Policies of both types; the later one of two for a queue counts, as on AWS.
    pub(in crate::template) fn policies(&mut self) {
        self.policies_of("AWS::SQS::QueuePolicy", &QUEUE_POLICY, "Queues");
        self.policies_of("AWS::SQS::QueueInlinePolicy", &QUEUE_INLINE_POLICY, "Queue");
    }

    fn policies_of(&mut self, kind: &'static str, known: &Properties, target: &str) {
        let resources = self.resources;
        for it in resources.iter().filter(|it| it.kind == kind) {
            let fields = it.fields(known, self.report);
            let Some(document) = fields.known("PolicyDocument", self.report) else { continue };
            let at = fields.place("PolicyDocument");
            let Some(document) = document.json() else {
                let why = "A part of it only AWS knows: the queue is without this policy.";
                self.report.leave_out(at, &fields.path_of("PolicyDocument"), &it.kind, why);
                continue;
            };
            let Some(queues) = fields.known(target, self.report) else { continue };
            let queues: Vec<Node> = match queues.as_list() {
                Some(list) => list.to_vec(),
                None => vec![queues.clone()],
            };
            let path = fields.path_of(target);
            for node in &queues {
                if let Some(queue) = self.queue(node, &path, kind, Form::Url) {
                    self.draft.queues[queue].policy = Some(document.clone());
                }
            }
        }
    }
}

/// Does a policy let SNS send? Conditions are taken to fit.
pub(super) fn lets_sns_send(policy: &Value) -> bool {
    let statements = match &policy["Statement"] {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    statements.iter().any(|statement| {
        let principal = &statement["Principal"];
        let is_sns = |value: &Value| {
            let one = value.as_str().into_iter();
            let mut all = one.chain(value.as_array().into_iter().flatten().filter_map(Value::as_str));
            all.any(|name| name == "*" || name == "sns.amazonaws.com")
        };
        let lets = statement["Effect"] == "Allow";
        lets && (is_sns(principal) || is_sns(&principal["Service"]) || is_sns(&principal["AWS"]))
    })
}

/// The policy with a statement more that lets a topic send.
pub(super) fn with_topic(mut policy: Value, queue: &Queue, topic: &str) -> Value {
    let statement = json!({
        "Effect": "Allow",
        "Principal": { "Service": "sns.amazonaws.com" },
        "Action": "sqs:SendMessage",
        "Resource": names::arn("sqs", &queue.name),
        "Condition": { "ArnEquals": { "aws:SourceArn": names::arn("sns", topic) } },
    });
    if !policy.is_object() {
        policy = json!({ "Version": "2012-10-17" });
    }
    let mut statements = match policy["Statement"].take() {
        Value::Array(list) => list,
        Value::Null => Vec::new(),
        one => vec![one],
    };
    statements.push(statement);
    policy["Statement"] = Value::Array(statements);
    policy
}
