//! Direct calls: a producer asks a consumer's workers without a queue, and waits for the answer.
//!
//! A call takes effect when it is made, its answer arrives a round trip later. A free worker takes it: the one with
//! the lowest number. With none free it waits in the consumer's backlog of open connections, or is refused if that is
//! full. Who waits longer than its timeout gives up: a call in the backlog is taken out of it, a worker that is at it
//! goes on for nobody. A call that fails in any way is made again like one that was lost.

use sqs::Time;

use super::{Sink, World};
use crate::actor::{Lost, OpenCall, Outgoing, Phase, Place, Request};
use crate::schedule::Wake;
use crate::{CallOutcome, Kind, WorkerId};

impl World {
    /// A producer makes a call. One that is lost on its way looks to it like one that takes too long.
    pub(super) fn call_directly<S: Sink + ?Sized>(
        &mut self,
        index: u32,
        consumer: u32,
        mut call: Outgoing,
        sink: &mut S,
    ) {
        let setup = self.setup.clone();
        let sending = &setup.model.producers[index as usize].sending;
        let lost = self.producers[index as usize].draw_loss(&sending.losses);
        call.attempts += 1;
        let number = number_of(&call);
        let free = self.free_worker(consumer);
        let accept = setup.model.consumers[consumer as usize].serves.map_or(0, |serving| serving.accept);
        let has_room = self.backlogs[consumer as usize].len() < accept as usize;
        let place = match (lost, free) {
            (Some(Lost::Request), _) => Place::Nowhere,
            (_, Some(_)) => Place::Worker,
            (_, None) if has_room => Place::Backlog,
            (Some(Lost::Reply), None) => Place::Nowhere,
            (None, None) => {
                let open = OpenCall { call, since: self.now, place: Place::Nowhere, loses_answer: false };
                self.producers[index as usize].calls.made += 1;
                return self.call_fails(index, open, CallOutcome::Refused, None, sink);
            }
        };
        let open = OpenCall { call, since: self.now, place, loses_answer: lost == Some(Lost::Reply) };
        let producer = &mut self.producers[index as usize];
        producer.calls.made += 1;
        let request = Request { producer: index, call: producer.open(open), number };
        let until = self.now.saturating_add(sending.timeout_us());
        self.schedule.wake(self.now, until, Wake::CallTimeout { producer: index, call: request.call });
        match (place, free) {
            (Place::Worker, Some(worker)) => self.take_call(worker, request, sink),
            (Place::Backlog, _) => {
                self.backlogs[consumer as usize].push_back(request);
                self.tell(Kind::CallWaits { producer: index, number }, sink);
            }
            // The call is lost, or its refusal is.
            _ => self.lose_call(index, lost == Some(Lost::Reply), sink),
        }
    }

    /// A call, or the answer to it, is lost on its way.
    fn lose_call<S: Sink + ?Sized>(&mut self, producer: u32, reply: bool, sink: &mut S) {
        let tally = &mut self.producers[producer as usize].tally;
        *(if reply { &mut tally.lost_replies } else { &mut tally.lost_requests }) += 1;
        self.tell(Kind::CallLost { producer, message: None, reply }, sink);
    }

    /// The free worker of a consumer with the lowest number, by place.
    fn free_worker(&self, consumer: u32) -> Option<u32> {
        let first = self.setup.place(WorkerId { consumer, index: 0 })?;
        let count = self.setup.model.consumers[consumer as usize].places();
        let mut places = first..first + count;
        places.find(|&place| matches!(self.workers[place as usize].phase, Phase::Listening { .. }))
    }

    /// A worker has nothing to do: it takes the call that has waited longest, or waits for one.
    pub(super) fn listen<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        let consumer = self.workers[place as usize].id.consumer;
        match self.backlogs[consumer as usize].pop_front() {
            Some(request) => {
                let open = &mut self.producers[request.producer as usize].calls.open;
                if let Some(call) = open.get_mut(&request.call) {
                    call.place = Place::Worker;
                }
                self.take_call(place, request, sink);
            }
            None => self.workers[place as usize].phase = Phase::Listening { since: self.now },
        }
    }

    fn take_call<S: Sink + ?Sized>(&mut self, place: u32, request: Request, sink: &mut S) {
        let setup = self.setup.clone();
        let Request { producer, number, .. } = request;
        let kind = setup.kind_of(producer, u64::from(number) - 1).and_then(|kind| setup.kind(kind));
        let worker = self.workers[place as usize].id;
        let rules = &setup.model.consumers[worker.consumer as usize];
        let pace_milli = self.pace_milli(worker.consumer);
        let state = &mut self.workers[place as usize];
        let (work_us, fails) = state.draw_work(rules, kind, pace_milli);
        state.request = Some(request);
        let done_at = self.go_on_with_request(place, work_us, fails);
        self.tell(Kind::CallTaken { worker, producer, number, done_at }, sink);
    }

    /// A worker has so much to do for the call at hand. Tells when it will be done.
    pub(super) fn go_on_with_request(&mut self, place: u32, work_us: Time, fails: bool) -> Time {
        let until = self.now + work_us;
        let state = &mut self.workers[place as usize];
        state.phase = Phase::Serving { since: self.now, until, fails };
        self.schedule.wake(self.now, until, Wake::Worker { place, life: state.life });
        until
    }

    /// The work for a call is done, or has failed.
    pub(super) fn end_request<S: Sink + ?Sized>(&mut self, place: u32, fails: bool, sink: &mut S) {
        let state = &mut self.workers[place as usize];
        let worker = state.id;
        if let Some(request) = state.request.take() {
            if !fails {
                state.finished += 1;
                self.effects[worker.consumer as usize].total += 1;
            }
            self.give_answer(worker, request, fails, sink);
        }
        self.go_on(place, sink);
    }

    /// The answer reaches the caller, unless that has given up by then or the answer is lost.
    fn give_answer<S: Sink + ?Sized>(
        &mut self,
        worker: WorkerId,
        request: Request,
        fails: bool,
        sink: &mut S,
    ) {
        let setup = self.setup.clone();
        let Request { producer, call, number } = request;
        let rules = &setup.model.producers[producer as usize];
        let arrives_at = self.now.saturating_add(rules.latency_us);
        let calls = &mut self.producers[producer as usize].calls;
        let open = calls.open.get_mut(&call);
        let in_time = open.filter(|open| arrives_at <= open.since.saturating_add(rules.sending.timeout_us()));
        let Some(open) = in_time else {
            return self.work_for_nobody(worker, request, sink);
        };
        if open.loses_answer {
            self.work_for_nobody(worker, request, sink);
            return self.lose_call(producer, true, sink);
        }
        let Some(open) = calls.open.remove(&call) else { return };
        if fails {
            return self.call_fails(producer, open, CallOutcome::Failed, Some(worker), sink);
        }
        let after_us = arrives_at - open.since;
        calls.count(CallOutcome::Answered);
        calls.answer_us_sum = calls.answer_us_sum.saturating_add(after_us);
        calls.answer_us_max = calls.answer_us_max.max(after_us);
        let (outcome, worker) = (CallOutcome::Answered, Some(worker));
        self.tell(Kind::CallEnded { producer, number, outcome, worker, after_us }, sink);
    }

    /// A worker is done with a call whose caller will not hear of it.
    fn work_for_nobody<S: Sink + ?Sized>(&mut self, worker: WorkerId, request: Request, sink: &mut S) {
        let Request { producer, call, number } = request;
        let calls = &mut self.producers[producer as usize].calls;
        calls.count(CallOutcome::Unheard);
        let since = calls.open.get_mut(&call).map(|open| {
            open.place = Place::Nowhere;
            open.since
        });
        let after_us = since.map_or(0, |since| self.now - since);
        let (outcome, worker) = (CallOutcome::Unheard, Some(worker));
        self.tell(Kind::CallEnded { producer, number, outcome, worker, after_us }, sink);
    }

    /// The worker died in the middle of a call: the connection breaks.
    pub(super) fn break_call<S: Sink + ?Sized>(&mut self, worker: WorkerId, request: Request, sink: &mut S) {
        let Request { producer, call, .. } = request;
        let calls = &mut self.producers[producer as usize].calls.open;
        if let Some(open) = calls.get_mut(&call).filter(|open| open.loses_answer) {
            open.place = Place::Nowhere;
        } else if let Some(open) = calls.remove(&call) {
            self.call_fails(producer, open, CallOutcome::Broken, Some(worker), sink);
        }
    }

    /// A caller has waited for as long as it does.
    pub(super) fn time_out<S: Sink + ?Sized>(&mut self, producer: u32, call: u32, sink: &mut S) {
        let setup = self.setup.clone();
        let Some(open) = self.producers[producer as usize].calls.open.remove(&call) else { return };
        if let (Place::Backlog, Some(consumer)) =
            (open.place, setup.model.producers[producer as usize].to.consumer())
        {
            let backlog = &mut self.backlogs[consumer as usize];
            backlog.retain(|request| (request.producer, request.call) != (producer, call));
        }
        self.call_fails(producer, open, CallOutcome::TimedOut, None, sink);
    }

    /// A call fails: it is made again, or given up.
    fn call_fails<S: Sink + ?Sized>(
        &mut self,
        producer: u32,
        open: OpenCall,
        outcome: CallOutcome,
        worker: Option<WorkerId>,
        sink: &mut S,
    ) {
        self.producers[producer as usize].calls.count(outcome);
        let latency_us = self.setup.model.producers[producer as usize].latency_us;
        // A caller needs nobody to tell it that its time is over.
        let noticed_us = if outcome == CallOutcome::TimedOut { 0 } else { latency_us };
        let number = number_of(&open.call);
        let after_us = self.now - open.since + noticed_us;
        self.tell(Kind::CallEnded { producer, number, outcome, worker, after_us }, sink);
        self.repeat_later(producer, open.call, noticed_us, sink);
    }
}

/// The number of a call's message, from 1.
fn number_of(call: &Outgoing) -> u32 {
    u32::try_from(call.first + 1).unwrap_or(u32::MAX)
}
