"""ReceiveMessage: limits, long polls, visibility, receipt handles."""

import time

import pytest

from support.refusal import refused

INVALID_HANDLE = 'The input receipt handle "{}" is not a valid receipt handle.'


@pytest.mark.parametrize("count", [-1, 0, 11, 2_147_483_647])
def test_one_to_ten(queues, count):
    message = (
        f"Value {count} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided."
    )
    with refused("InvalidParameterValue", message):
        queues.receive(queues.create(), count)


@pytest.mark.parametrize("wait", [-1, 21])
def test_a_wait_is_at_most_twenty_seconds(queues, wait):
    message = f"Value {wait} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided."
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


def test_a_message_is_hidden_for_its_visibility_timeout(server, queues):
    url = queues.create(VisibilityTimeout=1)
    queues.send(url, "x")
    first = queues.receive_one(url)
    assert queues.receive(url) == []
    assert queues.counts(url) == (0, 1, 0)
    server.let_pass(1)
    second = queues.receive_one(url)
    assert second["MessageId"] == first["MessageId"]
    assert second["ReceiptHandle"] != first["ReceiptHandle"]


def test_a_receive_has_a_timeout_of_its_own(server, queues):
    url = queues.create(VisibilityTimeout=600)
    queues.send(url, "x")
    queues.receive_one(url, VisibilityTimeout=1)
    server.let_pass(1)
    assert queues.bodies(url) == ["x"]
    server.let_pass(1)
    assert queues.receive(url) == []


def test_timeout_zero_hides_nothing_and_counts(queues):
    url = queues.create()
    queues.send(url, "x")
    seen = [
        queues.receive_one(url, VisibilityTimeout=0, AttributeNames=["ApproximateReceiveCount"])
        for _ in range(3)
    ]
    assert [message["Attributes"]["ApproximateReceiveCount"] for message in seen] == ["1", "2", "3"]
    assert len({message["ReceiptHandle"] for message in seen}) == 3


def test_changing_visibility_replaces_the_deadline(server, queues):
    url = queues.create(VisibilityTimeout=600)
    queues.send(url, "x")
    message = queues.receive_one(url)
    queues.hide(url, message, 1)
    server.let_pass(1)
    message = queues.receive_one(url, VisibilityTimeout=1)
    queues.hide(url, message, 600)
    server.let_pass(1)
    assert queues.receive(url) == []
    queues.hide(url, message, 0)
    assert queues.bodies(url) == ["x"]


@pytest.mark.fast_forward
def test_twelve_hours_from_the_receive_in_all(server, queues):
    url = queues.create()
    queues.send(url, "x")
    server.advance(3_600)
    message = queues.receive_one(url, VisibilityTimeout=43_200)
    queues.hide(url, message, 43_200)
    server.advance(60)
    too_long = (
        "Value {} for parameter VisibilityTimeout is invalid. "
        "Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]"
    )
    for seconds in [43_200, 43_141]:
        with refused("InvalidParameterValue", too_long.format(seconds)):
            queues.hide(url, message, seconds)
    queues.hide(url, message, 43_140)
    # Hour by hour it can be kept until then, and not longer.
    for _ in range(11):
        server.advance(3_600)
        queues.hide(url, message, 3_500)
    server.advance(3_500)
    assert queues.bodies(url) == ["x"]


def test_a_deleted_message_cannot_be_hidden(queues):
    url = queues.create()
    queues.send(url, "x")
    message = queues.receive_one(url)
    queues.delete(url, message)
    text = (
        f"Value {message['ReceiptHandle']} for parameter ReceiptHandle is invalid. "
        "Reason: Message does not exist or is not available for visibility timeout change."
    )
    with refused("InvalidParameterValue", text):
        queues.hide(url, message, 10)


def test_an_expired_handle_still_deletes(server, queues):
    url = queues.create(VisibilityTimeout=1)
    queues.send(url, "x")
    message = queues.receive_one(url)
    server.let_pass(1)
    queues.hide(url, message, 600)
    queues.delete(url, message)
    assert queues.counts(url) == (0, 0, 0)


def test_an_older_handle_works_on(queues):
    url = queues.create()
    queues.send(url, "x")
    older = queues.receive_one(url, VisibilityTimeout=0)
    newer = queues.receive_one(url, VisibilityTimeout=600)
    queues.hide(url, older, 0)
    assert queues.bodies(url) == ["x"]
    queues.delete(url, older)
    assert queues.counts(url) == (0, 0, 0)
    queues.delete(url, newer)


GARBAGE = ["garbage", "-", "AQEB", "AQEBzWwaftRI0KuVm4tP", "ü", "x" * 1_024, "../../etc/passwd", "🦀" * 100]


@pytest.mark.parametrize("handle", GARBAGE)
def test_garbage_is_no_handle(sqs, queues, handle):
    url = queues.create()
    with refused("ReceiptHandleIsInvalid", INVALID_HANDLE.format(handle), status=404):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
    with refused("ReceiptHandleIsInvalid", INVALID_HANDLE.format(handle), status=404):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)


def test_an_id_and_a_changed_handle_are_no_handles(sqs, queues):
    url = queues.create()
    queues.send(url, "x")
    message = queues.receive_one(url)
    handle = message["ReceiptHandle"]
    assert handle.startswith("AQEB") and len(handle) <= 1_024
    middle = len(handle) // 2
    changed = handle[:middle] + ("A" if handle[middle] != "A" else "B") + handle[middle + 1 :]
    for wrong in [message["MessageId"], changed, handle[:-8], handle + "AAAA"]:
        with refused("ReceiptHandleIsInvalid", INVALID_HANDLE.format(wrong), status=404):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=wrong)
    queues.delete(url, message)


def test_a_handle_of_another_queue(queues):
    here, there = queues.create(), queues.create()
    queues.send(here, "x")
    message = queues.receive_one(here)
    text = f'The receipt handle "{message["ReceiptHandle"]}" is not valid for this queue.'
    with refused("ReceiptHandleIsInvalid", text, status=404):
        queues.delete(there, message)
    with refused("ReceiptHandleIsInvalid", text, status=404):
        queues.hide(there, message, 0)
    assert queues.counts(here) == (0, 1, 0)


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
