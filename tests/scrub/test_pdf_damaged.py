"""PDF with faults that readers put up with: nothing of it is lost, nor called clean unread."""

from __future__ import annotations

import io
import re
from typing import Literal

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Stream

from tests.scrub import pdf_documents as samples
from tests.scrub import pictures
from tests.scrub.documents import SECRET
from wbs.scrub import Scrubbed
from wbs.scrub.pdf import scrub_pdf

DAMAGED = Scrubbed("pdf", "application/pdf", warning="damaged")
_LENGTH = re.compile(rb"(?<=/Length )\d+(?= >>\nstream\nBT)")


def document(*, pages: int = 2) -> bytes:
    """Return pages with a text, the first with a picture too, and an author; as text, where it can be."""
    pdf = pikepdf.new()
    for number in range(pages):
        samples.page(pdf)
        page = pdf.pages[number].obj
        page["/Contents"] = Stream(pdf, b"BT /F 12 Tf 72 %d Td (Halaman) Tj ET /X Do" % (700 - 50 * number))
    picture = Stream(
        pdf,
        pictures.jpeg(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=64,
        Height=48,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(X=picture)
    pdf.pages[0].contents_add(b"200 0 0 200 100 100 cm /X Do")
    pdf.docinfo["/Author"] = SECRET
    plain = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False}
    return samples.saved(pdf, static_id=True, **plain)


def again(data: bytes) -> bytes:
    """Let the table of objects say once more where they lie."""
    start = data.rindex(b"xref\n0")
    body, rest = data[:start], data[data.index(b"trailer", start) :]
    at = {int(found[1]): found.start() for found in re.finditer(rb"(?m)^(\d+) \d+ obj", body)}
    lines = [b"%010d 00000 n \n" % at.get(number, 0) for number in range(1, max(at) + 1)]
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(lines) + 1) + b"".join(lines)
    return body + table + re.sub(rb"(?<=startxref\n)\d+", b"%d" % start, rest)


def moved(data: bytes, begins: bytes, by: int) -> bytes:
    """Let the table point beside the object that has this in it."""
    at = holding(data, begins).start()
    return data.replace(b"%010d 00000 n" % at, b"%010d 00000 n" % (at + by))


def holding(data: bytes, begins: bytes) -> re.Match[bytes]:
    """Return the first object that has this in it."""
    objects = re.finditer(rb"(?m)^\d+ 0 obj\n(?:(?!endobj).)*", data, re.DOTALL)
    return next(found for found in objects if begins in found[0])


def cleaned(data: bytes) -> None:
    """Nothing is lost, and the author is gone."""
    result = scrub_pdf(data)
    assert result.warning == ""
    # A picture that is read to its stream's end has a line break behind it.
    assert {"author"} <= set(result.removed) <= {"author", "trailer"}
    assert SECRET.encode() not in samples.plain(result.content)
    assert samples.drawn(result.content) == samples.drawn(document())


def test_the_sample_is_whole() -> None:
    assert again(document()) == document()
    cleaned(document())
    assert len(set(samples.drawn(document()))) == 2


@pytest.mark.parametrize("length", [b"0", b"10", b"41", b"50", b"5000", b"-1", b"9.5", b"(x)", b"99 0 R"])
def test_a_stream_of_another_length_than_it_says_is_read_to_its_end(length: bytes) -> None:
    data = again(_LENGTH.sub(length, document()))
    assert data != document()
    cleaned(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"<< /Length \d+ >>\nstream\nBT", b"<< >>\nstream\nBT"),
        (rb"endstream\nendobj", b"endobj"),
        (rb"(?<=/Type /Page >>\n)endobj\n", b""),
        (rb"stream\n(?=BT)", b"stream\r"),
        (rb"/Type /Page >>", b"/Type /Page /Rotate >>"),
        (rb"/Type /Page >>", b"/Type /Page /Type /Page >>"),
        (rb"/Length (\d+)(?= /Subtype|[^>]*>>\nstream\n\xff\xd8)", b"/Length 7"),
    ],
    ids=["no length", "no endstream", "no endobj", "stream CR", "odd", "twice", "picture"],
)
def test_what_readers_put_up_with_is_cleaned(old: bytes, new: bytes) -> None:
    data = again(re.sub(old, new, document()))
    assert data != document()
    cleaned(data)


@pytest.mark.parametrize("begins", [b"/Type /Page >>", b"stream\nBT", b"/Type /Pages", SECRET.encode()])
@pytest.mark.parametrize("by", [1, 7, -3])
def test_an_object_that_lies_elsewhere_is_not_taken_for_none(begins: bytes, by: int) -> None:
    assert scrub_pdf(moved(document(), begins, by)) == DAMAGED


@pytest.mark.parametrize("begins", [b"/Type /Page >>", b"stream\nBT", SECRET.encode()])
def test_an_object_of_another_generation_is_not_taken_for_none(begins: bytes) -> None:
    data = document()
    number = holding(data, begins)
    changed = number[0].replace(b" 0 obj", b" 1 obj", 1)
    assert scrub_pdf(data.replace(number[0], changed)) == DAMAGED


def test_a_stream_without_an_end_is_not_taken_for_an_empty_one() -> None:
    data = document(pages=1)
    assert scrub_pdf(again(data.replace(b"endstream\nendobj", b""))) == DAMAGED


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_an_encrypted_stream_of_another_length_is_not_guessed(revision: Literal[3, 4, 6]) -> None:
    options: dict[str, object] = {
        "encryption": pikepdf.Encryption(
            owner="a", user="", R=revision, aes=revision > 3, metadata=revision > 3
        ),
        "compress_streams": False,
        "object_stream_mode": pikepdf.ObjectStreamMode.disable,
    }
    with pikepdf.open(io.BytesIO(document())) as pdf:
        data = samples.saved(pdf, **options)
    assert "author" in scrub_pdf(data).removed
    *_others, last = re.finditer(rb"/Length (\d+) >>\nstream", data)
    assert scrub_pdf(data[: last.start(1)] + b"%d" % (int(last[1]) - 1) + data[last.end(1) :]) == DAMAGED
