//! Where connections meet the endpoint: one at a time hands in a request and leaves with its answer, or waits.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use api::error::{AwsError, ErrorKind};
use api::http::{Request, Response};
use endpoint::{CallNote, Clock, Endpoint, Handled, Options, Outcome, WaitId};
use tokio::sync::{Notify, oneshot};

use crate::serve::log::Log;

/// The alarm rings at most so often while receives wait.
const ALARM_STEP: Duration = Duration::from_millis(1);

/// The endpoint, its clock, and those who wait.
#[derive(Debug)]
pub struct Desk {
    state: Mutex<State>,
    /// The wall's instant 0; none if the clock is moved by hand.
    wall: Option<Instant>,
    /// The alarm must be set to an earlier instant.
    earlier: Notify,
    log: Log,
}

#[derive(Debug)]
struct State {
    endpoint: Endpoint,
    waiting: BTreeMap<WaitId, oneshot::Sender<Response>>,
    /// The instant that the alarm sleeps for.
    alarm_us: Option<u64>,
    is_stopping: bool,
}

/// A request that was handed in.
enum Handed {
    Answered(Response),
    /// Its place among those who wait, and whether others left theirs.
    Waiting(WaitId, oneshot::Receiver<Response>),
}

impl Desk {
    /// Opens. A real clock starts now.
    pub fn new(options: Options, log: Log) -> Self {
        let wall = (options.clock == Clock::Real).then(Instant::now);
        let state = State {
            endpoint: Endpoint::new(options),
            waiting: BTreeMap::new(),
            alarm_us: None,
            is_stopping: false,
        };
        Self { state: Mutex::new(state), wall, earlier: Notify::new(), log }
    }

    /// Answers a request, when its answer is there. Dropping this future hangs up. Once the client has `ended` its
    /// part of the connection, it does not wait any longer: nobody can tell whether it still listens, and a message
    /// that is handed out to nobody would be hidden.
    pub async fn answer(
        &self,
        request: &Request<'_>,
        ended: impl Future<Output = ()>,
    ) -> (Response, CallNote) {
        let (handed, note, others_left) = self.hand_in(request);
        if others_left {
            // Whoever moved the clock hears of it after those whose receives it ended.
            tokio::task::yield_now().await;
        }
        let response = match handed {
            Handed::Answered(response) => response,
            Handed::Waiting(id, mut answer) => {
                let mut place = Place { desk: self, id: Some(id) };
                let answer = tokio::select! {
                    biased;
                    answer = &mut answer => answer,
                    () = ended => {
                        self.end_wait(id);
                        answer.await
                    }
                };
                place.id = None;
                match answer {
                    Ok(response) => response,
                    // Senders are only dropped with an answer, or with everything.
                    Err(_) => self.refuse(request, &internal_failure()).0,
                }
            }
        };
        (response, note)
    }

    /// Refuses a request that the endpoint shall not see.
    pub fn refuse(&self, request: &Request<'_>, error: &AwsError) -> (Response, CallNote) {
        self.state().endpoint.refuse(request, error)
    }

    /// Lets time pass while receives wait, until dropped. Only a real clock needs it.
    pub async fn keep_time(&self) {
        let Some(wall) = self.wall else { return std::future::pending().await };
        loop {
            let due_us = self.state().set_alarm();
            let rung = async {
                match due_us {
                    Some(due_us) => {
                        let due = (wall + Duration::from_micros(due_us)).max(Instant::now() + ALARM_STEP);
                        tokio::time::sleep_until(due.into()).await;
                    }
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = rung => {
                    let mut state = self.state();
                    self.follow_wall(&mut state);
                    state.deliver();
                }
                () = self.earlier.notified() => {}
            }
        }
    }

    /// Answers everyone who waits, and from now on lets nobody wait.
    pub fn stop(&self) {
        let mut state = self.state();
        state.is_stopping = true;
        state.endpoint.end_waits();
        state.deliver();
    }

    fn end_wait(&self, id: WaitId) {
        let mut state = self.state();
        state.endpoint.end_wait(id);
        state.deliver();
    }

    fn hand_in(&self, request: &Request<'_>) -> (Handed, CallNote, bool) {
        let mut state = self.state();
        self.follow_wall(&mut state);
        let handled = catch_unwind(AssertUnwindSafe(|| state.endpoint.handle(request)));
        let Handled { outcome, note } = handled.unwrap_or_else(|_| {
            self.log.say("bug", "a request ended in a panic; the server goes on");
            let (response, note) = state.endpoint.refuse(request, &internal_failure());
            Handled { outcome: Outcome::Answered(response), note }
        });
        let handed = match outcome {
            Outcome::Answered(response) => Handed::Answered(response),
            Outcome::Waiting(id) => {
                let (sender, receiver) = oneshot::channel();
                state.waiting.insert(id, sender);
                Handed::Waiting(id, receiver)
            }
        };
        if state.is_stopping {
            state.endpoint.end_waits();
        }
        let others_left = state.deliver();
        if self.wall.is_some() && state.is_alarm_late() {
            self.earlier.notify_one();
        }
        (handed, note, others_left)
    }

    fn follow_wall(&self, state: &mut State) {
        if let Some(wall) = self.wall {
            // 500,000 years pass before this does not fit.
            let now_us = u64::try_from(wall.elapsed().as_micros()).unwrap_or(u64::MAX);
            let advanced = catch_unwind(AssertUnwindSafe(|| state.endpoint.advance_to(now_us)));
            if advanced.is_err() {
                self.log.say("bug", "a deadline ended in a panic; the server goes on");
            }
        }
    }

    /// A panic inside was caught or ends the process, so a poisoned lock is none.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Hands out the answers that are ready; true if there was one.
    fn deliver(&mut self) -> bool {
        let ready = self.endpoint.take_ready();
        let some = !ready.is_empty();
        for (id, response) in ready {
            if let Some(sender) = self.waiting.remove(&id) {
                // An error means that the client hung up this instant; the messages come back by themselves.
                let _ = sender.send(response);
            }
        }
        some
    }

    /// When the alarm must ring: nobody hears it when nobody waits.
    fn due_us(&mut self) -> Option<u64> {
        if self.waiting.is_empty() { None } else { self.endpoint.next_deadline_us() }
    }

    fn set_alarm(&mut self) -> Option<u64> {
        self.alarm_us = self.due_us();
        self.alarm_us
    }

    fn is_alarm_late(&mut self) -> bool {
        let alarm_us = self.alarm_us;
        self.due_us().is_some_and(|due_us| alarm_us.is_none_or(|alarm_us| due_us < alarm_us))
    }
}

/// A place among those who wait; left early when the client hangs up.
struct Place<'a> {
    desk: &'a Desk,
    id: Option<WaitId>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            let mut state = self.desk.state();
            state.waiting.remove(&id);
            state.endpoint.abandon(id);
            state.deliver();
        }
    }
}

fn internal_failure() -> AwsError {
    ErrorKind::InternalFailure.says("The request processing has failed because of an unknown error.")
}
