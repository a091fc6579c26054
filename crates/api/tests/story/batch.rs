//! The batch lines of a story: `send-batch orders id=a "one" / id=b "two"`, `delete-batch orders a=m1 b=m2`.

use std::sync::Arc;

use api::refusal::{AwsError, Context, describe_batch, describe_entry};
use sqs::{Command, QueueId, Refusal, Reply, Sent};

use super::calls::unfit;
use super::ledger::Posted;
use super::outcome::{Item, Outcome};
use super::verb::Letter;
use super::words::number;
use super::world::World;

/// An entry of `change-visibility-batch`: `a=m1:10`.
///
/// # Errors
/// If there is no timeout.
pub fn change(id: String, text: &str) -> Result<(String, String, i32), String> {
    let (handle, timeout_s) = text.rsplit_once(':').ok_or("an entry is written `a=m1:10`")?;
    Ok((id, handle.to_owned(), number("seconds", timeout_s)?))
}

impl World {
    pub(super) fn send_batch(
        &mut self,
        name: &str,
        entries: &[(String, Letter)],
        names: &[&str],
    ) -> Result<Outcome, String> {
        let queue = self.queue(name);
        let sent = entries.iter().map(|(id, letter)| (Arc::from(id.as_str()), letter.entry())).collect();
        let results = match self.give(Command::SendMessageBatch { queue, entries: sent }) {
            Ok(Reply::SentBatch(results)) => results,
            Ok(reply) => return Err(unfit(&reply)),
            Err(refusal) => return Ok(refused_whole(&refusal)),
        };
        same_ids(entries.iter().map(|(id, _)| id), results.iter().map(|(id, _)| id))?;
        let mut items = Vec::new();
        for (place, ((id, result), (_, letter))) in results.into_iter().zip(entries).enumerate() {
            let context = letter.context();
            items.push(match result {
                Err(refusal) => failed(&id, &describe_entry(&refusal, &context)),
                Ok(Sent { message, sequence }) => {
                    let posted = Posted { queue, letter, at: self.now };
                    let wanted = names.get(place).copied();
                    let name = self.ledger.sent(message, sequence, &posted, wanted)?;
                    Item { name: Some(name), facts: vec![("id", id.to_string())] }
                }
            });
        }
        Ok(Outcome::Items(items))
    }

    pub(super) fn delete_batch(
        &mut self,
        name: &str,
        entries: &[(String, String)],
    ) -> Result<Outcome, String> {
        let mut sent = Vec::new();
        for (id, handle) in entries {
            sent.push((Arc::from(id.as_str()), self.ledger.handle(handle)?));
        }
        let command = Command::DeleteMessageBatch { queue: self.queue(name), entries: sent };
        let handles: Vec<&str> = entries.iter().map(|(_, handle)| handle.as_str()).collect();
        self.done_batch(command, &handles)
    }

    pub(super) fn change_batch(
        &mut self,
        name: &str,
        entries: &[(String, String, i32)],
    ) -> Result<Outcome, String> {
        let mut sent = Vec::new();
        for (id, handle, timeout_s) in entries {
            sent.push((Arc::from(id.as_str()), self.ledger.handle(handle)?, *timeout_s));
        }
        let queue: QueueId = self.queue(name);
        let handles: Vec<&str> = entries.iter().map(|(_, handle, _)| handle.as_str()).collect();
        self.done_batch(Command::ChangeMessageVisibilityBatch { queue, entries: sent }, &handles)
    }

    fn done_batch(&mut self, command: Command, handles: &[&str]) -> Result<Outcome, String> {
        let results = match self.give(command) {
            Ok(Reply::DoneBatch(results)) if results.len() == handles.len() => results,
            Ok(reply) => return Err(unfit(&reply)),
            Err(refusal) => return Ok(refused_whole(&refusal)),
        };
        let items = results.into_iter().zip(handles).map(|((id, result), handle)| match result {
            Ok(()) => Item { name: Some("done".to_owned()), facts: vec![("id", id.to_string())] },
            Err(refusal) => {
                let context = Context { receipt_handle: Some(handle), ..Context::default() };
                failed(&id, &describe_entry(&refusal, &context))
            }
        });
        Ok(Outcome::Items(items.collect()))
    }
}

fn refused_whole(refusal: &Refusal) -> Outcome {
    Outcome::Refused(describe_batch(refusal, &Context::default()))
}

fn failed(id: &str, error: &AwsError) -> Item {
    let facts = vec![
        ("id", id.to_owned()),
        ("text", error.message.clone()),
        ("sender-fault", error.sender_fault.to_string()),
    ];
    Item { name: Some(error.code.to_owned()), facts }
}

/// Every entry is answered, in the order of the call.
fn same_ids<'a>(
    asked: impl Iterator<Item = &'a String>,
    answered: impl Iterator<Item = &'a Arc<str>>,
) -> Result<(), String> {
    let (asked, answered): (Vec<&str>, Vec<&str>) =
        (asked.map(String::as_str).collect(), answered.map(|id| &**id).collect());
    if asked == answered { Ok(()) } else { Err(format!("{asked:?} were asked, {answered:?} answered")) }
}
