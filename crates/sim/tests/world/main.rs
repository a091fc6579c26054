//! The world, seen from outside: what its actors do, and what a timeline promises.

mod access;
mod actors;
mod alarms;
mod bill;
mod branches;
mod claims;
mod cost;
mod direct;
mod explanations;
mod expressions;
mod lambda;
mod legality;
mod models;
mod pollers;
mod producers;
mod queueing;
mod random;
mod redrive;
mod scaling;
mod scaling_at_random;
mod topics;
mod travel;
