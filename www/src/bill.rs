//! The bill: what SQS charges for the run so far, and for a month at this rate.

use scenario::text;
use sim::{BillView, QueueBillView};
use yew::prelude::*;

use crate::session::use_shown;

/// The sum in a line, and the items below it when they are wanted.
#[component]
pub fn Bill() -> Html {
    let shown = use_shown();
    let bill = &shown.view.bill;
    let (free, all) = (sqs::bill::FREE_REQUESTS, bill.requests.standard + bill.requests.fifo);
    let left = free.saturating_sub(all);
    html! {
        <details class="bill">
            <summary><strong>{ "Bill: " }</strong>{ text::bill_summary(bill) }</summary>
            <div class="table-scroll" tabindex="0" role="group" aria-label="Requests by queue">
                <table class="data">
                    <caption>{ "Requests so far, in units of 64 KiB" }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Queue" }</th>
                            { for KINDS.iter().map(|(name, _)| html! { <th scope="col">{ *name }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        for (index, queue) in bill.queues.iter().enumerate() {
                            { row(index, shown.view.queues.get(index).map_or("", |it| &*it.name), queue) }
                        }
                    </tbody>
                </table>
            </div>
            <p>{ prices(bill) }</p>
            <p class="muted">
                { format!("{} of the month’s {} free requests would be left. Prices of us-east-1, in November 2026.",
                    text::count(left), text::count(free)) }
            </p>
        </details>
    }
}

/// A column's head, and where its numbers are.
type Column = (&'static str, fn(&QueueBillView) -> u64);

/// The columns of the table.
const KINDS: [Column; 8] = [
    ("All", |it| it.total),
    ("Sends", |it| it.sends),
    ("Receives", |it| it.receives),
    ("of these empty", |it| it.empty_receives),
    ("Deletes", |it| it.deletes),
    ("Visibility", |it| it.visibility_changes),
    ("Others", |it| it.others),
    ("With group, surcharge", |it| it.fair),
];

fn row(index: usize, name: &str, queue: &QueueBillView) -> Html {
    html! {
        <tr key={index}>
            <th scope="row">{ name.to_owned() }</th>
            { for KINDS.iter().map(|(_, of)| html! { <td>{ text::count(of(queue)) }</td> }) }
        </tr>
    }
}

fn prices(bill: &BillView) -> String {
    let now = format!("So far: {}.", text::dollars(bill.price.total()));
    let Some(month) = &bill.month else { return now };
    let price = &month.price;
    let kinds = [("standard", price.standard), ("FIFO", price.fifo), ("message groups", price.fair)];
    let parts: Vec<String> = kinds
        .into_iter()
        .filter(|(_, amount)| *amount > 0)
        .map(|(name, amount)| format!("{} for {name}", text::dollars(amount)))
        .collect();
    let total = text::dollars(price.total());
    let of = if parts.len() > 1 { format!(" ({})", parts.join(", ")) } else { String::new() };
    format!("{now} At this rate in 30 days: {total}{of}.")
}
