//! The root: what every screen shares, and which screen is shown.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::arrival::Arrival;
use crate::choose::Choose;
use crate::fragment::FragmentGuard;
use crate::home::Home;
use crate::not_found::NotFound;
use crate::notices::NoticesProvider;
use crate::own::Own;
use crate::preferences::PreferencesProvider;
use crate::route::Route;
use crate::scenario_page::ScenarioPage;
use crate::site;

/// The whole page.
#[component]
pub fn App() -> Html {
    let basename = use_memo((), |()| AttrValue::from(site::root()));
    html! {
        <PreferencesProvider>
            <NoticesProvider>
                <BrowserRouter basename={(*basename).clone()}>
                    <FragmentGuard />
                    <Arrival />
                    <Switch<Route> render={screen} />
                </BrowserRouter>
            </NoticesProvider>
        </PreferencesProvider>
    }
}

fn screen(route: Route) -> Html {
    match route {
        Route::Home => html! { <Home /> },
        Route::Scenario { slug } => {
            let slug = AttrValue::from(slug);
            html! { <ScenarioPage key={slug.to_string()} slug={slug.clone()} /> }
        }
        Route::Choose => html! { <Choose /> },
        Route::Own => html! { <Own /> },
        Route::NotFound => html! { <NotFound /> },
    }
}
