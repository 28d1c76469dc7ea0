"""XML parts of office files: parsed without reaching for anything outside, edited by tables of names.

Names are written with the prefixes of NAMESPACES, whatever prefixes a file uses. The strict and the
transitional namespaces of OOXML are one prefix here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lxml import etree

from wbs.scrub import encoding, tree
from wbs.scrub.findings import Findings, Kept

#: The largest part that is parsed, in bytes.
PART_LIMIT: Final = 20 << 20
#: What trees that are open at once may weigh: 400 pages of Word weigh some 300,000. In a tree each one takes
#: some 200 bytes, in a browser's twice as many.
WEIGHT_LIMIT: Final = 1_500_000
#: The longest tag, text or remark, in bytes: beyond ten million libxml2 gives up, now here, now there.
RUN_LIMIT: Final = 9_000_000
#: The longest name, and the longest of a namespace, in characters.
NAME_LIMIT: Final = 10_000

_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_MS = "http://schemas.microsoft.com/office/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"

NAMESPACES: Final[Mapping[str, tuple[str, ...]]] = {
    # OOXML: ISO/IEC 29500, [MS-DOCX], [MS-XLSX], [MS-PPTX]
    "rel": (_OOXML + "package/2006/relationships",),
    "ct": (_OOXML + "package/2006/content-types",),
    "cp": (_OOXML + "package/2006/metadata/core-properties", _STRICT + "package/metadata/core-properties"),
    "ap": (_OOXML + "officeDocument/2006/extended-properties", _STRICT + "officeDocument/extendedProperties"),
    "r": (_OOXML + "officeDocument/2006/relationships", _STRICT + "officeDocument/relationships"),
    "w": (_OOXML + "wordprocessingml/2006/main", _STRICT + "wordprocessingml/main"),
    "x": (_OOXML + "spreadsheetml/2006/main", _STRICT + "spreadsheetml/main"),
    "p": (_OOXML + "presentationml/2006/main", _STRICT + "presentationml/main"),
    "a": (_OOXML + "drawingml/2006/main", _STRICT + "drawingml/main"),
    "c": (_OOXML + "drawingml/2006/chart", _STRICT + "drawingml/chart"),
    "m": (_OOXML + "officeDocument/2006/math", _STRICT + "officeDocument/math"),
    "pic": (_OOXML + "drawingml/2006/picture", _STRICT + "drawingml/picture"),
    "wp": (_OOXML + "drawingml/2006/wordprocessingDrawing", _STRICT + "drawingml/wordprocessingDrawing"),
    "xdr": (_OOXML + "drawingml/2006/spreadsheetDrawing", _STRICT + "drawingml/spreadsheetDrawing"),
    "mc": (_OOXML + "markup-compatibility/2006",),
    "w14": (_MS + "word/2010/wordml",),
    "w15": (_MS + "word/2012/wordml",),
    "w16cid": (_MS + "word/2016/wordml/cid",),
    "w16du": (_MS + "word/2023/wordml/word16du",),
    "wp14": (_MS + "word/2010/wordprocessingDrawing",),
    "x15": (_MS + "spreadsheetml/2010/11/main",),
    "x15ac": (_MS + "spreadsheetml/2010/11/ac",),
    "xm": (_MS + "excel/2006/main",),
    "xxl21": (_MS + "spreadsheetml/2021/extlinks2021",),
    "xr": tuple(
        f"{_MS}spreadsheetml/{year}/revision{number}"
        for year in range(2014, 2019)
        for number in ("", *range(2, 17))
    ),
    "p14": (_MS + "powerpoint/2010/main",),
    "p188": (_MS + "powerpoint/2018/8/main",),
    "a16": (_MS + "drawing/2014/main",),
    "c15": (_MS + "drawing/2012/chart",),
    "c16": (_MS + "drawing/2014/chart",),
    "cx": (_MS + "drawing/2014/chartex",),
    "dsp": (_MS + "drawing/2008/diagram",),
    "sl": (_OOXML + "schemaLibrary/2006/main", _STRICT + "schemaLibrary/main"),
    "v": ("urn:schemas-microsoft-com:vml",),
    "o": ("urn:schemas-microsoft-com:office:office",),
    "vx": ("urn:schemas-microsoft-com:office:excel",),
    # OpenDocument 1.3, and what LibreOffice adds
    "office": (_ODF + "office:1.0",),
    "meta": (_ODF + "meta:1.0",),
    "text": (_ODF + "text:1.0",),
    "table": (_ODF + "table:1.0",),
    "draw": (_ODF + "drawing:1.0",),
    "presentation": (_ODF + "presentation:1.0",),
    "config": (_ODF + "config:1.0",),
    "form": (_ODF + "form:1.0",),
    "field": ("urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",),
    "manifest": (_ODF + "manifest:1.0",),
    "officeooo": ("http://openoffice.org/2009/office",),
    "loext": ("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",),
    "pkg": ("http://docs.oasis-open.org/ns/office/1.2/meta/pkg#",),
    # shared
    "rdf": ("http://www.w3.org/1999/02/22-rdf-syntax-ns#",),
    "dc": ("http://purl.org/dc/elements/1.1/",),
    "dcterms": ("http://purl.org/dc/terms/",),
    "xlink": ("http://www.w3.org/1999/xlink",),
    "svg": ("http://www.w3.org/2000/svg", _ODF + "svg-compatible:1.0"),
    "inkml": ("http://www.w3.org/2003/InkML",),
    "inkscape": ("http://www.inkscape.org/namespaces/inkscape",),
    "sodipodi": ("http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",),
}  # fmt: skip

#: Namespaces of the standards that office files are made of, and of Microsoft's additions to them.
_KNOWN: Final = (
    _OOXML, _STRICT, "http://schemas.microsoft.com/", "urn:schemas-microsoft-com:", "http://www.w3.org/",
    "http://purl.org/dc/",
)  # fmt: skip

_DECLARATION: Final = re.compile(rb'xmlns(?::[^\s=]+)?="([^"]*)"')
_TAG: Final = re.compile(b"<")
_AROUND_NAMES: Final = re.compile(rb"[\s<>\"]")
_LONG_NAMES: Final = etree.XPath(
    "boolean(//*[string-length(local-name()) > $most] | //@*[string-length(local-name()) > $most]"
    " | //processing-instruction()[string-length(name()) > $most])"
)
_PREFIX: Final = {uri: prefix for prefix, uris in NAMESPACES.items() for uri in uris}


def parse(data: bytes) -> etree._Element:
    """The root of a part. Kept: damaged, or it brings a DTD; too large."""
    if len(data) > PART_LIMIT or weight(data) > WEIGHT_LIMIT or _has_long_run(data):
        raise Kept("too_large")
    text = encoding.recoded(data)
    parser = etree.XMLParser(
        encoding="UTF-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Kept("damaged") from error
    # A namespace that is no URI is forgotten over a later warning.
    if len(parser.error_log.filter_from_errors()):
        raise Kept("damaged")
    if root.getroottree().docinfo.internalDTD is not None or (
        _may_have_long_names(data) and _has_long_names(root)
    ):
        raise Kept("damaged")
    return root


def weight(data: bytes) -> int:
    """How many elements, remarks and attributes a part has at most, by its bytes: it is not parsed yet."""
    return data.count(b"<") - data.count(b"</") + data.count(b"=")


def _has_long_run(data: bytes) -> bool:
    """Whether from one tag's beginning to the next one's there is more than the limit."""
    return _may_run(data, _TAG, RUN_LIMIT) and max(map(len, data.split(b"<"))) > RUN_LIMIT


def _may_have_long_names(text: bytes) -> bool:
    """Whether a name may be beyond the limit: within it is no blank, bracket or quotation mark."""
    return _may_run(text, _AROUND_NAMES, NAME_LIMIT)


def _may_run(data: bytes, sign: re.Pattern[bytes], limit: int) -> bool:
    """Whether more bytes than the limit may be without that sign: they would cover one of these pieces."""
    half = limit // 2
    return any(sign.search(data, at, at + half) is None for at in range(0, len(data) - half + 1, half))


def _has_long_names(root: etree._Element) -> bool:
    """Whether a name or a namespace in a tree is beyond the limit."""
    declared = (told or () for _, told in etree.iterwalk(root, events=("start-ns",)))
    return bool(_LONG_NAMES(root, most=NAME_LIMIT)) or any(
        len(told) > NAME_LIMIT for prefix_and_uri in declared for told in prefix_and_uri
    )


def written(root: etree._Element) -> bytes:
    """The part as UTF-8, without what stood before or behind its root."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True, with_tail=False)


def names(*short: str) -> tuple[str, ...]:
    """``w:ins`` as lxml writes it, once for each of the prefix's namespaces; plain names as they are."""
    return tuple(
        f"{{{uri}}}{local}" if prefix else local
        for name in short
        for prefix, local in [name.split(":") if ":" in name else ("", name)]
        for uri in (NAMESPACES[prefix] if prefix else ("",))
    )


def short(name: str) -> str:
    """A name of lxml's as in our tables; of a namespace we have no prefix for, the plain local name."""
    uri, closing, local = name.rpartition("}")
    prefix = _PREFIX.get(uri[1:]) if closing else None
    return f"{prefix}:{local}" if prefix else local


def namespace(name: str) -> str:
    """The namespace of a name of lxml's; empty of a plain one."""
    return name[1:].rpartition("}")[0]


def each(root: etree._Element, *names_: str) -> list[etree._Element]:
    """Every element of these short names, in document order; a list, since the tree will be edited."""
    return list(root.iter(*names(*names_)))


def attribute(element: etree._Element, name: str) -> str | None:
    """The value of an attribute given by its short name."""
    return next((value for key in names(name) if (value := element.get(key)) is not None), None)


def is_known(uri: str) -> bool:
    """Whether a namespace or a relationship's type is of OOXML or Microsoft; plain names are."""
    return not uri or uri.startswith(_KNOWN)


class Table:
    """What goes from a part. Values are kinds; the empty kind goes along and tells nothing.

    ``elements``: with all they hold. ``attributes``: ``name`` on any element, or ``element@name``.
    ``hollow``: elements that go when nothing is left in them.
    """

    def __init__(
        self,
        elements: Mapping[str, str],
        attributes: Mapping[str, str],
        hollow: Iterable[str] = (),
    ) -> None:
        self._dropped = {name: kind for key, kind in elements.items() for name in names(key)}
        self._hollow = frozenset(names(*hollow))
        self._attributes: dict[str, str] = {}
        self._of: dict[str, dict[str, str]] = {}
        for key, kind in attributes.items():
            element, at, name = key.rpartition("@")
            for tag in names(element) if at else ():
                self._of.setdefault(tag, {}).update(dict.fromkeys(names(name), kind))
            if not at:
                self._attributes.update(dict.fromkeys(names(name), kind))

    def take(self, root: etree._Element, findings: Findings) -> bool:
        """Take it out of one part; whether anything was there."""
        found = list(self._take(root))
        findings.add(found)
        return bool(found)

    def prune(self, elements: Iterable[etree._Element]) -> None:
        """Drop these, in the order of the document, and those around them that they leave hollow."""
        with tree.Cuts() as cuts:
            for each in reversed(list(elements)):
                if each.getparent() is not None:
                    tree.empty(each)
                    self._prune(each, cuts)

    def _prune(self, element: etree._Element, cuts: tree.Cuts) -> None:
        above = element.getparent()
        cuts.drop(element)
        if above is not None and above.tag in self._hollow and next(iter(above), None) is None:
            self._prune(above, cuts)

    def _take(self, root: etree._Element) -> Iterator[str]:
        remarks = list(root.iter(etree.Comment, etree.ProcessingInstruction))
        tree.drop(remarks)
        yield from ("other" for _ in remarks)
        # Those around the root are not written again.
        yield from ("other" for _ in (*root.itersiblings(preceding=True), *root.itersiblings()))
        text = etree.tostring(root)
        declared = _declared(text)
        if dropped := _occurring(self._dropped, text, declared):
            # The kind of the outer one says enough.
            gone = tree.outermost(root, *dropped)
            self.prune(gone)
            yield from (self._dropped[str(each.tag)] for each in gone)
        if attributes := _occurring(self._attributes, text, declared):
            for element in _having(root, attributes):
                yield from _strip(element, self._attributes)
        if elements := _occurring(self._of, text, declared):
            for element in list(root.iter(*elements)):
                yield from _strip(element, self._of[str(element.tag)])


def namespaces(root: etree._Element) -> set[str]:
    """Every namespace that a part declares anywhere."""
    return _declared(etree.tostring(root))


def _declared(text: bytes) -> set[str]:
    """Every namespace that a serialized part declares anywhere; of plain names the empty one."""
    # Of what is escaped in a value, a URI has only this.
    return {"", *(uri.decode(errors="replace").replace("&amp;", "&") for uri in _DECLARATION.findall(text))}


def _occurring(names_: Iterable[str], text: bytes, namespaces: set[str]) -> list[str]:
    """Those that the serialized part can have: local names stand in it as they are."""
    return [
        name
        for name in names_
        for uri, _, local in [name.lstrip("{").rpartition("}")]
        if uri in namespaces and local.encode() in text
    ]


def _having(root: etree._Element, attributes: Iterable[str]) -> list[etree._Element]:
    """The elements that have one of these attributes: found in C, since sheets have millions."""
    uris: dict[str, str] = {}
    tests = [
        f"@{uris.setdefault(uri, f'n{len(uris)}')}:{local}"
        for name in attributes
        for uri, _, local in [name.lstrip("{").rpartition("}")]
    ]
    return _found(root, f"//*[{' or '.join(tests)}]", {prefix: uri for uri, prefix in uris.items()})


def having(root: etree._Element, uri: str) -> list[etree._Element]:
    """The elements that have an attribute of this namespace."""
    return _found(root, "//*[@n:*]", {"n": uri})


def _found(root: etree._Element, path: str, namespaces: Mapping[str, str]) -> list[etree._Element]:
    found = etree.XPath(path, namespaces=dict(namespaces))(root)
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []


def _strip(element: etree._Element, kinds: Mapping[str, str]) -> Iterable[str]:
    for name in [str(key) for key in element.attrib if key in kinds]:
        del element.attrib[name]
        yield kinds[name]
