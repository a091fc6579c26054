//! Rarer acts, folded until they are wanted: redrives, purges, workers that stop or hang.

use scenario::text::Names;
use sim::{Input, WorkerId};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::ActButton;
use crate::session::{Session, Shown, use_session, use_shown};
use crate::stage::present;

/// Messages a second that a redrive can be asked for here; SQS takes 1 to 500.
const RATES: [u32; 5] = [1, 10, 50, 100, 500];

/// The acts that few need at once.
#[component]
pub fn More() -> Html {
    let session = use_session();
    let shown = use_shown();
    let rate = use_state_eq(|| None::<u32>);
    let chosen = use_state_eq(|| None::<WorkerId>);
    let dead: Vec<u32> = dead_letter_queues(&shown);
    let workers: Vec<WorkerId> = shown
        .view
        .consumers
        .iter()
        .filter(|it| it.mapping.is_none())
        .flat_map(|it| present(it).map(|worker| worker.id))
        .collect();
    html! {
        <details class="acts__more">
            <summary>{ "More" }</summary>
            if !dead.is_empty() {
                <div class="act-set">
                    { rate_choice(*rate, rate.setter()) }
                    for queue in dead {
                        { redrive(&session, queue, *rate) }
                    }
                </div>
            }
            <div class="act-set">
                for queue in &shown.view.queues {
                    <ActButton key={queue.index} session={session.clone()} input={Input::Purge { queue: queue.index }}
                        label={format!("Purge {}", queue.name)} />
                }
            </div>
            if let Some(first) = workers.first() {
                { worker_acts(&session, &workers, (*chosen).filter(|it| workers.contains(it)).unwrap_or(*first), chosen.setter()) }
            }
        </details>
    }
}

fn dead_letter_queues(shown: &Shown) -> Vec<u32> {
    let queues = &shown.view.queues;
    let is_target = |index: u32| queues.iter().any(|it| it.redrive.is_some_and(|(to, _)| to == index));
    queues.iter().map(|it| it.index).filter(|index| is_target(*index)).collect()
}

fn redrive(session: &Session, queue: u32, per_second: Option<u32>) -> Html {
    let name = session.read(|timeline| timeline.queue(queue));
    html! {
        <>
            <ActButton key={format!("redrive-{queue}")} session={session.clone()}
                input={Input::Redrive { queue, per_second }} label={format!("Redrive {name}")} />
            <ActButton key={format!("cancel-{queue}")} session={session.clone()}
                input={Input::CancelRedrive { queue }} label={format!("Cancel the redrive of {name}")} />
        </>
    }
}

fn rate_choice(rate: Option<u32>, setter: UseStateSetter<Option<u32>>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            setter.set(select.value().parse().ok());
        }
    });
    html! {
        <label>
            { "Redrive " }
            <select {onchange}>
                <option value="" selected={rate.is_none()}>{ "as fast as it goes" }</option>
                for each in RATES {
                    <option key={each} value={each.to_string()} selected={rate == Some(each)}>
                        { format!("{each} a second") }
                    </option>
                }
            </select>
        </label>
    }
}

fn worker_acts(
    session: &Session,
    workers: &[WorkerId],
    chosen: WorkerId,
    setter: UseStateSetter<Option<WorkerId>>,
) -> Html {
    let all = workers.to_vec();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let index = select.and_then(|select| select.value().parse::<usize>().ok());
        setter.set(index.and_then(|index| all.get(index)).copied());
    });
    let name = |worker: WorkerId| session.read(|timeline| timeline.worker(worker));
    let chosen_name = name(chosen);
    html! {
        <div class="act-set">
            <label>
                { "One worker " }
                <select {onchange}>
                    for (index, worker) in workers.iter().enumerate() {
                        <option key={index} value={index.to_string()} selected={*worker == chosen}>
                            { name(*worker) }
                        </option>
                    }
                </select>
            </label>
            <ActButton session={session.clone()} input={Input::Stop { worker: chosen }}
                label={format!("Stop {chosen_name}")} />
            <ActButton session={session.clone()} input={Input::Hang { worker: chosen }}
                label={format!("Hang {chosen_name}")} />
        </div>
    }
}
