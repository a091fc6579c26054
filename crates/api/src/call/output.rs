//! The engine's replies as AWS's output structures.

mod filter;
mod message;
mod queue_attributes;
mod structure;

use serde_json::{Map, Value, json};
use sqs::{
    Delivery, Engine, MICROS_PER_MS, MoveTaskStatus, MoveTaskView, QueueId, Refusal, Reply, Sent, Time,
};

use super::digests::KeptDigests;
use super::letter::{Digests, Letter};
use super::{Action, Handled, Pending, Wanted};
use crate::error::AwsError;
use crate::ids;
use crate::model::Operation;
use crate::refusal::{Context, describe, describe_entry};
use crate::render;

pub(super) use filter::Filter;
use structure::{Structure, Text};

/// The output as the text of AWS JSON, empty if the action has none. What is asked for most is written without
/// a detour.
pub(super) fn json(pending: &Pending, reply: Reply, engine: &Engine, kept: &mut KeptDigests) -> Vec<u8> {
    if Operation::Queue(pending.action).signature().output.is_none() {
        return Vec::new();
    }
    let mut bytes = Vec::with_capacity(render::ROOM_BYTES);
    match (reply, &pending.wanted) {
        (Reply::Sent(sent), Wanted::Sent(letter)) => {
            let digests = letter.digests();
            // To a message that was sent before, a FIFO queue answers with the first one's id.
            if sent.sequence.is_none() {
                kept.keep(sent.message, digests.body);
            }
            Text::append(&mut bytes, |output| put_sent(output, pending, &digests, sent));
        }
        (Reply::Received(deliveries), Wanted::Messages(filter)) if !deliveries.is_empty() => {
            let account = owner(pending, engine);
            bytes.extend_from_slice(br#"{"Messages":"#);
            for (n, delivery) in deliveries.into_iter().enumerate() {
                bytes.push(if n == 0 { b'[' } else { b',' });
                Text::append(&mut bytes, |output| {
                    message::put(output, pending.ids, engine, filter, account, kept, delivery);
                });
            }
            bytes.extend_from_slice(b"]}");
        }
        (reply, _) => return render::json_bytes(&output(pending, reply, engine)),
    }
    bytes
}

pub(super) fn output(pending: &Pending, reply: Reply, engine: &Engine) -> Value {
    match (reply, &pending.wanted) {
        (Reply::Queue(queue), _) => json!({ "QueueUrl": url(pending, engine, queue) }),
        (Reply::Queues { queues, next }, Wanted::Page(list)) => {
            let key = match pending.action {
                Action::ListDeadLetterSourceQueues => "queueUrls",
                _ => "QueueUrls",
            };
            let urls: Vec<String> = queues.into_iter().map(|queue| url(pending, engine, queue)).collect();
            let mut output = Map::new();
            // The list of sources is always there, that of queues only if it has one.
            if !urls.is_empty() || pending.action == Action::ListDeadLetterSourceQueues {
                output.insert(key.to_owned(), urls.into());
            }
            put_some(&mut output, "NextToken", next.map(|after| pending.ids.page_token(list, &after)));
            output.into()
        }
        (Reply::Sent(sent), Wanted::Sent(letter)) => sent_output(pending, letter, sent).into(),
        (Reply::SentBatch(entries), Wanted::SentBatch(letters)) => {
            let results = entries.into_iter().zip(letters).map(|((id, result), letter)| {
                let result = match &letter.fault {
                    Some(fault) => Err(fault.clone()),
                    None => result.map_err(|refusal| {
                        describe_entry(&refusal, &letter.context(pending.context(engine)))
                    }),
                };
                (id, result.map(|sent| sent_output(pending, letter, sent)))
            });
            batch_output(results)
        }
        (Reply::DoneBatch(entries), Wanted::Handled(handled)) => {
            let results = entries.into_iter().zip(handled).map(|((id, result), handled)| {
                (id, entry_result(pending, engine, result, handled).map(|()| Map::new()))
            });
            batch_output(results)
        }
        (Reply::Received(deliveries), Wanted::Messages(filter)) => {
            messages(pending, engine, filter, deliveries)
        }
        (Reply::MoveTask(task), _) => {
            let source = pending.queue.map(|queue| arn(engine, queue)).unwrap_or_default();
            json!({ "TaskHandle": pending.ids.task_handle(task, &source) })
        }
        (Reply::MoveTasks(tasks), _) => {
            let tasks: Vec<Value> = tasks.iter().map(|task| move_task(pending, engine, task)).collect();
            if tasks.is_empty() { json!({}) } else { json!({ "Results": tasks }) }
        }
        (Reply::Moved(count), _) => json!({ "ApproximateNumberOfMessagesMoved": count }),
        (Reply::Done, Wanted::Attributes(names)) => {
            let view = pending.queue.and_then(|queue| engine.queue(queue));
            let attributes = view.map(|view| queue_attributes::shown(engine, &view, names));
            non_empty("Attributes", attributes.unwrap_or_default())
        }
        (Reply::Done, Wanted::Tags) => {
            let view = pending.queue.and_then(|queue| engine.queue(queue));
            let tags = view.map(|view| view.tags.as_slice()).unwrap_or_default();
            let tags = tags.iter().map(|(key, value)| (key.to_string(), (&**value).into()));
            non_empty("Tags", tags.collect())
        }
        // A parked receive has no answer yet, and no other reply has anything to say.
        (
            Reply::Done
            | Reply::Parked(_)
            | Reply::Queues { .. }
            | Reply::Sent(_)
            | Reply::SentBatch(_)
            | Reply::DoneBatch(_)
            | Reply::Received(_),
            _,
        ) => Value::Null,
    }
}

fn entry_result(
    pending: &Pending,
    engine: &Engine,
    result: Result<(), Refusal>,
    handled: &Handled,
) -> Result<(), AwsError> {
    let receipt_handle = Some(handled.receipt_handle.as_str());
    match &handled.fault {
        Some(fault) => Err(fault.clone()),
        None => result.map_err(|refusal| {
            describe_entry(&refusal, &Context { receipt_handle, ..pending.context(engine) })
        }),
    }
}

fn sent_output(pending: &Pending, letter: &Letter, sent: Sent) -> Map<String, Value> {
    let mut output = Map::new();
    put_sent(&mut output, pending, &letter.digests(), sent);
    output
}

fn put_sent(output: &mut impl Structure, pending: &Pending, digests: &Digests, sent: Sent) {
    if let Some(digest) = &digests.attributes {
        output.put_plain("MD5OfMessageAttributes", digest);
    }
    output.put_plain("MD5OfMessageBody", &digests.body);
    if let Some(digest) = &digests.system_attributes {
        output.put_plain("MD5OfMessageSystemAttributes", digest);
    }
    output.put_plain("MessageId", &pending.ids.message(sent.message));
    if let Some(sequence) = sent.sequence {
        output.put_plain("SequenceNumber", &ids::sequence_number(sequence));
    }
}

/// `Successful` and `Failed`, each only if it has an entry (sqs-facts §1.1).
fn batch_output(
    results: impl Iterator<Item = (std::sync::Arc<str>, Result<Map<String, Value>, AwsError>)>,
) -> Value {
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for (id, result) in results {
        match result {
            Ok(mut entry) => {
                entry.insert("Id".to_owned(), (&*id).into());
                successful.push(Value::Object(entry));
            }
            Err(error) => failed.push(json!({
                "Id": &*id,
                "SenderFault": error.sender_fault,
                "Code": error.code,
                "Message": error.message,
            })),
        }
    }
    let lists = [("Successful", successful), ("Failed", failed)];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    Value::Object(lists.map(|(name, list)| (name.to_owned(), list.into())).collect())
}

fn messages(pending: &Pending, engine: &Engine, filter: &Filter, deliveries: Vec<Delivery>) -> Value {
    let account = owner(pending, engine);
    let shown = |delivery| {
        let mut message = Map::new();
        message::put(&mut message, pending.ids, engine, filter, account, &KeptDigests::default(), delivery);
        message.into()
    };
    let messages: Vec<Value> = deliveries.into_iter().map(shown).collect();
    if messages.is_empty() { json!({}) } else { with("Messages", messages) }
}

/// The account of the queue's owner, whose root sent what has no sender.
fn owner(pending: &Pending, engine: &Engine) -> u64 {
    let owner = pending.queue.and_then(|queue| engine.name_of(queue)).map(|(account, _)| account);
    owner.unwrap_or(pending.account)
}

fn move_task(pending: &Pending, engine: &Engine, task: &MoveTaskView) -> Value {
    let source_arn = arn(engine, task.source);
    let running = task.status == MoveTaskStatus::Running;
    let status = match task.status {
        MoveTaskStatus::Running => "RUNNING",
        MoveTaskStatus::Completed => "COMPLETED",
        MoveTaskStatus::Cancelling => "CANCELLING",
        MoveTaskStatus::Cancelled => "CANCELLED",
        MoveTaskStatus::Failed => "FAILED",
    };
    let failure = task.failure.as_ref().map(|refusal| describe(refusal, &Context::default()).code.to_owned());
    let mut output = Map::new();
    output.insert("ApproximateNumberOfMessagesMoved".to_owned(), task.moved.into());
    output.insert("ApproximateNumberOfMessagesToMove".to_owned(), task.to_move.into());
    put_some(&mut output, "DestinationArn", task.destination.map(|queue| arn(engine, queue)));
    put_some(&mut output, "FailureReason", failure);
    if let Some(per_second) = task.per_second {
        output.insert("MaxNumberOfMessagesPerSecond".to_owned(), per_second.into());
    }
    put_some(&mut output, "TaskHandle", running.then(|| pending.ids.task_handle(task.id, &source_arn)));
    put_some(&mut output, "SourceArn", Some(source_arn));
    output.insert("StartedTimestamp".to_owned(), epoch_ms(engine, task.started_at).into());
    put_some(&mut output, "Status", Some(status.to_owned()));
    output.into()
}

fn put_some(output: &mut Map<String, Value>, name: &str, value: Option<String>) {
    if let Some(value) = value {
        output.insert(name.to_owned(), value.into());
    }
}

fn non_empty(name: &str, map: Map<String, Value>) -> Value {
    if map.is_empty() { json!({}) } else { with(name, map) }
}

/// A structure with one member. The macro for it would copy the value.
fn with(name: &str, value: impl Into<Value>) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value.into())]))
}

fn url(pending: &Pending, engine: &Engine, queue: QueueId) -> String {
    let (account, name) = engine.name_of(queue).unwrap_or_default();
    format!("{}/{account:012}/{name}", pending.base)
}

/// The ARN of a queue that exists or once did.
pub(super) fn arn(engine: &Engine, queue: QueueId) -> String {
    let (account, name) = engine.name_of(queue).unwrap_or_default();
    format!("{}{account:012}:{name}", engine.region().arn_prefix)
}

/// Milliseconds since 1970, floored.
fn epoch_ms(engine: &Engine, at: Time) -> u64 {
    engine.region().epoch_us.saturating_add(at) / MICROS_PER_MS
}
