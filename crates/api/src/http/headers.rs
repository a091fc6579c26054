//! The headers of a request.

use std::borrow::Cow;

/// Names and values in the order they came: a request has many, and few are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Headers<'a> {
    /// Names and values as they came; what is no text in a value is replaced.
    pub fn from_bytes(pairs: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        Self(pairs.map(|(name, value)| (name.into(), text(value))).collect())
    }

    /// Adds one behind the others.
    pub fn push(&mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) {
        self.0.push((name.into(), value.into()));
    }

    /// The value of the first one of this name, in any case.
    pub fn get(&self, name: &str) -> Option<&str> {
        // Most differ in length, which is seen soonest.
        let is_it = |key: &str| key.len() == name.len() && key.eq_ignore_ascii_case(name);
        self.iter().find(|(key, _)| is_it(key)).map(|(_, value)| value)
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Nearly all is text, and the library's own way to mend what is not takes longer to see that.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

impl<'a, N: Into<Cow<'a, str>>, V: Into<Cow<'a, str>>> Extend<(N, V)> for Headers<'a> {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, pairs: I) {
        self.0.extend(pairs.into_iter().map(|(name, value)| (name.into(), value.into())));
    }
}

impl<'a, N: Into<Cow<'a, str>>, V: Into<Cow<'a, str>>> FromIterator<(N, V)> for Headers<'a> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut headers = Self::default();
        headers.extend(pairs);
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_name_is_found_in_any_case() {
        let mut headers: Headers<'_> = [("Host", "a"), ("", ""), ("X-Empty", "")].into_iter().collect();
        headers.push("host", "ä");
        assert_eq!(headers.get("hOST"), Some("a"));
        assert_eq!(headers.get("x-empty"), Some(""));
        assert_eq!(headers.get("Hos"), None);
        assert_eq!(headers.len(), 4);
        let pairs: Vec<(&str, &str)> = headers.iter().collect();
        assert_eq!(pairs, [("Host", "a"), ("", ""), ("X-Empty", ""), ("host", "ä")]);
    }

    #[test]
    fn what_is_no_text_is_replaced() {
        let read = |pairs: &[(&'static str, &'static [u8])]| Headers::from_bytes(pairs.iter().copied());
        assert_eq!(read(&[("a", "ä".as_bytes()), ("b", b"")]), [("a", "ä"), ("b", "")].into_iter().collect());
        // Two halves of a character are none.
        let replaced = [("a", "1\u{FFFD}"), ("b", "\u{FFFD}2")].into_iter().collect();
        assert_eq!(read(&[("a", b"1\xC3"), ("b", b"\xA42")]), replaced);
    }
}
