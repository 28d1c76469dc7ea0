"""The board takes a place for as long as it is sent, and gives it back once, whatever becomes of it."""

import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.portal.site import Site
from wbs.portal.config import ReporterServer
from wbs.portal.reporter import lent
from wbs.portal.reporter.lent import LendingTree
from wbs.store.errors import StoreError, Unpublished


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lent, "_TURN", 0.01)


def test_there_are_as_many_as_places(site: Site) -> None:
    tree = LendingTree(site.store.public, threading.BoundedSemaphore(2))
    one, two = tree.open_board(), tree.open_board()
    assert one.read(4) + two.read(4) == b"wbs/wbs/"
    with pytest.raises(StoreError):
        tree.open_board()
    one.close()
    one.close()
    with pytest.raises(ValueError, match="closed"):
        one.read(1)
    three = tree.open_board()
    with pytest.raises(StoreError):
        tree.open_board()
    for file in (two, three):
        file.close()


def test_one_that_is_forgotten_or_not_there_takes_none(site: Site, tmp_path: Path) -> None:
    missing = LendingTree(tmp_path / "none", threading.BoundedSemaphore(1))
    tree = LendingTree(site.store.public, threading.BoundedSemaphore(1))
    for _ in range(3):
        with pytest.raises(Unpublished):
            missing.open_board()
        assert tree.open_board().read(1) == b"w"
        gc.collect()


def test_others_are_told_to_come_again(open_site: Callable[..., Site]) -> None:
    site = open_site(reporter=ReporterServer("127.0.0.1:0", 1, 2))
    for _ in range(3):
        assert site.get("/board").status_code == 200
        assert site.client.head("/board", buffered=True).status_code == 200
    unread = site.app.extensions["wbs-reporter"].tree.open_board()
    assert site.get("/board").status_code == 503
    assert site.get("/bantuan").status_code == 200
    unread.close()
    assert site.get("/board").status_code == 200
