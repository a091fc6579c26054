//! Direct calls: what callers and those who are called do not have.

use sim::{Serving, limits};

use super::number_in_range;
use crate::read::Reader;
use crate::v1;

/// The rules of a consumer that is called directly.
pub(super) fn serving(it: &v1::Consumer, reader: &mut Reader) -> Option<Serving> {
    if it.from.is_some() {
        let hint = "Leave `from` out, or let nobody call this consumer.";
        reader.report("/from", "A consumer that is called directly polls no queue.", hint);
    }
    if it.kind == Some(v1::ConsumerKind::Lambda) {
        let hint = "Only pollers can be called: leave `kind` out.";
        reader.report("/kind", "A function behind a mapping is not called directly.", hint);
        return None;
    }
    let fields = [
        ("/batch", it.batch.is_some()),
        ("/wait", it.wait.is_some()),
        ("/visibilityTimeout", it.visibility_timeout.is_some()),
        ("/deletes", it.deletes.is_some()),
        ("/deleteBatch", it.delete_batch.is_some()),
        ("/idempotent", it.idempotent.is_some()),
        ("/heartbeat", it.heartbeat.is_some()),
        ("/then", it.then.is_some()),
        ("/pause", it.pause.is_some()),
        ("/scale", it.scale.is_some()),
        ("/as", it.caller.is_some()),
    ];
    for (field, _) in fields.iter().filter(|(_, is_there)| *is_there) {
        reader.report(
            field,
            "Who is called directly does not set this.",
            "Leave it out: pollers only have it.",
        );
    }
    let accept = it.accept.unwrap_or(0);
    number_in_range(accept, 0, limits::ACCEPT_MAX, "/accept", reader);
    fields.iter().all(|(_, is_there)| !is_there).then_some(Serving { accept })
}

/// Reports what only queues and topics take.
pub(super) fn refuse_for_calls(it: &v1::Producer, reader: &mut Reader) {
    let fields = [
        ("/delay", it.delay.is_some()),
        ("/batch", it.batch.is_some_and(|batch| batch > 1)),
        ("/groups", it.groups.as_ref().is_some_and(|groups| groups.count > 0)),
        ("/deduplicationIds", it.deduplication_ids.is_some()),
    ];
    for (field, _) in fields.iter().filter(|(_, is_there)| *is_there) {
        reader.report(field, "A direct call does not have this.", "Leave it out: messages only have it.");
    }
}
