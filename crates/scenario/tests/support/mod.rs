//! Names for the sentences of a run that nobody runs.

use scenario::text::Names;
use sqs::MessageId;

/// Queues `orders`, `orders-dlq`; the producer `web`; the consumer `w`; messages `A1`, `A2`, ….
pub struct Called;

impl Names for Called {
    fn queue(&self, index: u32) -> String {
        ["orders", "orders-dlq"][index as usize].to_owned()
    }
    fn producer(&self, _: u32) -> String {
        "web".to_owned()
    }
    fn consumer(&self, _: u32) -> String {
        "w".to_owned()
    }
    fn alarm(&self, _: u32) -> String {
        "deep".to_owned()
    }
    fn zone(&self, _: u32) -> String {
        "a".to_owned()
    }
    fn topic(&self, _: u32) -> String {
        "news".to_owned()
    }
    fn subscription(&self, topic: u32, _: u32) -> String {
        format!("{}/audit", self.topic(topic))
    }
    fn principal(&self, _: u32) -> String {
        "clerk".to_owned()
    }
    fn label(&self, message: MessageId) -> String {
        format!("A{}", message.serial)
    }
}
