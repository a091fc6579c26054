"""A server of a test's own, with options of its own."""

import os
import signal
import subprocess

from .server import Server

STOP_MAX_S = 10


class Process:
    """`sqscope serve` with these options, on a free port; SQSCOPE_PROGRAM is the program."""

    def __init__(self, *options: str):
        program = os.environ.get("SQSCOPE_PROGRAM")
        if not program:
            raise RuntimeError("SQSCOPE_PROGRAM is not set: the path of the program sqscope")
        self.clock = options[options.index("--clock") + 1] if "--clock" in options else "real"
        self.child = subprocess.Popen(
            [program, "serve", "--listen", "127.0.0.1:0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Process":
        self.first_line = self.child.stdout.readline().rstrip("\n")
        self.server = Server(self.first_line, self.clock)
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.kill()
        self.child.communicate()

    def stop(self, with_signal=signal.SIGTERM) -> tuple[int, str]:
        """Tells it to stop: its exit code and its log."""
        self.child.send_signal(with_signal)
        _, log = self.child.communicate(timeout=STOP_MAX_S)
        return self.child.returncode, log


def run(*words: str) -> subprocess.CompletedProcess:
    """The program with these words, to its end."""
    command = [os.environ["SQSCOPE_PROGRAM"], *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=STOP_MAX_S)
