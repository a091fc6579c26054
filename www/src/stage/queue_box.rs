//! A queue as a box: its bays with exact numbers, its lanes, what left it.

use scenario::text;
use sim::{GroupLaneView, Label, QueueView};
use sqs::QueueKind;
use yew::prelude::*;

use super::around;
use super::message_list::MessageList;
use super::plan::Row;
use super::spot::{Bay, Spot};
use super::topics;
use crate::session::{Session, Shown};

/// The box of a row's queue.
pub fn queue_box(session: &Session, shown: &Shown, row: &Row) -> Html {
    let Some(queue) = shown.view.queues.get(row.queue as usize) else { return Html::default() };
    let counters = &queue.counters;
    let dead = !row.sources.is_empty();
    let untouched = dead && counters.arrived_dead + counters.sent == 0;
    // A dead-letter queue that nobody reads and nothing delays has one bay worth showing.
    let one_bay = dead && row.consumers.is_empty() && counters.in_flight + counters.delayed == 0;
    html! {
        <div class={classes!("queue", dead.then_some("is-dlq"), untouched.then_some("is-untouched"),
            row.few.then_some("is-few"))}>
            { head(shown, queue, row) }
            <div class={classes!("queue__floor", (row.lanes > 1).then_some("has-lanes"))}>
                if row.lanes > 1 {
                    { lane_heads(queue, row, session) }
                }
                if row.delays || counters.delayed > 0 {
                    { bay(row, Bay::Delayed, counters.delayed, "Delayed", "not to be received yet") }
                }
                { bay(row, Bay::Visible, counters.visible, "Visible", "waiting to be received") }
                if !one_bay {
                    { bay(row, Bay::InFlight, counters.in_flight, "In flight", "hidden while a worker has it") }
                }
                <MessageList session={session.clone()} queue={row.queue} name={queue.name.to_string()} />
            </div>
            { foot(queue, row, dead) }
            if let Some(task) = &queue.move_task {
                { around::move_task(session, task) }
            }
            { around::alarms(session, &shown.view, row.queue) }
        </div>
    }
}

fn head(shown: &Shown, queue: &QueueView, row: &Row) -> Html {
    let kind = match queue.kind {
        QueueKind::Standard => "standard queue",
        QueueKind::Fifo => "FIFO queue",
    };
    let source = |(source, receives): &(u32, u32)| {
        let name = shown.view.queues.get(*source as usize).map_or_else(String::new, |it| it.name.to_string());
        let times = if *receives == 1 { "receive" } else { "receives" };
        html! { <span class="queue__from">{ format!("from {name} after {receives} {times}") }</span> }
    };
    html! {
        <div class="queue__head">
            <h3 class="queue__name">{ queue.name.to_string() }</h3>
            if row.sources.is_empty() {
                <span class="queue__kind">{ kind }</span>
            } else {
                <span class="queue__kind">{ "dead-letter queue" }</span>
                { for row.sources.iter().map(source) }
            }
            if let Some(noisy) = text::noisy(&queue.noisy) {
                <span class="queue__noisy">{ noisy }</span>
            }
            { topics::key(queue) }
            if row.sources.is_empty() {
                <span class="queue__timeout">
                    { format!("a receive hides a message for {}", seconds(queue.visibility_timeout_s)) }
                </span>
            }
        </div>
    }
}

fn seconds(s: u32) -> String {
    match s {
        0..120 => format!("{s} s"),
        120..7_200 => format!("{} min", s / 60),
        7_200.. => format!("{} h", s / 3_600),
    }
}

fn bay(row: &Row, bay: Bay, count: u64, name: &'static str, meaning: &'static str) -> Html {
    let class = match bay {
        Bay::Delayed => "bay--delayed",
        Bay::Visible => "bay--visible",
        Bay::InFlight => "bay--in-flight",
    };
    html! {
        <div class={classes!("bay", class)}>
            <div class="bay__head">
                <h4 class="bay__name">{ name }</h4>
                <span class="bay__count">{ text::count(count) }</span>
                <span class="bay__meaning">{ meaning }</span>
            </div>
            <div class="bay__floor" data-spot={Spot::Bay(row.queue, bay).to_string()}></div>
        </div>
    }
}

/// The heads of the lanes: each group's letter, and a padlock while a message of it is out.
fn lane_heads(queue: &QueueView, row: &Row, session: &Session) -> Html {
    let head = |lane: u32| {
        let group = queue.lanes.iter().find(|it| row.lane_of(Some(it.group)) == lane);
        html! { <li key={lane} class="lane">{ lane_head(group, lane, session) }</li> }
    };
    html! {
        <div class="lanes-head">
            <h4 class="lanes-head__name">{ "Groups" }</h4>
            <ul class="lanes-head__list" style={format!("--lanes: {}", row.lanes)}>
                { for (0..row.lanes).map(head) }
            </ul>
        </div>
    }
}

fn lane_head(group: Option<&GroupLaneView>, lane: u32, session: &Session) -> Html {
    let letters = letters(group.map_or(lane, |it| it.group));
    let locked_by = group.and_then(|it| it.locked_by);
    let by = locked_by.and_then(|id| session.read(|timeline| timeline.label(id)));
    html! {
        <>
            <span class="lane__name">{ letters }</span>
            if let Some(by) = by {
                { padlock() }
                <span class="lane__locked">
                    <span class="visually-hidden">{ "locked by " }</span>
                    { by.to_string() }
                </span>
            } else {
                <span class="lane__free">{ "free" }</span>
            }
        </>
    }
}

/// The letters of a group, without a message's number.
fn letters(group: u32) -> String {
    let label = Label { group: Some(group), number: 1 }.to_string();
    label.trim_end_matches('1').to_owned()
}

fn padlock() -> Html {
    html! {
        <svg class="padlock" viewBox="0 0 12 14" width="12" height="14" aria-hidden="true">
            <path d="M3 6V4a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="1.6" />
            <rect x="1" y="6" width="10" height="7" rx="1.5" fill="currentColor" />
        </svg>
    }
}

fn foot(queue: &QueueView, row: &Row, dead: bool) -> Html {
    let counters = &queue.counters;
    let total = |count: u64, name: &'static str, bad: bool| {
        html! {
            <div class={classes!("total", (bad && count > 0).then_some("is-bad"))}>
                <dt>{ name }</dt>
                <dd>{ text::count(count) }</dd>
            </div>
        }
    };
    html! {
        <dl class="queue__foot" data-spot={Spot::Exit(row.queue).to_string()}>
            if dead {
                { total(counters.arrived_dead, "arrived", true) }
            } else {
                { total(counters.sent, "sent", false) }
            }
            if counters.deduplicated > 0 {
                { total(counters.deduplicated, "not stored (same ID)", false) }
            }
            if counters.duplicates > 0 {
                { total(counters.duplicates, "delivered again", true) }
            }
            if counters.dead_lettered > 0 {
                { total(counters.dead_lettered, "to dead-letter queue", true) }
            }
            if counters.expired > 0 {
                { total(counters.expired, "expired", true) }
            }
            { total(counters.deleted, "deleted", false) }
        </dl>
    }
}
