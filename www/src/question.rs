//! Predict, commit, run, explain. A wrong answer costs nothing.

use std::rc::Rc;

use scenario::{Answer, Question, QuestionKind, text};
use sim::Position;
use sqs::MICROS_PER_MS;
use yew::prelude::*;

mod answer;
mod asking;
mod input;

use crate::session::{Session, Shown, use_session, use_shown};
use crate::words;

use self::answer::Explanation;
use self::asking::asking;

/// Milliseconds of the viewer's time that the way to the evidence takes.
const RUN_WALL_MS: u64 = 7_000;

/// How far one is with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is settled.
    Asking {
        /// What is marked or written so far.
        answer: Option<Answer>,
    },
    /// The answer is locked; nothing has run yet.
    Committed {
        /// The answer.
        answer: Answer,
    },
    /// The clock is on its way to the evidence.
    Running {
        /// The answer; none if one only wants to be shown.
        answer: Option<Answer>,
    },
    /// The evidence was shown.
    Explained {
        /// The answer; none if one only wanted to be shown.
        answer: Option<Answer>,
    },
}

/// What the reader did with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Marked or wrote an answer; none if what is written is no answer yet.
    Chose(Option<Answer>),
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
        let next = match (&*self, deed) {
            (Self::Asking { .. }, Deed::Chose(answer)) => Self::Asking { answer },
            (Self::Asking { answer: Some(answer) }, Deed::Committed) => {
                Self::Committed { answer: answer.clone() }
            }
            (Self::Committed { answer }, Deed::Ran) => Self::Running { answer: Some(answer.clone()) },
            (Self::Asking { .. }, Deed::Skipped) => Self::Running { answer: None },
            (Self::Running { answer }, Deed::Arrived) => Self::Explained { answer: answer.clone() },
            (Self::Explained { .. }, Deed::Retried) => Self::Asking { answer: None },
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
    let progress = use_reducer(|| Progress::Asking { answer: None });
    let act = {
        let (dispatcher, session, number) = (progress.dispatcher(), session.clone(), props.number);
        use_callback((session, number), move |deed: Deed, (session, number)| {
            if let Some(question) = session.scenario().quiz.get(*number) {
                move_clock(session, question, &deed);
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
    use_effect_with((arrived, (*progress).clone()), {
        let act = act.clone();
        move |(arrived, progress)| {
            if *arrived && matches!(progress, Progress::Running { .. }) {
                act.emit(Deed::Arrived);
            }
        }
    });
    let Some(question) = session.scenario().quiz.get(props.number) else { return Html::default() };
    html! {
        <article class="part question" aria-label={question.ask.to_string()}>
            <h3>{ "Predict: " }{ &question.ask }</h3>
            { body(&progress, props.number, question, &session, &shown, &act) }
        </article>
    }
}

fn body(
    progress: &Progress,
    number: usize,
    question: &Question,
    session: &Session,
    shown: &Shown,
    act: &Callback<Deed>,
) -> Html {
    match progress {
        Progress::Asking { answer } => asking(question, answer.as_ref(), false, shown, session, act),
        Progress::Committed { answer } => asking(question, Some(answer), true, shown, session, act),
        Progress::Running { answer } => html! {
            <>
                { locked(question, answer.as_ref()) }
                <p class="muted">
                    { "Running to " }{ words::moment(question.evidence_ms * MICROS_PER_MS) }{ " …" }
                </p>
                <div class="row">
                    <button type="button" onclick={jump(session, question)}>{ "Skip to the answer" }</button>
                </div>
            </>
        },
        Progress::Explained { answer } => html! {
            <>
                <Explanation {number} answer={answer.clone()} />
                <div class="row">
                    <button type="button" onclick={act.reform(|_: MouseEvent| Deed::Retried)}>{ "Try again" }</button>
                </div>
            </>
        },
    }
}

fn locked(question: &Question, answer: Option<&Answer>) -> Html {
    match answer {
        Some(answer) => html! {
            <p>{ "Your answer: " }<strong>{ text::answer(question, answer).join(", ") }</strong></p>
        },
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
fn move_clock(session: &Session, question: &Question, deed: &Deed) {
    match deed {
        Deed::Chose(_) | Deed::Committed => {}
        // The answer of a knob is another run than this one.
        Deed::Ran | Deed::Skipped if is_knob(question) => session.pause(),
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
    is_knob(question) || !shown.playing && shown.position.at_us >= question.evidence_ms * MICROS_PER_MS
}

fn is_knob(question: &Question) -> bool {
    matches!(question.kind, QuestionKind::Knob { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(deeds: &[Deed]) -> Progress {
        let start = Rc::new(Progress::Asking { answer: None });
        let end = deeds.iter().fold(start, |progress, deed| progress.reduce(deed.clone()));
        (*end).clone()
    }

    fn chose(option: usize) -> Deed {
        Deed::Chose(Some(Answer::Choice(option)))
    }

    #[test]
    fn a_committed_answer_is_locked() {
        assert_eq!(after(&[Deed::Committed]), Progress::Asking { answer: None });
        assert_eq!(after(&[chose(0), Deed::Chose(None), Deed::Committed]), Progress::Asking { answer: None });
        let committed = [chose(0), chose(1), Deed::Committed, chose(2)];
        assert_eq!(after(&committed), Progress::Committed { answer: Answer::Choice(1) });
    }

    #[test]
    fn one_may_try_again() {
        let deeds = [chose(1), Deed::Committed, Deed::Ran, Deed::Arrived];
        assert_eq!(after(&deeds), Progress::Explained { answer: Some(Answer::Choice(1)) });
        assert_eq!(after(&[Deed::Skipped, Deed::Arrived, Deed::Retried]), Progress::Asking { answer: None });
    }
}
