//! The one canvas over the structure.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use sqs::MessageId;
use web_sys::{Element, HtmlCanvasElement};
use yew::prelude::*;

use super::painter::{Pace, Painter};
use super::palette::{Palette, PaletteProbe};
use super::plan::Row;
use crate::hooks::use_size::use_resized;
use crate::session::use_session;

/// Above this many thousandths of real time, tokens jump.
const TWEEN_SPEED_MILLI_MAX: u32 = 20_000;

/// A shared painter, for frames, measures and pointers.
#[derive(Clone, Default)]
pub struct SharedPainter(Rc<RefCell<Option<Painter>>>);

impl PartialEq for SharedPainter {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl SharedPainter {
    /// The message at a point of the stage.
    pub fn hit(&self, x: f64, y: f64) -> Option<MessageId> {
        self.0.borrow().as_ref().and_then(|painter| painter.hit(x, y))
    }

    fn with<R>(&self, f: impl FnOnce(&mut Painter) -> R) -> Option<R> {
        self.0.borrow_mut().as_mut().map(f)
    }
}

/// Properties of [`StageCanvas`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The element that holds the structure.
    pub root: NodeRef,
    /// Rows of the stage.
    pub rows: Rc<Vec<Row>>,
    /// The selected message.
    pub selected: Option<MessageId>,
    /// Changes when elements of the structure come or go.
    pub structure: u64,
    /// Where the painter is kept.
    pub painter: SharedPainter,
}

/// The canvas. It draws from the session's frames; Yew never touches what is on it.
#[component]
pub fn StageCanvas(props: &Props) -> Html {
    let session = use_session();
    let canvas = use_node_ref();
    let palette = use_state_eq(|| None::<Rc<Palette>>);
    let selected = use_mut_ref_cell(props.selected);

    use_effect_with((canvas.clone(), (*palette).clone(), Rc::clone(&props.rows)), {
        let (painter, root, session) = (props.painter.clone(), props.root.clone(), session.clone());
        move |(canvas, palette, rows)| {
            let made = palette.clone().zip(canvas.cast::<HtmlCanvasElement>());
            let new = made.and_then(|(palette, canvas)| Painter::new(canvas, Rc::clone(rows), palette));
            *painter.0.borrow_mut() = new;
            measure(&painter, &root);
            session.request_frame();
        }
    });

    let on_resize = {
        let (painter, root) = (props.painter.clone(), props.root.clone());
        use_callback(session.clone(), move |(), session| {
            measure(&painter, &root);
            session.request_frame();
        })
    };
    use_resized(props.root.clone(), on_resize.clone());
    use_effect_with((props.selected, props.structure), move |_| on_resize.emit(()));

    use_effect_with(session, {
        let painter = props.painter.clone();
        move |session| {
            let drawing = session.clone();
            let guard = session.on_frame(move |view| {
                let now_ms = web_sys::window().and_then(|it| it.performance()).map_or(0.0, |it| it.now());
                let speed_milli = drawing.shown().speed_milli;
                let tween = drawing.motion_allowed() && speed_milli <= TWEEN_SPEED_MILLI_MAX;
                let pace = Pace { now_ms, speed_milli, tween };
                if painter.with(|painter| painter.paint(view, selected.get(), pace)) == Some(true) {
                    drawing.request_frame();
                }
            });
            move || drop(guard)
        }
    });

    let on_change = {
        let palette = palette.setter();
        use_callback((), move |new, ()| palette.set(Some(Rc::new(new))))
    };
    html! {
        <>
            <PaletteProbe {on_change} />
            <canvas ref={canvas} class="stage__canvas" aria-hidden="true"></canvas>
        </>
    }
}

fn measure(painter: &SharedPainter, root: &NodeRef) {
    if let Some(root) = root.cast::<Element>() {
        painter.with(|painter| painter.measure(&root));
    }
}

/// A cell that long-lived closures read, set anew with every render.
#[hook]
fn use_mut_ref_cell<T: Copy + 'static>(value: T) -> Rc<Cell<T>> {
    let cell = use_memo((), |()| Cell::new(value));
    cell.set(value);
    cell
}
