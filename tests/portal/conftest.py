"""A portal for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A portal with the factory's first keyring."""
    made = Site(tmp_path)
    yield made
    made.store.dispose()
