"""Queues: create, find, list, delete."""

import re

import pytest

from support.queues import fresh_name, name_of
from support.refusal import PREFIX, refused

NAME_RULE = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
FIFO_NAME_RULE = (
    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
    "must end with .fifo suffix and be 1 to 80 in length."
)
GONE = "The specified queue does not exist."


def test_a_url_leads_back_to_the_server(sqs, server, queues):
    url = queues.create()
    account, name = url.rsplit("/", 2)[1:]
    assert url == f"{server.endpoint}/{account}/{name}"
    assert re.fullmatch(r"\d{12}", account)
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
    assert sqs.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)["QueueUrl"] == url


def test_a_region_knows_its_own_queues_alone(server, queues):
    url = queues.create()
    elsewhere = server.client(region="eu-central-1")
    with refused(PREFIX + "NonExistentQueue", GONE):
        elsewhere.get_queue_url(QueueName=name_of(url))
    there = elsewhere.create_queue(QueueName=name_of(url))["QueueUrl"]
    arn = elsewhere.get_queue_attributes(QueueUrl=there, AttributeNames=["QueueArn"])
    assert arn["Attributes"]["QueueArn"].startswith("arn:aws:sqs:eu-central-1:")
    elsewhere.delete_queue(QueueUrl=there)
    assert queues.attribute(url, "QueueArn").startswith("arn:aws:sqs:us-east-1:")


@pytest.mark.parametrize("name", ["a", "Z" * 80, "under_score-and-hyphen-0123456789", "x" * 75 + ".fifo"])
def test_names_that_are_right(sqs, name):
    # Some of them are short, so another run against the same server may have deleted them just now.
    attributes = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
    try:
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    except sqs.exceptions.QueueDeletedRecently:
        return
    assert name_of(url) == name
    sqs.delete_queue(QueueUrl=url)


@pytest.mark.parametrize("name", ["a" * 81, "a.b", "a b", "a/b", "ä", "a\n", ".fifo", "q.fifo"])
def test_names_that_are_wrong(sqs, name):
    with refused("InvalidParameterValue", NAME_RULE):
        sqs.create_queue(QueueName=name)


def test_a_name_that_is_empty_is_missing(sqs):
    with refused("MissingParameter", "The request must contain the parameter QueueName."):
        sqs.create_queue(QueueName="")


@pytest.mark.parametrize("name", ["plain", "a.b.fifo", "x" * 76 + ".fifo", "q.FIFO"])
def test_names_that_are_wrong_for_fifo(sqs, name):
    with refused("InvalidParameterValue", FIFO_NAME_RULE):
        sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"})


def test_names_tell_case_apart(sqs, queues):
    url = queues.create()
    with refused(PREFIX + "NonExistentQueue", GONE):
        sqs.get_queue_url(QueueName=name_of(url).upper())


def test_creating_again_answers_the_same_url(sqs, queues):
    url = queues.create(DelaySeconds=5, VisibilityTimeout=40)
    again = {"QueueName": name_of(url)}
    assert sqs.create_queue(**again)["QueueUrl"] == url
    assert sqs.create_queue(**again, Attributes={"DelaySeconds": "5"})["QueueUrl"] == url
    message = "A queue already exists with the same name and a different value for attribute DelaySeconds"
    with refused("QueueAlreadyExists", message):
        sqs.create_queue(**again, Attributes={"DelaySeconds": "6", "VisibilityTimeout": "40"})
    # What counts is the value of now, not that of the creation.
    queues.set(url, DelaySeconds=6)
    assert sqs.create_queue(**again, Attributes={"DelaySeconds": "6"})["QueueUrl"] == url
    with refused("QueueAlreadyExists", message):
        sqs.create_queue(**again, Attributes={"DelaySeconds": "5"})


def test_creating_again_compares_tags_that_are_sent(sqs, queues):
    name = fresh_name()
    url = sqs.create_queue(QueueName=name, tags={"team": "a"})["QueueUrl"]
    queues.made.append(url)
    assert sqs.create_queue(QueueName=name)["QueueUrl"] == url
    assert sqs.create_queue(QueueName=name, tags={"team": "a"})["QueueUrl"] == url
    with refused("QueueAlreadyExists"):
        sqs.create_queue(QueueName=name, tags={"team": "b"})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "a"}


def test_deleted_queues_are_gone(sqs, queues):
    url = queues.create()
    queues.send(url, "lost")
    sqs.delete_queue(QueueUrl=url)
    with refused(PREFIX + "NonExistentQueue", GONE):
        sqs.delete_queue(QueueUrl=url)
    with refused(PREFIX + "NonExistentQueue", GONE):
        sqs.get_queue_url(QueueName=name_of(url))


def test_a_name_is_not_free_at_once(sqs, queues):
    url = queues.create()
    sqs.delete_queue(QueueUrl=url)
    message = (
        "You must wait 60 seconds after deleting a queue before you can create another with the same name."
    )
    with refused(PREFIX + "QueueDeletedRecently", message):
        sqs.create_queue(QueueName=name_of(url))


@pytest.mark.fast_forward
def test_a_name_is_free_after_a_minute(sqs, server, queues):
    url = queues.create()
    queues.send(url, "lost")
    sqs.delete_queue(QueueUrl=url)
    server.advance(59)
    with refused(PREFIX + "QueueDeletedRecently"):
        sqs.create_queue(QueueName=name_of(url))
    server.advance(1)
    assert sqs.create_queue(QueueName=name_of(url))["QueueUrl"] == url
    assert queues.receive(url) == []


ON_A_QUEUE = {
    "delete_queue": {},
    "get_queue_attributes": {"AttributeNames": ["Foobar"]},
    "set_queue_attributes": {"Attributes": {"Foobar": "1"}},
    "send_message": {"MessageBody": ""},
    "send_message_batch": {"Entries": []},
    "receive_message": {"MaxNumberOfMessages": 11},
    "delete_message": {"ReceiptHandle": "garbage"},
    "delete_message_batch": {"Entries": []},
    "change_message_visibility": {"ReceiptHandle": "garbage", "VisibilityTimeout": -1},
    "change_message_visibility_batch": {"Entries": []},
    "purge_queue": {},
    "add_permission": {"Label": "l", "AWSAccountIds": ["111122223333"], "Actions": ["Foo"]},
    "remove_permission": {"Label": "l"},
    "list_dead_letter_source_queues": {},
    "tag_queue": {"Tags": {"": "v"}},
    "untag_queue": {"TagKeys": ["k"]},
    "list_queue_tags": {},
}


@pytest.mark.parametrize("action", ON_A_QUEUE)
def test_whether_the_queue_is_there_comes_before_all_else(unchecked, server, action):
    url = f"{server.endpoint}/123456789012/{fresh_name()}"
    with refused(PREFIX + "NonExistentQueue", GONE):
        getattr(unchecked, action)(QueueUrl=url, **ON_A_QUEUE[action])


@pytest.mark.parametrize(
    "form", ["{name}", "https://sqs.eu-west-1.amazonaws.com/{account}/{name}", "/{account}/{name}"]
)
def test_only_account_and_name_of_a_url_count(sqs, queues, form):
    url = queues.create()
    account, name = url.rsplit("/", 2)[1:]
    queues.send(form.format(account=account, name=name), "found")
    assert queues.bodies(url) == ["found"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1", "https://sqs.us-east-1.amazonaws.com/", "nowhere at all"]
)
def test_a_url_without_a_queue(sqs, url):
    with refused(PREFIX + "NonExistentQueue"):
        sqs.send_message(QueueUrl=url, MessageBody="x")


@pytest.fixture
def ten(queues):
    """Ten queues with a common prefix; their prefix and URLs, in the order of names."""
    prefix = fresh_name()
    names = [f"{prefix}-{place}" for place in range(10)]
    urls = [queues.client.create_queue(QueueName=name)["QueueUrl"] for name in reversed(names)]
    queues.made.extend(urls)
    return prefix, urls[::-1]


def test_listing_by_prefix_in_order_of_names(sqs, ten):
    prefix, urls = ten
    assert sqs.list_queues(QueueNamePrefix=prefix)["QueueUrls"] == urls
    assert sqs.list_queues(QueueNamePrefix=f"{prefix}-7")["QueueUrls"] == [urls[7]]
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix=prefix.upper())


def test_pages_are_asked_for(sqs, ten):
    prefix, urls = ten
    assert "NextToken" not in sqs.list_queues(QueueNamePrefix=prefix)
    first = sqs.list_queues(QueueNamePrefix=prefix, MaxResults=4)
    assert first["QueueUrls"] == urls[:4]
    second = sqs.list_queues(QueueNamePrefix=prefix, MaxResults=4, NextToken=first["NextToken"])
    assert second["QueueUrls"] == urls[4:8]
    third = sqs.list_queues(QueueNamePrefix=prefix, MaxResults=4, NextToken=second["NextToken"])
    assert third["QueueUrls"] == urls[8:]
    assert "NextToken" not in third
    assert "NextToken" not in sqs.list_queues(QueueNamePrefix=prefix, MaxResults=10)


@pytest.mark.parametrize("size", [1, 3, 10, 1000])
def test_the_paginator_finds_all(sqs, ten, size):
    prefix, urls = ten
    pages = sqs.get_paginator("list_queues").paginate(
        QueueNamePrefix=prefix, PaginationConfig={"PageSize": size}
    )
    assert [url for page in pages for url in page.get("QueueUrls", [])] == urls


@pytest.mark.parametrize("size", [0, -1, 1001])
def test_a_page_has_one_to_a_thousand(unchecked, size):
    with refused("InvalidParameterValue"):
        unchecked.list_queues(MaxResults=size)


def test_a_token_of_nobody(sqs):
    with refused("InvalidParameterValue"):
        sqs.list_queues(MaxResults=2, NextToken="garbage")


@pytest.mark.parametrize("fifo", [False, True])
def test_purging(sqs, queues, fifo):
    url = queues.create(fifo=fifo)
    more = (
        (lambda body: {"MessageGroupId": "g", "MessageDeduplicationId": body}) if fifo else (lambda body: {})
    )
    for body in ["held", "visible"]:
        queues.send(url, body, **more(body))
    if not fifo:
        queues.send(url, "delayed", DelaySeconds=900)
    queues.receive(url, 1)
    assert sum(queues.counts(url)) == (2 if fifo else 3)
    sqs.purge_queue(QueueUrl=url)
    assert queues.counts(url) == (0, 0, 0)
    message = f"Only one PurgeQueue operation on {name_of(url)} is allowed every 60 seconds."
    with refused(PREFIX + "PurgeQueueInProgress", message, status=403):
        sqs.purge_queue(QueueUrl=url)
    # A purge forgets deduplication too, so the same id is a new message.
    queues.send(url, "visible", **more("visible"))
    assert queues.bodies(url) == ["visible"]


@pytest.mark.fast_forward
def test_purging_again_after_a_minute(sqs, server, queues):
    url = queues.create()
    sqs.purge_queue(QueueUrl=url)
    server.advance(59.9)
    with refused(PREFIX + "PurgeQueueInProgress", status=403):
        sqs.purge_queue(QueueUrl=url)
    server.advance(0.1)
    sqs.purge_queue(QueueUrl=url)
