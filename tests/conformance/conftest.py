"""What every test is given."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from support.queues import Queues
from support.server import Server

SERVER = Server.from_environment()


def pytest_collection_modifyitems(config, items):
    """Tests that need fourteen days to pass are no tests of a clock that follows the wall."""
    if SERVER.is_virtual:
        return
    days = [item for item in items if item.get_closest_marker("fast_forward")]
    config.hook.pytest_deselected(items=days)
    items[:] = [item for item in items if item not in days]


@pytest.fixture(scope="session")
def server() -> Server:
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


@pytest.fixture
def aside():
    """Calls that wait, in threads of their own."""
    with ThreadPoolExecutor(max_workers=32) as pool:
        yield pool
