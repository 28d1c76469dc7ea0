"""A post is ours, small and plain, or nothing of it is read; typed text comes back all the same."""

import io
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import request
from werkzeug.test import TestResponse

from crypto.receipt import Receipt
from tests import multipart
from tests.portal.site import FORM, ORIGIN, WHAT, Site, is_sent, state_of, text_of
from wbs.cases.office import Office
from wbs.portal.config import ReporterServer
from wbs.portal.reporter import guard
from wbs.portal.reporter.guard import LARGEST
from wbs.store.errors import StoreFull

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ONION = f"http://{'a' * 56}.onion"

FOREIGN: list[dict[str, str]] = [
    {},
    {"Origin": "null"},
    {"Origin": "https://lain.example"},
    {"Origin": ORIGIN.replace("https", "http")},
    {"Origin": f"{ORIGIN}:8443"},
    {"Origin": f"{ORIGIN}.lain.example"},
    {"Origin": ORIGIN.upper()},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "none"},
    {"Origin": "", "Sec-Fetch-Site": "same-origin"},
    {"Referer": f"{ORIGIN}/lapor", "Sec-Fetch-Site": "same-origin"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_report_from_elsewhere_is_not_sent_and_its_text_comes_back(
    site: Site, headers: dict[str, str]
) -> None:
    _, state = site.form_state()
    page = site.post("/lapor/kirim", {"what": WHAT, "state": state}, headers)
    assert page.status_code == 403
    assert "Belum terkirim" in text_of(page)
    assert WHAT in text_of(page)
    assert site.drops() == []
    # A stranger's page may have brought a stranger's code: it is not carried on.
    assert state not in page.get_data(as_text=True)
    assert "sepuluh kata" in text_of(page)


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_message_from_elsewhere_is_not_sent_and_its_text_comes_back(
    site: Site, headers: dict[str, str]
) -> None:
    page = site.post("/status/pesan", {"text": WHAT, "state": "x"}, headers)
    assert page.status_code == 403
    assert "Belum terkirim" in text_of(page)
    assert WHAT in text_of(page)


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/lapor/ingat", "/lapor/isi", "/status", "/en/status"])
def test_other_posts_from_elsewhere_are_refused(site: Site, path: str, headers: dict[str, str]) -> None:
    code, _ = site.code_page()
    page = site.post(path, {"code": str(code)}, headers)
    assert page.status_code == 403
    assert str(code) not in text_of(page)


def test_browsers_without_fetch_metadata_are_served(site: Site) -> None:
    _, state = site.form_state()
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}, {"Origin": ORIGIN}))


def test_the_onion_service_is_ours_too(open_site: Callable[..., Site]) -> None:
    site = open_site(onion=ONION)
    page = site.post("/status", {"code": "satu"}, {"Origin": ONION})
    assert page.status_code == 422


def test_a_multipart_body_is_refused_before_a_byte_of_it_is_parsed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the body was parsed")

    monkeypatch.setattr("werkzeug.formparser.FormDataParser.parse", never)
    body = f'--b\r\nContent-Disposition: form-data; name="what"; filename="a"\r\n\r\n{WHAT}\r\n--b--\r\n'
    page = site.client.post(
        "/lapor/kirim", data=body, content_type="multipart/form-data; boundary=b", headers=FORM
    )
    assert page.status_code == 415
    assert "Tidak ada yang terkirim" in text_of(page)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/form-data"])
def test_only_urlencoded_forms_are_read(site: Site, kind: str) -> None:
    page = site.client.post("/lapor/kirim", data=f"what={WHAT}", content_type=kind, headers=FORM)
    assert page.status_code == 415


@pytest.mark.parametrize("path", ["/lapor/kirim", "/status/pesan", "/status", "/en/lapor/kirim"])
def test_a_form_too_large_is_answered_politely(site: Site, path: str) -> None:
    body = b"what=" + b"a" * LARGEST
    source = io.BytesIO(body)
    page = site.client.post(
        path,
        input_stream=source,
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
        headers=FORM,
    )
    assert page.status_code == 413
    # Read to its end, or the browser would show an error of its own instead.
    assert source.tell() == len(body)
    assert len(page.data) == 65_536


def test_a_body_of_unknown_length_is_refused(site: Site) -> None:
    page = site.client.post(
        "/lapor/kirim",
        input_stream=io.BytesIO(b"what=a"),
        content_type="application/x-www-form-urlencoded",
        headers={**FORM, "Transfer-Encoding": "chunked"},
    )
    assert page.status_code == 400


def test_a_form_with_too_many_fields_is_refused_before_they_are_parsed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("werkzeug.formparser.parse_qsl", fail)
    kind = "application/x-www-form-urlencoded"
    page = site.client.post("/lapor/kirim", data="a&" * 200_000, content_type=kind, headers=FORM)
    assert page.status_code == 400


def test_a_report_as_large_as_allowed_fits_through(site: Site) -> None:
    _, state = site.form_state()
    # Each of these takes 12 bytes on the way and 4 in the letter.
    assert is_sent(site.post("/lapor/kirim", {"what": "😀" * 12_200, "state": state}))


def test_undecodable_bytes_are_no_accident(site: Site) -> None:
    _, state = site.form_state()
    page = site.client.post(
        "/lapor/kirim",
        data=f"what=%ff%fe%00%0d%0aabc&state={state}&excluded=%ff",
        content_type="application/x-www-form-urlencoded",
        headers=FORM,
    )
    assert is_sent(page)


class Slow(io.BytesIO):
    """A body that stops in its middle until it is told to go on."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.begun, self.on = threading.Event(), threading.Event()

    def read(self, size: int | None = -1, /) -> bytes:
        self._wait()
        return super().read(min(1000, size or 0))

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        self._wait()
        return super().readinto(memoryview(buffer)[:1000])

    def _wait(self) -> None:
        if self.tell() > 0:
            self.begun.set()
            assert self.on.wait(30)


def uploading(site: Site, source: io.BytesIO, kind: str, headers: dict[str, str] = FORM) -> TestResponse:
    return site.client.post(
        "/status/berkas/periksa",
        input_stream=source,
        content_length=len(source.getvalue()),
        content_type=kind,
        headers=headers,
    )


def an_upload(state: str = "x", size: int = 3000) -> tuple[io.BytesIO, str]:
    data, kind = multipart.encode([("state", state)], [("files", "a.bin", bytes(size))])
    return io.BytesIO(data), kind


def spooled(site: Site) -> list[Path]:
    return list((site.settings.data / "spool").iterdir())


def limited(open_site: Callable[..., Site]) -> Site:
    """Return a portal whose messages hold 128 KiB."""
    office = Office.default()
    return open_site(office=replace(office, limits=replace(office.limits, message_bytes=1 << 17)))


def test_no_one_parses_an_upload_by_accident(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the body was parsed")

    monkeypatch.setattr("werkzeug.formparser.MultiPartParser.parse", never)
    monkeypatch.setattr("werkzeug.formparser.default_stream_factory", never)
    monkeypatch.setattr("werkzeug.wrappers.request.default_stream_factory", never)
    source, kind = an_upload(size=700_000)
    with site.app.test_request_context(
        "/status/berkas/periksa", method="POST", input_stream=source, content_type=kind,
        content_length=len(source.getvalue()),
    ):  # fmt: skip
        assert (len(request.form), len(request.files), len(request.values)) == (0, 0, 0)
        assert request.stream.read(100) == source.getvalue()[:100]


@pytest.mark.parametrize("size", [3000, 3_000_000])
def test_an_upload_that_nobody_wants_is_read_to_its_end(open_site: Callable[..., Site], size: int) -> None:
    site = limited(open_site)
    # Its state opens nothing, and it may be too large besides.
    source, kind = an_upload("x", size)
    page = uploading(site, source, kind)
    assert page.status_code == 422
    assert source.tell() == len(source.getvalue())
    assert spooled(site) == []


def test_an_upload_without_end_is_not_read(
    open_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_LONG_PATIENCE", 1 << 20)
    site = limited(open_site)
    source, kind = an_upload("x", 3 << 20)
    page = uploading(site, source, kind)
    assert page.status_code == 422
    assert source.tell() < 1 << 20


def test_an_upload_too_large_is_told_so_before_it_is_taken(open_site: Callable[..., Site]) -> None:
    site = limited(open_site)
    chosen = site.post("/status/berkas", {"state": state_of(site.status(Receipt.from_packed(bytes(11))))})
    source, kind = an_upload(state_of(chosen), 3 << 20)
    page = uploading(site, source, kind)
    assert page.status_code == 413
    assert "terlalu besar" in text_of(page)
    assert source.tell() == len(source.getvalue())
    assert spooled(site) == []


@pytest.mark.parametrize("full", ["the day", "the disk"])
def test_an_upload_without_room_is_told_so_before_it_is_taken(
    site: Site, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    chosen = site.post("/status/berkas", {"state": state_of(site.status(Receipt.from_packed(bytes(11))))})
    if full == "the day":

        def nothing(*_: object) -> int:
            raise StoreFull

        monkeypatch.setattr("wbs.store.drops.largest", nothing)
    else:
        spool = site.app.extensions["wbs-reporter"].spool
        monkeypatch.setattr(spool, "room", lambda: 1000)
    source, kind = an_upload(state_of(chosen), 2 << 20)
    page = uploading(site, source, kind)
    assert page.status_code == 503
    assert "elum terkirim" in text_of(page)
    assert source.tell() == len(source.getvalue())
    assert spooled(site) == []


def test_half_of_the_threads_stay_free_for_text(open_site: Callable[..., Site]) -> None:
    site = open_site(reporter=ReporterServer("127.0.0.1:0", 1, 4))
    held, waiting = [], []
    with ThreadPoolExecutor(2) as others:
        for _ in range(2):
            data, kind = an_upload()
            held.append(Slow(data.getvalue()))
            waiting.append(others.submit(uploading, site, held[-1], kind))
            assert held[-1].begun.wait(30)
        chosen = site.post("/status/berkas", {"state": state_of(site.status(Receipt.from_packed(bytes(11))))})
        source, kind = an_upload(state_of(chosen))
        page = uploading(site, source, kind)
        assert page.status_code == 503
        assert "elum terkirim" in text_of(page)
        assert source.tell() == len(source.getvalue())
        _, state = site.form_state()
        assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}))
        for each in held:
            each.on.set()
        assert [each.result().status_code for each in waiting] == [422, 422]
    for _ in range(5):
        assert uploading(site, *an_upload()).status_code == 422


def test_a_failure_frees_its_place(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.upload.parts", fail)
        assert [uploading(site, *an_upload()).status_code for _ in range(5)] == [500] * 5
    assert uploading(site, *an_upload()).status_code == 422
    for headers in ({"Origin": "https://lain.example"}, {"Origin": ""}):
        assert [uploading(site, *an_upload(), headers).status_code for _ in range(5)] == [403] * 5
    assert uploading(site, *an_upload()).status_code == 422


def test_an_upload_of_unknown_length_is_refused(site: Site) -> None:
    source, kind = an_upload()
    page = site.client.post(
        "/status/berkas/periksa",
        input_stream=source,
        content_type=kind,
        headers={**FORM, "Transfer-Encoding": "chunked"},
    )
    assert page.status_code == 400


def test_what_comes_with_no_form_is_not_read(site: Site) -> None:
    body = io.BytesIO(bytes(2 * LARGEST))
    headers = {"Transfer-Encoding": "chunked"}
    environ = {"wsgi.input_terminated": True}
    page = site.client.get("/bantuan", input_stream=body, headers=headers, environ_overrides=environ)
    assert page.status_code == 200
    assert body.tell() == 0
