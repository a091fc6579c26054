//! A scenario as AWS CLI commands that create it, each on a line that the console takes too.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use sqs::MICROS_PER_S;

use super::{
    ACCOUNT, REGION, Source, Thousandths, alarm_words, attributes, function_arn, is_fifo_topic, policy,
    queue_arn, queue_url, redrive_allow,
};

/// Writes the script.
pub(super) fn write(source: &Source) -> String {
    let mut lines = vec![
        "#!/bin/sh".to_owned(),
        format!("# {}", one_line(&source.scenario.title)),
        format!("# Put your own account and region in place of {ACCOUNT} and {REGION} in all of it."),
        "set -eu".to_owned(),
        String::new(),
    ];
    queues(source, &mut lines);
    topics(source, &mut lines);
    mappings(source, &mut lines);
    alarms(source, &mut lines);
    for it in source.model().consumers.iter().filter(|it| it.scale.is_some()) {
        lines.push(format!(
            "# {} is an Auto Scaling group: create it with the CloudFormation template.",
            it.id
        ));
    }
    lines.join("\n") + "\n"
}

/// All queues, and then what names other queues.
fn queues(source: &Source, lines: &mut Vec<String>) {
    let queues = &source.model().queues;
    for it in queues {
        let mut line = format!("aws sqs create-queue --queue-name {}", it.name);
        let attributes: Map<String, Value> = attributes(it)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), Value::String(bare(&value))))
            .collect();
        if !attributes.is_empty() {
            let _ = write!(line, " --attributes {}", quoted(&Value::Object(attributes).to_string()));
        }
        lines.push(line);
    }
    for it in queues {
        let mut later = Map::new();
        if let Some((permission, names)) = redrive_allow(it) {
            let mut policy = json!({ "redrivePermission": permission });
            if permission == "byQueue" {
                policy["sourceQueueArns"] = names.iter().map(|name| sim::queue_arn(name)).collect();
            }
            later.insert("RedriveAllowPolicy".to_owned(), Value::String(policy.to_string()));
        }
        if let Some(document) = policy(it) {
            later.insert("Policy".to_owned(), Value::String(document.to_string()));
        }
        if let Some(redrive) = it.redrive {
            let target = queue_arn(&queues[redrive.target as usize]);
            let text = api::policy::write_redrive(&target, redrive.max_receive_count);
            later.insert("RedrivePolicy".to_owned(), Value::String(text));
        }
        if !later.is_empty() {
            let attributes = quoted(&Value::Object(later).to_string());
            let url = queue_url(it);
            lines.push(format!("aws sqs set-queue-attributes --queue-url {url} --attributes {attributes}"));
        }
    }
}

fn topics(source: &Source, lines: &mut Vec<String>) {
    let queues = &source.model().queues;
    for (index, topic) in source.model().topics.iter().enumerate() {
        let mut line = format!("aws sns create-topic --name {}", topic.name);
        if is_fifo_topic(topic) {
            let deduplicates = topic.content_based_deduplication;
            let _ = write!(line, " --attributes FifoTopic=true,ContentBasedDeduplication={deduplicates}");
        }
        lines.push(line);
        for (place, it) in topic.subscriptions.iter().enumerate() {
            let mut attributes = Map::new();
            if it.raw {
                attributes.insert("RawMessageDelivery".to_owned(), json!("true"));
            }
            if let Some((filter, scope)) = source.filter(index, place) {
                attributes.insert("FilterPolicy".to_owned(), Value::String(filter.to_string()));
                attributes.insert("FilterPolicyScope".to_owned(), json!(scope));
            }
            if let Some(dlq) = it.dead_letter {
                let policy = json!({ "deadLetterTargetArn": queue_arn(&queues[dlq as usize]) });
                attributes.insert("RedrivePolicy".to_owned(), Value::String(policy.to_string()));
            }
            let endpoint = queue_arn(&queues[it.to as usize]);
            let mut line = format!(
                "aws sns subscribe --topic-arn {} --protocol sqs --notification-endpoint {endpoint}",
                topic.arn()
            );
            if !attributes.is_empty() {
                let _ = write!(line, " --attributes {}", quoted(&Value::Object(attributes).to_string()));
            }
            lines.push(line);
        }
    }
}

fn mappings(source: &Source, lines: &mut Vec<String>) {
    let model = source.model();
    for (index, it) in model.consumers.iter().enumerate() {
        let Some(lambda) = &it.lambda else { continue };
        let Some(from) = it.queue().map(|queue| queue_arn(&model.queues[queue as usize])) else { continue };
        let mut line = format!(
            "aws lambda create-event-source-mapping --function-name {} --event-source-arn {from} --batch-size {}",
            it.id, it.batch
        );
        let window_s = lambda.window_us / MICROS_PER_S;
        if window_s > 0 {
            let _ = write!(line, " --maximum-batching-window-in-seconds {window_s}");
        }
        if let Some(max) = lambda.maximum_concurrency {
            let _ = write!(line, " --scaling-config MaximumConcurrency={max}");
        }
        if let Some(pollers) = lambda.provisioned {
            let (min, max) = (pollers.min, pollers.max);
            let _ = write!(line, " --provisioned-poller-config MinimumPollers={min},MaximumPollers={max}");
        }
        if lambda.partial_failures {
            line.push_str(" --function-response-types ReportBatchItemFailures");
        }
        let filters: Vec<Value> =
            source.patterns(index).iter().map(|pattern| json!({ "Pattern": pattern.to_string() })).collect();
        if !filters.is_empty() {
            let _ = write!(line, " --filter-criteria {}", quoted(&json!({ "Filters": filters }).to_string()));
        }
        lines.push(format!(
            "# {} must be there: its function, with a timeout of {} s.",
            function_arn(it),
            lambda.timeout_us.div_ceil(MICROS_PER_S)
        ));
        lines.push(line);
        if let Some(reserved) = lambda.reserved {
            lines.push(format!(
                "aws lambda put-function-concurrency --function-name {} --reserved-concurrent-executions {reserved}",
                it.id
            ));
        }
    }
}

fn alarms(source: &Source, lines: &mut Vec<String>) {
    let model = source.model();
    for it in &model.alarms {
        let (comparison, statistic, missing) = alarm_words(it);
        let queue = &model.queues[it.queue as usize].name;
        lines.push(format!(
            "aws cloudwatch put-metric-alarm --alarm-name {} --namespace AWS/SQS --metric-name {} --dimensions \
             Name=QueueName,Value={queue} --statistic {statistic} --period {} --evaluation-periods {} \
             --datapoints-to-alarm {} --threshold {} --comparison-operator {comparison} --treat-missing-data {missing}",
            it.id,
            it.metric.name(),
            it.period_s,
            it.evaluation_periods,
            it.datapoints_to_alarm,
            Thousandths(it.threshold_milli),
        ));
    }
}

/// A value without JSON's quotes.
fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A text as a shell takes it whole.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
