//! Predict, commit, run, explain. A wrong answer costs nothing.

use std::rc::Rc;

use scenario::Question;
use sim::{Position, Timeline};
use sqs::MICROS_PER_MS;
use yew::prelude::*;

mod answer;
mod asking;

use crate::session::{Session, Shown, use_session, use_shown};
use crate::words;

use self::answer::explanation;
use self::asking::asking;

/// Milliseconds of the viewer's time that the way to the evidence takes.
const RUN_WALL_MS: u64 = 7_000;

/// How far one is with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is settled.
    Asking {
        /// What is marked.
        choice: Option<usize>,
    },
    /// The answer is locked; nothing has run yet.
    Committed {
        /// The answer.
        choice: usize,
    },
    /// The clock is on its way to the evidence.
    Running {
        /// The answer; none if one only wants to be shown.
        choice: Option<usize>,
    },
    /// The evidence was shown.
    Explained {
        /// The answer; none if one only wanted to be shown.
        choice: Option<usize>,
    },
}

/// What the reader did with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Marked an answer.
    Chose(usize),
    /// Locked it.
    Committed,
    /// Let it run.
    Ran,
    /// Asked to be shown.
    Skipped,
    /// The clock has come to the evidence.
    Arrived,
    /// Begins again.
    Retried,
}

impl Reducible for Progress {
    type Action = Deed;

    fn reduce(self: Rc<Self>, deed: Deed) -> Rc<Self> {
        let next = match (*self, deed) {
            (Self::Asking { .. }, Deed::Chose(choice)) => Self::Asking { choice: Some(choice) },
            (Self::Asking { choice: Some(choice) }, Deed::Committed) => Self::Committed { choice },
            (Self::Committed { choice }, Deed::Ran) => Self::Running { choice: Some(choice) },
            (Self::Asking { .. }, Deed::Skipped) => Self::Running { choice: None },
            (Self::Running { choice }, Deed::Arrived) => Self::Explained { choice },
            (Self::Explained { .. }, Deed::Retried) => Self::Asking { choice: None },
            _ => return self,
        };
        Rc::new(next)
    }
}

/// Every question of the scenario.
#[component]
pub fn Questions() -> Html {
    let session = use_session();
    html! {
        for (number, question) in session.scenario().quiz.iter().enumerate() {
            <QuestionCard key={question.id.clone()} {number} />
        }
    }
}

/// Which question.
#[derive(Properties, PartialEq)]
pub struct QuestionCardProps {
    /// Index in the scenario's questions.
    pub number: usize,
}

#[component]
fn QuestionCard(props: &QuestionCardProps) -> Html {
    let session = use_session();
    let shown = use_shown();
    let progress = use_reducer(|| Progress::Asking { choice: None });
    let act = {
        let (dispatcher, session, number) = (progress.dispatcher(), session.clone(), props.number);
        use_callback((session, number), move |deed: Deed, (session, number)| {
            if let Some(question) = session.scenario().quiz.get(*number) {
                move_clock(session, question, deed);
            }
            dispatcher.dispatch(deed);
        })
    };
    let asked_at_us =
        session.scenario().quiz.get(props.number).map(|question| question.at_ms * MICROS_PER_MS);
    let open = matches!(*progress, Progress::Asking { .. });
    use_effect_with((session.clone(), asked_at_us.filter(|_| open)), |(session, stop)| {
        let guard = stop.map(|at_us| session.stop_at(at_us));
        move || drop(guard)
    });
    let arrived =
        session.scenario().quiz.get(props.number).is_some_and(|question| has_arrived(&shown, question));
    use_effect_with((arrived, *progress), {
        let act = act.clone();
        move |(arrived, progress)| {
            if *arrived && matches!(progress, Progress::Running { .. }) {
                act.emit(Deed::Arrived);
            }
        }
    });
    let Some(question) = session.scenario().quiz.get(props.number) else { return Html::default() };
    html! {
        <div class="part question">
            <h3>{ "Predict: " }{ &question.ask }</h3>
            { body(*progress, question, &session, &shown, &act) }
        </div>
    }
}

fn body(
    progress: Progress,
    question: &Question,
    session: &Session,
    shown: &Shown,
    act: &Callback<Deed>,
) -> Html {
    match progress {
        Progress::Asking { choice } => asking(question, choice, false, shown, session, act),
        Progress::Committed { choice } => asking(question, Some(choice), true, shown, session, act),
        Progress::Running { choice } => html! {
            <>
                { locked(question, choice) }
                <p class="muted">
                    { "Running to " }{ words::moment(question.evidence_ms * MICROS_PER_MS) }{ " …" }
                </p>
                <div class="row">
                    <button type="button" onclick={jump(session, question)}>{ "Skip to the answer" }</button>
                </div>
            </>
        },
        Progress::Explained { choice } => html! {
            <>
                { explanation(question, choice, &session.ask(Timeline::verdicts)) }
                <div class="row">
                    <button type="button" onclick={act.reform(|_: MouseEvent| Deed::Retried)}>{ "Try again" }</button>
                </div>
            </>
        },
    }
}

fn locked(question: &Question, choice: Option<usize>) -> Html {
    match choice.and_then(|choice| question.options.get(choice)) {
        Some(option) => html! { <p>{ "Your answer: " }<strong>{ &option.text }</strong></p> },
        None => Html::default(),
    }
}

fn jump(session: &Session, question: &Question) -> Callback<MouseEvent> {
    let (session, to) = (session.clone(), Position::after_ms(question.evidence_ms));
    Callback::from(move |_| {
        session.pause();
        session.seek(to);
    })
}

/// What a deed does to the clock.
fn move_clock(session: &Session, question: &Question, deed: Deed) {
    match deed {
        Deed::Chose(_) | Deed::Committed => {}
        Deed::Ran | Deed::Skipped => {
            session.pause();
            session.seek(Position::after_ms(question.at_ms));
            session.play_to(question.evidence_ms * MICROS_PER_MS, RUN_WALL_MS);
        }
        Deed::Arrived => {
            if let Some(label) = question.evidence_label {
                session.select(session.read(|timeline| timeline.find(label)));
            }
        }
        Deed::Retried => {
            session.pause();
            session.seek(Position::after_ms(question.at_ms));
        }
    }
}

fn has_arrived(shown: &Shown, question: &Question) -> bool {
    !shown.playing && shown.position.at_us >= question.evidence_ms * MICROS_PER_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(deeds: &[Deed]) -> Progress {
        let start = Rc::new(Progress::Asking { choice: None });
        *deeds.iter().fold(start, |progress, deed| progress.reduce(*deed))
    }

    #[test]
    fn a_committed_answer_is_locked() {
        assert_eq!(after(&[Deed::Committed]), Progress::Asking { choice: None });
        let committed = [Deed::Chose(0), Deed::Chose(1), Deed::Committed, Deed::Chose(2)];
        assert_eq!(after(&committed), Progress::Committed { choice: 1 });
    }

    #[test]
    fn one_may_try_again() {
        let deeds = [Deed::Chose(1), Deed::Committed, Deed::Ran, Deed::Arrived];
        assert_eq!(after(&deeds), Progress::Explained { choice: Some(1) });
        assert_eq!(after(&[Deed::Skipped, Deed::Arrived, Deed::Retried]), Progress::Asking { choice: None });
    }
}
