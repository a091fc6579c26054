//! The furniture: edges of lanes, counted blocks, threads, bars.

use std::f64::consts::PI;

use scenario::text;

use super::Brush;
use crate::stage::floor::{BLOCK, Pile};
use crate::stage::scene::{Ghost, Scene};
use crate::stage::spot::Point;

/// Height of a bar of progress, in CSS pixels.
const BAR: f64 = 6.0;
/// Left of a bar: a token with its badge.
const BAR_START: f64 = 56.0;
/// Width of a worker's slot from which on a bar fits beside the token.
const BAR_SLOT_MIN: f64 = 90.0;
/// Length of each end of a torn thread, in CSS pixels.
const LOOSE_END: f64 = 26.0;

impl Brush {
    pub(super) fn lane_edges(&self, scene: &Scene) {
        let ctx = &self.ctx;
        ctx.set_stroke_style_str(&self.palette.line);
        ctx.set_line_width(1.0);
        ctx.begin_path();
        for (from, to) in &scene.lanes {
            ctx.move_to(from.x, from.y.round() + 0.5);
            ctx.line_to(to.x, to.y.round() + 0.5);
        }
        ctx.stroke();
    }

    pub(super) fn piles(&self, scene: &Scene) {
        let ctx = &self.ctx;
        for pile in scene.piles.iter().filter(|pile| pile.blocks > 0) {
            ctx.set_fill_style_str(&self.palette.muted);
            ctx.set_text_align("left");
            if pile.unit > 1 {
                self.caption(pile);
            }
            ctx.set_text_align("center");
            ctx.set_fill_style_str(self.palette.hue(None));
            let rows = pile.blocks / u64::from(pile.columns);
            for row in 0..rows {
                // A full row is drawn at once and cut into blocks below.
                let left = pile.place(row * u64::from(pile.columns) + u64::from(pile.columns) - 1);
                ctx.fill_rect(left.x, left.y, f64::from(pile.columns) * BLOCK - 1.5, BLOCK - 1.5);
            }
            for n in rows * u64::from(pile.columns)..pile.blocks {
                let at = pile.place(n);
                ctx.fill_rect(at.x, at.y, BLOCK - 1.5, BLOCK - 1.5);
            }
            let height = rows as f64 * BLOCK;
            for column in 1..pile.columns {
                let x = pile.floor.x + pile.floor.w - f64::from(column) * BLOCK - 1.5;
                ctx.clear_rect(x, pile.floor.y + pile.floor.h - height, 1.5, height);
            }
        }
    }

    /// What a block stands for; the exact number stands above as text.
    fn caption(&self, pile: &Pile) {
        let stands_for = format!("= {}", text::plural(pile.unit, "message", "messages"));
        let (x, y) = (pile.floor.x, pile.floor.y - Pile::LINE / 2.0);
        // Text can be drawn at any finite place.
        if pile.two_lines {
            let _ = self.ctx.fill_text("1 block", x, y - Pile::LINE);
            let _ = self.ctx.fill_text(&stands_for, x, y);
        } else {
            let _ = self.ctx.fill_text(&format!("1 block {stands_for}"), x, y);
        }
    }

    /// The thread from each message to the worker that was handed it; torn where the worker has lost it.
    pub(super) fn tethers(&self, scene: &Scene, places: &[Point]) {
        for torn in [false, true] {
            let ctx = &self.ctx;
            ctx.begin_path();
            for ghost in scene.ghosts.iter().filter(|it| it.torn == torn) {
                let found = scene.tokens.iter().zip(places).find(|(token, _)| token.id == ghost.id);
                let Some((token, at)) = found else { continue };
                // Down to a worker below, a thread would cross words: it is drawn where it is asked for.
                if (scene.all_tethers && ghost.labelled && !ghost.below) || token.selected {
                    self.thread(*at, ghost, torn);
                }
            }
            ctx.set_stroke_style_str(if torn { &self.palette.bad } else { &self.palette.line_strong });
            ctx.set_line_width(if torn { 1.5 } else { 1.0 });
            // A whole one may cross the words of a card on its way to the next.
            ctx.set_global_alpha(if torn { 1.0 } else { 0.6 });
            ctx.stroke();
            ctx.set_global_alpha(1.0);
        }
    }

    fn thread(&self, at: Point, ghost: &Ghost, torn: bool) {
        let ctx = &self.ctx;
        let (from, to) = if ghost.below {
            (Point { x: at.x, y: at.y + 14.0 }, Point { x: ghost.at.x, y: ghost.at.y - 12.0 })
        } else {
            (Point { x: at.x + 14.0, y: at.y }, Point { x: ghost.at.x - 14.0, y: ghost.at.y })
        };
        if !torn {
            let middle = Point { x: (from.x + to.x) / 2.0, y: (from.y + to.y) / 2.0 };
            ctx.move_to(from.x, from.y);
            if ghost.below {
                ctx.bezier_curve_to(from.x, middle.y, to.x, middle.y, to.x, to.y);
            } else {
                ctx.bezier_curve_to(middle.x, from.y, middle.x, to.y, to.x, to.y);
            }
            return;
        }
        // Two loose ends with a gap between them, short enough not to cross what stands between.
        let length = ((to.x - from.x).powi(2) + (to.y - from.y).powi(2)).sqrt().max(1.0);
        let loose = (LOOSE_END / length).min(0.4);
        let end = |from: Point, to: Point, share: f64| Point {
            x: from.x + (to.x - from.x) * share,
            y: from.y + (to.y - from.y) * share,
        };
        for (start, stop) in [(from, end(from, to, loose)), (to, end(to, from, loose))] {
            let drop = if stop.x > start.x { 5.0 } else { -5.0 };
            ctx.move_to(start.x, start.y);
            ctx.line_to(stop.x, stop.y);
            ctx.line_to(stop.x - drop * 0.6, stop.y + 5.0);
        }
    }

    pub(super) fn progress(&self, scene: &Scene) {
        let ctx = &self.ctx;
        for bar in scene.progress.iter().filter(|bar| bar.slot.w >= BAR_SLOT_MIN) {
            let (x, y) = (bar.slot.x + BAR_START, bar.slot.y + bar.slot.h / 2.0 - BAR / 2.0);
            let w = bar.slot.w - BAR_START - 8.0;
            ctx.set_fill_style_str(&self.palette.surface_3);
            ctx.fill_rect(x, y, w, BAR);
            ctx.set_fill_style_str(if bar.overrun { &self.palette.bad } else { &self.palette.accent });
            ctx.fill_rect(x, y, w * f64::from(bar.done_milli.min(1_000)) / 1_000.0, BAR);
        }
    }

    /// Links the copies of a message that several workers hold.
    pub(super) fn duplicate_arcs(&self, scene: &Scene) {
        let ctx = &self.ctx;
        ctx.set_stroke_style_str(&self.palette.bad);
        ctx.set_line_width(2.0);
        // As with threads.
        ctx.set_global_alpha(0.6);
        for (n, ghost) in scene.ghosts.iter().enumerate().filter(|(_, it)| it.holders > 1) {
            let Some(twin) = scene.ghosts.iter().skip(n + 1).find(|it| it.id == ghost.id) else { continue };
            let left = (ghost.at.x.min(twin.at.x) - 34.0).max(2.0);
            ctx.begin_path();
            ctx.move_to(ghost.at.x - 15.0, ghost.at.y);
            ctx.bezier_curve_to(left, ghost.at.y, left, twin.at.y, twin.at.x - 15.0, twin.at.y);
            ctx.stroke();
        }
        ctx.set_global_alpha(1.0);
    }

    /// A filled disc; true if the context took it.
    pub(super) fn disc(&self, x: f64, y: f64, radius: f64) {
        self.ctx.begin_path();
        // An arc fails for a negative radius only.
        let _ = self.ctx.arc(x, y, radius, 0.0, 2.0 * PI);
        self.ctx.fill();
    }
}
