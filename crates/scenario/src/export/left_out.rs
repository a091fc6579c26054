//! What a form has no place for, in whole sentences.

use sim::{Arrivals, ConsumerModel, Course, FunctionAnswer, Losses, Model, ProducerModel, Retry};
use sqs::Storage;

use super::Export;

/// Everything of a model that a form leaves out.
pub(super) fn left_out(form: Export, model: &Model) -> Vec<String> {
    let mut told = Vec::new();
    match form {
        Export::CloudFormation | Export::Commands => on_aws(form, model, &mut told),
        Export::Python => in_python(model, &mut told),
    }
    let called = ids(model.consumers.iter().filter(|it| it.serves.is_some()).map(|it| &*it.id));
    if !called.is_empty() {
        told.push(format!("Who is called directly, without a queue: {called}."));
    }
    if !model.faults.is_empty() {
        told.push(
            "What goes wrong at set times: crashes, slow and hanging workers, zones that fail.".to_owned(),
        );
    }
    if model.queues.iter().any(|it| it.storage != Storage::default()) {
        told.push(
            "What AWS lets no one set: how many servers hold a queue, limits that are scaled down."
                .to_owned(),
        );
    }
    told
}

fn on_aws(form: Export, model: &Model, told: &mut Vec<String>) {
    if !model.producers.is_empty() {
        let who = ids(model.producers.iter().map(|it| &*it.id));
        told.push(format!("Who sends: {who}. The Python program has what sends to queues."));
    }
    let pollers =
        model.consumers.iter().filter(|it| it.queue().is_some() && it.lambda.is_none() && it.scale.is_none());
    let pollers = ids(pollers.map(|it| &*it.id));
    if !pollers.is_empty() {
        told.push(format!("Who polls: {pollers}. The Python program has them."));
    }
    let groups = ids(model.consumers.iter().filter(|it| it.scale.is_some()).map(|it| &*it.id));
    if form == Export::Commands && !groups.is_empty() {
        told.push(format!("Auto Scaling groups: {groups}. The template has them."));
    }
    let functions = ids(model.consumers.iter().filter(|it| it.lambda.is_some()).map(|it| &*it.id));
    if !functions.is_empty() {
        told.push(format!("What the functions do with a message, and how long: {functions}."));
    }
    if !model.principals.is_empty() {
        let roles = ids(model.principals.iter().map(|it| &*it.id));
        told.push(format!("Roles and their own policies: {roles}."));
    }
    if !model.broken_keys.is_empty() {
        let keys = ids(model.broken_keys.iter().map(|(name, _)| &**name));
        told.push(format!("That a KMS key cannot be used: {keys}."));
    }
}

fn in_python(model: &Model, told: &mut Vec<String>) {
    told.push("The queues themselves: the template or the commands create them.".to_owned());
    let publishers = ids(model.producers.iter().filter(|it| it.to.queue().is_none()).map(|it| &*it.id));
    if !publishers.is_empty() {
        told.push(format!("Who does not send to a queue itself: {publishers}."));
    }
    let senders = || model.producers.iter().filter(|it| it.to.queue().is_some());
    for (has, what) in PRODUCERS_IN_PYTHON {
        let who = ids(senders().filter(|it| has(it)).map(|it| &*it.id));
        if !who.is_empty() {
            told.push(format!("{what}: {who}."));
        }
    }
    for (has, what) in CONSUMERS_IN_PYTHON {
        let who = ids(model.consumers.iter().filter(|it| it.queue().is_some() && has(it)).map(|it| &*it.id));
        if !who.is_empty() {
            told.push(format!("{what}: {who}."));
        }
    }
    let groups = ids(model.consumers.iter().filter(|it| it.scale.is_some()).map(|it| &*it.id));
    if !groups.is_empty() {
        told.push(format!("How groups scale: {groups} runs with as many workers as it can have."));
    }
    if !model.principals.is_empty() {
        told.push("In whose name each calls: the program has one client.".to_owned());
    }
}

/// What a part has, and the words for those of them that a program has not.
type LeftOutOf<T> = (fn(&T) -> bool, &'static str);

const PRODUCERS_IN_PYTHON: [LeftOutOf<ProducerModel>; 4] = [
    (
        |it| it.sending.losses != Losses::default() || it.sending.retry != Retry::default(),
        "Calls that are lost, and how they are made again (boto3 does it in its own way, with the same deduplication \
         id)",
    ),
    (|it| it.sending.schedule_us.is_some(), "A scheduler (the program holds the messages itself)"),
    (
        |it| {
            let is_even = matches!(it.sending.course, Course::Ramp | Course::Sine(_));
            is_even && it.arrivals == Arrivals::Poisson
        },
        "Chance in a ramp or a sine",
    ),
    (
        |it| it.kinds.iter().any(|kind| kind.poison || kind.work.is_some()),
        "Messages on which work always fails or takes its own time",
    ),
];

const CONSUMERS_IN_PYTHON: [LeftOutOf<ConsumerModel>; 3] = [
    (
        |it| it.lambda.is_some(),
        "How AWS calls the functions, and which of their messages fail (the template has the mappings)",
    ),
    (
        |it| {
            it.lambda.as_ref().is_some_and(|lambda| {
                let told = [FunctionAnswer::Exception, FunctionAnswer::Listed, FunctionAnswer::OnlyFailed];
                !told.contains(&lambda.answer)
            })
        },
        "Answers of functions that are wrong on purpose",
    ),
    (|it| !it.habits.zones.is_empty(), "In which zones workers are"),
];

fn ids<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(", ")
}
