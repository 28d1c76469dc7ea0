"""The page of an attachment: seen as pixels or text, saved as it came, and never given out."""

import io
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image

from tests.desk.web.conftest import Web
from tests.preview import samples
from wbs.desk import preview
from wbs.desk.importing import import_bundle
from wbs.desk.web.loopback import _HEADERS
from wbs.desk.web.places import folder_named, token
from wbs.desk.web.session import Locked

FILES: Mapping[str, bytes] = {
    "surat.pdf": samples.pdf(3),
    "foto.jpg": samples.picture("JPEG", samples.drawing((2_400, 1_200))),
    "catatan.txt": "Ümit <b>\u202etxt.exe\x1b[31m".encode(),
    "video.mp4": b"\0\0\0\x18ftypmp42" + bytes(100),
}


@pytest.fixture
def case(web: Web) -> str:
    """The address of a case with FILES."""
    return with_files(web, FILES)


def with_files(web: Web, files: Mapping[str, bytes]) -> str:
    """Have the desk take in a message with files; return its case's address."""
    reporter = web.reporters[0]
    web.scene.portal.receive(reporter.files(files, reporter.panel()), web.scene.today)
    with web.desk() as desk:
        import_bundle(desk, web.scene.portal.bundle(web.scene.today))
    return f"/kasus/{reporter.case}"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "keluar"
    folder.mkdir()
    return folder


def sha256(web: Web, address: str) -> str:
    page = web.get(address)
    return page.split('name="sha256" value="')[1][:64]


def test_a_pdf_is_paged_through(web: Web, case: str) -> None:
    first = web.get(f"{case}/lampiran/1")
    assert "surat.pdf" in first
    assert f"{case}/lampiran/1/gambar?halaman=1" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    last = web.get(f"{case}/lampiran/1?halaman=3")
    assert 'rel="next"' not in last
    assert 'rel="prev"' in last
    pictures = {web.client.get(f"{case}/lampiran/1/gambar?halaman={page}").data for page in (1, 2, 3)}
    assert len(pictures) == 3
    none = web.get(f"{case}/lampiran/1?halaman=4")
    assert "Halaman itu tidak ada." in none
    assert web.client.get(f"{case}/lampiran/1/gambar?halaman=4").status_code == 404


def test_pages_that_are_none(web: Web, case: str) -> None:
    for page in ("0", "-1", "4", "10000000000000000000000"):
        assert "Halaman itu tidak ada." in web.get(f"{case}/lampiran/1?halaman={page}")
        assert web.client.get(f"{case}/lampiran/1/gambar?halaman={page}").status_code == 404
    for word in ("x", "", "1.5", "%00"):
        assert 'rel="next"' in web.get(f"{case}/lampiran/1?halaman={word}")


def test_a_picture_is_seen_small_and_close(web: Web, case: str) -> None:
    sizes = []
    for query in ("", "?besar=1"):
        assert "Tidak ditampilkan" not in web.get(f"{case}/lampiran/2{query}")
        given = web.client.get(f"{case}/lampiran/2/gambar{query}")
        with Image.open(io.BytesIO(given.data)) as image:
            sizes.append(image.size)
    assert sizes == [(1_800, 900), (2_400, 1_200)]


def test_text_stands_in_the_page_and_does_nothing(web: Web, case: str) -> None:
    page = web.get(f"{case}/lampiran/3")
    assert "Ümit &lt;b&gt;‹U+202E›txt.exe‹U+001B›[31m" in page
    assert web.client.get(f"{case}/lampiran/3/gambar").status_code == 404


def test_all_else_is_only_saved(web: Web, case: str) -> None:
    page = web.get(f"{case}/lampiran/4")
    assert "Jenis berkas ini tidak ditampilkan di sini." in page
    assert "Berkas ini bisa berbahaya." in page
    assert web.client.get(f"{case}/lampiran/4/gambar").status_code == 404


def test_what_is_said_of_an_attachment(web: Web, case: str) -> None:
    page = web.get(f"{case}/lampiran/1")
    assert "Lampiran 1 dari 4" in page
    assert sha256(web, f"{case}/lampiran/1") in page
    for sentence in (
        "Dihapus sebelum dikirim",
        "orang yang tidak dikenal",
        "siapa pun yang memegang disk ini",
    ):
        assert sentence in page


def test_what_is_not_there(web: Web, case: str) -> None:
    numbers = ("0", "5", "99999999999999999999", "0/gambar", "-1", "x")
    elsewhere = ("lampiran/1", "lampiran/1/gambar", "bukti", "cetak")
    for address in (
        *(f"{case}/lampiran/{each}" for each in numbers),
        *(f"/kasus/ffffffff/{each}" for each in elsewhere),
    ):
        answer = web.client.get(address)
        assert answer.status_code == 404
        assert answer.content_type == "text/html; charset=utf-8"


def test_a_picture_has_a_fixed_type_and_may_do_nothing(web: Web, case: str) -> None:
    given = web.client.get(f"{case}/lampiran/1/gambar")
    assert given.headers["Content-Type"] == "image/png"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Cache-Control"] == "no-store"
    policy = given.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'none'"} <= set(policy)
    assert set(given.headers.keys()) <= {
        *_HEADERS,
        "Content-Security-Policy",
        "Content-Type",
        "Content-Length",
        "Vary",
    }


def test_saving_writes_the_file_and_the_journal(web: Web, case: str, out: Path) -> None:
    address = f"{case}/lampiran/4"
    page = web.send(f"{address}/simpan", folder=f" {out} ", sha256=sha256(web, address))
    assert f"Tersimpan, tidak tersegel: {out}/04-video.mp4" in page
    assert (out / "04-video.mp4").read_bytes() == FILES["video.mp4"]
    with web.desk() as desk:
        assert len(desk.shelf.state.saved) == 1
    # The next one is likely to go there too.
    page = web.get(f"{case}/lampiran/1")
    assert re.search(rf'value="{token(out)}"\s+autocomplete="off"\s+checked', page)


def test_a_folder_that_is_none_is_refused_and_kept_on_the_page(web: Web, case: str) -> None:
    address = f"{case}/lampiran/4"
    given = sha256(web, address)
    for folder in ("", ".", "keluar", "~lain", "../x", "/nowhere", "\0", "/\0"):
        answer = web.post(f"{address}/simpan", folder=folder, sha256=given)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
        assert "Lampiran 4 dari 4" in answer.text
        assert f'value="{folder}"' in answer.text
    with web.desk() as desk:
        assert desk.shelf.state.saved == []


def test_a_tilde_is_the_home_of_whoever_sits_there() -> None:
    assert [folder_named(each) for each in ("~", "~/ x", " /a ")] == [
        Path.home(),
        Path.home() / " x",
        Path("/a"),
    ]


def test_a_number_that_has_moved_saves_nothing(web: Web, case: str, out: Path) -> None:
    given = sha256(web, f"{case}/lampiran/1")
    answer = web.post(f"{case}/lampiran/2/simpan", folder=str(out), sha256=given)
    assert answer.status_code == 400
    assert "Nomor lampiran sudah bergeser" in answer.text
    assert list(out.iterdir()) == []


def test_the_desks_own_folder_keeps_no_plaintext(web: Web, case: str) -> None:
    address = f"{case}/lampiran/4"
    answer = web.post(f"{address}/simpan", folder=str(web.session.folder), sha256=sha256(web, address))
    assert answer.status_code == 400
    assert "milik meja sendiri" in answer.text


def test_saving_needs_a_form_of_ours(web: Web, case: str, out: Path) -> None:
    address = f"{case}/lampiran/4"
    given = sha256(web, address)
    assert web.client.get(f"{address}/simpan").status_code == 405
    forged = web.client.post(
        f"{address}/simpan", data={"folder": str(out), "sha256": given}, headers={"Origin": web.base}
    )
    assert forged.status_code == 400
    assert list(out.iterdir()) == []


def test_a_page_and_its_picture_start_one_child(web: Web, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    web.get(f"{case}/lampiran/1?halaman=2")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert web.client.get(f"{case}/lampiran/1/gambar?halaman=2").status_code == 200
    assert web.client.get(f"{case}/lampiran/1/gambar?halaman=3").status_code == 404


def test_what_was_looked_at_goes_with_the_keys(web: Web, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from wbs.desk.web.looking import _looked

    before = len(_looked)
    web.get(f"{case}/lampiran/1")
    assert len(_looked) == before + 1
    web.session.lock()
    assert len(_looked) == before
    assert web.client.get(f"{case}/lampiran/1/gambar").headers["Location"] == "/buka"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Have drawing wait: the first event is set once it began, the second lets it go on."""
    began, go = threading.Event(), threading.Event()
    real = preview.draw

    def draw(data: bytes | None, page: int = 1, *, close: bool = False) -> preview.Preview:
        began.set()
        assert go.wait(30)
        return real(data, page, close=close)

    monkeypatch.setattr("wbs.desk.web.looking.draw", draw)
    yield began, go
    go.set()


def test_the_desk_is_free_and_can_be_locked_while_a_child_works(
    web: Web, case: str, slow: tuple[threading.Event, threading.Event]
) -> None:
    began, go = slow
    answers: list[str | None] = []
    other = web.app.test_client()
    # The same browser: its cookie.
    cookie = web.client.get_cookie(f"wbs-meja-{web.door.port}", domain="127.0.0.1")
    assert cookie is not None
    other.set_cookie(cookie.key, cookie.value, domain="127.0.0.1")
    asking = threading.Thread(
        target=lambda: answers.append(
            other.get(f"{case}/lampiran/1", base_url=web.base).headers.get("Location")
        )
    )
    asking.start()
    assert began.wait(30)
    with web.desk() as desk:
        assert desk.today == web.scene.today
    web.session.lock()
    go.set()
    asking.join(30)
    assert answers == ["/buka"]
    with pytest.raises(Locked), web.desk():
        pass
