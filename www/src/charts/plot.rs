//! uPlot, as far as the charts need it.

use js_sys::{Array, Float64Array, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::lanes::short_clock;
use crate::stage::palette::Palette;

/// Room for the numbers at the left, in CSS pixels; the style sheet knows it too.
const LEFT: f64 = 52.0;
/// Room for the times below; the style sheet knows it too.
const BELOW: f64 = 28.0;
/// Free border above and at the right; the style sheet knows it too.
const BORDER: f64 = 8.0;
/// Free room above the highest value, as a factor.
const HEADROOM: f64 = 1.08;

/// Seconds between the times below, where they are as people count.
const STEPS_S: [f64; 27] = [
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.5,
    1.0,
    2.0,
    5.0,
    10.0,
    20.0,
    30.0,
    60.0,
    120.0,
    300.0,
    600.0,
    900.0,
    1_800.0,
    3_600.0,
    7_200.0,
    14_400.0,
    21_600.0,
    43_200.0,
    86_400.0,
    172_800.0,
    604_800.0,
    1_209_600.0,
];

/// The part of the run up to whose end times are written below.
const LAST_LABEL: f64 = 0.96;

/// A line's look: a hue and dashes, so that lines differ without colours too.
pub struct Line {
    /// Its name.
    pub name: &'static str,
    /// Index of its hue.
    pub hue: usize,
    /// Dashes in CSS pixels; empty is a whole line.
    pub dashes: &'static [f64],
}

/// The looks of a chart's lines, in order.
pub const LOOKS: [(usize, &[f64]); 4] =
    [(0, &[]), (1, &[8.0, 4.0]), (2, &[2.0, 3.0]), (3, &[10.0, 3.0, 2.0, 3.0])];

/// A chart on the page; it goes when it is dropped.
pub struct Plot {
    chart: JsValue,
    _y_range: Closure<dyn Fn(JsValue, JsValue, JsValue) -> Array>,
    _times: Closure<dyn Fn(JsValue, Array) -> Array>,
}

impl Plot {
    /// A chart of step lines inside of an element; none where uPlot is not loaded.
    pub fn new(
        host: &HtmlElement,
        size: (u32, u32),
        lines: &[Line],
        duration_s: f64,
        palette: &Palette,
    ) -> Option<Self> {
        let class: Function = Reflect::get(&js_sys::global(), &"uPlot".into()).ok()?.dyn_into().ok()?;
        let y_range = Closure::<dyn Fn(JsValue, JsValue, JsValue) -> Array>::new(
            |_: JsValue, _: JsValue, highest: JsValue| {
                let highest = highest.as_f64().filter(|it| it.is_finite()).unwrap_or(0.0);
                Array::of2(&0.0.into(), &(highest * HEADROOM).max(1.0).into())
            },
        );
        let times = Closure::<dyn Fn(JsValue, Array) -> Array>::new(move |_: JsValue, splits: Array| {
            let text = |s: f64| short_clock((s * 1_000_000.0).round() as u64);
            // At the very end there is no room for half of the words.
            let fits = |s: &f64| *s < duration_s * LAST_LABEL;
            let label = |s: JsValue| s.as_f64().filter(fits).map(text).unwrap_or_default();
            splits.iter().map(|s| JsValue::from_str(&label(s))).collect()
        });
        let steps = stepped(&class)?;
        let options = object(&[
            ("width", f64::from(size.0).into()),
            ("height", f64::from(size.1).into()),
            ("padding", numbers(&[BORDER, BORDER, 0.0, 0.0])),
            ("legend", object(&[("show", false.into())])),
            ("cursor", object(&[("show", false.into())])),
            ("series", series(lines, &steps, palette)),
            (
                "scales",
                object(&[
                    ("x", object(&[("time", false.into()), ("range", numbers(&[0.0, duration_s]))])),
                    ("y", object(&[("range", y_range.as_ref().clone())])),
                ]),
            ),
            ("axes", axes(palette, times.as_ref())),
        ]);
        let empty: Array = (0..=lines.len()).map(|_| JsValue::from(Array::new())).collect();
        let chart = Reflect::construct(&class, &Array::of3(&options, &empty, host)).ok()?;
        Some(Self { chart, _y_range: y_range, _times: times })
    }

    /// Draws these columns: the instants in seconds, then each line's values; a line has a gap at what is not a
    /// number.
    pub fn set_data(&self, columns: &[Vec<f64>]) {
        let data: Array = columns.iter().map(|it| column(it)).collect();
        self.call("setData", &Array::of1(&data));
    }

    /// Another size, in CSS pixels.
    pub fn set_size(&self, (width, height): (u32, u32)) {
        let size = object(&[("width", f64::from(width).into()), ("height", f64::from(height).into())]);
        self.call("setSize", &Array::of1(&size));
    }

    fn call(&self, method: &str, arguments: &Array) {
        let function =
            Reflect::get(&self.chart, &method.into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
        if let Some(function) = function {
            // What uPlot throws leaves the chart as it was; the table has the same numbers.
            let _ = function.apply(&self.chart, arguments);
        }
    }
}

impl Drop for Plot {
    fn drop(&mut self) {
        self.call("destroy", &Array::new());
    }
}

fn column(values: &[f64]) -> JsValue {
    if values.iter().all(|it| it.is_finite()) {
        return Float64Array::from(values).into();
    }
    let value = |it: &f64| if it.is_finite() { JsValue::from_f64(*it) } else { JsValue::NULL };
    values.iter().map(value).collect::<Array>().into()
}

fn stepped(class: &Function) -> Option<JsValue> {
    let paths = Reflect::get(class, &"paths".into()).ok()?;
    let stepped: Function = Reflect::get(&paths, &"stepped".into()).ok()?.dyn_into().ok()?;
    stepped.call1(&paths, &object(&[("align", 1.0.into())])).ok()
}

fn series(lines: &[Line], steps: &JsValue, palette: &Palette) -> JsValue {
    let hidden = object(&[("show", false.into())]);
    let list = Array::of1(&Object::new());
    for line in lines {
        list.push(&object(&[
            ("label", line.name.into()),
            ("stroke", palette.hues[line.hue].as_str().into()),
            ("width", 2.0.into()),
            ("dash", numbers(line.dashes)),
            ("paths", steps.clone()),
            ("points", hidden.clone()),
        ]));
    }
    list.into()
}

fn axes(palette: &Palette, times: &JsValue) -> JsValue {
    let grid = object(&[("stroke", palette.line.as_str().into()), ("width", 1.0.into())]);
    let axis = |size: f64, more: &[(&str, JsValue)]| {
        let mut entries = vec![
            ("stroke", palette.muted.as_str().into()),
            ("grid", grid.clone()),
            ("ticks", grid.clone()),
            ("font", "11px system-ui, sans-serif".into()),
            ("size", size.into()),
        ];
        entries.extend_from_slice(more);
        object(&entries)
    };
    let x = axis(BELOW, &[("values", times.clone()), ("space", 72.0.into()), ("incrs", numbers(&STEPS_S))]);
    let y = axis(LEFT, &[("space", 28.0.into())]);
    Array::of2(&x, &y).into()
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // A plain object takes every property.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

fn numbers(list: &[f64]) -> JsValue {
    list.iter().map(|it| JsValue::from_f64(*it)).collect::<Array>().into()
}
