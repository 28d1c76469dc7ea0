"""Choosing files: what fits, what is refused, and what is kept of all that was typed."""

import html
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import TestResponse

from tests import factories as make
from tests import factories_keyring as rings
from tests import multipart
from tests.portal import evidence
from tests.portal.site import FORM, WHAT, Site, is_sent, keys_of, state_of, text_of
from wbs import sealing
from wbs.cases.limits import Limits
from wbs.letters.panel import panel
from wbs.portal.reporter.batch import room
from wbs.portal.reporter.portal import Refused, Trouble
from wbs.store.errors import StoreError, StoreFull

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
from tests.portal.attaching import (
    CODE,
    LOST,
    NOTE,
    PHOTO,
    back_again,
    carried,
    files_page,
    limited,
    lose,
    messages,
    readers_on,
    review,
    send,
    unexamined,
    waiting,
)


def test_the_way_from_the_sent_page_needs_no_code(site: Site) -> None:
    code, state = site.form_state()
    filed = site.post("/lapor/kirim", {"what": WHAT, "state": state})
    page = site.post("/status/berkas", {"state": state_of(filed)})
    assert "Tambahkan berkas" in text_of(page)
    assert len(readers_on(page)) == 3
    assert is_sent(send(site, site.upload(page, PHOTO)))
    (got,) = messages(site, code)
    assert got.message.text == ""
    assert got.names == ["IMG_2041.jpg"]


def test_who_brings_no_file_after_all_keeps_text_and_exclusions(site: Site) -> None:
    out = panel(rings.keyring(), keys_of(CODE).thread, (), make.DAY)[0]
    page = files_page(site, text=WHAT, excluded=out.id)
    back = site.post("/status", carried(page))
    assert "Status laporan" in text_of(back)
    assert WHAT in text_of(back)
    assert out.title not in readers_on(back)
    assert is_sent(site.post("/status/pesan", {**carried(back), "text": WHAT}))
    (got,) = messages(site)
    assert got.message.text == WHAT
    assert out.id not in got.readers


def test_two_files_of_one_name_and_content_are_two(site: Site) -> None:
    assert is_sent(send(site, review(site, NOTE, NOTE)))
    (got,) = messages(site)
    assert got.names == [NOTE[0]] * 2


def test_empty_files_are_named_and_left_out(site: Site) -> None:
    page = review(site, ("kosong.txt", b""), NOTE, ("hampa.jpg", b""))
    assert "Berkas kosong tidak ikut" in text_of(page)
    assert "kosong.txt" in text_of(page)
    assert "hampa.jpg" in text_of(page)
    assert "Kirim 1 berkas" in text_of(page)
    assert is_sent(send(site, page))
    (got,) = messages(site)
    assert got.names == [NOTE[0]]


@pytest.mark.parametrize(
    "files", [[], [("", b"")], [("kosong.txt", b"")]], ids=["none", "no choice", "empty"]
)
def test_without_a_file_it_asks_for_one(site: Site, files: list[tuple[str, bytes]]) -> None:
    page = site.upload(files_page(site), *files, text=WHAT)
    assert page.status_code == 422
    assert "Belum ada berkas" in text_of(page)
    assert "Belum terkirim" in text_of(page)
    assert WHAT in html.unescape(page.get_data(as_text=True))
    assert waiting(site) == []
    assert is_sent(send(site, site.upload(page, NOTE, text=WHAT)))


def test_more_files_than_a_message_holds_are_counted_and_not_taken(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", unexamined)
    most = site.settings.office.limits.files
    assert f"Paling banyak {most} berkas, bersama-sama 127,9 MB" in text_of(files_page(site))
    files = [(f"{number}.txt", b"x") for number in range(300)]
    for count in (25, 300):
        page = site.upload(files_page(site), *files[:count], text=WHAT)
        assert page.status_code == 422
        assert "Terlalu banyak berkas" in text_of(page)
        assert f"Anda memilih {count} berkas" in text_of(page)
    assert waiting(site) == []
    assert is_sent(send(site, site.upload(page, *files[:most])))
    assert len(messages(site)[0].names) == most


def test_files_as_large_as_a_message_holds_fit_and_a_byte_more_does_not(
    open_site: Callable[..., Site],
) -> None:
    site = limited(open_site, message_bytes=1 << 18)
    most = room(site.settings.office.limits) - 2 * 512
    assert most == (1 << 18) - (1 << 16) - 1024
    halves = [("a.bin", bytes(65_536)), ("b.bin", bytes(most - 65_536))]
    page = site.upload(files_page(site), *halves)
    assert is_sent(send(site, page, text="a" * 45_000))
    (got,) = messages(site)
    assert len(got.sealed) == sealing.sealed_size(1 << 18)
    over = [halves[0], ("b.bin", bytes(most - 65_536 + 1)), ("c.bin", bytes(100_000))]
    page = site.upload(files_page(site), *over, text=WHAT)
    assert page.status_code == 413
    assert "Berkas terlalu besar" in text_of(page)
    # How large it was, and what fits.
    assert "Semuanya berjumlah 290 KB" in text_of(page)
    assert "bersama-sama 192 KB" in text_of(page)
    assert WHAT in html.unescape(page.get_data(as_text=True))


def test_a_long_file_that_becomes_too_large_on_the_way_is_measured_to_its_end(
    open_site: Callable[..., Site],
) -> None:
    site = limited(open_site, message_bytes=1 << 21)
    page = site.upload(files_page(site), ("film.mp4", evidence.video(5 << 19)), text=WHAT)
    assert page.status_code == 413
    assert "Semuanya berjumlah 2,5 MB" in text_of(page)
    assert carried(page)["text"] == WHAT
    assert waiting(site) == []
    half = [("film.mp4", evidence.video(3 << 19))]
    assert is_sent(send(site, site.upload(page, *half, text=WHAT)))
    assert [got.contents for got in messages(site)] == [[half[0][1]]]


def test_what_is_larger_than_any_message_is_refused_before_it_is_taken(
    open_site: Callable[..., Site],
) -> None:
    site = limited(open_site, message_bytes=1 << 17)
    page = site.upload(files_page(site), ("film.mp4", evidence.video(2 << 20)), text=WHAT)
    assert page.status_code == 413
    assert "Berkas terlalu besar" in text_of(page)
    assert WHAT in html.unescape(page.get_data(as_text=True))
    assert waiting(site) == []


@pytest.mark.parametrize(
    ("message_bytes", "fits"),
    [(1 << 17, 1 << 17), (200_000, 1 << 17), ((1 << 30) - 1, 1 << 29), (1 << 30, 1 << 30)],
)
def test_what_fits_counts_the_padding(message_bytes: int, fits: int) -> None:
    assert room(Limits(20, message_bytes, 1 << 40)) == fits - 65_536


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_cut_upload_says_so_and_leaves_nothing(site: Site, share: float) -> None:
    page = files_page(site)
    body, kind = multipart.encode(
        [("state", state_of(page)), ("text", WHAT)], [("files", "a.bin", bytes(300_000))]
    )
    cut = site.client.post(
        "/status/berkas/periksa",
        input_stream=io.BytesIO(body[: int(len(body) * share)]),
        content_length=len(body),
        content_type=kind,
        headers=FORM,
    )
    assert "Unggahan terputus" in text_of(cut)
    assert "Belum terkirim" in text_of(cut)
    assert WHAT in html.unescape(cut.get_data(as_text=True))
    assert waiting(site) == []


@pytest.mark.parametrize("lost", LOST)
def test_the_field_lost_before_the_files_page(site: Site, lost: str) -> None:
    state = state_of(site.status(CODE))
    site = lose(site, lost)
    asked = site.post("/status/berkas", {"state": state, "text": WHAT, "excluded": "verifikator-1"})
    back_again(site, asked, "Halaman terlalu lama terbuka")


@pytest.mark.parametrize("lost", LOST)
def test_the_field_lost_while_files_were_chosen(site: Site, lost: str) -> None:
    page = files_page(site)
    site = lose(site, lost)
    asked = site.upload(page, PHOTO, text=WHAT, excluded="verifikator-1")
    assert waiting(site) == []
    back_again(site, asked, "Berkas harus dipilih lagi")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(StoreFull("x"), "Tempat untuk berkas penuh"), (StoreError("x"), "Ada kesalahan di server kami")],
)
def test_a_spool_that_fails_keeps_the_text(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    page = files_page(site)

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.spool.Batch.put", refuse)
        again = site.upload(page, PHOTO, text=WHAT)
    assert sentence in text_of(again)
    assert carried(again)["text"] == WHAT
    assert waiting(site) == []
    assert is_sent(send(site, site.upload(again, PHOTO)))


@pytest.mark.parametrize("path", ["/status/berkas", "/status/berkas/kirim", "/status/berkas/periksa"])
def test_from_elsewhere_nothing_is_taken_and_the_text_comes_back(site: Site, path: str) -> None:
    headers = {**FORM, "Origin": "https://lain.example"}
    state = state_of(files_page(site))
    if path.endswith("periksa"):
        data, kind = multipart.encode([("state", state), ("text", WHAT)], [("files", *PHOTO)])
        page = site.client.post(path, data=data, content_type=kind, headers=headers)
    else:
        page = site.post(path, {"state": state, "text": WHAT}, headers)
    assert page.status_code == 403
    assert "Belum terkirim" in text_of(page)
    assert WHAT in text_of(page)
    assert state not in page.get_data(as_text=True)
    assert waiting(site) == []


def test_a_text_too_long_comes_back_with_its_files(site: Site) -> None:
    page = review(site, PHOTO)
    again = send(site, page, text="a" * 49_151)
    assert "Tulisan terlalu panjang" in text_of(again)
    assert is_sent(send(site, again, text="a" * 49_000))


def test_long_names_and_a_long_text_are_too_long_together(
    open_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", unexamined)
    site = limited(open_site, files=99)
    page = review(site, *((f"{number:03}" + '"' * 240, b"x") for number in range(40)))
    again = send(site, page, text="a" * 40_000)
    assert "Tulisan terlalu panjang" in text_of(again)
    assert is_sent(send(site, again, text="a" * 40_000, neutral="y"))


def test_each_step_answers_at_the_deadline(site: Site) -> None:
    page = files_page(site)
    site.time.slept.clear()
    shown = site.upload(page, PHOTO)
    send(site, shown)
    assert site.time.slept == [pytest.approx(1.0), pytest.approx(1.0)]


def test_the_english_pages_say_the_same(site: Site) -> None:
    state = state_of(site.post("/en/status", {"code": str(CODE)}))
    page = site.post("/en/status/berkas", {"state": state})
    assert "Add files" in text_of(page)
    data, kind = multipart.encode([("state", state_of(page))], [("files", *PHOTO)])
    shown = site.client.post("/en/status/berkas/periksa", data=data, content_type=kind, headers=FORM)
    assert "place (GPS coordinates)" in text_of(shown)
    sent = site.post("/en/status/berkas/kirim", {"state": state_of(shown)})
    assert sent.status_code == 200
    assert len(messages(site)) == 1


class Meanwhile(io.BytesIO):
    """A body in whose middle something else happens, once."""

    def __init__(self, data: bytes, happens: Callable[[], None]) -> None:
        super().__init__(data)
        self._happens: Callable[[], None] | None = happens

    def read(self, size: int | None = -1, /) -> bytes:
        self._happen()
        return super().read(size)

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        self._happen()
        return super().readinto(buffer)

    def _happen(self) -> None:
        happens, self._happens = self._happens, None
        if happens is not None:
            happens()


def test_too_many_uploads_at_once_are_told_so_and_keep_their_text(open_site: Callable[..., Site]) -> None:
    site = open_site()
    # At most half of its threads take uploads, and of two that is one.
    site = open_site(reporter=replace(site.settings.reporter, threads=2))
    page = files_page(site)
    seen: list[TestResponse] = []

    def another() -> None:
        # Requests of one thread would share what belongs to each.
        with ThreadPoolExecutor(1) as other:
            seen.append(other.submit(site.upload, page, PHOTO, text=WHAT).result())

    body, kind = multipart.encode([("state", state_of(page))], [("files", *NOTE)])
    first = site.client.post(
        "/status/berkas/periksa",
        input_stream=Meanwhile(body, another),
        content_length=len(body),
        content_type=kind,
        headers=FORM,
    )
    (busy,) = seen
    assert busy.status_code == 503
    assert "Banyak unggahan sedang berjalan" in text_of(busy)
    assert "Belum terkirim" in text_of(busy)
    assert carried(busy)["text"] == WHAT
    assert is_sent(send(site, first))
    assert is_sent(send(site, site.upload(busy, PHOTO, text=WHAT), text=WHAT))


def test_without_room_for_files_an_upload_is_refused_and_its_text_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = files_page(site)
    with monkeypatch.context() as patch:
        patch.setattr(site.app.extensions["wbs-reporter"].spool, "room", lambda: 0)
        full = site.upload(page, PHOTO, text=WHAT)
    assert full.status_code == 503
    assert "Tempat untuk berkas penuh" in text_of(full)
    assert carried(full)["text"] == WHAT
    assert waiting(site) == []
    assert is_sent(send(site, site.upload(full, PHOTO)))


@pytest.mark.parametrize("trouble", ["keyring_expired", "keyring_missing", "clock", "failed"])
@pytest.mark.parametrize("step", ["attach", "inspect", "send"])
def test_without_a_keyring_nothing_is_sent_and_the_text_is_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch, step: str, trouble: str
) -> None:
    monkeypatch.setattr("wbs.portal.reporter.scrub.examine", unexamined)

    def refuse(_portal: object) -> None:
        raise Refused(Trouble(trouble))

    state = state_of(site.status(CODE))
    page = site.post("/status/berkas", {"state": state}) if step != "attach" else None
    shown = site.upload(page, NOTE) if page is not None and step == "send" else None
    with monkeypatch.context() as patch:
        patch.setattr("wbs.portal.reporter.readership.chain", refuse)
        if shown is not None:
            back = send(site, shown, text=WHAT, excluded="verifikator-1", neutral="y")
        elif page is not None:
            back = site.upload(page, NOTE, text=WHAT, excluded="verifikator-1")
        else:
            back = site.post("/status/berkas", {"state": state, "text": WHAT, "excluded": "verifikator-1"})
    assert back.status_code == (500 if trouble == "failed" else 503)
    assert "Belum terkirim" in text_of(back)
    assert WHAT in text_of(back)
    kept = carried(back)
    assert kept["excluded"] == ["verifikator-1"]
    # The page goes on from where it was, without the code.
    if shown is None:
        page = site.post("/status/berkas", {**kept, "text": WHAT})
        assert carried(page)["text"] == WHAT
        shown = site.upload(page, NOTE, excluded="verifikator-1")
        kept = carried(shown)
    again = site.post("/status/berkas/kirim", {**kept, "text": WHAT})
    if "Pembacanya berubah" in text_of(again):
        again = site.post("/status/berkas/kirim", {**carried(again), "text": WHAT})
    assert is_sent(again)
    (got,) = messages(site)
    assert "verifikator-1" not in got.readers
