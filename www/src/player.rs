//! A run with everything around it; starts it anew when the reader changes what determines it.

use std::rc::Rc;

use scenario::Place;
use yew::prelude::*;

mod follow;
mod layout;
mod trouble;

use crate::bridge;
use crate::desk::{Desk, Restart};
use crate::hooks::use_reduced_motion::use_reduced_motion;
use crate::launch::Launch;
use crate::notices::{Board, Notice, Tone, use_board};
use crate::session::{Session, SessionProvider};
use crate::shell::Shell;

use self::follow::Follow;
use self::layout::Layout;
use self::trouble::Trouble;

/// The notice about a restart; each takes the place of the one before.
const ABOUT_RESTART: &str = "restart";

/// A run and what it was started from.
#[derive(Clone, PartialEq)]
pub struct Started {
    /// What determines it.
    pub launch: Launch,
    /// The run.
    pub session: Session,
}

/// The run to begin with.
#[derive(Properties, PartialEq)]
pub struct PlayerProps {
    /// The run.
    pub started: Started,
}

/// The page of a run.
#[component]
pub fn Player(props: &PlayerProps) -> Html {
    let started = use_state(|| props.started.clone());
    let board = use_board();
    let latest = use_mut_ref(|| props.started.clone());
    *latest.borrow_mut() = (*started).clone();
    let desk = {
        let setter = started.setter();
        use_memo((), move |()| {
            Desk(Callback::from(move |restart: Restart| {
                let old = latest.borrow().clone();
                if let Some(new) = restarted(&old, &restart, &board) {
                    offer_undo(&board, &restart, setter.clone(), old);
                    setter.set(new);
                }
            }))
        })
    };
    let session = started.session.clone();
    use_effect_with(session.clone(), |session| {
        bridge::runs(session);
        move || bridge::nothing_runs_any_more()
    });
    let calm = use_reduced_motion();
    use_effect_with((session.clone(), calm), |(session, calm)| session.set_motion_allowed(!calm));
    let title = AttrValue::from(session.scenario().title.clone());
    html! {
        <Shell {title}>
            <ContextProvider<Desk> context={(*desk).clone()}>
                <SessionProvider {session}>
                    <Follow />
                    <Trouble />
                    <Layout />
                </SessionProvider>
            </ContextProvider<Desk>>
        </Shell>
    }
}

/// None if it cannot be; then a notice says why.
fn restarted(old: &Started, restart: &Restart, board: &Board) -> Option<Started> {
    let mut launch = old.launch.clone();
    match restart {
        Restart::Edit { path, value } => launch.edit(path, value),
        Restart::Solution(edits) => launch.edits.clone_from(edits),
        Restart::Seed(seed) => launch.seed = Some(*seed),
        Restart::Reset => launch = Launch::new(launch.origin, Rc::clone(&launch.json)),
    }
    match launch.start() {
        Ok(session) => {
            hand_over(&old.session, &session, restart);
            Some(Started { launch, session })
        }
        Err(problems) => {
            for problem in &problems {
                board.post(Notice::of(problem));
            }
            None
        }
    }
}

/// What stays as it was: the speed; after an edit also the clock and the selection, so that one can compare.
fn hand_over(old: &Session, new: &Session, restart: &Restart) {
    let playing = old.playing();
    old.pause();
    match restart {
        Restart::Edit { .. } | Restart::Solution(_) => {
            new.set_speed(old.speed_milli());
            let place = old.ask(Place::of);
            new.go_to(Place { t_ms: place.t_ms, k: None });
            let label = old.shown().selected.and_then(|message| old.read(|timeline| timeline.label(message)));
            new.select(label.and_then(|label| new.read(|timeline| timeline.find(label))));
            if playing {
                new.play();
            }
        }
        Restart::Seed(_) => new.set_speed(old.speed_milli()),
        Restart::Reset => {}
    }
}

fn offer_undo(board: &Board, restart: &Restart, setter: UseStateSetter<Started>, old: Started) {
    let text = match restart {
        Restart::Edit { path, value } => {
            format!("{path} is {value} now. The run was started anew, same seed.")
        }
        Restart::Solution(edits) if edits.is_empty() => {
            "All values are as their author wrote them. The run was started anew, same seed.".to_owned()
        }
        Restart::Solution(_) => "A solution is in place. The run was started anew, same seed.".to_owned(),
        Restart::Seed(seed) => format!("The run was started anew with seed {seed}."),
        Restart::Reset => {
            let seed = old.session.scenario().seed;
            format!("The scenario is as its author wrote it, with seed {seed}, at its start.")
        }
    };
    let undo = Callback::from(move |()| setter.set(old.clone()));
    board.post(Notice::new(Tone::Info, ABOUT_RESTART, text, "").offering("Undo", undo));
}
