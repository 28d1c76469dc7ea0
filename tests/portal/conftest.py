"""A portal for each test, copied from one that was laid out once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import factories_keyring as rings
from tests.portal.site import Site


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a portal with the factory's first keyring, which nobody has used."""
    folder = tmp_path_factory.mktemp("portal")
    Site(folder, [rings.sign(rings.keyring())]).store.dispose()
    return folder


@pytest.fixture
def open_site(laid_out: Path, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Make a portal with other settings."""
    opened: list[Site] = []

    def make(**changes: object) -> Site:
        folder = tmp_path / str(len(opened))
        shutil.copytree(laid_out, folder, symlinks=True)
        opened.append(Site(folder, **changes))
        return opened[-1]

    yield make
    for site in opened:
        site.store.dispose()


@pytest.fixture
def site(open_site: Callable[..., Site]) -> Site:
    """A portal."""
    return open_site()
