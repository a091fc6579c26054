//! The sections of a template.

use std::collections::BTreeMap;

use super::node::{Field, Node, Place};
use super::report::Report;
use crate::problem::{quoted, suggest};

/// Resources of a template at most, as on AWS.
const RESOURCES_MAX: usize = 500;

const SECTIONS: [&str; 11] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Transform",
];
const RULES: &str = "Rules";

/// A resource as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    pub(super) logical: &'a str,
    pub(super) at: Place,
    pub(super) kind: &'a str,
    pub(super) kind_at: Place,
    pub(super) node: &'a Node,
}

/// A template, its sections found.
#[derive(Debug)]
pub(super) struct Sections<'a> {
    title: Option<&'a str>,
    /// Where `Resources` stands.
    pub(super) at: Place,
    pub(super) parameters: BTreeMap<&'a str, &'a Node>,
    pub(super) mappings: BTreeMap<&'a str, &'a Node>,
    pub(super) conditions: BTreeMap<&'a str, &'a Node>,
    pub(super) outputs: BTreeMap<&'a str, &'a Node>,
    /// SAM's `Globals.Function`.
    pub(super) function_globals: Option<&'a Node>,
    /// In the order of the text.
    pub(super) resources: Vec<Written<'a>>,
    index: BTreeMap<&'a str, usize>,
}

impl<'a> Sections<'a> {
    /// Finds the sections; none after the reason was reported.
    pub(super) fn of(root: &'a Node, report: &mut Report) -> Option<Self> {
        let Some(fields) = root.as_map() else {
            let message = format!("A template is an object, found {}.", root.described());
            report.refuse(root.at, "", message, "Begin with `Resources:`.");
            return None;
        };
        for field in fields {
            let known = SECTIONS.contains(&&*field.key) || &*field.key == RULES;
            if !known {
                let message = format!(
                    "Invalid template property or properties [{}]",
                    quoted(&field.key).trim_matches('`')
                );
                report.refuse(field.at, &field.key, message, suggest(&field.key, SECTIONS));
            }
        }
        let Some(resources) = root.get("Resources").and_then(Node::as_map).filter(|list| !list.is_empty())
        else {
            let message = "Template format error: At least one Resources member must be defined.";
            let hint = "Write the resources below `Resources:`.";
            report.refuse(root.at, "Resources", message, hint);
            return None;
        };
        let resources = written(resources, report)?;
        let index = resources.iter().enumerate().map(|(index, it)| (it.logical, index)).collect();
        leave_out_modules(root, report);
        Some(Self {
            at: fields.iter().find(|field| &*field.key == "Resources").map_or(root.at, |field| field.at),
            title: root.get("Description").and_then(Node::as_text),
            parameters: entries(root.get("Parameters")),
            mappings: entries(root.get("Mappings")),
            conditions: entries(root.get("Conditions")),
            outputs: entries(root.get("Outputs")),
            function_globals: root.get("Globals").and_then(|globals| globals.get("Function")),
            resources,
            index,
        })
    }

    /// `Description`.
    pub(super) fn title(&self) -> Option<&'a str> {
        self.title
    }

    pub(super) fn index_of(&self, logical: &str) -> Option<usize> {
        self.index.get(logical).copied()
    }
}

fn entries(section: Option<&Node>) -> BTreeMap<&str, &Node> {
    let fields = section.and_then(Node::as_map).unwrap_or_default();
    fields.iter().map(|Field { key, value, .. }| (&**key, value)).collect()
}

fn written<'a>(fields: &'a [Field], report: &mut Report) -> Option<Vec<Written<'a>>> {
    if fields.len() > RESOURCES_MAX {
        let message =
            format!("There are {} resources; a template has at most {RESOURCES_MAX}.", fields.len());
        report.refuse(fields[0].at, "Resources", message, "Split it into several.");
        return None;
    }
    let mut resources = Vec::with_capacity(fields.len());
    for field in fields {
        let path = format!("Resources.{}", field.key);
        if field.key.starts_with("Fn::") {
            report.leave_out(field.at, &path, "", "Resources that a macro or a loop makes are not read.");
            continue;
        }
        let kind = field.value.get("Type");
        let Some((kind, text)) = kind.and_then(|kind| Some((kind, kind.as_text()?))) else {
            let message =
                "Template format error: [/Resources/{}] Every Resources object must contain a Type member.";
            let message = message.replace("{}", &field.key);
            report.refuse(field.at, &path, message, "Add `Type: AWS::SQS::Queue`, or what it is.");
            continue;
        };
        let (logical, at) = (&*field.key, field.at);
        resources.push(Written { logical, at, kind: text, kind_at: kind.at, node: &field.value });
    }
    Some(resources)
}

/// What stands beside the resources and is not followed.
fn leave_out_modules(root: &Node, report: &mut Report) {
    for field in root.as_map().unwrap_or_default() {
        let path = &*field.key;
        match path {
            "Hooks" | "Rules" => report.leave_out(field.at, path, "", "This section is not read."),
            "Transform" if !is_sam(&field.value) => {
                report.leave_out(
                    field.at,
                    path,
                    "",
                    "Macros run on AWS only; SAM's transform is followed here.",
                );
            }
            _ => {}
        }
    }
}

fn is_sam(transform: &Node) -> bool {
    let is_sam = |node: &Node| node.as_text().is_some_and(|text| text.starts_with("AWS::Serverless"));
    is_sam(transform) || transform.as_list().is_some_and(|list| list.iter().all(is_sam))
}
