//! The clock: play, pause, seek, step, and what one frame does.

use std::rc::Rc;

use scenario::Place;
use sim::Position;

use super::pace::{SPEED_MILLI_MAX, SPEED_MILLI_MIN};
use super::stops::StopGuard;
use super::{Session, now_ms};

/// Milliseconds between two published instants while the clock runs.
const PUBLISH_MS: f64 = 100.0;
/// Milliseconds of a frame that the simulation may take.
const FRAME_BUDGET_MS: f64 = 8.0;
/// Events between two looks at the viewer's clock.
const EVENTS_PER_SLICE: u64 = 1_000;
/// Who plays faster than this, in thousandths, looks for something, and is not stopped by questions.
const WAITING_SPEED_MILLI_MAX: u32 = 10_000;
/// How long the mark "slower than asked" stays after the last frame that was held up.
const OVERLOAD_MARK_MS: f64 = 1_000.0;

/// Where the clock shall stop, and the speed to go back to then.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    at_us: u64,
    speed_milli: u32,
}

impl Session {
    /// Is the clock running?
    pub fn playing(&self) -> bool {
        self.0.playing.get()
    }

    /// How many milliseconds of the run pass in a second of the viewer at the present speed.
    pub fn speed_milli(&self) -> u32 {
        self.0.speed_milli.get()
    }

    /// Starts the clock; from the end it starts anew. It waits where a question is asked,
    /// unless it runs fast.
    pub fn play(&self) {
        self.play_through();
        self.0.waits.set(true);
    }

    /// As [`Session::play`], but waits for nobody.
    pub fn play_through(&self) {
        self.give_up_goal();
        self.0.waits.set(false);
        if self.read(|timeline| timeline.position().at_us >= timeline.duration_us()) {
            self.0.timeline.borrow_mut().seek(Position::after_ms(0));
        }
        self.0.playing.set(true);
        self.restart_pace();
        self.0.frames.request();
        self.changed();
    }

    /// Plays up to an instant, so fast that it takes about `wall_ms`, and stops there at the old speed.
    pub fn play_to(&self, at_us: u64, wall_ms: u64) {
        let to_go_us = at_us.saturating_sub(self.read(|timeline| timeline.position().at_us));
        if to_go_us == 0 {
            return self.changed();
        }
        self.give_up_goal();
        self.0.waits.set(false);
        self.0.goal.set(Some(Goal { at_us, speed_milli: self.speed_milli() }));
        // A whole speed is a little faster and reads better.
        let speed = to_go_us.div_ceil(wall_ms.max(1) * 1_000);
        let speed_milli = u32::try_from(speed * 1_000).unwrap_or(SPEED_MILLI_MAX);
        self.0.speed_milli.set(speed_milli.clamp(1_000, SPEED_MILLI_MAX));
        self.0.playing.set(true);
        self.restart_pace();
        self.0.frames.request();
        self.changed();
    }

    /// Plays if it stands, and stands if it plays.
    pub fn toggle(&self) {
        if self.playing() { self.pause() } else { self.play() }
    }

    /// Waits at an instant while the clock runs, as long as the guard lives.
    pub fn stop_at(&self, at_us: u64) -> StopGuard {
        self.0.stops.add(at_us)
    }

    /// Stops the clock.
    pub fn pause(&self) {
        self.stop();
        self.changed();
    }

    /// Goes to a position and publishes. The clock runs on if it ran.
    pub fn seek(&self, to: Position) {
        self.give_up_goal();
        self.0.timeline.borrow_mut().seek(to);
        self.restart_pace();
        self.changed();
    }

    /// Goes to a place that a link names, clamped to the run, and publishes.
    pub fn go_to(&self, place: Place) {
        self.give_up_goal();
        place.seek(&mut self.0.timeline.borrow_mut());
        self.restart_pace();
        self.changed();
    }

    /// One event on or back; pauses.
    pub fn step(&self, forward: bool) {
        self.stop();
        {
            let mut timeline = self.0.timeline.borrow_mut();
            // At either end there is no event to go to, and the clock stays.
            let _ = if forward { timeline.step_forward() } else { timeline.step_back() };
        }
        self.changed();
    }

    /// Thousandths of real time, clamped to 0.1× to 1000×.
    pub fn set_speed(&self, speed_milli: u32) {
        self.0.goal.set(None);
        self.0.speed_milli.set(speed_milli.clamp(SPEED_MILLI_MIN, SPEED_MILLI_MAX));
        self.changed();
    }

    /// One frame: moves the clock if it runs, lets the stage draw, publishes every so often.
    pub(super) fn frame(&self, now: f64) {
        self.0.frames.begun();
        if self.playing() {
            self.advance(now);
        }
        let playing = self.playing();
        if playing {
            self.0.frames.request();
        }
        let is_due = playing && now_ms() - self.0.published_ms.get() >= PUBLISH_MS;
        if !is_due && self.0.on_frame.is_empty() {
            return;
        }
        let view = Rc::new(self.view_now());
        self.0.on_frame.tell(&view);
        if is_due {
            self.pin();
            self.publish(view);
        }
    }

    fn advance(&self, now: f64) {
        let mut pace = self.0.pace.get();
        let passed_us = pace.pass(now, self.speed_milli(), self.0.calm.get());
        self.0.pace.set(pace);
        if passed_us == 0 {
            return;
        }
        let (from_us, duration_us) =
            self.read(|timeline| (timeline.position().at_us, timeline.duration_us()));
        let stop_us = self.next_stop_us(from_us).min(duration_us);
        let to_us = from_us.saturating_add(passed_us).min(stop_us);
        self.note_load(now, self.seek_in_budget(to_us));
        let ended = self.read(|timeline| timeline.position().at_us >= stop_us || timeline.error().is_some());
        if ended {
            self.stop();
            self.pin();
            self.publish(Rc::new(self.view_now()));
        }
    }

    fn next_stop_us(&self, from_us: u64) -> u64 {
        let goal_us = self.0.goal.get().map(|goal| goal.at_us);
        let waits = self.0.waits.get() && self.speed_milli() <= WAITING_SPEED_MILLI_MAX;
        let stop_us = if waits { self.0.stops.after(from_us) } else { None };
        goal_us.or(stop_us).unwrap_or(u64::MAX)
    }

    /// True if it arrived within the budget. What is missing is dropped, never caught up.
    fn seek_in_budget(&self, to_us: u64) -> bool {
        let to = Position { at_us: to_us, step: Position::ALL };
        let start = now_ms();
        let mut timeline = self.0.timeline.borrow_mut();
        while !timeline.seek_within(to, EVENTS_PER_SLICE) {
            if now_ms() - start > FRAME_BUDGET_MS {
                return false;
            }
        }
        true
    }

    fn note_load(&self, now: f64, arrived: bool) {
        let mark = match self.0.overloaded_ms.get() {
            _ if !arrived => Some(now),
            Some(last) if now - last < OVERLOAD_MARK_MS => Some(last),
            Some(_) | None => None,
        };
        self.0.overloaded_ms.set(mark);
    }

    fn stop(&self) {
        self.0.playing.set(false);
        self.0.overloaded_ms.set(None);
        self.give_up_goal();
    }

    fn give_up_goal(&self) {
        if let Some(goal) = self.0.goal.take() {
            self.0.speed_milli.set(goal.speed_milli);
        }
    }

    fn restart_pace(&self) {
        let mut pace = self.0.pace.get();
        pace.restart();
        self.0.pace.set(pace);
    }
}
