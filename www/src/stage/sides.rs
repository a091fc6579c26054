//! Both sides of a queue: who sends, and who receives.

use scenario::text::{self, Names};
use sim::{ConsumerView, Destination, Model, View};
use yew::prelude::*;

use super::function::function;
use super::plan::{CELLS_MAX, Row, has_cards, present};
use super::producer::producer;
use super::scaling::scaling;
use super::workers;
use crate::session::Session;

/// The pace of workers that are not slow.
const USUAL_PACE_MILLI: u32 = 1_000;

/// The producers of a row.
pub fn producers(model: &Model, view: &View, row: &Row) -> Html {
    let of_row =
        row.producers.iter().filter_map(|index| Some((*index, view.producers.get(*index as usize)?)));
    let topics = super::topics::feeders(view, row.queue);
    // Dead letters come by themselves.
    let is_fed = topics.is_some() || !row.sources.is_empty();
    html! {
        <div class="side side--producers">
            if let Some(topics) = topics {
                <h3 class="side__name">{ "From the topic" }</h3>
                <p class="side__none">{ topics }</p>
            }
            if !row.producers.is_empty() || !is_fed {
                <h3 class="side__name">{ "Producers" }</h3>
            }
            if row.producers.is_empty() && !is_fed {
                <p class="side__none">{ "nobody sends" }</p>
            }
            <ul class="side__list">
                { for of_row.map(|(index, it)| producer(model, index, it, view.at_us)) }
            </ul>
        </div>
    }
}

/// The producers that publish to a topic.
pub fn publishers(model: &Model, view: &View, topic: u32) -> Html {
    let here = view.producers.iter().enumerate().filter(|(_, it)| it.to == Destination::Topic(topic));
    html! {
        <div class="side side--producers">
            <h3 class="side__name">{ "Publishers" }</h3>
            <ul class="side__list">
                { for here.map(|(index, it)| producer(model, index as u32, it, view.at_us)) }
            </ul>
        </div>
    }
}

/// The consumer groups of a row.
pub fn consumers(session: &Session, view: &View, row: &Row) -> Html {
    let of_row =
        row.consumers.iter().filter_map(|index| Some((*index, view.consumers.get(*index as usize)?)));
    html! {
        <div class="side side--workers">
            if row.consumers.is_empty() {
                <p class="side__none">{ "nobody receives from here" }</p>
            }
            { for of_row.map(|(index, consumer)| group(session, view, index, consumer)) }
        </div>
    }
}

/// The workers of a consumer, by its index in the model.
pub fn group(session: &Session, view: &View, index: u32, consumer: &ConsumerView) -> Html {
    let count = present(consumer).count();
    let name = match (&consumer.mapping, count) {
        (Some(_), 1) => "Lambda function, 1 environment".to_owned(),
        (Some(_), many) => format!("Lambda function, {many} environments"),
        (None, 1) => "1 worker".to_owned(),
        (None, many) => format!("{many} workers"),
    };
    html! {
        <section key={index} class="group" aria-label={format!("Workers of {}", consumer.id)}>
            <div class="group__head">
                <h3 class="side__name">
                    { name }
                    <span class="group__id">{ consumer.id.to_string() }</span>
                </h3>
                { effects(consumer) }
                { habits(session, consumer) }
            </div>
            if let Some(mapping) = &consumer.mapping {
                { function(consumer, mapping) }
            }
            if let Some(group) = &consumer.scaling {
                { scaling(session, consumer, group, view.at_us) }
            }
            if has_cards(consumer) {
                { workers::cards(session, view, consumer) }
            } else if consumer.workers.len() <= CELLS_MAX {
                <p class="group__sum">{ workers::sum(consumer) }</p>
                { workers::cells(view, consumer) }
            } else {
                <p class="group__sum is-all">{ workers::sum(consumer) }</p>
            }
        </section>
    }
}

/// What is unusual about all workers of a group: how long they take, where else they look.
fn habits(session: &Session, consumer: &ConsumerView) -> Html {
    let then: Vec<String> =
        session.read(|timeline| consumer.then.iter().map(|queue| timeline.queue(*queue)).collect());
    html! {
        <>
            if consumer.pace_milli != USUAL_PACE_MILLI {
                <p class="group__slow">{ format!("work takes {} percent of its usual time", consumer.pace_milli / 10) }</p>
            }
            if !then.is_empty() {
                <p class="group__then">{ format!("when there is nothing here, from {}", then.join(", then ")) }</p>
            }
        </>
    }
}

/// How often messages took effect outside, and how often they did so again.
fn effects(consumer: &ConsumerView) -> Html {
    html! {
        <p class="effects">
            <span>{ format!("work done {}×", text::count(consumer.effects)) }</span>
            if consumer.effects_repeated > 0 {
                <strong class="effects__again">{ format!("{} of them again!", text::count(consumer.effects_repeated)) }</strong>
            }
            if consumer.idempotent {
                <span class="effects__skipped">{ format!("{} skipped", text::plural(consumer.skipped, "repeat", "repeats")) }</span>
            }
        </p>
    }
}
