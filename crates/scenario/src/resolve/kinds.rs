//! What a producer's messages are.

use std::sync::Arc;

use sim::{MessageKind, Which, limits};
use sqs::{AttributeValue, MessageAttribute};

use super::{all, number_in_range};
use crate::read::Reader;
use crate::v1;

pub(super) fn kinds(it: &v1::Producer, reader: &mut Reader) -> Option<Vec<MessageKind>> {
    let list = it.kinds.as_deref().unwrap_or_default();
    if list.len() > limits::KINDS_MAX {
        let hint = format!("Write at most {}.", limits::KINDS_MAX);
        reader.report("/kinds", format!("There are {} kinds.", list.len()), hint);
        return None;
    }
    for (index, kind) in list.iter().enumerate() {
        if list[..index].iter().any(|other| other.id == kind.id) {
            let message = format!("The id `{}` stands twice.", kind.id.0);
            reader.report(&format!("/kinds/{index}/id"), message, "Give each its own id.");
        }
    }
    reader.below("kinds", |r| {
        all(list.iter().enumerate().map(|(index, kind)| r.below(&index.to_string(), |r| one(kind, r))))
    })
}

fn one(it: &v1::Kind, reader: &mut Reader) -> Option<MessageKind> {
    let size_bytes = it.size.map(|size| size.0);
    if let Some(size) = size_bytes {
        number_in_range(size, 1, sqs::limits::MESSAGE_BYTES_MAX, "/size", reader);
    }
    if it.body.as_ref().is_some_and(|body| !body.0.is_object()) {
        reader.report("/body", "The body is no JSON object.", "For example `{ \"status\": \"new\" }`.");
    }
    let body = body(it);
    if body.as_ref().zip(size_bytes).is_some_and(|(body, size)| body.len() > size as usize) {
        reader.report("/size", "The body is longer than this.", "Raise `size`, or leave it out.");
    }
    let work = match it.work {
        Some(work) => Some(super::actors::work(Some(work), reader)?),
        None => None,
    };
    Some(MessageKind {
        id: it.id.0.as_str().into(),
        which: which(it, reader)?,
        poison: it.poison.unwrap_or(false),
        work,
        attributes: it.attributes.as_ref().map(attributes),
        body,
        size_bytes,
    })
}

fn which(it: &v1::Kind, reader: &mut Reader) -> Option<Which> {
    match (&it.numbers, it.every) {
        (None, None) => Some(Which::All),
        (None, Some(n)) => number_in_range(n, 1, u32::MAX, "/every", reader).then_some(Which::Every(n)),
        (Some(numbers), None) => {
            let is_right = !numbers.is_empty()
                && numbers.len() <= limits::KIND_NUMBERS_MAX
                && numbers[0] >= 1
                && numbers.is_sorted_by(|before, after| before < after);
            if !is_right {
                let hint = format!(
                    "Write 1 to {} numbers from 1, in ascending order: `[3, 7]`.",
                    limits::KIND_NUMBERS_MAX
                );
                reader.report("/numbers", "These are no numbers of messages.", hint);
            }
            is_right.then(|| Which::Numbers(numbers.clone()))
        }
        (Some(_), Some(_)) => {
            let hint = "Write one of both, or neither for all messages.";
            reader.report("", "A kind has `numbers` or `every`, not both.", hint);
            None
        }
    }
}

/// JSON without spaces, filled up behind to the size that is asked for.
fn body(it: &v1::Kind) -> Option<Arc<[u8]>> {
    let mut text = it.body.as_ref()?.0.to_string();
    let size = it.size.map_or(0, |size| size.0.min(sqs::limits::MESSAGE_BYTES_MAX) as usize);
    text.extend(std::iter::repeat_n(' ', size.saturating_sub(text.len())));
    Some(text.into_bytes().into())
}

fn attributes(it: &v1::Attributes) -> Arc<[MessageAttribute]> {
    let one = |(name, data_type, text): &(String, &str, String)| MessageAttribute {
        name: name.as_str().into(),
        data_type: (*data_type).into(),
        value: AttributeValue::Text(text.as_str().into()),
    };
    it.0.iter().map(one).collect()
}
