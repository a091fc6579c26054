//! A chart's numbers as a table, a page at a time, and as a file.

use js_sys::encode_uri_component;
use sqs::{MICROS_PER_MS, Time};
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;
use yew::prelude::*;

use super::metrics::{ChartKind, value_text};
use super::series::{Point, Source, points};
use crate::lanes::short_clock;
use crate::session::{Session, use_session, use_shown};

/// Rows of a page.
const PAGE: usize = 50;

/// Properties of [`SamplesTable`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Which chart.
    pub kind: ChartKind,
    /// Index of the queue.
    pub queue: u32,
    /// Whose numbers.
    pub source: Source,
}

/// Shows the numbers on demand.
#[component]
pub fn SamplesTable(props: &Props) -> Html {
    let session = use_session();
    let shown = use_shown();
    let open = use_state_eq(|| false);
    let page = use_state_eq(|| 0usize);
    let (kind, queue, source) = (props.kind, props.queue, props.source);
    let until_us = shown.view.at_us;
    let title = kind.title(source);

    let ontoggle = {
        let (setter, now) = (open.setter(), *open);
        Callback::from(move |_: MouseEvent| setter.set(!now))
    };
    let onsave = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| save(&session, (queue, kind, source), until_us))
    };
    html! {
        <div class="chart__table">
            <div class="button-row">
                <button type="button" class="small-button" onclick={ontoggle} aria-expanded={open.to_string()}
                    aria-label={format!("Table: {title}")}>
                    { if *open { "Hide table" } else { "Table" } }
                </button>
                <button type="button" class="small-button" onclick={onsave} aria-label={format!("CSV file: {title}")}>
                    { "CSV file" }
                </button>
            </div>
            if *open {
                { table(&session, (queue, kind, source), until_us, *page, page.setter()) }
            }
        </div>
    }
}

fn table(
    session: &Session,
    (queue, kind, source): (u32, ChartKind, Source),
    until_us: Time,
    page: usize,
    set: UseStateSetter<usize>,
) -> Html {
    session.read(|timeline| {
        let samples = points(timeline, queue, kind, source, until_us);
        let pages = samples.len().div_ceil(PAGE).max(1);
        let page = page.min(pages - 1);
        // The newest page is the first, its newest row on top.
        let end = samples.len().saturating_sub(page * PAGE);
        let rows = (end.saturating_sub(PAGE)..end).rev();
        let go = |to: usize| {
            let set = set.clone();
            Callback::from(move |_: MouseEvent| set.set(to))
        };
        let title = kind.title(source);
        html! {
            <>
                <div class="table-scroll" tabindex="0" role="group" aria-label={format!("Numbers: {title}")}>
                    <table class="data">
                        <caption>{ format!("{title}, newest first, page {} of {pages}", page + 1) }</caption>
                        <thead>
                            <tr>
                                <th scope="col">{ "Time" }</th>
                                { for kind.lines().iter().map(|it| html! { <th scope="col">{ it.column(kind) }</th> }) }
                            </tr>
                        </thead>
                        <tbody>{ for rows.map(|n| row(&samples[n], kind)) }</tbody>
                    </table>
                </div>
                <div class="button-row">
                    <button type="button" class="small-button" onclick={go(page.saturating_sub(1))}
                        disabled={page == 0} aria-label={format!("Later numbers: {title}")}>{ "Later" }</button>
                    <button type="button" class="small-button" onclick={go(page + 1)}
                        disabled={page + 1 >= pages} aria-label={format!("Earlier numbers: {title}")}>{ "Earlier" }</button>
                </div>
            </>
        }
    })
}

fn row(point: &Point, kind: ChartKind) -> Html {
    let values = &point.values[..kind.lines().len()];
    html! {
        <tr key={point.at_us}>
            <th scope="row">{ short_clock(point.at_us) }</th>
            { for values.iter().map(|it| html! { <td>{ it.map_or_else(|| "no data".to_owned(), value_text) }</td> }) }
        </tr>
    }
}

/// Everything up to the clock, as a file of comma-separated values.
fn save(session: &Session, (queue, kind, source): (u32, ChartKind, Source), until_us: Time) {
    let mut csv = String::from("t_ms");
    for line in kind.lines() {
        csv.push(',');
        csv.push_str(line.column(kind));
    }
    for point in session.read(|timeline| points(timeline, queue, kind, source, until_us)) {
        csv.push_str(&format!("\n{}", point.at_us / MICROS_PER_MS));
        for value in &point.values[..kind.lines().len()] {
            csv.push(',');
            csv.push_str(&value.map_or_else(String::new, value_text));
        }
    }
    csv.push('\n');
    let made = web_sys::window().and_then(|it| it.document()).and_then(|it| it.create_element("a").ok());
    if let Some(link) = made.and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok()) {
        let content = encode_uri_component(&csv).as_string().unwrap_or_default();
        link.set_href(&format!("data:text/csv;charset=utf-8,{content}"));
        link.set_download("sqscope.csv");
        link.click();
    }
}
