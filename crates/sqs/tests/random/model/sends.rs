//! What a send is refused for, and what is stored of it (sqs-facts §1.8 to §1.10, §3.4).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::access::is_name;
use super::*;
use crate::paths::took;

impl Model {
    pub fn send_one(&mut self, queue: QueueId, entry: SendEntry, caller: &Caller) -> Result<Sent, Refusal> {
        let target = self.alive(queue)?;
        check_entry(&entry, target)?;
        let by_content = target.in_effect.content_based_deduplication;
        if target.kind == QueueKind::Fifo && !by_content && entry.deduplication_id.is_none() {
            return Err(Refusal::MissingDeduplicationId);
        }
        self.meter_sends(queue, std::slice::from_ref(&entry.group))?;
        self.send(queue, entry, caller)
    }

    fn send(&mut self, queue: QueueId, entry: SendEntry, caller: &Caller) -> Result<Sent, Refusal> {
        let target = self.alive(queue)?;
        let fifo = target.kind == QueueKind::Fifo;
        let live = target.storage.scope_changes_live;
        let scope = if live { target.in_effect.deduplication_scope } else { target.scope };
        let scope_changed = target.in_effect.deduplication_scope != target.scope;
        check_entry(&entry, target)?;
        let delay_s = entry.delay_s.filter(|_| !fifo).map_or(target.in_effect.delay_s, |s| s as u32);
        let by_content = target.in_effect.content_based_deduplication;
        let name = match &entry.deduplication_id {
            Some(name) => Some(name.clone()),
            None if !fifo => None,
            None if by_content => Some(content_id(&entry.body)),
            None => return Err(Refusal::MissingDeduplicationId),
        };
        if let (true, Some(name), Some(group)) = (fifo, &name, &entry.group) {
            if scope_changed {
                took(if live {
                    "a send under a changed scope that is followed"
                } else {
                    "a send under a changed scope that is not followed"
                });
            }
            let known = target.remembered.iter().find(|known| {
                self.now < known.at + seconds(300)
                    && known.scope == scope
                    && known.id == *name
                    && (scope == DeduplicationScope::Queue || known.group == *group)
            });
            if let Some(Remembered { message, sequence, .. }) = known.cloned() {
                if scope_changed {
                    took("a send is a duplicate in a scope that was changed");
                }
                self.note(EventKind::Deduplicated { queue, original: message });
                return Ok(Sent { message, sequence: Some(sequence) });
            }
        }
        let abroad = caller.account != target.account;
        let labels = Labels {
            group: entry.group,
            deduplication_id: name.clone().map(DeduplicationId::Text),
            attributes: entry.attributes.filter(|attributes| !attributes.is_empty()),
            trace_header: entry.trace_header,
            sender: abroad.then(|| format!("arn:aws:iam::{:012}:root", caller.account).into()),
        };
        let (group, now) = (labels.group.clone(), self.now);
        let message = self.store(queue, entry.body, labels, delay_s);
        let visible_at = now + seconds(delay_s);
        let target = self.queue_mut(queue);
        let sequence = target.last_sequence;
        if let (true, Some(group), Some(id)) = (fifo, group, name) {
            target.remembered.push(Remembered { at: now, scope, group, id, message, sequence });
        }
        self.note(EventKind::Sent { queue, message, visible_at });
        Ok(Sent { message, sequence: fifo.then_some(sequence) })
    }

    /// A new message comes into a queue as its last.
    pub fn store(&mut self, queue: QueueId, body: Body, labels: Labels, delay_s: u32) -> MessageId {
        let now = self.now;
        self.last_serial += 1;
        let serial = self.last_serial;
        let target = self.queue_mut(queue);
        target.last_sequence += 1;
        target.has_tenants |= target.storage.fair && labels.group.is_some();
        let sequence = target.last_sequence;
        let state = if delay_s > 0 { State::Delayed(now + seconds(delay_s)) } else { State::Visible(now) };
        self.messages.push(Stored {
            serial,
            queue,
            sequence,
            sent_at: now,
            arrived_at: now,
            state,
            received_at: 0,
            first_received_at: 0,
            receive_count: 0,
            receives_here: 0,
            touched: 0,
            body,
            labels,
            source: None,
        });
        id(serial)
    }

    pub fn send_batch(
        &mut self,
        queue: QueueId,
        entries: Vec<(Arc<str>, SendEntry)>,
        caller: &Caller,
    ) -> Result<Reply, Refusal> {
        let target = self.alive(queue)?;
        let (fifo, by_content) =
            (target.kind == QueueKind::Fifo, target.in_effect.content_based_deduplication);
        check_ids(Action::SendMessageBatch, entries.iter().map(|(id, _)| id.clone()).collect())?;
        let total: u64 = entries.iter().map(|(_, entry)| size(entry)).sum();
        if total > 1_048_576 {
            return Err(Refusal::BatchTooLong(total));
        }
        if fifo && entries.iter().any(|(_, entry)| entry.group.is_none()) {
            return Err(Refusal::MissingMessageGroupId);
        }
        if fifo && !by_content && entries.iter().any(|(_, entry)| entry.deduplication_id.is_none()) {
            return Err(Refusal::MissingDeduplicationId);
        }
        let groups: Vec<_> = entries.iter().map(|(_, entry)| entry.group.clone()).collect();
        self.meter_sends(queue, &groups)?;
        let one = |(id, entry)| (id, self.send(queue, entry, caller));
        Ok(Reply::SentBatch(entries.into_iter().map(one).collect()))
    }
}

pub fn check_ids(action: Action, ids: Vec<Arc<str>>) -> Result<(), Refusal> {
    if ids.is_empty() {
        return Err(Refusal::EmptyBatch(action));
    }
    if ids.len() > 10 {
        return Err(Refusal::TooManyEntries(ids.len() as u32));
    }
    if ids.iter().any(|id| !is_name(id)) {
        return Err(Refusal::InvalidEntryId);
    }
    let repeated = (0..ids.len()).find(|place| ids[..*place].contains(&ids[*place]));
    repeated.map_or(Ok(()), |place| Err(Refusal::EntryIdsNotDistinct(ids[place].clone())))
}

fn size(entry: &SendEntry) -> u64 {
    let attributes = entry.attributes.iter().flat_map(|attributes| attributes.iter());
    let of = |attribute: &MessageAttribute| {
        let value = match &attribute.value {
            AttributeValue::Text(text) => text.len(),
            AttributeValue::Binary(bytes) => bytes.len(),
            AttributeValue::List | AttributeValue::Missing => 0,
        };
        (attribute.name.len() + attribute.data_type.len() + value) as u64
    };
    entry.body.len_bytes() + attributes.map(of).sum::<u64>()
}

fn check_entry(entry: &SendEntry, target: &ModelQueue) -> Result<(), Refusal> {
    let fifo = target.kind == QueueKind::Fifo;
    let limit_bytes = target.in_effect.maximum_message_bytes;
    let control = |c: char| (c < ' ' && !"\t\r\n".contains(c)) || "\u{fffe}\u{ffff}".contains(c);
    if entry.body.len_bytes() == 0 {
        return Err(Refusal::MissingBody);
    }
    if size(entry) > u64::from(limit_bytes) {
        return Err(Refusal::MessageTooLong(limit_bytes));
    }
    if let Body::Bytes(bytes) = &entry.body
        && std::str::from_utf8(bytes).map_or(true, |text| text.contains(control))
    {
        return Err(Refusal::InvalidMessageContents);
    }
    check_attributes(entry.attributes.as_deref().unwrap_or_default())?;
    match entry.delay_s {
        Some(delay_s) if !(0..=900).contains(&delay_s) => return Err(Refusal::DelayOutOfRange(delay_s)),
        Some(delay_s) if fifo && delay_s > 0 => return Err(Refusal::DelayNotForFifo(delay_s)),
        Some(_) | None => {}
    }
    match &entry.group {
        None if fifo => return Err(Refusal::MissingMessageGroupId),
        Some(group) if !is_label(group) => return Err(Refusal::InvalidMessageGroupId),
        Some(_) | None => {}
    }
    match &entry.deduplication_id {
        Some(_) if !fifo => Err(Refusal::DeduplicationIdNotForStandard),
        Some(id) if !is_label(id) => Err(Refusal::InvalidDeduplicationId),
        Some(_) | None => Ok(()),
    }
}

pub fn is_label(text: &str) -> bool {
    !text.is_empty() && text.len() <= 128 && text.chars().all(|c| c.is_ascii_graphic())
}

/// As far as the driver's attributes go wrong.
fn check_attributes(attributes: &[MessageAttribute]) -> Result<(), Refusal> {
    if attributes.len() > 10 {
        return Err(Refusal::TooManyMessageAttributes(attributes.len() as u32));
    }
    let mut names = BTreeSet::new();
    for MessageAttribute { name, data_type, value } in attributes {
        let fault = |fault| Err(Refusal::InvalidMessageAttributeName(fault));
        if name.to_lowercase().starts_with("aws.") {
            return fault(NameFault::Reserved);
        }
        if name.contains(' ') {
            return fault(NameFault::Characters);
        }
        let base = data_type.split('.').next().unwrap_or("");
        if !["String", "Number", "Binary"].contains(&base) {
            return Err(Refusal::InvalidMessageAttributeType(name.clone()));
        }
        match value {
            AttributeValue::List => return Err(Refusal::MessageAttributeLists),
            AttributeValue::Text(text) if !text.is_empty() && base != "Binary" => {
                if base == "Number" && text.parse::<f64>().is_err() {
                    return Err(Refusal::MessageAttributeNotANumber(name.clone()));
                }
            }
            AttributeValue::Binary(bytes) if !bytes.is_empty() && base == "Binary" => {}
            AttributeValue::Text(_) | AttributeValue::Binary(_) | AttributeValue::Missing => {
                return Err(Refusal::EmptyMessageAttribute(name.clone(), data_type.clone()));
            }
        }
        if !names.insert(name) {
            return fault(NameFault::Repeated);
        }
    }
    Ok(())
}

/// SHA-256 of the body, and the engine's stand-in for a body that has no content.
fn content_id(body: &Body) -> Arc<str> {
    match body {
        Body::Bytes(bytes) => {
            Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
        }
        Body::Simulated { len_bytes, hash } => format!("simulated-{len_bytes}-{hash:016x}").into(),
    }
}
