//! Draws the lanes.

mod queue_lane;
mod span_lane;

use std::rc::Rc;

use sim::{FaultKind, Input};
use sqs::Time;
use web_sys::CanvasRenderingContext2d;

use super::AXIS;
use super::axis::{self, short_clock};
use super::rows::{Row, RowKind};
use crate::session::{Session, Shown};
use crate::stage::palette::Palette;

/// CSS pixels between labels of the axis.
const TICK: f64 = 84.0;

/// On less there is nothing to see; a region that is not shown has no width at all.
const WIDTH_MIN: f64 = 16.0;

/// What to draw with and on.
pub struct Chart<'a> {
    /// The canvas, in CSS pixels.
    pub ctx: CanvasRenderingContext2d,
    /// The theme's colours.
    pub palette: &'a Rc<Palette>,
    /// In CSS pixels.
    pub width: f64,
    /// In CSS pixels.
    pub height: f64,
    /// From top to bottom.
    pub rows: &'a [Row],
    /// Nothing later is shown.
    pub reached_us: Time,
}

/// A lane's place.
#[derive(Clone, Copy)]
pub struct Band {
    /// Upper edge.
    pub top: f64,
    /// Height.
    pub height: f64,
    /// CSS pixels for a microsecond.
    pub scale: f64,
}

impl Band {
    /// The place of an instant.
    pub fn x(&self, at_us: Time) -> f64 {
        at_us as f64 * self.scale
    }
}

/// Draws everything.
pub fn draw(chart: &Chart<'_>, session: &Session, shown: &Shown) {
    if chart.width < WIDTH_MIN {
        return;
    }
    let ctx = &chart.ctx;
    ctx.clear_rect(0.0, 0.0, chart.width, chart.height);
    ctx.set_font("11px system-ui, sans-serif");
    ctx.set_text_baseline("middle");
    let duration_us = session.read(|timeline| timeline.duration_us()).max(1);
    let scale = chart.width / duration_us as f64;
    unseen(chart, scale);
    let mut top = 0.0;
    for row in chart.rows {
        let band = Band { top, height: f64::from(row.height), scale };
        match row.kind {
            RowKind::Queue(queue) => chart.queue(session, queue, band),
            RowKind::Worker(worker) => chart.worker(session, worker, band),
            RowKind::Busy(consumer, count) => chart.busy(session, consumer, count, band),
            RowKind::Message => chart.message(session, shown, band),
            RowKind::Markers => markers(chart, session, shown, band),
        }
        top += band.height;
        ctx.set_fill_style_str(&chart.palette.line);
        ctx.fill_rect(0.0, top - 1.0, chart.width, 1.0);
    }
    ticks(chart, duration_us, Band { top, height: f64::from(AXIS), scale });
    // A chart that is not laid out yet has no width, so this is no `clamp`.
    playhead(chart, (shown.view.at_us as f64 * scale).min(chart.width - 1.0).max(1.0));
}

/// What the viewer has not come to yet lies under a grey ground.
fn unseen(chart: &Chart<'_>, scale: f64) {
    let ctx = &chart.ctx;
    let from = chart.reached_us as f64 * scale;
    ctx.set_global_alpha(0.5);
    ctx.set_fill_style_str(&chart.palette.surface_3);
    ctx.fill_rect(from, 0.0, chart.width - from, chart.height - f64::from(AXIS));
    ctx.set_global_alpha(1.0);
}

fn playhead(chart: &Chart<'_>, x: f64) {
    let ctx = &chart.ctx;
    ctx.set_fill_style_str(&chart.palette.text);
    ctx.fill_rect(x - 1.0, 0.0, 2.0, chart.height - f64::from(AXIS));
    ctx.begin_path();
    ctx.move_to(x - 5.0, 0.0);
    ctx.line_to(x + 5.0, 0.0);
    ctx.line_to(x, 7.0);
    ctx.fill();
}

fn ticks(chart: &Chart<'_>, duration_us: Time, band: Band) {
    let ctx = &chart.ctx;
    ctx.set_fill_style_str(&chart.palette.muted);
    for at_us in axis::ticks(duration_us, (chart.width / TICK) as u64) {
        let x = band.x(at_us);
        ctx.fill_rect(x.min(chart.width - 1.0), band.top, 1.0, 5.0);
        let near_end = x > chart.width - 24.0;
        ctx.set_text_align(if at_us == 0 {
            "left"
        } else if near_end {
            "right"
        } else {
            "center"
        });
        // A label that cannot be drawn leaves its tick.
        let _ = ctx.fill_text(&short_clock(at_us), x, band.top + 14.0);
    }
}

/// Story beats are discs, faults crosses, acts of the user diamonds.
fn markers(chart: &Chart<'_>, session: &Session, shown: &Shown, band: Band) {
    let ctx = &chart.ctx;
    let seen = |at_us: &Time| *at_us <= chart.reached_us;
    let y = band.top + band.height / 2.0;
    ctx.set_fill_style_str(&chart.palette.accent);
    for at_us in session.scenario().story.iter().map(|beat| beat.at_us).filter(seen) {
        ctx.begin_path();
        // An arc fails for a negative radius only.
        let _ = ctx.arc(band.x(at_us).max(5.0), y, 4.0, 0.0, 2.0 * std::f64::consts::PI);
        ctx.fill();
    }
    ctx.set_text_align("center");
    let model = session.read(|timeline| std::sync::Arc::clone(timeline.model()));
    ctx.set_fill_style_str(&chart.palette.bad);
    for fault in model.faults.iter().filter(|fault| seen(&fault.at_us)) {
        let sign = match fault.kind {
            FaultKind::Crash { .. } => "✕",
            FaultKind::SecondCopy { .. } => "×2",
            FaultKind::Hang { .. } => "‖",
            FaultKind::Slow { .. } => "≈",
            FaultKind::Stop { .. } => "■",
            FaultKind::ZoneOutage { .. } => "✕✕",
            FaultKind::LoseRequest { .. } => "→✕",
            FaultKind::LoseReply { .. } => "✕←",
            FaultKind::Redrive { .. } => "⇠",
            FaultKind::CancelRedrive { .. } => "⇠|",
            FaultKind::Purge { .. } => "∅",
            FaultKind::Change { .. } => "Δ",
        };
        // A sign that cannot be drawn is still told in the event log.
        let _ = ctx.fill_text(sign, band.x(fault.at_us), y);
    }
    ctx.set_fill_style_str(&chart.palette.text);
    let acts = shown.branches.iter().filter(|branch| branch.current).flat_map(|branch| &branch.inputs);
    for (position, input) in acts.filter(|(position, _)| seen(&position.at_us)) {
        let sign = match input {
            Input::Call(_) => "◆>",
            Input::Send { .. } => "◆+",
            Input::Crash { .. } => "◆✕",
            Input::BringBack { .. } => "◆↺",
            Input::Redrive { .. } => "◆⇠",
            Input::Delete { .. } => "◆✓",
            Input::MakeVisible { .. } => "◆↩",
            Input::Stop { .. } => "◆■",
            Input::Hang { .. } => "◆‖",
            Input::CancelRedrive { .. } => "◆⇠|",
            Input::Purge { .. } => "◆∅",
            Input::Change { .. } => "◆Δ",
        };
        // As above.
        let _ = ctx.fill_text(sign, band.x(position.at_us), y);
    }
}
