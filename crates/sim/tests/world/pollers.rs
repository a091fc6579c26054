//! What pollers do beyond receive, work, delete, and how they stop.

mod faults;
mod habits;
mod kinds;
mod naive;
mod queues;
pub mod strategies;
