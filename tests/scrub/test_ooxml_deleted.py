"""Office Open XML: what only deleted text refers to goes with it; what other text refers to as well stays."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.scrub import libreoffice, pictures
from tests.scrub.documents import PACKAGE, REL, SECRET, TEXT, changed, parts_of, photo
from tests.scrub.test_ooxml import clean, names_agree, text_of
from tests.scrub.word_documents import paragraph, word
from wbs.scrub import Scrubbed
from wbs.scrub.ooxml import scrub_ooxml

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WHO = f'w:author="{SECRET}"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWINGS = "application/vnd.openxmlformats-officedocument.drawingml"
_OFFICE = "http://schemas.microsoft.com/office"


def deleted(inside: str) -> str:
    return f'<w:del w:id="1" {_WHO}>{inside}</w:del>'


def run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def picture(id_: str) -> str:
    return run(f'<w:drawing><a:blip r:embed="{id_}"/></w:drawing>')


def image(name: str) -> dict[str, tuple[str, str, str | bytes]]:
    return {f"word/media/{name}": (f"{REL}/image", "image/jpeg", pictures.jpeg())}


def notes(kind: str, *inside: str) -> dict[str, tuple[str, str, str | bytes]]:
    """A part of footnotes or endnotes: the line above them, then these with ids from 1."""
    tag = kind[:-1]
    written = "".join(f'<w:{tag} w:id="{id_}">{each}</w:{tag}>' for id_, each in enumerate(inside, 1))
    line = f'<w:{tag} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{tag}>'
    root = f'<w:{kind} xmlns:w="{_W}" xmlns:r="{REL}" xmlns:a="{_W}">{line}{written}</w:{kind}>'
    return {f"word/{kind}.xml": (f"{REL}/{kind}", f"{_WORD}.{kind}+xml", root)}


def header(name: str) -> dict[str, tuple[str, str, str | bytes]]:
    root = f'<w:hdr xmlns:w="{_W}" xmlns:r="{REL}">{paragraph(name)}</w:hdr>'
    return {f"word/{name}.xml": (f"{REL}/header", f"{_WORD}.header+xml", root)}


def section(headers: str, mark: str = "") -> str:
    """The last paragraph of a section."""
    return (
        f"<w:p><w:pPr><w:rPr>{mark}</w:rPr><w:sectPr>{headers}</w:sectPr></w:pPr>{run('<w:t>a</w:t>')}</w:p>"
    )


def relationships(*each: tuple[str, str, str]) -> str:
    """A part of relationships: id, kind, target."""
    inside = "".join(
        f'<Relationship Id="{id_}" Type="{REL}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for id_, kind, target in each
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _external(id_: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id_}" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/>'


_MARK = f"<w:del w:id='1' {_WHO}/>"
_RAHASIA, _TAMPAK = f"{SECRET}.jpeg", "tampak.jpeg"
_TWO = {**image(_RAHASIA), **image(_TAMPAK)}
_LINK = '<w:hyperlink r:id="x">{}</w:hyperlink>'
_BOOKMARK = '<w:bookmarkStart w:id="1"/>'
_MAIL = _external("x", "hyperlink", f"mailto:{SECRET}@kantor.id")


def _diagram(body: str) -> bytes:
    """What a diagram looks like is a part that its data refers to, by a relationship of the document."""
    data = f'<dsp:dataModelExt xmlns:dsp="{_OFFICE}/drawing/2008/diagram" relId="rId2"/>'
    drawing = f'<dsp:drawing xmlns:dsp="{_OFFICE}/drawing/2008/diagram">{TEXT}</dsp:drawing>'
    return word(
        body.format('<w:r><w:drawing><a:relIds r:dm="rId1"/></w:drawing></w:r>'),
        parts={
            "word/diagrams/data1.xml": (f"{REL}/diagramData", f"{_DRAWINGS}.diagramData+xml", data),
            "word/diagrams/drawing1.xml": (
                f"{_OFFICE}/2007/relationships/diagramDrawing",
                "application/vnd.ms-office.drawingml.diagramDrawing+xml",
                drawing,
            ),
        },
    )


def _chart(body: str) -> bytes:
    """A chart and the workbook behind it."""
    chart = '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    made = word(
        body.format('<w:r><w:drawing><a:chart r:id="rId1"/></w:drawing></w:r>'),
        parts={"word/charts/chart1.xml": (f"{REL}/chart", f"{_DRAWINGS}.chart+xml", chart)},
    )
    more: dict[str, bytes | str] = {
        "word/charts/_rels/chart1.xml.rels": relationships(("a", "package", "../embeddings/a.xlsx")),
        "word/embeddings/a.xlsx": word(paragraph(SECRET)),
    }
    type_ = '<Default Extension="xlsx" ContentType="application/x"/>'
    return changed(made, ("[Content_Types].xml", "<Default", f"{type_}<Default"), **more)


def _footnotes(body: str) -> bytes:
    """Two footnotes, each with a picture and a link."""
    inside = [
        f'<w:p>{picture(f"p{id_}")}<w:hyperlink r:id="h{id_}">{run("<w:t>a</w:t>")}</w:hyperlink></w:p>'
        for id_ in (1, 2)
    ]
    made = word(body, parts=notes("footnotes", *inside))
    more: dict[str, bytes | str] = {
        "word/_rels/footnotes.xml.rels": relationships(
            ("p1", "image", f"media/{_RAHASIA}"), ("h1", "hyperlink", f"mailto:{SECRET}@kantor.id"),
            ("p2", "image", f"media/{_TAMPAK}"), ("h2", "hyperlink", "mailto:umum@kantor.id"),
        ),
        f"word/media/{_RAHASIA}": photo(),
        f"word/media/{_TAMPAK}": pictures.jpeg(),
    }  # fmt: skip
    return changed(made, **more)


def _note(id_: int, kind: str = "footnote") -> str:
    return run(f'<w:{kind}Reference w:id="{id_}"/>')


@pytest.mark.parametrize(
    ("data", "gone", "stays"),
    [
        # A picture.
        (word(f"<w:p>{deleted(picture('rId1'))}{picture('rId2')}</w:p>", parts=_TWO), [f"word/media/{_RAHASIA}"], [f"word/media/{_TAMPAK}"]),
        # That something else shows too.
        (word(f"<w:p>{deleted(picture('rId1'))}{picture('rId1')}</w:p>", parts=image(_TAMPAK)), [], [f"word/media/{_TAMPAK}"]),
        (word(f"<w:p>{deleted(picture('rId1'))}{picture('y')}</w:p>", parts=image(_TAMPAK), more=f'<Relationship Id="y" Type="{REL}/image" Target="media/{_TAMPAK}"/>'), [], [f"word/media/{_TAMPAK}"]),
        # In a deleted row.
        (word(f"<w:tbl><w:tr><w:trPr>{_MARK}</w:trPr><w:tc><w:p>{picture('rId1')}</w:p></w:tc></w:tr></w:tbl>", parts=_TWO), [f"word/media/{_RAHASIA}"], [f"word/media/{_TAMPAK}"]),
        (_chart(f"<w:p>{deleted('{}')}</w:p>"), ["word/charts/chart1.xml", "word/charts/_rels/chart1.xml.rels", "word/embeddings/a.xlsx"], []),
        (_diagram(f"<w:p>{deleted('{}')}</w:p>"), ["word/diagrams/data1.xml", "word/diagrams/drawing1.xml"], []),
        (_diagram(f"<w:p>{deleted('<w:r/>')}{{}}</w:p>"), [], ["word/diagrams/data1.xml", "word/diagrams/drawing1.xml"]),
        # Notes, with what they hold.
        (_footnotes(f"<w:p>{deleted(_note(1))}{_note(2)}</w:p>"), [f"word/media/{_RAHASIA}"], [f"word/media/{_TAMPAK}"]),
        (word(f"<w:p>{deleted(_note(1, 'endnote'))}{_note(2, 'endnote')}</w:p>", parts=notes("endnotes", paragraph(SECRET), paragraph(TEXT))), [], ["word/endnotes.xml"]),
        # Links: with nothing left of their text, or gone with all around them.
        (word(f"<w:p>{_LINK.format(deleted(run(f'<w:delText>{SECRET}</w:delText>')))}</w:p>", more=_MAIL), [], []),
        (word(f"<w:p>{_LINK.format(_BOOKMARK + deleted(run('<w:delText>a</w:delText>')))}</w:p>", more=_MAIL), [], []),
        # A section's header.
        (
            word(section('<w:headerReference r:id="rId1"/>', _MARK) + paragraph("b") + '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr>', parts={**header(SECRET), **header("tampak")}),
            [f"word/{SECRET}.xml"],
            ["word/tampak.xml"],
        ),
        # What another program's own element mentions.
        (word(f'<w:p><w:ins {_WHO}/><a:odd xmlns:a="urn:siti" r:embed="rId1"/></w:p>', parts=image(_RAHASIA)), [f"word/media/{_RAHASIA}"], []),
    ],
)  # fmt: skip
def test_what_only_deleted_text_refers_to_goes(data: bytes, gone: list[str], stays: list[str]) -> None:
    result = scrub_ooxml(clean(data))
    assert "revisions" in result.removed
    assert (result.removed, result.warning) == (result.found, "")
    before, after = parts_of(data), parts_of(result.content or b"")
    assert sorted(before.keys() - after.keys()) == sorted(gone)
    assert set(stays) <= after.keys()
    assert [name for name, part in after.items() if SECRET.encode() in part] == []
    names_agree(result.content or b"")
    assert scrub_ooxml(result.content or b"") == Scrubbed("ooxml", result.type)


def test_a_footnote_that_is_still_referred_to_stays_with_its_links() -> None:
    data = _footnotes(f"<w:p>{deleted(_note(1))}{_note(2)}</w:p>")
    parts = parts_of(scrub_ooxml(clean(data)).content or b"")
    root = etree.fromstring(parts["word/footnotes.xml"])
    assert [each.get(f"{{{_W}}}id") for each in root.iter("{*}footnote")] == ["0", "2"]
    assert b"umum@kantor.id" in parts["word/_rels/footnotes.xml.rels"]


def test_a_link_with_some_text_left_stays_a_link() -> None:
    shown = run("<w:t>tampak</w:t>")
    link = _LINK.format(deleted(run("<w:delText>a</w:delText>")) + shown)
    more = _external("x", "hyperlink", "mailto:umum@kantor.id")
    parts = parts_of(scrub_ooxml(clean(word(f"<w:p>{link}</w:p>", more=more))).content or b"")
    assert b"umum@kantor.id" in parts["word/_rels/document.xml.rels"]
    assert b'<w:hyperlink r:id="x"><w:r><w:t>tampak' in parts["word/document.xml"]


def test_a_part_that_nothing_mentions_by_its_id_stays() -> None:
    """Styles, settings and the like are found by their kind."""
    styles = {"word/styles.xml": (f"{REL}/styles", f"{_WORD}.styles+xml", f'<w:styles xmlns:w="{_W}"/>')}
    data = word(f"<w:p>{deleted(run(f'<w:delText>{SECRET}</w:delText>'))}</w:p>", parts=styles)
    assert "word/styles.xml" in parts_of(scrub_ooxml(clean(data)).content or b"")


def sections_docx() -> bytes:
    """Of the headers of a section that was deleted, the next one has only one of its own."""
    first = '<w:headerReference w:type="default" r:id="rId1"/><w:headerReference w:type="even" r:id="rId2"/>'
    last = '<w:sectPr><w:headerReference w:type="even" r:id="rId3"/><w:pgSz/></w:sectPr>'
    return word(
        section(first, _MARK) + paragraph("b") + last,
        parts={**header("satu"), **header(SECRET), **header("tiga")},
    )


def test_a_header_that_the_next_section_showed_stays() -> None:
    """A section without a header of its own shows that of the section before it."""
    parts = parts_of(scrub_ooxml(clean(sections_docx())).content or b"")
    (left,) = etree.fromstring(parts["word/document.xml"]).iter("{*}sectPr")
    assert [each.get(f"{{{REL}}}id") for each in left] == ["rId1", "rId3", None]
    assert {"word/satu.xml", "word/tiga.xml"} <= parts.keys()
    assert f"word/{SECRET}.xml" not in parts


def library_docx() -> bytes:
    """By python-docx: of two pictures and two paragraphs the first is deleted."""
    document = docx.Document()
    for content in (pictures.jpeg(quality=10), pictures.jpeg()):
        document.add_picture(io.BytesIO(content))
    document.add_paragraph(SECRET)
    document.add_paragraph(TEXT)
    for each in (document.paragraphs[0], document.paragraphs[2]):
        mark: Any = etree.SubElement(each._p, qn("w:del"), {qn("w:author"): SECRET, qn("w:id"): "1"})
        mark.extend(each.runs[0]._r for _ in each.runs[:1])
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def test_the_pictures_that_are_seen_are_drawn(tmp_path: Path) -> None:
    data = library_docx()
    content = scrub_ooxml(data).content or b""
    media = [sorted(name for name in parts_of(each) if "/media/" in name) for each in (data, content)]
    assert [len(each) for each in media] == [2, 1]
    assert text_of(content)[-1] == TEXT
    shown = libreoffice.convert({"a.docx": content}, "pdf", tmp_path)["a"]
    assert TEXT in "".join(libreoffice.read(shown))


_MARKED = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr>{}</w:pPr>'
_LINKS = 200


@pytest.mark.parametrize(
    "data",
    [
        word(f"<w:p>{_MARKED.format('')}<w:r><w:t>a</w:t></w:r></w:p>" * 40_000 + paragraph(TEXT)),
        word(
            "".join(
                f'<w:p>{_MARKED.format(f"""<w:sectPr><w:headerReference w:type="{kind}"/></w:sectPr>""")}</w:p>'
                for kind in range(15_000)
            )
            + paragraph(TEXT)
        ),
        word(f"<w:p>{'<w:hyperlink>' * _LINKS}{'<w:r/>' * 100_000}<w:del/>{'</w:hyperlink>' * _LINKS}</w:p>"),
        word(f"<w:p>{'<w:ins/>b' * 100_000}</w:p>"),
        word(f"<w:p>{'<w:del/>b' * 100_000}</w:p>"),
        word(f"<w:p><w:del>{'<w:r/>' * 200_000}</w:del></w:p>"),
    ],
)
def test_what_was_deleted_is_not_moved_again_and_again(data: bytes) -> None:
    """Seconds of the processor, for files of some kilobytes."""
    start = time.process_time()
    assert scrub_ooxml(data).removed == ("dates", "revisions")
    assert time.process_time() - start < 5


def test_what_paragraphs_in_a_row_leave_stays_in_order() -> None:
    """Before a table the last of them stays, with its properties and all that came to it."""
    kept = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    marked = [
        f'<w:p>{_MARKED.format("")}<w:r><w:t>{text}</w:t></w:r></w:p><w:bookmarkStart w:id="{text}" w:name="n{text}"/>'
        for text in ("1", "2", "3")
    ]
    data = word("".join(marked) + kept + "".join(marked) + "<w:p><w:r><w:t>4</w:t></w:r></w:p>")
    content = parts_of(scrub_ooxml(data).content or b"")["word/document.xml"].decode()
    assert re.findall("<w:t>(.*?)</w:t>|<(w:tbl)>", content) == [
        *((text, "") for text in "123"), ("", "w:tbl"), *((text, "") for text in "1234"),
    ]  # fmt: skip
    assert re.sub("<w:tbl>.*</w:tbl>", "", content).count("<w:p>") == 2
