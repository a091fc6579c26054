//! Courses of a rate, beside direct formulas.

use sim::{Arrivals, Course, Groups, Kind, Position, RateStep, Rhythm, Sending, Sine};
use sqs::QueueKind;

use super::shop;
use crate::models::*;

fn at(course: Course, rate: Vec<RateStep>, duration_us: u64) -> sim::Model {
    let mut model = shop(QueueKind::Standard, Sending { course, ..Sending::default() });
    model.producers[0].rate = rate;
    model.duration_us = duration_us;
    model
}

fn point(at_s: u64, rate_milli: u64) -> RateStep {
    RateStep { at_us: at_s * S, rate_milli }
}

/// A ramp from 0 to r over T sends its n-th message when r·t²/2T = n, so at √(2nT/r).
#[test]
fn a_ramp_sends_a_message_whenever_a_whole_one_has_built_up() {
    let sent = instants(&run(at(Course::Ramp, vec![point(0, 0), point(60, 2_000)], 60 * S)), is_sent);
    assert_eq!(sent.len(), 60);
    for (n, at_us) in (1..).zip(sent) {
        let formula_us = (2.0 * f64::from(n) * 60.0 / 2.0).sqrt() * 1e6;
        assert!((at_us as f64 - formula_us).abs() < 1.5, "message {n}: {at_us}, {formula_us}");
    }
}

#[test]
fn a_ramp_goes_down_too_and_is_level_after_its_last_point() {
    let points = vec![point(0, 1_000), point(10, 3_000), point(20, 1_000)];
    let sent = instants(&run(at(Course::Ramp, points, 60 * S)), is_sent);
    // 20 messages each way, then one a second.
    assert_eq!(sent.len(), 20 + 20 + 40);
    assert_eq!((sent[19], sent[39], sent[40], sent[79]), (10 * S, 20 * S, 21 * S, 60 * S));
}

#[test]
fn a_level_ramp_is_a_steady_rate_that_begins_with_a_pause() {
    let sent = instants(&run(at(Course::Ramp, vec![point(0, 4_000)], 10 * S)), is_sent);
    assert_eq!(sent, (1..=40).map(|n| n * S / 4).collect::<Vec<_>>());
}

/// Over a whole period the swing cancels out; at the peak it is at its highest.
#[test]
fn a_day_has_its_mean_and_its_peak() {
    let day = 86_400 * S;
    let sine = Sine { mean_milli: 200, swing_milli: 150, period_us: day, peak_at_us: 14 * 3_600 * S };
    let mut timeline = timeline(at(Course::Sine(sine), vec![], day));
    timeline.run_ahead(u64::MAX);
    let sent = instants(&timeline.events(0, u64::MAX), is_sent);
    assert_eq!(sent.len(), 17_280);
    let in_hour = |hour: u64| sent.iter().filter(|at| **at / (3_600 * S) == hour).count();
    // 3,600 seconds at (200 ± 150) thousandths; an hour around the peak loses little.
    assert!((1_240..=1_260).contains(&in_hour(13)), "{}", in_hour(13));
    assert!((180..=195).contains(&in_hour(2)), "{}", in_hour(2));
    timeline.seek(Position::after_ms(14 * 3_600_000));
    assert_eq!(timeline.view(&[]).producers[0].rate_milli, 350);
    timeline.seek(Position::after_ms(2 * 3_600_000));
    assert_eq!(timeline.view(&[]).producers[0].rate_milli, 50);
    timeline.seek(Position::after_ms(8 * 3_600_000));
    assert_eq!(timeline.view(&[]).producers[0].rate_milli, 200);
}

/// The messages up to t are the integral of the rate up to t, to within one.
#[test]
fn a_sine_follows_its_integral() {
    let sine = Sine { mean_milli: 5_000, swing_milli: 5_000, period_us: 7 * S, peak_at_us: 3 * S };
    let sent = instants(&run(at(Course::Sine(sine), vec![], 60 * S)), is_sent);
    assert!(sent.is_sorted());
    for (n, at_us) in (1..).zip(&sent) {
        let (t, period) = (*at_us as f64 / 1e6, std::f64::consts::TAU / 7.0);
        let integral = 5.0 * t + 5.0 / period * (libm::sin(period * (t - 3.0)) - libm::sin(period * -3.0));
        assert!((integral - f64::from(n)).abs() < 0.001, "message {n} at {at_us}: {integral}");
    }
}

#[test]
fn bursts_come_all_at_once() {
    let bursts = Course::Bursts { size: 5, every_us: 20 * S, first_us: 10 * S };
    let mut timeline = timeline(at(bursts, vec![], 60 * S));
    timeline.run_ahead(u64::MAX);
    let sent = instants(&timeline.events(0, u64::MAX), is_sent);
    let due = [10, 30, 50].into_iter().flat_map(|s| [s * S; 5]);
    assert_eq!(sent, due.collect::<Vec<_>>());
    let producer = timeline.view(&[]).producers[0].clone();
    assert_eq!(producer.rhythm, Rhythm::Bursts { size: 5, every_us: 20 * S });
    assert_eq!(producer.rate_milli, 250);
}

#[test]
fn a_trace_is_sent_at_its_times() {
    let times = [S, S, 4_999 * MS, 5_001 * MS, 59 * S, 61 * S];
    let mut timeline = timeline(at(Course::Times(times.into()), vec![], 60 * S));
    timeline.run_ahead(u64::MAX);
    assert_eq!(instants(&timeline.events(0, u64::MAX), is_sent), times[..5]);
    timeline.seek(Position::after_ms(5_000));
    assert_eq!(timeline.view(&[]).producers[0].rhythm, Rhythm::Times { left: 3 });
}

#[test]
fn chance_follows_a_ramp_too() {
    let mut model = at(Course::Ramp, vec![point(0, 0), point(10_000, 10_000)], 10_000 * S);
    model.producers[0].arrivals = Arrivals::Poisson;
    let sent = instants(&run(model), is_sent);
    assert!((49_000..51_000).contains(&sent.len()), "{}", sent.len());
    // A quarter of them in the first half.
    let early = sent.iter().filter(|at| **at < 5_000 * S).count();
    assert!((12_000..13_000).contains(&early), "{early}");
}

#[test]
fn tenants_have_their_shares_and_the_rest_share_what_is_left() {
    let mut model =
        shop(QueueKind::Standard, Sending { shares_ppm: vec![800_000, 50_000], ..Sending::default() });
    model.producers[0].groups = Groups::InTurn(5);
    model.producers[0].rate[0].rate_milli = 100_000;
    model.duration_us = 10 * S - 1;
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let mut counts = std::collections::BTreeMap::new();
    let mut noisiest = Vec::new();
    for event in timeline.events(0, u64::MAX) {
        if let Kind::Produced { message, .. } = event.kind {
            let group = timeline.label(message).and_then(|label| label.group).expect("it has a group");
            *counts.entry(group).or_insert(0u32) += 1;
            noisiest.push(group);
        }
    }
    let mut counts: Vec<u32> = counts.into_values().collect();
    counts.sort_unstable();
    // 1,000 messages: 800, and 50 for each of the four others.
    assert!(counts[4].abs_diff(800) <= 3, "{counts:?}");
    assert!(counts[..4].iter().all(|count| count.abs_diff(50) <= 3), "{counts:?}");
    // And so in every stretch: no group waits long for its turn.
    let most = *noisiest.first().expect("there are messages");
    for stretch in noisiest.chunks(100) {
        let of_most = stretch.iter().filter(|group| **group == most).count();
        assert!((76..=84).contains(&of_most), "{of_most}");
    }
}
