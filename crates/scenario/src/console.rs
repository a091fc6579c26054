//! Lines of the AWS CLI at work in a running world.
//!
//! A line that may change something is an act of the user ([`sim::Input::Call`]): it begins a branch like any other,
//! can be undone and shared. A line that only reads is answered from the world as it stands and leaves no trace.

use std::sync::Arc;

use api::call::{Call, Pending, Setting};
use api::command_line::{self, Invocation, Printed};
use api::envelope::Envelope;
use api::error::AwsError;
use api::ids::Ids;
use serde_json::Value;
use sim::{ActOutcome, ActRefusal, Input, Timeline, UserAnswer, UserCall};
use sqs::{Action, Command, Engine, Refusal, Reply};

use crate::text;

/// Exit code of a line that the world cannot carry out, as the CLI's for anything that goes wrong on its side.
const EXIT_GENERAL: u8 = 255;

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is answered. If it acted: whether it joined the branch or began one.
    Printed(Printed, Option<ActOutcome>),
    /// A receive that waits for messages: its answer comes while the clock moves on. Whether it joined the branch
    /// or began one.
    Waits(Arc<Waiting>, ActOutcome),
}

/// A receive that waits, ready to print its answer.
#[derive(Clone, Debug)]
pub struct Waiting {
    invocation: Invocation,
    pending: Pending,
    made: Arc<UserCall>,
    /// Its place among [`Timeline::inputs`].
    input: usize,
}

impl Waiting {
    /// What it has been answered up to the clock; none if it still waits, or was not made on this branch.
    pub fn answer(&self, timeline: &Timeline) -> Option<Printed> {
        match timeline.inputs().get(self.input)? {
            (_, Input::Call(made)) if Arc::ptr_eq(made, &self.made) => {
                printed(&self.invocation, &self.pending, self.input, timeline)
            }
            _ => None,
        }
    }
}

impl PartialEq for Waiting {
    /// The same call, not one like it.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.made, &other.made) && self.input == other.input
    }
}

impl Eq for Waiting {}

/// Runs a line at the instant at which the clock stands.
pub fn run(line: &str, timeline: &mut Timeline) -> Outcome {
    let invocation = match command_line::parse(line) {
        Ok(invocation) => invocation,
        Err(printed) => return Outcome::Printed(printed, None),
    };
    if only_reads(invocation.action) {
        return Outcome::Printed(look_up(&invocation, timeline), None);
    }
    let call = match decoded(&invocation, timeline) {
        Ok(call) => call,
        Err(error) => return Outcome::Printed(invocation.print(Err(&error)), None),
    };
    if makes_a_queue(&call.command, timeline) {
        return Outcome::Printed(refused(text::console_makes_no_queue()), None);
    }
    let Call { caller, command, pending } = call;
    let made = Arc::new(UserCall { caller, command, line: line.trim().into() });
    match timeline.act(Input::Call(made.clone())) {
        Err(refusal) => Outcome::Printed(refused(text::act_refusal(refusal)), None),
        Ok(act) => {
            let input = timeline.inputs().len() - 1;
            match printed(&invocation, &pending, input, timeline) {
                Some(printed) => Outcome::Printed(printed, Some(act)),
                None => Outcome::Waits(Arc::new(Waiting { invocation, pending, made, input }), act),
            }
        }
    }
}

/// Carries a line out that is known to be an act, without printing anything.
///
/// # Errors
/// Why it makes no sense at this instant.
pub fn act(line: &str, timeline: &mut Timeline) -> Result<ActOutcome, ActRefusal> {
    let invocation = command_line::parse(line).map_err(|_| ActRefusal::Unknown)?;
    let call = decoded(&invocation, timeline).map_err(|_| ActRefusal::Unknown)?;
    if only_reads(invocation.action) || makes_a_queue(&call.command, timeline) {
        return Err(ActRefusal::Unknown);
    }
    let Call { caller, command, .. } = call;
    timeline.act(Input::Call(Arc::new(UserCall { caller, command, line: line.trim().into() })))
}

/// Actions that change nothing.
fn only_reads(action: Action) -> bool {
    match action {
        Action::GetQueueUrl
        | Action::GetQueueAttributes
        | Action::ListQueues
        | Action::ListQueueTags
        | Action::ListDeadLetterSourceQueues
        | Action::ListMessageMoveTasks => true,
        Action::CreateQueue
        | Action::DeleteQueue
        | Action::SetQueueAttributes
        | Action::PurgeQueue
        | Action::AddPermission
        | Action::RemovePermission
        | Action::TagQueue
        | Action::UntagQueue
        | Action::StartMessageMoveTask
        | Action::CancelMessageMoveTask
        | Action::SendMessage
        | Action::SendMessageBatch
        | Action::ReceiveMessage
        | Action::DeleteMessage
        | Action::DeleteMessageBatch
        | Action::ChangeMessageVisibility
        | Action::ChangeMessageVisibilityBatch => false,
    }
}

fn look_up(invocation: &Invocation, timeline: &Timeline) -> Printed {
    invocation.run(|envelope| {
        let Call { caller, command, pending } = call_of(envelope, invocation, timeline)?;
        pending.output(timeline.look_up(&caller, &command), timeline.engine())
    })
}

fn decoded(invocation: &Invocation, timeline: &Timeline) -> Result<Call, AwsError> {
    let params = invocation.request(&[]).unwrap_or_default();
    let envelope = Envelope::of(invocation.action, params, invocation.region.as_deref())?;
    call_of(&envelope, invocation, timeline)
}

fn call_of(envelope: &Envelope<'_>, invocation: &Invocation, timeline: &Timeline) -> Result<Call, AwsError> {
    let arn_prefix = &timeline.engine().region().arn_prefix;
    let ids = Ids::new(timeline.seed().into(), arn_prefix);
    let setting = Setting { ids, ..Setting::default() };
    envelope.call(invocation.action, timeline.engine(), &setting)
}

/// The world's queues are the scenario's: a call that would add one is not carried out.
fn makes_a_queue(command: &Command, timeline: &Timeline) -> bool {
    let Command::CreateQueue { name, .. } = command else { return false };
    let engine: &Engine = timeline.engine();
    let queues = (0..timeline.model().queues.len() as u32).map(sqs::QueueId);
    !queues.filter_map(|queue| engine.queue(queue)).any(|queue| *queue.name == **name)
}

/// What the line prints; none while it waits.
fn printed(invocation: &Invocation, pending: &Pending, input: usize, timeline: &Timeline) -> Option<Printed> {
    let UserAnswer::Is(answer) = timeline.user_answer(input)? else { return None };
    let answer: Result<Reply, Refusal> = Result::clone(&answer);
    let output: Result<Value, AwsError> = pending.output(answer, timeline.engine());
    Some(match output {
        Ok(answer) => invocation.print(Ok(&[answer])),
        Err(error) => invocation.print(Err(&error)),
    })
}

fn refused(why: &str) -> Printed {
    Printed { stdout: String::new(), stderr: format!("\n{why}\n"), exit_code: EXIT_GENERAL }
}
