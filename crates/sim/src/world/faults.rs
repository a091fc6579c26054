//! What goes wrong, by script or by the user: workers die and come back, servers keep second copies.

use sqs::{Command, QueueId, Time};

use super::{Sink, World};
use crate::actor::Phase;
use crate::schedule::Wake;
use crate::{FaultKind, Kind};

impl World {
    /// A scripted fault. The death of a dead worker changes nothing.
    pub(super) fn strike<S: Sink>(&mut self, fault: u32, sink: &mut S) {
        match self.setup.model.faults[fault as usize].kind {
            FaultKind::Crash { worker, for_us } => {
                if let Some(place) = self.setup.place(worker) {
                    let until = for_us.map(|for_us| self.now.saturating_add(for_us));
                    self.crash(place, until, false, sink);
                }
            }
            FaultKind::SecondCopy { queue } => {
                let queue = QueueId(queue);
                self.engine.leave_second_copy(queue);
                self.tell(Kind::SecondCopyArmed { queue }, sink);
            }
        }
    }

    /// A living worker dies. Its work and answers on their way are lost, its parked receive is given up;
    /// the messages that it was handed stay in flight.
    pub(super) fn crash<S: Sink>(&mut self, place: u32, until: Option<Time>, by_user: bool, sink: &mut S) {
        let state = &mut self.workers[place as usize];
        if self.setup.mapping_of(state.id.consumer).is_some() {
            return self.crash_environment(place, by_user, sink);
        }
        if state.is_down() {
            return;
        }
        let (worker, phase) = (state.id, state.phase);
        state.life += 1;
        state.batch.clear();
        state.next = 0;
        state.phase = Phase::Down { since: self.now, until };
        let life = state.life;
        self.tell(Kind::Crashed { worker, by_user }, sink);
        if let Phase::Polling { ticket, .. } = phase {
            self.parked.retain(|(parked, _)| *parked != ticket);
            // The engine has just been asked nothing else, so the ticket waits there still.
            let _ = self.ask(Command::Abandon { ticket });
            self.pass_on(None, sink);
        }
        if let Some(until) = until {
            self.schedule.wake(self.now, until, Wake::Worker { place, life });
        }
    }

    /// A dead worker is back and polls.
    pub(super) fn come_back<S: Sink>(&mut self, place: u32, by_user: bool, sink: &mut S) {
        let state = &mut self.workers[place as usize];
        if !state.is_down() {
            return;
        }
        state.life += 1;
        state.phase = Phase::Calling { since: self.now };
        let worker = state.id;
        self.tell(Kind::CameBack { worker, by_user }, sink);
        self.go_on(place, sink);
    }
}
