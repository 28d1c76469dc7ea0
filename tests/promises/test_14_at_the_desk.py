"""Promise 14, the desk's half: no byte of an attachment is served, and none can stop the desk.

What a page shows of it was made anew, by the desk, from characters or pixels; whatever kills what decodes it
kills a child, and the page says so. Names are text, and become neither addresses nor headers nor paths.
"""

import hashlib
import io
import os
import re
import struct
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image, PngImagePlugin
from werkzeug.test import TestResponse

from tests.desk.office import NAMES, PASSPHRASE, Reporter, Scene
from tests.desk.web.conftest import Web, open_web
from tests.preview import hostile, samples
from wbs.desk import preview
from wbs.desk.importing import import_bundle
from wbs.desk.preview import SECONDS, STOPPED, WHY
from wbs.letters.errors import FormatError
from wbs.preview import Kind, Outcome

CANARY = b"kanari-jahat-5b1e"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"
MANY = 10_000
# What runs, plays or loads something; the desk's own pages have one script, and the picture.
ACTIVE = {"svg", "object", "embed", "iframe", "frame", "video", "audio", "canvas", "style", "base", "applet"}
# So many bytes are the same by chance in no test.
ALIKE = 16


def _noted() -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SCRIPT.decode())
    notes.add_text("Author", CANARY.decode(), zip=False)
    return notes


def _spelled() -> Image.Image:
    """Pixels, noise among them, whose bytes spell something."""
    rows = (os.urandom(64 * 3 - len(SCRIPT)) + SCRIPT for _ in range(64))
    return Image.frombytes("RGB", (64, 64), b"".join(rows))


NOISE = Image.frombytes("RGB", (64, 64), os.urandom(64 * 64 * 3))
IS_SHOWN: Mapping[str, bytes] = {
    "catatan.png": samples.picture("PNG", NOISE, pnginfo=_noted()),
    "belakang.png": samples.picture("PNG", NOISE) + SCRIPT,
    "ganda.jpg": samples.picture("JPEG", NOISE, comment=SCRIPT, exif=b"Exif\0\0" + SCRIPT) + SCRIPT,
    "ganda.gif": samples.picture("GIF", NOISE, comment=SCRIPT) + b"*/=1;alert(1)//" + SCRIPT,
    "ganda.webp": samples.picture("WEBP", NOISE, xmp=SCRIPT, lossless=True) + SCRIPT,
    "eja.png": samples.picture("PNG", _spelled()),
    "eja.bmp": samples.picture("BMP", _spelled().transpose(Image.Transpose.FLIP_TOP_BOTTOM)),
    "ganda.bmp": samples.picture("BMP", NOISE) + SCRIPT,
    "surat.html.pdf": b"<html>" + SCRIPT + samples.pdf(2) + SCRIPT,
}
IS_TEXT: Mapping[str, bytes] = {
    "halaman.png": b"<!DOCTYPE html><html><body onload=alert(1)>" + SCRIPT,
    "gambar.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>",
    "kode.png": b"</pre></div>{{ 7 * 7 }}{% raw %}&lt;b&gt;`${alert(1)}`//" + SCRIPT,
    "tabel.csv": b"=HYPERLINK(\"http://contoh.invalid/?\"&A1),@SUM(1),+cmd|' /C calc'!A0\n" + SCRIPT,
    "arah.txt": "\u202e\u2066\u200b\x1b]0;judul\a".encode().replace(b"\a", b"") + SCRIPT,
}
IS_REFUSED: Mapping[str, tuple[bytes, str]] = {
    "bom.png": (samples.png_bomb() + SCRIPT, WHY[Outcome.TOO_LARGE]),
    "lebar.pdf": (samples.page_of([0, 0, 1e6, 1e6], SCRIPT), WHY[Outcome.TOO_LARGE]),
    "terkunci.pdf": (samples.locked() + SCRIPT, WHY[Outcome.LOCKED]),
    "pembunuh.pdf": (samples.killer_pdf() + SCRIPT, STOPPED),
    "pembunuh.jpg": (samples.killer_jpeg() + SCRIPT, STOPPED),
    "potong.jpg": (samples.picture("JPEG", NOISE)[:200] + SCRIPT, WHY[Outcome.DAMAGED]),
    "program.jpg": (b"MZ\x90\0\x03\0\0\0" + SCRIPT, WHY[Outcome.UNKNOWN]),
    "surat.docm": (b"PK\x03\x04\x14\0\0\0" + SCRIPT, WHY[Outcome.UNKNOWN]),
}
STRANGE = (
    "..\u2215..\u2215etc\u2215passwd", "..%2f..%2fetc%2fpasswd", "%00.png", ".bashrc", "-rf", "~root", "CON",
    "=HYPERLINK(1).csv", "+cmd|calc.xls", "@SUM(1)", "'\"><img src=x onerror=alert(1)>.jpg",
    "<script>alert(1)", "javascript:alert(1)", "{{ 7 * 7 }}{% raw %}.txt", "foto\u202egpj.exe",
    "\u2066x\u2069\u200b\ufeff.pdf", "a\u2028b\u2029c.txt", "x; filename=\"y\".html", "gambar?halaman=2#x",
    "\ufffe\ue000.txt", " . . ", "é" * 127,
)  # fmt: skip


class Place(NamedTuple):
    """The desk's pages, and its one case."""

    web: Web
    reporter: Reporter

    def get(self, path: str) -> TestResponse:
        return self.web.client.get(f"/kasus/{self.reporter.case}/{path}".rstrip("/"))


def _files() -> dict[str, bytes]:
    refused = {name: data for name, (data, _why) in IS_REFUSED.items()}
    return dict(IS_SHOWN) | dict(IS_TEXT) | refused | dict.fromkeys(STRANGE, SCRIPT)


FILES = _files()
NUMBERS = {name: number for number, name in enumerate(FILES, 1)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A desk with a case that has FILES first, and MANY attachments in all."""
    scene = Scene(tmp_path_factory.mktemp("jahat"))
    reporter = next(each for each in map(scene.reporter, map(str, range(99))) if NAMES[0] in each.panel())
    scene.portal.receive(reporter.report("Laporan."), scene.today)
    scene.portal.receive(reporter.files(FILES, reporter.panel()), scene.today)
    scene.later(1)
    left = MANY - len(FILES)
    for start in range(0, left, 99):
        names = {f"{number}.txt": b"" for number in range(start, min(start + 99, left))}
        scene.portal.receive(reporter.files(names, [NAMES[0]]), scene.today)
    with scene.desk(NAMES[0]) as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))
    with open_web(scene, NAMES[0], [reporter]) as web:
        assert web.post("/buka", passphrase=PASSPHRASE).status_code == 303
        yield Place(web, reporter)


class Tags(HTMLParser):
    """What a page does: its tags, its addresses, its handlers."""

    def __init__(self, page: TestResponse) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction", "srcset", "data", "poster", "content"):
                self.addresses.append(value or "")
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.handlers.append(name)


def assert_calm(page: TestResponse) -> Tags:
    """Return a page, read: it runs and loads only what is the desk's own, and no header says what is not."""
    tags = Tags(page)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; ")
    assert not ACTIVE & set(tags.tags)
    assert tags.tags.count("script") == 1
    assert tags.handlers == []
    assert not [each for each in tags.addresses if re.match(r"\s*(javascript|data|blob|http|//)", each, re.I)]
    assert SCRIPT not in page.data
    assert not [value for _, value in page.headers if "kanari" in value]
    assert "Content-Disposition" not in page.headers
    return tags


def assert_ours(served: TestResponse, original: bytes) -> None:
    """A picture is a PNG of three chunks, made by the desk, and shares no sixteen bytes with the file."""
    assert served.status_code == 200
    assert served.headers["Content-Type"] == "image/png"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in served.headers["Content-Security-Policy"].split("; ")
    assert "Content-Disposition" not in served.headers
    assert CANARY not in served.data
    assert [kind for kind, _ in chunks(served.data)] == [b"IHDR", b"IDAT", b"IEND"]
    theirs = {original[at : at + ALIKE] for at in range(len(original) - ALIKE + 1)}
    packed = dict(chunks(served.data))[b"IDAT"]
    assert not [at for at in range(len(packed) - ALIKE + 1) if packed[at : at + ALIKE] in theirs]
    with Image.open(io.BytesIO(served.data)) as image:
        image.load()
        assert image.info == {}


def chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield what a PNG consists of; nothing stands before, between or behind."""
    at = 8
    while at < len(file):
        (length,) = struct.unpack_from(">I", file, at)
        yield file[at + 4 : at + 8], file[at + 8 : at + 8 + length]
        at += length + 12
    assert at == len(file)


def test_what_is_a_picture_is_made_anew(place: Place) -> None:
    for name, original in IS_SHOWN.items():
        page = place.get(f"lampiran/{NUMBERS[name]}")
        assert_calm(page)
        assert CANARY not in page.data
        assert_ours(place.get(f"lampiran/{NUMBERS[name]}/gambar"), original)


def test_what_is_text_is_read_and_does_nothing(place: Place) -> None:
    for name in IS_TEXT:
        page = place.get(f"lampiran/{NUMBERS[name]}")
        assert_calm(page)
        assert "&lt;script&gt;alert(&#39;kanari-jahat-5b1e&#39;)&lt;/script&gt;" in page.text
        assert not re.search("[\x00-\x08\x0b-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", page.text)
        assert place.get(f"lampiran/{NUMBERS[name]}/gambar").status_code == 404


def test_bombs_and_killers_end_in_a_sentence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (_, why) in IS_REFUSED.items():
        # The killers need no full measure.
        monkeypatch.setattr(preview, "SECONDS", 3 if why == STOPPED else SECONDS)
        page = place.get(f"lampiran/{NUMBERS[name]}")
        assert_calm(page)
        assert why in page.text
        assert "Berkas ini bisa berbahaya." in page.text
        assert CANARY not in page.data
        picture = place.get(f"lampiran/{NUMBERS[name]}/gambar")
        assert picture.status_code == 404
        assert CANARY not in picture.data
    assert place.get("lampiran/1").status_code == 200


@pytest.mark.parametrize("what", ["crashes", "takes all memory", "more pixels"])
def test_a_decoder_that_was_taken_over_gets_nothing_shown(
    place: Place, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The faults are the child's own, in every page's stead; looked at closely, since nothing is kept yet."""
    monkeypatch.setattr(preview, "MODULES", dict.fromkeys(Kind, hostile.__name__))
    monkeypatch.setattr(preview, "content", None)
    monkeypatch.setattr("wbs.desk.web.looking.content", lambda *_: b"BM\n" + what.encode() + b"\n")
    page = place.get(
        f"lampiran/1?halaman={1 + ['crashes', 'takes all memory', 'more pixels'].index(what)}&besar=1"
    )
    assert STOPPED in page.text


def test_ten_thousand_attachments_leave_the_pages_usable(place: Place) -> None:
    case = place.get("")
    assert_calm(case)
    assert len(case.data) < 500_000
    with place.web.desk() as desk:
        assert sum(len(each.letter.attachments) for each in desk.find(place.reporter.case).messages) == MANY
    last = place.get(f"lampiran/{MANY}")
    assert f"Lampiran {MANY} dari {MANY}" in last.text
    assert len(last.data) < 50_000
    assert place.get(f"lampiran/{MANY + 1}").status_code == 404


def test_a_name_is_text_everywhere(place: Place) -> None:
    for path in ("", "bukti", "cetak", *(f"lampiran/{NUMBERS[name]}" for name in STRANGE)):
        page = place.get(path)
        assert page.status_code == 200
        tags = assert_calm(page)
        assert "onerror=alert(1)>.jpg</" not in page.text.replace("&gt;", "")
        assert not re.search("[\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ue000]", page.text)
        for address in tags.addresses:
            assert not [name for name in STRANGE if len(name) > 3 and name in address]


def test_a_name_becomes_no_path(place: Place, tmp_path: Path) -> None:
    out = tmp_path / "a" / "keluar"
    out.mkdir(parents=True)
    wanted = [NUMBERS[name] for name in STRANGE]
    for number in wanted:
        path = f"/kasus/{place.reporter.case}/lampiran/{number}/simpan"
        answer = place.web.post(path, folder=str(out), sha256=hashlib.sha256(SCRIPT).hexdigest())
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/kasus/{place.reporter.case}/lampiran/{number}"
    written = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert {each.parent for each in written} == {out}
    assert len(written) == len(wanted)
    for each in written:
        assert re.match(r"[0-9]{2}-", each.name)
        assert each.read_bytes() == SCRIPT
        assert each.stat().st_mode & 0o777 == 0o600


def test_a_path_for_a_name_is_no_letter(place: Place) -> None:
    """Two points, and whatever separates folders, are refused where letters are read."""
    for name in ("..", "../x", "a/b", "a\\b", "\0", "a\nb"):
        with pytest.raises(FormatError, match="name"):
            place.reporter.files({name: b""}, [NAMES[0]])
