//! One chart: lines, a legend with values, a cursor for keys and pointers, a summary, a table.

use std::rc::Rc;

use scenario::text;
use sim::Position;
use sqs::{MICROS_PER_MS, MICROS_PER_S, Time};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::metrics::{ChartKind, Quantity, value_words};
use super::plot::{LOOKS, Line, Plot};
use super::series::{Source, latest, points, unit};
use super::table::SamplesTable;
use crate::hooks::use_size::use_size;
use crate::lanes::short_clock;
use crate::session::{Session, use_session, use_shown};
use crate::stage::palette::Palette;

/// Height of the plot, in CSS pixels; the style sheet knows it too.
const HEIGHT: u32 = 150;
/// Left of the plot's floor, and both borders of it together; see [`super::plot`].
const LEFT: f64 = 52.0;
const BORDERS: f64 = 60.0;
/// While the clock runs, a chart is drawn at most this often, in milliseconds.
const DRAW_MS: f64 = 240.0;
/// Steps of the cursor over the whole run.
const CURSOR_STEPS: u64 = 100;

/// Properties of [`Figure`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Which chart.
    pub kind: ChartKind,
    /// Index of the queue.
    pub queue: u32,
    /// Whose numbers.
    pub source: Source,
    /// The theme's colours.
    pub palette: Rc<Palette>,
}

/// A chart as a figure.
#[component]
pub fn Figure(props: &Props) -> Html {
    let session = use_session();
    let shown = use_shown();
    let host = use_node_ref();
    let plot = use_mut_ref(|| None::<Plot>);
    let drawn_ms = use_mut_ref(|| 0.0f64);
    let cursor = use_state_eq(|| None::<Time>);
    let (width, _) = use_size(host.clone());
    let (kind, queue, source) = (props.kind, props.queue, props.source);
    let duration_us = session.read(|timeline| timeline.duration_us()).max(1);
    let at_us = shown.view.at_us;

    use_effect_with((Rc::clone(&props.palette), kind, width > 0, duration_us), {
        let (plot, host, drawn_ms) = (plot.clone(), host.clone(), drawn_ms.clone());
        move |(palette, kind, has_room, duration_us): &(Rc<Palette>, ChartKind, bool, Time)| {
            let host = host.cast::<HtmlElement>().filter(|_| *has_room);
            let duration_s = *duration_us as f64 / MICROS_PER_S as f64;
            *plot.borrow_mut() =
                host.and_then(|host| Plot::new(&host, (width, HEIGHT), &lines(*kind), duration_s, palette));
            *drawn_ms.borrow_mut() = 0.0;
            move || drop(plot.borrow_mut().take())
        }
    });
    use_effect_with(width, {
        let plot = plot.clone();
        move |width| {
            if let (Some(plot), true) = (&*plot.borrow(), *width > 0) {
                plot.set_size((*width, HEIGHT));
            }
        }
    });
    let drawn = (at_us, queue, source, shown.branch, shown.playing, Rc::clone(&props.palette), width > 0);
    use_effect_with(drawn, {
        let (plot, session) = (plot.clone(), session.clone());
        move |(at_us, queue, source, _, playing, ..)| {
            let now_ms = web_sys::window().and_then(|it| it.performance()).map_or(0.0, |it| it.now());
            if *playing && now_ms - *drawn_ms.borrow() < DRAW_MS {
                return;
            }
            *drawn_ms.borrow_mut() = now_ms;
            if let Some(plot) = &*plot.borrow() {
                plot.set_data(&columns(&session, *queue, kind, *source, *at_us));
            }
        }
    });

    let limit_us = at_us;
    let cursor_us = cursor.map_or(limit_us, |it| it.min(limit_us));
    let values = values_at(&session, queue, kind, source, cursor_us);
    let onkeydown = on_key(&session, cursor.setter(), cursor_us, limit_us, duration_us);
    let time_at = {
        let host = host.clone();
        move |event: &PointerEvent| time_at(&host, f64::from(event.client_x()), duration_us)
    };
    let onpointermove = {
        let (time_at, cursor) = (time_at.clone(), cursor.setter());
        Callback::from(move |event: PointerEvent| cursor.set(time_at(&event)))
    };
    let leave = {
        let cursor = cursor.setter();
        Callback::from(move |()| cursor.set(None))
    };
    let onpointerup = {
        let session = session.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some(at_us) = time_at(&event) {
                session.seek(Position::after_ms(at_us / MICROS_PER_MS));
            }
        })
    };
    html! {
        <figure class="chart">
            <figcaption>
                <h3>{ kind.title(source) }</h3>
                { legend(kind, source, &values) }
            </figcaption>
            <div class="chart__surface" role="slider" tabindex="0" aria-label={format!("Cursor in: {}", kind.title(source))}
                aria-valuemin="0" aria-valuemax={(duration_us / MICROS_PER_MS).to_string()}
                aria-valuenow={(cursor_us / MICROS_PER_MS).to_string()} aria-valuetext={words_at(cursor_us, kind, source, &values)}
                {onkeydown} {onpointermove} {onpointerup}
                onpointerleave={leave.reform(|_: PointerEvent| ())} onblur={leave.reform(|_: FocusEvent| ())}>
                <div class="chart__plot" ref={host} aria-hidden="true"></div>
                <div class="chart__clock" style={share(at_us, duration_us)}></div>
                if cursor.is_some() {
                    <div class="chart__cursor" style={share(cursor_us, duration_us)}>
                        <span>{ short_clock(cursor_us) }</span>
                    </div>
                }
            </div>
            <p class="chart__summary">{ summary(&session, queue, kind, source, at_us) }</p>
            <SamplesTable {kind} {queue} {source} />
        </figure>
    }
}

fn lines(kind: ChartKind) -> Vec<Line> {
    let looks = kind.lines().iter().zip(LOOKS);
    looks.map(|(line, (hue, dashes))| Line { name: line.column(kind), hue, dashes }).collect()
}

/// Instants in seconds, then each line's values; what is missing is not a number.
fn columns(session: &Session, queue: u32, kind: ChartKind, source: Source, until_us: Time) -> Vec<Vec<f64>> {
    let points = session.read(|timeline| points(timeline, queue, kind, source, until_us));
    let seconds = points.iter().map(|it| it.at_us as f64 / MICROS_PER_S as f64).collect();
    let line = |n: usize| points.iter().map(|it| it.values[n].unwrap_or(f64::NAN)).collect();
    std::iter::once(seconds).chain((0..kind.lines().len()).map(line)).collect()
}

type Value = (Quantity, Option<f64>);

fn values_at(session: &Session, queue: u32, kind: ChartKind, source: Source, at_us: Time) -> Vec<Value> {
    let point = session.read(|timeline| latest(timeline, queue, kind, source, at_us));
    let value = |n: usize| point.and_then(|it| it.values[n]);
    kind.lines().iter().enumerate().map(|(n, line)| (*line, value(n))).collect()
}

fn legend(kind: ChartKind, source: Source, values: &[Value]) -> Html {
    let entry = |((line, value), (hue, dashes)): (&Value, (usize, &[f64]))| {
        let dashes: Vec<String> = dashes.iter().map(f64::to_string).collect();
        html! {
            <li key={line.column(kind)} title={format!("{}: {}", line.column(kind), line.help(kind))}>
                <svg viewBox="0 0 28 6" width="28" height="6" aria-hidden="true">
                    <line x1="0" y1="3" x2="28" y2="3" stroke-width="3" stroke={format!("var(--hue-{hue})")}
                        stroke-dasharray={dashes.join(" ")} />
                </svg>
                <span>{ line.words(kind) }</span>
                <strong>{ with_unit(*value, *line, source) }</strong>
                if let Some(name) = line.name() {
                    <code class="chart__name">{ name }</code>
                }
            </li>
        }
    };
    html! { <ul class={classes!("legend", (kind == ChartKind::Age).then_some("is-single"))}>
        { for values.iter().zip(LOOKS).map(entry) }
    </ul> }
}

fn with_unit(value: Option<f64>, line: Quantity, source: Source) -> String {
    value
        .map_or_else(|| "no data".to_owned(), |value| format!("{}{}", value_words(value), unit(line, source)))
}

fn words_at(at_us: Time, kind: ChartKind, source: Source, values: &[Value]) -> String {
    let parts = values
        .iter()
        .map(|(line, value)| format!("{} {}", line.words(kind), with_unit(*value, *line, source)));
    format!("at {}: {}", text::clock(at_us), parts.collect::<Vec<_>>().join(", "))
}

/// The chart in a sentence: where its lines stand, and their highest points; between two points they may have been
/// higher.
fn summary(session: &Session, queue: u32, kind: ChartKind, source: Source, until_us: Time) -> String {
    let points = session.read(|timeline| points(timeline, queue, kind, source, until_us));
    let Some(newest) = points.last() else { return "No datapoint yet.".to_owned() };
    let parts = kind.lines().iter().enumerate().map(|(n, line)| {
        let highest = points.iter().filter_map(|it| Some((it.values[n]?, it.at_us)));
        let highest = highest.reduce(|best, it| if it.0 > best.0 { it } else { best });
        let now = format!("{} {} now", line.words(kind), with_unit(newest.values[n], *line, source));
        match highest {
            None => now,
            Some((value, at_us)) => {
                let most = with_unit(Some(value), *line, source);
                format!("{now}, highest point {most} at {}", short_clock(at_us))
            }
        }
    });
    parts.collect::<Vec<_>>().join("; ") + "."
}

fn share(at_us: Time, duration_us: Time) -> String {
    format!("--at: {}", at_us as f64 / duration_us as f64)
}

fn time_at(host: &NodeRef, client_x: f64, duration_us: Time) -> Option<Time> {
    let rect = host.cast::<Element>()?.get_bounding_client_rect();
    let share = (client_x - rect.x() - LEFT) / (rect.width() - BORDERS).max(1.0);
    Some((share.clamp(0.0, 1.0) * duration_us as f64).round() as Time)
}

/// Arrows move the cursor, enter goes there with the clock, escape puts it back.
fn on_key(
    session: &Session,
    cursor: UseStateSetter<Option<Time>>,
    cursor_us: Time,
    limit_us: Time,
    duration_us: Time,
) -> Callback<KeyboardEvent> {
    let session = session.clone();
    let step_us = (duration_us / CURSOR_STEPS).max(1);
    Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => cursor_us.saturating_add(step_us),
            "ArrowLeft" | "ArrowDown" => cursor_us.saturating_sub(step_us),
            "PageUp" => cursor_us.saturating_add(step_us * 10),
            "PageDown" => cursor_us.saturating_sub(step_us * 10),
            "Home" => 0,
            "End" => limit_us,
            "Enter" => {
                session.seek(Position::after_ms(cursor_us / MICROS_PER_MS));
                return;
            }
            "Escape" => {
                cursor.set(None);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        cursor.set(Some(to.min(limit_us)));
    })
}
