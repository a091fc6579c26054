//! The opaque texts by which AWS names things, made from the engine's plain numbers and read back.
//!
//! All are pure functions of a seed, the region and the number, so the same run shows the same ids. Those
//! that come back from clients carry a check, so that a text that we never gave out is known as such; two
//! regions never take each other's.

use std::ops::Deref;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sqs::{MessageId, MoveTaskId, QueueId, ReceiptHandle};
use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// The key of all ids of one region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    key: u64,
}

/// The text of a UUID, in small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UuidText([u8; Hyphenated::LENGTH]);

impl Deref for UuidText {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// What an id is of, so that equal numbers of different things look different.
#[derive(Clone, Copy)]
enum Domain {
    Message = 1,
    Request,
    Handle,
    Task,
    Principal,
    Page,
}

/// Every handle begins so, which is `AQEB` in base64.
const HANDLE_PREFIX: [u8; 3] = [1, 1, 1];
/// Queue, serial, slot and receive.
const HANDLE_FIELD_BYTES: usize = 4 + 8 + 4 + 4;
const CHECK_BYTES: usize = 8;
const HANDLE_BYTES: usize = HANDLE_PREFIX.len() + CHECK_BYTES + HANDLE_FIELD_BYTES;

impl Ids {
    /// The ids of a region under a seed. The region is told by the begin of its ARNs.
    pub fn new(seed: u64, arn_prefix: &str) -> Self {
        let key = arn_prefix.bytes().fold(mix(seed), |key, byte| mix(key ^ u64::from(byte)));
        Self { key }
    }

    /// `MessageId`: a UUID of version 4.
    pub fn message(self, message: MessageId) -> UuidText {
        self.message_of_serial(message.serial)
    }

    /// `MessageId` of the message with this serial number.
    pub fn message_of_serial(self, serial: u64) -> UuidText {
        uuid(self.wide(Domain::Message, serial), 4)
    }

    /// `x-amzn-RequestId` of the n-th request: a UUID whose version digit is 5.
    pub fn request(self, n: u64) -> UuidText {
        uuid(self.wide(Domain::Request, n), 5)
    }

    /// `ReceiptHandle`.
    pub fn receipt_handle(self, handle: ReceiptHandle) -> String {
        let ReceiptHandle { queue, message, receive } = handle;
        let mut fields = [0; HANDLE_FIELD_BYTES];
        fields[..4].copy_from_slice(&queue.0.to_be_bytes());
        fields[4..12].copy_from_slice(&message.serial.to_be_bytes());
        fields[12..16].copy_from_slice(&message.slot.to_be_bytes());
        fields[16..].copy_from_slice(&receive.to_be_bytes());
        let check = self.check(&fields);
        self.veil(check, &mut fields);
        let mut bytes = [0; HANDLE_BYTES];
        let (head, tail) = bytes.split_at_mut(HANDLE_PREFIX.len() + CHECK_BYTES);
        head[..HANDLE_PREFIX.len()].copy_from_slice(&HANDLE_PREFIX);
        head[HANDLE_PREFIX.len()..].copy_from_slice(&check.to_be_bytes());
        tail.copy_from_slice(&fields);
        BASE64_STANDARD.encode(bytes)
    }

    /// The receive that a text names; none if no handle of this region reads so.
    pub fn read_receipt_handle(self, text: &str) -> Option<ReceiptHandle> {
        let mut bytes = [0; HANDLE_BYTES + 2];
        // The decoder asks for a buffer of whole groups of three bytes.
        let len = BASE64_STANDARD.decode_slice(text, &mut bytes).ok()?;
        let rest = bytes.get(..len)?.strip_prefix(&HANDLE_PREFIX)?;
        let (check, fields) = rest.split_first_chunk::<CHECK_BYTES>()?;
        let mut fields: [u8; HANDLE_FIELD_BYTES] = fields.try_into().ok()?;
        let check = u64::from_be_bytes(*check);
        self.veil(check, &mut fields);
        if self.check(&fields) != check {
            return None;
        }
        let number =
            |at: usize| u32::from_be_bytes([fields[at], fields[at + 1], fields[at + 2], fields[at + 3]]);
        let serial = u64::from(number(4)) << 32 | u64::from(number(8));
        Some(ReceiptHandle {
            queue: QueueId(number(0)),
            message: MessageId { serial, slot: number(12) },
            receive: number(16),
        })
    }

    /// `TaskHandle`: base64 of the JSON that AWS's own decode to (sqs-facts §4.3).
    pub fn task_handle(self, task: MoveTaskId, source_arn: &str) -> String {
        let id = self.task_id(task);
        BASE64_STANDARD.encode(json!({ "taskId": &*id, "sourceArn": source_arn }).to_string())
    }

    /// The task and the source's ARN that a handle names; the task is none if no task can have this id.
    /// The whole is none if the text is no handle at all.
    pub fn read_task_handle(self, text: &str) -> Option<(Option<MoveTaskId>, String)> {
        let json: Value = serde_json::from_slice(&BASE64_STANDARD.decode(text).ok()?).ok()?;
        let source_arn = json.get("sourceArn")?.as_str()?.to_owned();
        let id = json.get("taskId")?.as_str()?;
        Some((self.read_task_id(id), source_arn))
    }

    /// A UUID that hides the number in its last 56 bits; the first half checks it.
    fn task_id(self, task: MoveTaskId) -> UuidText {
        let head = self.one(Domain::Task, task.0) & !VERSION_MASK;
        let tail = self.one(Domain::Task, !head) ^ task.0;
        uuid(u128::from(head) << 64 | u128::from(tail & TASK_MASK), 4)
    }

    fn read_task_id(self, id: &str) -> Option<MoveTaskId> {
        let bits = u128::from_str_radix(&id.replace('-', ""), 16).ok()?;
        let (head, tail) = ((bits >> 64) as u64 & !VERSION_MASK, bits as u64);
        let task = MoveTaskId((self.one(Domain::Task, !head) ^ tail) & TASK_MASK);
        (*self.task_id(task) == *id).then_some(task)
    }

    /// `SenderId` of a principal: `AIDA…` for a user, `AROA…:session` for a role's session.
    pub fn sender(self, principal_arn: &str) -> String {
        let session = principal_arn
            .split_once(":assumed-role/")
            .and_then(|(account, role)| Some((account, role.split_once('/')?)));
        match session {
            Some((account, (role, session))) => {
                format!("AROA{}:{session}", self.letters(&format!("{account}/{role}")))
            }
            None => format!("AIDA{}", self.letters(principal_arn)),
        }
    }

    /// `NextToken` of this list, which goes on behind this name.
    pub fn page_token(self, list: &str, after: &str) -> String {
        let check = self.page_check(list, after);
        let mut bytes = check.to_be_bytes().to_vec();
        bytes.extend(after.bytes());
        BASE64_STANDARD.encode(bytes)
    }

    /// The name behind which a token goes on; none if this list did not give it out.
    pub fn read_page_token(self, list: &str, token: &str) -> Option<String> {
        let bytes = BASE64_STANDARD.decode(token).ok()?;
        let (check, after) = bytes.split_first_chunk::<CHECK_BYTES>()?;
        let after = std::str::from_utf8(after).ok()?;
        (self.page_check(list, after) == u64::from_be_bytes(*check)).then(|| after.to_owned())
    }

    fn page_check(self, list: &str, after: &str) -> u64 {
        // No name has an end of line.
        self.text(Domain::Page, &format!("{list}\n{after}"))
    }

    /// 17 characters as IAM's unique ids have them.
    fn letters(self, text: &str) -> String {
        const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        const LETTERS: u32 = 17;
        let hash = self.text(Domain::Principal, text);
        let wide = u128::from(mix(hash)) << 64 | u128::from(hash);
        (0..LETTERS).map(|n| char::from(ALPHABET[(wide >> (5 * n)) as usize % ALPHABET.len()])).collect()
    }

    fn one(self, domain: Domain, n: u64) -> u64 {
        mix(mix(self.key ^ domain as u64) ^ n)
    }

    fn wide(self, domain: Domain, n: u64) -> u128 {
        let first = self.one(domain, n);
        u128::from(first) << 64 | u128::from(mix(first ^ self.key))
    }

    fn text(self, domain: Domain, text: &str) -> u64 {
        text.bytes().fold(self.one(domain, text.len() as u64), |hash, byte| mix(hash ^ u64::from(byte)))
    }

    fn check(self, fields: &[u8; HANDLE_FIELD_BYTES]) -> u64 {
        fields.iter().fold(self.one(Domain::Handle, 0), |hash, byte| mix(hash ^ u64::from(*byte)))
    }

    /// Covers the fields with a stream that the check begins; a second time uncovers them.
    fn veil(self, check: u64, fields: &mut [u8; HANDLE_FIELD_BYTES]) {
        for (n, chunk) in (0_u64..).zip(fields.chunks_mut(8)) {
            let cover = self.one(Domain::Handle, check.wrapping_add(n)).to_be_bytes();
            chunk.iter_mut().zip(cover).for_each(|(byte, cover)| *byte ^= cover);
        }
    }
}

/// `SequenceNumber` of the n-th: 20 digits, growing in steps as on AWS.
pub fn sequence_number(n: u64) -> String {
    /// As high as AWS's are today, so that every number has 20 digits.
    const FIRST: u128 = 18_849_496_460_467_696_128;
    const STEP: u128 = 256;
    (FIRST + u128::from(n) * STEP).to_string()
}

const TASK_MASK: u64 = (1 << 56) - 1;
/// Where a UUID has its version digit, in its upper half.
const VERSION_MASK: u64 = 0xF << 12;

fn uuid(bits: u128, version: u128) -> UuidText {
    let bits = bits & !(0xF << 76) | version << 76;
    let bits = bits & !(0x3 << 62) | 0x2 << 62;
    // Every request gets such an id: it is written without the detour over formatting.
    let mut text = [0; Hyphenated::LENGTH];
    Uuid::from_u128(bits).hyphenated().encode_lower(&mut text);
    UuidText(text)
}

/// The finalizer of splitmix64: every bit of the answer hangs on every bit of the number.
const fn mix(n: u64) -> u64 {
    let n = n.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HERE: &str = "arn:aws:sqs:us-east-1:";

    fn ids() -> Ids {
        Ids::new(7, HERE)
    }

    fn handle(queue: u32, serial: u64, slot: u32, receive: u32) -> ReceiptHandle {
        ReceiptHandle { queue: QueueId(queue), message: MessageId { serial, slot }, receive }
    }

    #[test]
    fn uuids_have_their_version_and_differ() {
        let first = ids().message_of_serial(1);
        assert_eq!(first.len(), 36);
        assert_eq!(&first[14..15], "4");
        assert!("89ab".contains(&first[19..20]));
        assert_ne!(first, ids().message_of_serial(2));
        assert_ne!(first, Ids::new(8, HERE).message_of_serial(1));
        assert_ne!(first, Ids::new(7, "arn:aws:sqs:eu-west-1:").message_of_serial(1));
        assert_eq!(&ids().request(1)[14..15], "5");
    }

    #[test]
    fn handles_look_like_awss_and_are_read_back() {
        let one = handle(3, 77, 5, 2);
        let text = ids().receipt_handle(one);
        assert!(text.starts_with("AQEB"), "{text}");
        assert_eq!(ids().read_receipt_handle(&text), Some(one));
        assert_ne!(text, ids().receipt_handle(handle(3, 77, 5, 3)));
    }

    #[test]
    fn a_handle_of_another_region_or_a_changed_one_is_none() {
        let text = ids().receipt_handle(handle(0, 1, 0, 1));
        assert_eq!(Ids::new(7, "arn:aws:sqs:eu-west-1:").read_receipt_handle(&text), None);
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert_eq!(ids().read_receipt_handle(&changed), None, "{changed}");
        }
        assert_eq!(ids().read_receipt_handle("garbage"), None);
        assert_eq!(ids().read_receipt_handle(""), None);
        assert_eq!(ids().read_receipt_handle(&"A".repeat(10_000)), None);
    }

    #[test]
    fn task_handles_are_json_in_base64_and_are_read_back() {
        for task in [1, 2, 1_000_000_007] {
            let text = ids().task_handle(MoveTaskId(task), "arn:aws:sqs:us-east-1:1:dlq");
            assert_eq!(
                ids().read_task_handle(&text),
                Some((Some(MoveTaskId(task)), "arn:aws:sqs:us-east-1:1:dlq".to_owned()))
            );
        }
    }

    #[test]
    fn a_task_handle_of_ones_own_names_a_source_but_no_task() {
        let json = r#"{"taskId":"0f0e0d0c-0b0a-4908-8706-050403020100","sourceArn":"arn"}"#;
        assert_eq!(ids().read_task_handle(&BASE64_STANDARD.encode(json)), Some((None, "arn".to_owned())));
        let no_uuid = BASE64_STANDARD.encode(r#"{"taskId":"x","sourceArn":"arn"}"#);
        assert_eq!(ids().read_task_handle(&no_uuid), Some((None, "arn".to_owned())));
        assert_eq!(ids().read_task_handle("bm90IGpzb24="), None);
        assert_eq!(ids().read_task_handle("!"), None);
    }

    #[test]
    fn senders_are_users_or_sessions_of_roles() {
        let user = ids().sender("arn:aws:iam::123456789012:root");
        assert!(user.starts_with("AIDA") && user.len() == 21, "{user}");
        let session = ids().sender("arn:aws:sts::123456789012:assumed-role/Worker/i-0abc");
        assert!(session.starts_with("AROA") && session.ends_with(":i-0abc"), "{session}");
        let other = ids().sender("arn:aws:sts::123456789012:assumed-role/Worker/other");
        assert_eq!(session.split(':').next(), other.split(':').next());
    }

    #[test]
    fn sequence_numbers_have_twenty_digits_and_grow() {
        assert_eq!(sequence_number(0), "18849496460467696128");
        assert_eq!(sequence_number(1), "18849496460467696384");
        assert_eq!(sequence_number(1 << 50).len(), 20);
    }

    #[test]
    fn page_tokens_are_read_back() {
        let token = ids().page_token("queues a", "orders");
        assert_eq!(ids().read_page_token("queues a", &token).as_deref(), Some("orders"));
        assert_eq!(ids().read_page_token("queues b", &token), None, "of another list");
        assert_eq!(ids().read_page_token("queues a", "b3JkZXJz"), None);
    }

    proptest! {
        #[test]
        fn every_handle_is_read_back(queue: u32, serial: u64, slot: u32, receive: u32) {
            let handle = handle(queue, serial, slot, receive);
            prop_assert_eq!(ids().read_receipt_handle(&ids().receipt_handle(handle)), Some(handle));
        }

        #[test]
        fn random_text_is_no_handle(text in "[A-Za-z0-9+/=]{0,60}|\\PC{0,60}") {
            prop_assert_eq!(ids().read_receipt_handle(&text), None);
            prop_assert!(ids().read_page_token("queues a", &text).is_none());
            let _ = ids().read_task_handle(&text);
        }
    }
}
