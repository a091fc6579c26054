//! What Python says of a text that is no JSON: the CLI passes these words on.

/// The words for a text that is no JSON, with the place as line, column and character.
pub(super) fn explain(text: &str) -> String {
    let mut scanner = Scanner { text: text.chars().collect(), depth: 0 };
    let (message, at) = match scanner.document() {
        Err(problem) => problem,
        // Ours is the stricter reader, of numbers that are too large.
        Ok(()) => ("Expecting value", 0),
    };
    let before = &scanner.text[..at.min(scanner.text.len())];
    let line = 1 + before.iter().filter(|&&c| c == '\n').count();
    let column = at - before.iter().rposition(|&c| c == '\n').map_or(0, |newline| newline + 1) + 1;
    format!("{message}: line {line} column {column} (char {at})")
}

/// The deepest nesting that is looked into; JSON that nests deeper is not read.
const DEPTH_MAX: u32 = 128;

type Scanned = Result<usize, (&'static str, usize)>;

/// Each method reads from a place and gives the place behind, or what is wrong and where.
struct Scanner {
    text: Vec<char>,
    depth: u32,
}

impl Scanner {
    fn document(&mut self) -> Result<(), (&'static str, usize)> {
        let start = self.skip_blanks(0);
        let end = self.value(start)?;
        let end = self.skip_blanks(end);
        if end == self.text.len() { Ok(()) } else { Err(("Extra data", end)) }
    }

    fn at(&self, place: usize) -> Option<char> {
        self.text.get(place).copied()
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        while self.at(at).is_some_and(|c| " \t\n\r".contains(c)) {
            at += 1;
        }
        at
    }

    fn value(&mut self, at: usize) -> Scanned {
        match self.at(at) {
            Some('"') => self.string(at),
            Some('{') => self.nested(at, Self::object),
            Some('[') => self.nested(at, Self::list),
            Some(c) if c == '-' || c.is_ascii_digit() => self.number(at),
            _ => {
                let word = ["null", "true", "false"].into_iter().find(|word| self.has(at, word));
                word.map(|word| at + word.len()).ok_or(("Expecting value", at))
            }
        }
    }

    fn has(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(index, c)| self.at(at + index) == Some(c))
    }

    fn nested(&mut self, at: usize, read: fn(&mut Self, usize) -> Scanned) -> Scanned {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(("Nested too deep", at));
        }
        let end = read(self, at);
        self.depth -= 1;
        end
    }

    fn object(&mut self, start: usize) -> Scanned {
        let mut at = self.skip_blanks(start + 1);
        if self.at(at) == Some('}') {
            return Ok(at + 1);
        }
        loop {
            if self.at(at) != Some('"') {
                return Err(("Expecting property name enclosed in double quotes", at));
            }
            at = self.string(at)?;
            at = self.skip_blanks(at);
            if self.at(at) != Some(':') {
                return Err(("Expecting ':' delimiter", at));
            }
            at = self.skip_blanks(at + 1);
            at = self.value(at)?;
            at = self.skip_blanks(at);
            match self.at(at) {
                Some('}') => return Ok(at + 1),
                Some(',') => at = self.skip_blanks(at + 1),
                _ => return Err(("Expecting ',' delimiter", at)),
            }
        }
    }

    fn list(&mut self, start: usize) -> Scanned {
        let mut at = self.skip_blanks(start + 1);
        if self.at(at) == Some(']') {
            return Ok(at + 1);
        }
        loop {
            at = self.value(at)?;
            at = self.skip_blanks(at);
            match self.at(at) {
                Some(']') => return Ok(at + 1),
                Some(',') => at = self.skip_blanks(at + 1),
                _ => return Err(("Expecting ',' delimiter", at)),
            }
        }
    }

    fn string(&self, start: usize) -> Scanned {
        let mut at = start + 1;
        loop {
            match self.at(at) {
                None => return Err(("Unterminated string starting at", start)),
                Some('"') => return Ok(at + 1),
                Some('\\') => at = self.escape(start, at)?,
                Some(c) if c < ' ' => return Err(("Invalid control character at", at)),
                Some(_) => at += 1,
            }
        }
    }

    fn escape(&self, start: usize, at: usize) -> Scanned {
        match self.at(at + 1) {
            None => Err(("Unterminated string starting at", start)),
            Some('u') => {
                let digits = (2..6).all(|index| self.at(at + index).is_some_and(|c| c.is_ascii_hexdigit()));
                if digits { Ok(at + 6) } else { Err(("Invalid \\uXXXX escape", at + 1)) }
            }
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => Ok(at + 2),
            Some(_) => Err(("Invalid \\escape", at)),
        }
    }

    /// As much as makes a number; what is left over is found to be extra.
    fn number(&self, start: usize) -> Scanned {
        let digits_from = |mut at: usize| {
            while self.at(at).is_some_and(|c| c.is_ascii_digit()) {
                at += 1;
            }
            at
        };
        let first = start + usize::from(self.at(start) == Some('-'));
        let mut at = if self.at(first) == Some('0') { first + 1 } else { digits_from(first) };
        if at == first {
            return Err(("Expecting value", start));
        }
        if self.at(at) == Some('.') && digits_from(at + 1) > at + 1 {
            at = digits_from(at + 1);
        }
        if matches!(self.at(at), Some('e' | 'E')) {
            let sign = usize::from(matches!(self.at(at + 1), Some('+' | '-')));
            let exponent = at + 1 + sign;
            if digits_from(exponent) > exponent {
                at = digits_from(exponent);
            }
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_pythons() {
        let texts = [
            ("", "Expecting value: line 1 column 1 (char 0)"),
            ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ("{a:1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ("{'a':1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ("{\"a\":1,}", "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)"),
            ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
            ("{\"a\":}", "Expecting value: line 1 column 6 (char 5)"),
            ("{\"a\":1 \"b\":2}", "Expecting ',' delimiter: line 1 column 8 (char 7)"),
            ("[1,]", "Expecting value: line 1 column 4 (char 3)"),
            ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
            ("[\"a", "Unterminated string starting at: line 1 column 2 (char 1)"),
            ("[\"a\\\"]", "Unterminated string starting at: line 1 column 2 (char 1)"),
            ("[\"\\x\"]", "Invalid \\escape: line 1 column 3 (char 2)"),
            ("[\"\\u12\"]", "Invalid \\uXXXX escape: line 1 column 4 (char 3)"),
            ("[\"a\nb\"]", "Invalid control character at: line 1 column 4 (char 3)"),
            ("{\"a\":1}}", "Extra data: line 1 column 8 (char 7)"),
            ("[1]\n x", "Extra data: line 2 column 2 (char 5)"),
            ("nul", "Expecting value: line 1 column 1 (char 0)"),
            ("[-]", "Expecting value: line 1 column 2 (char 1)"),
            ("[01]", "Expecting ',' delimiter: line 1 column 3 (char 2)"),
            ("[1.]", "Expecting ',' delimiter: line 1 column 3 (char 2)"),
            ("[1e]", "Expecting ',' delimiter: line 1 column 3 (char 2)"),
            ("[\n\n  tru]", "Expecting value: line 3 column 3 (char 5)"),
            ("{\"a\":\"b\"", "Expecting ',' delimiter: line 1 column 9 (char 8)"),
            ("[\"a\\", "Unterminated string starting at: line 1 column 2 (char 1)"),
            ("{\"a\":tru}", "Expecting value: line 1 column 6 (char 5)"),
            (" ", "Expecting value: line 1 column 2 (char 1)"),
            ("{,}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ("[\"\t\"]", "Invalid control character at: line 1 column 3 (char 2)"),
            ("[\"\\uZZZZ\"]", "Invalid \\uXXXX escape: line 1 column 4 (char 3)"),
        ];
        for (text, words) in texts {
            assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
            assert_eq!(explain(text), words, "{text}");
        }
    }
}
