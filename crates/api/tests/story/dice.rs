//! Luck that a story writes down: `dice 0 2 1` in order, or `seed 7`.

use std::collections::VecDeque;

use sqs::{Dice, QueueId};

/// Scripted dice first, then seeded ones if there is a seed, else always 0.
#[derive(Default)]
pub struct StoryDice {
    script: VecDeque<u32>,
    seed: Option<u64>,
    misfit: Option<String>,
}

impl StoryDice {
    /// Adds answers to the script.
    pub fn script(&mut self, answers: &[u32]) {
        self.script.extend(answers);
    }

    /// From now on answers come from this seed when the script has none.
    pub const fn seed(&mut self, seed: u32) {
        self.seed = Some(seed as u64);
    }

    /// What was wrong with the script so far: an answer that did not fit the question.
    pub fn misfit(&mut self) -> Option<String> {
        self.misfit.take()
    }

    /// Scripted answers that nobody asked for.
    pub fn unused(&self) -> usize {
        self.script.len()
    }
}

impl Dice for StoryDice {
    fn below(&mut self, _queue: QueueId, n: u32) -> u32 {
        if n < 2 {
            self.misfit = Some(format!("the engine asked for a number below {n}, which is no choice"));
            return 0;
        }
        match (self.script.pop_front(), &mut self.seed) {
            (Some(answer), _) if answer < n => answer,
            (Some(answer), _) => {
                self.misfit = Some(format!("the engine asked for a number below {n}, the dice say {answer}"));
                0
            }
            (None, Some(state)) => (split_mix(state) % u64::from(n)) as u32,
            (None, None) => 0,
        }
    }
}

/// One step of the SplitMix64 generator.
const fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
