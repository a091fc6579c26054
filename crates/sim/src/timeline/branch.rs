//! A branch: its inputs, what is known of it, and states to start from again.

use std::sync::Arc;

use sqs::Time;

use super::{BranchId, Position, Timeline};
use crate::record::{Judge, Record, Rejudge};
use crate::world::Sink;
use crate::{Input, World};

/// Events between two checkpoints at first; doubles whenever checkpoints are thinned out.
const SPACING_EVENTS: u64 = 2_048;
/// Checkpoints of a branch.
const CHECKPOINTS_MAX: usize = 1_024;
/// Bytes of all checkpoints.
const CHECKPOINT_BYTES_MAX: u64 = 48 << 20;
/// Bytes of a timeline; checkpoints make room for logs, but for so many bytes.
const BYTES_MAX: u64 = 60 << 20;
const CHECKPOINT_BYTES_MIN: u64 = 8 << 20;

/// A state to start from again.
#[derive(Debug)]
pub(super) struct Checkpoint {
    pub(super) world: World,
    judge: Judge,
    /// What it keeps alive, about.
    bytes: u64,
}

/// One future.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) id: BranchId,
    pub(super) parent: Option<(BranchId, Position)>,
    /// All inputs from 0 on, those of the branches before included.
    pub(super) inputs: Vec<(Position, Input)>,
    /// Inputs that come from the branches before.
    pub(super) inherited: usize,
    pub(super) record: Record,
    /// The state up to which the branch is known.
    pub(super) frontier: World,
    pub(super) is_done: bool,
    pub(super) checkpoints: Vec<Arc<Checkpoint>>,
    spacing: u64,
}

impl Branch {
    /// The first future, at its start.
    pub(super) fn main(world: World) -> Self {
        let record = Record::new(&world.setup.model);
        let mut branch = Self {
            id: BranchId(0),
            parent: None,
            inputs: Vec::new(),
            inherited: 0,
            record,
            frontier: world,
            is_done: false,
            checkpoints: Vec::new(),
            spacing: SPACING_EVENTS,
        };
        branch.keep_checkpoint();
        branch
    }

    /// What is known, cut off at a position that is known; without id and parent of its own.
    pub(super) fn cut(&self, at: Position) -> Self {
        let from = self.checkpoint_before(at);
        let (mut world, mut judge) = (from.world.clone(), from.judge.clone());
        let sink: &mut dyn Sink = &mut Rejudge { judge: &mut judge, table: &self.record.table };
        world.run(at, &self.inputs, u64::MAX, sink);
        let sent: u64 = world.totals.iter().map(|totals| totals.sent).sum();
        let mut record = self.record.clone();
        record.truncate(world.events(), sent as usize, at.at_us, judge);
        let kept = self.checkpoints.partition_point(|checkpoint| checkpoint.world.position() <= at);
        Self {
            id: self.id,
            parent: self.parent,
            inputs: self.inputs[..world.inputs_done()].to_vec(),
            inherited: self.inherited,
            record,
            frontier: world,
            is_done: false,
            checkpoints: self.checkpoints[..kept].to_vec(),
            spacing: self.spacing,
        }
    }

    /// The latest checkpoint at or before a position.
    pub(super) fn checkpoint_before(&self, at: Position) -> &Arc<Checkpoint> {
        let after = self.checkpoints.partition_point(|checkpoint| checkpoint.world.position() <= at);
        &self.checkpoints[after.saturating_sub(1)]
    }

    /// Events to go until the next checkpoint is due.
    pub(super) fn events_to_checkpoint(&self) -> u64 {
        let latest = self.checkpoints.last().map_or(0, |checkpoint| checkpoint.world.events());
        (latest + self.spacing).saturating_sub(self.frontier.events())
    }

    pub(super) fn keep_checkpoint(&mut self) {
        let bytes = self.frontier.own_bytes() + self.record.judge.monitors.heap_bytes();
        self.frontier.share();
        let (world, judge) = (self.frontier.clone(), self.record.judge.clone());
        self.checkpoints.push(Arc::new(Checkpoint { world, judge, bytes }));
    }

    /// Drops every other checkpoint, the first stays.
    fn thin_out(&mut self) {
        let mut place = 0;
        self.checkpoints.retain(|_| {
            place += 1;
            place % 2 == 1
        });
        self.spacing *= 2;
    }

    /// The frontier has everything up to the end of the run behind it.
    pub(super) fn finish(&mut self, end_us: Time) {
        self.is_done = true;
        self.record.sample(&self.frontier, end_us + 1);
    }

    /// A checkpoint that several branches have counts in parts.
    fn checkpoint_bytes(&self) -> u64 {
        self.checkpoints.iter().map(|kept| kept.bytes / Arc::strong_count(kept) as u64).sum()
    }
}

impl Timeline {
    /// Bytes of logs, tables and checkpoints, about.
    pub(super) fn bytes(&self) -> u64 {
        self.branches.iter().map(|branch| branch.record.heap_bytes() + branch.checkpoint_bytes()).sum()
    }

    /// Keeps the checkpoints within their budget.
    pub(super) fn make_room(&mut self, place: usize) {
        let records: u64 = self.branches.iter().map(|branch| branch.record.heap_bytes()).sum();
        let room = BYTES_MAX.saturating_sub(records).clamp(CHECKPOINT_BYTES_MIN, CHECKPOINT_BYTES_MAX);
        let kept: u64 = self.branches.iter().map(Branch::checkpoint_bytes).sum();
        let branch = &mut self.branches[place];
        if branch.checkpoints.len() > CHECKPOINTS_MAX || (kept > room && branch.checkpoints.len() > 2) {
            branch.thin_out();
        }
    }
}
