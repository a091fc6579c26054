//! The built-in library. The names stand in `library/index.rs`, beside the files.

#[path = "../library/index.rs"]
mod index;
#[path = "../library/numbers.rs"]
mod numbers;

pub(crate) use numbers::NUMBERED;

/// A built-in scenario; its JSON is not part of the page's wasm but beside the page as `scenario.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What the address calls it, `[a-z0-9-]{1,32}`.
    pub slug: &'static str,
    /// Title in English.
    pub title: &'static str,
    /// One sentence: what one will see.
    pub summary: &'static str,
}

/// Scenarios that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Title in English.
    pub title: &'static str,
    /// In teaching order.
    pub entries: &'static [Entry],
}

/// The chapters that have scenarios, in teaching order.
pub fn chapters() -> impl Iterator<Item = &'static Chapter> {
    index::CHAPTERS.iter().filter(|chapter| !chapter.entries.is_empty())
}

/// All built-in scenarios, in teaching order.
pub fn all() -> impl DoubleEndedIterator<Item = &'static Entry> + Clone {
    index::CHAPTERS.iter().flat_map(|chapter| chapter.entries)
}

/// One of them.
pub fn find(slug: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.slug == slug)
}

/// The number of a slug in links.
pub(crate) fn number(slug: &str) -> Option<u32> {
    (0..).zip(NUMBERED).find(|(_, known)| **known == slug).map(|(number, _)| number)
}

/// The slug of a number in links; the library may not have it any more.
pub(crate) fn numbered(number: u32) -> Option<&'static str> {
    usize::try_from(number).ok().and_then(|number| NUMBERED.get(number)).copied()
}

/// The JSON of one of them; natively and in the npm package, behind the feature `library-json`.
#[cfg(feature = "library-json")]
pub fn json(slug: &str) -> Option<&'static str> {
    index::FILES.iter().find(|(name, _)| *name == slug).map(|(_, json)| *json)
}
