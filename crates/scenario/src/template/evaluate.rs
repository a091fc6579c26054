//! Works out what a template's values are: parameters, names, functions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::names::{self, ACCOUNT, Kind, Names, REGION, STACK};
use super::node::{Content, Field, Node, Place};
use super::properties::nearest;
use super::report::Report;
use super::resource::Resource;
use super::sections::{Sections, Written};
use crate::problem::suggest;

/// Bytes of all values together that are worked out; functions that feed each other could ask for any number.
const VALUE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes that a value counts beyond its text.
const NODE_BYTES: usize = 16;
/// Values inside each other, names and conditions that wait for each other, all together.
const DEPTH_MAX: u32 = 100;

/// Works values out; what is wrong goes to the report.
pub(super) struct Evaluator<'a, 'r> {
    pub(super) sections: &'a Sections<'a>,
    pub(super) report: &'r mut Report,
    /// What is being worked out, for messages.
    pub(super) path: String,
    /// None while it is being worked out, and of what nobody can tell.
    pub(super) conditions: BTreeMap<String, Option<bool>>,
    /// By index of the resource; none while it is being worked out.
    physical: BTreeMap<usize, Option<String>>,
    bytes_left: usize,
    depth: u32,
    is_exhausted: bool,
}

impl<'a, 'r> Evaluator<'a, 'r> {
    pub(super) fn new(sections: &'a Sections<'a>, report: &'r mut Report) -> Self {
        Self {
            sections,
            report,
            path: String::new(),
            conditions: BTreeMap::new(),
            physical: BTreeMap::new(),
            bytes_left: VALUE_BYTES_MAX,
            depth: 0,
            is_exhausted: false,
        }
    }

    /// The resources that are created, with their properties worked out.
    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let sections = self.sections;
        sections.resources.iter().filter_map(|written| self.resource(*written)).collect()
    }

    /// Did the values need more room than there is? It was reported then.
    pub(super) fn is_exhausted(&self) -> bool {
        self.is_exhausted
    }

    /// The physical names of all resources that have one.
    pub(super) fn into_names(mut self) -> Names {
        let mut names = Names::default();
        for (index, written) in self.sections.resources.iter().enumerate() {
            if let (Some(kind), Some(name)) = (Kind::of(written.kind), self.physical(index)) {
                names.insert(kind, written.logical, name);
            }
        }
        names
    }

    fn resource(&mut self, written: Written<'a>) -> Option<Resource> {
        self.path = format!("Resources.{}", written.logical);
        if let Some(name) = written.node.get("Condition").and_then(Node::as_text) {
            let at = written.node.get("Condition").map_or(written.at, |node| node.at);
            if self.condition(at, name) != Some(true) {
                let why = format!("Its condition {name} is not true with the default parameters.");
                self.report.leave_out(written.at, &self.path, written.kind, why);
                return None;
            }
        }
        let base = self.path.clone();
        let mut properties = Vec::new();
        let own = written.node.get("Properties").and_then(Node::as_map).unwrap_or_default();
        let globals = match written.kind {
            "AWS::Serverless::Function" => self.sections.function_globals.and_then(Node::as_map),
            _ => None,
        };
        let inherited = globals.unwrap_or_default().iter();
        let inherited = inherited.filter(|field| own.iter().all(|it| it.key != field.key));
        for field in own.iter().chain(inherited) {
            self.path = format!("{base}.Properties.{}", field.key);
            if let Some(value) = self.value(&field.value) {
                properties.push(Field { key: field.key.clone(), at: field.at, value });
            }
        }
        Some(Resource {
            logical: written.logical.to_owned(),
            at: written.at,
            kind: written.kind.to_owned(),
            kind_at: written.kind_at,
            path: base,
            properties,
        })
    }

    /// A value with its functions worked out; none if it is `AWS::NoValue`, or nothing after a report.
    pub(super) fn value(&mut self, node: &Node) -> Option<Node> {
        if !self.spend(node) {
            return None;
        }
        let value = self.deeper(|it| Some(it.value_inside(node)));
        value.unwrap_or_else(|| Some(Node::unknown(node.at, "a value that too many others lead to")))
    }

    fn value_inside(&mut self, node: &Node) -> Option<Node> {
        let content = match &node.content {
            Content::Scalar { text, .. } if text.starts_with("{{resolve:") => {
                Content::Unknown("a dynamic reference, which only AWS resolves".into())
            }
            Content::Scalar { .. } | Content::Unknown(_) => node.content.clone(),
            Content::List(items) => Content::List(items.iter().filter_map(|item| self.value(item)).collect()),
            Content::Map(fields) => {
                if let [Field { key, value, .. }] = fields.as_slice()
                    && (&**key == "Ref" || key.starts_with("Fn::"))
                {
                    return self.function(node.at, key, value);
                }
                let mut done = Vec::with_capacity(fields.len());
                for Field { key, at, value } in fields {
                    if let Some(value) = self.value(value) {
                        done.push(Field { key: key.clone(), at: *at, value });
                    }
                }
                Content::Map(done)
            }
        };
        Some(Node { at: node.at, content })
    }

    fn spend(&mut self, node: &Node) -> bool {
        let bytes = match &node.content {
            Content::Scalar { text, .. } | Content::Unknown(text) => text.len() + NODE_BYTES,
            Content::List(items) => (items.len() + 1) * NODE_BYTES,
            Content::Map(fields) => (fields.len() + 1) * NODE_BYTES,
        };
        self.spend_bytes(node.at, bytes)
    }

    /// Takes from the room for values; false once it is used up.
    pub(super) fn spend_bytes(&mut self, at: Place, bytes: usize) -> bool {
        match self.bytes_left.checked_sub(bytes) {
            Some(left) if !self.is_exhausted => self.bytes_left = left,
            _ if self.is_exhausted => {}
            _ => {
                self.is_exhausted = true;
                let message = format!("The values of this template have more than {VALUE_BYTES_MAX} bytes.");
                let path = self.path.clone();
                self.report.refuse(at, &path, message, "Shorten the lists and texts that functions join.");
            }
        }
        !self.is_exhausted
    }

    /// What `Ref` gives.
    pub(super) fn reference(&mut self, at: Place, name: &str) -> Option<Node> {
        if name.starts_with("AWS::") {
            return self.pseudo_parameter(at, name);
        }
        if let Some(parameter) = self.sections.parameters.get(name) {
            return Some(parameter_value(at, name, parameter));
        }
        if let Some(index) = self.sections.index_of(name) {
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

    /// A name that nothing has: corrected if there is one near enough.
    fn unresolved(&mut self, at: Place, name: &str) -> Option<Node> {
        let message = format!(
            "Template format error: Unresolved resource dependencies [{name}] in the Resources block of the template"
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
                    "Template format error: Unresolved resource dependencies [{name}] in the Resources block of \
                     the template"
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

    /// The name that AWS gives a resource; none while it is being worked out, that is, if it needs itself.
    pub(super) fn physical(&mut self, index: usize) -> Option<String> {
        if let Some(known) = self.physical.get(&index) {
            return known.clone();
        }
        self.physical.insert(index, None);
        let written = self.sections.resources[index];
        let kind = Kind::of(written.kind)?;
        let properties = written.node.get("Properties");
        let path = std::mem::replace(
            &mut self.path,
            format!("Resources.{}.Properties.{}", written.logical, kind.name_property()),
        );
        let mut of = |key: &str| properties.and_then(|it| it.get(key)).and_then(|node| self.value(node));
        let name = of(kind.name_property()).as_ref().and_then(Node::as_text).map(str::to_owned);
        let is_fifo = kind.fifo_property().and_then(of).and_then(|node| node.as_bool()) == Some(true);
        self.path = path;
        let mut name = name.unwrap_or_else(|| written.logical.to_owned());
        if is_fifo && !name.ends_with(".fifo") {
            name.push_str(".fifo");
        }
        self.physical.insert(index, Some(name.clone()));
        Some(name)
    }

    /// Runs something that may lead on to other names and conditions; none if they lead too far.
    pub(super) fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth > DEPTH_MAX {
            return None;
        }
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        result
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
