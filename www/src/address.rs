//! The address of what the page shows.

use scenario::{Address, Place};
use sim::Timeline;

use crate::session::{Origin, Session};
use crate::site;

/// Path and query of the run as it stands, from the host's root: same scenario, edits, seed, position and
/// speed.
pub fn of(session: &Session) -> String {
    match session.origin() {
        Origin::Library { slug } => format!("{}s/{slug}/{}", site::root(), parameters(session).write()),
        Origin::Own => format!("{}c/", site::root()),
    }
}

/// As [`of`], with the host.
pub fn absolute(session: &Session) -> String {
    site::origin() + &of(session)
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
