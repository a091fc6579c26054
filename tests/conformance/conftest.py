"""What every test is given."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.queues import Queues
from support.server import Server
from support.wire import Wire

# What the person at this machine has configured for AWS is no concern of the tests, and must not reach them.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}

SERVER = Server.from_environment()


def pytest_collection_modifyitems(config, items):
    """Tests that need fourteen days to pass are no tests of a clock that follows the wall."""
    if SERVER is None or SERVER.is_virtual:
        return
    days = [item for item in items if item.get_closest_marker("fast_forward")]
    config.hook.pytest_deselected(items=days)
    items[:] = [item for item in items if item not in days]


@pytest.fixture(scope="session")
def server() -> Server:
    if SERVER is None:
        pytest.fail("SQSCOPE_ENDPOINT is not set: the address of a running `sqscope serve`")
    return SERVER


@pytest.fixture(scope="session")
def sqs(server):
    return server.client()


@pytest.fixture(scope="session")
def unchecked(server):
    """A client that sends what its own checks would hold back."""
    return server.client(validate=False)


@pytest.fixture
def queues(sqs):
    made = Queues(sqs)
    yield made
    made.delete_all()


@pytest.fixture(scope="session")
def wire(server) -> Wire:
    return Wire(server.endpoint)


@pytest.fixture
def goes_on(wire, queues):
    """A message that was there before is there after, and the server answers."""
    url = queues.create()
    queues.send(url, "kept")
    yield
    answer = wire.json(
        "GetQueueAttributes", {"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]}
    )
    assert answer.status == 200
    assert answer.json["Attributes"] == {"ApproximateNumberOfMessages": "1"}


@pytest.fixture
def aside():
    """Calls that wait, in threads of their own."""
    with ThreadPoolExecutor(max_workers=32) as pool:
        yield pool
