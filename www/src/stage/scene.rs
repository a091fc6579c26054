//! What is to be seen at an instant and where: made from the view and the measured places alone.

use scenario::text;
use sim::{Departure, Hold, Label, MessagePhase, MessageView, View, WorkerId, WorkerState};
use sqs::MessageId;

use super::floor::{Grid, Pile};
use super::plan::{CELLS_MAX, Row};
use super::spot::{Bay, Layout, Point, Rect, Spot};

/// Up to so many messages in flight carry a note.
const NOTED_MAX: usize = 6;
/// From a token's middle to the end of its note, and the width of a letter in it, in CSS pixels.
const NOTE_GAP: f64 = 22.0;
const NOTE_LETTER_W: f64 = 6.0;
/// Up to so many tokens carry labels.
const LABELLED_MAX: usize = 150;
/// Up to so many tokens are drawn one by one; above, bays are counted in blocks.
const TOKENS_MAX: usize = 300;
/// A bay of so few messages is never counted in blocks.
const FEW_MAX: usize = 60;
/// Tokens of a counted bay that are drawn all the same.
const OLDEST_MAX: usize = 20;
/// Up to so many threads between tokens and workers are drawn; then only the selected message's.
const TETHERS_MAX: usize = 40;
/// A queue that is narrower than this has less room for farewells.
const EXIT_NARROW: f64 = 420.0;
/// Farewells that are drawn.
const FAREWELLS_MAX: usize = 40;

/// How a token looks: its state, told by shape and outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Dashed, with a clock.
    Delayed,
    /// Solid.
    Waiting,
    /// Solid, with a padlock: its group is locked.
    Blocked,
    /// Hollow, with a ring of what is left, in thousandths.
    InFlight(u32),
}

/// A message on its floor.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Who.
    pub id: MessageId,
    /// Its label.
    pub label: Label,
    /// Is there room for the label?
    pub labelled: bool,
    /// Its state.
    pub look: Look,
    /// A dead letter has a clipped corner.
    pub dead: bool,
    /// Work on it always fails: it is a hexagon.
    pub poison: bool,
    /// Its resting place.
    pub at: Point,
    /// Where it comes from when it is first seen.
    pub from: Point,
    /// `ApproximateReceiveCount`.
    pub receive_count: u32,
    /// Is it the selected one?
    pub selected: bool,
}

/// A few words beside a message in flight, where few are: who was handed it, and when it comes back.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The right end of the words, at their middle height.
    pub end: Point,
    /// The words.
    pub text: String,
}

/// A worker's copy of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Ghost {
    /// The worker.
    pub worker: WorkerId,
    /// The message.
    pub id: MessageId,
    /// Its label.
    pub label: Label,
    /// Is there room for the label?
    pub labelled: bool,
    /// Its place.
    pub at: Point,
    /// Its worker stands below the queue, not beside it.
    pub below: bool,
    /// Its message is no longer this worker's alone: the thread is torn.
    pub torn: bool,
    /// Workers that hold the message.
    pub holders: u32,
}

/// A worker's progress.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The worker's slot.
    pub slot: Rect,
    /// Thousandths done.
    pub done_milli: u32,
    /// The message's timeout has run out meanwhile.
    pub overrun: bool,
}

/// A message that has left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Farewell {
    /// Who.
    pub id: MessageId,
    /// Its label.
    pub label: Label,
    /// How.
    pub how: Departure,
    /// Where its farewell ends.
    pub at: Point,
    /// Where it was, if its last place is not remembered.
    pub from: Point,
    /// Milliseconds of the run since it left.
    pub age_ms: u64,
}

/// Everything to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Messages.
    pub tokens: Vec<Token>,
    /// Words beside them.
    pub notes: Vec<Note>,
    /// Copies at workers.
    pub ghosts: Vec<Ghost>,
    /// Bars of progress.
    pub progress: Vec<Progress>,
    /// Counted bays.
    pub piles: Vec<Pile>,
    /// Messages that have left.
    pub farewells: Vec<Farewell>,
    /// Lines between lanes.
    pub lanes: Vec<(Point, Point)>,
    /// Are threads drawn for all, or for the selected message only?
    pub all_tethers: bool,
}

/// What the scene depends on besides the view.
pub struct Stand<'a> {
    /// Rows of the stage.
    pub rows: &'a [Row],
    /// Measured places.
    pub layout: &'a Layout,
    /// The selected message.
    pub selected: Option<MessageId>,
    /// Changes of before this instant have been shown: their tokens do not come, they stand.
    pub shown_us: sqs::Time,
}

impl Scene {
    /// The picture of an instant at rest.
    pub fn of(view: &View, stand: &Stand<'_>) -> Self {
        let mut scene = Self::default();
        let labels = view.messages.len() <= LABELLED_MAX;
        let piled = view.messages.len() > TOKENS_MAX;
        for row in stand.rows {
            for bay in [Bay::Delayed, Bay::Visible, Bay::InFlight] {
                scene.add_bay(view, stand, row, bay, labels, piled);
            }
        }
        scene.add_workers(view, stand, labels);
        scene.add_farewells(view, stand);
        scene.all_tethers = scene.ghosts.len() <= TETHERS_MAX;
        scene
    }

    fn add_bay(&mut self, view: &View, stand: &Stand<'_>, row: &Row, bay: Bay, labels: bool, piled: bool) {
        let (Some(queue), Some(floor)) =
            (view.queues.get(row.queue as usize), stand.layout.bay(row.queue, bay))
        else {
            return;
        };
        let here: Vec<&MessageView> =
            view.messages.iter().filter(|it| it.queue == row.queue && bay_of(it.phase) == bay).collect();
        let count = match bay {
            Bay::Delayed => queue.counters.delayed,
            Bay::Visible => queue.counters.visible,
            Bay::InFlight => queue.counters.in_flight,
        };
        // Of a crowded queue not all messages are listed, but all of a bay may be.
        let all_listed = here.len() as u64 == count;
        let lanes = if row.lanes > 1 { split(floor, row.lanes) } else { vec![floor] };
        if bay != Bay::Delayed || row.delays {
            self.lanes.extend(lanes.iter().skip(1).map(|lane| edge(*lane)));
        }
        let longest = here.iter().map(|it| length_of(it.label)).max().unwrap_or(0);
        let grids: Option<Vec<Grid>> = lanes
            .iter()
            .enumerate()
            .map(|(lane, floor)| {
                let count = here.iter().filter(|it| lane_of(row, it.label) == lane as u32).count();
                Grid::fitting(*floor, count, labels.then_some(longest))
            })
            .collect();
        match grids {
            Some(grids) if all_listed && (here.len() <= FEW_MAX || !piled) => {
                self.add_tokens(&here, &grids, row, stand);
                if bay == Bay::InFlight && here.len() <= NOTED_MAX {
                    self.add_notes(view, &here, floor);
                }
            }
            _ => self.add_pile(&here, count, floor, row, stand),
        }
    }

    fn add_tokens(&mut self, here: &[&MessageView], grids: &[Grid], row: &Row, stand: &Stand<'_>) {
        let mut filled = vec![0usize; grids.len()];
        for message in here {
            let lane = lane_of(row, message.label) as usize;
            let (Some(grid), Some(filled)) = (grids.get(lane), filled.get_mut(lane)) else { continue };
            self.tokens.push(token(message, grid.place(*filled), grid.labelled, row, stand));
            *filled += 1;
        }
    }

    /// Notes to the tokens that were just added, if they stand in one column with room beside it.
    fn add_notes(&mut self, view: &View, here: &[&MessageView], floor: Rect) {
        let first = self.tokens.len() - here.len();
        let column: Vec<Point> = self.tokens[first..].iter().map(|token| token.at).collect();
        if column.windows(2).any(|pair| pair[0].x != pair[1].x) {
            return;
        }
        for (message, at) in here.iter().zip(column) {
            let Some(text) = note_of(view, message) else { continue };
            let end = Point { x: at.x - NOTE_GAP, y: at.y };
            if end.x - text.chars().count() as f64 * NOTE_LETTER_W > floor.x {
                self.notes.push(Note { end, text });
            }
        }
    }

    fn add_pile(&mut self, here: &[&MessageView], count: u64, floor: Rect, row: &Row, stand: &Stand<'_>) {
        let grid = Grid::plain(floor);
        let oldest = here.len().min(OLDEST_MAX).min(grid.count_beside(Pile::WIDTH_MIN));
        let shown = here.iter().enumerate().filter(|(n, it)| *n < oldest || stand.selected == Some(it.id));
        let shown: Vec<&MessageView> = shown.map(|(_, it)| *it).collect();
        for (n, message) in shown.iter().enumerate() {
            self.tokens.push(token(message, grid.place(n), false, row, stand));
        }
        let beside = Rect { w: floor.w - grid.width_of(shown.len()), ..floor };
        self.piles.push(Pile::fitting(beside, count.saturating_sub(shown.len() as u64)));
    }

    fn add_workers(&mut self, view: &View, stand: &Stand<'_>, labels: bool) {
        for consumer in view.consumers.iter().filter(|it| it.workers.len() <= CELLS_MAX) {
            for worker in &consumer.workers {
                let Some(slot) = stand.layout.get(Spot::Worker(worker.id)) else { continue };
                let floor = consumer.from.and_then(|queue| stand.layout.bay(queue, Bay::InFlight));
                let below =
                    floor.is_some_and(|floor| slot.y > floor.y + floor.h && slot.x < floor.x + floor.w);
                let overrun = match worker.state {
                    WorkerState::Working { done_milli, hold, .. } => {
                        let overrun = matches!(hold, Hold::Lost | Hold::Gone);
                        self.progress.push(Progress { slot, done_milli, overrun });
                        overrun
                    }
                    WorkerState::Serving { done_milli, is_awaited, .. } => {
                        self.progress.push(Progress { slot, done_milli, overrun: !is_awaited });
                        !is_awaited
                    }
                    _ => false,
                };
                let room = (slot.w / 40.0).floor().max(1.0) as usize;
                for (n, (id, label)) in worker.holds.iter().take(room).enumerate() {
                    let message = view.messages.iter().find(|it| it.id == *id);
                    let intact = message.is_some_and(|it| holder_of(it.phase) == Some(worker.id));
                    self.ghosts.push(Ghost {
                        worker: worker.id,
                        id: *id,
                        label: *label,
                        labelled: labels && slot.w >= 40.0,
                        at: ghost_place(slot, n),
                        below,
                        torn: !intact || (n == 0 && overrun),
                        holders: message.map_or(1, |it| it.holders.len() as u32),
                    });
                }
            }
        }
    }

    fn add_farewells(&mut self, view: &View, stand: &Stand<'_>) {
        let first = view.departed.len().saturating_sub(FAREWELLS_MAX);
        for (n, gone) in view.departed.iter().enumerate().skip(first) {
            let Some(exit) = stand.layout.get(Spot::Exit(gone.queue)) else { continue };
            let from = match gone.how {
                Departure::Deleted { .. } | Departure::Filtered { .. } => {
                    stand.layout.bay(gone.queue, Bay::InFlight)
                }
                Departure::Expired => stand.layout.bay(gone.queue, Bay::Visible),
                Departure::Deduplicated => door(stand, gone.queue),
            };
            let from = from.unwrap_or(exit).centre();
            // Beside the number of deleted messages.
            let places = if exit.w < EXIT_NARROW { 3 } else { 6 };
            let beside = f64::from((n % places) as u32) * 18.0;
            let at = match gone.how {
                Departure::Deduplicated => from,
                Departure::Expired => from,
                Departure::Deleted { .. } | Departure::Filtered { .. } => {
                    Point { x: exit.x + exit.w - 16.0 - beside, y: exit.centre().y }
                }
            };
            self.farewells.push(Farewell {
                id: gone.id,
                label: gone.label,
                how: gone.how,
                at,
                from,
                age_ms: view.at_us.saturating_sub(gone.at_us) / sqs::MICROS_PER_MS,
            });
        }
    }
}

fn note_of(view: &View, message: &MessageView) -> Option<String> {
    let MessagePhase::InFlight { until_us, holder: Some(holder), .. } = message.phase else { return None };
    let consumer = view.consumers.get(holder.consumer as usize)?;
    let worker = consumer.workers.get(holder.index as usize)?;
    let is_down = matches!(worker.state, WorkerState::Crashed { .. });
    let name = format!("{}/{}", consumer.id, holder.index + 1);
    Some(text::in_flight_note(&name, is_down, until_us.saturating_sub(view.at_us)))
}

/// The bay of a phase.
pub fn bay_of(phase: MessagePhase) -> Bay {
    match phase {
        MessagePhase::Delayed { .. } => Bay::Delayed,
        MessagePhase::Visible | MessagePhase::Blocked { .. } => Bay::Visible,
        MessagePhase::InFlight { .. } => Bay::InFlight,
    }
}

fn holder_of(phase: MessagePhase) -> Option<WorkerId> {
    match phase {
        MessagePhase::InFlight { holder, .. } => holder,
        MessagePhase::Delayed { .. } | MessagePhase::Visible | MessagePhase::Blocked { .. } => None,
    }
}

fn token(message: &MessageView, at: Point, labelled: bool, row: &Row, stand: &Stand<'_>) -> Token {
    let look = match message.phase {
        MessagePhase::Delayed { .. } => Look::Delayed,
        MessagePhase::Visible => Look::Waiting,
        MessagePhase::Blocked { .. } => Look::Blocked,
        MessagePhase::InFlight { left_milli, .. } => Look::InFlight(left_milli),
    };
    let from = match message.came_from {
        None => match message.copy_of {
            Some(copy) => stand.layout.get(Spot::Topic(copy.topic)),
            None => door(stand, message.queue),
        },
        Some((sim::SpanKind::InFlight, queue)) => stand.layout.bay(queue, Bay::InFlight),
        Some((sim::SpanKind::Delayed, queue)) => stand.layout.bay(queue, Bay::Delayed),
        Some((_, queue)) => stand.layout.bay(queue, Bay::Visible),
    };
    Token {
        id: message.id,
        label: message.label,
        labelled,
        look,
        dead: !row.sources.is_empty(),
        poison: message.is_poison,
        at,
        from: if message.since_us >= stand.shown_us { from.map_or(at, Rect::centre) } else { at },
        receive_count: message.receive_count,
        selected: stand.selected == Some(message.id),
    }
}

fn door(stand: &Stand<'_>, queue: u32) -> Option<Rect> {
    let row = stand.rows.iter().find(|row| row.queue == queue)?;
    let producer = row.producers.first()?;
    stand.layout.get(Spot::Producer(*producer))
}

fn lane_of(row: &Row, label: Label) -> u32 {
    row.lane_of(label.group)
}

/// Characters of a label.
fn length_of(label: Label) -> usize {
    let letters = if label.group.is_some_and(|group| group >= 26) { 2 } else { 1 };
    letters + label.number.checked_ilog10().unwrap_or(0) as usize + 1
}

fn split(floor: Rect, lanes: u32) -> Vec<Rect> {
    let h = floor.h / f64::from(lanes);
    (0..lanes).map(|lane| Rect { y: floor.y + f64::from(lane) * h, h, ..floor }).collect()
}

fn edge(lane: Rect) -> (Point, Point) {
    (Point { x: lane.x, y: lane.y }, Point { x: lane.x + lane.w, y: lane.y })
}

fn ghost_place(slot: Rect, n: usize) -> Point {
    let step = 40.0f64.min(slot.w);
    Point { x: slot.x + step * (n as f64 + 0.5), y: slot.y + slot.h / 2.0 }
}
