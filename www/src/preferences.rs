//! What the reader prefers, kept in the browser if it lets us.

use gloo_storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use yew::prelude::*;

use crate::site;

const KEY: &str = "sqscope.v1.preferences";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system says, also when it changes.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The preferences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// Do single keys act?
    pub shortcuts: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: Theme::System, shortcuts: true }
    }
}

/// What the reader chose.
#[derive(Clone, Copy, Debug)]
pub enum PreferenceAction {
    /// A theme.
    ThemeChosen(Theme),
    /// Single keys shall act, or not.
    ShortcutsSwitched(bool),
}

impl Reducible for Preferences {
    type Action = PreferenceAction;

    fn reduce(self: Rc<Self>, action: PreferenceAction) -> Rc<Self> {
        Rc::new(match action {
            PreferenceAction::ThemeChosen(theme) => Self { theme, ..*self },
            PreferenceAction::ShortcutsSwitched(shortcuts) => Self { shortcuts, ..*self },
        })
    }
}

/// The preferences and how to change them.
pub type PreferencesContext = UseReducerHandle<Preferences>;

/// What is inside of the provider.
#[derive(Properties, PartialEq)]
pub struct PreferencesProviderProps {
    /// The page.
    pub children: Html,
}

/// Holds the preferences, keeps them, and sets the theme.
#[component]
pub fn PreferencesProvider(props: &PreferencesProviderProps) -> Html {
    let preferences = use_reducer(kept);
    use_effect_with(*preferences, |preferences| {
        show_theme(preferences.theme);
        keep(*preferences);
    });
    html! {
        <ContextProvider<PreferencesContext> context={preferences}>
            { props.children.clone() }
        </ContextProvider<PreferencesContext>>
    }
}

/// The preferences and how to change them.
#[hook]
pub fn use_preferences() -> PreferencesContext {
    use_context().expect("the whole page is inside of the preferences' provider")
}

fn kept() -> Preferences {
    if storage_allowed() { LocalStorage::get(KEY).unwrap_or_default() } else { Preferences::default() }
}

/// Nothing is written until the reader chooses something.
fn keep(preferences: Preferences) {
    if storage_allowed() && kept() != preferences {
        // A full store only means that nothing is remembered.
        let _ = LocalStorage::set(KEY, preferences);
    }
}

/// Storage may be denied, for instance inside of another site's page; then nothing is remembered.
fn storage_allowed() -> bool {
    matches!(site::window().local_storage(), Ok(Some(_)))
}

fn show_theme(theme: Theme) {
    let Some(html) = site::document().document_element() else { return };
    // A refusal leaves the theme as it is.
    let _ = match theme {
        Theme::System => html.remove_attribute("data-theme"),
        Theme::Light => html.set_attribute("data-theme", "light"),
        Theme::Dark => html.set_attribute("data-theme", "dark"),
    };
}
