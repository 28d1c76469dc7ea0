"""A database for each folder, of one kind or the other: what a test of the store runs on."""

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from zoneinfo import ZoneInfo

from tests.postgresql import Server
from wbs.store.migrate import migrate
from wbs.store.session import Store

WIB = ZoneInfo("Asia/Jakarta")
KINDS = ("sqlite", "postgresql")


class Databases(Protocol):
    """The databases of one kind."""

    def url(self, folder: Path, *, empty: bool = False) -> str:
        """Return the address of the folder's database, made when first asked for, with its tables."""

    def copy(self, source: Path, folder: Path) -> None:
        """Give ``folder``, a copy of ``source``, a copy of its database; nobody is connected to that."""


class Files:
    """SQLite: each folder holds its database."""

    def url(self, folder: Path, *, empty: bool = False) -> str:
        """Return the address."""
        file = folder / "wbs.sqlite"
        if not file.exists() and not empty:
            file.write_bytes(_migrated_file())
        return f"sqlite:///{file}"

    def copy(self, source: Path, folder: Path) -> None:
        """Nothing is left to do: the database was copied with the folder."""


class Served:
    """PostgreSQL: the databases of a server, dropped in the end."""

    def __init__(self, server: Server) -> None:
        """Make databases on this server."""
        self.server = server
        self._names: dict[Path, str] = {}

    def url(self, folder: Path, *, empty: bool = False) -> str:
        """Return the address."""
        if folder not in self._names:
            self._create(folder, "template1" if empty else _migrated_database(self.server))
        return self.server.url(self._names[folder])

    def name(self, folder: Path) -> str:
        """Return what the server calls the folder's database."""
        return self._names[folder]

    def copy(self, source: Path, folder: Path) -> None:
        """Copy the database."""
        self._create(folder, self._names[source])

    def drop(self) -> None:
        """Remove them all."""
        for name in self._names.values():
            self.server.drop(name)

    def _create(self, folder: Path, template: str) -> None:
        name = f"t{secrets.token_hex(8)}"
        self.server.create(name, template)
        self._names[folder] = name


@contextmanager
def served(server: Server) -> Iterator[Served]:
    """Databases on this server until the block ends."""
    databases = Served(server)
    try:
        yield databases
    finally:
        databases.drop()


@cache
def _migrated_file() -> bytes:
    with TemporaryDirectory() as name:
        with _store(f"sqlite:///{name}/wbs.sqlite", Path(name)) as store:
            migrate(store)
            store.clear_journal()
        return Path(name, "wbs.sqlite").read_bytes()


@cache
def _migrated_database(server: Server) -> str:
    with TemporaryDirectory() as name, _store(server.create("migrated"), Path(name)) as store:
        migrate(store)
    return "migrated"


def _store(url: str, folder: Path) -> AbstractContextManager[Store]:
    return disposing(Store(url, folder, WIB))


@contextmanager
def disposing(store: Store) -> Iterator[Store]:
    """Close the store's connections when the block ends."""
    try:
        yield store
    finally:
        store.dispose()
