"""ReceiveMessage: limits, short and long polls, retention, many at once."""

import time

import pytest

from support.refusal import refused


@pytest.mark.parametrize("count", [-1, 0, 11, 2_147_483_647])
def test_one_to_ten(queues, count):
    message = (
        f"Value {count} for parameter MaxNumberOfMessages is invalid. "
        "Reason: Must be between 1 and 10, if provided."
    )
    with refused("InvalidParameterValue", message):
        queues.receive(queues.create(), count)


@pytest.mark.parametrize("wait", [-1, 21])
def test_a_wait_is_at_most_twenty_seconds(queues, wait):
    message = (
        f"Value {wait} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided."
    )
    with refused("InvalidParameterValue", message):
        queues.receive(queues.create(), WaitTimeSeconds=wait)


@pytest.mark.parametrize("seconds", [-1, 43_201])
def test_a_visibility_timeout_is_at_most_twelve_hours(queues, seconds):
    url = queues.create()
    message = (
        f"Value {seconds} for parameter VisibilityTimeout is invalid. "
        "Reason: Must be >= 0 and <= 43200, if provided."
    )
    with refused("InvalidParameterValue", message):
        queues.receive(url, VisibilityTimeout=seconds)
    queues.send(url, "x")
    handle = queues.receive_one(url)
    message = (
        f"Value {seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200."
    )
    with refused("InvalidParameterValue", message):
        queues.hide(url, handle, seconds)


def test_one_message_unless_more_are_asked_for(sqs, queues):
    url = queues.create()
    for body in "abc":
        queues.send(url, body)
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
    assert len(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 2
    assert "Messages" not in sqs.receive_message(QueueUrl=url)


def test_an_empty_queue_answers_at_once(queues, server):
    url = queues.create()
    before = time.monotonic()
    assert queues.receive(url) == []
    # A wait of 0 is a short poll, whatever the queue says.
    queues.set(url, ReceiveMessageWaitTimeSeconds=20)
    assert queues.receive(url, WaitTimeSeconds=0) == []
    assert time.monotonic() - before < 2


def test_a_long_poll_gets_what_is_there_and_waits_for_no_more(queues):
    url = queues.create()
    for body in "ab":
        queues.send(url, body)
    before = time.monotonic()
    assert queues.bodies(url, 10, WaitTimeSeconds=20) == ["a", "b"]
    assert time.monotonic() - before < 2


def test_a_long_poll_ends_empty(server, queues, aside):
    url = queues.create()
    before = time.monotonic()
    waiting = aside.submit(queues.receive, url, WaitTimeSeconds=1)
    assert server.answer_of(waiting, 3) == []
    if not server.is_virtual:
        assert 0.9 < time.monotonic() - before < 2


def test_the_queue_says_how_long_a_poll_waits(server, queues, aside):
    url = queues.create(ReceiveMessageWaitTimeSeconds=20)
    waiting = aside.submit(queues.bodies, url)
    time.sleep(0.3)
    assert not waiting.done()
    queues.send(url, "x")
    assert waiting.result(timeout=5) == ["x"]


def test_a_send_wakes_one_waiting_poll(server, queues, aside):
    url = queues.create()
    waiting = [aside.submit(queues.bodies, url, WaitTimeSeconds=20) for _ in range(5)]
    for number in range(1, 6):
        queues.send(url, f"{number}")
        deadline = time.monotonic() + 5
        while sum(call.done() for call in waiting) < number and time.monotonic() < deadline:
            time.sleep(0.01)
        assert sum(call.done() for call in waiting) == number
    answers = [call.result() for call in waiting]
    assert sorted(answers) == [[f"{number}"] for number in range(1, 6)]


WAKERS = ["delay", "visibility", "change to 0"]


@pytest.mark.parametrize("waker", WAKERS)
def test_a_waiting_poll_is_woken_by_time_and_by_change(server, queues, aside, waker):
    url = queues.create()
    held = None
    if waker == "delay":
        queues.send(url, "x", DelaySeconds=1)
    else:
        queues.send(url, "x")
        held = queues.receive_one(url, VisibilityTimeout=1 if waker == "visibility" else 600)
    waiting = aside.submit(queues.bodies, url, WaitTimeSeconds=20)
    if waker == "change to 0":
        time.sleep(0.2)
        queues.hide(url, held, 0)
    assert server.answer_of(waiting, 5) == ["x"]


def test_deleting_the_queue_ends_a_waiting_poll(sqs, queues, aside):
    url = queues.create()
    waiting = aside.submit(queues.receive, url, WaitTimeSeconds=20)
    time.sleep(0.3)
    sqs.delete_queue(QueueUrl=url)
    # Whether it is empty or an error, it does not go on.
    assert waiting.exception(timeout=5) is not None or waiting.result() == []


def test_an_attempt_id_on_a_standard_queue_is_ignored(queues):
    url = queues.create()
    for body in "ab":
        queues.send(url, body)
    assert queues.bodies(url, 1, ReceiveRequestAttemptId="again") == ["a"]
    assert queues.bodies(url, 1, ReceiveRequestAttemptId="again") == ["b"]


@pytest.mark.fast_forward
def test_fourteen_days_of_retention(server, queues):
    url = queues.create(MessageRetentionPeriod=1_209_600)
    queues.send(url, "x")
    server.advance(1_209_599.999)
    assert queues.counts(url) == (1, 0, 0)
    assert queues.bodies(url, VisibilityTimeout=0) == ["x"]
    server.advance(0.001)
    assert queues.counts(url) == (0, 0, 0)
    assert queues.receive(url) == []


@pytest.mark.fast_forward
def test_retention_ends_a_message_in_flight_and_its_delete_succeeds(server, queues):
    url = queues.create(MessageRetentionPeriod=60, VisibilityTimeout=600)
    queues.send(url, "x")
    message = queues.receive_one(url)
    server.advance(60)
    assert queues.counts(url) == (0, 0, 0)
    queues.delete(url, message)


@pytest.mark.fast_forward
def test_shorter_retention_reaches_what_is_there(server, queues):
    url = queues.create()
    queues.send(url, "old")
    server.advance(100)
    queues.send(url, "new")
    queues.set(url, MessageRetentionPeriod=60)
    assert queues.bodies(url) == ["new"]


def test_many_clients_share_a_queue_without_doubles(server, queues, aside):
    url = queues.create(VisibilityTimeout=600)
    sent = [f"{number}" for number in range(200)]
    list(aside.map(lambda body: queues.send(url, body), sent))
    assert queues.counts(url) == (200, 0, 0)

    def work(_):
        seen = []
        while messages := queues.receive(url, 10):
            queues.delete(url, *messages)
            seen.extend(message["Body"] for message in messages)
        return seen

    received = [body for part in aside.map(work, range(16)) for body in part]
    assert sorted(received) == sorted(sent)
    assert queues.counts(url) == (0, 0, 0)
