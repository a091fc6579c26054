//! A part of the page that one can go to by name.

use yew::prelude::*;

/// Name and content.
#[derive(Properties, PartialEq)]
pub struct RegionProps {
    /// Its accessible name, unique on the page, and its heading.
    pub name: &'static str,
    /// What stands to the right of the heading.
    #[prop_or_default]
    pub aside: Html,
    /// Its content.
    pub children: Html,
}

/// A named section with a heading; it can take the focus by script.
#[component]
pub fn Region(props: &RegionProps) -> Html {
    let class = classes!("region", props.name.to_lowercase().replace(' ', "-"));
    html! {
        <section {class} aria-label={props.name} tabindex="-1">
            <div class="region-head">
                <h2>{ props.name }</h2>
                { props.aside.clone() }
            </div>
            { props.children.clone() }
        </section>
    }
}
