//! The selected message: where it is, why, and everything that happened to it.

mod copy_link;
mod find;
mod story;

use scenario::text;
use sim::{Explanation, MessagePhase, MessageView};
use sqs::MessageId;
use yew::prelude::*;

use self::copy_link::CopyLink;
use self::find::FindMessage;
use crate::session::{Session, Shown, use_session, use_shown};

/// The inspector.
#[component]
pub fn Inspector() -> Html {
    let session = use_session();
    let shown = use_shown();
    html! {
        <div class="inspection">
            <FindMessage session={session.clone()} />
            {
                match shown.selected {
                    None => html! {
                        <p class="empty">
                            { "Select a message on the stage, or find it by its label: here will be where it is, why, \
                               and everything that happened to it." }
                        </p>
                    },
                    Some(id) => inspected(&session, &shown, id),
                }
            }
        </div>
    }
}

fn inspected(session: &Session, shown: &Shown, id: MessageId) -> Html {
    let label = session.read(|timeline| timeline.label(id));
    let message = shown.view.messages.iter().find(|it| it.id == id);
    let lines = session.read(|timeline| timeline.story_of(id));
    let title = label.map_or_else(|| "Unknown message".to_owned(), |label| format!("Message {label}"));
    let onclick = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.select(None))
    };
    html! {
        <>
            <div class="inspection__head">
                <h3>{ title }</h3>
                <div class="button-row">
                    <CopyLink session={session.clone()} />
                    <button type="button" class="small-button" {onclick}>{ "Clear selection" }</button>
                </div>
            </div>
            {
                match message {
                    Some(message) => present(session, shown, message),
                    None if lines.is_empty() => html! { <p>{ "It has not been sent yet at this moment." }</p> },
                    None => html! { <p>{ "It is gone: its story has ended." }</p> },
                }
            }
            { story::story(session, &lines, shown) }
        </>
    }
}

fn present(session: &Session, shown: &Shown, message: &MessageView) -> Html {
    let at_us = shown.view.at_us;
    let queue =
        shown.view.queues.get(message.queue as usize).map_or_else(String::new, |it| it.name.to_string());
    let words = session.read(|timeline| text::message(message, at_us, timeline));
    let size = size_of(session, message);
    let age = text::span_short(at_us.saturating_sub(message.sent_us));
    html! {
        <>
            <p class="inspection__now">{ words }{ "." }</p>
            { countdown(message) }
            if let Some(why) = why_not(session, message) {
                <p class="inspection__why"><strong>{ "Why not received now? " }</strong>{ why }</p>
            }
            <dl class="facts">
                <div><dt>{ "Queue" }</dt><dd>{ queue }</dd></div>
                <div><dt>{ "Sent" }</dt><dd>{ format!("{age} ago") }</dd></div>
                <div><dt>{ "Receive count" }</dt><dd>{ message.receive_count }</dd></div>
                <div><dt>{ "Took effect" }</dt><dd>{ format!("{}×", message.effects) }</dd></div>
                if let Some(size) = size {
                    <div><dt>{ "Body" }</dt><dd>{ size }</dd></div>
                }
                <div><dt>{ "Number in the run" }</dt><dd>{ message.id.serial }</dd></div>
            </dl>
        </>
    }
}

/// What is left of the visibility timeout, as a bar.
fn countdown(message: &MessageView) -> Html {
    let MessagePhase::InFlight { left_milli, .. } = message.phase else { return Html::default() };
    html! {
        <div class="countdown" aria-hidden="true">
            <div class="countdown__left" style={format!("inline-size: {}%", f64::from(left_milli) / 10.0)}></div>
        </div>
    }
}

/// Why nobody can receive it now.
fn why_not(session: &Session, message: &MessageView) -> Option<String> {
    let why = match message.phase {
        MessagePhase::InFlight { until_us, .. } => {
            Explanation::ReceiveHides { message: message.id, until_us }
        }
        MessagePhase::Blocked { by } => Explanation::GroupLocked { message: message.id, by },
        MessagePhase::Delayed { .. } => {
            return Some("Its delay has not ended: no receive can see it before.".to_owned());
        }
        MessagePhase::Visible => return Some("It can be: it waits for the next receive.".to_owned()),
    };
    Some(session.read(|timeline| text::explanation(&why, timeline)))
}

/// The size of its body, if all producers of its queue send the same.
fn size_of(session: &Session, message: &MessageView) -> Option<String> {
    session.read(|timeline| {
        let mut sizes = timeline
            .model()
            .producers
            .iter()
            .filter(|it| it.to.queue() == Some(message.queue))
            .map(|it| it.size_bytes);
        let first = sizes.next()?;
        sizes.all(|size| size == first).then(|| text::plural(first.into(), "byte", "bytes"))
    })
}
