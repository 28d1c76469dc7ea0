"""Promise 9 with files: a message is accepted once it is on disk; a failure keeps text and files."""

import errno
import os
from pathlib import Path

import pytest

from crypto.receipt import Receipt
from tests.portal.site import WHAT, Site, is_sent, state_of, text_of
from tests.statements import told
from wbs.portal.reporter import attaching, returning
from wbs.store.blobs import Writing
from wbs.store.errors import StoreFull

CODE = Receipt.from_packed(bytes(range(11)))
VIDEO = os.urandom(3 << 20)


def chosen(site: Site) -> dict[str, object]:
    """Choose a file; return what the page that sends it would post."""
    page = site.post("/status/berkas", {"state": state_of(site.status(CODE))})
    return {"state": state_of(site.upload(page, ("a.mp4", VIDEO))), "text": WHAT}


def blobs(site: Site) -> list[Path]:
    return [path for path in (site.store.folder / "blobs").rglob("*") if path.is_file()]


def test_the_sent_page_comes_after_file_folder_and_commit(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real_fsync, real_page = os.fsync, returning.message_sent

    def fsync(descriptor: int) -> None:
        real_fsync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        order.append("folder" if path.is_dir() else "file")

    def page(*args: object) -> object:
        order.append("page")
        return real_page(*args)  # type: ignore[arg-type]  # passed on as they came

    fields = chosen(site)
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(attaching, "message_sent", page)
    with told(site.store._engine, lambda said: order.append(said.split()[0])):
        assert is_sent(site.post("/status/berkas/kirim", fields))
    # A look at the day's room comes before the first byte.
    assert [each for each in order if each.islower()] == ["file", "folder", "page"]
    assert order[-3:] == ["INSERT", "COMMIT", "page"]


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("call", ["os.fsync", "os.utime", "pathlib.Path.rename"])
def test_a_disk_that_fails_at_the_end_keeps_text_and_files(
    site: Site, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    fields = chosen(site)

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "x")

    with monkeypatch.context() as patch:
        patch.setattr(call, fail)
        again = site.post("/status/berkas/kirim", fields)
    assert "Belum terkirim" in text_of(again)
    assert WHAT in text_of(again)
    assert "a.mp4" in text_of(again)
    assert blobs(site) == []
    assert is_sent(site.post("/status/berkas/kirim", {"state": state_of(again), "text": WHAT}))
    assert len(site.drops()) == 1


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_disk_that_fills_up_keeps_text_and_files(
    site: Site, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    fields = chosen(site)
    plain, left = Writing.write, after

    def write(self: Writing, data: bytes | memoryview) -> int:
        nonlocal left
        left -= 1
        if left < 0:
            raise StoreFull
        return plain(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Writing, "write", write)
        again = site.post("/status/berkas/kirim", fields)
    assert left < 0
    assert again.status_code == 503
    assert "Belum terkirim" in text_of(again)
    assert WHAT in text_of(again)
    assert blobs(site) == []
    assert is_sent(site.post("/status/berkas/kirim", {"state": state_of(again), "text": WHAT}))
    assert len(site.drops()) == 1


def test_a_file_that_was_swept_while_it_was_sealed_leaves_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = chosen(site)
    plain = Writing.write

    def write(self: Writing, data: bytes | memoryview) -> int:
        for path in (site.settings.data / "spool").rglob("01"):
            with path.open("r+b") as file:
                file.truncate(2 << 20)
        return plain(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Writing, "write", write)
        again = site.post("/status/berkas/kirim", fields)
    assert "Belum terkirim" in text_of(again)
    assert blobs(site) == []
    assert site.drops() == []
