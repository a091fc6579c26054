//! What is wrong in a scenario, as a list.

use scenario::Problem;
use yew::prelude::*;

use crate::prose::ticked;

/// Problems with their place, message and hint.
pub fn problem_list(problems: &[Problem]) -> Html {
    html! {
        <ul class="problems">
            for (number, problem) in problems.iter().enumerate() {
                <li key={number}>
                    <code>{ place(problem) }</code>
                    <p>{ ticked(&problem.message) }</p>
                    if !problem.hint.is_empty() {
                        <p>{ ticked(&problem.hint) }</p>
                    }
                </li>
            }
        </ul>
    }
}

fn place(problem: &Problem) -> &str {
    if problem.at.is_empty() { "(the whole file)" } else { &problem.at }
}
