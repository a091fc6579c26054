//! Lines of the AWS CLI at work in a running world.
//!
//! A line that may change something is an act of the user ([`sim::Input::Call`]): it begins a branch like any other,
//! can be undone and shared. A line that only reads is answered from the world as it stands and leaves no trace.

use std::sync::Arc;

use api::call::{Call, Setting};
use api::command_line::{self, Invocation, Printed};
use api::envelope::Envelope;
use api::error::AwsError;
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
    /// A receive that waits for messages: its answer comes while the clock moves on, see [`answer`].
    Waits {
        /// Its place among [`Timeline::inputs`].
        input: usize,
        /// Whether it joined the branch or began one.
        act: ActOutcome,
    },
}

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
    match act_with(line, &call, timeline) {
        Err(refusal) => Outcome::Printed(refused(text::act_refusal(refusal)), None),
        Ok(act) => {
            let input = timeline.inputs().len() - 1;
            match printed(&invocation, &call, input, timeline) {
                Some(printed) => Outcome::Printed(printed, Some(act)),
                None => Outcome::Waits { input, act },
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
    act_with(line, &call, timeline)
}

/// What a line that waits has been answered up to the clock; none if it still waits, or was not made on this branch.
pub fn answer(input: usize, timeline: &Timeline) -> Option<Printed> {
    let (_, Input::Call(made)) = timeline.inputs().get(input)? else { return None };
    let invocation = command_line::parse(&made.line).ok()?;
    let call = decoded(&invocation, timeline).ok()?;
    printed(&invocation, &call, input, timeline)
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
        pending.output(timeline.look_up(&caller, command), timeline.engine())
    })
}

fn decoded(invocation: &Invocation, timeline: &Timeline) -> Result<Call, AwsError> {
    let params = invocation.request(&[]).unwrap_or_default();
    let envelope = Envelope::of(invocation.action, params, invocation.region.as_deref())?;
    call_of(&envelope, invocation, timeline)
}

fn call_of(envelope: &Envelope, invocation: &Invocation, timeline: &Timeline) -> Result<Call, AwsError> {
    let setting = Setting { seed: timeline.seed().into(), ..Setting::default() };
    envelope.call(invocation.action, timeline.engine(), &setting)
}

/// The world's queues are the scenario's: a call that would add one is not carried out.
fn makes_a_queue(command: &Command, timeline: &Timeline) -> bool {
    let Command::CreateQueue { name, .. } = command else { return false };
    let engine: &Engine = timeline.engine();
    let queues = (0..timeline.model().queues.len() as u32).map(sqs::QueueId);
    !queues.filter_map(|queue| engine.queue(queue)).any(|queue| *queue.name == **name)
}

fn act_with(line: &str, call: &Call, timeline: &mut Timeline) -> Result<ActOutcome, ActRefusal> {
    let (caller, command) = (call.caller.clone(), call.command.clone());
    timeline.act(Input::Call(Arc::new(UserCall { caller, command, line: line.trim().into() })))
}

/// What the line prints; none while it waits.
fn printed(invocation: &Invocation, call: &Call, input: usize, timeline: &Timeline) -> Option<Printed> {
    let UserAnswer::Is(answer) = timeline.user_answer(input)? else { return None };
    let answer: Result<Reply, Refusal> = Result::clone(&answer);
    let output: Result<Value, AwsError> = call.pending.output(answer, timeline.engine());
    Some(match output {
        Ok(answer) => invocation.print(Ok(&[answer])),
        Err(error) => invocation.print(Err(&error)),
    })
}

fn refused(why: &str) -> Printed {
    Printed { stdout: String::new(), stderr: format!("\n{why}\n"), exit_code: EXIT_GENERAL }
}
