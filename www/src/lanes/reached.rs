//! How far the viewer has come: lanes show the future only where the viewer has been.

use std::cell::RefCell;
use std::collections::BTreeMap;

use sim::BranchId;
use sqs::Time;
use yew::prelude::*;

use crate::session::{Session, Shown};

/// The latest instant of this branch of this run that was shown.
#[hook]
pub fn use_reached_us(session: &Session, shown: &Shown) -> Time {
    let reached = use_memo(session.clone(), |_| RefCell::new(BTreeMap::<BranchId, Time>::new()));
    let mut reached = reached.borrow_mut();
    let latest = reached.entry(shown.branch).or_insert(0);
    *latest = (*latest).max(shown.view.at_us);
    *latest
}
