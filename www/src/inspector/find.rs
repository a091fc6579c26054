//! Finding a message by its label.

use sim::Label;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::session::{Session, use_shown};

/// Labels that are offered.
const OFFERED_MAX: usize = 50;

/// Properties of [`FindMessage`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The run.
    pub session: Session,
}

/// A field for a label, with those of the messages of the moment on offer.
#[component]
pub fn FindMessage(props: &Props) -> Html {
    let shown = use_shown();
    let problem = use_state_eq(|| None::<String>);
    let field = use_node_ref();
    let onsubmit = {
        let (field, session, problem) = (field.clone(), props.session.clone(), problem.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let text = field.cast::<HtmlInputElement>().map(|it| it.value()).unwrap_or_default();
            problem.set(find(&session, text.trim()).err());
        })
    };
    html! {
        <form class="find" {onsubmit}>
            <label for="find-message">{ "Find message" }</label>
            <input ref={field} id="find-message" type="text" list="find-message-labels" autocomplete="off"
                spellcheck="false" placeholder="A7" aria-describedby="find-message-problem"
                aria-invalid={problem.is_some().to_string()} />
            <datalist id="find-message-labels">
                for message in shown.view.messages.iter().take(OFFERED_MAX) {
                    <option key={message.id.serial} value={message.label.to_string()} />
                }
            </datalist>
            <button type="submit" class="small-button">{ "Find" }</button>
            <p id="find-message-problem" class="find__problem">{ problem.as_deref().unwrap_or_default() }</p>
        </form>
    }
}

fn find(session: &Session, text: &str) -> Result<(), String> {
    let label: Label = text
        .to_uppercase()
        .parse()
        .map_err(|_| "A label is letters and a number, such as A7 or M12.".to_owned())?;
    let found = session.read(|timeline| timeline.find(label));
    let id = found.ok_or_else(|| format!("There is no message {label} up to this moment."))?;
    session.select(Some(id));
    Ok(())
}
