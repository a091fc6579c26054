//! How far the viewer has come: lanes show the future only where the viewer has been.

use std::collections::BTreeMap;

use sim::BranchId;
use sqs::Time;
use yew::prelude::*;

use crate::session::Shown;

/// The latest instant of this branch that was shown.
#[hook]
pub fn use_reached_us(shown: &Shown) -> Time {
    let reached = use_mut_ref(BTreeMap::<BranchId, Time>::new);
    let mut reached = reached.borrow_mut();
    let latest = reached.entry(shown.branch).or_insert(0);
    *latest = (*latest).max(shown.view.at_us);
    *latest
}
