//! Conditions of policies: the keys of a call, and how values are compared (sqs-facts §10.1).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::net::IpAddr;

use crate::patterns::{is_arn_like, is_like};
use crate::request::Request;
use crate::{Condition, ConditionValue, Meaning, Operator, SetOperator};

/// A value that a key has in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    /// A number that is also an instant: seconds since 1970.
    Seconds(i64),
    /// Milliseconds since 1970.
    Instant(i64),
    Flag(bool),
    Address(IpAddr),
}

/// True if the call fulfils the condition.
pub(crate) fn holds(condition: &Condition, request: &Request<'_>) -> bool {
    let values = request.values(&condition.key);
    if condition.operator == Operator::Null {
        let wants_none = |wanted: &ConditionValue| wanted.meaning == Meaning::Flag(values.is_empty());
        return condition.values.iter().any(wants_none);
    }
    let negated = is_negated(condition.operator);
    if values.is_empty() {
        return match condition.set {
            Some(SetOperator::ForAllValues) => true,
            Some(SetOperator::ForAnyValue) => condition.if_exists,
            None => condition.if_exists || negated,
        };
    }
    let fits = |value: &Value<'_>| {
        condition.values.iter().any(|wanted| compare(condition.operator, value, wanted)) != negated
    };
    match condition.set {
        Some(SetOperator::ForAllValues) => values.iter().all(fits),
        Some(SetOperator::ForAnyValue) | None => values.iter().any(fits),
    }
}

/// The comparison that the operator or its opposite makes.
fn compare(operator: Operator, value: &Value<'_>, wanted: &ConditionValue) -> bool {
    let text = value.text();
    let text_fits = |fits: fn(&str, &str) -> bool| text.as_ref().is_some_and(|text| fits(&wanted.text, text));
    let number = || value.number().zip(number_of(wanted)).map(|(is, wanted)| is.cmp(&wanted));
    let instant = || value.instant().zip(instant_of(wanted)).map(|(is, wanted)| is.cmp(&wanted));
    match operator {
        Operator::StringEquals | Operator::StringNotEquals => text_fits(|wanted, text| wanted == text),
        Operator::StringEqualsIgnoreCase | Operator::StringNotEqualsIgnoreCase => {
            text_fits(|wanted, text| wanted.to_lowercase() == text.to_lowercase())
        }
        Operator::StringLike | Operator::StringNotLike => text_fits(is_like),
        Operator::ArnEquals | Operator::ArnNotEquals | Operator::ArnLike | Operator::ArnNotLike => {
            text_fits(is_arn_like)
        }
        Operator::NumericEquals | Operator::NumericNotEquals => number().is_some_and(Ordering::is_eq),
        Operator::NumericLessThan => number().is_some_and(Ordering::is_lt),
        Operator::NumericLessThanEquals => number().is_some_and(Ordering::is_le),
        Operator::NumericGreaterThan => number().is_some_and(Ordering::is_gt),
        Operator::NumericGreaterThanEquals => number().is_some_and(Ordering::is_ge),
        Operator::DateEquals | Operator::DateNotEquals => instant().is_some_and(Ordering::is_eq),
        Operator::DateLessThan => instant().is_some_and(Ordering::is_lt),
        Operator::DateLessThanEquals => instant().is_some_and(Ordering::is_le),
        Operator::DateGreaterThan => instant().is_some_and(Ordering::is_gt),
        Operator::DateGreaterThanEquals => instant().is_some_and(Ordering::is_ge),
        Operator::Bool => value.flag().is_some_and(|flag| wanted.meaning == Meaning::Flag(flag)),
        Operator::IpAddress | Operator::NotIpAddress => match (value, &wanted.meaning) {
            (Value::Address(address), Meaning::Network(network, bits)) => is_in(*address, *network, *bits),
            _ => false,
        },
        // Answered before any comparison.
        Operator::Null => false,
    }
}

/// True for operators that hold where none of their values fits, and where the key is missing.
const fn is_negated(operator: Operator) -> bool {
    match operator {
        Operator::StringNotEquals
        | Operator::StringNotEqualsIgnoreCase
        | Operator::StringNotLike
        | Operator::ArnNotEquals
        | Operator::ArnNotLike
        | Operator::NumericNotEquals
        | Operator::DateNotEquals
        | Operator::NotIpAddress => true,
        Operator::StringEquals
        | Operator::StringEqualsIgnoreCase
        | Operator::StringLike
        | Operator::ArnEquals
        | Operator::ArnLike
        | Operator::NumericEquals
        | Operator::NumericLessThan
        | Operator::NumericLessThanEquals
        | Operator::NumericGreaterThan
        | Operator::NumericGreaterThanEquals
        | Operator::DateEquals
        | Operator::DateLessThan
        | Operator::DateLessThanEquals
        | Operator::DateGreaterThan
        | Operator::DateGreaterThanEquals
        | Operator::Bool
        | Operator::IpAddress
        | Operator::Null => false,
    }
}

impl Value<'_> {
    fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Seconds(seconds) => Some(seconds.to_string().into()),
            Self::Flag(flag) => Some(if *flag { "true" } else { "false" }.into()),
            Self::Address(address) => Some(address.to_string().into()),
            Self::Instant(_) => None,
        }
    }

    fn number(&self) -> Option<i64> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Seconds(seconds) => Some(*seconds),
            Self::Instant(_) | Self::Flag(_) | Self::Address(_) => None,
        }
    }

    fn instant(&self) -> Option<i64> {
        match self {
            Self::Seconds(seconds) => seconds.checked_mul(1_000),
            Self::Instant(ms) => Some(*ms),
            Self::Text(_) | Self::Flag(_) | Self::Address(_) => None,
        }
    }

    fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Text(_) | Self::Seconds(_) | Self::Instant(_) | Self::Address(_) => None,
        }
    }
}

fn number_of(wanted: &ConditionValue) -> Option<i64> {
    match wanted.meaning {
        Meaning::Number(number) => Some(number),
        Meaning::Text | Meaning::Instant(_) | Meaning::Flag(_) | Meaning::Network(..) => None,
    }
}

fn instant_of(wanted: &ConditionValue) -> Option<i64> {
    match wanted.meaning {
        Meaning::Instant(ms) => Some(ms),
        Meaning::Text | Meaning::Number(_) | Meaning::Flag(_) | Meaning::Network(..) => None,
    }
}

/// True if the leading bits of both are the same. An IPv4 address written as IPv6 is the IPv4 one.
fn is_in(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    match (address.to_canonical(), network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let unlike = address.to_bits() ^ network.to_bits();
            unlike.leading_zeros() >= u32::from(bits.min(32))
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let unlike = address.to_bits() ^ network.to_bits();
            unlike.leading_zeros() >= u32::from(bits.min(128))
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

#[cfg(test)]
mod tests;
