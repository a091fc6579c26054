//! Works out what a template's values are: parameters, names, functions.

use std::collections::BTreeMap;

use super::names::{Kind, Names};
use super::node::{Content, Field, Node, Place};
use super::report::Report;
use super::resource::Resource;
use super::sections::{Sections, Written};

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

    /// Conditions and outputs: nothing here needs them all, but what is wrong in them is told.
    pub(super) fn conditions_and_outputs(&mut self) {
        let sections = self.sections;
        for (name, node) in &sections.conditions {
            self.condition(node.at, name);
        }
        for (name, output) in &sections.outputs {
            if let Some(condition) = output.get("Condition") {
                self.path = format!("Outputs.{name}.Condition");
                let name = condition.as_text().unwrap_or_default();
                self.condition(condition.at, name);
            }
            self.path = format!("Outputs.{name}.Value");
            match output.get("Value") {
                Some(value) => {
                    self.value(value);
                }
                None => {
                    let message =
                        "Template format error: Every Outputs member must contain a Value object.".to_owned();
                    let path = self.path.clone();
                    self.report.refuse(output.at, &path, message, "Add `Value`.");
                }
            }
        }
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
