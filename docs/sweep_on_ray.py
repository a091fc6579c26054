"""Spreads `sqscope sweep` over the workers of Ray, and puts the parts together with `sqscope merge`.

    pip install ray
    python sweep_on_ray.py --parts 16 lambda-ramp --seeds 1..1000 --vary consumers.fn.batch=1,5,10

What stands behind --parts is what `sqscope sweep` takes, but for --out, --shard, --threads and --format. With
--address it runs on a cluster; each machine of it needs the program (--program). A scenario's file is sent along.
Each part is kept in the folder --keep as soon as it is there: what is kept is not run again.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import ray


def arguments() -> tuple[argparse.Namespace, list[str]]:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--program", default="sqscope", help="the program, on every machine")
    reader.add_argument("--parts", type=int, default=8, help="parts of the sweep; a worker does one at a time")
    reader.add_argument("--keep", type=Path, help="folder for the parts; by default they are not kept")
    reader.add_argument("--format", default="table", choices=["table", "csv", "json"])
    reader.add_argument("--address", help="of a cluster; by default Ray is started on this machine")
    reader.add_argument("--cpus", type=int, help="processors to use on this machine; by default all")
    return reader.parse_known_args()


@ray.remote(num_cpus=1, max_retries=3)
def part(program: str, sweep: list[str], scenario: bytes | None, number: int, parts: int) -> bytes:
    """Runs one part on one processor; the answer is the file of its results."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "part.jsonl")
        if scenario is not None:
            file = Path(folder, "scenario.json")
            file.write_bytes(scenario)
            sweep = [str(file), *sweep[1:]]
        command = [program, "sweep", *sweep, "--shard", f"{number}/{parts}", "--threads", "1", "--out", str(out)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"part {number} of {parts}: {done.stderr.strip()}")
        return out.read_bytes()


def run_all(given: argparse.Namespace, sweep: list[str], folder: Path) -> list[Path]:
    """Runs the parts that the folder does not hold yet; the answer is all their files."""
    files = {number: folder / f"part-{number}-of-{given.parts}.jsonl" for number in range(1, given.parts + 1)}
    scenario = Path(sweep[0]).read_bytes() if os.path.isfile(sweep[0]) else None
    waiting = {
        part.remote(given.program, sweep, scenario, number, given.parts): file
        for number, file in files.items()
        if not file.exists()
    }
    while waiting:
        (ready, *_), _ = ray.wait(list(waiting))
        file = waiting.pop(ready)
        # A name that is there means a whole part, also after a stop in the middle of writing.
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_bytes(ray.get(ready))
        unfinished.rename(file)
    return list(files.values())


def main() -> int:
    given, sweep = arguments()
    if not sweep or sweep[0].startswith("-"):
        sys.exit("name a scenario first: sweep_on_ray.py [--parts N …] SCENARIO --seeds 1..1000")
    if given.address:
        ray.init(address=given.address)
    else:
        # The results of a part are a few kilobytes, so that little memory does.
        ray.init(num_cpus=given.cpus, include_dashboard=False, object_store_memory=80 * 1024 * 1024)
    with tempfile.TemporaryDirectory() as unkept:
        folder = given.keep or Path(unkept)
        folder.mkdir(parents=True, exist_ok=True)
        files = run_all(given, sweep, folder)
        return subprocess.run([given.program, "merge", *map(str, files), "--format", given.format]).returncode


if __name__ == "__main__":
    sys.exit(main())
