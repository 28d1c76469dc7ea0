"""Pictures in SVG within office documents: a document type before them, files as text in them."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from wbs.scrub import xml

TYPE: Final = "image/svg+xml"

#: A document type that defines nothing of its own, as Inkscape and Illustrator write it (SVG 1.1, 1.3).
_DOCTYPE: Final = re.compile(
    rb"<!DOCTYPE[ \t\r\n]+svg(?:[ \t\r\n]+PUBLIC[ \t\r\n]+\"[^\"<>]*\")?"
    rb"(?:[ \t\r\n]+(?:SYSTEM[ \t\r\n]+)?\"[^\"<>]*\")?[ \t\r\n]*>"
)
_ELEMENT: Final = re.compile(rb"<[A-Za-z_]")
#: A file as text (RFC 2397).
_DATA: Final = re.compile(r"data:[^,]{0,100},", re.ASCII | re.IGNORECASE)


def without_doctype(part: bytes) -> bytes:
    """The part without that. What it names is nothing that anybody loads; an entity stays unknown."""
    found = _DOCTYPE.search(part)
    if found is None or _ELEMENT.search(part, 0, found.start()):
        return part
    return part[: found.start()] + part[found.end() :]


def holds_file(root: etree._Element) -> bool:
    """Whether a picture has others, or fonts, within: in links and in styles."""
    if xml.short(str(root.tag)) != "svg:svg":
        return False
    styles = (each.text or "" for each in xml.each(root, "svg:style"))
    values = (str(value) for element in root.iter(etree.Element) for value in element.attrib.values())
    return any(_DATA.search(text) for text in (*styles, *values))
