//! How components reach the running scenario.

use std::rc::Rc;

use yew::prelude::*;

use super::{Session, Shown};

/// Equal only if it is the same published instant: a comparison of views would cost more than a render.
#[derive(Clone)]
struct Instant(Rc<Shown>);

impl PartialEq for Instant {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The running scenario and what is inside of its provider.
#[derive(Properties, PartialEq)]
pub struct SessionProviderProps {
    /// The run.
    pub session: Session,
    /// The page.
    pub children: Html,
}

/// Gives the run, and each instant that it publishes, to everything inside.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let session = props.session.clone();
    let instant = use_state_eq(|| Instant(session.shown()));
    let setter = instant.setter();
    use_effect_with(session.clone(), move |session| {
        setter.set(Instant(session.shown()));
        let guard = session.on_shown(move |shown| setter.set(Instant(Rc::clone(shown))));
        move || drop(guard)
    });
    html! {
        <ContextProvider<Session> context={session}>
            <ContextProvider<Instant> context={(*instant).clone()}>
                { props.children.clone() }
                <Rendered />
            </ContextProvider<Instant>>
        </ContextProvider<Session>>
    }
}

/// The running scenario; it never changes while a component lives, but for a restart.
#[hook]
pub fn use_session() -> Session {
    use_context::<Session>().expect("components of a run are inside of its provider")
}

/// The instant that was published last; the component renders anew with each.
#[hook]
pub fn use_shown() -> Rc<Shown> {
    use_context::<Instant>().expect("components of a run are inside of its provider").0
}

/// Effects run after every waiting render, so this one tells that the instant is on the page.
#[component]
fn Rendered() -> Html {
    let session = use_session();
    let instant: Instant = use_context().expect("this is inside of the provider");
    use_effect_with((session, instant), |(session, _)| session.rendered());
    Html::default()
}
