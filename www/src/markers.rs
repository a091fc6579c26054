//! The instants worth going to: beats of the story, faults, moments and evidence of questions, the two ends.

use std::collections::BTreeSet;

use sqs::MICROS_PER_MS;

use crate::session::Session;

/// The next one after the clock, or the one before it.
pub fn next(session: &Session, forward: bool) -> Option<u64> {
    let (now_us, duration_us) = session.read(|timeline| (timeline.position().at_us, timeline.duration_us()));
    let markers = all(session, duration_us);
    if forward {
        markers.range(now_us.saturating_add(1)..).next().copied()
    } else {
        markers.range(..now_us).next_back().copied()
    }
}

fn all(session: &Session, duration_us: u64) -> BTreeSet<u64> {
    let scenario = session.scenario();
    let beats = scenario.story.iter().map(|beat| beat.at_us);
    let faults = scenario.model.faults.iter().map(|fault| fault.at_us);
    let questions = scenario.quiz.iter().flat_map(|question| [question.at_ms, question.evidence_ms]);
    let moments = questions.map(|ms| ms.saturating_mul(MICROS_PER_MS));
    [0, duration_us]
        .into_iter()
        .chain(beats)
        .chain(faults)
        .chain(moments)
        .filter(|us| *us <= duration_us)
        .collect()
}
