"""The example driver for Ray, on this machine: its table is the one of a sweep that nobody spread."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from support.process import run

DRIVER = Path(__file__).parents[3] / "docs" / "sweep_on_ray.py"
# A file, so that it must be sent along.
SCENARIO = DRIVER.parents[1] / "crates" / "scenario" / "library" / "consumer-crash.json"
SWEEP = [str(SCENARIO), "--seeds", "1..20", "--vary", "queues.jobs.visibilityTimeout=20s,30s"]
START_MAX_S = 240

pytestmark = pytest.mark.timeout(2 * START_MAX_S)


def on_ray(folder: Path, *words: str) -> subprocess.CompletedProcess:
    """The driver with these words; Ray's own files go where nobody keeps them."""
    # Ray's sockets have long names of their own, and the name of a socket has 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="ray") as unkept:
        own = {"RAY_TMPDIR": unkept, "RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}
        command = [sys.executable, DRIVER, "--program", os.environ["SQSCOPE_PROGRAM"], "--cpus", "2", *words]
        return subprocess.run(
            command, cwd=folder, env=os.environ | own, capture_output=True, text=True, timeout=START_MAX_S
        )


def test_the_parts_together_are_the_whole_to_the_byte(tmp_path):
    whole = run("sweep", *SWEEP, "--format", "csv")
    assert whole.returncode == 0, whole.stderr
    assert len(whole.stdout.splitlines()) > 10
    spread = on_ray(tmp_path, "--parts", "3", "--keep", "parts", "--format", "csv", *SWEEP)
    assert spread.returncode == 0, spread.stderr
    assert spread.stdout == whole.stdout
    assert len(list((tmp_path / "parts").iterdir())) == 3


def test_a_part_that_fails_is_told(tmp_path):
    refused = on_ray(tmp_path, "--parts", "2", "no-such-scenario", "--seeds", "1..2")
    assert refused.returncode != 0
    assert "part " in refused.stderr and "no-such-scenario" in refused.stderr
