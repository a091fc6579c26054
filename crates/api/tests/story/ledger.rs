//! What a story knows of its messages, and what must be true of every answer, whatever a line expects.

use std::collections::BTreeMap;

use sqs::{Body, DeduplicationId, Delivery, MessageAttribute, MessageId, QueueId, ReceiptHandle, Time};

use super::outcome::Item;
use super::verb::Letter;
use super::{attribute, duration};

/// The messages of a story by name.
#[derive(Default)]
pub struct Ledger {
    known: Vec<Known>,
    by_name: BTreeMap<String, usize>,
    by_serial: BTreeMap<u64, usize>,
    last_sequence: BTreeMap<(QueueId, String), u64>,
}

#[derive(Clone)]
struct Known {
    name: String,
    id: MessageId,
    sent_to: QueueId,
    body: Vec<u8>,
    group: Option<String>,
    attributes: Vec<MessageAttribute>,
    trace_header: Option<String>,
    sent_at: Time,
    sequence: Option<u64>,
    first_received_at: Option<Time>,
    receive_count: u32,
    handles: Vec<ReceiptHandle>,
}

/// A send, as the story made it.
pub struct Posted<'a> {
    /// Where to.
    pub queue: QueueId,
    /// What.
    pub letter: &'a Letter,
    /// When.
    pub at: Time,
}

impl Ledger {
    /// Notes an accepted send and gives the message's name: the known one if the engine answered with a known
    /// message (a duplicate), else `wanted` if it is free.
    ///
    /// # Errors
    /// If the answer breaks a promise: sequence numbers grow within a group, a duplicate gets the original's.
    pub fn sent(
        &mut self,
        id: MessageId,
        sequence: Option<u64>,
        posted: &Posted<'_>,
        wanted: Option<&str>,
    ) -> Result<String, String> {
        if let Some(known) = self.by_serial.get(&id.serial).map(|at| &self.known[*at]) {
            if known.sequence != sequence {
                return Err(format!("{} was sent again and got another sequence number", known.name));
            }
            return Ok(known.name.clone());
        }
        if let (Some(sequence), Some(group)) = (sequence, posted.letter.group.as_deref()) {
            let last = self.last_sequence.insert((posted.queue, group.to_owned()), sequence);
            if last.is_some_and(|last| last >= sequence) {
                return Err(format!("the sequence numbers of group {group} do not grow"));
            }
        }
        let name = match wanted {
            Some(name) if !self.by_name.contains_key(name) => name.to_owned(),
            Some(_) | None => self.fresh_name(id),
        };
        let place = self.known.len();
        self.by_name.insert(name.clone(), place);
        self.by_serial.insert(id.serial, place);
        self.known.push(Known {
            name: name.clone(),
            id,
            sent_to: posted.queue,
            body: posted.letter.body.clone(),
            group: posted.letter.group.clone(),
            attributes: posted.letter.attributes.clone(),
            trace_header: posted.letter.trace_header.clone(),
            sent_at: posted.at,
            sequence,
            first_received_at: None,
            receive_count: 0,
            handles: Vec::new(),
        });
        Ok(name)
    }

    /// Notes that a move task put a message into another queue as a new one; its name gets a stroke, as `m1'`.
    ///
    /// # Errors
    /// If the story never sent such a message.
    pub fn sent_anew(
        &mut self,
        message: MessageId,
        replacement: MessageId,
        queue: QueueId,
        at: Time,
    ) -> Result<(), String> {
        let place = self.place(message).ok_or_else(|| format!("{message:?} was redriven and never sent"))?;
        let known = Known {
            name: format!("{}'", self.known[place].name),
            id: replacement,
            sent_to: queue,
            sent_at: at,
            first_received_at: None,
            receive_count: 0,
            handles: Vec::new(),
            ..self.known[place].clone()
        };
        self.by_name.insert(known.name.clone(), self.known.len());
        if self.by_serial.insert(replacement.serial, self.known.len()).is_some() {
            return Err(format!("{replacement:?} is not a new message"));
        }
        self.known.push(known);
        Ok(())
    }

    fn fresh_name(&self, id: MessageId) -> String {
        let name = format!("m{}", id.serial);
        if self.by_name.contains_key(&name) { format!("unnamed{}", id.serial) } else { name }
    }

    /// Notes a hand-out at `at` and tells about it.
    ///
    /// # Errors
    /// If the delivery breaks a promise that holds for all of them.
    pub fn handed_out(
        &mut self,
        queue: QueueId,
        delivery: &Delivery,
        at: Time,
        retried: bool,
    ) -> Result<Item, String> {
        let Some(place) = self.by_serial.get(&delivery.message.serial) else {
            return Err(format!("message {:?} was handed out and never sent", delivery.message));
        };
        let known = &mut self.known[*place];
        // A retried receive takes the lost answer's place: the same handle, the same count.
        let again = retried && known.handles.last() == Some(&delivery.handle);
        if again && known.receive_count == delivery.receive_count {
            known.handles.pop();
            known.receive_count -= 1;
        }
        let broken = broken_promise(known, queue, delivery, at);
        known.first_received_at.get_or_insert(at);
        known.receive_count = delivery.receive_count;
        known.handles.push(delivery.handle);
        match broken {
            Some(promise) => Err(format!("{}: {promise}", known.name)),
            None => Ok(item(&known.name, delivery)),
        }
    }

    /// The handle behind `m1` (the latest), `m1#1` (the first) or `forged:m1` (one that nobody gave out).
    ///
    /// # Errors
    /// If the story never got such a handle.
    pub fn handle(&self, word: &str) -> Result<ReceiptHandle, String> {
        if let Some(name) = word.strip_prefix("forged:") {
            let known = self.known(name)?;
            let receive = u32::MAX;
            return Ok(ReceiptHandle { queue: known.sent_to, message: known.id, receive });
        }
        let (name, number) = match word.split_once('#') {
            Some((name, number)) => (name, Some(number)),
            None => (word, None),
        };
        let handles = &self.known(name)?.handles;
        let handle = match number {
            None => handles.last(),
            Some(number) => {
                let number: usize = number.parse().map_err(|_| format!("{word} names no receive"))?;
                number.checked_sub(1).and_then(|at| handles.get(at))
            }
        };
        handle.copied().ok_or_else(|| format!("{name} was received {} times so far", handles.len()))
    }

    /// The message of this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn id(&self, name: &str) -> Result<MessageId, String> {
        self.known(name).map(|known| known.id)
    }

    /// Where the message stands in the order of sends.
    pub fn place(&self, id: MessageId) -> Option<usize> {
        self.by_serial.get(&id.serial).copied()
    }

    fn known(&self, name: &str) -> Result<&Known, String> {
        self.by_name
            .get(name)
            .map(|at| &self.known[*at])
            .ok_or_else(|| format!("no message is called {name}"))
    }
}

fn broken_promise(known: &Known, queue: QueueId, delivery: &Delivery, at: Time) -> Option<String> {
    let body = match &delivery.body {
        Body::Bytes(bytes) => &**bytes,
        Body::Simulated { .. } => &[],
    };
    let first = known.first_received_at.unwrap_or(at);
    if delivery.message != known.id {
        Some(format!("its id changed from {:?} to {:?}", known.id, delivery.message))
    } else if body != known.body {
        Some("another body than the one that was sent".to_owned())
    } else if delivery.group().map(|group| &**group) != known.group.as_deref() {
        Some(format!("group {:?} became {:?}", known.group, delivery.group()))
    } else if delivery.labels.as_ref().and_then(|labels| labels.attributes.as_deref()).unwrap_or_default()
        != known.attributes
    {
        Some("other attributes than those that were sent".to_owned())
    } else if trace_header(delivery) != known.trace_header.as_deref() {
        Some("another trace header than the one that was sent".to_owned())
    } else if delivery.handle.message != known.id || delivery.handle.queue != queue {
        Some(format!("{:?} is not a handle of this message and queue", delivery.handle))
    } else if known.handles.contains(&delivery.handle) {
        Some("the same receipt handle a second time".to_owned())
    } else if delivery.receive_count <= known.receive_count {
        Some(format!("receive count {} after {}", delivery.receive_count, known.receive_count))
    } else if known.sequence.is_none() && delivery.sent_at != known.sent_at {
        Some(format!("sent at {}, not {}", duration::show(delivery.sent_at), duration::show(known.sent_at)))
    } else if delivery.first_received_at != first {
        let actual = duration::show(delivery.first_received_at);
        Some(format!("first received at {actual}, not {}", duration::show(first)))
    } else {
        None
    }
}

fn item(name: &str, delivery: &Delivery) -> Item {
    let body = match &delivery.body {
        Body::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Body::Simulated { len_bytes, .. } => format!("{len_bytes} bytes"),
    };
    let deduplication_id = match delivery.deduplication_id() {
        None => "-".to_owned(),
        Some(DeduplicationId::Text(text)) => text.to_string(),
        Some(DeduplicationId::OfMessage(serial)) => serial.to_string(),
    };
    Item {
        name: Some(name.to_owned()),
        facts: vec![
            ("count", delivery.receive_count.to_string()),
            ("body", body),
            ("group", delivery.group().map_or_else(|| "-".to_owned(), |group| group.to_string())),
            ("dedup", deduplication_id),
            ("sequence", if delivery.sequence.is_some() { "yes" } else { "no" }.to_owned()),
            ("sent", duration::show(delivery.sent_at)),
            ("first-received", duration::show(delivery.first_received_at)),
            ("visible-at", duration::show(delivery.visible_at)),
            (
                "attributes",
                attribute::show_all(delivery.labels.as_ref().and_then(|it| it.attributes.as_ref())),
            ),
            ("trace", trace_header(delivery).unwrap_or("-").to_owned()),
        ],
    }
}

fn trace_header(delivery: &Delivery) -> Option<&str> {
    delivery.labels.as_deref()?.trace_header.as_deref()
}
