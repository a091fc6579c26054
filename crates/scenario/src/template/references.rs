//! What names in a template refer to: parameters, pseudo parameters, resources and their attributes.

use std::sync::Arc;

use super::evaluate::Evaluator;
use super::names::{self, ACCOUNT, Kind, REGION, STACK};
use super::node::{Content, Node, Place};
use super::properties::nearest;
use crate::problem::suggest;

impl Evaluator<'_, '_> {
    /// What `Ref` gives.
    pub(super) fn reference(&mut self, at: Place, name: &str) -> Option<Node> {
        if name.starts_with("AWS::") {
            return self.pseudo_parameter(at, name);
        }
        if let Some(parameter) = self.sections.parameters.get(name) {
            return Some(parameter_value(at, name, parameter));
        }
        if let Some(index) = self.sections.index_of(name) {
            if self.block() == "Conditions" {
                let message = format!(
                    "Template error: Unresolved dependencies [{name}]. Cannot reference resources in the Conditions \
                     block of the template"
                );
                let path = self.path.clone();
                self.report.refuse(at, &path, message, "Compare a parameter.");
                return None;
            }
            let written = self.sections.resources[index];
            return Some(match (Kind::of(written.kind), self.physical(index)) {
                (Some(_), None) => Node::unknown(at, format!("a name that needs itself: {name}")),
                (Some(Kind::Queue), Some(name)) => Node::text(at, names::queue_url(&name)),
                (Some(Kind::Topic), Some(name)) => Node::text(at, names::arn("sns", &name)),
                (Some(_), Some(name)) => Node::text(at, name),
                (None, _) => Node::text(at, written.logical),
            });
        }
        self.unresolved(at, name)
    }

    /// The section that is being worked out.
    pub(super) fn block(&self) -> &str {
        self.path.split('.').next().filter(|name| !name.is_empty()).unwrap_or("Resources")
    }

    /// A name that nothing has: corrected if there is one near enough.
    fn unresolved(&mut self, at: Place, name: &str) -> Option<Node> {
        let message = format!(
            "Template format error: Unresolved resource dependencies [{name}] in the {} block of the template",
            self.block()
        );
        let sections = self.sections;
        let known =
            || sections.parameters.keys().copied().chain(sections.resources.iter().map(|it| it.logical));
        let path = self.path.clone();
        match nearest(name, known()) {
            Some(near) => {
                self.report.correct(at, &path, message, format!("Write `{near}`."));
                self.reference(at, near)
            }
            None => {
                self.report.refuse(at, &path, message, suggest(name, known()));
                None
            }
        }
    }

    fn pseudo_parameter(&mut self, at: Place, name: &str) -> Option<Node> {
        const KNOWN: [&str; 8] = [
            "AWS::AccountId",
            "AWS::NoValue",
            "AWS::NotificationARNs",
            "AWS::Partition",
            "AWS::Region",
            "AWS::StackId",
            "AWS::StackName",
            "AWS::URLSuffix",
        ];
        let text = match name {
            "AWS::AccountId" => ACCOUNT.to_owned(),
            "AWS::Partition" => "aws".to_owned(),
            "AWS::Region" => REGION.to_owned(),
            "AWS::StackId" => {
                names::arn("cloudformation", &format!("stack/{STACK}/00000000-0000-0000-0000-000000000000"))
            }
            "AWS::StackName" => STACK.to_owned(),
            "AWS::URLSuffix" => "amazonaws.com".to_owned(),
            "AWS::NoValue" => return None,
            "AWS::NotificationARNs" => return Some(Node { at, content: Content::List(Vec::new()) }),
            _ => {
                let message = format!(
                    "Template format error: Unresolved resource dependencies [{name}] in the {} block of the template",
                    self.block()
                );
                let path = self.path.clone();
                return match nearest(name, KNOWN) {
                    Some(near) => {
                        self.report.correct(at, &path, message, format!("Write `{near}`."));
                        self.pseudo_parameter(at, near)
                    }
                    None => {
                        self.report.refuse(at, &path, message, suggest(name, KNOWN));
                        None
                    }
                };
            }
        };
        Some(Node::text(at, text))
    }

    /// What `Fn::GetAtt` gives.
    pub(super) fn attribute(&mut self, at: Place, logical: &str, attribute: &str) -> Option<Node> {
        let sections = self.sections;
        let Some(index) = sections.index_of(logical) else {
            let message =
                format!("Template error: instance of Fn::GetAtt references undefined resource {logical}");
            let known = sections.resources.iter().map(|it| it.logical);
            let path = self.path.clone();
            return match nearest(logical, known.clone()) {
                Some(near) => {
                    self.report.correct(at, &path, message, format!("Write `{near}`."));
                    self.attribute(at, near, attribute)
                }
                None => {
                    self.report.refuse(at, &path, message, suggest(logical, known));
                    None
                }
            };
        };
        let written = sections.resources[index];
        let known = attributes_of(written.kind);
        if known.is_empty() {
            return Some(match (written.kind, attribute) {
                ("AWS::IAM::Role", "Arn") => Node::text(at, format!("arn:aws:iam::{ACCOUNT}:role/{logical}")),
                _ => Node::unknown(at, format!("{logical}.{attribute}, which only AWS knows")),
            });
        }
        let attribute = match known.iter().find(|it| **it == attribute) {
            Some(attribute) => attribute,
            None => self.unknown_attribute(at, logical, attribute, known)?,
        };
        let Some(name) = self.physical(index) else {
            return Some(Node::unknown(at, format!("a name that needs itself: {logical}")));
        };
        Some(Node::text(
            at,
            match (*attribute, Kind::of(written.kind)) {
                ("QueueName" | "TopicName", _) => name,
                ("QueueUrl", _) => names::queue_url(&name),
                ("TopicArn", _) => names::arn("sns", &name),
                (_, Some(Kind::Function)) => names::arn("lambda", &format!("function:{name}")),
                (_, Some(Kind::Alarm)) => names::arn("cloudwatch", &format!("alarm:{name}")),
                _ => names::arn("sqs", &name),
            },
        ))
    }

    fn unknown_attribute(
        &mut self,
        at: Place,
        logical: &str,
        attribute: &str,
        known: &'static [&'static str],
    ) -> Option<&'static &'static str> {
        let message = format!(
            "Template error: resource {logical} does not support attribute type {attribute} in Fn::GetAtt"
        );
        let path = self.path.clone();
        let near = nearest(attribute, known.iter().copied());
        match known.iter().find(|it| Some(**it) == near) {
            Some(near) => {
                self.report.correct(at, &path, message, format!("Write `{logical}.{near}`."));
                Some(near)
            }
            None => {
                self.report.refuse(at, &path, message, suggest(attribute, known.iter().copied()));
                None
            }
        }
    }
}

/// The attributes of a type whose physical names are known here; empty for all others.
fn attributes_of(kind: &str) -> &'static [&'static str] {
    match Kind::of(kind) {
        Some(Kind::Queue) => &["Arn", "QueueName", "QueueUrl"],
        Some(Kind::Topic) => &["TopicArn", "TopicName"],
        Some(Kind::Function | Kind::Alarm) => &["Arn"],
        Some(Kind::Group) | None => &[],
    }
}

/// A parameter's default.
fn parameter_value(at: Place, name: &str, parameter: &Node) -> Node {
    let kind = parameter.get("Type").and_then(Node::as_text).unwrap_or("String");
    if kind.starts_with("AWS::SSM::") {
        return Node::unknown(at, format!("the parameter {name}, which AWS reads from the parameter store"));
    }
    let Some(default) = parameter.get("Default") else {
        return Node::unknown(at, format!("the parameter {name}, which has no default"));
    };
    let is_list = kind == "CommaDelimitedList" || kind.starts_with("List<");
    match (default.as_text(), is_list) {
        (Some(text), true) => {
            let items = text.split(',').map(|item| Node::text(at, Arc::<str>::from(item.trim())));
            Node { at, content: Content::List(items.collect()) }
        }
        _ => Node { at, content: default.content.clone() },
    }
}
