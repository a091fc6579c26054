//! The JSON inside queue attributes: `Policy`, `RedrivePolicy` and `RedriveAllowPolicy`, read into the engine's
//! types and written from them (sqs-facts §1.4, §1.13, §10.1).

mod condition;
mod read;
mod redrive;
mod write;

pub use read::{read_identity_policy, read_policy};
pub(crate) use redrive::no_such_target;
pub use redrive::{Target, read_redrive, read_redrive_allow, write_redrive};
pub use write::write_policy;

#[cfg(test)]
mod tests;
