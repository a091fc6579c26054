//! Functions and Auto Scaling groups of a template.

use serde_json::{Value, json};
use sim::{ConsumerModel, LambdaModel, ScaleModel, ScalingPolicy};
use sqs::MICROS_PER_S;

use super::cloudformation::{Logical, Resources, number, present, resource};
use super::yaml::Yaml;
use super::{Source, Thousandths};

const ROLE: &str = "FunctionRole";
const CODE: &str = "def handler(event, context):
    for record in event[\"Records\"]:
        print(record[\"body\"])
    return {\"batchItemFailures\": []}
";

/// Adds what consumes, if it is not a program.
pub(super) fn add(source: &Source, logical: &Logical, resources: &mut Resources) {
    let consumers = &source.model().consumers;
    if consumers.iter().any(|it| it.lambda.is_some()) {
        resources.push((ROLE.to_owned(), role()));
    }
    for (index, it) in consumers.iter().enumerate() {
        let name = &logical.consumers[index];
        if let Some(lambda) = &it.lambda {
            resources.push((name.clone(), function(lambda)));
            resources.push((format!("{name}Mapping"), mapping(source, index, lambda, logical)));
        }
        if let Some(scale) = &it.scale {
            resources.push((name.clone(), group(scale)));
            for (place, policy) in scale.policies.iter().enumerate() {
                resources.push((policy_name(name, place), scaling_policy(it, policy, name, logical)));
            }
        }
    }
}

/// What a stack with groups must be told.
pub(super) fn parameters(source: &Source) -> Vec<(String, Yaml)> {
    if source.model().consumers.iter().all(|it| it.scale.is_none()) {
        return Vec::new();
    }
    let of = |kind: &str| Yaml::map([("Type", Yaml::text(kind))]);
    vec![
        ("LaunchTemplate".to_owned(), of("String")),
        ("LaunchTemplateVersion".to_owned(), of("String")),
        ("Subnets".to_owned(), of("List<AWS::EC2::Subnet::Id>")),
    ]
}

/// What an alarm sets off.
pub(super) fn policies_of_alarm(source: &Source, logical: &Logical, alarm: usize) -> Vec<Yaml> {
    let mut found = Vec::new();
    for (index, it) in source.model().consumers.iter().enumerate() {
        for (place, policy) in it.scale.iter().flat_map(|scale| &scale.policies).enumerate() {
            let of = match policy {
                ScalingPolicy::Target { .. } => None,
                ScalingPolicy::Steps { alarm, .. } | ScalingPolicy::Simple { alarm, .. } => {
                    Some(*alarm as usize)
                }
            };
            if of == Some(alarm) {
                found.push(Yaml::reference(&policy_name(&logical.consumers[index], place)));
            }
        }
    }
    found
}

fn policy_name(group: &str, place: usize) -> String {
    format!("{group}Policy{}", place + 1)
}

fn role() -> Yaml {
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }],
    });
    let managed = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole";
    let properties = Yaml::map([
        ("AssumeRolePolicyDocument", Yaml::of(&trust, &|_| None)),
        ("ManagedPolicyArns", Yaml::List(vec![Yaml::text(managed)])),
    ]);
    resource("AWS::IAM::Role", properties)
}

fn function(lambda: &LambdaModel) -> Yaml {
    let properties = present(vec![
        ("Runtime", Some(Yaml::text("python3.13"))),
        ("Handler", Some(Yaml::text("index.handler"))),
        ("Role", Some(Yaml::get_att(ROLE, "Arn"))),
        ("Timeout", Some(number(lambda.timeout_us.div_ceil(MICROS_PER_S)))),
        ("ReservedConcurrentExecutions", lambda.reserved.map(number)),
        ("Code", Some(Yaml::map([("ZipFile", Yaml::Block(CODE))]))),
    ]);
    resource("AWS::Lambda::Function", properties)
}

fn mapping(source: &Source, index: usize, lambda: &LambdaModel, logical: &Logical) -> Yaml {
    let it = &source.model().consumers[index];
    let window_s = lambda.window_us / MICROS_PER_S;
    let filters: Vec<Yaml> = source
        .patterns(index)
        .iter()
        .map(|pattern| Yaml::map([("Pattern", Yaml::text(pattern.to_string()))]))
        .collect();
    let pollers = lambda.provisioned.map(|pollers| {
        Yaml::map([("MinimumPollers", number(pollers.min)), ("MaximumPollers", number(pollers.max))])
    });
    let concurrency = lambda.maximum_concurrency.map(|max| Yaml::map([("MaximumConcurrency", number(max))]));
    let report = || Yaml::List(vec![Yaml::text("ReportBatchItemFailures")]);
    let properties = present(vec![
        ("EventSourceArn", Some(Yaml::get_att(&logical.queues[it.from as usize], "Arn"))),
        ("FunctionName", Some(Yaml::reference(&logical.consumers[index]))),
        ("BatchSize", Some(number(it.batch))),
        ("MaximumBatchingWindowInSeconds", (window_s > 0).then(|| number(window_s))),
        ("ScalingConfig", concurrency),
        ("ProvisionedPollerConfig", pollers),
        ("FunctionResponseTypes", lambda.partial_failures.then(report)),
        ("FilterCriteria", (!filters.is_empty()).then(|| Yaml::map([("Filters", Yaml::List(filters))]))),
    ]);
    resource("AWS::Lambda::EventSourceMapping", properties)
}

fn group(scale: &ScaleModel) -> Yaml {
    let template = Yaml::map([
        ("LaunchTemplateId", Yaml::reference("LaunchTemplate")),
        ("Version", Yaml::reference("LaunchTemplateVersion")),
    ]);
    let cooldown = scale.policies.iter().find_map(|policy| match policy {
        ScalingPolicy::Simple { cooldown_us, .. } => Some(number(cooldown_us / MICROS_PER_S)),
        ScalingPolicy::Target { .. } | ScalingPolicy::Steps { .. } => None,
    });
    let properties = present(vec![
        ("MinSize", Some(Yaml::text(scale.min.to_string()))),
        ("MaxSize", Some(Yaml::text(scale.max.to_string()))),
        ("DesiredCapacity", Some(Yaml::text(scale.start.to_string()))),
        ("DefaultInstanceWarmup", Some(number(scale.warmup_us / MICROS_PER_S))),
        ("Cooldown", cooldown),
        ("NewInstancesProtectedFromScaleIn", scale.protects.then_some(Yaml::Json(json!(true)))),
        ("VPCZoneIdentifier", Some(Yaml::reference("Subnets"))),
        ("LaunchTemplate", Some(template)),
    ]);
    resource("AWS::AutoScaling::AutoScalingGroup", properties)
}

fn scaling_policy(it: &ConsumerModel, policy: &ScalingPolicy, group: &str, logical: &Logical) -> Yaml {
    let name = || ("AutoScalingGroupName", Some(Yaml::reference(group)));
    let kind = |kind: &str| ("PolicyType", Some(Yaml::text(kind)));
    let in_instances = || ("AdjustmentType", Some(Yaml::text("ChangeInCapacity")));
    let properties = match policy {
        ScalingPolicy::Target { backlog_milli, scale_in } => {
            let queue = &logical.queues[it.from as usize];
            present(vec![
                name(),
                kind("TargetTrackingScaling"),
                ("TargetTrackingConfiguration", Some(target(*backlog_milli, *scale_in, queue, group))),
            ])
        }
        ScalingPolicy::Steps { alarm: _, steps } => {
            let steps = steps.iter().enumerate().map(|(place, step)| {
                let bounds =
                    bounds(steps.get(place + 1).map(|next| next.bound_milli), step.bound_milli, step.change);
                let mut fields: Vec<(&str, Option<Yaml>)> = bounds;
                fields.push(("ScalingAdjustment", Some(number(step.change))));
                present(fields)
            });
            let steps = Yaml::List(steps.collect());
            present(vec![name(), kind("StepScaling"), in_instances(), ("StepAdjustments", Some(steps))])
        }
        ScalingPolicy::Simple { alarm: _, change, cooldown_us } => present(vec![
            name(),
            kind("SimpleScaling"),
            in_instances(),
            ("ScalingAdjustment", Some(number(*change))),
            ("Cooldown", Some(Yaml::text((cooldown_us / MICROS_PER_S).to_string()))),
        ]),
    };
    resource("AWS::AutoScaling::ScalingPolicy", properties)
}

/// The interval of a step: outwards from its bound to the next one's.
fn bounds(next_milli: Option<i64>, bound_milli: i64, change: i32) -> Vec<(&'static str, Option<Yaml>)> {
    let is_below =
        bound_milli < 0 || bound_milli == 0 && (next_milli.is_some_and(|next| next < 0) || change < 0);
    let of = |milli: i64| Yaml::Json(decimal(milli));
    let (inner, outer) = match is_below {
        true => ("MetricIntervalUpperBound", "MetricIntervalLowerBound"),
        false => ("MetricIntervalLowerBound", "MetricIntervalUpperBound"),
    };
    vec![(inner, Some(of(bound_milli))), (outer, next_milli.map(of))]
}

fn decimal(milli: i64) -> Value {
    let sign = if milli < 0 { "-" } else { "" };
    let text = format!("{sign}{}", Thousandths(milli.unsigned_abs()));
    text.parse().map_or(Value::Null, Value::Number)
}

/// Target tracking on the backlog for each instance, by metric math (sqs-facts §9).
fn target(backlog_milli: u64, scale_in: bool, queue: &str, group: &str) -> Yaml {
    let metric = |id: &str, namespace: &str, name: &str, dimension: &str, value: Yaml, statistic: &str| {
        let dimension = Yaml::map([("Name", Yaml::text(dimension)), ("Value", value)]);
        let metric = Yaml::map([
            ("Namespace", Yaml::text(namespace)),
            ("MetricName", Yaml::text(name)),
            ("Dimensions", Yaml::List(vec![dimension])),
        ]);
        Yaml::map([
            ("Id", Yaml::text(id)),
            ("MetricStat", Yaml::map([("Metric", metric), ("Stat", Yaml::text(statistic))])),
            ("ReturnData", Yaml::Json(json!(false))),
        ])
    };
    let visible = "ApproximateNumberOfMessagesVisible";
    let backlog =
        Yaml::map([("Id", Yaml::text("backlog")), ("Expression", Yaml::text("visible / instances"))]);
    let queue_name = Yaml::get_att(queue, "QueueName");
    let group_name = Yaml::reference(group);
    let instances = "GroupInServiceInstances";
    let metrics = Yaml::List(vec![
        metric("visible", "AWS/SQS", visible, "QueueName", queue_name, "Sum"),
        metric("instances", "AWS/AutoScaling", instances, "AutoScalingGroupName", group_name, "Average"),
        backlog,
    ]);
    present(vec![
        ("TargetValue", Some(Yaml::Json(decimal(i64::try_from(backlog_milli).unwrap_or(i64::MAX))))),
        ("DisableScaleIn", (!scale_in).then_some(Yaml::Json(json!(true)))),
        ("CustomizedMetricSpecification", Some(Yaml::map([("Metrics", metrics)]))),
    ])
}
