//! A queue's depth over time: visible as an area, in flight as a line, delayed as a dashed line.

use js_sys::Array;
use scenario::text;
use sim::Sample;
use wasm_bindgen::JsValue;

use super::{Band, Chart};
use crate::session::Session;

/// Free border above the highest value, in CSS pixels.
const HEADROOM: f64 = 14.0;

impl Chart<'_> {
    pub(super) fn queue(&self, session: &Session, queue: u32, band: Band) {
        session.read(|timeline| {
            let samples = timeline.samples(queue);
            let known = samples.partition_point(|sample| sample.at_us <= self.reached_us);
            let samples = &samples[..known];
            let values = samples.iter().map(|it| it.visible.max(it.in_flight).max(it.delayed));
            let highest = values.max().unwrap_or(0);
            let scale = (band.height - HEADROOM) / f64::from(highest.max(1));
            let steps = Steps { chart: self, samples, band, scale };
            steps.area(&self.palette.hues[0], |sample| sample.visible);
            steps.line(&self.palette.hues[1], &[], |sample| sample.in_flight);
            if samples.iter().any(|sample| sample.delayed > 0) {
                steps.line(&self.palette.muted, &[3.0, 3.0], |sample| sample.delayed);
            }
            self.ctx.set_fill_style_str(&self.palette.muted);
            self.ctx.set_text_align("left");
            // The number is told in the summary as well.
            let _ =
                self.ctx.fill_text(&format!("up to {}", text::count(highest.into())), 4.0, band.top + 7.0);
        });
    }
}

struct Steps<'a> {
    chart: &'a Chart<'a>,
    samples: &'a [Sample],
    band: Band,
    scale: f64,
}

impl Steps<'_> {
    fn y(&self, value: u32) -> f64 {
        self.band.top + self.band.height - 1.0 - f64::from(value) * self.scale
    }

    /// The steps as the context's path.
    fn path(&self, of: impl Fn(&Sample) -> u32) {
        let ctx = &self.chart.ctx;
        ctx.begin_path();
        let mut last = self.y(0);
        ctx.move_to(0.0, last);
        for sample in self.samples {
            let (x, y) = (self.band.x(sample.at_us), self.y(of(sample)));
            ctx.line_to(x, last);
            ctx.line_to(x, y);
            last = y;
        }
        ctx.line_to(self.band.x(self.chart.reached_us), last);
    }

    fn area(&self, colour: &str, of: impl Fn(&Sample) -> u32) {
        let ctx = &self.chart.ctx;
        self.path(of);
        ctx.line_to(self.band.x(self.chart.reached_us), self.y(0));
        ctx.close_path();
        ctx.set_global_alpha(0.45);
        ctx.set_fill_style_str(colour);
        ctx.fill();
        ctx.set_global_alpha(1.0);
        ctx.set_stroke_style_str(colour);
        ctx.set_line_width(1.0);
        ctx.stroke();
    }

    fn line(&self, colour: &str, dashes: &[f64], of: impl Fn(&Sample) -> u32) {
        let ctx = &self.chart.ctx;
        let list: Array = dashes.iter().map(|it| JsValue::from_f64(*it)).collect();
        self.path(of);
        // Dashes that are not finite would be refused and leave a whole line.
        let _ = ctx.set_line_dash(&list);
        ctx.set_stroke_style_str(colour);
        ctx.set_line_width(2.0);
        ctx.stroke();
        let _ = ctx.set_line_dash(&Array::new());
    }
}
