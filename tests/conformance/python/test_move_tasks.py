"""Message move tasks: from a dead-letter queue back, or elsewhere."""

import base64
import json
import time
import uuid

import pytest

from support.queues import IN_ALL, arn_of, redrive_to
from support.refusal import PREFIX, refused

NO_SOURCE = "The resource that you specified for the SourceArn parameter doesn't exist."
NO_DESTINATION = "The resource that you specified for the DestinationArn parameter doesn't exist."


class Task:
    """A dead-letter queue with messages, and the source they came from."""

    def __init__(self, queues, server, count):
        self.sqs, self.queues, self.server = queues.client, queues, server
        self.dead = queues.create()
        self.source = queues.create(VisibilityTimeout=0, RedrivePolicy=redrive_to(self.dead, 1))
        self.arn = arn_of(self.dead)
        for place in range(count):
            queues.send(self.source, f"{place}")
        queues.receive(self.source)
        queues.receive(self.source)
        assert queues.counts(self.dead) == (count, 0, 0)

    def start(self, **more):
        return self.sqs.start_message_move_task(SourceArn=self.arn, **more)["TaskHandle"]

    def list(self, **more):
        return self.sqs.list_message_move_tasks(SourceArn=self.arn, **more).get("Results", [])

    def newest(self):
        [task] = self.list()
        return task

    def until(self, status, seconds=8):
        """Lets time pass until the newest task has a status."""
        for _ in range(seconds * 4):
            if self.newest()["Status"] == status:
                return self.newest()
            self.server.advance(0.25) if self.server.is_virtual else time.sleep(0.25)
        raise AssertionError(f"{self.newest()} is not {status}")


@pytest.fixture
def task(queues, server):
    return lambda count=3: Task(queues, server, count)


def test_back_to_the_source(task, queues):
    it = task()
    handle = it.start()
    assert json.loads(base64.b64decode(handle))["sourceArn"] == it.arn
    done = it.until("COMPLETED")
    assert done["ApproximateNumberOfMessagesMoved"] == done["ApproximateNumberOfMessagesToMove"] == 3
    assert done["SourceArn"] == it.arn and done["StartedTimestamp"] > 0
    for absent in ["TaskHandle", "DestinationArn", "MaxNumberOfMessagesPerSecond", "FailureReason"]:
        assert absent not in done
    assert (queues.counts(it.dead), queues.counts(it.source)) == ((0, 0, 0), (3, 0, 0))
    # They are new messages, whose receives are counted afresh.
    received = queues.receive(it.source, **IN_ALL)
    assert [message["Body"] for message in received] == ["0", "1", "2"]
    assert {message["Attributes"]["ApproximateReceiveCount"] for message in received} == {"1"}


def test_to_another_queue(task, queues):
    it = task()
    target = queues.create()
    it.start(DestinationArn=arn_of(target), MaxNumberOfMessagesPerSecond=500)
    done = it.until("COMPLETED")
    assert done["DestinationArn"] == arn_of(target) and done["MaxNumberOfMessagesPerSecond"] == 500
    assert queues.counts(target) == (3, 0, 0)


def test_a_task_that_runs(task, queues):
    it = task(10)
    handle = it.start(MaxNumberOfMessagesPerSecond=1)
    running = it.newest()
    assert (running["Status"], running["TaskHandle"]) == ("RUNNING", handle)
    assert running["ApproximateNumberOfMessagesToMove"] == 10
    message = (
        "There is already a task running. "
        "Only one active task is allowed for a source queue arn at a given time."
    )
    with refused("InvalidParameterValue", message):
        it.start()
    it.server.let_pass(2)
    moved = it.sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"]
    assert 1 <= moved <= 5
    cancelled = it.until("CANCELLED")
    assert "TaskHandle" not in cancelled
    stored = [sum(queues.counts(url)) for url in (it.dead, it.source)]
    assert sum(stored) == 10 and stored[1] >= moved
    with refused("InvalidParameterValue", "Only active tasks can be cancelled."):
        it.sqs.cancel_message_move_task(TaskHandle=handle)


def test_the_newest_task_is_first(task, queues):
    it = task(1)
    targets = [queues.create() for _ in range(3)]
    for target in targets:
        it.start(DestinationArn=arn_of(target))
        it.until("COMPLETED")
    assert [done["DestinationArn"] for done in it.list(MaxResults=10)] == [
        arn_of(url) for url in targets[::-1]
    ]
    assert len(it.list()) == 1 and len(it.list(MaxResults=2)) == 2


def test_a_destination_that_goes_away(task, queues):
    it = task(10)
    target = queues.create()
    it.start(DestinationArn=arn_of(target), MaxNumberOfMessagesPerSecond=1)
    it.server.let_pass(1)
    it.sqs.delete_queue(QueueUrl=target)
    failed = it.until("FAILED")
    assert failed["FailureReason"] == PREFIX + "NonExistentQueue"
    assert failed["ApproximateNumberOfMessagesMoved"] + sum(queues.counts(it.dead)) == 10


def test_from_what_to_what(task, queues):
    it = task(1)
    with refused("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue."):
        it.sqs.start_message_move_task(SourceArn=arn_of(it.source))
    nowhere = arn_of(f"none-{uuid.uuid4().hex}")
    with refused("ResourceNotFoundException", NO_SOURCE, status=404):
        it.sqs.start_message_move_task(SourceArn=nowhere)
    with refused("ResourceNotFoundException", NO_DESTINATION, status=404):
        it.start(DestinationArn=nowhere)
    with refused("ResourceNotFoundException", NO_SOURCE, status=404):
        it.sqs.list_message_move_tasks(SourceArn=nowhere)
    with refused("InvalidParameterValue", "Source queue arn and destination queue arn cannot be the same."):
        it.start(DestinationArn=it.arn)
    message = "The source queue and destination queue must be of the same queue type."
    with refused("InvalidParameterValue", message):
        it.start(DestinationArn=arn_of(queues.create(fifo=True)))
    message = (
        "You must use this format to specify the SourceArn: "
        "arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
    )
    with refused("InvalidParameterValue", message):
        it.sqs.start_message_move_task(SourceArn="dead")
    assert it.list() == []


@pytest.mark.parametrize("rate", [0, -1, 501])
def test_a_rate_is_one_to_five_hundred(task, rate):
    message = (
        "Value for parameter MaxNumberOfMessagesPerSecond is invalid. "
        "Reason: You must enter a number that's between 1 and 500."
    )
    with refused("InvalidParameterValue", message):
        task(1).start(MaxNumberOfMessagesPerSecond=rate)


@pytest.mark.parametrize("count", [0, 11])
def test_a_list_is_one_to_ten(task, count):
    message = (
        "Value for parameter MaxResults is invalid. Reason: You must enter a number that's between 1 and 10."
    )
    with refused("InvalidParameterValue", message):
        task(1).list(MaxResults=count)


def test_handles_of_no_task(task):
    it = task(1)

    def handle_of(arn):
        content = {"taskId": str(uuid.uuid4()), "sourceArn": arn}
        return base64.b64encode(json.dumps(content).encode()).decode()

    with refused("InvalidParameterValue", "Value for parameter TaskHandle is invalid."):
        it.sqs.cancel_message_move_task(TaskHandle="garbage")
    with refused("ResourceNotFoundException", "Task does not exist.", status=404):
        it.sqs.cancel_message_move_task(TaskHandle=handle_of(it.arn))
    with refused("ResourceNotFoundException", NO_SOURCE, status=404):
        it.sqs.cancel_message_move_task(TaskHandle=handle_of(arn_of("none")))
