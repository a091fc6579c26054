//! From a payload to its link.

use serde_json::Value;

use super::act::{Act, Action};
use super::base;
use super::cbor::Cbor;
use super::content::{Link, Selection, Start, View};
use super::envelope::{Kind, unseal};
use super::problem::{LinkProblem, Notice};
use super::v1::body::{Body, Deed};
use super::v1::patch::{self, PatchError};
use super::v1::{self, Names};
use crate::address::{SPEED_MILLI_DEFAULT, SPEED_MILLI_MAX, SPEED_MILLI_MIN};
use crate::edit::EDITS_MAX;
use crate::library;
use crate::read::{self, FILE_BYTES_MAX};
use crate::v1::known_fields;
use sim::{Label, Position, limits};

/// A payload that was read, before its built-in scenario is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    kind: Kind,
    body: Body,
    /// The built-in scenario, if this program has it.
    slug: Option<&'static str>,
    /// The embedded scenario.
    file: Option<Value>,
}

/// Reads a payload: what stands behind the `#` of an address.
///
/// # Errors
/// Why it does not open.
pub fn decode(payload: &str) -> Result<Packet, LinkProblem> {
    let (kind, bytes) = unseal(payload, v1::DICTIONARY)?;
    let wire = Cbor::read(&bytes).map_err(|_| LinkProblem::Malformed)?;
    let mut body = Body::of_wire(wire).ok_or(LinkProblem::Malformed)?;
    let file = body.file.take().and_then(|wire| v1::file_of_wire(&wire, &mut body.left_out));
    let file = file.map(known_fields);
    body.left_out += file.as_ref().map_or(0, |(_, unknown)| *unknown);
    let file = file.map(|(file, _)| file);
    let number = body.base.map(|(number, _)| number);
    let slug = number.and_then(library::numbered).filter(|slug| library::find(slug).is_some());
    match (number, &file) {
        (None, None) => return Err(LinkProblem::Malformed),
        (Some(number), None) if slug.is_none() => return Err(LinkProblem::UnknownScenario(number)),
        _ => {}
    }
    if body.patches.len() > EDITS_MAX || body.deeds.len() > limits::INPUTS_MAX {
        return Err(LinkProblem::Malformed);
    }
    Ok(Packet { kind, body, slug, file })
}

impl Packet {
    /// The built-in scenario whose JSON [`Packet::open`] needs.
    pub fn slug(&self) -> Option<&'static str> {
        self.slug
    }

    /// `delta`, `full` or `replay`.
    pub fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Delta => "delta",
            Kind::Full => "full",
            Kind::Replay => "replay",
        }
    }

    /// The link, with what is to be said of it. `base` is the JSON of the scenario [`Packet::slug`].
    ///
    /// # Errors
    /// If the base is missing, or a scenario cannot be read.
    pub fn open(mut self, base: Option<&str>) -> Result<(Link, Vec<Notice>), LinkProblem> {
        let mut notices = Vec::new();
        let (start, file) = self.start(base, &mut notices)?;
        let edits = self.edits(&Names::of_file(&file), &mut notices);
        let acts = self.acts();
        if self.body.semantics != sim::SEMANTICS {
            notices.push(Notice::Semantics { shared: self.body.semantics, now: sim::SEMANTICS });
        }
        let view = self.view();
        let title = self.body.title.map(|title| title.chars().take(Link::TITLE_CHARS_MAX).collect());
        if self.body.left_out > 0 {
            notices.push(Notice::LeftOut(self.body.left_out));
        }
        Ok((Link { start, edits, seed: self.body.seed, view, title, acts }, notices))
    }

    /// The built-in scenario if it is at hand and still runs as it did, otherwise the embedded one, if there is.
    fn start(
        &mut self,
        base: Option<&str>,
        notices: &mut Vec<Notice>,
    ) -> Result<(Start, Value), LinkProblem> {
        let embedded = self.file.take();
        let Some((number, hash)) = self.body.base else {
            let file = embedded.ok_or(LinkProblem::Malformed)?;
            return own(file);
        };
        let known = match (self.slug, base) {
            (Some(slug), Some(json)) => Some((slug, read::parse(json).map_err(LinkProblem::BadScenario)?)),
            _ => None,
        };
        match (known, embedded) {
            (Some((slug, file)), embedded) if base::hash(&file) == hash => {
                Ok((Start::BuiltIn { slug, embedded: embedded.is_some() }, file))
            }
            (Some((slug, _)), Some(file)) => {
                notices.push(Notice::BaseEmbedded(slug));
                own(file)
            }
            (Some((slug, file)), None) => {
                notices.push(Notice::BaseChanged(slug));
                Ok((Start::BuiltIn { slug, embedded: false }, file))
            }
            (None, Some(file)) => {
                if self.slug.is_none() {
                    notices.push(Notice::BaseUnknown(number));
                }
                own(file)
            }
            (None, None) => {
                Err(self.slug.map_or(LinkProblem::UnknownScenario(number), LinkProblem::BaseMissing))
            }
        }
    }

    fn edits(&mut self, names: &Names, notices: &mut Vec<Notice>) -> Vec<(String, String)> {
        let mut edits = Vec::with_capacity(self.body.patches.len());
        for patch in std::mem::take(&mut self.body.patches) {
            match patch::to_edit(&patch, names) {
                Ok(edit) => edits.push(edit),
                Err(PatchError::Newer) => self.body.left_out += 1,
                Err(PatchError::Lost(problem)) => notices.push(Notice::EditLost(problem)),
            }
        }
        edits
    }

    fn acts(&mut self) -> Vec<Act> {
        let mut acts = Vec::with_capacity(self.body.deeds.len());
        for Deed { at_us, step, code, target } in std::mem::take(&mut self.body.deeds) {
            match Action::of_wire(code, &target) {
                Some(action) => acts.push(Act { at: Position { at_us, step }, action }),
                None => self.body.left_out += 1,
            }
        }
        acts
    }

    fn view(&self) -> View {
        let selection = self
            .body
            .selection
            .map(|it| Selection { label: Label { group: it.group, number: it.number }, sent_ms: it.sent_ms });
        let speed_milli = self.body.speed_milli.unwrap_or(SPEED_MILLI_DEFAULT);
        View {
            t_ms: self.body.t_ms,
            k: self.body.k,
            speed_milli: speed_milli.clamp(SPEED_MILLI_MIN, SPEED_MILLI_MAX),
            selection,
            panels: self.body.panels,
        }
    }
}

/// A scenario that came along.
fn own(file: Value) -> Result<(Start, Value), LinkProblem> {
    let json = file.to_string();
    if json.len() > FILE_BYTES_MAX {
        return Err(LinkProblem::Bomb);
    }
    Ok((Start::Own { json }, file))
}
