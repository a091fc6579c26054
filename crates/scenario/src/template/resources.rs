//! What each resource type becomes.

mod alarm;
pub(super) mod checks;
mod mapping;
mod policy;
mod queue;
mod scaling;
mod topic;
