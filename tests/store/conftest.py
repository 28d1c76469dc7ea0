"""A store in a temporary folder, and letters as the store sees them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest

from wbs.store.migrate import migrate
from wbs.store.session import Limits, Store

WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path)
    yield made
    made.dispose()


def open_store(folder: Path, **limits: int) -> Store:
    """A migrated store; opening the same folder again is what a restart does."""
    database = folder / "wbs.sqlite"
    if not database.exists():
        database.write_bytes(_migrated())
    return Store(f"sqlite:///{database}", folder, WIB, Limits(**{"text_reserve": 1 << 20, **limits}))


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as name:
        store = Store(f"sqlite:///{name}/wbs.sqlite", Path(name), WIB)
        migrate(store)
        store.clear_journal()
        store.dispose()
        return Path(name, "wbs.sqlite").read_bytes()
