//! What a story line can do.

use sqs::{AttributeChanges, QueueKind, Storage};

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
    },
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
#[derive(Debug)]
pub struct Letter {
    /// Bytes of the body; `{n}` is filled in.
    pub body: Vec<u8>,
    /// `delay=`
    pub delay_s: Option<i32>,
    /// `group=`
    pub group: Option<String>,
    /// `dedup=`
    pub deduplication_id: Option<String>,
}

/// What a receive asks for.
#[derive(Clone, Copy, Debug)]
pub struct Wishes {
    /// `max=`
    pub max_messages: Option<i32>,
    /// `visibility=`
    pub visibility_timeout_s: Option<i32>,
    /// `wait=`
    pub wait_s: Option<i32>,
}

impl Verb {
    /// True if the line makes no sense without an expectation.
    pub const fn asks(&self) -> bool {
        matches!(
            self,
            Self::Receive { .. }
                | Self::Drain { .. }
                | Self::Answer { .. }
                | Self::Counts { .. }
                | Self::Attributes { .. }
                | Self::Message { .. }
        )
    }
}
