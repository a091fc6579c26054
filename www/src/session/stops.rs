//! Instants at which the clock waits for the reader.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// The instants in microseconds, in no order.
#[derive(Default)]
pub struct Stops(Rc<RefCell<Vec<u64>>>);

/// Keeps an instant among the stops as long as it lives.
#[must_use = "a dropped guard stops nothing"]
pub struct StopGuard {
    at_us: u64,
    list: Weak<RefCell<Vec<u64>>>,
}

impl Stops {
    /// One more.
    pub fn add(&self, at_us: u64) -> StopGuard {
        self.0.borrow_mut().push(at_us);
        StopGuard { at_us, list: Rc::downgrade(&self.0) }
    }

    /// The first one after an instant.
    pub fn after(&self, at_us: u64) -> Option<u64> {
        self.0.borrow().iter().copied().filter(|stop| *stop > at_us).min()
    }
}

impl Drop for StopGuard {
    fn drop(&mut self) {
        let Some(list) = self.list.upgrade() else { return };
        let mut list = list.borrow_mut();
        if let Some(place) = list.iter().position(|stop| *stop == self.at_us) {
            list.swap_remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_stop_is_after_the_clock() {
        let stops = Stops::default();
        let far = stops.add(30);
        let near = stops.add(10);
        assert_eq!((stops.after(0), stops.after(10), stops.after(30)), (Some(10), Some(30), None));
        drop(near);
        assert_eq!(stops.after(0), Some(30));
        drop(far);
        assert_eq!(stops.after(0), None);
    }
}
