//! Dotted paths by number: `queues.orders.visibilityTimeout` is the template `queues.*.visibilityTimeout` and an
//! item.
//!
//! A template's number is its place in the list, which only grows, at its end. A path without a template is
//! written as text.

use super::form::Form;
use super::names::Names;
use super::words::{
    ANSWERS, ARRIVALS, COMPARISONS, KEY_STATES, METRICS, MISSING, RAMPS, SCOPES, STATISTICS, THROUGHPUTS,
};
use crate::link::cbor::Cbor;

/// The paths of one value in all items of a list.
#[derive(Clone, Copy, Debug)]
pub(in crate::link) struct Template {
    /// The list; empty for a value of the file itself.
    pub(in crate::link) list: &'static str,
    /// Below the item.
    pub(in crate::link) name: &'static str,
    /// Is it followed by a step's number: `rate.1`?
    pub(in crate::link) has_step: bool,
    /// The form of the value.
    pub(super) form: Form,
}

const fn of(list: &'static str, name: &'static str, form: Form) -> Template {
    Template { list, name, has_step: false, form }
}

/// By number.
pub(in crate::link) const TEMPLATES: &[Template] = &[
    of("queues", "visibilityTimeout", Form::Span),
    of("consumers", "count", Form::Plain),
    of("consumers", "work", Form::Span),
    of("producers", "rate", Form::Decimal),
    Template { list: "producers", name: "rate", has_step: true, form: Form::Decimal },
    of("queues", "dlq.maxReceiveCount", Form::Plain),
    of("consumers", "batch", Form::Plain),
    of("consumers", "failure", Form::Share),
    of("consumers", "wait", Form::Span),
    of("queues", "receiveWait", Form::Span),
    of("queues", "delay", Form::Span),
    of("queues", "retention", Form::Span),
    of("consumers", "idempotent", Form::Plain),
    of("consumers", "deletes", Form::Plain),
    of("faults", "enabled", Form::Plain),
    of("faults", "at", Form::Span),
    of("faults", "for", Form::Span),
    of("producers", "groups", Form::Plain),
    of("producers", "count", Form::Plain),
    of("producers", "arrivals", Form::Word(ARRIVALS)),
    of("consumers", "visibilityTimeout", Form::Span),
    of("queues", "dlq", Form::Plain),
    of("queues", "aws.doubleDelivery", Form::Share),
    of("", "duration", Form::Span),
    of("queues", "contentBasedDeduplication", Form::Plain),
    of("queues", "dlq.target", Form::Id("queues")),
    of("queues", "aws.shards", Form::Plain),
    of("queues", "aws.sample", Form::Plain),
    of("queues", "aws.falseEmpty", Form::Share),
    of("queues", "aws.duplicateOnDelete", Form::Share),
    of("queues", "aws.reorder", Form::Plain),
    of("queues", "aws.inFlightMax", Form::Plain),
    of("queues", "aws.fifoLookahead", Form::Plain),
    of("producers", "to", Form::Id("queues")),
    of("producers", "size", Form::Size),
    of("producers", "delay", Form::Span),
    of("producers", "latency", Form::Span),
    of("consumers", "from", Form::Id("queues")),
    of("consumers", "latency", Form::Span),
    of("consumers", "lambda.timeout", Form::Span),
    of("consumers", "lambda.window", Form::Span),
    of("consumers", "lambda.maximumConcurrency", Form::Plain),
    of("consumers", "lambda.reserved", Form::Plain),
    of("consumers", "lambda.provisioned", Form::Plain),
    of("consumers", "lambda.provisioned.min", Form::Plain),
    of("consumers", "lambda.provisioned.max", Form::Plain),
    of("consumers", "lambda.partialFailures", Form::Plain),
    of("consumers", "lambda.answers", Form::Word(ANSWERS)),
    of("consumers", "lambda.filter", Form::Plain),
    of("consumers", "lambda.ramp", Form::Word(RAMPS)),
    of("consumers", "lambda.coldStart", Form::Span),
    of("alarms", "threshold", Form::Decimal),
    of("alarms", "queue", Form::Id("queues")),
    of("alarms", "metric", Form::Word(METRICS)),
    of("alarms", "statistic", Form::Word(STATISTICS)),
    of("alarms", "period", Form::Span),
    of("alarms", "evaluationPeriods", Form::Plain),
    of("alarms", "datapointsToAlarm", Form::Plain),
    of("alarms", "comparison", Form::Word(COMPARISONS)),
    of("alarms", "missing", Form::Word(MISSING)),
    of("consumers", "scale.target.backlogPerWorker", Form::Decimal),
    of("consumers", "scale.min", Form::Plain),
    of("consumers", "scale.max", Form::Plain),
    of("consumers", "scale.start", Form::Plain),
    of("consumers", "scale.protect", Form::Plain),
    of("consumers", "scale.launch", Form::Span),
    of("consumers", "scale.warmup", Form::Span),
    of("consumers", "scale.cooldown", Form::Span),
    of("consumers", "scale.disableScaleIn", Form::Plain),
    of("consumers", "scale", Form::Plain),
    of("consumers", "scale.target", Form::Plain),
    of("queues", "maximumMessageSize", Form::Size),
    of("queues", "deduplicationScope", Form::Word(SCOPES)),
    of("queues", "throughputLimit", Form::Word(THROUGHPUTS)),
    of("queues", "aws.fifoTps", Form::Plain),
    of("queues", "aws.fifoPartitions", Form::Plain),
    of("consumers", "heartbeat", Form::Plain),
    of("consumers", "heartbeat.every", Form::Span),
    of("consumers", "heartbeat.to", Form::Span),
    of("consumers", "deleteBatch", Form::Plain),
    of("consumers", "pause", Form::Span),
    of("faults", "slow.factor", Form::Decimal),
    of("faults", "redrive.rate", Form::Plain),
    of("faults", "change.visibilityTimeout", Form::Span),
    of("producers", "topic", Form::Id("topics")),
    of("producers", "as", Form::Id("principals")),
    of("consumers", "as", Form::Id("principals")),
    of("queues", "policy", Form::Plain),
    of("queues", "kms", Form::Plain),
    of("queues", "kms.key", Form::Plain),
    of("queues", "kms.state", Form::Word(KEY_STATES)),
    of("topics", "contentBasedDeduplication", Form::Plain),
    of("principals", "account", Form::Plain),
    of("principals", "policy", Form::Plain),
    of("principals", "vpcEndpoint", Form::Plain),
    of("producers", "rate.sine.mean", Form::Decimal),
    of("producers", "rate.sine.swing", Form::Decimal),
    of("producers", "rate.sine.period", Form::Span),
    of("producers", "rate.sine.peakAt", Form::Span),
    of("producers", "rate.bursts.size", Form::Plain),
    of("producers", "rate.bursts.every", Form::Span),
    of("producers", "rate.bursts.first", Form::Span),
    of("producers", "groups.count", Form::Plain),
    of("producers", "deduplicationIds", Form::Plain),
    of("producers", "batch", Form::Plain),
    of("producers", "batchWindow", Form::Span),
    of("producers", "schedule", Form::Plain),
    of("producers", "schedule.wait", Form::Span),
    of("producers", "lose.request", Form::Share),
    of("producers", "lose.reply", Form::Share),
    of("producers", "retry.after", Form::Span),
    of("producers", "retry.attempts", Form::Plain),
    of("producers", "retry.sameId", Form::Plain),
    of("producers", "calls", Form::Id("consumers")),
    of("producers", "timeout", Form::Span),
    of("consumers", "accept", Form::Plain),
];

/// A path taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::link) struct Spot<'a> {
    /// Place in [`TEMPLATES`].
    pub(in crate::link) template: usize,
    /// The item's id; empty for a value of the file itself.
    pub(in crate::link) id: &'a str,
    /// A rate's step.
    pub(in crate::link) step: Option<u32>,
}

impl<'a> Spot<'a> {
    /// Takes a path apart; none if it has no template.
    pub(in crate::link) fn of(path: &'a str) -> Option<Self> {
        let whole = |template: &Template| template.list.is_empty() && template.name == path;
        if let Some(template) = TEMPLATES.iter().position(whole) {
            return Some(Self { template, id: "", step: None });
        }
        let (list, rest) = path.split_once('.')?;
        let (id, name) = rest.split_once('.')?;
        let (stem, step) = match name.rsplit_once('.') {
            Some((stem, step)) => {
                (stem, step.parse::<u32>().ok().filter(|number| number.to_string() == step))
            }
            None => (name, None),
        };
        let name = if step.is_some() { stem } else { name };
        let fits = |it: &Template| it.list == list && it.name == name && it.has_step == step.is_some();
        let template = TEMPLATES.iter().position(fits).filter(|_| !list.is_empty() && !id.is_empty())?;
        Some(Self { template, id, step })
    }

    /// The path.
    pub(in crate::link) fn path(&self) -> String {
        let Template { list, name, .. } = TEMPLATES[self.template];
        match (list, self.step) {
            ("", _) => name.to_owned(),
            (_, None) => format!("{list}.{}.{name}", self.id),
            (_, Some(step)) => format!("{list}.{}.{name}.{step}", self.id),
        }
    }
}

/// A path inside a whole scenario: number, the item's place, a step; or text.
pub(super) fn to_wire(path: &str, names: &Names) -> Cbor {
    numbered(path, names).map_or_else(|| Cbor::Text(path.to_owned()), Cbor::List)
}

fn numbered(path: &str, names: &Names) -> Option<Vec<Cbor>> {
    let spot = Spot::of(path)?;
    let mut parts = vec![Cbor::uint(spot.template as u64)];
    match TEMPLATES[spot.template].list {
        "" => {}
        list => parts.push(Cbor::uint(names.place(list, spot.id)?)),
    }
    parts.extend(spot.step.map(|step| Cbor::uint(u64::from(step))));
    Some(parts)
}

/// The path; none if it is newer than this program.
pub(super) fn to_text(wire: &Cbor, names: &Names) -> Option<String> {
    let parts = match wire {
        Cbor::Text(path) => return Some(path.clone()),
        _ => wire.as_list()?,
    };
    let (number, rest) = parts.split_first()?;
    let template: usize = number.as_number()?;
    let Template { list, has_step, .. } = TEMPLATES.get(template)?;
    let (id, step) = match (*list, rest, has_step) {
        ("", [], _) => ("", None),
        (_, [place], false) => (names.id(list, place.as_number()?)?, None),
        (_, [place, step], true) => (names.id(list, place.as_number()?)?, Some(step.as_number()?)),
        _ => return None,
    };
    Some(Spot { template, id, step }.path())
}
