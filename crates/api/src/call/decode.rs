//! Each action's members as a command.

use std::sync::Arc;

use sqs::{Action, Caller, Command, Engine, QueueId, QueueKind, ReceiptHandle, Refusal};

use super::arguments::Arguments;
use super::output::Filter;
use super::{Echo, Handled, Setting, Wanted, attributes, letter};
use crate::envelope::Envelope;
use crate::error::{AwsError, ErrorKind};
use crate::model::Operation;
use crate::names::{self, Arn};
use crate::refusal::{Context, describe, missing};
use crate::render::Protocol;

/// Where a call is decoded.
pub(super) struct Here<'a> {
    pub engine: &'a Engine,
    pub setting: &'a Setting,
    pub caller: &'a Caller,
}

/// A decoded call.
pub(super) struct Draft {
    pub command: Command,
    pub queue: Option<QueueId>,
    pub echo: Echo,
    pub wanted: Wanted,
}

impl From<Command> for Draft {
    fn from(command: Command) -> Self {
        Self { command, queue: None, echo: Echo::default(), wanted: Wanted::Reply }
    }
}

impl Draft {
    fn wanting(self, wanted: Wanted) -> Self {
        Self { wanted, ..self }
    }
}

pub(super) fn decode(envelope: &Envelope<'_>, action: Action, here: &Here<'_>) -> Result<Draft, AwsError> {
    let arguments = Arguments::Request(&envelope.params);
    match action {
        Action::CreateQueue => create_queue(arguments, here),
        Action::GetQueueUrl => get_queue_url(arguments),
        Action::ListQueues => list_queues(arguments, here),
        Action::StartMessageMoveTask => start_move_task(arguments, here),
        Action::ListMessageMoveTasks => list_move_tasks(arguments, here),
        Action::CancelMessageMoveTask => cancel_move_task(arguments, here),
        Action::AddPermission
        | Action::ChangeMessageVisibility
        | Action::ChangeMessageVisibilityBatch
        | Action::DeleteMessage
        | Action::DeleteMessageBatch
        | Action::DeleteQueue
        | Action::GetQueueAttributes
        | Action::ListDeadLetterSourceQueues
        | Action::ListQueueTags
        | Action::PurgeQueue
        | Action::ReceiveMessage
        | Action::RemovePermission
        | Action::SendMessage
        | Action::SendMessageBatch
        | Action::SetQueueAttributes
        | Action::TagQueue
        | Action::UntagQueue => {
            let queue = queue(arguments, here)?;
            if envelope.format.protocol == Protocol::Query {
                first_entry(arguments, action)?;
            }
            let mut draft = on_queue(envelope, action, arguments, queue, here)?;
            draft.queue = Some(queue);
            Ok(draft)
        }
    }
}

/// The actions that name a queue by its URL, once it is found.
fn on_queue(
    envelope: &Envelope<'_>,
    action: Action,
    arguments: Arguments<'_>,
    queue: QueueId,
    here: &Here<'_>,
) -> Result<Draft, AwsError> {
    match action {
        Action::AddPermission => add_permission(arguments, queue),
        Action::ChangeMessageVisibility => change_visibility(arguments, queue, here),
        Action::ChangeMessageVisibilityBatch => Ok(change_visibility_batch(arguments, queue, here)),
        Action::DeleteMessage => delete_message(arguments, queue, here),
        Action::DeleteMessageBatch => Ok(delete_message_batch(arguments, queue, here)),
        Action::DeleteQueue => Ok(Command::DeleteQueue { queue }.into()),
        Action::GetQueueAttributes => get_queue_attributes(arguments, queue),
        Action::ListDeadLetterSourceQueues => list_sources(arguments, queue, here),
        Action::ListQueueTags => Ok(Draft::from(Command::ListQueueTags { queue }).wanting(Wanted::Tags)),
        Action::PurgeQueue => Ok(Command::PurgeQueue { queue }.into()),
        Action::ReceiveMessage => Ok(receive_message(arguments, queue)),
        Action::RemovePermission => {
            let label = arguments.required("Label")?;
            Ok(with_label(Command::RemovePermission { queue, label: label.into() }, label))
        }
        Action::SendMessage => send_message(envelope, arguments, queue),
        Action::SendMessageBatch => Ok(send_message_batch(envelope, arguments, queue)),
        Action::SetQueueAttributes => set_queue_attributes(arguments, queue, here),
        Action::TagQueue => {
            let tags = arguments.tags("Tags")?.ok_or_else(|| missing("Tags"))?;
            Ok(Command::TagQueue { queue, tags }.into())
        }
        Action::UntagQueue => {
            Ok(Command::UntagQueue { queue, keys: arguments.required_texts("TagKeys")? }.into())
        }
        Action::CreateQueue
        | Action::GetQueueUrl
        | Action::ListQueues
        | Action::StartMessageMoveTask
        | Action::ListMessageMoveTasks
        | Action::CancelMessageMoveTask => Err(missing("QueueUrl")),
    }
}

/// The queue of `QueueUrl`.
fn queue(arguments: Arguments<'_>, here: &Here<'_>) -> Result<QueueId, AwsError> {
    let url = arguments.required("QueueUrl")?;
    names::read_queue_url(url)
        .and_then(|(account, name)| {
            let account = account.unwrap_or(here.caller.account);
            here.engine.find_queue(account, name)
        })
        .ok_or_else(|| describe(&Refusal::QueueDoesNotExist, &Context::default()))
}

/// On the Query protocol a batch without entries lacks its first one's `Id` (sqs-facts §1.2).
fn first_entry(arguments: Arguments<'_>, action: Action) -> Result<(), AwsError> {
    let entries = Operation::Queue(action).signature().input.iter().find(|member| member.name == "Entries");
    match entries {
        Some(entries) if arguments.list("Entries").is_empty() => {
            Err(missing(&format!("{}.1.Id", entries.query_name)))
        }
        Some(_) | None => Ok(()),
    }
}

fn create_queue(arguments: Arguments<'_>, here: &Here<'_>) -> Result<Draft, AwsError> {
    let name = arguments.required("QueueName")?;
    let attributes = match arguments.map("Attributes") {
        Some(attributes) => attributes::read(attributes, here.caller.account, here.engine)?,
        None => sqs::AttributeChanges::default(),
    };
    let kind = if attributes.fifo_queue == Some(true) { QueueKind::Fifo } else { QueueKind::Standard };
    let mut draft = Draft::from(Command::CreateQueue {
        name: name.into(),
        kind,
        attributes: Box::new(attributes),
        tags: arguments.tags("tags")?.unwrap_or_default(),
        storage: here.setting.storage,
    });
    draft.echo = attribute_echo(arguments);
    draft.echo.new_queue_name = Some(name.to_owned());
    Ok(draft)
}

fn set_queue_attributes(
    arguments: Arguments<'_>,
    queue: QueueId,
    here: &Here<'_>,
) -> Result<Draft, AwsError> {
    let attributes = arguments.map("Attributes").ok_or_else(|| missing("Attributes"))?;
    let owner = here.engine.name_of(queue).map_or(here.caller.account, |(account, _)| account);
    let changes = Box::new(attributes::read(attributes, owner, here.engine)?);
    let mut draft = Draft::from(Command::SetQueueAttributes { queue, changes });
    draft.echo = attribute_echo(arguments);
    Ok(draft)
}

fn attribute_echo(arguments: Arguments<'_>) -> Echo {
    let policy = arguments.map("Attributes").and_then(|attributes| attributes.get("RedrivePolicy"));
    let redrive_policy = policy.and_then(|policy| policy.as_str()).map(str::to_owned);
    Echo { redrive_policy, ..Echo::default() }
}

fn get_queue_url(arguments: Arguments<'_>) -> Result<Draft, AwsError> {
    let name = arguments.required("QueueName")?;
    let owner = match arguments.text("QueueOwnerAWSAccountId").filter(|owner| !owner.is_empty()) {
        None => None,
        Some(owner) => {
            let account = crate::identity::account(owner);
            Some(account.ok_or_else(|| describe(&Refusal::QueueDoesNotExist, &Context::default()))?)
        }
    };
    Ok(Command::GetQueueUrl { name: name.into(), owner }.into())
}

fn list_queues(arguments: Arguments<'_>, here: &Here<'_>) -> Result<Draft, AwsError> {
    let prefix = arguments.text("QueueNamePrefix").map(Arc::from);
    let list = format!("queues {}", prefix.as_deref().unwrap_or_default());
    let (max_results, after) = page(arguments, &list, here)?;
    Ok(Draft::from(Command::ListQueues { prefix, max_results, after }).wanting(Wanted::Page(list)))
}

fn list_sources(arguments: Arguments<'_>, queue: QueueId, here: &Here<'_>) -> Result<Draft, AwsError> {
    let list = format!("sources {}", queue.0);
    let (max_results, after) = page(arguments, &list, here)?;
    let command = Command::ListDeadLetterSourceQueues { queue, max_results, after };
    Ok(Draft::from(command).wanting(Wanted::Page(list)))
}

/// `MaxResults`, and the name that `NextToken` hides if it is of this list.
fn page(
    arguments: Arguments<'_>,
    list: &str,
    here: &Here<'_>,
) -> Result<(Option<i32>, Option<Arc<str>>), AwsError> {
    let after = match arguments.text("NextToken").filter(|token| !token.is_empty()) {
        None => None,
        Some(token) => {
            let name = here.setting.ids.read_page_token(list, token);
            let invalid = || describe(&Refusal::InvalidNextToken, &Context::default());
            Some(Arc::from(name.ok_or_else(invalid)?))
        }
    };
    Ok((arguments.integer("MaxResults"), after))
}

fn get_queue_attributes(arguments: Arguments<'_>, queue: QueueId) -> Result<Draft, AwsError> {
    let names: Vec<String> = arguments.texts("AttributeNames").map(str::to_owned).collect();
    if let Some(unknown) = names.iter().find(|name| !names::is_shown_attribute(name)) {
        return Err(ErrorKind::InvalidAttributeName.says(format!("Unknown Attribute {unknown}.")));
    }
    Ok(Draft::from(Command::GetQueueAttributes { queue }).wanting(Wanted::Attributes(names)))
}

fn add_permission(arguments: Arguments<'_>, queue: QueueId) -> Result<Draft, AwsError> {
    let label = arguments.required("Label")?;
    let accounts = arguments.required_texts("AWSAccountIds")?;
    let plain = |action: &str| match action.split_once(':') {
        Some((service, action)) if service.eq_ignore_ascii_case("sqs") => action.into(),
        Some(_) | None => action.into(),
    };
    let actions: Vec<&str> = arguments.required_texts("Actions")?;
    let actions = actions.into_iter().map(plain).collect();
    Ok(with_label(Command::AddPermission { queue, label: label.into(), accounts, actions }, label))
}

fn with_label(command: Command, label: &str) -> Draft {
    let echo = Echo { label: Some(label.to_owned()), ..Echo::default() };
    Draft { echo, ..command.into() }
}

fn send_message(
    envelope: &Envelope<'_>,
    arguments: Arguments<'_>,
    queue: QueueId,
) -> Result<Draft, AwsError> {
    let (entry, mut letter) = letter::read(arguments, envelope.trace_header.as_deref());
    match letter.fault.take() {
        Some(fault) => Err(fault),
        None => Ok(Draft::from(Command::SendMessage { queue, entry }).wanting(Wanted::Sent(letter))),
    }
}

fn send_message_batch(envelope: &Envelope<'_>, arguments: Arguments<'_>, queue: QueueId) -> Draft {
    let mut letters = Vec::new();
    let mut entries = Vec::new();
    for entry in arguments.list("Entries") {
        let members = Arguments::of(entry);
        let (entry, letter) = letter::read(members, envelope.trace_header.as_deref());
        entries.push((id(members), entry));
        letters.push(letter);
    }
    Draft::from(Command::SendMessageBatch { queue, entries }).wanting(Wanted::SentBatch(letters))
}

fn receive_message(arguments: Arguments<'_>, queue: QueueId) -> Draft {
    let attempt_id = arguments.text("ReceiveRequestAttemptId");
    let mut draft = Draft::from(Command::ReceiveMessage {
        queue,
        max_messages: arguments.integer("MaxNumberOfMessages"),
        visibility_timeout_s: arguments.integer("VisibilityTimeout"),
        wait_s: arguments.integer("WaitTimeSeconds"),
        attempt_id: attempt_id.map(Arc::from),
    });
    draft.echo.attempt_id = attempt_id.map(str::to_owned);
    let system = ["AttributeNames", "MessageSystemAttributeNames"];
    let system = system.into_iter().flat_map(|name| arguments.texts(name));
    draft.wanting(Wanted::Messages(Filter::new(system, arguments.texts("MessageAttributeNames"))))
}

fn delete_message(arguments: Arguments<'_>, queue: QueueId, here: &Here<'_>) -> Result<Draft, AwsError> {
    let text = arguments.required("ReceiptHandle")?;
    Ok(with_handle(Command::DeleteMessage { queue, handle: handle(text, here) }, text))
}

fn change_visibility(arguments: Arguments<'_>, queue: QueueId, here: &Here<'_>) -> Result<Draft, AwsError> {
    let text = arguments.required("ReceiptHandle")?;
    let timeout = arguments.integer("VisibilityTimeout").ok_or_else(|| missing("VisibilityTimeout"))?;
    let handle = handle(text, here);
    let command = Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s: timeout };
    Ok(with_handle(command, text))
}

fn with_handle(command: Command, text: &str) -> Draft {
    let echo = Echo { receipt_handle: Some(text.to_owned()), ..Echo::default() };
    Draft { echo, ..command.into() }
}

/// A text that is no handle is for the engine one that no queue gave out.
fn handle(text: &str, here: &Here<'_>) -> ReceiptHandle {
    here.setting.ids.read_receipt_handle(text).unwrap_or(ReceiptHandle::INVALID)
}

fn delete_message_batch(arguments: Arguments<'_>, queue: QueueId, here: &Here<'_>) -> Draft {
    let mut entries = Vec::new();
    let mut handled = Vec::new();
    for entry in arguments.list("Entries") {
        let members = Arguments::of(entry);
        let text = members.text("ReceiptHandle").unwrap_or_default();
        entries.push((id(members), handle(text, here)));
        handled.push(Handled { receipt_handle: text.to_owned(), fault: None });
    }
    Draft::from(Command::DeleteMessageBatch { queue, entries }).wanting(Wanted::Handled(handled))
}

fn change_visibility_batch(arguments: Arguments<'_>, queue: QueueId, here: &Here<'_>) -> Draft {
    let mut entries = Vec::new();
    let mut handled = Vec::new();
    for entry in arguments.list("Entries") {
        let members = Arguments::of(entry);
        let text = members.text("ReceiptHandle").unwrap_or_default();
        let timeout = members.integer("VisibilityTimeout");
        // Without a timeout nothing may change, and the engine changes nothing for this handle.
        let handle = timeout.map_or(ReceiptHandle::INVALID, |_| handle(text, here));
        let fault = timeout.is_none().then(|| missing("VisibilityTimeout"));
        entries.push((id(members), handle, timeout.unwrap_or_default()));
        handled.push(Handled { receipt_handle: text.to_owned(), fault });
    }
    Draft::from(Command::ChangeMessageVisibilityBatch { queue, entries }).wanting(Wanted::Handled(handled))
}

/// An entry's `Id`; one that is not there is as wrong as an empty one.
fn id(members: Arguments<'_>) -> Arc<str> {
    members.text("Id").unwrap_or_default().into()
}

fn start_move_task(arguments: Arguments<'_>, here: &Here<'_>) -> Result<Draft, AwsError> {
    let source = queue_by_arn(arguments.required("SourceArn")?, "SourceArn", here)?;
    let destination = match arguments.text("DestinationArn").filter(|arn| !arn.is_empty()) {
        None => None,
        Some(arn) => Some(queue_by_arn(arn, "DestinationArn", here)?),
    };
    let per_second = arguments.integer("MaxNumberOfMessagesPerSecond");
    let command = Command::StartMessageMoveTask { source, destination, per_second };
    Ok(Draft { queue: Some(source), ..command.into() })
}

fn list_move_tasks(arguments: Arguments<'_>, here: &Here<'_>) -> Result<Draft, AwsError> {
    let source = queue_by_arn(arguments.required("SourceArn")?, "SourceArn", here)?;
    let command = Command::ListMessageMoveTasks { source, max_results: arguments.integer("MaxResults") };
    Ok(Draft { queue: Some(source), ..command.into() })
}

fn cancel_move_task(arguments: Arguments<'_>, here: &Here<'_>) -> Result<Draft, AwsError> {
    let handle = arguments.required("TaskHandle")?;
    let Some((task, source_arn)) = here.setting.ids.read_task_handle(handle) else {
        return Err(ErrorKind::InvalidParameterValue.says("Value for parameter TaskHandle is invalid."));
    };
    let source = match names::read_arn(&source_arn, &here.engine.region().arn_prefix) {
        Arn::Queue(account, name) => here.engine.find_queue(account, name),
        Arn::Elsewhere | Arn::OtherService | Arn::Malformed => None,
    };
    let source = source.ok_or_else(|| no_such_resource("SourceArn"))?;
    let task = task.ok_or_else(|| describe(&Refusal::MoveTaskDoesNotExist, &Context::default()))?;
    Ok(Draft { queue: Some(source), ..Command::CancelMessageMoveTask { task }.into() })
}

/// The queue of an ARN that a move task names.
fn queue_by_arn(arn: &str, parameter: &str, here: &Here<'_>) -> Result<QueueId, AwsError> {
    match names::read_arn(arn, &here.engine.region().arn_prefix) {
        Arn::Queue(account, name) => {
            here.engine.find_queue(account, name).ok_or_else(|| no_such_resource(parameter))
        }
        Arn::Elsewhere | Arn::OtherService => Err(no_such_resource(parameter)),
        Arn::Malformed => Err(ErrorKind::InvalidParameterValue.says(format!(
            "You must use this format to specify the {parameter}: \
             arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
        ))),
    }
}

fn no_such_resource(parameter: &str) -> AwsError {
    ErrorKind::ResourceNotFound
        .says(format!("The resource that you specified for the {parameter} parameter doesn't exist."))
}
