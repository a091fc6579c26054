//! Receipt handles and the other texts that clients bring back: what reads as one is written the same.

use api::ids::Ids;
use api::{names, policy};
use sqs::{MessageId, QueueId, ReceiptHandle};

const ARN_PREFIX: &str = "arn:aws:sqs:us-east-1:";

/// The input as text, and as the numbers of a handle.
pub(crate) fn run(input: &[u8]) {
    let ids = Ids::new(1, ARN_PREFIX);
    let text = String::from_utf8_lossy(input);
    let line = text.trim_end_matches('\n');
    if let Some(handle) = ids.read_receipt_handle(line) {
        assert_eq!(ids.receipt_handle(handle), line, "one handle has one text");
        assert_eq!(Ids::new(2, ARN_PREFIX).read_receipt_handle(line), None, "of another seed");
    }
    if let Some(handle) = handle_of(input) {
        let text = ids.receipt_handle(handle);
        assert!(text.len() <= 1_024 && text.starts_with("AQEB"), "{text}");
        assert_eq!(ids.read_receipt_handle(&text), Some(handle), "{text}");
        let mut bytes = text.clone().into_bytes();
        let place = usize::from(input[0]) % bytes.len();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(bytes).expect("a letter for a letter");
        assert_eq!(ids.read_receipt_handle(&other), None, "{other} was never given out");
    }
    if let Some(after) = ids.read_page_token("queues ", line) {
        assert_eq!(ids.page_token("queues ", &after), line, "one token has one text");
    }
    // These have nothing to be compared with.
    let _ = ids.read_task_handle(line);
    let _ = names::read_queue_url(line);
    let _ = names::read_arn(line, ARN_PREFIX);
    let _ = policy::read_redrive(line, ARN_PREFIX);
    let _ = policy::read_redrive_allow(line, ARN_PREFIX);
    if let Some(document) = policy::read_policy(line) {
        let written = policy::write_policy(&document);
        assert!(policy::read_policy(&written).is_some(), "{written} is no policy any more");
    }
}

fn handle_of(input: &[u8]) -> Option<ReceiptHandle> {
    let number = |at: usize| Some(u32::from_be_bytes(input.get(at..at + 4)?.try_into().ok()?));
    let serial = u64::from(number(4)?) << 32 | u64::from(number(8)?);
    let message = MessageId { serial, slot: number(12)? };
    Some(ReceiptHandle { queue: QueueId(number(0)?), message, receive: number(16)? })
}
