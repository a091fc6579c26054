//! Edits: a dotted path by ids, and a value as text. They change the file; then the whole file is read again.

use serde_json::{Map, Number, Value};

use crate::decimal;
use crate::duration;
use crate::problem::{Problem, quoted, suggest};

/// Edits of one scenario.
pub(crate) const EDITS_MAX: usize = 64;
/// Characters of a path, and of a value.
const CHARS_MAX: usize = 200;
/// What removes an optional value.
pub(crate) const NONE: &str = "none";

/// How a value is written in an edit, and kept in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `90s`.
    Duration,
    /// `3`.
    Integer,
    /// `0.5`.
    Decimal,
    /// `0.02`, from 0 to 1.
    Share,
    /// `true`, `false`.
    Switch,
    /// `poisson`, an id.
    Word,
    /// `1KiB` or bytes.
    Size,
    /// Only `none`, which removes the whole.
    Whole,
}

/// A field that edits reach: its list, its name, its form, and what it is when the file does not say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    list: &'static str,
    name: &'static str,
    pub(crate) form: Form,
    default: &'static str,
}

const fn field(list: &'static str, name: &'static str, form: Form, default: &'static str) -> Field {
    Field { list, name, form, default }
}

/// Everything that edits reach, but for the steps of a rate (`producers.web.rate.1`).
const FIELDS: &[Field] = &[
    field("queues", "visibilityTimeout", Form::Duration, "30s"),
    field("queues", "retention", Form::Duration, "4d"),
    field("queues", "delay", Form::Duration, "0s"),
    field("queues", "receiveWait", Form::Duration, "0s"),
    field("queues", "contentBasedDeduplication", Form::Switch, "false"),
    field("queues", "maximumMessageSize", Form::Size, "1MiB"),
    field("queues", "deduplicationScope", Form::Word, "queue"),
    field("queues", "throughputLimit", Form::Word, "perQueue"),
    field("queues", "dlq", Form::Whole, NONE),
    field("queues", "dlq.target", Form::Word, NONE),
    field("queues", "dlq.maxReceiveCount", Form::Integer, NONE),
    field("queues", "aws.shards", Form::Integer, "6"),
    field("queues", "aws.sample", Form::Integer, "1"),
    field("queues", "aws.falseEmpty", Form::Share, "0"),
    field("queues", "aws.doubleDelivery", Form::Share, "0"),
    field("queues", "aws.duplicateOnDelete", Form::Share, "0"),
    field("queues", "aws.reorder", Form::Integer, "0"),
    field("queues", "aws.inFlightMax", Form::Integer, "120000"),
    field("queues", "aws.fifoLookahead", Form::Integer, "120000"),
    field("queues", "aws.fifoTps", Form::Integer, "300"),
    field("queues", "aws.fifoPartitions", Form::Integer, "1"),
    field("queues", "policy", Form::Whole, NONE),
    field("queues", "kms", Form::Whole, NONE),
    field("queues", "kms.key", Form::Word, NONE),
    field("queues", "kms.state", Form::Word, "enabled"),
    field("topics", "contentBasedDeduplication", Form::Switch, "false"),
    field("principals", "account", Form::Word, "123456789012"),
    field("principals", "policy", Form::Whole, NONE),
    field("principals", "vpcEndpoint", Form::Word, NONE),
    field("producers", "topic", Form::Word, NONE),
    field("producers", "as", Form::Word, NONE),
    field("consumers", "as", Form::Word, NONE),
    field("producers", "to", Form::Word, NONE),
    field("producers", "rate", Form::Decimal, NONE),
    field("producers", "arrivals", Form::Word, "steady"),
    field("producers", "rate.sine.mean", Form::Decimal, NONE),
    field("producers", "rate.sine.swing", Form::Decimal, NONE),
    field("producers", "rate.sine.period", Form::Duration, "24h"),
    field("producers", "rate.sine.peakAt", Form::Duration, "0s"),
    field("producers", "rate.bursts.size", Form::Integer, NONE),
    field("producers", "rate.bursts.every", Form::Duration, NONE),
    field("producers", "rate.bursts.first", Form::Duration, "0s"),
    field("producers", "groups", Form::Integer, NONE),
    field("producers", "groups.count", Form::Integer, NONE),
    field("producers", "deduplicationIds", Form::Integer, NONE),
    field("producers", "batch", Form::Integer, "1"),
    field("producers", "batchWindow", Form::Duration, "200ms"),
    field("producers", "schedule", Form::Whole, NONE),
    field("producers", "schedule.wait", Form::Duration, NONE),
    field("producers", "lose.request", Form::Share, "0"),
    field("producers", "lose.reply", Form::Share, "0"),
    field("producers", "retry.after", Form::Duration, NONE),
    field("producers", "retry.attempts", Form::Integer, "3"),
    field("producers", "retry.sameId", Form::Switch, "true"),
    field("producers", "size", Form::Size, "1KiB"),
    field("producers", "count", Form::Integer, NONE),
    field("producers", "delay", Form::Duration, NONE),
    field("producers", "latency", Form::Duration, "10ms"),
    field("consumers", "from", Form::Word, NONE),
    field("consumers", "count", Form::Integer, "1"),
    field("consumers", "batch", Form::Integer, "1"),
    field("consumers", "wait", Form::Duration, NONE),
    field("consumers", "work", Form::Duration, "1s"),
    field("consumers", "failure", Form::Share, "0"),
    field("consumers", "deletes", Form::Switch, "true"),
    field("consumers", "idempotent", Form::Switch, "false"),
    field("consumers", "visibilityTimeout", Form::Duration, NONE),
    field("consumers", "latency", Form::Duration, "10ms"),
    field("consumers", "lambda.timeout", Form::Duration, "3s"),
    field("consumers", "lambda.window", Form::Duration, "0s"),
    field("consumers", "lambda.maximumConcurrency", Form::Integer, NONE),
    field("consumers", "lambda.reserved", Form::Integer, NONE),
    field("consumers", "lambda.provisioned", Form::Whole, NONE),
    field("consumers", "lambda.provisioned.min", Form::Integer, "2"),
    field("consumers", "lambda.provisioned.max", Form::Integer, "200"),
    field("consumers", "lambda.partialFailures", Form::Switch, "false"),
    field("consumers", "lambda.answers", Form::Word, NONE),
    field("consumers", "lambda.filter", Form::Whole, NONE),
    field("consumers", "lambda.ramp", Form::Word, "today"),
    field("consumers", "lambda.coldStart", Form::Duration, "0s"),
    field("consumers", "scale", Form::Whole, NONE),
    field("consumers", "scale.min", Form::Integer, "1"),
    field("consumers", "scale.max", Form::Integer, NONE),
    field("consumers", "scale.start", Form::Integer, NONE),
    field("consumers", "scale.protect", Form::Switch, "false"),
    field("consumers", "scale.launch", Form::Duration, "60s"),
    field("consumers", "scale.warmup", Form::Duration, "5m"),
    field("consumers", "scale.cooldown", Form::Duration, "5m"),
    field("consumers", "scale.target", Form::Whole, NONE),
    field("consumers", "scale.target.backlogPerWorker", Form::Decimal, NONE),
    field("consumers", "scale.disableScaleIn", Form::Switch, "false"),
    field("alarms", "queue", Form::Word, NONE),
    field("alarms", "metric", Form::Word, NONE),
    field("alarms", "statistic", Form::Word, "Average"),
    field("alarms", "period", Form::Duration, "1m"),
    field("alarms", "evaluationPeriods", Form::Integer, "1"),
    field("alarms", "datapointsToAlarm", Form::Integer, NONE),
    field("alarms", "comparison", Form::Word, ">="),
    field("alarms", "threshold", Form::Decimal, NONE),
    field("alarms", "missing", Form::Word, "missing"),
    field("consumers", "heartbeat", Form::Whole, NONE),
    field("consumers", "heartbeat.every", Form::Duration, NONE),
    field("consumers", "heartbeat.to", Form::Duration, NONE),
    field("consumers", "deleteBatch", Form::Switch, "false"),
    field("consumers", "pause", Form::Duration, "0s"),
    field("producers", "calls", Form::Word, NONE),
    field("producers", "timeout", Form::Duration, "30s"),
    field("consumers", "accept", Form::Integer, "0"),
    field("faults", "at", Form::Duration, NONE),
    field("faults", "for", Form::Duration, NONE),
    field("faults", "enabled", Form::Switch, "true"),
    field("faults", "slow.factor", Form::Decimal, NONE),
    field("faults", "redrive.rate", Form::Integer, NONE),
    field("faults", "change.visibilityTimeout", Form::Duration, NONE),
];

/// Dotted paths that edits reach, with `x` for an item's id.
#[cfg(test)]
pub(crate) fn paths() -> impl Iterator<Item = String> {
    let of_items = FIELDS.iter().map(|field| format!("{}.x.{}", field.list, field.name));
    of_items.chain([format!("{}.x.{}.0", RATE_STEP.list, RATE_STEP.name), DURATION.name.to_owned()])
}

/// List, name below an item, and default of every field that has one.
#[cfg(test)]
pub(crate) fn defaults() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    FIELDS.iter().filter(|field| field.default != NONE).map(|field| (field.list, field.name, field.default))
}

/// What edits reach in a topic's subscriptions.
const SUBSCRIPTION_FIELDS: &[Field] = &[
    field("subscriptions", "to", Form::Word, NONE),
    field("subscriptions", "raw", Form::Switch, "false"),
    field("subscriptions", "filter", Form::Whole, NONE),
    field("subscriptions", "filterOn", Form::Word, "attributes"),
    field("subscriptions", "dlq", Form::Word, NONE),
];
/// A step of a rate: `rate.1`.
const RATE_STEP: Field = field("producers", "rate", Form::Decimal, NONE);
/// The length of the run: the only editable value outside the lists.
const DURATION: Field = field("", "duration", Form::Duration, NONE);

/// A path that leads somewhere in a file.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) field: Field,
    /// As a JSON pointer.
    pub(crate) pointer: String,
}

/// Finds the place of a dotted path in a file.
pub(crate) fn place(file: &Value, path: &str) -> Result<Place, Problem> {
    if path.len() > CHARS_MAX {
        return Err(Problem::new(quoted(path), "The path is too long.", ""));
    }
    if path == "seed" {
        let hint = "Write `seed=…` beside `set`, not in it.";
        return Err(Problem::new(path, "The seed is no value of the scenario.", hint));
    }
    if path == DURATION.name {
        return Ok(Place { field: DURATION, pointer: "/duration".to_owned() });
    }
    let lists = ["queues", "topics", "principals", "producers", "consumers", "alarms", "faults"];
    let (list, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(list) = lists.into_iter().find(|known| *known == list) else {
        let hint = suggest(list, lists.into_iter().chain([DURATION.name]));
        return Err(Problem::new(path, format!("There is nothing called {} to edit.", quoted(list)), hint));
    };
    let (id, name) = rest.split_once('.').unwrap_or((rest, ""));
    let items = file.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let ids: Vec<&str> =
        items.iter().map(|item| item.get("id").and_then(Value::as_str).unwrap_or("")).collect();
    let Some(index) = ids.iter().position(|known| *known == id && !id.is_empty()) else {
        let hint = suggest(id, ids.iter().copied().filter(|id| !id.is_empty()));
        return Err(Problem::new(path, format!("{list} has no {}.", quoted(id)), hint));
    };
    let fields = || FIELDS.iter().filter(|field| field.list == list);
    if let Some(step) = name.strip_prefix("rate.").filter(|_| list == "producers")
        && fields().all(|field| field.name != name)
    {
        return rate_step(&items[index], path, index, step);
    }
    if let Some(rest) = name.strip_prefix("subscriptions.").filter(|_| list == "topics") {
        return of_subscription(&items[index], path, index, rest);
    }
    let Some(field) = fields().find(|field| field.name == name) else {
        let hint = suggest(name, fields().map(|field| field.name));
        let message = match name {
            "" => "The path stops before a value.".to_owned(),
            _ => format!("{list} have no value {} to edit.", quoted(name)),
        };
        return Err(Problem::new(path, message, hint));
    };
    Ok(Place { field: *field, pointer: format!("/{list}/{index}/{}", name.replace('.', "/")) })
}

/// `topics.news.subscriptions.audit.raw`
fn of_subscription(topic: &Value, path: &str, index: usize, rest: &str) -> Result<Place, Problem> {
    let (id, name) = rest.split_once('.').unwrap_or((rest, ""));
    let items = topic.get("subscriptions").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let ids = || items.iter().map(|item| item.get("id").and_then(Value::as_str).unwrap_or(""));
    let Some(place) = ids().position(|known| known == id && !id.is_empty()) else {
        let message = format!("The topic has no subscription {}.", quoted(id));
        return Err(Problem::new(path, message, suggest(id, ids().filter(|id| !id.is_empty()))));
    };
    match SUBSCRIPTION_FIELDS.iter().find(|field| field.name == name) {
        Some(field) => {
            Ok(Place { field: *field, pointer: format!("/topics/{index}/subscriptions/{place}/{name}") })
        }
        None => {
            let hint = suggest(name, SUBSCRIPTION_FIELDS.iter().map(|field| field.name));
            Err(Problem::new(path, format!("Subscriptions have no value {} to edit.", quoted(name)), hint))
        }
    }
}

fn rate_step(producer: &Value, path: &str, index: usize, step: &str) -> Result<Place, Problem> {
    let of = if producer.pointer("/rate/ramp").is_some() { "ramp" } else { "steps" };
    let steps = producer.pointer(&format!("/rate/{of}")).and_then(Value::as_array).map_or(0, Vec::len);
    match step.parse::<usize>() {
        Ok(step) if step < steps => {
            Ok(Place { field: RATE_STEP, pointer: format!("/producers/{index}/rate/{of}/{step}/1") })
        }
        _ if steps == 0 => {
            Err(Problem::new(path, "This rate has no steps.", "Edit the rate itself, without a number."))
        }
        _ => {
            let hint = format!("Steps are counted from 0 to {}.", steps - 1);
            Err(Problem::new(path, format!("The rate has no step {}.", quoted(step)), hint))
        }
    }
}

/// The value at a place, written as an edit would write it; none if it is not a plain value.
pub(crate) fn written(file: &Value, place: &Place) -> Option<String> {
    match file.pointer(&place.pointer) {
        None | Some(Value::Null) => Some(place.field.default.to_owned()),
        Some(Value::String(text)) => Some(canonical(place.field.form, text)),
        Some(Value::Number(number)) => Some(decimal::written(number)),
        Some(Value::Bool(value)) => Some(value.to_string()),
        Some(Value::Array(_) | Value::Object(_)) => None,
    }
}

/// Does the file say at a place what this text would write there?
pub(crate) fn says(file: &Value, place: &Place, text: &str) -> bool {
    written(file, place).is_some_and(|written| written == canonical(place.field.form, text))
}

/// Durations in their one canonical form, everything else as it is.
pub(crate) fn canonical(form: Form, text: &str) -> String {
    match (form, duration::parse(text)) {
        (Form::Duration, Ok(us)) => duration::format(us),
        _ => text.to_owned(),
    }
}

/// Applies one edit to a file; gives the pointer of what it changed.
pub(crate) fn apply(file: &mut Value, locks: &[String], path: &str, text: &str) -> Result<String, Problem> {
    let place = place(file, path)?;
    if let Some(lock) = locks.iter().find(|lock| is_below(path, lock)) {
        let message = format!("The author of this scenario has locked `{lock}`.");
        return Err(Problem::new(path, message, "Leave this edit out."));
    }
    if text.len() > CHARS_MAX {
        return Err(Problem::new(path, "The value is too long.", ""));
    }
    let value = value_of(&place.field, path, text)?;
    if !put(file, &place.pointer, value) {
        let message = format!("{} is not there to be edited.", quoted(path));
        return Err(Problem::new(path, message, "Edit what the scenario has."));
    }
    Ok(place.pointer)
}

/// Is the path the lock itself, or below it?
fn is_below(path: &str, lock: &str) -> bool {
    path.strip_prefix(lock).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn value_of(field: &Field, path: &str, text: &str) -> Result<Value, Problem> {
    if text == NONE && field.default == NONE {
        return Ok(Value::Null);
    }
    let wrong = |wanted: &str, example: &str| {
        Problem::new(
            path,
            format!("{} is not {wanted}.", quoted(text)),
            format!("For example `{path}={example}`."),
        )
    };
    match field.form {
        Form::Duration => match duration::parse(text) {
            Ok(_) => Ok(Value::String(text.to_owned())),
            Err(_) => Err(wrong("a duration", "90s")),
        },
        Form::Integer => match text.parse::<u32>() {
            Ok(number) => Ok(Value::Number(number.into())),
            Err(_) => Err(wrong("a whole number", "3")),
        },
        Form::Decimal => number(text).map(Value::Number).ok_or_else(|| wrong("a number", "2.5")),
        Form::Share => number(text).map(Value::Number).ok_or_else(|| wrong("a share from 0 to 1", "0.02")),
        Form::Switch => match text {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(wrong("true or false", "true")),
        },
        Form::Word => Ok(Value::String(text.to_owned())),
        Form::Size => Ok(text
            .parse::<u32>()
            .map_or_else(|_| Value::String(text.to_owned()), |n| Value::Number(n.into()))),
        Form::Whole => Err(wrong("`none`, the only value that this path takes", NONE)),
    }
}

/// Digits, or digits, a point and digits.
pub(crate) fn number(text: &str) -> Option<Number> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse::<Number>().ok().filter(|_| plain)
}

/// Writes a value. The object that holds it is made if it is a missing `aws` or `lambda`; a missing `dlq` is not
/// made.
fn put(file: &mut Value, pointer: &str, value: Value) -> bool {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return false };
    for made in ["aws", "lambda", "schedule", "lose", "retry"] {
        if let Some(owner) = parent.strip_suffix(made).and_then(|owner| owner.strip_suffix('/'))
            && let Some(Value::Object(fields)) = file.pointer_mut(owner)
        {
            let object = fields.entry(made).or_insert(Value::Null);
            if object.is_null() {
                *object = Value::Object(Map::new());
            }
        }
    }
    match file.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(key.to_owned(), value);
            true
        }
        Some(Value::Array(items)) => match key.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
            Some(item) => {
                *item = value;
                true
            }
            None => false,
        },
        _ => false,
    }
}
