//! A producer's card: its rhythm, what it sent, what went wrong, what it holds back.

use scenario::text;
use sim::{BatchView, Model, ProducerView, Rhythm, SchedulerView};
use sqs::Time;
use yew::prelude::*;

use super::spot::Spot;

/// Thousandths of a message a second in a whole one: `5/s`, `0.25/s`.
const MILLI: u64 = 1_000;

/// The card of a producer, by its index in the model.
pub fn producer(model: &Model, index: u32, producer: &ProducerView, now_us: Time) -> Html {
    let of_model = model.producers.get(index as usize);
    let count_max = of_model.and_then(|it| it.count_max);
    let role = of_model.and_then(|it| model.principals.get(it.principal? as usize));
    html! {
        <li key={index} class="producer" data-spot={Spot::Producer(index).to_string()}>
            <span class="producer__name">{ producer.id.to_string() }</span>
            if let Some(role) = role {
                <span class="producer__rate">{ format!("as {}", role.id) }</span>
            }
            <span class="producer__rate">
                { if is_done(producer, count_max) { "all sent".to_owned() } else { rhythm(producer) } }
            </span>
            <span class="producer__sent">
                if let Some(calls) = producer.calls {
                    { format!("{} called", text::count(calls.made)) }
                } else {
                    { format!("{} sent", text::count(producer.sent)) }
                }
                if let Some(max) = count_max {
                    { format!(" of {max}") }
                }
            </span>
            { trouble(producer) }
            if let Some(batch) = producer.batch {
                { self::batch(batch) }
            }
            if let Some(held) = producer.scheduler {
                { scheduler(held, now_us) }
            }
        </li>
    }
}

/// Nothing will be sent any more, and nothing is held back.
fn is_done(producer: &ProducerView, count_max: Option<u32>) -> bool {
    let is_held = producer.scheduler.is_some_and(|it| it.held > 0);
    let answered = producer.calls.map_or(0, |calls| calls.answered);
    count_max.is_some_and(|max| producer.sent + answered + producer.refused + producer.given_up >= max.into())
        && !is_held
}

/// Each kind of trouble with a cross and its number.
fn trouble(producer: &ProducerView) -> Html {
    let kinds = [
        (producer.refused, "refused"),
        (producer.lost_requests, "requests lost"),
        (producer.lost_replies, "replies lost"),
        (producer.given_up, "given up"),
    ];
    let waiting = producer.waiting.map_or(0, |(calls, _)| calls);
    html! {
        <>
            for (number, what) in kinds.into_iter().filter(|(number, _)| *number > 0) {
                <span key={what} class="producer__refused">{ format!("✕ {} {what}", text::count(number)) }</span>
            }
            if producer.retries > 0 {
                <span class="producer__sent">{ format!("↻ {} tried again", text::count(producer.retries)) }</span>
            }
            if waiting > 0 {
                <span class="producer__sent">{ format!("{waiting} wait for another try") }</span>
            }
        </>
    }
}

/// A square for each message of the batch that is not full.
fn batch(batch: BatchView) -> Html {
    let squares: String = (0..batch.of).map(|n| if n < batch.messages { '■' } else { '□' }).collect();
    html! {
        <span class="producer__batch">
            <span aria-hidden="true">{ squares }</span>
            { format!(" {} of {} in the batch", batch.messages, batch.of) }
        </span>
    }
}

/// A scheduler between a producer and its queue.
fn scheduler(scheduler: SchedulerView, now_us: Time) -> Html {
    let next = scheduler.next_us.map_or_else(String::new, |next_us| {
        format!(", next in {}", text::span_short(next_us.saturating_sub(now_us)))
    });
    html! {
        <span class="scheduler">
            <strong>{ "Scheduler" }</strong>
            { format!(" waits {}; holds {}{next}", text::span(scheduler.wait_us), text::count(scheduler.held)) }
        </span>
    }
}

fn rhythm(producer: &ProducerView) -> String {
    match producer.rhythm {
        Rhythm::Rate if producer.calls.is_some() => rate(producer.rate_milli, "call"),
        Rhythm::Rate => rate(producer.rate_milli, "message"),
        Rhythm::Bursts { size, every_us } => format!("{size} every {}", text::span(every_us)),
        Rhythm::Times { left: 0 } => "not sending".to_owned(),
        Rhythm::Times { left } => format!("at set times, {left} to come"),
    }
}

fn rate(rate_milli: u64, what: &str) -> String {
    if rate_milli == 0 {
        return "not sending".to_owned();
    }
    let whole = rate_milli / MILLI;
    let text = format!("{:03}", rate_milli % MILLI);
    match text.trim_end_matches('0') {
        "" if whole == 1 => format!("1 {what}/s"),
        "" => format!("{whole} {what}s/s"),
        decimals => format!("{whole}.{decimals} {what}s/s"),
    }
}
