//! The example of `docs/links.md` is true, byte by byte.

use base64ct::{Base64UrlUnpadded, Encoding};
use scenario::link::{Link, View, decode, encode};

use super::built_in;
use super::golden::frozen;

const PAGE: &str = include_str!("../../../../docs/links.md");

/// The bytes at the left of the block that the page marks.
fn bytes() -> Vec<u8> {
    let (_, behind) = PAGE.split_once("read by a test").expect("the mark");
    let block = behind.split("```").nth(1).expect("a block");
    let digits =
        block.lines().filter_map(|line| line.split("  ").next()).collect::<String>().replace(' ', "");
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal digits")).collect()
}

#[test]
fn the_example_of_the_page_is_what_is_made() {
    let edits = [
        ("queues.orders.visibilityTimeout", "1m30s"),
        ("producers.web.rate.1", "120"),
        ("consumers.w.work", "2s500ms"),
    ];
    let view = View { t_ms: 133_333, ..View::default() };
    let link = Link { view, ..built_in("spike-absorption", &edits) };
    let base = frozen("spike-absorption");
    let payload = encode(&link, Some(&base)).expect("it fits");
    assert!(PAGE.contains(&format!("`{payload}` ({} characters)", payload.len())), "{payload}");
    let made = Base64UrlUnpadded::decode_vec(&payload).expect("base64url");
    assert_eq!(made[..made.len() - 2], bytes());
    let packet = decode(&payload).expect("it is whole");
    assert_eq!(packet.open(Some(&base)), Ok((link, Vec::new())));
}
