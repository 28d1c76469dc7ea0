"""The memory of a reporter's worker at rest, as PSS: pages shared with other processes count by their share.

    python -m bench worker

The real ``wbs serve reporter`` on the demonstration's portal, after every page was seen and reports were
filed: what is loaded at first use counts.
"""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import report
from bench.pages import STATIC
from bench.portal import fill_in, make_demo
from wbs.demo.report import ANSWERS

BOUND = 80.0
"""Megabytes."""

# Reports filed, a few for each thread of each worker.
_REPORTS = 24
_PATIENCE = 30.0
_REST = 2.0


def main() -> list[bool]:
    """Whether the bound holds; prints it."""
    with TemporaryDirectory() as name:
        port = _free_port()
        make_demo(Path(name) / "portal", (port, port + 1))
        with _serving(Path(name) / "portal" / "wbs.toml", port) as master:
            for _ in range(_REPORTS):
                for path in STATIC:
                    _send(port, path, None)
                form = fill_in(lambda path, content: _send(port, path, content), **ANSWERS)
                assert "Laporan terkirim" in _send(port, "/lapor/kirim", form)
            time.sleep(_REST)
            largest = max(map(_pss, _children(master)))
    return [report("a worker at rest, MB of memory (PSS)", largest / 1e6, BOUND, "at_most")]


def _send(port: int, path: str, content: bytes | None) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET" if content is None else "POST", path, content, headers if content else {})
        response = connection.getresponse()
        page = response.read().decode(errors="replace")
    finally:
        connection.close()
    assert response.status == 200, f"{path} answered {response.status}"
    return page


@contextmanager
def _serving(config: Path, port: int) -> Iterator[int]:
    """Run ``wbs serve reporter``; gives the master's process id."""
    command = [sys.executable, "-m", "wbs.cli", "serve", "reporter", "--config", str(config)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(server, port)
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended at its start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _pss(process: int) -> int:
    """Bytes."""
    found = re.search(
        r"^Pss:\s+([0-9]+) kB$", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE
    )
    assert found
    return int(found[1]) * 1024
