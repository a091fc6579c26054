//! The address of what the page shows.

use scenario::{Address, Place};
use sim::Timeline;

use crate::session::{Origin, Session};
use crate::site;
use crate::visit;

/// Path, query and payload of the run as it stands, from the host's root: same scenario, edits, seed, position and
/// speed, and what was done in it. It is readable as long as nothing was done in a built-in scenario.
pub fn of(session: &Session) -> String {
    match session.origin() {
        Origin::Library { slug } if session.read(|timeline| timeline.inputs().is_empty()) => {
            format!("{}s/{slug}/{}", site::root(), parameters(session).write())
        }
        Origin::Library { slug } => compact(session).unwrap_or_else(|| format!("{}s/{slug}/", site::root())),
        Origin::Own => compact(session).unwrap_or_else(|| format!("{}c/", site::root())),
    }
}

/// As [`of`], with the host.
pub fn absolute(session: &Session) -> String {
    site::origin() + &of(session)
}

/// The shortest form, from the host's root; none for what is larger than any link.
pub fn compact(session: &Session) -> Option<String> {
    let address = visit::link_of(session).address(Some(session.json())).ok()?;
    Some(format!("{}{}", site::root(), address.trim_start_matches('/')))
}

fn parameters(session: &Session) -> Address {
    let scenario = session.scenario();
    let seed = session.read(Timeline::seed);
    let place = session.ask(Place::of);
    Address {
        seed: (seed != scenario.seed).then_some(seed),
        t_ms: place.t_ms,
        k: place.k,
        speed_milli: session.speed_milli(),
        set: scenario.edits.clone(),
    }
}
