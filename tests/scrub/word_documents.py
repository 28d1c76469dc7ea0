"""Word documents by hand, with all that Word notes of people."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

from collections.abc import Mapping

from tests.scrub import pictures
from tests.scrub.documents import PACKAGE, REL, SECRET, TEXT, changed, photo, zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_WHO = f'w:author="{SECRET} Budi" w:date="2025-03-04T05:06:07Z"'


def word(
    body: str, *, parts: Mapping[str, tuple[str, str, str | bytes]] | None = None, more: str = ""
) -> bytes:
    """A package of this body. ``parts``: type of the relationship, content type, content; ``more``: relationships."""
    named = parts or {}
    relationships = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="/{name}"/>'
        for number, (name, (kind, _, _)) in enumerate(named.items(), 1)
        if not name.startswith("docProps/")
    )
    own = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{name}"/>'
        for number, (name, (kind, _, _)) in enumerate(named.items(), 1)
        if name.startswith("docProps/")
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{type_}"/>' for name, (_, type_, _) in named.items()
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
            f'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.wordprocessingml.document.main+xml"/>{overrides}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="main" '
            f'Type="{REL}/officeDocument" Target="word/document.xml"/>{own}</Relationships>',
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<w:document xmlns:w="{_W}" xmlns:w14="{_W14}" xmlns:r="{REL}"'
            f' xmlns:wp="{_DRAWING}wordprocessingDrawing" xmlns:a="{_DRAWING}main"'
            f' xmlns:pic="{_DRAWING}picture"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relationships}{more}'
            "</Relationships>",
            **{name: content for name, (_, _, content) in named.items()},
        }
    )


def paragraph(text: str, mark: str = "") -> str:
    """A paragraph of one run; ``mark``: what its properties say of its end."""
    properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


#: What a text with tracked changes looks like, and what is left when all are accepted.
REVISED = (
    f'<w:p><w:r><w:t xml:space="preserve">Nilai </w:t></w:r><w:del w:id="1" {_WHO}><w:r><w:delText>{SECRET} 100'
    f'</w:delText></w:r></w:del><w:ins w:id="2" {_WHO}><w:r><w:rPr><w:b/><w:rPrChange w:id="3" {_WHO}><w:rPr><w:i/>'
    f"</w:rPr></w:rPrChange></w:rPr><w:t>200</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>"
    # The end of this paragraph was deleted: the next one continues it.
    + paragraph("Satu ", f'<w:del w:id="4" {_WHO}/>')
    + paragraph("dua.")
    + paragraph("Baru.", f'<w:ins w:id="5" {_WHO}/>')
    + f'<w:moveFromRangeStart w:id="6" {_WHO} w:name="m"/><w:p><w:pPr><w:rPr><w:moveFrom w:id="7" {_WHO}/></w:rPr>'
    f'</w:pPr><w:moveFrom w:id="8" {_WHO}><w:r><w:t>Pindah.</w:t></w:r></w:moveFrom></w:p>'
    '<w:moveFromRangeEnd w:id="6"/>' + paragraph("Tengah.")
    + f'<w:moveToRangeStart w:id="9" {_WHO} w:name="m"/><w:p><w:pPr><w:rPr><w:moveTo w:id="10" {_WHO}/></w:rPr>'
    f'</w:pPr><w:moveTo w:id="11" {_WHO}><w:r><w:t>Pindah.</w:t></w:r></w:moveTo></w:p>'
    '<w:moveToRangeEnd w:id="9"/>'
    '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
    f'<w:tr><w:trPr><w:del w:id="12" {_WHO}/></w:trPr><w:tc><w:tcPr/>{paragraph("Baris lama.")}</w:tc></w:tr>'
    f'<w:tr><w:trPr><w:ins w:id="13" {_WHO}/></w:trPr><w:tc><w:tcPr/>{paragraph("Sel.")}</w:tc></w:tr></w:tbl>'
    + paragraph(TEXT)
)  # fmt: skip
ACCEPTED = (
    '<w:p><w:r><w:t xml:space="preserve">Nilai </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>200</w:t></w:r>'
    "<w:r><w:t>.</w:t></w:r></w:p>"
    + '<w:p><w:r><w:t xml:space="preserve">Satu </w:t></w:r><w:r><w:t>dua.</w:t></w:r></w:p>'
    + paragraph("Baru.") + paragraph("Tengah.") + paragraph("Pindah.")
    + '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
    f'<w:tr><w:tc><w:tcPr/>{paragraph("Sel.")}</w:tc></w:tr></w:tbl>'
    + paragraph(TEXT)
)  # fmt: skip

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."

#: Every part of a Word document that tells of people: remarks, their authors, settings, properties, own data.
_TELLING: Mapping[str, tuple[str, str, str | bytes]] = {
    "word/comments.xml": (
        f"{REL}/comments",
        f"{_OFFICE}comments+xml",
        f'<w:comments xmlns:w="{_W}"><w:comment w:id="0" {_WHO} w:initials="B">{paragraph(SECRET)}</w:comment>'
        "</w:comments>",
    ),
    "word/people.xml": (
        "http://schemas.microsoft.com/office/2011/relationships/people",
        f"{_OFFICE}people+xml",
        f'<w15:people xmlns:w15="{_W15}"><w15:person w15:author="{SECRET}"/></w15:people>',
    ),
    "word/settings.xml": (
        f"{REL}/settings",
        f"{_OFFICE}settings+xml",
        f'<w:settings xmlns:w="{_W}" xmlns:w15="{_W15}" xmlns:r="{REL}"><w:attachedTemplate r:id="t"/>'
        f'<w:rsids><w:rsidRoot w:val="00A1B2C3"/></w:rsids><w:docVars><w:docVar w:name="a" w:val="{SECRET}"/>'
        '</w:docVars><w15:docId w15:val="{11111111-2222-3333-4444-555555555555}"/></w:settings>',
    ),
    "customXml/item1.xml": (f"{REL}/customXml", "application/xml", f"<data>{SECRET}</data>"),
    "word/media/image1.jpeg": (
        f"{REL}/image",
        "image/jpeg",
        photo(),
    ),
    "docProps/core.xml": (
        f"{PACKAGE}/relationships/metadata/core-properties",
        "application/vnd.openxmlformats-package.core-properties+xml",
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/'
        f'elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>{SECRET}</dc:creator><dc:title>'
        f"Judul.</dc:title><dcterms:created>2025-03-04T05:06:07Z</dcterms:created></cp:coreProperties>",
    ),
    "docProps/app.xml": (
        f"{REL}/extended-properties",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{SECRET} Office</Application><Company>{SECRET}</Company><Pages>1</Pages></Properties>",
    ),
    "docProps/thumbnail.jpeg": (
        f"{PACKAGE}/relationships/metadata/thumbnail",
        "image/jpeg",
        pictures.jpeg(),
    ),
}

_PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="500000" cy="400000"/><wp:docPr id="1" name="Picture 1"'
    f' descr="C:\\Users\\{SECRET}\\IMG_1.jpg"/><a:graphic><a:graphicData uri="{_DRAWING}picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId5"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="500000"'
    ' cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
)

TELLING_KINDS = (
    "place", "device", "author", "dates", "software", "description", "identifiers", "comments", "revisions",
    "thumbnail", "other",
)  # fmt: skip


def telling_docx(body: str = REVISED) -> bytes:
    """A Word document with all of them, around a text with tracked changes and a photo."""
    remark = (
        '<w:p w:rsidR="00A1B2C3" w14:paraId="1A2B3C4D"><w:commentRangeStart w:id="0"/><w:r><w:t>Awal.</w:t></w:r>'
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    field = (
        '<w:p><w:fldSimple w:instr=" AUTHOR "><w:r><w:t>Tampak.</w:t></w:r></w:fldSimple><w:r><w:fldChar '
        'w:fldCharType="begin"/></w:r><w:r><w:instrText> TITLE \\* MERGEFORMAT </w:instrText></w:r><w:r><w:fldChar '
        'w:fldCharType="separate"/></w:r><w:r><w:t>Judul.</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    made = word(remark + field + body + _PICTURE, parts=_TELLING)
    return changed(
        made,
        **{
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="t" '
            f'Type="{REL}/attachedTemplate" Target="file:///C:/Users/{SECRET}/Normal.dotm" TargetMode="External"/>'
            "</Relationships>"
        },
    )


def plain_docx() -> bytes:
    """What of ``telling_docx`` is read on its pages, and nothing else."""
    picture = _PICTURE.replace("rId5", "rId1").replace(f' descr="C:\\Users\\{SECRET}\\IMG_1.jpg"', "")
    field = "<w:p><w:r><w:t>Tampak.</w:t></w:r><w:r><w:t>Judul.</w:t></w:r></w:p>"
    return word(
        paragraph("Awal.") + field + ACCEPTED + picture,
        parts={"word/media/image1.jpeg": (f"{REL}/image", "image/jpeg", pictures.jpeg())},
    )
