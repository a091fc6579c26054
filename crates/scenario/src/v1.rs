//! Version 1 of the authors' format: its records as they are written, before anything is resolved.
//!
//! What is written here is a promise: a field keeps its meaning and its default for ever; new ones are
//! optional.

use serde_json::Value;

use crate::decimal;
use crate::read::{Read, Reader};

#[macro_use]
mod declare;
mod alarm;
mod fault;
mod lambda;
mod pollers;
mod producer;
mod quiz;
mod rate;
mod scalar;
mod scaling;
mod topics;

pub(crate) use alarm::{Alarm, ComparisonSign, MissingName, StatisticName};
pub(crate) use fault::{Fault, QueueChange, Redrive};
pub(crate) use lambda::{AnswerName, Json, Lambda, RampName};
#[cfg(feature = "schema")]
pub(crate) use pollers::Factor;
pub(crate) use pollers::{
    Attributes, DeduplicationScopeName, Heartbeat, Kind, RedriveAllow, Stretch, ThroughputLimitName,
};
#[cfg(feature = "schema")]
pub(crate) use producer::GroupCount;
pub(crate) use producer::{ArrivalsName, Producer};
#[cfg(feature = "schema")]
pub(crate) use quiz::Settings;
pub(crate) use quiz::{Answer, Goal, Question, QuestionType, Solution};
pub(crate) use rate::{Bursts, Rate, SineRate, StepAt};
pub(crate) use scalar::{Id, Milli, Share, Size, Span, Text, Work};
#[cfg(feature = "schema")]
pub(crate) use scaling::{Adjustment, Change};
pub(crate) use scaling::{OneOrMany, Scale, StepPolicy};
pub(crate) use topics::{FilterOn, KeyState, Kms, Principal, Subscription, Topic};

/// The file without the fields that this version does not know, and how many they were.
pub(crate) fn known_fields(mut file: Value) -> (Value, u32) {
    let mut reader = Reader::default();
    let _whole = File::read(&file, &mut reader);
    let mut count = 0;
    for pointer in reader.into_unknown() {
        count += u32::from(remove(&mut file, &pointer));
    }
    (file, count)
}

/// Takes away the field at a JSON pointer.
fn remove(file: &mut Value, pointer: &str) -> bool {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return false };
    let key = key.replace("~1", "/").replace("~0", "~");
    let fields = file.pointer_mut(parent).and_then(Value::as_object_mut);
    fields.and_then(|fields| fields.remove(&key)).is_some()
}

record! {
    /// A scenario of sqscope, version 1.
    File {
        /// Address of this schema, for editors.
        schema: Option<String> = optional "$schema",
        /// Version of the format: 1.
        format: u32 = required "format",
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// Title.
        title: Text = required "title",
        /// One sentence: what one will see.
        summary: Option<Text> = optional "summary",
        /// What to notice, a few lines.
        notice: Option<Vec<Text>> = optional "notice",
        /// For whom: `core`, `advanced`, ….
        level: Option<String> = optional "level",
        /// Codes of AWS exams that ask for this.
        exam: Option<Vec<String>> = optional "exam",
        /// What it teaches, as ids.
        concepts: Option<Vec<Id>> = optional "concepts",
        /// Year and month when the facts were checked: `2026-11`.
        aws_facts_as_of: Option<String> = optional "awsFactsAsOf",
        /// The AWS page that it rests on.
        source: Option<Source> = optional "source",
        /// Seed if the address names none; default 1.
        seed: Option<u32> = optional "seed",
        /// Length of the run, 1 ms to 400 days.
        duration: Span = required "duration",
        /// Queues, at most 24.
        queues: Vec<Queue> = required "queues",
        /// SNS topics, at most 8.
        topics: Option<Vec<Topic>> = optional "topics",
        /// Roles in whose names producers and consumers call, at most 16.
        principals: Option<Vec<Principal>> = optional "principals",
        /// What sends, at most 24.
        producers: Option<Vec<Producer>> = optional "producers",
        /// What receives, at most 64 groups of 2,000 workers together, and functions.
        consumers: Option<Vec<Consumer>> = optional "consumers",
        /// CloudWatch alarms, at most 24.
        alarms: Option<Vec<Alarm>> = optional "alarms",
        /// What goes wrong, at most 200.
        faults: Option<Vec<Fault>> = optional "faults",
        /// What the run shows, at most 64.
        claims: Option<Vec<Claim>> = optional "claims",
        /// What the reader may turn, at most 32.
        knobs: Option<Vec<Knob>> = optional "knobs",
        /// Dotted paths that links may not edit, with all below them.
        locks: Option<Vec<String>> = optional "locks",
        /// Story beats by time, at most 100.
        story: Option<Vec<Beat>> = optional "story",
        /// Questions, at most 32.
        quiz: Option<Vec<Question>> = optional "quiz",
        /// What the reader is to achieve by edits, at most 8.
        goals: Option<Vec<Goal>> = optional "goals",
        /// Where AWS today and the common exam answer differ.
        drift: Option<Drift> = optional "drift",
    }
}

record! {
    /// What AWS does today, and what older exam texts still say.
    Drift {
        /// What AWS does.
        today: Text = required "today",
        /// What the common exam answer says.
        exam: Text = required "exam",
        /// When this was looked up: `2026-11` or `2026-11-21`.
        as_of: String = required "asOf",
    }
}

record! {
    /// The AWS page that a scenario rests on.
    Source {
        /// Title of the page.
        title: String = required "title",
        /// Its address, `https://…`.
        url: String = required "url",
    }
}

record! {
    /// A queue. Defaults are AWS's.
    Queue {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// AWS's name; default: the id, plus `.fifo` on FIFO queues.
        name: Option<String> = optional "name",
        /// `standard` or `fifo`; default `standard`.
        kind: Option<QueueType> = optional "type",
        /// Whole seconds, 0 to 12h; default 30s.
        visibility_timeout: Option<Span> = optional "visibilityTimeout",
        /// Whole seconds, 60s to 14d; default 4d.
        retention: Option<Span> = optional "retention",
        /// Whole seconds, 0 to 15m; default 0s.
        delay: Option<Span> = optional "delay",
        /// Whole seconds, 0 to 20s: how long a receive waits; default 0s.
        receive_wait: Option<Span> = optional "receiveWait",
        /// FIFO only; default false.
        content_based_deduplication: Option<bool> = optional "contentBasedDeduplication",
        /// Dead-letter queue.
        dlq: Option<Dlq> = optional "dlq",
        /// 1KiB to 1MiB; default 1MiB.
        maximum_message_size: Option<Size> = optional "maximumMessageSize",
        /// FIFO only; default `queue`.
        deduplication_scope: Option<DeduplicationScopeName> = optional "deduplicationScope",
        /// FIFO only: `perMessageGroupId`, with the scope `messageGroup`, is high throughput; default `perQueue`.
        throughput_limit: Option<ThroughputLimitName> = optional "throughputLimit",
        /// Which queues may name this one as their dead-letter queue: `allowAll`, `denyAll`, or up to 10 queues;
        /// default `allowAll`.
        redrive_allow: Option<RedriveAllow> = optional "redriveAllow",
        /// Its access policy, as for AWS. Default: none; for a queue that topics send to, the one that lets them.
        policy: Option<Json> = optional "policy",
        /// The KMS key that encrypts it; default: none, SQS encrypts it by itself.
        kms: Option<Kms> = optional "kms",
        /// AWS's machinery behind the queue, which AWS lets no one set.
        aws: Option<Aws> = optional "aws",
    }
}

record! {
    /// A redrive policy.
    Dlq {
        /// Id of a queue of the same type.
        target: Id = required "target",
        /// 1 to 1000.
        max_receive_count: u32 = required "maxReceiveCount",
    }
}

record! {
    /// AWS's machinery behind a queue.
    Aws {
        /// Servers that hold a standard queue, 1 to 64; default 6.
        shards: Option<u32> = optional "shards",
        /// Servers that a short poll asks, 1 to `shards`; default 1.
        sample: Option<u32> = optional "sample",
        /// Chance that a short poll also asks empty servers, 0 to 1; default 0. Standard only.
        false_empty: Option<Share> = optional "falseEmpty",
        /// Chance that a delivery leaves a second copy, 0 to 1; default 0. Standard only.
        double_delivery: Option<Share> = optional "doubleDelivery",
        /// Chance that a delete misses a copy, 0 to 1; default 0. Standard only.
        duplicate_on_delete: Option<Share> = optional "duplicateOnDelete",
        /// How far behind a server's front a receive may start, 0 to 1000; default 0. Standard only.
        reorder: Option<u32> = optional "reorder",
        /// Messages in flight at most, 1 to 120000; default 120000.
        in_flight_max: Option<u32> = optional "inFlightMax",
        /// Messages that FIFO looks ahead for a free group, 1 to 120000; default 120000.
        fifo_lookahead: Option<u32> = optional "fifoLookahead",
        /// Calls a second of each action on one partition of a FIFO queue, 1 to 300; default 300.
        fifo_tps: Option<u32> = optional "fifoTps",
        /// Partitions of a FIFO queue in high throughput, 1 to 1000; default 1.
        fifo_partitions: Option<u32> = optional "fifoPartitions",
    }
}

record! {
    /// A group of equal workers.
    Consumer {
        /// `[a-z0-9-]{1,32}`; its workers are `id/1`, `id/2`, ….
        id: Id = required "id",
        /// Id of a queue; without it a producer `calls` the consumer directly.
        from: Option<Id> = optional "from",
        /// Direct calls that may wait for a free worker, at most 10000; default 0: they are refused at once.
        accept: Option<u32> = optional "accept",
        /// Id of the principal that receives; default: the owner of the queues, who may do everything.
        caller: Option<Id> = optional "as",
        /// `poller`, which is the default, or `lambda`: a function behind an event source mapping.
        kind: Option<ConsumerKind> = optional "kind",
        /// Workers; default 1.
        count: Option<u32> = optional "count",
        /// Messages of one receive, 1 to 10; default 1. For `lambda` the BatchSize, up to 10000 (AWS's default is 10).
        batch: Option<u32> = optional "batch",
        /// How long a receive waits, whole seconds up to 20s; default: the queue's `receiveWait`.
        wait: Option<Span> = optional "wait",
        /// Time for one message; default 1s.
        work: Option<Work> = optional "work",
        /// Chance that the work on a message fails, 0 to 1; default 0.
        failure: Option<Share> = optional "failure",
        /// Does it delete what it has finished? Default true.
        deletes: Option<bool> = optional "deletes",
        /// Does it remember what took effect, and only delete what comes again? Default false.
        idempotent: Option<bool> = optional "idempotent",
        /// Visibility timeout of each receive, whole seconds up to 12h; default: the queue's.
        visibility_timeout: Option<Span> = optional "visibilityTimeout",
        /// Round trip of a call, at least 1ms; default 10ms.
        latency: Option<Span> = optional "latency",
        /// Keeps messages hidden while it works on them.
        heartbeat: Option<Heartbeat> = optional "heartbeat",
        /// Deletes with one call at the end of a batch, not after each message? Default false.
        delete_batch: Option<bool> = optional "deleteBatch",
        /// Queues of lower priority, at most 7: asked in order when the one before had nothing, by short polls, the
        /// last by `wait`.
        then: Option<Vec<Id>> = optional "then",
        /// Sleep between two receives; default 0s.
        pause: Option<Span> = optional "pause",
        /// Stretches without receives: `[["10m", "70m"]]`.
        away: Option<Vec<Stretch>> = optional "away",
        /// Availability Zones, workers in turn: `["a", "b"]`.
        zones: Option<Vec<Id>> = optional "zones",
        /// The function and its mapping, with `kind` `lambda` only.
        lambda: Option<Lambda> = optional "lambda",
        /// An Auto Scaling group of pollers; without `count`.
        scale: Option<Scale> = optional "scale",
    }
}

record! {
    /// A property of the run.
    Claim {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// `always`, `sometimes` or `eventually`.
        kind: ClaimKindName = required "kind",
        /// A sentence.
        text: Text = required "text",
        /// `nothing_lost(orders)`, ….
        expr: String = required "expr",
    }
}

record! {
    /// A control for one value.
    Knob {
        /// Dotted path: `queues.orders.visibilityTimeout`.
        path: String = required "path",
        /// What the control is called; default: the path.
        label: Option<Text> = optional "label",
        /// One sentence.
        help: Option<Text> = optional "help",
        /// Smallest value, as an edit writes it; needed for durations and numbers.
        min: Option<Scalar> = optional "min",
        /// Largest value.
        max: Option<Scalar> = optional "max",
        /// Step of a duration; default 1s, or finer if the range asks for it.
        step: Option<Span> = optional "step",
        /// Values worth trying.
        presets: Option<Vec<Scalar>> = optional "presets",
        /// The words to choose from, 2 to 12; needed for a path with words, and only for that.
        choices: Option<Vec<Choice>> = optional "choices",
    }
}

record! {
    /// One of the words that a knob chooses among.
    Choice {
        /// The word, as an edit writes it; `none` takes the value away.
        value: Scalar = required "value",
        /// What the control shows.
        label: Text = required "label",
    }
}

record! {
    /// A story beat.
    Beat {
        /// From this instant on.
        at: Span = required "at",
        /// Paragraphs with `**strong**` and `` `code` ``.
        md: Text = required "md",
        /// What to look at: `queue:orders`, `worker:w/1`, `consumer:w`, `producer:web`.
        focus: Option<String> = optional "focus",
        /// What a screen reader says, if it should differ.
        say: Option<Text> = optional "say",
    }
}

words! {
    /// Standard or FIFO.
    QueueType {
        /// At least once, best-effort order.
        Standard = "standard",
        /// Ordered within a group.
        Fifo = "fifo",
    }
}
words! {
    /// How a consumer is driven.
    ConsumerKind {
        /// Receives in a loop.
        Poller = "poller",
        /// A Lambda function behind an event source mapping.
        Lambda = "lambda",
    }
}
words! {
    /// When a claim must be true.
    ClaimKindName {
        /// After every event.
        Always = "always",
        /// After one event at least.
        Sometimes = "sometimes",
        /// At the end.
        Eventually = "eventually",
    }
}

/// A text, a number or a switch, kept as an edit would write it.
#[derive(Clone, Debug)]
pub(crate) struct Scalar(pub(crate) String);

impl Read for Scalar {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self(text.clone())),
            Value::Number(number) => Some(Self(decimal::written(number))),
            Value::Bool(value) => Some(Self(value.to_string())),
            Value::Null | Value::Array(_) | Value::Object(_) => {
                reader.wrong_type(value, "a text, a number, true or false", "\"30s\"")
            }
        }
    }
}
