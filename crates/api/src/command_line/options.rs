//! Words to options, by the rules of the argument parser behind the CLI: unique beginnings of names will do,
//! `--name=value` is `--name value`, a value may not look like an option, the last of two counts.

use super::failure::Failure;
use super::names;

/// An option and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spec {
    /// With its dashes.
    pub name: String,
    pub takes: Takes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Nothing,
    One,
    /// One of these.
    Choice(&'static [&'static str]),
    /// Up to the next option.
    Many,
}

impl Spec {
    pub(super) fn new(name: impl Into<String>, takes: Takes) -> Self {
        Self { name: name.into(), takes }
    }
}

/// What a pass over the words found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Options by the place of their spec, in the order of the words.
    options: Vec<(usize, Vec<String>)>,
    /// Words of no option.
    pub rest: Vec<String>,
}

impl Found {
    /// The values of an option, if it was given.
    pub(super) fn values(&self, specs: &[Spec], name: &str) -> Option<&[String]> {
        let place = specs.iter().position(|spec| spec.name == name)?;
        let last = self.options.iter().rev().find(|(it, _)| *it == place);
        last.map(|(_, values)| values.as_slice())
    }

    /// The value of an option that takes one.
    pub(super) fn value(&self, specs: &[Spec], name: &str) -> Option<&str> {
        self.values(specs, name)?.first().map(String::as_str)
    }
}

/// A word as the argument parser sees it.
enum Kind {
    Plain,
    /// One of the specs, and the value behind its `=`.
    Known(usize, Option<String>),
    Unknown,
}

/// Takes the options of the specs out of the words.
pub(super) fn scan(words: &[String], specs: &[Spec]) -> Result<Found, Failure> {
    let kinds: Vec<Kind> = words.iter().map(|word| kind(word, specs)).collect::<Result<_, _>>()?;
    let mut found = Found::default();
    let mut at = 0;
    while at < words.len() {
        let Kind::Known(place, behind_equals) = &kinds[at] else {
            found.rest.push(words[at].clone());
            at += 1;
            continue;
        };
        let spec = &specs[*place];
        let following = kinds[at + 1..].iter().take_while(|kind| matches!(kind, Kind::Plain)).count();
        at += 1;
        let values: Vec<String> = match (spec.takes, behind_equals) {
            (Takes::Nothing, None) => Vec::new(),
            (Takes::Nothing, Some(value)) => {
                let value = super::tree::Tree::string(value).to_python();
                return Err(argument(spec, format!("ignored explicit argument {value}")));
            }
            (_, Some(value)) => vec![value.clone()],
            (Takes::Many, None) => words[at..at + following].to_vec(),
            (Takes::One | Takes::Choice(_), None) if following == 0 => {
                return Err(argument(spec, "expected one argument".to_owned()));
            }
            (Takes::One | Takes::Choice(_), None) => vec![words[at].clone()],
        };
        if behind_equals.is_none() {
            at += values.len();
        }
        check_choice(spec, &values)?;
        found.options.push((*place, values));
    }
    Ok(found)
}

fn argument(spec: &Spec, problem: String) -> Failure {
    Failure::Usage(format!("argument {}: {problem}", spec.name))
}

fn check_choice(spec: &Spec, values: &[String]) -> Result<(), Failure> {
    let Takes::Choice(choices) = spec.takes else { return Ok(()) };
    match values.iter().find(|value| !choices.contains(&value.as_str())) {
        Some(value) => {
            let nearest = names::nearest(value, choices.iter().copied());
            let text = format!("{}{}", names::choices(choices), names::perhaps(value, &nearest));
            Err(argument(spec, text))
        }
        None => Ok(()),
    }
}

fn kind(word: &str, specs: &[Spec]) -> Result<Kind, Failure> {
    if !word.starts_with('-') || word.len() == 1 {
        return Ok(Kind::Plain);
    }
    let place_of = |name: &str| specs.iter().position(|spec| spec.name == name);
    if let Some(place) = place_of(word) {
        return Ok(Kind::Known(place, None));
    }
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (word, None),
    };
    if let Some(place) = place_of(name).filter(|_| value.is_some()) {
        return Ok(Kind::Known(place, value));
    }
    let candidates: Vec<usize> = if name.starts_with("--") && name.len() > 2 {
        (0..specs.len()).filter(|&place| specs[place].name.starts_with(name)).collect()
    } else {
        Vec::new()
    };
    match candidates[..] {
        [place] => Ok(Kind::Known(place, value)),
        [] if is_negative_number(word) || word.contains(' ') => Ok(Kind::Plain),
        [] => Ok(Kind::Unknown),
        _ => {
            let names: Vec<&str> = candidates.iter().map(|&place| specs[place].name.as_str()).collect();
            Err(Failure::Usage(format!("ambiguous option: {word} could match {}", names.join(", "))))
        }
    }
}

/// `-1` and `-.5` are values.
fn is_negative_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or_default();
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let all_digits = |text: &str| text.chars().all(char::is_numeric);
    match fraction {
        Some(fraction) => all_digits(whole) && !fraction.is_empty() && all_digits(fraction),
        None => !whole.is_empty() && all_digits(whole),
    }
}

/// True for a word that the argument parser would not take for a value.
pub(super) fn is_option(word: &str) -> bool {
    matches!(kind(word, &[]), Ok(Kind::Unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn specs() -> Vec<Spec> {
        vec![
            Spec::new("--queue-url", Takes::One),
            Spec::new("--message-body", Takes::One),
            Spec::new("--message-attributes", Takes::One),
            Spec::new("--names", Takes::Many),
            Spec::new("--debug", Takes::Nothing),
            Spec::new("--output", Takes::Choice(&["json", "text"])),
        ]
    }

    #[track_caller]
    fn scanned(line: &str) -> Result<Found, String> {
        let words: Vec<String> = line.split_whitespace().map(|it| it.replace('_', " ")).collect();
        scan(&words, &specs()).map_err(|failure| match failure {
            Failure::Usage(text) => text,
            other => format!("{other:?}"),
        })
    }

    #[track_caller]
    fn check(line: &str, name: &str, values: &[&str], rest: &[&str]) {
        let found = scanned(line).unwrap();
        assert_eq!(found.values(&specs(), name).unwrap(), values, "{line}");
        assert_eq!(found.rest, rest, "{line}");
    }

    #[test]
    fn options_take_what_follows() {
        check("sqs --queue-url U x", "--queue-url", &["U"], &["sqs", "x"]);
        check("--queue-url=U=V x", "--queue-url", &["U=V"], &["x"]);
        check("--names a b --debug c", "--names", &["a", "b"], &["c"]);
        check("--names=a b", "--names", &["a"], &["b"]);
        check("--names --debug", "--names", &[], &[]);
        check("--queue-url a --queue-url b", "--queue-url", &["b"], &[]);
    }

    #[test]
    fn unique_beginnings_will_do() {
        check("--q U", "--queue-url", &["U"], &[]);
        check("--q=U", "--queue-url", &["U"], &[]);
        assert_eq!(
            scanned("--message x").unwrap_err(),
            "ambiguous option: --message could match --message-body, --message-attributes"
        );
    }

    #[test]
    fn a_value_may_not_look_like_an_option() {
        assert_eq!(scanned("--queue-url -x").unwrap_err(), "argument --queue-url: expected one argument");
        assert_eq!(scanned("--queue-url").unwrap_err(), "argument --queue-url: expected one argument");
        check("--queue-url=-x", "--queue-url", &["-x"], &[]);
        check("--queue-url -1.5 --message-body -x_y", "--message-body", &["-x y"], &[]);
        check("--queue-url - ", "--queue-url", &["-"], &[]);
    }

    #[test]
    fn choices_and_switches_are_checked() {
        assert_eq!(scanned("--debug=x").unwrap_err(), "argument --debug: ignored explicit argument 'x'");
        assert!(scanned("--output xml").unwrap_err().starts_with("argument --output: Invalid choice"));
    }
}
