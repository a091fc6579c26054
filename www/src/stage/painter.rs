//! The canvas: measured when the structure changes, drawn when a frame comes.

use std::rc::Rc;

use sim::View;
use sqs::MessageId;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};

use super::motion::Motion;
use super::paint::Brush;
use super::palette::Palette;
use super::plan::Row;
use super::scene::{Scene, Stand};
use super::spot::{Layout, Point, Rect};

/// Distance from a token's middle at which a pointer still hits it, in CSS pixels: targets of 24.
const HIT: f64 = 12.0;
/// More device pixels for a CSS pixel are not drawn when frames slip.
const SLIPPING_RATIO_MAX: f64 = 1.5;
/// A frame that took longer has slipped, in milliseconds.
const SLIPPED_MS: f64 = 22.0;
/// So many slipped frames more than good ones, and the picture gets coarser.
const SLIPS_MAX: u32 = 30;
/// A frame that comes later did not belong to a running clock.
const PAUSE_MS: f64 = 150.0;
/// Changes of the last so many milliseconds of the viewer's time are shown as moves.
const FRESH_MS: u64 = 500;

/// What the painter must know about the viewer's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The viewer's clock, in milliseconds.
    pub now_ms: f64,
    /// Thousandths of real time.
    pub speed_milli: u32,
    /// False: states, not movements.
    pub tween: bool,
}

/// Draws the stage and knows where everything is.
pub struct Painter {
    canvas: HtmlCanvasElement,
    ctx: CanvasRenderingContext2d,
    brush: Brush,
    rows: Rc<Vec<Row>>,
    layout: Layout,
    ratio: f64,
    motion: Motion,
    scene: Scene,
    places: Vec<Point>,
    drawn_us: u64,
    drawn_ms: f64,
    slips: u32,
}

impl Painter {
    /// A painter for a canvas; none where the browser has no context for it.
    pub fn new(canvas: HtmlCanvasElement, rows: Rc<Vec<Row>>, palette: Rc<Palette>) -> Option<Self> {
        let ctx: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self {
            brush: Brush::new(ctx.clone(), palette),
            canvas,
            ctx,
            rows,
            layout: Layout::default(),
            ratio: 1.0,
            motion: Motion::default(),
            scene: Scene::default(),
            places: Vec::new(),
            drawn_us: 0,
            drawn_ms: 0.0,
            slips: 0,
        })
    }

    /// Measures the structure that the canvas lies over.
    pub fn measure(&mut self, root: &Element) {
        let origin = root.get_bounding_client_rect();
        let mut layout = Layout { width: origin.width(), height: origin.height(), ..Layout::default() };
        let Ok(found) = root.query_selector_all("[data-spot]") else { return };
        for n in 0..found.length() {
            let Some(element) = found.get(n).and_then(|node| node.dyn_into::<Element>().ok()) else {
                continue;
            };
            let spot = element.get_attribute("data-spot").and_then(|name| name.parse().ok());
            let rect = element.get_bounding_client_rect();
            if let Some(spot) = spot {
                let (x, y) = (rect.x() - origin.x(), rect.y() - origin.y());
                layout.spots.insert(spot, Rect { x, y, w: rect.width(), h: rect.height() });
            }
        }
        if layout != self.layout {
            self.layout = layout;
            self.resize();
        }
    }

    fn resize(&mut self) {
        let device = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        self.ratio = if self.slips >= SLIPS_MAX { device.min(SLIPPING_RATIO_MAX) } else { device };
        self.canvas.set_width((self.layout.width * self.ratio).round() as u32);
        self.canvas.set_height((self.layout.height * self.ratio).round() as u32);
    }

    /// Draws an instant. True while something is on its way.
    pub fn paint(&mut self, view: &View, selected: Option<MessageId>, pace: Pace) -> bool {
        self.watch_slips(pace.now_ms);
        let fresh_us = FRESH_MS * u64::from(pace.speed_milli);
        let stand = Stand {
            rows: &self.rows,
            layout: &self.layout,
            selected,
            shown_us: self.drawn_us.max(view.at_us.saturating_sub(fresh_us)),
        };
        self.scene = Scene::of(view, &stand);
        self.drawn_us = view.at_us;
        self.motion.begin(pace.now_ms, pace.tween);
        self.places.clear();
        for token in &self.scene.tokens {
            let serial = token.id.serial;
            self.places.push(if pace.tween {
                self.motion.place(serial, token.from, token.at, pace.now_ms)
            } else {
                self.motion.stand(serial, token.at, pace.now_ms)
            });
        }
        self.draw();
        self.motion.is_moving()
    }

    fn draw(&mut self) {
        let ctx = &self.ctx;
        // A transform of finite numbers is never refused.
        let _ = ctx.set_transform(self.ratio, 0.0, 0.0, self.ratio, 0.0, 0.0);
        ctx.clear_rect(0.0, 0.0, self.layout.width, self.layout.height);
        ctx.set_font("600 11px system-ui, sans-serif");
        ctx.set_text_align("center");
        ctx.set_text_baseline("middle");
        self.brush.draw(&self.scene, &self.places, &self.motion);
    }

    /// On a machine that cannot keep up, fewer pixels.
    fn watch_slips(&mut self, now_ms: f64) {
        let took_ms = now_ms - self.drawn_ms;
        self.drawn_ms = now_ms;
        if self.slips >= SLIPS_MAX || took_ms > PAUSE_MS {
            return;
        }
        self.slips = if took_ms > SLIPPED_MS { self.slips + 1 } else { self.slips.saturating_sub(1) };
        if self.slips >= SLIPS_MAX && self.ratio > SLIPPING_RATIO_MAX {
            self.resize();
        }
    }

    /// The message whose token, or whose copy at a worker, is at this point.
    pub fn hit(&self, x: f64, y: f64) -> Option<MessageId> {
        let tokens = self.scene.tokens.iter().zip(&self.places).map(|(token, at)| (token.id, *at));
        let ghosts = self.scene.ghosts.iter().map(|ghost| (ghost.id, ghost.at));
        tokens
            .chain(ghosts)
            .map(|(id, at)| (id, (at.x - x).abs().max((at.y - y).abs())))
            .filter(|(_, distance)| *distance <= HIT)
            .min_by(|(_, a), (_, b)| a.total_cmp(b))
            .map(|(id, _)| id)
    }
}
