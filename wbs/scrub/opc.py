"""Packages of OOXML (ISO/IEC 29500-2): parts, what they are, and the relationships that tie them together.

A part that no chain of relationships reaches from the package itself is none: it does not survive.
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from wbs.scrub import sheet, svg, tree, xml
from wbs.scrub.findings import Kept

TYPES: Final = "[Content_Types].xml"
#: The source of the package's own relationships.
ROOT: Final = ""


class Relationship(NamedTuple):
    """One relationship: its element, its id, the last step of its type's name, what it points at.

    ``target``: a part's name, or None for what is outside and for what is not there.
    """

    element: etree._Element
    id: str
    kind: str
    target: str | None


class Package:
    """Parts by name; XML is parsed when it is first asked for and written if it was changed."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        """Kept: damaged, if it has no content types."""
        if TYPES not in parts:
            raise Kept("damaged")
        self.parts = parts
        self._names = {name.casefold(): name for name in parts}
        self._trees: dict[str, etree._Element] = {}
        self._weights: dict[str, int] = {}
        self._weight = 0
        self._cells: dict[str, bytes] = {}
        self._changed: set[str] = set()
        self._relationships: dict[str, list[Relationship]] = {}
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        types = self.tree(TYPES)
        self._defaults = {
            extension.casefold(): each.get("ContentType") or ""
            for each in xml.each(types, "ct:Default")
            # None would be the package's own: its name is empty.
            if (extension := each.get("Extension"))
        }
        self._overrides = {
            name.casefold(): each.get("ContentType") or ""
            for each in xml.each(types, "ct:Override")
            if (name := _part_name(each))
        }

    def tree(self, name: str) -> etree._Element:
        """The root of an XML part. Kept: damaged, too_large."""
        if name not in self._trees:
            part, self._cells[name] = sheet.set_aside(self.parts[name])
            weight = xml.weight(part)
            if self._weight + weight > xml.WEIGHT_LIMIT:
                raise Kept("too_large")
            self._trees[name] = xml.parse(svg.without_doctype(part) if self._is_svg(name) else part)
            self._weights[name] = weight
            self._weight += weight
        return self._trees[name]

    def readable(self, name: str) -> etree._Element | None:
        """The root of an XML part; None of one that stays as it is. Kept: damaged."""
        try:
            return self.tree(name)
        except Kept as outcome:
            # Old programs wrote drawings that are no XML, and pictures may define entities.
            if outcome.warning == "damaged" and not (name.endswith(".vml") or self._is_svg(name)):
                raise
            return None

    def change(self, name: str) -> None:
        """The tree of this part was edited."""
        self._changed.add(name)
        self._relationships.pop(name, None)

    def settle(self, name: str) -> None:
        """Nothing more is edited in this part: its tree is written if it was, and let go of."""
        root = self._trees.pop(name, None)
        self._relationships.pop(name, None)
        self._weight -= self._weights.pop(name, 0)
        if root is not None and name in self._changed:
            self.parts[name] = sheet.put_back(xml.written(root), self._cells[name])

    def replace(self, name: str, part: bytes) -> None:
        """Put other bytes into a part that is no XML."""
        self.parts[name] = part

    def type(self, name: str) -> str:
        """The content type of a part; empty if none is given."""
        extension = posixpath.splitext(name)[1][1:]
        return self._overrides.get(name.casefold()) or self._defaults.get(extension.casefold(), "")

    def is_xml(self, name: str) -> bool:
        """Whether its content type says that a part is XML."""
        return self.type(name).endswith(("xml", "vmlDrawing"))

    def relationships(self, source: str) -> Sequence[Relationship]:
        """Of a part, or of the package itself; asked for again and again, they are looked for once."""
        name = self.relationships_part(source)
        if name is None:
            return ()
        if name not in self._relationships:
            self._relationships[name] = list(self._related(source, self.tree(name)))
        return self._relationships[name]

    def relationships_part(self, source: str) -> str | None:
        """The name of the part that holds a part's relationships."""
        folder, base = posixpath.split(source)
        return self._names.get(posixpath.join(folder, "_rels", base + ".rels").casefold())

    def keep_only(self, reached: set[str]) -> None:
        """Drop every other part, and what the content types say of it."""
        wanted = {TYPES, *reached, *(self.relationships_part(each) or "" for each in (ROOT, *reached))}
        for name in set(self.parts) - wanted:
            self.settle(name)
            del self.parts[name]
        gone = [
            each
            for each in xml.each(self.tree(TYPES), "ct:Override")
            if self._names.get(_part_name(each).casefold()) not in self.parts
        ]
        tree.drop(gone)
        if gone:
            self.change(TYPES)

    def content(self) -> dict[str, bytes]:
        """All parts as they are now, the content types first."""
        for name in self._trees.keys() & self.parts.keys():
            self.settle(name)
        return {TYPES: self.parts[TYPES], **self.parts}

    def _related(self, source: str, root: etree._Element) -> Iterator[Relationship]:
        for element in xml.each(root, "rel:Relationship"):
            target = None
            if element.get("TargetMode") != "External":
                target = self._resolved(source, element.get("Target") or "")
            kind = sys.intern((element.get("Type") or "").rpartition("/")[2])
            yield Relationship(element, element.get("Id") or "", kind, target)

    def _is_svg(self, name: str) -> bool:
        return self.type(name) == svg.TYPE

    def _resolved(self, source: str, target: str) -> str | None:
        path = unquote(target.partition("#")[0])
        joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path))
        return self._names.get(joined.lstrip("/").casefold())


def _part_name(override: etree._Element) -> str:
    return unquote(override.get("PartName") or "").lstrip("/")
