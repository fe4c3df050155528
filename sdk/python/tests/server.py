"""Starts the real registry, or a whole center, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import unittest
from typing import Callable, List, Optional

COMMAND: List[str] = json.loads(os.environ.get("SIGNALBOX_COMMAND", "[]"))


class Server:
    """A process of signalbox; ends with the test."""

    def __init__(self, test: unittest.TestCase, *arguments: str) -> None:
        if not COMMAND:
            raise unittest.SkipTest("SIGNALBOX_COMMAND does not say how signalbox is started")
        self._process: Optional["subprocess.Popen[bytes]"] = subprocess.Popen(
            [*COMMAND, *arguments], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        test.addCleanup(self.stop)
        assert self._process.stdout is not None
        ready = json.loads(self._process.stdout.readline())
        self.srsr = f"http://{ready['srsr']}"
        self.http = f"http://{ready.get('http')}"

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()

    @property
    def port(self) -> str:
        return self.srsr.rsplit(":", 1)[1]


def registry(test: unittest.TestCase, *more: str, port: str = "0") -> Server:
    return Server(test, "srsr", "-p", port, "-srsr-state", "none", "-json", *more)


def center(test: unittest.TestCase) -> Server:
    folder = tempfile.TemporaryDirectory()
    test.addCleanup(folder.cleanup)
    data, pipe = os.path.join(folder.name, "data"), os.path.join(folder.name, "pipe", "s")
    quiet = ["--log-level", "error", "--data-dir", data, "--pipe", pipe]
    ports = ["--http-address", "127.0.0.1:0", "--srsr-address", "127.0.0.1:0"]
    return Server(test, "server", "--json", *quiet, *ports)


def until(condition: Callable[[], bool]) -> None:
    """Waits for a condition, up to twenty seconds."""
    deadline = time.monotonic() + 20
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("waited in vain")
        time.sleep(0.005)
