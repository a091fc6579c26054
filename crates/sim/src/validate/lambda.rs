//! Whether a Lambda function and its mapping can be as they are (sqs-facts §7.1).

use sqs::{MICROS_PER_S, QueueKind, Time};

use super::within;
use crate::{ConsumerModel, LambdaModel, Model, ModelError, lambda_limits as lambda};

impl Model {
    pub(super) fn validate_lambda(
        &self,
        index: u32,
        consumer: &ConsumerModel,
        rules: &LambdaModel,
    ) -> Result<(), ModelError> {
        let check = |ok, field| within(ok, "consumer", index, field);
        let queue = &self.queues[consumer.from as usize];
        let is_fifo = queue.kind == QueueKind::Fifo;
        let without_window = is_fifo || rules.window_us < MICROS_PER_S;
        let batch_max = if without_window { lambda::BATCH_WITHOUT_WINDOW_MAX } else { lambda::BATCH_MAX };
        check((1..=batch_max).contains(&consumer.batch), "batch")?;
        check(rules.window_us <= if is_fifo { 0 } else { lambda::WINDOW_US_MAX }, "window")?;
        let visibility_us = Time::from(queue.attributes.visibility_timeout_s) * MICROS_PER_S;
        let timeouts = lambda::TIMEOUT_US_MIN..=lambda::TIMEOUT_US_MAX.min(visibility_us);
        check(timeouts.contains(&rules.timeout_us), "timeout")?;
        let maxima = lambda::MAXIMUM_CONCURRENCY_MIN..=lambda::MAXIMUM_CONCURRENCY_MAX;
        check(rules.maximum_concurrency.is_none_or(|max| maxima.contains(&max)), "maximumConcurrency")?;
        check(rules.reserved.is_none_or(|reserved| reserved <= lambda::RESERVED_MAX), "reserved")?;
        check(rules.cold_start_us <= lambda::COLD_START_US_MAX, "coldStart")?;
        let Some(pollers) = rules.provisioned else { return Ok(()) };
        check(rules.maximum_concurrency.is_none(), "maximumConcurrency")?;
        let minima = lambda::MINIMUM_POLLERS_MIN..=lambda::MINIMUM_POLLERS_MAX;
        check(minima.contains(&pollers.min), "provisioned")?;
        check((pollers.min..=lambda::MAXIMUM_POLLERS_MAX).contains(&pollers.max), "provisioned")
    }
}
