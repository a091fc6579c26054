//! The scenario as an author would write it.

mod records;

use serde_json::{Value, json};
use sqs::limits;

use self::records::{Alarm, Consumer, Dlq, File, Producer, Queue, Subscription, Text, Topic};
use super::draft::{self, ConsumerKind, Draft, ScalingPolicy, Target};
use super::names::id_of;
use super::node::Place;
use super::report::Report;
use crate::duration;
use crate::scenario::Scenario;

/// Length of the run.
const DURATION: &str = "5m";
/// Messages a second of each producer.
const RATE: u32 = 1;
/// Milliseconds of work on a message at most: a whole batch must be done well before the function's timeout.
const WORK_MS_MAX: u32 = 100;
/// Characters of a title; a description may be long.
const TITLE_CHARS_MAX: usize = 200;
const TITLE: &str = "From a template";

/// Writes the scenario; none after a report if it would not be one. A policy or a filter that cannot be is reported
/// and left out.
pub(super) fn write(
    mut draft: Draft,
    description: Option<&str>,
    report: &mut Report,
    at: Place,
) -> Option<String> {
    let json = written(&draft, description)?;
    let Err(problems) = Scenario::read(&json, &[]) else { return Some(json) };
    for problem in problems {
        let (at, path) = match without(&mut draft, &problem.at) {
            Some((at, path)) => (at, path),
            None => (at, problem.at),
        };
        // What a scenario calls it, a template calls otherwise.
        let hint = problem.hint.replace("`\"filterOn\": \"body\"`", "`FilterPolicyScope: MessageBody`");
        report.refuse(at, &path, problem.message, hint);
    }
    let json = written(&draft, description)?;
    Scenario::read(&json, &[]).is_ok().then_some(json)
}

fn written(draft: &Draft, description: Option<&str>) -> Option<String> {
    let title: String = description.unwrap_or(TITLE).chars().take(TITLE_CHARS_MAX).collect();
    let title = if title.trim().is_empty() { TITLE.to_owned() } else { title };
    let file = File {
        format: 1,
        id: id_of(description.map_or("template", |_| title.as_str())),
        title: Text { en: title },
        duration: DURATION,
        queues: draft.queues.iter().map(|it| queue(it, draft)).collect(),
        topics: draft.topics.iter().map(|it| topic(it, draft)).collect(),
        producers: draft.producers.iter().map(|it| producer(it, draft)).collect(),
        consumers: draft.consumers.iter().map(|it| consumer(it, draft)).collect(),
        alarms: draft.alarms.iter().map(|it| alarm(it, draft)).collect(),
    };
    // Plain data: it can always be written.
    let mut json = serde_json::to_string_pretty(&file).ok()?;
    json.push('\n');
    Some(json)
}

/// Takes away what was written as the template has it and is wrong, by its JSON pointer; tells where it was.
fn without(draft: &mut Draft, pointer: &str) -> Option<(Place, String)> {
    let parts: Vec<&str> = pointer.trim_start_matches('/').split('/').collect();
    let index = parts.get(1)?.parse::<usize>().ok()?;
    match parts.as_slice() {
        ["queues", _, field @ ("policy" | "kms"), ..] => {
            let queue = draft.queues.get_mut(index)?;
            if *field == "kms" {
                queue.kms_key = None;
                return Some((queue.at, format!("{}.Properties.KmsMasterKeyId", queue.path)));
            }
            queue.policy.take().map(|policy| (policy.at, policy.path))
        }
        ["topics", _, "subscriptions", at, "filter" | "filterOn", ..] => {
            let list = &mut draft.topics.get_mut(index)?.subscriptions;
            let subscription = list.get_mut(at.parse::<usize>().ok()?)?;
            subscription.filter.take().map(|filter| (filter.at, filter.path))
        }
        ["consumers", _, "lambda", "filter", ..] => match &mut draft.consumers.get_mut(index)?.kind {
            ConsumerKind::Lambda(lambda) => lambda.filter.take().map(|filter| (filter.at, filter.path)),
            ConsumerKind::Poller | ConsumerKind::Group(_) => None,
        },
        _ => None,
    }
}

fn seconds(seconds: u32) -> String {
    duration::format(u64::from(seconds) * sqs::MICROS_PER_S)
}

fn kind(is_fifo: bool) -> &'static str {
    if is_fifo { "fifo" } else { "standard" }
}

fn queue(it: &draft::Queue, draft: &Draft) -> Queue {
    let id_of = |index: &usize| draft.queues[*index].id.clone();
    Queue {
        id: it.id.clone(),
        name: it.name.clone(),
        kind: kind(it.is_fifo),
        visibility_timeout: it.visibility_timeout_s.map(seconds),
        retention: it.retention_s.map(seconds),
        delay: it.delay_s.map(seconds),
        receive_wait: it.receive_wait_s.map(seconds),
        maximum_message_size: it.maximum_message_bytes,
        content_based_deduplication: it.content_based_deduplication,
        deduplication_scope: it.deduplication_scope,
        throughput_limit: it.throughput_limit,
        dlq: it.redrive.as_ref().map(|redrive| Dlq {
            target: id_of(&redrive.target),
            max_receive_count: redrive.max_receive_count,
        }),
        redrive_allow: it.redrive_allow.as_ref().map(|allow| match allow.permission {
            "byQueue" => json!(allow.sources.iter().map(id_of).collect::<Vec<_>>()),
            word => json!(word),
        }),
        policy: it.policy.as_ref().map(|policy| policy.document.clone()),
        kms: it.kms_key.as_ref().map(|key| json!({ "key": key })),
    }
}

fn topic(it: &draft::Topic, draft: &Draft) -> Topic {
    let subscription = |it: &draft::Subscription| Subscription {
        id: it.id.clone(),
        to: draft.queues[it.to].id.clone(),
        raw: it.raw,
        filter: it.filter.as_ref().map(|filter| filter.value.clone()),
        filter_on: (it.filter_on_body && it.filter.is_some()).then_some("body"),
        dlq: it.dlq.map(|dlq| draft.queues[dlq].id.clone()),
    };
    Topic {
        id: it.id.clone(),
        name: it.name.clone(),
        kind: kind(it.is_fifo),
        content_based_deduplication: it.content_based_deduplication,
        subscriptions: it.subscriptions.iter().map(subscription).collect(),
    }
}

fn producer(it: &draft::Producer, draft: &Draft) -> Producer {
    let (to, topic) = match it.to {
        Target::Queue(queue) => (Some(draft.queues[queue].id.clone()), None),
        Target::Topic(topic) => (None, Some(draft.topics[topic].id.clone())),
    };
    Producer { id: it.id.clone(), to, topic, rate: RATE }
}

fn consumer(it: &draft::Consumer, draft: &Draft) -> Consumer {
    let (id, from) = (it.id.clone(), draft.queues[it.from].id.clone());
    let poller = |scale| Consumer {
        id: it.id.clone(),
        from: draft.queues[it.from].id.clone(),
        kind: "poller",
        batch: None,
        wait: draft.queues[it.from].receive_wait_s.unwrap_or(0).eq(&0).then(|| seconds(limits::WAIT_S_MAX)),
        work: format!("{WORK_MS_MAX}ms"),
        lambda: None,
        scale,
    };
    match &it.kind {
        ConsumerKind::Poller => poller(None),
        ConsumerKind::Group(group) => poller(Some(scale(group, draft))),
        ConsumerKind::Lambda(lambda) => {
            let work_ms = (lambda.timeout_s * 1_000 / (lambda.batch * 2)).clamp(1, WORK_MS_MAX);
            let work = format!("{work_ms}ms");
            let batch = Some(lambda.batch);
            Consumer {
                id,
                from,
                kind: "lambda",
                batch,
                wait: None,
                work,
                lambda: Some(function(lambda)),
                scale: None,
            }
        }
    }
}

fn function(it: &draft::Lambda) -> Value {
    let mut fields = json!({ "timeout": seconds(it.timeout_s) });
    if it.window_s > 0 {
        fields["window"] = json!(seconds(it.window_s));
    }
    if let Some(maximum) = it.maximum_concurrency {
        fields["maximumConcurrency"] = json!(maximum);
    }
    if let Some(reserved) = it.reserved {
        fields["reserved"] = json!(reserved);
    }
    if let Some((min, max)) = it.provisioned {
        fields["provisioned"] = json!({ "min": min, "max": max });
    }
    if it.partial_failures {
        fields["partialFailures"] = json!(true);
    }
    if let Some(filter) = &it.filter {
        fields["filter"] = filter.value.clone();
    }
    fields
}

fn scale(it: &draft::Group, draft: &Draft) -> Value {
    let mut fields = json!({ "min": it.min, "max": it.max, "start": it.start });
    if it.protect {
        fields["protect"] = json!(true);
    }
    if let Some(warmup_s) = it.warmup_s {
        fields["warmup"] = json!(seconds(warmup_s));
    }
    if let Some(cooldown_s) = it.cooldown_s {
        fields["cooldown"] = json!(seconds(cooldown_s));
    }
    let (mut steps, mut simple) = (Vec::new(), Vec::new());
    for policy in &it.policies {
        match policy {
            ScalingPolicy::Target { backlog, disable_scale_in } => {
                fields["target"] = json!({ "backlogPerWorker": backlog });
                if *disable_scale_in {
                    fields["disableScaleIn"] = json!(true);
                }
            }
            ScalingPolicy::Steps { alarm, adjustments } => {
                steps.push(json!({ "alarm": draft.alarms[*alarm].id, "adjustments": adjustments }));
            }
            ScalingPolicy::Simple { alarm, change } => {
                simple.push(json!({ "alarm": draft.alarms[*alarm].id, "change": change }));
            }
        }
    }
    for (key, list) in [("steps", steps), ("simple", simple)] {
        if !list.is_empty() {
            fields[key] = Value::Array(list);
        }
    }
    fields
}

fn alarm(it: &draft::Alarm, draft: &Draft) -> Alarm {
    Alarm {
        id: it.id.clone(),
        queue: draft.queues[it.queue].id.clone(),
        metric: it.metric.clone(),
        statistic: it.statistic,
        period: seconds(it.period_s),
        evaluation_periods: it.evaluation_periods,
        datapoints_to_alarm: it.datapoints_to_alarm,
        comparison: it.comparison,
        threshold: it.threshold.clone(),
        missing: it.missing,
    }
}
