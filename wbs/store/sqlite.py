"""Everything that is SQLite's alone."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import URL, Connection, Table, create_engine

from wbs.store.database import Access, Database, Row
from wbs.store.errors import StoreError, StoreFull, disk
from wbs.store.together import Together

# Seconds a writer waits for another; releases hold the lock for milliseconds, a VACUUM for seconds.
_BUSY = 30
# Seconds between two tries; a commit takes less than one millisecond.
_PAUSE, _SLOWER, _LONGEST = 0.0002, 1.1, 0.01

_WAITING = f"PRAGMA busy_timeout = {_BUSY * 1000}"

_PRAGMAS = (
    _WAITING,
    # A commit returns when the journal is on disk: an accepted letter survives a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)


class SQLite(Database):
    """A file on the disk of the blobs, whose deletions overwrite."""

    foreign = sqlite3.Error

    def __init__(self, url: URL) -> None:
        """Make the file, where it is missing, readable for nobody else."""
        super().__init__(create_engine(url, hide_parameters=True))
        self._adding = Together(self._add_all)
        if url.database:
            # SQLite gives its journal the mode of the database.
            with disk():
                Path(url.database).touch(mode=0o600)

    def prepare(self, connection: object) -> None:
        """Set what makes commits durable and deletions thorough."""
        plain = cast("sqlite3.Connection", connection)
        # The driver must not begin transactions by itself: it would begin them without the write lock.
        plain.isolation_level = None
        for pragma in _PRAGMAS:
            plain.execute(pragma)
        _insist(plain, "PRAGMA journal_mode = WAL")

    def begin(self, connection: Connection, access: Access) -> None:
        """See one state, or take the write lock."""
        plain = cast("sqlite3.Connection", connection.connection.driver_connection)
        if access == "read":
            plain.execute("BEGIN")
            return
        _begin_writing(plain)

    def add(self, table: Table, row: Row) -> None:
        """As anywhere, but rows that come at once share a commit: here writers wait for each other anyway."""
        self._adding.do((table, row))

    def _add_all(self, rows: Sequence[tuple[Table, Row]]) -> None:
        with self.driver() as connection:
            plain = cast("sqlite3.Connection", connection)
            _begin_writing(plain)
            for table, row in rows:
                plain.execute(*self.insertion_of(table, row))
            plain.commit()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nothing to do: one file has one host."""
        yield

    def clear_journal(self) -> None:
        """Empty the journal."""
        self._outside("PRAGMA wal_checkpoint(TRUNCATE)")

    def clear_pages(self) -> None:
        """Rewrite the file, then empty its journal.

        ``secure_delete`` overwrites what is deleted, but not the copies that stay behind in a page when the
        tree is balanced: one row in six thousand, in a trial.
        """
        self._outside("VACUUM")
        self.clear_journal()

    def name(self, error: Exception) -> StoreError:
        """Tell a full disk from the rest; SQLite's messages hold names of tables and no values."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
            return StoreFull("the database has no room")
        return StoreError(f"the database failed: {type(error).__name__}: {error}")

    def _outside(self, statement: str) -> None:
        with self.driver() as connection:
            row = cast("sqlite3.Connection", connection).execute(statement).fetchone()
        if row is not None and row[0]:
            raise StoreError("the journal could not be emptied: a reader has been at work for too long")


def _begin_writing(connection: sqlite3.Connection) -> None:
    """Take the one write lock at the start: asked for later it can fail at once, whatever the timeout."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        _insist(connection, "BEGIN IMMEDIATE")
    finally:
        connection.execute(_WAITING)


def _insist(connection: sqlite3.Connection, statement: str) -> None:
    """Execute what SQLite's own timeout does not wait for, or in steps longer than a commit takes."""
    until, pause = time.monotonic() + _BUSY, _PAUSE
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(pause)
            pause = min(pause * _SLOWER, _LONGEST)
        else:
            return
