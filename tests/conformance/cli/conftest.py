"""The AWS CLI as PyPI has it, in an environment of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.queues import Queues

# The CLI's first version overlooks AWS_ENDPOINT_URL_SQS in the older regions: it sets their endpoint itself.
REGION = "ca-west-1"

# Beside the Python that runs the tests, since both are of one virtual environment.
PROGRAM = Path(sys.executable).with_name("aws")


@dataclass
class Printed:
    """What one command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def queues(server):
    """The region's queues, made and looked at with boto3."""
    made = Queues(server.client(region=REGION))
    yield made
    made.delete_all()


@pytest.fixture(scope="session")
def environment(server, tmp_path_factory):
    """Nothing but the endpoint and a profile, as in a course: no option of a command names either."""
    home = tmp_path_factory.mktemp("aws")
    (home / "config").write_text(f"[default]\nregion = {REGION}\noutput = json\n")
    (home / "credentials").write_text(
        "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n"
    )
    return {
        "PATH": os.pathsep.join([str(PROGRAM.parent), os.environ["PATH"]]),
        "HOME": str(home),
        "AWS_CONFIG_FILE": str(home / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials"),
        "AWS_ENDPOINT_URL_SQS": server.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
    }


@pytest.fixture(scope="session")
def aws(environment):
    """Runs `aws sqs …`."""

    def run(*words, code=0, **more):
        command = [PROGRAM, "sqs", *map(str, words)]
        done = subprocess.run(command, env=environment | more, capture_output=True, text=True, timeout=50)
        printed = Printed(done.returncode, done.stdout, done.stderr)
        assert printed.code == code, printed
        return printed

    return run
