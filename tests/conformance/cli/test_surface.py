"""Every action, as a command line."""

import json
import uuid

from support.digest import md5_of_attributes, md5_of_body
from support.queues import fresh_name, name_of, redrive_to

from .conftest import REGION


def silent(printed):
    """The command said nothing at all."""
    return (printed.out, printed.err) == ("", "")


def test_queues(aws, server, queues):
    name = fresh_name(fifo=True)
    made = aws(
        "create-queue",
        "--queue-name",
        name,
        "--attributes",
        "FifoQueue=true,ContentBasedDeduplication=true",
        "--tags",
        "Team=a,Stage=test",
    )
    url = f"{server.endpoint}/123456789012/{name}"
    assert made.json == {"QueueUrl": url}
    queues.made.append(url)
    assert aws("get-queue-url", "--queue-name", name).json == {"QueueUrl": url}
    assert aws("list-queues", "--queue-name-prefix", name).json == {"QueueUrls": [url]}
    assert silent(aws("list-queues", "--queue-name-prefix", fresh_name()))
    assert aws("list-queue-tags", "--queue-url", url).json == {"Tags": {"Team": "a", "Stage": "test"}}
    asked = aws("get-queue-attributes", "--queue-url", url, "--attribute-names", "All").json["Attributes"]
    assert (
        asked["QueueArn"] == f"arn:aws:sqs:{REGION}:123456789012:{name}"
        and asked["ContentBasedDeduplication"] == "true"
    )
    assert all(isinstance(value, str) for value in asked.values())
    assert silent(aws("get-queue-attributes", "--queue-url", url))
    assert silent(aws("set-queue-attributes", "--queue-url", url, "--attributes", "VisibilityTimeout=60"))
    asked = aws(
        "get-queue-attributes", "--queue-url", url, "--attribute-names", "VisibilityTimeout", "DelaySeconds"
    )
    assert asked.json == {"Attributes": {"DelaySeconds": "0", "VisibilityTimeout": "60"}}
    assert silent(aws("purge-queue", "--queue-url", url))
    assert silent(aws("delete-queue", "--queue-url", url))


def test_pages(aws, queues):
    prefix = fresh_name()
    for place in range(5):
        queues.made.append(queues.client.create_queue(QueueName=f"{prefix}-{place}")["QueueUrl"])
    paged = aws("list-queues", "--queue-name-prefix", prefix, "--page-size", 2)
    assert paged.json["QueueUrls"] == queues.made
    first = aws("list-queues", "--queue-name-prefix", prefix, "--max-items", 3).json
    assert first["QueueUrls"] == queues.made[:3]
    rest = aws("list-queues", "--queue-name-prefix", prefix, "--starting-token", first["NextToken"]).json
    assert rest["QueueUrls"] == queues.made[3:]


def test_one_message(aws, queues):
    url = queues.create()
    attributes = {"city": {"DataType": "String", "StringValue": "Zürich"}}
    sent = aws(
        "send-message",
        "--queue-url",
        url,
        "--message-body",
        "Grüße, 'quoted' \"twice\"\n",
        "--message-attributes",
        json.dumps(attributes),
        "--delay-seconds",
        0,
    ).json
    assert uuid.UUID(sent["MessageId"])
    assert sent["MD5OfMessageBody"] == md5_of_body("Grüße, 'quoted' \"twice\"\n")
    assert sent["MD5OfMessageAttributes"] == md5_of_attributes(attributes)
    received = aws(
        "receive-message",
        "--queue-url",
        url,
        "--max-number-of-messages",
        10,
        "--wait-time-seconds",
        5,
        "--visibility-timeout",
        60,
        "--message-attribute-names",
        "All",
        "--attribute-names",
        "All",
    )
    [message] = received.json["Messages"]
    assert message["Body"] == "Grüße, 'quoted' \"twice\"\n"
    assert message["MessageAttributes"] == attributes
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert silent(aws("receive-message", "--queue-url", url))
    handle = ["--queue-url", url, f"--receipt-handle={message['ReceiptHandle']}"]
    assert silent(aws("change-message-visibility", *handle, "--visibility-timeout", 0))
    assert queues.counts(url) == (1, 0, 0)
    assert silent(aws("delete-message", *handle))
    assert queues.counts(url) == (0, 0, 0)


def test_a_binary_attribute(aws, queues):
    url = queues.create()
    attributes = '{"raw": {"DataType": "Binary", "BinaryValue": "AAEC"}}'
    aws("send-message", "--queue-url", url, "--message-body", "x", "--message-attributes", attributes)
    received = aws("receive-message", "--queue-url", url, "--message-attribute-names", "raw")
    [message] = received.json["Messages"]
    sent = queues.receive(url, VisibilityTimeout=0)
    assert sent == [] and set(message["MessageAttributes"]["raw"]) == {"DataType", "BinaryValue"}


def test_batches(aws, queues):
    url = queues.create()
    sent = aws(
        "send-message-batch", "--queue-url", url, "--entries", "Id=1,MessageBody=a", "Id=2,MessageBody=b"
    ).json
    assert [entry["Id"] for entry in sent["Successful"]] == ["1", "2"] and "Failed" not in sent
    messages = queues.receive(url)
    handles = [f"Id={place},ReceiptHandle={it['ReceiptHandle']}" for place, it in enumerate(messages)]
    hidden = [f"{handle},VisibilityTimeout=0" for handle in handles]
    changed = aws("change-message-visibility-batch", "--queue-url", url, "--entries", *hidden).json
    assert changed == {"Successful": [{"Id": "0"}, {"Id": "1"}]}
    # What fails in part is no failure of the command.
    deleted = aws(
        "delete-message-batch", "--queue-url", url, "--entries", *handles, "Id=3,ReceiptHandle=garbage"
    ).json
    assert deleted["Successful"] == [{"Id": "0"}, {"Id": "1"}]
    assert deleted["Failed"] == [
        {
            "Id": "3",
            "SenderFault": True,
            "Code": "ReceiptHandleIsInvalid",
            "Message": 'The input receipt handle "garbage" is not a valid receipt handle.',
        }
    ]
    assert queues.counts(url) == (0, 0, 0)


def test_fifo(aws, queues):
    url = queues.create(fifo=True)
    group = ["--message-group-id", "g", "--message-deduplication-id", "d"]
    sent = aws("send-message", "--queue-url", url, "--message-body", "x", *group).json
    assert sent["SequenceNumber"].isdigit()
    received = aws(
        "receive-message",
        "--queue-url",
        url,
        "--message-system-attribute-names",
        "MessageGroupId",
        "--receive-request-attempt-id",
        "again",
    )
    assert received.json["Messages"][0]["Attributes"] == {"MessageGroupId": "g"}


def test_dead_letters(aws, queues):
    dead = queues.create()
    url = queues.create()
    policy = json.dumps({"RedrivePolicy": redrive_to(dead, "3", REGION)})
    assert silent(aws("set-queue-attributes", "--queue-url", url, "--attributes", policy))
    assert aws("list-dead-letter-source-queues", "--queue-url", dead).json == {"queueUrls": [url]}
    arn, target = (queues.attribute(it, "QueueArn") for it in (dead, url))
    for body in "abcdefghi":
        queues.send(dead, body)
    started = aws(
        "start-message-move-task",
        "--source-arn",
        arn,
        "--destination-arn",
        target,
        "--max-number-of-messages-per-second",
        1,
    ).json
    assert set(started) == {"TaskHandle"}
    [task] = aws("list-message-move-tasks", "--source-arn", arn, "--max-results", 10).json["Results"]
    assert (task["SourceArn"], task["DestinationArn"], task["Status"]) == (arn, target, "RUNNING")
    assert task["ApproximateNumberOfMessagesToMove"] == 9
    cancelled = aws("cancel-message-move-task", "--task-handle", started["TaskHandle"]).json
    assert cancelled["ApproximateNumberOfMessagesMoved"] < 9


def test_tags_and_permissions(aws, queues):
    url = queues.create()
    assert silent(aws("tag-queue", "--queue-url", url, "--tags", "Priority=Highest"))
    assert aws("list-queue-tags", "--queue-url", url).json == {"Tags": {"Priority": "Highest"}}
    assert silent(aws("untag-queue", "--queue-url", url, "--tag-keys", "Priority"))
    assert silent(aws("list-queue-tags", "--queue-url", url))
    permission = ["--aws-account-ids", "111122223333", "--actions", "SendMessage", "ReceiveMessage"]
    assert silent(aws("add-permission", "--queue-url", url, "--label", "L", *permission))
    assert "SQS:SendMessage" in queues.attribute(url, "Policy")
    assert silent(aws("remove-permission", "--queue-url", url, "--label", "L"))
    assert queues.attribute(url, "Policy") is None


def test_the_owner_of_a_queue(aws, queues):
    url = queues.create()
    owner = ["--queue-owner-aws-account-id", "123456789012"]
    assert aws("get-queue-url", "--queue-name", name_of(url), *owner).json == {"QueueUrl": url}
