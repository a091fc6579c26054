//! Queue policies (sqs-facts §13.1).

use serde_json::{Value, json};

use crate::template::draft::{Policy, Queue};
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
                    let (path, document) = (fields.path_of("PolicyDocument"), document.clone());
                    self.draft.queues[queue].policy = Some(Policy { at, path, document });
                }
            }
        }
    }
}

/// Does a policy let a topic send to its queue? Conditions on anything but `aws:SourceArn` are taken to fit.
pub(super) fn lets_send(policy: &Value, queue: &Queue, topic: &str) -> bool {
    let arn = names::arn("sns", topic);
    statements(policy).iter().any(|statement| {
        lets_sns_send(statement, queue)
            && source_arns(statement).all(|list| list.iter().any(|it| fits(it, &arn)))
    })
}

/// Does a policy let SNS send to its queue, for some topics?
pub(super) fn lets_other_topics_send(policy: &Value, queue: &Queue) -> bool {
    statements(policy).iter().any(|statement| lets_sns_send(statement, queue))
}

fn statements(policy: &Value) -> &[Value] {
    match &policy["Statement"] {
        Value::Array(list) => list,
        one => std::slice::from_ref(one),
    }
}

/// Does a statement let SNS send, its conditions left aside?
fn lets_sns_send(statement: &Value, queue: &Queue) -> bool {
    let principal = &statement["Principal"];
    let is_sns = |value: &Value| texts(value).iter().any(|name| *name == "*" || *name == "sns.amazonaws.com");
    let queue_arn = names::arn("sqs", &queue.name);
    let has = |key: &str, wanted: &str| {
        statement.get(key).is_none_or(|value| texts(value).iter().any(|it| fits(it, wanted)))
    };
    statement["Effect"] == "Allow"
        && (is_sns(principal) || is_sns(&principal["Service"]) || is_sns(&principal["AWS"]))
        && has("Action", "sqs:SendMessage")
        && has("Resource", &queue_arn)
}

/// What each condition on `aws:SourceArn` allows.
fn source_arns(statement: &Value) -> impl Iterator<Item = Vec<&str>> {
    const OPERATORS: [&str; 4] = ["ArnEquals", "ArnLike", "StringEquals", "StringLike"];
    let conditions = statement["Condition"].as_object().into_iter().flatten();
    let known = conditions.filter(|(operator, _)| {
        OPERATORS.iter().any(|known| operator.trim_end_matches("IfExists") == *known)
    });
    let keys = known.filter_map(|(_, keys)| keys.as_object()).flatten();
    keys.filter(|(key, _)| key.eq_ignore_ascii_case("aws:SourceArn")).map(|(_, value)| texts(value))
}

/// A text, or a list of them.
fn texts(value: &Value) -> Vec<&str> {
    let one = value.as_str().into_iter();
    one.chain(value.as_array().into_iter().flatten().filter_map(Value::as_str)).collect()
}

/// Does a pattern with `*` and `?` fit, in any case of letters?
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    // Where to go on from when what follows the last star does not fit: one letter later.
    let (mut at, mut letter, mut star) = (0, 0, None);
    while letter < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, letter));
                at += 1;
            }
            Some(wanted) if *wanted == b'?' || *wanted == text[letter] => {
                at += 1;
                letter += 1;
            }
            _ => {
                let Some((star_at, from)) = star else { return false };
                star = Some((star_at, from + 1));
                at = star_at + 1;
                letter = from + 1;
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == b'*')
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
