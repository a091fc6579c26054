//! Workers that stop in an orderly way: they finish and delete what they have, then leave.

use sqs::Time;

use super::{Sink, World};
use crate::actor::Phase;
use crate::schedule::Wake;
use crate::{Kind, StopReason, WorkerId};

impl World {
    /// A running worker is asked to stop. One that waits leaves at once, one that hangs hears it later.
    pub(super) fn stop<S: Sink + ?Sized>(&mut self, worker: WorkerId, by_user: bool, sink: &mut S) {
        let Some(place) = self.setup.place(worker) else { return };
        // Lambda starts and ends its environments by itself.
        if self.setup.mapping_of(worker.consumer).is_some() {
            return;
        }
        let state = &mut self.workers[place as usize];
        if state.is_down() || state.is_stopping {
            return;
        }
        state.is_stopping = true;
        self.tell(Kind::Stopping { worker, by_user }, sink);
        self.leave_if_idle(place, sink);
    }

    /// A consumer goes away: those of its workers that wait leave at once, the others when they are done.
    pub(super) fn go_away<S: Sink + ?Sized>(&mut self, consumer: u32, sink: &mut S) {
        let count = self.setup.model.consumers[consumer as usize].places();
        for index in 0..count {
            if let Some(place) = self.setup.place(WorkerId { consumer, index }) {
                self.leave_if_idle(place, sink);
            }
        }
    }

    /// A worker that holds nothing and expects nothing leaves, if it has reason to.
    pub(super) fn leave_if_idle<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        match self.workers[place as usize].phase {
            Phase::Polling { .. } | Phase::Resting { .. } | Phase::Away { .. } | Phase::Listening { .. } => {
                self.leave_if_asked(place, sink);
            }
            Phase::Calling { .. }
            | Phase::Working { .. }
            | Phase::Serving { .. }
            | Phase::Hung { .. }
            | Phase::Down { .. }
            | Phase::Stopped { .. }
            | Phase::Starting { .. }
            | Phase::Idle { .. }
            | Phase::Absent => {}
        }
    }

    /// Leaves if the worker was asked to stop or its consumer is away; true if it did.
    pub(super) fn leave_if_asked<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) -> bool {
        let since = self.now;
        if self.workers[place as usize].is_stopping {
            self.leave(place, Phase::Stopped { since }, StopReason::Drained, sink);
            return true;
        }
        if self.goes_when_free(place, sink) {
            return true;
        }
        let Some(until) = self.away_until(place) else { return false };
        self.leave(place, Phase::Away { since, until }, StopReason::Away, sink);
        let life = self.workers[place as usize].life;
        self.schedule.wake(self.now, until, Wake::Worker { place, life });
        true
    }

    fn away_until(&self, place: u32) -> Option<Time> {
        let away = &self.rules_of(place).habits.away;
        away.iter().find(|(from, to)| (*from..*to).contains(&self.now)).map(|(_, to)| *to)
    }

    pub(super) fn leave<S: Sink + ?Sized>(
        &mut self,
        place: u32,
        phase: Phase,
        why: StopReason,
        sink: &mut S,
    ) {
        let state = &mut self.workers[place as usize];
        let (worker, before) = (state.id, state.phase);
        state.end_life(phase);
        self.give_up_poll(before, sink);
        self.tell(Kind::WorkerStopped { worker, why }, sink);
    }

    /// A worker's consumer is here again.
    pub(super) fn return_from_away<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        let worker = self.workers[place as usize].id;
        self.await_answer(place);
        self.tell(Kind::CameBack { worker, by_user: false }, sink);
        self.next_round(place, sink);
    }
}
