"""`--standard`: in order and once, or with the freedom that AWS takes."""

import pytest

from support.process import Process
from support.queues import Queues
from support.refusal import refused

SENT = [f"{place}" for place in range(100)]


def receives(*options):
    """What short receives of ten make of a hundred messages, until all are there."""
    with Process("--clock", "virtual", *options) as process:
        queues = Queues(process.server.client())
        url = queues.create(VisibilityTimeout=600)
        for body in SENT:
            queues.send(url, body)
        portions = []
        while sum(map(len, portions)) < len(SENT) and len(portions) < 60:
            portions.append(queues.bodies(url))
        return portions


def test_plain_is_in_order_and_once():
    assert receives() == [SENT[place : place + 10] for place in range(0, 100, 10)]


def test_as_recorded_on_aws():
    portions = receives("--standard", "aws", "--seed", "7", "--double-delivery-ppm", "0")
    received = [body for portion in portions for body in portion]
    assert sorted(received) == sorted(SENT) and received != SENT
    # Inside a receive in the order of sending; a receive is not filled up from another server.
    assert all(portion == sorted(portion, key=int) for portion in portions)
    assert any(len(portion) < 10 for portion in portions[:-1])


def test_a_seed_tells_all():
    seven = receives("--standard", "aws", "--seed", "7")
    assert seven == receives("--standard", "aws", "--seed", "7")
    assert seven != receives("--standard", "aws", "--seed", "8")


@pytest.mark.parametrize("chance, doubled", [(0, False), (1_000_000, True)])
def test_second_copies_as_rare_as_asked_for(chance, doubled):
    with Process("--clock", "virtual", "--standard", "aws", "--double-delivery-ppm", str(chance)) as process:
        queues = Queues(process.server.client())
        url = queues.create(VisibilityTimeout=600)
        queues.send(url, "x")
        seen = [body for _ in range(30) for body in queues.bodies(url)]
        assert (len(seen) > 1) is doubled


def send_many(url, queues, count):
    for place in range(count):
        queues.send(url, "x", MessageGroupId="g", MessageDeduplicationId=f"{place}-{count}")


def test_a_fifo_queue_takes_three_hundred_calls_a_second_of_each_kind():
    with Process("--clock", "virtual", "--standard", "aws") as process:
        queues = Queues(process.server.client())
        url = queues.create(fifo=True)
        send_many(url, queues, 300)
        with refused("RequestThrottled", "Request is throttled.", status=403):
            send_many(url, queues, 1)
        # Receives have three hundred of their own.
        assert len(queues.receive(url)) == 10
        process.server.advance(1)
        send_many(url, queues, 2)
        assert sum(queues.counts(url)) == 302


def test_plain_throttles_nobody():
    with Process("--clock", "virtual") as process:
        queues = Queues(process.server.client())
        url = queues.create(fifo=True)
        send_many(url, queues, 400)
        assert queues.counts(url) == (400, 0, 0)
