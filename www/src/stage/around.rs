//! What stands around queues: alarms beside the queue they watch, zones above all rows, a task that moves dead
//! letters.

use scenario::text::{self, Names};
use sim::{AlarmState, AlarmView, MoveTaskView, View, Watches, ZoneView};
use yew::prelude::*;

use crate::session::Session;

/// Datapoints of an alarm that are drawn; the newest.
const DATAPOINTS_MAX: usize = 15;

/// The alarms that watch a queue.
pub fn alarms(session: &Session, view: &View, queue: u32) -> Html {
    let mut here = view.alarms.iter().filter(|it| watched(it) == queue).peekable();
    if here.peek().is_none() {
        return Html::default();
    }
    let name = session.read(|timeline| timeline.queue(queue));
    html! {
        <ul class="alarms" aria-label={format!("Alarms on {name}")}>
            { for here.map(|it| alarm(session, it, view.at_us)) }
        </ul>
    }
}

fn watched(alarm: &AlarmView) -> u32 {
    match alarm.watches {
        Watches::Queue { queue, .. } | Watches::Backlog { queue, .. } => queue,
    }
}

/// Shape and word for the state, then what it rests on.
fn alarm(session: &Session, alarm: &AlarmView, now_us: u64) -> Html {
    let (class, sign) = match alarm.state {
        AlarmState::Ok => ("is-ok", "●"),
        AlarmState::Alarm => ("is-alarm", "▲"),
        AlarmState::InsufficientData => ("is-unknown", "◌"),
    };
    let condition = session.read(|timeline| text::alarm_condition(alarm, timeline));
    html! {
        <li key={alarm.name.to_string()} class={classes!("alarm", class)}>
            <span class="alarm__sign" aria-hidden="true">{ sign }</span>
            <span class="alarm__summary">{ text::alarm_summary(alarm, now_us) }</span>
            { datapoints(alarm) }
            <span class="alarm__rule">{ format!("{condition}, {}", text::alarm_rule(alarm)) }</span>
        </li>
    }
}

/// A square each, oldest first: filled where it breaches, empty where not, a dash where there is none.
fn datapoints(alarm: &AlarmView) -> Html {
    let first = alarm.datapoints.len().saturating_sub(DATAPOINTS_MAX);
    let square = |value: &Option<u64>| match value {
        Some(value) if alarm.comparison.breaches(*value, alarm.threshold_milli) => '■',
        Some(_) => '□',
        None => '–',
    };
    let squares: String = alarm.datapoints[first..].iter().map(square).collect();
    html! { <span class="alarm__datapoints" aria-hidden="true">{ squares }</span> }
}

/// The zones, if there are any.
pub fn zones(view: &View) -> Html {
    if view.zones.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="zones" aria-label="Availability Zones">
            { for view.zones.iter().map(zone) }
        </ul>
    }
}

fn zone(zone: &ZoneView) -> Html {
    let (class, words) = match (zone.is_down, zone.until_us) {
        (false, _) => ("zone", "up".to_owned()),
        (true, None) => ("zone is-down", "down".to_owned()),
        (true, Some(until_us)) => ("zone is-down", format!("down until {}", text::clock(until_us))),
    };
    html! {
        <li key={zone.id.to_string()} {class}>
            <span aria-hidden="true">{ if zone.is_down { "✕ " } else { "✓ " } }</span>
            <strong>{ zone.id.to_string() }</strong>{ " " }{ words }
        </li>
    }
}

/// A task that moves dead letters out of a queue.
pub fn move_task(session: &Session, task: &MoveTaskView) -> Html {
    let to = match task.to {
        Some(queue) => session.read(|timeline| timeline.queue(queue)),
        None => "where they came from".to_owned(),
    };
    let (moved, all) = (text::count(task.moved), text::count(task.to_move));
    let rate = task.per_second.map_or_else(String::new, |rate| format!(", {rate} a second"));
    let end = if task.is_cancelling { ", being cancelled" } else { "" };
    html! {
        <p class="move-task">
            { format!("Redrive to {to}: {moved} of {all} moved{rate}{end}") }
            <progress value={task.moved.to_string()} max={task.to_move.max(1).to_string()} aria-hidden="true"></progress>
        </p>
    }
}
