//! AWS JSON bodies.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::fit;
use crate::error::AwsError;
use crate::model::Member;

/// Reads a body. An empty one has no members.
pub(super) fn decode(body: &[u8], members: &'static [Member]) -> Result<Map<String, Value>, AwsError> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    let value = serde_json::from_slice(&mend_lone_surrogates(body))
        .map_err(|_| fit::misfit("Unexpected token received from parser"))?;
    fit::members(value, members)
}

/// Puts U+FFFF in the place of each escaped half of a surrogate pair, which is valid JSON but no text.
/// AWS refuses both characters in a message alike, so the right rule speaks later.
fn mend_lone_surrogates(body: &[u8]) -> Cow<'_, [u8]> {
    if !body.contains(&b'\\') {
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
