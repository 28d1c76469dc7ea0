"""OpenDocument: what is found where, what stays, and what is left alone."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.scrub import pictures
from tests.scrub.documents import SECRET, TEXT, parts_of, photo, zipped
from wbs.scrub import Scrubbed
from wbs.scrub import zipped as container
from wbs.scrub.odf import scrub_odf

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        **{
            name: f"{_URN}{name}:1.0"
            for name in ("office", "text", "table", "meta", "config", "style", "form", "manifest")
        },
        "draw": f"{_URN}drawing:1.0",
        "svg": f"{_URN}svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "officeooo": "http://openoffice.org/2009/office",
        "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    }.items()
)
_ODT = "application/vnd.oasis.opendocument.text"

_META = (
    f"<office:document-meta {_NAMESPACES}><office:meta><meta:generator>{SECRET}Office</meta:generator><dc:title>Judul</dc:title><meta:keyword>lift</meta:keyword><meta:keyword>gedung B</meta:keyword>"
    f"<meta:initial-creator>{SECRET}</meta:initial-creator><dc:date>2025-03-04T05:06:07</dc:date><meta:template "
    f'xlink:href="/home/{SECRET}/a.ott"/><meta:document-statistic meta:page-count="1"/></office:meta></office:document-meta>'
)
_SETTINGS = (
    f'<office:document-settings {_NAMESPACES}><office:settings><config:config-item-set config:name="ooo:configuration-settings">'
    f'<config:config-item config:name="PrinterName">{SECRET} Printer</config:config-item><config:config-item config:name="PrinterSetup">'
    'SGFsbG8=</config:config-item><config:config-item config:name="Rsid">123456</config:config-item><config:config-item '
    'config:name="AddFrameOffsets">true</config:config-item></config:config-item-set></office:settings></office:document-settings>'
)


def odt(
    body: str = f"<text:p>{TEXT}</text:p>",
    parts: Mapping[str, str | bytes] | None = None,
    *,
    left: Mapping[str, str | bytes] | None = None,
    entries: str = "",
    type_: str = _ODT,
) -> bytes:
    """A document of this body, its archive without dates.

    ``parts`` in folders are referred to, those ``left`` are not. ``entries``: more lines of the manifest.
    """
    others = {**(parts or {}), **(left or {})}
    body += "".join(f'<draw:image xlink:href="{name}"/>' for name in parts or {} if "/" in name)
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{"text/xml" if name.endswith(".xml") else ""}"/>'
        for name in ("content.xml", *others)
        if not name.startswith("META-INF/") and name != "stray.xml"
    )
    return container.write(
        {
            "mimetype": type_.encode(),
            "content.xml": f"<office:document-content {_NAMESPACES}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>".encode(),
            **{name: part.encode() if isinstance(part, str) else part for name, part in others.items()},
            "META-INF/manifest.xml": f'<manifest:manifest {_NAMESPACES}><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{type_}"/>{listed}{entries}</manifest:manifest>'.encode(),
        },
        stored=["mimetype"],
    )


_REVISED = (
    f'<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info><dc:creator>{SECRET}</dc:creator>'
    f"<dc:date>2025-03-04T05:06:07</dc:date></office:change-info><text:p>{SECRET}</text:p></text:deletion></text:changed-region>"
    '</text:tracked-changes><text:p>Nilai <text:change text:change-id="c"/>200<text:change-start text:change-id="c"/>.<text:change-end '
    f'text:change-id="c"/></text:p><text:p>Awal<office:annotation office:name="a"><dc:creator>{SECRET}</dc:creator><text:p>{SECRET}</text:p>'
    '</office:annotation> dan<office:annotation-end office:name="a"/> akhir.</text:p>'
)


def _cell(formula: str) -> str:
    return f'<table:table-cell table:formula="of:={formula}"/>'


def _formula(formula: str) -> bytes:
    return odt(_cell(formula.replace('"', "&quot;")))


def _fieldmark(instruction: str) -> bytes:
    """A citation as LibreOffice keeps a field of Word's that it does not know."""
    code = f'<field:param field:name="vnd.oasis.opendocument.field.code" field:value="{instruction}"/>'
    start = f'<field:fieldmark-start text:name="a" field:type="vnd.oasis.opendocument.field.UNHANDLED">{code}</field:fieldmark-start>'
    return odt(f"<text:p>{start}<field:fieldmark-separator/>(Siti 2020)<field:fieldmark-end/></text:p>")


def _condition(condition: str) -> bytes:
    return odt(f"<text:p><text:hidden-text text:condition={quoteattr(condition)}/></text:p>")


_DELETED = (
    '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>{}</text:p></text:deletion>'
    "</text:changed-region></text:tracked-changes>"
)


def test_paths_that_are_read_in_a_cell_stay() -> None:
    cell = f'<table:table-cell office:string-value="C:\\{SECRET}\\a"><text:p>C:\\{SECRET}\\a</text:p></table:table-cell>'
    assert scrub_odf(odt(cell)).found == ()


def text_of(content: bytes | None) -> list[str]:
    """The text of each paragraph."""
    assert content is not None
    root = etree.fromstring(parts_of(content)["content.xml"])
    return ["".join(each.itertext()) for each in root.iter("{*}p")]


def manifest_agrees(content: bytes) -> None:
    """Every part is listed, and nothing else."""
    parts = parts_of(content)
    root = etree.fromstring(parts["META-INF/manifest.xml"])
    listed = {each.get(f"{{{_URN}manifest:1.0}}full-path") or "" for each in root.iter("{*}file-entry")}
    assert {name for name in listed if not name.endswith("/")} == parts.keys() - {
        "mimetype",
        "META-INF/manifest.xml",
    }
    assert next(iter(parts)) == "mimetype"


def test_all_places_at_once() -> None:
    inner: dict[str, str | bytes] = {
        "Object 1/content.xml": f"<office:document-content {_NAMESPACES}/>",
        "Object 1/meta.xml": _META,
        "Object 1/Thumbnails/thumbnail.png": pictures.png(),
    }
    data = odt(
        _REVISED,
        {
            "meta.xml": _META,
            "settings.xml": _SETTINGS,
            "Thumbnails/thumbnail.png": pictures.png(),
            "Pictures/a.jpg": photo(),
            "Versions/Version1": SECRET,
            "VersionList.xml": f"<a>{SECRET}</a>",
            "stray.xml": SECRET,
            **inner,
        },
        entries='<manifest:file-entry manifest:full-path="Object 1/" manifest:media-type="application/vnd.oasis.opendocument.chart"/>'
        '<manifest:file-entry manifest:full-path="Configurations2/" manifest:media-type=""/>',
    )
    result = scrub_odf(data)
    assert (result.format, result.type, result.warning) == ("odf", _ODT, "")
    assert result.found == result.removed
    assert result.found == (
        "place", "device", "author", "dates", "software", "description", "identifiers", "comments", "revisions",
        "earlier", "thumbnail", "other",
    )  # fmt: skip
    content = result.content or b""
    assert not any(SECRET.encode() in part for part in parts_of(content).values())
    assert parts_of(content).keys() == {
        "mimetype", "content.xml", "settings.xml", "Pictures/a.jpg", "Object 1/content.xml", "META-INF/manifest.xml",
    }  # fmt: skip
    assert parts_of(content)["Pictures/a.jpg"] == pictures.jpeg()
    assert b"AddFrameOffsets" in parts_of(content)["settings.xml"]
    assert text_of(content) == ["Nilai 200.", "Awal dan akhir."]
    manifest_agrees(content)
    assert scrub_odf(content) == Scrubbed("odf", _ODT)


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (odt(_REVISED.partition("<text:p>Awal")[0]), ("revisions",)),
        (odt('<text:p><office:annotation><text:p>x</text:p></office:annotation></text:p>'), ("comments",)),
        (odt(f"<draw:page><officeooo:annotation><text:p>{SECRET}</text:p></officeooo:annotation></draw:page>"), ("comments",)),
        (odt('<style:style><style:text-properties officeooo:rsid="00123"/></style:style>'), ("identifiers",)),
        (odt(parts={"Thumbnails/thumbnail.png": pictures.png()}), ("thumbnail",)),
        (odt(parts={"settings.xml": _SETTINGS}), ("device", "identifiers")),
        (odt(parts={"stray.xml": SECRET}), ("other",)),
        (odt(parts={"META-INF/lain.xml": SECRET}), ("other",)),
        (odt(f"<text:p><!-- {SECRET} --></text:p>"), ("other",)),
        (odt(f"<draw:frame><svg:desc>C:\\Users\\{SECRET}\\a.jpg</svg:desc></draw:frame>"), ("other",)),
        (odt(f'<draw:image xlink:href="file:///home/{SECRET}/a.jpg"/>'), ("other",)),
        (odt(f'<text:p><text:a xlink:href="file:///home/{SECRET}/a.odt">a</text:a></text:p>'), ("other",)),
        (odt(f'<text:database-display text:database-name="/home/{SECRET}/a.odb"/>'), ("other",)),
        (odt(f"""<table:table-cell table:formula="of:=['file:///home/{SECRET}/a.ods'#$A.B1]"/>"""), ("other",)),
        (odt(f"""<table:table table:name="'file:///C:/{SECRET}/a.ods'#$A"/>"""), ("other",)),
        (odt(f'<draw:image xlink:href="../siti/{SECRET}/foto.jpg"/>'), ("other",)),
        (odt(f'<draw:image xlink:href="..\\{SECRET}\\foto.jpg"/>'), ("other",)),
        (odt(f'<draw:image xlink:href="Pictures/../../%2E./{SECRET}/foto.jpg"/>'), ("other",)),
        (odt(parts={"Object 1/content.xml": f'<draw:image {_NAMESPACES} xlink:href="../../{SECRET}/foto.jpg"/>'}), ("other",)),
        (odt(f'<text:section-source xlink:href="../../../home/{SECRET}/a.odt#Kop"/>'), ("other",)),
        (odt(f'<table:table-source xlink:href="../{SECRET}/a.ods" table:table-name="A"/>'), ("other",)),
        (odt(f'<form:image form:image-data="../{SECRET}/a.png"/>'), ("other",)),
        (odt(f"""<table:table-cell table:formula="of:=['../../{SECRET}/a.ods'#$A.B1]"/>"""), ("other",)),
        (odt(f"""<table:table-cell table:formula="of:=['../{SECRET}/x/a.ods'#$A.B1]"/>"""), ("other",)),
        (odt(f'<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;;&quot;/home/{SECRET}/a.ods&quot;;&quot;A.A1&quot;)"/>'), ("other",)),
        (odt(f'<table:table-cell table:formula="of:=HYPERLINK(&quot;../{SECRET}/a.ods&quot;;&quot;A&quot;)"/>'), ("other",)),
        (odt(f'<office:dde-source office:dde-application="soffice" office:dde-topic="/home/{SECRET}/a.ods" office:dde-item="A.A1"/>'), ("other",)),
        (odt(f'<table:scenario table:comment="Created by {SECRET}, on 03/04/2025, 05:06:07"/>'), ("comments",)),
        (odt(f'<table:database-range><table:database-source-sql table:database-name="{SECRET}" table:sql-statement="SELECT {SECRET}"/></table:database-range>'), ("other",)),
        (odt(f'<table:database-range><table:database-source-table table:database-name="{SECRET}"/></table:database-range>'), ("other",)),
        (odt(f'<form:form form:datasource="{SECRET}"><form:connection-resource xlink:href="{SECRET}.odb"/></form:form>'), ("other",)),
        (odt(f'<text:p>a<text:database-next text:database-name="{SECRET}"/></text:p>'), ("other",)),
        (odt(f'<text:p><text:reference-mark-start text:name="ZOTERO_ITEM CSL_CITATION {SECRET}"/>(Siti 2020)<text:reference-mark-end text:name="ZOTERO_ITEM CSL_CITATION {SECRET}"/></text:p>'), ("identifiers",)),
        (odt(f'<text:p><text:bookmark-start text:name="Mendeley {SECRET}"/>(Siti 2020)</text:p>'), ("identifiers",)),
        (odt(f'<text:section text:name="ZOTERO_BIBL {SECRET}"><text:p>Siti</text:p></text:section>'), ("identifiers",)),
        (odt(f'<text:p><text:bookmark-ref text:reference-format="text" text:ref-name="ZOTERO_BREF_{SECRET}">(Siti 2020)</text:bookmark-ref></text:p>'), ("identifiers",)),
        (_fieldmark(f" ADDIN ZOTERO_ITEM CSL_CITATION {SECRET}"), ("other",)),
        (_fieldmark(f"INCLUDEPICTURE &quot;C:\\{SECRET} x\\a.png&quot; \\d"), ("other",)),
        (odt(f'<form:form form:command="{SECRET}" form:command-type="table" form:filter="{SECRET}" form:order="{SECRET}"/>'), ("other",)),
        (odt(f'<text:p><text:hidden-text text:condition="ooow:[{SECRET} 1.Alamat.Nama] == &quot;x&quot;"/><text:expression text:formula="ooow:{SECRET}.Alamat.Nama"/></text:p>'), ("other",)),
        (odt(f'<draw:frame draw:name="IMG_2025_{SECRET}.jpg"/>'), ("other",)),
        (odt(f"<draw:frame><svg:title>{SECRET}.jpeg</svg:title></draw:frame>"), ("other",)),
        (odt(f"<text:p><text:sender-lastname>{SECRET}</text:sender-lastname></text:p>"), ("author",)),
        (odt(f"<text:p><text:file-name>/home/{SECRET}/a.odt</text:file-name></text:p>"), ("other",)),
        (odt(parts={"manifest.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description><a/></rdf:Description></rdf:RDF>'}), ("other",)),
    ],
)  # fmt: skip
def test_one_place_and_its_kind(data: bytes, kinds: tuple[str, ...]) -> None:
    result = scrub_odf(data)
    assert (result.found, result.removed, result.warning) == (kinds, kinds, "")
    assert not any(SECRET.encode() in part for part in parts_of(result.content or b"").values())
    manifest_agrees(result.content or b"")


@pytest.mark.parametrize(
    ("reference", "left"),
    [
        ("../siti/a.odt#Kop", "../a.odt#Kop"), ("../../siti/a.jpg", "../a.jpg"), ("..\\siti\\a.jpg", "../a.jpg"),
        ("file:///home/siti/a.odt#Kop", "../a.odt#Kop"), ("C:\\Users\\siti\\b#c\\a.jpg", "../a.jpg"), ("/Users/siti/a.jpg", "../a.jpg"), ("smb://kantor/siti/", "../-"),
        ("../siti/../a.odt", "../a.odt"), ("siti/../../a.odt", "../a.odt"), ("/srv/siti/a.odt#Kop", "../a.odt#Kop"), ("//kantor/siti/a.odt", "../a.odt"), ("..\\siti\\..\\a.odt", "../a.odt"),
    ],
)  # fmt: skip
def test_a_file_outside_is_looked_for_beside_the_document(reference: str, left: str) -> None:
    inner = (
        f'<draw:image {_NAMESPACES} xlink:href="{"../" * reference.startswith(("..", "siti"))}{reference}"/>'
    )
    result = scrub_odf(odt(f'<draw:image xlink:href="{reference}"/>', {"Object 1/content.xml": inner}))
    parts = parts_of(result.content or b"")
    assert f'xlink:href="{left}"' in parts["content.xml"].decode()
    assert f'xlink:href="../{left}"' in parts["Object 1/content.xml"].decode()


@pytest.mark.parametrize(
    ("data", "formulas"),
    [
        (odt(_cell("['../../siti/b.ods'#$A.B1];['../c.ods'#$A.B1]")), ["['b.ods'#$A.B1];['../c.ods'#$A.B1]"]),
        # Two files of one name stay two.
        (odt(_cell("['file:///siti/b.ods'#$A.B1];['file:///C:/x/b.ods'#$A.B1];['file:///c.ods'#$A.B1]") + _cell("['file:///siti/b.ods'#$A.B1]")),
         ["['file:///b.ods'#$A.B1];['file:///2/b.ods'#$A.B1];['file:///c.ods'#$A.B1]", "['file:///b.ods'#$A.B1]"]),
        (odt(_cell("HYPERLINK(&quot;file:///siti/b.ods#A&quot;)")), ['HYPERLINK("file:///b.ods#A")']),
        (odt(_cell("['smb://kantor/siti/b.ods'#$A.B1];['/srv/siti/b.ods'#$A.B1];['sftp://siti@kantor/b.ods'#$A.B1]")),
         ["['file:///b.ods'#$A.B1];['file:///2/b.ods'#$A.B1];['file:///3/b.ods'#$A.B1]"]),
        (odt(_cell("['C:/siti/b.ods'#$A.B1];['..\\siti\\c.ods'#$A.B1];['siti/../../d.ods'#$A.B1]")), ["['file:///b.ods'#$A.B1];['c.ods'#$A.B1];['d.ods'#$A.B1]"]),
        (odt(_cell("['file:///home/siti''s/x/Bu''di.ods'#$'A''B'.B1]")), ["['file:///Bu''di.ods'#$'A''B'.B1]"]),
        (odt(_cell("hyperlink ( &quot;/srv/siti/b.ods#A/B&quot;;&quot;/home/siti/&quot;)")), ['hyperlink ( "b.ods#A/B";"/home/siti/")']),
        (odt(_cell("HYPERLINK(&quot;file:///home/siti's/x/b.ods&quot;)")), ['HYPERLINK("file:///b.ods")']),
        (odt(_cell("DDE(&quot;soffice&quot; ; &quot;/srv/siti/b.ods&quot;;&quot;/home/a&quot;)")), ['DDE("soffice" ; "b.ods";"/home/a")']),
        (odt(_cell("INDIRECT(&quot;'/srv/siti/b.ods'#$A.B1&quot;)")), ['INDIRECT("\'file:///b.ods\'#$A.B1")']),
    ],
)  # fmt: skip
def test_formulas_name_the_files_of_other_sheets(data: bytes, formulas: list[str]) -> None:
    content = scrub_odf(data).content or b""
    cells = etree.fromstring(parts_of(content)["content.xml"]).iter("{*}table-cell")
    assert [each.get(f"{{{_URN}table:1.0}}formula") for each in cells] == [f"of:={each}" for each in formulas]
    assert scrub_odf(content).found == ()


@pytest.mark.parametrize(
    "reference",
    [
        "https://contoh.id/a/../b", "http:../a/b", "mailto:a@contoh.id", "#../a/b", "#Kop%201", "", "Pictures/../a/b.png", "./Object 1",
        # Beside the document, or somewhere above it: no folder has a name.
        "../foto.jpg", "../../foto.jpg", "../", "..a/b.jpg", "vnd.sun.star.script:a/b?c",
    ],
)  # fmt: skip
def test_other_references_stay(reference: str) -> None:
    body = f'<text:p><text:a xlink:href="{reference}">a</text:a></text:p><table:table-cell table:formula="of:=&quot;{reference}&quot;"/>'
    assert scrub_odf(odt(body)) == Scrubbed("odf", _ODT)


@pytest.mark.parametrize(
    "formula",
    [
        'SUBSTITUTE([.A1];"/var/log/";"X-")', 'SUBSTITUTE([.A1];"../siti/";"")', 'IF([.A1]="C:\\a\\b";"/home/siti/a";"file:///home/siti")',
        'FIND("smb://kantor/siti";[.A1])', 'HYPERLINK("https://contoh.id/a/../b#/c/d";"/home/siti/a")', "[$'a''b ../c/d'.A1]", "['https://contoh.id/a/b.ods'#$A.B1]",
        "['a/b.ods'#$A.B1]", 'DDE([.A1];"A";"/home/siti/a")', '"a""/home/siti/a"', 'HYPERLINK("#A.B1")', 'HYPERLINK("vnd.sun.star.script:a/../b?c")', '"/home/siti/a',
    ],
)  # fmt: skip
def test_texts_in_formulas_that_are_no_files_stay(formula: str) -> None:
    assert scrub_odf(_formula(formula)) == Scrubbed("odf", _ODT)


@pytest.mark.parametrize("value", ["/var/log/a", "C:\\a\\b", "file:///home/siti/a", "\\\\kantor\\a"])
def test_paths_that_are_read_stay(value: str) -> None:
    text = f'<text:p><text:conditional-text text:string-value-if-true="{value}" text:string-value-if-false="{value}">{value}</text:conditional-text></text:p>'
    form = (
        f'<form:button form:label="{value}"/><form:text form:current-value="{value}" form:value="{value}"/>'
    )
    condition = f'<table:filter-condition table:value="{value}"/><calcext:condition xmlns:calcext="urn:a" calcext:value="&quot;{value}&quot;"/>'
    assert scrub_odf(odt(text + form + condition)) == Scrubbed("odf", _ODT)


@pytest.mark.parametrize(
    "data",
    [
        # Not of the alphabet, though Unicode takes them for an s and an i.
        *(odt(f'<draw:frame draw:name="{name}"/>') for name in ("a.\u017fvg", "a.g\u0131f", "a.G\u0130F", "/u\u017fers/a", "/M\u0130D\u0130A/a")),
        odt('<draw:frame draw:name="' + "\U0001f4f7" * 201 + '.jpg"/>'),
        odt('<draw:frame draw:name="a\n.jpg.b"/>'),
    ],
)  # fmt: skip
def test_names_that_only_look_like_those_of_files_stay(data: bytes) -> None:
    assert scrub_odf(data) == Scrubbed("odf", _ODT)


@pytest.mark.parametrize("name", [f"{'a' * 200}.JPG", "\U0001f4f7" * 200 + ".jpg", "a.b.TiFf"])
def test_names_of_pictures_go(name: str) -> None:
    assert scrub_odf(odt(f'<draw:frame draw:name="{name}"/>')).removed == ("other",)


def test_a_picture_of_the_document_is_found_from_one_within() -> None:
    inner: dict[str, str | bytes] = {
        "Object 1/content.xml": f'<draw:image {_NAMESPACES} xlink:href="../Pictures/a.png"/>'
    }
    assert scrub_odf(odt(parts={"Pictures/a.png": pictures.png(), **inner})) == Scrubbed("odf", _ODT)


_CHART = '<manifest:file-entry manifest:full-path="Object 1/" manifest:media-type="application/vnd.oasis.opendocument.chart"/>'


def _with_stray(name: str) -> bytes:
    """A document with an object, and a part that the manifest does not list."""
    object_ = {"Object 1/content.xml": f"<office:document-content {_NAMESPACES}/>"}
    parts = parts_of(odt('<draw:object xlink:href="./Object 1"/>', left=object_, entries=_CHART))
    return container.write({**parts, name: SECRET.encode()}, stored=["mimetype"])


def _inner(folder: str) -> dict[str, str | bytes]:
    """A document within the document, with two pictures of which it shows one."""
    shown = '<draw:fill-image xlink:href="Pictures/b.png"/>'
    return {
        f"{folder}/content.xml": f"<office:document-content {_NAMESPACES}>{shown}</office:document-content>",
        f"{folder}/styles.xml": f"<office:document-styles {_NAMESPACES}/>",
        f"{folder}/Pictures/b.png": pictures.png(),
        f"{folder}/Pictures/c.png": pictures.png(),
    }


def _dialog(folder: str) -> dict[str, str | bytes]:
    """Pictures of a document, one of which is on a button of its dialog."""
    button = '<!DOCTYPE dlg:window PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "dialog.dtd"><dlg:button dlg:src="Pictures/a.png"/>'
    return {
        f"{folder}Dialogs/Standard/Dialog1.xml": button,
        f"{folder}Pictures/a.png": pictures.png(),
        f"{folder}Pictures/c.png": pictures.png(),
    }


@pytest.mark.parametrize(
    ("data", "stays", "goes"),
    [
        (odt(_DELETED.format('<draw:image xlink:href="Pictures/a.jpg"/>'), left={"Pictures/a.jpg": photo()}), (), ("Pictures/a.jpg",)),
        (odt('<text:p><office:annotation><draw:image xlink:href="Pictures/a.jpg"/></office:annotation></text:p>', left={"Pictures/a.jpg": photo()}), (), ("Pictures/a.jpg",)),
        (odt(_DELETED.format('<draw:image xlink:href="Pictures/a.png"/>'), {"Pictures/a.png": pictures.png()}), ("Pictures/a.png",), ()),
        (odt(_DELETED.format(""), {"Pictures/a b.png": pictures.png(), "Pictures/c.png": pictures.png()}), ("Pictures/a b.png", "Pictures/c.png"), ()),
        (odt(_DELETED.format("") + '<draw:image xlink:href="./Pictures/a%20b.png"/>', left={"Pictures/a b.png": pictures.png()}), ("Pictures/a b.png",), ()),
        (odt(_DELETED.format('<draw:object xlink:href="./Object 1"/>'), left=_inner("Object 1"), entries=_CHART), (), tuple(_inner("Object 1"))),
        (
            odt(_DELETED.format("") + '<draw:object xlink:href="./Object 1"/>', left=_inner("Object 1"), entries=_CHART),
            ("Object 1/content.xml", "Object 1/styles.xml", "Object 1/Pictures/b.png"), ("Object 1/Pictures/c.png",),
        ),
        # A folder that the manifest does not call a document.
        (odt(_DELETED.format("") + '<draw:object xlink:href="Object 2/"/>', left=_inner("Object 2")), tuple(_inner("Object 2")), ()),
        (odt(_DELETED.format(""), {"Object 1/content.xml": f'<draw:image {_NAMESPACES} xlink:href="../Pictures/a.png"/>'}, left={"Pictures/a.png": pictures.png()}), ("Pictures/a.png",), ()),
        (odt(_DELETED.format("") + '<form:image form:image-data="Pictures/a.png"/>', left={"Pictures/a.png": pictures.png()}), ("Pictures/a.png",), ()),
        (odt(_DELETED.format(""), {"styles.xml": f'<draw:fill-image {_NAMESPACES} xlink:href="Pictures/a.png"/>'}, left={"Pictures/a.png": pictures.png()}), ("Pictures/a.png",), ()),
        # A document that the manifest does not call one, in a folder of a folder.
        (odt(_DELETED.format("") + '<draw:object xlink:href="./Obs/Object 1"/>', left=_inner("Obs/Object 1")), tuple(_inner("Obs/Object 1")), ()),
        (
            odt(_DELETED.format("") + '<draw:object xlink:href="./Obs/Object 1"/>', left=_inner("Obs/Object 1"), entries=_CHART.replace("Object 1", "Obs/Object 1")),
            ("Obs/Object 1/content.xml", "Obs/Object 1/styles.xml", "Obs/Object 1/Pictures/b.png"), ("Obs/Object 1/Pictures/c.png",),
        ),
        (odt(_DELETED.format("") + '<draw:plugin xlink:href="Lain/a"/>', left={"Lain/a/b/c.png": pictures.png(), "Lain/d.png": pictures.png()}), ("Lain/a/b/c.png",), ("Lain/d.png",)),
        # Signs that mean something in a URI, as they stand in a name.
        (odt(_DELETED.format("") + '<draw:image xlink:href="Pictures/a%20b.png"/>', left={"Pictures/a%20b.png": pictures.png()}), ("Pictures/a%20b.png",), ()),
        (odt(_DELETED.format("") + '<draw:image xlink:href="Pictures/a#b.png"/>', left={"Pictures/a#b.png": pictures.png()}), ("Pictures/a#b.png",), ()),
        (odt(_DELETED.format("") + '<draw:image xlink:href="Pictures/a#b.png?c#d"/>', left={"Pictures/a#b.png": pictures.png()}), ("Pictures/a#b.png",), ()),
        (odt(_DELETED.format("") + '<draw:image xlink:href="Pictures/a.png#b?c"/>', left={"Pictures/a.png": pictures.png()}), ("Pictures/a.png",), ()),
        (odt(_DELETED.format("") + '<draw:image xlink:href="vnd.sun.star.Package:Pictures/a.png"/>', left={"Pictures/a.png": pictures.png()}), ("Pictures/a.png",), ()),
        (odt(left=_dialog("")), ("Pictures/a.png",), ("Pictures/c.png",)),
        (odt('<draw:object xlink:href="./Object 1"/>', left={"Object 1/content.xml": "<a/>", **_dialog("Object 1/")}, entries=_CHART), ("Object 1/Pictures/a.png",), ("Object 1/Pictures/c.png",)),
        (odt(_DELETED.format(""), left={"settings.xml": _SETTINGS, "database/script": "a"}), ("settings.xml", "database/script"), ()),
        # Nothing ever refers to what LibreOffice 7.4 writes of a deleted object.
        (odt(left={"ObjectReplacements/Object 1": "VCLMTF"}), (), ("ObjectReplacements/Object 1",)),
    ],
)  # fmt: skip
def test_what_nothing_refers_to_goes(data: bytes, stays: tuple[str, ...], goes: tuple[str, ...]) -> None:
    result = scrub_odf(data)
    assert ("earlier" in result.found) == bool(goes)
    assert result.found == result.removed
    content = result.content or b""
    # Those of the document itself go or stay whatever refers to them.
    assert parts_of(data).keys() - parts_of(content).keys() == set(goes)
    assert set(stays) <= parts_of(content).keys()
    manifest_agrees(content)
    assert scrub_odf(content).found == ()


def test_names_as_long_and_as_deep_as_may_be_are_cleaned() -> None:
    name = "a/" * 20 + "\U0001f4f7" * 956 + ".jpg"
    assert len(name) == 1_000
    assert parts_of(scrub_odf(odt(parts={name: photo()})).content or b"")[name] == pictures.jpeg()


@pytest.mark.parametrize(
    "name",
    ["content.xml~", "styles.xml.bak", "content.xml/a", "settings.xml2", "Basic/a.txt", "database/a", "Object 1/content.xml~", "Object 1/Basic/a"],
)  # fmt: skip
def test_what_is_called_like_a_part_and_is_none_goes(name: str) -> None:
    result = scrub_odf(_with_stray(name))
    assert (result.found, result.removed, result.warning) == (("other",), ("other",), "")
    assert name not in parts_of(result.content or b"")


def test_lines_of_the_manifest_stay_for_parts_and_their_folders() -> None:
    names = ("Pictures/", "Pictures", "Pict", "Lain/", "Pictures/a.jpg")
    entries = "".join(f'<manifest:file-entry manifest:full-path="{name}"/>' for name in names[:-1])
    content = scrub_odf(odt(parts={"Pictures/a.jpg": photo()}, entries=entries)).content or b""
    root = etree.fromstring(parts_of(content)["META-INF/manifest.xml"])
    listed = [each.get(f"{{{_URN}manifest:1.0}}full-path") for each in root]
    assert listed == ["/", "content.xml", "Pictures/a.jpg", "Pictures/"]


def test_a_picture_that_the_manifest_forgot_stays() -> None:
    """LibreOffice shows it, up to ODF 1.1."""
    data = odt('<draw:image xlink:href="Pictures/a.jpg"/>')
    result = scrub_odf(container.write({**parts_of(data), "Pictures/a.jpg": photo()}, stored=["mimetype"]))
    assert parts_of(result.content or b"")["Pictures/a.jpg"] == pictures.jpeg()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        # What is read is the property, whatever the field has kept.
        ("<text:title>lama</text:title>", "Judul"),
        ('<text:title text:fixed="true">tetap</text:title>', "tetap"),
        ("<text:subject>lama</text:subject>", ""),
        ("<text:keywords>lama</text:keywords>", "lift, gedung B"),
        ('<text:creation-date text:fixed="true">4 Maret</text:creation-date>', "4 Maret"),
        ('<text:author-name text:fixed="true">Siti</text:author-name>', "Siti"),
        (f"<text:author-name>{SECRET}</text:author-name>", ""),
        (f'<text:database-display text:database-name="{SECRET}" text:column-name="Nama">Budi<form:connection-resource/></text:database-display>', "Budi"),
        (f'<text:database-name text:table-name="Alamat" text:database-name="{SECRET}">Kantor.Alamat</text:database-name>', "Kantor.Alamat"),
        ("<text:database-row-number>3</text:database-row-number>", "3"),
        ("<text:word-count>34</text:word-count>", "34"),
        ("<text:page-count>2</text:page-count>", "2"),
        ('<text:bookmark-ref text:ref-name="ZOTERO_BREF_a">(Siti 2020)</text:bookmark-ref>', "(Siti 2020)"),
        ('<text:reference-mark-start text:name="ADDIN CSL"/>(Siti 2020)<text:reference-mark-end text:name="ADDIN CSL"/>', "(Siti 2020)"),
    ],
)  # fmt: skip
def test_fields_that_show_metadata(field: str, text: str) -> None:
    result = scrub_odf(odt(f"<text:p>a {field} b</text:p>", {"meta.xml": _META}))
    assert text_of(result.content) == [f"a {text} b"]
    assert SECRET.encode() not in parts_of(result.content or b"")["content.xml"]


def test_nothing_to_find_changes_nothing() -> None:
    assert scrub_odf(odt()) == Scrubbed("odf", _ODT)


def test_marks_that_people_name_stay() -> None:
    marks = '<text:reference-mark text:name="Zoterologi"/><text:bookmark text:name="Bab 1"/><text:bookmark-ref text:ref-name="Bab 1">1</text:bookmark-ref>'
    assert scrub_odf(odt(f"<text:p>{marks}</text:p>")) == Scrubbed("odf", _ODT)


def test_a_section_of_literature_has_a_name_of_its_own() -> None:
    told = ("Section1", "ZOTERO_BIBL a", "Bab", "ZOTERO_BIBL b")
    sections = "".join(f'<text:section text:name="{name}"><text:p>a</text:p></text:section>' for name in told)
    content = scrub_odf(odt(sections)).content or b""
    left = etree.fromstring(parts_of(content)["content.xml"]).iter("{*}section")
    names = [each.get(f"{{{_URN}text:1.0}}name") for each in left]
    assert names == ["Section1", "Section2", "Bab", "Section3"]


def test_what_a_field_of_words_shows_stays() -> None:
    assert text_of(scrub_odf(_fieldmark("ADDIN a")).content) == ["(Siti 2020)"]
    assert scrub_odf(_fieldmark("PAGE")) == Scrubbed("odf", _ODT)


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ('ooow:[Kantor 1.Alamat.Nama] == "[a.b.c]"', 'ooow:[Database.Alamat.Nama] == "[a.b.c]"'),
        ('ooow:(Kantor.Alamat.Nama EQ "a.b.c") AND !x.y.z', 'ooow:(Database.Alamat.Nama EQ "a.b.c") AND !Database.y.z'),
    ],
)  # fmt: skip
def test_databases_in_conditions_have_no_name(condition: str, left: str) -> None:
    content = scrub_odf(_condition(condition)).content or b""
    (field,) = etree.fromstring(parts_of(content)["content.xml"]).iter("{*}hidden-text")
    assert field.get(f"{{{_URN}text:1.0}}condition") == left
    assert scrub_odf(content).found == ()


@pytest.mark.parametrize(
    "condition",
    [
        "ooow:a.b == 1.2.3",
        'ooow:"a.b.c"',
        "ooow:[a.b] + x",
        "ooow:page < 1.2",
        "ooow:<A1.1.2> + <Tabel.A1.1.2>",
    ],
)
def test_other_conditions_stay(condition: str) -> None:
    assert scrub_odf(_condition(condition)) == Scrubbed("odf", _ODT)


def test_dates_of_the_parts_go() -> None:
    result = scrub_odf(zipped(parts_of(odt())))
    assert result.removed == ("dates",)
    assert result.content == odt() or parts_of(result.content or b"").keys() == parts_of(odt()).keys()


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        ({"Pictures/a.svm": b"VCLMTF"}, ()),
        ({"Media/a.mp4": b"video"}, ()),
        ({"Basic/Standard/Module1.xml": "<a/>"}, ()),
        ({"Pictures/a.jpg": photo()[:60]}, ()),
    ],
)
def test_what_is_not_looked_into_stays_and_is_told(
    parts: dict[str, str | bytes], left: tuple[str, ...]
) -> None:
    assert scrub_odf(odt(parts=parts)) == Scrubbed("odf", _ODT, found=left, warning="partial")


def test_an_object_of_another_program_stays_and_is_told() -> None:
    entry = '<manifest:file-entry manifest:full-path="Object 2" manifest:media-type="application/vnd.sun.star.oleobject"/>'
    parts = parts_of(odt('<draw:object-ole xlink:href="./Object 2"/>', entries=entry))
    result = scrub_odf(container.write({**parts, "Object 2": b"ole"}, stored=["mimetype"]))
    assert (result.found, result.removed, result.warning) == (("attached",), (), "partial")


def test_a_signature_goes_and_is_told() -> None:
    result = scrub_odf(odt(parts={"META-INF/documentsignatures.xml": f"<a>{SECRET}</a>"}))
    assert result.warning == "signed"
    assert result.removed == result.found == ("author", "identifiers")
    assert "META-INF/documentsignatures.xml" not in parts_of(result.content or b"")


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (b"", "damaged"),
        (odt()[:200], "damaged"),
        (odt("<text:p>"), "damaged"),
        (odt(type_="application/epub+zip"), "unknown"),
        (odt(entries="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"), "encrypted"),
        (container.write({"mimetype": _ODT.encode()}, stored=["mimetype"]), "damaged"),
        # Each reference in it would become longer by as many steps.
        (odt(left={f"{'a/' * 21}b.xml": '<a href="C:\\b"/>'}), "damaged"),
        (odt(left={"a" * 1_001: "a"}), "damaged"),
        (
            odt(parts={"styles.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
            "damaged",
        ),
    ],
)
def test_what_cannot_be_understood_is_kept(data: bytes, warning: str) -> None:
    result = scrub_odf(data)
    assert (result.found, result.removed, result.content, result.warning) == ((), (), None, warning)


_PARTS = parts_of(odt(_REVISED, {"meta.xml": _META, "settings.xml": _SETTINGS, "Pictures/a.jpg": photo()}))


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
    result = scrub_odf(zipped({**_PARTS, name: bytes(part)}))
    assert set(result.removed) <= set(result.found)
    if result.content is not None:
        again = scrub_odf(result.content)
        assert not set(again.found) & set(result.removed)
    else:
        assert result.warning
