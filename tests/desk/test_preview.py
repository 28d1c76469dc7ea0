"""What an attachment is shown as: made in a child that may die, lie or hang; nothing of it is believed."""

import io
import itertools
import os
import time
import tracemalloc
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from tests.desk.carrying import take_in
from tests.desk.office import Scene
from tests.preview import hostile, samples
from wbs.desk import attachments, preview
from wbs.desk.errors import ShelfError
from wbs.desk.preview import STOPPED, TOO_LARGE, WHY, Preview, draw
from wbs.preview import SIDES, Kind, Outcome, pages, picture, text

PDF, BMP, TEXT = b"%PDF-1.7", b"BM", b"text"
ONE_PIXEL = samples.picture("PNG", Image.new("RGB", (1, 1)))
# Every one is shown, and by its own module.
SHOWN: Mapping[str, tuple[Kind, bytes]] = {
    **{kind: (Kind.PICTURE, samples.picture(kind)) for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP")},
    "photo": (Kind.PICTURE, samples.picture("JPEG", samples.drawing((4_000, 3_000)), progressive=True)),
    "CMYK": (Kind.PICTURE, samples.picture("JPEG", samples.drawing(mode="CMYK"))),
    "palette": (Kind.PICTURE, samples.picture("PNG", samples.drawing(mode="P"))),
    "sixteen bits": (Kind.PICTURE, samples.picture("PNG", Image.new("I;16", (9, 9), 40_000))),
    "clear": (Kind.PICTURE, samples.picture("WEBP", samples.drawing(mode="RGBA"), lossless=True)),
    "two": (
        Kind.PICTURE,
        samples.picture("MPO", samples.drawing(), save_all=True, append_images=[samples.drawing()]),
    ),
    "PDF": (Kind.PAGES, samples.pdf(2)),
    "fonts": (Kind.PAGES, samples.page_of([0, 0, 200, 200], b"BT /F 40 Tf 10 10 Td (halo) Tj ET")),
    **{
        encoding: (Kind.TEXT, "Ümit – “tunai”, Rp10 juta\t\n".encode(encoding))
        for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
    },
    "empty": (Kind.TEXT, b""),
    "HTML": (Kind.TEXT, samples.SCRIPT),
}
WORKS = {Kind.TEXT: text.work, Kind.PICTURE: picture.work, Kind.PAGES: pages.work}


def alone(kind: Kind, data: bytes) -> Preview:
    """Return what the same module makes of it in this process, where nothing is forbidden."""
    said = io.BytesIO()
    WORKS[kind](("1", str(SIDES[0]), str(len(data))), io.BytesIO(data), said)
    said.seek(0)
    heeded: Preview = preview._heed(said, kind, 1, SIDES[0])
    return heeded


@pytest.mark.parametrize("name", SHOWN)
def test_the_child_sees_what_would_be_seen_without_bounds(name: str) -> None:
    kind, data = SHOWN[name]
    shown = draw(data)
    assert shown.kind is kind
    assert (shown.page, shown.why) == (1, "")
    assert shown.pages == (2 if name == "PDF" else 1)
    assert bool(shown.image) is not (kind is Kind.TEXT)
    assert shown == alone(kind, data)


def test_pages_and_closeness() -> None:
    first, second = draw(samples.pdf(2), 1), draw(samples.pdf(2), 2)
    assert (second.page, second.pages) == (2, 2)
    assert first.image != second.image
    close = draw(samples.pdf(2), 2, close=True)
    widths = [Image.open(io.BytesIO(each.image)).height for each in (second, close)]
    assert widths[0] <= SIDES[0] < widths[1] <= SIDES[1]


@pytest.mark.parametrize("data", [samples.pdf(), ONE_PIXEL, b"halo"], ids=["pages", "picture", "text"])
def test_a_page_that_is_not_there(data: bytes) -> None:
    for page in (2, 10**6):
        assert draw(data, page) == Preview(None, page, why=WHY[Outcome.NO_PAGE])


def test_numbers_that_are_no_pages_start_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    for page in (0, -1, 10**6 + 1, 10**30):
        assert draw(b"halo", page).why == WHY[Outcome.NO_PAGE]
    assert draw(None).why == TOO_LARGE
    assert draw(b"halo").why == STOPPED


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (samples.png_bomb(), Outcome.TOO_LARGE),
        (samples.page_of([0, 0, 20_000, 20_000]), Outcome.TOO_LARGE),
        (samples.locked(), Outcome.LOCKED),
        (samples.pdf()[:200], Outcome.DAMAGED),
        (samples.picture("JPEG")[:100], Outcome.DAMAGED),
        (b"\x7fELF\x02\x01\x01\0", Outcome.UNKNOWN),
    ],
)
def test_what_is_not_shown_says_why(data: bytes, outcome: Outcome) -> None:
    assert draw(data) == Preview(None, why=WHY[outcome])


def test_a_pdf_that_kills_its_library_is_told() -> None:
    assert draw(samples.killer_pdf()) == Preview(None, why=STOPPED)


def test_a_photo_that_keeps_its_decoder_busy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "SECONDS", 2)
    start = time.monotonic()
    assert draw(samples.killer_jpeg()) == Preview(None, why=STOPPED)
    assert time.monotonic() - start >= 2


@pytest.mark.parametrize(
    ("head", "what"),
    [
        *itertools.product((PDF, BMP, TEXT), [*hostile.ABOUT_ANYTHING, "crashes", "takes all memory"]),
        *itertools.product((PDF, BMP), hostile.ABOUT_PICTURES),
        *itertools.product((TEXT,), hostile.ABOUT_TEXT),
    ],
)
def test_a_child_that_was_taken_over_says_nothing_that_counts(
    head: bytes, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "MODULES", dict.fromkeys(Kind, hostile.__name__))
    assert draw(head + b"\n" + what.encode() + b"\n") == Preview(None, why=STOPPED)


@pytest.mark.parametrize("what", ["never ends", "writes for ever"])
def test_a_child_that_does_not_stop_is_stopped(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "MODULES", dict.fromkeys(Kind, hostile.__name__))
    monkeypatch.setattr(preview, "SECONDS", 1)
    assert draw(TEXT + b"\n" + what.encode() + b"\n") == Preview(None, why=STOPPED)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def filed(scene: Scene, contents: Mapping[str, bytes]) -> tuple[str, str]:
    """Have a desk take in a case with these files; return the desk's name and the case."""
    reporter = scene.reporter()
    scene.portal.receive(reporter.report(), scene.today)
    scene.portal.receive(reporter.files(contents, reporter.panel()), scene.today)
    name = reporter.panel()[0]
    take_in(scene, name)
    return name, reporter.case


def test_an_attachment_is_shown_from_the_sealed_shelf(scene: Scene) -> None:
    name, case = filed(scene, {"a.jpg": ONE_PIXEL, "b.txt": b"halo", "c.pdf": samples.pdf(3)})
    with scene.desk(name) as desk:
        found = [attachments.find(desk.find(case), number) for number in (1, 2, 3)]
        shown = [preview.preview(desk, each) for each in found]
        assert [each.kind for each in shown] == [Kind.PICTURE, Kind.TEXT, Kind.PAGES]
        assert shown[1].text == "halo"
        assert preview.preview(desk, found[2], 3).page == 3


def test_what_the_shelf_lost_or_damaged_is_told(scene: Scene) -> None:
    name, case = filed(scene, {"a.jpg": ONE_PIXEL})
    with scene.desk(name) as desk:
        numbered = attachments.find(desk.find(case), 1)
        path = desk.shelf.folder / "letters" / f"{numbered.message.drops[0].hex()}.age"
        sealed = bytearray(path.read_bytes())
        sealed[-20] ^= 1
        path.write_bytes(sealed)
        with pytest.raises(ShelfError, match="rusak atau hilang"):
            preview.preview(desk, numbered)


def test_what_is_larger_than_the_limit_is_not_even_opened(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, case = filed(scene, {"a.txt": bytes(b"a" * 1_001)})
    monkeypatch.setattr(preview, "LARGEST", 1_000)
    with scene.desk(name) as desk:
        numbered = attachments.find(desk.find(case), 1)
        monkeypatch.setattr(desk.shelf, "read", None)
        assert preview.preview(desk, numbered) == Preview(None, why=TOO_LARGE)


def test_memory_is_the_file_and_what_is_shown(scene: Scene) -> None:
    size = 12 << 20
    name, case = filed(scene, {"a.txt": b"halo " * (size // 5)})
    with scene.desk(name) as desk:
        numbered = attachments.find(desk.find(case), 1)
        tracemalloc.start()
        try:
            shown = preview.preview(desk, numbered)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert shown.text.startswith("halo halo")
    assert most < 1.5 * size


def test_nothing_is_written_anywhere(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    name, case = filed(scene, {"a.txt": b"kanari-9c1f"})
    before = {path: path.stat().st_mtime_ns for path in scene.folder.rglob("*") if path.is_file()}
    opened: list[object] = []
    real = os.open

    def watched(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        opened.append(path)
        return real(path, flags, mode, dir_fd=dir_fd)

    with scene.desk(name) as desk:
        numbered = attachments.find(desk.find(case), 1)
        monkeypatch.setattr(os, "open", watched)
        assert preview.preview(desk, numbered).text == "kanari-9c1f"
        monkeypatch.undo()
        assert {path: path.stat().st_mtime_ns for path in before} == before
    assert opened in ([], [os.devnull])
    after = {path for path in scene.folder.rglob("*") if path.is_file()}
    assert not [path for path in after if b"kanari-9c1f" in path.read_bytes()]
