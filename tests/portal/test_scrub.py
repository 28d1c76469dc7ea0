"""Whatever a child says of a file is checked; whatever goes wrong, an answer comes, and no false one."""

import hashlib
import io
import json
from collections.abc import Callable
from typing import BinaryIO

import pytest
from fpdf import FPDF

from tests.scrub import documents, pdf_documents, pictures, word_documents
from wbs.portal.reporter import scrub
from wbs.portal.reporter.scrub import FAILED, Examined, examine
from wbs.scrub import IMAGE_LIMIT, KINDS, files

CLEANED = b"\xff\xd8" + bytes(200_000) + b"\xff\xd9"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Examined]:
    """Examine a file with a child that says just this."""
    monkeypatch.setattr(scrub, "_MODULE", "tests.confined.hostile")

    def answer(answers: bytes) -> Examined:
        file = b"echo\n" + answers
        return examine(io.BytesIO(file), len(file), lambda stream: stream.read())

    return answer


def line(content: bytes = b"", **changes: object) -> bytes:
    told = {
        "format": "jpeg",
        "type": "image/jpeg",
        "found": ["place", "device"],
        "removed": ["place", "device"] if content else [],
        "warning": "",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return json.dumps({**told, **changes}).encode() + b"\n" + content


def test_what_a_child_finds_is_told(said: Callable[[bytes], Examined]) -> None:
    found = ("place", "device")
    assert said(line()) == Examined("jpeg", "image/jpeg", found, (), "", cleaned=False)
    assert said(line(CLEANED)) == Examined("jpeg", "image/jpeg", found, found, "", cleaned=True)
    partly = said(line(CLEANED, removed=["device"], warning="partial"))
    assert partly == Examined("jpeg", "image/jpeg", found, ("device",), "partial", cleaned=True)
    every = said(line(CLEANED, found=KINDS, removed=KINDS))
    assert (every.found, every.removed) == (KINDS, KINDS)


def test_cleaned_file_is_kept_whole_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrub, "_MODULE", "tests.confined.hostile")
    kept: list[bytes] = []

    def keep(stream: BinaryIO) -> None:
        kept.append(b"".join(iter(lambda: stream.read(1_000), b"")))

    file = b"echo\n" + line(CLEANED)
    assert examine(io.BytesIO(file), len(file), keep).cleaned
    assert kept == [CLEANED]


LIES = {
    "nothing": b"",
    "no line": b"x" * 10_000,
    "no JSON": b"{]\n",
    "depth": b"[" * 4_000 + b"\n",
    "a list": b"[]\n",
    "no text": b'"\xff"\n',
    "too little": b'{"format": "jpeg"}\n',
    "too much": line(more=1),
    "a long line": line(type="image/" + "x" * 5_000),
    "format": line(format="exe"),
    "format of another type": line(format=["jpeg"]),
    "type": line(type="text/html; charset=utf-8"),
    "type with a line": line(type="text/html\n"),
    "type of another type": line(type=None),
    "warning": line(warning="all is well"),
    "kind": line(found=["name of the reporter"]),
    "kinds of another type": line(found="place"),
    "kinds out of order": line(found=["device", "place"]),
    "kind twice": line(found=["place", "place"]),
    "kind of another type": line(found=[["place"]]),
    "removed but not found": line(CLEANED, found=["place"]),
    "removed from nothing": line(removed=["place"]),
    "size": line(size=-1),
    "size as a truth": line(b"x", size=True),
    "size as a fraction": line(b"x", size=1.0),
    "size beyond everything": line(CLEANED, size=IMAGE_LIMIT + 1),
    "hash": line(CLEANED, sha256="0" * 64),
    "no hash": line(CLEANED, sha256=None),
    "less than announced": line(CLEANED)[:-1],
    "more than announced": line(CLEANED) + b"x",
    "something after nothing": line() + b"x",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_lies_are_not_believed(said: Callable[[bytes], Examined], lie: bytes) -> None:
    assert said(lie) == FAILED


@pytest.mark.parametrize("what", ["dies on the way", "crashes", "raises", "takes all memory", "no such work"])
def test_child_that_ends_badly(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(scrub, "_MODULE", "tests.confined.hostile")
    file = f"{what}\n".encode() + line(CLEANED)
    assert examine(io.BytesIO(file), len(file), lambda stream: stream.read()) == FAILED


def test_keeper_that_stops_early_kept_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrub, "_MODULE", "tests.confined.hostile")
    file = b"echo\n" + line(CLEANED)
    assert examine(io.BytesIO(file), len(file), lambda stream: stream.read(10)) == FAILED


def test_errors_of_the_spool_pass_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrub, "_MODULE", "tests.confined.hostile")

    class LostError(Exception): ...

    class Source(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise LostError

    def full(_stream: BinaryIO) -> None:
        raise LostError

    with pytest.raises(LostError):
        examine(Source(), 10, full)
    with pytest.raises(LostError):
        examine(Source(), IMAGE_LIMIT + 1, full)
    file = b"echo\n" + line(CLEANED)
    with pytest.raises(LostError):
        examine(io.BytesIO(file), len(file), full)


def test_operator_is_told_where_nothing_can_be_examined(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scrub.check()
    assert caplog.messages == []
    monkeypatch.setattr(scrub, "_MODULE", "tests.confined.nothing")
    scrub.check()
    assert caplog.messages == ["no file can be examined on this machine; see docs/adr/0014"]


class Large(io.RawIOBase):
    """A file of which little is handed out at a time, and of which more than its head must not be read."""

    def __init__(self, head: bytes) -> None:
        self.left = head + bytes(IMAGE_LIMIT)
        self.given = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self.left[self.given :][: min(size, 1_000)]
        self.given += len(piece)
        return piece


def test_of_a_file_too_large_only_its_head_is_looked_at() -> None:
    video = Large(b"\0\0\0\x18ftypmp42\0\0\0\0isommp42")
    examined = examine(video, IMAGE_LIMIT + 1, lambda _stream: None)  # type: ignore[arg-type]  # reads
    assert (examined.type, examined.warning, examined.cleaned) == ("video/mp4", "unknown", False)
    assert video.given == 4_096


def pdf(author: str) -> bytes:
    document = FPDF()
    document.set_author(author)
    document.add_page()
    return bytes(document.output())


def test_real_examination_of_a_pdf() -> None:
    data = pdf("Ani Setyowati")
    kept: list[bytes] = []
    examined = examine(io.BytesIO(data), len(data), lambda stream: kept.append(stream.read()))
    assert (examined.format, examined.type, examined.warning) == ("pdf", "application/pdf", "")
    assert "author" in examined.removed
    assert examined.cleaned
    assert b"Ani Setyowati" in data
    (cleaned,) = kept
    assert cleaned.startswith(b"%PDF")
    assert b"Ani Setyowati" not in cleaned
    again = examine(io.BytesIO(cleaned), len(cleaned), lambda stream: kept.append(stream.read()))
    assert (again.found, again.cleaned) == ((), False)


SAMPLES: dict[str, Callable[[], bytes]] = {
    "docx": word_documents.telling_docx,
    "xlsx": documents.library_xlsx,
    "pptx": documents.library_pptx,
    "pdf": pdf_documents.telling_pdf,
    "updated pdf": pdf_documents.updated_pdf,
    "signed pdf": pdf_documents.signed_pdf,
    "jpeg": lambda: pictures.inserted(pictures.jpeg(), pictures.exif_segment(pictures.camera())),
    "png": lambda: pictures.png(pnginfo=pictures.texts()),
    "webp": lambda: pictures.webp(exif=pictures.camera()),
    "text": lambda: b"Surat edaran",
    "empty": lambda: b"",
}


@pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES)
def test_child_says_what_the_parser_says(make: Callable[[], bytes]) -> None:
    """Nothing is loaded or opened late: with all doors shut the answer is the same as with all open."""
    data = make()
    kept: list[bytes] = []
    examined = examine(io.BytesIO(data), len(data), lambda stream: kept.append(stream.read()))
    alone = files.scrub(data)
    assert kept == ([] if alone.content is None else [alone.content])
    assert examined == Examined(
        alone.format, alone.type, alone.found, alone.removed, alone.warning, cleaned=bool(kept)
    )
