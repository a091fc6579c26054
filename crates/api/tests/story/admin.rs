//! The lines of a story that have to do with no message: tags, lists, permissions, callers, keys.

use std::sync::Arc;

use api::names::attribute;
use api::policy::{read_policy, write_policy};
use api::refusal::Context;
use sqs::{
    Attribute, Caller, Command, Identity, KmsTrouble, PolicyDocument, QueueId, RedriveAllowPolicy,
    RedrivePermission, Reply, Tags,
};

use super::calls::unfit;
use super::outcome::{Item, Outcome};
use super::views;
use super::words::Options;
use super::world::World;

/// A line's command.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Admin {
    Tag { queue: String, tags: Vec<(String, String)> },
    Untag { queue: String, keys: Vec<String> },
    Tags { queue: String },
    ListQueues { prefix: Option<String>, max_results: Option<i32>, after: Option<String> },
    ListSources { queue: String, max_results: Option<i32>, after: Option<String> },
    GetUrl { queue: String, owner: Option<u64> },
    GetAttributes { queue: String },
    InEffect { queue: String },
    AddPermission { queue: String, label: String, accounts: String, actions: String },
    RemovePermission { queue: String, label: String },
    Policy { queue: String },
    Caller(Box<Caller>),
    Key { key: String, trouble: Option<KmsTrouble> },
}

/// # Errors
/// What is not understood.
pub fn parse(name: &str, options: &mut Options) -> Result<Admin, String> {
    let queue = |options: &mut Options| options.name("the queue");
    Ok(match name {
        "tag" => Admin::Tag { queue: queue(options)?, tags: options.pairs() },
        "untag" => Admin::Untag { queue: queue(options)?, keys: names(options) },
        "tags" => Admin::Tags { queue: queue(options)? },
        "list-queues" => Admin::ListQueues {
            prefix: options.pair("prefix"),
            max_results: options.number("max")?,
            after: options.pair("after"),
        },
        "list-sources" => Admin::ListSources {
            queue: queue(options)?,
            max_results: options.number("max")?,
            after: options.pair("after"),
        },
        "get-url" => Admin::GetUrl { queue: queue(options)?, owner: options.number("owner")? },
        "get-attributes" => Admin::GetAttributes { queue: queue(options)? },
        "in-effect" => Admin::InEffect { queue: queue(options)? },
        "add-permission" => Admin::AddPermission {
            queue: queue(options)?,
            label: options.name("the label")?,
            accounts: options.pair("accounts").ok_or("accounts= is missing")?,
            actions: options.pair("actions").ok_or("actions= is missing")?,
        },
        "remove-permission" => {
            Admin::RemovePermission { queue: queue(options)?, label: options.name("the label")? }
        }
        "policy" => Admin::Policy { queue: queue(options)? },
        "caller" => Admin::Caller(Box::new(caller(options)?)),
        "key" => Admin::Key { key: options.name("the key")?, trouble: trouble(options)? },
        other => return Err(format!("there is no command `{other}`")),
    })
}

/// `Policy='{…}'`, or `none` to remove it.
///
/// # Errors
/// If the text is no policy.
pub fn policy(options: &mut Options) -> Result<Option<Option<Arc<PolicyDocument>>>, String> {
    let read = |text: String| match text.as_str() {
        "none" => Ok(None),
        text => match read_policy(text) {
            Some(document) => Ok(Some(Arc::new(document))),
            None => Err(format!("{text} is not a value of {}", attribute(Attribute::Policy))),
        },
    };
    options.pair("Policy").map(read).transpose()
}

/// `RedriveAllowPolicy=byQueue:orders,invoices`, or `none` to remove it.
///
/// # Errors
/// If there is no such permission.
pub fn redrive_allow(options: &mut Options) -> Result<Option<Option<Arc<RedriveAllowPolicy>>>, String> {
    let Some(text) = options.pair("RedriveAllowPolicy") else {
        return Ok(None);
    };
    let source = |name: &str| (Caller::OWNER_ACCOUNT, Arc::from(name));
    let permission = match (text.as_str(), text.split_once(':')) {
        ("none", _) => return Ok(Some(None)),
        ("allowAll", _) => RedrivePermission::AllowAll,
        ("denyAll", _) => RedrivePermission::DenyAll,
        (_, Some(("byQueue", sources))) => RedrivePermission::ByQueue(
            sources.split(',').filter(|name| !name.is_empty()).map(source).collect(),
        ),
        _ => return Err(format!("RedriveAllowPolicy={text} is not a value of it")),
    };
    Ok(Some(Some(Arc::new(RedriveAllowPolicy { text: text.into(), permission }))))
}

/// Tags as the engine takes them.
pub fn tags(pairs: &[(String, String)]) -> Tags {
    pairs.iter().map(|(key, value)| (Arc::from(key.as_str()), Arc::from(value.as_str()))).collect()
}

fn names(options: &mut Options) -> Vec<String> {
    std::iter::from_fn(|| options.name("a name").ok()).collect()
}

/// `caller` alone is the owner's root.
fn caller(options: &mut Options) -> Result<Caller, String> {
    let owner = Caller::default();
    let account = options.number("account")?.unwrap_or(owner.account);
    let user = options.pair("user").map(|name| format!("arn:aws:iam::{account:012}:user/{name}"));
    let role = options.pair("role").map(|name| format!("arn:aws:sts::{account:012}:assumed-role/{name}/run"));
    let identity = match options.pair("identity").as_deref() {
        None | Some("allows") => Identity::Allows,
        Some("silent") => Identity::Silent,
        Some("denies") => Identity::Denies,
        Some("anonymous") => Identity::Anonymous,
        Some(other) => return Err(format!("identity={other} is not a value of it")),
    };
    let address = options.pair("ip").map(|text| text.parse().map_err(|_| format!("ip={text} is no address")));
    Ok(Caller {
        account,
        principal: user.or(role).map(Arc::from),
        service: options.pair("service").map(Arc::from),
        identity,
        source_arn: options.pair("source-arn").map(Arc::from),
        source_account: options.number("source-account")?,
        source_vpce: options.pair("vpce").map(Arc::from),
        uses_key: true,
        source_ip: address.transpose()?,
        organization: options.pair("org").map(Arc::from),
        secure: !options.flag("insecure"),
    })
}

fn trouble(options: &mut Options) -> Result<Option<KmsTrouble>, String> {
    Ok(match options.bare("the key's state")?.as_str() {
        "works" => None,
        "denied" => Some(KmsTrouble::AccessDenied),
        "disabled" => Some(KmsTrouble::Disabled),
        "wrong-usage" => Some(KmsTrouble::InvalidKeyUsage),
        "pending-deletion" => Some(KmsTrouble::InvalidState),
        "missing" => Some(KmsTrouble::NotFound),
        "not-subscribed" => Some(KmsTrouble::OptInRequired),
        "throttled" => Some(KmsTrouble::Throttled),
        other => return Err(format!("there is no state `{other}` of a key")),
    })
}

impl World {
    pub(super) fn administer(&mut self, admin: &Admin) -> Result<Outcome, String> {
        match admin {
            Admin::Tag { queue, tags: sent } => {
                self.order(queue, |queue| Command::TagQueue { queue, tags: tags(sent) })
            }
            Admin::Untag { queue, keys } => {
                let keys = keys.iter().map(|key| Arc::from(key.as_str())).collect();
                self.order(queue, |queue| Command::UntagQueue { queue, keys })
            }
            Admin::Tags { queue } => self.list_tags(queue),
            Admin::ListQueues { prefix, max_results, after } => self.list(Command::ListQueues {
                prefix: prefix.as_deref().map(Arc::from),
                max_results: *max_results,
                after: after.as_deref().map(Arc::from),
            }),
            Admin::ListSources { queue, max_results, after } => {
                self.list(Command::ListDeadLetterSourceQueues {
                    queue: self.queue(queue),
                    max_results: *max_results,
                    after: after.as_deref().map(Arc::from),
                })
            }
            Admin::GetUrl { queue, owner } => self.get_url(queue, *owner),
            Admin::GetAttributes { queue } => {
                self.order(queue, |queue| Command::GetQueueAttributes { queue })
            }
            Admin::AddPermission { queue, label, accounts, actions } => {
                let list = |text: &str| text.split(',').map(Arc::from).collect();
                let (label_sent, accounts, actions) = (label.as_str().into(), list(accounts), list(actions));
                let add = |queue| Command::AddPermission { queue, label: label_sent, accounts, actions };
                self.label(queue, label, add)
            }
            Admin::RemovePermission { queue, label } => {
                let label_sent = label.as_str().into();
                self.label(queue, label, |queue| Command::RemovePermission { queue, label: label_sent })
            }
            Admin::InEffect { .. } | Admin::Policy { .. } | Admin::Caller(_) | Admin::Key { .. } => {
                self.look_at(admin)
            }
        }
    }

    /// The lines that ask nothing of AWS; the engine must be told the time first.
    fn look_at(&mut self, admin: &Admin) -> Result<Outcome, String> {
        self.advance()?;
        Ok(match admin {
            Admin::InEffect { queue } => views::in_effect(self, queue),
            Admin::Policy { queue } => {
                let view = self.engine.queue(self.queue(queue)).ok_or("there is no such queue")?;
                let text = view.attributes.policy.as_ref().map(|document| write_policy(document));
                let text = text.unwrap_or_else(|| "none".to_owned());
                Outcome::Items(vec![Item { name: None, facts: vec![("text", text)] }])
            }
            Admin::Key { key, trouble } => {
                self.engine.set_key_state(key, *trouble);
                Outcome::word("done")
            }
            Admin::Caller(caller) => {
                self.caller = Caller::clone(caller);
                Outcome::word("done")
            }
            _ => Outcome::word("done"),
        })
    }

    fn label(
        &mut self,
        name: &str,
        label: &str,
        command: impl FnOnce(QueueId) -> Command,
    ) -> Result<Outcome, String> {
        let context = Context { queue_name: Some(name), label: Some(label), ..Context::default() };
        self.done(command(self.queue(name)), &context)
    }

    fn list_tags(&mut self, name: &str) -> Result<Outcome, String> {
        let answer = self.order(name, |queue| Command::ListQueueTags { queue })?;
        let view = self.engine.queue(self.queue(name));
        Ok(match (answer, view) {
            (Outcome::Items(_), Some(view)) => {
                words(view.tags.iter().map(|(key, value)| format!("{key}:{value}")).collect())
            }
            (answer, _) => answer,
        })
    }

    fn list(&mut self, command: Command) -> Result<Outcome, String> {
        match self.ask(command, &Context::default()) {
            Ok(Reply::Queues { queues, next }) => {
                let name = |queue: &QueueId| self.engine.name_of(*queue).map(|(_, name)| name.to_owned());
                let mut listed: Vec<String> = queues.iter().filter_map(name).collect();
                if next.as_deref() != listed.last().map(String::as_str) && next.is_some() {
                    return Err(format!("{next:?} does not continue {listed:?}"));
                }
                listed.extend(next.map(|_| "more".to_owned()));
                Ok(words(listed))
            }
            Ok(reply) => Err(unfit(&reply)),
            Err(error) => Ok(Outcome::Refused(error)),
        }
    }

    fn get_url(&mut self, name: &str, owner: Option<u64>) -> Result<Outcome, String> {
        match self.ask(Command::GetQueueUrl { name: name.into(), owner }, &Context::default()) {
            Ok(Reply::Queue(queue)) if queue == self.queue(name) => Ok(Outcome::word("found")),
            Ok(reply) => Err(unfit(&reply)),
            Err(error) => Ok(Outcome::Refused(error)),
        }
    }
}

fn words(words: Vec<String>) -> Outcome {
    if words.is_empty() { Outcome::word("nothing") } else { Outcome::word(&words.join(" ")) }
}
