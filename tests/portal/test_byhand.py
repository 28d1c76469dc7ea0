"""A letter that was sealed elsewhere is text like any other: what is kept free for text is free for it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import BinaryIO, cast

import pytest
from werkzeug.test import TestResponse

from tests import multipart
from tests.portal.site import FORM, Site, text_of
from tests.portal.test_wire import LARGE, SMALL, TEXT, Held, left
from tests.portal.wire import RAW, dates, send
from wbs.portal.config import ReporterServer
from wbs.portal.reporter import byhand

FULL = "Tempat untuk berkas penuh"


def bring(site: Site, *files: bytes, **fields: str) -> TestResponse:
    """Choose files on the page that takes a letter."""
    named = [("letter", f"{number}.age", content) for number, content in enumerate(files)]
    data, kind = multipart.encode(list(fields.items()), named)
    return site.client.post("/kunci/unggah", data=data, content_type=kind, headers=FORM)


def is_stored(answer: TestResponse) -> bool:
    return answer.status_code == 200 and "Surat terkirim" in text_of(answer)


def test_a_letter_is_stored_as_it_came(site: Site) -> None:
    assert is_stored(bring(site, TEXT))
    assert site.drops() == [TEXT]


def test_the_first_of_several_files_is_the_letter(site: Site) -> None:
    assert is_stored(bring(site, TEXT, b"x" * 100_000, csrf="y" * 1000))
    assert site.drops() == [TEXT]


def test_a_letter_that_comes_for_half_a_half_day_leaves_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        """A stream on which an hour passes with every piece."""

        def __init__(self, source: BinaryIO) -> None:
            self._source = source

        def read(self, size: int) -> bytes:
            site.time.moment += timedelta(hours=1)
            return self._source.read(size // 4)

    assert is_stored(bring(site, LARGE))
    hurried = byhand._InTime
    monkeypatch.setattr(byhand, "_InTime", lambda source, now: hurried(cast("BinaryIO", Slow(source)), now))
    assert is_stored(bring(site, TEXT))
    refused = text_of(bring(site, LARGE))
    assert "Surat terkirim" not in refused
    assert "terputus" in refused
    assert sorted(site.drops()) == sorted([LARGE, TEXT])


def test_a_day_that_is_full_takes_text_by_hand(site: Site) -> None:
    site.store.limits = replace(site.store.limits, daily_budget=len(SMALL))
    dates(send(site, SMALL))
    refused = bring(site, SMALL)
    assert refused.status_code == 503
    assert FULL in text_of(refused)
    assert is_stored(bring(site, TEXT))
    assert sorted(site.drops()) == sorted([SMALL, TEXT])


def test_a_disk_with_room_for_text_only_takes_text_by_hand(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": site.settings.text_reserve - (2 << 20)})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    assert FULL in text_of(bring(site, SMALL))
    assert is_stored(bring(site, TEXT))
    assert site.drops() == [TEXT]


def test_text_by_hand_waits_for_no_upload(open_site: Callable[..., Site]) -> None:
    site = open_site(reporter=ReporterServer("127.0.0.1:0", 1, 2))
    going, go = threading.Event(), threading.Event()

    def hold() -> int:
        client = site.app.test_client(use_cookies=False)
        body = Held(SMALL, going, go)
        return client.post("/surat", input_stream=body, content_type=RAW, headers=FORM).status_code

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        assert going.wait(60)
        assert bring(site, LARGE).status_code == 503
        taken = bring(site, TEXT)
        go.set()
        assert held.result(60) == 201
    assert is_stored(taken)


@pytest.mark.parametrize("files", [(), (b"",), (b"x" * 100_000,), (TEXT[:-1],), (b"", TEXT)])
def test_what_is_no_letter_leaves_nothing(site: Site, files: tuple[bytes, ...]) -> None:
    answer = bring(site, *files)
    assert "Belum terkirim" in text_of(answer)
    assert left(site) == []
