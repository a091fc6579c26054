"""What tests do with queues, in few words."""

import json
import uuid
from contextlib import suppress

from .server import ACCOUNT, REGION

IN_ALL = {"MessageSystemAttributeNames": ["All"], "MessageAttributeNames": ["All"]}


def fresh_name(fifo: bool = False) -> str:
    """A name that no other test has."""
    return f"q-{uuid.uuid4().hex}" + (".fifo" if fifo else "")


def arn_of(queue_or_name: str, account: str = ACCOUNT, region: str = REGION) -> str:
    return f"arn:aws:sqs:{region}:{account}:{name_of(queue_or_name)}"


def name_of(url: str) -> str:
    return url.rsplit("/", 1)[-1]


def redrive_to(url: str, count, region: str = REGION) -> str:
    """A RedrivePolicy."""
    return json.dumps({"deadLetterTargetArn": arn_of(url, region=region), "maxReceiveCount": count})


class Queues:
    """One client and the queues that a test made with it."""

    def __init__(self, client):
        self.client = client
        self.made: list[str] = []

    def create(self, *, fifo=False, **attributes) -> str:
        """A new queue's URL. Values need not be strings: False is "false", a dict is JSON."""
        if fifo:
            attributes["FifoQueue"] = True
        texts = {name: _text(value) for name, value in attributes.items()}
        url = self.client.create_queue(QueueName=fresh_name(fifo), Attributes=texts)["QueueUrl"]
        self.made.append(url)
        return url

    def send(self, url: str, body: str, **more) -> dict:
        return self.client.send_message(QueueUrl=url, MessageBody=body, **more)

    def send_to_group(self, url: str, group: str, *bodies: str) -> list[dict]:
        """Sends each body to a message group, under a deduplication id of its own."""
        return [
            self.send(url, body, MessageGroupId=group, MessageDeduplicationId=uuid.uuid4().hex)
            for body in bodies
        ]

    def receive(self, url: str, count: int = 10, **more) -> list[dict]:
        answer = self.client.receive_message(QueueUrl=url, MaxNumberOfMessages=count, **more)
        return answer.get("Messages", [])

    def receive_one(self, url: str, **more) -> dict:
        [message] = self.receive(url, 1, **more)
        return message

    def bodies(self, url: str, count: int = 10, **more) -> list[str]:
        return [message["Body"] for message in self.receive(url, count, **more)]

    def delete(self, url: str, *messages: dict) -> None:
        for message in messages:
            self.client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def hide(self, url: str, message: dict, seconds: int) -> None:
        """ChangeMessageVisibility."""
        handle = message["ReceiptHandle"]
        self.client.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=seconds)

    def attributes(self, url: str, *names: str) -> dict:
        answer = self.client.get_queue_attributes(QueueUrl=url, AttributeNames=list(names or ["All"]))
        return answer.get("Attributes", {})

    def attribute(self, url: str, name: str) -> str | None:
        return self.attributes(url, name).get(name)

    def set(self, url: str, **attributes) -> None:
        texts = {name: _text(value) for name, value in attributes.items()}
        self.client.set_queue_attributes(QueueUrl=url, Attributes=texts)

    def counts(self, url: str) -> tuple[int, int, int]:
        """How many messages are visible, in flight and delayed."""
        kinds = ("", "NotVisible", "Delayed")
        names = [f"ApproximateNumberOfMessages{kind}" for kind in kinds]
        values = self.attributes(url, *names)
        return tuple(int(values[name]) for name in names)

    def delete_all(self) -> None:
        for url in self.made:
            with suppress(self.client.exceptions.QueueDoesNotExist):
                self.client.delete_queue(QueueUrl=url)


def _text(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)
