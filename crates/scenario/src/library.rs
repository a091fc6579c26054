//! The built-in library. The names stand in `library/index.rs`, beside the files.

#[path = "../library/index.rs"]
mod index;

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

/// All built-in scenarios, in teaching order.
pub fn all() -> &'static [Entry] {
    index::ENTRIES
}

/// One of them.
pub fn find(slug: &str) -> Option<&'static Entry> {
    all().iter().find(|entry| entry.slug == slug)
}

/// The JSON of one of them; natively and in the npm package, behind the feature `library-json`.
#[cfg(feature = "library-json")]
pub fn json(slug: &str) -> Option<&'static str> {
    index::FILES.iter().find(|(name, _)| *name == slug).map(|(_, json)| *json)
}
