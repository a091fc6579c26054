//! Availability Zones.

use std::sync::Arc;

use sqs::Time;

/// A zone in which workers run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneView {
    /// The author's name.
    pub id: Arc<str>,
    /// Its workers are down.
    pub is_down: bool,
    /// When it will be back, if it is down and ever will be.
    pub until_us: Option<Time>,
}
