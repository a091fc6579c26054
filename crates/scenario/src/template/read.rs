//! JSON and YAML into nodes: positions kept, short tags spelled out, aliases copied within limits.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput, Tag};
use serde::de::IgnoredAny;

use super::node::{Content, Field, Node, Place};
use super::report::Report;
use super::surrogates;

/// Bytes of a template; also AWS's own limit for one that is stored in S3.
const TEXT_BYTES_MAX: usize = 1024 * 1024;
/// Objects, lists and functions inside each other.
const NESTING_MAX: usize = 32;
/// Bytes of text that aliases may add.
const ALIAS_BYTES_MAX: usize = 64 * 1024;
/// Places where a value may begin: commas, brackets, dashes, lines. A reader of YAML keeps all between two brackets
/// until it has seen whether they are a key: about a thousand bytes for each value.
const PARTS_MAX: usize = 50_000;
/// Bytes that a value counts in an alias, beyond its text.
const NODE_BYTES: usize = 16;

/// Reads a text; none after the reason was reported.
pub(super) fn read(text: &str, report: &mut Report) -> Option<Node> {
    let start = Place { line: 1, column: 1 };
    if text.len() > TEXT_BYTES_MAX {
        let message = format!("The template has {} bytes; at most {TEXT_BYTES_MAX} are read.", text.len());
        report.refuse(start, "", message, "Split it into several.");
        return None;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = beyond_parts_max(text) {
        let message = format!("The template has more than {PARTS_MAX} lines and values.");
        report.refuse(at, "", message, "Take away what is not about queues, or split it.");
        return None;
    }
    let is_json = is_json(text);
    if is_json && let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let at = Place { line: error.line() as u32, column: (error.column() as u32).max(1) };
        let hint = "Check commas, quotes and brackets there.";
        report.refuse(at, "", format!("This is not JSON: {error}."), hint);
        return None;
    }
    // A tab is white space between JSON's values, and forbidden inside its texts; to YAML it may be an error.
    let text =
        if is_json { Cow::Owned(surrogates::joined(&text.replace('\t', " "))) } else { Cow::Borrowed(text) };
    match Builder::new(report).build(&text) {
        Ok(Some(root)) => Some(root),
        Ok(None) => {
            report.refuse(start, "", "The template is empty.", "Begin with `Resources:`.");
            None
        }
        Err(Trouble { at, message, hint }) => {
            report.refuse(at, "", message, hint);
            None
        }
    }
}

/// Where a text has more parts than are read.
pub(super) fn beyond_parts_max(text: &str) -> Option<Place> {
    let bytes = text.as_bytes();
    let is_part = |at: &usize| match bytes[*at] {
        b',' | b'[' | b'{' => true,
        b'-' => bytes.get(at + 1) == Some(&b' '),
        b'\n' => at.checked_sub(1).is_none_or(|before| !matches!(bytes[before], b',' | b'[' | b'{')),
        _ => false,
    };
    let at = (0..bytes.len()).filter(is_part).nth(PARTS_MAX)?;
    let before = &text[..at];
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some(Place { line: number(line), column: number(column) })
}

/// Does a text begin as an object of JSON does? YAML's `{` need not have a quote behind it.
fn is_json(text: &str) -> bool {
    let inside = text.trim_start().strip_prefix('{').map(str::trim_start);
    inside.is_some_and(|inside| inside.is_empty() || inside.starts_with(['"', '}']))
}

/// Why a text is not read.
struct Trouble {
    at: Place,
    message: String,
    hint: &'static str,
}

impl From<ScanError> for Trouble {
    fn from(error: ScanError) -> Self {
        let message = format!("This is not YAML: {}.", error.info());
        Self { at: place(error.marker()), message, hint: "Check the indentation, quotes and brackets there." }
    }
}

pub(super) fn place(marker: &Marker) -> Place {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Place { line: number(marker.line()).max(1), column: number(marker.col()).saturating_add(1) }
}

/// A collection whose end has not come.
struct Open {
    at: Place,
    /// The function that its tag stands for.
    function: Option<Arc<str>>,
    anchor: usize,
    /// None for a list.
    map: Option<Keys>,
    items: Vec<Node>,
    fields: Vec<Field>,
}

/// Keys of a map so far.
#[derive(Default)]
struct Keys {
    seen: BTreeSet<Arc<str>>,
    /// The key whose value comes next.
    next: Option<(Arc<str>, Place)>,
}

/// An anchored value, and the bytes that a copy of it counts.
type Anchored = (Node, usize);

struct Builder<'r> {
    report: &'r mut Report,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Anchored>,
    alias_bytes: usize,
    root: Option<Node>,
}

impl<'r> Builder<'r> {
    fn new(report: &'r mut Report) -> Self {
        Self { report, open: Vec::new(), anchors: BTreeMap::new(), alias_bytes: 0, root: None }
    }

    fn build(mut self, text: &str) -> Result<Option<Node>, Trouble> {
        let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event?;
            let at = place(&span.start);
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) if self.root.is_some() => {
                    let message = "A second YAML document begins here; only the first is read.";
                    self.report.refuse(at, "", message, "Make it a file of its own.");
                    break;
                }
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
                Event::Alias(anchor) => self.alias(anchor, at)?,
                Event::Scalar(text, style, anchor, tag) => {
                    let is_core = tag.as_ref().is_some_and(|tag| tag.is_yaml_core_schema());
                    let is_plain = style == ScalarStyle::Plain && !is_core;
                    let node = Node { at, content: Content::Scalar { text: text.as_ref().into(), is_plain } };
                    let node = spelled_out(node, function_of(tag));
                    self.place(node, anchor)?;
                }
                Event::SequenceStart(anchor, tag) => self.begin(at, anchor, function_of(tag), None)?,
                Event::MappingStart(anchor, tag) => {
                    self.begin(at, anchor, function_of(tag), Some(Keys::default()))?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end()?,
            }
        }
        Ok(self.root.filter(|root| !root.is_null()))
    }

    fn begin(
        &mut self,
        at: Place,
        anchor: usize,
        function: Option<Arc<str>>,
        map: Option<Keys>,
    ) -> Result<(), Trouble> {
        if self.open.len() >= NESTING_MAX {
            let message = format!("The template nests deeper than {NESTING_MAX} levels.");
            return Err(Trouble { at, message, hint: "A template needs fewer than twenty." });
        }
        self.open.push(Open { at, function, anchor, map, items: Vec::new(), fields: Vec::new() });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Trouble> {
        let Some(done) = self.open.pop() else { return Ok(()) };
        let content = match done.map {
            Some(_) => Content::Map(done.fields),
            None => Content::List(done.items),
        };
        self.place(spelled_out(Node { at: done.at, content }, done.function), done.anchor)
    }

    /// Puts a finished value where it belongs.
    fn place(&mut self, node: Node, anchor: usize) -> Result<(), Trouble> {
        if anchor != 0 {
            let bytes = bytes(&node);
            self.anchors.insert(anchor, (node.clone(), bytes));
        }
        let Some(above) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        let Some(keys) = &mut above.map else {
            above.items.push(node);
            return Ok(());
        };
        match keys.next.take() {
            None => {
                let Some(key) = node.as_text() else {
                    let message = format!("A key is {}.", node.described());
                    return Err(Trouble { at: node.at, message, hint: "Keys are texts." });
                };
                keys.next = Some((key.into(), node.at));
            }
            Some((key, at)) if keys.seen.insert(key.clone()) => {
                above.fields.push(Field { key, at, value: node })
            }
            Some((key, at)) => {
                let message = format!("The key {} stands twice.", crate::problem::quoted(&key));
                self.report.refuse(at, &key, message, "The first counts here: take one of them away.");
            }
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Place) -> Result<(), Trouble> {
        let Some((node, bytes)) = self.anchors.get(&anchor) else {
            let message = "An alias names a value that is not complete yet.".to_owned();
            return Err(Trouble { at, message, hint: "Write the value out." });
        };
        self.alias_bytes = self.alias_bytes.saturating_add(*bytes);
        if self.alias_bytes > ALIAS_BYTES_MAX || self.open.len() + depth(node) > NESTING_MAX {
            let message = format!(
                "The aliases of this template stand for more than {ALIAS_BYTES_MAX} bytes or {NESTING_MAX} levels."
            );
            return Err(Trouble { at, message, hint: "Write the values out." });
        }
        let node = node.clone();
        self.place(node, 0)
    }
}

/// Bytes that a copy of a value counts.
fn bytes(node: &Node) -> usize {
    NODE_BYTES
        + match &node.content {
            Content::Scalar { text, .. } | Content::Unknown(text) => text.len(),
            Content::List(items) => items.iter().map(bytes).sum(),
            Content::Map(fields) => fields.iter().map(|field| field.key.len() + bytes(&field.value)).sum(),
        }
}

fn depth(node: &Node) -> usize {
    match &node.content {
        Content::Scalar { .. } | Content::Unknown(_) => 0,
        Content::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Content::Map(fields) => 1 + fields.iter().map(|field| depth(&field.value)).max().unwrap_or(0),
    }
}

/// The function of a short tag: `Ref` of `!Ref`, `Fn::Sub` of `!Sub`.
fn function_of(tag: Option<Cow<'_, Tag>>) -> Option<Arc<str>> {
    let tag = tag.filter(|tag| !tag.is_yaml_core_schema() && !tag.suffix.is_empty())?;
    Some(match tag.suffix.as_str() {
        "Ref" | "Condition" => tag.suffix.as_str().into(),
        other => format!("Fn::{other}").into(),
    })
}

/// `!Ref Orders` is `Ref: Orders`.
fn spelled_out(node: Node, function: Option<Arc<str>>) -> Node {
    match function {
        None => node,
        Some(key) => {
            let at = node.at;
            Node { at, content: Content::Map(vec![Field { key, at, value: node }]) }
        }
    }
}
