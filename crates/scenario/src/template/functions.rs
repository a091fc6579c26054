//! The functions of templates (sqs-facts §13.2).

use base64ct::{Base64, Encoding};

use super::evaluate::Evaluator;
use super::names::REGION;
use super::node::{Content, Node, Place};
use crate::problem::{quoted, suggest};

const FUNCTIONS: [&str; 15] = [
    "Ref",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::FindInMap",
    "Fn::GetAZs",
    "Fn::GetAtt",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Length",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::ToJsonString",
    "Fn::Transform",
];
/// Conditions, where a value is wanted.
const CONDITION_FUNCTIONS: [&str; 4] = ["Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"];

/// A piece of a text for `Fn::Sub`.
enum Piece<'t> {
    Literal(&'t str),
    Variable(&'t str),
}

impl Evaluator<'_, '_> {
    /// Calls a function; none if it gives `AWS::NoValue`, or nothing after a report.
    pub(super) fn function(&mut self, at: Place, name: &str, argument: &Node) -> Option<Node> {
        let list = argument.as_list();
        match (name, list) {
            ("Ref", _) => match argument.as_text() {
                Some(name) => self.reference(at, name),
                None => self.misused(at, name, "the name of a resource or a parameter"),
            },
            ("Fn::GetAtt", _) => self.get_att(at, argument),
            ("Fn::Sub", _) => self.sub(at, argument),
            ("Fn::Join", Some([delimiter, items])) => self.join(at, delimiter, items),
            ("Fn::Select", Some([index, items])) => self.select(at, index, items),
            ("Fn::Split", Some([delimiter, text])) => self.split(at, delimiter, text),
            ("Fn::FindInMap", Some([map, first, second, ..])) => self.find_in_map(at, [map, first, second]),
            ("Fn::If", Some([condition, then, otherwise])) => {
                let name = condition.as_text()?.to_owned();
                match self.condition(at, &name) {
                    Some(true) => self.value(then),
                    Some(false) | None => self.value(otherwise),
                }
            }
            ("Fn::Base64", _) => {
                let value = self.value(argument)?;
                let text = value.as_text().map(|text| Base64::encode_string(text.as_bytes()));
                Some(text.map_or(value, |text| Node::text(at, text)))
            }
            ("Fn::Length", _) => {
                let value = self.value(argument)?;
                let count = value.as_list().map_or(0, <[Node]>::len).to_string();
                Some(Node { at, content: Content::Scalar { text: count.into(), is_plain: true } })
            }
            ("Fn::ToJsonString", _) => {
                let json = self.value(argument)?.json().map(|json| json.to_string());
                Some(
                    json.map_or_else(
                        || Node::unknown(at, "a text of unknown values"),
                        |it| Node::text(at, it),
                    ),
                )
            }
            ("Fn::GetAZs", _) => {
                let zones = ["a", "b", "c"].map(|zone| Node::text(at, format!("{REGION}{zone}")));
                Some(Node { at, content: Content::List(zones.to_vec()) })
            }
            ("Fn::ImportValue", _) => Some(Node::unknown(at, "an export of another stack")),
            ("Fn::Cidr" | "Fn::Transform", _) => {
                Some(Node::unknown(at, format!("{name}, which is not followed")))
            }
            _ if FUNCTIONS.contains(&name) => self.misused(at, name, arguments_of(name)),
            _ if CONDITION_FUNCTIONS.contains(&name) => {
                self.misused(at, name, "its place in Conditions, and Fn::If where a value is wanted")
            }
            _ => {
                let path = self.path.clone();
                let message = format!("Template error: {} is no function.", quoted(name));
                self.report.refuse(at, &path, message, suggest(name, FUNCTIONS));
                None
            }
        }
    }

    fn misused(&mut self, at: Place, name: &str, wanted: &str) -> Option<Node> {
        let path = self.path.clone();
        let message = format!("Template error: {name} is not used as it must be.");
        self.report.refuse(at, &path, message, format!("It takes {wanted}."));
        None
    }

    fn get_att(&mut self, at: Place, argument: &Node) -> Option<Node> {
        if let Some((logical, attribute)) = argument.as_text().and_then(|text| text.split_once('.')) {
            return self.attribute(at, logical, attribute);
        }
        if let Some([logical, attribute]) = argument.as_list()
            && let (Some(logical), Some(attribute)) = (logical.as_text(), self.value(attribute))
            && let Some(attribute) = attribute.as_text()
        {
            return self.attribute(at, logical, attribute);
        }
        self.misused(at, "Fn::GetAtt", "a resource and one of its attributes: Orders.Arn")
    }

    fn sub(&mut self, at: Place, argument: &Node) -> Option<Node> {
        let (text, own) = match argument.as_list() {
            Some([text, own]) => (text.as_text(), Some(own)),
            Some(_) => (None, None),
            None => (argument.as_text(), None),
        };
        let Some(text) = text else {
            return self.misused(at, "Fn::Sub", "a text, or a list of a text and a map");
        };
        let own = own.and_then(|own| self.value(own));
        let mut out = String::new();
        for piece in pieces(text) {
            let variable = match piece {
                Piece::Literal(text) => {
                    out.push_str(text);
                    continue;
                }
                Piece::Variable(name) => name,
            };
            let known = own.as_ref().and_then(|own| own.get(variable)).cloned();
            let value = match (known, variable.split_once('.')) {
                (Some(value), _) => value,
                (None, Some((logical, attribute))) if !variable.starts_with("AWS::") => {
                    self.attribute(at, logical, attribute)?
                }
                (None, _) => self.reference(at, variable)?,
            };
            match (&value.content, value.as_text()) {
                (_, Some(text)) if self.spend_bytes(at, text.len()) => out.push_str(text),
                (Content::Unknown(why), _) => return Some(Node::unknown(at, why.clone())),
                _ => return None,
            }
        }
        Some(Node::text(at, out))
    }

    fn join(&mut self, at: Place, delimiter: &Node, items: &Node) -> Option<Node> {
        let (delimiter, items) = (self.value(delimiter)?, self.value(items)?);
        let Some(items) = items.as_list() else {
            return match items.content {
                Content::Unknown(_) => Some(Node { at, ..items }),
                _ => self.misused(at, "Fn::Join", arguments_of("Fn::Join")),
            };
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match (&item.content, item.as_text()) {
                (_, Some(text)) => texts.push(text),
                (Content::Unknown(why), _) => return Some(Node::unknown(at, why.clone())),
                _ => return self.misused(at, "Fn::Join", arguments_of("Fn::Join")),
            }
        }
        let delimiter = delimiter.as_text().unwrap_or_default();
        let bytes = texts.iter().map(|text| text.len() + delimiter.len()).sum();
        self.spend_bytes(at, bytes).then(|| Node::text(at, texts.join(delimiter)))
    }

    fn select(&mut self, at: Place, index: &Node, items: &Node) -> Option<Node> {
        let (index, items) = (self.value(index)?, self.value(items)?);
        if let Content::Unknown(_) = items.content {
            return Some(Node { at, ..items });
        }
        let place = index.as_text().and_then(|text| text.parse::<usize>().ok());
        match place.and_then(|place| items.as_list()?.get(place)) {
            Some(item) => Some(Node { at, content: item.content.clone() }),
            None => {
                let path = self.path.clone();
                let message = "Template error: Fn::Select cannot select nonexistent value at index ";
                let message = format!("{message}{}", index.as_text().unwrap_or("?"));
                self.report.refuse(at, &path, message, "Count from 0 to the list's end.");
                None
            }
        }
    }

    fn split(&mut self, at: Place, delimiter: &Node, text: &Node) -> Option<Node> {
        let (delimiter, text) = (self.value(delimiter)?, self.value(text)?);
        if let Content::Unknown(_) = text.content {
            return Some(Node { at, ..text });
        }
        let (Some(by), Some(text)) = (delimiter.as_text().filter(|by| !by.is_empty()), text.as_text()) else {
            return self.misused(at, "Fn::Split", arguments_of("Fn::Split"));
        };
        let items: Vec<Node> = text.split(by).map(|part| Node::text(at, part)).collect();
        let bytes = items.len() * size_of::<Node>();
        self.spend_bytes(at, bytes).then_some(Node { at, content: Content::List(items) })
    }

    fn find_in_map(&mut self, at: Place, keys: [&Node; 3]) -> Option<Node> {
        let mut texts = Vec::with_capacity(keys.len());
        for key in keys {
            let key = self.value(key)?;
            match (&key.content, key.as_text()) {
                (_, Some(text)) => texts.push(text.to_owned()),
                (Content::Unknown(why), _) => return Some(Node::unknown(at, why.clone())),
                _ => return self.misused(at, "Fn::FindInMap", arguments_of("Fn::FindInMap")),
            }
        }
        let map = self.sections.mappings.get(texts[0].as_str());
        let found = map.and_then(|map| map.get(&texts[1])?.get(&texts[2]));
        match found {
            Some(found) => self.value(found).map(|value| Node { at, content: value.content }),
            None => {
                let path = self.path.clone();
                let message = format!("Template error: Unable to get mapping for {}", texts.join("::"));
                let hint = suggest(&texts[0], self.sections.mappings.keys().copied());
                self.report.refuse(at, &path, message, hint);
                None
            }
        }
    }
}

fn arguments_of(function: &str) -> &'static str {
    match function {
        "Fn::Join" => "a delimiter and a list of texts",
        "Fn::Select" => "an index from 0 and a list",
        "Fn::Split" => "a delimiter and a text",
        "Fn::FindInMap" => "a mapping and two keys",
        "Fn::If" => "a condition's name and two values",
        _ => "other arguments",
    }
}

/// `${A}` is a variable, `${!A}` the text `${A}`.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let Some(len) = rest[start..].find('}') else { break };
        let name = &rest[start + 2..start + len];
        pieces.push(Piece::Literal(&rest[..start]));
        match name.strip_prefix('!') {
            Some(literal) => {
                pieces.extend([Piece::Literal("${"), Piece::Literal(literal), Piece::Literal("}")])
            }
            None => pieces.push(Piece::Variable(name.trim())),
        }
        rest = &rest[start + len + 1..];
    }
    pieces.push(Piece::Literal(rest));
    pieces
}
