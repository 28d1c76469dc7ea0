"""Office Open XML: drawings in VML and pictures in SVG, of which some is seen and some tells."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scrub import documents, libreoffice
from tests.scrub.documents import REL, SECRET, TEXT, changed, parts_of
from tests.scrub.test_ooxml import clean, names_agree
from tests.scrub.word_documents import paragraph, word
from wbs.scrub import Scrubbed
from wbs.scrub.ooxml import scrub_ooxml

_VML = "xl/drawings/commentsDrawing1.vml"
_BUTTON = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="tombol"><x:ClientData xmlns:x="urn:schemas-microsoft-com:'
    'office:excel" ObjectType="Button"/></v:shape></xml>'
)
_DOCTYPE = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
)
_METADATA = f"<metadata>{SECRET}</metadata>"
_DRAWN = '<rect width="9" height="9"/>'


def sheet(*more: tuple[str, str, str]) -> bytes:
    """A workbook with a remark, in whose drawing there is more."""
    return changed(documents.library_xlsx(), *more)


def svg(inside: str, head: str = "") -> bytes:
    part = f'<?xml version="1.0"?>{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>'
    return word(paragraph(TEXT), parts={"word/media/a.svg": (f"{REL}/image", "image/svg+xml", part)})


@pytest.mark.parametrize("data", [sheet((_VML, "</xml>", _BUTTON))])
def test_a_forms_button_stays_and_the_boxes_of_remarks_beside_it_go(data: bytes) -> None:
    result = scrub_ooxml(data)
    assert "comments" in result.removed
    assert (result.found, result.warning) == (result.removed, "")
    drawing = parts_of(result.content or b"")[_VML]
    assert b'ObjectType="Button"' in drawing
    assert b"Note" not in drawing
    names_agree(result.content or b"")
    assert scrub_ooxml(result.content or b"") == Scrubbed("ooxml", result.type)


def test_a_drawing_of_nothing_but_remarks_goes() -> None:
    assert _VML not in parts_of(scrub_ooxml(sheet()).content or b"")


@pytest.mark.parametrize(
    "data",
    [
        svg(_METADATA + _DRAWN, _DOCTYPE),
        svg(_METADATA + _DRAWN, f"<!-- {SECRET} -->\n{_DOCTYPE}\n"),
        svg(_METADATA + _DRAWN, "<!DOCTYPE svg>"),
        svg(_METADATA + _DRAWN, '<!DOCTYPE svg SYSTEM "svg.dtd" >'),
    ],
)
def test_a_picture_with_a_document_type_is_cleaned(data: bytes) -> None:
    result = scrub_ooxml(clean(data))
    assert (result.found, result.removed, result.warning) == (("other",), ("other",), "")
    part = parts_of(result.content or b"")["word/media/a.svg"]
    assert SECRET.encode() not in part
    assert _DRAWN.encode() in part


@pytest.mark.parametrize("data", [svg(_DRAWN, _DOCTYPE)])
def test_one_that_tells_nothing_stays_as_it_is(data: bytes) -> None:
    assert scrub_ooxml(clean(data)).found == ()
    mixed = changed(data, ("word/document.xml", "<w:p>", '<w:p w:rsidR="1">'))
    parts = parts_of(scrub_ooxml(mixed).content or b"")
    assert parts["word/media/a.svg"] == parts_of(data)["word/media/a.svg"]


@pytest.mark.parametrize(
    "data",
    [
        svg(f"{_METADATA}&a;", f'<!DOCTYPE svg [<!ENTITY a "{SECRET}">]>'),
        svg(f"{_METADATA}&a;", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        svg(f"{_METADATA}&a;", _DOCTYPE),
        svg(_METADATA, "<!DOCTYPE html>"),
        svg(_METADATA, _DOCTYPE * 2),
        svg(f"{_METADATA}{_DOCTYPE}"),
        svg(f"{_METADATA}<g>"),
    ],
)
def test_one_that_brings_entities_or_is_damaged_stays_and_is_told(data: bytes) -> None:
    result = scrub_ooxml(data)
    assert (result.found, result.removed, result.warning) == (("dates",), ("dates",), "partial")
    assert parts_of(result.content or b"")["word/media/a.svg"] == parts_of(data)["word/media/a.svg"]


_PHOTO = "data:image/jpeg;base64,/9j/"


@pytest.mark.parametrize(
    "data",
    [
        svg(f'<image xlink:href="{_PHOTO}"/>'),
        svg(f'<filter><feImage href="{_PHOTO}"/></filter>'),
        svg(f'<filter><feImage xlink:href="DATA:image/png; charset=utf-8; base64,/9j/"/></filter>{_DRAWN}'),
        svg(f'<rect style="fill:url({_PHOTO})"/>'),
        svg(f"<style>rect {{ fill: url('{_PHOTO}') }}</style>"),
        svg("<style><![CDATA[@font-face { src: url(data:;base64,AAEA) }]]></style>"),
    ],
)
def test_a_picture_within_a_picture_stays_and_is_told(data: bytes) -> None:
    result = scrub_ooxml(clean(data))
    assert (result.found, result.content, result.warning) == ((), None, "partial")


@pytest.mark.parametrize(
    "data",
    [
        svg('<text>data:image/jpeg;base64,</text><rect data-a="b" style="fill:url(#a)"/><use href="#a"/>'),
        svg("<style>rect { fill: red }</style>"),
    ],
)
def test_a_picture_without_one_is_not_told(data: bytes) -> None:
    assert scrub_ooxml(clean(data)).warning == ""


def test_a_picture_whose_document_type_went_is_drawn_alike(tmp_path: Path) -> None:
    pictures = {"before.svg": svg(_METADATA + _DRAWN, _DOCTYPE)}
    pictures["after.svg"] = scrub_ooxml(pictures["before.svg"]).content or b""
    files = {name: parts_of(data)["word/media/a.svg"] for name, data in pictures.items()}
    assert files["before.svg"] != files["after.svg"]
    shown = libreoffice.convert(files, "pdf", tmp_path)
    assert libreoffice.drawn(shown["before"]) == libreoffice.drawn(shown["after"])
