//! Lambda functions behind event source mappings (sqs-facts §7.1).

use std::sync::Arc;

use sim::{FunctionAnswer, LambdaModel, ProvisionedPollers, Ramp, lambda_limits as lambda};
use sqs::{MICROS_PER_S, Time};

use super::{Scope, filters, in_range, number_in_range, seconds};
use crate::duration;
use crate::read::Reader;
use crate::v1;

/// `MinimumPollers` and `MaximumPollers` if the file names none.
const POLLERS_DEFAULT: (u32, u32) = (2, 200);

/// The function and its mapping, if the consumer is one.
pub(super) fn lambda(
    it: &v1::Consumer,
    from: Option<u32>,
    file: &v1::File,
    bodies: &[Arc<[u8]>],
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<Option<LambdaModel>> {
    let is_lambda = it.kind == Some(v1::ConsumerKind::Lambda);
    let written = match (&it.lambda, is_lambda) {
        (None, false) => return Some(None),
        (Some(_), false) => {
            let hint = "Write `\"kind\": \"lambda\"` beside it, or leave it out.";
            reader.report("/lambda", "A poller is no function.", hint);
            return None;
        }
        (written, true) => written.clone().unwrap_or_default(),
    };
    refuse_what_pollers_have(it, reader);
    let is_fifo = from.is_some_and(|from| scope.kind(from) == v1::QueueType::Fifo);
    let batch = it.batch.unwrap_or(1);
    reader.below("lambda", |r| {
        let window_us = window(&written, batch, is_fifo, r);
        let timeout_us = timeout(&written, from.and_then(|from| file.queues.get(from as usize)), r);
        let cold_start_us = written.cold_start.map_or(0, |span| span.0);
        in_range(cold_start_us, 0, lambda::COLD_START_US_MAX, "/coldStart", "0s to 10s", r);
        if let Some(max) = written.maximum_concurrency {
            let (from, to) = (lambda::MAXIMUM_CONCURRENCY_MIN, lambda::MAXIMUM_CONCURRENCY_MAX);
            number_in_range(max, from, to, "/maximumConcurrency", r);
        }
        if let Some(reserved) = written.reserved {
            number_in_range(reserved, 0, lambda::RESERVED_MAX, "/reserved", r);
        }
        let partial_failures = written.partial_failures.unwrap_or(false);
        Some(Some(LambdaModel {
            timeout_us: timeout_us?,
            window_us: window_us?,
            maximum_concurrency: written.maximum_concurrency,
            reserved: written.reserved,
            provisioned: provisioned(&written, r)?,
            partial_failures,
            answer: answer(written.answers, partial_failures),
            filter: filters::body_filter(written.filter.as_ref(), bodies, r)?,
            ramp: match written.ramp {
                None | Some(v1::RampName::Today) => Ramp::Today,
                Some(v1::RampName::Before2023) => Ramp::Before2023,
            },
            cold_start_us,
        }))
    })
}

fn refuse_what_pollers_have(it: &v1::Consumer, reader: &mut Reader) {
    let fields = [
        ("/count", it.count.is_some()),
        ("/wait", it.wait.is_some()),
        ("/deletes", it.deletes.is_some()),
        ("/visibilityTimeout", it.visibility_timeout.is_some()),
        ("/scale", it.scale.is_some()),
    ];
    for (field, _) in fields.iter().filter(|(_, is_there)| *is_there) {
        let hint = "Leave it out: the event source mapping polls, and deletes what the function has done.";
        reader.report(field, "A Lambda function does not set this.", hint);
    }
}

/// The batching window; a batch of more than 10 needs one.
fn window(written: &v1::Lambda, batch: u32, is_fifo: bool, reader: &mut Reader) -> Option<Time> {
    let window_s = match written.window {
        Some(span) => seconds(span, 0, (lambda::WINDOW_US_MAX / MICROS_PER_S) as u32, "/window", reader)?,
        None => 0,
    };
    if is_fifo && window_s > 0 {
        let hint = "Leave `window` out: a FIFO queue's batches do not wait.";
        reader.report("/window", "A FIFO queue has no batching window.", hint);
    }
    if !is_fifo && window_s == 0 && batch > lambda::BATCH_WITHOUT_WINDOW_MAX {
        reader.report(
            "/window",
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10.",
            "Write a `window` of 1s or more, or a `batch` of 10 or less.",
        );
    }
    Some(Time::from(window_s) * MICROS_PER_S)
}

/// The function's timeout, which the queue's visibility timeout must not be below.
fn timeout(written: &v1::Lambda, queue: Option<&v1::Queue>, reader: &mut Reader) -> Option<Time> {
    let default_us = LambdaModel::new().timeout_us;
    let timeout_us = written.timeout.map_or(default_us, |span| span.0);
    let allowed = "1s to 15m";
    if !in_range(timeout_us, lambda::TIMEOUT_US_MIN, lambda::TIMEOUT_US_MAX, "/timeout", allowed, reader) {
        return None;
    }
    let default_s = sqs::QueueAttributes::default().visibility_timeout_s;
    let default_us = Time::from(default_s) * MICROS_PER_S;
    let visibility_us = queue?.visibility_timeout.map_or(default_us, |span| span.0);
    if visibility_us < timeout_us {
        let (visibility, timeout) = (duration::format(visibility_us), duration::format(timeout_us));
        reader.report(
            "/timeout",
            format!(
                "The queue's visibility timeout of {visibility} is less than the function's timeout of {timeout}: \
                 AWS refuses such a mapping."
            ),
            format!(
                "Raise the queue's `visibilityTimeout` to at least {timeout}; AWS recommends six times as much, {}.",
                duration::format(timeout_us * 6)
            ),
        );
        return None;
    }
    Some(timeout_us)
}

fn provisioned(written: &v1::Lambda, reader: &mut Reader) -> Option<Option<ProvisionedPollers>> {
    let Some(pollers) = &written.provisioned else { return Some(None) };
    if written.maximum_concurrency.is_some() {
        let hint = "Leave one of the two out.";
        reader.report("/provisioned", "Provisioned pollers exclude `maximumConcurrency`.", hint);
    }
    let (min, max) = (pollers.min.unwrap_or(POLLERS_DEFAULT.0), pollers.max.unwrap_or(POLLERS_DEFAULT.1));
    let (least, most) = (lambda::MINIMUM_POLLERS_MIN, lambda::MINIMUM_POLLERS_MAX);
    let min_fits = number_in_range(min, least, most, "/provisioned/min", reader);
    let max_fits = number_in_range(max, min, lambda::MAXIMUM_POLLERS_MAX, "/provisioned/max", reader);
    (min_fits && max_fits).then_some(Some(ProvisionedPollers { min, max }))
}

fn answer(written: Option<v1::AnswerName>, partial_failures: bool) -> FunctionAnswer {
    match written {
        None if partial_failures => FunctionAnswer::Listed,
        None | Some(v1::AnswerName::Exception) => FunctionAnswer::Exception,
        Some(v1::AnswerName::Listed) => FunctionAnswer::Listed,
        Some(v1::AnswerName::OnlyFailed) => FunctionAnswer::OnlyFailed,
        Some(v1::AnswerName::EmptyList) => FunctionAnswer::EmptyList,
        Some(v1::AnswerName::Nothing) => FunctionAnswer::Nothing,
        Some(v1::AnswerName::InvalidJson) => FunctionAnswer::InvalidJson,
        Some(v1::AnswerName::EmptyIdentifier) => FunctionAnswer::EmptyIdentifier,
        Some(v1::AnswerName::NullIdentifier) => FunctionAnswer::NullIdentifier,
        Some(v1::AnswerName::WrongKey) => FunctionAnswer::WrongKey,
        Some(v1::AnswerName::UnknownIdentifier) => FunctionAnswer::UnknownIdentifier,
    }
}

/// Places of a consumer's workers: what its count, or its concurrency, allows.
pub(super) fn places(it: &v1::Consumer) -> u32 {
    if it.kind != Some(v1::ConsumerKind::Lambda) {
        return super::scaling::places(it).unwrap_or(it.count.unwrap_or(1));
    }
    let written = it.lambda.clone().unwrap_or_default();
    let pollers = written.provisioned.as_ref().map(|pollers| {
        pollers.max.unwrap_or(POLLERS_DEFAULT.1).saturating_mul(lambda::INVOCATIONS_OF_A_POLLER)
    });
    let ramp = if written.ramp == Some(v1::RampName::Before2023) { Ramp::Before2023 } else { Ramp::Today };
    let ceiling = pollers.unwrap_or(ramp.ceiling().min(written.maximum_concurrency.unwrap_or(u32::MAX)));
    ceiling.min(written.reserved.unwrap_or(u32::MAX)).max(1)
}
