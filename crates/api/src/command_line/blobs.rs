//! Bytes among the parameters: base64 as they are typed, or as text with `--cli-binary-format
//! raw-in-base64-out`. On the wire they are base64 in either case.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::failure::Failure;
use super::tree::Tree;
use crate::model::Shape;

/// Python's reader: what is no base64 is passed over, and spare bits at the end do not matter.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Puts every blob in the form of the wire.
pub(super) fn encode(tree: &mut Tree, shape: Shape, is_raw: bool) -> Result<(), Failure> {
    match (shape, tree) {
        (Shape::Blob, Tree::String(text)) => {
            let bytes = if is_raw { text.as_bytes().to_vec() } else { decode(text)? };
            *text = LENIENT.encode(bytes);
        }
        (Shape::List(list), Tree::List(items)) => {
            for item in items {
                encode(item, list.item, is_raw)?;
            }
        }
        (Shape::Map(map), Tree::Object(entries)) => {
            for (_, value) in entries {
                encode(value, map.item, is_raw)?;
            }
        }
        (Shape::Structure(members), Tree::Object(values)) => {
            for (name, value) in values {
                if let Some(member) = members.iter().find(|member| member.name == name.as_str()) {
                    encode(value, member.shape, is_raw)?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn decode(text: &str) -> Result<Vec<u8>, Failure> {
    let wrong = || Failure::General(format!("Invalid base64: \"{text}\""));
    if !text.is_ascii() {
        return Err(Failure::General("string argument should contain only ASCII characters".to_owned()));
    }
    let mut digits = String::new();
    let mut padding_count = 0;
    for c in text.chars() {
        match c {
            '=' => padding_count += 1,
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' => {
                digits.push(c);
                padding_count = 0;
            }
            _ => {}
        }
        let in_group = digits.len() % 4;
        if padding_count > 0 && in_group >= 2 && in_group + padding_count >= 4 {
            return LENIENT.decode(&digits).map_err(|_| wrong());
        }
    }
    if !digits.len().is_multiple_of(4) {
        return Err(wrong());
    }
    LENIENT.decode(&digits).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_python_reads_it() {
        let texts: [(&str, Option<&[u8]>); 9] = [
            ("aGk=", Some(b"hi")),
            ("aG k=\n", Some(b"hi")),
            ("aGl=", Some(b"hi")),
            ("", Some(b"")),
            ("aGk=aGk=", Some(b"hi")),
            ("aGk", None),
            ("a", None),
            ("!", Some(b"")),
            ("ø", None),
        ];
        for (text, bytes) in texts {
            assert_eq!(decode(text).ok().as_deref(), bytes, "{text}");
        }
    }
}
