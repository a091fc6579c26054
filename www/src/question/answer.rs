//! What the run has shown.

use scenario::{AnswerOption, Question};
use sim::Verdict;
use yew::prelude::*;

/// Right or wrong, why, and what happens.
pub fn explanation(question: &Question, choice: Option<usize>, verdicts: &[Verdict]) -> Html {
    let chosen = choice.and_then(|choice| question.options.get(choice));
    html! {
        <>
            if let Some(option) = chosen {
                { verdict(option, verdicts) }
            }
            { right_ones(question, chosen, verdicts) }
            <p>{ &question.explain }</p>
        </>
    }
}

fn verdict(option: &AnswerOption, verdicts: &[Verdict]) -> Html {
    if is_right(option, verdicts) {
        html! {
            <p class="outcome good">
                <span class="badge good">{ "✓ Right" }</span>{ " " }<strong>{ &option.text }</strong>
            </p>
        }
    } else {
        html! {
            <div class="outcome bad">
                <p><span class="badge bad">{ "✗ Not so" }</span>{ " " }<strong>{ &option.text }</strong></p>
                if !option.because.is_empty() {
                    <p>{ &option.because }</p>
                }
            </div>
        }
    }
}

fn right_ones(question: &Question, chosen: Option<&AnswerOption>, verdicts: &[Verdict]) -> Html {
    if chosen.is_some_and(|option| is_right(option, verdicts)) {
        return Html::default();
    }
    let right: Vec<&AnswerOption> =
        question.options.iter().filter(|option| is_right(option, verdicts)).collect();
    if right.is_empty() {
        return html! { <p>{ "In this run, as it was changed, none of the answers is right." }</p> };
    }
    html! {
        for option in right {
            <p key={option.id.clone()}>{ "The run shows: " }<strong>{ &option.text }</strong></p>
        }
    }
}

fn is_right(option: &AnswerOption, verdicts: &[Verdict]) -> bool {
    verdicts.get(option.claim).is_some_and(|verdict| verdict.holds)
}
