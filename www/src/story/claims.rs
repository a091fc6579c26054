//! The claims of the scenario, checked over the whole run.

use scenario::{ClaimText, text};
use sim::Verdict;
use yew::prelude::*;

use crate::session::{use_session, use_shown};

/// Each claim with its kind and its verdict.
#[component]
pub fn Claims() -> Html {
    let session = use_session();
    let shown = use_shown();
    let claims = &session.scenario().claims;
    if claims.is_empty() {
        return Html::default();
    }
    let verdicts = shown.verdicts.as_deref();
    html! {
        <div class="part">
            <h3>{ "What holds in this run" }</h3>
            <p class="muted small">
                { if verdicts.is_some() { "Checked over the whole run." } else { "Being checked over the whole run …" } }
            </p>
            <ul class="claims" role="list">
                for (number, claim) in claims.iter().enumerate() {
                    { item(claim, verdicts.and_then(|all| all.get(number))) }
                }
            </ul>
        </div>
    }
}

fn item(claim: &ClaimText, verdict: Option<&Verdict>) -> Html {
    let (class, word) = match verdict {
        Some(it) if it.holds => ("badge good", ["✓ ", &text::verdict(claim.kind, it)].concat()),
        Some(it) => ("badge bad", ["✗ ", &text::verdict(claim.kind, it)].concat()),
        None => ("badge", "…".to_owned()),
    };
    html! {
        <li key={claim.id.clone()} class="claim-item">
            <span {class}>{ word }</span>
            <p>{ &claim.text }</p>
            <p class="muted small">
                <span class="kind">{ text::claim_kind(claim.kind) }</span>{ ". " }{ text::claim_kind_help(claim.kind) }
            </p>
        </li>
    }
}
