//! SNS topics above the queues that they feed, and the roles in whose names actors call.

use scenario::text;
use sim::{Model, PrincipalView, QueueView, SubscriptionView, TopicView, View};
use sqs::{QueueKind, Time};
use yew::prelude::*;

use super::sides;
use super::spot::Spot;

/// A row for each topic: who publishes, and what became of it at each subscription.
pub fn topics(model: &Model, view: &View) -> Html {
    view.topics.iter().enumerate().map(|(index, it)| topic(model, view, index as u32, it)).collect()
}

fn topic(model: &Model, view: &View, index: u32, topic: &TopicView) -> Html {
    let kind = match topic.kind {
        QueueKind::Standard => "SNS topic",
        QueueKind::Fifo => "FIFO topic of SNS",
    };
    html! {
        <div key={format!("topic-{index}")} class="stage__row has-topic">
            { sides::publishers(model, view, index) }
            <div class="topic" data-spot={Spot::Topic(index).to_string()}>
                <div class="queue__head">
                    <h3 class="queue__name">{ topic.name.to_string() }</h3>
                    <span class="queue__kind">{ kind }</span>
                    <span class="queue__timeout">{ text::topic_summary(topic) }</span>
                </div>
                <ul class="subscriptions" aria-label={format!("Subscriptions of {}", topic.name)}>
                    { for topic.subscriptions.iter().map(|it| subscription(view, it, view.at_us)) }
                </ul>
            </div>
        </div>
    }
}

fn subscription(view: &View, subscription: &SubscriptionView, now_us: Time) -> Html {
    let name =
        |queue: u32| view.queues.get(queue as usize).map_or_else(String::new, |it| it.name.to_string());
    let failed = subscription.failed > 0;
    html! {
        <li key={subscription.id.to_string()} class={classes!("subscription", failed.then_some("is-failing"))}>
            <span class="subscription__to">{ format!("→ {}", name(subscription.to)) }</span>
            <span>{ text::subscription_summary(subscription, now_us) }</span>
            if failed {
                <strong class="subscription__failed">
                    { format!("✕ {} failed", text::plural(subscription.failed, "attempt", "attempts")) }
                </strong>
            }
            if subscription.has_filter {
                <span class="chip">{ "filter" }</span>
            }
            <span class="chip">{ if subscription.raw { "raw" } else { "in an envelope" } }</span>
            if let Some(queue) = subscription.dead_letter {
                <span class="chip">{ format!("dead letters to {}", name(queue)) }</span>
            }
        </li>
    }
}

/// The names of the topics that feed a queue.
pub fn feeders(view: &View, queue: u32) -> Option<String> {
    let feeds = |it: &&TopicView| it.subscriptions.iter().any(|it| it.to == queue);
    let names: Vec<String> = view.topics.iter().filter(feeds).map(|it| it.name.to_string()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Roles with their calls, denied ones crossed.
pub fn principals(view: &View) -> Html {
    if view.principals.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="zones" aria-label="Roles">{ for view.principals.iter().map(principal) }</ul>
    }
}

fn principal(principal: &PrincipalView) -> Html {
    let is_denied = principal.denied > 0;
    html! {
        <li key={principal.id.to_string()} class={classes!("zone", is_denied.then_some("is-down"))}>
            <span aria-hidden="true">{ if is_denied { "✕ " } else { "✓ " } }</span>
            { text::principal_summary(principal) }
            if let Some(endpoint) = &principal.vpc_endpoint {
                <span class="muted">{ format!(" through {endpoint}") }</span>
            }
        </li>
    }
}

/// The key of an encrypted queue, and what is wrong with it.
pub fn key(queue: &QueueView) -> Html {
    let Some(key) = &queue.key else { return Html::default() };
    html! {
        <span class={classes!("queue__key", key.trouble.is_some().then_some("is-bad"))}>
            { format!("encrypted with {}", key.name) }
            if let Some(trouble) = key.trouble {
                { format!(" ✕ {}", text::key_trouble(trouble)) }
            }
        </span>
    }
}
