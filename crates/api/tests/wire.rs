//! Requests as clients send them, through decoder, engine and renderer, and the answers that come back.

#[path = "wire/bad_input.rs"]
mod bad_input;
#[path = "wire/batches.rs"]
mod batches;
#[path = "wire/messages.rs"]
mod messages;
#[path = "wire/queues.rs"]
mod queues;
#[path = "wire/redrive.rs"]
mod redrive;
#[path = "wire/world.rs"]
mod world;
