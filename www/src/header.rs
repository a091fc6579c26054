//! The header: where one is, the way to the list, the theme, the keys.

use web_sys::HtmlSelectElement;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::help::Help;
use crate::preferences::{PreferenceAction, Theme, use_preferences};
use crate::route::Route;

/// What the header names.
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The one first heading.
    pub title: AttrValue,
    /// True on the list of scenarios.
    pub home: bool,
}

/// The page's header.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    html! {
        <header class="site-header">
            if props.home {
                <span class="brand">{ mark() }{ "sqscope" }</span>
            } else {
                <Link<Route> to={Route::Home} classes="brand">{ mark() }{ "sqscope" }</Link<Route>>
            }
            <h1 class={classes!(props.home.then_some("visually-hidden"))} tabindex="-1">{ &props.title }</h1>
            <div class="header-tools">
                if !props.home {
                    <Link<Route> to={Route::Home}>{ "All scenarios" }</Link<Route>>
                }
                <ThemeChoice />
                <Help />
            </div>
        </header>
    }
}

/// Our mark: a queue seen from its side, one message on its way out and back.
fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" focusable="false">
            <path d="M4 10h24M4 22h24" fill="none" stroke="currentColor" stroke-width="2" />
            <rect x="7" y="13" width="6" height="6" rx="1.5" fill="currentColor" />
            <rect x="16" y="13" width="6" height="6" rx="1.5" fill="none" stroke="currentColor" stroke-width="2" />
            <path d="M19 9a6 6 0 0 1 6-5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="2 2" />
        </svg>
    }
}

#[component]
fn ThemeChoice() -> Html {
    let preferences = use_preferences();
    let dispatcher = preferences.dispatcher();
    let onchange = Callback::from(move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        let chosen =
            CHOICES.iter().find(|(_, name)| *name == value).map_or(Theme::System, |(theme, _)| *theme);
        dispatcher.dispatch(PreferenceAction::ThemeChosen(chosen));
    });
    html! {
        <label class="inline-field">
            <span>{ "Theme" }</span>
            <select {onchange}>
                for (theme, name) in CHOICES {
                    <option key={name} value={name} selected={preferences.theme == theme}>{ name }</option>
                }
            </select>
        </label>
    }
}

const CHOICES: [(Theme, &str); 3] =
    [(Theme::System, "System"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
