//! How an answer is given: native inputs, one way for each kind of question.

use scenario::{Answer, AnswerOption, Guess, Knob, KnobKind, OrderItem, Question, QuestionKind};
use sim::{Timeline, Value, ValueType};
use sqs::MICROS_PER_MS;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Deed;
use crate::session::{Session, Shown};
use crate::words;

/// Steps of the slider for a moment, at least.
const MOMENT_STEPS: u64 = 1_000;

/// What to answer with. A fieldset named after the question stands around it.
pub fn input(
    question: &Question,
    answer: Option<&Answer>,
    shown: &Shown,
    session: &Session,
    act: &Callback<Deed>,
) -> Html {
    match &question.kind {
        QuestionKind::Single { options } => single(question, options, answer, act),
        QuestionKind::Multi { options } => multi(options, answer, act),
        QuestionKind::Number(guess) => number(guess, act),
        QuestionKind::Moment(guess) => moment(guess, answer, shown, session, act),
        QuestionKind::Order { items } => order(items, answer, act),
        QuestionKind::Knob { path, .. } => setting(question, path, answer, session, act),
    }
}

fn single(
    question: &Question,
    options: &[AnswerOption],
    answer: Option<&Answer>,
    act: &Callback<Deed>,
) -> Html {
    html! {
        for (number, option) in options.iter().enumerate() {
            <label key={option.id.clone()} class="option">
                <input type="radio" name={question.id.clone()} checked={answer == Some(&Answer::Choice(number))}
                    onchange={act.reform(move |_: Event| Deed::Chose(Some(Answer::Choice(number))))} />
                <span>{ &option.text }</span>
            </label>
        }
    }
}

fn multi(options: &[AnswerOption], answer: Option<&Answer>, act: &Callback<Deed>) -> Html {
    let chosen = match answer {
        Some(Answer::Choices(chosen)) => chosen.clone(),
        _ => Vec::new(),
    };
    html! {
        <>
            <p class="muted small">{ "Mark all that are right." }</p>
            for (number, option) in options.iter().enumerate() {
                <label key={option.id.clone()} class="option">
                    <input type="checkbox" checked={chosen.contains(&number)}
                        onchange={toggled(&chosen, number, act)} />
                    <span>{ &option.text }</span>
                </label>
            }
        </>
    }
}

fn toggled(chosen: &[usize], number: usize, act: &Callback<Deed>) -> Callback<Event> {
    let mut next: Vec<usize> = chosen.iter().copied().filter(|other| *other != number).collect();
    if next.len() == chosen.len() {
        next.push(number);
        next.sort_unstable();
    }
    act.reform(move |_: Event| Deed::Chose(Some(Answer::Choices(next.clone()))))
}

fn number(guess: &Guess, act: &Callback<Deed>) -> Html {
    let (hint, mode) = match guess.tolerance.value_type() {
        ValueType::Duration => ("A time: 90s, 1m30s or 250ms.", "text"),
        ValueType::Number | ValueType::Bool => ("A number.", "decimal"),
    };
    let oninput = {
        let guess = guess.clone();
        act.reform(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            Deed::Chose(guess.read(&text).map(Answer::Value))
        })
    };
    html! {
        <label class="field">
            <span>{ "Your answer" }</span>
            <input type="text" class="exact" size="10" inputmode={mode} autocomplete="off" spellcheck="false" {oninput} />
            <span class="muted small">{ hint }</span>
        </label>
    }
}

/// A slider over the whole run, or the moment at which the clock stands.
fn moment(
    guess: &Guess,
    answer: Option<&Answer>,
    shown: &Shown,
    session: &Session,
    act: &Callback<Deed>,
) -> Html {
    let duration_ms = session.read(Timeline::duration_us) / MICROS_PER_MS;
    let allowed_ms = match guess.tolerance {
        Value::Duration(us) => us.unsigned_abs() / MICROS_PER_MS,
        Value::Number(_) | Value::Bool(_) => 0,
    };
    let step_ms = (duration_ms / MOMENT_STEPS).min(allowed_ms).max(1);
    let picked_us = match answer {
        Some(Answer::Moment(at_us)) => Some(*at_us),
        _ => None,
    };
    let said = picked_us.map_or_else(|| "not picked yet".to_owned(), words::moment);
    let value = (picked_us.unwrap_or(0) / MICROS_PER_MS).to_string();
    let oninput = act.reform(|event: InputEvent| {
        let ms = event.target_unchecked_into::<HtmlInputElement>().value().parse::<u64>();
        Deed::Chose(ms.ok().map(|ms| Answer::Moment(ms * MICROS_PER_MS)))
    });
    let now_us = shown.position.at_us;
    let onclick = act.reform(move |_: MouseEvent| Deed::Chose(Some(Answer::Moment(now_us))));
    html! {
        <div class="field">
            <input type="range" min="0" max={duration_ms.to_string()} step={step_ms.to_string()} {value}
                aria-label="Your moment" aria-valuetext={said.clone()} {oninput} />
            <p>{ "Your moment: " }<strong>{ said }</strong></p>
            <button type="button" class="quiet" {onclick}>
                { "Take the clock’s moment, " }{ words::moment(now_us) }
            </button>
        </div>
    }
}

/// A list whose items go up and down by buttons.
fn order(items: &[OrderItem], answer: Option<&Answer>, act: &Callback<Deed>) -> Html {
    let order: Vec<usize> = match answer {
        Some(Answer::Order(order)) => order.clone(),
        _ => (0..items.len()).collect(),
    };
    let keep = {
        let order = order.clone();
        act.reform(move |_: MouseEvent| Deed::Chose(Some(Answer::Order(order.clone()))))
    };
    let last = order.len().saturating_sub(1);
    html! {
        <>
            <p class="muted small">{ "The first on top." }</p>
            <ol class="order">
                for (place, item) in order.iter().enumerate().filter_map(|(place, index)| Some((place, items.get(*index)?))) {
                    <li key={item.id.clone()}>
                        <div class="order__item">
                            <span>{ &item.text }</span>
                            <span class="row">
                                <button type="button" class="quiet" disabled={place == 0}
                                    aria-label={format!("Move up: {}", item.text)} onclick={swap(&order, place.saturating_sub(1), act)}>
                                    { "↑" }
                                </button>
                                <button type="button" class="quiet" disabled={place == last}
                                    aria-label={format!("Move down: {}", item.text)} onclick={swap(&order, place, act)}>
                                    { "↓" }
                                </button>
                            </span>
                        </div>
                    </li>
                }
            </ol>
            if answer.is_none() {
                <button type="button" class="quiet" onclick={keep}>{ "Keep this order" }</button>
            }
        </>
    }
}

/// The item at a place and the one after it change places.
fn swap(order: &[usize], place: usize, act: &Callback<Deed>) -> Callback<MouseEvent> {
    let mut order = order.to_vec();
    if place + 1 < order.len() {
        order.swap(place, place + 1);
    }
    act.reform(move |_: MouseEvent| Deed::Chose(Some(Answer::Order(order.clone()))))
}

fn setting(
    question: &Question,
    path: &str,
    answer: Option<&Answer>,
    session: &Session,
    act: &Callback<Deed>,
) -> Html {
    let Some(knob) = session.scenario().knobs.iter().find(|knob| knob.path == path) else {
        return Html::default();
    };
    let words: Vec<(&str, &str)> = match knob.kind {
        KnobKind::Switch => vec![("true", "On"), ("false", "Off")],
        KnobKind::Choice => knob.choices.iter().map(|choice| (&*choice.value, &*choice.label)).collect(),
        KnobKind::Duration { .. } | KnobKind::Integer { .. } | KnobKind::Share => Vec::new(),
    };
    if !words.is_empty() {
        return html! {
            for (value, word) in words {
                { setting_option(question, knob, (value, word), answer, act) }
            }
        };
    }
    let oninput = {
        let knob = knob.clone();
        act.reform(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            let value = text.trim();
            Deed::Chose(knob.takes(value).then(|| Answer::Setting(value.to_owned())))
        })
    };
    html! {
        <label class="field">
            <span>{ &knob.label }</span>
            <input type="text" class="exact" size="10" autocomplete="off" spellcheck="false" {oninput} />
            <span class="muted small">{ "Now it is " }{ &knob.value }{ "." }</span>
        </label>
    }
}

/// One of the words that a knob can be set to.
fn setting_option(
    question: &Question,
    knob: &Knob,
    (value, word): (&str, &str),
    answer: Option<&Answer>,
    act: &Callback<Deed>,
) -> Html {
    let is_chosen = matches!(answer, Some(Answer::Setting(chosen)) if chosen == value);
    let chosen = value.to_owned();
    let onchange = act.reform(move |_: Event| Deed::Chose(Some(Answer::Setting(chosen.clone()))));
    html! {
        <label key={value.to_owned()} class="option">
            <input type="radio" name={question.id.clone()} checked={is_chosen} {onchange} />
            <span>{ &knob.label }{ ": " }{ word }</span>
        </label>
    }
}
