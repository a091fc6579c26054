//! A resource with its properties worked out, and the ways to take them.

use super::node::{Content, Field, Node, Place};
use super::properties::Properties;
use super::report::Report;
use crate::problem::{quoted, suggest};

/// A resource that is created.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) logical: String,
    pub(super) at: Place,
    pub(super) kind: String,
    pub(super) kind_at: Place,
    /// `Resources.Orders`.
    pub(super) path: String,
    pub(super) properties: Vec<Field>,
}

/// A set of properties whose names have been checked: of a resource, or of an object below one.
pub(super) struct Fields<'a> {
    pub(super) at: Place,
    /// What the paths of its properties begin with.
    pub(super) path: String,
    kind: &'a str,
    fields: Vec<Field>,
}

impl Resource {
    /// Its properties, their names checked.
    pub(super) fn fields(&self, known: &Properties, report: &mut Report) -> Fields<'_> {
        let path = format!("{}.Properties", self.path);
        Fields::checked(self.at, path, &self.kind, &self.logical, self.properties.clone(), known, report)
    }
}

impl<'a> Fields<'a> {
    /// The fields of an object, their names checked; none after a report if it is no object.
    pub(super) fn of(
        node: &Node,
        path: String,
        owner: &'a Resource,
        known: &Properties,
        report: &mut Report,
    ) -> Option<Self> {
        match &node.content {
            Content::Map(fields) => {
                let (kind, logical) = (&owner.kind, &owner.logical);
                Some(Self::checked(node.at, path, kind, logical, fields.clone(), known, report))
            }
            Content::Unknown(why) => {
                report.leave_out(node.at, &path, &owner.kind, format!("It is {why}."));
                None
            }
            Content::Scalar { .. } | Content::List(_) => {
                let message = format!("Expected an object, found {}.", node.described());
                report.refuse(node.at, &path, message, format!("Write some of {}.", known.read.join(", ")));
                None
            }
        }
    }

    fn checked(
        at: Place,
        path: String,
        kind: &'a str,
        logical: &str,
        written: Vec<Field>,
        known: &Properties,
        report: &mut Report,
    ) -> Self {
        let mut fields: Vec<Field> = Vec::with_capacity(written.len());
        let (right, wrong): (Vec<Field>, Vec<Field>) =
            written.into_iter().partition(|field| known.has(&field.key));
        for field in right {
            match known.ignored.iter().find(|(name, _)| *name == &*field.key) {
                Some((name, why)) => report.leave_out(field.at, &format!("{path}.{name}"), kind, *why),
                None => fields.push(field),
            }
        }
        for mut field in wrong {
            let at_path = format!("{path}.{}", field.key);
            let message = format!(
                "Properties validation failed for resource {logical}: extraneous key [{}] is not permitted.",
                field.key
            );
            match known.meant(&field.key) {
                Some(meant) if fields.iter().all(|it| &*it.key != meant) => {
                    report.correct(field.at, &at_path, message, format!("Write `{meant}`."));
                    field.key = meant.into();
                    fields.push(field);
                }
                Some(meant) => {
                    let correction = format!("Take it away: `{meant}` is there already.");
                    report.correct(field.at, &at_path, message, correction);
                }
                None => report.refuse(field.at, &at_path, message, wrong_place(&field.key, known)),
            }
        }
        for name in known.required.iter().filter(|name| fields.iter().all(|it| &&*it.key != *name)) {
            let message = format!(
                "Properties validation failed for resource {logical}: required key [{name}] not found."
            );
            report.refuse(at, &path, message, format!("Add `{name}`."));
        }
        Self { at, path, kind, fields }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.fields.iter().find(|field| &*field.key == name).map(|field| &field.value)
    }

    /// Where a property's name stands.
    pub(super) fn place(&self, name: &str) -> Place {
        self.fields.iter().find(|field| &*field.key == name).map_or(self.at, |field| field.at)
    }

    /// The path of a property.
    pub(super) fn path_of(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// A property that is known; what only AWS knows is left out.
    pub(super) fn known(&self, name: &str, report: &mut Report) -> Option<&Node> {
        let node = self.get(name)?;
        if let Content::Unknown(why) = &node.content {
            let why = format!("It is {why}.");
            report.leave_out(self.place(name), &self.path_of(name), self.kind, why);
            return None;
        }
        Some(node)
    }

    pub(super) fn text(&self, name: &str, report: &mut Report) -> Option<&str> {
        let node = self.known(name, report)?;
        let text = node.as_text();
        if text.is_none() {
            self.wrong(name, node, "a text", report);
        }
        text
    }

    pub(super) fn boolean(&self, name: &str, report: &mut Report) -> Option<bool> {
        let node = self.known(name, report)?;
        let value = node.as_bool();
        if value.is_none() {
            self.wrong(name, node, "true or false", report);
        }
        value
    }

    pub(super) fn list(&self, name: &str, report: &mut Report) -> Option<&[Node]> {
        let node = self.known(name, report)?;
        let list = node.as_list();
        if list.is_none() {
            self.wrong(name, node, "a list", report);
        }
        list
    }

    /// A whole number; one outside of the range becomes the nearest that is inside.
    pub(super) fn number(&self, name: &str, min: u32, max: u32, report: &mut Report) -> Option<u32> {
        let node = self.known(name, report)?;
        let Some(value) = node.as_text().and_then(|text| text.trim().parse::<i64>().ok()) else {
            self.wrong(name, node, "a whole number", report);
            return None;
        };
        let inside = value.clamp(i64::from(min), i64::from(max));
        if inside != value {
            let message = format!("{name} is {value}; AWS allows {min} to {max}.");
            report.correct(node.at, &self.path_of(name), message, format!("Write {inside}."));
        }
        u32::try_from(inside).ok()
    }

    /// One of some words; another one is corrected if it is near enough.
    pub(super) fn word(
        &self,
        name: &str,
        words: &[&'static str],
        report: &mut Report,
    ) -> Option<&'static str> {
        let text = self.text(name, report)?;
        if let Some(word) = words.iter().find(|word| **word == text) {
            return Some(word);
        }
        let message = format!("{} is no value of {name}.", quoted(text));
        let at = self.get(name).map_or(self.at, |node| node.at);
        let near = super::properties::nearest(text, words.iter().copied());
        match words.iter().find(|word| Some(**word) == near) {
            Some(word) => {
                report.correct(at, &self.path_of(name), message, format!("Write `{word}`."));
                Some(word)
            }
            None => {
                report.refuse(at, &self.path_of(name), message, suggest(text, words.iter().copied()));
                None
            }
        }
    }

    fn wrong(&self, name: &str, node: &Node, wanted: &str, report: &mut Report) {
        let message = format!("{name}: expected {wanted}, found {}.", node.described());
        report.refuse(node.at, &self.path_of(name), message, format!("Write {wanted}."));
    }
}

/// Where a property belongs that this type does not have.
fn wrong_place(name: &str, known: &Properties) -> String {
    match name {
        "Policy" if known.has("QueueName") => {
            "Add a resource of type AWS::SQS::QueuePolicy with the PolicyDocument.".to_owned()
        }
        "MaxReceiveCount" | "maxReceiveCount" | "deadLetterTargetArn" | "DeadLetterTargetArn" => {
            "It belongs below RedrivePolicy, with a small first letter.".to_owned()
        }
        _ => suggest(name, known.read.iter().copied()),
    }
}
