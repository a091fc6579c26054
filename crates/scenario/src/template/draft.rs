//! The scenario that is being made.

use serde_json::Value;

use super::node::Place;

/// What the template says, in the scenario's terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) queues: Vec<Queue>,
    pub(super) topics: Vec<Topic>,
    pub(super) producers: Vec<Producer>,
    pub(super) consumers: Vec<Consumer>,
    pub(super) alarms: Vec<Alarm>,
    ids: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub(super) id: String,
    pub(super) logical: String,
    pub(super) at: Place,
    pub(super) path: String,
    pub(super) name: String,
    pub(super) is_fifo: bool,
    pub(super) visibility_timeout_s: Option<u32>,
    pub(super) retention_s: Option<u32>,
    pub(super) delay_s: Option<u32>,
    pub(super) receive_wait_s: Option<u32>,
    pub(super) maximum_message_bytes: Option<u32>,
    pub(super) content_based_deduplication: Option<bool>,
    pub(super) deduplication_scope: Option<&'static str>,
    pub(super) throughput_limit: Option<&'static str>,
    pub(super) redrive: Option<Redrive>,
    pub(super) redrive_allow: Option<RedriveAllow>,
    pub(super) policy: Option<Policy>,
    pub(super) kms_key: Option<String>,
}

/// A queue policy, where it is written.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) at: Place,
    pub(super) path: String,
    pub(super) document: Value,
}

/// A redrive policy, where it is written.
#[derive(Clone, Debug)]
pub(super) struct Redrive {
    pub(super) at: Place,
    pub(super) path: String,
    /// Index of the dead-letter queue.
    pub(super) target: usize,
    pub(super) max_receive_count: u32,
}

#[derive(Clone, Debug)]
pub(super) struct RedriveAllow {
    pub(super) permission: &'static str,
    /// Indexes of queues.
    pub(super) sources: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Topic {
    pub(super) id: String,
    pub(super) logical: String,
    pub(super) name: String,
    pub(super) is_fifo: bool,
    pub(super) content_based_deduplication: Option<bool>,
    pub(super) subscriptions: Vec<Subscription>,
}

#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) at: Place,
    pub(super) path: String,
    /// Index of a queue.
    pub(super) to: usize,
    pub(super) raw: bool,
    pub(super) filter: Option<Filter>,
    pub(super) filter_on_body: bool,
    /// Index of a queue.
    pub(super) dlq: Option<usize>,
}

/// What lets messages through, where it is written.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) at: Place,
    pub(super) path: String,
    pub(super) value: Value,
}

/// What sends: to a queue or to a topic.
#[derive(Clone, Debug)]
pub(super) struct Producer {
    pub(super) id: String,
    pub(super) to: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Queue(usize),
    Topic(usize),
}

#[derive(Clone, Debug)]
pub(super) struct Consumer {
    pub(super) id: String,
    /// Index of a queue.
    pub(super) from: usize,
    pub(super) kind: ConsumerKind,
}

#[derive(Clone, Debug)]
pub(super) enum ConsumerKind {
    Poller,
    Lambda(Lambda),
    Group(Group),
}

#[derive(Clone, Debug)]
pub(super) struct Lambda {
    pub(super) batch: u32,
    pub(super) window_s: u32,
    pub(super) timeout_s: u32,
    pub(super) maximum_concurrency: Option<u32>,
    pub(super) reserved: Option<u32>,
    /// Pollers at least and at most.
    pub(super) provisioned: Option<(u32, u32)>,
    pub(super) partial_failures: bool,
    pub(super) filter: Option<Filter>,
}

/// An Auto Scaling group.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) start: u32,
    pub(super) protect: bool,
    pub(super) warmup_s: Option<u32>,
    pub(super) cooldown_s: Option<u32>,
    pub(super) policies: Vec<ScalingPolicy>,
}

#[derive(Clone, Debug)]
pub(super) enum ScalingPolicy {
    /// Messages for each instance, as written.
    Target {
        backlog: serde_json::Number,
        disable_scale_in: bool,
    },
    /// Index of an alarm; bounds relative to its threshold, and instances more or fewer.
    Steps {
        alarm: usize,
        adjustments: Vec<(i64, i64)>,
    },
    Simple {
        alarm: usize,
        change: i64,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Alarm {
    pub(super) id: String,
    /// Index of a queue.
    pub(super) queue: usize,
    pub(super) metric: String,
    pub(super) statistic: Option<&'static str>,
    pub(super) period_s: u32,
    pub(super) evaluation_periods: u32,
    pub(super) datapoints_to_alarm: Option<u32>,
    pub(super) comparison: &'static str,
    pub(super) threshold: serde_json::Number,
    pub(super) missing: Option<&'static str>,
    /// ARNs of what it sets off.
    pub(super) actions: Vec<String>,
}

impl Draft {
    /// An id like a logical one that no other part has.
    pub(super) fn new_id(&mut self, logical: &str) -> String {
        const SUFFIX_CHARS_MAX: usize = 4;
        let wanted = super::names::id_of(logical);
        let mut id = wanted.clone();
        let mut number = 2;
        while self.ids.contains(&id) {
            let mut start = wanted.clone();
            start.truncate(32 - SUFFIX_CHARS_MAX);
            id = format!("{}-{number}", start.trim_end_matches('-'));
            number += 1;
        }
        self.ids.push(id.clone());
        id
    }

    /// Is a queue the dead-letter queue of another, or of a subscription?
    pub(super) fn is_dead_letter_queue(&self, queue: usize) -> bool {
        self.queues.iter().any(|it| it.redrive.as_ref().is_some_and(|redrive| redrive.target == queue))
            || self.topics.iter().flat_map(|it| &it.subscriptions).any(|it| it.dlq == Some(queue))
    }

    /// Does a topic deliver to it?
    pub(super) fn is_subscribed(&self, queue: usize) -> bool {
        self.topics.iter().flat_map(|it| &it.subscriptions).any(|it| it.to == queue)
    }
}
