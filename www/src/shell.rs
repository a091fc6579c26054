//! What is around every screen: the way to the content, the header, the notices.

use yew::prelude::*;

use crate::header::Header;
use crate::notices::Notices;
use crate::site;

/// The screen's title and content.
#[derive(Properties, PartialEq)]
pub struct ShellProps {
    /// The one first heading.
    pub title: AttrValue,
    /// True on the list of scenarios, which needs no link to itself.
    #[prop_or_default]
    pub home: bool,
    /// The screen.
    pub children: Html,
}

/// A screen inside of its frame.
#[component]
pub fn Shell(props: &ShellProps) -> Html {
    use_effect_with(props.title.clone(), |title| {
        if title == "sqscope" {
            site::set_title("sqscope: Amazon SQS in a browser tab");
        } else {
            site::set_title(&format!("{title} · sqscope"));
        }
    });
    let skip = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        site::focus("#simulation");
    });
    html! {
        <div class="page">
            <a class="skip visually-hidden" href="#simulation" onclick={skip}>{ "To simulation" }</a>
            <Header title={props.title.clone()} home={props.home} />
            <main id="simulation" tabindex="-1">
                <Notices />
                { props.children.clone() }
            </main>
        </div>
    }
}
