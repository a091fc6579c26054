//! Simulates the rest of the run in small slices, so that charts and verdicts are known soon.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use sim::Timeline;

use super::{Session, now_ms};

/// Milliseconds that one slice may take.
const SLICE_MS: f64 = 6.0;
/// Events between two looks at the viewer's clock.
const EVENTS_PER_LOOK: u64 = 500;
/// Milliseconds between slices while frames are drawn.
const PAUSE_WHILE_PLAYING_MS: u32 = 20;
/// Milliseconds between two published instants while only the known part grows.
const PUBLISH_MS: f64 = 250.0;

impl Session {
    /// Begins, or begins anew after the branch has changed.
    pub(super) fn look_ahead(&self) {
        let pause_ms = if self.playing() { PAUSE_WHILE_PLAYING_MS } else { 0 };
        let weak = Rc::downgrade(&self.0);
        let next = Timeout::new(pause_ms, move || {
            if let Some(cell) = weak.upgrade() {
                Self(cell).slice();
            }
        });
        *self.0.look_ahead.borrow_mut() = Some(next);
    }

    fn slice(&self) {
        let start = now_ms();
        let mut done = false;
        while !done && now_ms() - start < SLICE_MS {
            done = self.0.timeline.borrow_mut().run_ahead(EVENTS_PER_LOOK);
        }
        if done {
            let verdicts = self.ask(Timeline::verdicts);
            *self.0.verdicts.borrow_mut() = Some(Rc::new(verdicts));
        } else {
            self.look_ahead();
        }
        if done || now_ms() - self.0.published_ms.get() >= PUBLISH_MS {
            self.pin();
            self.publish(Rc::new(self.view_now()));
        }
    }
}
