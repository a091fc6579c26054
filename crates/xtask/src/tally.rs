//! How many tests passed and failed, in the words of the programs that ran them.

use std::{
    fmt,
    ops::{Add, AddAssign},
};

use crate::process::Heard;

/// Counted tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many passed.
    pub passed: u32,
    /// How many failed.
    pub failed: u32,
}

impl Tally {
    /// One check.
    pub fn of(passed: bool) -> Self {
        Self { passed: u32::from(passed), failed: u32::from(!passed) }
    }

    /// The totals that cargo's test binaries print, one line each.
    pub fn of_cargo(heard: &Heard) -> Self {
        let totals = heard.output.lines().filter_map(|line| line.strip_prefix("test result: "));
        let counted = totals.fold(Self::default(), |sum, total| {
            sum + Self { passed: before(total, " passed"), failed: before(total, " failed") }
        });
        counted.or_one_failure(heard)
    }

    /// The totals that Playwright prints at its end. A test that passed at a second try has failed here.
    pub fn of_playwright(heard: &Heard) -> Self {
        let mut tally = Self::default();
        for line in heard.output.lines().map(str::trim) {
            let Some((number, word)) = line.split_once(' ') else { continue };
            let Ok(number) = number.parse::<u32>() else { continue };
            match word.split(" (").next() {
                Some("passed") => tally.passed += number,
                Some("failed" | "flaky" | "interrupted" | "did not run") => tally.failed += number,
                _ => {}
            }
        }
        tally.or_one_failure(heard)
    }

    /// The totals that Node's test runner prints in TAP.
    pub fn of_node(heard: &Heard) -> Self {
        let total = |word: &str| -> u32 {
            let totals = heard.output.lines().filter_map(|line| line.strip_prefix(word)?.parse::<u32>().ok());
            totals.sum()
        };
        let failed = total("# fail ") + total("# cancelled ");
        Self { passed: total("# pass "), failed }.or_one_failure(heard)
    }

    /// The totals of pytest's last line, such as `2 failed, 40 passed, 1 deselected, 1 error in 3.21s`.
    pub fn of_pytest(heard: &Heard) -> Self {
        let last =
            heard.output.lines().rev().find_map(|line| line.rsplit_once(" in ").map(|(totals, _)| totals));
        let mut tally = Self::default();
        for total in last.unwrap_or_default().trim_matches(['=', ' ']).split(", ") {
            match total.split_once(' ').map(|(number, word)| (number.parse::<u32>(), word)) {
                Some((Ok(number), "passed")) => tally.passed += number,
                Some((Ok(number), "failed" | "error" | "errors")) => tally.failed += number,
                _ => {}
            }
        }
        tally.or_one_failure(heard)
    }

    /// A program that failed without a failed test, say because it did not compile, counts as one failure.
    fn or_one_failure(self, heard: &Heard) -> Self {
        let failed = if heard.success { self.failed } else { self.failed.max(1) };
        Self { failed, ..self }
    }
}

/// The number that stands before a word.
fn before(text: &str, word: &str) -> u32 {
    let number =
        text.split(word).next().filter(|it| it.len() < text.len()).and_then(|it| it.split(' ').next_back());
    number.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(success: bool, output: &str) -> Heard {
        Heard { success, output: output.to_owned() }
    }

    #[test]
    fn cargo_totals_add_up() {
        let output = "running 3 tests\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\n\
                      test result: FAILED. 2 passed; 3 failed; 0 ignored\n";
        assert_eq!(Tally::of_cargo(&heard(false, output)), Tally { passed: 14, failed: 3 });
    }

    #[test]
    fn playwright_totals_add_up() {
        let output = "  1 [chromium] › page.spec.ts:3 › 5 passed lessons\n\n  2 failed\n    page.spec.ts:9\n\
                      \x20 1 flaky\n  1 skipped\n  12 passed (3.4s)\n";
        assert_eq!(Tally::of_playwright(&heard(false, output)), Tally { passed: 12, failed: 3 });
        assert_eq!(
            Tally::of_playwright(&heard(false, "Error: No tests found\n")),
            Tally { passed: 0, failed: 1 }
        );
    }

    #[test]
    fn node_totals_add_up() {
        let output = "ok 1 - a\n# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(Tally::of_node(&heard(false, output)), Tally { passed: 3, failed: 2 });
    }

    #[test]
    fn pytest_totals_are_in_the_last_line() {
        let output = "FAILED a.py::b - 7 passed in vain\n2 failed, 40 passed, 3 deselected, 1 error in 61.20s (0:01:01)\n\
                      exit status: 1: python\n";
        assert_eq!(Tally::of_pytest(&heard(false, output)), Tally { passed: 40, failed: 3 });
        assert_eq!(Tally::of_pytest(&heard(true, "12 passed in 0.5s\n")), Tally { passed: 12, failed: 0 });
        assert_eq!(Tally::of_pytest(&heard(false, "ERROR: not found\n")), Tally { passed: 0, failed: 1 });
    }

    #[test]
    fn what_does_not_compile_has_failed() {
        assert_eq!(Tally::of_cargo(&heard(false, "")), Tally { passed: 0, failed: 1 });
    }
}
