//! Who wants to hear of something, until they let go of their guard.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

type Listener<T> = Rc<dyn Fn(&T)>;

/// Listeners in the order in which they came.
pub struct Watchers<T>(Rc<List<T>>);

struct List<T> {
    next: Cell<u64>,
    listeners: RefCell<Vec<(u64, Listener<T>)>>,
}

/// Listens as long as it lives.
#[must_use = "a dropped guard no longer listens"]
pub struct Watch<T> {
    id: u64,
    list: Weak<List<T>>,
}

impl<T> Watchers<T> {
    /// Nobody yet.
    pub fn new() -> Self {
        Self(Rc::new(List { next: Cell::new(0), listeners: RefCell::default() }))
    }

    /// One more.
    pub fn add(&self, listener: impl Fn(&T) + 'static) -> Watch<T> {
        let id = self.0.next.replace(self.0.next.get() + 1);
        self.0.listeners.borrow_mut().push((id, Rc::new(listener)));
        Watch { id, list: Rc::downgrade(&self.0) }
    }

    /// Does anybody listen?
    pub fn is_empty(&self) -> bool {
        self.0.listeners.borrow().is_empty()
    }

    /// Tells everyone. A listener may add and drop others, so the list is not borrowed meanwhile.
    pub fn tell(&self, news: &T) {
        let listeners: Vec<Listener<T>> =
            self.0.listeners.borrow().iter().map(|(_, it)| Rc::clone(it)).collect();
        for listener in listeners {
            listener(news);
        }
    }
}

impl<T> Drop for Watch<T> {
    fn drop(&mut self) {
        if let Some(list) = self.list.upgrade() {
            list.listeners.borrow_mut().retain(|(id, _)| *id != self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_guard_hears_nothing() {
        let heard = Rc::new(Cell::new(0));
        let watchers = Watchers::new();
        let ear = Rc::clone(&heard);
        let watch = watchers.add(move |n: &u32| ear.set(ear.get() + n));
        watchers.tell(&2);
        drop(watch);
        watchers.tell(&5);
        assert_eq!(heard.get(), 2);
        assert!(watchers.is_empty());
    }
}
