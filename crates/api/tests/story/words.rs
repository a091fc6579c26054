//! The words of a story line: bare ones, `"quoted text"`, `'verbatim text'` and `key=value`.

use std::str::FromStr;

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// `orders`
    Bare(String),
    /// `"some text"`
    Text(String),
    /// `max=10`, `body="some text"`
    Pair(String, String),
}

/// Splits a line into words and the words after `->`, if there is one.
///
/// The number is the byte at which `->` stands.
pub type Sides = (Vec<Word>, Option<(usize, Vec<Word>)>);

/// # Errors
/// An open quote, an unknown escape.
pub fn split(line: &str) -> Result<Sides, String> {
    let mut left = Vec::new();
    let mut right = None;
    let mut rest = line.char_indices().peekable();
    while let Some(&(at, c)) = rest.peek() {
        if c.is_whitespace() {
            rest.next();
            continue;
        }
        let word = word(&mut rest)?;
        match (&word, &mut right) {
            (Word::Bare(arrow), None) if arrow == "->" => right = Some((at, Vec::new())),
            (_, None) => left.push(word),
            (_, Some((_, words))) => words.push(word),
        }
    }
    Ok((left, right))
}

type Chars<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

fn word(rest: &mut Chars<'_>) -> Result<Word, String> {
    let mut text = String::new();
    let mut key = None;
    while let Some(&(_, c)) = rest.peek() {
        match c {
            c if c.is_whitespace() => break,
            '"' | '\'' if c == '"' || text.is_empty() => {
                rest.next();
                let quoted = if c == '"' { quoted(rest)? } else { verbatim(rest)? };
                return Ok(match key {
                    Some(key) => Word::Pair(key, quoted),
                    None => Word::Text(quoted),
                });
            }
            '=' if key.is_none() && !text.is_empty() => key = Some(std::mem::take(&mut text)),
            c => text.push(c),
        }
        rest.next();
    }
    Ok(match key {
        Some(key) => Word::Pair(key, text),
        None => Word::Bare(text),
    })
}

fn quoted(rest: &mut Chars<'_>) -> Result<String, String> {
    let mut text = String::new();
    while let Some((_, c)) = rest.next() {
        match c {
            '"' => return Ok(text),
            '\\' => text.push(escaped(rest)?),
            c => text.push(c),
        }
    }
    Err("a quote is not closed".to_owned())
}

/// Text in single quotes has no escapes, so that JSON can be read.
fn verbatim(rest: &mut Chars<'_>) -> Result<String, String> {
    let mut text = String::new();
    for (_, c) in rest {
        match c {
            '\'' => return Ok(text),
            c => text.push(c),
        }
    }
    Err("a quote is not closed".to_owned())
}

fn escaped(rest: &mut Chars<'_>) -> Result<char, String> {
    match rest.next().map(|(_, c)| c) {
        Some('n') => Ok('\n'),
        Some('t') => Ok('\t'),
        Some('r') => Ok('\r'),
        Some(c @ ('"' | '\\')) => Ok(c),
        Some('u') => {
            let digits: String =
                rest.map(|(_, c)| c).skip_while(|c| *c == '{').take_while(|c| *c != '}').collect();
            u32::from_str_radix(&digits, 16)
                .ok()
                .and_then(char::from_u32)
                .ok_or_else(|| format!("\\u{{{digits}}} is no character"))
        }
        other => Err(format!("unknown escape \\{}", other.unwrap_or(' '))),
    }
}

/// The options of a command, taken one by one; what is left over is a mistake.
pub struct Options(Vec<Word>);

impl Options {
    /// Options are the words that stand after the command's own.
    pub const fn new(words: Vec<Word>) -> Self {
        Self(words)
    }

    /// The next word that is not a pair.
    pub fn bare(&mut self, what: &str) -> Result<String, String> {
        match self.0.first() {
            Some(Word::Bare(text)) => {
                let text = text.clone();
                self.0.remove(0);
                Ok(text)
            }
            Some(Word::Text(_) | Word::Pair(..)) | None => Err(format!("{what} is missing")),
        }
    }

    /// The next word if it is no pair, quoted or not.
    pub fn name(&mut self, what: &str) -> Result<String, String> {
        match self.0.first() {
            Some(Word::Text(_)) => self.text().ok_or_else(|| format!("{what} is missing")),
            Some(Word::Bare(_) | Word::Pair(..)) | None => self.bare(what),
        }
    }

    /// A quoted text, wherever it stands.
    pub fn text(&mut self) -> Option<String> {
        let at = self.0.iter().position(|word| matches!(word, Word::Text(_)))?;
        match self.0.remove(at) {
            Word::Text(text) => Some(text),
            Word::Bare(_) | Word::Pair(..) => None,
        }
    }

    /// The value of `key=…`.
    pub fn pair(&mut self, key: &str) -> Option<String> {
        let at = self.0.iter().position(|word| matches!(word, Word::Pair(k, _) if k == key))?;
        match self.0.remove(at) {
            Word::Pair(_, value) => Some(value),
            Word::Bare(_) | Word::Text(_) => None,
        }
    }

    /// The pairs whose keys start with `prefix`, without it.
    pub fn pairs_of(&mut self, prefix: &str) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        self.0.retain(|word| match word {
            Word::Pair(key, value) if key.starts_with(prefix) => {
                pairs.push((key[prefix.len()..].to_owned(), value.clone()));
                false
            }
            Word::Pair(..) | Word::Bare(_) | Word::Text(_) => true,
        });
        pairs
    }

    /// All that is left, if it is pairs.
    pub fn pairs(&mut self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        while let Some(Word::Pair(key, value)) = self.0.first() {
            pairs.push((key.clone(), value.clone()));
            self.0.remove(0);
        }
        pairs
    }

    /// What is left, cut at each `/`; nothing if nothing is left.
    pub fn split_at_slashes(&mut self) -> Vec<Self> {
        let words = std::mem::take(&mut self.0);
        if words.is_empty() {
            return Vec::new();
        }
        let slash = Word::Bare("/".to_owned());
        words.split(|word| *word == slash).map(|part| Self(part.to_vec())).collect()
    }

    /// The value of `key=…` as a number.
    pub fn number<N: FromStr>(&mut self, key: &str) -> Result<Option<N>, String> {
        self.pair(key).map(|value| number(key, &value)).transpose()
    }

    /// True if the bare word was there.
    pub fn flag(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|word| matches!(word, Word::Bare(text) if text == name));
        at.map(|at| self.0.remove(at)).is_some()
    }

    /// The word that follows the bare word `name`, if that is there.
    pub fn after(&mut self, name: &str) -> Result<Option<String>, String> {
        let at = self.0.iter().position(|word| matches!(word, Word::Bare(text) if text == name));
        let Some(at) = at else { return Ok(None) };
        match self.0.drain(at..(at + 2).min(self.0.len())).nth(1) {
            Some(Word::Bare(text)) => Ok(Some(text)),
            Some(Word::Text(_) | Word::Pair(..)) | None => Err(format!("a name is missing after `{name}`")),
        }
    }

    /// # Errors
    /// If words are left.
    pub fn finish(self) -> Result<(), String> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(format!("{} does not belong here", show(word))),
        }
    }
}

/// # Errors
/// If it is not a number of 32 bits.
pub fn number<N: FromStr>(key: &str, value: &str) -> Result<N, String> {
    value.parse().map_err(|_| format!("{key}={value} is not a number"))
}

/// A word as a story writes it.
pub fn show(word: &Word) -> String {
    match word {
        Word::Bare(text) => text.clone(),
        Word::Text(text) => quote(text),
        Word::Pair(key, value) if plain(value) => format!("{key}={value}"),
        Word::Pair(key, value) => format!("{key}={}", quote(value)),
    }
}

/// Words as a story writes them.
pub fn show_all(words: &[Word]) -> String {
    words.iter().map(show).collect::<Vec<_>>().join(" ")
}

fn plain(value: &str) -> bool {
    !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c.is_control() || "\"\\".contains(c))
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
