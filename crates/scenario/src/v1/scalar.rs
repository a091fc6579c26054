//! Values with a notation of their own.

use serde_json::Value;

use crate::decimal;
use crate::duration;
use crate::problem::quoted;
use crate::read::{Read, Reader};

/// Characters of an id.
const ID_CHARS_MAX: usize = 32;
/// Characters of a text.
const TEXT_CHARS_MAX: usize = 4_000;

/// `[a-z0-9-]{1,32}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id(pub(crate) String);

/// Is this an id?
fn is_id(text: &str) -> bool {
    (1..=ID_CHARS_MAX).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl Read for Id {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value.as_str() {
            Some(text) if is_id(text) => Some(Self(text.to_owned())),
            Some(text) => {
                reader.report(
                    "",
                    format!("{} is not an id.", quoted(text)),
                    format!("Use 1 to {ID_CHARS_MAX} lower-case letters, digits and hyphens."),
                );
                None
            }
            None => reader.wrong_type(value, "an id", "\"orders\""),
        }
    }
}

/// A text in one or more languages; English is needed.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// English.
    pub(crate) en: String,
}

impl Read for Text {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let Value::Object(languages) = value else {
            return reader.wrong_type(value, "a text by language", "{ \"en\": \"…\" }");
        };
        for (language, text) in languages {
            reader.below(language, |r| match text.as_str() {
                _ if !is_language(language) => {
                    r.report(
                        "",
                        format!("{} is not a language.", quoted(language)),
                        "Use a code such as `en` or `pt-BR`.",
                    );
                }
                None => {
                    r.wrong_type::<()>(text, "a text", "\"…\"");
                }
                Some(text) if text.chars().count() > TEXT_CHARS_MAX => {
                    r.report("", format!("A text has at most {TEXT_CHARS_MAX} characters."), "Shorten it.");
                }
                Some(_) => {}
            });
        }
        match languages.get("en") {
            Some(Value::String(en)) if !en.trim().is_empty() => Some(Self { en: en.clone() }),
            Some(Value::String(_)) => {
                reader.report("/en", "The English text is empty.", "Write a sentence.");
                None
            }
            Some(_) => None,
            None => {
                reader.report("", "The English text is missing.", "Add `\"en\": \"…\"`.");
                None
            }
        }
    }
}

fn is_language(code: &str) -> bool {
    let (language, region) = code.split_once('-').unwrap_or((code, "XX"));
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && (2..=8).contains(&region.len())
        && region.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A duration, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span(pub(crate) u64);

impl Read for Span {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let Some(text) = value.as_str() else {
            return reader.wrong_type(value, "a duration", "\"30s\", \"1m30s\", \"4d\"");
        };
        match duration::parse(text) {
            Ok(us) => Some(Self(us)),
            Err(error) => {
                reader.report(
                    "",
                    format!("{} is not a duration: {}.", quoted(text), error.message),
                    "Write numbers with ms, s, m, h or d: `30s`, `1m30s`, `4d`.",
                );
                None
            }
        }
    }
}

/// A share from 0 to 1, in parts per million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share(pub(crate) u32);

impl Read for Share {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let ppm = scaled(value, 6).and_then(|ppm| u32::try_from(ppm).ok()).filter(|ppm| *ppm <= 1_000_000);
        match ppm {
            Some(ppm) => Some(Self(ppm)),
            None => reader.wrong_type(value, "a share from 0 to 1 with at most six decimals", "0.02"),
        }
    }
}

/// A number from 0 in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Milli(pub(crate) u64);

impl Read for Milli {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match scaled(value, 3) {
            Some(milli) => Some(Self(milli)),
            None => reader.wrong_type(value, "a number from 0 with at most three decimals", "100 or 0.5"),
        }
    }
}

/// A number of the file times 10^`digits`.
pub(super) fn scaled(value: &Value, digits: u32) -> Option<u64> {
    value.as_number().and_then(|number| decimal::scaled(number, digits))
}

/// Bytes: `1KiB`, `200B`, or a whole number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size(pub(crate) u32);

impl Read for Size {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let bytes = match value {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => size_of(text),
            _ => None,
        };
        match bytes.and_then(|bytes| u32::try_from(bytes).ok()) {
            Some(bytes) => Some(Self(bytes)),
            None => reader.wrong_type(value, "a size in bytes", "\"1KiB\", \"200B\" or 200"),
        }
    }
}

fn size_of(text: &str) -> Option<u64> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(split);
    let unit_bytes: u64 = match unit {
        "B" => 1,
        "KiB" => 1_024,
        "MiB" => 1_024 * 1_024,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit_bytes)
}

/// How long one message's work takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work(pub(crate) sim::WorkTime);

const WORK_EXAMPLE: &str = "\"1s\", { \"uniform\": [\"1s\", \"3s\"] }, { \"exponential\": \"1s\" } or \
                            { \"lognormal\": [\"800ms\", 0.5] }";

impl Read for Work {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        if value.is_string() {
            return Span::read(value, reader).map(|span| Self(sim::WorkTime::Fixed(span.0)));
        }
        if !value.is_object() {
            return reader.wrong_type(value, "a duration or a distribution of it", WORK_EXAMPLE);
        }
        let fields = reader.object(value, &["fixed", "uniform", "exponential", "lognormal"])?;
        let mut named = fields.iter().filter(|(key, _)| !key.starts_with("x-"));
        let (Some((key, inner)), None) = (named.next(), named.next()) else {
            return reader.wrong_type(value, "exactly one distribution", WORK_EXAMPLE);
        };
        reader.below(key, |r| distribution(key, inner, r)).map(Self)
    }
}

fn distribution(key: &str, inner: &Value, reader: &mut Reader) -> Option<sim::WorkTime> {
    let pair = inner.as_array().map(Vec::as_slice);
    match (key, pair) {
        ("fixed", _) => Span::read(inner, reader).map(|span| sim::WorkTime::Fixed(span.0)),
        ("exponential", _) => Span::read(inner, reader).map(|span| sim::WorkTime::Exponential(span.0)),
        ("uniform", Some([from, to])) => {
            let from = reader.below("0", |r| Span::read(from, r));
            let to = reader.below("1", |r| Span::read(to, r));
            let (from, to) = (from?, to?);
            if from > to {
                reader.report("", "The first value is larger than the second.", "Swap them.");
                return None;
            }
            Some(sim::WorkTime::Uniform(from.0, to.0))
        }
        ("lognormal", Some([median, sigma])) => {
            let median = reader.below("0", |r| Span::read(median, r));
            let sigma = reader.below("1", |r| sigma_milli(sigma, r));
            Some(sim::WorkTime::Lognormal(median?.0, sigma?))
        }
        _ => reader.wrong_type(inner, "the values of a distribution", WORK_EXAMPLE),
    }
}

/// A lognormal's sigma at most, in thousandths: beyond it, work times differ by more than ten thousand times.
const SIGMA_MILLI_MAX: u64 = 3_000;

fn sigma_milli(value: &Value, reader: &mut Reader) -> Option<u32> {
    let sigma = scaled(value, 3).filter(|sigma| *sigma <= SIGMA_MILLI_MAX);
    match sigma.and_then(|sigma| u32::try_from(sigma).ok()) {
        Some(sigma) => Some(sigma),
        None => reader.wrong_type(value, "a sigma from 0 to 3 with at most three decimals", "0.5"),
    }
}
