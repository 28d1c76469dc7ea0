"""An office for each story, without the slowness of real passphrases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.office import Office, cheap_passphrases


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office after its ceremony, with a portal and a courier; nothing runs yet."""
    with cheap_passphrases():
        yield Office(tmp_path)
