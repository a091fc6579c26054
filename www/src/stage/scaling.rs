//! An Auto Scaling group: instances that are wanted, in service, warming up, starting, leaving, and why.

use scenario::text;
use sim::{ConsumerView, ScalingView};
use yew::prelude::*;

use crate::session::Session;

/// Instances that are drawn as blocks; larger groups are counted in words only.
const BLOCKS_MAX: u32 = 60;

/// The head of a group.
pub fn scaling(session: &Session, consumer: &ConsumerView, scaling: &ScalingView, now_us: u64) -> Html {
    let outlook = scaling.outlook.as_ref();
    let outlook =
        outlook.map(|it| session.read(|timeline| text::scaling_outlook(it, scaling, now_us, timeline)));
    html! {
        <div class="scaling" role="group" aria-label={format!("Auto Scaling group {}", consumer.id)}>
            <p class="scaling__summary">
                { text::scaling_summary(scaling) }
                <span class="muted">{ format!(" ({} to {})", scaling.min, scaling.max) }</span>
            </p>
            if scaling.max <= BLOCKS_MAX {
                { blocks(scaling) }
            }
            if let Some(target) = text::scaling_target(scaling) {
                <p class="muted">{ target }</p>
            }
            if let Some(outlook) = outlook {
                <p class="scaling__why">{ outlook }</p>
            }
            if scaling.protects {
                <p class="muted">{ "Protected from scale-in while at work." }</p>
            }
        </div>
    }
}

/// Filled: in service. Striped: warming up. Dashed: starting. Crossed: leaving. A line after the wanted number.
fn blocks(scaling: &ScalingView) -> Html {
    let steady = scaling.in_service.saturating_sub(scaling.warming).saturating_sub(scaling.leaving);
    let kinds = [
        (steady, "block is-running"),
        (scaling.warming, "block is-warming"),
        (scaling.leaving, "block is-leaving"),
        (scaling.launching, "block is-starting"),
    ];
    let there: Vec<&'static str> =
        kinds.into_iter().flat_map(|(count, class)| std::iter::repeat_n(class, count as usize)).collect();
    let all = scaling.max.max(there.len() as u32);
    let block = |n: u32| {
        let class = there.get(n as usize).copied().unwrap_or("block");
        let is_last_wanted = n + 1 == scaling.desired;
        html! { <li key={n} class={classes!(class, is_last_wanted.then_some("is-wanted"))}></li> }
    };
    html! { <ul class="blocks" aria-hidden="true">{ for (0..all).map(block) }</ul> }
}
