//! What goes wrong, by script or by the user: workers die, hang and come back, servers keep second copies.

use sqs::{Command, QueueId, Time};

use super::{Sink, World};
use crate::actor::{Amid, Lost, Phase};
use crate::schedule::Wake;
use crate::{FaultKind, Kind, WorkerId};

/// How a consumer's work goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Thousandths of the usual time.
    pub(super) factor_milli: u32,
    /// The fault that made it so.
    by: Option<u32>,
}

/// Thousandths: the usual time.
const USUAL_PACE_MILLI: u32 = 1_000;

impl Default for Pace {
    fn default() -> Self {
        Self { factor_milli: USUAL_PACE_MILLI, by: None }
    }
}

impl World {
    /// A scripted fault. The death of a dead worker changes nothing.
    pub(super) fn strike<S: Sink + ?Sized>(&mut self, fault: u32, sink: &mut S) {
        let setup = self.setup.clone();
        match &setup.model.faults[fault as usize].kind {
            FaultKind::Crash { worker, for_us } => {
                if let Some(place) = setup.place(*worker) {
                    self.crash(place, self.after(*for_us), false, sink);
                }
            }
            FaultKind::SecondCopy { queue } => {
                let queue = QueueId(*queue);
                self.engine.leave_second_copy(queue);
                self.tell(Kind::SecondCopyArmed { queue }, sink);
            }
            FaultKind::Hang { worker, for_us } => self.hang(*worker, self.after(*for_us), false, sink),
            FaultKind::Slow { consumer, factor_milli, for_us } => {
                self.set_pace(*consumer, Pace { factor_milli: *factor_milli, by: Some(fault) }, sink);
                self.end_later(fault, *for_us);
            }
            FaultKind::Stop { worker } => self.stop(*worker, false, sink),
            FaultKind::ZoneOutage { zone, for_us } => {
                self.fail_zone(*zone, self.after(*for_us), sink);
                self.end_later(fault, *for_us);
            }
            FaultKind::LoseRequest { producer } => {
                self.producers[*producer as usize].lose_next = Some(Lost::Request);
            }
            FaultKind::LoseReply { producer } => {
                self.producers[*producer as usize].lose_next = Some(Lost::Reply);
            }
            FaultKind::Redrive { queue, to, per_second } => {
                let done = self.redrive(*queue, *to, *per_second, sink);
                self.scripted(fault, done, sink);
            }
            FaultKind::CancelRedrive { queue } => {
                let done = self.cancel_redrive(*queue, false, sink);
                self.scripted(fault, done, sink);
            }
            FaultKind::Purge { queue } => {
                let done = self.purge(*queue, sink);
                self.scripted(fault, done, sink);
            }
            FaultKind::Change { queue, changes } => {
                let done = self.change(*queue, (**changes).clone(), false, sink);
                self.scripted(fault, done, sink);
            }
        }
    }

    /// What a fault began is over.
    pub(super) fn end_fault<S: Sink + ?Sized>(&mut self, fault: u32, sink: &mut S) {
        match self.setup.model.faults[fault as usize].kind {
            // A newer one may have set the pace since.
            FaultKind::Slow { consumer, .. } if self.paces[consumer as usize].by == Some(fault) => {
                self.set_pace(consumer, Pace::default(), sink);
            }
            FaultKind::ZoneOutage { zone, .. } => self.restore_zone(zone, sink),
            _ => {}
        }
    }

    fn after(&self, for_us: Option<Time>) -> Option<Time> {
        for_us.map(|for_us| self.now.saturating_add(for_us))
    }

    fn end_later(&mut self, fault: u32, for_us: Option<Time>) {
        if let Some(until) = self.after(for_us) {
            self.schedule.wake(self.now, until, Wake::FaultEnds(fault));
        }
    }

    fn set_pace<S: Sink + ?Sized>(&mut self, consumer: u32, pace: Pace, sink: &mut S) {
        self.paces[consumer as usize] = pace;
        self.tell(Kind::PaceChanged { consumer, factor_milli: pace.factor_milli }, sink);
    }

    /// Thousandths of the usual time that a consumer's work takes now.
    pub(crate) fn pace_milli(&self, consumer: u32) -> u32 {
        self.paces[consumer as usize].factor_milli
    }

    /// A running worker dies. Its work and answers on their way are lost, its parked receive is given up;
    /// the messages that it was handed stay in flight.
    pub(super) fn crash<S: Sink + ?Sized>(
        &mut self,
        place: u32,
        until: Option<Time>,
        by_user: bool,
        sink: &mut S,
    ) {
        let state = &mut self.workers[place as usize];
        if self.setup.mapping_of(state.id.consumer).is_some() {
            return self.crash_environment(place, by_user, sink);
        }
        if state.is_down() {
            return;
        }
        let (worker, phase, request) = (state.id, state.phase, state.request);
        state.end_life(Phase::Down { since: self.now, until });
        let life = state.life;
        self.tell(Kind::Crashed { worker, by_user }, sink);
        self.give_up_poll(phase, sink);
        if let Some(request) = request {
            self.break_call(worker, request, sink);
        }
        if let Some(until) = until {
            self.schedule.wake(self.now, until, Wake::Worker { place, life });
        }
    }

    /// Takes back the receive that a worker had waiting.
    pub(super) fn give_up_poll<S: Sink + ?Sized>(&mut self, phase: Phase, sink: &mut S) {
        if let Some(ticket) = phase.ticket() {
            self.parked.retain(|(parked, _)| *parked != ticket);
            // The engine has just been asked nothing else, so the ticket waits there still.
            let _ = self.ask(Command::Abandon { ticket });
            self.pass_on(None, sink);
        }
    }

    /// A dead worker is back and polls, one that hangs goes on, one that stopped starts anew.
    pub(super) fn come_back<S: Sink + ?Sized>(&mut self, place: u32, by_user: bool, sink: &mut S) {
        let state = &mut self.workers[place as usize];
        match state.phase {
            Phase::Hung { amid, .. } => self.go_on_after_hang(place, amid, by_user, sink),
            Phase::Down { .. } | Phase::Stopped { .. } => {
                state.life += 1;
                state.is_down_with_zone = false;
                state.phase = Phase::Calling { since: self.now };
                let worker = state.id;
                self.tell(Kind::CameBack { worker, by_user }, sink);
                self.go_on(place, sink);
            }
            _ => {}
        }
    }

    /// A running worker hangs: an answer may still arrive, but nobody looks at it.
    pub(super) fn hang<S: Sink + ?Sized>(
        &mut self,
        worker: WorkerId,
        until: Option<Time>,
        by_user: bool,
        sink: &mut S,
    ) {
        let Some(place) = self.setup.place(worker) else { return };
        // Lambda starts and ends its environments by itself.
        if self.setup.mapping_of(worker.consumer).is_some() {
            return;
        }
        let state = &mut self.workers[place as usize];
        let amid = match state.phase {
            Phase::Polling { ticket, .. } => Amid::Polling { ticket },
            Phase::Calling { .. } | Phase::Resting { .. } | Phase::Listening { .. } => Amid::Waiting,
            Phase::Working { until, fails, .. } | Phase::Serving { until, fails, .. } => {
                Amid::Working { left_us: until - self.now, fails }
            }
            Phase::Down { .. }
            | Phase::Stopped { .. }
            | Phase::Hung { .. }
            | Phase::Away { .. }
            | Phase::Starting { .. }
            | Phase::Idle { .. }
            | Phase::Absent => return,
        };
        state.life += 1;
        state.end_heartbeat();
        state.phase = Phase::Hung { since: self.now, until, amid };
        let life = state.life;
        self.tell(Kind::Hung { worker, by_user }, sink);
        if let Some(until) = until {
            self.schedule.wake(self.now, until, Wake::Worker { place, life });
        }
    }

    fn go_on_after_hang<S: Sink + ?Sized>(&mut self, place: u32, amid: Amid, by_user: bool, sink: &mut S) {
        let state = &mut self.workers[place as usize];
        state.life += 1;
        let (worker, since) = (state.id, self.now);
        self.tell(Kind::CameBack { worker, by_user }, sink);
        match amid {
            Amid::Polling { ticket } => {
                self.workers[place as usize].phase = Phase::Polling { since, ticket };
                if self.workers[place as usize].is_stopping {
                    self.leave_if_idle(place, sink);
                }
            }
            Amid::Waiting => {
                self.await_answer(place);
                self.go_on(place, sink);
            }
            Amid::Working { left_us, fails } if self.workers[place as usize].request.is_some() => {
                self.go_on_with_request(place, left_us, fails);
            }
            Amid::Working { left_us, fails } => {
                let Some(held) = self.workers[place as usize].current() else {
                    return self.go_on(place, sink);
                };
                self.begin_work(place, held.message, left_us, fails, sink);
            }
        }
    }
}
