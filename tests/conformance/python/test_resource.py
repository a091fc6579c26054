"""boto3's other interface: resources."""

import boto3
import pytest
from botocore.exceptions import ClientError

from support.queues import fresh_name, redrive_to


@pytest.fixture(scope="module")
def resource(server):
    return server.resource()


@pytest.fixture
def queue(resource):
    made = resource.create_queue(QueueName=fresh_name(), Attributes={"VisibilityTimeout": "60"})
    yield made
    made.delete()


def test_a_queue_and_its_attributes(resource, queue):
    name = queue.attributes["QueueArn"].rsplit(":", 1)[1]
    assert queue.url.endswith(name)
    assert resource.get_queue_by_name(QueueName=name).url == queue.url
    assert [it.url for it in resource.queues.filter(QueueNamePrefix=name)] == [queue.url]
    assert queue.url in [it.url for it in resource.queues.all()]
    assert queue.attributes["DelaySeconds"] == "0"
    queue.set_attributes(Attributes={"DelaySeconds": "3"})
    queue.reload()
    assert queue.attributes["DelaySeconds"] == "3"


def test_an_endpoint_from_the_environment_and_a_profile(server, monkeypatch, tmp_path, queue):
    config = tmp_path / "config"
    config.write_text(
        "[profile course]\nregion = us-east-1\naws_access_key_id = a\naws_secret_access_key = b\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", server.endpoint)
    found = boto3.Session(profile_name="course").client("sqs").list_queues()["QueueUrls"]
    assert queue.url in found


def test_no_such_queue(resource):
    with pytest.raises(resource.meta.client.exceptions.QueueDoesNotExist) as caught:
        resource.get_queue_by_name(QueueName=fresh_name())
    assert isinstance(caught.value, ClientError)
    assert caught.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"


def test_a_message_and_what_it_can_do(queue):
    assert queue.receive_messages() == []
    attribute = {"k": {"DataType": "String", "StringValue": "v"}}
    sent = queue.send_message(MessageBody="x", MessageAttributes=attribute)
    [message] = queue.receive_messages(MessageAttributeNames=["All"], AttributeNames=["All"])
    assert message.message_id == sent["MessageId"]
    assert (message.body, message.md5_of_body) == ("x", sent["MD5OfMessageBody"])
    assert message.message_attributes == attribute
    assert message.md5_of_message_attributes == sent["MD5OfMessageAttributes"]
    assert message.attributes["ApproximateReceiveCount"] == "1"
    assert message.queue_url == queue.url
    message.change_visibility(VisibilityTimeout=0)
    [again] = queue.receive_messages()
    again.delete()
    assert queue.receive_messages() == []


def test_batches(queue):
    entries = [{"Id": body, "MessageBody": body} for body in "abc"]
    assert len(queue.send_messages(Entries=entries)["Successful"]) == 3
    messages = queue.receive_messages(MaxNumberOfMessages=10)
    handles = [{"Id": it.body, "ReceiptHandle": it.receipt_handle} for it in messages]
    hidden = [entry | {"VisibilityTimeout": 0} for entry in handles]
    assert len(queue.change_message_visibility_batch(Entries=hidden)["Successful"]) == 3
    assert len(queue.delete_messages(Entries=handles)["Successful"]) == 3


def test_purge_permission_and_dead_letters(resource, queue):
    queue.send_message(MessageBody="x")
    queue.purge()
    assert queue.receive_messages() == []
    queue.add_permission(Label="l", AWSAccountIds=["111122223333"], Actions=["SendMessage"])
    queue.reload()
    assert "Policy" in queue.attributes
    queue.remove_permission(Label="l")
    source = resource.create_queue(
        QueueName=fresh_name(), Attributes={"RedrivePolicy": redrive_to(queue.url, 3)}
    )
    assert [it.url for it in queue.dead_letter_source_queues.all()] == [source.url]
    source.delete()
