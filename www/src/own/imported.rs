//! What became of a template: mistakes with their corrections, and what the scenario does not have.

use scenario::template::{Finding, Import, LeftOut};
use yew::prelude::*;

use crate::prose::ticked;

/// Properties of [`Imported`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The template's scenario.
    pub import: Import,
    /// Runs it.
    pub onrun: Callback<()>,
}

/// The lists, and a button that runs the scenario all the same.
#[component]
pub fn Imported(props: &Props) -> Html {
    let Import { findings, left_out, .. } = &props.import;
    let onclick = props.onrun.reform(|_: MouseEvent| ());
    html! {
        <div id="outcome" class="notice warning" role="status" tabindex="-1">
            <p><strong>{ "The template was read. " }</strong>{ "Before it runs:" }</p>
            { mistakes(findings) }
            { missing(left_out) }
            <div class="row">
                <button type="button" class="primary" {onclick}>{ "Run the scenario" }</button>
            </div>
        </div>
    }
}

/// Mistakes by line, each with its correction.
pub fn mistakes(findings: &[Finding]) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="problems">
            for (number, it) in findings.iter().enumerate() {
                <li key={number}>
                    <code>{ format!("line {}, {}", it.line, it.path) }</code>
                    <p>{ ticked(&it.message) }</p>
                    <p class="hint">
                        { ticked(&it.correction) }
                        if it.applied {
                            { " The scenario has this correction." }
                        }
                    </p>
                </li>
            }
        </ul>
    }
}

fn missing(left_out: &[LeftOut]) -> Html {
    if left_out.is_empty() {
        return Html::default();
    }
    html! {
        <details open=true>
            <summary>{ "Not in the scenario" }</summary>
            <ul class="problems">
                for (number, it) in left_out.iter().enumerate() {
                    <li key={number}>
                        <code>{ format!("line {}, {}", it.line, it.path) }</code>
                        <p>
                            if !it.kind.is_empty() {
                                { format!("{}: ", it.kind) }
                            }
                            { ticked(&it.why) }
                        </p>
                    </li>
                }
            </ul>
        </details>
    }
}
