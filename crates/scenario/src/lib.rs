//! Scenarios: what authors write, what the library holds, how edits and links name things, and all wording.
//!
//! [`Scenario::read`] takes an author's JSON and gives a scenario or a list of [`Problem`]s with hints.
//! [`Scenario::model`] is what [`sim::Timeline`] runs. [`Address`] is the readable link.

mod address;
pub mod choose;
pub mod console;
mod decimal;
mod drift;
pub mod duration;
mod edit;
#[cfg(feature = "export")]
pub mod export;
pub mod expr;
mod facts;
#[cfg(feature = "generate")]
pub mod generate;
mod goal;
mod knob;
pub mod library;
pub mod link;
mod markdown;
#[cfg(feature = "library-json")]
mod opening;
mod problem;
mod quiz;
mod read;
mod resolve;
mod scenario;
#[cfg(feature = "schema")]
mod schema;
mod state;
mod strict;
#[cfg(feature = "template")]
pub mod template;
pub mod text;
mod v1;

pub use address::Address;
pub use drift::Drift;
pub use facts::facts;
pub use goal::{Goal, GoalVerdict, Solution};
pub use knob::{Choice, Knob, KnobKind};
pub use library::{Chapter, Entry};
pub use markdown::{Inline, Paragraph};
#[cfg(feature = "library-json")]
pub use opening::{Opening, OpeningRefusal};
pub use problem::Problem;
pub use quiz::{
    Answer, AnswerOption, Finding, Guess, Judgement, OrderItem, Outcome, Question, QuestionKind, Right,
};
pub use scenario::{Beat, ClaimText, Scenario, Source};
pub use state::{ClaimState, Place, QueueState, Setting, State, branch_name, trace_hash_text};
