//! The parts of a program that several producers and consumers share; each program has those that it calls.

/// Modules of Python's own, by what of them a program uses.
pub(super) const IMPORTS: [(&str, &str); 9] = [
    ("ThreadPoolExecutor(", "from concurrent.futures import ThreadPoolExecutor"),
    ("islice(", "from itertools import islice"),
    ("contextmanager", "from contextlib import contextmanager"),
    ("math.", "import math"),
    ("random.", "import random"),
    ("sys.", "import sys"),
    ("threading.", "import threading"),
    ("time.", "import time"),
    ("uuid.", "import uuid"),
];

/// Functions by the call that needs them. What calls another one stands before it.
pub(super) const HELPERS: [(&str, &str); 9] = [
    (
        " in paced(",
        r#"
def paced(calls, seconds):
    """Waits for each call's time; how many messages it sends."""
    start = time.monotonic()
    for at, count in calls:
        if at >= seconds:
            return
        time.sleep(max(0.0, start + at - time.monotonic()))
        yield count
"#,
    ),
    (
        "batches(",
        r#"
def batches(times, size, window):
    """Messages in batches, sent when they are full or a window after their first."""
    group = []
    for at in times:
        if group and at > group[0] + window:
            yield group[0] + window, len(group)
            group = []
        group.append(at)
        if len(group) == size:
            yield at, size
            group = []
    if group:
        yield group[0] + window, len(group)
"#,
    ),
    (
        " steps(",
        r#"
def steps(table):
    """Times of messages; the table has a second and the messages a second from there on."""
    for (start, rate), (end, _) in zip(table, table[1:] + [(math.inf, 0)]):
        number = 0
        while rate and start + number / rate < end:
            yield start + number / rate
            number += 1
"#,
    ),
    (
        " by_chance(",
        r#"
def by_chance(table):
    """As steps, but a Poisson process."""
    for (at, rate), (end, _) in zip(table, table[1:] + [(math.inf, 0)]):
        while rate:
            at += random.expovariate(rate)
            if at >= end:
                break
            yield at
"#,
    ),
    (
        " built_up(",
        r#"
def built_up(rate, seconds):
    """Times at which a whole message more has built up at a rate that changes."""
    step, passed, messages = 0.01, 0, 0.0
    while passed * step < seconds:
        messages += rate(passed * step) * step
        passed += 1
        while messages >= 1:
            messages -= 1
            yield passed * step
"#,
    ),
    (
        " ramp(",
        r#"
def ramp(table, at):
    """The rate in straight lines between the points of a table, and level after the last."""
    for (start, low), (end, high) in zip(table, table[1:]):
        if at < end:
            return low + (high - low) * (at - start) / (end - start)
    return table[-1][1]
"#,
    ),
    (
        " bursts(",
        r#"
def bursts(size, every, first):
    """Times of many messages at once, now and then."""
    while True:
        yield from [first] * size
        first += every
"#,
    ),
    (
        "sit_out(",
        r#"
def sit_out(start, seconds, stretches):
    """Sleeps through the stretches in which the worker is away."""
    for leaves, returns in stretches:
        now = time.monotonic() - start
        if leaves <= now < returns:
            time.sleep(max(0.0, min(returns, seconds) - now))
"#,
    ),
    (
        "with heartbeat(",
        r#"
@contextmanager
def heartbeat(queue, messages, every, timeout):
    """Keeps messages hidden, again and again, for as long as they are in the list."""
    over = threading.Event()

    def beat():
        while not over.wait(every):
            entries = [
                {"Id": str(n), "ReceiptHandle": it["ReceiptHandle"], "VisibilityTimeout": timeout}
                for n, it in enumerate(list(messages))
            ]
            if entries:
                sqs.change_message_visibility_batch(QueueUrl=queue, Entries=entries)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
"#,
    ),
];
