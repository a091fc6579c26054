//! What a story line can do.

use std::sync::Arc;

use api::refusal::Context;
use sqs::{AttributeChanges, Body, MessageAttribute, Metric, QueueKind, SendEntry, Storage, Time};

use super::admin::Admin;
use super::wire::WireLine;

/// A line's command, with names still as the story writes them.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Verb {
    /// Only the clock moves.
    Wait,
    CreateQueue {
        queue: String,
        kind: QueueKind,
        settings: Settings,
        storage: Storage,
        tags: Vec<(String, String)>,
    },
    /// Whatever has to do with no message.
    Admin(Admin),
    DeleteQueue {
        queue: String,
    },
    SetQueue {
        queue: String,
        settings: Settings,
    },
    Purge {
        queue: String,
    },
    /// `times` sends, `{n}` in texts is the number of the send.
    Send {
        queue: String,
        message: Letter,
        times: u32,
    },
    SendBatch {
        queue: String,
        entries: Vec<(String, Letter)>,
    },
    Receive {
        queue: String,
        wishes: Wishes,
        poll: Option<String>,
    },
    /// Receives again and again until nothing is visible.
    Drain {
        queue: String,
        wishes: Wishes,
        delete: bool,
    },
    /// What a parked receive got.
    Answer {
        poll: String,
    },
    Abandon {
        poll: String,
    },
    Delete {
        queue: String,
        handle: String,
    },
    ChangeVisibility {
        queue: String,
        handle: String,
        timeout_s: i32,
    },
    DeleteBatch {
        queue: String,
        entries: Vec<(String, String)>,
    },
    ChangeBatch {
        queue: String,
        entries: Vec<(String, String, i32)>,
    },
    Counts {
        queue: String,
    },
    Attributes {
        queue: String,
    },
    Message {
        name: String,
    },
    Dice {
        answers: Vec<u32>,
    },
    Seed {
        seed: u32,
    },
    SecondCopy {
        queue: String,
    },
    /// CloudWatch looks on from here.
    CloudWatch {
        wake_delay_s: u32,
    },
    /// A metric's datapoints.
    Metric {
        queue: String,
        metric: Metric,
        from: Time,
        to: Option<Time>,
        period: Time,
    },
    /// The names of a queue's metrics.
    Metrics {
        queue: String,
    },
    /// What a queue is billed for.
    Requests {
        queue: Option<String>,
    },
    StartMove {
        source: String,
        destination: Option<String>,
        per_second: Option<i32>,
        task: Option<String>,
    },
    ListMoves {
        source: String,
        max_results: Option<i32>,
    },
    CancelMove {
        task: String,
    },
    /// A request as text.
    Wire(WireLine),
}

/// Attributes as a story gives them.
#[derive(Debug, Default)]
pub struct Settings {
    /// All but the redrive policy.
    pub plain: AttributeChanges,
    /// `RedrivePolicy=dlq:3`, or `none` to remove it.
    pub redrive: Option<Option<(String, u32)>>,
}

/// What is sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Bytes of the body; `{n}` is filled in.
    pub body: Vec<u8>,
    /// `delay=`
    pub delay_s: Option<i32>,
    /// `group=`
    pub group: Option<String>,
    /// `dedup=`
    pub deduplication_id: Option<String>,
    /// `attr=`, as often as one likes.
    pub attributes: Vec<MessageAttribute>,
    /// `trace=`
    pub trace_header: Option<String>,
}

impl Letter {
    /// With the number of the send in the place of `{n}`.
    pub fn filled(&self, number: &str) -> Self {
        let filled = |text: &Option<String>| text.as_ref().map(|text| text.replace("{n}", number));
        Self {
            body: match std::str::from_utf8(&self.body) {
                Ok(text) => text.replace("{n}", number).into_bytes(),
                Err(_) => self.body.clone(),
            },
            group: filled(&self.group),
            deduplication_id: filled(&self.deduplication_id),
            ..self.clone()
        }
    }

    /// As the engine takes it.
    pub fn entry(&self) -> SendEntry {
        let shared = |text: &Option<String>| text.as_deref().map(Arc::from);
        SendEntry {
            body: Body::Bytes(Arc::from(self.body.as_slice())),
            delay_s: self.delay_s,
            attributes: (!self.attributes.is_empty()).then(|| self.attributes.as_slice().into()),
            trace_header: shared(&self.trace_header),
            group: shared(&self.group),
            deduplication_id: shared(&self.deduplication_id),
        }
    }

    /// What a refusal may repeat of it.
    pub fn context(&self) -> Context<'_> {
        Context {
            message_group_id: self.group.as_deref(),
            message_deduplication_id: self.deduplication_id.as_deref(),
            ..Context::default()
        }
    }
}

/// What a receive asks for.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// `max=`
    pub max_messages: Option<i32>,
    /// `visibility=`
    pub visibility_timeout_s: Option<i32>,
    /// `wait=`
    pub wait_s: Option<i32>,
    /// `attempt=`
    pub attempt_id: Option<String>,
}

impl Verb {
    /// True if the line makes no sense without an expectation.
    pub const fn asks(&self) -> bool {
        matches!(
            self,
            Self::Admin(
                Admin::Tags { .. }
                    | Admin::ListQueues { .. }
                    | Admin::ListSources { .. }
                    | Admin::InEffect { .. }
                    | Admin::Policy { .. }
            ) | Self::Receive { .. }
                | Self::SendBatch { .. }
                | Self::DeleteBatch { .. }
                | Self::ChangeBatch { .. }
                | Self::Drain { .. }
                | Self::Answer { .. }
                | Self::Counts { .. }
                | Self::Attributes { .. }
                | Self::Message { .. }
                | Self::Metric { .. }
                | Self::Metrics { .. }
                | Self::Requests { .. }
                | Self::ListMoves { .. }
        )
    }
}
