"""Everything that is SQLite's alone."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import URL, Connection, create_engine

from wbs.store.database import Access, Database
from wbs.store.errors import StoreError, StoreFull, disk

# Seconds a writer waits for another; releases hold the lock for milliseconds, a VACUUM for seconds.
_BUSY = 30

_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY * 1000}",
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
        _write_ahead(plain)

    def begin(self, connection: Connection, access: Access) -> None:
        """Take the one write lock at the start: asked for later it can fail at once, whatever the timeout."""
        statement = "BEGIN" if access == "read" else "BEGIN IMMEDIATE"
        connection.connection.cursor().execute(statement)

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
        with self.named():
            pooled = self.engine.raw_connection()
            try:
                connection = cast("sqlite3.Connection", pooled.driver_connection)
                row = connection.execute(statement).fetchone()
            finally:
                pooled.close()
        if row is not None and row[0]:
            raise StoreError("the journal could not be emptied: a reader has been at work for too long")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the journal into a write-ahead one, and wait for others who do: here the timeout does not."""
    until = time.monotonic() + _BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
