//! A state, wherever one is printed or returned: the page's `getState`, the npm package, the command.

use serde::{Serialize, Serializer};
use sim::{BranchId, ClaimKind, Position, QueueCounters, QueueView, Timeline};
use sqs::{MICROS_PER_MS, QueueKind, Time};

use crate::{ClaimText, Scenario};

/// Events that are simulated at a time while looking for the next one.
const EVENTS_AHEAD: u64 = 64;

/// The instant at which a run stands. More fields may come; none of these changes its meaning.
///
/// It serialises into plain objects, lists, strings, booleans and safe integers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    /// The built-in scenario's slug, or the `id` of an author's own.
    pub slug: String,
    /// The seed.
    pub seed: u32,
    /// Milliseconds since the start, floored.
    pub t_ms: u64,
    /// Events of this instant that have happened.
    pub step: u64,
    /// Length of the run in milliseconds, floored.
    pub duration_ms: u64,
    /// Is a clock running?
    pub playing: bool,
    /// How fast it runs, in thousandths of real time; printed as a number, 1 for real time.
    #[serde(rename = "speed", serialize_with = "as_units")]
    pub speed_milli: u32,
    /// `main`, or the name of a branch that an act made.
    pub branch: String,
    /// The address of this state: absolute in the page, `/s/…` or `/c/#…` elsewhere.
    pub link: String,
    /// [`Timeline::trace_hash`] in 16 lower-case hexadecimal digits.
    pub trace_hash: String,
    /// In the file's order.
    pub queues: Vec<QueueState>,
    /// In the file's order.
    pub claims: Vec<ClaimState>,
}

/// A queue in a [`State`]. Counters are totals since 0, see [`QueueCounters`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueueState {
    /// AWS's name.
    pub name: String,
    /// FIFO or standard.
    pub fifo: bool,
    /// Now: can be received, or wait behind their group.
    pub visible: u64,
    /// Now: handed out.
    pub in_flight: u64,
    /// Now: before the end of a delay.
    pub delayed: u64,
    /// Accepted sends; no deduplicated sends, no arrivals as a dead-letter queue.
    pub sent: u64,
    /// Messages handed out, every time.
    pub received: u64,
    /// Receives that came back with nothing.
    pub empty_receives: u64,
    /// Messages removed by a delete, once each.
    pub deleted: u64,
    /// Messages that left this queue for its dead-letter queue.
    pub dead_lettered: u64,
    /// Messages lost to retention.
    pub expired: u64,
    /// Deliveries of a message that some consumer had been given before.
    pub duplicates: u64,
    /// Milliseconds since the oldest message came into the queue; none when it is empty.
    pub age_of_oldest_ms: Option<u64>,
}

/// A claim in a [`State`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimState {
    /// The author's id.
    pub id: String,
    /// What is claimed, in a sentence.
    pub text: String,
    /// `always`, `sometimes` or `eventually`.
    pub kind: &'static str,
    /// The verdict over the whole run of the current branch, whatever the clock shows.
    pub holds: bool,
}

/// What a [`State`] says of the place that shows the run, which the run itself does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<'a> {
    /// The built-in scenario's slug, or the `id` of an author's own.
    pub slug: &'a str,
    /// The address of this state.
    pub link: String,
    /// Is a clock running?
    pub playing: bool,
    /// Thousandths of real time.
    pub speed_milli: u32,
}

impl State {
    /// The state of a run of this scenario. Simulates what is missing up to the end of the current branch,
    /// since verdicts and the trace hash are about the whole run; the clock stays where it is.
    pub fn of(timeline: &mut Timeline, scenario: &Scenario, setting: Setting<'_>) -> Self {
        let trace_hash = trace_hash_text(timeline.trace_hash());
        let verdicts = timeline.verdicts();
        let view = timeline.view(&[]);
        let claims = scenario.claims.iter().zip(verdicts);
        Self {
            slug: setting.slug.to_owned(),
            seed: timeline.seed(),
            t_ms: view.at_us / MICROS_PER_MS,
            step: view.step,
            duration_ms: timeline.duration_us() / MICROS_PER_MS,
            playing: setting.playing,
            speed_milli: setting.speed_milli,
            branch: branch_name(timeline.branch()),
            link: setting.link,
            trace_hash,
            queues: view.queues.iter().map(QueueState::of).collect(),
            claims: claims.map(|(text, verdict)| ClaimState::of(text, verdict.holds)).collect(),
        }
    }
}

impl QueueState {
    fn of(queue: &QueueView) -> Self {
        let QueueCounters {
            visible,
            in_flight,
            delayed,
            sent,
            deduplicated: _,
            received,
            empty_receives,
            deleted,
            dead_lettered,
            arrived_dead: _,
            expired,
            duplicates,
            age_of_oldest_ms,
        } = queue.counters;
        Self {
            name: queue.name.to_string(),
            fifo: queue.kind == QueueKind::Fifo,
            visible,
            in_flight,
            delayed,
            sent,
            received,
            empty_receives,
            deleted,
            dead_lettered,
            expired,
            duplicates,
            age_of_oldest_ms,
        }
    }
}

impl ClaimState {
    fn of(text: &ClaimText, holds: bool) -> Self {
        let kind = match text.kind {
            ClaimKind::Always => "always",
            ClaimKind::Sometimes => "sometimes",
            ClaimKind::Eventually => "eventually",
        };
        Self { id: text.id.clone(), text: text.text.clone(), kind, holds }
    }
}

/// Where a run stands, as an [`crate::Address`] tells it: in whole milliseconds and events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Milliseconds since the start, floored.
    pub t_ms: u64,
    /// Events since the start of this millisecond; none means all those at or before `t_ms` exactly.
    pub k: Option<u64>,
}

impl Place {
    /// Where the clock stands. Simulates a little ahead of it.
    pub fn of(timeline: &mut Timeline) -> Self {
        let position = timeline.position();
        let t_ms = position.at_us / MICROS_PER_MS;
        let start_us = t_ms * MICROS_PER_MS;
        let happened = timeline.event_index();
        let latest_us =
            happened.checked_sub(1).and_then(|index| timeline.position_of(index)).map(|it| it.at_us);
        let is_after_start = latest_us.is_some_and(|at_us| at_us > start_us);
        let is_complete =
            position.at_us > start_us || next_event_us(timeline).is_none_or(|at_us| at_us > start_us);
        let k =
            (is_after_start || !is_complete).then(|| happened - events_before(timeline, start_us, happened));
        Self { t_ms, k }
    }

    /// Moves the clock there, clamped to the run.
    pub fn seek(self, timeline: &mut Timeline) {
        let Some(k) = self.k else { return timeline.seek(Position::after_ms(self.t_ms)) };
        let start_us = self.t_ms.saturating_mul(MICROS_PER_MS);
        timeline.seek(Position { at_us: start_us, step: 0 });
        let wanted = timeline.event_index().saturating_add(k);
        while timeline.event_index() < wanted {
            let before = timeline.position();
            if !timeline.step_forward() || timeline.position().at_us / MICROS_PER_MS > self.t_ms {
                return timeline.seek(before);
            }
        }
    }
}

/// The instant of the first event after the clock, if there is one.
fn next_event_us(timeline: &mut Timeline) -> Option<Time> {
    let next = timeline.event_index();
    while timeline.position_of(next).is_none() && !timeline.run_ahead(EVENTS_AHEAD) {}
    timeline.position_of(next).map(|it| it.at_us)
}

/// How many of the first `happened` events were before this instant.
fn events_before(timeline: &Timeline, start_us: Time, happened: u64) -> u64 {
    let (mut low, mut high) = (0, happened);
    while low < high {
        let middle = low + (high - low) / 2;
        if timeline.position_of(middle).is_some_and(|it| it.at_us < start_us) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A trace hash as it is shown: 16 lower-case hexadecimal digits.
pub fn trace_hash_text(trace_hash: u64) -> String {
    format!("{trace_hash:016x}")
}

/// A branch's name: `main`, `what-if-1`, `what-if-2`, …
pub fn branch_name(branch: BranchId) -> String {
    match branch {
        BranchId(0) => "main".to_owned(),
        BranchId(number) => format!("what-if-{number}"),
    }
}

/// Thousandths as a number of units; whole ones without a decimal point.
fn as_units<S: Serializer>(milli: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    if milli.is_multiple_of(1_000) {
        serializer.serialize_u32(milli / 1_000)
    } else {
        serializer.serialize_f64(f64::from(*milli) / 1_000.0)
    }
}

#[cfg(test)]
mod tests;
