//! JSON writes a character beyond 16 bits as two escapes; YAML has another escape for it and refuses these.

/// The text with such pairs in place of their characters.
pub(super) fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        if let Some(letter) = pair(escape) {
            out.push(letter);
            rest = &escape[PAIR_BYTES..];
            continue;
        }
        // The backslash and what it stands before, which may be another one.
        let len = escape.chars().take(2).map(char::len_utf8).sum();
        out.push_str(&escape[..len]);
        rest = &escape[len..];
    }
    out.push_str(rest);
    out
}

/// Bytes of two escapes.
const PAIR_BYTES: usize = 12;

/// The character of a pair that stands at the beginning.
fn pair(text: &str) -> Option<char> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut letters = char::decode_utf16([unit(0)?, unit(6)?]);
    match (letters.next(), letters.next()) {
        (Some(Ok(letter)), None) => Some(letter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn only_pairs_become_letters() {
        assert_eq!(joined(r#""a\ud83d\ude00b""#), "\"a😀b\"");
        assert_eq!(joined(r"\\ud83d\ude00"), r"\\ud83d\ude00");
        assert_eq!(joined(r"\ud83d é \"), r"\ud83d é \");
        assert_eq!(joined(r"A\u0041\n"), r"A\u0041\n");
    }
}
