//! What the user may do, and the branches that come of it.

use sqs::{Caller, Command, Engine, MessageId, NoChance, QueueId, QueueKind, Refusal, Reply};

use super::{ActOutcome, BranchId, BranchView, Position, Timeline};
use crate::actor::{Phase, Worker};
use crate::world::{Sink, cancel_command, redrive_command};
use crate::{ActRefusal, Input, Trouble, UserAnswer, WorkerId, limits};

impl Timeline {
    /// Whether an act would be accepted now, and why not.
    ///
    /// # Errors
    /// Why not.
    pub fn can_act(&self, input: &Input) -> Result<(), ActRefusal> {
        if self.world().error().is_some() || self.position().at_us >= self.duration_us() {
            return Err(ActRefusal::AtTheEnd);
        }
        match *input {
            Input::Call(_) => {}
            Input::Send { queue } => self.can_send(queue)?,
            Input::Crash { worker } => {
                if self.is_down(worker)? {
                    return Err(ActRefusal::AlreadyDown);
                }
            }
            Input::BringBack { worker } => self.can_bring_back(worker)?,
            Input::Stop { worker } => self.can_stop(worker)?,
            Input::Hang { worker } => self.can_hang(worker)?,
            Input::Redrive { queue, per_second } => self.can_redrive(queue, per_second)?,
            Input::CancelRedrive { queue } => self.sqs_takes(|engine| cancel_command(engine, queue))?,
            Input::Purge { queue } => {
                self.sqs_takes(|_| Ok(Command::PurgeQueue { queue: QueueId(queue) }))?;
            }
            Input::Change { queue, change } => {
                let changes = Box::new(change.changes().ok_or(ActRefusal::Unknown)?);
                self.sqs_takes(|_| Ok(Command::SetQueueAttributes { queue: QueueId(queue), changes }))?;
            }
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
        self.can_act(&input)?;
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
        let sink: &mut dyn Sink = &mut branch.record;
        branch.frontier.step(end_us, &branch.inputs, sink);
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

    /// What SQS has said up to the clock to a call of the user, by its place in [`Timeline::inputs`].
    pub fn user_answer(&self, input: usize) -> Option<UserAnswer> {
        let number = u32::try_from(input + 1).ok()?;
        self.world().user_answers.get(&number).cloned()
    }

    /// What SQS would say to a call at the clock; nothing changes.
    ///
    /// # Errors
    /// Its refusal.
    pub fn look_up(&self, caller: &Caller, command: &Command) -> Result<Reply, Refusal> {
        let world = self.world();
        let now = world.position().at_us;
        // Of a call that would change something only a copy is changed.
        world.engine.look_up(now, caller, command).unwrap_or_else(|| {
            world.engine.clone().apply(now, caller, command.clone(), &mut NoChance, &mut Vec::new())
        })
    }

    /// SQS at the clock, read-only.
    pub fn engine(&self) -> &Engine {
        &self.world().engine
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

    fn can_redrive(&self, queue: u32, per_second: Option<u32>) -> Result<(), ActRefusal> {
        let stored = self.world().engine.queue(QueueId(queue)).ok_or(ActRefusal::Unknown)?;
        if stored.move_task.is_some() {
            return Err(ActRefusal::RedriveRuns);
        }
        match self.sqs_takes(|_| Ok(redrive_command(queue, None, per_second))) {
            Err(ActRefusal::SqsRefuses(Trouble::NotADeadLetterQueue)) => Err(ActRefusal::NoDeadLetterQueue),
            tried => tried,
        }
    }

    fn can_bring_back(&self, worker: WorkerId) -> Result<(), ActRefusal> {
        let zone = self.setup.zone_of(worker);
        let phase = self.state_of(worker)?.phase;
        let is_hung = matches!(phase, Phase::Hung { .. });
        if matches!(phase, Phase::Absent) && self.setup.mapping_of(worker.consumer).is_none() {
            return Err(ActRefusal::IsManaged);
        }
        if !self.is_down(worker)? && !is_hung {
            return Err(ActRefusal::AlreadyUp);
        }
        let zone_is_down = zone.is_some_and(|zone| self.world().zones[zone as usize].down_until().is_some());
        if zone_is_down { Err(ActRefusal::ZoneDown) } else { Ok(()) }
    }

    fn can_stop(&self, worker: WorkerId) -> Result<(), ActRefusal> {
        if self.setup.mapping_of(worker.consumer).is_some() {
            return Err(ActRefusal::IsManaged);
        }
        if self.is_down(worker)? {
            return Err(ActRefusal::AlreadyDown);
        }
        if self.state_of(worker)?.is_stopping { Err(ActRefusal::AlreadyStopping) } else { Ok(()) }
    }

    fn can_hang(&self, worker: WorkerId) -> Result<(), ActRefusal> {
        if self.setup.mapping_of(worker.consumer).is_some() {
            return Err(ActRefusal::IsManaged);
        }
        match self.state_of(worker)?.phase {
            Phase::Hung { .. } => Err(ActRefusal::AlreadyHung),
            Phase::Down { .. } | Phase::Stopped { .. } | Phase::Away { .. } | Phase::Absent => {
                Err(ActRefusal::AlreadyDown)
            }
            Phase::Polling { .. }
            | Phase::Calling { .. }
            | Phase::Working { .. }
            | Phase::Resting { .. }
            | Phase::Starting { .. }
            | Phase::Listening { .. }
            | Phase::Serving { .. }
            | Phase::Idle { .. } => Ok(()),
        }
    }

    /// A worker that is there.
    fn state_of(&self, worker: WorkerId) -> Result<&Worker, ActRefusal> {
        let place = self.setup.place(worker).ok_or(ActRefusal::Unknown)?;
        let state = &self.world().workers[place as usize];
        if matches!(state.phase, Phase::Absent) { Err(ActRefusal::NotRunning) } else { Ok(state) }
    }

    fn is_down(&self, worker: WorkerId) -> Result<bool, ActRefusal> {
        self.state_of(worker).map(Worker::is_down)
    }

    /// Would SQS accept a call now?
    fn sqs_takes(&self, command: impl FnOnce(&Engine) -> Result<Command, Refusal>) -> Result<(), ActRefusal> {
        match self.world().would_refuse(command) {
            None => Ok(()),
            Some(Trouble::QueueDoesNotExist) => Err(ActRefusal::Unknown),
            Some(trouble) => Err(ActRefusal::SqsRefuses(trouble)),
        }
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
