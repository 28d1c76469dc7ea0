"""The client's scrubbing of office documents is ours: the same findings and the same bytes, whatever the file is.

One Node.js process looks into all samples; each is then compared with what wbs.scrub says. The same bytes: as long
as Python's zlib is zlib itself, and no fork of it, which packs otherwise.
"""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

import io
import itertools
import json
import struct
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
import pikepdf
import pptx
import pytest

from tests.scrub import (
    documents,
    libreoffice,
    pdf_documents,
    pictures,
    test_odf,
    test_ooxml,
    test_ooxml_deleted,
    test_ooxml_drawings,
    test_ooxml_ink,
    test_ooxml_traces,
    test_xml,
    test_zipped,
    word_documents,
)
from tests.scrub.documents import PACKAGE, REL, TEXT, parts_of, photo, zipped
from tests.scrub.word_documents import paragraph, word
from wbs.scrub import DOCUMENT_LIMIT, Scrubbed, odfnames, ooxmlnames, xml
from wbs.scrub import word as tracked
from wbs.scrub import zipped as container
from wbs.scrub.files import scrub

CLIENT = Path(__file__).parents[2] / "client"
ESBUILD = CLIENT / "node_modules/esbuild/bin/esbuild"
#: Seconds of the processor for one document. The page waits for 20 of the clock.
PATIENCE = 15.0

_TEMPLATES = Path("/usr/lib/libreoffice/share/template/common")


def made() -> Iterator[bytes]:
    """Every sample of tests/scrub."""
    yield from (documents.library_docx(), documents.library_xlsx(), documents.library_pptx())
    yield from (word_documents.telling_docx(), word_documents.plain_docx())
    yield from (test_ooxml_deleted.library_docx(), test_ooxml_deleted.sections_docx())
    ooxml = (test_ooxml, test_ooxml_deleted, test_ooxml_drawings, test_ooxml_ink, test_ooxml_traces)
    for module in (*ooxml, test_odf, test_xml, test_zipped):
        for test in vars(module).values():
            for mark in getattr(test, "pytestmark", []):
                values = mark.args[1] if mark.name == "parametrize" else ()
                firsts = [value[0] if isinstance(value, tuple) else value for value in values]
                yield from (first for first in firsts if isinstance(first, bytes))
    for body, _ in _cases(test_ooxml.test_tracked_changes_are_accepted):
        yield word(body)
    for formula, _ in _cases(test_ooxml_traces.test_of_paths_in_formulas_the_files_name_stays):
        yield test_ooxml_traces.formula(formula)
    for formula in _cases(test_ooxml_traces.test_other_formulas_stay):
        yield test_ooxml_traces.names(formula)
    yield from _texts()
    for member, _ in _cases(test_zipped.test_what_a_member_tells):
        yield _with_member(member)


def _texts() -> Iterator[bytes]:
    """Samples of OpenDocument that are told by a piece of them."""
    for formula in _cases(test_odf.test_texts_in_formulas_that_are_no_files_stay):
        yield test_odf._formula(formula)
    outside = [
        reference for reference, _ in _cases(test_odf.test_a_file_outside_is_looked_for_beside_the_document)
    ]
    for reference in (*outside, *_cases(test_odf.test_other_references_stay)):
        yield test_odf.odt(f'<draw:image xlink:href="{reference}"/>')
    for name in _cases(test_odf.test_names_of_pictures_go):
        yield test_odf.odt(f'<draw:frame draw:name="{name}"/>')
    for name in _cases(test_odf.test_what_is_called_like_a_part_and_is_none_goes):
        yield test_odf._with_stray(name)
    for field, _ in _cases(test_odf.test_fields_that_show_metadata):
        yield test_odf.odt(f"<text:p>a {field} b</text:p>", {"meta.xml": test_odf._META})
    for condition, _ in _cases(test_odf.test_databases_in_conditions_have_no_name):
        yield test_odf._condition(condition)
    for condition in _cases(test_odf.test_other_conditions_stay):
        yield test_odf._condition(condition)
    yield from (test_odf._fieldmark(instruction) for instruction in ("ADDIN a", "PAGE", "AUTHOR"))
    for parts, _ in _cases(test_odf.test_what_is_not_looked_into_stays_and_is_told):
        yield test_odf.odt(parts=parts)


def _cases(test: Any) -> list[Any]:
    values: list[Any] = next(mark for mark in test.pytestmark if mark.name == "parametrize").args[1]
    return values


def _with_member(member: zipfile.ZipInfo) -> bytes:
    sink = io.BytesIO(container.write(parts_of(word(paragraph(TEXT)))))
    with zipfile.ZipFile(sink, "a") as archive:
        archive.writestr(member, b"x")
    return sink.getvalue()


def shipped() -> Iterator[bytes]:
    """Documents as people made them."""
    chosen = [path for folder in sorted(_TEMPLATES.iterdir()) for path in sorted(folder.rglob("*.ot?"))[:4]]
    for package in (docx, pptx):
        chosen += sorted((Path(str(package.__file__)).parent / "templates").glob("*.???x"))
    yield from (path.read_bytes() for path in chosen)


def everything_odt() -> bytes:
    """A text with all that gives away, and a chart in it."""
    inner = {
        "Object 1/content.xml": f"<office:document-content {test_odf._NAMESPACES}/>",
        "Object 1/meta.xml": test_odf._META,
    }
    told: dict[str, str | bytes] = {
        "meta.xml": test_odf._META,
        "settings.xml": test_odf._SETTINGS,
        "Pictures/a.jpg": photo(),
    }
    chart = "application/vnd.oasis.opendocument.chart"
    entries = f'<manifest:file-entry manifest:full-path="Object 1/" manifest:media-type="{chart}"/>'
    return test_odf.odt(
        test_odf._REVISED, {**told, "stray.xml": "a", "Versions/1": "b", **inner}, entries=entries
    )


def mutated(random: Random) -> Iterator[bytes]:
    """Archives with wrong bytes; whole archives of which a part has some."""
    whole = [
        container.write(parts_of(data))
        for data in (word_documents.telling_docx(), documents.library_xlsx(), everything_odt())
    ]
    for data in random.choices(whole, k=100):
        damaged = bytearray(data)
        for _ in range(random.randint(1, 3)):
            # Half of them in the directory, where there is most to be wrong.
            start = random.choice((0, len(data) - 700))
            damaged[random.randrange(start, len(data))] = random.choice((0, 1, 255, random.randrange(256)))
        yield bytes(damaged)
    for data in random.choices(whole, k=20):
        yield data[: random.randrange(len(data))]
    for data in random.choices(whole, k=160):
        parts = parts_of(data)
        name = random.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        part = bytearray(parts[name])
        for _ in range(random.randint(1, 3)):
            at = random.randrange(len(part) + 1)
            part[at : at + random.choice((0, 0, 1, 9))] = random.choice(
                (
                    b"",
                    b"<",
                    b">",
                    b"&",
                    b'"',
                    b"\xff",
                    b"\x0b",
                    b"\xc3\xa9",
                    b"<!-- a -->",
                    b"]]>",
                    b"<a/>",
                    b":",
                )
            )
        yield container.write({**parts, name: bytes(part)}, stored=["mimetype"])


#: Encodings, declarations and the like around the root of a part.
HEADS = (
    b"\xef\xbb\xbf", b'<?xml version="1.0"?>', b'<?xml version="1.1"?>', b"<!-- a --><?b c?>", b"\n \n",
    b'<?xml version="1.0" encoding="utf8" standalone="no"?>', b'<?xml version="1.0" encoding="US-ASCII"?>',
    b'<?xml version="1.0" encoding="ISO-8859-1"?>', b'<?xml version="1.0" encoding="windows-1252"?>',
    b"<!DOCTYPE a>", b'<?xml version="1.0" encoding="x"?>', b' <?xml version="1.0"?>', b"a", b"",
    b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>', b'<?xml version="2.0"?>', b"<?xml-a?>",
)  # fmt: skip


#: Namespaces, some of which are none.
URIS = (
    "a", "urn:a", "urn:a b", "http://a/\xe9", "a:b", "1:b", "http://a:b/", "http://[::1]/", "http://a/%", "http://a/%zz",
    "http://a/%41", "#", "a#b#c", "//", "http://", "http://a/?[b]", "?", "http://a@b/", "http://a@b@c/", "http://a:/",
    "http://a:1/", "{1}", ":a", "a/b:c", "+a:b", "http://a/?b?c#d?e", "http://a/|", "http://a/&amp;", "", "a\\b", "&quot;",
    "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/", "a^", "`", "a/[", "a;b=c,d!e$f'g(h)*i", "~_-.",
)  # fmt: skip
IDENTIFIERS = ("a", "1", " a ", "a b", "a:b", "\xe9", "", "a&#10;", "-a", "_1", "a\xb7")


def headed() -> Iterator[bytes]:
    """Parts with anything around their root, with namespaces and identifiers of any kind."""
    parts = parts_of(word(paragraph(TEXT) + "<w:p w:rsidR='1'/>"))
    root = parts["word/document.xml"].partition(b"?>")[2]
    written = [
        *(head + root for head in HEADS),
        *(head + root.replace(b"lift", b"l\xefft") for head in HEADS),
        *(root + tail for tail in (b"<!-- a -->", b"<?a?>", b"\n", b"a", b"<a/>", b"\0")),
        *((head + root).decode("latin-1").encode(code) for head in (b"", HEADS[1]) for code in ("utf-16", "utf-16-le", "utf-16-be")),
    ]  # fmt: skip
    attributes = (
        *(
            f"xmlns{prefix}='{uri.replace(chr(39), '&apos;')}'"
            for uri in URIS
            for prefix in ("", ":n", ":xml", ":xmlns")
        ),
        *(f"xml:id='{name}'" for name in IDENTIFIERS),
        *(
            "xml:id='a'/><w:p xml:id='b'",
            "xml:id='a'/><w:p xml:id='a'",
            "n:a='1'",
            "w:-a='1'",
            "w:1='1'",
            "w:\xb7='1'",
            "xmlns:1='urn:a'",
            "/><w:-a",
            "/><w:\u0300",
            "a='1' a='2'",
            "xml:space='x'",
            "xmlns:n='a b'/><w:p xml:space='x'",
        ),
    )
    written += [root.replace(b"<w:body>", f"<w:body><w:p {told}/>".encode()) for told in attributes]
    yield from (container.write({**parts, "word/document.xml": part}) for part in written)


# --- documents of nodes at random ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What a document of nodes at random is made of: names of elements and of attributes."""

    elements: tuple[str, ...]
    attributes: tuple[str, ...]


_VALUES = (
    "1", "C:\\Users\\Siti\\a.xlsx", "file:///home/siti/a.ods", "IMG_1.jpg", "['file:///a/b/c.ods'#$A.B1]", "Note",
    " AUTHOR ", "PAGE", "begin", "end", "true", "https://a.id/b/c", "xC:\\a\\b", "['../a/../b/c.ods'#$A.B1]", "'D:\\a\\b'!A1\n\t\"<&>é", "../a/b",
    "Z_8D9F0A1B_1234_4ABC_8DEF_0123456789AB_.wvu.Cols", "string", "/Home/a", "\\\\kantor\\a", "r1", "['smb://a/b''c/d.ods'#$A.B1]", 'DDE("a";"/home/a/b";"/c/d")', 'HYPERLINK("../a/b#c/d";"/home/a")', 'INDIRECT("\'/srv/a\'#A1")', "'\"'#\"", 'F("/Home/a/b";"../a/b")', "..\\a\\b#c/d",
    "ZOTERO_A", "ADDIN a", "ooow:[a b.c.d] == e.f.g",
)  # fmt: skip
_MARKS = ("w:del", "w:moveFrom", "w:ins", "w:moveTo", "w:cellDel", *tracked._GONE[9:], "w14:conflictIns")
_WORD = Words(
    elements=(
        *("w:p", "w:pPr", "w:rPr", "w:r", "w:t", "w:tbl", "w:tr", "w:trPr", "w:tc", "w:tcPr", "w:sdt", "w:bookmarkStart") * 6,
        *("w:hyperlink", "w:sectPr", "w:headerReference", "w:footerReference", "w:footnoteReference") * 2,
        *_MARKS * 2, *("w:fldSimple", "w:fldChar", "w:instrText", "w:commentReference", "a:t", "q:t", "t") * 4,
        *ooxmlnames.ELEMENTS, *ooxmlnames.HOLLOW, *ooxmlnames.UNSEEN[2:4], *ooxmlnames.DESCRIBED, "x:definedName",
        *("x:f", "c:f") * 2,
    ),
    attributes=(
        *("w:instr", "w:fldCharType", "r:id", "descr", "name", "title", "alt", "xml:space", "q:a", "w:type") * 3,
        *(name.rpartition("@")[2] for name in ooxmlnames.ATTRIBUTES),
    ),
)  # fmt: skip
_TEXT = Words(
    elements=(
        *("text:p", "text:span", "table:table-cell", "draw:frame", "text:title", "text:author-name", "q:a", "a") * 4,
        *odfnames.ELEMENTS, *odfnames.PROPERTY_FIELDS, *odfnames.FIELDS, *odfnames.LIVE_FIELDS, *odfnames.DESCRIBED,
        "config:config-item", "office:binary-data", "field:param", *odfnames.CITED, *odfnames.CITED_FIELDS, *("text:section",) * 4,
    ),
    attributes=(
        *("text:fixed", "text:name", "draw:name", "office:string-value", "xlink:href", "text:ref-name", *odfnames.CONDITIONS, "field:value", "xml:lang", "q:a", "config:name"),
        *odfnames.ATTRIBUTES,
    ),
)  # fmt: skip


class Grower:
    """Writes elements within elements, with declarations of namespaces anywhere."""

    def __init__(self, random: Random, words: Words) -> None:
        self._random = random
        self._words = words

    def grow(self, names: Mapping[str, str], depth: int = 0) -> str:
        """One element. ``names``: for prefixes of ours, those that stand for them here; the empty is a default."""
        random = self._random
        here, declared = dict(names), ""
        for prefix in random.choices(
            ["w", "a", "r", "text", "q", "x", "draw"], k=random.choice((0, 0, 0, 1, 2))
        ):
            written = random.choice((prefix, prefix, "", "n1", "n2"))
            for other in [key for key, value in here.items() if value == written]:
                del here[other]
            if f"{written}=" not in declared:
                uri = "urn:siti" if prefix == "q" else xml.NAMESPACES[prefix][0]
                declared += f" {f'xmlns:{written}' if written else 'xmlns'}={quoteattr(uri)}"
                here[prefix] = written
        tag = self._name(random.choice(self._words.elements), here)
        attributes = {
            self._name(random.choice(self._words.attributes), here, attribute=True)
            for _ in range(random.randrange(3))
        }
        told = "".join(
            f" {name}={quoteattr(random.choice(_VALUES), {chr(10): '&#10;'})}"
            for name in sorted(attributes - {""})
        )
        if not tag:
            return self._text()
        inside = "".join(self._inside(here, depth) for _ in range(random.randrange(6 if depth < 6 else 1)))
        return f"<{tag}{declared}{told}>{inside}</{tag}>"

    def _inside(self, names: Mapping[str, str], depth: int) -> str:
        return self.grow(names, depth + 1) if self._random.random() < 0.8 else self._text()

    def _name(self, name: str, names: Mapping[str, str], *, attribute: bool = False) -> str:
        """The name as it is written here; empty if it cannot be."""
        prefix, colon, local = name.rpartition(":")
        if not colon or prefix == "xml":
            # Within a default namespace it is another name, and as good.
            return name
        written = names.get(prefix)
        if written is None or (attribute and not written):
            return ""
        return f"{written}:{local}" if written else local

    def _text(self) -> str:
        return self._random.choice(
            (
                "a",
                " ",
                "&lt;é&#13;\n",
                "<!-- b -->",
                "<?c d?>",
                "<?e?>",
                "<![CDATA[<f>]]>",
                " TITLE ",
                "begin",
                "???",
                "'C:\\a\\[b.xlsx]c'!A1",
            )
        )


def grown(random: Random) -> Iterator[bytes]:
    """Documents whose main part, and what it refers to, is anything."""
    names = {prefix: prefix for prefix in xml.NAMESPACES} | {"q": "q"}
    spaces = {prefix: uris[0] for prefix, uris in xml.NAMESPACES.items()} | {"q": "urn:siti"}
    declared = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in spaces.items())
    for _ in range(120):
        body = "".join(Grower(random, _WORD).grow(names) for _ in range(8))
        parts = parts_of(word("", more=_relationship(random)))
        root = f"<w:document {declared}><w:body>{body}</w:body></w:document>"
        yield container.write({**parts, "word/document.xml": root.encode()})
        body = "".join(Grower(random, _TEXT).grow(names) for _ in range(8))
        parts = parts_of(test_odf.odt(parts={"meta.xml": test_odf._META}))
        root = f"<office:document-content {declared}>{body}</office:document-content>"
        yield container.write({**parts, "content.xml": root.encode()}, stored=["mimetype"])


def _relationship(random: Random) -> str:
    kind = random.choice((*ooxmlnames.RELATIONSHIPS, "hyperlink", "image", "styles", "oleObject", "origin"))
    target = quoteattr(random.choice((*_VALUES, "a%20b.xml", "/word/document.xml", "#a", "")))
    mode = random.choice((' TargetMode="External"', ' TargetMode="External"', ""))
    type_ = random.choice((REL, REL, "http://siti.id"))
    return f'<Relationship Id="r1" Type="{type_}/{kind}" Target={target}{mode}/>'


# --- hostile ones -------------------------------------------------------------------------------------------


def hostile() -> Iterator[bytes]:
    """Those that would cost the most."""
    parts = parts_of(word(paragraph(TEXT)))
    document = parts["word/document.xml"]

    def with_body(body: str) -> bytes:
        return container.write(
            {**parts, "word/document.xml": document.replace(b"<w:body>", f"<w:body>{body}".encode())}
        )

    yield container.write({**parts, "word/a.bin": bytes(255 << 20)})
    small = container.write({**parts, "word/a.bin": bytes(64 << 20)})
    yield from (_lying(small, 64 << 20, size) for size in (10, 256 << 20))
    yield container.write({**parts, **{f"word/{number}": b"" for number in range(10_001)}})
    yield zipped(parts) + b"PK\1\2" * 20_001
    yield container.write({f"{'a/' * 20_000}b": b"", **parts})
    for depth in (253, 254, 300, 50_000):
        yield with_body("<w:p>" * depth + "</w:p>" * depth)
    for size in (9_999_990, 10_000_001):
        yield with_body(f"<w:t>{'a' * size}</w:t>")
    yield with_body("".join(f"<w:p xmlns:n{number}='u'/>" for number in range(20_000)))
    yield with_body("<w:p " + " ".join(f"a{number}='1'" for number in range(50_000)) + "/>")
    yield with_body("<w:p w:rsidR='1'/>" * 200_000)
    yield with_body("<w:ins><w:r/></w:ins>" * 20_000)
    yield with_body("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r/></w:p>" * 600)
    yield with_body("<!-- a -->" * 200_000)
    yield container.write({**parts, "word/document.xml": bytes(21 << 20)})
    bomb = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))
    yield container.write(
        {**parts, "word/document.xml": f'<!DOCTYPE a [<!ENTITY a0 "a">{bomb}]><a>&a9;</a>'.encode()}
    )
    yield container.write({**parts, "word/document.xml": b"<a>&constructor;&toString;&__proto__;</a>"})
    for kind in ("constructor", "__proto__", "toString"):
        yield word(
            paragraph(TEXT),
            more=f'<Relationship Id="x" Type="{REL}/{kind}" Target="a" TargetMode="External"/>',
        )
        yield with_body(f"<w:{kind} w:{kind}='1'/>")
    sheet = "xl/worksheets/sheet1.xml"
    cells = "".join(
        f'<row r="{row}" spans="1:2"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 100_000)
    )
    book = parts_of(documents.library_xlsx())
    whole = book[sheet].partition(b"<sheetData")[0] + f"<sheetData>{cells}</sheetData></worksheet>".encode()
    yield container.write({**book, sheet: whole})
    yield container.write({**book, sheet: whole.replace(b"<v>7</v>", b"<!-- 7 -->")})
    loop = f'<Relationships xmlns="{PACKAGE}/relationships">' + "".join(
        f'<Relationship Id="r{number}" Type="{REL}/styles" Target="document.xml"/>'
        for number in range(20_000)
    )
    yield container.write({**parts, "word/_rels/document.xml.rels": f"{loop}</Relationships>".encode()})
    links = '<text:a xlink:href="C:\\b"/>' * 8_000
    part = f'<text:p xmlns:text="{xml.NAMESPACES["text"][0]}" xmlns:xlink="http://www.w3.org/1999/xlink">{links}</text:p>'
    for depth in (20, 21, 32_000):
        yield test_odf.odt(parts={f"{'a/' * depth}x.xml": part})
    names = {f"{number}/{'a/' * 19}{'b' * 900}.xml": "<a/>" for number in range(5_000)}
    listed = "".join(f'<manifest:file-entry manifest:full-path="a/{number}/"/>' for number in range(200_000))
    yield test_odf.odt(parts=names, entries=listed)
    yield b"PK\3\4" + bytes(DOCUMENT_LIMIT)
    yield word_documents.telling_docx() + bytes(DOCUMENT_LIMIT)


def _lying(archive: bytes, size: int, claimed: int) -> bytes:
    """The archive with a part that claims another size."""
    return archive.replace(struct.pack("<I", size), struct.pack("<I", claimed))


def pdfs() -> Iterator[bytes]:
    """Some tell in the clear, some only packed."""
    yield pdf_documents.telling_pdf()
    with pikepdf.open(io.BytesIO(pdf_documents.telling_pdf())) as pdf:
        for packed in pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate:
            sink = io.BytesIO()
            pdf.save(sink, object_stream_mode=packed)
            yield sink.getvalue()
    info = (
        b"<< /Author (Siti \\(x\\)) /Creator () /Odd /Name /ModDate(D:2025) /Producer <FEFF0041>/Title <>>>"
    )
    yield b"%PDF-1.4\n9 0 obj\n" + info + b"\nendobj\ntrailer << /Info 9 0 R >>"
    yield b"%PDF-1.4\n9 0 obj\n" + info[:20]
    yield b"%PDF-1.4\ntrailer << /Info 9 0 R >>\n9 0 obj\n<<" + b"(" * 99_999
    yield b"%PDF-1.4\n<x:xmpmeta><dc:title>" + b"/Info 1 0 R" * 50_000


# --- what is compared ---------------------------------------------------------------------------------------


@cache
def samples() -> dict[str, list[bytes]]:
    """Documents by test; pictures and others come to the same worker."""
    return {
        "made": [*made()],
        "shipped": [*shipped()],
        "mutated": [*mutated(Random(5))],
        "headed": [*headed()],
        "grown": [*grown(Random(6))],
        "hostile": [*hostile()],
        "pdfs": [*pdfs()],
        "others": [photo(), pictures.png(), b"", b"PK", b"PK\5\6" + bytes(18), b"teks", zipped({"a": b"a"})],
    }


@dataclass(frozen=True)
class Told:
    """What the client said of one document, and how many seconds it took."""

    scrubbed: Scrubbed
    seconds: float


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Told]]:
    """What the client says of each."""
    assert ESBUILD.is_file(), "client/node_modules is missing: run `npm ci` in client"
    folder = tmp_path_factory.mktemp("documents")
    script = folder / "cleaning.mjs"
    bundle = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning", f"--outfile={script}"]
    subprocess.run([ESBUILD, "test/cleaning.ts", *bundle], cwd=CLIENT, check=True)
    every = [sample for group in samples().values() for sample in group]
    (folder / "files").write_bytes(b"".join(every))
    (folder / "index.json").write_text(json.dumps([len(content) for content in every]))
    subprocess.run(["node", script, folder], check=True, timeout=600)
    contents = io.BytesIO((folder / "contents").read_bytes())
    told = (_told(answer, contents) for answer in json.loads((folder / "answers.json").read_text()))
    return {name: list(itertools.islice(told, len(group))) for name, group in samples().items()}


def _told(answer: dict[str, Any], contents: io.BytesIO) -> Told:
    size, seconds = answer.pop("size"), answer.pop("seconds")
    answer |= {"found": tuple(answer["found"]), "removed": tuple(answer["removed"])}
    return Told(Scrubbed(**answer, content=None if size is None else contents.read(size)), seconds)


@pytest.mark.parametrize("group", ["made", "shipped", "mutated", "headed", "grown", "hostile", "others"])
def test_documents_are_scrubbed_as_by_the_server(group: str, answers: dict[str, list[Told]]) -> None:
    seen: set[str] = set()
    for number, (content, told) in enumerate(zip(samples()[group], answers[group], strict=True)):
        ours = scrub(content)
        where = f"{group} {number}"
        assert about(told.scrubbed) == about(ours), where
        if ours.content != told.scrubbed.content:
            assert parts(told.scrubbed) == parts(ours), where
        # Byte for byte: order, headers and deflated streams too.
        assert told.scrubbed.content == ours.content, where
        assert told.seconds < PATIENCE, where
        seen.update((ours.format, ours.warning, *ours.found))
    assert len(seen) > 3


def test_what_pdfs_tell_in_the_clear_is_named_and_stays(answers: dict[str, list[Told]]) -> None:
    found = [told.scrubbed.found for told in answers["pdfs"]]
    for content, told in zip(samples()["pdfs"][:3], answers["pdfs"], strict=False):
        assert told.scrubbed.found
        assert set(told.scrubbed.found) <= set(scrub(content).found)
    assert {"author", "dates", "software", "description", "other"} <= set(found[1])
    assert found[3:] == [("author", "dates", "software"), (), (), ()]
    assert {told.scrubbed.warning for told in answers["pdfs"]} == {"browser"}
    assert max(told.seconds for told in answers["pdfs"]) < 1


def about(scrubbed: Scrubbed) -> tuple[object, ...]:
    return scrubbed.format, scrubbed.type, scrubbed.found, scrubbed.removed, scrubbed.warning


def parts(scrubbed: Scrubbed) -> list[tuple[str, bytes]]:
    return list(parts_of(scrubbed.content or b"").items())


def test_libreoffice_opens_what_the_client_made(answers: dict[str, list[Told]], tmp_path: Path) -> None:
    first = zip(("a.docx", "b.xlsx", "c.pptx"), answers["made"], strict=False)
    files = {name: told.scrubbed.content or b"" for name, told in first}
    shown = libreoffice.convert(files, "pdf", tmp_path)
    assert shown.keys() == {"a", "b", "c"}
    for pdf in shown.values():
        assert TEXT.replace(" ", "") in "".join(libreoffice.read(pdf)).replace(" ", "")
