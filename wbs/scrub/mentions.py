"""What parts of OOXML mention by ids: their relationships (ISO/IEC 29500-2, 8.5), footnotes and endnotes.

Deleted text takes its mentions along; what was mentioned, and is not any more, is nothing that anybody sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from wbs.scrub import ooxmlnames as names
from wbs.scrub import opc, tree, xml

#: The kind of ids that relationships have; others are those of NOTES.
RELATIONSHIP: Final = ""

#: Ids by kind.
Mentions = Mapping[str, set[str]]


def find(package: opc.Package, name: str) -> Mentions:
    """What a part mentions; nothing if it is no XML, or has no relationships. Kept: damaged."""
    root = package.readable(name) if package.relationships_part(name) and package.is_xml(name) else None
    if root is None:
        return {}
    ids = {id_ for _, _, id_ in references(root)}
    diagrams = {
        each.target
        for each in package.relationships(name)
        if each.kind == names.DIAGRAM and each.target and each.id in ids
    }
    notes = {
        kind: {xml.attribute(each, "w:id") or "" for each in xml.each(root, mark)}
        for kind, (mark, _) in names.NOTES.items()
    }
    return {RELATIONSHIP: ids.union(*(_drawings(package, each) for each in diagrams)), **notes}


def lost(before: Mentions, after: Mentions) -> Mentions:
    """What was mentioned before, and is not any more."""
    return {kind: ids - after.get(kind, set()) for kind, ids in before.items()}


def references(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """The attributes that hold the id of a relationship: their element, name and value."""
    for uri in (*xml.NAMESPACES["r"], *xml.NAMESPACES["o"]):
        for element in xml.having(root, uri):
            for key, value in element.items():
                if xml.short(str(key)).startswith(names.REFERENCES):
                    yield element, str(key), str(value)


def unrelate(package: opc.Package, name: str, gone: Mentions) -> None:
    """Drop the relationships that a part does not mention any more."""
    ids = gone.get(RELATIONSHIP, set())
    unseen = [each.element for each in package.relationships(name) if each.id in ids]
    tree.drop(unseen)
    if unseen:
        package.change(package.relationships_part(name) or "")


def _drawings(package: opc.Package, name: str) -> set[str]:
    """The data of a diagram names its drawing: by a relationship of the part in which both are shown."""
    root = package.readable(name) if package.is_xml(name) else None
    models = xml.each(root, "dsp:dataModelExt") if root is not None else []
    return {each.get("relId") or "" for each in models}
