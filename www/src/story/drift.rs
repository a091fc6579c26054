//! Where AWS today and the common exam answer differ.

use yew::prelude::*;

use crate::session::use_session;

/// Both, side by side; nothing where they agree.
#[component]
pub fn Drift() -> Html {
    let session = use_session();
    let Some(drift) = &session.scenario().drift else { return Html::default() };
    html! {
        <div class="part drift">
            <h3>{ "AWS today, and in exams" }</h3>
            <dl class="drift-sides">
                <div class="drift-side is-today">
                    <dt>{ "AWS today " }<span class="muted">{ "as of " }{ &drift.as_of }</span></dt>
                    <dd>{ &drift.today }</dd>
                </div>
                <div class="drift-side">
                    <dt>{ "Common exam answer" }</dt>
                    <dd>{ &drift.exam }</dd>
                </div>
            </dl>
        </div>
    }
}
