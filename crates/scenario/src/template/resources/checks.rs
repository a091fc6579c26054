//! What does not fit together: mistakes between resources.

use sqs::limits;

use crate::template::draft::{ConsumerKind, Draft, Queue};
use crate::template::report::Report;

/// AWS's defaults.
const VISIBILITY_TIMEOUT_S: u32 = 30;
const RETENTION_S: u32 = 345_600;
/// AWS's advice: so many times the function's timeout.
const VISIBILITY_TIMES: u32 = 6;

/// Finds and corrects what is wrong between the parts.
pub(in crate::template) fn check(draft: &mut Draft, report: &mut Report) {
    policies_on_dead_letter_queues(draft, report);
    kinds_of_dead_letter_queues(draft, report);
    allowed_sources(draft, report);
    retention_of_dead_letter_queues(draft, report);
    visibility_timeouts(draft, report);
    throughput_limits(draft, report);
}

fn looks_like_a_dead_letter_queue(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    ["dlq", "deadletter", "dead", "failed", "poison"].iter().any(|part| name.contains(part))
}

/// A redrive policy belongs on the source; on a dead-letter queue that points back it is turned round.
fn policies_on_dead_letter_queues(draft: &mut Draft, report: &mut Report) {
    for index in 0..draft.queues.len() {
        let queue = &draft.queues[index];
        let Some(redrive) = queue.redrive.clone() else { continue };
        let target = &draft.queues[redrive.target];
        if redrive.target == index {
            let message = format!("{} is its own dead-letter queue.", queue.logical);
            report.refuse(redrive.at, &redrive.path, message, "Name another queue.");
            draft.queues[index].redrive = None;
            continue;
        }
        let is_turned = looks_like_a_dead_letter_queue(&queue.logical)
            && !looks_like_a_dead_letter_queue(&target.logical)
            && target.redrive.is_none();
        if is_turned {
            let message = format!(
                "The RedrivePolicy stands on {}, which looks like the dead-letter queue.",
                queue.logical
            );
            let correction = format!(
                "Move it to {} with `deadLetterTargetArn: !GetAtt {}.Arn`.",
                target.logical, queue.logical
            );
            report.correct(redrive.at, &redrive.path, message, correction);
            let source = redrive.target;
            draft.queues[index].redrive = None;
            draft.queues[source].redrive = Some(crate::template::draft::Redrive { target: index, ..redrive });
        }
    }
}

/// A source and its dead-letter queue are of one type.
fn kinds_of_dead_letter_queues(draft: &mut Draft, report: &mut Report) {
    for index in 0..draft.queues.len() {
        let queue = &draft.queues[index];
        let Some(redrive) = queue.redrive.clone() else { continue };
        let (is_fifo, logical) = (queue.is_fifo, queue.logical.clone());
        let target = &draft.queues[redrive.target];
        if target.is_fifo == is_fifo {
            continue;
        }
        let message = match is_fifo {
            true => {
                format!("{logical} is a FIFO queue, its dead-letter queue {} is standard.", target.logical)
            }
            false => {
                format!("{logical} is a standard queue, its dead-letter queue {} is FIFO.", target.logical)
            }
        };
        let others = draft.queues.iter().filter(|it| {
            it.logical != logical && it.redrive.as_ref().is_some_and(|it| it.target == redrive.target)
        });
        let is_shared = others.clone().any(|it| it.is_fifo != is_fifo) || target.redrive.is_some();
        if is_shared {
            let correction = "Give it a dead-letter queue of its own type.";
            report.refuse(redrive.at, &redrive.path, message, correction);
            draft.queues[index].redrive = None;
            continue;
        }
        let target = &mut draft.queues[redrive.target];
        target.is_fifo = is_fifo;
        let correction = if is_fifo {
            target.name.push_str(".fifo");
            format!("Add `FifoQueue: true` to {} and let its name end in .fifo.", target.logical)
        } else {
            target.name = target.name.trim_end_matches(".fifo").to_owned();
            target.content_based_deduplication = None;
            target.deduplication_scope = None;
            target.throughput_limit = None;
            format!("Take `FifoQueue` from {} and `.fifo` from its name.", target.logical)
        };
        report.correct(target.at, &target.path, message, correction);
    }
}

/// A dead-letter queue may say whose it is.
fn allowed_sources(draft: &mut Draft, report: &mut Report) {
    for index in 0..draft.queues.len() {
        let Some(redrive) = draft.queues[index].redrive.clone() else { continue };
        let target = &draft.queues[redrive.target];
        let Some(allow) = &target.redrive_allow else { continue };
        let is_refused = match allow.permission {
            "denyAll" => true,
            "byQueue" => !allow.sources.contains(&index),
            _ => false,
        };
        if is_refused {
            let (source, logical) = (&draft.queues[index], &target.logical);
            let message =
                format!("The RedriveAllowPolicy of {logical} does not let {} use it.", source.logical);
            let correction = allowance(source, allow.permission);
            report.correct(redrive.at, &redrive.path, message, correction);
            if let Some(allow) = &mut draft.queues[redrive.target].redrive_allow {
                allow.permission = "byQueue";
                allow.sources.push(index);
            }
        }
    }
}

/// How a redrive allow policy lets a source in: by the ARN's text, as `!GetAtt` would close a circle.
fn allowance(source: &Queue, permission: &str) -> String {
    let (logical, name) = (&source.logical, &source.name);
    let permission =
        if permission == "denyAll" { "Write `redrivePermission: byQueue`, and add" } else { "Add" };
    let has_own_name = name.trim_end_matches(".fifo") != logical;
    let naming =
        if has_own_name { String::new() } else { format!(" Give {logical} the `QueueName: {name}`.") };
    format!(
        "{permission} `!Sub 'arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:${{AWS::AccountId}}:{name}'` to its \
         sourceQueueArns: with `!GetAtt {logical}.Arn` the two would wait for each other.{naming}"
    )
}

/// On standard queues a dead letter keeps its age: a shorter retention there loses it early.
fn retention_of_dead_letter_queues(draft: &mut Draft, report: &mut Report) {
    for index in 0..draft.queues.len() {
        let Some(redrive) = &draft.queues[index].redrive else { continue };
        let (source, target) = (&draft.queues[index], &draft.queues[redrive.target]);
        let kept_s = source.retention_s.unwrap_or(RETENTION_S);
        let dead_s = target.retention_s.unwrap_or(RETENTION_S);
        if dead_s < kept_s {
            let message = format!(
                "{} keeps messages for {dead_s} seconds, its source {} for {kept_s}: a dead letter keeps its age and \
                 is lost early.",
                target.logical, source.logical
            );
            let path = format!("{}.Properties.MessageRetentionPeriod", target.path);
            let max = limits::RETENTION_S_MAX;
            report.correct(target.at, &path, message, format!("Write {max} there, 14 days."));
            let target = redrive.target;
            draft.queues[target].retention_s = Some(max);
        }
    }
}

/// A message must stay hidden while a function works on it.
fn visibility_timeouts(draft: &mut Draft, report: &mut Report) {
    for consumer in &draft.consumers {
        let ConsumerKind::Lambda(lambda) = &consumer.kind else { continue };
        let queue = &mut draft.queues[consumer.from];
        let visibility_s = queue.visibility_timeout_s.unwrap_or(VISIBILITY_TIMEOUT_S);
        if visibility_s < lambda.timeout_s {
            let message = format!(
                "Queue visibility timeout: {visibility_s} seconds is less than Function timeout: {} seconds",
                lambda.timeout_s
            );
            let right_s = (lambda.timeout_s * VISIBILITY_TIMES).min(limits::VISIBILITY_TIMEOUT_S_MAX);
            let path = format!("{}.Properties.VisibilityTimeout", queue.path);
            let correction = format!(
                "Write {right_s} there, {VISIBILITY_TIMES} times the function's timeout, as AWS advises."
            );
            report.correct(queue.at, &path, message, correction);
            queue.visibility_timeout_s = Some(right_s);
        }
    }
}

/// `perMessageGroupId` goes with `messageGroup` only.
fn throughput_limits(draft: &mut Draft, report: &mut Report) {
    for queue in &mut draft.queues {
        let is_alone = queue.deduplication_scope != Some("messageGroup");
        if queue.throughput_limit == Some("perMessageGroupId") && is_alone {
            let message = "FifoThroughputLimit perMessageGroupId is allowed only when DeduplicationScope is messageGroup.";
            let path = format!("{}.Properties.FifoThroughputLimit", queue.path);
            report.correct(queue.at, &path, message, "Write `DeduplicationScope: messageGroup`.");
            queue.deduplication_scope = Some("messageGroup");
        }
    }
}
