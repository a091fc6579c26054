//! Links: as text, and as the bytes in one whose check is right, so that what is behind the check is reached.

use base64ct::{Base64UrlUnpadded, Encoding};
use crc::{Crc, NoTable};
use scenario::link::{Link, LinkProblem, Notice, Packet, Start, Visit, decode, encode, tell};
use scenario::{Opening, Problem, Scenario, library};

const CHECK: Crc<u16, NoTable> = Crc::<u16, NoTable>::new(&crc::CRC_16_IBM_3740);

/// The input as a payload, as an address, and as header and body.
pub(crate) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let text = text.trim_end_matches('\n');
    try_packet(decode(text));
    let (query, fragment) = text.split_once('#').unwrap_or((text, ""));
    if let Ok((visit, _problems)) = Visit::read(None, query, fragment) {
        let base = visit.slug().and_then(library::json);
        let _ = visit.open(base);
    }
    let mut bytes = input.to_vec();
    bytes.extend_from_slice(&CHECK.checksum(input).to_be_bytes());
    let payload = Base64UrlUnpadded::encode_string(&bytes);
    try_packet(decode(&payload));
    if let Ok(opening) = Opening::read(&format!("/c/#{payload}")) {
        assert!(opening.notices.iter().all(|notice| !notice.message.is_empty()));
    }
}

fn try_packet(packet: Result<Packet, LinkProblem>) {
    let opened = packet.and_then(|packet| {
        let base = packet.slug().and_then(library::json);
        packet.open(base)
    });
    match opened {
        Ok((link, notices)) => {
            let notices: Vec<Problem> = notices.iter().map(Notice::problem).collect();
            assert!(notices.iter().all(|notice| !notice.message.is_empty()));
            told(&link, &notices);
            again(&link);
        }
        Err(problem) => {
            let told = problem.problem();
            assert!(!told.message.is_empty() && !told.at.is_empty(), "{told:?}");
        }
    }
}

/// What opens can be told; whatever its scenario says, it says without a panic.
fn told(link: &Link, notices: &[Problem]) {
    let json = match &link.start {
        Start::BuiltIn { slug, .. } => library::json(slug).unwrap_or_default(),
        Start::Own { json } => json,
    };
    if let Ok(scenario) = Scenario::read(json, &link.edits) {
        assert!(tell(link, &scenario, notices).iter().all(|(name, _)| !name.is_empty()));
    }
}

/// What opens can be shared again, and what was shared once stays as it is.
fn again(link: &Link) {
    let base = match &link.start {
        Start::BuiltIn { slug, .. } => library::json(slug),
        Start::Own { .. } => None,
    };
    let Ok(payload) = encode(link, base) else { return };
    let packet = decode(&payload).unwrap_or_else(|problem| panic!("{problem:?} of {link:?}"));
    let (second, _notices) = packet.open(base).unwrap_or_else(|problem| panic!("{problem:?} of {link:?}"));
    assert_eq!(encode(&second, base).as_ref(), Ok(&payload), "{link:?}");
}
