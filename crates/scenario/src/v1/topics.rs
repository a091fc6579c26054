//! SNS topics, principals and keys, as they are written.

use serde_json::Value;

use super::{Id, Json, QueueType};
use crate::read::{Read, Reader};

record! {
    /// An SNS topic.
    Topic {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// AWS's name; default: the id, plus `.fifo` on FIFO topics.
        name: Option<String> = optional "name",
        /// `standard` or `fifo`; default `standard`. A standard topic cannot feed a FIFO queue.
        kind: Option<QueueType> = optional "type",
        /// FIFO only: deduplication ids are made of the bodies; default false.
        content_based_deduplication: Option<bool> = optional "contentBasedDeduplication",
        /// Queues that get a copy, at most 24 of all topics together.
        subscriptions: Option<Vec<Subscription>> = optional "subscriptions",
    }
}

record! {
    /// A queue that gets a copy of what is published.
    Subscription {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// Id of a queue. Unless it has a `policy` of its own, it gets the one that lets its topics send to it.
        to: Id = required "to",
        /// Raw message delivery: the message without the envelope; default false.
        raw: Option<bool> = optional "raw",
        /// A filter policy, as for AWS: what does not match is not delivered.
        filter: Option<Json> = optional "filter",
        /// What the filter looks at; default `attributes`.
        filter_on: Option<FilterOn> = optional "filterOn",
        /// Id of a queue for what cannot be delivered, of the topic's type.
        dlq: Option<Id> = optional "dlq",
    }
}

words! {
    /// What a filter policy looks at.
    FilterOn {
        /// The message's attributes.
        Attributes = "attributes",
        /// The message's body, a JSON object.
        Body = "body",
    }
}

record! {
    /// A role in whose name producers and consumers call.
    Principal {
        /// `[a-z0-9-]{1,32}`; the role's name.
        id: Id = required "id",
        /// Its account, 12 digits; default: the account of the queues, 123456789012.
        account: Option<String> = optional "account",
        /// Its IAM policy, as for AWS, without `Principal`; default: none, which allows nothing.
        policy: Option<Json> = optional "policy",
        /// The VPC endpoint that its calls come through, `vpce-…`; default: none, they come over the internet.
        vpc_endpoint: Option<String> = optional "vpcEndpoint",
    }
}

record! {
    /// Encryption with a KMS key.
    Kms {
        /// `alias/aws/sqs`, `alias/…`, an id or an ARN.
        key: String = required "key",
        /// Can it be used? Default `enabled`. Queues that name the same key share its state.
        state: Option<KeyState> = optional "state",
    }
}

words! {
    /// Whether a KMS key can be used.
    KeyState {
        /// It can.
        Enabled = "enabled",
        /// Somebody disabled it.
        Disabled = "disabled",
        /// Its policy does not let the callers use it.
        Denied = "denied",
        /// It waits for its deletion, or is not ready.
        InvalidState = "invalidState",
        /// It is gone.
        NotFound = "notFound",
        /// It is for signatures.
        InvalidUsage = "invalidUsage",
        /// The account has not subscribed to KMS.
        OptInRequired = "optInRequired",
        /// KMS takes no more calls for now.
        Throttled = "throttled",
    }
}
