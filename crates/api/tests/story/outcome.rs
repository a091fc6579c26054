//! What a line gave, and how it compares with what the story expects.

use api::refusal::AwsError;

use super::duration;
use super::words::Word;

/// What a line gave.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An answer, in the words of a story.
    Items(Vec<Item>),
    /// AWS's error.
    Refused(AwsError),
    /// What came over the wire, or the story's pattern if that holds.
    Wire(String),
}

/// A bare word, or none, and what can be said about it.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// A message's name, `nothing`, `waiting`, `done`…
    pub name: Option<String>,
    /// All facts; a story names those that it cares for.
    pub facts: Vec<(&'static str, String)>,
}

impl Item {
    /// A word without facts.
    pub fn word(name: &str) -> Self {
        Self { name: Some(name.to_owned()), facts: Vec::new() }
    }

    fn fact(&self, key: &str) -> Option<&str> {
        self.facts.iter().find(|(name, _)| *name == key).map(|(_, value)| value.as_str())
    }
}

impl Outcome {
    /// One word.
    pub fn word(name: &str) -> Self {
        Self::Items(vec![Item::word(name)])
    }

    /// The outcome in the words that the story should have, given those that it has: the same facts in the
    /// same order, and the story's own words wherever they hold.
    pub fn words(&self, expected: &[Word]) -> Vec<Word> {
        match self {
            Self::Refused(error) => refusal_words(error, expected),
            Self::Items(items) => item_words(items, expected),
            Self::Wire(text) => vec![Word::Bare(text.clone())],
        }
    }
}

/// Keys whose values are instants; a story may write `90s` or `1m30s`.
const TIMES: [&str; 11] = [
    "at",
    "until",
    "since",
    "expires",
    "enqueued",
    "sent",
    "first-received",
    "visible-at",
    "started",
    "created",
    "modified",
];

/// What the story expects, with durations in their shortest form.
///
/// # Errors
/// If an instant is no duration.
pub fn normal(expected: &[Word]) -> Result<Vec<Word>, String> {
    expected
        .iter()
        .map(|word| match word {
            Word::Pair(key, value) if TIMES.contains(&key.as_str()) && value != "-" => {
                Ok(Word::Pair(key.clone(), duration::show(duration::parse(value)?)))
            }
            Word::Bare(_) | Word::Text(_) | Word::Pair(..) => Ok(word.clone()),
        })
        .collect()
}

fn refusal_words(error: &AwsError, expected: &[Word]) -> Vec<Word> {
    let code = Word::Bare(error.code.to_owned());
    match expected {
        [Word::Bare(expected_code)] if *expected_code == error.code => vec![code],
        [Word::Bare(_), Word::Text(fragment)] if error.message.contains(fragment.as_str()) => {
            vec![code, Word::Text(fragment.clone())]
        }
        _ => vec![code, Word::Text(error.message.clone())],
    }
}

fn item_words(items: &[Item], expected: &[Word]) -> Vec<Word> {
    let wanted = wanted_items(expected);
    let mut words = Vec::new();
    for (place, item) in items.iter().enumerate() {
        words.extend(
            item.name.iter().flat_map(|name| name.split(' ')).map(|name| Word::Bare(name.to_owned())),
        );
        match wanted.get(place) {
            Some(wanted) if wanted.name == item.name.as_deref() => {
                words.extend(wanted.pairs.iter().map(|(key, value)| fact_word(item, key, value)));
            }
            Some(_) | None => words.extend(item.fact("count").map(|n| Word::Pair("count".into(), n.into()))),
        }
    }
    words
}

/// An item as the story wants it.
#[derive(Default)]
struct Wanted<'a> {
    name: Option<&'a str>,
    pairs: Vec<(&'a str, &'a str)>,
}

/// Pairs belong to the bare word before them; pairs in front of the first one belong to a nameless item.
fn wanted_items(expected: &[Word]) -> Vec<Wanted<'_>> {
    let mut items: Vec<Wanted<'_>> = Vec::new();
    for word in expected {
        match word {
            Word::Bare(text) | Word::Text(text) => {
                items.push(Wanted { name: Some(text), pairs: Vec::new() });
            }
            Word::Pair(key, value) => {
                if items.is_empty() {
                    items.push(Wanted::default());
                }
                items.last_mut().expect("one was pushed if there was none").pairs.push((key, value));
            }
        }
    }
    items
}

/// `key=value` as it is; `key>=9` and `key<=9` stay as the story has them if they hold.
fn fact_word(item: &Item, key: &str, value: &str) -> Word {
    let name = key.trim_end_matches(['<', '>']);
    let Some(actual) = item.fact(name) else {
        return Word::Pair(key.to_owned(), "(there is no such fact)".to_owned());
    };
    let holds = match (key.strip_prefix(name), actual.parse::<u64>(), value.parse::<u64>()) {
        (Some(">"), Ok(actual), Ok(limit)) => actual >= limit,
        (Some("<"), Ok(actual), Ok(limit)) => actual <= limit,
        _ => false,
    };
    if holds {
        Word::Pair(key.to_owned(), value.to_owned())
    } else {
        Word::Pair(name.to_owned(), actual.to_owned())
    }
}
