//! Draws a scene. Colour says who a message is; shape and outline say how it is.

mod shapes;
mod tokens;

use std::collections::BTreeMap;
use std::rc::Rc;

use sim::Label;
use web_sys::CanvasRenderingContext2d;

use super::motion::Motion;
use super::palette::Palette;
use super::scene::Scene;
use super::spot::Point;

/// Labels that are kept as text, so that no frame has to write them anew.
const LABELS_MAX: usize = 4_000;

/// A canvas and what it draws with.
pub struct Brush {
    ctx: CanvasRenderingContext2d,
    palette: Rc<Palette>,
    labels: BTreeMap<Label, Rc<str>>,
}

impl Brush {
    /// A brush for a canvas.
    pub fn new(ctx: CanvasRenderingContext2d, palette: Rc<Palette>) -> Self {
        Self { ctx, palette, labels: BTreeMap::new() }
    }

    /// The text of a label.
    fn label(&mut self, label: Label) -> Rc<str> {
        if self.labels.len() > LABELS_MAX {
            self.labels.clear();
        }
        Rc::clone(self.labels.entry(label).or_insert_with(|| Rc::from(label.to_string())))
    }

    /// Draws the scene; `places` are the tokens' places of this frame, in the scene's order.
    pub fn draw(&mut self, scene: &Scene, places: &[Point], motion: &Motion) {
        self.lane_edges(scene);
        self.piles(scene);
        self.tethers(scene, places);
        self.progress(scene);
        for ghost in &scene.ghosts {
            self.ghost(ghost);
        }
        self.duplicate_arcs(scene);
        for (token, at) in scene.tokens.iter().zip(places) {
            self.token(token, *at);
        }
        for note in &scene.notes {
            self.note(note);
        }
        for farewell in &scene.farewells {
            self.farewell(farewell, motion.remembered(farewell.id.serial));
        }
    }
}
