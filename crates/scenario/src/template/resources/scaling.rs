//! `AWS::AutoScaling::AutoScalingGroup` and its policies (sqs-facts §9).

use serde_json::Number;
use sim::limits::INSTANCES_MAX;

use crate::template::draft::{Consumer, ConsumerKind, Group, ScalingPolicy};
use crate::template::import::Importer;
use crate::template::names::Kind;
use crate::template::node::Node;
use crate::template::properties::{GROUP, Properties, SCALING_POLICY};
use crate::template::report::Report;
use crate::template::resource::{Fields, Resource};

/// Seconds of a warm-up or cooldown at most, as in a scenario.
const SPAN_S_MAX: u32 = 3_600;

/// What a policy looks at, when that is a queue.
struct Watched {
    queue: usize,
    policy: ScalingPolicy,
}

impl Importer<'_> {
    /// Groups with the policies that follow a queue.
    pub(in crate::template) fn groups(&mut self) {
        let resources = self.resources;
        let mut used = Vec::new();
        for it in resources.iter().filter(|it| it.kind == "AWS::AutoScaling::AutoScalingGroup") {
            let fields = it.fields(&GROUP, self.report);
            let mut group = self.group(it, &fields);
            let mut from = None;
            for policy in resources.iter().filter(|it| it.kind == "AWS::AutoScaling::ScalingPolicy") {
                if self.is_policy_of(policy, it) {
                    used.push(policy.logical.clone());
                    if let Some(watched) = self.policy(policy, &mut group) {
                        from.get_or_insert(watched.queue);
                        group.policies.push(watched.policy);
                    }
                }
            }
            match from {
                Some(from) => {
                    let id = self.draft.new_id(&it.logical);
                    self.draft.consumers.push(Consumer { id, from, kind: ConsumerKind::Group(group) });
                }
                None => {
                    let why = "No policy tells which queue it works on.";
                    self.report.leave_out(it.at, &it.path, &it.kind, why);
                }
            }
        }
        for policy in resources.iter().filter(|it| it.kind == "AWS::AutoScaling::ScalingPolicy") {
            if !used.contains(&policy.logical) {
                let why = "It belongs to no group of this template.";
                self.report.leave_out(policy.at, &policy.path, &policy.kind, why);
            }
        }
    }

    fn group(&mut self, it: &Resource, fields: &Fields<'_>) -> Group {
        let report = &mut *self.report;
        let max = fields.number("MaxSize", 0, u32::MAX, report).unwrap_or(1);
        if max > INSTANCES_MAX {
            let why = format!("A run has room for {INSTANCES_MAX} instances.");
            report.leave_out(fields.place("MaxSize"), &fields.path_of("MaxSize"), &it.kind, why);
        }
        let max = max.clamp(1, INSTANCES_MAX);
        let min = fields.number("MinSize", 0, max, report).unwrap_or(1);
        let start = fields.number("DesiredCapacity", min, max, report).unwrap_or(min);
        Group {
            min,
            max,
            start,
            protect: fields.boolean("NewInstancesProtectedFromScaleIn", report).unwrap_or(false),
            warmup_s: fields.number("DefaultInstanceWarmup", 0, SPAN_S_MAX, report),
            cooldown_s: fields.number("Cooldown", 0, SPAN_S_MAX, report),
            policies: Vec::new(),
        }
    }

    fn is_policy_of(&self, policy: &Resource, group: &Resource) -> bool {
        let fields = policy.fields(&SCALING_POLICY, &mut Report::default());
        let name = fields.get("AutoScalingGroupName").and_then(Node::as_text);
        name.is_some_and(|name| {
            name == group.logical || self.names.logical(Kind::Group, name) == Some(&*group.logical)
        })
    }

    fn policy(&mut self, it: &Resource, group: &mut Group) -> Option<Watched> {
        let fields = it.fields(&SCALING_POLICY, self.report);
        let words = ["SimpleScaling", "StepScaling", "TargetTrackingScaling", "PredictiveScaling"];
        let kind = fields.word("PolicyType", &words, self.report).unwrap_or("SimpleScaling");
        let warmup_s = fields.number("EstimatedInstanceWarmup", 0, SPAN_S_MAX, self.report);
        group.warmup_s = warmup_s.or(group.warmup_s);
        match kind {
            "TargetTrackingScaling" => self.target(it, &fields),
            "PredictiveScaling" => {
                self.report.leave_out(it.at, &it.path, &it.kind, "Predictive scaling is not simulated.");
                None
            }
            kind => {
                let change =
                    fields.get("AdjustmentType").and_then(Node::as_text).unwrap_or("ChangeInCapacity");
                if change != "ChangeInCapacity" {
                    let why = format!("Adjustments are in instances here, not {change}.");
                    self.report.leave_out(it.at, &it.path, &it.kind, why);
                    return None;
                }
                group.cooldown_s = fields.number("Cooldown", 0, SPAN_S_MAX, self.report).or(group.cooldown_s);
                self.stepped(it, &fields, kind == "StepScaling")
            }
        }
    }

    /// Step and simple scaling: the alarm that sets the policy off tells the queue.
    fn stepped(&mut self, it: &Resource, fields: &Fields<'_>, has_steps: bool) -> Option<Watched> {
        let Some(alarm) = self.draft.alarms.iter().position(|alarm| alarm.actions.contains(&it.logical))
        else {
            let why = "No alarm on a queue's metric sets it off.";
            self.report.leave_out(it.at, &it.path, &it.kind, why);
            return None;
        };
        let queue = self.draft.alarms[alarm].queue;
        if !has_steps {
            let change = whole(fields.get("ScalingAdjustment")?)?;
            return Some(Watched { queue, policy: ScalingPolicy::Simple { alarm, change } });
        }
        let list = fields.list("StepAdjustments", self.report)?;
        let mut adjustments = Vec::new();
        for step in list {
            let number = |name: &str| step.get(name).and_then(whole);
            let Some(change) = number("ScalingAdjustment") else { continue };
            // Below the threshold a step counts from its upper bound downwards.
            let (lower, upper) = (number("MetricIntervalLowerBound"), number("MetricIntervalUpperBound"));
            let bound = match (lower, upper) {
                (Some(lower), _) if lower >= 0 => lower,
                (_, Some(upper)) if upper <= 0 => upper,
                (lower, _) => lower.unwrap_or(0),
            };
            adjustments.push((bound, change));
        }
        adjustments.sort_by_key(|(bound, _)| bound.abs());
        adjustments.dedup_by_key(|(bound, _)| *bound);
        if adjustments.is_empty() {
            let hint = "Add `StepAdjustments` with `ScalingAdjustment`.";
            self.report.refuse(it.at, &fields.path, "Step scaling without steps.", hint);
            return None;
        }
        Some(Watched { queue, policy: ScalingPolicy::Steps { alarm, adjustments } })
    }

    fn target(&mut self, it: &Resource, fields: &Fields<'_>) -> Option<Watched> {
        let node = fields.known("TargetTrackingConfiguration", self.report)?.clone();
        let path = fields.path_of("TargetTrackingConfiguration");
        let config = Fields::of(&node, path, it, &TARGET_TRACKING, self.report)?;
        let value = config.get("TargetValue")?;
        let number = value.as_text().and_then(|text| text.trim().parse::<Number>().ok());
        let backlog = number.filter(|it| crate::decimal::scaled(it, 3).is_some_and(|milli| milli > 0));
        let Some(backlog) = backlog else {
            let hint = "Divide the latency that is acceptable by the work on one message.";
            let path = config.path_of("TargetValue");
            self.report.refuse(value.at, &path, "A target is a number above 0.", hint);
            return None;
        };
        let Some(custom) = config.get("CustomizedMetricSpecification").cloned() else {
            let why = "Only CustomizedMetricSpecification follows a queue.";
            self.report.leave_out(it.at, &it.path, &it.kind, why);
            return None;
        };
        let path = config.path_of("CustomizedMetricSpecification");
        let queue = self.watched_queue(it, &custom, &path)?;
        let disable_scale_in = config.boolean("DisableScaleIn", self.report).unwrap_or(false);
        Some(Watched { queue, policy: ScalingPolicy::Target { backlog, disable_scale_in } })
    }

    /// The queue of a metric: by metric math, or of a custom metric with a dimension QueueName.
    fn watched_queue(&mut self, it: &Resource, custom: &Node, path: &str) -> Option<usize> {
        let mut found = None;
        for (index, query) in
            custom.get("Metrics").and_then(Node::as_list).unwrap_or_default().iter().enumerate()
        {
            let metric = query.get("MetricStat").and_then(|stat| stat.get("Metric"));
            let Some(metric) = metric else { continue };
            if metric.get("Namespace").and_then(Node::as_text) != Some("AWS/SQS") {
                continue;
            }
            let path = format!("{path}.Metrics.{index}.MetricStat.Metric");
            self.metric(metric.get("MetricName"), metric.at, &format!("{path}.MetricName"));
            found = self.dimension(it, metric.get("Dimensions"), metric.at, &format!("{path}.Dimensions"));
        }
        if found.is_some() {
            return found;
        }
        let namespace = custom.get("Namespace").and_then(Node::as_text);
        if namespace == Some("AWS/SQS") {
            let message = "The queue's length alone does not fall in proportion when instances are added.";
            let hint = "Divide it by GroupInServiceInstances with metric math, as the AWS guide does.";
            self.metric(custom.get("MetricName"), custom.at, &format!("{path}.MetricName"));
            self.report.refuse(custom.at, path, message, hint);
        }
        let dimensions = custom.get("Dimensions");
        let names_queue = dimensions.and_then(Node::as_list).is_some_and(|list| {
            list.iter().any(|it| it.get("Name").and_then(Node::as_text) == Some("QueueName"))
        });
        if names_queue || namespace == Some("AWS/SQS") {
            return self.dimension(it, dimensions, custom.at, &format!("{path}.Dimensions"));
        }
        let why = "Its metric names no queue: a dimension QueueName tells which.";
        self.report.leave_out(custom.at, path, &it.kind, why);
        None
    }
}

const TARGET_TRACKING: Properties = Properties {
    read: &[
        "CustomizedMetricSpecification",
        "DisableScaleIn",
        "PredefinedMetricSpecification",
        "TargetValue",
    ],
    ignored: &[],
    meant: &[("CustomMetricSpecification", "CustomizedMetricSpecification"), ("Target", "TargetValue")],
    required: &["TargetValue"],
};

/// A whole number; CloudFormation also writes `100.0`.
fn whole(node: &Node) -> Option<i64> {
    let text = node.as_text()?.trim();
    let text = text
        .split_once('.')
        .map_or(text, |(whole, rest)| if rest.bytes().all(|digit| digit == b'0') { whole } else { text });
    text.parse().ok()
}
