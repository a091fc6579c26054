"""The server's own paths: the virtual clock, its health and its state."""

import json
import urllib.error

import pytest

from support.process import Process
from support.queues import Queues, name_of
from support.wire import Wire


@pytest.fixture
def virtual():
    with Process("--clock", "virtual") as process:
        yield process.server


def test_virtual_time_begins_with_2026_and_stands(virtual):
    queues = Queues(virtual.client())
    assert queues.attribute(queues.create(), "CreatedTimestamp") == "1767225600"
    assert queues.attribute(queues.create(), "CreatedTimestamp") == "1767225600"
    assert virtual.get("/_sqscope/health")["t_ms"] == 0


def test_time_goes_where_it_is_told(virtual):
    assert virtual.advance(1.5)["t_ms"] == 1_500
    wire = Wire(virtual.endpoint)
    assert wire.request("POST", "/_sqscope/clock?advance_ms=500").json["t_ms"] == 2_000
    assert virtual.advance(14 * 86_400)["now"] == "2026-01-15T00:00:02.000Z"


def test_all_that_is_due_has_happened_when_the_clock_answers(virtual):
    queues = Queues(virtual.client())
    url = queues.create(VisibilityTimeout=30)
    for place in range(100):
        queues.send(url, f"{place}", DelaySeconds=place)
    assert queues.counts(url) == (1, 0, 99)
    virtual.advance(50)
    assert queues.counts(url) == (51, 0, 49)
    virtual.advance(4 * 86_400)
    assert queues.counts(url) == (0, 0, 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"{}",
        b"[]",
        b'{"advance_ms":-1}',
        b'{"advance_ms":1.5}',
        b'{"advance_ms":"5"}',
        b'{"advance_ms":18446744073709551616}',
        b'{"advance_ms":99999999999999}',
    ],
)
def test_times_that_are_none(virtual, content):
    wire = Wire(virtual.endpoint)
    answer = wire.request("POST", "/_sqscope/clock", content, {"Content-Type": "application/json"})
    assert answer.status == 400 and "advance_ms" in answer.json["message"]
    assert virtual.get("/_sqscope/health")["t_ms"] == 0


def test_a_real_clock_cannot_be_moved():
    with Process() as process:
        with pytest.raises(urllib.error.HTTPError) as caught:
            process.server.advance(1)
        assert 400 <= caught.value.code < 500
        assert "--clock virtual" in json.load(caught.value)["message"]


def test_the_state_tells_of_every_queue(virtual):
    queues = Queues(virtual.client())
    url = queues.create()
    for body in "abc":
        queues.send(url, body)
    queues.delete(url, queues.receive_one(url))
    queues.receive(url, 1)
    state = virtual.get("/_sqscope/state")
    assert state["clock"] == "virtual" and state["t_ms"] == 0
    [queue] = state["queues"]
    assert queue["name"] == name_of(url)
    counts = {
        name: queue[name] for name in ["visible", "in_flight", "delayed", "sent", "received", "deleted"]
    }
    assert counts == {"visible": 1, "in_flight": 1, "delayed": 0, "sent": 3, "received": 2, "deleted": 1}


@pytest.mark.parametrize("path", ["/_sqscope/", "/_sqscope/nothing", "/_sqscope/state/x"])
def test_other_paths_of_its_own(virtual, path):
    assert Wire(virtual.endpoint).request("GET", path).status == 404


def test_two_runs_are_equal():
    def run():
        with Process("--clock", "virtual") as process:
            wire = Wire(process.first_line)
            host = {"Host": "sqs.example"}
            made = wire.json("CreateQueue", {"QueueName": "q"}, **host)
            url = made.json["QueueUrl"]
            answers = [
                wire.json("SendMessage", {"QueueUrl": url, "MessageBody": f"{it}"}, **host)
                for it in range(20)
            ]
            process.server.advance(3)
            answers.append(wire.json("ReceiveMessage", {"QueueUrl": url, "MaxNumberOfMessages": 10}, **host))
            return [(answer.headers["x-amzn-requestid"], answer.body) for answer in [made, *answers]]

    assert run() == run()
