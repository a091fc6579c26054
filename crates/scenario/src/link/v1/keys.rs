//! The numbers of a scenario's fields in links of version 1.
//!
//! A number is a place in one of these lists. They only grow, at their ends: nothing is moved, renamed, removed
//! or given another form or default, not even what is used no more. A field that is not here travels under its
//! name, as it stands; a test asks for its number.

use super::form::Form;
use super::record::{Field, Omitted, Record};
use super::words::{
    ANSWERS, ARRIVALS, CLAIM_KINDS, COMPARISONS, CONSUMER_KINDS, EXAMS, FILTER_ON, KEY_STATES, LEVELS,
    METRICS, MISSING, QUESTION_TYPES, QUEUE_TYPES, RAMPS, SCOPES, STATISTICS, THROUGHPUTS,
};

const fn field(key: &'static str, form: Form) -> Field {
    Field { key, form, omitted: Omitted::Nothing }
}

const fn number(key: &'static str, form: Form, omitted: i64) -> Field {
    Field { key, form, omitted: Omitted::Number(omitted) }
}

const fn flag(key: &'static str, omitted: bool) -> Field {
    Field { key, form: Form::Plain, omitted: Omitted::Flag(omitted) }
}

const fn list(key: &'static str, of: &'static Form) -> Field {
    Field { key, form: Form::List(of), omitted: Omitted::Empty }
}

const fn record(key: &'static str, record: &'static Record) -> Field {
    Field { key, form: Form::Record(record), omitted: Omitted::Nothing }
}

/// Where editors find the schema: no link carries it.
pub(super) const SCHEMA: &str = "$schema";

/// The fields of a file that are words about a run and do not run. All others are in the base hash.
pub(super) const WORDS: &[&str] = &[
    "format",
    "id",
    "title",
    "summary",
    "notice",
    "level",
    "exam",
    "concepts",
    "awsFactsAsOf",
    "source",
    "claims",
    "knobs",
    "locks",
    "story",
    "quiz",
    "goals",
    "drift",
];

/// The file.
pub(in crate::link) static FILE: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("title", Form::Words),
        number("seed", Form::Plain, 1),
        field("duration", Form::Span),
        field("queues", Form::List(&Form::Record(&QUEUE))),
        list("producers", &Form::Record(&PRODUCER)),
        list("consumers", &Form::Record(&CONSUMER)),
        list("faults", &Form::Record(&FAULT)),
        list("claims", &Form::Record(&CLAIM)),
        list("knobs", &Form::Record(&KNOB)),
        list("locks", &Form::Path),
        list("story", &Form::Record(&BEAT)),
        list("quiz", &Form::Record(&QUESTION)),
        field("summary", Form::Words),
        list("notice", &Form::Words),
        field("level", Form::Word(LEVELS)),
        list("exam", &Form::Word(EXAMS)),
        list("concepts", &Form::Plain),
        field("awsFactsAsOf", Form::Plain),
        record("source", &SOURCE),
        Field { key: "format", form: Form::Plain, omitted: Omitted::Restored(1) },
        list("topics", &Form::Record(&TOPIC)),
        list("goals", &Form::Record(&GOAL)),
        list("alarms", &Form::Record(&ALARM)),
        list("principals", &Form::Record(&PRINCIPAL)),
        record("drift", &DRIFT),
    ],
};

static SOURCE: Record = Record { fields: &[field("title", Form::Plain), field("url", Form::Plain)] };

static DRIFT: Record =
    Record { fields: &[field("today", Form::Words), field("exam", Form::Words), field("asOf", Form::Plain)] };

static QUEUE: Record = Record {
    fields: &[
        field("id", Form::Plain),
        number("type", Form::Word(QUEUE_TYPES), 0),
        number("visibilityTimeout", Form::Span, 30),
        number("retention", Form::Span, 345_600),
        number("delay", Form::Span, 0),
        number("receiveWait", Form::Span, 0),
        record("dlq", &DLQ),
        flag("contentBasedDeduplication", false),
        field("name", Form::Plain),
        Field { key: "aws", form: Form::Record(&AWS), omitted: Omitted::Empty },
        field("maximumMessageSize", Form::Size),
        number("deduplicationScope", Form::Word(SCOPES), 0),
        number("throughputLimit", Form::Word(THROUGHPUTS), 0),
        field("redriveAllow", Form::Plain),
        field("policy", Form::Plain),
        record("kms", &KMS),
    ],
};

static DLQ: Record =
    Record { fields: &[field("target", Form::Id("queues")), field("maxReceiveCount", Form::Plain)] };

static AWS: Record = Record {
    fields: &[
        number("shards", Form::Plain, 6),
        number("sample", Form::Plain, 1),
        number("falseEmpty", Form::Share, 0),
        number("doubleDelivery", Form::Share, 0),
        number("duplicateOnDelete", Form::Share, 0),
        number("reorder", Form::Plain, 0),
        number("inFlightMax", Form::Plain, 120_000),
        number("fifoLookahead", Form::Plain, 120_000),
        number("fifoTps", Form::Plain, 300),
        number("fifoPartitions", Form::Plain, 1),
    ],
};

static PRODUCER: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("to", Form::Id("queues")),
        field("rate", Form::Rate),
        number("arrivals", Form::Word(ARRIVALS), 0),
        field("groups", Form::Plain),
        number("size", Form::Size, 1_024),
        field("count", Form::Plain),
        field("delay", Form::Span),
        number("latency", Form::Span, -10),
        list("kinds", &Form::Record(&KIND)),
        field("topic", Form::Id("topics")),
        field("as", Form::Id("principals")),
        field("deduplicationIds", Form::Plain),
        number("batch", Form::Plain, 1),
        number("batchWindow", Form::Span, -200),
        record("schedule", &SCHEDULE),
        record("lose", &LOSE),
        record("retry", &RETRY),
        field("calls", Form::Id("consumers")),
        number("timeout", Form::Span, 30),
    ],
};

static SCHEDULE: Record = Record { fields: &[field("wait", Form::Span)] };

static LOSE: Record =
    Record { fields: &[number("request", Form::Share, 0), number("reply", Form::Share, 0)] };

static RETRY: Record = Record {
    fields: &[field("after", Form::Span), number("attempts", Form::Plain, 3), flag("sameId", true)],
};

static CONSUMER: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("from", Form::Id("queues")),
        number("kind", Form::Word(CONSUMER_KINDS), 0),
        number("count", Form::Plain, 1),
        number("batch", Form::Plain, 1),
        field("wait", Form::Span),
        number("work", Form::Work, 1),
        number("failure", Form::Share, 0),
        flag("deletes", true),
        flag("idempotent", false),
        field("visibilityTimeout", Form::Span),
        number("latency", Form::Span, -10),
        record("scale", &SCALE),
        record("lambda", &LAMBDA),
        record("heartbeat", &HEARTBEAT),
        flag("deleteBatch", false),
        list("then", &Form::Id("queues")),
        number("pause", Form::Span, 0),
        list("away", &Form::List(&Form::Span)),
        list("zones", &Form::Plain),
        field("as", Form::Id("principals")),
        number("accept", Form::Plain, 0),
    ],
};

static LAMBDA: Record = Record {
    fields: &[
        number("timeout", Form::Span, 3),
        number("window", Form::Span, 0),
        field("maximumConcurrency", Form::Plain),
        field("reserved", Form::Plain),
        record("provisioned", &PROVISIONED),
        flag("partialFailures", false),
        field("answers", Form::Word(ANSWERS)),
        field("filter", Form::Plain),
        number("ramp", Form::Word(RAMPS), 0),
        number("coldStart", Form::Span, 0),
    ],
};

static PROVISIONED: Record =
    Record { fields: &[number("min", Form::Plain, 2), number("max", Form::Plain, 200)] };

static KMS: Record =
    Record { fields: &[field("key", Form::Plain), number("state", Form::Word(KEY_STATES), 0)] };

static TOPIC: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("name", Form::Plain),
        number("type", Form::Word(QUEUE_TYPES), 0),
        flag("contentBasedDeduplication", false),
        list("subscriptions", &Form::Record(&SUBSCRIPTION)),
    ],
};

static SUBSCRIPTION: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("to", Form::Id("queues")),
        flag("raw", false),
        field("filter", Form::Plain),
        number("filterOn", Form::Word(FILTER_ON), 0),
        field("dlq", Form::Id("queues")),
    ],
};

static PRINCIPAL: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("account", Form::Plain),
        field("policy", Form::Plain),
        field("vpcEndpoint", Form::Plain),
    ],
};

static FAULT: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("at", Form::Span),
        field("crash", Form::Plain),
        field("for", Form::Span),
        field("secondCopy", Form::Id("queues")),
        flag("enabled", true),
        field("hang", Form::Plain),
        record("slow", &SLOW),
        field("stop", Form::Plain),
        field("zoneOutage", Form::Plain),
        record("redrive", &REDRIVE),
        field("cancelRedrive", Form::Id("queues")),
        field("purge", Form::Id("queues")),
        record("change", &CHANGE),
        field("loseRequest", Form::Id("producers")),
        field("loseReply", Form::Id("producers")),
    ],
};

static KIND: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("numbers", Form::List(&Form::Plain)),
        field("every", Form::Plain),
        flag("poison", false),
        field("work", Form::Work),
        field("attributes", Form::Plain),
        field("body", Form::Plain),
        field("size", Form::Size),
    ],
};

static HEARTBEAT: Record = Record { fields: &[field("every", Form::Span), field("to", Form::Span)] };

static SLOW: Record =
    Record { fields: &[field("consumer", Form::Id("consumers")), field("factor", Form::Decimal)] };

static REDRIVE: Record = Record {
    fields: &[
        field("queue", Form::Id("queues")),
        field("rate", Form::Plain),
        field("to", Form::Id("queues")),
    ],
};

static CHANGE: Record = Record {
    fields: &[
        field("queue", Form::Id("queues")),
        field("visibilityTimeout", Form::Span),
        field("retention", Form::Span),
        field("delay", Form::Span),
        field("receiveWait", Form::Span),
        field("maximumMessageSize", Form::Size),
        field("contentBasedDeduplication", Form::Plain),
        field("deduplicationScope", Form::Word(SCOPES)),
        field("throughputLimit", Form::Word(THROUGHPUTS)),
        record("dlq", &DLQ),
        field("redriveAllow", Form::Plain),
        field("policy", Form::Plain),
    ],
};

static CLAIM: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("kind", Form::Word(CLAIM_KINDS)),
        field("text", Form::Words),
        field("expr", Form::Plain),
    ],
};

static KNOB: Record = Record {
    fields: &[
        field("path", Form::Path),
        field("label", Form::Words),
        field("help", Form::Words),
        field("min", Form::Scalar),
        field("max", Form::Scalar),
        field("step", Form::Span),
        list("presets", &Form::Scalar),
        list("choices", &Form::Record(&CHOICE)),
    ],
};

static CHOICE: Record = Record { fields: &[field("value", Form::Scalar), field("label", Form::Words)] };

static BEAT: Record = Record {
    fields: &[
        field("at", Form::Span),
        field("md", Form::Words),
        field("focus", Form::Plain),
        field("say", Form::Words),
    ],
};

static QUESTION: Record = Record {
    fields: &[
        field("id", Form::Plain),
        number("at", Form::Span, 0),
        field("ask", Form::Words),
        number("type", Form::Word(QUESTION_TYPES), 0),
        field("options", Form::List(&Form::Record(&ANSWER))),
        record("evidence", &EVIDENCE),
        field("explain", Form::Words),
        field("check", Form::Plain),
        list("seeds", &Form::Plain),
        list("items", &Form::Record(&ITEM)),
        field("key", Form::Plain),
        field("tolerance", Form::Scalar),
        field("assert", Form::Scalar),
        list("wrong", &Form::Record(&WRONG)),
        field("knob", Form::Path),
        field("example", Form::Scalar),
        field("because", Form::Words),
    ],
};

static ANSWER: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("t", Form::Words),
        field("claim", Form::Id("claims")),
        field("if", Form::Plain),
        field("because", Form::Words),
    ],
};

static EVIDENCE: Record = Record { fields: &[field("at", Form::Span), field("message", Form::Plain)] };

static ALARM: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("queue", Form::Id("queues")),
        field("metric", Form::Word(METRICS)),
        field("threshold", Form::Decimal),
        number("statistic", Form::Word(STATISTICS), 0),
        number("period", Form::Span, 60),
        number("evaluationPeriods", Form::Plain, 1),
        field("datapointsToAlarm", Form::Plain),
        number("comparison", Form::Word(COMPARISONS), 0),
        number("missing", Form::Word(MISSING), 0),
    ],
};

static ITEM: Record =
    Record { fields: &[field("id", Form::Plain), field("t", Form::Words), field("at", Form::Plain)] };

static WRONG: Record = Record { fields: &[field("value", Form::Scalar), field("because", Form::Words)] };

static GOAL: Record = Record {
    fields: &[
        field("id", Form::Plain),
        field("text", Form::Words),
        field("pass", Form::Plain),
        record("budget", &BUDGET),
        list("solutions", &Form::Record(&SOLUTION)),
    ],
};

static BUDGET: Record = Record { fields: &[field("edits", Form::Plain), field("requests", Form::Plain)] };

static SOLUTION: Record = Record { fields: &[field("text", Form::Words), field("set", Form::Plain)] };

static SCALE: Record = Record {
    fields: &[
        number("min", Form::Plain, 1),
        field("max", Form::Plain),
        field("start", Form::Plain),
        flag("protect", false),
        number("launch", Form::Span, 60),
        number("warmup", Form::Span, 300),
        number("cooldown", Form::Span, 300),
        record("target", &TARGET),
        flag("disableScaleIn", false),
        field("steps", Form::Plain),
        field("simple", Form::Plain),
    ],
};

static TARGET: Record = Record { fields: &[field("backlogPerWorker", Form::Decimal)] };
