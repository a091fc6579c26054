//! What AWS refuses before it looks at any message (sqs-facts §1.3, §1.4, §1.8).

use crate::{Body, ONE_MILLION, QueueKind, Refusal, SendEntry, Storage};

const NAME_LEN_MAX: usize = 80;
const LABEL_LEN_MAX: usize = 128;
/// The end of every FIFO queue's name.
pub(crate) const FIFO_SUFFIX: &str = ".fifo";

/// A queue name of this kind: 1 to 80 characters, the suffix included.
pub(crate) fn check_name(name: &str, kind: QueueKind) -> Result<(), Refusal> {
    let stem = match kind {
        QueueKind::Standard => Some(name),
        QueueKind::Fifo => name.strip_suffix(FIFO_SUFFIX),
    };
    match stem {
        Some(stem) if name.len() <= NAME_LEN_MAX && is_short_name(stem) => Ok(()),
        Some(_) | None => Err(Refusal::InvalidQueueName(kind)),
    }
}

/// True for an entry's `Id` or a label: 1 to 80 letters, digits, hyphens and underscores.
pub(crate) fn is_short_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=NAME_LEN_MAX).contains(&text.len()) && text.bytes().all(allowed)
}

/// A number of the caller's in `0..=max`.
pub(crate) fn in_range(number: i32, max: u32) -> Option<u32> {
    u32::try_from(number).ok().filter(|number| *number <= max)
}

/// True for a group or deduplication id: 1 to 128 letters, digits and punctuation.
pub(crate) fn is_label(text: &str) -> bool {
    (1..=LABEL_LEN_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A message: a body that is not empty, with its attributes not too long, and of XML's characters.
#[inline(always)]
pub(crate) fn check_body(entry: &SendEntry, limit_bytes: u32) -> Result<(), Refusal> {
    if entry.body.len_bytes() == 0 {
        return Err(Refusal::MissingBody);
    }
    if entry.size_bytes() > u64::from(limit_bytes) {
        return Err(Refusal::MessageTooLong(limit_bytes));
    }
    match &entry.body {
        Body::Simulated { .. } => Ok(()),
        Body::Bytes(bytes) => check_text(bytes),
    }
}

fn check_text(bytes: &[u8]) -> Result<(), Refusal> {
    match std::str::from_utf8(bytes) {
        Ok(text) if is_xml_text(text) => Ok(()),
        Ok(_) | Err(_) => Err(Refusal::InvalidMessageContents),
    }
}

/// No control character but tab and line ends, and neither of the two that Unicode does not give out.
pub(crate) fn is_xml_text(text: &str) -> bool {
    let printable = |byte: u8| (byte >= b' ') | (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
    // Without a way out in between, many bytes are looked at at once.
    let is_printable = text.bytes().fold(true, |is_printable, byte| is_printable & printable(byte));
    is_printable && (text.is_ascii() || !text.contains(['\u{fffe}', '\u{ffff}']))
}

/// No AWS call sets the machinery, so nothing refuses it: values out of range are brought to the nearest.
pub(crate) fn clamped(storage: Storage) -> Storage {
    let shards = storage.shards.clamp(1, 64);
    Storage {
        shards,
        sample: storage.sample.clamp(1, shards),
        false_empty_ppm: storage.false_empty_ppm.min(ONE_MILLION),
        double_delivery_ppm: storage.double_delivery_ppm.min(ONE_MILLION),
        duplicate_on_delete_ppm: storage.duplicate_on_delete_ppm.min(ONE_MILLION),
        reorder_messages: storage.reorder_messages.min(1_000),
        in_flight_max: storage.in_flight_max.max(1),
        fifo_lookahead: storage.fifo_lookahead.max(1),
        fifo_calls_per_s: storage.fifo_calls_per_s.map(|calls| calls.max(1)),
        fifo_partitions: storage.fifo_partitions.clamp(1, 1_000),
        fair: storage.fair,
        attribute_propagation_s: storage.attribute_propagation_s.min(60),
        retention_propagation_s: storage.retention_propagation_s.min(900),
        purge_s: storage.purge_s.min(60),
        stale_delete: storage.stale_delete,
        scope_changes_live: storage.scope_changes_live,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_xml_text() {
        let check = |text: &str| check_body(&Body::Bytes(text.as_bytes().into()).into(), 1_024);
        for text in ["a", "\t\r\n", "\u{7f}", "\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}"] {
            assert_eq!(check(text), Ok(()), "{text:?}");
        }
        for text in ["\0", "a\u{1f}", "\u{fffe}", "é\u{ffff}"] {
            assert_eq!(check(text), Err(Refusal::InvalidMessageContents), "{text:?}");
        }
        assert_eq!(check(""), Err(Refusal::MissingBody));
        assert_eq!(check(&"x".repeat(1_024)), Ok(()));
        assert_eq!(check(&"x".repeat(1_025)), Err(Refusal::MessageTooLong(1_024)));
        let invalid = Body::Bytes([0xff].as_slice().into());
        assert_eq!(check_body(&invalid.into(), 1_024), Err(Refusal::InvalidMessageContents));
    }

    #[test]
    fn names_fit_their_kind() {
        let longest = "q".repeat(80);
        let longest_fifo = format!("{}.fifo", "q".repeat(75));
        for name in ["q", "A-b_9", &longest] {
            assert_eq!(check_name(name, QueueKind::Standard), Ok(()), "{name}");
        }
        for name in ["", "q.fifo", "a b", "é", &format!("{longest}q")] {
            let refused = Err(Refusal::InvalidQueueName(QueueKind::Standard));
            assert_eq!(check_name(name, QueueKind::Standard), refused, "{name}");
        }
        assert_eq!(check_name(&longest_fifo, QueueKind::Fifo), Ok(()));
        for name in [".fifo", "q", &format!("q{longest_fifo}")] {
            assert_eq!(
                check_name(name, QueueKind::Fifo),
                Err(Refusal::InvalidQueueName(QueueKind::Fifo)),
                "{name}"
            );
        }
    }

    #[test]
    fn labels_are_printable_without_spaces() {
        assert!(is_label("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ9") && is_label(&"x".repeat(128)));
        assert!(!is_label("") && !is_label("a b") && !is_label("ö") && !is_label(&"x".repeat(129)));
    }
}
