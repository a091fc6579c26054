//! The lanes as a table: what each worker and the selected message did lately, newest first.

use scenario::text;
use sim::{LaneSpan, Position, SpanKind, WorkerId};
use sqs::{MICROS_PER_MS, Time};
use yew::prelude::*;

use super::short_clock;
use crate::session::{Session, Shown};

/// Rows of the table.
const ROWS_MAX: usize = 50;

/// The table; each row leads to its moment.
pub fn table(session: &Session, shown: &Shown, reached_us: Time) -> Html {
    let mut rows: Vec<(String, LaneSpan)> = Vec::new();
    session.read(|timeline| {
        for (consumer, model) in timeline.model().consumers.iter().enumerate() {
            for index in 0..model.places() {
                let worker = WorkerId { consumer: consumer as u32, index };
                let spans = timeline.worker_spans(worker, 0, reached_us);
                let busy =
                    spans.into_iter().rev().filter(|span| span.kind != SpanKind::Polling).take(ROWS_MAX);
                rows.extend(busy.map(|span| (format!("{}/{}", model.id, index + 1), span)));
            }
        }
        if let Some((id, label)) = shown.selected.and_then(|id| Some((id, timeline.label(id)?))) {
            rows.extend(
                timeline.message_spans(id).into_iter().map(|span| (format!("message {label}"), span)),
            );
        }
    });
    rows.sort_by(|(a, x), (b, y)| y.from_us.cmp(&x.from_us).then_with(|| a.cmp(b)));
    rows.truncate(ROWS_MAX);
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label="Table of the lanes">
            <table class="data">
                <caption>{ format!("The latest {ROWS_MAX} stretches, newest first") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "From" }</th><th scope="col">{ "To" }</th>
                        <th scope="col">{ "Lane" }</th><th scope="col">{ "What" }</th>
                    </tr>
                </thead>
                <tbody>
                    { for rows.iter().enumerate().map(|(n, (lane, span))| row(session, n, lane, span)) }
                </tbody>
            </table>
        </div>
    }
}

fn row(session: &Session, n: usize, lane: &str, span: &LaneSpan) -> Html {
    let from_ms = span.from_us / MICROS_PER_MS;
    let on = span.message.and_then(|id| session.read(|timeline| timeline.label(id)));
    let on = on.map_or_else(String::new, |label| format!(", {label}"));
    let onclick = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.seek(Position::after_ms(from_ms)))
    };
    let from = short_clock(span.from_us);
    html! {
        <tr key={format!("{lane} {} {n}", span.from_us)}>
            <td>
                <button type="button" class="time-button" {onclick}
                    aria-label={format!("Go to {from}, {lane}, table row {}", n + 1)}>
                    { from.clone() }
                </button>
            </td>
            <td>{ short_clock(span.to_us) }</td>
            <td>{ lane.to_owned() }</td>
            <td>{ text::span_kind(span.kind) }{ on }</td>
        </tr>
    }
}
