"""OpenDocument as LibreOffice itself writes it: what it leaves behind goes, and the pages look as before."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from tests.scrub import libreoffice
from tests.scrub.documents import SECRET, TEXT, parts_of, zipped
from wbs.scrub.odf import scrub_odf

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="{_URN}{name}:1.0"'
        for prefix, name in {
            **{name: name for name in ("office", "text", "table", "meta", "style")},
            "draw": "drawing",
            "svg": "svg-compatible",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    f' xmlns:of="{_URN}of:1.2"'
)


def _flat(body: str, kind: str = "text") -> str:
    """A document in one file, which LibreOffice takes apart."""
    return (
        f'<office:document {_NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def _frame(content: str) -> str:
    return f'<draw:frame text:anchor-type="as-char" svg:width="4cm" svg:height="2cm">{content}</draw:frame>'


def _picture(color: str) -> str:
    sink = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(sink, "PNG")
    data = base64.b64encode(sink.getvalue()).decode()
    return _frame(f"<draw:image><office:binary-data>{data}</office:binary-data></draw:image>")


def _object(text: str, color: str) -> str:
    return _frame(f"<draw:object>{_flat(f'<text:p>{text}{_picture(color)}</text:p>')}</draw:object>")


_CHANGES = (
    f'<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info><dc:creator>{SECRET}</dc:creator>'
    f"<dc:date>2025-03-04T05:06:07</dc:date></office:change-info><text:p>{SECRET}{_picture('red')}{_object(SECRET, 'gray')}</text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes>"
)
_BODY = f"<text:p>{TEXT}{{}} {_picture('green')} {_object('Rincian', 'blue')}</text:p>"

#: LibreOffice writes relative links where it can, and absolute ones where it was told so.
_LINKED = _frame(f'<draw:image xlink:href="file:///home/{SECRET}/foto.png"/>')


def _sheet(name: str, *cells: str) -> str:
    return (
        f'<table:table table:name="{name}"><table:table-row>{"".join(cells)}</table:table-row></table:table>'
    )


def _elsewhere(year: int, value: int) -> tuple[str, str]:
    """A cell that shows one of another file, which is not there, and what LibreOffice remembers of that file."""
    sheet = f"'file:///home/{SECRET}/{year}/data.ods'#"
    return (
        f'<table:table-cell table:formula="of:=[{sheet}$A.A1]" office:value-type="float" office:value="{value}"/>',
        f'<table:table table:name="{sheet}A"><table:table-source xlink:href="file:///home/{SECRET}/{year}/data.ods" '
        'table:table-name="A" table:mode="copy-results-only"/><table:table-row><table:table-cell '
        f'office:value-type="float" office:value="{value}"/></table:table-row></table:table>',
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where LibreOffice works."""
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture(scope="module")
def written(folder: Path) -> Mapping[str, bytes]:
    """Documents as LibreOffice keeps them."""
    flat = {
        "deleted.fodt": _CHANGES + _BODY.format('<text:change text:change-id="c"/>'),
        "plain.fodt": _BODY.format(""),
        "linked.fodt": f"<text:p>{TEXT}</text:p><text:p>{_LINKED}</text:p>",
    }
    files = {name: f'<?xml version="1.0"?>{_flat(body)}'.encode() for name, body in flat.items()}
    return libreoffice.convert(files, "odt", folder)


def test_what_was_deleted_is_no_longer_in_the_package(written: Mapping[str, bytes], folder: Path) -> None:
    result = scrub_odf(written["deleted"])
    assert {"revisions", "earlier"} <= set(result.found)
    assert (result.found, result.warning) == (result.removed, "")
    left = parts_of(result.content or b"")
    pictures = [Image.open(io.BytesIO(part)) for name, part in left.items() if "Pictures/" in name]
    assert {each.getpixel((0, 0)) for each in pictures} == {(0, 0, 255), (0, 128, 0)}
    assert not any(SECRET.encode() in part or SECRET.encode("utf-16-le") in part for part in left.values())
    shown = libreoffice.convert({"a.odt": result.content or b"", "b.odt": written["plain"]}, "pdf", folder)
    assert libreoffice.drawn(shown["a"]) == libreoffice.drawn(shown["b"])


def test_a_linked_picture_loses_its_folders_and_the_document_opens(
    written: Mapping[str, bytes], folder: Path
) -> None:
    relative = parts_of(written["linked"])
    assert b'"../' in relative["content.xml"]
    absolute = relative["content.xml"].replace(b'"../', f'"file:///home/{SECRET}/'.encode())
    for content in (relative["content.xml"], absolute):
        result = scrub_odf(zipped({**relative, "content.xml": content})).content or b""
        assert SECRET.encode() not in parts_of(result)["content.xml"]
        shown = libreoffice.convert({"a.odt": result}, "pdf", folder)
        assert TEXT in "".join(libreoffice.read(shown["a"]))


def test_citations_are_read_as_before_and_hidden_literature_stays_hidden(folder: Path) -> None:
    body = (
        '<text:p><text:bookmark-start text:name="ZOTERO_BREF_a"/>(Siti 2020)<text:bookmark-end text:name="ZOTERO_BREF_a"/></text:p>'
        f'<text:p>{TEXT} <text:bookmark-ref text:reference-format="text" text:ref-name="ZOTERO_BREF_a">(Siti 2020)</text:bookmark-ref></text:p>'
        '<text:section text:name="ZOTERO_BIBL a" text:display="none"><text:p>Rahasia</text:p></text:section>'
        '<text:section text:name="ZOTERO_BIBL b"><text:p>Siti, 2020</text:p></text:section>'
    )
    written = libreoffice.convert({"a.fodt": f'<?xml version="1.0"?>{_flat(body)}'.encode()}, "odt", folder)[
        "a"
    ]
    result = scrub_odf(written).content or b""
    assert b"ZOTERO" not in parts_of(result)["content.xml"]
    shown = libreoffice.convert({"a.odt": written, "b.odt": result}, "pdf", folder)
    assert libreoffice.read(shown["a"]) == libreoffice.read(shown["b"])
    assert "Rahasia" not in "".join(libreoffice.read(shown["b"]))
    assert "".join(libreoffice.read(shown["b"])).count("Siti") == 3


def test_what_a_sheet_shows_of_other_files_stays(folder: Path) -> None:
    cells, remembered = zip(_elsewhere(2023, 42), _elsewhere(2024, 77), strict=True)
    flat = f'<?xml version="1.0"?>{_flat(_sheet("A", *cells) + "".join(remembered), "spreadsheet")}'
    written = libreoffice.convert({"a.fods": flat.encode()}, "ods", folder)["a"]
    result = scrub_odf(written).content or b""
    assert SECRET.encode() not in parts_of(result)["content.xml"]
    shown = libreoffice.convert({"a.ods": written, "b.ods": result}, "pdf", folder)
    assert libreoffice.drawn(shown["a"]) == libreoffice.drawn(shown["b"])
    assert "4277" in "".join(libreoffice.read(shown["b"]))
