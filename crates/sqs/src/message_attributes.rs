//! A message's own attributes: what AWS takes, and how many bytes they count (sqs-facts §1.8, §1.10).

use std::collections::BTreeSet;

use crate::validation::is_xml_text;
use crate::{AttributeValue, MessageAttribute, NameFault, Refusal, limits};

const NAME_LEN_MAX: usize = 256;
const TYPE_LEN_MAX: usize = 256;
/// Significant digits of a number.
const NUMBER_DIGITS_MAX: usize = 38;
/// A number's size, in powers of ten.
const NUMBER_EXPONENTS: std::ops::RangeInclusive<i64> = -128..=126;
const RESERVED_PREFIXES: [&str; 2] = ["aws.", "amazon."];

/// What a value has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    Text,
    Number,
    Binary,
}

impl MessageAttribute {
    /// Bytes that it adds to its message: name, type and value.
    pub fn size_bytes(&self) -> u64 {
        let value = match &self.value {
            AttributeValue::Text(text) => text.len(),
            AttributeValue::Binary(bytes) => bytes.len(),
            AttributeValue::List | AttributeValue::Missing => 0,
        };
        (self.name.len() + self.data_type.len() + value) as u64
    }

    fn check(&self) -> Result<(), Refusal> {
        check_name(&self.name)?;
        let base =
            base(&self.data_type).ok_or_else(|| Refusal::InvalidMessageAttributeType(self.name.clone()))?;
        let empty = || Refusal::EmptyMessageAttribute(self.name.clone(), self.data_type.clone());
        match (&self.value, base) {
            (AttributeValue::List, _) => Err(Refusal::MessageAttributeLists),
            (AttributeValue::Binary(bytes), Base::Binary) if !bytes.is_empty() => Ok(()),
            (AttributeValue::Text(text), Base::Text) if !text.is_empty() => match is_xml_text(text) {
                true => Ok(()),
                false => Err(Refusal::InvalidMessageAttributeContents(self.name.clone())),
            },
            (AttributeValue::Text(text), Base::Number) if !text.is_empty() => match is_number(text) {
                true => Ok(()),
                false => Err(Refusal::MessageAttributeNotANumber(self.name.clone())),
            },
            (AttributeValue::Text(_) | AttributeValue::Binary(_) | AttributeValue::Missing, _) => {
                Err(empty())
            }
        }
    }
}

/// All of a message's attributes, in the order of the call.
pub(crate) fn check_message_attributes(attributes: &[MessageAttribute]) -> Result<(), Refusal> {
    if attributes.len() > limits::MESSAGE_ATTRIBUTES_MAX as usize {
        return Err(Refusal::TooManyMessageAttributes(attributes.len() as u32));
    }
    let mut names = BTreeSet::new();
    for attribute in attributes {
        attribute.check()?;
        if !names.insert(&attribute.name) {
            return Err(Refusal::InvalidMessageAttributeName(NameFault::Repeated));
        }
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let reserved =
        |prefix: &&str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let fault = if name.is_empty() {
        NameFault::Empty
    } else if name.chars().count() > NAME_LEN_MAX {
        NameFault::TooLong
    } else if RESERVED_PREFIXES.iter().any(reserved) {
        NameFault::Reserved
    } else if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        NameFault::Periods
    } else if !name.chars().all(is_name_character) {
        NameFault::Characters
    } else {
        return Ok(());
    };
    Err(Refusal::InvalidMessageAttributeName(fault))
}

/// AWS's documents allow only ASCII; it was seen to take Latin letters with diacritics too.
const fn is_name_character(c: char) -> bool {
    match c {
        '_' | '-' | '.' => true,
        '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' => true,
        c => c.is_ascii_alphanumeric(),
    }
}

/// One of the three types, with a label behind a dot if the sender likes.
fn base(data_type: &str) -> Option<Base> {
    let stem = data_type.split_once('.').map_or(data_type, |(stem, _)| stem);
    let base = match stem {
        "String" => Base::Text,
        "Number" => Base::Number,
        "Binary" => Base::Binary,
        _ => return None,
    };
    (data_type.chars().count() <= TYPE_LEN_MAX).then_some(base)
}

/// A decimal number, with an exponent or without, of a size and precision that AWS keeps.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        None => (unsigned, Some(0)),
        Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let Some(exponent) =
        exponent.filter(|_| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    else {
        return false;
    };
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return true;
    }
    let leading_zeros = digits.len() - significant.len();
    let power = exponent + whole.len() as i64 - leading_zeros as i64 - 1;
    let significant = significant.trim_end_matches('0');
    let largest = *NUMBER_EXPONENTS.end();
    significant.len() <= NUMBER_DIGITS_MAX
        && NUMBER_EXPONENTS.contains(&power)
        && (power < largest || significant == "1")
}

/// Up to four digits: more can only be out of range, or written to annoy.
fn exponent_of(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let short = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, data_type: &str, value: AttributeValue) -> MessageAttribute {
        MessageAttribute { name: name.into(), data_type: data_type.into(), value }
    }

    fn text(text: &str) -> AttributeValue {
        AttributeValue::Text(text.into())
    }

    #[test]
    fn numbers_are_decimal_and_within_bounds() {
        let most_digits = "1".repeat(38);
        let trailing = format!("{}000", "9".repeat(38));
        let fine =
            ["0", "-0.0", "+7", "6", "99.12", "-1e5", "1E+126", "1e-128", ".5", "5.", "0e9999", "00012"];
        for number in fine.into_iter().chain([&*most_digits, &*trailing]) {
            assert!(is_number(number), "{number}");
        }
        let too_precise = "1".repeat(39);
        let huge_exponent = format!("1e{}", "9".repeat(400));
        let wrong = ["", ".", "-", "1a", "1 ", " 1", "--1", "1e", "1e1.5", "NaN", "inf", "0x10", "1,5", "١"];
        let outside = ["1.1e126", "2e126", "1e127", "9e-129", &too_precise, &huge_exponent];
        for number in wrong.into_iter().chain(outside) {
            assert!(!is_number(number), "{number}");
        }
    }

    #[test]
    fn names_have_five_faults() {
        let longest = "n".repeat(256);
        for name in ["a", "A-b_9.c", "øßä", "Help.Me", "AWSome", "amazonia", &longest] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        let too_long = "n".repeat(257);
        let faults = [
            ("", NameFault::Empty),
            (&too_long, NameFault::TooLong),
            ("AWS.trace", NameFault::Reserved),
            ("aMaZoN.x", NameFault::Reserved),
            (".a", NameFault::Periods),
            ("a.", NameFault::Periods),
            ("a..b", NameFault::Periods),
            ("a b", NameFault::Characters),
            ("a!", NameFault::Characters),
            ("a§", NameFault::Characters),
            ("a×b", NameFault::Characters),
            ("名", NameFault::Characters),
        ];
        for (name, fault) in faults {
            assert_eq!(check_name(name), Err(Refusal::InvalidMessageAttributeName(fault)), "{name}");
        }
    }

    #[test]
    fn values_fit_their_type() {
        let longest = format!("String.{}", "t".repeat(249));
        for (data_type, value) in [
            ("String", text("x")),
            (longest.as_str(), text("x")),
            ("Number.int", text("12")),
            ("Binary", AttributeValue::Binary([0].as_slice().into())),
        ] {
            assert_eq!(attribute("a", data_type, value).check(), Ok(()), "{data_type}");
        }
        let wrong_type = Err(Refusal::InvalidMessageAttributeType("a".into()));
        for data_type in ["", "string", "Str", "Integer", "Stringy", &format!("{longest}t")] {
            assert_eq!(attribute("a", data_type, text("x")).check(), wrong_type, "{data_type}");
        }
        for (data_type, value) in [
            ("String", text("")),
            ("Number.int", text("")),
            ("Binary", text("x")),
            ("String", AttributeValue::Binary([0].as_slice().into())),
            ("Binary", AttributeValue::Binary([].as_slice().into())),
            ("String", AttributeValue::Missing),
        ] {
            let empty = Err(Refusal::EmptyMessageAttribute("a".into(), data_type.into()));
            assert_eq!(attribute("a", data_type, value).check(), empty, "{data_type}");
        }
        let control = attribute("a", "String", text("\u{1}"));
        assert_eq!(control.check(), Err(Refusal::InvalidMessageAttributeContents("a".into())));
        let list = attribute("a", "String", AttributeValue::List);
        assert_eq!(list.check(), Err(Refusal::MessageAttributeLists));
    }

    #[test]
    fn ten_attributes_with_ten_names() {
        let named = |n: u32| attribute(&format!("a{n}"), "String", text("x"));
        let ten: Vec<_> = (0..10).map(named).collect();
        let eleven: Vec<_> = (0..11).map(named).collect();
        assert_eq!(check_message_attributes(&ten), Ok(()));
        assert_eq!(check_message_attributes(&eleven), Err(Refusal::TooManyMessageAttributes(11)));
        let repeated = Err(Refusal::InvalidMessageAttributeName(NameFault::Repeated));
        assert_eq!(check_message_attributes(&[named(1), named(2), named(1)]), repeated);
    }
}
