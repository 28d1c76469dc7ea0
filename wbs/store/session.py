"""The store: a database, and a folder beside it. What databases do in different ways is not here."""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, make_url
from sqlalchemy.exc import ArgumentError

from wbs.store.blobs import Blobs
from wbs.store.database import Database, Row
from wbs.store.errors import StoreError, disk
from wbs.store.postgresql import PostgreSQL
from wbs.store.sqlite import SQLite

_DATABASES: dict[str, tuple[str, type[SQLite] | type[PostgreSQL]]] = {
    "sqlite": ("sqlite", SQLite),
    "postgresql+psycopg": ("postgresql+psycopg", PostgreSQL),
    "postgresql": ("postgresql+psycopg", PostgreSQL),
    "postgres": ("postgresql+psycopg", PostgreSQL),
}


@dataclass(frozen=True)
class Limits:
    """Room for letters, in bytes."""

    #: The largest sealed letter taken; ``shape.largest_sealed`` gives it for a padded one.
    largest: int = 64 << 20
    #: What all letters above the text size may take together in one day.
    daily_budget: int = 4 << 30
    #: Free space on the disk that only text letters may use.
    text_reserve: int = 1 << 30


def database(url: str) -> Database:
    """The database at ``sqlite:///path`` or ``postgresql://…``; StoreError does not quote the address."""
    try:
        parsed = make_url(url)
        driver, kind = _DATABASES[parsed.drivername]
    except (ArgumentError, ValueError, KeyError):
        raise StoreError("the database's address must begin with sqlite:/// or postgresql://") from None
    return kind(parsed.set(drivername=driver))


class Store:
    """A database, a folder of blobs beside it, and the office's zone."""

    def __init__(self, url: str, folder: Path, zone: ZoneInfo, limits: Limits | None = None) -> None:
        """Open (and make, where missing) the folder; the database is touched when first used."""
        self.folder = folder
        self.zone = zone
        self.limits = limits or Limits()
        self.blobs = Blobs(folder / "blobs")
        self.public = folder / "public"
        self._database = database(url)
        self._engine = self._database.engine

    def unit(self) -> AbstractContextManager[Connection]:
        """One transaction that writes, while no other does: committed durably at the end, or rolled back.

        StoreFull or StoreError, if the database fails.
        """
        return self._database.transaction("write")

    def add(self, table: Table, row: Row) -> None:
        """Write one row that has a new random name, durably, beside others who do the same.

        StoreFull or StoreError, if the database fails.
        """
        self._database.add(table, row)

    def reading(self) -> AbstractContextManager[Connection]:
        """One transaction that sees one state and waits for nobody."""
        return self._database.transaction("read")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one process of all hosts at a time moves or removes blobs, or writes the public files."""
        with disk():
            lock = (self.folder / "lock").open("ab")
        with lock:
            # Some network folders lock within one host only; the database's lock holds for all of them.
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self._database.alone():
                yield

    def clear_journal(self) -> None:
        """Leave nothing of what was deleted from the pending letters and the board, in table or journal."""
        self._database.clear_journal()

    def clear_pages(self) -> None:
        """Leave nothing of what was deleted from any table, in table or journal."""
        self._database.clear_pages()

    def dispose(self) -> None:
        """Close idle connections."""
        self._engine.dispose()
