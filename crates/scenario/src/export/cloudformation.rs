//! A scenario as a CloudFormation template. What only programs say, who sends and how long work takes, is not in it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sim::{AlarmModel, QueueModel, SubscriptionModel, TopicModel};

use super::yaml::Yaml;
use super::{
    Source, Thousandths, alarm_words, attributes, compute, is_fifo_topic, policy, queue_arn, redrive_allow,
};

/// Logical ids of a scenario's parts, by their place in the model.
pub(super) struct Logical {
    pub(super) queues: Vec<String>,
    pub(super) topics: Vec<String>,
    pub(super) consumers: Vec<String>,
    pub(super) alarms: Vec<String>,
    /// By ARN, what a template writes for it.
    by_arn: BTreeMap<String, Yaml>,
}

/// The resources so far.
pub(super) type Resources = Vec<(String, Yaml)>;

/// Writes the template.
pub(super) fn write(source: &Source) -> String {
    let model = source.model();
    let logical = Logical::of(source);
    let mut resources: Resources = Vec::new();
    for (index, it) in model.queues.iter().enumerate() {
        resources.push((logical.queues[index].clone(), queue(it, &logical)));
        if let Some(document) = policy(it) {
            let properties = Yaml::map([
                ("Queues", Yaml::List(vec![Yaml::reference(&logical.queues[index])])),
                ("PolicyDocument", Yaml::of(&document, &|text| logical.by_arn.get(text).cloned())),
            ]);
            let name = format!("{}Policy", logical.queues[index]);
            resources.push((name, resource("AWS::SQS::QueuePolicy", properties)));
        }
    }
    for (index, it) in model.topics.iter().enumerate() {
        resources.push((logical.topics[index].clone(), topic(it)));
        for (place, it) in it.subscriptions.iter().enumerate() {
            let name = format!("{}Subscription{}", logical.topics[index], place + 1);
            let filter = source.filter(index, place);
            resources.push((name, subscription(it, &logical.topics[index], filter, &logical)));
        }
    }
    compute::add(source, &logical, &mut resources);
    for (index, it) in model.alarms.iter().enumerate() {
        let actions = compute::policies_of_alarm(source, &logical, index);
        resources.push((logical.alarms[index].clone(), alarm(it, actions, &logical)));
    }
    let mut sections = vec![
        ("AWSTemplateFormatVersion".to_owned(), Yaml::text("2010-09-09")),
        ("Description".to_owned(), Yaml::text(source.scenario.title.as_str())),
    ];
    let parameters = compute::parameters(source);
    if !parameters.is_empty() {
        sections.push(("Parameters".to_owned(), Yaml::Map(parameters)));
    }
    sections.push(("Resources".to_owned(), Yaml::Map(resources)));
    Yaml::Map(sections).write()
}

pub(super) fn resource(kind: &str, properties: Yaml) -> Yaml {
    match properties {
        Yaml::Map(fields) if fields.is_empty() => Yaml::map([("Type", Yaml::text(kind))]),
        properties => Yaml::map([("Type", Yaml::text(kind)), ("Properties", properties)]),
    }
}

/// Fields of which some may be missing.
pub(super) fn present(fields: Vec<(&str, Option<Yaml>)>) -> Yaml {
    Yaml::Map(fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}

pub(super) fn number(value: impl Into<Value>) -> Yaml {
    Yaml::Json(value.into())
}

fn queue(it: &QueueModel, logical: &Logical) -> Yaml {
    let mut fields = vec![("QueueName".to_owned(), Yaml::text(&*it.name))];
    fields.extend(attributes(it).into_iter().map(|(name, value)| (name.to_owned(), Yaml::Json(value))));
    if let Some(redrive) = it.redrive {
        let policy = Yaml::map([
            ("deadLetterTargetArn", Yaml::get_att(&logical.queues[redrive.target as usize], "Arn")),
            ("maxReceiveCount", number(redrive.max_receive_count)),
        ]);
        fields.push(("RedrivePolicy".to_owned(), policy));
    }
    if let Some((permission, names)) = redrive_allow(it) {
        // By name: the sources name this queue already, and CloudFormation takes no circles.
        let arn = |name: &String| {
            Yaml::Tag(
                "Sub",
                format!("arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:${{AWS::AccountId}}:{name}"),
            )
        };
        let mut policy = vec![("redrivePermission".to_owned(), Yaml::text(permission))];
        if permission == "byQueue" {
            policy.push(("sourceQueueArns".to_owned(), Yaml::List(names.iter().map(arn).collect())));
        }
        fields.push(("RedriveAllowPolicy".to_owned(), Yaml::Map(policy)));
    }
    resource("AWS::SQS::Queue", Yaml::Map(fields))
}

fn topic(it: &TopicModel) -> Yaml {
    let yes = || Some(Yaml::Json(json!(true)));
    let properties = present(vec![
        ("TopicName", Some(Yaml::text(&*it.name))),
        ("FifoTopic", yes().filter(|_| is_fifo_topic(it))),
        ("ContentBasedDeduplication", yes().filter(|_| it.content_based_deduplication)),
    ]);
    resource("AWS::SNS::Topic", properties)
}

fn subscription(
    it: &SubscriptionModel,
    topic: &str,
    filter: Option<(&Value, &str)>,
    logical: &Logical,
) -> Yaml {
    let arn = |queue: u32| Yaml::get_att(&logical.queues[queue as usize], "Arn");
    let properties = present(vec![
        ("TopicArn", Some(Yaml::reference(topic))),
        ("Protocol", Some(Yaml::text("sqs"))),
        ("Endpoint", Some(arn(it.to))),
        ("RawMessageDelivery", it.raw.then_some(Yaml::Json(json!(true)))),
        ("FilterPolicy", filter.map(|(policy, _)| Yaml::of(policy, &|_| None))),
        ("FilterPolicyScope", filter.map(|(_, scope)| Yaml::text(scope))),
        ("RedrivePolicy", it.dead_letter.map(|queue| Yaml::map([("deadLetterTargetArn", arn(queue))]))),
    ]);
    resource("AWS::SNS::Subscription", properties)
}

fn alarm(it: &AlarmModel, actions: Vec<Yaml>, logical: &Logical) -> Yaml {
    let (comparison, statistic, missing) = alarm_words(it);
    let threshold = Thousandths(it.threshold_milli).to_string();
    let dimension = Yaml::map([
        ("Name", Yaml::text("QueueName")),
        ("Value", Yaml::get_att(&logical.queues[it.queue as usize], "QueueName")),
    ]);
    let properties = present(vec![
        ("AlarmName", Some(Yaml::text(&*it.id))),
        ("Namespace", Some(Yaml::text("AWS/SQS"))),
        ("MetricName", Some(Yaml::text(it.metric.name()))),
        ("Dimensions", Some(Yaml::List(vec![dimension]))),
        ("Statistic", Some(Yaml::text(statistic))),
        ("Period", Some(number(it.period_s))),
        ("EvaluationPeriods", Some(number(it.evaluation_periods))),
        ("DatapointsToAlarm", Some(number(it.datapoints_to_alarm))),
        ("Threshold", Some(Yaml::Json(threshold.parse().map_or(Value::Null, Value::Number)))),
        ("ComparisonOperator", Some(Yaml::text(comparison))),
        ("TreatMissingData", Some(Yaml::text(missing))),
        ("AlarmActions", (!actions.is_empty()).then_some(Yaml::List(actions))),
    ]);
    resource("AWS::CloudWatch::Alarm", properties)
}

impl Logical {
    fn of(source: &Source) -> Self {
        let model = source.model();
        let mut taken = Vec::new();
        let mut named =
            |ids: Vec<&str>| ids.into_iter().map(|id| new_name(id, &mut taken)).collect::<Vec<_>>();
        let queues = named(model.queues.iter().map(|it| &*it.id).collect());
        let topics = named(model.topics.iter().map(|it| &*it.id).collect());
        let consumers = named(model.consumers.iter().map(|it| &*it.id).collect());
        let alarms = named(model.alarms.iter().map(|it| &*it.id).collect());
        let queue_arns =
            model.queues.iter().zip(&queues).map(|(it, name)| (queue_arn(it), Yaml::get_att(name, "Arn")));
        let topic_arns = model.topics.iter().zip(&topics).map(|(it, name)| (it.arn(), Yaml::reference(name)));
        let by_arn = queue_arns.chain(topic_arns).collect();
        Self { queues, topics, consumers, alarms, by_arn }
    }
}

/// `OrdersDlq` for `orders-dlq`, unlike all before.
fn new_name(id: &str, taken: &mut Vec<String>) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
            .unwrap_or_default()
    };
    let stem: String = id.split('-').map(capital).collect();
    let mut name = stem.clone();
    let mut number = 2;
    while name.is_empty() || taken.contains(&name) {
        name = format!("{stem}X{number}");
        number += 1;
    }
    taken.push(name.clone());
    name
}
