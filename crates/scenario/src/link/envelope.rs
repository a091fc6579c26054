//! The outside of a payload: `base64url(header | body | crc16)`.
//!
//! The header is one byte: bits 7 to 4 the version (1 to 15), bits 3 and 2 the kind, bits 1 and 0 the codec.

use base64ct::{Base64UrlUnpadded, Encoding};
use crc::{Crc, NoTable};

use super::problem::LinkProblem;
use super::squeeze::{self, InflateError};

/// The newest version that is read, and the one that is written.
pub(super) const VERSION: u8 = 1;
/// Characters of a payload.
pub(super) const PAYLOAD_CHARS_MAX: usize = 8_000;
const PAYLOAD_CHARS_MIN: usize = 4;

/// CRC-16/IBM-3740: polynomial 0x1021, from 0xFFFF, most significant bit first; stored big-endian.
const CHECK: Crc<u16, NoTable> = Crc::<u16, NoTable>::new(&crc::CRC_16_IBM_3740);
const CHECK_BYTES: usize = 2;

/// What a link holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A built-in scenario and what differs.
    Delta,
    /// A whole scenario.
    Full,
    /// One of the two, and what the user did.
    Replay,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Delta, Self::Full, Self::Replay];
}

/// How the body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codec {
    Raw,
    Deflate,
    DeflateDictionary,
}

impl Codec {
    const ALL: [Self; 3] = [Self::Raw, Self::Deflate, Self::DeflateDictionary];

    fn pack(self, body: &[u8], dictionary: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Raw => Some(body.to_vec()),
            Self::Deflate => squeeze::deflate(body, &[]),
            Self::DeflateDictionary => squeeze::deflate(body, dictionary),
        }
    }

    fn unpack(self, packed: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, InflateError> {
        match self {
            Self::Raw => Ok(packed.to_vec()),
            Self::Deflate => squeeze::inflate(packed, &[]),
            Self::DeflateDictionary => squeeze::inflate(packed, dictionary),
        }
    }
}

/// The payload of a body, in the codec that makes it shortest.
pub(super) fn seal(kind: Kind, body: &[u8], dictionary: &[u8]) -> Result<String, LinkProblem> {
    if body.len() > squeeze::INFLATED_BYTES_MAX {
        return Err(LinkProblem::TooLong(base64_chars(body.len())));
    }
    let packed = Codec::ALL
        .into_iter()
        .filter_map(|codec| codec.pack(body, dictionary).map(|packed| (codec, packed)))
        .min_by_key(|(_, packed)| packed.len());
    let Some((codec, packed)) = packed else { return Err(LinkProblem::Malformed) };
    let mut bytes = vec![VERSION << 4 | (kind as u8) << 2 | codec as u8];
    bytes.extend_from_slice(&packed);
    bytes.extend_from_slice(&CHECK.checksum(&bytes).to_be_bytes());
    let payload = Base64UrlUnpadded::encode_string(&bytes);
    if payload.len() > PAYLOAD_CHARS_MAX { Err(LinkProblem::TooLong(payload.len())) } else { Ok(payload) }
}

const fn base64_chars(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// The kind and the body of a payload of version 1.
pub(super) fn unseal(payload: &str, dictionary: &[u8]) -> Result<(Kind, Vec<u8>), LinkProblem> {
    if !payload.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
        return Err(LinkProblem::NotAPayload);
    }
    if payload.len() > PAYLOAD_CHARS_MAX {
        return Err(LinkProblem::TooLong(payload.len()));
    }
    if payload.len() < PAYLOAD_CHARS_MIN {
        return Err(LinkProblem::TooShort);
    }
    // What cannot be decoded has a length or a last character that no encoder gives.
    let bytes = Base64UrlUnpadded::decode_vec(payload).map_err(|_| LinkProblem::Damaged)?;
    let Some((checked, check)) = bytes.split_last_chunk::<CHECK_BYTES>() else {
        return Err(LinkProblem::TooShort);
    };
    if CHECK.checksum(checked) != u16::from_be_bytes(*check) {
        return Err(LinkProblem::Damaged);
    }
    let Some((header, packed)) = checked.split_first() else { return Err(LinkProblem::TooShort) };
    match header >> 4 {
        VERSION => {}
        version if version > VERSION => return Err(LinkProblem::NewerVersion(version)),
        _ => return Err(LinkProblem::Malformed),
    }
    let kind = Kind::ALL.get(usize::from(header >> 2 & 3)).ok_or(LinkProblem::Malformed)?;
    let codec = Codec::ALL.get(usize::from(header & 3)).ok_or(LinkProblem::UnknownCodec)?;
    let body = codec.unpack(packed, dictionary).map_err(|error| match error {
        InflateError::Malformed => LinkProblem::Malformed,
        InflateError::TooLarge => LinkProblem::Bomb,
    })?;
    Ok((*kind, body))
}
