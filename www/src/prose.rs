//! Paragraphs of stories as elements.

use scenario::{Inline, Paragraph};
use yew::prelude::*;

/// All paragraphs.
pub fn paragraphs(text: &[Paragraph]) -> Html {
    text.iter().map(|paragraph| html! { <p>{ inlines(paragraph) }</p> }).collect()
}

/// A sentence of a problem, with names between backticks.
pub fn ticked(text: &str) -> Html {
    let parts = text.split('`').enumerate();
    parts
        .map(|(number, part)| {
            if number % 2 == 1 {
                html! { <code>{ part }</code> }
            } else {
                html! { part }
            }
        })
        .collect()
}

fn inlines(paragraph: &Paragraph) -> Html {
    paragraph.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Html {
    match inline {
        Inline::Text(text) => html! { text },
        Inline::Strong(text) => html! { <strong>{ text }</strong> },
        Inline::Code(text) => html! { <code>{ text }</code> },
    }
}
