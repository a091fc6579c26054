//! `AWS::SQS::Queue` (sqs-facts §13.1).

use sim::limits::QUEUES_MAX;
use sqs::limits;

use crate::problem::quoted;
use crate::template::draft::{Queue, Redrive, RedriveAllow};
use crate::template::import::{Form, Importer};
use crate::template::names::Kind;
use crate::template::node::{Content, Node, Place};
use crate::template::properties::{QUEUE, REDRIVE_ALLOW_POLICY, REDRIVE_POLICY};
use crate::template::report::Report;
use crate::template::resource::{Fields, Resource};

const QUEUE_TYPE: &str = "AWS::SQS::Queue";
/// Characters of AWS's queue names.
const NAME_CHARS_MAX: usize = 80;

impl Importer<'_> {
    /// The queues, but not yet who is whose dead-letter queue.
    pub(in crate::template) fn queues(&mut self) {
        for it in self.of_type(QUEUE_TYPE) {
            if self.draft.queues.len() == QUEUES_MAX {
                let why = format!("A scenario has at most {QUEUES_MAX} queues.");
                self.report.leave_out(it.at, &it.path, &it.kind, why);
                continue;
            }
            let fields = it.fields(&QUEUE, self.report);
            let id = self.draft.new_id(&it.logical);
            let queue = self.new_queue(it, &fields, id);
            self.draft.queues.push(queue);
        }
    }

    fn new_queue(&mut self, it: &Resource, fields: &Fields<'_>, id: String) -> Queue {
        let (name, is_fifo) = self.name_and_kind(it, fields);
        let report = &mut *self.report;
        let range = |name, min, max, report: &mut Report| fields.number(name, min, max, report);
        Queue {
            id,
            logical: it.logical.clone(),
            at: it.at,
            path: it.path.clone(),
            name,
            is_fifo,
            visibility_timeout_s: range("VisibilityTimeout", 0, limits::VISIBILITY_TIMEOUT_S_MAX, report),
            retention_s: range(
                "MessageRetentionPeriod",
                limits::RETENTION_S_MIN,
                limits::RETENTION_S_MAX,
                report,
            ),
            delay_s: range("DelaySeconds", 0, limits::DELAY_S_MAX, report),
            receive_wait_s: range("ReceiveMessageWaitTimeSeconds", 0, limits::WAIT_S_MAX, report),
            maximum_message_bytes: range(
                "MaximumMessageSize",
                limits::MESSAGE_BYTES_MIN,
                limits::MESSAGE_BYTES_MAX,
                report,
            ),
            content_based_deduplication: fifo_only(fields, "ContentBasedDeduplication", is_fifo, report)
                .and_then(|()| fields.boolean("ContentBasedDeduplication", report)),
            deduplication_scope: fifo_only(fields, "DeduplicationScope", is_fifo, report)
                .and_then(|()| fields.word("DeduplicationScope", &["queue", "messageGroup"], report)),
            throughput_limit: fifo_only(fields, "FifoThroughputLimit", is_fifo, report).and_then(|()| {
                fields.word("FifoThroughputLimit", &["perQueue", "perMessageGroupId"], report)
            }),
            redrive: None,
            redrive_allow: None,
            policy: None,
            kms_key: fields.text("KmsMasterKeyId", report).map(str::to_owned),
        }
    }

    /// The name, and whether the queue is FIFO: the two must agree.
    fn name_and_kind(&mut self, it: &Resource, fields: &Fields<'_>) -> (String, bool) {
        let says_fifo = fields.boolean("FifoQueue", self.report) == Some(true);
        let Some(name) = fields.text("QueueName", self.report) else {
            let end = if says_fifo { ".fifo" } else { "" };
            let stem: String = it.logical.chars().take(NAME_CHARS_MAX - end.len()).collect();
            return (stem + end, says_fifo);
        };
        let at = fields.get("QueueName").map_or(it.at, |node| node.at);
        let path = fields.path_of("QueueName");
        let (stem, ends_fifo) = match name.strip_suffix(".fifo") {
            Some(stem) => (stem, true),
            None => (name, false),
        };
        match (says_fifo, ends_fifo) {
            (true, false) => {
                let message = "The name of a FIFO queue can only include alphanumeric characters, hyphens, or \
                               underscores, must end with .fifo suffix and be 1 to 80 in length.";
                self.report.correct(at, &path, message, format!("Write `{name}.fifo`."));
            }
            (false, true) => {
                let message = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length: \
                               a name that ends in .fifo is one of a FIFO queue.";
                self.report.correct(at, &path, message, "Add `FifoQueue: true`.");
            }
            (true, true) | (false, false) => {}
        }
        let is_fifo = says_fifo || ends_fifo;
        let name = format!("{}{}", self.clean(stem, is_fifo, at, &path), if is_fifo { ".fifo" } else { "" });
        if self.draft.queues.iter().any(|queue| queue.name == name) {
            let message = format!("{} already exists: two queues have this name.", quoted(&name));
            self.report.refuse(at, &path, message, "Give each its own name.");
            return (format!("{}{}", it.logical, if is_fifo { ".fifo" } else { "" }), is_fifo);
        }
        (name, is_fifo)
    }

    /// The name without its end, as AWS takes it.
    fn clean(&mut self, stem: &str, is_fifo: bool, at: Place, path: &str) -> String {
        let chars_max = if is_fifo { NAME_CHARS_MAX - ".fifo".len() } else { NAME_CHARS_MAX };
        let is_good = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        let clean: String =
            stem.chars().map(|letter| if is_good(letter) { letter } else { '-' }).take(chars_max).collect();
        if clean == stem && !clean.is_empty() {
            return clean;
        }
        let clean = if clean.is_empty() { "queue".to_owned() } else { clean };
        let message = format!(
            "{} is no queue's name: it can only include alphanumeric characters, hyphens, or underscores. 1 to 80 \
             in length.",
            quoted(stem)
        );
        self.report.correct(at, path, message, format!("Write `{clean}`."));
        clean
    }

    /// Redrive policies and redrive allow policies.
    pub(in crate::template) fn redrives(&mut self) {
        for it in self.of_type(QUEUE_TYPE) {
            let Some(source) = self.draft.queues.iter().position(|queue| queue.logical == it.logical) else {
                continue;
            };
            // The names were told of when the queues were read.
            let fields = it.fields(&QUEUE, &mut Report::default());
            if let Some(node) = fields.known("RedrivePolicy", self.report).cloned() {
                let redrive = self.redrive(it, &node, &fields.path_of("RedrivePolicy"));
                self.draft.queues[source].redrive = redrive;
            }
            if let Some(node) = fields.known("RedriveAllowPolicy", self.report).cloned() {
                let allow = self.redrive_allow(it, &node, &fields.path_of("RedriveAllowPolicy"));
                self.draft.queues[source].redrive_allow = allow;
            }
        }
    }

    fn redrive(&mut self, it: &Resource, node: &Node, path: &str) -> Option<Redrive> {
        let parsed = from_text(node);
        let node = parsed.as_ref().unwrap_or(node);
        let fields = Fields::of(node, path.to_owned(), it, &REDRIVE_POLICY, self.report)?;
        let max = limits::MAX_RECEIVE_COUNT_MAX;
        let max_receive_count = fields.number("maxReceiveCount", 1, max, self.report);
        let target = fields.get("deadLetterTargetArn")?.clone();
        let target_path = fields.path_of("deadLetterTargetArn");
        let target = self.queue(&target, &target_path, &it.kind, Form::Arn)?;
        let max_receive_count = max_receive_count?;
        Some(Redrive { at: fields.at, path: path.to_owned(), target, max_receive_count })
    }

    fn redrive_allow(&mut self, it: &Resource, node: &Node, path: &str) -> Option<RedriveAllow> {
        let parsed = from_text(node);
        let node = parsed.as_ref().unwrap_or(node);
        let fields = Fields::of(node, path.to_owned(), it, &REDRIVE_ALLOW_POLICY, self.report)?;
        let words = ["allowAll", "denyAll", "byQueue"];
        let permission = fields.word("redrivePermission", &words, self.report)?;
        let mut sources = Vec::new();
        if let Some(list) = fields.get("sourceQueueArns").and_then(Node::as_list) {
            let list = list.to_vec();
            for (index, node) in list.iter().enumerate() {
                let path = format!("{}.{index}", fields.path_of("sourceQueueArns"));
                sources.extend(self.queue(node, &path, &it.kind, Form::Arn));
            }
        }
        Some(RedriveAllow { permission, sources })
    }
}

/// A policy may be written as a text of JSON.
fn from_text(node: &Node) -> Option<Node> {
    let text = node.as_text()?;
    let mut unheard = Report::default();
    let read = crate::template::read::read(text, &mut unheard)?;
    read.as_map()?;
    Some(Node { at: node.at, content: at_one_place(read, node.at).content })
}

/// What was written inside a text has the place of the text.
fn at_one_place(node: Node, at: Place) -> Node {
    let content = match node.content {
        Content::List(items) => Content::List(items.into_iter().map(|item| at_one_place(item, at)).collect()),
        Content::Map(mut fields) => {
            for field in &mut fields {
                field.at = at;
                let value = std::mem::replace(&mut field.value, Node::unknown(at, ""));
                field.value = at_one_place(value, at);
            }
            Content::Map(fields)
        }
        other @ (Content::Scalar { .. } | Content::Unknown(_)) => other,
    };
    Node { at, content }
}

/// A property that standard queues do not have; none after a report if this is one of them, and none without it.
fn fifo_only(fields: &Fields<'_>, name: &str, is_fifo: bool, report: &mut Report) -> Option<()> {
    fields.get(name)?;
    if is_fifo {
        return Some(());
    }
    let message = format!("{name} is for FIFO queues; this one is a standard queue.");
    report.correct(
        fields.place(name),
        &fields.path_of(name),
        message,
        "Take it away, or add `FifoQueue: true`.",
    );
    None
}

impl Importer<'_> {
    /// The logical id of the function that a text names.
    pub(in crate::template) fn function_named(&self, text: &str) -> Option<&str> {
        use crate::template::names::{Named, named};
        let name = match named(text) {
            Named::FunctionArn(name) | Named::Other(name) => name,
            Named::QueueArn(_) | Named::QueueUrl(_) | Named::TopicArn(_) => return None,
        };
        self.names.logical(Kind::Function, name)
    }
}
