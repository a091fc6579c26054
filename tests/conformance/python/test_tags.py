"""Cost allocation tags."""

import pytest

from support.queues import fresh_name
from support.refusal import refused


def test_tags_come_change_and_go(sqs, queues):
    url = queues.create()
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=url)
    sqs.tag_queue(QueueUrl=url, Tags={"team": "a", "Team": "b", "empty": "", "ünïcode _.:/=+-@ 1": "ø"})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {
        "team": "a",
        "Team": "b",
        "empty": "",
        "ünïcode _.:/=+-@ 1": "ø",
    }
    sqs.tag_queue(QueueUrl=url, Tags={"team": "c", "new": "d"})
    sqs.untag_queue(QueueUrl=url, TagKeys=["Team", "absent", "ünïcode _.:/=+-@ 1"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "c", "empty": "", "new": "d"}
    sqs.untag_queue(QueueUrl=url, TagKeys=["team", "empty", "new"])
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=url)


def test_tags_from_the_beginning(sqs, queues):
    url = sqs.create_queue(QueueName=fresh_name(), tags={"a": "1", "b": "2"})["QueueUrl"]
    queues.made.append(url)
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"a": "1", "b": "2"}


def test_keys_and_values_of_any_length_allowed(sqs, queues):
    url = queues.create()
    sqs.tag_queue(QueueUrl=url, Tags={"k" * 128: "v" * 256})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"k" * 128: "v" * 256}


@pytest.mark.parametrize(
    "key, message",
    [
        ("", "Tag keys must be between 1 and 128 characters in length."),
        ("k" * 129, "Tag keys must be between 1 and 128 characters in length."),
        (
            "a!",
            "Tag keys may only contain unicode letters, digits, whitespace, "
            "or one of these symbols: _ . : / = + - @",
        ),
        ("aws:own", None),
    ],
)
def test_keys_that_are_refused(sqs, queues, key, message):
    url = queues.create()
    with refused("InvalidParameterValue", message):
        sqs.tag_queue(QueueUrl=url, Tags={key: "v"})
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=url)


def test_a_value_that_is_too_long(sqs, queues):
    with refused("InvalidParameterValue"):
        sqs.tag_queue(QueueUrl=queues.create(), Tags={"k": "v" * 257})


def test_fifty_tags(sqs, queues):
    url = queues.create()
    fifty = {f"k{place}": "v" for place in range(50)}
    sqs.tag_queue(QueueUrl=url, Tags=fifty)
    sqs.tag_queue(QueueUrl=url, Tags={"k0": "changed"})
    with refused("InvalidParameterValue", f"Too many tags added for queue {url.rsplit('/', 1)[1]}."):
        sqs.tag_queue(QueueUrl=url, Tags={"one more": "v"})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == fifty | {"k0": "changed"}
