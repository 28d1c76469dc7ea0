"""Engine and unit of work. Everything that is SQLite's alone stands in this file."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from wbs.store.blobs import Blobs
from wbs.store.errors import StoreError, StoreFull, disk

# Seconds a writer waits for another; releases hold the lock for milliseconds, a VACUUM for seconds.
_BUSY = 30
_SQLITE_FULL = 13

_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY * 1000}",
    "PRAGMA journal_mode = WAL",
    # A commit returns when the journal is on disk: an accepted letter survives a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)


@dataclass(frozen=True)
class Limits:
    """Room for letters, in bytes."""

    #: The largest sealed letter taken; ``shape.largest_sealed`` gives it for a padded one.
    largest: int = 64 << 20
    #: What all letters above the text size may take together in one day.
    daily_budget: int = 4 << 30
    #: Free space on the disk that only text letters may use.
    text_reserve: int = 1 << 30


def engine(url: str) -> Engine:
    """An engine whose commits are durable and whose deletions overwrite."""
    made = create_engine(url)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _prepare)
        event.listen(made, "begin", _begin)
    return made


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: it would begin them without the write lock.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    # A transaction that reads first and asks for the write lock later can fail at once, whatever the timeout.
    reading = connection.get_execution_options().get("reading", False)
    connection.connection.cursor().execute("BEGIN" if reading else "BEGIN IMMEDIATE")


class Store:
    """A database, a folder of blobs beside it, and the office's zone."""

    def __init__(self, url: str, folder: Path, zone: ZoneInfo, limits: Limits | None = None) -> None:
        """Open (and make, where missing) the folder; the database is touched when first used."""
        self.folder = folder
        self.zone = zone
        self.limits = limits or Limits()
        self.blobs = Blobs(folder / "blobs")
        self.public = folder / "public"
        self._engine = engine(url)
        database = make_url(url).database
        if self._engine.dialect.name == "sqlite" and database:
            # SQLite gives its journal the mode of the database.
            with disk():
                Path(database).touch(mode=0o600)

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        """One transaction that writes: committed durably at the end of the block, or rolled back.

        StoreFull or StoreError, if the database fails.
        """
        with _translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that sees one state and waits for nobody."""
        with _translated(), self._engine.connect() as plain:
            connection = plain.execution_options(reading=True)
            with connection.begin():
                yield connection

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one process at a time moves or removes blobs, or writes the public files."""
        with disk():
            lock = (self.folder / "lock").open("ab")
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def clear_journal(self) -> None:
        """Empty SQLite's journal, so that nothing deleted is left in it."""
        self._outside("PRAGMA wal_checkpoint(TRUNCATE)")

    def clear_pages(self) -> None:
        """Rewrite SQLite's file, then empty its journal.

        ``secure_delete`` overwrites what is deleted, but not the copies that stay behind in a page when the
        tree is balanced: one row in six thousand, in a trial.
        """
        self._outside("VACUUM")
        self.clear_journal()

    def dispose(self) -> None:
        """Close idle connections."""
        self._engine.dispose()

    def _outside(self, statement: str) -> None:
        if self._engine.dialect.name != "sqlite":
            return
        with _translated():
            connection = self._engine.raw_connection()
            try:
                row = connection.driver_connection.execute(statement).fetchone()  # type: ignore[union-attr]  # None only after close()
            except sqlite3.Error as error:
                raise _named(error) from error
            finally:
                connection.close()
        if row is not None and row[0]:
            raise StoreError("the journal could not be emptied: a reader has been at work for too long")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise _named(error) from error
    except sqlite3.Error as error:
        raise _named(error) from error


def _named(error: Exception) -> StoreError:
    origin = getattr(error, "orig", error)
    if getattr(origin, "sqlite_errorcode", 0) & 0xFF == _SQLITE_FULL:
        return StoreFull("the database has no room")
    # The statement's parameters stay out of the message.
    return StoreError(f"the database failed: {type(origin).__name__}: {origin}")
