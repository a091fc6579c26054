//! The words as a reader meets them, taken from runs of the library.

use expect_test::{Expect, expect};
use scenario::{Scenario, library, text};
use sim::{Position, Timeline};

fn timeline(slug: &str) -> Timeline {
    let json = library::json(slug).expect("every entry has a file");
    let scenario = Scenario::read(json, &[]).expect("the library reads");
    Timeline::new(scenario.model.clone(), scenario.seed).expect("the library runs")
}

fn check(lines: impl IntoIterator<Item = String>, expected: Expect) {
    let mut text = lines.into_iter().collect::<Vec<_>>().join("\n");
    text.push('\n');
    expected.assert_eq(&text);
}

#[test]
fn the_log_of_a_crash() {
    let mut timeline = timeline("consumer-crash");
    timeline.seek(Position::after_ms(50_000));
    let events = timeline.events(0, timeline.event_index());
    let lines = text::event_lines(&events, &timeline);
    check(
        lines.into_iter().map(|line| format!("{} {}", text::clock(line.at_us), line.text)),
        expect![[r#"
            0:00.000 M1 sent by app
            0:00.000 M1 received by w/1 (receive 1), hidden until 0:30.000
            0:00.000 A receive waits at jobs
            0:00.010 w/1 begins to work on M1, until 0:08.010
            0:08.010 M1 took effect at w/1
            0:08.010 M1 deleted by w/1
            0:08.020 A receive waits at jobs
            0:10.000 M2 sent by app
            0:10.000 M2 received by w/2 (receive 1), hidden until 0:40.000
            0:10.010 w/2 begins to work on M2, until 0:18.010
            0:15.000 w/2 crashes
            0:20.000 M3 sent by app
            0:20.000 M3 received by w/1 (receive 1), hidden until 0:50.000
            0:20.010 w/1 begins to work on M3, until 0:28.010
            0:28.010 M3 took effect at w/1
            0:28.010 M3 deleted by w/1
            0:28.020 A receive waits at jobs
            0:30.000 M4 sent by app
            0:30.000 M4 received by w/1 (receive 1), hidden until 1:00.000
            0:30.010 w/1 begins to work on M4, until 0:38.010
            0:38.010 M4 took effect at w/1
            0:38.010 M4 deleted by w/1
            0:38.020 A receive waits at jobs
            0:40.000 M2 visible again: its visibility timeout ended
            0:40.000 M2 received by w/1 (receive 2), hidden until 1:10.000
            0:40.000 M5 sent by app
            0:40.010 w/1 begins to work on M2, until 0:48.010
            0:48.010 M2 took effect at w/1
            0:48.010 M2 deleted by w/1
            0:48.020 M5 received by w/1 (receive 1), hidden until 1:18.020
            0:48.030 w/1 begins to work on M5, until 0:56.030
            0:50.000 M6 sent by app
        "#]],
    );
}

#[test]
fn the_life_of_a_message() {
    let mut timeline = timeline("consumer-crash");
    timeline.seek(Position::after_ms(80_000));
    let m2 = timeline.find("M2".parse().expect("a label")).expect("M2 was sent");
    let lines = timeline.story_of(m2).into_iter().flat_map(|line| {
        let told = format!("{} {}", text::clock(line.event.at), text::story_line(&line, &timeline));
        let why = line.why.map(|why| format!("    {}", text::explanation(&why, &timeline)));
        [Some(told), why].into_iter().flatten().collect::<Vec<_>>()
    });
    check(
        lines.collect::<Vec<_>>(),
        expect![[r#"
        0:10.000 M2 stored in jobs, visible from 0:10.000
        0:10.000 M2 received by w/2 (receive 1), hidden until 0:40.000
            A receive hides a message, it does not remove it: M2 stays in the queue, hidden until 0:40.000 unless it is deleted before.
        0:10.000 M2 sent by app
        0:10.010 w/2 begins to work on M2, until 0:18.010
        0:40.000 M2 visible again: its visibility timeout ended
            M2 can be received again: its visibility timeout of 30 s ended at 0:40.000 without a delete. w/2 had crashed with it, which SQS cannot know.
        0:40.000 M2 received by w/1 (receive 2), hidden until 1:10.000
            M2 can be received again: its visibility timeout of 30 s ended at 0:40.000 without a delete. w/2 had crashed with it, which SQS cannot know.
        0:40.010 w/1 begins to work on M2, until 0:48.010
        0:48.010 M2 took effect at w/1
        0:48.010 M2 deleted by w/1
    "#]],
    );
}

/// Everything on the screen at an instant.
fn screen(timeline: &Timeline) -> Vec<String> {
    let view = timeline.view(&[]);
    let mut lines = vec![text::screen_summary(&view)];
    lines.extend(view.producers.iter().map(text::producer_summary));
    for consumer in &view.consumers {
        lines.push(text::consumer_summary(consumer));
        lines.extend(consumer.workers.iter().map(|it| text::worker_state(it, view.at_us, timeline)));
    }
    lines.extend(view.messages.iter().map(|it| text::message(it, view.at_us, timeline)));
    for queue in &view.queues {
        lines.extend(queue.lanes.iter().map(|lane| text::lane(lane, timeline)));
    }
    lines.extend(view.departed.iter().map(|it| text::departed(it, timeline)));
    lines.extend(view.explanation.iter().map(|why| text::explanation(why, timeline)));
    lines
}

#[test]
fn screens_of_a_crash() {
    let mut timeline = timeline("consumer-crash");
    let mut lines = Vec::new();
    for ms in [0, 12_000, 22_000, 40_000] {
        timeline.seek(Position::after_ms(ms));
        lines.extend(screen(&timeline));
        lines.push(String::new());
    }
    check(
        lines,
        expect![[r#"
        At 0:00.000. jobs: 0 visible, 1 in flight, the oldest 0 s old.
        app sends 0.1 a second, 1 so far
        w: 0 of 2 workers busy, 0 done
        w/1 waiting for an answer from SQS
        w/2 polling for 0 s
        M1 in flight at w/1, visible again in 30 s; received once

        At 0:12.000. jobs: 0 visible, 1 in flight, the oldest 2 s old.
        app sends 0.1 a second, 2 so far
        w: 1 of 2 workers busy, 1 done
        w/1 polling for 3.9 s
        w/2 working on M2, 24 percent
        M2 in flight at w/2, visible again in 28 s; received once

        At 0:22.000. jobs: 0 visible, 2 in flight, the oldest 12 s old. 1 worker is down.
        app sends 0.1 a second, 3 so far
        w: 1 of 2 workers busy, 1 down, 1 done
        w/1 working on M3, 24 percent
        w/2 crashed, back in 43 s
        M2 in flight at w/2, visible again in 18 s; received once
        M3 in flight at w/1, visible again in 28 s; received once

        At 0:40.000. jobs: 1 visible, 1 in flight, the oldest 30 s old. 1 worker is down. 1 repeated delivery so far.
        app sends 0.1 a second, 5 so far
        w: 0 of 2 workers busy, 1 down, 3 done
        w/1 waiting for an answer from SQS
        w/2 crashed, back in 25 s
        M2 in flight at w/1, visible again in 30 s; received twice
        M5 waiting 0 s
        M4 deleted by w/1

    "#]],
    );
}

#[test]
fn a_screen_of_duplicates() {
    let mut timeline = timeline("duplicate-delivery");
    timeline.seek(Position::after_ms(23_000));
    check(
        screen(&timeline),
        expect![[r#"
            At 0:23.000. payments-slow: 0 visible, 1 in flight, the oldest 2 s old. payments-copied: 0 visible, 1 in flight, the oldest 2 s old. payments-safe: 0 visible, 1 in flight, the oldest 2 s old. 2 workers are busy with messages that they no longer hold. 3 repeated deliveries so far.
            shop-slow sends 0.05 a second, 2 so far
            shop-copied sends 0.05 a second, 2 so far
            shop-safe sends 0.05 a second, 2 so far
            slow: 2 of 2 workers busy, 1 done
            slow/1 working on M4, 16 percent
            slow/2 working on M1, gone already, 99 percent
            quick: 2 of 2 workers busy, 1 done
            quick/1 working on M5, handed to another too, 99 percent
            quick/2 working on M5, 99 percent
            safe: 2 of 2 workers busy, 1 done
            safe/1 working on M6, 16 percent
            safe/2 working on M3, gone already, 99 percent
            M4 in flight at slow/1, visible again in 8 s; received once
            M5 in flight at quick/2, visible again in 28 s; received twice; being processed twice at once (quick/1, quick/2)
            M6 in flight at safe/1, visible again in 8 s; received once
        "#]],
    );
}

#[test]
fn a_screen_of_groups() {
    let mut timeline = timeline("fifo-ordering");
    timeline.seek(Position::after_ms(5_000));
    check(
        screen(&timeline).into_iter().take(40),
        expect![[r#"
            At 0:05.000. orders.fifo: 7 visible, 4 in flight, the oldest 2.5 s old. orders: 5 visible, 4 in flight, the oldest 3 s old.
            shop-fifo sends 4 a second, 21 so far
            shop sends 4 a second, 17 so far
            f: 4 of 4 workers busy, 10 done
            f/1 working on A4, 28 percent
            f/2 working on B4, 12 percent
            f/3 working on C3, 96 percent
            f/4 working on D3, 80 percent
            s: 4 of 4 workers busy, 8 done
            s/1 working on F3, 63 percent
            s/2 working on H3, 46 percent
            s/3 working on E2, 30 percent
            s/4 working on G3, 13 percent
            C3 in flight at f/3, visible again in 28 s; received once
            D3 in flight at f/4, visible again in 28 s; received once
            A4 in flight at f/1, visible again in 29 s; received once
            B4 in flight at f/2, visible again in 29 s; received once
            C4 waiting 1.5 s behind C3
            D4 waiting 1.2 s behind D3
            A5 waiting 1 s behind A4
            B5 waiting 0.7 s behind B4
            C5 waiting 0.5 s behind C3
            D5 waiting 0.2 s behind D3
            A6 waiting 0 s behind A4
            E2 in flight at s/3, visible again in 29 s; received once
            F3 in flight at s/1, visible again in 29 s; received once
            G3 in flight at s/4, visible again in 29 s; received once
            H3 in flight at s/2, visible again in 29 s; received once
            E4 waiting 1 s
            F4 waiting 0.7 s
            G4 waiting 0.5 s
            H4 waiting 0.2 s
            E5 waiting 0 s
            group A: 3 messages, locked by A4
            group B: 2 messages, locked by B4
            group C: 3 messages, locked by C3
            group D: 3 messages, locked by D3
            G1 deleted by s/3
            A2 deleted by f/1
            H1 deleted by s/4
        "#]],
    );
}

#[test]
fn a_screen_of_a_spike() {
    let mut timeline = timeline("spike-absorption");
    timeline.seek(Position::after_ms(150_000));
    check(
        screen(&timeline).into_iter().take(4),
        expect![[r#"
        At 2:30.000. orders: 4,501 visible, 30 in flight, the oldest 58 s old. orders-dlq: 0 visible, 0 in flight.
        web sends 5 a second, 7,501 so far
        w: 30 of 30 workers busy, 2,970 done
        w/1 working on M3169, 82 percent
    "#]],
    );
}

#[test]
fn the_headlines_of_the_library() {
    let moments = [
        ("spike-absorption", 30_000),
        ("spike-absorption", 120_000),
        ("spike-absorption", 200_000),
        ("consumer-crash", 5_000),
        ("consumer-crash", 20_000),
        ("fifo-ordering", 9_000),
        ("duplicate-delivery", 12_000),
        ("duplicate-delivery", 14_000),
        ("duplicate-delivery", 21_500),
        ("duplicate-delivery", 120_000),
    ];
    let lines = moments.map(|(slug, ms)| {
        let mut timeline = timeline(slug);
        timeline.seek(Position::after_ms(ms));
        let sentences = text::headline(&timeline, &timeline.view(&[])).join(" ");
        format!("{slug} {}: {sentences}", text::clock(ms * 1_000))
    });
    check(
        lines,
        expect![[r#"
            spike-absorption 0:30.000: A worker that receives a message hides it from the others, does the work, then deletes it.
            spike-absorption 2:00.000: In the last 10.14 s 811 messages came into orders, 301 got done: the backlog grows.
            spike-absorption 3:20.000: In the last 10.14 s 51 messages came into orders, 305 got done: the backlog shrinks.
            consumer-crash 0:05.000: A worker that receives a message hides it from the others, does the work, then deletes it.
            consumer-crash 0:20.000: w/2 crashed while it had M2. Nobody tells the queue: it keeps M2 hidden until the time for that is over.
            fifo-ordering 0:09.000: In the FIFO queue the next message of a group waits until the one before it is done: A6 first.
            duplicate-delivery 0:12.000: M1 is being worked on twice, by slow/1 and slow/2. M3 is being worked on twice, by safe/1 and safe/2.
            duplicate-delivery 0:14.000: slow/2 is still working on M1, although another worker has finished and deleted it. safe/2 is still working on M3, although another worker has finished and deleted it.
            duplicate-delivery 0:21.500: M5 is being worked on twice, by quick/1 and quick/2. slow/2 is still working on M1, although another worker has finished and deleted it.
            duplicate-delivery 2:00.000: slow/2 is still working on M16, although another worker has finished and deleted it. safe/2 is still working on M18, although another worker has finished and deleted it.
        "#]],
    );
}
