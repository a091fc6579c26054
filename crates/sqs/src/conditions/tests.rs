//! Every operator on keys that are there and keys that are not.

use std::sync::Arc;

use super::*;
use crate::{Action, Caller, Command, QueueId};

const TOPIC: &str = "arn:aws:sns:us-east-1:111122223333:prices";

/// A call of Friday, 2 January 2026, 00:00:01.5.
fn with_call<T>(caller: &Caller, look: impl FnOnce(&Request<'_>) -> T) -> T {
    let tags = [(Arc::from("team"), Arc::from("Blue"))];
    look(&Request {
        caller,
        action: Action::TagQueue,
        account: 123_456_789_012,
        arn: "arn:aws:sqs:us-east-1:123456789012:orders".into(),
        queue_tags: &tags,
        command: &Command::TagQueue {
            queue: QueueId(0),
            tags: vec![("Env".into(), "prod".into()), ("team".into(), "Red".into())],
        },
        at_us: 1_767_312_001_500_000,
    })
}

fn caller() -> Caller {
    Caller {
        principal: Some("arn:aws:iam::123456789012:user/staff/ana".into()),
        source_arn: Some(TOPIC.into()),
        source_account: Some(42),
        source_ip: "203.0.113.7".parse().ok(),
        organization: Some("o-a1b2c3".into()),
        secure: false,
        ..Caller::default()
    }
}

fn condition(operator: Operator, key: &str, values: &[(&str, Meaning)]) -> Condition {
    let value = |(text, meaning): &(&str, Meaning)| ConditionValue {
        text: Arc::from(*text),
        meaning: meaning.clone(),
    };
    let values = values.iter().map(value).collect();
    Condition { set: None, operator, if_exists: false, key: key.into(), values }
}

fn check(caller: &Caller, condition: &Condition, expected: bool) {
    assert_eq!(with_call(caller, |request| holds(condition, request)), expected, "{condition:?}");
}

fn check_text(operator: Operator, key: &str, value: &str, expected: bool) {
    check(&caller(), &condition(operator, key, &[(value, Meaning::Text)]), expected);
}

#[test]
fn texts_and_arns() {
    use Operator::*;
    for (operator, key, value, expected) in [
        (StringEquals, "aws:SourceAccount", "000000000042", true),
        (StringEquals, "AWS:sourceACCOUNT", "000000000042", true),
        (StringEquals, "aws:PrincipalOrgID", "O-A1B2C3", false),
        (StringEquals, "aws:PrincipalOrgID", "o-*", false),
        (StringEqualsIgnoreCase, "aws:PrincipalOrgID", "O-A1B2C3", true),
        (StringLike, "aws:PrincipalOrgID", "o-?1*", true),
        (StringLike, "aws:PrincipalOrgID", "o-?1", false),
        (StringNotEquals, "aws:PrincipalOrgID", "o-other", true),
        (StringNotEqualsIgnoreCase, "aws:PrincipalOrgID", "O-A1B2C3", false),
        (StringNotLike, "aws:PrincipalOrgID", "o-*", false),
        (ArnEquals, "aws:SourceArn", TOPIC, true),
        (ArnLike, "aws:SourceArn", "arn:aws:sns:*:111122223333:*", true),
        (ArnLike, "aws:SourceArn", "arn:aws:s3:*:*:*", false),
        (ArnNotEquals, "aws:SourceArn", TOPIC, false),
        (ArnNotLike, "aws:SourceArn", "arn:aws:s3:*:*:*", true),
        (StringEquals, "aws:PrincipalArn", "arn:aws:iam::123456789012:user/staff/ana", true),
        (StringEquals, "aws:username", "ana", true),
        (StringEquals, "aws:PrincipalAccount", "123456789012", true),
        (StringEquals, "aws:PrincipalType", "User", true),
        (StringEquals, "aws:ResourceAccount", "123456789012", true),
        (StringEquals, "aws:RequestedRegion", "us-east-1", true),
        (StringEquals, "aws:ResourceTag/Team", "Blue", true),
        (StringEquals, "aws:RequestTag/team", "Red", true),
        (StringEquals, "aws:RequestTag/Env", "test", false),
    ] {
        check_text(operator, key, value, expected);
    }
}

#[test]
fn numbers_dates_flags_and_addresses() {
    use Operator::*;
    let now_ms = 1_767_312_001_500;
    let epoch = |seconds| ("n", Meaning::Number(seconds));
    let date = |ms| ("d", Meaning::Instant(ms));
    let network = |text: &'static str, bits| (text, Meaning::Network(text.parse().unwrap(), bits));
    for (operator, key, value, expected) in [
        (NumericEquals, "aws:EpochTime", epoch(1_767_312_001), true),
        (NumericNotEquals, "aws:EpochTime", epoch(1_767_312_001), false),
        (NumericLessThan, "aws:EpochTime", epoch(1_767_312_001), false),
        (NumericLessThanEquals, "aws:EpochTime", epoch(1_767_312_001), true),
        (NumericGreaterThan, "aws:EpochTime", epoch(1_767_312_000), true),
        (NumericGreaterThanEquals, "aws:EpochTime", epoch(1_767_312_002), false),
        (NumericEquals, "aws:SourceAccount", epoch(42), true),
        (NumericEquals, "aws:PrincipalOrgID", epoch(42), false),
        (DateEquals, "aws:CurrentTime", date(now_ms), true),
        (DateNotEquals, "aws:CurrentTime", date(now_ms), false),
        (DateLessThan, "aws:CurrentTime", date(now_ms), false),
        (DateLessThan, "aws:CurrentTime", date(now_ms + 1), true),
        (DateLessThanEquals, "aws:CurrentTime", date(now_ms), true),
        (DateGreaterThan, "aws:CurrentTime", date(now_ms - 1), true),
        (DateGreaterThanEquals, "aws:CurrentTime", date(now_ms + 1), false),
        (DateLessThan, "aws:EpochTime", date(now_ms), true),
        (Bool, "aws:SecureTransport", ("false", Meaning::Flag(false)), true),
        (Bool, "aws:SecureTransport", ("true", Meaning::Flag(true)), false),
        (Bool, "aws:PrincipalIsAWSService", ("false", Meaning::Flag(false)), true),
        (IpAddress, "aws:SourceIp", network("203.0.113.0", 24), true),
        (IpAddress, "aws:SourceIp", network("203.0.113.0", 30), false),
        (IpAddress, "aws:SourceIp", network("0.0.0.0", 0), true),
        (IpAddress, "aws:SourceIp", network("::", 0), false),
        (NotIpAddress, "aws:SourceIp", network("203.0.113.7", 32), false),
        (NotIpAddress, "aws:SourceIp", network("203.0.113.8", 32), true),
        // What has not the meaning that its operator needs fits nothing.
        (Bool, "aws:SecureTransport", ("false", Meaning::Text), false),
        (DateEquals, "aws:SourceIp", date(now_ms), false),
    ] {
        check(&caller(), &condition(operator, key, &[value]), expected);
    }
}

#[test]
fn one_of_several_values_is_enough_and_negated_operators_want_none() {
    let values = [("o-other", Meaning::Text), ("o-a1b2c3", Meaning::Text)];
    check(&caller(), &condition(Operator::StringEquals, "aws:PrincipalOrgID", &values), true);
    check(&caller(), &condition(Operator::StringNotEquals, "aws:PrincipalOrgID", &values), false);
}

#[test]
fn a_missing_key_fits_only_what_is_negated_or_optional() {
    use Operator::*;
    let text = [("x", Meaning::Text)];
    for (operator, expected) in [
        (StringEquals, false),
        (StringLike, false),
        (ArnLike, false),
        (StringNotEquals, true),
        (ArnNotLike, true),
        (NumericEquals, false),
        (NotIpAddress, true),
        (Bool, false),
    ] {
        check(&caller(), &condition(operator, "aws:SourceVpce", &text), expected);
        let optional = condition(operator, "aws:SourceVpce", &text);
        check(&caller(), &Condition { if_exists: true, ..optional }, true);
    }
    // A key of another service is one that the call does not have.
    check_text(StringEquals, "s3:prefix", "x", false);
}

#[test]
fn null_asks_whether_a_key_is_there() {
    let is_null = |flag| [("", Meaning::Flag(flag))];
    for (key, missing) in [("aws:SourceVpce", true), ("aws:SourceArn", false)] {
        check(&caller(), &condition(Operator::Null, key, &is_null(true)), missing);
        check(&caller(), &condition(Operator::Null, key, &is_null(false)), !missing);
    }
}

#[test]
fn sets_look_at_all_values_or_at_any() {
    let with = |set, operator, values: &[(&str, Meaning)]| Condition {
        set: Some(set),
        ..condition(operator, "aws:TagKeys", values)
    };
    let (all, any) = (SetOperator::ForAllValues, SetOperator::ForAnyValue);
    let (env, both) = ([("Env", Meaning::Text)], [("Env", Meaning::Text), ("team", Meaning::Text)]);
    check(&caller(), &with(all, Operator::StringEquals, &env), false);
    check(&caller(), &with(all, Operator::StringEquals, &both), true);
    check(&caller(), &with(any, Operator::StringEquals, &env), true);
    check(&caller(), &with(any, Operator::StringEquals, &[("Cost", Meaning::Text)]), false);
    check(&caller(), &with(all, Operator::StringNotEquals, &env), false);
    check(&caller(), &with(any, Operator::StringNotEquals, &env), true);
    let absent = |set| Condition { key: "aws:SourceVpce".into(), ..with(set, Operator::StringEquals, &env) };
    check(&caller(), &absent(all), true);
    check(&caller(), &absent(any), false);
}

#[test]
fn a_call_through_an_endpoint_has_no_public_address() {
    let through = Caller { source_vpce: Some("vpce-1".into()), ..caller() };
    check(&through, &condition(Operator::StringEquals, "aws:sourceVpce", &[("vpce-1", Meaning::Text)]), true);
    let anywhere = [("", Meaning::Network("0.0.0.0".parse().unwrap(), 0))];
    check(&through, &condition(Operator::IpAddress, "aws:SourceIp", &anywhere), false);
}

#[test]
fn principals_have_their_own_keys() {
    let root = Caller::default();
    let role = Caller {
        principal: Some("arn:aws:sts::111122223333:assumed-role/worker/run-7".into()),
        account: 111_122_223_333,
        ..Caller::default()
    };
    let service = Caller { service: Some("sns.amazonaws.com".into()), ..Caller::default() };
    let equals = |caller: &Caller, key, value| {
        check(caller, &condition(Operator::StringEquals, key, &[(value, Meaning::Text)]), true);
    };
    equals(&root, "aws:PrincipalArn", "arn:aws:iam::123456789012:root");
    equals(&root, "aws:userid", "123456789012");
    equals(&root, "aws:PrincipalType", "Account");
    equals(&role, "aws:PrincipalArn", "arn:aws:iam::111122223333:role/worker");
    equals(&role, "aws:PrincipalType", "AssumedRole");
    equals(&service, "aws:PrincipalServiceName", "sns.amazonaws.com");
    equals(&service, "aws:PrincipalIsAWSService", "true");
    let no_account = condition(Operator::Null, "aws:PrincipalAccount", &[("", Meaning::Flag(true))]);
    check(&service, &no_account, true);
}
