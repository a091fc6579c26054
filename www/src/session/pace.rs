//! How much of the run passes in so much of the viewer's time.

/// Slowest, in thousandths of real time.
pub const SPEED_MILLI_MIN: u32 = 100;
/// Fastest, in thousandths of real time.
pub const SPEED_MILLI_MAX: u32 = 1_000_000;
/// A frame that comes later than this was held up (a hidden tab, a slow machine): the rest does not count.
pub const FRAME_MS_MAX: f64 = 100.0;
/// One step of the clock for people who asked for less motion.
pub const CALM_STEP_US: u64 = 1_000_000;

/// Turns frames into microseconds of the run, without loss.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    /// Wall time of the last frame in milliseconds.
    last_ms: Option<f64>,
    /// Wall time that has not led to a step yet, in microseconds (calm only).
    waiting_us: u64,
    /// What integer division left over, in thousandths of a microsecond of the run.
    rest: u64,
}

impl Pace {
    /// Begins anew: the next frame counts from itself.
    pub fn restart(&mut self) {
        *self = Self::default();
    }

    /// Microseconds of the run that pass with this frame. A calm pace passes them once a second.
    pub fn pass(&mut self, now_ms: f64, speed_milli: u32, calm: bool) -> u64 {
        let wall_us = match self.last_ms.replace(now_ms) {
            Some(last_ms) => ((now_ms - last_ms).clamp(0.0, FRAME_MS_MAX) * 1_000.0) as u64,
            None => 0,
        };
        let wall_us = if calm { self.whole_steps(wall_us) } else { wall_us };
        let total = wall_us * u64::from(speed_milli) + self.rest;
        self.rest = total % 1_000;
        total / 1_000
    }

    fn whole_steps(&mut self, wall_us: u64) -> u64 {
        self.waiting_us += wall_us;
        let steps = self.waiting_us / CALM_STEP_US;
        self.waiting_us %= CALM_STEP_US;
        steps * CALM_STEP_US
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(pace: &mut Pace, frames: &[f64], speed_milli: u32, calm: bool) -> Vec<u64> {
        frames.iter().map(|now| pace.pass(*now, speed_milli, calm)).collect()
    }

    #[test]
    fn the_first_frame_starts_the_count_and_a_late_one_is_cut() {
        let mut pace = Pace::default();
        assert_eq!(run(&mut pace, &[1000.0, 1016.0, 9000.0], 1_000, false), [0, 16_000, 100_000]);
    }

    #[test]
    fn nothing_is_lost_at_a_tenth_of_the_speed() {
        let mut pace = Pace::default();
        let frames: Vec<f64> = (0..=1_000).map(|n| f64::from(n) * 0.125).collect();
        let passed: u64 = run(&mut pace, &frames, 100, false).iter().sum();
        assert_eq!(passed, 12_500);
    }

    #[test]
    fn a_calm_pace_moves_once_a_second() {
        let mut pace = Pace::default();
        let frames: Vec<f64> = (0..=21).map(|n| f64::from(n) * 100.0).collect();
        let passed = run(&mut pace, &frames, 2_000, true);
        assert_eq!(passed.iter().filter(|us| **us > 0).count(), 2);
        assert_eq!(passed.iter().sum::<u64>(), 4_000_000);
    }
}
