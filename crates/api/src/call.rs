//! From an opened request to a command of the engine, and back from its reply to AWS's output.
//!
//! ```text
//! open(request) -> Envelope -> call(engine) -> Call { caller, command, pending }
//!     engine.apply(now, caller, command) -> reply        the host's part
//! pending.respond(reply, engine) -> Response
//! ```
//!
//! The queue is looked up before any other parameter is looked at, as on AWS. What cannot be put into a
//! command is refused here, every rule beyond that is the engine's. A receive that waits keeps its
//! [`Pending`] until its answer comes.

mod arguments;
mod attributes;
mod decode;
mod digests;
mod letter;
mod output;

use std::sync::Arc;

use sqs::{Action, Caller, Command, Engine, QueueId, Refusal, Reply, Storage};

use crate::envelope::Envelope;
use crate::error::AwsError;
use crate::http::Response;
use crate::ids::Ids;
use crate::model::Operation;
use crate::refusal::{Context, describe, describe_batch};
use crate::render::{self, Format, Protocol};
use crate::{identity, names};
pub use digests::KeptDigests;
use letter::Letter;

/// What all calls of an endpoint have in common.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// True if the queue URLs that are given out begin with `https`, as AWS's always do.
    pub https: bool,
    /// `aws:SecureTransport` of every call.
    pub secure: bool,
    /// The key of all ids of the engine's region.
    pub ids: Ids,
    /// The machinery behind new queues.
    pub storage: Storage,
    /// The account of callers that name none.
    pub account: u64,
}

impl Default for Setting {
    /// As AWS: https, with the machinery that was recorded there, in a region that nobody chose.
    fn default() -> Self {
        Self {
            https: true,
            secure: true,
            ids: Ids::new(0, &sqs::Region::default().arn_prefix),
            storage: Storage::default(),
            account: Caller::OWNER_ACCOUNT,
        }
    }
}

/// A request as the engine takes it.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who asks.
    pub caller: Caller,
    /// What for.
    pub command: Command,
    /// How to answer.
    pub pending: Pending,
}

/// A call that waits for its reply: all that the answer needs of the request.
#[derive(Clone, Debug)]
pub struct Pending {
    action: Action,
    format: Format,
    account: u64,
    principal: Option<Arc<str>>,
    queue: Option<QueueId>,
    ids: Ids,
    /// `https://` and the host that the client used; empty if the answer has no URL.
    base: String,
    echo: Echo,
    wanted: Wanted,
}

/// Parameters that refusals repeat.
#[derive(Clone, Debug, Default)]
struct Echo {
    new_queue_name: Option<String>,
    receipt_handle: Option<String>,
    redrive_policy: Option<String>,
    attempt_id: Option<String>,
    label: Option<String>,
}

/// What of the request the answer depends on.
#[derive(Clone, Debug)]
enum Wanted {
    /// The reply says it all.
    Reply,
    /// A page of this list, by a text that no other list has.
    Page(String),
    /// Queue attributes of these names.
    Attributes(Vec<String>),
    /// Tags.
    Tags,
    /// The digests of one message.
    Sent(Letter),
    /// The digests of the entries, or what is wrong with one that the engine was not asked about.
    SentBatch(Vec<Letter>),
    /// The handles of the entries as sent, likewise.
    Handled(Vec<Handled>),
    /// These attributes of messages.
    Messages(output::Filter),
}

/// An entry of a batch of deletes or visibility changes.
#[derive(Clone, Debug)]
struct Handled {
    receipt_handle: String,
    fault: Option<AwsError>,
}

impl Envelope<'_> {
    /// Decodes the call into a command for this engine, which must be the one of the envelope's region.
    ///
    /// # Errors
    ///
    /// What AWS answers to a missing queue or parameter, or to a value that no command can carry.
    pub fn call(&self, action: Action, engine: &Engine, setting: &Setting) -> Result<Call, AwsError> {
        let mut caller = identity::caller(self.access_key.as_deref(), setting.account);
        caller.source_ip = self.source_ip;
        caller.secure = setting.secure;
        let draft = decode::decode(self, action, &decode::Here { engine, setting, caller: &caller })?;
        let base = if gives_urls(action) { self.base(setting) } else { String::new() };
        let pending = Pending {
            action,
            format: self.format,
            account: caller.account,
            principal: caller.principal.clone(),
            queue: draft.queue,
            ids: setting.ids,
            base,
            echo: draft.echo,
            wanted: draft.wanted,
        };
        Ok(Call { caller, command: draft.command, pending })
    }

    fn base(&self, setting: &Setting) -> String {
        let scheme = if setting.https { "https" } else { "http" };
        match &self.host {
            Some(host) => [scheme, "://", host].concat(),
            None => names::endpoint(&self.region),
        }
    }
}

/// Does the answer have queues' URLs?
const fn gives_urls(action: Action) -> bool {
    matches!(
        action,
        Action::CreateQueue | Action::GetQueueUrl | Action::ListQueues | Action::ListDeadLetterSourceQueues
    )
}

impl Pending {
    /// The output structure of AWS JSON, `Null` for actions that have none.
    ///
    /// # Errors
    ///
    /// The engine's refusal in AWS's words.
    pub fn output(
        &self,
        result: Result<Reply, Refusal>,
        engine: &Engine,
    ) -> Result<serde_json::Value, AwsError> {
        match result {
            Ok(reply) => Ok(output::output(self, reply, engine)),
            Err(refusal) => Err(self.refusal(&refusal, engine)),
        }
    }

    /// The whole answer. The digests are those of this engine's messages.
    pub fn respond(
        &self,
        result: Result<Reply, Refusal>,
        engine: &Engine,
        digests: &mut KeptDigests,
        request_id: &str,
    ) -> Response {
        match (self.format.protocol, result) {
            (Protocol::Json, Ok(reply)) => {
                render::answer_json(output::json(self, reply, engine, digests), request_id)
            }
            (_, result) => {
                let output = self.output(result, engine);
                render::answer(self.format, Operation::Queue(self.action), output, request_id)
            }
        }
    }

    /// What was asked.
    pub const fn action(&self) -> Action {
        self.action
    }

    /// The queue that it was asked of.
    pub const fn queue(&self) -> Option<QueueId> {
        self.queue
    }

    /// What refusals repeat of the request.
    fn context<'a>(&'a self, engine: &'a Engine) -> Context<'a> {
        let Echo { new_queue_name, receipt_handle, redrive_policy, attempt_id, label } = &self.echo;
        let name = self.queue.and_then(|queue| engine.name_of(queue)).map(|(_, name)| name);
        Context {
            queue_name: name.or(new_queue_name.as_deref()),
            receipt_handle: receipt_handle.as_deref(),
            redrive_policy: redrive_policy.as_deref(),
            attempt_id: attempt_id.as_deref(),
            label: label.as_deref(),
            ..Context::default()
        }
    }

    fn refusal(&self, refusal: &Refusal, engine: &Engine) -> AwsError {
        let principal =
            self.principal.as_deref().map_or_else(|| identity::root_arn(self.account), str::to_owned);
        let resource = match self.queue {
            Some(queue) => output::arn(engine, queue),
            None => format!("{}{:012}:*", engine.region().arn_prefix, self.account),
        };
        let mut context = self.context(engine);
        context.principal = Some(&principal);
        context.resource = Some(&resource);
        match &self.wanted {
            Wanted::SentBatch(_) | Wanted::Handled(_) => describe_batch(refusal, &context),
            Wanted::Sent(letter) => describe(refusal, &letter.context(context)),
            Wanted::Reply | Wanted::Page(_) | Wanted::Attributes(_) | Wanted::Tags | Wanted::Messages(_) => {
                describe(refusal, &context)
            }
        }
    }
}
