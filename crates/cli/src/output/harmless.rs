//! Texts of other people's files and links, as a terminal may see them.
//!
//! A title can hold what moves the cursor or turns the reading direction, and so pretend to be another output. Such
//! characters are written as JSON writes them, so that JSON stays what it is.

use std::borrow::Cow;
use std::io::{self, Write};

/// A writer of UTF-8 that lets no control character through, but for ends of lines and tabs.
#[derive(Debug)]
pub struct Harmless<W> {
    to: W,
    /// The beginning of a character whose end is not here yet.
    begun: Vec<u8>,
}

impl<W: Write> Harmless<W> {
    /// Writes to another one.
    pub fn new(to: W) -> Self {
        Self { to, begun: Vec::new() }
    }
}

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.begun.is_empty() && bytes.iter().all(|byte| is_plain(*byte)) {
            self.to.write_all(bytes)?;
            return Ok(bytes.len());
        }
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
        };
        let rest = self.begun.split_off(whole);
        let ready = std::mem::replace(&mut self.begun, rest);
        self.to.write_all(text(&String::from_utf8_lossy(&ready)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A text with its control characters, other than ends of lines and tabs, written out: `\u001b`.
pub fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            harmful if is_harmful(harmful) => written.push_str(&format!("\\u{:04x}", u32::from(harmful))),
            other => written.push(other),
        }
    }
    Cow::Owned(written)
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t')
}

/// Controls, and what sets the direction of reading or hides where a line ends. All have four digits.
fn is_harmful(letter: char) -> bool {
    match letter {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        for (given, wanted) in [
            ("plain — ü\n\tx", "plain — ü\n\tx"),
            ("\u{1b}[2J\r", "\\u001b[2J\\u000d"),
            ("a\u{202e}b\u{2069}\u{9b}\u{7f}", "a\\u202eb\\u2069\\u009b\\u007f"),
        ] {
            assert_eq!(text(given), wanted);
            // However it comes: byte by byte too.
            let mut out = Harmless::new(Vec::new());
            given.as_bytes().iter().for_each(|byte| out.write_all(&[*byte]).expect("it is UTF-8"));
            assert_eq!(String::from_utf8(out.to).as_deref(), Ok(wanted));
        }
    }
}
