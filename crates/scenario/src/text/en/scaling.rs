//! Auto Scaling groups.

use sim::{ScalingHold, ScalingOutlook, ScalingReason, ScalingView, WorkerId};
use sqs::{MessageId, Time};

use super::time::{clock, plural, thousandths};
use crate::text::Names;

/// A group: "8 of 10 instances in service, 2 of them warm up, 2 start".
pub fn scaling_summary(scaling: &ScalingView) -> String {
    let desired = plural(scaling.desired.into(), "instance", "instances");
    let mut parts = vec![format!("{desired} wanted, {} in service", scaling.in_service)];
    if scaling.warming > 0 {
        parts.push(format!("{} of them warming up", scaling.warming));
    }
    if scaling.launching > 0 {
        parts.push(format!("{} starting", scaling.launching));
    }
    if scaling.leaving > 0 {
        parts.push(format!("{} to go when their work is done", scaling.leaving));
    }
    parts.join(", ")
}

/// What is going on in a group, if it is out of the ordinary: it grows, or would like to.
pub(super) fn situation(id: &str, scaling: &ScalingView) -> Option<String> {
    let hold = scaling.outlook.as_ref().and_then(|outlook| Some((outlook.wanted, outlook.hold?)));
    match hold {
        Some((wanted, ScalingHold::AtMaximum)) => {
            let wanted = plural(wanted.into(), "instance", "instances");
            Some(format!(
                "Auto Scaling would like {wanted} of {id}, but the group may have {} at most.",
                scaling.max
            ))
        }
        _ if scaling.launching > 0 => {
            let starting = plural(scaling.launching.into(), "instance", "instances");
            let start = if scaling.launching == 1 { "starts" } else { "start" };
            Some(format!(
                "Auto Scaling makes the group {id} larger: {starting} {start} beside {}.",
                scaling.in_service
            ))
        }
        _ if scaling.leaving > 0 => {
            let leaving = plural(scaling.leaving.into(), "instance", "instances");
            Some(format!("Auto Scaling makes the group {id} smaller: {leaving} finish their work first."))
        }
        _ => None,
    }
}

/// What a group aims at, and where it stands: "150 messages for each instance, target 100".
pub fn scaling_target(scaling: &ScalingView) -> Option<String> {
    let target = thousandths(scaling.target_milli?);
    Some(match scaling.backlog_milli {
        Some(backlog) => format!("{} messages for each instance, target {target}", thousandths(backlog)),
        None => format!("No number of messages for each instance yet, target {target}"),
    })
}

/// Why a group changes: "backlog 150 a worker, target 100: 10 -> 15".
pub fn scaling_change(
    reason: ScalingReason,
    from: u32,
    to: u32,
    target_milli: Option<u64>,
    names: &impl Names,
) -> String {
    format!("{}: {from} -> {to}", scaling_reason(reason, target_milli, names))
}

/// "backlog 150 a worker, target 100".
pub fn scaling_reason(reason: ScalingReason, target_milli: Option<u64>, names: &impl Names) -> String {
    match reason {
        ScalingReason::Target { backlog_milli } => {
            let target = target_milli.map_or_else(String::new, |it| format!(", target {}", thousandths(it)));
            format!("backlog {} a worker{target}", thousandths(backlog_milli))
        }
        ScalingReason::Steps { alarm, value_milli } | ScalingReason::Simple { alarm, value_milli } => {
            format!("alarm {} at {}", names.alarm(alarm), thousandths(value_milli))
        }
    }
}

/// What a group's policies ask for now, and what holds it back.
pub fn scaling_outlook(
    outlook: &ScalingOutlook,
    scaling: &ScalingView,
    now_us: Time,
    names: &impl Names,
) -> String {
    let reason = scaling_reason(outlook.reason, scaling.target_milli, names);
    let wanted = plural(outlook.wanted.into(), "instance", "instances");
    let asks = format!("{reason}: {wanted} asked for");
    match outlook.hold {
        None => format!("{asks}. The group goes to {} with the next minute.", outlook.to),
        Some(hold) => format!("{asks}. {}", scaling_hold(hold, scaling, now_us)),
    }
}

/// Why a group does not change though an alarm is on.
pub fn scaling_hold(hold: ScalingHold, scaling: &ScalingView, now_us: Time) -> String {
    let until = |until_us: Time| {
        if until_us > now_us { format!(", until {}", clock(until_us)) } else { String::new() }
    };
    match hold {
        ScalingHold::OnItsWay => "The group wants as many already.".to_owned(),
        ScalingHold::WarmingUp { until_us } => {
            format!("No instance is taken away while others warm up{}.", until(until_us))
        }
        ScalingHold::Launching { until_us } => {
            format!("Simple scaling waits for the instances that start{}.", until(until_us))
        }
        ScalingHold::CoolingDown { until_us } => {
            format!("Simple scaling waits for its cooldown{}.", until(until_us))
        }
        ScalingHold::AtMaximum => format!("The group is at its maximum of {}.", scaling.max),
        ScalingHold::AtMinimum => format!("The group is at its minimum of {}.", scaling.min),
        ScalingHold::ScaleInDisabled => "This policy takes no instance away (DisableScaleIn).".to_owned(),
    }
}

/// Why a group has changed, in a sentence or two.
pub(super) fn scaled(
    why: ScalingReason,
    (from, to): (u32, u32),
    target_milli: Option<u64>,
    names: &impl Names,
) -> String {
    let change = scaling_change(why, from, to, target_milli, names);
    let rule = match why {
        ScalingReason::Target { .. } => {
            "Target tracking changes the number of instances as the backlog of each stands to its target, and \
             rounds up."
        }
        ScalingReason::Steps { .. } => {
            "Step scaling adds or takes more instances the further the metric is from the alarm's threshold."
        }
        ScalingReason::Simple { .. } => {
            "Simple scaling makes one adjustment, and then waits for its cooldown."
        }
    };
    format!("{change}. {rule}").replacen("backlog", "Backlog", 1).replacen("alarm", "Alarm", 1)
}

/// Scale-in takes an instance, whatever it is at.
pub(super) fn scale_in_took(
    worker: WorkerId,
    message: Option<MessageId>,
    visible_at_us: Option<Time>,
    names: &impl Names,
) -> String {
    let worker = names.worker(worker);
    let Some(message) = message.map(|message| names.label(message)) else {
        return format!("The group has too many instances: {worker} goes. It held no message.");
    };
    let back = visible_at_us.map_or_else(String::new, |at| format!(", until {}", clock(at)));
    format!(
        "Scale-in does not ask what an instance is at: {worker} was at work on {message}, which stays hidden{back}. \
         Scale-in protection while it works would have let it finish."
    )
}
