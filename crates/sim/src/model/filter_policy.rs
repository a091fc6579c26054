//! Filter policies of subscriptions (sqs-facts §8), and what they look at. Read from JSON elsewhere.

use std::net::IpAddr;
use std::sync::Arc;

use sqs::{AttributeValue, MessageAttribute};

/// Digits behind the point that filters know: numbers are kept in units of 10⁻⁵.
pub const FILTER_DECIMALS: u32 = 5;

/// Which published messages a subscription gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterPolicy {
    /// What it looks at.
    pub scope: FilterScope,
    /// All must match.
    pub fields: Vec<FieldFilter>,
}

/// `FilterPolicyScope`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterScope {
    /// The message's attributes.
    MessageAttributes,
    /// Its body, which must be a JSON object.
    MessageBody,
}

/// One condition of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldFilter {
    /// A key, and rules of which one must match.
    Key(Arc<str>, Vec<ValueFilter>),
    /// A key and what must match within it; bodies only.
    Within(Arc<str>, Vec<FieldFilter>),
    /// `$or`: of these lists, one must match.
    AnyOf(Vec<Vec<FieldFilter>>),
}

/// A rule for one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueFilter {
    /// This very value.
    Is(Plain),
    /// `anything-but`: there is a value, and none of these rules matches it.
    AnythingBut(Vec<ValueFilter>),
    /// `prefix`.
    Prefix(Arc<str>),
    /// `suffix`.
    Suffix(Arc<str>),
    /// `equals-ignore-case`.
    EqualsIgnoreCase(Arc<str>),
    /// `wildcard`: `*` stands for any characters.
    Wildcard(Arc<str>),
    /// `numeric`: all comparisons hold.
    Numeric(Vec<(NumberSign, i64)>),
    /// `exists`.
    Exists(bool),
    /// `cidr`: an address in this network.
    Cidr(IpAddr, u8),
}

/// A comparison of `numeric`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum NumberSign {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain {
    /// A text.
    Text(Arc<str>),
    /// A number, see [`FILTER_DECIMALS`].
    Number(i64),
    /// True or false.
    Flag(bool),
    /// Null.
    Null,
    /// A number that no filter can name: too large, or with more decimals.
    OtherNumber,
}

/// A JSON body as filters see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// A value.
    Plain(Plain),
    /// A list.
    List(Vec<Document>),
    /// An object.
    Fields(Vec<(Arc<str>, Document)>),
}

impl FilterPolicy {
    /// Does it let a message through? A body that is no JSON object does not pass a filter of bodies.
    pub fn passes(&self, attributes: &[MessageAttribute], body: Option<&Document>) -> bool {
        match self.scope {
            FilterScope::MessageAttributes => {
                let value = |it: &MessageAttribute| Some((it.name.clone(), attribute_value(it)?));
                let fields = attributes.iter().filter_map(value).collect();
                all_match(&self.fields, &Document::Fields(fields))
            }
            FilterScope::MessageBody => {
                body.is_some_and(|body| matches!(body, Document::Fields(_)) && all_match(&self.fields, body))
            }
        }
    }
}

impl Document {
    fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Fields(fields) => fields.iter().find(|(name, _)| **name == *key).map(|(_, value)| value),
            Self::Plain(_) | Self::List(_) => None,
        }
    }
}

/// Binary attributes are not looked at.
fn attribute_value(attribute: &MessageAttribute) -> Option<Document> {
    let AttributeValue::Text(text) = &attribute.value else { return None };
    let plain = if attribute.data_type.split('.').next() == Some("Number") {
        number_of(text).map_or(Plain::OtherNumber, Plain::Number)
    } else {
        Plain::Text(text.clone())
    };
    Some(Document::Plain(plain))
}

/// A decimal in units of 10⁻⁵; none if it has more decimals, or is no plain decimal.
pub fn number_of(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let decimals = FILTER_DECIMALS as usize;
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > decimals || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let scaled: i64 = format!("{whole}{fraction:0<decimals$}").parse().ok()?;
    Some(sign * scaled)
}

fn all_match(filters: &[FieldFilter], fields: &Document) -> bool {
    filters.iter().all(|filter| match filter {
        FieldFilter::Key(key, rules) => {
            let value = fields.get(key);
            rules.iter().any(|rule| matches(rule, value))
        }
        FieldFilter::Within(key, filters) => fields.get(key).is_some_and(|inner| match inner {
            Document::List(items) => items.iter().any(|item| all_match(filters, item)),
            inner => all_match(filters, inner),
        }),
        FieldFilter::AnyOf(choices) => choices.iter().any(|filters| all_match(filters, fields)),
    })
}

/// A list matches if one of its values does.
fn matches(rule: &ValueFilter, value: Option<&Document>) -> bool {
    if let ValueFilter::Exists(exists) = rule {
        return value.is_some() == *exists;
    }
    match value {
        None | Some(Document::Fields(_)) => false,
        Some(Document::List(items)) => items.iter().any(|item| matches(rule, Some(item))),
        Some(Document::Plain(plain)) => plain_matches(rule, plain),
    }
}

fn plain_matches(rule: &ValueFilter, value: &Plain) -> bool {
    let text_fits = |fits: &dyn Fn(&str) -> bool| matches!(value, Plain::Text(text) if fits(text));
    match rule {
        ValueFilter::Is(wanted) => value == wanted && *value != Plain::OtherNumber,
        ValueFilter::AnythingBut(rules) => !rules.iter().any(|rule| plain_matches(rule, value)),
        ValueFilter::Prefix(prefix) => text_fits(&|text| text.starts_with(&**prefix)),
        ValueFilter::Suffix(suffix) => text_fits(&|text| text.ends_with(&**suffix)),
        ValueFilter::EqualsIgnoreCase(wanted) => {
            text_fits(&|text| text.to_lowercase() == wanted.to_lowercase())
        }
        ValueFilter::Wildcard(pattern) => text_fits(&|text| is_like(pattern, text)),
        ValueFilter::Numeric(bounds) => match value {
            Plain::Number(number) => bounds.iter().all(|(sign, limit)| holds(*number, *sign, *limit)),
            Plain::Text(_) | Plain::Flag(_) | Plain::Null | Plain::OtherNumber => false,
        },
        ValueFilter::Exists(exists) => *exists,
        ValueFilter::Cidr(network, bits) => {
            text_fits(&|text| text.parse().is_ok_and(|address| is_within(address, *network, *bits)))
        }
    }
}

fn holds(number: i64, sign: NumberSign, limit: i64) -> bool {
    match sign {
        NumberSign::Equal => number == limit,
        NumberSign::Less => number < limit,
        NumberSign::LessOrEqual => number <= limit,
        NumberSign::Greater => number > limit,
        NumberSign::GreaterOrEqual => number >= limit,
    }
}

/// Does the whole text fit a pattern whose parts stand between stars?
fn is_like(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts = rest.split('*');
    // A split gives at least one part.
    let last = parts.next_back().unwrap_or_default();
    for part in parts {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

fn is_within(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            (address.to_bits() ^ network.to_bits()).leading_zeros() >= u32::from(bits)
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            (address.to_bits() ^ network.to_bits()).leading_zeros() >= u32::from(bits)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_at_most_five_digits() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-1.5", Some(-150_000)),
            ("1000000000", Some(100_000_000_000_000)),
            ("0.00001", Some(1)),
            ("2.5000000", Some(250_000)),
            ("0.000001", None),
            ("1e3", None),
            (".5", None),
            ("--1", None),
            ("", None),
        ] {
            assert_eq!(number_of(text), expected, "{text}");
        }
    }

    #[test]
    fn stars_stand_for_any_characters() {
        for (pattern, text) in
            [("*", ""), ("a*", "a"), ("*-eu-*", "x-eu-y"), ("a*b*b", "abxb"), ("a*a", "aa")]
        {
            assert!(is_like(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*a", "a"), ("a*b*b", "ab"), ("*x", "xy"), ("b*", "ab")] {
            assert!(!is_like(pattern, text), "{pattern} {text}");
        }
    }
}
