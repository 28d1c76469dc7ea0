"""``wbs serve reporter`` as whole processes that are killed again and again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Self

_PATIENCE = 60.0
_ROOT = Path(__file__).resolve().parents[2]


class Server:
    """The master and its workers; used as a context it ends with the block."""

    def __init__(
        self, config: Path, port: int, log: Path, within: Sequence[str] = (), module: str = "wbs.cli"
    ) -> None:
        """Serve by this configuration, which names the port; what is said on both outputs goes to ``log``.

        ``within``: a command that becomes the server, whose own command is appended to it. ``module``: what
        is run as the command ``wbs``.
        """
        serve = [sys.executable, "-m", module, "serve", "reporter", "--config", str(config)]
        self._command = [*within, *serve]
        self._port = port
        self._log = log

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._master.send_signal(signal.SIGTERM)
        assert self._master.wait(_PATIENCE) == 0

    @property
    def workers(self) -> list[int]:
        """The workers' processes."""
        master = self._master.pid
        return [int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def kill_worker(self, chance: Random) -> bool:
        """Kill one worker; False if there is none at this moment."""
        workers = self.workers
        return bool(workers) and kill(chance.choice(workers))

    def kill_all(self, chance: Random) -> None:
        """Kill the master, and half of the time its workers with it; start anew once they are gone."""
        workers = self.workers
        self._master.kill()
        self._master.wait()
        if chance.random() < 0.5:
            for worker in workers:
                kill(worker)
        # Workers left alone finish what they are at, then end by themselves.
        _until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
        self._start()

    def _start(self) -> None:
        with self._log.open("ab") as sink:
            self._master = subprocess.Popen(self._command, stdout=sink, stderr=sink, cwd=_ROOT)
        _until(self._listens)

    def _listens(self) -> bool:
        assert self._master.poll() is None, self._log.read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0


def kill(process: int) -> bool:
    """Kill a process; False if it is gone already."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
