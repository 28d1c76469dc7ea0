"""Filing a report without JavaScript: the server's time for POST /lapor/kirim, against what it cannot spare.

    python -m bench filing

*Bare* is the sum of its parts, each called with nothing around it: Argon2id of the code; five throwaway keys
and the wraps of eight stanzas; one durable drop (78,094 bytes written, fsync, rename, fsync of the folder,
one row committed by the standard library's own SQLite). The product does the same, and reads the form, signs,
pads, seals, checks the shape and writes the page.
"""

from __future__ import annotations

import os
import sqlite3
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2.low_level import Type, hash_secret_raw

from bench import measure, report
from bench.portal import call, called, fill_in, make_demo, request
from crypto.hybrid import Identity
from wbs.demo.report import ANSWERS
from wbs.portal import create_reporter_app
from wbs.portal.server import return_memory
from wbs.store import shape

BOUND = 1.25
READERS = 3
STANZAS = 8
REPORTS = 20
"""Filed, and made bare, in each of the runs."""

# A disk: on a memory-backed folder the drop, which weighs in both, would cost nothing.
DISK = Path("/var/tmp")  # noqa: S108 -- a folder of our own is made in it


def main() -> list[bool]:
    """Whether the bound holds; prints it."""
    # As in the server: otherwise chance decides whose Argon2 finds its memory already there.
    return_memory()
    with TemporaryDirectory(dir=DISK) as name:
        folder = Path(name)
        _, settings = make_demo(folder / "portal")
        app, origin = create_reporter_app(settings), settings.origins[0]
        send = called(app, origin)
        forms = [fill_in(send, **ANSWERS) for _ in range(REPORTS)]
        requests = cycle([request("/lapor/kirim", form, origin) for form in forms])
        bare = Bare(folder / "bare")

        def file() -> None:
            environ = next(requests)
            environ["wsgi.input"].seek(0)
            status, page = call(app, environ)
            assert status == 200
            assert b"Laporan terkirim" in page

        for warm in (file, bare):
            warm()
        seconds = measure({"bare": bare, "filing": file}, turns=REPORTS)
        ratio = seconds["filing"] / seconds["bare"]
        return [report("filing, server time against the sum of its parts", ratio, BOUND, "at_most")]


class Bare:
    """The parts, once each time it is called."""

    def __init__(self, folder: Path) -> None:
        """Make a folder for letters and, beside it, a database with one table."""
        self._folder = folder / "letters"
        self._folder.mkdir(parents=True)
        self._database = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute(
            "CREATE TABLE letters (id TEXT PRIMARY KEY, half_day TEXT, size INTEGER, sha256 TEXT)"
            " WITHOUT ROWID"
        )
        self._readers = [Identity.generate().recipient for _ in range(READERS)]
        self._letter = os.urandom(shape.TEXT_SEALED)

    def __call__(self) -> None:
        """Argon2id, keys and wraps, one durable drop."""
        hash_secret_raw(os.urandom(11), os.urandom(16), 2, 19456, 1, 32, Type.ID)
        throwaways = [Identity.generate().recipient for _ in range(STANZAS - READERS)]
        for recipient in (*self._readers, *throwaways):
            recipient.wrap(bytes(16))
        self.drop()

    def drop(self) -> None:
        """Write a letter and its row so that both survive a power cut."""
        name = os.urandom(16).hex()
        with (self._folder / f".{name}").open("wb") as file:
            file.write(self._letter)
            file.flush()
            os.fsync(file.fileno())
        (self._folder / f".{name}").rename(self._folder / name)
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        row = (name, "2026-01-31A", len(self._letter), "0" * 64)
        self._database.execute("INSERT INTO letters VALUES (?, ?, ?, ?)", row)
