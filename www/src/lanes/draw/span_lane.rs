//! Lanes of stretches: workers and the selected message. Kinds differ in height and hatching, not in colour alone.

use sim::{LaneSpan, SpanKind, WorkerId};
use sqs::Time;

use super::{Band, Chart};
use crate::session::{Session, Shown};

/// CSS pixels between hatches.
const HATCH: f64 = 6.0;
/// Stretches narrower than this have no room for a number.
const NUMBER_WIDTH_MIN: f64 = 14.0;

impl Chart<'_> {
    pub(super) fn worker(&self, session: &Session, worker: WorkerId, band: Band) {
        let spans = session.read(|timeline| timeline.worker_spans(worker, 0, self.reached_us));
        for span in &spans {
            self.span(span, band);
        }
    }

    pub(super) fn message(&self, session: &Session, shown: &Shown, band: Band) {
        let Some(id) = shown.selected else { return };
        for span in session.read(|timeline| timeline.message_spans(id)) {
            self.span(&span, band);
            let (x, w) = (band.x(span.from_us), band.x(span.to_us) - band.x(span.from_us));
            if span.kind == SpanKind::InFlight && w > NUMBER_WIDTH_MIN {
                self.ctx.set_fill_style_str(&self.palette.text);
                self.ctx.set_text_align("center");
                // The number is also in the life story.
                let _ = self.ctx.fill_text(
                    &span.receive_count.to_string(),
                    x + w / 2.0,
                    band.top + band.height / 2.0,
                );
            }
        }
    }

    fn span(&self, span: &LaneSpan, band: Band) {
        let ctx = &self.ctx;
        let x = band.x(span.from_us);
        let w = (band.x(span.to_us) - x).max(1.0);
        let (top, h) = (band.top + 3.0, band.height - 7.0);
        let middle = top + h / 2.0;
        match span.kind {
            SpanKind::Polling | SpanKind::Idle | SpanKind::Starting | SpanKind::Delayed => {
                ctx.set_fill_style_str(&self.palette.line_strong);
                ctx.fill_rect(x, middle - 1.0, w, 2.0);
            }
            SpanKind::Working => {
                ctx.set_fill_style_str(&self.palette.accent);
                ctx.fill_rect(x, top, (w - 1.0).max(0.5), h);
            }
            SpanKind::Visible => {
                ctx.set_fill_style_str(&self.palette.hues[0]);
                ctx.fill_rect(x, middle - 3.0, w, 6.0);
            }
            SpanKind::InFlight => {
                ctx.set_stroke_style_str(&self.palette.hues[1]);
                ctx.set_line_width(2.0);
                ctx.stroke_rect(x + 1.0, top + 1.0, (w - 2.0).max(0.5), h - 2.0);
            }
            SpanKind::Overrun => self.hatched(x, top, w, h, &self.palette.warn),
            SpanKind::Stopped => {}
            SpanKind::Crashed | SpanKind::Hung => self.hatched(x, top, w, h, &self.palette.bad),
            SpanKind::Gone => {
                ctx.set_fill_style_str(&self.palette.good);
                ctx.fill_rect(x, top, 3.0, h);
            }
        }
    }

    fn hatched(&self, x: f64, top: f64, w: f64, h: f64, colour: &str) {
        let ctx = &self.ctx;
        ctx.save();
        ctx.begin_path();
        ctx.rect(x, top, w, h);
        ctx.clip();
        ctx.set_stroke_style_str(colour);
        ctx.set_line_width(1.5);
        ctx.begin_path();
        let mut at = x - h;
        while at < x + w {
            ctx.move_to(at, top + h);
            ctx.line_to(at + h, top);
            at += HATCH;
        }
        ctx.rect(x + 0.75, top + 0.75, w - 1.5, h - 1.5);
        ctx.stroke();
        ctx.restore();
    }

    /// How many workers of a group work, as an area.
    pub(super) fn busy(&self, session: &Session, consumer: u32, count: u32, band: Band) {
        let mut changes: Vec<(Time, i32)> = Vec::new();
        session.read(|timeline| {
            for index in 0..count {
                let worker = WorkerId { consumer, index };
                let spans = timeline.worker_spans(worker, 0, self.reached_us);
                let works = |span: &&LaneSpan| matches!(span.kind, SpanKind::Working | SpanKind::Overrun);
                changes.extend(spans.iter().filter(works).flat_map(|it| [(it.from_us, 1), (it.to_us, -1)]));
            }
        });
        changes.sort_unstable();
        let ctx = &self.ctx;
        let bottom = band.top + band.height - 1.0;
        let scale = (band.height - 6.0) / f64::from(count.max(1));
        let (mut busy, mut last) = (0i32, bottom);
        ctx.begin_path();
        ctx.move_to(0.0, bottom);
        for (at_us, change) in changes {
            busy += change;
            let (x, y) = (band.x(at_us), bottom - f64::from(busy) * scale);
            ctx.line_to(x, last);
            ctx.line_to(x, y);
            last = y;
        }
        ctx.line_to(band.x(self.reached_us), last);
        ctx.line_to(band.x(self.reached_us), bottom);
        ctx.close_path();
        ctx.set_fill_style_str(&self.palette.accent);
        ctx.fill();
    }
}
