"""An office for each story, without the slowness of real passphrases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.elsewhere import elsewhere
from tests.journeys.office import Office, cheap_passphrases


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office after its ceremony, with a portal and a courier; nothing runs yet."""
    with cheap_passphrases():
        yield Office(tmp_path)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose two sides run, and whose quick exit leads to a page about the weather."""
    with cheap_passphrases(), elsewhere() as weather:
        office = Office(tmp_path_factory.mktemp("office"))
        office.change(exit_url=f'"{weather}"')
        with office.open():
            yield office
