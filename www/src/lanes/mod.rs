//! The timeline's lanes: what happened so far, one lane for each queue, worker and the selected message.

mod axis;
mod draw;
mod reached;
mod rows;
mod spans_table;
mod summary;

use std::rc::Rc;

use sim::Position;
use sqs::MICROS_PER_MS;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};
use yew::prelude::*;

pub use self::axis::short_clock;
use self::draw::{Chart, draw};
use self::reached::use_reached_us;
use self::rows::{Row, RowKind};
use crate::hooks::use_size::use_size;
use crate::session::{Session, Shown, use_session, use_shown};
use crate::stage::palette::{Palette, PaletteProbe};

/// Height of the axis, in CSS pixels.
const AXIS: u32 = 22;
/// While the clock runs, the lanes are drawn at most this often, in milliseconds of the viewer's time.
const DRAW_MS: f64 = 300.0;

/// The lanes.
#[component]
pub fn Lanes() -> Html {
    let session = use_session();
    let shown = use_shown();
    let palette = use_state_eq(|| None::<Rc<Palette>>);
    let table = use_state_eq(|| false);
    let track = use_node_ref();
    let canvas = use_node_ref();
    let drawn_ms = use_mut_ref(|| 0.0f64);
    let (width, _) = use_size(track.clone());
    let reached_us = use_reached_us(&session, &shown);
    let rows = use_memo(session.clone(), |session| session.read(|timeline| rows::rows(timeline.model())));
    let height = rows.iter().map(|row| row.height).sum::<u32>() + AXIS;

    use_effect_with(
        (
            (*palette).clone(),
            width,
            shown.clone().view.at_us,
            reached_us,
            shown.selected,
            (shown.branch, shown.playing),
        ),
        {
            let (session, rows, shown, canvas) =
                (session.clone(), Rc::clone(&rows), Rc::clone(&shown), canvas.clone());
            move |(palette, ..)| {
                let now_ms = web_sys::window().and_then(|it| it.performance()).map_or(0.0, |it| it.now());
                if shown.playing && now_ms - *drawn_ms.borrow() < DRAW_MS {
                    return;
                }
                *drawn_ms.borrow_mut() = now_ms;
                let ctx =
                    canvas.cast::<HtmlCanvasElement>().and_then(|canvas| context(&canvas, width, height));
                if let (Some(palette), Some(ctx)) = (palette, ctx) {
                    let (width, height) = (f64::from(width), f64::from(height));
                    draw(&Chart { ctx, palette, width, height, rows: &rows, reached_us }, &session, &shown);
                }
            }
        },
    );

    let seek = {
        let track = track.clone();
        use_callback(session.clone(), move |event: PointerEvent, session| seek_to(&event, &track, session))
    };
    let onpointerdown = {
        let seek = seek.clone();
        Callback::from(move |event: PointerEvent| {
            if event.button() == 0 {
                capture(&event);
                seek.emit(event);
            }
        })
    };
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if event.buttons() & 1 == 1 {
            seek.emit(event);
        }
    });
    let on_change = {
        let palette = palette.setter();
        use_callback((), move |new, ()| palette.set(Some(Rc::new(new))))
    };
    let ontoggle = {
        let (setter, open) = (table.setter(), *table);
        Callback::from(move |_: MouseEvent| setter.set(!open))
    };
    html! {
        <div class="lanes">
            <PaletteProbe {on_change} />
            <div class="lanes__grid">
                <ul class="lanes__names">
                    { for rows.iter().map(|row| name(row, &session, &shown)) }
                </ul>
                <div class="lanes__track" ref={track} style={format!("block-size: {height}px")}
                    {onpointerdown} {onpointermove}>
                    <canvas ref={canvas} aria-hidden="true"></canvas>
                </div>
            </div>
            <div class="lanes__words">
                <p>{ summary::sentence(&session, &shown) }</p>
                <p class="muted">{ "Click or drag in the lanes to go to that moment. The Time slider does the same." }</p>
                <button type="button" class="small-button" onclick={ontoggle} aria-expanded={table.to_string()}>
                    { if *table { "Hide the lanes as a table" } else { "Show the lanes as a table" } }
                </button>
                if *table {
                    { spans_table::table(&session, &shown, reached_us) }
                }
            </div>
        </div>
    }
}

fn name(row: &Row, session: &Session, shown: &Shown) -> Html {
    let style = format!("block-size: {}px", row.height);
    let selected = shown.selected.and_then(|id| session.read(|timeline| timeline.label(id)));
    let words = match (row.kind, selected) {
        (RowKind::Message, Some(label)) => format!("message {label}"),
        (RowKind::Message, None) => "selected message".to_owned(),
        _ => row.name.clone(),
    };
    html! { <li key={row.name.clone()} {style} class={classes!("lanes__name", row.class())}>{ words }</li> }
}

fn context(canvas: &HtmlCanvasElement, width: u32, height: u32) -> Option<CanvasRenderingContext2d> {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    canvas.set_width((f64::from(width) * ratio).round() as u32);
    canvas.set_height((f64::from(height) * ratio).round() as u32);
    let ctx: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    ctx.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    Some(ctx)
}

fn seek_to(event: &PointerEvent, track: &NodeRef, session: &Session) {
    let Some(track) = track.cast::<Element>() else { return };
    let rect = track.get_bounding_client_rect();
    let share = ((f64::from(event.client_x()) - rect.x()) / rect.width().max(1.0)).clamp(0.0, 1.0);
    let duration_ms = session.read(|timeline| timeline.duration_us()) / MICROS_PER_MS;
    session.seek(Position::after_ms((share * duration_ms as f64).round() as u64));
}

/// Keeps the pointer while it is down, so that a drag may leave the lanes.
fn capture(event: &PointerEvent) {
    let target = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(target) = target {
        // Without capture the drag ends at the lanes' edge.
        let _ = target.set_pointer_capture(event.pointer_id());
    }
}
