//! A message's label: `A7` is the seventh send of the first group.

use std::fmt;
use std::str::FromStr;

/// Letters of the message's group in order of first use over the run (A…Z, AA…; `M` without groups, and the
/// groups then skip M), and the number of its send in that group from 1. A group belongs to the queue that it
/// was first sent to, so a label is unique in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// Index of the group in order of first use; none without groups.
    pub group: Option<u32>,
    /// From 1.
    pub number: u32,
}

/// Not a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseLabelError;

/// The letter of messages without a group; groups never get it.
const NO_GROUP: &str = "M";

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.group {
            None => write!(f, "{NO_GROUP}{}", self.number),
            Some(group) => write!(f, "{}{}", letters(group), self.number),
        }
    }
}

impl FromStr for Label {
    type Err = ParseLabelError;

    fn from_str(text: &str) -> Result<Self, ParseLabelError> {
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or(ParseLabelError)?;
        let (head, digits) = text.split_at(split);
        let number: u32 = digits.parse().map_err(|_| ParseLabelError)?;
        if number == 0 || digits.starts_with('0') {
            return Err(ParseLabelError);
        }
        let group = if head == NO_GROUP { None } else { Some(group_of(head).ok_or(ParseLabelError)?) };
        Ok(Self { group, number })
    }
}

/// A, B, … L, N, … Z, AA, AB, …: base 26, where the single letter M is left out.
fn letters(group: u32) -> String {
    let skip_m = u64::from(group) + u64::from(group >= 12);
    let mut rest = skip_m + 1;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    out.iter().rev().map(|&b| char::from(b)).collect()
}

fn group_of(head: &str) -> Option<u32> {
    if head.is_empty() || head.len() > 5 || !head.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let place = head.bytes().fold(0u64, |sum, b| sum * 26 + u64::from(b - b'A') + 1) - 1;
    u32::try_from(place - u64::from(place > 12)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_read_back_what_they_print() {
        for group in (0..2_000).map(Some).chain([None]) {
            let label = Label { group, number: 7 };
            assert_eq!(label.to_string().parse(), Ok(label));
        }
        assert_eq!(Label { group: Some(12), number: 1 }.to_string(), "N1");
        assert_eq!(Label { group: Some(25), number: 1 }.to_string(), "AA1");
        assert_eq!(Label { group: None, number: 3 }.to_string(), "M3");
    }

    #[test]
    fn what_is_no_label_is_refused() {
        for text in ["", "7", "A", "A0", "A07", "a7", "A7x", "A99999999999", "ÄÖ7", "ABCDEF1"] {
            assert_eq!(text.parse::<Label>(), Err(ParseLabelError), "{text}");
        }
    }
}
