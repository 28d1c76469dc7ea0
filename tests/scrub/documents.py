"""Documents that give things away, made for the purpose. What must not survive has SECRET in it."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
import openpyxl
import pptx
from openpyxl.comments import Comment
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.scrub import pictures

SECRET = "Rahasia"
#: Text that is read on the pages, and stays.
TEXT = "Pengadaan lift gedung B dimenangkan tanpa lelang."

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
_PRESENTATION_TYPE = "application/vnd.openxmlformats-officedocument.presentationml"


def parts_of(archive: bytes) -> dict[str, bytes]:
    """Every part by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(
    parts: Mapping[str, bytes | str], date: tuple[int, int, int, int, int, int] = (2025, 3, 4, 5, 6, 8)
) -> bytes:
    """An archive as a program writes it, with dates."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            member = zipfile.ZipInfo(name, date)
            member.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(member, part)
    return sink.getvalue()


def changed(archive: bytes, *changes: tuple[str, str, str], **added: bytes | str) -> bytes:
    """The archive with text replaced in parts: (part, old, new); the old text must be there."""
    parts: dict[str, bytes | str] = {**parts_of(archive), **added}
    for name, old, new in changes:
        part = parts[name]
        text = part.decode() if isinstance(part, bytes) else part
        assert old in text, (name, old)
        parts[name] = text.replace(old, new, 1)
    return zipped(parts)


def photo() -> bytes:
    """A JPEG with all that a camera writes."""
    return pictures.inserted(pictures.jpeg(), pictures.exif_segment(pictures.camera()))


# --- what libraries write -----------------------------------------------------------------------------------


def library_docx() -> bytes:
    """By python-docx, from a template that Word wrote."""
    document = docx.Document()
    document.core_properties.author = SECRET
    document.core_properties.comments = SECRET
    document.add_heading("Laporan")
    document.add_paragraph(TEXT)
    document.add_picture(io.BytesIO(pictures.jpeg()))
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Nilai"
    sink = io.BytesIO()
    document.save(sink)
    return changed(sink.getvalue(), **{"word/media/image1.jpg": photo()})


def library_xlsx() -> bytes:
    """By openpyxl: two sheets, a formula, a remark; then what Excel notes besides."""
    book = openpyxl.Workbook()
    book.properties.creator = SECRET
    sheet = book.active
    sheet["A1"] = TEXT
    sheet["A2"], sheet["A3"], sheet["A4"] = 1, 2, "=A2+A3"
    sheet["A1"].comment = Comment(SECRET, SECRET)
    book.create_sheet("Kedua")["B2"] = "Dua"
    sink = io.BytesIO()
    book.save(sink)
    excel = "http://schemas.microsoft.com/office/spreadsheetml/"
    return changed(
        sink.getvalue(),
        (
            "xl/workbook.xml",
            "<workbookPr",
            f'<fileVersion appName="xl"/><fileSharing userName="{SECRET}"/><workbookPr',
        ),
        (
            "xl/workbook.xml",
            "<bookViews>",
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
            f'Requires="x15"><x15ac:absPath url="C:\\Users\\{SECRET}\\" xmlns:x15ac="{excel}2010/11/ac"/>'
            f'</mc:Choice></mc:AlternateContent><xr:revisionPtr xmlns:xr="{excel}2014/revision" '
            'documentId="8_{1A2B}"/><bookViews>',
        ),
        (
            "xl/worksheets/sheet2.xml",
            "<worksheet",
            f'<worksheet xmlns:xr="{excel}2014/revision" xr:uid="{{1A2B-SECRET}}"',
        ),
    )


def library_pptx() -> bytes:
    """By python-pptx, from a template that PowerPoint wrote: notes, a photo, a chart with its workbook."""
    deck = pptx.Presentation()
    deck.core_properties.author = SECRET
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    assert slide.shapes.title is not None
    slide.shapes.title.text = TEXT
    slide.notes_slide.notes_text_frame.text = "Catatan pembicara"
    slide.shapes.add_picture(io.BytesIO(photo()), Inches(1), Inches(2))
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # half typed
    data.categories = ["2024", "2025"]
    data.add_series("Anggaran", (1, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(3), Inches(2), Inches(5), Inches(4), data)
    sink = io.BytesIO()
    deck.save(sink)
    identifier = (
        '<p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"><p14:creationId '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" val="1234567"/></p:ext></p:extLst>'
    )
    authors = "ppt/commentAuthors.xml"
    return changed(
        sink.getvalue(),
        ("ppt/slides/slide1.xml", "</p:cSld>", f"{identifier}</p:cSld>"),
        ("ppt/_rels/presentation.xml.rels", "</Relationships>",
         f'<Relationship Id="a" Type="{REL}/commentAuthors" Target="commentAuthors.xml"/></Relationships>'),
        ("ppt/slides/_rels/slide1.xml.rels", "</Relationships>",
         f'<Relationship Id="c" Type="{REL}/comments" Target="../comments/comment1.xml"/></Relationships>'),
        ("[Content_Types].xml", "</Types>",
         '<Override PartName="/ppt/commentAuthors.xml" ContentType="application/vnd.openxmlformats-officedocument.'
         'presentationml.commentAuthors+xml"/><Override PartName="/ppt/comments/comment1.xml" ContentType='
         '"application/vnd.openxmlformats-officedocument.presentationml.comments+xml"/></Types>'),
        **{
            authors: f'<p:cmAuthorLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cmAuthor '
            f'id="0" name="{SECRET}" initials="B" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
            "ppt/comments/comment1.xml": '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/'
            f'main"><p:cm authorId="0" dt="2025-03-04T05:06:07.000" idx="1"><p:pos x="1" y="1"/><p:text>{SECRET}'
            "</p:text></p:cm></p:cmLst>",
        },
    )  # fmt: skip
