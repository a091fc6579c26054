//! The records of a scenario's file that templates fill, in the order in which they are written.

use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub(super) struct Text {
    pub(super) en: String,
}

#[derive(Serialize)]
pub(super) struct File {
    pub(super) format: u32,
    pub(super) id: String,
    pub(super) title: Text,
    pub(super) duration: &'static str,
    pub(super) queues: Vec<Queue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) topics: Vec<Topic>,
    pub(super) producers: Vec<Producer>,
    pub(super) consumers: Vec<Consumer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alarms: Vec<Alarm>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Queue {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) visibility_timeout: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) retention: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delay: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) receive_wait: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) maximum_message_size: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content_based_deduplication: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) deduplication_scope: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) throughput_limit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dlq: Option<Dlq>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) redrive_allow: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) policy: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kms: Option<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dlq {
    pub(super) target: String,
    pub(super) max_receive_count: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Topic {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content_based_deduplication: Option<bool>,
    pub(super) subscriptions: Vec<Subscription>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) to: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) raw: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) filter: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) filter_on: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dlq: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Producer {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) topic: Option<String>,
    pub(super) rate: u32,
}

#[derive(Serialize)]
pub(super) struct Consumer {
    pub(super) id: String,
    pub(super) from: String,
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) batch: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wait: Option<String>,
    pub(super) work: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lambda: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scale: Option<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Alarm {
    pub(super) id: String,
    pub(super) queue: String,
    pub(super) metric: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) statistic: Option<&'static str>,
    pub(super) period: String,
    pub(super) evaluation_periods: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) datapoints_to_alarm: Option<u32>,
    pub(super) comparison: &'static str,
    pub(super) threshold: serde_json::Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<&'static str>,
}
