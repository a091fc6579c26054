//! A `.story` file: blocks of lines under `--- title ---`.

use sqs::Time;

use super::duration;
use super::grammar;
use super::verb::Verb;
use super::wire;
use super::words::{self, Word};

/// One test.
#[derive(Debug)]
pub struct Story {
    /// Between the dashes; unique over all files.
    pub title: String,
    /// Its lines, in order.
    pub steps: Vec<Step>,
}

/// One line of a story.
#[derive(Debug)]
pub struct Step {
    /// From 1.
    pub line: usize,
    /// As written.
    pub text: String,
    /// How far the clock moves first.
    pub pause: Time,
    /// What is done.
    pub verb: Verb,
    /// What must come back: the byte of `->` in the line, and the words after it.
    pub expected: Option<(usize, Vec<Word>)>,
}

/// # Errors
/// `line: what is wrong`, for every line that is not understood.
pub fn parse(source: &str) -> Result<Vec<Story>, Vec<(usize, String)>> {
    let mut stories: Vec<Story> = Vec::new();
    let mut problems = Vec::new();
    for (number, text) in &joined(source) {
        let (number, text) = (*number, text.as_str());
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        if text.starts_with("---") {
            match title(text) {
                Some(title) => stories.push(Story { title, steps: Vec::new() }),
                None => problems.push((number, "a title is written `--- title ---`".to_owned())),
            }
            continue;
        }
        match (step(number, text), stories.last_mut()) {
            (Ok(step), Some(story)) => story.steps.push(step),
            (Ok(_), None) => problems.push((number, "a line before the first title".to_owned())),
            (Err(problem), _) => problems.push((number, problem)),
        }
    }
    if problems.is_empty() { Ok(stories) } else { Err(problems) }
}

/// Lines with their numbers; a line that starts with a space goes on with the one before, behind a line break.
fn joined(source: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, text) in (1..).zip(source.lines()) {
        match lines.last_mut() {
            Some((_, line)) if text.starts_with(' ') => {
                line.push('\n');
                line.push_str(text.trim());
            }
            _ => lines.push((number, text.to_owned())),
        }
    }
    lines
}

fn title(text: &str) -> Option<String> {
    let title = text.strip_prefix("--- ")?.trim_end().strip_suffix(" ---")?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

fn step(line: usize, text: &str) -> Result<Step, String> {
    if let Some(step) = wire_step(line, text) {
        return step;
    }
    let (mut left, expected) = words::split(text)?;
    let pause = match left.first() {
        Some(Word::Bare(word)) if word.starts_with('+') => {
            let pause = duration::parse(&word[1..])?;
            left.remove(0);
            pause
        }
        _ => 0,
    };
    let verb = grammar::parse(left)?;
    if verb.asks() && expected.as_ref().is_none_or(|(_, words)| words.is_empty()) {
        return Err("what is expected is missing: `-> …`".to_owned());
    }
    let expected = expected.map(|(at, words)| expand(words).map(|words| (at, words))).transpose()?;
    Ok(Step { line, text: text.to_owned(), pause, verb, expected })
}

/// A request and the pattern of its answer are not cut into words.
fn wire_step(line: usize, text: &str) -> Option<Result<Step, String>> {
    let (pause, request) = match text.strip_prefix('+') {
        Some(rest) => rest.split_once(char::is_whitespace)?,
        None => ("0s", text),
    };
    let parsed = wire::parse(request.trim_start())?;
    Some(parsed.and_then(|(request, pattern)| {
        let arrow = text.find("-> ").unwrap_or(text.len());
        Ok(Step {
            line,
            text: text.replace('\n', " "),
            pause: duration::parse(pause)?,
            verb: Verb::Wire(request),
            expected: Some((arrow, vec![Word::Bare(pattern)])),
        })
    }))
}

/// `m1..m3` stands for `m1 m2 m3`.
fn expand(words: Vec<Word>) -> Result<Vec<Word>, String> {
    let mut all = Vec::new();
    for word in words {
        match &word {
            Word::Bare(text) if text.contains("..") => {
                all.extend(range(text).ok_or_else(|| format!("{text} is not a range like m1..m10"))?);
            }
            Word::Bare(_) | Word::Text(_) | Word::Pair(..) => all.push(word),
        }
    }
    Ok(all)
}

fn range(text: &str) -> Option<Vec<Word>> {
    let (first, last) = text.split_once("..")?;
    let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let from: u32 = first[stem.len()..].parse().ok()?;
    let to: u32 = last.strip_prefix(stem)?.parse().ok()?;
    (from < to && to - from < 100_000)
        .then(|| (from..=to).map(|n| Word::Bare(format!("{stem}{n}"))).collect())
}
