"""Stores in temporary folders, on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import KINDS, WIB, Databases, Files, Served, served
from tests.postgresql import Server
from wbs.store.session import Limits, Store


class Places:
    """Opens stores; those that a test leaves open are closed when it ends."""

    def __init__(self, databases: Databases) -> None:
        """Open stores on databases of this kind."""
        self.databases = databases
        self._opened: list[Store] = []

    def open(self, folder: Path, *, empty: bool = False, **limits: int) -> Store:
        """Open the store of a folder; opening the same folder again is what a restart does."""
        folder.mkdir(exist_ok=True)
        url = self.databases.url(folder, empty=empty)
        store = Store(url, folder, WIB, Limits(**{"text_reserve": 1 << 20, **limits}))
        self._opened.append(store)
        return store

    def close(self) -> None:
        """Close all of them."""
        for store in self._opened:
            store.dispose()


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """The databases of each kind in turn."""
    if request.param == "sqlite":
        yield Files()
        return
    with served(request.getfixturevalue("postgresql")) as made:
        yield made


@pytest.fixture
def places(databases: Databases) -> Iterator[Places]:
    """Where stores are opened, on either database."""
    made = Places(databases)
    yield made
    made.close()


@pytest.fixture
def store(places: Places, tmp_path: Path) -> Store:
    """A store on either database."""
    return places.open(tmp_path)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """A store on SQLite, whose files a test looks into."""
    places = Places(Files())
    yield places.open(tmp_path)
    places.close()


@pytest.fixture
def served_databases(postgresql: Server) -> Iterator[Served]:
    """Databases on PostgreSQL."""
    with served(postgresql) as made:
        yield made


@pytest.fixture
def postgresql_store(served_databases: Served, tmp_path: Path) -> Iterator[Store]:
    """A store on PostgreSQL, whose tables a test looks into."""
    places = Places(served_databases)
    yield places.open(tmp_path)
    places.close()


def open_store(folder: Path, **limits: int) -> Store:
    """A store on SQLite, which the caller closes."""
    return Places(Files()).open(folder, empty=False, **limits)
