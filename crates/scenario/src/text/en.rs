//! English.

mod acts;
mod alarms;
mod bill;
mod calls;
mod changes;
mod choose;
mod claims;
mod events;
mod headline;
mod lambda;
mod messages;
mod metrics;
mod producers;
mod quiz;
mod scaling;
mod summary;
mod time;
mod topics;
mod values;
mod why;
mod workers;

pub use acts::{act_refusal, branch_name, console_makes_no_queue, input, model_error, run_error};
pub use alarms::{alarm_condition, alarm_rule, alarm_state, alarm_summary, comparison};
pub use bill::{bill_summary, dollars, queue_bill};
pub use calls::{call_outcome, serving_summary};
pub use changes::queue_change;
pub use choose::{advice, asked, choice, reason};
pub use claims::{claim_kind, claim_kind_help, predicate, verdict};
pub use events::{Line, event, event_lines, story_line, trouble};
pub use headline::headline;
pub use lambda::{concurrency_bound, mapping_summary, outcome};
pub use messages::{bay, departed, effects, lane, message, noisy, phase, received_times};
pub use metrics::{metric, metric_help, metric_unit};
pub use producers::producer_summary;
pub use quiz::{answer, finding, goal_verdict, right_answer};
pub use scaling::{
    scaling_change, scaling_hold, scaling_outlook, scaling_reason, scaling_summary, scaling_target,
};
pub use summary::{queue_summary, screen_summary};
pub use time::{clock, count, plural, span, span_short};
pub use topics::{key_trouble, principal_summary, subscription_summary, topic_summary};
pub use values::value;
pub use why::explanation;
pub use workers::{consumer_summary, extension, in_flight_note, span_kind, worker_state, working_on};
