//! The stage: producers, queues with their bays, workers, dead-letter queues; one canvas of messages above.
//!
//! The structure is real elements with exact numbers in words. The canvas adds the messages themselves. What it
//! shows can also be read and chosen in a list of messages for each queue.

mod around;
mod canvas;
mod direct;
mod floor;
mod function;
mod message_list;
mod motion;
mod paint;
mod painter;
pub mod palette;
mod plan;
mod producer;
mod queue_box;
mod scaling;
mod scene;
mod sides;
mod spot;
mod structure;
mod topics;
mod workers;

use std::rc::Rc;

pub use self::plan::{has_cards, present};
pub use self::workers::is_down;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use self::canvas::{SharedPainter, StageCanvas};
use crate::session::{use_session, use_shown};

/// What a click on the stage is not about: it has its own meaning there.
const CONTROLS: &str = "button, a, input, select, summary, [role=listbox]";

/// The stage.
#[component]
pub fn Stage() -> Html {
    let session = use_session();
    let shown = use_shown();
    let root = use_node_ref();
    let painter = (*use_memo((), |()| SharedPainter::default())).clone();
    let model = session.read(|timeline| Rc::new(timeline.model().clone()));
    let rows = use_memo(session.clone(), |_| plan::rows(&model));

    let onclick = {
        let (painter, root) = (painter.clone(), root.clone());
        use_callback(session.clone(), move |event: MouseEvent, session| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let on_control = target.is_some_and(|it| it.closest(CONTROLS).is_ok_and(|found| found.is_some()));
            if let (false, Some(root)) = (on_control, root.cast::<Element>()) {
                let origin = root.get_bounding_client_rect();
                let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
                session.select(painter.hit(x - origin.x(), y - origin.y()));
            }
        })
    };

    let view = &shown.view;
    html! {
        // Every message can also be chosen in its queue's list, so the pointer alone has this way.
        <div class="stage-board" ref={root.clone()} {onclick}>
            { around::zones(view) }
            { topics::principals(view) }
            { topics::topics(&model, view) }
            for row in rows.iter() {
                <div key={row.queue} class={classes!("stage__row", (!row.sources.is_empty()).then_some("is-dlq"))}>
                    { sides::producers(&model, view, row) }
                    { queue_box::queue_box(&session, &shown, row) }
                    { sides::consumers(&session, view, row) }
                </div>
            }
            { direct::rows(&session, &model, view) }
            <StageCanvas {root} {rows} {painter} selected={shown.selected} structure={structure::of(view)} />
        </div>
    }
}
