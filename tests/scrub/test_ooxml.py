"""Office Open XML: what is found where, what stays, and what is left alone."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

import io
import struct

import openpyxl
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.scrub import documents, pictures, word_documents
from tests.scrub.documents import PACKAGE, REL, SECRET, TEXT, changed, parts_of, photo, zipped
from tests.scrub.word_documents import paragraph, word
from wbs.scrub import Scrubbed, sheet, xml
from wbs.scrub import zipped as container
from wbs.scrub.ooxml import scrub_ooxml

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WHO = f'w:author="{SECRET}"'


def clean(archive: bytes) -> bytes:
    """The archive without the dates of its parts, so that only what they hold is found."""
    return container.write(parts_of(archive))


def text_of(content: bytes | None, part: str = "word/document.xml") -> list[str]:
    """The text of each paragraph."""
    assert content is not None
    root = etree.fromstring(parts_of(content)[part])
    return ["".join(each.itertext()) for each in root.iter("{*}p")]


def names_agree(content: bytes) -> None:
    """Every part has a type, every type a part, every relationship a target."""
    parts = parts_of(content)
    types = etree.fromstring(parts["[Content_Types].xml"])
    defaults = {each.get("Extension") for each in types.iter("{*}Default")}
    overrides = {(each.get("PartName") or "").lstrip("/") for each in types.iter("{*}Override")}
    assert overrides <= parts.keys()
    assert {name.rpartition(".")[2] for name in parts.keys() - overrides} - {"xml"} <= defaults
    for name, part in parts.items():
        if name.endswith(".rels"):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for each in etree.fromstring(part):
                target = each.get("Target") or ""
                path = target[1:] if target.startswith("/") else f"{folder}/{target}"
                while "/../" in path:
                    before, _, after = path.partition("/../")
                    path = f"{before.rpartition('/')[0]}/{after}"
                assert each.get("TargetMode") == "External" or path.lstrip("/") in parts, target


@pytest.mark.parametrize(
    ("data", "type_", "kinds"),
    [
        (word_documents.telling_docx(), _DOCX, word_documents.TELLING_KINDS),
        (
            documents.library_docx(),
            _DOCX,
            (
                "place",
                "device",
                "author",
                "dates",
                "software",
                "description",
                "identifiers",
                "thumbnail",
                "other",
            ),
        ),
        (
            documents.library_xlsx(),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ("author", "dates", "software", "identifiers", "comments", "other"),
        ),
        (
            documents.library_pptx(),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            (
                "place",
                "device",
                "author",
                "dates",
                "software",
                "description",
                "identifiers",
                "comments",
                "thumbnail",
                "other",
            ),
        ),
    ],
)
def test_all_places_at_once(data: bytes, type_: str, kinds: tuple[str, ...]) -> None:
    result = scrub_ooxml(data)
    assert (result.format, result.type, result.warning) == ("ooxml", type_, "")
    assert result.found == result.removed
    assert set(kinds) <= set(result.found)
    assert result.content is not None
    assert [name for name, part in parts_of(result.content).items() if SECRET.encode() in part] == []
    names_agree(result.content)
    assert scrub_ooxml(result.content) == Scrubbed("ooxml", type_)


def test_the_text_stays() -> None:
    assert TEXT in text_of(scrub_ooxml(documents.library_docx()).content)
    book = openpyxl.load_workbook(io.BytesIO(scrub_ooxml(documents.library_xlsx()).content or b""))
    assert [cell.value for cell in book.worksheets[0]["A"]] == [TEXT, 1, 2, "=A2+A3"]
    deck = pptx.Presentation(io.BytesIO(scrub_ooxml(documents.library_pptx()).content or b""))
    slide = deck.slides[0]
    assert slide.shapes.title is not None
    assert slide.shapes.title.text == TEXT
    assert slide.notes_slide.notes_text_frame is not None
    assert slide.notes_slide.notes_text_frame.text == "Catatan pembicara"


def test_the_workbook_behind_a_chart_is_cleaned_and_stays() -> None:
    data = documents.library_pptx()
    (name,) = (name for name in parts_of(data) if name.endswith(".xlsx"))
    before, after = parts_of(data)[name], parts_of(scrub_ooxml(data).content or b"")[name]
    assert "docProps/core.xml" in parts_of(before)
    assert "docProps/core.xml" not in parts_of(after)
    sheets = [openpyxl.load_workbook(io.BytesIO(each)).worksheets[0] for each in (before, after)]
    assert [[cell.value for cell in row] for row in sheets[1]] == [
        [cell.value for cell in row] for row in sheets[0]
    ]


def test_pictures_keep_their_pixels() -> None:
    content = scrub_ooxml(word_documents.telling_docx()).content or b""
    assert parts_of(content)["word/media/image1.jpeg"] == pictures.jpeg()


# --- tracked changes ----------------------------------------------------------------------------------------


def _run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


_DELETED = f'<w:del w:id="1" {_WHO}/>'
_CELL = "<w:tc>{}</w:tc>"
_DELETED_CELL = f"<w:tc><w:tcPr><w:cellDel w:id='1' {_WHO}/></w:tcPr>{paragraph(SECRET)}</w:tc>"
_ROW_OF = f"<w:tr>{_CELL}</w:tr>"
_ROW = _ROW_OF.format(paragraph("{}"))
_DELETED_ROW = f"<w:tr><w:trPr>{_DELETED}</w:trPr>{_CELL.format(paragraph(SECRET))}</w:tr>"
_TABLE = "<w:tbl>{}</w:tbl>"
_CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f'<w:p><w:ins w:id="1" {_WHO}>{_run("baru")}</w:ins></w:p>', ["baru"]),
        (
            f'<w:p><w:ins w:id="1" {_WHO}><w:del w:id="2" {_WHO}>{_run(SECRET)}</w:del>{_run("b")}</w:ins></w:p>',
            ["b"],
        ),
        (f'<w:p>{_run("a")}<w:del w:id="1" {_WHO}>{_run(SECRET)}</w:del>{_run("b")}</w:p>', ["ab"]),
        (paragraph("a", _DELETED) + paragraph("b", _DELETED) + paragraph("c"), ["abc"]),
        # The last paragraph of a cell has nothing to join.
        (f"<w:tbl><w:tr>{_CELL.format(paragraph('a', _DELETED))}</w:tr></w:tbl>{paragraph('b')}", ["a", "b"]),
        # A paragraph that is wholly gone leaves none before a table.
        (
            f'<w:p><w:pPr><w:rPr>{_DELETED}</w:rPr></w:pPr><w:del w:id="2" {_WHO}>{_run(SECRET)}</w:del></w:p>'
            f"<w:tbl><w:tr>{_CELL.format(paragraph('a'))}</w:tr></w:tbl>",
            ["a"],
        ),
        # A table of which all rows are gone is gone.
        (
            f"<w:tbl><w:tr><w:trPr>{_DELETED}</w:trPr>{_CELL.format(paragraph(SECRET))}</w:tr></w:tbl>{paragraph('a')}",
            ["a"],
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel w:id='1' {_WHO}/></w:tcPr>{paragraph(SECRET)}</w:tc>"
            f"{_CELL.format(paragraph('a'))}</w:tr></w:tbl>",
            ["a"],
        ),
        # Rows and cells may stand within controls; those that are left in there stay, hollow controls do not.
        (
            _TABLE.format(
                _DELETED_ROW
                + _CONTROL.format(_ROW.format("a"))
                + f"<w:customXml>{_ROW.format('b')}</w:customXml>"
            ),
            ["a", "b"],
        ),
        (
            _TABLE.format(_CONTROL.format(_DELETED_ROW + _ROW.format("a")) + _CONTROL.format(_DELETED_ROW)),
            ["a"],
        ),
        (
            _TABLE.format(_CONTROL.format(_CONTROL.format(_DELETED_ROW)) + _DELETED_ROW) + paragraph("a"),
            ["a"],
        ),
        (
            _TABLE.format(f"<w:tr>{_DELETED_CELL}{_CONTROL.format(_CELL.format(paragraph('a')))}</w:tr>"),
            ["a"],
        ),
        (_TABLE.format(f"<w:tr>{_CONTROL.format(_DELETED_CELL)}</w:tr>" + _ROW.format("a")), ["a"]),
        # Tables within cells are others.
        (_TABLE.format(_ROW_OF.format(_TABLE.format(_DELETED_ROW) + paragraph("a"))), ["a"]),
        (
            _TABLE.format(f"<w:tr>{_DELETED_CELL}{_CELL.format(_TABLE.format(_ROW.format('a')))}</w:tr>"),
            ["a"],
        ),
        (f'<w:p><w:pPr><w:pPrChange w:id="1" {_WHO}><w:pPr/></w:pPrChange></w:pPr>{_run("a")}</w:p>', ["a"]),
    ],
)
def test_tracked_changes_are_accepted(body: str, expected: list[str]) -> None:
    result = scrub_ooxml(clean(word(body)))
    assert (result.found, result.removed) == (("revisions",), ("revisions",))
    assert text_of(result.content) == expected
    assert SECRET.encode() not in parts_of(result.content or b"")["word/document.xml"]
    assert b"<w:sdtContent/>" not in parts_of(result.content or b"")["word/document.xml"]


def test_fields_that_show_metadata_become_text_and_others_stay() -> None:
    inner = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    simple = f'<w:fldSimple w:instr=" FILENAME \\p "><w:r><w:t>nama</w:t></w:r>{inner}</w:fldSimple>'
    result = scrub_ooxml(word(f"<w:p>{simple}</w:p>"))
    assert text_of(result.content) == ["nama1"]
    document = parts_of(result.content or b"")["word/document.xml"]
    assert b"FILENAME" not in document
    assert b" PAGE " in document


# --- one place, one kind ------------------------------------------------------------------------------------


def _sheet(*changes: tuple[str, str, str]) -> bytes:
    """A workbook that gives nothing away but the changes."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = TEXT
    sink = io.BytesIO()
    book.save(sink)
    cleaned = scrub_ooxml(sink.getvalue()).content
    assert cleaned is not None
    return clean(changed(cleaned, *changes))


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (word('<w:p w:rsidR="00A1"/>'), ("identifiers",)),
        (word('<w:p w14:textId="77777777"/>'), ("identifiers",)),
        (word(f'<w:p><w:permStart w:id="0" w:ed="{SECRET}"/></w:p>'), ("author",)),
        (word("<w:p><!-- oleh Budi --></w:p>"), ("other",)),
        (word('<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>'), ("comments",)),
        (
            word(
                "<w:p/>",
                parts={"customXml/item1.xml": (f"{REL}/customXml", "application/xml", f"<a>{SECRET}</a>")},
            ),
            ("other",),
        ),
        (
            _sheet(("xl/workbook.xml", "<workbookPr", f'<fileSharing userName="{SECRET}"/><workbookPr')),
            ("author",),
        ),
        (_sheet(("xl/workbook.xml", "<workbookPr", '<fileVersion appName="xl"/><workbookPr')), ("software",)),
        (
            zipped({**parts_of(word("<w:p/>")), "word/lama.xml": f"<a>{SECRET}</a>"}, (1980, 1, 1, 0, 0, 0)),
            ("other",),
        ),
        (
            zipped({**parts_of(word("<w:p/>")), "[trash]/0000.dat": SECRET}, (1980, 1, 1, 0, 0, 0)),
            ("earlier",),
        ),
    ],
)
def test_one_place_and_its_kind(data: bytes, kinds: tuple[str, ...]) -> None:
    result = scrub_ooxml(clean(data))
    assert (result.found, result.removed, result.warning) == (kinds, kinds, "")
    assert not any(SECRET.encode() in part for part in parts_of(result.content or b"").values())
    names_agree(result.content or b"")


def test_nothing_to_find_changes_nothing() -> None:
    assert scrub_ooxml(clean(word(paragraph(TEXT)))) == Scrubbed("ooxml", _DOCX)


def test_the_folder_of_another_workbook_goes_and_its_name_stays() -> None:
    link = f'<Relationship Id="x" Type="{REL}/externalLinkPath" Target="file:///C:\\Users\\{SECRET}\\anggaran.xlsx" TargetMode="External"/>'
    result = scrub_ooxml(clean(word(paragraph(TEXT), more=link)))
    assert result.removed == ("other",)
    assert b'Target="anggaran.xlsx"' in parts_of(result.content or b"")["word/_rels/document.xml.rels"]


def test_strict_documents_are_cleaned_alike() -> None:
    strict = [
        (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ]
    parts = {name: part.decode() for name, part in parts_of(word(word_documents.REVISED)).items()}
    for old, new in strict:
        parts = {name: part.replace(old, new) for name, part in parts.items()}
    result = scrub_ooxml(zipped(parts))
    assert "revisions" in result.removed
    assert SECRET.encode() not in parts_of(result.content or b"")["word/document.xml"]


def test_cells_of_large_sheets_are_set_aside_and_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    data = documents.library_xlsx()
    whole = scrub_ooxml(data)
    monkeypatch.setattr(sheet, "LARGE", 0)
    assert sheet.set_aside(parts_of(data)["xl/worksheets/sheet1.xml"])[1].startswith(b"<sheetData><row")
    aside = scrub_ooxml(data)
    assert (aside.found, aside.removed) == (whole.found, whole.removed)
    name = "xl/worksheets/sheet1.xml"
    sheets = [etree.fromstring(parts_of(result.content or b"")[name]) for result in (whole, aside)]
    assert etree.tostring(sheets[0], method="c14n") == etree.tostring(sheets[1], method="c14n")


@pytest.mark.parametrize(
    "cells",
    [
        f"<sheetData><row><!-- {SECRET} --></row></sheetData>",
        f"<sheetData><row><?a {SECRET}?></row></sheetData>",
        f'<sheetData><row xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{SECRET}"/></sheetData>',
    ],
)
def test_cells_with_anything_else_in_them_are_not_set_aside(
    cells: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "LARGE", 0)
    parts = parts_of(_sheet())
    part = parts["xl/worksheets/sheet1.xml"].decode()
    before, _, rest = part.partition("<sheetData>")
    odd = before + cells + rest.partition("</sheetData>")[2]
    result = scrub_ooxml(container.write({**parts, "xl/worksheets/sheet1.xml": odd.encode()}))
    assert len(result.removed) == 1
    assert SECRET.encode() not in parts_of(result.content or b"")["xl/worksheets/sheet1.xml"]


def test_a_part_too_large_to_parse_stays_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "PART_LIMIT", 6000)
    result = scrub_ooxml(zipped(parts_of(word(paragraph(TEXT) * 200))))
    assert (result.removed, result.warning) == (("dates",), "partial")


# --- what stays and is said to ------------------------------------------------------------------------------


_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/jpeg;base64,/9j/"/></svg>'


def _with(name: str, kind: str, type_: str, content: bytes) -> bytes:
    return clean(word(paragraph(TEXT), parts={name: (f"{REL}/{kind}", type_, content)}))


@pytest.mark.parametrize(
    ("data", "left"),
    [
        (_with("word/media/video.mp4", "video", "video/mp4", b"video"), ()),
        (_with("word/media/a.emf", "image", "image/x-emf", b"\1\0\0\0emf"), ()),
        (_with("word/vbaProject.bin", "vbaProject", "application/vnd.ms-office.vbaProject", b"vba"), ()),
        (
            _with(
                "word/embeddings/a.bin",
                "oleObject",
                "application/vnd.openxmlformats-officedocument.oleObject",
                b"ole",
            ),
            ("attached",),
        ),
        (_with("word/media/a.jpeg", "image", "image/jpeg", photo()[:60]), ()),
        (_with("word/media/a.svg", "image", "image/svg+xml", _SVG), ()),
    ],
)
def test_what_is_not_looked_into_stays_and_is_told(data: bytes, left: tuple[str, ...]) -> None:
    assert scrub_ooxml(data) == Scrubbed("ooxml", _DOCX, found=left, warning="partial")


def test_it_stays_when_the_rest_is_cleaned() -> None:
    parts = parts_of(_with("word/media/video.mp4", "video", "video/mp4", b"video"))
    result = scrub_ooxml(zipped(parts))
    assert (result.found, result.removed, result.warning) == (("dates",), ("dates",), "partial")
    assert parts_of(result.content or b"")["word/media/video.mp4"] == b"video"


def test_a_document_in_a_document_in_a_document_is_not_looked_into() -> None:
    kind, type_ = "package", _DOCX
    inner = word(paragraph("c"))
    middle = word(paragraph("b"), parts={"word/embeddings/c.docx": (f"{REL}/{kind}", type_, inner)})
    outer = word(paragraph("a"), parts={"word/embeddings/b.docx": (f"{REL}/{kind}", type_, middle)})
    result = scrub_ooxml(outer)
    assert (result.found, result.removed, result.warning) == (("dates", "attached"), ("dates",), "partial")


def _signed() -> bytes:
    origin = "application/vnd.openxmlformats-package.digital-signature-origin"
    parts = parts_of(word(paragraph(TEXT)))
    root = (
        parts["_rels/.rels"]
        .decode()
        .replace(
            "</Relationships>",
            f'<Relationship Id="s" Type="{PACKAGE}/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>',
        )
    )
    types = (
        parts["[Content_Types].xml"]
        .decode()
        .replace("</Types>", f'<Default Extension="sigs" ContentType="{origin}"/></Types>')
    )
    signed = {
        **parts,
        "_rels/.rels": root.encode(),
        "[Content_Types].xml": types.encode(),
        "_xmlsignatures/origin.sigs": b"",
    }
    return container.write(signed)


def test_a_signature_goes_and_is_told() -> None:
    result = scrub_ooxml(_signed())
    assert result.warning == "signed"
    assert result.removed == result.found == ("author", "identifiers")
    assert "_xmlsignatures/origin.sigs" not in parts_of(result.content or b"")


def test_a_signed_document_within_stays_as_it_is() -> None:
    result = scrub_ooxml(_with("word/embeddings/b.docx", "package", _DOCX, _signed()))
    assert result == Scrubbed("ooxml", _DOCX, found=("attached",), warning="partial")


def test_remarks_around_a_parts_root_go() -> None:
    parts = parts_of(word(paragraph(TEXT)))
    document = parts["word/document.xml"].replace(b"<w:document", f"<!-- {SECRET} --><w:document".encode(), 1)
    result = scrub_ooxml(container.write({**parts, "word/document.xml": document}))
    assert result.removed == ("other",)
    assert SECRET.encode() not in parts_of(result.content or b"")["word/document.xml"]


# --- what is not edited -------------------------------------------------------------------------------------


def _entities() -> bytes:
    bomb = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts = parts_of(word("<w:p><w:r><w:t>x</w:t></w:r></w:p>"))
    document = parts["word/document.xml"].decode().replace("<w:document", f"{bomb}<w:document", 1)
    return zipped({**parts, "word/document.xml": document.replace("x</w:t>", "&b;</w:t>")})


def _typed(type_: str) -> bytes:
    """A text with another content type."""
    parts = parts_of(word(paragraph(TEXT)))
    types = parts["[Content_Types].xml"].decode().replace("wordprocessingml.document", type_)
    return zipped({**parts, "[Content_Types].xml": types})


def _listed(entry: str) -> bytes:
    """A text whose content types have one entry more."""
    parts = parts_of(word(paragraph(TEXT)))
    types = parts["[Content_Types].xml"].decode().replace("<Default", f"{entry}<Default", 1)
    return zipped({**parts, "[Content_Types].xml": types})


@pytest.mark.parametrize(
    "data",
    [
        _listed('<Default ContentType="application/xml"/>'),
        _listed('<Default Extension="" ContentType="application/xml"/>'),
        _listed('<Override ContentType="application/xml"/>'),
        _listed('<Override PartName="/" ContentType="application/xml"/>'),
    ],
)
def test_what_content_types_say_of_nothing_is_not_said_of_the_package(data: bytes) -> None:
    result = scrub_ooxml(data)
    assert (result.format, result.warning) == ("ooxml", "")


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (b"", "damaged"),
        (b"PK\3\4", "damaged"),
        (_entities(), "damaged"),
        (zipped({**parts_of(word("<w:p/>")), "word/document.xml": b"<w:document"}), "damaged"),
        (zipped({"a.txt": b"a"}), "damaged"),
        (zipped({"[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>'}), "unknown"),
        (_typed("wordproce\u017f\u017fingml.document"), "unknown"),
        (_typed("wordprocessingml.d\u00f6kument"), "unknown"),
    ],
)
def test_what_cannot_be_understood_is_kept(data: bytes, warning: str) -> None:
    result = scrub_ooxml(data)
    assert (result.found, result.removed, result.content, result.warning) == ((), (), None, warning)


def test_other_peoples_entities_are_never_fetched() -> None:
    parts = parts_of(word("<w:p/>"))
    document = b'<!DOCTYPE a SYSTEM "file:///etc/passwd">' + parts["word/document.xml"].partition(b"?>")[2]
    assert scrub_ooxml(zipped({**parts, "word/document.xml": document})).warning == "damaged"


def test_the_same_file_gives_the_same_bytes() -> None:
    data = word_documents.telling_docx()
    assert scrub_ooxml(data) == scrub_ooxml(data)


_PARTS = parts_of(word_documents.telling_docx())


@settings(max_examples=100)
@given(st.data())
def test_what_is_broken_within_is_never_claimed(data: st.DataObject) -> None:
    """The archive is whole, so that the breakage is met by what reads its parts."""
    name = data.draw(st.sampled_from(sorted(_PARTS)))
    part = bytearray(_PARTS[name])
    if data.draw(st.booleans()):
        part = part[: data.draw(st.integers(0, len(part)))]
    for _ in range(data.draw(st.integers(0, 3))):
        if part:
            part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    result = scrub_ooxml(zipped({**_PARTS, name: bytes(part)}))
    assert set(result.removed) <= set(result.found)
    if result.content is not None:
        again = scrub_ooxml(result.content)
        assert not set(again.found) & set(result.removed)
    else:
        assert result.warning


@settings(max_examples=50)
@given(st.integers(0, 3000), st.integers(0, 255))
def test_one_wrong_byte_in_the_archive(place: int, value: int) -> None:
    data = bytearray(container.write(_PARTS))
    struct.pack_into("B", data, place % len(data), value)
    result = scrub_ooxml(bytes(data))
    assert set(result.removed) <= set(result.found)
