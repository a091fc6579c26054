//! Standard or FIFO: six questions, the answer, and the scenarios that prove it.

use scenario::choose::{self, ASKED, Advice, Answers, Asked, Choice};
use scenario::{library, text};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::bridge;
use crate::route::Route;
use crate::shell::Shell;

/// The questions, and the advice that follows every change of an answer.
#[component]
pub fn Choose() -> Html {
    bridge::use_nothing_runs();
    let answers = use_state(Answers::default);
    let choose = {
        let answers = answers.clone();
        Callback::from(move |(asked, choice): (Asked, Choice)| answers.set(answers.with(asked, choice)))
    };
    let advice = choose::advise(*answers);
    html! {
        <Shell title="Standard or FIFO?">
            <div class="choose">
                <p class="claim">{ "Six questions, and the scenarios that prove the answer." }</p>
                <div class="choose-columns">
                    <div>
                        for (number, asked) in ASKED.into_iter().enumerate() {
                            <Question {number} {asked} chosen={answers.to(asked)} choose={&choose} />
                        }
                    </div>
                    <section class="advice" aria-label="Advice">
                        { advice_markup(&advice) }
                    </section>
                </div>
                <p role="status" class="visually-hidden">{ text::advice(advice.verdict) }</p>
            </div>
        </Shell>
    }
}

#[derive(PartialEq, Properties)]
struct QuestionProps {
    number: usize,
    asked: Asked,
    chosen: Choice,
    choose: Callback<(Asked, Choice)>,
}

#[component]
fn Question(props: &QuestionProps) -> Html {
    let QuestionProps { number, asked, chosen, choose } = props;
    let asked = *asked;
    html! {
        <fieldset class="choice">
            <legend>{ format!("{}. {}", number + 1, text::asked(asked)) }</legend>
            for choice in 0..asked.choices() {
                <label key={choice.to_string()}>
                    <input
                        type="radio"
                        name={format!("choose-{number}")}
                        checked={choice == *chosen}
                        onchange={choose.reform(move |_| (asked, choice))}
                    />
                    <span>{ text::choice(asked, choice) }</span>
                </label>
            }
        </fieldset>
    }
}

fn advice_markup(advice: &Advice) -> Html {
    html! {
        <>
            <h2>{ text::advice(advice.verdict) }</h2>
            <ul>
                for reason in &advice.reasons {
                    <li key={reason.slug()}>
                        { text::reason(*reason) }
                        if let Some(entry) = library::find(reason.slug()) {
                            { " See " }
                            <Link<Route> to={Route::Scenario { slug: entry.slug.to_owned() }}>{ entry.title }</Link<Route>>
                            { "." }
                        }
                    </li>
                }
            </ul>
        </>
    }
}
