//! What a run of a million events costs.

use sim::{Input, Position, Timeline};

use crate::models::*;
use crate::queueing::m_m_4;

const EVENTS: u64 = 1_000_000;
const BYTES_MAX: u64 = 64 << 20;

/// About eight events a message.
fn a_million() -> Timeline {
    let mut timeline = timeline(m_m_4(140_000));
    timeline.run_ahead(u64::MAX);
    let events = timeline.stats().events;
    assert!((EVENTS..EVENTS * 13 / 10).contains(&events), "{events}");
    timeline
}

#[test]
fn a_seek_replays_a_hundredth_at_most_within_64_mib() {
    let mut timeline = a_million();
    let duration = timeline.duration_us();
    for n in 0..200 {
        let to = scattered(n) % duration;
        let before = timeline.stats().replayed_events;
        timeline.seek(Position { at_us: to, step: Position::ALL });
        let replayed = timeline.stats().replayed_events - before;
        assert!(replayed <= EVENTS / 100, "{replayed} events to {to}");
    }
    let bytes = timeline.stats().bytes;
    assert!(bytes <= BYTES_MAX, "{bytes} bytes");
}

#[test]
fn branches_share_their_past() {
    let mut timeline = a_million();
    let before = timeline.stats().bytes;
    timeline.seek(Position { at_us: timeline.duration_us() / 2, step: Position::ALL });
    timeline.act(Input::Send { queue: 0 }).expect("a queue takes messages");
    let after = timeline.stats().bytes;
    assert!(after - before < before / 4, "{before} and then {after} bytes");
}
