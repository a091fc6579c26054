//! Texts of policies, read and written.

use sqs::{
    Effect, Listed, Meaning, Operator, Policy, PolicyDocument, Principal, RedrivePermission, SetOperator,
};

use super::*;

const HERE: &str = "arn:aws:sqs:us-east-1:";
const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:q";

/// Read, then written from what was understood.
fn rewritten(text: &str) -> String {
    let document = read_policy(text).expect("a policy");
    write_policy(&PolicyDocument { text: None, policy: document.policy })
}

#[test]
fn the_policy_of_add_permission_is_written_as_aws_writes_it() {
    let statement = sqs::Statement {
        sid: Some("send".into()),
        effect: Effect::Allow,
        principals: Listed { negated: false, items: vec![Principal::Account(111_122_223_333)] },
        actions: Listed { negated: false, items: vec!["SQS:SendMessage".into()] },
        resources: Listed { negated: false, items: vec![QUEUE.into()] },
        conditions: Vec::new(),
    };
    let policy = Policy {
        version: Some("2008-10-17".into()),
        id: Some(format!("{QUEUE}/SQSDefaultPolicy").into()),
        statements: vec![statement],
    };
    let text = write_policy(&PolicyDocument { text: None, policy });
    assert_eq!(
        text,
        "{\"Version\":\"2008-10-17\",\"Id\":\"arn:aws:sqs:us-east-1:123456789012:q/SQSDefaultPolicy\",\
         \"Statement\":[{\"Sid\":\"send\",\"Effect\":\"Allow\",\
         \"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"SQS:SendMessage\",\
         \"Resource\":\"arn:aws:sqs:us-east-1:123456789012:q\"}]}"
    );
    assert_eq!(rewritten(&text), text);
}

#[test]
fn an_identitys_policy_names_no_principal() {
    let statement = r#""Effect":"Allow","Action":"sqs:*","Resource":"*""#;
    for (text, is_one) in [
        (format!(r#"{{"Statement":{{{statement}}}}}"#), true),
        (format!(r#"{{"Version":"2012-10-17","Statement":[{{{statement}}}]}}"#), true),
        (format!(r#"{{"Statement":[{{{statement},"Principal":"*"}}]}}"#), false),
        (format!(r#"{{"Statement":[{{{statement},"NotPrincipal":{{"AWS":"111122223333"}}}}]}}"#), false),
        (r#"{"Statement":[3]}"#.to_owned(), false),
        (r#"{"Version":"2012-10-17"}"#.to_owned(), false),
        ("[]".to_owned(), false),
    ] {
        let policy = read_identity_policy(&text);
        assert_eq!(policy.is_some(), is_one, "{text}");
        let meant = policy.map(|policy| policy.statements[0].principals.items.clone());
        assert_eq!(meant, is_one.then(|| vec![Principal::Everyone]), "{text}");
    }
}

#[test]
fn a_policy_that_was_set_is_shown_word_for_word() {
    let text = r#"{ "Statement" : {"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"} }"#;
    assert_eq!(write_policy(&read_policy(text).expect("a policy")), text);
}

#[test]
fn every_part_of_a_statement_survives() {
    let text = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\
         \"NotPrincipal\":{\"AWS\":[\"*\",\"arn:aws:iam::111122223333:user/a\"],\"Service\":\"sns.amazonaws.com\"},\
         \"NotAction\":[\"sqs:Send*\",\"sqs:ReceiveMessage\"],\"NotResource\":\"*\",\
         \"Condition\":{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:sns:*:*:t\"},\
         \"BoolIfExists\":{\"aws:SecureTransport\":\"false\"},\
         \"DateLessThan\":{\"aws:CurrentTime\":\"2026-07-01T00:00:00Z\"},\
         \"ForAnyValue:StringEquals\":{\"aws:PrincipalOrgID\":[\"o-1\",\"o-2\"]},\
         \"NotIpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}}]}";
    assert_eq!(rewritten(text), text);
}

#[test]
fn the_values_of_conditions_are_understood_by_their_operator() {
    let meaning = |operator: &str, value: &str| {
        let text = format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*",
            "Condition":{{"{operator}":{{"k":{value}}}}}}}]}}"#
        );
        let mut policy = read_policy(&text)?.policy;
        let mut condition = policy.statements.pop()?.conditions.pop()?;
        Some((condition.operator, condition.set, condition.if_exists, condition.values.pop()?.meaning))
    };
    let plain = |operator, meaning| Some((operator, None, false, meaning));
    assert_eq!(meaning("StringLike", r#""a*""#), plain(Operator::StringLike, Meaning::Text));
    assert_eq!(meaning("NumericEquals", "7"), plain(Operator::NumericEquals, Meaning::Number(7)));
    assert_eq!(meaning("Bool", "true"), plain(Operator::Bool, Meaning::Flag(true)));
    assert_eq!(meaning("Null", r#""False""#), plain(Operator::Null, Meaning::Flag(false)));
    let new_year = Meaning::Instant(1_767_225_600_000);
    for text in [r#""2026-01-01T00:00:00Z""#, r#""2026-01-01""#, "1767225600"] {
        assert_eq!(meaning("DateEquals", text), plain(Operator::DateEquals, new_year.clone()), "{text}");
    }
    let network = Meaning::Network([203, 0, 113, 0].into(), 24);
    assert_eq!(meaning("IpAddress", r#""203.0.113.0/24""#), plain(Operator::IpAddress, network));
    let host = Meaning::Network("2001:db8::1".parse().expect("an address"), 128);
    assert_eq!(meaning("IpAddress", r#""2001:db8::1""#), plain(Operator::IpAddress, host));
    assert_eq!(
        meaning("ForAllValues:StringEqualsIfExists", r#""a""#),
        Some((Operator::StringEquals, Some(SetOperator::ForAllValues), true, Meaning::Text))
    );
    for (operator, value) in [
        ("IpAddress", r#""203.0.113.0/33""#),
        ("IpAddress", r#""here""#),
        ("NumericEquals", r#""seven""#),
        ("DateEquals", r#""soon""#),
        ("Bool", r#""yes""#),
        ("StringEquals", "null"),
        ("LooksLike", r#""a""#),
    ] {
        assert_eq!(meaning(operator, value), None, "{operator} {value}");
    }
}

#[test]
fn what_is_no_policy_is_refused() {
    for text in [
        "",
        "{}",
        "[]",
        "{",
        r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Maybe","Principal":"*","Action":"*","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Principal":"me","Action":"*","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"12"},"Action":"*","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","NotAction":"*","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":[],"Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Colour":"red"}]}"#,
        r#"{"Version":"2030-01-01","Statement":[]}"#,
        r#"{"Version":7,"Statement":[]}"#,
    ] {
        assert_eq!(read_policy(text), None, "{text}");
    }
}

fn reason(error: &crate::error::AwsError) -> String {
    assert_eq!((error.code, error.status), ("InvalidParameterValue", 400));
    error.message.split_once("Reason: ").expect("a reason").1.to_owned()
}

#[test]
fn a_redrive_policy_takes_a_number_or_a_numeric_text() {
    let target = Target { queue: Some((123_456_789_012, "dlq".to_owned())), max_receive_count: 5 };
    for count in ["5", "\"5\""] {
        let text = format!(r#"{{"deadLetterTargetArn":"{HERE}123456789012:dlq","maxReceiveCount":{count}}}"#);
        assert_eq!(read_redrive(&text, HERE), Ok(target.clone()));
    }
    let elsewhere = r#"{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:d","maxReceiveCount":5}"#;
    assert_eq!(read_redrive(elsewhere, HERE), Ok(Target { queue: None, max_receive_count: 5 }));
}

#[test]
fn a_redrive_policy_that_is_none_is_refused_in_aws_s_words() {
    for (text, words) in [
        ("x", "Redrive policy is not a valid JSON map."),
        ("[]", "Redrive policy is not a valid JSON map."),
        ("{}", "Redrive policy does not contain mandatory attribute: maxReceiveCount."),
        (
            r#"{"maxReceiveCount":1}"#,
            "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.",
        ),
        (
            r#"{"maxReceiveCount":0,"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:d"}"#,
            "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.",
        ),
        (
            r#"{"maxReceiveCount":"many","deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:d"}"#,
            "Invalid value for maxReceiveCount: many, valid values are from 1 to 1000 both inclusive.",
        ),
        (
            r#"{"maxReceiveCount":1,"deadLetterTargetArn":"d"}"#,
            "Dead-letter target ARN should be fully qualified ARN.",
        ),
        (
            r#"{"maxReceiveCount":1,"deadLetterTargetArn":"arn:aws:sns:us-east-1:123456789012:d"}"#,
            "Only SQS queues are valid resources for deadLetterTargetArn.",
        ),
        (
            r#"{"maxReceiveCount":1,"deadLetterTargetArn":"d","x":1}"#,
            "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].",
        ),
    ] {
        let error = read_redrive(text, HERE).expect_err(text);
        assert_eq!(reason(&error), words);
    }
}

#[test]
fn a_redrive_allow_policy_names_sources_only_by_queue() {
    let permission = |text: &str| read_redrive_allow(text, HERE).map(|policy| policy.permission);
    assert_eq!(permission(r#"{"redrivePermission":"allowAll"}"#), Ok(RedrivePermission::AllowAll));
    assert_eq!(permission(r#"{"redrivePermission":"denyAll"}"#), Ok(RedrivePermission::DenyAll));
    let by_queue = format!(r#"{{"redrivePermission":"byQueue","sourceQueueArns":["{QUEUE}"]}}"#);
    let sources = vec![(123_456_789_012, "q".into())];
    assert_eq!(permission(&by_queue), Ok(RedrivePermission::ByQueue(sources)));

    let many = format!(r#"{{"redrivePermission":"byQueue","sourceQueueArns":{:?}}}"#, [QUEUE; 11]);
    let named = format!(r#"{{"redrivePermission":"denyAll","sourceQueueArns":["{QUEUE}"]}}"#);
    for (text, words) in [
        (
            named.as_str(),
            "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
        ),
        (
            r#"{"redrivePermission":"byQueue"}"#,
            "When you specify the byQueue permission type, \
             you must also specify one or more sourceQueueArns values.",
        ),
        (many.as_str(), "The maximum number of source queue ARNs you can specify is 10."),
        ("none", "It is not a valid JSON map."),
        (r#"{"redrivePermission":"some"}"#, "redrivePermission must be one of allowAll, denyAll, byQueue."),
    ] {
        let error = permission(text).expect_err(text);
        assert_eq!(reason(&error), format!("Amazon SQS can't create the redrive allow policy. {words}"));
    }
}

#[test]
fn a_redrive_policy_is_written_with_its_count_as_a_number() {
    assert_eq!(
        write_redrive(QUEUE, 3),
        r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:q","maxReceiveCount":3}"#
    );
}

mod random {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;

    fn texts() -> impl Strategy<Value = Value> {
        let text = prop_oneof![Just("*".to_owned()), "[a-z:*?]{1,8}", "\\PC{0,6}"];
        prop_oneof![
            text.clone().prop_map(Value::from),
            prop::collection::vec(text, 0..3).prop_map(Value::from),
        ]
    }

    fn statement() -> impl Strategy<Value = Value> {
        let principal = prop_oneof![
            Just(json!("*")),
            texts().prop_map(|texts| json!({ "Service": texts })),
            Just(
                json!({ "AWS": ["111122223333", "arn:aws:iam::444455556666:root", "arn:aws:iam::1:user/a"] })
            ),
        ];
        let operator = prop::sample::select(vec![
            "StringEquals",
            "ForAnyValue:StringLikeIfExists",
            "NumericLessThan",
            "DateGreaterThan",
            "Bool",
            "NotIpAddress",
        ]);
        let value = prop_oneof![
            texts(),
            Just(json!(true)),
            any::<i32>().prop_map(Value::from),
            Just(json!("10.0.0.0/8")),
        ];
        let condition = (operator, "[a-z:]{1,6}", value)
            .prop_map(|(operator, key, value)| json!({ operator: { key: value } }));
        let effect = prop::sample::select(vec!["Allow", "Deny", "Maybe"]);
        (prop::option::of("[a-z]{0,4}"), effect, principal, texts(), texts(), prop::option::of(condition))
            .prop_map(|(sid, effect, principal, actions, resources, condition)| {
                let mut statement = Map::new();
                statement.extend(sid.map(|sid| ("Sid".to_owned(), sid.into())));
                statement.insert("Effect".to_owned(), effect.into());
                statement.insert("Principal".to_owned(), principal);
                statement.insert("Action".to_owned(), actions);
                statement.insert("NotResource".to_owned(), resources);
                statement.extend(condition.map(|condition| ("Condition".to_owned(), condition)));
                statement.into()
            })
    }

    proptest! {
        #[test]
        fn what_is_read_can_be_written_and_read_again(statements in prop::collection::vec(statement(), 0..4)) {
            let text = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
            if let Some(document) = read_policy(&text) {
                let written = write_policy(&PolicyDocument { text: None, policy: document.policy.clone() });
                let again = read_policy(&written).expect("a policy of our own");
                prop_assert_eq!(again.policy, document.policy);
            }
        }

        #[test]
        fn random_text_is_read_or_refused(text in "\\PC{0,40}|[{}\\[\\]\":,a-zA-Z0-9]{0,40}") {
            let _ = read_policy(&text);
            let _ = read_redrive(&text, HERE);
            let _ = read_redrive_allow(&text, HERE);
        }
    }
}
