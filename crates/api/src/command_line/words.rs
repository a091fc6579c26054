//! A line as a shell would cut it into words.
//!
//! Quotes, backslashes, comments and line continuations are read as a POSIX shell reads them. What needs a real
//! shell (a pipe, a variable, a glob) is refused with a hint: quietly passing it on would send something else
//! than the same line sends elsewhere. The crates that split words do not tell quoted characters from bare ones,
//! which is all that this is about.

use std::iter::Peekable;
use std::str::Chars;

/// Why a line has no words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NeedsShell {
    /// What is wrong, a sentence.
    pub problem: String,
    /// What to do instead, a sentence.
    pub hint: &'static str,
}

impl NeedsShell {
    fn new(problem: impl Into<String>, hint: &'static str) -> Self {
        Self { problem: problem.into(), hint }
    }
}

const ONE_COMMAND: &str = "Enter one command at a time.";
const NO_PIPES: &str =
    "There is no shell behind this line. Choose parts of an answer with --query and --output.";
const NO_VALUES: &str = "There is no shell behind this line. Write the value itself, or put it between single \
    quotes if the dollar sign is meant.";
const QUOTE_IT: &str = "Put the value between single quotes.";

/// The words of a line.
pub(super) fn split(line: &str) -> Result<Vec<String>, NeedsShell> {
    let mut splitter = Splitter { rest: line.chars().peekable(), words: Vec::new(), word: None };
    splitter.run()?;
    Ok(splitter.words)
}

struct Splitter<'a> {
    rest: Peekable<Chars<'a>>,
    words: Vec<String>,
    word: Option<Word>,
}

/// The word being read.
#[derive(Default)]
struct Word {
    text: String,
    /// Open bare brackets: `Messages[*]` names no file, `*` does.
    bracket_depth: u32,
    /// Open bare braces: `{a,b}` becomes two words.
    brace_depth: u32,
}

impl Splitter<'_> {
    fn run(&mut self) -> Result<(), NeedsShell> {
        while let Some(c) = self.rest.next() {
            match c {
                ' ' | '\t' => self.end_word(),
                '\n' => self.end_line()?,
                '\r' if self.rest.peek() == Some(&'\n') => self.end_word(),
                '#' if self.word.is_none() => self.skip_comment(),
                '\'' => self.single_quoted()?,
                '"' => self.double_quoted()?,
                '\\' => self.escaped()?,
                '$' => self.dollar()?,
                _ => self.bare(c)?,
            }
        }
        self.end_word();
        Ok(())
    }

    fn word(&mut self) -> &mut Word {
        self.word.get_or_insert_default()
    }

    fn push(&mut self, c: char) {
        self.word().text.push(c);
    }

    fn end_word(&mut self) {
        if let Some(word) = self.word.take() {
            self.words.push(word.text);
        }
    }

    /// A line break ends the command: only blanks and comments may follow.
    fn end_line(&mut self) -> Result<(), NeedsShell> {
        self.end_word();
        if self.words.is_empty() {
            return Ok(());
        }
        let mut in_comment = false;
        for c in self.rest.by_ref() {
            match c {
                '\n' => in_comment = false,
                '#' => in_comment = true,
                _ if in_comment || c.is_whitespace() => {}
                _ => return Err(NeedsShell::new("A second command follows on the next line.", ONE_COMMAND)),
            }
        }
        Ok(())
    }

    fn skip_comment(&mut self) {
        while self.rest.peek().is_some_and(|&c| c != '\n') {
            self.rest.next();
        }
    }

    fn single_quoted(&mut self) -> Result<(), NeedsShell> {
        self.word();
        loop {
            match self.rest.next() {
                Some('\'') => return Ok(()),
                Some(c) => self.push(c),
                None => return Err(NeedsShell::new("A single quote is not closed.", "Add the closing '.")),
            }
        }
    }

    fn double_quoted(&mut self) -> Result<(), NeedsShell> {
        self.word();
        loop {
            match self.rest.next() {
                Some('"') => return Ok(()),
                Some('\\') => match self.rest.next() {
                    Some('\n') => {}
                    Some(c @ ('"' | '\\' | '$' | '`')) => self.push(c),
                    // Before any other character a backslash between double quotes is itself.
                    Some(c) => {
                        self.push('\\');
                        self.push(c);
                    }
                    None => self.push('\\'),
                },
                Some('$') => self.dollar()?,
                Some('`') => return Err(NeedsShell::new("`…` runs another command.", NO_VALUES)),
                Some(c) => self.push(c),
                None => return Err(NeedsShell::new("A double quote is not closed.", "Add the closing \".")),
            }
        }
    }

    fn escaped(&mut self) -> Result<(), NeedsShell> {
        match self.rest.next() {
            Some('\n') => {}
            Some('\r') if self.rest.peek() == Some(&'\n') => {
                self.rest.next();
            }
            Some(c) => self.push(c),
            None if self.words.is_empty() && self.word.is_none() => {}
            None => {
                let hint = "Add the rest of the command after the backslash, or take it away.";
                return Err(NeedsShell::new(
                    "The line ends in a backslash, so the next line is missing.",
                    hint,
                ));
            }
        }
        Ok(())
    }

    /// A `$` that starts a variable or a command; elsewhere it is itself.
    fn dollar(&mut self) -> Result<(), NeedsShell> {
        match self.rest.peek() {
            Some('(') => Err(NeedsShell::new("$(…) runs another command.", NO_VALUES)),
            Some('{') => Err(NeedsShell::new("${…} is a variable of a shell.", NO_VALUES)),
            Some(&c) if c.is_ascii_alphanumeric() || "_@*#?!$-".contains(c) => {
                let mut name = String::from('$');
                while let Some(&c) = self.rest.peek().filter(|c| c.is_ascii_alphanumeric() || **c == '_') {
                    name.push(c);
                    self.rest.next();
                }
                Err(NeedsShell::new(format!("{name} is a variable of a shell."), NO_VALUES))
            }
            _ => {
                self.push('$');
                Ok(())
            }
        }
    }

    /// A character that stands outside quotes.
    fn bare(&mut self, c: char) -> Result<(), NeedsShell> {
        let at_start = self.word.is_none();
        match c {
            '|' => return Err(NeedsShell::new("| pipes the answer into another command.", NO_PIPES)),
            '<' | '>' => {
                return Err(NeedsShell::new(format!("{c} redirects to or from a file."), NO_PIPES));
            }
            '&' | ';' => return Err(NeedsShell::new(format!("{c} starts a second command."), ONE_COMMAND)),
            '`' => return Err(NeedsShell::new("`…` runs another command.", NO_VALUES)),
            '(' | ')' => {
                return Err(NeedsShell::new(format!("A shell would not take a bare {c}."), QUOTE_IT));
            }
            '*' | '?' if self.word().bracket_depth == 0 => {
                return Err(NeedsShell::new(
                    format!("A shell would read a bare {c} as file names."),
                    QUOTE_IT,
                ));
            }
            '[' => self.word().bracket_depth += 1,
            ']' => {
                let word = self.word();
                word.bracket_depth = word.bracket_depth.saturating_sub(1);
            }
            '{' => self.word().brace_depth += 1,
            '}' => {
                let word = self.word();
                word.brace_depth = word.brace_depth.saturating_sub(1);
            }
            ',' if self.word().brace_depth > 0 => {
                let problem = "A shell would cut bare {…,…} into several words.";
                return Err(NeedsShell::new(problem, QUOTE_IT));
            }
            '~' if at_start => {
                return Err(NeedsShell::new("A shell would read a bare ~ as a folder.", QUOTE_IT));
            }
            _ => {}
        }
        self.push(c);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, words: &[&str]) {
        assert_eq!(split(line).unwrap(), words, "{line}");
    }

    #[track_caller]
    fn refused(line: &str, problem: &str) {
        assert_eq!(split(line).unwrap_err().problem, problem, "{line}");
    }

    #[test]
    fn words_are_cut_at_blanks() {
        check("aws  sqs\tlist-queues ", &["aws", "sqs", "list-queues"]);
        check("", &[]);
        check("  # nothing\n\n", &[]);
    }

    #[test]
    fn quotes_keep_blanks_and_join_what_they_touch() {
        check(r#"a'b c'"d e"f"#, &["ab cd ef"]);
        check(r#"'' """#, &["", ""]);
        check(r#"'a\b' "a\b" "a\"\\\$\`" a\ b"#, &[r"a\b", r"a\b", r#"a"\$`"#, "a b"]);
        check("'two\nlines'", &["two\nlines"]);
    }

    #[test]
    fn a_backslash_continues_the_line() {
        check("aws sqs \\\n  list-queues", &["aws", "sqs", "list-queues"]);
        check("aws sqs \\\r\n  list-queues\r\n", &["aws", "sqs", "list-queues"]);
        check("\"a\\\nb\"", &["ab"]);
        refused("aws sqs \\", "The line ends in a backslash, so the next line is missing.");
    }

    #[test]
    fn comments_end_a_line() {
        check("aws sqs # list\n# of queues\n", &["aws", "sqs"]);
        check("a#b", &["a#b"]);
    }

    #[test]
    fn what_needs_a_shell_is_refused() {
        refused("a | jq .", "| pipes the answer into another command.");
        refused("a > f", "> redirects to or from a file.");
        refused("a && b", "& starts a second command.");
        refused("a; b", "; starts a second command.");
        refused("a\nb", "A second command follows on the next line.");
        refused("a $(b)", "$(…) runs another command.");
        refused("a \"$(b)\"", "$(…) runs another command.");
        refused("a `b`", "`…` runs another command.");
        refused("a \"$URL\"", "$URL is a variable of a shell.");
        refused("a ${URL}", "${…} is a variable of a shell.");
        refused("a *", "A shell would read a bare * as file names.");
        refused("a k={A=b,C=d}", "A shell would cut bare {…,…} into several words.");
        refused("a ~/b", "A shell would read a bare ~ as a folder.");
        refused("a 'b", "A single quote is not closed.");
        refused("a \"b", "A double quote is not closed.");
    }

    #[test]
    fn quoted_signs_are_themselves() {
        check("'$a `b` | > & ; * {a,b}'", &["$a `b` | > & ; * {a,b}"]);
        check(r#""| > & ; * {a,b}" a$ "$""#, &["| > & ; * {a,b}", "a$", "$"]);
        check(r"\$a \* \|", &["$a", "*", "|"]);
    }

    #[test]
    fn brackets_and_single_braces_name_no_files() {
        check("Messages[*].Body Messages[0] {a}", &["Messages[*].Body", "Messages[0]", "{a}"]);
        check("a,b=c", &["a,b=c"]);
    }
}
