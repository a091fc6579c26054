//! Digests of bodies that were sent a moment ago: a receive that soon follows need not compute them again.

use sqs::MessageId;

use crate::md5::{self, BodyDigest};

/// Digests that are kept at a time: as many messages as are sent before most of them are received.
const PLACES: u64 = 256;

/// The digests of the latest messages of one engine. What is not kept is computed.
#[derive(Clone, Debug, Default)]
pub struct KeptDigests(Vec<Option<(u64, BodyDigest)>>);

impl KeptDigests {
    /// Keeps the digest of a new message, instead of an older one's.
    pub(super) fn keep(&mut self, message: MessageId, digest: BodyDigest) {
        if self.0.is_empty() {
            self.0.resize(PLACES as usize, None);
        }
        self.0[place(message)] = Some((message.serial, digest));
    }

    /// The digest of a message's body.
    pub(super) fn of(&self, message: MessageId, body: &[u8]) -> BodyDigest {
        match self.0.get(place(message)) {
            Some(Some((serial, digest))) if *serial == message.serial => *digest,
            Some(_) | None => md5::of_body(body),
        }
    }
}

/// Serial numbers are never used again, and a message's body never changes.
const fn place(message: MessageId) -> usize {
    (message.serial % PLACES) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn message(serial: u64) -> MessageId {
        MessageId { serial, slot: 0 }
    }

    #[test]
    fn a_digest_is_kept_until_a_later_message_takes_its_place() {
        let (kept, computed) = (md5::of_body(b"kept"), md5::of_body(b"computed"));
        let mut digests = KeptDigests::default();
        assert_eq!(digests.of(message(1), b"computed"), computed);
        digests.keep(message(1), kept);
        assert_eq!(digests.of(message(1), b"computed"), kept);
        assert_eq!(digests.of(message(1 + PLACES), b"computed"), computed);
        digests.keep(message(1 + PLACES), kept);
        assert_eq!(digests.of(message(1), b"computed"), computed);
    }
}
