//! What was made to take long does not.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use base64ct::{Base64UrlUnpadded, Encoding};
use crc::{CRC_16_IBM_3740, Crc};
use expect_test::expect_file;
use scenario::Scenario;
use scenario::link::{decode, tell};

use super::json;

/// Nothing that is read in linear time takes so long, even in the build of a test on a machine that does much else;
/// `cargo xtask bench` measures the same payloads against their 10 ms.
const HANGS: Duration = Duration::from_secs(5);

const TRIES: u32 = 8;

/// A whole payload of a body, deflated.
fn payload(body: &[u8]) -> String {
    let mut bytes = vec![0x11];
    bytes.extend(miniz_oxide::deflate::compress_to_vec(body, 10));
    let check = Crc::<u16>::new(&CRC_16_IBM_3740).checksum(&bytes);
    bytes.extend(check.to_be_bytes());
    Base64UrlUnpadded::encode_string(&bytes)
}

/// The head of an item of CBOR: its kind and its length.
fn head(kind: u8, length: usize) -> Vec<u8> {
    let length = u16::try_from(length).expect("a short list").to_be_bytes();
    vec![kind << 5 | 25, length[0], length[1]]
}

/// So many times an item in a list.
fn list(count: usize, item: &[u8]) -> Vec<u8> {
    [head(4, count), item.repeat(count)].concat()
}

/// An object of so many fields that nobody knows, in order.
fn strange(count: usize) -> Vec<u8> {
    let name = |number: usize| {
        let letters = b"abcdefghijklmnop";
        [0x63, letters[number >> 8 & 15], letters[number >> 4 & 15], letters[number & 15]]
    };
    let fields = (0..count).flat_map(|number| name(number).into_iter().chain([0x00]));
    head(5, count).into_iter().chain(fields).collect()
}

/// A body of one whole scenario with one field.
fn body(key: u8, value: &[u8]) -> Vec<u8> {
    [&[0xa1, 0x02, 0xa1, key], value].concat()
}

fn time_to_open(name: &str, payload: &str) -> Duration {
    let start = Instant::now();
    let packet = decode(payload).unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
    let _ = packet.open(Some(json("consumer-crash")));
    start.elapsed()
}

#[test]
fn large_bodies_are_read_in_no_time() {
    let id = [&[0xa1, 0x00, 0x78, 28][..], &[b'a'; 28]].concat();
    let many_edits = {
        let edits = [&[0x00, 0x19, 0x01, 0x00, 0x01][..]; 64].concat();
        let file = [&[0xa1, 0x04][..], &list(2_000, &id)].concat();
        [&[0xa2, 0x02][..], &file, &[0x03], &head(4, 192), &edits].concat()
    };
    let bodies = [
        ("lists", body(0x04, &list(15, &list(4_000, &[0x80])))),
        ("queues", body(0x04, &list(2_000, &id))),
        ("strange fields", body(0x04, &list(12, &strange(1_000)))),
        ("small objects", body(0x04, &list(3, &list(4_000, &[0xa1, 0x00, 0x00])))),
        ("beats", body(0x0b, &list(4_000, &[0xa3, 0x00, 0x05, 0x01, 0x61, 0x61, 0x02, 0x61, 0x61]))),
        ("edits of many items", many_edits),
    ];
    let mut recorded = String::new();
    for (name, body) in bodies {
        assert!((20_000..=65_536).contains(&body.len()), "{name}: {} bytes", body.len());
        let payload = payload(&body);
        // The shortest of several: what other programs take meanwhile is not measured.
        let took = (0..TRIES).map(|_| time_to_open(name, &payload)).min().unwrap_or_default();
        println!("{name}: {} bytes in {} characters, {took:?}", body.len(), payload.len());
        assert!(took < HANGS, "{name}: {took:?}");
        writeln!(recorded, "{name}: {payload}").expect("a text takes it");
    }
    expect_file!["../../../../tests/links/costly.txt"].assert_eq(&recorded);
}

#[test]
fn instants_beyond_every_run_are_left_out_and_told() {
    // A number for an instant, in milliseconds below 0, that overflows as microseconds.
    let never = [0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let late = [0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    for (part, value) in [
        ("the time", [&[0x05][..], &never].concat()),
        ("the selection", [&[0x08, 0x82, 0x01][..], &never].concat()),
        ("an act", [&[0x0b, 0x83, 0x81, 0x00, 0x81][..], &never, &[0x81, 0x00]].concat()),
        ("the step", [&[0x06][..], &late].concat()),
        ("an act's step", [&[0x0b, 0x83, 0x81, 0x00, 0x81, 0x82, 0x00][..], &late, &[0x81, 0x00]].concat()),
    ] {
        let body = [&[0xa2, 0x01, 0x82, 0x00, 0x00][..], &value].concat();
        let packet = decode(&payload(&body)).unwrap_or_else(|problem| panic!("{part}: {problem:?}"));
        let slug = packet.slug().expect("scenario 0 is built in");
        let (link, notices) = packet.open(Some(json(slug))).unwrap_or_else(|it| panic!("{part}: {it:?}"));
        assert_eq!(
            (link.view.t_ms, link.view.k, link.view.selection, link.acts.len()),
            (0, None, None, 0),
            "{part}"
        );
        let notices: Vec<_> = notices.iter().map(scenario::link::Notice::problem).collect();
        let scenario = Scenario::read(json(slug), &link.edits).expect("a built-in scenario");
        let lines = tell(&link, &scenario, &notices);
        let told =
            |(name, text): &(&str, String)| *name == "notice" && text.starts_with("1 setting of this link");
        assert!(lines.iter().any(told), "{part}: {lines:?}");
    }
}
