"""Office Open XML: what was drawn with a pen stays; when, with what and by whom goes."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

import io
from pathlib import Path

import pptx
import pytest
from lxml import etree

from tests.scrub import libreoffice, pictures
from tests.scrub.documents import REL, SECRET, TEXT, changed, parts_of
from tests.scrub.test_ooxml import clean, names_agree
from tests.scrub.word_documents import paragraph, word
from wbs.scrub import Scrubbed
from wbs.scrub.ooxml import scrub_ooxml

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_INK = "application/inkml+xml"
_TRACE = '<inkml:trace xml:id="s0" contextRef="#c0" brushRef="#b0">1 2 0, 3 4 0</inkml:trace>'


def ink(more: str = "", source: str = "", context: str = "") -> str:
    """InkML as Office writes it, with more in it."""
    channels = "".join(f'<inkml:channel name="{name}" type="integer" max="9" units="cm"/>' for name in "XYF")
    return (
        '<inkml:ink xmlns:inkml="http://www.w3.org/2003/InkML"><inkml:definitions><inkml:context xml:id="c0"'
        f'{context}><inkml:inkSource xml:id="i0"{source}><inkml:traceFormat>{channels}</inkml:traceFormat>'
        '<inkml:channelProperties><inkml:channelProperty channel="X" name="resolution" value="1000" units="1/cm"/>'
        f'</inkml:channelProperties></inkml:inkSource>{more}</inkml:context><inkml:brush xml:id="b0">'
        '<inkml:brushProperty name="width" value="0.05" units="cm"/></inkml:brush></inkml:definitions>'
        f"{_TRACE}</inkml:ink>"
    )


def _drawn(id_: str) -> str:
    """A drawing by pen, and the picture that programs show which know of no pen."""
    frame = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="500000" cy="400000"/><wp:docPr id="1" name="Tinta 1"/><a:graphic>'
        '<a:graphicData uri="{}">{}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    pen = f'<w14:contentPart bwMode="auto" r:id="{id_}"/>'
    picture = (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
        'r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="500000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        f'<w:p><mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="w14">'
        f"{frame.format('http://schemas.microsoft.com/office/word/2010/wordprocessingInk', pen)}</mc:Choice>"
        f"<mc:Fallback>{frame.format(f'{_DRAWING}picture', picture)}</mc:Fallback></mc:AlternateContent></w:p>"
    )


def docx(drawn: str, type_: str = _INK) -> bytes:
    return word(
        _drawn("rId1") + paragraph(TEXT),
        parts={
            "word/ink/ink1.xml": (f"{REL}/customXml", type_, drawn),
            "word/media/image1.jpeg": (f"{REL}/image", "image/jpeg", pictures.jpeg()),
        },
    )


def deck(drawn: str) -> bytes:
    """By python-pptx, with a slide on which somebody drew."""
    slides = pptx.Presentation()
    slides.slides.add_slide(slides.slide_layouts[6])
    sink = io.BytesIO()
    slides.save(sink)
    pen = (
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/'
        f'main" Requires="p14"><p:contentPart p14:bwMode="auto" r:id="ink" xmlns:r="{REL}"/></mc:Choice>'
        "<mc:Fallback><p:pic/></mc:Fallback></mc:AlternateContent></p:spTree>"
    )
    return changed(
        sink.getvalue(),
        ("ppt/slides/slide1.xml", "</p:spTree>", pen),
        ("ppt/slides/_rels/slide1.xml.rels", "</Relationships>",
         f'<Relationship Id="ink" Type="{REL}/customXml" Target="../ink/ink1.xml"/></Relationships>'),
        ("[Content_Types].xml", "</Types>", f'<Override PartName="/ppt/ink/ink1.xml" ContentType="{_INK}"/></Types>'),
        **{"ppt/ink/ink1.xml": drawn},
    )  # fmt: skip


_TOLD = [
    (ink(f'<inkml:timestamp xml:id="t0" timeString="2025-03-04T05:06:07 {SECRET}"/>', context=' timestampRef="#t0"'), ("dates",)),
    (ink(source=f' manufacturer="{SECRET}" model="{SECRET}" serialNo="{SECRET}" description="{SECRET}"'), ("device",)),
    (ink(f'<inkml:annotation type="author">{SECRET}</inkml:annotation>'), ("other",)),
    (ink(f"<inkml:annotationXML><inkml:a>{SECRET}</inkml:a></inkml:annotationXML>"), ("other",)),
]  # fmt: skip


@pytest.mark.parametrize(("data", "kinds"), [(docx(drawn), kinds) for drawn, kinds in _TOLD])
def test_what_ink_tells_goes_and_the_drawing_stays(data: bytes, kinds: tuple[str, ...]) -> None:
    result = scrub_ooxml(clean(data))
    assert (result.found, result.removed, result.warning) == (kinds, kinds, "")
    before, after = parts_of(data), parts_of(result.content or b"")
    assert after["word/document.xml"] == before["word/document.xml"]
    left = etree.fromstring(after["word/ink/ink1.xml"])
    assert etree.tostring(left, method="c14n") == etree.tostring(etree.fromstring(ink()), method="c14n")
    assert scrub_ooxml(result.content or b"") == Scrubbed("ooxml", result.type)


def test_ink_that_tells_nothing_stays_as_it_is() -> None:
    assert scrub_ooxml(clean(docx(ink()))).found == ()


@pytest.mark.parametrize("data", [deck(_TOLD[0][0])])
def test_ink_on_slides_stays(data: bytes) -> None:
    content = scrub_ooxml(data).content or b""
    assert _TRACE.encode() in parts_of(content)["ppt/ink/ink1.xml"]
    assert b'<p:contentPart p14:bwMode="auto" r:id="ink"' in parts_of(content)["ppt/slides/slide1.xml"]
    names_agree(content)


@pytest.mark.parametrize("data", [docx(f"<data>{SECRET}</data>", "application/xml")])
def test_data_of_a_programs_own_goes_all_the_same(data: bytes) -> None:
    result = scrub_ooxml(clean(data))
    assert result.removed == ("other",)
    assert "word/ink/ink1.xml" not in parts_of(result.content or b"")


def test_the_page_looks_the_same(tmp_path: Path) -> None:
    """LibreOffice shows the picture of what was drawn."""
    data = docx(_TOLD[0][0])
    files = {"before.docx": data, "after.docx": scrub_ooxml(data).content or b""}
    shown = libreoffice.convert(files, "pdf", tmp_path)
    assert libreoffice.drawn(shown["before"]) == libreoffice.drawn(shown["after"])
