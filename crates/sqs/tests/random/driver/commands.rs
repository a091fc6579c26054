//! The commands that random clients' deeds are.

use std::sync::Arc;

use sqs::*;

use super::ops::{Forgery, Ids, Letter, Op, Pick};
use super::settings::attribute_changes;
use super::{QUEUES, Run};

/// Of the stranger's account, and of others that may be meant.
const ACCOUNTS: [&str; 4] = ["210987654321", "123456789012", "999999999999", "12"];
const ACTIONS: [&str; 11] = [
    "*",
    "SendMessage",
    "ReceiveMessage",
    "DeleteMessage",
    "ChangeMessageVisibility",
    "GetQueueAttributes",
    "GetQueueUrl",
    "PurgeQueue",
    "ListDeadLetterSourceQueues",
    "SendMessageBatch",
    "DeleteQueue",
];
const ATTEMPTS: [&str; 3] = ["first", "second", "not an id"];
const LABELS: [&str; 4] = ["one", "two", "three", "not a label"];
const TAG_KEYS: [&str; 5] = ["team", "stage", "Stage", "", "aws:own"];

impl Run {
    /// None if the deed is about something that never was.
    pub fn command(&mut self, op: &Op) -> Option<Command> {
        let id = |queue: usize| self.ids[queue];
        let name = |queue: usize| Arc::from(QUEUES[queue]);
        Some(match op {
            Op::Create { queue } => self.create(*queue),
            Op::CreateWith { queue, change, tags } => Command::CreateQueue {
                name: name(*queue),
                kind: kind(*queue),
                attributes: Box::new(attribute_changes(*change)),
                tags: self::tags(tags),
                storage: self.setup.chance,
            },
            Op::DeleteQueue { queue } => Command::DeleteQueue { queue: id(*queue)? },
            Op::Purge { queue } => Command::PurgeQueue { queue: id(*queue)? },
            Op::Set { queue, change } => {
                let changes = Box::new(attribute_changes(*change));
                Command::SetQueueAttributes { queue: id(*queue)?, changes }
            }
            Op::SetRedrive { queue, target, max_receive_count } => {
                let dead_letter_target = id(*target)?;
                let policy = |max_receive_count| RedrivePolicy { dead_letter_target, max_receive_count };
                let redrive = Some(max_receive_count.map(policy));
                let changes = Box::new(AttributeChanges { redrive, ..Default::default() });
                Command::SetQueueAttributes { queue: id(*queue)?, changes }
            }
            Op::Look { queue, tags: true } => Command::ListQueueTags { queue: id(*queue)? },
            Op::Look { queue, tags: false } => Command::GetQueueAttributes { queue: id(*queue)? },
            Op::Url { queue, of_owner } => {
                Command::GetQueueUrl { name: name(*queue), owner: of_owner.then_some(Caller::OWNER_ACCOUNT) }
            }
            Op::List { prefix, max_results, after } => Command::ListQueues {
                prefix: ["", "work", "lane", "Work"].get(*prefix).map(|prefix| Arc::from(*prefix)),
                max_results: *max_results,
                after: after.map(name),
            },
            Op::Sources { queue, max_results, after } => Command::ListDeadLetterSourceQueues {
                queue: id(*queue)?,
                max_results: *max_results,
                after: after.map(name),
            },
            Op::Tag { queue, tags } => Command::TagQueue { queue: id(*queue)?, tags: self::tags(tags) },
            Op::Untag { queue, keys } => {
                Command::UntagQueue { queue: id(*queue)?, keys: picked(&TAG_KEYS, keys) }
            }
            Op::AddPermission { queue, label, accounts, actions } => Command::AddPermission {
                queue: id(*queue)?,
                label: LABELS[usize::from(*label)].into(),
                accounts: picked(&ACCOUNTS, accounts),
                actions: picked(&ACTIONS, actions),
            },
            Op::RemovePermission { queue, label } => {
                Command::RemovePermission { queue: id(*queue)?, label: LABELS[usize::from(*label)].into() }
            }
            Op::StartMove { source, destination, per_second } => Command::StartMessageMoveTask {
                source: id(*source)?,
                destination: destination.and_then(id),
                per_second: *per_second,
            },
            Op::ListMoves { source, max_results } => {
                Command::ListMessageMoveTasks { source: id(*source)?, max_results: *max_results }
            }
            Op::CancelMove { task } => Command::CancelMessageMoveTask { task: MoveTaskId(*task) },
            Op::Send { queue, letter } => {
                let queue = id(*queue)?;
                Command::SendMessage { queue, entry: self.entry(queue, *letter) }
            }
            Op::SendBatch { queue, letters, ids } => {
                let queue = id(*queue)?;
                let entries: Vec<SendEntry> =
                    letters.iter().map(|letter| self.entry(queue, *letter)).collect();
                Command::SendMessageBatch { queue, entries: named(*ids, entries) }
            }
            Op::Receive { queue, max, timeout_s, wait_s, attempt } => {
                let receive = Command::ReceiveMessage {
                    queue: id(*queue)?,
                    max_messages: Some(*max),
                    visibility_timeout_s: *timeout_s,
                    wait_s: *wait_s,
                    attempt_id: attempt.map(|n| ATTEMPTS[usize::from(n)].into()),
                };
                self.latest_receive = Some(receive.clone());
                receive
            }
            Op::ReceiveAgain => self.latest_receive.clone()?,
            Op::Delete { queue, handle } => {
                let handle = self.handle(*handle)?;
                let of_handle = if handle == ReceiptHandle::INVALID { id(0)? } else { handle.queue };
                Command::DeleteMessage { queue: queue.and_then(id).unwrap_or(of_handle), handle }
            }
            Op::DeleteBatch { queue, handles, ids } => Command::DeleteMessageBatch {
                queue: id(*queue)?,
                entries: named(*ids, handles.iter().filter_map(|handle| self.handle(*handle)).collect()),
            },
            Op::Change { handle, timeout_s } => {
                let handle = self.handle(*handle)?;
                let queue = if handle == ReceiptHandle::INVALID { id(0)? } else { handle.queue };
                Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s: *timeout_s }
            }
            Op::ChangeBatch { queue, handles, ids } => {
                let handles = handles.iter().filter_map(|(pick, s)| Some((self.handle(*pick)?, *s)));
                let entries = named(*ids, handles.collect()).into_iter();
                Command::ChangeMessageVisibilityBatch {
                    queue: id(*queue)?,
                    entries: entries.map(|(id, (handle, timeout_s))| (id, handle, timeout_s)).collect(),
                }
            }
            Op::Abandon { ticket } => Command::Abandon { ticket: Ticket(*ticket) },
        })
    }

    fn handle(&self, pick: Pick) -> Option<ReceiptHandle> {
        let handle = self.handles.len().checked_sub(pick.nth + 1).map(|place| self.handles[place])?;
        Some(match pick.forgery {
            Forgery::None => handle,
            Forgery::NotAHandle => ReceiptHandle::INVALID,
            Forgery::NeverReceived => ReceiptHandle { receive: 0, ..handle },
            Forgery::LaterReceive => ReceiptHandle { receive: handle.receive + 1_000, ..handle },
        })
    }

    fn entry(&mut self, queue: QueueId, letter: Letter) -> SendEntry {
        self.sends += 1;
        let fifo = self.engine.queue(queue).is_none_or(|queue| queue.kind == QueueKind::Fifo);
        // A quarter of the sends uses one of a few ids again, some have none.
        let name = match letter.deduplication {
            n @ 0..64 => Some((n % 3).to_string()),
            64..84 => None,
            84 => Some("not an id".to_owned()),
            _ => Some((1_000 + self.sends).to_string()),
        };
        let group = match letter.group {
            n @ 0..3 => Some(format!("g{n}")),
            3 if fifo => Some("g3".to_owned()),
            6 => Some(String::new()),
            _ => None,
        };
        SendEntry {
            body: body(letter.body, self.sends),
            // Nearly all that a FIFO queue takes is 0.
            delay_s: letter.delay_s.map(|delay_s| if fifo && delay_s != 5 { 0 } else { delay_s }),
            attributes: attributes(letter.attributes),
            trace_header: letter.attributes.is_multiple_of(2).then(|| "Root=1".into()).filter(|_| !fifo),
            group: group.map(Arc::from),
            deduplication_id: name.filter(|_| fifo || letter.deduplication == 84).map(Arc::from),
        }
    }
}

pub fn kind(queue: usize) -> QueueKind {
    if QUEUES[queue].ends_with(".fifo") { QueueKind::Fifo } else { QueueKind::Standard }
}

fn body(kind: u8, hash: u64) -> Body {
    let text = |text: &str| Body::Bytes(text.as_bytes().into());
    let simulated = |len_bytes| Body::Simulated { len_bytes, hash };
    match kind {
        0 => simulated(10),
        1 => text(["latte", "mocha", "espresso"][hash as usize % 3]),
        2 => simulated([1_000, 1_024, 1_025][hash as usize % 3]),
        3 => simulated(300_000),
        4 => simulated(1_048_577),
        5 => text(""),
        6 => text("a\u{1}b"),
        7 => Body::Bytes([0xff].as_slice().into()),
        _ => simulated(1_048_576),
    }
}

fn attributes(kind: u8) -> Option<Arc<[MessageAttribute]>> {
    let text = |value: &str| AttributeValue::Text(value.into());
    let all: Vec<(&str, &str, AttributeValue)> = match kind {
        0 => return None,
        1 => vec![("a", "String", text("x")), ("n", "Number.int", text("-1.5"))],
        2 => vec![("b", "Binary.png", AttributeValue::Binary([0, 255].as_slice().into()))],
        3 => vec![("a", "Strin", text("x"))],
        4 => vec![("a", "String", text(""))],
        5 => vec![("AWS.a", "String", text("x"))],
        6 => vec![("a", "String", text("x")), ("a", "String", text("y"))],
        7 => vec![("n", "Number", text("one"))],
        8 => vec![("l", "String", AttributeValue::List)],
        9 => vec![("a b", "String", text("x"))],
        _ => (0..11).map(|_| ("a", "Binary", AttributeValue::Missing)).collect(),
    };
    let attribute = |(name, data_type, value): (&str, &str, AttributeValue)| MessageAttribute {
        name: name.into(),
        data_type: data_type.into(),
        value,
    };
    Some(all.into_iter().map(attribute).collect())
}

fn tags(tags: &[(u8, u8)]) -> Tags {
    // The wrong ones are rare enough that most calls get through.
    let key = |n: u8| TAG_KEYS[usize::from(n)];
    tags.iter().map(|(k, v)| (key(*k).into(), ["", "a", "b"][usize::from(*v)].into())).collect()
}

fn picked(from: &[&str], places: &[u8]) -> Vec<Arc<str>> {
    places.iter().map(|place| Arc::from(from[usize::from(*place)])).collect()
}

fn named<T>(ids: Ids, entries: Vec<T>) -> Vec<(Arc<str>, T)> {
    let name = |place: usize| match ids {
        Ids::Distinct => format!("id-{place}"),
        Ids::Repeated => format!("id-{}", place / 2),
        Ids::Invalid => format!("id {place}"),
    };
    entries.into_iter().enumerate().map(|(place, entry)| (name(place).into(), entry)).collect()
}
