//! What a template declares beside properties: the keys of resources, what they depend on, parameters.

use super::node::{Field, Node, Place};
use super::properties::nearest;
use super::report::Report;
use super::sections::{Sections, Written};
use crate::problem::{quoted, suggest};

const RESOURCE_KEYS: [&str; 11] = [
    "Condition",
    "Connectors",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "IgnoreGlobals",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];
const PARAMETER_KEYS: [&str; 11] = [
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
];
/// Types of parameters that AWS knows no resources for.
const PARAMETER_TYPES: [&str; 4] = ["CommaDelimitedList", "List<Number>", "Number", "String"];

/// Reports what is wrong in declarations. The scenario needs none of them.
pub(super) fn check(sections: &Sections<'_>, report: &mut Report) {
    for it in &sections.resources {
        resource(*it, sections, report);
    }
    for (name, node) in &sections.parameters {
        parameter(name, node, report);
    }
}

fn resource(it: Written<'_>, sections: &Sections<'_>, report: &mut Report) {
    let path = format!("Resources.{}", it.logical);
    for field in it.node.as_map().unwrap_or_default() {
        if !RESOURCE_KEYS.contains(&&*field.key) {
            unknown_key("resource", field, &path, &RESOURCE_KEYS, report);
        }
    }
    let Some(depends_on) = it.node.get("DependsOn") else { return };
    let names = depends_on.as_list().unwrap_or(std::slice::from_ref(depends_on));
    for node in names {
        let name = node.as_text().unwrap_or_default();
        if sections.index_of(name).is_some() {
            continue;
        }
        let message = format!(
            "Template format error: Unresolved resource dependencies [{name}] in the Resources block of the template"
        );
        let known = sections.resources.iter().map(|it| it.logical).filter(|known| *known != it.logical);
        let hint = match nearest(name, known) {
            Some(near) => format!("Write `{near}`."),
            None => "Take it away, or write the logical id of another resource.".to_owned(),
        };
        report.refuse(node.at, &format!("{path}.DependsOn"), message, hint);
    }
}

fn unknown_key(what: &str, field: &Field, path: &str, known: &[&'static str], report: &mut Report) {
    let message = format!("Invalid template {what} property {}", quoted(&field.key));
    let hint = match nearest(&field.key, known.iter().copied()) {
        Some(near) => format!("Write `{near}`."),
        None => suggest(&field.key, known.iter().copied()),
    };
    report.refuse(field.at, &format!("{path}.{}", field.key), message, hint);
}

fn parameter(name: &str, node: &Node, report: &mut Report) {
    let path = format!("Parameters.{name}");
    for field in node.as_map().unwrap_or_default() {
        if !PARAMETER_KEYS.contains(&&*field.key) {
            unknown_key("parameter", field, &path, &PARAMETER_KEYS, report);
        }
    }
    let Some(kind) = node.get("Type") else {
        let message = "Template format error: Every Parameters object must contain a Type member.";
        report.refuse(node.at, &path, message, "Add `Type: String`.");
        return;
    };
    let text = kind.as_text().unwrap_or_default();
    let is_of_aws = text.starts_with("AWS::") || text.starts_with("List<AWS::");
    if !is_of_aws && !PARAMETER_TYPES.contains(&text) {
        let message = format!("Template format error: Unrecognized parameter type: {}", kind.described());
        let hint = match nearest(text, PARAMETER_TYPES) {
            Some(near) => format!("Write `{near}`."),
            None => suggest(text, PARAMETER_TYPES),
        };
        report.refuse(kind.at, &format!("{path}.Type"), message, hint);
        return;
    }
    if let Some(default) = node.get("Default") {
        Default { name, node, at: default.at, path: format!("{path}.Default") }.check(text, default, report);
    }
}

/// A parameter's default, held against what the parameter allows.
struct Default<'a> {
    name: &'a str,
    node: &'a Node,
    at: Place,
    path: String,
}

impl Default<'_> {
    fn check(&self, kind: &str, default: &Node, report: &mut Report) {
        let Some(text) = default.as_text() else {
            return self.refuse(default, "must be a text", "Write one text, in quotes.", report);
        };
        let is_list = kind == "CommaDelimitedList" || kind.starts_with("List<");
        let values: Vec<&str> = if is_list { text.split(',').map(str::trim).collect() } else { vec![text] };
        for value in values {
            self.check_one(kind, value, report);
        }
        if self.node.get("AllowedPattern").is_some() {
            let why = "The default is not held against the pattern.";
            report.leave_out(self.at, &format!("Parameters.{}.AllowedPattern", self.name), "", why);
        }
    }

    fn check_one(&self, kind: &str, value: &str, report: &mut Report) {
        let it = Node::text(self.at, value);
        if let Some(allowed) = self.node.get("AllowedValues").and_then(Node::as_list) {
            let allowed: Vec<&str> = allowed.iter().filter_map(Node::as_text).collect();
            if !allowed.contains(&value) {
                let hint = format!("Write one of {}.", allowed.join(", "));
                self.refuse(&it, "must be one of AllowedValues", &hint, report);
            }
        }
        let limit = |key: &str| self.node.get(key).and_then(Node::as_text)?.parse::<f64>().ok();
        let is_number = matches!(kind, "Number" | "List<Number>");
        let (measured, least, most, what) = match value.parse::<f64>() {
            Ok(number) if is_number => (number, "MinValue", "MaxValue", "a number"),
            Err(_) if is_number => return self.refuse(&it, "must be a number", "Write a number.", report),
            _ => (value.chars().count() as f64, "MinLength", "MaxLength", "of a length"),
        };
        if let Some(least) = limit(least).filter(|least| measured < *least) {
            let wanted = format!("must be {what} not less than {least}");
            self.refuse(&it, &wanted, &format!("Write one of at least {least}."), report);
        }
        if let Some(most) = limit(most).filter(|most| measured > *most) {
            let wanted = format!("must be {what} not greater than {most}");
            self.refuse(&it, &wanted, &format!("Write one of at most {most}."), report);
        }
    }

    fn refuse(&self, value: &Node, wanted: &str, hint: &str, report: &mut Report) {
        let message = format!("Parameter '{}' {wanted}; its default is {}", self.name, value.described());
        report.refuse(self.at, &self.path, message, hint);
    }
}
