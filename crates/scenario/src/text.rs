//! All wording: from closed enums and plain numbers to sentences. English is `en`; another language is
//! another module with the same functions.

mod en;

use sim::WorkerId;
use sqs::MessageId;

pub use en::*;

/// What things are called in a run.
pub trait Names {
    /// AWS's name of a queue, by index.
    fn queue(&self, index: u32) -> String;
    /// A producer's id, by index.
    fn producer(&self, index: u32) -> String;
    /// A consumer group's id, by index.
    fn consumer(&self, index: u32) -> String;
    /// The id of the consumer that a producer calls directly, if it does.
    fn called_by(&self, producer: u32) -> Option<String> {
        let _ = producer;
        None
    }
    /// An Availability Zone's name, by index.
    fn zone(&self, index: u32) -> String;
    /// A topic's id, by index.
    fn topic(&self, index: u32) -> String;
    /// A subscription: `news/audit`.
    fn subscription(&self, topic: u32, index: u32) -> String;
    /// A principal's id, by index.
    fn principal(&self, index: u32) -> String;
    /// A message's label.
    fn label(&self, message: MessageId) -> String;
    /// An alarm's name, by index.
    fn alarm(&self, index: u32) -> String;
    /// A worker: `w/2`.
    fn worker(&self, worker: WorkerId) -> String {
        format!("{}/{}", self.consumer(worker.consumer), worker.index + 1)
    }
}

impl Names for sim::Model {
    fn queue(&self, index: u32) -> String {
        self.queues
            .get(index as usize)
            .map_or_else(|| unknown("queue", index), |queue| queue.name.to_string())
    }
    fn producer(&self, index: u32) -> String {
        let producer = self.producers.get(index as usize);
        producer.map_or_else(|| unknown("producer", index), |producer| producer.id.to_string())
    }
    fn consumer(&self, index: u32) -> String {
        let consumer = self.consumers.get(index as usize);
        consumer.map_or_else(|| unknown("consumer", index), |consumer| consumer.id.to_string())
    }
    fn called_by(&self, producer: u32) -> Option<String> {
        let consumer = self.producers.get(producer as usize)?.to.consumer()?;
        Some(self.consumer(consumer))
    }
    fn alarm(&self, index: u32) -> String {
        self.alarm_name(index).to_string()
    }
    fn zone(&self, index: u32) -> String {
        self.zones.get(index as usize).map_or_else(|| unknown("zone", index), |zone| zone.to_string())
    }
    fn topic(&self, index: u32) -> String {
        let topic = self.topics.get(index as usize);
        topic.map_or_else(|| unknown("topic", index), |topic| topic.id.to_string())
    }
    fn subscription(&self, topic: u32, index: u32) -> String {
        let rules = self.topics.get(topic as usize).and_then(|topic| topic.subscriptions.get(index as usize));
        let name = rules.map_or_else(|| unknown("subscription", index), |it| it.id.to_string());
        format!("{}/{name}", self.topic(topic))
    }
    fn principal(&self, index: u32) -> String {
        let principal = self.principals.get(index as usize);
        principal.map_or_else(|| unknown("principal", index), |principal| principal.id.to_string())
    }
    /// A model knows no labels: the number of the message in the run.
    fn label(&self, message: MessageId) -> String {
        format!("#{}", message.serial)
    }
}

impl Names for sim::Timeline {
    fn queue(&self, index: u32) -> String {
        self.model().queue(index)
    }
    fn producer(&self, index: u32) -> String {
        self.model().producer(index)
    }
    fn consumer(&self, index: u32) -> String {
        self.model().consumer(index)
    }
    fn called_by(&self, producer: u32) -> Option<String> {
        self.model().called_by(producer)
    }
    fn alarm(&self, index: u32) -> String {
        self.model().alarm(index)
    }
    fn zone(&self, index: u32) -> String {
        self.model().zone(index)
    }
    fn topic(&self, index: u32) -> String {
        self.model().topic(index)
    }
    fn subscription(&self, topic: u32, index: u32) -> String {
        self.model().subscription(topic, index)
    }
    fn principal(&self, index: u32) -> String {
        self.model().principal(index)
    }
    fn label(&self, message: MessageId) -> String {
        let label = sim::Timeline::label(self, message);
        label.map_or_else(|| format!("#{}", message.serial), |label| label.to_string())
    }
}

fn unknown(what: &str, index: u32) -> String {
    format!("{what} {index}")
}
