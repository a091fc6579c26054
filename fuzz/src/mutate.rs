//! Inputs made of others: a simple stand-in for libFuzzer on stable Rust.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Longer inputs are cut.
const BYTES_MAX: usize = 64 * 1_024;
/// Pieces that parsers look at closely.
const PIECES: [&str; 40] = [
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "=",
    "&",
    "%",
    "%00",
    "%zz",
    "\\u0000",
    "\\ud800",
    "\r\n",
    "\n",
    "\n\n",
    "\n%%\n",
    " ",
    "\t",
    "*",
    "?",
    "0",
    "-1",
    "1",
    "10",
    "11",
    "43200",
    "2147483648",
    "18446744073709551616",
    "1e309",
    "true",
    "null",
    "{handle}",
    "--",
    "`",
    "ø",
    "😀",
];

/// A source of inputs, the same for the same seed.
#[derive(Debug)]
pub struct Mutator {
    chance: ChaCha8Rng,
    corpus: Vec<Vec<u8>>,
}

impl Mutator {
    /// Starts from a corpus, which is not empty.
    pub fn new(seed: u64, corpus: Vec<Vec<u8>>) -> Self {
        Self { chance: ChaCha8Rng::seed_from_u64(seed), corpus }
    }

    /// The next input.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.entry();
        for _ in 0..=self.below(8) {
            self.mutate(&mut input);
        }
        input.truncate(BYTES_MAX);
        input
    }

    fn mutate(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        let end = (at + self.below(32)).min(input.len());
        match self.below(8) {
            0 => drop(input.drain(at..end)),
            1 => {
                let repeated = input[at..end].to_vec();
                input.splice(at..at, repeated);
            }
            2 => {
                let piece = PIECES[self.below(PIECES.len())];
                input.splice(at..at, piece.bytes());
            }
            3 => {
                let piece = PIECES[self.below(PIECES.len())];
                input.splice(at..end, piece.bytes());
            }
            4 => {
                let other = self.entry();
                let from = self.below(other.len() + 1);
                let to = (from + self.below(64)).min(other.len());
                input.splice(at..end, other[from..to].iter().copied());
            }
            5 => {
                let other = self.entry();
                let from = self.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            6 if at < input.len() => input[at] ^= 1 << self.below(8),
            _ if at < input.len() => input[at] = self.below(256) as u8,
            _ => input.push(self.below(256) as u8),
        }
    }

    fn entry(&mut self) -> Vec<u8> {
        let place = self.below(self.corpus.len());
        self.corpus.get(place).cloned().unwrap_or_default()
    }

    fn below(&mut self, n: usize) -> usize {
        (self.chance.next_u64() % n.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_inputs_again() {
        let inputs = |seed| {
            let mut mutator = Mutator::new(seed, vec![b"one input".to_vec(), b"another".to_vec()]);
            (0..100).map(|_| mutator.next_input()).collect::<Vec<_>>()
        };
        assert_eq!(inputs(1), inputs(1));
        assert_ne!(inputs(1), inputs(2));
    }

    #[test]
    fn an_empty_corpus_gives_something_too() {
        let mut mutator = Mutator::new(1, Vec::new());
        assert!((0..100).any(|_| !mutator.next_input().is_empty()));
    }
}
