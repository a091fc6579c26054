//! Keyboard help: every key, and a switch for the single ones.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::dialog::Dialog;
use crate::hooks::use_window_event::use_window_event;
use crate::preferences::{PreferenceAction, use_preferences};

/// What the keyboard sends when somebody asks for help.
pub const ASK_FOR_HELP: &str = "sqscope:help";

const KEYS: [(&[&str], &str); 12] = [
    (&["Space"], "play or pause"),
    (&["→", "←"], "next or previous event, while the focus is in the transport"),
    (
        &["Shift →", "Shift ←", "PageDown", "PageUp"],
        "next or previous marker, while the focus is in the transport",
    ),
    (&["."], "next marker"),
    (&["Home", "End"], "start or end of the run, while the focus is in the transport"),
    (&["↑", "↓"], "faster or slower, while the focus is on the speed"),
    (&["R"], "reset; a notice offers to undo it"),
    (&["F6", "Shift F6"], "next or previous region"),
    (&["I"], "to the inspector"),
    (&["N"], "read the summary now"),
    (&["?"], "this help"),
    (&["Esc"], "close a dialog"),
];

/// The button and its dialog.
#[component]
pub fn Help() -> Html {
    let open = use_state_eq(|| false);
    let setter = open.setter();
    use_window_event(ASK_FOR_HELP, {
        let setter = setter.clone();
        move || setter.set(true)
    });
    let onclick = {
        let setter = setter.clone();
        Callback::from(move |_: MouseEvent| setter.set(true))
    };
    let onclose = Callback::from(move |()| setter.set(false));
    html! {
        <>
            <button type="button" class="quiet" {onclick}>{ "Keyboard" }</button>
            <Dialog title="Keyboard" id="help" open={*open} {onclose}>
                <KeyTable />
            </Dialog>
        </>
    }
}

#[component]
fn KeyTable() -> Html {
    let preferences = use_preferences();
    let dispatcher = preferences.dispatcher();
    let onchange = Callback::from(move |event: Event| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        dispatcher.dispatch(PreferenceAction::ShortcutsSwitched(on));
    });
    html! {
        <>
            <p class="muted">
                { "Every key has a button. Keys act while the focus is in the simulation, never in a field." }
            </p>
            <dl class="keys">
                for (keys, what) in KEYS {
                    <div key={what}>
                        <dt>
                            for key in keys.iter() {
                                <kbd key={*key}>{ *key }</kbd>
                            }
                        </dt>
                        <dd>{ what }</dd>
                    </div>
                }
            </dl>
            <label class="check">
                <input type="checkbox" checked={preferences.shortcuts} {onchange} />
                <span>{ "Single keys act" }</span>
            </label>
        </>
    }
}
