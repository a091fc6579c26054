//! Receives that are repeated because their answer was lost (sqs-facts §3.5).

use super::*;
use crate::paths::took;

/// A receive with an id that got messages.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub id: Arc<str>,
    pub at: Time,
    /// What it got, and what was done to each of these last: the receive itself.
    pub got: Vec<(Delivery, u64)>,
}

impl Model {
    /// Something is done to a message.
    pub fn touch(&mut self, serial: u64) {
        self.last_touch += 1;
        let touched = self.last_touch;
        if let Some(message) = self.find(serial) {
            message.touched = touched;
        }
    }

    pub fn remember_attempt(&mut self, queue: QueueId, id: Option<Arc<str>>, deliveries: &[Delivery]) {
        let Some(id) = id.filter(|_| !deliveries.is_empty()) else { return };
        let got = deliveries.iter().map(|delivery| {
            let mut all = self.messages.iter();
            let message = all.find(|message| message.serial == delivery.message.serial);
            (delivery.clone(), message.expect("it was just handed out").touched)
        });
        let attempt = Attempt { id, at: self.now, got: got.collect() };
        self.queue_mut(queue).attempts.push(attempt);
    }

    /// What an earlier receive of this id got, as it was but for the end of the visibility timeout. None if the id is
    /// new or older than five minutes.
    pub fn repeat(
        &mut self,
        queue: QueueId,
        id: &Arc<str>,
        visibility_timeout_s: Option<u32>,
    ) -> Result<Option<Vec<Delivery>>, Refusal> {
        let target = self.alive(queue)?;
        let timeout_s = visibility_timeout_s.unwrap_or(target.in_effect.visibility_timeout_s);
        let is_it = |attempt: &Attempt| attempt.id == *id && self.now < attempt.at + seconds(300);
        let Some(place) = target.attempts.iter().position(is_it) else {
            if target.attempts.iter().any(|attempt| attempt.id == *id) {
                took("an attempt id is forgotten");
            }
            return Ok(None);
        };
        let got = target.attempts[place].got.clone();
        if !got.iter().all(|(delivery, touched)| self.is_untouched(queue, delivery, *touched)) {
            took("a receive cannot be repeated");
            return Err(Refusal::AttemptNotRetryable);
        }
        took(if timeout_s == 0 { "a receive is repeated with timeout 0" } else { "a receive is repeated" });
        let (now, visible_at) = (self.now, self.now + seconds(timeout_s));
        let mut deliveries = Vec::new();
        for (delivery, _) in got {
            let serial = delivery.message.serial;
            let message = self.find(serial).expect("it is untouched");
            message.received_at = now;
            if timeout_s == 0 {
                self.show(serial, VisibleCause::SetToZero);
            } else {
                message.state = State::InFlight(visible_at);
                self.note(EventKind::VisibilityChanged { queue, message: super::id(serial), visible_at });
            }
            deliveries.push(Delivery { visible_at, ..delivery });
        }
        Ok(Some(deliveries))
    }

    /// Still in the queue and in flight, and nothing was done to it since.
    fn is_untouched(&self, queue: QueueId, delivery: &Delivery, touched: u64) -> bool {
        let is_it = |message: &&Stored| message.serial == delivery.message.serial && message.queue == queue;
        self.messages
            .iter()
            .find(is_it)
            .is_some_and(|message| matches!(message.state, State::InFlight(_)) && message.touched == touched)
    }

    /// Who asks again does not wait for the first answer any more.
    pub fn give_up(&mut self, queue: QueueId, id: &Arc<str>) {
        let is_it = |poll: &Waiting| poll.queue == queue && poll.attempt.as_ref() == Some(id);
        if let Some(place) = self.waiting.iter().position(is_it) {
            took("a waiting receive is given up for its repetition");
            let poll = self.waiting.remove(place);
            self.answer(&poll, Vec::new());
        }
    }
}
