"""A store in a temporary folder, and letters as the store sees them."""

from collections.abc import Iterator
from pathlib import Path
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
    store = Store(
        f"sqlite:///{folder}/wbs.sqlite", folder, WIB, Limits(**{"text_reserve": 1 << 20, **limits})
    )
    migrate(store)
    return store
