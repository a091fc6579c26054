//! The headers of a request.

use std::ops::Range;

/// Room for the text of most requests' headers, a signature included.
const TEXT_BYTES: usize = 1_024;

/// Names and values in the order they came, all in one text: a request has many, and few are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    text: String,
    /// Where each name ends and its value, which begins there.
    ends: Vec<(usize, usize)>,
}

impl Headers {
    /// Names and values as they came; what is no text in them is replaced.
    pub fn from_bytes<'a>(pairs: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> Self {
        let (mut bytes, mut ends) = (Vec::with_capacity(TEXT_BYTES), Vec::with_capacity(pairs.size_hint().0));
        for (name, value) in pairs {
            bytes.extend_from_slice(name);
            let name_end = bytes.len();
            bytes.extend_from_slice(value);
            ends.push((name_end, bytes.len()));
        }
        // Nearly all are text, and looking once at all of it is soonest done.
        let is_text = |text: &String| {
            ends.iter().all(|(name_end, end)| text.is_char_boundary(*name_end) && text.is_char_boundary(*end))
        };
        match String::from_utf8(bytes) {
            Ok(text) if is_text(&text) => Self { text, ends },
            Ok(text) => Self::replaced(text.as_bytes(), &ends),
            Err(error) => Self::replaced(error.as_bytes(), &ends),
        }
    }

    fn replaced(bytes: &[u8], ends: &[(usize, usize)]) -> Self {
        let (mut headers, mut start) = (Self::default(), 0);
        for &(name_end, end) in ends {
            let text = |part: Range<usize>| String::from_utf8_lossy(&bytes[part]);
            headers.push(&text(start..name_end), &text(name_end..end));
            start = end;
        }
        headers
    }

    /// Adds one behind the others.
    pub fn push(&mut self, name: &str, value: &str) {
        self.text.push_str(name);
        let name_end = self.text.len();
        self.text.push_str(value);
        self.ends.push((name_end, self.text.len()));
    }

    /// The value of the first one of this name, in any case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (text, name, mut start) = (self.text.as_bytes(), name.as_bytes(), 0);
        self.ends.iter().find_map(|&(name_end, end)| {
            let key = &text[start..name_end];
            start = end;
            // Most come in the small letters in which they are asked for, and that is seen soonest.
            let is_it = key == name || key.eq_ignore_ascii_case(name);
            is_it.then(|| &self.text[name_end..end])
        })
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |&(name_end, end)| {
            let pair = (&self.text[start..name_end], &self.text[name_end..end]);
            start = end;
            pair
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl<N: AsRef<str>, V: AsRef<str>> Extend<(N, V)> for Headers {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, pairs: I) {
        pairs.into_iter().for_each(|(name, value)| self.push(name.as_ref(), value.as_ref()));
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        let (text, ends) = (String::with_capacity(TEXT_BYTES), Vec::with_capacity(pairs.size_hint().0));
        let mut headers = Self { text, ends };
        headers.extend(pairs);
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_name_is_found_in_any_case() {
        let mut headers: Headers = [("Host", "a"), ("", ""), ("X-Empty", "")].into_iter().collect();
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
        let read = |pairs: &[(&'static str, &'static [u8])]| {
            Headers::from_bytes(pairs.iter().map(|(name, value)| (name.as_bytes(), *value)))
        };
        assert_eq!(read(&[("a", "ä".as_bytes()), ("b", b"")]), [("a", "ä"), ("b", "")].into_iter().collect());
        // Two halves of a character are none, whatever is between them.
        for name in ["b", ""] {
            let replaced = [("a", "1\u{FFFD}"), (name, "\u{FFFD}2")].into_iter().collect();
            assert_eq!(read(&[("a", b"1\xC3"), (name, b"\xA42")]), replaced);
        }
    }
}
