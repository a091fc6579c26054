//! The calls, as the facts tell them.

use super::*;

impl Model {
    pub fn apply(&mut self, now: Time, command: Command) -> Result<Reply, Refusal> {
        self.advance(now);
        let reply = self.call(command);
        self.serve();
        reply
    }

    fn call(&mut self, command: Command) -> Result<Reply, Refusal> {
        match command {
            Command::CreateQueue { name, kind, attributes, storage, .. } => {
                self.create(name, kind, &attributes, storage)
            }
            Command::DeleteQueue { queue } => self.delete_queue(queue),
            Command::SetQueueAttributes { queue, changes } => self.set_attributes(queue, &changes),
            Command::PurgeQueue { queue } => self.purge(queue),
            Command::SendMessage { queue, entry } => self.send(queue, entry),
            Command::ReceiveMessage { queue, max_messages, visibility_timeout_s, wait_s, .. } => {
                self.receive(queue, max_messages.unwrap_or(1), visibility_timeout_s, wait_s)
            }
            Command::DeleteMessage { queue, handle } => self.delete(queue, handle),
            Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s } => {
                self.change(queue, handle, visibility_timeout_s)
            }
            Command::Abandon { ticket } => {
                let place = self.waiting.iter().position(|poll| poll.ticket == ticket);
                let queue = self.waiting.remove(place.ok_or(Refusal::UnknownTicket)?).queue;
                self.note(EventKind::PollAbandoned { queue, ticket });
                Ok(Reply::Done)
            }
            other => panic!("the driver does not make {other:?}"),
        }
    }

    /// The driver creates only valid queues of new names or equal ones.
    fn create(
        &mut self,
        name: Arc<str>,
        kind: QueueKind,
        sent: &AttributeChanges,
        storage: Storage,
    ) -> Result<Reply, Refusal> {
        let now = self.now;
        let same_name = |queue: &&ModelQueue| queue.name == name;
        if let Some(place) =
            self.queues.iter().position(|queue| same_name(&queue) && queue.deleted_at.is_none())
        {
            return Ok(Reply::Queue(QueueId(place as u32)));
        }
        let deletions = self.queues.iter().filter(same_name).filter_map(|queue| queue.deleted_at);
        if deletions.max().is_some_and(|at| now < at + seconds(60)) {
            return Err(Refusal::QueueDeletedRecently);
        }
        let queue = QueueId(self.queues.len() as u32);
        // A redrive policy names its target by name.
        let names: Vec<Arc<str>> = self.queues.iter().map(|queue| queue.name.clone()).collect();
        for redrive in self.queues.iter_mut().filter_map(|queue| queue.attributes.redrive.as_mut()) {
            if names[redrive.dead_letter_target.0 as usize] == name {
                redrive.dead_letter_target = queue;
            }
        }
        let usual = QueueAttributes::default();
        let attributes = QueueAttributes {
            delay_s: sent.delay_s.unwrap_or(usual.delay_s),
            retention_s: sent.retention_s.unwrap_or(usual.retention_s),
            receive_wait_s: sent.receive_wait_s.unwrap_or(usual.receive_wait_s),
            visibility_timeout_s: sent.visibility_timeout_s.unwrap_or(usual.visibility_timeout_s),
            redrive: sent.redrive.flatten(),
            deduplication_scope: sent.deduplication_scope.unwrap_or(usual.deduplication_scope),
            ..usual
        };
        self.queues.push(ModelQueue {
            name,
            kind,
            scope: attributes.deduplication_scope,
            attributes,
            storage,
            deleted_at: None,
            purged_at: None,
            last_sequence: 0,
            remembered: Vec::new(),
            has_tenants: false,
        });
        self.note(EventKind::QueueCreated { queue });
        Ok(Reply::Queue(queue))
    }

    fn delete_queue(&mut self, queue: QueueId) -> Result<Reply, Refusal> {
        self.alive(queue)?;
        self.queues[queue.0 as usize].deleted_at = Some(self.now);
        self.messages.retain(|message| message.queue != queue);
        self.note(EventKind::QueueDeleted { queue });
        let (gone, kept) = std::mem::take(&mut self.waiting).into_iter().partition(|p| p.queue == queue);
        self.waiting = kept;
        let gone: Vec<Waiting> = gone;
        for poll in gone {
            self.note(EventKind::PollAnswered { queue, ticket: poll.ticket, messages: 0 });
            self.answers.push((poll.ticket, Err(Refusal::QueueDoesNotExist)));
        }
        Ok(Reply::Done)
    }

    fn purge(&mut self, queue: QueueId) -> Result<Reply, Refusal> {
        if self.alive(queue)?.purged_at.is_some_and(|at| self.now < at + seconds(60)) {
            return Err(Refusal::PurgeQueueInProgress);
        }
        self.queues[queue.0 as usize].purged_at = Some(self.now);
        self.queues[queue.0 as usize].remembered.clear();
        self.queues[queue.0 as usize].has_tenants = false;
        self.spells.retain(|spell| spell.queue != queue);
        self.messages.retain(|message| message.queue != queue);
        self.note(EventKind::QueuePurged { queue });
        Ok(Reply::Done)
    }

    /// The driver changes retention, delay, timeout and redrive only, to valid values.
    fn set_attributes(&mut self, queue: QueueId, changes: &AttributeChanges) -> Result<Reply, Refusal> {
        let kind = self.alive(queue)?.kind;
        if let Some(Some(redrive)) = changes.redrive {
            let target = self.alive(redrive.dead_letter_target);
            if target.map_err(|_| Refusal::DeadLetterTargetDoesNotExist)?.kind != kind {
                return Err(Refusal::DeadLetterTargetOfOtherKind);
            }
        }
        let attributes = &mut self.queues[queue.0 as usize].attributes;
        let old_delay_s = attributes.delay_s;
        attributes.retention_s = changes.retention_s.unwrap_or(attributes.retention_s);
        attributes.delay_s = changes.delay_s.unwrap_or(attributes.delay_s);
        attributes.visibility_timeout_s =
            changes.visibility_timeout_s.unwrap_or(attributes.visibility_timeout_s);
        attributes.redrive = changes.redrive.unwrap_or(attributes.redrive);
        let delay_s = attributes.delay_s;
        self.expire(queue);
        if kind == QueueKind::Fifo && delay_s != old_delay_s {
            let serials: Vec<u64> = self.of_queue(queue).iter().map(|message| message.serial).collect();
            for serial in serials {
                self.delay_again(serial, delay_s);
            }
        }
        Ok(Reply::Done)
    }

    fn delay_again(&mut self, serial: u64, delay_s: u32) {
        let now = self.now;
        let Some(message) = self.find(serial) else { return };
        let until = message.sent_at + seconds(delay_s);
        if message.receive_count > 0 || message.source.is_some() {
            return;
        }
        if until > now {
            message.state = State::Delayed(until);
        } else if matches!(message.state, State::Delayed(_)) {
            self.show(serial, VisibleCause::DelayEnded);
        }
    }

    fn send(&mut self, queue: QueueId, entry: SendEntry) -> Result<Reply, Refusal> {
        let SendEntry { body, delay_s, group, deduplication_id, .. } = entry;
        let target = self.alive(queue)?;
        let fifo = target.kind == QueueKind::Fifo;
        let scope = target.scope;
        let delay_s = delay_s.filter(|_| !fifo).map_or(target.attributes.delay_s, |delay_s| delay_s as u32);
        if fifo {
            let (group, name) = (group.clone().expect("driver"), deduplication_id.clone().expect("driver"));
            let known = target.remembered.iter().find(|known| {
                self.now < known.at + seconds(300)
                    && known.id == name
                    && (scope == DeduplicationScope::Queue || known.group == group)
            });
            if let Some(Remembered { message, sequence, .. }) = known.cloned() {
                self.note(EventKind::Deduplicated { queue, original: message });
                return Ok(Reply::Sent(Sent { message, sequence: Some(sequence) }));
            }
        }
        let now = self.now;
        self.last_serial += 1;
        let message = id(self.last_serial);
        let target = &mut self.queues[queue.0 as usize];
        target.last_sequence += 1;
        let sequence = target.last_sequence;
        if let (true, Some(group), Some(name)) = (fifo, group.clone(), deduplication_id.clone()) {
            target.remembered.push(Remembered { at: now, group, id: name, message, sequence });
        }
        target.has_tenants |= group.is_some();
        let visible_at = now + seconds(delay_s);
        self.messages.push(Stored {
            serial: message.serial,
            queue,
            sequence,
            sent_at: now,
            arrived_at: now,
            state: if delay_s > 0 { State::Delayed(visible_at) } else { State::Visible(now) },
            received_at: 0,
            first_received_at: 0,
            receive_count: 0,
            receives_here: 0,
            body,
            group,
            deduplication_id: deduplication_id.map(DeduplicationId::Text),
            source: None,
        });
        self.note(EventKind::Sent { queue, message, visible_at });
        Ok(Reply::Sent(Sent { message, sequence: fifo.then_some(sequence) }))
    }

    fn receive(
        &mut self,
        queue: QueueId,
        max_messages: i32,
        visibility_timeout_s: Option<i32>,
        wait_s: Option<i32>,
    ) -> Result<Reply, Refusal> {
        let max_messages = max_messages as u32;
        let visibility_timeout_s = visibility_timeout_s.map(|timeout_s| timeout_s as u32);
        let wait_s = wait_s.map(|wait_s| wait_s as u32);
        let target = self.alive(queue)?;
        let wait_s = wait_s.unwrap_or(target.attributes.receive_wait_s);
        let full = self.counts(queue).in_flight >= u64::from(target.storage.in_flight_max);
        let standard = target.kind == QueueKind::Standard;
        if full && standard && wait_s == 0 {
            return Err(Refusal::OverLimit);
        }
        let (deliveries, moved) = self.take(queue, max_messages, visibility_timeout_s);
        let reply = if !deliveries.is_empty() {
            Reply::Received(deliveries)
        } else if wait_s == 0 {
            self.note(EventKind::EmptyReceive { queue, false_empty: false });
            Reply::Received(deliveries)
        } else {
            self.last_ticket += 1;
            let ticket = Ticket(self.last_ticket);
            let until = self.now + seconds(wait_s);
            self.waiting.push(Waiting { ticket, queue, max_messages, visibility_timeout_s, until });
            self.note(EventKind::PollParked { queue, ticket });
            Reply::Parked(ticket)
        };
        self.bury(moved);
        Ok(reply)
    }

    /// The message of a handle; none if it is gone from this queue.
    fn holder(&mut self, queue: QueueId, handle: ReceiptHandle) -> Result<Option<Stored>, Refusal> {
        self.alive(queue)?;
        if handle.queue != queue {
            return Err(Refusal::ReceiptHandleOfAnotherQueue);
        }
        Ok(self.find(handle.message.serial).filter(|message| message.queue == queue).cloned())
    }

    fn is_current(message: &Stored, handle: ReceiptHandle) -> bool {
        matches!(message.state, State::InFlight(_)) && message.receive_count == handle.receive
    }

    fn delete(&mut self, queue: QueueId, handle: ReceiptHandle) -> Result<Reply, Refusal> {
        let message = id(handle.message.serial);
        let Some(stored) = self.holder(queue, handle)? else {
            self.note(EventKind::DeletedAgain { queue, message });
            return Ok(Reply::Done);
        };
        let stale_handle = !Self::is_current(&stored, handle);
        if stale_handle && self.alive(queue)?.kind == QueueKind::Fifo {
            return Err(Refusal::ReceiptHandleExpired);
        }
        self.remove(stored.serial);
        self.note(EventKind::Deleted { queue, message, stale_handle });
        Ok(Reply::Done)
    }

    fn change(&mut self, queue: QueueId, handle: ReceiptHandle, timeout_s: i32) -> Result<Reply, Refusal> {
        let now = self.now;
        let stored = self.holder(queue, handle)?.ok_or(Refusal::NotAvailableForVisibilityChange)?;
        if self.alive(queue)?.kind == QueueKind::Fifo && !Self::is_current(&stored, handle) {
            return Err(Refusal::NotAvailableForVisibilityChange);
        }
        if !matches!(stored.state, State::InFlight(_)) {
            return Ok(Reply::Done);
        }
        if now - stored.received_at + seconds(timeout_s as u32) > seconds(43_200) {
            return Err(Refusal::VisibilityBeyondLimit(timeout_s));
        }
        if timeout_s == 0 {
            self.show(stored.serial, VisibleCause::SetToZero);
        } else {
            let visible_at = now + seconds(timeout_s as u32);
            self.find(stored.serial).expect("found above").state = State::InFlight(visible_at);
            self.note(EventKind::VisibilityChanged { queue, message: id(stored.serial), visible_at });
        }
        Ok(Reply::Done)
    }
}
