//! A Lambda function beside its queue: how many invocations run, may run and ever can.

use scenario::text;
use sim::{ConcurrencyBound, ConsumerView, MappingMode, MappingView};
use yew::prelude::*;

/// Blocks of the meter; where there may be more invocations, a block stands for several.
const BLOCKS_MAX: u32 = 50;

/// The meter and the numbers of a mapping.
pub fn function(consumer: &ConsumerView, mapping: &MappingView) -> Html {
    html! {
        <div class="function">
            { meter(mapping) }
            <p class={classes!("function__bound", is_short(mapping).then_some("is-bound"))}>
                { text::concurrency_bound(mapping.bound) }
            </p>
            <dl class="function__numbers" aria-label={format!("Numbers of {}", consumer.id)}>
                { number("pollers", pollers(mapping), "") }
                if mapping.waiting.batches > 0 {
                    { number("batches wait", waiting(mapping), "is-warn") }
                }
                { number("invoked", text::count(mapping.invoked), "") }
                { seldom("succeeded", mapping.succeeded, "") }
                { seldom("failed in part", mapping.partly_failed, "is-warn") }
                { seldom("failed", mapping.failed, "is-bad") }
                { seldom("throttled", mapping.throttled, "is-bad") }
                { seldom("filtered out", mapping.filtered, "is-warn") }
                { seldom("cold starts", mapping.cold_starts, "") }
            </dl>
        </div>
    }
}

/// Filled: running. Framed: allowed now. Dotted: only later, as far as the ceiling.
fn meter(mapping: &MappingView) -> Html {
    // What is reserved is the end, though pollers may try more.
    let end = mapping.reserved.map_or(mapping.ceiling, |reserved| reserved.min(mapping.ceiling));
    let ceiling = end.max(mapping.allowed).max(mapping.running).max(1);
    let unit = ceiling.div_ceil(BLOCKS_MAX);
    let (running, allowed) = (mapping.running.div_ceil(unit), mapping.allowed.div_ceil(unit));
    let block = |n: u32| {
        let class = if n < running {
            "block is-running"
        } else if n < allowed {
            "block is-allowed"
        } else {
            "block"
        };
        html! { <li key={n} {class}></li> }
    };
    html! {
        <>
            <p class="function__words">
                <strong>{ text::count(mapping.running.into()) }</strong>{ " running, " }
                <strong>{ text::count(mapping.allowed.into()) }</strong>{ " allowed now, " }
                <strong>{ text::count(mapping.ceiling.into()) }</strong>{ " at most" }
                if let Some(reserved) = mapping.reserved {
                    { format!(", {} reserved", text::count(reserved.into())) }
                }
            </p>
            <ul class="blocks" aria-hidden="true">{ for (0..ceiling.div_ceil(unit)).map(block) }</ul>
            if unit > 1 {
                <p class="function__unit">{ format!("1 block = {unit} invocations") }</p>
            }
        </>
    }
}

/// Does something other than the demand keep it small?
fn is_short(mapping: &MappingView) -> bool {
    mapping.bound != ConcurrencyBound::Demand
}

fn pollers(mapping: &MappingView) -> String {
    match mapping.mode {
        MappingMode::OnDemand => text::count(mapping.pollers.into()),
        MappingMode::Provisioned { pollers } => format!("{} (provisioned)", text::count(pollers.into())),
    }
}

fn waiting(mapping: &MappingView) -> String {
    let messages = text::plural(mapping.waiting.messages.into(), "message", "messages");
    format!("{} with {messages}", text::count(mapping.waiting.batches.into()))
}

fn seldom(name: &'static str, count: u64, class: &'static str) -> Html {
    if count == 0 { Html::default() } else { number(name, text::count(count), class) }
}

fn number(name: &'static str, value: String, class: &'static str) -> Html {
    html! { <div {class}><dt>{ name }</dt><dd>{ value }</dd></div> }
}
