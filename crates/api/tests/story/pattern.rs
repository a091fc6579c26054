//! What a story expects of a wire's answer: text in which `…` stands for anything, and `$name` for one value.
//! A line break stands for a space or nothing, so that long lines can go on.

use std::collections::BTreeMap;

/// Values that a story gave names.
pub type Said = BTreeMap<String, String>;

/// True if all of `text` is what the pattern tells. A name that has no value yet gets the one that stands there.
pub fn matches(pattern: &str, text: &str, said: &mut Said) -> bool {
    let Some((place, special)) = pattern.char_indices().find(|(_, c)| matches!(c, '…' | '$' | '\n')) else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(&pattern[..place]) else { return false };
    let rest = &pattern[place + special.len_utf8()..];
    if special == '…' {
        return cuts(text).any(|at| try_rest(rest, &text[at..], said));
    }
    if special == '\n' {
        return try_rest(rest, text, said)
            || text.strip_prefix(' ').is_some_and(|text| matches(rest, text, said));
    }
    let (name, rest) = rest.split_at(name_len(rest));
    match said.get(name).cloned() {
        Some(value) => text.strip_prefix(value.as_str()).is_some_and(|text| matches(rest, text, said)),
        None => cuts(text).take_while(|at| text[..*at].chars().all(belongs_to_a_value)).any(|at| {
            let mut perhaps = said.clone();
            perhaps.insert(name.to_owned(), text[..at].to_owned());
            at > 0 && try_rest(rest, &text[at..], &mut perhaps) && {
                *said = perhaps;
                true
            }
        }),
    }
}

/// The text with the values in the place of their names.
///
/// # Errors
/// If a name has no value.
pub fn filled(text: &str, said: &Said) -> Result<String, String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        let (name, after) = after.split_at(name_len(after));
        let value = said.get(name).ok_or_else(|| format!("nothing is called ${name}"))?;
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    Ok(filled + rest)
}

/// `«x*3»` written out as `xxx`.
///
/// # Errors
/// If the number is none.
pub fn repeated(text: &str) -> Result<String, String> {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("«") {
        let (inside, after) = after.split_once('»').ok_or("« is not closed")?;
        let (piece, times) = inside.rsplit_once('*').ok_or("a repetition is written «x*3»")?;
        let times: usize = times.parse().map_err(|_| format!("«{inside}» has no number"))?;
        whole.push_str(before);
        whole.push_str(&piece.repeat(times));
        rest = after;
    }
    Ok(whole + rest)
}

fn try_rest(rest: &str, text: &str, said: &mut Said) -> bool {
    let mut perhaps = said.clone();
    let holds = matches(rest, text, &mut perhaps);
    if holds {
        *said = perhaps;
    }
    holds
}

/// The places between the characters, both ends included.
fn cuts(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().map(|(at, _)| at).chain([text.len()])
}

fn name_len(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// Values end where JSON, XML or a sentence goes on.
const fn belongs_to_a_value(c: char) -> bool {
    !matches!(c, '"' | '<' | '>' | '\\' | ',' | '}' | ' ' | '\n')
}
