//! The way from place to place. Only the way takes time: at rest, a token stands where the scene says.

use std::collections::BTreeMap;

use super::spot::Point;

/// Milliseconds of the viewer's time that a move takes.
pub const MOVE_MS: f64 = 220.0;
/// Places of messages that have left are forgotten after so many milliseconds of the viewer's time.
const FORGET_MS: f64 = 1_500.0;
/// Shorter ways are not worth a move, in CSS pixels.
const STILL: f64 = 0.5;

#[derive(Clone, Copy, Debug)]
struct Walk {
    from: Point,
    to: Point,
    started_ms: f64,
    seen_ms: f64,
}

impl Walk {
    fn place(&self, now_ms: f64) -> Point {
        let share = ((now_ms - self.started_ms) / MOVE_MS).clamp(0.0, 1.0);
        let rest = 1.0 - share;
        let eased = 1.0 - rest * rest * rest;
        Point {
            x: self.from.x + (self.to.x - self.from.x) * eased,
            y: self.from.y + (self.to.y - self.from.y) * eased,
        }
    }

    fn is_over(&self, now_ms: f64) -> bool {
        now_ms - self.started_ms >= MOVE_MS
    }
}

/// Where each token is on its way, by the message's serial.
#[derive(Debug, Default)]
pub struct Motion {
    walks: BTreeMap<u64, Walk>,
    moving: bool,
}

impl Motion {
    /// Begins a frame. Without `tween` every token stands at its place at once.
    pub fn begin(&mut self, now_ms: f64, tween: bool) {
        self.moving = false;
        if tween {
            self.walks.retain(|_, walk| now_ms - walk.seen_ms < FORGET_MS);
        } else {
            self.walks.clear();
        }
    }

    /// The place of a token now. One that is seen for the first time comes from `from`.
    pub fn place(&mut self, serial: u64, from: Point, to: Point, now_ms: f64) -> Point {
        let walk = self.walks.entry(serial).or_insert(Walk { from, to, started_ms: now_ms, seen_ms: now_ms });
        if distance(walk.to, to) > STILL {
            *walk = Walk { from: walk.place(now_ms), to, started_ms: now_ms, seen_ms: now_ms };
        }
        walk.seen_ms = now_ms;
        self.moving |= !walk.is_over(now_ms);
        walk.place(now_ms)
    }

    /// Puts a token at its place at once.
    pub fn stand(&mut self, serial: u64, at: Point, now_ms: f64) -> Point {
        self.walks.insert(serial, Walk { from: at, to: at, started_ms: now_ms - MOVE_MS, seen_ms: now_ms });
        at
    }

    /// The last place of a token that is not in the scene any more.
    pub fn remembered(&self, serial: u64) -> Option<Point> {
        self.walks.get(&serial).map(|walk| walk.to)
    }

    /// Is anything on its way?
    pub fn is_moving(&self) -> bool {
        self.moving
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: Point = Point { x: 0.0, y: 0.0 };
    const RIGHT: Point = Point { x: 100.0, y: 0.0 };

    #[test]
    fn a_move_starts_where_it_was_and_ends_at_its_place() {
        let mut motion = Motion::default();
        motion.begin(0.0, true);
        assert_eq!(motion.place(1, LEFT, RIGHT, 0.0), LEFT);
        assert!(motion.is_moving());
        motion.begin(110.0, true);
        let half = motion.place(1, LEFT, RIGHT, 110.0);
        assert!(half.x > 50.0 && half.x < 100.0, "it eases out: {half:?}");
        motion.begin(220.0, true);
        assert_eq!(motion.place(1, LEFT, RIGHT, 220.0), RIGHT);
        assert!(!motion.is_moving());
    }

    #[test]
    fn with_less_motion_nothing_is_on_its_way() {
        let mut motion = Motion::default();
        motion.begin(0.0, true);
        motion.place(1, LEFT, RIGHT, 0.0);
        motion.begin(16.0, false);
        assert_eq!(motion.stand(1, RIGHT, 16.0), RIGHT);
        assert!(!motion.is_moving());
    }
}
