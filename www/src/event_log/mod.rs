//! What happened up to the clock, newest first; each line leads to its moment.

mod filter;

use std::rc::Rc;

use scenario::text;
use sim::{BranchId, Position};
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use self::filter::Filter;
use crate::session::{Session, Shown, use_session, use_shown};

/// Lines that are shown.
const LINES_MAX: usize = 200;
/// While the clock runs, the log is read at most this often, in milliseconds of the viewer's time.
const READ_MS: f64 = 400.0;
/// Events that are looked through for them.
const EVENTS_MAX: u64 = 4_000;

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    index: u64,
    position: Position,
    text: String,
    trouble: bool,
}

/// The log.
#[component]
pub fn EventLog() -> Html {
    let session = use_session();
    let shown = use_shown();
    let filter = use_state_eq(|| Filter::All);
    let read = use_mut_ref(|| None::<Reading>);
    let what = (session.clone(), shown.branch, *filter);
    let lines = read_again(&mut read.borrow_mut(), what, &shown);

    let choice = |it: Filter| {
        let onchange = {
            let filter = filter.setter();
            Callback::from(move |_: Event| filter.set(it))
        };
        html! {
            <label key={it.name()} class="log__filter">
                <input type="radio" name="event-filter" checked={*filter == it} {onchange} />
                { it.name() }
            </label>
        }
    };
    let oncopy = {
        let lines = Rc::clone(&lines);
        Callback::from(move |_: MouseEvent| copy(&lines))
    };
    html! {
        <div class="log">
            <div class="log__bar">
                <fieldset class="log__filters">
                    <legend class="visually-hidden">{ "Events to show" }</legend>
                    { for Filter::ALL.map(choice) }
                </fieldset>
                <button type="button" class="small-button" onclick={oncopy}>{ "Copy the log" }</button>
            </div>
            <p class="muted log__order">{ "Newest first. Choose a time to go there." }</p>
            <div class="log__lines" role="log" aria-live="off" aria-label="Events up to the clock" tabindex="0">
                <Lines {session} {lines} />
            </div>
        </div>
    }
}

/// The lines that were read last, of which run, branch and kind, and when.
struct Reading {
    what: (Session, BranchId, Filter),
    event_index: u64,
    at_ms: f64,
    lines: Rc<Vec<Line>>,
}

/// Reads the log if there is something new in it; while the clock runs, not too often.
fn read_again(last: &mut Option<Reading>, what: (Session, BranchId, Filter), shown: &Shown) -> Rc<Vec<Line>> {
    let now_ms = web_sys::window().and_then(|it| it.performance()).map_or(0.0, |it| it.now());
    let event_index = shown.view.event_index;
    if let Some(last) = last.as_ref().filter(|last| last.what == what) {
        let fresh = shown.playing && now_ms - last.at_ms < READ_MS && last.event_index <= event_index;
        if fresh || last.event_index == event_index {
            return Rc::clone(&last.lines);
        }
    }
    let lines = Rc::new(lines(&what.0, what.2));
    *last = Some(Reading { what, event_index, at_ms: now_ms, lines: Rc::clone(&lines) });
    lines
}

/// Properties of [`Lines`].
#[derive(Properties, PartialEq)]
struct LinesProps {
    session: Session,
    lines: Rc<Vec<Line>>,
}

/// The lines; rendered anew only when they were read anew.
#[component]
fn Lines(props: &LinesProps) -> Html {
    if props.lines.is_empty() {
        return html! { <p class="empty">{ "What happens will be written here." }</p> };
    }
    html! {
        <ol reversed={true}>
            { for props.lines.iter().map(|line| row(&props.session, line)) }
        </ol>
    }
}

fn row(session: &Session, line: &Line) -> Html {
    let time = text::clock(line.position.at_us);
    let onclick = {
        let (session, position) = (session.clone(), line.position);
        Callback::from(move |_: MouseEvent| session.seek(position))
    };
    html! {
        <li key={line.index} class={classes!("log__line", line.trouble.then_some("is-trouble"))}>
            <button type="button" class="time-button" {onclick}
                aria-label={format!("Go to {time}, event {}", line.index + 1)}>{ time.clone() }</button>
            <span>{ &line.text }</span>
        </li>
    }
}

/// The newest lines of a kind, newest first.
fn lines(session: &Session, filter: Filter) -> Vec<Line> {
    session.read(|timeline| {
        let end = timeline.event_index();
        let start = end.saturating_sub(EVENTS_MAX);
        let events = timeline.events(start, end);
        let wanted = |(n, event): &(usize, &sim::Event)| {
            filter.wants(event, n.checked_sub(1).and_then(|n| events.get(n)))
        };
        let found = events.iter().enumerate().rev().filter(wanted).take(LINES_MAX);
        found
            .filter_map(|(n, event)| {
                let index = start + n as u64;
                let position = timeline.position_of(index)?;
                let worker = filter::worker_of(events.get(n + 1));
                let text = text::event(event, worker, timeline);
                Some(Line { index, position, text, trouble: filter::is_trouble(event) })
            })
            .collect()
    })
}

fn copy(lines: &[Line]) {
    let text: Vec<String> = lines
        .iter()
        .rev()
        .map(|line| format!("{}\t{}", text::clock(line.position.at_us), line.text))
        .collect();
    if let Some(window) = web_sys::window() {
        let promise = window.navigator().clipboard().write_text(&text.join("\n"));
        wasm_bindgen_futures::spawn_local(async move {
            // Where the clipboard is closed to pages, the lines can still be marked and copied.
            let _ = JsFuture::from(promise).await;
        });
    }
}
