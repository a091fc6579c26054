//! Functions behind event source mappings, of CloudFormation and of SAM (sqs-facts §7.1).

use serde_json::Value;
use sim::lambda_limits as lambda;
use sqs::MICROS_PER_S;

use crate::problem::quoted;
use crate::template::draft::{Consumer, ConsumerKind, Filter, Lambda};
use crate::template::import::{Form, Importer};
use crate::template::names::{Kind, Named, named};
use crate::template::node::{Content, Node, Place};
use crate::template::properties::{MAPPING, Properties, SAM_EVENT};
use crate::template::resource::{Fields, Resource};

/// AWS's defaults.
const TIMEOUT_S_DEFAULT: u32 = 3;
const BATCH_DEFAULT: u32 = 10;
const POLLERS_DEFAULT: (u32, u32) = (2, 200);
const TIMEOUT_S_MAX: u32 = (lambda::TIMEOUT_US_MAX / MICROS_PER_S) as u32;
const WINDOW_S_MAX: u32 = (lambda::WINDOW_US_MAX / MICROS_PER_S) as u32;
/// Messages of a batch from a FIFO queue at most.
const FIFO_BATCH_MAX: u32 = 10;

impl Importer<'_> {
    /// Mappings of both kinds, then functions that nothing calls.
    pub(in crate::template) fn mappings(&mut self) {
        let resources = self.resources;
        let mut used: Vec<String> = Vec::new();
        for it in resources.iter().filter(|it| it.kind == "AWS::Lambda::EventSourceMapping") {
            let fields = it.fields(&MAPPING, self.report);
            let Some(source) = fields.get("EventSourceArn").cloned() else {
                let why = "It names no EventSourceArn: its source is not a queue.";
                self.report.leave_out(it.at, &it.path, &it.kind, why);
                continue;
            };
            let function = fields.text("FunctionName", self.report).map(str::to_owned);
            let function = function.and_then(|text| self.function_named(&text).map(str::to_owned));
            used.extend(function.clone());
            self.mapping(it, &fields, &source, "EventSourceArn", function.as_deref());
        }
        for it in resources.iter().filter(|it| it.kind == "AWS::Serverless::Function") {
            if self.events(it) {
                used.push(it.logical.clone());
            }
        }
        for it in resources.iter().filter(|it| Kind::of(&it.kind) == Some(Kind::Function)) {
            self.check_environment(it);
            if !used.contains(&it.logical) {
                self.report.leave_out(it.at, &it.path, &it.kind, "No queue of this template calls it.");
            }
        }
    }

    /// SAM's events; is one of them a queue?
    fn events(&mut self, it: &Resource) -> bool {
        let events = it.properties.iter().find(|field| &*field.key == "Events");
        let mut has_queue = false;
        for event in events.and_then(|events| events.value.as_map()).unwrap_or_default() {
            let path = format!("{}.Properties.Events.{}", it.path, event.key);
            let kind = event.value.get("Type").and_then(Node::as_text).unwrap_or_default();
            if kind != "SQS" {
                let why = format!("Only events of type SQS are read, not {}.", quoted(kind));
                self.report.leave_out(event.at, &path, &it.kind, why);
                continue;
            }
            let Some(properties) = event.value.get("Properties") else { continue };
            let path = format!("{path}.Properties");
            let Some(fields) = Fields::of(properties, path, it, &SAM_EVENT, self.report) else { continue };
            let Some(source) = fields.get("Queue").cloned() else { continue };
            has_queue = true;
            let logical = it.logical.clone();
            self.mapping(it, &fields, &source, "Queue", Some(&logical));
        }
        has_queue
    }

    fn mapping(
        &mut self,
        it: &Resource,
        fields: &Fields<'_>,
        source: &Node,
        source_property: &str,
        function: Option<&str>,
    ) {
        if fields.boolean("Enabled", self.report) == Some(false) {
            self.report.leave_out(fields.at, &fields.path, &it.kind, "It is not enabled.");
            return;
        }
        if source.as_text().is_some_and(is_another_source) {
            let why = "Its source is not a queue.";
            self.report.leave_out(fields.at, &fields.path, &it.kind, why);
            return;
        }
        let path = fields.path_of(source_property);
        let Some(from) = self.queue(source, &path, &it.kind, Form::Arn) else { return };
        let (timeout_s, reserved) = self.function_facts(function);
        let is_fifo = self.draft.queues[from].is_fifo;
        let (batch, window_s) = self.batch_and_window(fields, is_fifo);
        let lambda = Lambda {
            batch,
            window_s,
            timeout_s,
            maximum_concurrency: self.maximum_concurrency(it, fields),
            reserved,
            provisioned: self.provisioned(it, fields),
            partial_failures: self.partial_failures(fields),
            filter: self.filter(fields, from),
        };
        self.check_pair(fields.at, &fields.path, from, function);
        let id = self.draft.new_id(function.unwrap_or(&it.logical));
        self.draft.consumers.push(Consumer { id, from, kind: ConsumerKind::Lambda(lambda) });
    }

    /// A queue and a function can have one mapping.
    fn check_pair(&mut self, at: Place, path: &str, from: usize, function: Option<&str>) {
        let Some(function) = function else { return };
        let id = crate::template::names::id_of(function);
        let again = self.draft.consumers.iter().any(|it| it.from == from && it.id == id);
        if again {
            let message = format!(
                "An event source mapping with SQS arn and function (\" {function} \") already exists."
            );
            self.report.refuse(at, path, message, "Take one of the two away.");
        }
    }

    fn batch_and_window(&mut self, fields: &Fields<'_>, is_fifo: bool) -> (u32, u32) {
        let max = if is_fifo { FIFO_BATCH_MAX } else { lambda::BATCH_MAX };
        let batch = fields.number("BatchSize", 1, max, self.report).unwrap_or(BATCH_DEFAULT);
        let window = "MaximumBatchingWindowInSeconds";
        let window_s = fields.number(window, 0, WINDOW_S_MAX, self.report).unwrap_or(0);
        if is_fifo && window_s > 0 {
            let message = "Batching window is not supported for FIFO queues.";
            self.report.correct(fields.place(window), &fields.path_of(window), message, "Take it away.");
            return (batch, 0);
        }
        if window_s == 0 && batch > lambda::BATCH_WITHOUT_WINDOW_MAX {
            let message = "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater \
                           than 10";
            let path = fields.path_of("BatchSize");
            let correction = format!("Add `{window}: 1`.");
            self.report.correct(fields.place("BatchSize"), &path, message, correction);
            return (batch, 1);
        }
        (batch, window_s)
    }

    fn maximum_concurrency(&mut self, it: &Resource, fields: &Fields<'_>) -> Option<u32> {
        let config = self.below(it, fields, "ScalingConfig", &SCALING_CONFIG)?;
        let (min, max) = (lambda::MAXIMUM_CONCURRENCY_MIN, lambda::MAXIMUM_CONCURRENCY_MAX);
        config.number("MaximumConcurrency", min, max, self.report)
    }

    fn provisioned(&mut self, it: &Resource, fields: &Fields<'_>) -> Option<(u32, u32)> {
        let config = self.below(it, fields, "ProvisionedPollerConfig", &POLLER_CONFIG)?;
        if fields.get("ScalingConfig").and_then(|config| config.get("MaximumConcurrency")).is_some() {
            let message = "ProvisionedPollerConfig and ScalingConfig.MaximumConcurrency exclude each other.";
            self.report.correct(config.at, &config.path, message, "Take one of the two away.");
            return None;
        }
        let min = config.number(
            "MinimumPollers",
            lambda::MINIMUM_POLLERS_MIN,
            lambda::MINIMUM_POLLERS_MAX,
            self.report,
        );
        let min = min.unwrap_or(POLLERS_DEFAULT.0);
        // AWS takes 10,000; a run has room for fewer.
        const AWS_MAX: u32 = 10_000;
        let max = config.number("MaximumPollers", min, AWS_MAX, self.report).unwrap_or(POLLERS_DEFAULT.1);
        let most = lambda::MAXIMUM_POLLERS_MAX;
        if max > most {
            let why = format!("A run has room for {most} pollers.");
            self.report.leave_out(config.at, &config.path_of("MaximumPollers"), &it.kind, why);
        }
        Some((min, max.min(most)))
    }

    fn below<'b>(
        &mut self,
        it: &'b Resource,
        fields: &Fields<'_>,
        name: &str,
        known: &Properties,
    ) -> Option<Fields<'b>> {
        let node = fields.known(name, self.report)?.clone();
        Fields::of(&node, fields.path_of(name), it, known, self.report)
    }

    fn partial_failures(&mut self, fields: &Fields<'_>) -> bool {
        const REPORT: &str = "ReportBatchItemFailures";
        let Some(list) = fields.list("FunctionResponseTypes", self.report) else { return false };
        let wrong = list.iter().find(|node| node.as_text() != Some(REPORT)).cloned();
        if let Some(node) = wrong {
            let message = format!("{} is no value of FunctionResponseTypes.", node.described());
            let path = fields.path_of("FunctionResponseTypes");
            self.report.correct(node.at, &path, message, format!("Write `{REPORT}`."));
        }
        !list.is_empty()
    }

    /// The patterns; a list of one is written alone.
    fn filter(&mut self, fields: &Fields<'_>, from: usize) -> Option<Filter> {
        let criteria = fields.known("FilterCriteria", self.report)?;
        let path = fields.path_of("FilterCriteria");
        let filters = criteria.get("Filters").and_then(Node::as_list).unwrap_or_default();
        let mut patterns = Vec::new();
        let mut first = None;
        for (index, filter) in filters.iter().enumerate() {
            let pattern = filter.get("Pattern");
            let text = pattern.and_then(Node::as_text);
            match text.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
                Some(value) => {
                    patterns.push(value);
                    first.get_or_insert_with(|| {
                        let at = pattern.map_or(filter.at, |pattern| pattern.at);
                        (at, format!("{path}.Filters.{index}.Pattern"))
                    });
                }
                None => {
                    let at = pattern.map_or(filter.at, |pattern| pattern.at);
                    let hint = "A pattern is a text of JSON: '{\"body\": {\"status\": [\"new\"]}}'.";
                    self.report.refuse(at, &path, "Invalid filter pattern definition.", hint);
                    return None;
                }
            }
        }
        let (at, path) = first?;
        let queue = &self.draft.queues[from].logical;
        let why = format!("The default load sends no JSON to {queue}: none of it passes the filter.");
        self.report.leave_out(at, "Messages that pass the filter", "", why);
        let value = if patterns.len() == 1 { patterns.pop()? } else { Value::Array(patterns) };
        Some(Filter { at, path, value })
    }

    /// Timeout and reserved concurrency of a function of this template; AWS's defaults for another.
    fn function_facts(&mut self, logical: Option<&str>) -> (u32, Option<u32>) {
        let resources = self.resources;
        let function = resources.iter().find(|it| Some(&*it.logical) == logical);
        let Some(it) = function else { return (TIMEOUT_S_DEFAULT, None) };
        let mut number = |name: &str, min: u32, max: u32| {
            let field = it.properties.iter().find(|field| &*field.key == name)?;
            let path = format!("{}.Properties.{name}", it.path);
            let Some(value) = field.value.as_text().and_then(|text| text.parse::<i64>().ok()) else {
                if let Content::Unknown(why) = &field.value.content {
                    self.report.leave_out(field.at, &path, &it.kind, format!("It is {why}."));
                }
                return None;
            };
            let inside = value.clamp(i64::from(min), i64::from(max));
            if inside != value {
                let message = format!("{name} is {value}; {min} to {max} are allowed.");
                self.report.correct(field.value.at, &path, message, format!("Write {inside}."));
            }
            u32::try_from(inside).ok()
        };
        let timeout_s = number("Timeout", 1, TIMEOUT_S_MAX).unwrap_or(TIMEOUT_S_DEFAULT);
        (timeout_s, number("ReservedConcurrentExecutions", 0, lambda::RESERVED_MAX))
    }

    /// A variable that is to hold a URL and holds an ARN, or the reverse.
    fn check_environment(&mut self, it: &Resource) {
        let environment = it.properties.iter().find(|field| &*field.key == "Environment");
        let variables = environment.and_then(|field| field.value.get("Variables")).and_then(Node::as_map);
        for field in variables.unwrap_or_default() {
            let name = field.key.to_ascii_uppercase();
            let path = format!("{}.Properties.Environment.Variables.{}", it.path, field.key);
            let (wrong, right) = match field.value.as_text().map(named) {
                Some(Named::QueueArn(queue)) if name.ends_with("URL") => (queue, Form::Url),
                Some(Named::QueueUrl(queue)) if name.ends_with("ARN") => (queue, Form::Arn),
                _ => continue,
            };
            if self.names.logical(Kind::Queue, wrong).is_some() {
                self.queue(&field.value, &path, &it.kind, right);
            }
        }
    }
}

const SCALING_CONFIG: Properties = Properties {
    read: &["MaximumConcurrency"],
    ignored: &[],
    meant: &[("MaxConcurrency", "MaximumConcurrency")],
    required: &[],
};

const POLLER_CONFIG: Properties = Properties {
    read: &["MaximumPollers", "MinimumPollers"],
    ignored: &[("PollerGroupName", "Groups of pollers are not simulated.")],
    meant: &[("MaxPollers", "MaximumPollers"), ("MinPollers", "MinimumPollers")],
    required: &[],
};

/// An ARN of another service that has mappings.
fn is_another_source(text: &str) -> bool {
    let service = text.split(':').nth(2).unwrap_or_default();
    text.starts_with("arn:") && !matches!(service, "sqs" | "")
}
