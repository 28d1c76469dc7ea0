"""Drops that a browser has sealed, through the real server, against the bare durable drop.

    python -m bench wire

Four senders, each on one connection, send drops of text size to ``wbs serve reporter`` with two workers and
SQLite; 201 means that the drop is on disk. *Bare* is what it is in ``bench.store``: the durable drop of
``bench.filing`` (file, fsync, rename, fsync of the folder, a committed row), one after the other. There are
four senders because a server's rate is that of many visitors; they share its processors. The last line has no
bound and says what HTTP and a server cost: the same against ``drops.put`` by four threads of one process.
"""

from __future__ import annotations

import http.client
import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import measure, report
from bench.filing import DISK, Bare
from bench.portal import make_demo
from bench.store import NOW, _store, letters
from bench.worker import _free_port, _serving
from wbs.store import drops

BOUND = 0.60
SENDERS = 4
DROPS = 50
"""Stored by each sender, in each of the runs and in each turn."""
TURNS = 2

_PATIENCE = 30.0


def main() -> list[bool]:
    """Whether the bound holds; prints it."""
    with TemporaryDirectory(dir=DISK) as name, ExitStack() as stack:
        folder, port = Path(name), _free_port()
        make_demo(folder / "portal", (port, port + 1))
        config = folder / "portal" / "wbs.toml"
        text, count = re.subn(r"(?m)^workers *=.*$", "workers = 2", config.read_text())
        assert count == 1
        config.write_text(text)
        stack.enter_context(_serving(config, port))
        pool = stack.enter_context(ThreadPoolExecutor(SENDERS))
        letter, bare, store = letters(), Bare(folder / "bare"), _store(folder / "put", 0)
        stack.callback(store.dispose)

        def drop() -> None:
            for _ in range(SENDERS * DROPS):
                bare.drop()

        def put() -> None:
            for _ in range(DROPS):
                drops.put(store, letter(), NOW)

        cases: dict[str, Callable[[], object]] = {
            "bare": drop,
            "put": _at_once(pool, put),
            "sent": _at_once(pool, lambda: _send(port, letter)),
        }
        for case in cases.values():
            case()
        seconds = measure(cases, turns=TURNS)
    label = f"sealed drops, rate against bare, {SENDERS} at once"
    kept = report(label, seconds["bare"] / seconds["sent"], BOUND, "at_least")
    print(f"{'the same against storing by as many threads':56} {seconds['put'] / seconds['sent']:8.2f}")
    return [kept]


def _at_once(pool: ThreadPoolExecutor, work: Callable[[], object]) -> Callable[[], object]:
    """Return what lets all senders do it at once, and waits for them."""
    return lambda: [each.result() for each in [pool.submit(work) for _ in range(SENDERS)]]


def _send(port: int, letter: Callable[[], io.BytesIO]) -> None:
    """Send drops over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    headers = {"Content-Type": "application/octet-stream", "Origin": f"http://127.0.0.1:{port}"}
    try:
        for _ in range(DROPS):
            connection.request("POST", "/surat", letter().getvalue(), headers)
            response = connection.getresponse()
            said = response.read()
            assert response.status == 201, said
    finally:
        connection.close()
