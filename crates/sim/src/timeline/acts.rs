//! What the user may do, and the branches that come of it.

use sqs::{MessageId, QueueId, QueueKind};

use crate::actor::Phase;

use super::{ActOutcome, BranchId, BranchView, Position, Timeline};
use crate::{ActRefusal, Input, QueueModel, WorkerId, limits};

impl Timeline {
    /// Whether an act would be accepted now, and why not.
    ///
    /// # Errors
    /// Why not.
    pub fn can_act(&self, input: Input) -> Result<(), ActRefusal> {
        if self.world().error().is_some() || self.position().at_us >= self.duration_us() {
            return Err(ActRefusal::AtTheEnd);
        }
        match input {
            Input::Send { queue } => self.can_send(queue)?,
            Input::Crash { worker } => {
                if self.is_down(worker)? {
                    return Err(ActRefusal::AlreadyDown);
                }
            }
            Input::BringBack { worker } => {
                if !self.is_down(worker)? {
                    return Err(ActRefusal::AlreadyUp);
                }
            }
            Input::Redrive { queue } => self.can_redrive(queue)?,
            Input::Delete { message } => self.can_use_handle(message)?,
            Input::MakeVisible { message } => {
                let stored = self.world().engine.message(message).ok_or(self.absence(message))?;
                if !matches!(stored.state, sqs::MessageState::InFlight { .. }) {
                    return Err(ActRefusal::NotInFlight);
                }
                self.can_use_handle(message)?;
            }
        }
        if self.world().inputs_done() >= limits::INPUTS_MAX {
            return Err(ActRefusal::TooManyInputs);
        }
        if !self.joins() && self.branches.len() >= limits::BRANCHES_MAX {
            return Err(ActRefusal::TooManyBranches);
        }
        Ok(())
    }

    /// Acts now. In the past of what is known, or on main, a new branch begins and the old future is kept.
    ///
    /// # Errors
    /// Why nothing was done.
    pub fn act(&mut self, input: Input) -> Result<ActOutcome, ActRefusal> {
        self.can_act(input)?;
        let at = self.position();
        let place = self.place(self.current);
        let joins = self.joins();
        let mut branch = self.branches[place].cut(at);
        branch.inputs.push((at, input));
        let outcome = if joins {
            self.branches[place] = branch;
            ActOutcome::Joined
        } else {
            branch.parent = Some((self.current, at));
            branch.inherited = branch.inputs.len() - 1;
            branch.id = BranchId(self.next_branch);
            self.next_branch += 1;
            self.current = branch.id;
            self.branches.push(branch);
            ActOutcome::Forked(self.current)
        };
        self.cursor = None;
        let place = self.place(self.current);
        let end_us = self.duration_us();
        let branch = &mut self.branches[place];
        branch.frontier.step(end_us, &branch.inputs, &mut branch.record);
        self.make_room(place);
        Ok(outcome)
    }

    /// All branches, by id.
    pub fn branches(&self) -> Vec<BranchView> {
        let seen = self.branches.iter().map(|branch| BranchView {
            id: branch.id,
            parent: branch.parent,
            inputs: branch.inputs[branch.inherited..].to_vec(),
            current: branch.id == self.current,
        });
        seen.collect()
    }

    /// The user's inputs on the branch that the clock runs on, those of the branches before it included.
    pub fn inputs(&self) -> &[(Position, Input)] {
        &self.here().inputs
    }

    /// The branch that the clock runs on.
    pub fn branch(&self) -> BranchId {
        self.current
    }

    /// Goes to another branch at the same position. False if it is not there.
    pub fn switch_to(&mut self, branch: BranchId) -> bool {
        let is_there = self.branches.iter().any(|other| other.id == branch);
        if is_there && branch != self.current {
            let at = self.position();
            self.current = branch;
            self.cursor = None;
            self.seek(at);
        }
        is_there
    }

    /// Forgets a branch and those that left it; main and the current one stay. False if it was not done.
    pub fn drop_branch(&mut self, branch: BranchId) -> bool {
        let mut gone = vec![branch];
        for other in &self.branches {
            if other.parent.is_some_and(|(parent, _)| gone.contains(&parent)) {
                gone.push(other.id);
            }
        }
        let is_there = self.branches.iter().any(|other| other.id == branch);
        if !is_there || branch == BranchId(0) || gone.contains(&self.current) {
            return false;
        }
        self.branches.retain(|other| !gone.contains(&other.id));
        true
    }

    /// An act here belongs to the current branch: it is the user's own, and no input lies ahead.
    fn joins(&self) -> bool {
        let branch = self.here();
        branch.parent.is_some() && self.world().inputs_done() == branch.inputs.len()
    }

    fn can_send(&self, queue: u32) -> Result<(), ActRefusal> {
        self.world().engine.queue(QueueId(queue)).map(|_| ()).ok_or(ActRefusal::Unknown)
    }

    fn can_redrive(&self, queue: u32) -> Result<(), ActRefusal> {
        let stored = self.world().engine.queue(QueueId(queue)).ok_or(ActRefusal::Unknown)?;
        let names_it =
            |queue_model: &QueueModel| queue_model.redrive.is_some_and(|redrive| redrive.target == queue);
        if !self.setup.model.queues.iter().any(names_it) {
            return Err(ActRefusal::NoDeadLetterQueue);
        }
        if stored.move_task.is_some() { Err(ActRefusal::RedriveRuns) } else { Ok(()) }
    }

    fn is_down(&self, worker: WorkerId) -> Result<bool, ActRefusal> {
        let place = self.setup.place(worker).ok_or(ActRefusal::Unknown)?;
        if matches!(self.world().workers[place as usize].phase, Phase::Absent) {
            return Err(ActRefusal::NotRunning);
        }
        Ok(self.world().workers[place as usize].is_down())
    }

    /// The handle of the latest receive must still work.
    fn can_use_handle(&self, message: MessageId) -> Result<(), ActRefusal> {
        let engine = &self.world().engine;
        let stored = engine.message(message).ok_or(self.absence(message))?;
        let handle = stored.latest_handle.ok_or(ActRefusal::NoReceiptHandle)?;
        if handle.queue != stored.queue {
            return Err(ActRefusal::NoReceiptHandle);
        }
        let is_fifo = engine.queue(stored.queue).is_some_and(|queue| queue.kind == QueueKind::Fifo);
        let in_flight = matches!(stored.state, sqs::MessageState::InFlight { .. });
        if is_fifo && !in_flight { Err(ActRefusal::HandleExpired) } else { Ok(()) }
    }

    /// Why a message is not stored.
    fn absence(&self, message: MessageId) -> ActRefusal {
        let was_here = self.label(message).is_some() && message.serial <= self.sent();
        if was_here { ActRefusal::MessageGone } else { ActRefusal::Unknown }
    }

    /// The position at the end of the group of event number `index`.
    pub(super) fn position_after(&self, index: u64) -> Option<Position> {
        let log = &self.here().record.log;
        let at_us = log.packed(index)?.at();
        Some(Position { at_us, step: log.group_end(index) - log.before(at_us) })
    }
}
