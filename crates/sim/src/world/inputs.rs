//! What the user does.

use sqs::{Command, MessageId, QueueId, QueueKind, Refusal, Reply, Sent};

use super::calls::{Parcel, trouble};
use super::{Sink, World};
use crate::{Input, Kind, Trouble};

impl World {
    /// Carries an input out. That it makes sense was checked when it was made; on replay nothing has changed.
    pub(super) fn carry_out<S: Sink>(&mut self, input: Input, sink: &mut S) {
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
            Input::Redrive { queue } => {
                let (source, destination, per_second) = (QueueId(queue), None, None);
                let done = self.ask(Command::StartMessageMoveTask { source, destination, per_second });
                self.pass_on(None, sink);
                if let Err(refusal) = done {
                    self.tell(Kind::InputRefused { trouble: trouble(&refusal) }, sink);
                }
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
    fn user_sends<S: Sink>(&mut self, queue: u32, sink: &mut S) {
        let setup = self.setup.clone();
        let like = (0..).zip(&setup.model.producers).find(|(_, rules)| rules.to == queue);
        let number = u64::from(self.inputs_done);
        let is_fifo = setup.model.queues[queue as usize].kind == QueueKind::Fifo;
        let group = match like {
            Some((index, _)) => setup.group_of(index, self.producers[index as usize].calls),
            None => setup.user_group(queue),
        };
        let parcel = Parcel {
            size_bytes: like.map_or(1, |(_, rules)| rules.size_bytes),
            identity: number,
            delay_s: None,
            group,
            deduplication_id: is_fifo.then(|| format!("user-{number}").into()),
        };
        match self.send(queue, parcel, sink) {
            Ok(Reply::Sent(Sent { message, .. })) => self.tell(Kind::UserSent { message }, sink),
            Ok(_) => {}
            Err(refusal) => self.tell(Kind::InputRefused { trouble: trouble(&refusal) }, sink),
        }
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

    fn user_is_told<S: Sink>(&mut self, done: Result<(), Refusal>, kind: Kind, sink: &mut S) {
        self.pass_on(None, sink);
        match done {
            Ok(()) => self.tell(kind, sink),
            Err(refusal) => {
                let trouble: Trouble = trouble(&refusal);
                self.tell(Kind::InputRefused { trouble }, sink);
            }
        }
    }
}
