//! AWS JSON bodies.

use std::borrow::Cow;
use std::fmt;

use memchr::memchr;
use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::{Deserializer, Value};

use super::{Params, fit};
use crate::error::AwsError;
use crate::model::Member;

/// Reads a body. An empty one has no members.
pub(super) fn decode(body: &[u8], members: &'static [Member]) -> Result<Params, AwsError> {
    if body.is_empty() {
        return Ok(Params::default());
    }
    let unreadable = || fit::misfit("Unexpected token received from parser");
    let mended = mend_lone_surrogates(body);
    // Looking once whether all of it is text is sooner done than for each text in it.
    let text = std::str::from_utf8(&mended).map_err(|_| unreadable())?;
    let mut reader = Deserializer::from_str(text);
    match Members(members).deserialize(&mut reader).and_then(|params| reader.end().map(|()| params)) {
        Ok(params) => fit::params(params, members),
        Err(_) if serde_json::from_str::<Value>(text).is_ok() => Err(fit::no_structure()),
        Err(_) => Err(unreadable()),
    }
}

/// Reads an object's members of these names. The others are read to no end.
struct Members(&'static [Member]);

impl<'de> DeserializeSeed<'de> for Members {
    type Value = Params;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Params, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members {
    type Value = Params;

    fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Params, A::Error> {
        let mut params = Params::default();
        while let Some(member) = object.next_key_seed(Name(self.0))? {
            let value: Value = object.next_value()?;
            if let Some(member) = member {
                params.set(member, value);
            }
        }
        Ok(params)
    }
}

/// Reads a name, if it is one of a member.
struct Name(&'static [Member]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<&'static Member>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<&'static Member>;

    fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().find(|member| member.name == name))
    }
}

/// Puts U+FFFF in the place of each escaped half of a surrogate pair, which is valid JSON but no text.
/// AWS refuses both characters in a message alike, so the right rule speaks later.
fn mend_lone_surrogates(body: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\\', body).is_none() {
        return Cow::Borrowed(body);
    }
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < body.len() {
        if body[at] != b'\\' {
            at += 1;
            continue;
        }
        match surrogate(&body[at..]) {
            None => at += 2,
            Some(Half::High) if matches!(body.get(at + 6..).and_then(surrogate), Some(Half::Low)) => at += 12,
            Some(Half::High | Half::Low) => {
                let copy = mended.get_or_insert_with(|| body.to_vec());
                copy[at + 2..at + 6].copy_from_slice(b"ffff");
                at += 6;
            }
        }
    }
    mended.map_or(Cow::Borrowed(body), Cow::Owned)
}

enum Half {
    High,
    Low,
}

/// The surrogate that is escaped at the start, if there is one.
fn surrogate(text: &[u8]) -> Option<Half> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let unit = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    match unit {
        0xD800..=0xDBFF => Some(Half::High),
        0xDC00..=0xDFFF => Some(Half::Low),
        _ => None,
    }
}
