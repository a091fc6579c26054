//! Links: what is shared comes back, in few characters, for ever.

#[path = "link/documented.rs"]
mod documented;
#[path = "link/golden.rs"]
mod golden;
#[path = "link/hostile.rs"]
mod hostile;
#[path = "link/round.rs"]
mod round;
#[path = "link/sizes.rs"]
mod sizes;
#[path = "link/visits.rs"]
mod visits;

use scenario::library;
use scenario::link::{Link, LinkProblem, Notice, Start, decode, encode};

fn json(slug: &str) -> &'static str {
    library::json(slug).expect("every entry has a file")
}

fn built_in(slug: &'static str, edits: &[(&str, &str)]) -> Link {
    let edits = edits.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    Link { edits, ..Link::new(Start::BuiltIn { slug, embedded: false }) }
}

fn own(json: &str) -> Link {
    Link::new(Start::Own { json: json.to_owned() })
}

fn base_of(link: &Link) -> Option<&'static str> {
    match link.start {
        Start::BuiltIn { slug, .. } => Some(json(slug)),
        Start::Own { .. } => None,
    }
}

/// The payload.
fn sealed(link: &Link) -> String {
    encode(link, base_of(link)).unwrap_or_else(|problem| panic!("{problem:?}"))
}

/// What a payload opens to.
fn opened(payload: &str) -> Result<(Link, Vec<Notice>), LinkProblem> {
    let packet = decode(payload)?;
    let base = packet.slug().map(json);
    packet.open(base)
}
