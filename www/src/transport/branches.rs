//! The combobox "Branch": the run as it was, and what the reader did in it.

use scenario::text;
use sim::{BranchId, BranchView};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::hooks::use_selected::use_selected;
use crate::session::{Session, use_session, use_shown};

/// A native select over all branches.
#[component]
pub fn Branches() -> Html {
    let session = use_session();
    let shown = use_shown();
    let onchange = {
        let session = session.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Ok(id) = value.parse::<u32>() {
                session.switch_to(BranchId(id));
            }
        })
    };
    let select = use_selected(shown.branch.0.to_string(), shown.branches.len());
    html! {
        <label class="inline-field branch">
            <span>{ "Branch" }</span>
            <select ref={select} {onchange}>
                for branch in shown.branches.iter() {
                    <option key={branch.id.0} value={branch.id.0.to_string()} selected={branch.id == shown.branch}>
                        { name(&session, branch) }
                    </option>
                }
            </select>
        </label>
    }
}

fn name(session: &Session, branch: &BranchView) -> String {
    session.read(|timeline| text::branch_name(branch, timeline))
}
