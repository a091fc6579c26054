//! The readable link: `/s/<slug>/?seed=7&t=42s&k=3&speed=2&set=queues.orders.visibilityTimeout=90s`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::duration;
use crate::edit::EDITS_MAX;
use crate::problem::{Problem, quoted};

/// A readable address: `/s/<slug>/?seed=7&t=42s&k=3&speed=2&set=queues.orders.visibilityTimeout=90s`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// None: the scenario's own.
    pub seed: Option<u32>,
    /// Milliseconds; 0 if not given. The caller clamps it to the run.
    pub t_ms: u64,
    /// Events within the millisecond's instant; none means all.
    pub k: Option<u64>,
    /// Thousandths, 100 to 1,000,000: 1000 is real time.
    pub speed_milli: u32,
    /// Edits in order.
    pub set: Vec<(String, String)>,
}

/// Thousandths; the speed of an address that names none.
pub(crate) const SPEED_MILLI_DEFAULT: u32 = 1_000;
/// Thousandths; the slowest and the fastest.
pub(crate) const SPEED_MILLI_MIN: u32 = 100;
pub(crate) const SPEED_MILLI_MAX: u32 = 1_000_000;
/// Bytes of a query that are looked at.
const QUERY_BYTES_MAX: usize = 8_000;
/// Characters of one value.
const VALUE_BYTES_MAX: usize = 400;

/// What stays readable in an address: everything that means nothing there.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b',');

impl Default for Address {
    fn default() -> Self {
        Self { seed: None, t_ms: 0, k: None, speed_milli: SPEED_MILLI_DEFAULT, set: Vec::new() }
    }
}

impl Address {
    /// Reads a query string (with or without `?`), percent-decoded. What cannot be read is left at its
    /// default and reported; unknown parameters are ignored; of a parameter given twice the last counts. Never
    /// fails as a whole.
    pub fn read(query: &str) -> (Self, Vec<Problem>) {
        let mut address = Self::default();
        let mut problems = Vec::new();
        let query = query.strip_prefix('?').unwrap_or(query);
        if query.len() > QUERY_BYTES_MAX {
            let message =
                format!("The address has more than {QUERY_BYTES_MAX} characters; all of it is left out.");
            return (
                address,
                vec![Problem::new("", message, "Ask for the link again: it may have been damaged.")],
            );
        }
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if let Err((message, hint)) = address.parameter(&name, &value) {
                problems.push(Problem::new(name, message, hint));
            }
        }
        (address, problems)
    }

    fn parameter(&mut self, name: &str, value: &str) -> Result<(), (String, String)> {
        let refuse = |wanted: &str, example: &str| {
            Err((
                format!("{} is not {wanted}.", quoted(value)),
                format!("Write for example `{name}={example}`."),
            ))
        };
        let known = ["seed", "t", "k", "speed", "set"].contains(&name);
        if known && value.len() > VALUE_BYTES_MAX {
            return refuse("short enough to be meant", "…");
        }
        match name {
            "seed" => match whole(value).and_then(|seed| u32::try_from(seed).ok()) {
                Some(seed) => self.seed = Some(seed),
                None => return refuse("a whole number from 0 to 4294967295", "7"),
            },
            "t" => match duration::parse(value) {
                Ok(us) if us % 1_000 == 0 => self.t_ms = us / 1_000,
                _ => return refuse("a time in milliseconds or coarser", "42s"),
            },
            "k" => match whole(value) {
                Some(k) => self.k = Some(k),
                None => return refuse("a whole number", "3"),
            },
            "speed" => match speed(value) {
                Some(speed) => self.speed_milli = speed,
                None => return refuse("a speed from 0.1 to 1000", "2"),
            },
            "set" => return self.edit(value),
            _ => {}
        }
        Ok(())
    }

    fn edit(&mut self, text: &str) -> Result<(), (String, String)> {
        let example = "Write for example `set=queues.orders.visibilityTimeout=90s`.";
        let Some((path, value)) = text.split_once('=').filter(|(path, _)| !path.is_empty()) else {
            return Err((
                format!("{} is not a path, an equals sign and a value.", quoted(text)),
                example.to_owned(),
            ));
        };
        if self.set.len() >= EDITS_MAX {
            let message = format!("There are more than {EDITS_MAX} edits; the rest is left out.");
            return Err((message, "Write a scenario of your own.".to_owned()));
        }
        self.set.push((path.to_owned(), value.to_owned()));
        Ok(())
    }

    /// Writes the query string, with its `?`, empty if everything is at its default.
    pub fn write(&self) -> String {
        let mut parts = Vec::new();
        if let Some(seed) = self.seed {
            parts.push(format!("seed={seed}"));
        }
        if self.t_ms > 0 {
            parts.push(format!("t={}", duration::format(self.t_ms.saturating_mul(1_000))));
        }
        if let Some(k) = self.k {
            parts.push(format!("k={k}"));
        }
        if self.speed_milli != SPEED_MILLI_DEFAULT {
            parts.push(format!("speed={}", thousandths(self.speed_milli)));
        }
        for (path, value) in &self.set {
            parts.push(format!("set={}={}", escaped(path), escaped(value)));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

fn escaped(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, ESCAPED)
}

/// Digits only: `str::parse` would take a plus sign.
fn whole(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
}

/// A decimal with at most three places, in thousandths, in the range of speeds.
fn speed(text: &str) -> Option<u32> {
    let (units, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(units) || !digits(fraction) || fraction.len() > 3 {
        return None;
    }
    let milli: u32 = format!("{fraction:0<3}").parse().ok()?;
    let speed = units.parse::<u32>().ok()?.checked_mul(1_000)?.checked_add(milli)?;
    (SPEED_MILLI_MIN..=SPEED_MILLI_MAX).contains(&speed).then_some(speed)
}

fn thousandths(milli: u32) -> String {
    let fraction = milli % 1_000;
    if fraction == 0 {
        return (milli / 1_000).to_string();
    }
    format!("{}.{}", milli / 1_000, format!("{fraction:03}").trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        let query =
            "?seed=7&t=2m13s333ms&k=3&speed=0.5&set=queues.orders.visibilityTimeout=90s&set=a.b=x%26y%3D%20z";
        let (address, problems) = Address::read(query);
        assert_eq!(problems, []);
        assert_eq!(address.seed, Some(7));
        assert_eq!(address.t_ms, 133_333);
        assert_eq!(address.k, Some(3));
        assert_eq!(address.speed_milli, 500);
        assert_eq!(address.set[0], ("queues.orders.visibilityTimeout".to_owned(), "90s".to_owned()));
        assert_eq!(address.set[1], ("a.b".to_owned(), "x&y= z".to_owned()));
        assert_eq!(address.write(), query);
    }

    #[test]
    fn defaults_are_not_written() {
        assert_eq!(Address::read(""), (Address::default(), Vec::new()));
        assert_eq!(Address::read("?t=0s&speed=1&theme=dark").0.write(), "");
        assert_eq!(Address::read("?t=90s").0.write(), "?t=1m30s");
        assert_eq!(Address::read("seed=0&speed=1000").0.write(), "?seed=0&speed=1000");
    }

    #[test]
    fn what_cannot_be_read_is_reported_and_left_at_its_default() {
        for query in [
            "seed=-1",
            "seed=+1",
            "seed=4294967296",
            "seed=",
            "t=42",
            "t=0.5ms",
            "t=-1s",
            "k=x",
            "speed=0.01",
            "speed=1001",
            "speed=1e3",
            "speed=.5",
            "speed=1.",
            "speed=1.2345",
            "set=x",
            "set==5",
            "t=99999999999999999999s",
            "seed=%FF%FE",
        ] {
            let (address, problems) = Address::read(query);
            assert_eq!(address, Address::default(), "{query}");
            assert_eq!(problems.len(), 1, "{query}");
            assert!(!problems[0].hint.is_empty() && !problems[0].at.is_empty(), "{query}");
        }
    }

    #[test]
    fn limits_hold() {
        let many = "set=a.b=1&".repeat(65);
        let (address, problems) = Address::read(&many);
        assert_eq!((address.set.len(), problems.len()), (64, 1));
        assert_eq!(Address::read(&"a".repeat(8_001)).1.len(), 1);
        assert_eq!(Address::read(&format!("set=a={}", "1".repeat(500))).1.len(), 1);
    }
}
