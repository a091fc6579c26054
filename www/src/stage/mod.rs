//! The stage: producers, queues with their bays, workers, dead-letter queues; one canvas of messages above.
//!
//! The structure is real elements with exact numbers in words. The canvas adds the messages themselves. What it
//! shows can also be read and chosen in a list of messages for each queue.

mod canvas;
mod floor;
mod message_list;
mod motion;
mod paint;
mod painter;
pub mod palette;
mod plan;
mod queue_box;
mod scene;
mod sides;
mod spot;

use std::rc::Rc;

pub use self::plan::CARDS_MAX;

use sim::{Hold, WorkerState};
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
            for row in rows.iter() {
                <div key={row.queue} class={classes!("stage__row", (!row.sources.is_empty()).then_some("is-dlq"))}>
                    { sides::producers(&model, view, row) }
                    { queue_box::queue_box(&session, &shown, row) }
                    { sides::consumers(&session, view, row) }
                </div>
            }
            <StageCanvas {root} {rows} {painter} selected={shown.selected} structure={structure(&shown)} />
        </div>
    }
}

/// Changes when elements come, go or say more than before, so that places must be measured anew.
fn structure(shown: &crate::session::Shown) -> u32 {
    let weight = |worker: &sim::WorkerView| match worker.state {
        WorkerState::Working { hold, .. } if hold != Hold::Held => 3,
        WorkerState::Crashed { .. } | WorkerState::Hung { .. } => 2,
        WorkerState::Resting { .. } | WorkerState::Stopped { .. } | WorkerState::Away { .. } => 1,
        WorkerState::Polling { .. } | WorkerState::Calling { .. } | WorkerState::Working { .. } => 1,
        WorkerState::Starting { .. } | WorkerState::Idle { .. } => 1,
        WorkerState::Absent => 0,
    };
    let workers: u32 = shown.view.consumers.iter().flat_map(|it| &it.workers).map(weight).sum();
    let of_queues = shown.view.queues.iter().map(|queue| {
        let it = &queue.counters;
        let lines = [it.delayed, it.deduplicated, it.duplicates, it.dead_lettered, it.expired];
        lines.iter().filter(|count| **count > 0).count() + queue.noisy.len()
    });
    let of_producers = shown.view.producers.iter().map(|it| usize::from(it.refused > 0));
    workers * LINES_MAX + of_queues.chain(of_producers).sum::<usize>() as u32
}

/// More lines than come and go beside the workers.
const LINES_MAX: u32 = 10_000;
