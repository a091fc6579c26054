//! All of SQS behind one address, without a socket.
//!
//! An [`Endpoint`] takes whole requests and gives whole responses: to SQS's actions on any region, to the
//! CloudWatch calls that read its metrics, and to its own paths under `/_sqscope/`. Time stands until
//! [`Endpoint::advance_to`] moves it, so the same requests at the same instants give the same bytes. A receive
//! that waits is answered later, through [`Endpoint::take_ready`].
//!
//! *Advance, handle, take what is ready, ask for the next deadline.*

mod control;
mod endpoint;
mod metrics;
mod options;
mod region;
mod state;
mod waits;

pub use endpoint::{CallNote, Endpoint, Handled, Outcome};
pub use options::{Clock, Options, Standard, limits};
pub use waits::WaitId;
