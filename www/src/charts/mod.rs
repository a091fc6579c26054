//! Charts of a queue's metrics up to the clock.

mod figure;
mod metrics;
mod plot;
mod series;
mod table;

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use self::figure::Figure;
use self::metrics::ChartKind;
use self::series::Source;
use crate::session::use_session;
use crate::stage::palette::{Palette, PaletteProbe};

/// The charts of one queue at a time.
#[component]
pub fn Charts() -> Html {
    let session = use_session();
    let palette = use_state_eq(|| None::<Rc<Palette>>);
    let queue = use_state_eq(|| 0u32);
    let source = use_state_eq(|| Source::Truth);
    let names = use_memo(session.clone(), |session| {
        let names =
            |timeline: &sim::Timeline| timeline.model().queues.iter().map(|it| it.name.to_string()).collect();
        session.read(names)
    });
    let names: &Vec<String> = &names;
    let chosen = (*queue).min(names.len().saturating_sub(1) as u32);

    let onchange = {
        let queue = queue.setter();
        Callback::from(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(index) = select.and_then(|select| select.value().parse().ok()) {
                queue.set(index);
            }
        })
    };
    let on_change = {
        let palette = palette.setter();
        use_callback((), move |new, ()| palette.set(Some(Rc::new(new))))
    };
    let kinds = session.read(|timeline| ChartKind::of(timeline.model(), chosen, *source));
    html! {
        <div class="chart-set">
            <PaletteProbe {on_change} />
            if names.len() > 1 {
                <label class="chart-set__queue">
                    { "Charts of queue" }
                    <select {onchange}>
                        for (index, name) in names.iter().enumerate() {
                            <option key={index} value={index.to_string()} selected={index as u32 == chosen}>
                                { name.clone() }
                            </option>
                        }
                    </select>
                </label>
            }
            { switch(*source, source.setter()) }
            if let Some(palette) = &*palette {
                for kind in kinds {
                    <Figure key={format!("{kind:?}")} {kind} queue={chosen} source={*source} palette={Rc::clone(palette)} />
                }
            }
        </div>
    }
}

/// The truth, or what CloudWatch shows of it.
fn switch(source: Source, setter: UseStateSetter<Source>) -> Html {
    let choice = |of: Source, name: &'static str| {
        let setter = setter.clone();
        let onchange = Callback::from(move |_: Event| setter.set(of));
        html! {
            <label class="chart-set__source">
                <input type="radio" name="chart-source" checked={source == of} {onchange} />
                { name }
            </label>
        }
    };
    html! {
        <fieldset class="chart-set__sources">
            <legend class="visually-hidden">{ "Numbers of the charts" }</legend>
            { choice(Source::Truth, "Truth") }
            { choice(Source::CloudWatch, "CloudWatch") }
            if source == Source::CloudWatch {
                <span class="muted">{ "a datapoint a minute, approximate, none while there is nothing to tell" }</span>
            }
        </fieldset>
    }
}
