"""Programs that `sqscope export` writes, run as they are."""

import os
import subprocess
import sys

import pytest

from support.process import Process, run
from support.server import REGION


@pytest.mark.parametrize(
    "scenario, queues, parts",
    [
        ("spike-absorption", {"orders": {}}, {"web", "w"}),
        ("batching-bill", {"single": {}, "batched": {}}, {"app-single", "app-batched", "s", "b"}),
        ("priority-queues", {"gold": {}, "free": {}}, {"paying", "others", "w"}),
        ("fifo-dedup", {"payments.fifo": {"FifoQueue": "true"}}, {"shop", "w"}),
        ("fifo-ordering", {"orders.fifo": {"FifoQueue": "true"}, "orders": {}}, {"shop-fifo", "shop"}),
    ],
)
def test_the_program_of_a_scenario_runs(tmp_path, scenario, queues, parts):
    exported = run("export", scenario, "--as", "python")
    assert exported.returncode == 0, exported.stderr
    program = tmp_path / "program.py"
    program.write_text(exported.stdout)
    with Process() as process:
        place = {
            "AWS_ENDPOINT_URL_SQS": process.first_line,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret",
        }
        client = process.server.client()
        for name, attributes in queues.items():
            client.create_queue(QueueName=name, Attributes=attributes | {"ReceiveMessageWaitTimeSeconds": "1"})
        done = subprocess.run(
            [sys.executable, program, "4"],
            env=os.environ | place,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    counts = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert parts <= counts.keys()
    assert all(int(counts[part]) > 0 for part in parts), counts
