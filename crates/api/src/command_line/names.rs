//! The CLI's names of actions and options, and what a mistyped one was perhaps meant to be.

use crate::model::Action;

/// How alike two names must be for a suggestion, of 1.
const LIKENESS_MIN: f64 = 0.7;

/// The longest name that is compared, in bytes: comparing takes the product of two lengths.
const NAME_BYTES_MAX: usize = 100;

/// How many names are suggested at most.
const SUGGESTIONS_MAX: usize = 3;

/// The action of a kebab-case name.
pub(super) fn action(name: &str) -> Option<Action> {
    Action::ALL.into_iter().find(|action| kebab(action.name()) == name)
}

/// `AWSAccountIds` as `aws-account-ids`.
pub(super) fn kebab(name: &str) -> String {
    let mut text = String::new();
    let mut before = None;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let ends_acronym = rest.peek().is_some_and(char::is_ascii_lowercase);
        let starts_word = before.is_some_and(|it: char| it.is_ascii_lowercase() || ends_acronym);
        if c.is_ascii_uppercase() && starts_word {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
        before = Some(c);
    }
    text
}

/// The names most like a mistyped one, best first.
pub(super) fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if name.len() > NAME_BYTES_MAX {
        return Vec::new();
    }
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|it| (strsim::normalized_damerau_levenshtein(name, it), it))
        .filter(|(likeness, _)| *likeness >= LIKENESS_MIN)
        .collect();
    scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().map(|(_, it)| it).take(SUGGESTIONS_MAX).collect()
}

/// Choices as the CLI lists them, two a line.
pub(super) fn choices(names: &[&str]) -> String {
    let lines = names.chunks(2).map(|pair| {
        let cells: Vec<String> = pair.iter().map(|name| format!("{name:<40}")).collect();
        cells.join(" | ")
    });
    let lines: Vec<String> = lines.collect();
    format!("Invalid choice, valid choices are:\n\n{}", lines.join("\n"))
}

/// What the CLI adds when a wrong choice looks like right ones.
pub(super) fn perhaps(name: &str, nearest: &[&str]) -> String {
    if nearest.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = nearest.iter().map(|it| format!("  * {it}")).collect();
    let name = super::tree::Tree::string(name).to_python();
    format!("\n\n\nInvalid choice: {name}, maybe you meant:\n\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_cli() {
        let names = [
            ("QueueUrl", "queue-url"),
            ("AWSAccountIds", "aws-account-ids"),
            ("QueueOwnerAWSAccountId", "queue-owner-aws-account-id"),
            ("tags", "tags"),
            ("MaxNumberOfMessagesPerSecond", "max-number-of-messages-per-second"),
        ];
        for (name, expected) in names {
            assert_eq!(kebab(name), expected);
        }
        for known in Action::ALL {
            assert_eq!(action(&kebab(known.name())), Some(known));
        }
    }

    #[test]
    fn mistyped_names_have_neighbours() {
        let names = ["send-message", "send-message-batch", "receive-message"];
        assert_eq!(nearest("send-mesage", names)[0], "send-message");
        assert_eq!(nearest("xyz", names), Vec::<&str>::new());
    }
}
