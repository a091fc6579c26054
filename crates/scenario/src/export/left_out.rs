//! What a form has no place for, in whole sentences.

use sim::{Arrivals, ConsumerModel, Habits, Model, ProducerModel, Sending};
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
    let lively = model.producers.iter().filter(|it| it.to.queue().is_some() && !is_plain_producer(it));
    let lively = ids(lively.map(|it| &*it.id));
    if !lively.is_empty() {
        told.push(format!(
            "Rates that change, bursts, chance, batches, repeated calls, kinds of messages: {lively}. It only sends, \
             at one rate."
        ));
    }
    let skilled = model
        .consumers
        .iter()
        .filter(|it| it.queue().is_some() && it.lambda.is_none() && !is_plain_consumer(it));
    let skilled = ids(skilled.map(|it| &*it.id));
    if !skilled.is_empty() {
        told.push(format!(
            "Who is away at times, fails, sends heartbeats, deletes in batches or skips repeats: {skilled}. It only \
             receives, works and deletes."
        ));
    }
    let groups = ids(model.consumers.iter().filter(|it| it.scale.is_some()).map(|it| &*it.id));
    if !groups.is_empty() {
        told.push(format!("How groups scale: {groups} runs with as many workers as it can have."));
    }
    if !model.principals.is_empty() {
        told.push("In whose name each calls: the program has one client.".to_owned());
    }
}

/// Does a program that sends one message after the other at one rate do what it does?
fn is_plain_producer(it: &ProducerModel) -> bool {
    it.sending == Sending::default()
        && it.rate.len() < 2
        && it.arrivals == Arrivals::Steady
        && it.kinds.is_empty()
}

/// Does a program that receives, works and deletes do what it does?
fn is_plain_consumer(it: &ConsumerModel) -> bool {
    it.habits == Habits::default() && it.failure_ppm == 0 && !it.idempotent
}

fn ids<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(", ")
}
