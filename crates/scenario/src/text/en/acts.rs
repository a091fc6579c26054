//! What the user does, branches, and runs that cannot go on.

use sim::{ActRefusal, BranchView, Input, ModelError, RunError, Trouble, limits};

use super::changes::queue_change;
use super::time::{clock, count};
use crate::text::Names;

/// What an act does, as a button or a branch says it: "crash w/1".
pub fn input(input: &Input, names: &impl Names) -> String {
    match *input {
        Input::Call(ref call) => call.line.to_string(),
        Input::Send { queue } => format!("send to {}", names.queue(queue)),
        Input::Crash { worker } => format!("crash {}", names.worker(worker)),
        Input::BringBack { worker } => format!("bring {} back", names.worker(worker)),
        Input::Redrive { queue, per_second: None } => format!("redrive {}", names.queue(queue)),
        Input::Redrive { queue, per_second: Some(rate) } => {
            format!("redrive {}, {} a second", names.queue(queue), count(rate.into()))
        }
        Input::CancelRedrive { queue } => format!("cancel the redrive of {}", names.queue(queue)),
        Input::Stop { worker } => format!("stop {}", names.worker(worker)),
        Input::Hang { worker } => format!("hang {}", names.worker(worker)),
        Input::Purge { queue } => format!("purge {}", names.queue(queue)),
        Input::Change { queue, change } => {
            format!("{}: {}", names.queue(queue), queue_change(change, names))
        }
        Input::Delete { message } => format!("delete {}", names.label(message)),
        Input::MakeVisible { message } => format!("make {} visible", names.label(message)),
    }
}

/// Why a console makes no queue.
pub fn console_makes_no_queue() -> &'static str {
    "The queues of this world are those of its scenario. Add the queue to the scenario and open it again."
}

/// A branch, named from its first act: "crash w/1 at 0:15.000"; "main" for the first future.
pub fn branch_name(branch: &BranchView, names: &impl Names) -> String {
    match (branch.parent, branch.inputs.first()) {
        (None, _) => "main".to_owned(),
        (Some(_), Some((position, act))) => format!("{} at {}", input(act, names), clock(position.at_us)),
        (Some((_, position)), None) => format!("what if at {}", clock(position.at_us)),
    }
}

/// Why an act makes no sense now.
pub fn act_refusal(refusal: ActRefusal) -> &'static str {
    match refusal {
        ActRefusal::AlreadyStopping => "The worker is on its way to stop.",
        ActRefusal::AlreadyHung => "The worker hangs already.",
        ActRefusal::IsManaged => "Lambda starts and ends its execution environments by itself.",
        ActRefusal::ZoneDown => "Its Availability Zone is down: it comes back with the zone.",
        ActRefusal::SqsRefuses(trouble) => sqs_refuses(trouble),
        ActRefusal::Unknown => "There is no such queue, worker or message.",
        ActRefusal::AlreadyDown => "The worker is down already.",
        ActRefusal::AlreadyUp => "The worker is running.",
        ActRefusal::NotRunning => "There is no such worker now.",
        ActRefusal::NoReceiptHandle => {
            "The message was never received, so no receipt handle exists: SQS cannot delete it."
        }
        ActRefusal::MessageGone => "The message is gone.",
        ActRefusal::NotInFlight => "The message is not in flight: it is not hidden.",
        ActRefusal::HandleExpired => {
            "The visibility timeout of its latest receive has run out: a FIFO queue refuses the handle."
        }
        ActRefusal::NoDeadLetterQueue => "No queue names this one as its dead-letter queue.",
        ActRefusal::RedriveRuns => "Its messages are being redriven already.",
        ActRefusal::AtTheEnd => "The run ends here: nothing can happen after it.",
        ActRefusal::TooManyInputs => "This branch has as many actions as it may have.",
        ActRefusal::TooManyBranches => "There are as many branches as there may be: drop one first.",
    }
}

/// As a sentence of its own, what SQS would answer.
fn sqs_refuses(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::PurgedJustNow => "SQS would refuse it: a queue can be purged once every 60 seconds.",
        Trouble::RedriveRuns => "SQS would refuse it: a redrive of this queue runs already.",
        Trouble::NoRedriveRuns => "SQS would refuse it: no redrive of this queue runs.",
        Trouble::NotADeadLetterQueue => "SQS would refuse it: no queue names it as its dead-letter queue.",
        Trouble::Throttled => "SQS would refuse it: more calls a second than this queue takes.",
        Trouble::AccessDenied(_) => "SQS would refuse it: a policy denies it.",
        Trouble::KmsDenied(_) => "SQS would refuse it: the queue's KMS key cannot be used.",
        Trouble::TooManyAttributes => "SQS would refuse it: at most 10 message attributes.",
        Trouble::TooLong => "SQS would refuse it: the message is larger than the queue takes.",
        Trouble::HandleExpired
        | Trouble::OverLimit
        | Trouble::QueueDoesNotExist
        | Trouble::HiddenTooLong
        | Trouble::Refused => "SQS would refuse it.",
    }
}

/// Why a run ended early.
pub fn run_error(error: RunError) -> String {
    match error {
        RunError::ZeroTimeLoop { at_us } => format!(
            "The run stops at {}: more than {} events at one instant.",
            clock(at_us),
            count(limits::EVENTS_AT_ONE_INSTANT_MAX)
        ),
        RunError::TooManyEvents { at_us } => {
            format!("The run stops at {}: more than {} events.", clock(at_us), count(limits::EVENTS_MAX))
        }
    }
}

/// Why a model cannot run. Scenarios are checked before, so this is for models made by hand.
pub fn model_error(error: &ModelError) -> String {
    match error {
        ModelError::Duration => "The duration is not between 1 ms and 400 days.".to_owned(),
        ModelError::TooMany(what) => format!("There are too many {what}."),
        ModelError::DanglingIndex(what) => format!("A {what} points at nothing."),
        ModelError::OutOfRange(part, index, field) => {
            format!("The {field} of {part} number {} is out of its range.", u64::from(*index) + 1)
        }
        ModelError::TooManyEvents { expected } => {
            let max = count(limits::EVENTS_MAX);
            format!("About {} events are expected; a run has at most {max}.", count(*expected))
        }
        ModelError::Queue(index, _) => {
            format!("SQS would refuse to create queue number {}.", u64::from(*index) + 1)
        }
    }
}
