//! Lines of the AWS CLI at work in a running world.

use api::command_line::Printed;
use scenario::console::{self, Outcome};
use scenario::link::Act;
use scenario::{Opening, Scenario};
use sim::{ActOutcome, BranchId, Position, Timeline};

const URL: &str = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs";

/// The worker of `consumer-crash` dies at 0:15; M2 is in flight until 0:40.
fn at(seconds: u64) -> Timeline {
    let opening = Opening::read("consumer-crash").expect("it is built in");
    let mut timeline = opening.timeline().expect("it runs");
    timeline.seek(Position::after_ms(seconds * 1_000));
    timeline
}

fn prints(line: &str, timeline: &mut Timeline) -> String {
    match console::run(line, timeline) {
        Outcome::Printed(Printed { stdout, stderr, exit_code: 0 }, _) if stderr.is_empty() => stdout,
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn a_line_that_reads_leaves_no_trace() {
    let mut timeline = at(20);
    let hash = timeline.trace_hash();
    let line = format!(
        "aws sqs get-queue-attributes --queue-url {URL} --attribute-names ApproximateNumberOfMessagesNotVisible \
         --query 'Attributes.ApproximateNumberOfMessagesNotVisible' --output text"
    );
    assert_eq!(prints(&line, &mut timeline), "2\n");
    assert!(prints("aws sqs list-queues", &mut timeline).contains(URL));
    assert_eq!((timeline.branches().len(), timeline.trace_hash()), (1, hash));
}

#[test]
fn a_line_that_acts_begins_a_branch_and_can_be_replayed() {
    let mut timeline = at(20);
    let line = format!(
        "aws sqs send-message --queue-url {URL} --message-body hello --query MessageId --output text"
    );
    let Outcome::Printed(printed, Some(ActOutcome::Forked(_))) = console::run(&line, &mut timeline) else {
        panic!("a send begins a branch");
    };
    assert_eq!((printed.exit_code, printed.stdout.trim().len()), (0, 36), "a message id: {printed:?}");
    let purge = format!("aws sqs purge-queue --queue-url {URL}");
    assert!(matches!(console::run(&purge, &mut timeline), Outcome::Printed(_, Some(ActOutcome::Joined))));

    // The same acts, by the lines that a link carries.
    let acts = Act::all(&timeline);
    assert_eq!(acts.len(), 2);
    let mut again = at(0);
    for act in &acts {
        act.perform(&mut again).expect("it makes sense there");
    }
    assert_eq!(again.trace_hash(), timeline.trace_hash());
}

#[test]
fn a_receive_takes_part_and_waits_while_the_clock_moves() {
    let mut timeline = at(20);
    let receive = format!(
        "aws sqs receive-message --queue-url {URL} --wait-time-seconds 20 --query 'Messages[0].Body'"
    );
    // Both jobs are in flight; the poll of w/1 is not there: it works. The next job comes at 0:30.
    let Outcome::Waits(waiting, _) = console::run(&receive, &mut timeline) else {
        panic!("nothing can be received now");
    };
    assert_eq!(waiting.answer(&timeline), None);
    timeline.seek(Position::after_ms(41_000));
    let printed = waiting.answer(&timeline).expect("its wait is over");
    assert_eq!(printed.exit_code, 0, "{printed:?}");
    timeline.seek(Position::after_ms(21_000));
    assert_eq!(waiting.answer(&timeline), None, "the clock was set back");
    timeline.seek(Position::after_ms(41_000));
    assert!(timeline.switch_to(BranchId(0)));
    assert_eq!(waiting.answer(&timeline), None, "nobody called there");
}

#[test]
fn refusals_are_awss_or_ours() {
    let mut timeline = at(20);
    let says = |line: &str, timeline: &mut Timeline| match console::run(line, timeline) {
        Outcome::Printed(Printed { stderr, exit_code, .. }, _) => (exit_code, stderr),
        other => panic!("{line}: {other:?}"),
    };
    let (code, text) = says("aws sqs send-message --queue-url nowhere --message-body x", &mut timeline);
    assert_eq!(code, 254);
    assert!(text.contains("AWS.SimpleQueueService.NonExistentQueue"), "{text}");
    assert_eq!(timeline.branches().len(), 1, "what names no queue is no act");
    let delay = format!("aws sqs send-message --queue-url {URL} --message-body x --delay-seconds 1000");
    assert!(says(&delay, &mut timeline).1.contains("InvalidParameterValue"));
    let (code, text) = says("aws sqs create-queue --queue-name another", &mut timeline);
    assert_eq!(code, 255);
    assert!(text.contains("those of its scenario"), "{text}");
    assert_eq!(says("aws sqs create-queue --queue-name jobs", &mut timeline).0, 0);
    assert_eq!(says("ls -l", &mut timeline).0, 127);
    timeline.seek(Position { at_us: timeline.duration_us(), step: Position::ALL });
    assert!(
        says(&format!("aws sqs purge-queue --queue-url {URL}"), &mut timeline).1.contains("run ends here")
    );
}

#[test]
fn any_line_at_any_time_leaves_a_sound_world() {
    let file = scenario::generate::file(3);
    let scenario = Scenario::read(&file, &[]).expect("it is legal");
    let mut timeline = Timeline::new(scenario.model.clone(), 3).expect("it runs");
    let duration_us = timeline.duration_us();
    let lines = [
        "aws sqs send-message --queue-url $Q --message-body x --message-group-id g",
        "aws sqs receive-message --queue-url $Q --max-number-of-messages 10",
        "aws sqs receive-message --queue-url $Q --wait-time-seconds 20",
        "aws sqs delete-queue --queue-url $Q",
        "aws sqs set-queue-attributes --queue-url $Q --attributes VisibilityTimeout=1",
        "aws sqs purge-queue --queue-url $Q",
    ];
    for (step, line) in lines.iter().cycle().take(24).enumerate() {
        timeline.seek(Position { at_us: duration_us / 30 * step as u64, step: Position::ALL });
        let queue = &scenario.model.queues[step % scenario.model.queues.len()].name;
        let _ = console::run(&line.replace("$Q", queue), &mut timeline);
    }
    let hash = timeline.trace_hash();
    timeline.seek(Position { at_us: duration_us / 2, step: Position::ALL });
    let _ = timeline.view(&[]);
    assert_eq!(timeline.trace_hash(), hash);
}
