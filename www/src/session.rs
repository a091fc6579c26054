//! The running scenario as the page holds it: the timeline, the playback, the selection.
//!
//! Three homes of state. The world is in [`Session`] (one shared cell, never in Yew's state). What panels
//! show is [`Shown`], an immutable snapshot that the session publishes at most ten times a second while
//! playing and at once after an act of the user. The stage draws every frame from the session itself, see
//! [`Session::on_frame`].

mod background;
mod context;
mod frame_loop;
mod pace;
mod playback;
mod stops;
mod trial;
mod watchers;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use scenario::Scenario;
use scenario::console::Outcome;
use scenario::link;
use sim::{ActOutcome, ActRefusal, BranchId, BranchView, Input, Position, RunError, Timeline, Verdict, View};
use sqs::MessageId;

use crate::parts::ConsolePart;

use self::frame_loop::FrameLoop;
use self::pace::Pace;
use self::playback::Goal;
use self::stops::Stops;
use self::watchers::{Watch, Watchers};

pub use self::context::{SessionProvider, use_session, use_shown};

/// What the panels show: one published instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The instant.
    pub view: Rc<View>,
    /// Where exactly the clock stands.
    pub position: Position,
    /// Is the clock running?
    pub playing: bool,
    /// Thousandths of real time.
    pub speed_milli: u32,
    /// True if the machine cannot keep up with the speed asked for.
    pub slower_than_asked: bool,
    /// The selected message.
    pub selected: Option<MessageId>,
    /// The branch that the clock runs on.
    pub branch: BranchId,
    /// All branches.
    pub branches: Rc<Vec<BranchView>>,
    /// Known up to here, in microseconds (charts and lanes grow with it).
    pub known_until_us: u64,
    /// Verdicts of the claims over the whole run of this branch; none while the end is not known yet.
    pub verdicts: Option<Rc<Vec<Verdict>>>,
    /// What ended the run early.
    pub error: Option<RunError>,
}

/// Where the running scenario comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The built-in library.
    Library {
        /// Its slug.
        slug: Rc<str>,
    },
    /// The reader's own file.
    Own,
}

/// Called with every frame, see [`Session::on_frame`]; dropping it ends that.
pub type FrameGuard = Watch<View>;

/// Called with everything published; dropping it ends that.
pub type ShownGuard = Watch<Rc<Shown>>;

/// Called with everything said, see [`Session::say`]; dropping it ends that.
pub type SayGuard = Watch<Rc<str>>;

/// Handle on the one running scenario; cheap to clone, equal if it is the same run.
#[derive(Clone)]
pub struct Session(Rc<SessionCell>);

struct SessionCell {
    origin: Origin,
    json: Rc<str>,
    scenario: Rc<Scenario>,
    timeline: RefCell<Timeline>,
    playing: Cell<bool>,
    speed_milli: Cell<u32>,
    pace: Cell<Pace>,
    goal: Cell<Option<Goal>>,
    stops: Stops,
    /// Does the clock wait at the stops?
    waits: Cell<bool>,
    calm: Cell<bool>,
    /// Wall time of the last frame that could not keep up.
    overloaded_ms: Cell<Option<f64>>,
    selected: Cell<Option<MessageId>>,
    /// Listed one by one whatever their number: the selected one and those that questions ask about.
    pinned: RefCell<Vec<MessageId>>,
    branches: RefCell<Rc<Vec<BranchView>>>,
    verdicts: RefCell<Option<Rc<Vec<Verdict>>>>,
    shown: RefCell<Option<Rc<Shown>>>,
    published_ms: Cell<f64>,
    frames: FrameLoop,
    on_frame: Watchers<View>,
    on_shown: Watchers<Rc<Shown>>,
    on_say: Watchers<Rc<str>>,
    when_rendered: RefCell<Vec<Box<dyn FnOnce()>>>,
    look_ahead: RefCell<Option<Timeout>>,
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Session {
    /// A run that stands at 0, paused, at the speed of real time. Its future is simulated in the background.
    pub fn new(origin: Origin, json: Rc<str>, scenario: Rc<Scenario>, timeline: Timeline) -> Self {
        let branches = Rc::new(timeline.branches());
        let cell = Rc::new_cyclic(|weak| {
            let weak = weak.clone();
            let tick = move |now_ms| {
                if let Some(cell) = weak.upgrade() {
                    Self(cell).frame(now_ms);
                }
            };
            SessionCell {
                origin,
                json,
                scenario,
                timeline: RefCell::new(timeline),
                playing: Cell::new(false),
                speed_milli: Cell::new(1_000),
                pace: Cell::default(),
                goal: Cell::default(),
                stops: Stops::default(),
                waits: Cell::new(false),
                calm: Cell::new(false),
                overloaded_ms: Cell::new(None),
                selected: Cell::new(None),
                pinned: RefCell::default(),
                branches: RefCell::new(branches),
                verdicts: RefCell::default(),
                shown: RefCell::default(),
                published_ms: Cell::new(0.0),
                frames: FrameLoop::new(tick),
                on_frame: Watchers::new(),
                on_shown: Watchers::new(),
                on_say: Watchers::new(),
                when_rendered: RefCell::default(),
                look_ahead: RefCell::default(),
            }
        });
        let session = Self(cell);
        session.0.timeline.borrow_mut().seek(Position::after_ms(0));
        session.look_ahead();
        session
    }

    /// Where the scenario comes from.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// The scenario with its edits.
    pub fn scenario(&self) -> &Rc<Scenario> {
        &self.0.scenario
    }

    /// The file, without edits.
    pub fn json(&self) -> &str {
        &self.0.json
    }

    /// Reads the timeline. The borrow ends with the closure.
    pub fn read<R>(&self, f: impl FnOnce(&Timeline) -> R) -> R {
        f(&self.0.timeline.borrow())
    }

    /// Asks the timeline for something that it may have to simulate first, without moving the clock.
    pub fn ask<R>(&self, f: impl FnOnce(&mut Timeline) -> R) -> R {
        f(&mut self.0.timeline.borrow_mut())
    }

    /// False in the middle of a change of the timeline, which only a panic can see.
    pub fn is_idle(&self) -> bool {
        self.0.timeline.try_borrow_mut().is_ok()
    }

    /// The instant of the clock, made anew for the stage's frame. Pinned are the selection and what
    /// questions ask about.
    pub fn view_now(&self) -> View {
        self.read(|timeline| timeline.view(&self.0.pinned.borrow()))
    }

    /// What was published last.
    pub fn shown(&self) -> Rc<Shown> {
        if let Some(shown) = &*self.0.shown.borrow() {
            return Rc::clone(shown);
        }
        let shown = Rc::new(self.snapshot(Rc::new(self.view_now())));
        *self.0.shown.borrow_mut() = Some(Rc::clone(&shown));
        shown
    }

    /// Calls back once a frame while the clock runs, and once after each seek, step, act, selection and
    /// [`Session::request_frame`]. A listener that is added gets a frame soon.
    pub fn on_frame(&self, listener: impl Fn(&View) + 'static) -> FrameGuard {
        let guard = self.0.on_frame.add(listener);
        self.request_frame();
        guard
    }

    /// Asks for one frame more, also while the clock stands: after a resize, or in the middle of a movement.
    pub fn request_frame(&self) {
        self.0.frames.request();
    }

    /// Calls back with everything that is published from now on.
    pub fn on_shown(&self, listener: impl Fn(&Rc<Shown>) + 'static) -> ShownGuard {
        self.0.on_shown.add(listener)
    }

    /// Calls back once, when the page shows what was published last; in a hidden tab too.
    pub fn when_rendered(&self, callback: impl FnOnce() + 'static) {
        self.0.when_rendered.borrow_mut().push(Box::new(callback));
    }

    /// The page shows what was published last.
    fn rendered(&self) {
        for callback in self.0.when_rendered.take() {
            callback();
        }
    }

    /// Says a sentence in the status line.
    pub fn say(&self, text: &str) {
        self.0.on_say.tell(&Rc::from(text));
    }

    /// Calls back with everything said from now on.
    pub fn on_say(&self, listener: impl Fn(&Rc<str>) + 'static) -> SayGuard {
        self.0.on_say.add(listener)
    }

    /// False if the viewer asked for reduced motion: show states, not movements.
    pub fn motion_allowed(&self) -> bool {
        !self.0.calm.get()
    }

    /// What the viewer's system says about motion.
    pub fn set_motion_allowed(&self, allowed: bool) {
        self.0.calm.set(!allowed);
    }

    /// Selects a message, or none.
    pub fn select(&self, message: Option<MessageId>) {
        self.0.selected.set(message);
        self.changed();
    }

    /// Whether an act would be accepted now.
    ///
    /// # Errors
    /// Why not.
    pub fn can_act(&self, input: &Input) -> Result<(), ActRefusal> {
        self.read(|timeline| timeline.can_act(input))
    }

    /// Acts at the clock; publishes what happened.
    ///
    /// # Errors
    /// Why nothing was done.
    pub fn act(&self, input: Input) -> Result<ActOutcome, ActRefusal> {
        let outcome = self.0.timeline.borrow_mut().act(input)?;
        self.branch_changed();
        Ok(outcome)
    }

    /// Does again what somebody did, lines of the console by `console`; publishes what happened.
    ///
    /// # Errors
    /// Why an act makes no sense; those before it are done.
    pub fn replay(&self, acts: &[link::Act], console: link::ConsoleAct) -> Result<(), ActRefusal> {
        if acts.is_empty() {
            return Ok(());
        }
        let done = acts.iter().try_for_each(|act| act.perform_by(console, &mut self.0.timeline.borrow_mut()));
        self.branch_changed();
        done
    }

    /// Runs a line of the AWS CLI at the clock; publishes what happened.
    pub fn console(&self, console: ConsolePart, line: &str) -> Outcome {
        let outcome = (console.run)(line, &mut self.0.timeline.borrow_mut());
        if matches!(outcome, Outcome::Printed(_, Some(_)) | Outcome::Waits(..)) {
            self.branch_changed();
        }
        outcome
    }

    /// Goes to another branch at the same position.
    pub fn switch_to(&self, branch: BranchId) {
        if self.0.timeline.borrow_mut().switch_to(branch) {
            self.branch_changed();
        }
    }

    /// Publishes at once and draws, after the clock or the selection has moved.
    fn changed(&self) {
        self.pin();
        let view = Rc::new(self.view_now());
        self.0.on_frame.tell(&view);
        self.publish(view);
    }

    fn branch_changed(&self) {
        *self.0.branches.borrow_mut() = Rc::new(self.read(Timeline::branches));
        *self.0.verdicts.borrow_mut() = None;
        self.changed();
        self.look_ahead();
    }

    /// Messages may become known, or belong to another branch, as the clock moves.
    fn pin(&self) {
        let asked = self.scenario().quiz.iter().filter_map(|question| question.evidence_label);
        let pinned = self.read(|timeline| {
            let selected = self.0.selected.get().map(|message| timeline.present(message));
            selected.into_iter().chain(asked.filter_map(|label| timeline.find(label))).collect()
        });
        *self.0.pinned.borrow_mut() = pinned;
    }

    fn publish(&self, view: Rc<View>) {
        let shown = Rc::new(self.snapshot(view));
        *self.0.shown.borrow_mut() = Some(Rc::clone(&shown));
        self.0.published_ms.set(now_ms());
        self.0.on_shown.tell(&shown);
    }

    fn snapshot(&self, view: Rc<View>) -> Shown {
        let cell = &self.0;
        let timeline = cell.timeline.borrow();
        Shown {
            view,
            position: timeline.position(),
            playing: cell.playing.get(),
            speed_milli: cell.speed_milli.get(),
            slower_than_asked: cell.playing.get() && cell.overloaded_ms.get().is_some(),
            selected: cell.selected.get().map(|message| timeline.present(message)),
            branch: timeline.branch(),
            branches: Rc::clone(&cell.branches.borrow()),
            known_until_us: timeline.known_until_us(),
            verdicts: cell.verdicts.borrow().clone(),
            error: timeline.error(),
        }
    }
}

/// The viewer's clock in milliseconds; it never goes back.
fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
