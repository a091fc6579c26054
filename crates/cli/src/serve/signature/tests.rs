use api::http::Headers;

use super::*;

/// The vectors of AWS's own test suite for signatures of version 4.
const KEY: (&str, &str) = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
const INSTANT: &str = "20150830T123600Z";

fn keys() -> Keys {
    let keys = Keys::new(&[(KEY.0.to_owned(), KEY.1.to_owned())]);
    // Their service is called so.
    Keys { services: ["service", "monitoring"], ..keys }
}

fn at(instant: &str) -> impl FnOnce() -> SystemTime {
    let instant = instant.parse::<Timestamp>().expect("an instant");
    move || instant.into()
}

fn signed(method: &str, uri: &str, signature: &str) -> Request<'static> {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, \
         Signature={signature}",
        KEY.0
    );
    let headers = [("Host", "example.amazonaws.com"), ("X-Amz-Date", INSTANT)]
        .map(|(name, value)| (name, value.to_owned()));
    Request {
        method: method.to_owned().into(),
        uri: uri.to_owned().into(),
        headers: headers.into_iter().chain([("Authorization", authorization)]).collect(),
        body: [].as_slice().into(),
        source_ip: None,
    }
}

fn code(checked: Result<(), AwsError>) -> &'static str {
    checked.expect_err("it is refused").code
}

const GET_VANILLA: &str = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
const NOON: &str = "2015-08-30T12:36:00Z";

#[test]
fn signatures_of_awss_test_suite_are_right() {
    for (method, uri, signature) in [
        ("GET", "/", GET_VANILLA),
        ("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            "GET",
            "/?Param2=value2&Param1=value1",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
    ] {
        assert_eq!(keys().check(&signed(method, uri, signature), at(NOON)), Ok(()), "{method} {uri}");
    }
}

#[test]
fn a_signature_for_another_service_is_refused() {
    let request = signed("GET", "/", GET_VANILLA);
    let keys = Keys { services: SERVICES, ..keys() };
    let refused = keys.check(&request, at(NOON)).expect_err("it is for a service called so");
    assert_eq!(refused.code, "SignatureDoesNotMatch");
    assert!(refused.message.contains("scoped to correct service: 'sqs'"), "{refused:?}");
}

#[test]
fn another_signature_secret_or_request_does_not_match() {
    let wrong = signed("GET", "/", &GET_VANILLA.replace('5', "6"));
    assert_eq!(code(keys().check(&wrong, at(NOON))), "SignatureDoesNotMatch");
    let garbage = signed("GET", "/", "no hex");
    assert_eq!(code(keys().check(&garbage, at(NOON))), "SignatureDoesNotMatch");
    let other_body = Request { body: b"{}".as_slice().into(), ..signed("GET", "/", GET_VANILLA) };
    assert_eq!(code(keys().check(&other_body, at(NOON))), "SignatureDoesNotMatch");
    let other_secret = Keys::new(&[(KEY.0.to_owned(), "other".to_owned())]);
    assert_eq!(code(other_secret.check(&signed("GET", "/", GET_VANILLA), at(NOON))), "SignatureDoesNotMatch");
}

#[test]
fn an_unknown_key_is_no_token() {
    let keys = Keys::new(&[("AKIDOTHER".to_owned(), KEY.1.to_owned())]);
    assert_eq!(code(keys.check(&signed("GET", "/", GET_VANILLA), at(NOON))), "InvalidClientTokenId");
}

#[test]
fn a_signature_is_good_for_fifteen_minutes_around_its_instant() {
    let request = signed("GET", "/", GET_VANILLA);
    for good in ["2015-08-30T12:21:00Z", "2015-08-30T12:51:00Z"] {
        assert_eq!(keys().check(&request, at(good)), Ok(()), "{good}");
    }
    for bad in ["2015-08-30T12:20:59Z", "2015-08-30T12:51:01Z"] {
        assert_eq!(code(keys().check(&request, at(bad))), "RequestExpired", "{bad}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let bare = Request { headers: Headers::default(), ..signed("GET", "/", GET_VANILLA) };
    assert_eq!(code(keys().check(&bare, at(NOON))), "MissingAuthenticationToken");
    for authorization in ["", "Basic YTpi", "AWS4-HMAC-SHA256 Credential=a/b", "AWS4-HMAC-SHA256 ,=,=,,"] {
        let headers = [("Authorization", authorization)].into_iter().collect();
        let request = Request { headers, ..bare.clone() };
        assert_eq!(code(keys().check(&request, at(NOON))), "IncompleteSignature", "{authorization}");
    }
}

#[test]
fn without_keys_nothing_is_looked_at() {
    let bare = Request { headers: Headers::default(), ..signed("GET", "/", "") };
    assert_eq!(Keys::new(&[]).check(&bare, at(NOON)), Ok(()));
}
