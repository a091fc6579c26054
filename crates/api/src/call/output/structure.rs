//! Where the members of a structure go: into a value, or into the text of AWS JSON at once, which takes a call
//! that is made again and again less than half as long.

use serde_json::{Map, Value};

/// A structure that is being written. Members come in alphabetical order, as AWS sends them.
pub(super) trait Structure {
    /// A text in which no character means anything to JSON: an id, a digest, a number.
    fn put_plain(&mut self, name: &'static str, text: &str);

    /// Any text.
    fn put_text(&mut self, name: &'static str, text: &str);

    /// Anything else.
    fn put(&mut self, name: &'static str, value: Value);
}

impl Structure for Map<String, Value> {
    fn put_plain(&mut self, name: &'static str, text: &str) {
        self.put_text(name, text);
    }

    fn put_text(&mut self, name: &'static str, text: &str) {
        self.put(name, text.into());
    }

    fn put(&mut self, name: &'static str, value: Value) {
        self.insert(name.to_owned(), value);
    }
}

/// A structure as text.
pub(super) struct Text<'a> {
    bytes: &'a mut Vec<u8>,
    /// The name of the latest member, empty before the first.
    latest: &'static str,
}

impl<'a> Text<'a> {
    /// Appends a structure, whose members are put by `write`.
    pub(super) fn append(bytes: &'a mut Vec<u8>, write: impl FnOnce(&mut Self)) {
        bytes.push(b'{');
        let mut text = Self { bytes, latest: "" };
        write(&mut text);
        text.bytes.push(b'}');
    }

    fn begin(&mut self, name: &'static str) {
        debug_assert!(self.latest < name, "{name} behind {}", self.latest);
        if !self.latest.is_empty() {
            self.bytes.push(b',');
        }
        self.latest = name;
        self.quote(name);
        self.bytes.push(b':');
    }

    fn quote(&mut self, text: &str) {
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(b'"');
    }
}

impl Structure for Text<'_> {
    fn put_plain(&mut self, name: &'static str, text: &str) {
        debug_assert!(is_plain(text));
        self.begin(name);
        self.quote(text);
    }

    fn put_text(&mut self, name: &'static str, text: &str) {
        self.begin(name);
        if is_plain(text) {
            self.quote(text);
        } else {
            // To memory nothing fails.
            let _ = serde_json::to_writer(&mut *self.bytes, text);
        }
    }

    fn put(&mut self, name: &'static str, value: Value) {
        self.begin(name);
        // A value of JSON can always be written, and to memory nothing fails.
        let _ = serde_json::to_writer(&mut *self.bytes, &value);
    }
}

/// True if no character means anything to JSON. Looking at all of it, whatever is found, can be done for many at once.
fn is_plain(text: &str) -> bool {
    let means_something = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    !text.bytes().fold(false, |found, byte| found | means_something(byte))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn write(structure: &mut impl Structure) {
        structure.put("A", json!({ "B": [1] }));
        structure.put_plain("C", "d41d8cd9");
        structure.put_text("D", "\"\\\n\u{1F600}\u{7F}");
        structure.put_text("E", "ä plain text\u{7F}");
    }

    #[test]
    fn a_text_reads_as_the_value() {
        let mut value = Map::new();
        write(&mut value);
        let mut bytes = Vec::new();
        Text::append(&mut bytes, write);
        assert_eq!(bytes, serde_json::to_vec(&value).expect("a value"));
        bytes.clear();
        Text::append(&mut bytes, |_| ());
        assert_eq!(bytes, b"{}");
    }
}
