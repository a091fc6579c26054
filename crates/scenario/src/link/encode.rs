//! From a link to its payload.

use serde_json::Value;

use super::content::{Link, Start, View};
use super::envelope::{Kind, seal};
use super::problem::LinkProblem;
use super::v1::body::{Body, Deed, Selection};
use super::v1::{self, Names, patch};
use super::{Act, base};
use crate::address::SPEED_MILLI_DEFAULT;
use crate::edit;
use crate::library;
use crate::read;
use crate::resolve::SEED_DEFAULT;

/// The payload of a link, in the newest version. What changes nothing is left out: edits to a value that the
/// scenario has, its own seed, speed 1.
///
/// `base` is the JSON of the built-in scenario that the link begins with; a scenario of one's own needs none.
///
/// # Errors
/// A scenario that cannot be read, and what is too large for a link.
pub fn encode(link: &Link, base: Option<&str>) -> Result<String, LinkProblem> {
    let json = match &link.start {
        Start::BuiltIn { slug, .. } => base.ok_or(LinkProblem::BaseMissing(slug))?,
        Start::Own { json } => json,
    };
    let file = read::parse(json).map_err(LinkProblem::BadScenario)?;
    let names = Names::of_file(&file);
    let (number, embedded) = match link.start {
        Start::BuiltIn { slug, embedded } => (Some(number(slug)?), embedded),
        Start::Own { .. } => (None, true),
    };
    let View { t_ms, k, speed_milli, selection, panels } = link.view;
    let edits = telling(&link.edits, &file);
    let body = Body {
        semantics: sim::SEMANTICS,
        base: number.map(|number| (number, base::hash(&file))),
        file: embedded.then(|| v1::file_to_wire(&file)),
        patches: edits.iter().map(|(path, value)| patch::to_wire(path, value, &names)).collect(),
        seed: link.seed.filter(|seed| seed_of(&file) != u64::from(*seed)),
        t_ms,
        k,
        speed_milli: (speed_milli != SPEED_MILLI_DEFAULT).then_some(speed_milli),
        selection: selection.map(|it| Selection {
            number: it.label.number,
            sent_ms: it.sent_ms,
            group: it.label.group,
        }),
        panels,
        title: link.title.as_ref().map(|title| title.chars().take(Link::TITLE_CHARS_MAX).collect()),
        deeds: link.acts.iter().map(deed).collect(),
        left_out: 0,
    };
    let kind = match (number, link.acts.is_empty()) {
        (_, false) => Kind::Replay,
        (Some(_), true) => Kind::Delta,
        (None, true) => Kind::Full,
    };
    seal(kind, &body.to_wire().write(), v1::DICTIONARY)
}

fn seed_of(file: &Value) -> u64 {
    file.get("seed").and_then(Value::as_u64).unwrap_or(u64::from(SEED_DEFAULT))
}

fn number(slug: &str) -> Result<u32, LinkProblem> {
    library::number(slug).ok_or_else(|| LinkProblem::UnnumberedSlug(slug.to_owned()))
}

fn deed(act: &Act) -> Deed {
    let (code, target) = act.action.to_wire();
    Deed { at_us: act.at.at_us, step: act.at.step, code, target }
}

/// The edits that change something: of several of one path the last, and none that writes what is there.
fn telling<'a>(edits: &'a [(String, String)], file: &Value) -> Vec<&'a (String, String)> {
    let is_last = |place: usize| !edits[place + 1..].iter().any(|(path, _)| *path == edits[place].0);
    let last: Vec<_> =
        edits.iter().enumerate().filter(|(place, _)| is_last(*place)).map(|(_, it)| it).collect();
    let is_idle = |(path, value): &(String, String)| {
        // An edit of the whole, above or below this one, may have changed it before.
        let depends = last.iter().any(|(other, _)| is_below(path, other) || is_below(other, path));
        !depends && edit::place(file, path).is_ok_and(|place| edit::says(file, &place, value))
    };
    last.iter().filter(|edit| !is_idle(edit)).copied().collect()
}

/// Is the path strictly below the other?
fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}
