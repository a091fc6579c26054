//! From resources to a scenario: each type in its turn, then what does not fit together.

use super::draft::Draft;
use super::names::{Kind, Named, Names, named};
use super::node::{Content, Node};
use super::report::Report;
use super::resource::Resource;
use super::resources;
use crate::problem::quoted;

/// Carries what the importers of all types need.
pub(super) struct Importer<'a> {
    pub(super) resources: &'a [Resource],
    pub(super) names: &'a Names,
    pub(super) draft: &'a mut Draft,
    pub(super) report: &'a mut Report,
}

/// How a queue must be named somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Arn,
    Url,
    Name,
}

/// Types that are read; all others are listed as left out.
const TYPES: [&str; 12] = [
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::AutoScaling::ScalingPolicy",
    "AWS::CloudWatch::Alarm",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::SNS::Subscription",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::Queue",
    "AWS::SQS::QueueInlinePolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::Serverless::Function",
];

/// Makes the parts of a scenario from the resources of a template.
pub(super) fn import(resources: &[Resource], names: &Names, draft: &mut Draft, report: &mut Report) {
    let mut importer = Importer { resources, names, draft, report };
    importer.queues();
    importer.redrives();
    importer.policies();
    importer.topics();
    importer.mappings();
    importer.alarms();
    importer.groups();
    importer.others();
    resources::checks::check(importer.draft, importer.report);
}

impl<'a> Importer<'a> {
    /// The resources of a type, in the template's order.
    pub(super) fn of_type(&self, kind: &'a str) -> impl Iterator<Item = &'a Resource> + use<'a> {
        self.resources.iter().filter(move |it| it.kind == kind)
    }

    /// Index of the queue that a value names; another form than the wanted one is corrected.
    pub(super) fn queue(&mut self, node: &Node, path: &str, kind: &str, wanted: Form) -> Option<usize> {
        if let Content::Unknown(why) = &node.content {
            self.report.leave_out(node.at, path, kind, format!("It is {why}."));
            return None;
        }
        let Some(text) = node.as_text() else {
            let message = format!("Expected a queue's {}, found {}.", wanted.described(), node.described());
            self.report.refuse(node.at, path, message, format!("Write {}.", wanted.written("Orders")));
            return None;
        };
        let (name, form) = match named(text) {
            Named::QueueArn(name) => (name, Form::Arn),
            Named::QueueUrl(name) => (name, Form::Url),
            Named::Other(text) => (text, Form::Name),
            Named::TopicArn(_) | Named::FunctionArn(_) => {
                self.report.leave_out(node.at, path, kind, format!("{} is no queue.", quoted(text)));
                return None;
            }
        };
        let logical = self.names.logical(Kind::Queue, name);
        let logical = logical.or_else(|| self.resources.iter().map(|it| &*it.logical).find(|it| *it == name));
        let index = logical.and_then(|it| self.draft.queues.iter().position(|queue| queue.logical == it));
        let Some((logical, index)) = logical.zip(index) else {
            let why = format!("{} is no queue of this template.", quoted(text));
            self.report.leave_out(node.at, path, kind, why);
            return None;
        };
        if form != wanted {
            let message = format!(
                "This is the queue's {}, but its {} is needed.",
                form.described(),
                wanted.described()
            );
            self.report.correct(node.at, path, message, format!("Write {}.", wanted.written(logical)));
        }
        Some(index)
    }

    /// What is not read at all.
    fn others(&mut self) {
        for it in self.resources.iter().filter(|it| !TYPES.contains(&&*it.kind)) {
            let near = super::properties::nearest(&it.kind, TYPES);
            let message = format!("Template format error: Unrecognized resource types: [{}]", it.kind);
            let path = format!("{}.Type", it.path);
            match near {
                Some(near) if near.eq_ignore_ascii_case(&it.kind) || is_misspelt(&it.kind) => {
                    self.report.refuse(it.kind_at, &path, message, format!("Write `{near}`."));
                }
                _ if !is_well_formed(&it.kind) => {
                    let hint = "A type is like `AWS::SQS::Queue`.";
                    self.report.refuse(it.kind_at, &path, message, hint);
                }
                _ => self.report.leave_out(it.at, &it.path, &it.kind, why_left_out(&it.kind)),
            }
        }
    }
}

/// A type of a service all of whose types are known here, or what is no type at all.
fn is_misspelt(kind: &str) -> bool {
    kind.starts_with("AWS::SQS::") || !is_well_formed(kind)
}

/// `AWS::SQS::Queue`, `Custom::Thing`: two words or more, with two colons between them.
fn is_well_formed(kind: &str) -> bool {
    let words: Vec<&str> = kind.split("::").collect();
    words.len() >= 2 && words.iter().all(|word| !word.is_empty() && !word.contains(':'))
}

fn why_left_out(kind: &str) -> &'static str {
    if kind.starts_with("AWS::IAM::") || kind == "AWS::Lambda::Permission" {
        return "Who may do what is taken from queue policies only.";
    }
    if kind.starts_with("AWS::Logs::") {
        return "Logs are not simulated.";
    }
    if kind.starts_with("AWS::KMS::") {
        return "Keys are named by the queues that use them.";
    }
    "This type is not part of the simulation."
}

impl Form {
    fn described(self) -> &'static str {
        match self {
            Self::Arn => "ARN",
            Self::Url => "URL",
            Self::Name => "name",
        }
    }

    /// How a template writes it.
    fn written(self, logical: &str) -> String {
        match self {
            Self::Arn => format!("`!GetAtt {logical}.Arn`"),
            Self::Url => format!("`!Ref {logical}`"),
            Self::Name => format!("`!GetAtt {logical}.QueueName`"),
        }
    }
}
