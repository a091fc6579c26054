//! Paragraphs of stories as elements.

use scenario::{Inline, Paragraph};
use yew::prelude::*;

/// All paragraphs.
pub fn paragraphs(text: &[Paragraph]) -> Html {
    text.iter().map(|paragraph| html! { <p>{ inlines(paragraph) }</p> }).collect()
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
