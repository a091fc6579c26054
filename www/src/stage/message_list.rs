//! The messages of a queue as a list: what the canvas shows, for keyboards and screen readers.

use scenario::text;
use sim::MessageView;
use sqs::MessageId;
use yew::prelude::*;

use crate::session::{Session, Shown, use_shown};

/// Rows of the list; the selected message is always among them.
const ROWS_MAX: usize = 50;

/// Properties of [`MessageList`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The run.
    pub session: Session,
    /// Index of the queue.
    pub queue: u32,
    /// Its name.
    pub name: AttrValue,
}

/// A list of messages with one stop for the tab key: arrows choose, escape chooses none. It is seen while it has the
/// focus only; the canvas rings what it chooses.
#[component]
pub fn MessageList(props: &Props) -> Html {
    let shown = use_shown();
    let all = shown.view.messages.iter().filter(|it| it.queue == props.queue);
    let here: Vec<&MessageView> = all
        .enumerate()
        .filter(|(n, it)| *n < ROWS_MAX || shown.selected == Some(it.id))
        .map(|(_, it)| it)
        .collect();
    let chosen = here.iter().position(|it| Some(it.id) == shown.selected);

    let onkeydown = {
        let ids: Vec<MessageId> = here.iter().map(|it| it.id).collect();
        let session = props.session.clone();
        Callback::from(move |event: KeyboardEvent| {
            let last = ids.len().checked_sub(1);
            let next = match (event.key().as_str(), last) {
                ("ArrowDown" | "ArrowRight", Some(last)) => Some(chosen.map_or(0, |n| (n + 1).min(last))),
                ("ArrowUp" | "ArrowLeft", Some(_)) => Some(chosen.map_or(0, |n| n.saturating_sub(1))),
                ("Home", Some(_)) => Some(0),
                ("End", Some(last)) => Some(last),
                ("Escape", _) => None,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            session.select(next.and_then(|n| ids.get(n)).copied());
        })
    };
    let row_id = |id: MessageId| format!("stage-{}-{}", props.queue, id.serial);
    let active = chosen.and_then(|n| here.get(n)).map(|it| row_id(it.id));
    html! {
        <div class="message-list">
            <ul role="listbox" tabindex="0" {onkeydown} aria-label={format!("Messages in {}", props.name)}
                aria-activedescendant={active}>
                for message in here {
                    <li key={message.id.serial} id={row_id(message.id)} role="option"
                        aria-selected={(shown.selected == Some(message.id)).to_string()}>
                        { words(&props.session, message, &shown) }
                    </li>
                }
            </ul>
        </div>
    }
}

/// A message in words; while the clock runs, without the numbers that change all the time.
fn words(session: &Session, message: &MessageView, shown: &Shown) -> String {
    if shown.playing {
        format!("{} {}", message.label, text::bay(&message.phase))
    } else {
        session.read(|timeline| text::message(message, shown.view.at_us, timeline))
    }
}
