//! Moving through time.

use super::{Position, Timeline};
use crate::encode::TraceHash;
use crate::monitor::Monitors;
use crate::record::{Judge, Rejudge};
use crate::world::{NoSink, Sink};
use crate::{Claim, ClaimKind, Expr, ModelError, Value, Verdict, World};
use sqs::Time;

impl Timeline {
    /// Goes to a position, clamped to the run. Rewinds to a checkpoint or advances; never replays from 0
    /// when a nearer checkpoint exists.
    pub fn seek(&mut self, to: Position) {
        self.seek_within(to, u64::MAX);
    }

    /// As `seek`, but stops after so many events; true when it arrived. The frame loop's form.
    pub fn seek_within(&mut self, to: Position, events_max: u64) -> bool {
        let end = Position { at_us: self.duration_us(), step: Position::ALL };
        let to = to.min(end);
        let place = self.place(self.current);
        let known = self.branches[place].frontier.position();
        if to >= known {
            self.cursor = None;
            return self.advance(place, to, events_max);
        }
        let branch = &self.branches[place];
        let checkpoint = branch.checkpoint_before(to);
        let nearer =
            |cursor: &World| cursor.position() <= to && checkpoint.world.position() <= cursor.position();
        let mut world = match self.cursor.take() {
            Some(cursor) if nearer(&cursor) => cursor,
            _ => Box::new(checkpoint.world.clone()),
        };
        let before = world.events();
        let arrived = world.run(to, &branch.inputs, events_max, &mut NoSink);
        self.replayed_events += world.events() - before;
        self.cursor = (world.position() != known).then_some(world);
        arrived
    }

    /// To after the next event (all events of one call at once). Without one it goes to the end of the run
    /// and is false.
    pub fn step_forward(&mut self) -> bool {
        let end_us = self.duration_us();
        let place = self.place(self.current);
        let branch = &mut self.branches[place];
        if self.cursor.as_ref().is_some_and(|cursor| cursor.events() == branch.frontier.events()) {
            self.cursor = None;
        }
        if let Some(cursor) = &mut self.cursor {
            let before = cursor.events();
            let stepped = cursor.step(end_us, &branch.inputs, &mut NoSink);
            self.replayed_events += cursor.events() - before;
            if cursor.position() == branch.frontier.position() {
                self.cursor = None;
            }
            return stepped;
        }
        let sink: &mut dyn Sink = &mut branch.record;
        let stepped = branch.frontier.step(end_us, &branch.inputs, sink);
        if !stepped {
            self.advance(place, Position { at_us: end_us, step: Position::ALL }, u64::MAX);
        } else if branch.events_to_checkpoint() == 0 {
            branch.keep_checkpoint();
            self.make_room(place);
        }
        stepped
    }

    /// To before the latest event: just after the one before it, so that a step forward and a step back between
    /// events undo each other. False at the start.
    pub fn step_back(&mut self) -> bool {
        let events = self.event_index();
        let log = &self.here().record.log;
        let Some(latest) = events.checked_sub(1) else {
            self.seek(Position { at_us: 0, step: 0 });
            return false;
        };
        let before = log.group_start(latest).checked_sub(1);
        let start = Position { at_us: 0, step: 0 };
        self.seek(before.and_then(|event| self.position_of(event)).unwrap_or(start));
        true
    }

    /// Simulates ahead of the clock, at most so many events, without moving the clock. True when the end of
    /// the branch is known: charts, verdicts and the trace hash then cost nothing.
    pub fn run_ahead(&mut self, events_max: u64) -> bool {
        let place = self.place(self.current);
        let branch = &mut self.branches[place];
        if !branch.is_done {
            if self.cursor.is_none() {
                branch.frontier.share();
                self.cursor = Some(Box::new(branch.frontier.clone()));
            }
            self.advance(place, Position { at_us: self.duration_us(), step: Position::ALL }, events_max);
        }
        self.branches[place].is_done
    }

    /// The instant up to which the current branch is simulated.
    pub fn known_until_us(&self) -> Time {
        self.here().frontier.position().at_us
    }

    /// FNV-1a 64 over every event of the current branch from 0 to its end; simulates what is missing.
    pub fn trace_hash(&mut self) -> u64 {
        self.run_ahead(u64::MAX);
        self.here().record.judge.hash.value()
    }

    /// Verdicts in the order of [`crate::Model::claims`]; simulates what is missing.
    pub fn verdicts(&mut self) -> Vec<Verdict> {
        self.run_ahead(u64::MAX);
        let branch = self.here();
        branch.record.judge.monitors.verdicts(&branch.frontier)
    }

    /// Values of all claims' expressions at the end of the current branch, in the order of
    /// [`crate::Model::claims`]; simulates what is missing.
    pub fn values(&mut self) -> Vec<Option<Value>> {
        self.run_ahead(u64::MAX);
        let branch = self.here();
        branch.record.judge.monitors.values(&branch.frontier)
    }

    /// The value of any expression at the end of the current branch; none if it has none. Runs the branch once
    /// more: what is asked often belongs into the model's claims.
    ///
    /// # Errors
    /// An expression that breaks a limit, or names what the model does not have.
    pub fn evaluate(&mut self, expr: &Expr) -> Result<Option<Value>, ModelError> {
        self.setup.model.validate_expr(expr)?;
        self.run_ahead(u64::MAX);
        let mut world = World::new(self.setup.model.clone(), self.setup.seed)?;
        let claim = Claim { id: "".into(), kind: ClaimKind::Eventually, expr: expr.clone() };
        let mut judge = Judge { hash: TraceHash::new(), monitors: Monitors::new(&[claim]) };
        let branch = self.here();
        let end = Position { at_us: self.duration_us(), step: Position::ALL };
        let sink: &mut dyn Sink = &mut Rejudge { judge: &mut judge, table: &branch.record.table };
        world.run(end, &branch.inputs, u64::MAX, sink);
        Ok(judge.monitors.values(&world).pop().flatten())
    }

    /// Advances a branch's frontier; true when it arrived.
    pub(super) fn advance(&mut self, place: usize, to: Position, events_max: u64) -> bool {
        let end_us = self.duration_us();
        let mut left = events_max;
        loop {
            let branch = &mut self.branches[place];
            let before = branch.frontier.events();
            let chunk = left.min(branch.events_to_checkpoint().max(1));
            let sink: &mut dyn Sink = &mut branch.record;
            let arrived = branch.frontier.run(to, &branch.inputs, chunk, sink);
            left = left.saturating_sub((branch.frontier.events() - before).max(1));
            if arrived {
                let is_end = to.at_us >= end_us && to.step == Position::ALL;
                if branch.frontier.error().is_some() {
                    branch.is_done = true;
                } else if is_end && !branch.is_done {
                    branch.finish(end_us);
                }
                return true;
            }
            if branch.events_to_checkpoint() == 0 {
                branch.keep_checkpoint();
                self.make_room(place);
            }
            if left == 0 {
                return false;
            }
        }
    }
}
