//! What AWS would bill (sqs-facts §11).

use sqs::*;

use crate::driver::STRANGER;

/// A request is billed for each part of so many bytes.
const BILLED_BYTES: u64 = 65_536;

/// The requests that the engine has counted.
pub fn billed(engine: &Engine) -> u64 {
    let all = (0..).map(QueueId).map_while(|queue| engine.requests(queue));
    let accounts = [Caller::OWNER_ACCOUNT, STRANGER];
    all.map(|requests| requests.total()).sum::<u64>()
        + accounts.map(|account| engine.requests_without_queue(account)).iter().sum::<u64>()
}

/// The requests of a call, answered or refused.
pub fn of_call(command: &Command, reply: &Result<Reply, Refusal>) -> u64 {
    if command.action().is_none() {
        return 0;
    }
    let sent_bytes = match command {
        Command::SendMessage { entry, .. } => sent(entry),
        Command::SendMessageBatch { entries, .. } => entries.iter().map(|(_, entry)| sent(entry)).sum(),
        _ => 0,
    };
    let returned_bytes = match reply {
        Ok(Reply::Received(deliveries)) => delivered(deliveries),
        Ok(_) | Err(_) => 0,
    };
    parts(sent_bytes + returned_bytes)
}

fn parts(bytes: u64) -> u64 {
    bytes.max(1).div_ceil(BILLED_BYTES)
}

/// Size of a message, body and attributes.
pub fn sent(entry: &SendEntry) -> u64 {
    entry.body.len_bytes() + attributes(entry.attributes.as_deref())
}

fn delivered(deliveries: &[Delivery]) -> u64 {
    let bytes = |delivery: &Delivery| {
        let labels = delivery.labels.as_ref().and_then(|labels| labels.attributes.as_deref());
        delivery.body.len_bytes() + attributes(labels)
    };
    deliveries.iter().map(bytes).sum()
}

fn attributes(attributes: Option<&[MessageAttribute]>) -> u64 {
    let bytes = |attribute: &MessageAttribute| {
        let value = match &attribute.value {
            AttributeValue::Text(text) => text.len(),
            AttributeValue::Binary(bytes) => bytes.len(),
            AttributeValue::List | AttributeValue::Missing => 0,
        };
        attribute.name.len() + attribute.data_type.len() + value
    };
    attributes.into_iter().flatten().map(bytes).sum::<usize>() as u64
}

/// What an event costs beyond the calls: a waiting receive's answer, and the calls of a move task.
pub fn of_event(
    answered: &[(Ticket, Result<Vec<Delivery>, Refusal>)],
    kind: &EventKind,
    bytes_of: impl Fn(MessageId) -> u64,
) -> u64 {
    match kind {
        EventKind::PollAnswered { ticket, .. } => {
            let answer = answered.iter().find(|(answered, _)| answered == ticket);
            let deliveries = answer.and_then(|(_, answer)| answer.as_ref().ok());
            parts(deliveries.map_or(0, |deliveries| delivered(deliveries))) - 1
        }
        EventKind::Redriven { message, .. } => 2 * parts(bytes_of(*message)) + 1,
        _ => 0,
    }
}
