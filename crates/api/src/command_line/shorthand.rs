//! The CLI's shorthand syntax: `Key=value,Other=[a,b],Deep={K=v}`.
//!
//! The grammar, its places for quotes and blanks, and its error texts with the caret are those of the CLI, so
//! that a line which fails there fails here with the same words.

use super::tree::{Members, Tree};

/// The deepest nesting of `[` and `{`, ours: the CLI has none, and no argument of SQS needs more than three.
const DEPTH_MAX: u32 = 32;

/// One argument as an object. An error is the CLI's text after `Error parsing parameter '--name': `.
pub(super) fn parse(input: &str) -> Result<Tree, String> {
    let mut parser = Parser { input: input.chars().collect(), at: 0, depth: 0 };
    parser.parameter().map_err(|error| match error {
        Failure::Expected { expected, received, at } => {
            let place = parser.place(at);
            format!("Expected: '{expected}', received: '{received}' for input:\n{place}")
        }
        Failure::SecondKey { key, at } => format!(
            "Second instance of key \"{key}\" encountered for input:\n{}\nThis is often because there is a \
             preceding \",\" instead of a space.",
            parser.place(at)
        ),
        Failure::File(name) => format!(
            "Unable to load paramfile {name}: there are no files behind this line. Write the value itself."
        ),
        Failure::TooDeep => format!("Nested more than {DEPTH_MAX} levels deep."),
    })
}

enum Failure {
    Expected { expected: String, received: String, at: usize },
    SecondKey { key: String, at: usize },
    File(String),
    TooDeep,
}

/// A value with its place for `@=`, after which the CLI reads files.
struct Parser {
    input: Vec<char>,
    at: usize,
    depth: u32,
}

type Parsed<T> = Result<T, Failure>;

impl Parser {
    /// `parameter = keyval *("," keyval)`
    fn parameter(&mut self) -> Parsed<Tree> {
        let mut members = Members::default();
        let (key, value) = self.key_and_value()?;
        members.set(key, value);
        let mut last = self.at;
        while self.at < self.input.len() {
            self.expect_between_blanks(',')?;
            let (key, value) = self.key_and_value()?;
            if members.contains(&key) {
                return Err(Failure::SecondKey { key, at: last + 1 });
            }
            members.set(key, value);
            last = self.at;
        }
        Ok(Tree::Object(members.into_members()))
    }

    /// `keyval = key ("=" / "@=") [values]`
    fn key_and_value(&mut self) -> Parsed<(String, Tree)> {
        let key = self.key();
        let may_be_file = self.at_sign();
        self.expect_between_blanks('=')?;
        let value = match self.current() {
            None => Tree::string(""),
            Some('[') => self.list()?,
            Some('{') => self.object()?,
            Some(_) => self.comma_separated()?,
        };
        refuse_file(&value, may_be_file)?;
        Ok((key, value))
    }

    fn key(&mut self) -> String {
        let start = self.at;
        while self.current().is_some_and(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(c)) {
            self.at += 1;
        }
        self.input[start..self.at].iter().collect()
    }

    fn at_sign(&mut self) -> bool {
        let before = self.at;
        let found = self.expect_between_blanks('@').is_ok();
        if !found {
            self.at = before;
        }
        found
    }

    /// `foo=bar` is text and `foo=bar,baz` a list; in `foo=bar,baz=1` the second word turns out to be a key.
    fn comma_separated(&mut self) -> Parsed<Tree> {
        let first = self.first_value()?;
        self.skip_blanks();
        if self.current() != Some(',') {
            return Ok(Tree::String(first));
        }
        self.expect_between_blanks(',')?;
        let mut values = vec![first];
        loop {
            match self.next_of_list() {
                Ok((value, true)) => {
                    values.push(value);
                    break;
                }
                Ok((value, false)) => values.push(value),
                Err(failure) if self.current().is_none() => return Err(failure),
                Err(_) => {
                    self.back_to_comma();
                    break;
                }
            }
        }
        Ok(if values.len() == 1 {
            Tree::String(values.remove(0))
        } else {
            Tree::List(values.into_iter().map(Tree::String).collect())
        })
    }

    /// The next word of a bare list, and whether it is the last.
    fn next_of_list(&mut self) -> Parsed<(String, bool)> {
        let value = self.second_value()?;
        self.skip_blanks();
        if self.current().is_none() {
            return Ok((value, true));
        }
        self.expect_between_blanks(',')?;
        Ok((value, false))
    }

    fn back_to_comma(&mut self) {
        while self.at > 0 && self.current() != Some(',') {
            self.at -= 1;
        }
    }

    /// `"[" [value *("," value)] "]"`
    fn list(&mut self) -> Parsed<Tree> {
        self.descend()?;
        self.expect_between_blanks('[')?;
        let mut items = Vec::new();
        while self.current() != Some(']') {
            items.push(self.nested()?);
            self.skip_blanks();
            if self.current() != Some(']') {
                self.expect(',')?;
                self.skip_blanks();
            }
        }
        self.expect(']')?;
        self.depth -= 1;
        Ok(Tree::List(items))
    }

    /// `"{" keyval *("," keyval) "}"`
    fn object(&mut self) -> Parsed<Tree> {
        self.descend()?;
        self.expect_between_blanks('{')?;
        let mut members = Members::default();
        while self.current() != Some('}') {
            let key = self.key();
            let may_be_file = self.at_sign();
            self.expect_between_blanks('=')?;
            let value = self.nested()?;
            refuse_file(&value, may_be_file)?;
            self.skip_blanks();
            if self.current() != Some('}') {
                self.expect(',')?;
                self.skip_blanks();
            }
            members.set(key, value);
        }
        self.expect('}')?;
        self.depth -= 1;
        Ok(Tree::Object(members.into_members()))
    }

    fn descend(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX { Err(Failure::TooDeep) } else { Ok(()) }
    }

    fn nested(&mut self) -> Parsed<Tree> {
        match self.current() {
            Some('[') => self.list(),
            Some('{') => self.object(),
            _ => Ok(Tree::String(self.first_value()?)),
        }
    }

    fn first_value(&mut self) -> Parsed<String> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => Ok(self.word(may_start_word, may_follow_in_first).unwrap_or_default()),
        }
    }

    fn second_value(&mut self) -> Parsed<String> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => self.word(may_start_word, may_follow_in_second).ok_or_else(|| Failure::Expected {
                expected: "<second>".to_owned(),
                received: "<none>".to_owned(),
                at: self.at,
            }),
        }
    }

    /// A bare word: `\,` is a comma, and blanks at its end do not count.
    fn word(&mut self, may_start: fn(char) -> bool, may_follow: fn(char) -> bool) -> Option<String> {
        let mut text = String::new();
        let mut is_first = true;
        while let Some(c) = self.current() {
            if c == '\\' && self.input.get(self.at + 1) == Some(&',') {
                text.push(',');
                self.at += 2;
            } else if if is_first { may_start(c) } else { may_follow(c) } {
                text.push(c);
                self.at += 1;
            } else {
                break;
            }
            is_first = false;
        }
        (!is_first).then(|| text.trim_end().to_owned())
    }

    /// Text up to the first quote without a backslash before it, or else up to the last one with it.
    fn quoted(&mut self, quote: char) -> Parsed<String> {
        let start = self.at + 1;
        let mut escaped = None;
        let mut at = start;
        let end = loop {
            match self.input.get(at) {
                Some('\\') if self.input.get(at + 1) == Some(&quote) => {
                    escaped = Some(at + 1);
                    at += 2;
                }
                Some('\\') if self.input.get(at + 1) == Some(&'\\') => at += 2,
                Some(&c) if c == quote => break Some(at),
                Some(_) => at += 1,
                None => break escaped,
            }
        };
        let Some(end) = end else {
            let name = if quote == '"' { "<double quoted>" } else { "<singled quoted>" };
            let expected = name.to_owned();
            return Err(Failure::Expected { expected, received: "<none>".to_owned(), at: self.at });
        };
        let text: String = self.input[start..end].iter().collect();
        self.at = end + 1;
        Ok(text.replace(&format!("\\{quote}"), &quote.to_string()).replace("\\\\", "\\"))
    }

    fn current(&self) -> Option<char> {
        self.input.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self.current().is_some_and(|c| " \t\n\r\u{b}\u{c}".contains(c)) {
            self.at += 1;
        }
    }

    fn expect(&mut self, expected: char) -> Parsed<()> {
        let received = self.current();
        if received == Some(expected) {
            self.at += 1;
            return Ok(());
        }
        let received = received.map_or_else(|| "EOF".to_owned(), |c| c.to_string());
        Err(Failure::Expected { expected: expected.to_string(), received, at: self.at })
    }

    fn expect_between_blanks(&mut self, expected: char) -> Parsed<()> {
        self.skip_blanks();
        self.expect(expected)?;
        self.skip_blanks();
        Ok(())
    }

    /// The input with a caret under a place, between two of its lines if it has several.
    fn place(&self, at: usize) -> String {
        let at = at.min(self.input.len());
        let line_start = self.input[..at].iter().rposition(|&c| c == '\n').map_or(0, |newline| newline + 1);
        let line_end =
            self.input[at..].iter().position(|&c| c == '\n').map_or(self.input.len(), |newline| at + newline);
        let consumed: String = self.input[..line_end].iter().collect();
        let remaining: String = self.input[line_end..].iter().collect();
        format!("{consumed}\n{}^{remaining}", " ".repeat(at - line_start))
    }
}

fn refuse_file(value: &Tree, may_be_file: bool) -> Parsed<()> {
    match value {
        Tree::String(text) if may_be_file && is_file(text) => Err(Failure::File(text.clone())),
        _ => Ok(()),
    }
}

/// True for what the CLI takes as the name of a file to read.
pub(super) fn is_file(text: &str) -> bool {
    text.starts_with("file://") || text.starts_with("fileb://")
}

/// The CLI's words end before characters beyond the basic plane; such text goes between quotes.
fn may_start_word(c: char) -> bool {
    matches!(c, '!' | '#'..='&' | '('..='+' | '-'..='<' | '>'..='Z' | '\\'..='z' | '|'..='\u{ffff}')
}

fn may_follow_in_first(c: char) -> bool {
    is_python_blank(c) || matches!(c, '!' | '#'..='&' | '('..='+' | '-'..='\\' | '^'..='|' | '~'..='\u{ffff}')
}

fn may_follow_in_second(c: char) -> bool {
    is_python_blank(c) || matches!(c, '!' | '#'..='&' | '('..='+' | '-'..='<' | '>'..='\u{ffff}')
}

/// What `\s` matches.
fn is_python_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}
