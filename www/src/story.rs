//! What the scenario tells: summary, goals, questions, what to notice, beats, knobs, claims.

use scenario::Source;
use yew::prelude::*;

mod beats;
mod claims;
mod drift;
mod goals;

use crate::knobs::Knobs;
use crate::question::Questions;
use crate::session::use_session;

use self::beats::Beats;
use self::claims::Claims;
use self::drift::Drift;
use self::goals::Goals;

/// The content of the region.
#[component]
pub fn Story() -> Html {
    let session = use_session();
    let scenario = session.scenario();
    let missing = [
        scenario.summary.is_empty(),
        scenario.notice.is_empty(),
        scenario.story.is_empty(),
        scenario.knobs.is_empty(),
        scenario.claims.is_empty(),
        scenario.quiz.is_empty(),
        scenario.goals.is_empty(),
    ];
    html! {
        <div class="story-body">
            if missing.iter().all(|it| *it) {
                <p class="empty">
                    { "This scenario tells no story. What its author writes stands here: a summary, what to notice, \
                       beats, knobs, claims and questions." }
                </p>
            }
            if !scenario.summary.is_empty() {
                <p class="lead">{ &scenario.summary }</p>
            }
            <Goals />
            <Questions />
            if !scenario.notice.is_empty() {
                <div class="part">
                    <h3>{ "What to notice" }</h3>
                    <ul class="notice-list">
                        for (number, line) in scenario.notice.iter().enumerate() {
                            <li key={number}>{ line }</li>
                        }
                    </ul>
                </div>
            }
            <Drift />
            <Beats />
            <Knobs />
            <Claims />
            if let Some(source) = &scenario.source {
                { rests_on(source) }
            }
        </div>
    }
}

fn rests_on(source: &Source) -> Html {
    html! {
        <p class="source muted">
            { "Rests on AWS’s page " }
            <a href={source.url.clone()} rel="external noopener">{ &source.title }</a>
            { ", as of " }{ &source.as_of }{ "." }
        </p>
    }
}
