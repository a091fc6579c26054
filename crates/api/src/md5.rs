//! The three digests by which clients check what a queue took and gave back (sqs-facts §1.11).

use std::ops::Deref;

use md5::{Digest, Md5};

/// An attribute of a message, as the digest sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Its name.
    pub name: &'a str,
    /// `DataType`, custom suffix included.
    pub data_type: &'a str,
    /// Its value.
    pub value: Value<'a>,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// `String` and `Number`.
    Text(&'a str),
    /// `Binary`, decoded.
    Binary(&'a [u8]),
}

/// The digest of a body: 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyDigest([u8; HEX_DIGITS]);

const HEX_DIGITS: usize = 32;

impl Deref for BodyDigest {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The digest of a body.
pub fn of_body(body: &[u8]) -> BodyDigest {
    let mut digits = [0; HEX_DIGITS];
    // Two digits for each of the sixteen bytes: they have room.
    let _ = base16ct::lower::encode(&Md5::digest(body), &mut digits);
    BodyDigest(digits)
}

/// The digest of attributes, in whatever order they come; none if there are none.
pub fn of_attributes<'a>(attributes: impl IntoIterator<Item = Attribute<'a>>) -> Option<String> {
    let mut sorted: Vec<Attribute<'a>> = attributes.into_iter().collect();
    if sorted.is_empty() {
        return None;
    }
    // AWS sorts by UTF-16 code units, which differs from bytes above U+FFFF only; no name goes there.
    sorted.sort_by_key(|attribute| attribute.name);
    let mut digest = Md5::new();
    for attribute in sorted {
        put(&mut digest, attribute.name.as_bytes());
        put(&mut digest, attribute.data_type.as_bytes());
        match attribute.value {
            Value::Text(text) => {
                digest.update([1]);
                put(&mut digest, text.as_bytes());
            }
            Value::Binary(bytes) => {
                digest.update([2]);
                put(&mut digest, bytes);
            }
        }
    }
    Some(hex(digest.finalize()))
}

fn put(digest: &mut Md5, bytes: &[u8]) {
    // Nothing near 4 GiB passes the size check of a message.
    digest.update((bytes.len() as u32).to_be_bytes());
    digest.update(bytes);
}

fn hex(digest: impl AsRef<[u8]>) -> String {
    base16ct::lower::encode_string(digest.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn text<'a>(name: &'a str, data_type: &'a str, value: &'a str) -> Attribute<'a> {
        Attribute { name, data_type, value: Value::Text(value) }
    }

    const fn string<'a>(name: &'a str, value: &'a str) -> Attribute<'a> {
        text(name, "String", value)
    }

    const TRACE: &[u8] = b"traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01";

    /// All recorded on AWS.
    const RECORDED: &[(&[Attribute<'_>], &str)] = &[
        (&[string("Foo", "Bar")], "ae7155c6026991b6d54b11589678bf9c"),
        (&[string("MyAttribute", "foobar")], "adb59cd4678ea5a855436b949cd07ab6"),
        (
            &[string("General", "Kenobi"), string("Hello", "There"), string("Help.Me", "Me")],
            "4c360f3fdafd970e05fae2f149d997f5",
        ),
        (&[string("Hello", "There"), string("General", "Kenobi")], "fca026605781cb4126a1e9044df24232"),
        (&[string("Hello", "There")], "a311262e065454b75da111d535b8dacd"),
        (&[text("timestamp", "Number", "1493147359900")], "235c5c510d26fb653d073faed50ae77c"),
        (
            &[Attribute { name: "attr1", data_type: "Binary", value: Value::Binary(TRACE) }],
            "8cbe4db156db8a94db8b801b7addb984",
        ),
        (&[string("k", "x")], "a45daa70926828a2f0a1db3418e6feb4"),
        (&[string("Help.Me", "Me"), string("Hello", "There")], "83fee93c1bcd8b9a5a923ffacdc636c7"),
        (&[string("test-key", "test-value")], "befa18540a897f7d022bf07057754a03"),
        (
            &[string("test-key-alt", "test-value-alt"), string("test-key", "test-value")],
            "2256c3b617e2b4b3ae4f2d455dcf54d0",
        ),
        (
            &[
                string("Title", "The Whistler"),
                string("Author", "John Grisham"),
                text("WeeksOn", "Number", "6"),
            ],
            "d25a6aea97eb8f585bfa92d314504a92",
        ),
        (&[text("attr1", "Number", "99.12")], "d302007e9aa062660afc85fd0a482472"),
        (
            &[string(
                "AWSTraceHeader",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
            )],
            "5ae4d5d7636402d80f4eb6d213245a88",
        ),
    ];

    #[test]
    fn attributes_digest_as_recorded() {
        for (attributes, digest) in RECORDED {
            assert_eq!(of_attributes(attributes.iter().copied()).as_deref(), Some(*digest), "{attributes:?}");
        }
    }

    #[test]
    fn no_attributes_have_no_digest() {
        assert_eq!(of_attributes([]), None);
    }

    #[test]
    fn a_body_digests_as_recorded() {
        assert_eq!(&*of_body(b"message"), "78e731027d8fd50ed642340b7c9a63b3");
    }
}
