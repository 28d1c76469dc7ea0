"""Promise 9: an accepted letter survives; whatever fails, the page says so and keeps the text."""

import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.site import WHAT, Site, is_sent, keys_of, state_of, text_of
from tests.proven import verify_report
from tests.statements import told
from wbs import sealing
from wbs.portal.reporter import filing


def cases(letters: list[bytes]) -> set[bytes]:
    """Open each letter as the first of the factory's readers who can; return the cases of the reports."""
    found = set()
    for letter in letters:
        for reader in rings.READERS:
            try:
                signed = sealing.open_letter(io.BytesIO(letter), make.identity(reader.id))
            except sealing.NotForMe:
                continue
            found.add(verify_report(signed).case)
            break
    return found


def test_the_sent_page_comes_after_file_folder_and_commit(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real_fsync, real_page = os.fsync, filing._sent_page

    def fsync(descriptor: int) -> None:
        real_fsync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        order.append("folder" if path.is_dir() else "file")

    def page(*args: object) -> str:
        order.append("page")
        return real_page(*args)  # type: ignore[arg-type]  # passed on as they came

    _, state = site.form_state()
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(filing, "_sent_page", page)
    with told(site.store._engine, order.append):
        assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}))
    assert [step for step in order if not step.startswith(("BEGIN", "INSERT"))] == [
        "file",
        "folder",
        "COMMIT",
        "page",
    ]
    with site.store.reading() as unit:
        # 2 is FULL: SQLite flushes its journal before a commit returns.
        assert unit.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def failing(error: Exception) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


FAULTS: dict[str, tuple[str, Exception]] = {
    "flush fails": ("os.fsync", OSError(errno.EIO, "x")),
    "disk full at the flush": ("os.fsync", OSError(errno.ENOSPC, "x")),
    "folder gone or read-only": ("pathlib.Path.rename", OSError(errno.EROFS, "x")),
    "quota used up": ("os.open", OSError(errno.EDQUOT, "x")),
    "the unforeseen": ("wbs.store.drops.put", RuntimeError("x")),
    "out of memory": ("wbs.sealing.seal", MemoryError()),
}


def refused(site: Site, code: Receipt, state: str, broken: AbstractContextManager[object]) -> None:
    """Send into a failure; see that nothing is taken and the text is back; send again from that page."""
    fields = {"what": WHAT, "how": "Lewat perantara.", "excluded": "verifikator-5"}
    with broken:
        page = site.post("/lapor/kirim", {**fields, "state": state})
    assert page.status_code in (500, 503)
    said = text_of(page)
    assert "Belum terkirim" in said
    assert WHAT in said
    assert "Lewat perantara." in said
    assert site.drops() == []
    assert is_sent(site.post("/lapor/kirim", {**fields, "state": state_of(page)}))
    assert cases(site.drops()) == {keys_of(code).case}


@pytest.mark.parametrize(("place", "error"), FAULTS.values(), ids=FAULTS)
def test_a_failure_accepts_nothing_and_keeps_the_text(
    site: Site, monkeypatch: pytest.MonkeyPatch, place: str, error: Exception
) -> None:
    code, state = site.form_state()
    refused(site, code, state, broken(place, failing(error)))


@contextmanager
def broken(place: str, fail: Callable[..., object]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, fail)
        yield


@pytest.mark.parametrize("moment", ["BEGIN", "INSERT", "COMMIT"])
def test_a_database_that_fails_accepts_nothing_and_keeps_the_text(site: Site, moment: str) -> None:
    code, state = site.form_state()

    def fail(statement: str) -> None:
        if statement.startswith(moment):
            raise sqlite3.OperationalError("database or disk is full")

    refused(site, code, state, told(site.store._engine, fail))
