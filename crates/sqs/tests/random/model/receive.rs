//! What a receive hands out.

use super::sends::is_label;
use super::*;
use crate::paths::took;

/// A message on its way to a dead-letter queue.
pub struct Moved(Stored, QueueId);

impl Model {
    pub fn receive(
        &mut self,
        queue: QueueId,
        max_messages: i32,
        visibility_timeout_s: Option<i32>,
        wait_s: Option<i32>,
        attempt: Option<Arc<str>>,
    ) -> Result<Reply, Refusal> {
        let target = self.alive(queue)?;
        if !(1..=10).contains(&max_messages) {
            return Err(Refusal::MaxMessagesOutOfRange(max_messages));
        }
        if let Some(wait_s) = wait_s.filter(|wait_s| !(0..=20).contains(wait_s)) {
            return Err(Refusal::WaitOutOfRange(wait_s));
        }
        if let Some(timeout_s) = visibility_timeout_s.filter(|s| !(0..=43_200).contains(s)) {
            return Err(Refusal::ReceiveVisibilityOutOfRange(timeout_s));
        }
        let max_messages = max_messages as u32;
        let visibility_timeout_s = visibility_timeout_s.map(|timeout_s| timeout_s as u32);
        let wait_s = wait_s.map_or(target.in_effect.receive_wait_s, |wait_s| wait_s as u32);
        let full = self.counts(queue).in_flight >= u64::from(target.storage.in_flight_max);
        if full && target.kind == QueueKind::Standard && wait_s == 0 {
            return Err(Refusal::OverLimit);
        }
        if attempt.is_some() && target.kind == QueueKind::Standard {
            took("an attempt id on a standard queue");
        }
        let attempt = attempt.filter(|_| target.kind == QueueKind::Fifo);
        if attempt.as_deref().is_some_and(|id| !is_label(id)) {
            took("an attempt id is no id");
            return Err(Refusal::InvalidAttemptId);
        }
        self.meter_receive(queue)?;
        if let Some(id) = &attempt {
            if let Some(deliveries) = self.repeat(queue, id, visibility_timeout_s)? {
                return Ok(Reply::Received(deliveries));
            }
            self.give_up(queue, id);
        }
        let (deliveries, moved) = self.take(queue, max_messages, visibility_timeout_s);
        let reply = if !deliveries.is_empty() {
            self.remember_attempt(queue, attempt, &deliveries);
            Reply::Received(deliveries)
        } else if wait_s == 0 {
            self.note(EventKind::EmptyReceive { queue, false_empty: false });
            Reply::Received(deliveries)
        } else {
            self.last_ticket += 1;
            let ticket = Ticket(self.last_ticket);
            let until = self.now + seconds(wait_s);
            self.waiting.push(Waiting { ticket, queue, max_messages, visibility_timeout_s, until, attempt });
            self.note(EventKind::PollParked { queue, ticket });
            Reply::Parked(ticket)
        };
        self.bury(moved);
        Ok(reply)
    }

    /// Deliveries, and what was moved; the caller buries that when the call is answered.
    pub fn take(
        &mut self,
        queue: QueueId,
        max_messages: u32,
        visibility_timeout_s: Option<u32>,
    ) -> (Vec<Delivery>, Vec<Moved>) {
        let Ok(target) = self.alive(queue) else {
            return Default::default();
        };
        let (kind, storage) = (target.kind, target.storage);
        let timeout_s = visibility_timeout_s.unwrap_or(target.in_effect.visibility_timeout_s);
        let free = u64::from(storage.in_flight_max).saturating_sub(self.counts(queue).in_flight);
        let room = u64::from(max_messages).min(free) as usize;
        let (mut picked, mut moved) = (Vec::new(), Vec::new());
        match kind {
            QueueKind::Standard => self.pick_fairly(queue, room, &mut picked, &mut moved),
            QueueKind::Fifo => {
                let runs = self.group_runs(queue, storage.fifo_lookahead as usize);
                for serial in runs.into_iter().flatten() {
                    self.pick(serial, room, &mut picked, &mut moved);
                }
            }
        }
        let deliveries: Vec<Delivery> =
            picked.into_iter().map(|serial| self.hand_out(serial, timeout_s)).collect();
        if !deliveries.is_empty() && kind == QueueKind::Standard {
            self.notice(queue);
        }
        (deliveries, moved)
    }

    /// Takes a message or moves it, if there is room.
    pub fn pick(&mut self, serial: u64, room: usize, picked: &mut Vec<u64>, moved: &mut Vec<Moved>) {
        if picked.len() < room {
            match self.used_up(serial) {
                Some(to) => moved.push(self.strike(serial, to)),
                None => picked.push(serial),
            }
        }
    }

    /// Of each group the longest run from its oldest message on that is visible and in reach; groups by when their
    /// oldest message became available.
    pub fn group_runs(&self, queue: QueueId, reach: usize) -> Vec<Vec<u64>> {
        let messages = self.of_queue(queue);
        let last_in_reach = messages.iter().take(reach).next_back().map_or(0, |message| message.sequence);
        let mut runs = Vec::new();
        let mut seen: Vec<Option<&Arc<str>>> = Vec::new();
        for head in &messages {
            if seen.contains(&head.group()) {
                continue;
            }
            seen.push(head.group());
            let State::Visible(since) = head.state else { continue };
            let group = messages.iter().filter(|message| message.group() == head.group());
            let run = group.take_while(|message| {
                matches!(message.state, State::Visible(_)) && message.sequence <= last_in_reach
            });
            runs.push((since, head.sequence, run.map(|message| message.serial).collect::<Vec<_>>()));
        }
        runs.retain(|(_, _, run)| !run.is_empty());
        runs.sort();
        runs.into_iter().map(|(_, _, run)| run).collect()
    }

    /// Where the message goes instead of out.
    fn used_up(&mut self, serial: u64) -> Option<QueueId> {
        let message = self.find(serial)?;
        let (queue, receives) = (message.queue, message.receives_here);
        let redrive = self.queues[queue.0 as usize].in_effect.redrive?;
        let to = redrive.dead_letter_target;
        (receives + 1 > redrive.max_receive_count && self.alive(to).is_ok()).then_some(to)
    }

    fn strike(&mut self, serial: u64, to: QueueId) -> Moved {
        let message = self.remove(serial).expect("it was just picked");
        self.note(EventKind::DeadLettered { from: message.queue, to, message: id(serial) });
        Moved(message, to)
    }

    pub fn bury(&mut self, moved: Vec<Moved>) {
        for Moved(mut message, to) in moved {
            let queue = &mut self.queues[to.0 as usize];
            queue.last_sequence += 1;
            message.sequence = queue.last_sequence;
            if queue.kind == QueueKind::Fifo {
                message.labels.deduplication_id = Some(DeduplicationId::OfMessage(message.serial));
            }
            queue.has_tenants |= queue.storage.fair && message.group().is_some();
            message.source = Some(message.queue);
            message.queue = to;
            message.arrived_at = self.now;
            message.state = State::Visible(self.now);
            message.receives_here = 0;
            self.messages.push(message);
        }
        for queue in 0..self.queues.len() as u32 {
            self.expire(QueueId(queue));
        }
    }

    fn hand_out(&mut self, serial: u64, timeout_s: u32) -> Delivery {
        let now = self.now;
        self.touch(serial);
        let message = self.find(serial).expect("it was just picked");
        message.receive_count += 1;
        message.receives_here += 1;
        message.received_at = now;
        if message.receive_count == 1 {
            message.first_received_at = now;
        }
        let visible_at = now + seconds(timeout_s);
        message.state = if timeout_s == 0 { State::Visible(now) } else { State::InFlight(visible_at) };
        let message = message.clone();
        let (queue, receive_count) = (message.queue, message.receive_count);
        let id = id(serial);
        self.note(EventKind::Received { queue, message: id, receive_count, visible_at, second_copy: false });
        if timeout_s == 0 {
            self.note(EventKind::Visible { queue, message: id, cause: VisibleCause::SetToZero });
        }
        let fifo = self.queues[queue.0 as usize].kind == QueueKind::Fifo;
        Delivery {
            message: id,
            handle: ReceiptHandle { queue, message: id, receive: receive_count },
            body: message.body,
            receive_count,
            sent_at: message.sent_at,
            first_received_at: message.first_received_at,
            visible_at,
            labels: (message.labels != Labels::default()).then(|| Arc::new(message.labels)),
            sequence: fifo.then_some(message.sequence),
            dead_letter_source: message.source,
        }
    }
}
