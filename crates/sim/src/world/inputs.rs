//! What the user does.

use std::sync::Arc;

use sqs::{Command, MessageId, QueueId, QueueKind, Refusal, Reply, Sent};

use super::calls::{Parcel, trouble};
use super::{Sink, World};
use crate::actor::Asker;
use crate::{Destination, Input, Kind, UserAnswer, UserCall};

impl World {
    /// Carries an input out. That it makes sense was checked when it was made; on replay nothing has changed.
    pub(super) fn carry_out<S: Sink + ?Sized>(&mut self, input: Input, sink: &mut S) {
        match input {
            Input::Send { queue } => self.user_sends(queue, sink),
            Input::Crash { worker } => {
                if let Some(place) = self.setup.place(worker) {
                    self.crash(place, None, true, sink);
                }
            }
            Input::BringBack { worker } => {
                if let Some(place) = self.setup.place(worker) {
                    self.come_back(place, true, sink);
                }
            }
            Input::Call(call) => self.user_calls(&call, sink),
            Input::Stop { worker } => self.stop(worker, true, sink),
            Input::Hang { worker } => self.hang(worker, None, true, sink),
            Input::Redrive { queue, per_second } => {
                let done = self.redrive(queue, None, per_second, sink);
                self.user_hears(done, sink);
            }
            Input::CancelRedrive { queue } => {
                let done = self.cancel_redrive(queue, true, sink);
                self.user_hears(done, sink);
            }
            Input::Purge { queue } => {
                let done = self.purge(queue, sink);
                self.user_hears(done, sink);
            }
            Input::Change { queue, change } => {
                let Some(changes) = change.changes() else { return };
                let done = self.change(queue, changes, true, sink);
                self.user_hears(done, sink);
            }
            Input::Delete { message } => {
                let done = self
                    .with_latest_handle(message, |queue, handle| Command::DeleteMessage { queue, handle });
                self.user_is_told(done, Kind::UserDeleted { message }, sink);
            }
            Input::MakeVisible { message } => {
                let done = self.with_latest_handle(message, |queue, handle| {
                    Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s: 0 }
                });
                self.user_is_told(done, Kind::UserMadeVisible { message }, sink);
            }
        }
    }

    /// Sends as the first producer of the queue would send its next message.
    fn user_sends<S: Sink + ?Sized>(&mut self, queue: u32, sink: &mut S) {
        let setup = self.setup.clone();
        let like = (0..).zip(&setup.model.producers).find(|(_, rules)| rules.to == Destination::Queue(queue));
        let number = u64::from(self.inputs_done);
        let is_fifo = setup.model.queues[queue as usize].kind == QueueKind::Fifo;
        let group = match like {
            Some((index, _)) => setup.group_of(index, self.producers[index as usize].made),
            None => setup.user_group(queue),
        };
        let parcel = Parcel {
            size_bytes: like.map_or(1, |(_, rules)| rules.size_bytes),
            identity: number,
            delay_s: None,
            group,
            deduplication_id: is_fifo.then(|| format!("user-{number}").into()),
            kind: like.and_then(|(index, _)| setup.usual_kind(index)),
        };
        match self.send(queue, None, parcel, sink) {
            Ok(Reply::Sent(Sent { message, .. })) => self.tell(Kind::UserSent { message }, sink),
            Ok(_) => {}
            Err(refusal) => self.tell(Kind::InputRefused { trouble: trouble(&refusal) }, sink),
        }
    }

    /// Makes a call for the user. A receive that waits is answered later.
    fn user_calls<S: Sink + ?Sized>(&mut self, call: &UserCall, sink: &mut S) {
        let number = self.inputs_done;
        let (command, dice) = (call.command.clone(), &mut self.dice);
        let reply = self.engine.apply(self.now, &call.caller, command, dice, &mut self.heard);
        let answer = match reply {
            Ok(Reply::Parked(ticket)) => {
                self.parked.push_back((ticket, Asker::User(number)));
                UserAnswer::Waits
            }
            reply => UserAnswer::Is(Arc::new(reply)),
        };
        let refusal = match &answer {
            UserAnswer::Is(reply) => reply.as_ref().as_ref().err().map(trouble),
            UserAnswer::Waits => None,
        };
        self.user_answers.insert(number, answer);
        self.user_calls = true;
        self.pass_on(None, sink);
        self.user_calls = false;
        self.tell(Kind::UserCalled { trouble: refusal }, sink);
    }

    fn with_latest_handle(
        &mut self,
        message: MessageId,
        command: impl Fn(QueueId, sqs::ReceiptHandle) -> Command,
    ) -> Result<(), Refusal> {
        let handle = self.engine.message(message).and_then(|stored| stored.latest_handle);
        let handle = handle.ok_or(Refusal::ReceiptHandleIsInvalid)?;
        self.ask(command(handle.queue, handle)).map(|_| ())
    }

    fn user_is_told<S: Sink + ?Sized>(&mut self, done: Result<(), Refusal>, kind: Kind, sink: &mut S) {
        self.pass_on(None, sink);
        if done.is_ok() {
            self.tell(kind, sink);
        }
        self.user_hears(done, sink);
    }

    /// Tells the user of an act that was refused.
    fn user_hears<S: Sink + ?Sized>(&mut self, done: Result<(), Refusal>, sink: &mut S) {
        if let Err(refusal) = done {
            self.tell(Kind::InputRefused { trouble: trouble(&refusal) }, sink);
        }
    }
}
