//! A load for what the template leaves open: who sends, and who receives.

use super::draft::{Consumer, ConsumerKind, Draft, Producer, Target};

/// Producers of a scenario at most.
const PRODUCERS_MAX: usize = sim::limits::PRODUCERS_MAX;

/// A message a second to each topic and to each queue that nothing fills; a poller for each queue without consumer.
/// Dead-letter queues get neither: what comes there is to stay and be seen.
pub(super) fn add(draft: &mut Draft) {
    for topic in 0..draft.topics.len() {
        let name = format!("{}-publisher", draft.topics[topic].id);
        let id = draft.new_id(&name);
        draft.producers.push(Producer { id, to: Target::Topic(topic) });
    }
    for queue in 0..draft.queues.len() {
        if draft.is_dead_letter_queue(queue) {
            continue;
        }
        let stem = draft.queues[queue].id.clone();
        if !draft.is_subscribed(queue) && draft.producers.len() < PRODUCERS_MAX {
            let id = draft.new_id(&format!("{stem}-sender"));
            draft.producers.push(Producer { id, to: Target::Queue(queue) });
        }
        if draft.consumers.iter().all(|consumer| consumer.from != queue) {
            let id = draft.new_id(&format!("{stem}-worker"));
            draft.consumers.push(Consumer { id, from: queue, kind: ConsumerKind::Poller });
        }
    }
}
