"""What every room's tests may ask for, and the order in which files are taken up."""

import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgresql import postgresql

__all__ = ["postgresql"]

_LONGEST = ("browser", "process")

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A script that runs this in the background leaves Ctrl-C ignored, also in all that tests start and end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, by their marks: one begun last leaves processors idle."""
    ranks: dict[Path, int] = {}
    for item in items:
        marked = [rank for rank, name in enumerate(_LONGEST) if item.get_closest_marker(name)]
        ranks[item.path] = min([*marked, ranks.get(item.path, len(_LONGEST))])
    items.sort(key=lambda item: ranks[item.path])
