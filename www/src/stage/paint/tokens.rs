//! Messages: on their floors, at workers, and on their way out.

use js_sys::Array;
use sim::{Departure, Label};

use super::Brush;
use crate::stage::floor::token_width;
use crate::stage::scene::{Farewell, Ghost, Look, Note, Token};
use crate::stage::spot::Point;

/// Side of a token without a label, and height of one with it, in CSS pixels.
const SIDE: f64 = 14.0;
const TALL: f64 = 20.0;
/// Height of a badge, and its least width.
const BADGE: f64 = 15.0;
/// Pips above a token; more receives are a number.
const PIPS_MAX: u32 = 5;
/// Milliseconds of the run that a deleted message takes to its exit, and until it begins to shrink.
const WALK_MS: f64 = 300.0;
const SHRINK_FROM_MS: f64 = 700.0;
const GONE_MS: f64 = 1_000.0;

impl Brush {
    pub(super) fn token(&mut self, token: &Token, at: Point) {
        let text = token.labelled.then(|| self.label(token.label));
        let (w, h) = size(text.as_deref());
        let hollow = !matches!(token.look, Look::Waiting | Look::Blocked);
        if token.poison {
            self.hexagon(at, w, h);
        } else {
            self.body(at, w, h, token.dead);
        }
        self.ctx.set_fill_style_str(if hollow { &self.palette.surface } else { self.hue(token.label) });
        self.ctx.fill();
        match token.look {
            Look::Delayed => self.dashed(token.label),
            Look::Waiting | Look::Blocked => {
                if token.dead {
                    self.outline(&self.palette.bad, 2.0);
                }
            }
            Look::InFlight(left_milli) => {
                self.outline(&self.palette.line_strong, 1.0);
                self.ring(at, w, h, left_milli, token.label);
            }
        }
        if token.poison {
            self.hexagon(at, w, h);
            self.outline(&self.palette.text, 1.5);
        }
        match text {
            Some(text) => {
                self.word(&text, at, if hollow { &self.palette.text } else { &self.palette.surface })
            }
            None => self.mark(token.label, at, hollow),
        }
        match token.look {
            Look::Delayed => self.clock(at.x + w / 2.0, at.y - h / 2.0),
            Look::Blocked => self.padlock(at.x + w / 2.0 + 1.0, at.y - h / 2.0 - 1.0),
            Look::Waiting | Look::InFlight(_) => {}
        }
        let above = if hollow { h / 2.0 + 3.0 } else { h / 2.0 };
        self.pips(token, at, w, above);
        if token.selected {
            self.focus_ring(at, w, h);
        }
    }

    pub(super) fn note(&self, note: &Note) {
        self.ctx.set_text_align("right");
        self.ctx.set_fill_style_str(&self.palette.muted);
        // A text of finite size is never refused.
        let _ = self.ctx.fill_text(&note.text, note.end.x, note.end.y);
        self.ctx.set_text_align("center");
    }

    pub(super) fn ghost(&mut self, ghost: &Ghost) {
        let text = ghost.labelled.then(|| self.label(ghost.label));
        let (w, h) = size(text.as_deref());
        self.body(ghost.at, w, h, false);
        self.ctx.set_fill_style_str(&self.palette.surface);
        self.ctx.fill();
        self.ctx.set_global_alpha(0.3);
        self.ctx.set_fill_style_str(self.hue(ghost.label));
        self.ctx.fill();
        self.ctx.set_global_alpha(1.0);
        if ghost.torn {
            self.outline(&self.palette.bad, 2.5);
        } else {
            self.outline(self.hue(ghost.label), 1.5);
        }
        match text {
            Some(text) => self.word(&text, ghost.at, &self.palette.text),
            None => self.mark(ghost.label, ghost.at, true),
        }
        // Beside the label, and below the worker's name and state.
        let corner = Point { x: ghost.at.x + w / 2.0 + 8.0, y: ghost.at.y - h / 2.0 + 3.0 };
        if ghost.holders > 1 {
            self.badge(&format!("×{}", ghost.holders), corner);
        } else if ghost.torn {
            self.badge("!", corner);
        }
    }

    pub(super) fn farewell(&mut self, farewell: &Farewell, remembered: Option<Point>) {
        let age = farewell.age_ms as f64;
        let from = remembered.unwrap_or(farewell.from);
        let share = (age / WALK_MS).min(1.0);
        let at = match farewell.how {
            Departure::Expired => from,
            Departure::Deleted { .. } | Departure::Filtered { .. } | Departure::Deduplicated => Point {
                x: from.x + (farewell.at.x - from.x) * share,
                y: from.y + (farewell.at.y - from.y) * share,
            },
        };
        let size = (1.0 - (age - SHRINK_FROM_MS) / (GONE_MS - SHRINK_FROM_MS)).clamp(0.0, 1.0);
        if size <= 0.0 {
            return;
        }
        let side = SIDE * size;
        self.body(at, side, side, false);
        self.ctx.set_fill_style_str(&self.palette.surface);
        self.ctx.fill();
        let (sign, colour) = match farewell.how {
            Departure::Deleted { .. } => ("✓", &self.palette.good),
            Departure::Filtered { .. } => ("∅", &self.palette.muted),
            Departure::Expired => ("⌛", &self.palette.warn),
            Departure::Deduplicated => ("=", &self.palette.muted),
        };
        self.outline(colour, 1.5);
        if size > 0.6 {
            self.word(sign, at, colour);
        }
    }

    fn hue(&self, label: Label) -> &str {
        self.palette.hue(label.group)
    }

    /// The outline of a token as the context's path. A dead letter has a clipped corner.
    fn body(&self, at: Point, w: f64, h: f64, clipped: bool) {
        let ctx = &self.ctx;
        let (left, top, right, bottom) = (at.x - w / 2.0, at.y - h / 2.0, at.x + w / 2.0, at.y + h / 2.0);
        let r = (w.min(h) / 3.5).min(5.0);
        ctx.begin_path();
        ctx.move_to(at.x, top);
        if clipped {
            ctx.line_to(right - 6.0, top);
            ctx.line_to(right, top + 6.0);
        } else {
            ctx.line_to(right - r, top);
            ctx.quadratic_curve_to(right, top, right, top + r);
        }
        ctx.line_to(right, bottom - r);
        ctx.quadratic_curve_to(right, bottom, right - r, bottom);
        ctx.line_to(left + r, bottom);
        ctx.quadratic_curve_to(left, bottom, left, bottom - r);
        ctx.line_to(left, top + r);
        ctx.quadratic_curve_to(left, top, left + r, top);
        ctx.close_path();
    }

    /// The outline of a poison message, as the context's path: points at the left and the right.
    fn hexagon(&self, at: Point, w: f64, h: f64) {
        let ctx = &self.ctx;
        let (half, point) = (h / 2.0, h / 3.0);
        ctx.begin_path();
        ctx.move_to(at.x - w / 2.0 - 2.0, at.y);
        ctx.line_to(at.x - w / 2.0 - 2.0 + point, at.y - half);
        ctx.line_to(at.x + w / 2.0 + 2.0 - point, at.y - half);
        ctx.line_to(at.x + w / 2.0 + 2.0, at.y);
        ctx.line_to(at.x + w / 2.0 + 2.0 - point, at.y + half);
        ctx.line_to(at.x - w / 2.0 - 2.0 + point, at.y + half);
        ctx.close_path();
    }

    fn outline(&self, colour: &str, width: f64) {
        self.ctx.set_stroke_style_str(colour);
        self.ctx.set_line_width(width);
        self.ctx.stroke();
    }

    fn dashes(&self, dashes: &[f64]) {
        let list: Array = dashes.iter().map(|it| wasm_bindgen::JsValue::from_f64(*it)).collect();
        // Dashes that are not finite would be refused and leave a whole line.
        let _ = self.ctx.set_line_dash(&list);
    }

    fn dashed(&self, label: Label) {
        self.dashes(&[3.0, 2.5]);
        self.outline(self.hue(label), 1.75);
        self.dashes(&[]);
    }

    /// What is left of the visibility timeout: the outline from the top, clockwise.
    fn ring(&self, at: Point, w: f64, h: f64, left_milli: u32, label: Label) {
        let (w, h) = (w + 5.0, h + 5.0);
        let length = 2.0 * (w + h) - 8.0 * 5.0 + 4.0 * 8.1;
        let left = length * f64::from(left_milli.min(1_000)) / 1_000.0;
        self.body(at, w, h, false);
        self.dashes(&[left, length]);
        self.outline(self.hue(label), 3.0);
        self.dashes(&[]);
    }

    fn word(&self, text: &str, at: Point, colour: &str) {
        self.ctx.set_fill_style_str(colour);
        // Text can be drawn at any finite place; elsewhere it is simply not seen.
        let _ = self.ctx.fill_text(text, at.x, at.y + 0.5);
    }

    /// Tells groups apart on tokens without labels, also without colours.
    fn mark(&self, label: Label, at: Point, hollow: bool) {
        let Some(group) = label.group else { return };
        let ctx = &self.ctx;
        ctx.set_fill_style_str(if hollow { self.hue(label) } else { &self.palette.surface });
        match group % 4 {
            0 => self.disc(at.x, at.y, 2.2),
            1 => ctx.fill_rect(at.x - 4.0, at.y - 1.0, 8.0, 2.0),
            2 => ctx.fill_rect(at.x - 1.0, at.y - 4.0, 2.0, 8.0),
            _ => {
                ctx.fill_rect(at.x - 4.0, at.y - 3.0, 8.0, 1.75);
                ctx.fill_rect(at.x - 4.0, at.y + 1.5, 8.0, 1.75);
            }
        }
    }

    fn clock(&self, x: f64, y: f64) {
        let ctx = &self.ctx;
        ctx.set_fill_style_str(&self.palette.surface);
        self.disc(x, y, 5.0);
        self.outline(&self.palette.text, 1.25);
        ctx.begin_path();
        ctx.move_to(x, y - 3.0);
        ctx.line_to(x, y);
        ctx.line_to(x + 2.5, y);
        ctx.stroke();
    }

    fn padlock(&self, x: f64, y: f64) {
        let ctx = &self.ctx;
        ctx.set_fill_style_str(&self.palette.surface);
        self.disc(x, y, 6.0);
        ctx.begin_path();
        // An arc fails for a negative radius only.
        let _ = ctx.arc(x, y - 1.0, 2.2, std::f64::consts::PI, 0.0);
        self.outline(&self.palette.text, 1.25);
        ctx.set_fill_style_str(&self.palette.text);
        ctx.fill_rect(x - 3.2, y - 1.0, 6.4, 4.6);
    }

    /// How often it was received: dots above, from six on a number.
    fn pips(&self, token: &Token, at: Point, w: f64, above: f64) {
        let receive_count = token.receive_count;
        // On a small token a single pip would be noise.
        if receive_count == 0 || (receive_count == 1 && !token.labelled) {
            return;
        }
        if receive_count > PIPS_MAX {
            self.badge(&receive_count.to_string(), Point { x: at.x - w / 2.0, y: at.y - above });
            return;
        }
        self.ctx.set_fill_style_str(&self.palette.text);
        let first = at.x - f64::from(receive_count - 1) * 2.5;
        for pip in 0..receive_count {
            self.ctx.fill_rect(first + f64::from(pip) * 5.0 - 1.5, at.y - above - 5.5, 3.0, 3.0);
        }
    }

    fn badge(&self, text: &str, at: Point) {
        let w = (text.chars().count() as f64 * 7.5 + 4.0).max(BADGE);
        self.body(at, w, BADGE, false);
        self.ctx.set_fill_style_str(&self.palette.bad);
        self.ctx.fill();
        self.word(text, at, &self.palette.surface);
    }

    /// Two rings, so that one of them can be seen on any ground.
    fn focus_ring(&self, at: Point, w: f64, h: f64) {
        self.body(at, w + 12.0, h + 12.0, false);
        self.outline(&self.palette.focus_gap, 5.0);
        self.body(at, w + 12.0, h + 12.0, false);
        self.outline(&self.palette.focus, 2.5);
    }
}

/// Width and height of a token.
fn size(label: Option<&str>) -> (f64, f64) {
    match label {
        Some(text) => (token_width(text.len()), TALL),
        None => (SIDE, SIDE),
    }
}
