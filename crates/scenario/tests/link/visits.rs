//! Addresses: path, query and payload together.

use scenario::Problem;
use scenario::link::{Link, LinkProblem, Start, View, Visit};

use super::{built_in, json, own, sealed};

const SLUG: &str = "consumer-crash";

fn open(slug: Option<&str>, query: &str, fragment: &str) -> Result<(Link, Vec<Problem>), LinkProblem> {
    let (visit, mut problems) = Visit::read(slug, query, fragment)?;
    let base = visit.slug().map(json);
    let (link, said) = visit.open(base)?;
    problems.extend(said);
    Ok((link, problems))
}

fn edits(link: &Link) -> Vec<(&str, &str)> {
    link.edits.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect()
}

#[test]
fn a_query_alone_opens_the_scenario_of_the_path() {
    let (link, problems) = open(Some(SLUG), "?seed=3&t=9s&set=consumers.w.work=20s", "").expect("it opens");
    assert_eq!(link.start, Start::BuiltIn { slug: SLUG, embedded: false });
    assert_eq!(
        (link.seed, link.view.t_ms, edits(&link)),
        (Some(3), 9_000, vec![("consumers.w.work", "20s")])
    );
    assert_eq!(problems, []);
}

#[test]
fn the_query_has_the_last_word() {
    let view = View { t_ms: 15_000, k: Some(1), speed_milli: 500, ..View::default() };
    let shared = Link { seed: Some(5), view, ..built_in(SLUG, &[("consumers.w.work", "20s")]) };
    let payload = format!("#{}", sealed(&shared));
    let (same, problems) = open(Some(SLUG), "", &payload).expect("it opens");
    assert_eq!((same, problems), (shared, vec![]));
    let query = "?seed=3&t=9s&speed=2&set=consumers.w.work=21s&set=faults.crash.enabled=false";
    let (link, problems) = open(None, query, &payload).expect("it opens");
    assert_eq!(
        (link.seed, link.view.t_ms, link.view.k, link.view.speed_milli),
        (Some(3), 9_000, None, 2_000)
    );
    let expected =
        [("consumers.w.work", "20s"), ("consumers.w.work", "21s"), ("faults.crash.enabled", "false")];
    assert_eq!(edits(&link), expected);
    assert_eq!(problems, []);
}

#[test]
fn a_damaged_payload_leaves_the_scenario_of_the_path() {
    let payload = sealed(&built_in(SLUG, &[("consumers.w.work", "20s")]));
    let (link, problems) = open(Some(SLUG), "?t=9s", &payload[1..]).expect("it opens");
    assert_eq!((link.edits.len(), link.view.t_ms), (0, 9_000));
    assert_eq!(problems.len(), 1);
    assert_eq!(open(None, "", &payload[1..]), Err(LinkProblem::Damaged));
    assert_eq!(open(None, "?t=9s", ""), Err(LinkProblem::Nothing));
    assert_eq!(open(Some("never-heard-of"), "", "#"), Err(LinkProblem::Nothing));
}

#[test]
fn a_payload_opens_whatever_the_path_says() {
    let (link, _) = open(Some("never-heard-of"), "", &sealed(&built_in(SLUG, &[]))).expect("it opens");
    assert_eq!(link.start, Start::BuiltIn { slug: SLUG, embedded: false });
    let (link, _) = open(None, "", &sealed(&own(json(SLUG)))).expect("it opens");
    assert!(matches!(link.start, Start::Own { .. }));
}

#[test]
fn edits_that_the_scenario_refuses_are_left_out_and_told() {
    let edits = [("consumers.w.count", "3"), ("consumers.w.work", "20s"), ("duration", "0s")];
    let (link, problems) = open(None, "", &sealed(&built_in(SLUG, &edits))).expect("it opens");
    assert_eq!(self::edits(&link), [("consumers.w.work", "20s")]);
    assert_eq!(problems.len(), 2, "{problems:#?}");
}

#[test]
fn an_address_is_as_short_as_can_be() {
    let address = |link: &Link| link.address(super::base_of(link)).expect("it fits");
    assert_eq!(address(&built_in(SLUG, &[("queues.jobs.visibilityTimeout", "30s")])), "/s/consumer-crash/");
    assert!(address(&built_in(SLUG, &[("consumers.w.work", "20s")])).starts_with("/s/consumer-crash/#E"));
    assert!(address(&own(json(SLUG))).starts_with("/c/#"));
}
